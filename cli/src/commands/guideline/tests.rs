//! `occi guideline`: questions to interop guidelines.

use std::{fs, io::Write as _, path::PathBuf};

use clap::{Args, Subcommand};
use occi_grammar::guideline::{TestsRequest, list_tests};
use occi_model::Faults;

use crate::{
    exit::{Exit, Failure, Outcome},
    source,
};

/// Ask questions of an interop guideline
#[derive(Debug, Subcommand)]
pub(crate) enum Guideline {
    Tests(Tests),
}

impl Guideline {
    pub(crate) fn run(self) -> Outcome {
        match self {
            Self::Tests(tests) => tests.run(),
        }
    }
}

/// List the tests of a target; without further options the must-pass list
#[derive(Debug, Args)]
pub(crate) struct Tests {
    /// File with the guideline
    #[arg(value_name = "GUIDELINE")]
    file: PathBuf,

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

    /// Print the warnings about the file, not only their number
    #[arg(long)]
    warnings: bool,
}

impl Tests {
    fn run(self) -> Outcome {
        let name = self.file.display().to_string();
        let bytes = fs::read(&self.file)
            .map_err(|error| Failure::refused(format!("cannot read `{name}`: {error}")))?;
        let request = TestsRequest {
            target: self.target,
            aliases: self.aliases,
            flagged: self.flagged,
            states: self.states,
        };
        let listed = list_tests(&name, &bytes, &request);
        let shown: Faults = listed
            .faults
            .iter()
            .filter(|fault| self.warnings || fault.is_error())
            .cloned()
            .collect();
        source::print_faults(&shown, &listed.sources);
        let hidden = listed.faults.len() - shown.len();
        if hidden > 0 {
            eprintln!("{name}: {hidden} warnings; --warnings prints them");
        }
        let Some(text) = listed.text else {
            return Ok(Exit::Refused);
        };
        // A reader that closes the pipe early has what it wanted.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(Exit::Success)
    }
}
