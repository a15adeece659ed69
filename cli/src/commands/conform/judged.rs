//! A run under a guideline: its cases, and the verdict of its target.

use std::{collections::BTreeSet, fs, path::Path};

use occi_conformance::{
    guideline::{self, Judgement},
    run::RunResult,
};
use occi_grammar::{Sources, guideline::read};
use occi_model::guideline::{Guideline, Target};

use super::report::Report;
use crate::{
    exit::Failure,
    output::{errln, outln},
    source,
};

/// A guideline, and what of it is judged.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    guideline: Guideline,
    name: String,
}

impl Judged {
    /// Reads a guideline; without a name its first platform is judged.
    pub(super) fn read(path: &Path, name: Option<&str>) -> Result<Self, Failure> {
        let guideline = read_guideline(path)?;
        let name = match name {
            Some(name) => name.to_owned(),
            None => guideline
                .platforms()
                .first()
                .map(|platform| platform.name.value.to_string())
                .ok_or_else(|| {
                    Failure::usage("the guideline has no platform; --target names what is judged")
                })?,
        };
        Ok(Self { guideline, name })
    }

    fn target(&self) -> Result<Target<'_>, Failure> {
        self.guideline.target(&self.name).map_err(Failure::usage)
    }

    /// The names of the cases that it asks for.
    pub(super) fn names(&self) -> Result<Option<BTreeSet<String>>, Failure> {
        Ok(guideline::selection(&self.guideline, &self.target()?).names)
    }

    /// Judges a run.
    pub(super) fn judge(&self, result: &RunResult) -> Result<Judgement, Failure> {
        Ok(Judgement::of(&self.target()?, result))
    }
}

/// Prints a verdict: on the standard output for people, else on the standard error, so that a
/// report for programs stays one document.
pub(super) fn print(judgement: &Judgement, report: Report) {
    let mut lines = Vec::new();
    for capability in &judgement.capabilities {
        lines.push(format!(
            "{:<48} {:<10} {:>4} of {:<4} {}",
            capability.name,
            capability.state,
            capability.passed,
            capability.tests,
            capability.conclusion
        ));
    }
    lines.push(format!("\n{}: {}", judgement.target, judgement.conclusion));
    for line in lines {
        if report == Report::Terminal {
            outln!("{line}");
        } else {
            errln!("{line}");
        }
    }
}

fn read_guideline(path: &Path) -> Result<Guideline, Failure> {
    let name = path.display().to_string();
    let bytes = fs::read(path)
        .map_err(|error| Failure::refused(format!("cannot read `{name}`: {error}")))?;
    let mut sources = Sources::new();
    let id = sources.add(&name, String::from_utf8_lossy(&bytes));
    let read = read(&bytes, id);
    source::print_faults(&read.faults, &sources);
    read.guideline
        .ok_or_else(|| Failure::refused(format!("`{name}` is refused")))
}
