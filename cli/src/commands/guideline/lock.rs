//! `occi guideline lock`.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;
use occi_conformance::{
    catalogue::{Catalogue, Options, catalogue},
    guideline::case_refs,
};
use occi_grammar::{
    Sources,
    guideline::{lock, read},
};
use occi_model::{Model, guideline::author};

use super::input;
use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, out},
    source::{self, Reading},
};

/// Print the guideline that a source with patterns stands for, locked to the cases of definitions
///
/// The tests of an OCCI guideline are conformance cases. Its source names them by patterns; the
/// guideline has the names and ids that the patterns stand for now.
#[derive(Debug, Args)]
pub(crate) struct Lock {
    /// The source: a guideline whose capabilities have `include`, `exclude` and `flag` instead of
    /// tests
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// Definition that the cases come from: a file, or the name of a built-in one; may be given
    /// several times
    #[arg(long, value_name = "DEFINITION", required = true)]
    model: Vec<String>,

    #[command(flatten)]
    reading: Reading,

    /// Print nothing, and end with 1 unless this file is what would be printed
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

/// Definitions, and the cases of all of them: each once, sorted by id.
pub(super) fn cases_of(
    names: &[String],
    reading: &Reading,
) -> Result<(Vec<Model>, Catalogue), Failure> {
    let mut models = Vec::new();
    let mut all = BTreeMap::new();
    for name in names {
        let model = reading.model(name)?;
        let cases = catalogue(&model, &Options::default()).cases;
        all.extend(cases.into_iter().map(|case| (case.id.clone(), case)));
        models.push(model);
    }
    let catalogue = Catalogue {
        cases: all.into_values().collect(),
        dropped: Vec::new(),
    };
    Ok((models, catalogue))
}

impl Lock {
    pub(crate) fn run(self) -> Outcome {
        let (_, cases) = cases_of(&self.model, &self.reading)?;
        let refs = case_refs(&cases);
        let name = self.source.display().to_string();
        let locked = lock(&name, &input::bytes(&self.source)?, &refs);
        source::print_faults(&locked.faults, &locked.sources);
        let text = locked
            .text
            .ok_or_else(|| Failure::refused(format!("`{name}` is refused")))?;
        let Some(path) = &self.check else {
            out!("{text}");
            return Ok(Exit::Success);
        };
        let stored = input::bytes(path)?;
        if stored == text.as_bytes() {
            return Ok(Exit::Success);
        }
        // What is stale, case by case, where the file can be read at all.
        let mut sources = Sources::new();
        let id = sources.add(path.display().to_string(), String::from_utf8_lossy(&stored));
        if let Some(guideline) = read(&stored, id).guideline {
            source::print_faults(&author::check(&guideline, &refs), &sources);
        }
        errln!("`{}` is not what `{name}` is locked to now", path.display());
        Ok(Exit::Refused)
    }
}
