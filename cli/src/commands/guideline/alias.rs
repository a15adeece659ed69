//! `occi guideline alias`.

use std::path::PathBuf;

use clap::Args;
use occi_grammar::guideline::edit;

use super::input;
use crate::exit::{Failure, Outcome};

/// Add another name of a test, or of every test that a suite has under another name; the rest of
/// the file stays as it is
#[derive(Debug, Args)]
pub(crate) struct Alias {
    /// File with the guideline
    #[arg(value_name = "GUIDELINE")]
    file: PathBuf,

    /// Name of the test
    #[arg(
        value_name = "TEST",
        required_unless_present = "inventory",
        requires = "alias"
    )]
    test: Option<String>,

    /// Its other name
    #[arg(value_name = "NAME")]
    alias: Option<String>,

    /// Listing of the suite, as `tempest run --list-tests` prints it; may be given several times
    #[arg(long, value_name = "FILE", conflicts_with = "test")]
    inventory: Vec<PathBuf>,

    /// Make the other name the name, and the old one an alias, as in a draft; an approved
    /// guideline keeps its names
    #[arg(long)]
    rename: bool,

    /// Print the changed text and change nothing
    #[arg(long)]
    stdout: bool,
}

impl Alias {
    pub(crate) fn run(self) -> Outcome {
        let bytes = input::bytes(&self.file)?;
        let outcome = match (&self.test, &self.alias, input::inventory(&self.inventory)?) {
            (Some(test), Some(alias), _) => edit::alias(&bytes, test, alias, self.rename),
            (_, _, Some(inventory)) => edit::aliases(&bytes, &inventory, self.rename),
            _ => {
                return Err(Failure::usage(
                    "name a test and its other name, or an inventory",
                ));
            }
        };
        input::edited(&self.file, outcome, self.stdout)
    }
}
