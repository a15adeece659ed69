//! What tests through a harness have in common: which cases, how long is waited, and what becomes of
//! the results.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use occi_conformance::{
    case::Case,
    catalogue::Catalogue,
    client::ClientRunError,
    pattern::Pattern,
    report as reports,
    run::{RunResult, Selection},
    stored::Subject,
    verdict::CaseResult,
};

use super::{exit, folder::Folder, report::Report, runtime};
use crate::exit::{Failure, Outcome};

/// The options of a test through a harness.
#[derive(Debug, Args)]
pub(super) struct Harnessed {
    /// Only cases whose id matches; `*` is one part of an id, `**` any number
    #[arg(long, value_name = "PATTERN")]
    select: Vec<Pattern>,

    /// Only cases of a requirement, such as HTTP-008 or 'TXT-*'
    #[arg(long, value_name = "ID")]
    requirement: Vec<Pattern>,

    /// List the ids of the cases, and run none
    #[arg(long)]
    pub(super) list: bool,

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

impl Harnessed {
    /// Which cases.
    pub(super) fn selection(&self) -> Selection {
        let mut selection = Selection {
            patterns: self.select.clone(),
            ..Selection::default()
        };
        selection.filter.requirements.clone_from(&self.requirement);
        selection
    }

    /// The cases that are chosen.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(super) fn chosen<'c>(&self, cases: &'c [Case]) -> Result<Vec<&'c Case>, Failure> {
        let selection = self.selection();
        let chosen: Vec<_> = cases.iter().filter(|case| selection.has(case)).collect();
        if chosen.is_empty() {
            return Err(Failure::usage(
                "no case matches; --list without a selection lists the ids of all",
            ));
        }
        Ok(chosen)
    }

    /// How long an answer is waited for.
    pub(super) fn patience(&self) -> Duration {
        Duration::from_secs(self.patience.into())
    }

    /// Carries a run out, and tells its results; `name` is that of the run, `what` is tested.
    pub(super) fn carry_out(
        &self,
        (name, what): (&str, &str),
        cases: Vec<Case>,
        run: impl Future<Output = Result<RunResult, ClientRunError>>,
    ) -> Outcome {
        let folder = match &self.out {
            Some(path) => {
                let catalogue = Catalogue {
                    cases,
                    dropped: Vec::new(),
                };
                let subject = Subject::new(name, what, &catalogue);
                Some(Folder::create(path, &subject)?)
            }
            None => None,
        };
        let result = runtime()?.block_on(run).map_err(|error| match error {
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

/// What is done after each case: nothing, since each is over at once.
pub(super) fn ended(_: &CaseResult) {}
