//! A verdict on results, for people and for programs.
//!
//! [`Judgement::new`] judges a [`Run`] and keeps what a report says besides: where the results
//! come from and what was wrong with the record. [`Judgement::answer`] is the short answer;
//! [`Judgement::terminal`], [`Judgement::json`], [`Judgement::junit`] and [`Judgement::html`]
//! are reports; [`upload`] is the file for the result server.

mod data;
mod html;
mod junit;
mod terminal;
pub mod upload;

use std::fmt;

use occi_model::guideline::{
    Guideline, Target, Test,
    judge::{MatchedBy, Matching, Missing, Outcome, TestVerdict, Verdict, judge},
};

use crate::results::{Format, Run};

/// A run, judged.
#[derive(Clone, Debug)]
pub struct Judgement<'g> {
    guideline: &'g Guideline,
    verdict: Verdict<'g>,
    matching: Matching,
    results: String,
    format: Format,
    run: Facts,
}

/// What a report says of the run besides its verdict.
#[derive(Clone, Debug)]
struct Facts {
    ended: usize,
    enumerated: usize,
    damages: usize,
    damage: Vec<String>,
    /// Whether there is anything about any test at all.
    is_empty: bool,
    suite: bool,
}

/// Whether the target is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Every test that counts passed.
    Compliant,
    /// A test that counts did not pass, or was not shown to.
    NotCompliant,
    /// There is no telling.
    CannotJudge(Doubt),
}

/// Why there is no telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The guideline requires no test of the target. The result server calls that compliant
    /// (published guidelines).
    NothingRequired,
    /// The results hold no test.
    NoResults,
    /// The results hold tests, but none of the target: another suite, or another target.
    OtherTests,
    /// The record is damaged, and what is missing may be in the damaged part.
    Damaged(usize),
    /// What is here is met, but components of the target are defined in other guidelines.
    Elsewhere(Vec<String>),
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingRequired => f.write_str(
                "the guideline requires no test of this target, so that there is nothing to comply with",
            ),
            Self::NoResults => f.write_str("the results hold no test that ended"),
            Self::OtherTests => f.write_str(
                "the results say nothing of any test that this target requires: are they of another suite, another version of it, or another target?",
            ),
            Self::Damaged(1) => f.write_str(
                "a piece of the record is damaged, and the tests that are missing may be in it",
            ),
            Self::Damaged(count) => write!(
                f,
                "{count} pieces of the record are damaged, and the tests that are missing may be in them"
            ),
            Self::Elsewhere(components) => write!(
                f,
                "what this guideline defines is met, but the target also has {}, defined in another one",
                components.join(", ")
            ),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compliant => "compliant",
            Self::NotCompliant => "not compliant",
            Self::CannotJudge(_) => "cannot judge",
        })
    }
}

impl<'g> Judgement<'g> {
    /// Judges a run. `results` is what reports call the record.
    #[must_use]
    pub fn new(
        guideline: &'g Guideline,
        target: &Target<'g>,
        results: &str,
        format: Format,
        run: &Run,
        matching: Matching,
    ) -> Self {
        Self {
            guideline,
            verdict: judge(target, &run.results, matching),
            matching,
            results: results.to_owned(),
            format,
            run: Facts {
                ended: run.ended,
                enumerated: run.enumerated,
                damages: run.damages,
                damage: run.damage.clone(),
                is_empty: run.ended == 0 && run.results.classes.is_empty(),
                suite: run.results.suite.is_some(),
            },
        }
    }

