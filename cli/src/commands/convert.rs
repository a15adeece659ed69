//! `occi convert`: a definition in another format, and what that format cannot hold.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use occi_grammar::format::{Format, Loss, Subject, Written};
use occi_model::model::ExtensionId;

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, out},
    source::{Definition, FaultFormat},
};

/// Write a definition in another format
///
/// The definition itself is written; what it imports is referred to. Whatever the format cannot
/// hold is listed on standard error.
#[derive(Debug, Args)]
pub(crate) struct Convert {
    #[command(flatten)]
    definition: Definition,

    /// Format that is written: occi, text, json, ecore, textual, erocci-xml, xml
    #[arg(long, value_name = "FORMAT")]
    to: Format,

    /// File that is written, or directory when there are several [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Write the extensions that are imported too
    #[arg(long)]
    with_imports: bool,

    /// Refuse to write when the format cannot hold something
    #[arg(long)]
    deny_losses: bool,
}

impl Convert {
    pub(crate) fn run(self) -> Outcome {
        let Some(writer) = self.to.writer() else {
            return Err(Failure::usage(format!(
                "{} is read, but not written",
                self.to.title()
            )));
        };
        let reading = self.definition.reading();
        if reading.format == FaultFormat::Sarif {
            return Err(Failure::usage(
                "losses have no place in a SARIF log; use --format json",
            ));
        }
        let compiled = reading.compile(&self.definition.definition);
        // Standard output is for the definition, unless that goes to a file.
        reading.report_beside(&compiled, self.output.is_none());
        let Some(model) = &compiled.model else {
            let errors = compiled.faults.iter().filter(|f| f.is_error()).count();
            let word = if errors == 1 { "error" } else { "errors" };
            return Err(Failure::refused(format!(
                "`{}` has {errors} {word}; nothing was written",
                self.definition.definition
            )));
        };
        let all: Vec<ExtensionId> = model.extension_ids().collect();
        let written = writer(&Subject {
            model,
            extensions: if self.with_imports {
                &all
            } else {
                &compiled.entries
            },
            configurations: &compiled.configurations,
        });
        let losses = &written.losses;
        let is_json = reading.format == FaultFormat::Json;
        self.report(losses, is_json);
        let word = if losses.len() == 1 { "loss" } else { "losses" };
        if self.deny_losses && !losses.is_empty() {
            return Err(Failure::refused(format!(
                "{} {word}; nothing was written",
                losses.len()
            )));
        }
        write(&written, self.output.as_deref())?;
        if !losses.is_empty() && !is_json {
            errln!("{}: {} {word}", self.definition.definition, losses.len());
        }
        Ok(Exit::Success)
    }

    fn report(&self, losses: &[Loss], is_json: bool) {
        for loss in losses {
            let line = if is_json {
                occi_grammar::format::loss_json(loss)
            } else {
                format!("lost: {loss}")
            };
            if is_json && self.output.is_some() {
                out!("{line}\n");
            } else {
                errln!("{line}");
            }
        }
    }
}

/// Writes texts to a file or a directory, or prints them.
pub(crate) fn write(written: &Written, output: Option<&Path>) -> Result<(), Failure> {
    let failed = |path: &Path, error: std::io::Error| {
        Failure::world(format!("cannot write `{}`: {error}", path.display()))
    };
    let Some(path) = output else {
        let [file] = &*written.files else {
            return Err(Failure::usage(match written.files.len() {
                0 => "there is nothing that the format could hold".to_owned(),
                number => format!("there are {number} files; name a directory with --output"),
            }));
        };
        out!("{}", file.text);
        return Ok(());
    };
    if let ([file], false) = (&*written.files, path.is_dir()) {
        return fs::write(path, &file.text).map_err(|error| failed(path, error));
    }
    fs::create_dir_all(path).map_err(|error| failed(path, error))?;
    for file in &written.files {
        let path = path.join(&file.name);
        fs::write(&path, &file.text).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}
