//! `occi guideline diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use occi_grammar::guideline::{difference_page, lint, view::Answer as _};
use occi_model::{
    Faults,
    guideline::{Difference, code},
};

use super::input;
use crate::{
    exit::{Exit, Outcome},
    output::out,
    source,
};

/// Say what changed from one guideline to another: capabilities and tests that moved, with their
/// states
///
/// Breaches of the life cycle are told on standard error where the newer one says that it
/// replaces the older one. Exit code 0 whether or not they differ.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The older guideline
    #[arg(value_name = "OLDER")]
    from: PathBuf,

    /// The newer guideline
    #[arg(value_name = "NEWER")]
    to: PathBuf,

    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,

    /// Print the warnings about the files, not only their number
    #[arg(long)]
    warnings: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A page for a browser.
    Html,
}

impl Diff {
    pub(crate) fn run(self) -> Outcome {
        let from = input::load(&self.from, self.warnings)?;
        let to = input::load(&self.to, self.warnings)?;
        let difference = Difference::between(&from, &to);
        match self.format {
            Form::Text => out!("{}", difference.text()),
            Form::Json => out!("{}", difference.json()),
            Form::Html => out!("{}", difference_page(&difference)),
        }
        let files = [
            (self.from.display().to_string(), input::bytes(&self.from)?),
            (self.to.display().to_string(), input::bytes(&self.to)?),
        ];
        let linted = lint(
            files
                .iter()
                .map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
            None,
        );
        let rules = [code::NOT_ADVISORY_BEFORE, code::NOT_DEPRECATED_BEFORE];
        let breaches: Faults = linted
            .faults
            .iter()
            .filter(|fault| rules.contains(&fault.code))
            .cloned()
            .collect();
        source::print_faults(&breaches, &linted.sources);
        Ok(Exit::Success)
    }
}