    /// The verdict.
    #[must_use]
    pub const fn verdict(&self) -> &Verdict<'g> {
        &self.verdict
    }

    /// The short answer. What is certain in spite of damage is answered: a pass that is there
    /// stays a pass, and a failure stays a failure.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let counts = &self.verdict.counts.required;
        let met = self.verdict.conclusion.is_met();
        if counts.unflagged() == 0 {
            Answer::CannotJudge(Doubt::NothingRequired)
        } else if met {
            if self.verdict.elsewhere.is_empty() {
                Answer::Compliant
            } else {
                let names = self.verdict.elsewhere.iter();
                let names = names.map(|component| component.name.value.to_string());
                Answer::CannotJudge(Doubt::Elsewhere(names.collect()))
            }
        } else if self.run.damages > 0 && counts.unflagged_failed == 0 {
            Answer::CannotJudge(Doubt::Damaged(self.run.damages))
        } else if self.run.is_empty {
            Answer::CannotJudge(Doubt::NoResults)
        } else if self.says_nothing() {
            Answer::CannotJudge(Doubt::OtherTests)
        } else {
            Answer::NotCompliant
        }
    }

    /// Whether the results mention no required test, by whatever name.
    fn says_nothing(&self) -> bool {
        let mut required = self
            .verdict
            .capabilities
            .iter()
            .filter(|capability| capability.state == occi_model::guideline::State::Required)
            .flat_map(|capability| &capability.tests);
        required.all(|test| {
            matches!(
                test.outcome,
                Outcome::Missing(
                    Missing::Absent
                        | Missing::NotInSuite
                        | Missing::NotSelected
                        | Missing::NotEnumerated
                )
            )
        })
    }

    /// What kind of results they are, and how much there is of them.
    fn about_results(&self) -> String {
        let mut text = format!("{} ({}), ", self.results, self.format);
        text.push_str(&counted(self.run.ended, "test", "ended"));
        if self.run.enumerated > 0 {
            text.push_str(&format!(" of {} selected", self.run.enumerated));
        }
        text
    }

    const fn matching_word(&self) -> &'static str {
        match self.matching {
            Matching::ById => "by id, then by name and alias",
            Matching::ByName => "by name and alias",
        }
    }

    /// What would be known with more input.
    fn hint(&self) -> Option<&'static str> {
        let unknown = self.verdict.open().any(|(_, test)| {
            matches!(
                test.outcome,
                Outcome::Missing(Missing::Absent | Missing::NotEnumerated)
            )
        });
        (unknown && !self.run.suite)
            .then_some("an inventory of the suite (--inventory) would tell whether it has the tests that are not in the results")
    }
}

fn counted(count: usize, noun: &str, verb: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural} {verb}")
}

/// One word for an outcome.
const fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Tolerated(_) => "tolerated",
        Outcome::Failed(_) => "failed",
        Outcome::Missing(missing) => match missing {
            Missing::Absent => "absent",
            Missing::Skipped(_) => "skipped",
            Missing::Blocked(_) => "blocked",
            Missing::Inconclusive(_) => "inconclusive",
            Missing::NotRun(_) => "not-run",
            Missing::Unfinished => "never-finished",
            Missing::ClassSkipped { .. } => "class-skipped",
            Missing::ClassFailed { .. } => "class-failed",
            Missing::NotInSuite => "not-in-suite",
            Missing::Renamed(_) => "renamed",
            Missing::NotSelected => "not-selected",
            Missing::NotEnumerated => "not-enumerated",
            Missing::NotOffered(_) => "not-offered",
        },
    }
}

/// How the result was found, where that is worth saying.
fn found_by(test: &TestVerdict<'_>) -> Option<String> {
    match &test.by {
        MatchedBy::Name | MatchedBy::Nothing => None,
        MatchedBy::Alias(alias) => Some(format!("by its alias {alias}")),
        MatchedBy::Id(names) => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            Some(format!(
                "by its id, under a name that the guideline does not list: {}",
                names.join(", ")
            ))
        }
    }
}

/// What to do so that the test passes, where that can be said.
fn mend(test: &Test, outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Missing(Missing::Renamed(_)) => {
            Some("let the guideline list the new name as an alias".to_owned())
        }
        Outcome::Missing(Missing::NotInSuite) if !test.is_flagged() => {
            Some("run a suite that has the test, or ask for a flag (reason D406)".to_owned())
        }
        Outcome::Missing(Missing::NotSelected) => {
            Some("select the test: its line in the load list must equal its name in the suite, attributes included".to_owned())
        }
        _ => None,
    }
}
