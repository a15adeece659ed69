//! From results to verdicts: per test, per capability, for the target.

use std::{collections::BTreeSet, fmt};

use super::{
    matching::{MatchedBy, Matcher, Matching, Warning},
    results::{Coverage, Outcome, ResultSet},
};
use crate::guideline::{
    list::strongest_states,
    name::CapabilityName,
    parts::{Capability, ComponentRef, Test},
    target::Target,
    words::{ByState, State},
};

/// What follows for a capability or a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Conclusion {
    /// Every test that counts passed, and every flagged one too.
    Met,
    /// Every test that counts passed; a flagged one did not.
    MetExceptFlagged,
    /// A test that counts did not pass.
    NotMet,
    /// The results hold only passes and one is missing: the product has not shown it, which is
    /// not to say that it failed.
    Undecidable,
    /// No test counts. The result server calls this compliant; it says nothing
    /// (published guidelines).
    NothingToJudge,
}

impl fmt::Display for Conclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Met => "met",
            Self::MetExceptFlagged => "met, except flagged tests",
            Self::NotMet => "not met",
            Self::Undecidable => "not shown",
            Self::NothingToJudge => "nothing to judge",
        })
    }
}

impl Conclusion {
    /// Whether the product may say that it has it.
    #[must_use]
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Met | Self::MetExceptFlagged)
    }

    fn of(counts: &Counts, coverage: Coverage) -> Self {
        if counts.unflagged() == 0 {
            Self::NothingToJudge
        } else if counts.unflagged_passed() == counts.unflagged() {
            if counts.flagged_not_passed == 0 {
                Self::Met
            } else {
                Self::MetExceptFlagged
            }
        } else if coverage == Coverage::PassesOnly && counts.unflagged_failed == 0 {
            Self::Undecidable
        } else {
            Self::NotMet
        }
    }
}

/// The verdict on one test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestVerdict<'g> {
    /// The test.
    pub test: &'g Test,
    /// How it ended.
    pub outcome: Outcome,
    /// How its result was found.
    pub by: MatchedBy,
}

/// Numbers as the result server counts them: a test of two capabilities counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Counts {
    /// Capabilities, those without definition included.
    pub capabilities: usize,
    /// Tests, flagged ones included.
    pub tests: usize,
    /// Passes, of flagged tests too.
    pub passed: usize,
    /// Failures, of flagged tests too.
    pub failed: usize,
    /// Neither.
    pub missing: usize,
    /// Passes of flagged tests.
    pub flagged_passed: usize,
    /// Flagged tests that failed or are missing.
    pub flagged_not_passed: usize,
    /// Failures of tests that count.
    pub unflagged_failed: usize,
}

impl Counts {
    /// Tests that count.
    #[must_use]
    pub const fn unflagged(&self) -> usize {
        self.tests - self.flagged_passed - self.flagged_not_passed
    }

    /// Passes of tests that count.
    #[must_use]
    pub const fn unflagged_passed(&self) -> usize {
        self.passed - self.flagged_passed
    }

    /// The first percentage of the result server: passes of all tests; `None`: 0 of 0.
    #[must_use]
    pub fn pass_percent(&self) -> Option<f64> {
        percent(self.passed, self.tests)
    }

    /// The second percentage of the result server: passes of the tests that count; `None`:
    /// 0 of 0.
    #[must_use]
    pub fn unflagged_pass_percent(&self) -> Option<f64> {
        percent(self.unflagged_passed(), self.unflagged())
    }

    fn test(&mut self, flagged: bool, outcome: &Outcome) {
        self.tests += 1;
        match outcome {
            Outcome::Passed | Outcome::Tolerated(_) => self.passed += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Missing(_) => self.missing += 1,
        }
        match (flagged, outcome) {
            (true, outcome) if outcome.is_pass() => self.flagged_passed += 1,
            (true, _) => self.flagged_not_passed += 1,
            (false, Outcome::Failed(_)) => self.unflagged_failed += 1,
            (false, _) => {}
        }
    }

    const fn add(&mut self, other: &Self) {
        self.capabilities += other.capabilities;
        self.tests += other.tests;
        self.passed += other.passed;
        self.failed += other.failed;
        self.missing += other.missing;
        self.flagged_passed += other.flagged_passed;
        self.flagged_not_passed += other.flagged_not_passed;
        self.unflagged_failed += other.unflagged_failed;
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of tests are far below 2^52"
)]
fn percent(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
}

