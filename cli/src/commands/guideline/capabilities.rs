//! `occi guideline capabilities`.

use clap::Args;
use occi_grammar::guideline::view;
use occi_model::guideline::State;

use super::input::{self, Format, GuidelineFile};
use crate::exit::Outcome;

/// List capabilities with component, state, project, tests, flags and score
#[derive(Debug, Args)]
pub(crate) struct Capabilities {
    #[command(flatten)]
    guideline: GuidelineFile,

    /// Only those of a target: platform, compute, object, an add-on, or any platform or component
    /// by name
    #[arg(long, value_name = "TARGET")]
    target: Option<String>,

    /// Only those in this state; may be given several times
    #[arg(long = "state", value_name = "STATE", value_parser = input::state)]
    states: Vec<State>,

    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Capabilities {
    pub(crate) fn run(self) -> Outcome {
        let guideline = self.guideline.read()?;
        let target = match &self.target {
            Some(name) => Some(input::target(&guideline, name)?),
            None => None,
        };
        self.format.print(&view::capabilities(
            &guideline,
            target.as_ref(),
            &self.states,
        ))
    }
}
