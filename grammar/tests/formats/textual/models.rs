//! Published models, and what comes back from the writer.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use occi_grammar::{
    Compiled, FileResolver, MemoryResolver, builtin, compile, diagnostic, format::Format,
};
use occi_model::{Model, Profile, model::ExtensionId};

use super::{SAMPLE, model, read_with, written};
use crate::{differ, renderings::corpus};

/// The libraries that the texts of the corpus import.
const LIBRARIES: [&str; 6] = [
    "occi-studio",
    "modmacao",
    "modmacao-swe",
    "multi-cloud-studio",
    "docker-studio",
    "modemo",
];

fn libraries(root: &Path) -> FileResolver {
    LIBRARIES
        .iter()
        .fold(FileResolver::new(), |resolver, directory| {
            resolver.include(root.join("extensions").join(directory))
        })
}

/// The counts of a row of the README: kinds, mixins, actions, attributes, types, machines.
fn table(readme: &str) -> BTreeMap<String, [usize; 6]> {
    readme
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line
                .strip_prefix("| `")?
                .split('|')
                .map(str::trim)
                .collect();
            let file = cells[0].trim_end_matches('`').to_owned();
            let first = |cell: usize| -> Option<usize> {
                let word = cells.get(cell)?.split(' ').next()?;
                if word.is_empty() {
                    Some(0)
                } else {
                    word.parse().ok()
                }
            };
            Some((
                file,
                [
                    first(4)?,
                    first(5)?,
                    first(6)?,
                    first(7)?,
                    first(8)?,
                    first(9)?,
                ],
            ))
        })
        .collect()
}

fn counts(model: &Model, compiled: &Compiled) -> [usize; 6] {
    let own = |extension: ExtensionId| compiled.entries.contains(&extension);
    let kinds = || model.kinds().filter(|(_, one)| own(one.extension));
    let mixins = || model.mixins().filter(|(_, one)| own(one.extension));
    let actions: Vec<_> = kinds()
        .flat_map(|(_, one)| &one.actions)
        .chain(mixins().flat_map(|(_, one)| &one.actions))
        .collect();
    [
        kinds().count(),
        mixins().count(),
        actions.len(),
        kinds().map(|(_, one)| one.attributes.len()).sum::<usize>()
            + mixins().map(|(_, one)| one.attributes.len()).sum::<usize>()
            + actions
                .iter()
                .map(|action| model.action(**action).parameters.len())
                .sum::<usize>(),
        model
            .types()
            .iter()
            .filter(|one| own(one.extension))
            .count(),
        kinds().filter(|(_, one)| one.own_states.is_some()).count()
            + mixins().filter(|(_, one)| one.states.is_some()).count(),
    ]
}

