//! `occi guideline platforms`.

use clap::Args;
use occi_grammar::guideline::view;

use super::input::{Format, GuidelineFile};
use crate::exit::Outcome;

/// List platforms and add-ons with their components
#[derive(Debug, Args)]
pub(crate) struct Platforms {
    #[command(flatten)]
    guideline: GuidelineFile,

    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Platforms {
    pub(crate) fn run(self) -> Outcome {
        let guideline = self.guideline.read()?;
        self.format.print(&view::platforms(&guideline))
    }
}
