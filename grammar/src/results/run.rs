//! What a run comes to: the outcome of each test, and what was wrong with the record of it.

use indexmap::IndexMap;
use occi_model::guideline::judge::{
    ClassResult, Coverage, Missing, Outcome, ResultSet, TestResult,
};

/// How much of an explanation (traceback, reason) is kept, in bytes; the end of it, because that
/// is where the exception is named.
const MAX_EXPLANATION_BYTES: usize = 16 * 1024;
/// How much of all explanations together.
const MAX_EXPLANATIONS_BYTES: usize = 64 * 1024 * 1024;
/// How many tests may be kept, and how many may be running at a time.
const MAX_TESTS: usize = 2_000_000;

/// Which tests are of interest. A run may hold far more than a guideline asks for; what nobody
/// asks for is counted and forgotten, so that memory does not grow with the run.
pub trait Wanted {
    /// Whether the test of this reported name, attributes included, is of interest.
    fn wants(&self, reported: &str) -> bool;

    /// Whether tests of this class, or this module, are of interest.
    fn wants_class(&self, class: &str) -> bool;
}

/// Every test is of interest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Everything;

impl Wanted for Everything {
    fn wants(&self, _: &str) -> bool {
        true
    }

    fn wants_class(&self, _: &str) -> bool {
        true
    }
}

/// The results of a run as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// For the judge.
    pub results: ResultSet,
    /// Tests that ended, those that nobody wants included, repeated ones counted again.
    pub ended: usize,
    /// Tests that were selected, when the record says so.
    pub enumerated: usize,
    /// What was wrong with the record, at most 20; [`Run::damages`] counts all.
    pub damage: Vec<String>,
    /// How many pieces of the record could not be understood.
    pub damages: usize,
    /// Bytes of a stream that are no part of its protocol.
    pub foreign_bytes: u64,
}

/// Collects a run.
pub(super) struct Collector<'w, W> {
    wanted: &'w W,
    run: Run,
    tests: IndexMap<String, Vec<Outcome>>,
    classes: IndexMap<String, ClassResult>,
    kept_bytes: usize,
}

impl<'w, W: Wanted> Collector<'w, W> {
    pub(super) fn new(wanted: &'w W, coverage: Coverage) -> Self {
        let mut run = Run::default();
        run.results.coverage = coverage;
        Self {
            wanted,
            run,
            tests: IndexMap::new(),
            classes: IndexMap::new(),
            kept_bytes: 0,
        }
    }

    pub(super) fn wants(&self, reported: &str) -> bool {
        self.wanted.wants(reported)
    }

    pub(super) fn foreign(&mut self, bytes: usize) {
        self.run.foreign_bytes += bytes as u64;
    }

    pub(super) fn damage(&mut self, what: impl FnOnce() -> String) {
        self.run.damages += 1;
        if self.run.damage.len() < 20 {
            let what = what();
            self.run.damage.push(what);
        }
    }

    /// A test was selected.
    pub(super) fn selected(&mut self, reported: &str) {
        self.run.enumerated += 1;
        if self.wants(reported) {
            self.keep(reported, None);
        }
    }

    /// A test ended that nobody wants.
    pub(super) fn unwanted(&mut self) {
        self.run.ended += 1;
    }

    /// A test ended, or never did. Of equal outcomes of one test the first is kept.
    pub(super) fn outcome(&mut self, reported: &str, outcome: Outcome) {
        if outcome != Outcome::Missing(Missing::Unfinished) {
            self.run.ended += 1;
        }
        if self.wants(reported) {
            self.keep(reported, Some(outcome));
        }
    }

    fn keep(&mut self, reported: &str, outcome: Option<Outcome>) {
        if !self.tests.contains_key(reported) {
            if self.tests.len() >= MAX_TESTS {
                self.damage(|| format!("more than {MAX_TESTS} tests; the others are left out"));
                return;
            }
            self.tests.insert(reported.to_owned(), Vec::new());
        }
        let Some(outcomes) = self.tests.get_mut(reported) else {
            return;
        };
        if let Some(outcome) = outcome {
            let kind = std::mem::discriminant(&outcome);
            let known = outcomes.iter().any(|known| match (known, &outcome) {
                (Outcome::Missing(known), Outcome::Missing(outcome)) => {
                    std::mem::discriminant(known) == std::mem::discriminant(outcome)
                }
                (known, _) => std::mem::discriminant(known) == kind,
            });
            if !known {
                outcomes.push(outcome);
            }
        }
    }

