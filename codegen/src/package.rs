//! A whole crate around generated modules.

use std::{collections::BTreeMap, path::Path};

use askama::Template;
use occi_model::{Configuration, Model};

use crate::{
    docs,
    emit::{self, methods},
    files::Files,
    plan::{KindPlan, Plan},
    settings::{CrateName, Runtime, Settings},
    text::string,
};

/// What a generated crate is made of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CrateSettings {
    /// Name of the package.
    pub name: CrateName,
    /// Where it gets its runtime from.
    pub runtime: Runtime,
    /// Settings of its modules. The path of the runtime is always `::occi`.
    pub settings: Settings,
    /// Whether conformance tests are written; they need the server. Default: yes.
    pub tests: bool,
    /// Conformance cases written out as Rust, for a test `explicit`: modules by the name of their
    /// files, as `occi_conformance::explicit::files` gives them. They need the tests, and are
    /// the user's from then on. Default: none.
    pub explicit: BTreeMap<String, String>,
    /// Configurations that belong to the model: a module `configurations` gives their instances as
    /// requests of their kinds. Default: none.
    pub configurations: Vec<Configuration>,
}

impl CrateSettings {
    /// A crate with everything.
    #[must_use]
    pub fn new(name: CrateName, runtime: Runtime) -> Self {
        Self {
            name,
            runtime,
            settings: Settings::default(),
            tests: true,
            explicit: BTreeMap::new(),
            configurations: Vec::new(),
        }
    }
}

impl Runtime {
    /// A path when this library was built in a checkout that is still there, else the version of
    /// this library.
    #[must_use]
    pub fn detect() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        match root.filter(|root| root.join("runtime/Cargo.toml").is_file()) {
            Some(root) => Self::Path(root.to_owned()),
            None => Self::Version(env!("CARGO_PKG_VERSION").to_owned()),
        }
    }

    /// How a manifest names one of the project's crates, which lies in `folder` of a checkout.
    fn source(&self, folder: &str) -> String {
        match self {
            Self::Path(root) => {
                let path = root.join(folder);
                // Cargo takes `/` on every system.
                let path = path.to_string_lossy().replace('\\', "/");
                format!("path = {}", toml_string(&path))
            }
            Self::Version(version) => format!("version = {}", toml_string(version)),
            Self::Git { url, rev: None } => format!("git = {}", toml_string(url)),
            Self::Git {
                url,
                rev: Some(rev),
            } => format!("git = {}, rev = {}", toml_string(url), toml_string(rev)),
        }
    }
}

/// A basic string of TOML.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[derive(Template)]
#[template(path = "Cargo.toml")]
struct Manifest<'a> {
    name: &'a CrateName,
    description: String,
    runtime: String,
    conformance: Option<String>,
    features: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "lib.rs")]
struct Library<'a> {
    title: String,
    modules: Vec<&'a str>,
    server: bool,
}

#[derive(Template)]
#[template(path = "main.rs")]
struct Main {
    name: String,
    library: String,
}

#[derive(Template)]
#[template(path = "providers.rs")]
struct Scaffold<'a> {
    module: &'a str,
    imports: String,
    providers: Vec<String>,
    /// The expression that gives a provider to every kind.
    service: String,
    example: Option<ScaffoldAction>,
}

/// An action whose method stands in the scaffold as an example.
struct ScaffoldAction {
    method: String,
    variable: String,
    entity: String,
    action: String,
    result: String,
}

#[derive(Template)]
#[template(path = "conformance.rs")]
struct Conformance<'a> {
    library: String,
    module: &'a str,
}

#[derive(Template)]
#[template(path = "explicit.rs")]
struct Explicit<'a> {
    library: String,
    module: &'a str,
    modules: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "README.md")]
struct Readme<'a> {
    name: &'a CrateName,
    title: String,
    library: String,
    module: &'a str,
    kinds: Vec<ReadmeKind>,
    example: Option<ReadmeExample<'a>>,
    server: bool,
    tests: bool,
    explicit: bool,
}

/// A kind that can be created with nothing but its category.
struct ReadmeExample<'a> {
    location: &'a str,
    scheme: &'a str,
    term: &'a str,
}

struct ReadmeKind {
    name: String,
    location: String,
    title: String,
}

#[derive(Template)]
#[template(path = "crate.gitignore")]
struct Ignore<'a> {
    name: &'a CrateName,
}

