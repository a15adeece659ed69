//! `occi generate`: a crate from a definition.

use std::{
    error::Error as _,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use occi_codegen::{
    Builder, CrateName, CrateSettings, Files, Layout, Runtime, Settings, Written, generate,
    generate_crate,
};
use occi_conformance::catalogue::{Options, catalogue};
use occi_model::Model;

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, outln},
    source::Definition,
};

/// Generate a crate, or its modules: types, client, server, conformance tests
#[derive(Debug, Args)]
pub(crate) struct Generate {
    #[command(flatten)]
    definition: Definition,

    /// Directory of the crate; files of yours in it stay as they are
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Name of the crate [default: the name of the directory]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Where the crate gets its runtime: `path`, `path=DIR`, `version`, `version=VERSION` or
    /// `git=URL` [default: the checkout that this program was built in, else its version]
    #[arg(long, value_name = "SOURCE", value_parser = runtime)]
    runtime: Option<Runtime>,

    /// What is written
    #[arg(long, value_name = "WHAT", default_value = "crate")]
    emit: Emit,

    /// The conformance cases written out as well, a function each in `tests/explicit`, to be read
    /// and changed; of a whole crate only
    #[arg(long, conflicts_with_all = ["no_tests", "no_server"])]
    explicit: bool,

    #[command(flatten)]
    code: Code,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Emit {
    /// A whole crate.
    Crate,
    /// A directory of modules for each extension, for a crate of yours.
    Modules,
}

/// What the code is like: the settings that build scripts and `occi::model!` have too.
#[derive(Debug, Args)]
#[command(next_help_heading = "Code")]
struct Code {
    /// File of settings, as `occi.toml` of a build script; what is said here goes before it
    #[arg(long, value_name = "FILE")]
    settings_file: Option<PathBuf>,

    /// No builders, setters and helpers for clients
    #[arg(long)]
    no_client: bool,

    /// No provider traits, handlers and service
    #[arg(long)]
    no_server: bool,

    /// No conformance tests
    #[arg(long)]
    no_tests: bool,

    /// How the modules of an extension lie: nested or flat
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<Layout>,

    /// Path of the runtime in the code; modules only [default: ::occi]
    #[arg(long, value_name = "PATH")]
    crate_path: Option<String>,

    /// An extension whose module exists already: EXTENSION=PATH
    #[arg(long, value_name = "EXTENSION=PATH", value_parser = last_pair)]
    extern_path: Vec<(String, String)>,

    /// Another Rust name for a kind, mixin or action (IDENTIFIER=NAME), a named type
    /// (EXTENSION.TYPE=NAME) or a field (IDENTIFIER/ATTRIBUTE=NAME)
    #[arg(long, value_name = "WHAT=NAME", value_parser = last_pair)]
    rename: Vec<(String, String)>,

    /// A Rust type in the place of a named type (EXTENSION.TYPE=TYPE) or of an attribute's
    /// (IDENTIFIER/ATTRIBUTE=TYPE)
    #[arg(long, value_name = "WHAT=TYPE", value_parser = last_pair)]
    replace: Vec<(String, String)>,

    /// A derive for types by their path: `gpu::*State=PartialOrd`
    #[arg(long, value_name = "PATTERN=PATH", value_parser = first_pair)]
    derive: Vec<(String, String)>,

    /// An attribute for types by their path: `gpu::Gpu=#[allow(missing_docs)]`
    #[arg(long, value_name = "PATTERN=ATTRIBUTE", value_parser = first_pair)]
    type_attribute: Vec<(String, String)>,

