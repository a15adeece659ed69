//! `occi guideline sections`.

use clap::Args;
use occi_grammar::guideline::view;

use super::input::{self, Format, GuidelineFile};
use crate::exit::Outcome;

/// Show the designated sections: code that a product must run
#[derive(Debug, Args)]
pub(crate) struct Sections {
    #[command(flatten)]
    guideline: GuidelineFile,

    /// Only those that the components of a target name
    #[arg(long, value_name = "TARGET")]
    target: Option<String>,

    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Sections {
    pub(crate) fn run(self) -> Outcome {
        let guideline = self.guideline.read()?;
        let target = match &self.target {
            Some(name) => Some(input::target(&guideline, name)?),
            None => None,
        };
        self.format
            .print(&view::sections(&guideline, target.as_ref()))
    }
}