/// The verdict on one capability.
#[derive(Clone, Debug, PartialEq)]
pub struct CapabilityVerdict<'g> {
    /// Its name.
    pub name: &'g CapabilityName,
    /// Its definition; `None`: named as removed and defined no more.
    pub capability: Option<&'g Capability>,
    /// Its strongest state over the components of the target.
    pub state: State,
    /// Its tests, in the order of the file.
    pub tests: Vec<TestVerdict<'g>>,
    /// Its numbers.
    pub counts: Counts,
    /// What follows.
    pub conclusion: Conclusion,
}

/// The verdict on a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict<'g> {
    /// Name of the target.
    pub target: &'g str,
    /// Its capabilities: strongest state first, then by name.
    pub capabilities: Vec<CapabilityVerdict<'g>>,
    /// The numbers by state.
    pub counts: ByState<Counts>,
    /// What follows, of the required capabilities.
    pub conclusion: Conclusion,
    /// What the reader should know about the results, in a fixed order.
    pub warnings: Vec<Warning>,
    /// Components of the target that another guideline defines: not judged.
    pub elsewhere: Vec<&'g ComponentRef>,
}

impl<'g> Verdict<'g> {
    /// Whether the result server would say YES: as many unflagged passes as unflagged tests, be
    /// there any or not.
    #[must_use]
    pub const fn is_compliant_for_refstack(&self) -> bool {
        let required = self.counts.get(State::Required);
        required.unflagged_passed() == required.unflagged()
    }

    /// The tests for which the conclusion is not "met": of required capabilities, not flagged,
    /// not passed.
    pub fn open(&self) -> impl Iterator<Item = (&CapabilityVerdict<'g>, &TestVerdict<'g>)> {
        self.capabilities
            .iter()
            .filter(|capability| capability.state == State::Required)
            .flat_map(|capability| {
                capability
                    .tests
                    .iter()
                    .map(move |test| (capability, test))
                    .filter(|(_, test)| !test.test.is_flagged() && !test.outcome.is_pass())
            })
    }
}

/// Judges a set of results against a target (conformance-design 12.3).
///
/// 1. The state of a capability is the strongest over the components of the target.
/// 2. Each test gets the outcome of its result; what has none is missing.
/// 3. Passes, failures and missing ones are counted per state, flagged ones apart.
/// 4. The target is met if every test of every required capability passed that is not flagged.
/// 5. Percentages are those of the result server.
/// 6. What is not offered is missing.
///
/// An answer that is only tolerated is a pass, unless the metadata say `strict`.
#[must_use]
pub fn judge<'g>(target: &Target<'g>, results: &ResultSet, matching: Matching) -> Verdict<'g> {
    let guideline = target.guideline;
    let matcher = Matcher::new(guideline, results, matching);
    let strict = guideline.metadata().strict;
    let mut warnings = BTreeSet::new();
    let mut counts: ByState<Counts> = ByState::default();
    let mut capabilities: Vec<CapabilityVerdict<'g>> =
        strongest_states(target.components().iter().copied())
            .into_iter()
            .map(|(name, state)| {
                let capability = guideline.capability(name.as_str());
                let tests = capability.map_or(&[][..], |capability| &capability.tests);
                let verdict = capability_verdict(tests, &matcher, strict, &mut warnings);
                let (tests, counted) = verdict;
                counts.get_mut(state).add(&counted);
                CapabilityVerdict {
                    name,
                    capability,
                    state,
                    tests,
                    counts: counted,
                    conclusion: Conclusion::of(&counted, results.coverage),
                }
            })
            .collect();
    capabilities.sort_by_key(|capability| (capability.state, capability.name));
    Verdict {
        target: target.name(),
        capabilities,
        conclusion: Conclusion::of(counts.get(State::Required), results.coverage),
        counts,
        warnings: warnings.into_iter().collect(),
        elsewhere: target.elsewhere().to_vec(),
    }
}

fn capability_verdict<'g>(
    tests: &'g [Test],
    matcher: &Matcher<'_>,
    strict: bool,
    warnings: &mut BTreeSet<Warning>,
) -> (Vec<TestVerdict<'g>>, Counts) {
    let mut counts = Counts {
        capabilities: 1,
        ..Counts::default()
    };
    let verdicts = tests
        .iter()
        .map(|test| {
            let (found, by) = matcher.find(test, warnings);
            let outcome = match found {
                Outcome::Tolerated(why) if strict => Outcome::Failed(format!(
                    "tolerated elsewhere, but the guideline is strict: {why}"
                )),
                other => other,
            };
            counts.test(test.is_flagged(), &outcome);
            TestVerdict { test, outcome, by }
        })
        .collect();
    (verdicts, counts)
}
