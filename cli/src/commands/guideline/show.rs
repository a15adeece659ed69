//! `occi guideline show`.

use clap::Args;
use occi_grammar::guideline::view;

use super::input::{Format, GuidelineFile};
use crate::exit::{Failure, Outcome};

/// Show a guideline in short, or one of its capabilities in full
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    guideline: GuidelineFile,

    /// A capability, to show with its tests, aliases and flags
    #[arg(value_name = "CAPABILITY")]
    capability: Option<String>,

    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Show {
    pub(crate) fn run(self) -> Outcome {
        let guideline = self.guideline.read()?;
        let Some(name) = self.capability else {
            return self.format.print(&view::overview(&guideline));
        };
        match view::capability(&guideline, &name) {
            Some(capability) => self.format.print(&capability),
            None => Err(Failure::refused(format!(
                "the guideline defines no capability `{name}`; `occi guideline capabilities` lists them"
            ))),
        }
    }
}
