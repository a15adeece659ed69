//! `occi guideline measure`.

use std::path::PathBuf;

use clap::Args;
use occi_conformance::measure::measure;
use occi_grammar::guideline::measure::fill;

use super::{input, lock::cases_of};
use crate::{
    exit::{Exit, Outcome},
    output::{errln, out},
    source::Reading,
};

/// Print the scoring worksheet of a guideline with the marks that can be measured
///
/// Complete, stable, discoverable, documented, required in the last release and atomic are found out
/// from the conformance cases, their definitions and the earlier guidelines; they take the place of
/// open marks (`?`), and never of a mark that somebody gave.
#[derive(Debug, Args)]
pub(crate) struct Measure {
    /// The guideline, whose tests are conformance cases
    #[arg(value_name = "GUIDELINE")]
    guideline: PathBuf,

    /// Definition that the cases come from: a file, or the name of a built-in one; may be given
    /// several times
    #[arg(long, value_name = "DEFINITION", required = true)]
    model: Vec<String>,

    #[command(flatten)]
    reading: Reading,

    /// An earlier guideline; may be given several times, the oldest first
    #[arg(long, value_name = "GUIDELINE")]
    before: Vec<PathBuf>,

    /// The worksheet so far: a text with a line of marks per capability
    #[arg(long, value_name = "FILE")]
    worksheet: Option<PathBuf>,
}

impl Measure {
    pub(crate) fn run(self) -> Outcome {
        let guideline = input::load(&self.guideline, false)?;
        let before = self
            .before
            .iter()
            .map(|path| input::load(path, false))
            .collect::<Result<Vec<_>, _>>()?;
        let (models, cases) = cases_of(&self.model, &self.reading)?;
        let text = match &self.worksheet {
            Some(path) => input::text(path)?,
            None => String::new(),
        };
        let filled = fill(&text, &measure(&guideline, &before, &models, &cases));
        out!("{}", filled.text);
        errln!(
            "{} marks filled, {} capabilities added",
            filled.filled,
            filled.added.len()
        );
        Ok(Exit::Success)
    }
}
