//! `occi conform rendering`: readers and writers under test, behind a harness.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use clap::Args;
use occi_conformance::{
    client::Driver,
    run::new_name,
    vector::{Vector, VectorRun, derived, stored},
};

use super::harnessed::{Harnessed, ended};
use crate::{
    exit::{Exit, Failure, Outcome},
    output::outln,
    reading,
    source::Reading,
};

/// Longest file of vectors, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Test a reader and writer of the renderings, in whatever language, through a harness
///
/// The harness is a program that reads commands from its standard input, a JSON object a line: to say
/// what a message says, or to write one that says something. It writes an answer for each to its
/// standard output. What it writes is read in strict mode; comparison is by what is said.
#[derive(Debug, Args)]
pub(super) struct RenderingTest {
    /// The harness, with its arguments
    #[arg(value_name = "PROGRAM", last = true, required_unless_present_any = ["list", "print"])]
    program: Vec<String>,

    /// The definition that messages are derived from, beside the stored ones
    #[arg(long, value_name = "DEFINITION", default_value = "infrastructure")]
    model: String,

    #[command(flatten)]
    reading: Reading,

    /// File of further messages, a JSON object a line, as `--print` prints them
    #[arg(long, value_name = "FILE")]
    vectors: Option<PathBuf>,

    /// Print the messages and what they say, a JSON object a line, and run none
    #[arg(long, conflicts_with = "list")]
    print: bool,

    #[command(flatten)]
    harnessed: Harnessed,
}

impl RenderingTest {
    pub(super) fn run(self) -> Outcome {
        let model = self.reading.model(&self.model)?;
        let mut vectors = stored();
        vectors.extend(derived(&model));
        if let Some(file) = &self.vectors {
            vectors.extend(read(file)?);
        }
        vectors.sort_by(|a, b| a.id.cmp(&b.id));
        let mut ids = BTreeSet::new();
        for vector in &vectors {
            if !ids.insert(&*vector.id) {
                let what = format!("there are two messages with the id `{}`", vector.id);
                return Err(Failure::usage(what));
            }
        }
        let name = new_name();
        let run = VectorRun {
            harness: || Driver::start(&self.program, self.harnessed.patience()),
            model: Arc::new(model),
            vectors,
            selection: self.harnessed.selection(),
            name: name.clone(),
        };
        let cases = run.cases().map_err(Failure::usage)?;
        let chosen: BTreeSet<&str> = self
            .harnessed
            .chosen(&cases)?
            .into_iter()
            .map(|case| case.id.as_str())
            .collect();
        if self.harnessed.list || self.print {
            for vector in run.vectors.iter().filter(|v| chosen.contains(&*v.id)) {
                if self.harnessed.list {
                    outln!("{}", vector.id);
                } else {
                    let line = serde_json::to_string(vector).map_err(Failure::internal)?;
                    outln!("{line}");
                }
            }
            return Ok(Exit::Success);
        }
        self.harnessed
            .carry_out((&name, "rendering"), cases, run.start(ended))
    }
}

/// The vectors of a file.
fn read(path: &std::path::Path) -> Result<Vec<Vector>, Failure> {
    let octets = reading::read(path, MAX_BYTES)?;
    let text = String::from_utf8_lossy(&octets);
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line)
                .map_err(|error| Failure::usage(format!("{}:{}: {error}", path.display(), at + 1)))
        })
        .collect()
}
