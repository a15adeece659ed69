//! `occi conform rendering`: readers and writers under test, behind a harness.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use occi_conformance::{
    catalogue::Catalogue,
    client::{ClientRunError, Driver},
    pattern::Pattern,
    report as reports,
    run::{Selection, new_name},
    stored::Subject,
    vector::{Vector, VectorRun, derived, stored},
    verdict::CaseResult,
};

use super::{exit, folder::Folder, report::Report, runtime};
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

    /// Only cases whose id matches; `*` is one part of an id, `**` any number
    #[arg(long, value_name = "PATTERN")]
    select: Vec<Pattern>,

    /// Only cases of a requirement, such as TXT-052 or 'JSON-*'
    #[arg(long, value_name = "ID")]
    requirement: Vec<Pattern>,

    /// List the ids of the cases, and run none
    #[arg(long)]
    list: bool,

    /// Print the messages and what they say, a JSON object a line, and run none
    #[arg(long, conflicts_with = "list")]
    print: bool,

    /// How long an answer of the harness is waited for, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    patience: u32,

    /// How the results are printed
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    report: Report,

    /// Folder that is made for the run: transcripts, and a report of each form
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl RenderingTest {
    pub(super) fn run(self) -> Outcome {
        let mut selection = Selection {
            patterns: self.select.clone(),
            ..Selection::default()
        };
        selection.filter.requirements.clone_from(&self.requirement);
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
        let patience = Duration::from_secs(self.patience.into());
        let run = VectorRun {
            harness: || Driver::start(&self.program, patience),
            model: Arc::new(model),
            vectors,
            selection,
            name: new_name(),
        };
        let cases = run.cases().map_err(Failure::usage)?;
        let chosen: BTreeSet<&str> = cases
            .iter()
            .filter(|case| run.selection.has(case))
            .map(|case| case.id.as_str())
            .collect();
        if chosen.is_empty() {
            return Err(Failure::usage(
                "no case matches; --list without a selection lists the ids of all",
            ));
        }
        if self.list || self.print {
            for vector in run.vectors.iter().filter(|v| chosen.contains(&*v.id)) {
                if self.list {
                    outln!("{}", vector.id);
                } else {
                    let line = serde_json::to_string(vector).map_err(Failure::internal)?;
                    outln!("{line}");
                }
            }
            return Ok(Exit::Success);
        }
        let folder = match &self.out {
            Some(path) => {
                let catalogue = Catalogue {
                    cases,
                    dropped: Vec::new(),
                };
                let subject = Subject::new(&run.name, "rendering", &catalogue);
                Some(Folder::create(path, &subject)?)
            }
            None => None,
        };
        let result = runtime()?
            .block_on(run.start(|_: &CaseResult| ()))
            .map_err(|error| match error {
                ClientRunError::Harness(_) => Failure::usage(error),
                other => Failure::world(other),
            })?;
        let target = reports::Target {
            name: Some(result.endpoint.clone()),
            ..reports::Target::default()
        };
        if let Some(folder) = &folder {
            for case in &result.cases {
                folder.add(case).map_err(Failure::world)?;
            }
            folder.finish(&result, &target)?;
        }
        self.report.print(&result, &target)?;
        Ok(exit(result.exit_code()))
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