/// A whole crate: manifest, modules, and, as the settings say, a server's `main.rs`, a scaffold
/// for providers (once only: it is the user's) and conformance tests.
#[must_use]
pub fn generate_crate(model: &Model, settings: &CrateSettings) -> Files {
    let mut own = settings.settings.clone();
    own.crate_path = Settings::default().crate_path;
    // Its tests stand in a file of their own.
    own.tests = false;
    let plan = Plan::new(model, &own);
    let mut files = Files::default();
    files.include("src", emit::files(&plan));

    // The extension that was asked for is the last one.
    let main = plan
        .extensions
        .iter()
        .rposition(crate::plan::ExtensionPlan::is_written);
    let title = main.map_or_else(String::new, |at| {
        let extension = model.extension(plan.extensions[at].id);
        extension
            .description
            .as_deref()
            .and_then(docs::first_sentence)
            .unwrap_or_else(|| format!("The OCCI extension {}", docs::code(&extension.name)))
    });
    let server = own.server && main.is_some();
    let module = main.map_or("", |at| plan.extensions[at].module.as_str());
    let tests = settings.tests && server;

    let mut features = Vec::new();
    if server {
        features.extend(["server", "store-redb"]);
    }
    if own.client {
        features.push("client");
    }
    features.sort_unstable();
    let manifest = Manifest {
        name: &settings.name,
        description: toml_string(&plain_title(&title)),
        runtime: settings.runtime.source("runtime"),
        conformance: tests.then(|| settings.runtime.source("conformance")),
        features,
    };
    files.add("Cargo.toml", render(&manifest));
    let mut modules: Vec<&str> = plan
        .extensions
        .iter()
        .filter(|extension| extension.is_written())
        .map(|extension| extension.module.as_str())
        .collect();
    let configurations = emit::configurations::module_name(&plan);
    if !settings.configurations.is_empty() {
        let text = emit::configurations::module(&plan, &settings.configurations);
        files.add(
            format!("src/{configurations}.rs"),
            format!("//! {}\n\n{text}", emit::configurations::TITLE),
        );
        modules.push(&configurations);
    }
    modules.sort_unstable();
    let library = Library {
        title: title.clone(),
        modules,
        server,
    };
    files.add("src/lib.rs", render(&library));
    files.add_once(
        ".gitignore",
        render(&Ignore {
            name: &settings.name,
        }),
    );
    if let (true, Some(at)) = (server, main) {
        let start = Main {
            name: string(settings.name.as_str()),
            library: settings.name.library(),
        };
        files.add("src/main.rs", render(&start));
        files.add_once("src/providers.rs", render(&scaffold(&plan, at)));
    }
    if tests {
        let conformance = Conformance {
            library: settings.name.library(),
            module,
        };
        files.add("tests/conformance.rs", render(&conformance));
        if !settings.explicit.is_empty() {
            explicit(settings, module, &mut files);
        }
    }
    files.add(
        "README.md",
        render(&readme(&plan, settings, main, title, tests)),
    );
    files.add_inventory();
    files
}

/// The cases that are written out: all of them are the user's.
fn explicit(settings: &CrateSettings, module: &str, files: &mut Files) {
    let names = settings.explicit.keys();
    let main = Explicit {
        library: settings.name.library(),
        module,
        modules: names
            .map(|name| name.strip_suffix(".rs").unwrap_or(name))
            .collect(),
    };
    files.add_once("tests/explicit/main.rs", render(&main));
    for (name, text) in &settings.explicit {
        files.add_once(format!("tests/explicit/{name}"), text.clone());
    }
}

/// The title without marks of Markdown.
fn plain_title(title: &str) -> String {
    title.replace(['`', '\\'], "")
}

fn scaffold<'p>(plan: &'p Plan<'_>, extension: usize) -> Scaffold<'p> {
    let planned = &plan.extensions[extension];
    let own: Vec<(String, &KindPlan<'_>)> = methods(plan, extension)
        .into_iter()
        .filter(|(_, kind)| kind.place.extension == extension)
        .collect();
    let mut imports: Vec<String> = own.iter().map(|(_, kind)| kind.provider_name()).collect();
    imports.push("Providers".to_owned());
    imports.sort();
    let mut code = crate::text::Code::new();
    code.import(&format!("use crate::{}::", planned.module), &imports);
    let example = own.iter().find_map(|(_, kind)| {
        let state = kind.state?;
        let action = kind.actions.iter().find(|action| action.governed)?;
        Some(ScaffoldAction {
            method: action.method.clone(),
            variable: kind.variable.clone(),
            entity: kind.name.clone(),
            action: action.name.clone(),
            result: plan.values.enums[state.enumeration].name.clone(),
        })
    });
    Scaffold {
        module: &planned.module,
        imports: code.finish(),
        providers: own.iter().map(|(_, kind)| kind.provider_name()).collect(),
        service: crate::text::chain(
            "Providers::new()",
            own.iter().map(|(method, _)| format!("{method}(Cloud)")),
            "service()",
        ),
        example,
    }
}

fn readme<'p>(
    plan: &'p Plan<'_>,
    settings: &'p CrateSettings,
    main: Option<usize>,
    title: String,
    tests: bool,
) -> Readme<'p> {
    let kinds: Vec<&KindPlan<'_>> = main.map_or_else(Vec::new, |at| plan.kinds_of(at).collect());
    let location =
        |kind: &&KindPlan<'_>| kind.kind.location.as_ref().map(|l| l.as_str().to_owned());
    Readme {
        name: &settings.name,
        title,
        library: settings.name.library(),
        module: main.map_or("", |at| plan.extensions[at].module.as_str()),
        example: kinds.iter().find_map(|kind| {
            let plain = kind.is_resource && kind.fields.iter().all(|f| !f.attribute.required);
            let location = kind.kind.location.as_ref().filter(|_| plain)?;
            Some(ReadmeExample {
                location: location.as_str(),
                scheme: kind.kind.id.scheme(),
                term: kind.kind.id.term(),
            })
        }),
        kinds: kinds
            .iter()
            .map(|kind| ReadmeKind {
                name: kind.name.clone(),
                location: location(kind).map_or_else(|| "none".to_owned(), |l| docs::code(&l)),
                title: kind
                    .kind
                    .title
                    .as_deref()
                    .map(|title| docs::one_line(title).replace('|', "\\|"))
                    .unwrap_or_default(),
            })
            .collect(),
        server: settings.settings.server && main.is_some(),
        tests,
        explicit: tests && !settings.explicit.is_empty(),
    }
}

/// The text of a template; one final newline.
fn render(template: &impl Template) -> String {
    let mut text = template.render().unwrap_or_default();
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