fn texts(root: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("extensions/textual"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn published_models_have_the_counts_of_the_readme() {
    let Some(root) = corpus("occiware") else {
        return;
    };
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let table = table(&readme);
    let origins: BTreeMap<&str, &str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `textual/"))
        .filter_map(|line| line.split_once("` | `"))
        .map(|(file, from)| (file, from.trim_end_matches("` |")))
        .collect();
    let files = texts(&root);
    assert_eq!(files.len(), 31);
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let expected = table[origins[name]];
        let compiled = compile(
            file.to_str().unwrap(),
            &mut libraries(&root),
            Profile::Union,
        );
        let shown = diagnostic::one_line(&compiled.faults, &compiled.sources, 20);
        let Some(model) = &compiled.model else {
            panic!("{name} is refused\n{shown}");
        };
        assert_eq!(compiled.format, Some(Format::Textual), "{name}");
        assert_eq!(counts(model, &compiled), expected, "{name}");
    }
}

/// The same model in two syntaxes is the same model.
#[test]
fn a_text_means_what_the_xmi_that_it_came_from_means() {
    let Some(root) = corpus("occiware") else {
        return;
    };
    for (text, xmi) in [
        ("Core.occi", "occi-studio/Core.occie"),
        ("Infrastructure.occi", "occi-studio/Infrastructure.occie"),
        ("docker.occi", "docker-studio/docker.occie"),
        ("sla.occi", "occi-studio/sla.occie"),
        ("lamp.occi", "modmacao/lamp.occie"),
        ("dns.occi", "gcp-model/dns.occie"),
    ] {
        let read = |path: PathBuf| {
            let compiled = compile(
                path.to_str().unwrap(),
                &mut libraries(&root),
                Profile::Union,
            );
            compiled
                .model
                .unwrap_or_else(|| panic!("{}: {}", path.display(), compiled.faults))
        };
        let one = read(root.join("extensions").join(xmi));
        let other = read(root.join("extensions/textual").join(text));
        let name = one.extensions().last().unwrap().name.to_string();
        let found = differ::unlisted(&one, &other, &name, &[]);
        let found: Vec<&String> = found
            .iter()
            // The serializer leaves these out (the OCCIware metamodel).
            .filter(|one| {
                !one.contains(": description: Some(")
                    && !one.contains("flags: (Mutable, true, false, false) became (Mutable, false,")
            })
            .collect();
        assert!(found.is_empty(), "{text}: {found:#?}");
    }
}

// ---- round trips

/// What a model loses that is not listed when its last extension is written and read again.
fn round_trip(model: &Model, files: FileResolver) -> Vec<String> {
    let id = model.extension_ids().last().unwrap();
    let written = written(model, &[id]);
    let text = &written.files[0].text;
    let again = read_with(text, files);
    let Some(after) = &again.model else {
        let shown = diagnostic::one_line(&again.faults, &again.sources, 20);
        return vec![format!("refused\n{shown}\n{text}")];
    };
    let name = model.extension(id).name.to_string();
    differ::unlisted(model, after, &name, &written.losses)
}

#[test]
fn published_models_come_back() {
    let Some(root) = corpus("occiware") else {
        return;
    };
    let mut failed = Vec::new();
    for file in texts(&root) {
        let compiled = compile(
            file.to_str().unwrap(),
            &mut libraries(&root),
            Profile::Union,
        );
        let model = compiled.model.unwrap();
        let found = round_trip(&model, libraries(&root));
        if !found.is_empty() {
            failed.push(format!("{}: {found:#?}", file.display()));
        }
        // What is read from this syntax can be said in it.
        let losses = written(&model, &compiled.entries).losses;
        let losses: Vec<String> = losses
            .iter()
            .filter(|loss| !loss.why.contains("name: the tools"))
            .map(ToString::to_string)
            .collect();
        if !losses.is_empty() {
            failed.push(format!("{}: loses {losses:#?}", file.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn shipped_definitions_come_back_but_for_what_is_listed() {
    for builtin in builtin::ALL {
        let compiled = compile(
            builtin.name,
            &mut MemoryResolver::new().with(builtin.name, builtin.text),
            Profile::Union,
        );
        let model = compiled.model.unwrap();
        let found = round_trip(&model, FileResolver::new());
        assert!(found.is_empty(), "{}: {found:#?}", builtin.name);
        let losses = written(&model, &compiled.entries).losses;
        // Every one of them has at least locations or descriptions, which the syntax lacks.
        assert!(!losses.is_empty(), "{}", builtin.name);
    }
}

#[test]
fn the_sample_comes_back_whole() {
    let sample = model(SAMPLE);
    assert_eq!(
        round_trip(&sample, FileResolver::new()),
        Vec::<String>::new()
    );
    let id = sample.extension_ids().last().unwrap();
    let first = written(&sample, &[id]);
    assert_eq!(first.losses, []);
    let again = model(&first.files[0].text);
    let id = again.extension_ids().last().unwrap();
    assert_eq!(written(&again, &[id]).files, first.files);
}

#[test]
fn the_scheme_that_actions_lose_with_their_kind_is_listed() {
    let text = "extension t \"http://example.com/t#\";\nuse core;\nkind a in \"http://example.com/t/u#\" : core.resource { action go; }\n";
    let mut memory = MemoryResolver::new().with("t", text);
    let compiled = compile("t", &mut memory, Profile::Union);
    let model = compiled
        .model
        .unwrap_or_else(|| panic!("{}", compiled.faults));
    let own = model.extension_ids().last().unwrap();
    let losses = written(&model, &[own]).losses;
    for what in ["http://example.com/t/u#a", "http://example.com/t/u#a go"] {
        assert!(
            losses
                .iter()
                .any(|loss| loss.what == what && loss.why.starts_with("scheme")),
            "{what}: {losses:?}"
        );
    }
}
