//! `occi guideline tests`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use occi_grammar::guideline::{TestsFormat, TestsRequest, list_tests};
use occi_model::guideline::code;

use super::input::{self, GuidelineFile};
use crate::{
    exit::{Exit, Failure, Outcome},
    output::out,
    source,
};

/// List the tests of a target; without further options the must-pass list
#[derive(Debug, Args)]
pub(crate) struct Tests {
    #[command(flatten)]
    guideline: GuidelineFile,

    /// What is judged: platform, compute, object, an add-on, or any platform or component by name
    #[arg(long, value_name = "TARGET", default_value = "platform")]
    target: String,

    /// Give each alias of a test a line of its own
    #[arg(long)]
    aliases: bool,

    /// List flagged tests too
    #[arg(long)]
    flagged: bool,

    /// State of the capabilities, may be given several times [default: required]
    #[arg(long = "state", value_name = "STATE")]
    states: Vec<String>,

    /// Form of the list
    #[arg(long, value_name = "FORMAT", default_value = "lines")]
    format: Form,

    /// Listing of the suite, as `tempest run --list-tests` prints it; may be given several times.
    /// Tests that it does not have are told on standard error
    #[arg(long, value_name = "FILE")]
    inventory: Vec<PathBuf>,

    /// End with exit code 1 when a test is not in the inventory as it is listed
    #[arg(long, requires = "inventory")]
    complete: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// `name[id]`, as the RefStack service gives it.
    Lines,
    /// JSON, with capability, aliases and flag.
    Json,
    /// Full names of the inventory, for `tempest run --load-list`.
    LoadList,
    /// Regular expressions, for `tempest run --include-list`.
    IncludeList,
}

impl Tests {
    pub(crate) fn run(self) -> Outcome {
        if self.format == Form::LoadList && self.inventory.is_empty() {
            return Err(Failure::usage(
                "a load list needs --inventory: Tempest takes only the full names of its own listing",
            ));
        }
        let name = self.guideline.file.display().to_string();
        let bytes = input::bytes(&self.guideline.file)?;
        let request = TestsRequest {
            target: self.target,
            aliases: self.aliases,
            flagged: self.flagged,
            states: self.states,
            format: match self.format {
                Form::Lines => TestsFormat::Lines,
                Form::Json => TestsFormat::Json,
                Form::LoadList => TestsFormat::LoadList,
                Form::IncludeList => TestsFormat::IncludeList,
            },
            inventory: input::inventory(&self.inventory)?,
        };
        let listed = list_tests(&name, &bytes, &request);
        // What the suite has not is the answer to a question, not a warning about the file.
        let asked = [code::GONE_TEST, code::RENAMED_TEST, code::OTHER_ID];
        let (of_suite, of_file): (Vec<_>, Vec<_>) = listed
            .faults
            .into_iter()
            .partition(|fault| asked.contains(&fault.code));
        input::report(
            &name,
            &of_file.into_iter().collect(),
            &listed.sources,
            self.guideline.warnings,
        );
        source::print_every_fault(&of_suite.iter().cloned().collect(), &listed.sources);
        let Some(text) = listed.text else {
            return Ok(Exit::Refused);
        };
        out!("{text}");
        Ok(if self.complete && !of_suite.is_empty() {
            Exit::Refused
        } else {
            Exit::Success
        })
    }
}
