//! `occi guideline score`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use occi_grammar::guideline::{score::score, view::Answer as _};

use super::input;
use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, out},
};

/// Compute the totals of a scoring worksheet with the weights and the cut-off of a guideline
#[derive(Debug, Args)]
pub(crate) struct Score {
    /// The worksheet: a text with a line of marks per capability
    #[arg(value_name = "WORKSHEET")]
    worksheet: PathBuf,

    /// The guideline that has the weights
    #[arg(long, value_name = "GUIDELINE")]
    guideline: PathBuf,

    /// What is printed
    #[arg(long, value_name = "FORMAT", default_value = "totals")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One line per capability: `name: total`.
    Totals,
    /// Comma separated values, as the group published them.
    Csv,
    /// The worksheet with new totals.
    Worksheet,
    /// For programs.
    Json,
    /// Where the achievements of the guideline say something else.
    Compare,
}

impl Score {
    pub(crate) fn run(self) -> Outcome {
        let guideline = input::load(&self.guideline, false)?;
        let name = self.worksheet.display().to_string();
        let scored = score(&input::text(&self.worksheet)?, &guideline);
        for (line, text) in &scored.doubtful {
            errln!("{name}:{line}: warning: no score line: {text}");
        }
        if scored.scored().next().is_none() {
            return Err(Failure::refused(format!(
                "`{name}` has no score line such as `capability-name: [1,0,1] [1,1,1] [1,1,0] [0,1,1] [1]`"
            )));
        }
        match self.format {
            Form::Totals => out!("{}", scored.totals()),
            Form::Csv => out!("{}", scored.csv()),
            Form::Worksheet => out!("{}", scored.worksheet()),
            Form::Json => out!("{}", scored.json()),
            Form::Compare => out!("{}", scored.compare(&guideline).text()),
        }
        Ok(Exit::Success)
    }
}
