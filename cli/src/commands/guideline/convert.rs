//! `occi guideline convert`.

use std::path::PathBuf;

use clap::Args;
use occi_model::guideline::convert;

use super::input::{self, GuidelineFile};
use crate::exit::{Failure, Outcome};

/// Print a guideline of schema 1.0 to 1.6 in the form of 2.0
///
/// Its test lists stay what they were. What 2.0 says otherwise, or cannot say, is told on standard
/// error.
#[derive(Debug, Args)]
pub(crate) struct Convert {
    #[command(flatten)]
    guideline: GuidelineFile,

    /// Listing of the suite, as `tempest run --list-tests` prints it; may be given several times.
    /// Tests without an id, as before 1.3, get the one that the suite has for their name
    #[arg(long, value_name = "FILE")]
    inventory: Vec<PathBuf>,
}

impl Convert {
    pub(crate) fn run(self) -> Outcome {
        let guideline = self.guideline.read()?;
        let inventory = input::inventory(&self.inventory)?;
        let converted = convert(&guideline, inventory.as_ref()).map_err(Failure::refused)?;
        input::made(converted.draft, &converted.changes)
    }
}