    /// What prepares a class, or clears up behind it, failed or was skipped. Only the former
    /// takes something away from tests (Tempest).
    pub(super) fn fixture(&mut self, fixture: &Fixture<'_>, failed: bool, why: String) {
        if !fixture.prepares
            || !self.wanted.wants_class(fixture.class)
            || self.classes.len() >= MAX_TESTS
        {
            return;
        }
        let known = self.classes.entry(fixture.class.to_owned());
        let class = known.or_insert_with(|| ClassResult {
            class: fixture.class.to_owned(),
            failed,
            why: why.clone(),
        });
        if failed && !class.failed {
            class.failed = true;
            class.why = why;
        }
    }

    /// A text of at most [`MAX_EXPLANATION_BYTES`], as long as there is room for all of them.
    pub(super) fn explanation(&mut self, text: &str) -> String {
        let kept = tail(text.trim_end(), MAX_EXPLANATION_BYTES);
        if self.kept_bytes + kept.len() > MAX_EXPLANATIONS_BYTES {
            return String::from("(too many explanations; this one was left out)");
        }
        self.kept_bytes += kept.len();
        kept.to_owned()
    }

    pub(super) fn finish(mut self) -> Run {
        let results = &mut self.run.results;
        for (reported, outcomes) in self.tests {
            if outcomes.is_empty() {
                let never = Outcome::Missing(Missing::NotRun("selected, but never begun".into()));
                results.results.push(TestResult::reported(&reported, never));
            }
            for outcome in outcomes {
                results
                    .results
                    .push(TestResult::reported(&reported, outcome));
            }
        }
        results.classes = self.classes.into_values().collect();
        results.enumerated = self.run.enumerated > 0;
        self.run
    }
}

/// The end of a text, at a character.
pub(super) fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// Bytes of an attachment, of which the end is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept(Vec<u8>);

impl Kept {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let from = bytes.len().saturating_sub(MAX_EXPLANATION_BYTES);
        self.0
            .extend_from_slice(bytes.get(from..).unwrap_or_default());
        if self.0.len() > 2 * MAX_EXPLANATION_BYTES {
            self.0.drain(..self.0.len() - MAX_EXPLANATION_BYTES);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

/// The pseudo-test of a class or module: `setUpClass (module.Class)`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fixture<'n> {
    /// The class, or the module.
    pub(super) class: &'n str,
    prepares: bool,
}

impl<'n> Fixture<'n> {
    pub(super) fn of(reported: &'n str) -> Option<Self> {
        let (fixture, class) = reported.strip_suffix(')')?.split_once(" (")?;
        let prepares = match fixture {
            "setUpClass" | "setUpModule" => true,
            "tearDownClass" | "tearDownModule" => false,
            _ => return None,
        };
        Some(Self { class, prepares })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudo_tests_of_classes_are_told_from_tests() {
        let up = Fixture::of("setUpClass (a.b.C)").unwrap();
        assert!(up.class == "a.b.C" && up.prepares);
        assert!(!Fixture::of("tearDownClass (a.b.C)").unwrap().prepares);
        assert_eq!(Fixture::of("a.b.C.setUpClass (x)"), None);
        assert_eq!(Fixture::of("a.b.C.test_d[id-1](ipv6)"), None);
    }

    #[test]
    fn the_end_of_a_long_explanation_is_kept() {
        let mut kept = Kept::default();
        for _ in 0..10_000 {
            kept.add(b"0123456789");
        }
        kept.add("…end".as_bytes());
        let text = kept.text();
        assert!(text.ends_with("…end") && text.len() <= 3 * MAX_EXPLANATION_BYTES);
        assert_eq!(tail("aé", 1), "");
        assert_eq!(tail("aé", 2), "é");
    }

    #[test]
    fn repeated_outcomes_do_not_pile_up() {
        let mut collector = Collector::new(&Everything, Coverage::Whole);
        for _ in 0..100 {
            collector.outcome("a.B.c", Outcome::Failed("1".into()));
            collector.outcome("a.B.c", Outcome::Passed);
        }
        let run = collector.finish();
        assert_eq!((run.results.results.len(), run.ended), (2, 200));
    }
}
