//! The forms of a report on the standard output.

use std::io::IsTerminal as _;

use clap::ValueEnum;
use occi_conformance::{
    report::{self, Size},
    run::RunResult,
};

use crate::{exit::Failure, output::out};

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Report {
    /// For people.
    Terminal,
    /// JUnit XML.
    Junit,
    /// JSON.
    Json,
    /// TAP, version 14.
    Tap,
    /// Common Test Report Format.
    Ctrf,
    /// One HTML file.
    Html,
    /// A badge, as SVG.
    Badge,
}

impl Report {
    pub(super) fn print(self, result: &RunResult, target: &report::Target) -> Result<(), Failure> {
        match self {
            Self::Terminal => out!("{}", for_people(result)),
            Self::Junit => out!("{}", report::junit(result).map_err(Failure::internal)?),
            Self::Json => out!("{}", report::json_of(result, target)),
            Self::Tap => out!("{}", report::tap(result)),
            Self::Ctrf => out!("{}", report::ctrf(result)),
            Self::Html => out!("{}", report::html(result).map_err(Failure::internal)?),
            Self::Badge => out!(
                "{}",
                report::badge(result, &result.model)
                    .map_err(|why| Failure::refused(format!("there is no badge: {why}")))?
            ),
        }
        Ok(())
    }
}

/// The report for people; it fits the screen where there is one.
fn for_people(result: &RunResult) -> String {
    if !std::io::stdout().is_terminal() {
        return report::terminal(result);
    }
    let (height, width) = console::Term::stdout().size();
    let size = Size {
        width: width.into(),
        height: height.into(),
    };
    report::terminal_within(result, size)
}