    /// An attribute for fields and variants by their path: `gpu::Gpu::memory=#[doc(hidden)]`
    #[arg(long, value_name = "PATTERN=ATTRIBUTE", value_parser = first_pair)]
    field_attribute: Vec<(String, String)>,
}

impl Code {
    /// The settings, and whether tests are written.
    fn settings(self) -> Result<(Settings, bool), Failure> {
        let mut builder = Builder::new();
        if let Some(file) = self.settings_file {
            builder = builder.settings_file(file);
        }
        if self.no_client {
            builder = builder.client(false);
        }
        if self.no_server {
            builder = builder.server(false);
        }
        if self.no_tests {
            builder = builder.tests(false);
        }
        if let Some(layout) = self.layout {
            builder = builder.layout(layout);
        }
        if let Some(path) = &self.crate_path {
            builder = builder.crate_path(path);
        }
        for (extension, path) in self.extern_path {
            builder = builder.extern_path(extension, &path);
        }
        for (what, name) in self.rename {
            builder = builder.rename(what, &name);
        }
        for (what, path) in self.replace {
            builder = builder.replace(what, &path);
        }
        for (pattern, path) in self.derive {
            builder = builder.derive(pattern, &path);
        }
        for (pattern, attribute) in self.type_attribute {
            builder = builder.type_attribute(pattern, &attribute);
        }
        for (pattern, attribute) in self.field_attribute {
            builder = builder.field_attribute(pattern, &attribute);
        }
        let said = builder
            .settings()
            .map_err(|error| Failure::usage(error.to_string()))?;
        // A crate has its tests unless somebody says that it has none.
        let tests = builder.says_tests().unwrap_or(true);
        Ok((said, tests))
    }
}

impl Generate {
    pub(crate) fn run(self) -> Outcome {
        let compiled = self
            .definition
            .reading()
            .compiled(&self.definition.definition)?;
        let model = compiled
            .model
            .ok_or_else(|| Failure::internal("a definition without errors has no model"))?;
        let explicit = self.explicit;
        if explicit && self.emit == Emit::Modules {
            let what = "--explicit needs a whole crate; modules have no tests of their own";
            return Err(Failure::usage(what));
        }
        let (settings, tests) = self.code.settings()?;
        let written = match self.emit {
            Emit::Crate => {
                let name = match self.name {
                    Some(name) => name,
                    None => directory_name(&self.out)?,
                };
                let mut package = package(&name, self.runtime)?;
                package.settings = settings;
                package.tests = tests;
                package.configurations = compiled.configurations;
                if explicit {
                    let cases = catalogue(&model, &Options::default());
                    package.explicit = occi_conformance::explicit::files(&cases);
                }
                write_files(&generate_crate(&model, &package), &self.out)?
            }
            Emit::Modules => write_files(&generate(&model, &settings), &self.out)?,
        };
        outln!(
            "{}: {} files written, {} unchanged, {} taken away, {} of yours kept",
            self.out.display(),
            written.written.len(),
            written.unchanged.len(),
            written.removed.len(),
            written.kept.len()
        );
        Ok(Exit::Success)
    }
}

/// Writes the crate of a model.
pub(crate) fn write(
    model: &Model,
    out: &Path,
    name: &str,
    runtime: Option<Runtime>,
) -> Result<Written, Failure> {
    write_files(&generate_crate(model, &package(name, runtime)?), out)
}

fn package(name: &str, runtime: Option<Runtime>) -> Result<CrateSettings, Failure> {
    let name = CrateName::new(name)
        .map_err(|error| Failure::usage(format!("{error}; --name gives another one")))?;
    Ok(CrateSettings::new(
        name,
        runtime.unwrap_or_else(Runtime::detect),
    ))
}

fn write_files(files: &Files, out: &Path) -> Result<Written, Failure> {
    for note in files.notes() {
        errln!("note: {note}");
    }
    files.write_to(out).map_err(|error| {
        let cause = error.source().map(|cause| format!(": {cause}"));
        Failure::world(format!("{error}{}", cause.unwrap_or_default()))
    })
}

/// `WHAT=VALUE`, where the value holds no `=`.
fn last_pair(text: &str) -> Result<(String, String), String> {
    pair(text.rsplit_once('='))
}

/// `PATTERN=VALUE`, where the pattern holds no `=`.
fn first_pair(text: &str) -> Result<(String, String), String> {
    pair(text.split_once('='))
}

fn pair(parts: Option<(&str, &str)>) -> Result<(String, String), String> {
    match parts {
        Some((what, value)) if !what.is_empty() && !value.is_empty() => {
            Ok((what.to_owned(), value.to_owned()))
        }
        _ => Err("write two parts with `=` between them".to_owned()),
    }
}

/// The last part of a path, as the name of a crate.
fn directory_name(out: &Path) -> Result<String, Failure> {
    let absolute = std::path::absolute(out).map_err(Failure::world)?;
    absolute
        .file_name()
        .and_then(|name| name.to_str())
        .map(str::to_owned)
        .ok_or_else(|| {
            Failure::usage(format!(
                "`{}` gives the crate no name; --name gives one",
                out.display()
            ))
        })
}

/// Reads the value of `--runtime`.
fn runtime(text: &str) -> Result<Runtime, String> {
    let (kind, value) = match text.split_once('=') {
        Some((kind, value)) => (kind, Some(value)),
        None => (text, None),
    };
    match (kind, value) {
        ("path", None) => match Runtime::detect() {
            runtime @ Runtime::Path(_) => Ok(runtime),
            _ => Err(
                "this program was not built in a checkout that is still there; \
                      write path=DIR"
                    .to_owned(),
            ),
        },
        ("path", Some(directory)) => {
            let directory = Path::new(directory);
            if directory.join("runtime/Cargo.toml").is_file() {
                std::path::absolute(directory)
                    .map(Runtime::Path)
                    .map_err(|error| error.to_string())
            } else {
                Err(format!(
                    "`{}` is no checkout of occi: it has no runtime/Cargo.toml",
                    directory.display()
                ))
            }
        }
        ("version", value) => Ok(Runtime::Version(
            value.unwrap_or(env!("CARGO_PKG_VERSION")).to_owned(),
        )),
        ("git", Some(url)) if !url.is_empty() => Ok(Runtime::Git {
            url: url.to_owned(),
            rev: None,
        }),
        _ => Err("write path, path=DIR, version, version=VERSION or git=URL".to_owned()),
    }
}
