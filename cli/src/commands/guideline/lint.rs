//! `occi guideline lint`.

use std::path::PathBuf;

use clap::Args;
use occi_grammar::{
    diagnostic,
    guideline::{edit, lint, validate},
};

use super::input;
use crate::{
    exit::{Exit, Outcome},
    output::{err, errln, out},
    source::{self, FaultFormat},
};

/// Check guidelines: each alone, all of them against each other, and against a suite
///
/// With several files the rules between guidelines are checked too: what is required, removed or
/// approved without its stage before, references from one file to another. Exit code 1 when a
/// file is refused; with --strict when there is any warning.
#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Files with guidelines
    #[arg(required = true, value_name = "GUIDELINE")]
    files: Vec<PathBuf>,

    /// Listing of the suite, as `tempest run --list-tests` prints it; may be given several times.
    /// Tests that are gone or renamed are told
    #[arg(long, value_name = "FILE")]
    inventory: Vec<PathBuf>,

    /// JSON Schema, such as one that the group published: tell too what it does not allow, as it
    /// stands
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,

    /// End with exit code 1 when there is any warning
    #[arg(long)]
    strict: bool,

    /// Apply every mend that is known: misspelt keys, forms of ids and the like
    #[arg(long)]
    fix: bool,

    /// How faults are printed
    #[arg(long = "faults", value_name = "FORMAT", default_value = "human")]
    format: FaultFormat,
}

impl Lint {
    pub(crate) fn run(self) -> Outcome {
        let inventory = input::inventory(&self.inventory)?;
        let mut files = Vec::new();
        for file in &self.files {
            files.push((file.display().to_string(), input::bytes(file)?));
        }
        let schema = match &self.schema {
            Some(file) => Some((file.display().to_string(), input::bytes(file)?)),
            None => None,
        };
        let check = |files: &[(String, Vec<u8>)]| {
            let named = files
                .iter()
                .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
            let mut linted = lint(named, inventory.as_ref());
            if let Some((name, schema)) = &schema {
                let by = linted.sources.add(name, String::from_utf8_lossy(schema));
                for ((_, bytes), source) in files.iter().zip(&linted.files) {
                    let faults = validate((bytes, *source), (schema, by));
                    linted.faults.extend(faults);
                }
                linted.faults.sort();
            }
            linted
        };
        let mut linted = check(&files);
        if self.fix {
            let mut changed = false;
            for ((path, (name, bytes)), source) in
                self.files.iter().zip(&mut files).zip(&linted.files)
            {
                let Ok(text) = std::str::from_utf8(bytes) else {
                    continue;
                };
                let edited = edit::mend(text, *source, &linted.faults);
                if edited.done.is_empty() {
                    continue;
                }
                input::write(path, &edited.text, false)?;
                let number = edited.done.len();
                let noun = if number == 1 { "fault" } else { "faults" };
                errln!("{name}: {number} {noun} mended");
                *bytes = edited.text.into_bytes();
                changed = true;
            }
            if changed {
                linted = check(&files);
            }
        }
        match self.format {
            FaultFormat::Human => source::print_every_fault(&linted.faults, &linted.sources),
            FaultFormat::Short => err!(
                "{}",
                diagnostic::one_line(&linted.faults, &linted.sources, usize::MAX)
            ),
            FaultFormat::Json => {
                out!(
                    "{}",
                    diagnostic::json_lines(&linted.faults, &linted.sources)
                );
            }
            FaultFormat::Sarif => {
                out!("{}", diagnostic::sarif([(&linted.faults, &linted.sources)]));
            }
        }
        let errors = linted
            .faults
            .iter()
            .filter(|fault| fault.is_error())
            .count();
        let warnings = linted.faults.len() - errors;
        errln!(
            "{} of {} files are guidelines; {errors} errors, {warnings} warnings",
            linted.guidelines,
            files.len()
        );
        Ok(if errors > 0 || (self.strict && warnings > 0) {
            Exit::Refused
        } else {
            Exit::Success
        })
    }
}
