//! `occi guideline flag`.

use std::path::PathBuf;

use clap::Args;
use occi_grammar::guideline::edit::{self, NewFlag};
use occi_model::guideline::FlagReason;

use super::input;
use crate::exit::{Failure, Outcome};

/// Flag a test, so that it does not count; the rest of the file stays as it is
#[derive(Debug, Args)]
pub(crate) struct Flag {
    /// File with the guideline
    #[arg(value_name = "GUIDELINE")]
    file: PathBuf,

    /// Name of the test; it is flagged in every capability that has it
    #[arg(value_name = "TEST")]
    test: String,

    /// Why, beginning with a code from D400 to D406: "[D402] fails because of bug 12"
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// What is done about it
    #[arg(long, value_name = "TEXT")]
    action: String,

    /// The day on which the flag was proposed
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: String,

    /// Print the changed text and change nothing
    #[arg(long)]
    stdout: bool,
}

impl Flag {
    pub(crate) fn run(self) -> Outcome {
        let code = FlagReason::parse(&self.reason).code();
        if !code.is_some_and(|code| (400..=406).contains(&code)) {
            return Err(Failure::usage(
                "the reason begins with a code from D400 to D406, such as `[D402] …`",
            ));
        }
        if !edit::is_day(&self.date) {
            return Err(Failure::usage(format!(
                "`{}` is not a day: write `2020-06-11`",
                self.date
            )));
        }
        let bytes = input::bytes(&self.file)?;
        let flag = NewFlag {
            reason: self.reason,
            action: self.action,
            date: self.date,
        };
        input::edited(
            &self.file,
            edit::flag(&bytes, &self.test, &flag),
            self.stdout,
        )
    }
}
