//! `occi generate`: a crate from a definition.

use std::{
    error::Error as _,
    path::{Path, PathBuf},
};

use clap::Args;
use occi_codegen::{CrateName, CrateSettings, Runtime, Written, generate_crate};
use occi_model::Model;

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, outln},
    source::Definition,
};

/// Generate a crate: types, client, server, conformance tests
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
}

impl Generate {
    pub(crate) fn run(self) -> Outcome {
        let model = self.definition.model()?;
        let name = match self.name {
            Some(name) => name,
            None => directory_name(&self.out)?,
        };
        let written = write(&model, &self.out, &name, self.runtime)?;
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
    let name = CrateName::new(name)
        .map_err(|error| Failure::usage(format!("{error}; --name gives another one")))?;
    let settings = CrateSettings::new(name, runtime.unwrap_or_else(Runtime::detect));
    let files = generate_crate(model, &settings);
    for note in files.notes() {
        errln!("note: {note}");
    }
    files.write_to(out).map_err(|error| {
        let cause = error.source().map(|cause| format!(": {cause}"));
        Failure::world(format!("{error}{}", cause.unwrap_or_default()))
    })
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
