//! From the events of a subunit stream to the outcome of each test.

use std::io::{self, Read};

use indexmap::IndexMap;
use occi_model::guideline::judge::{Coverage, Missing, Outcome};

use super::{
    run::{Collector, Fixture, Kept, Run, Wanted},
    subunit::{self, Event, PacketError, Sink, Status},
};

/// How many tests may be running at a time.
const MAX_OPEN: usize = 100_000;

/// Version of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

/// Reads a subunit stream to its end.
pub(super) fn read(source: impl Read, version: Version, wanted: &impl Wanted) -> io::Result<Run> {
    let mut sink = Outcomes {
        collector: Collector::new(wanted, Coverage::Whole),
        open: IndexMap::new(),
        key: String::new(),
    };
    match version {
        Version::One => subunit::v1::read(source, &mut sink)?,
        Version::Two => subunit::v2::read(source, &mut sink)?,
    }
    Ok(sink.finish())
}

/// A test that has begun, or of which there is an attachment.
#[derive(Default)]
struct Open {
    begun: bool,
    traceback: Kept,
    reason: Kept,
}

struct Outcomes<'w, W> {
    collector: Collector<'w, W>,
    /// By route and name: two workers may run one test at a time.
    open: IndexMap<String, Open>,
    key: String,
}

impl<W: Wanted> Outcomes<'_, W> {
    fn finish(mut self) -> Run {
        for (key, open) in std::mem::take(&mut self.open) {
            let Some((_, name)) = key.split_once('\0') else {
                continue;
            };
            if open.begun && Fixture::of(name).is_none() {
                self.collector
                    .outcome(name, Outcome::Missing(Missing::Unfinished));
            }
        }
        self.collector.finish()
    }

    fn open(&mut self) -> Option<&mut Open> {
        if self.open.len() >= MAX_OPEN && !self.open.contains_key(&self.key) {
            self.collector
                .damage(|| format!("more than {MAX_OPEN} tests at a time"));
            return None;
        }
        if !self.open.contains_key(&self.key) {
            self.open.insert(self.key.clone(), Open::default());
        }
        self.open.get_mut(&self.key)
    }

    fn attachment(&mut self, event: &Event<'_>) {
        let Some(file) = event.file.filter(|file| !file.bytes.is_empty()) else {
            return;
        };
        // `traceback-1` and so on when a test has several.
        let traceback = file.name.starts_with("traceback");
        if !traceback && file.name != "reason" {
            return;
        }
        if let Some(open) = self.open() {
            if traceback {
                open.traceback.add(file.bytes);
            } else {
                open.reason.add(file.bytes);
            }
        }
    }

    fn end(&mut self, name: &str, status: Status) {
        let open = self.open.swap_remove(&self.key).unwrap_or_default();
        let why = |collector: &mut Collector<'_, W>, first: &Kept, second: &Kept| {
            let kept = if first.is_empty() { second } else { first };
            collector.explanation(&kept.text())
        };
        let collector = &mut self.collector;
        if let Some(fixture) = Fixture::of(name) {
            match status {
                Status::Fail => {
                    let why = why(collector, &open.traceback, &open.reason);
                    collector.fixture(&fixture, true, why);
                }
                Status::Skip => {
                    let why = why(collector, &open.reason, &open.traceback);
                    collector.fixture(&fixture, false, why);
                }
                _ => {}
            }
            return;
        }
        // Expected failures and unexpected successes are no passes (refstack-client).
        let outcome = match status {
            Status::Success => Outcome::Passed,
            Status::Skip => {
                let why = why(collector, &open.reason, &open.traceback);
                Outcome::Missing(Missing::Skipped(why))
            }
            Status::ExpectedFail => {
                let why = why(collector, &open.traceback, &open.reason);
                Outcome::Failed(joined("failed, as expected", &why))
            }
            Status::UnexpectedSuccess => {
                Outcome::Failed("passed, although it was expected to fail".to_owned())
            }
            Status::Fail | Status::Exists | Status::InProgress => {
                Outcome::Failed(why(collector, &open.traceback, &open.reason))
            }
        };
        collector.outcome(name, outcome);
    }
}

fn joined(what: &str, why: &str) -> String {
    if why.is_empty() {
        what.to_owned()
    } else {
        format!("{what}: {why}")
    }
}

impl<W: Wanted> Sink for Outcomes<'_, W> {
    fn event(&mut self, event: &Event<'_>) {
        // Attachments of the whole run, and parts of tests, have no verdict of their own.
        let Some(name) = event.test_id else { return };
        if event.status == Some(Status::Exists) {
            self.collector.selected(name);
            return;
        }
        if !self.collector.wants(name) && Fixture::of(name).is_none() {
            if event.status.is_some_and(Status::is_final) {
                self.collector.unwanted();
            }
            return;
        }
        self.key.clear();
        self.key.push_str(event.route_code.unwrap_or_default());
        self.key.push('\0');
        self.key.push_str(name);
        self.attachment(event);
        match event.status {
            Some(Status::InProgress) => {
                if let Some(open) = self.open() {
                    open.begun = true;
                }
            }
            Some(status) if status.is_final() => self.end(name, status),
            _ => {}
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        self.collector.foreign(bytes.len());
    }

    fn damaged(&mut self, _: &[u8], why: &PacketError) {
        self.collector.damage(|| why.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::{super::run::Everything, *};

    fn outcomes(stream: &str) -> Vec<(String, String)> {
        let run = read(stream.as_bytes(), Version::One, &Everything).unwrap();
        run.results
            .results
            .iter()
            .map(|result| (result.name.clone(), result.outcome.to_string()))
            .collect()
    }

    #[test]
    fn every_outcome_of_version_1() {
        let stream = "some tool speaks\n\
            test: a.B.passed[id-1,smoke]\nsuccessful: a.B.passed[id-1,smoke]\n\
            test: a.B.failed\nfailure: a.B.failed [\nTraceback\n ]\nAssertionError\n]\n\
            test: a.B.skipped\nskip: a.B.skipped [\nno image\n]\n\
            test: a.B.bug\nxfail: a.B.bug\n\
            test: a.B.fixed\nuxsuccess: a.B.fixed\n\
            test: a.B.open\n";
        let expected = [
            ("a.B.passed", "passed"),
            ("a.B.failed", "failed: Traceback\n]\nAssertionError"),
            ("a.B.skipped", "skipped: no image"),
            ("a.B.bug", "failed: failed, as expected"),
            (
                "a.B.fixed",
                "failed: passed, although it was expected to fail",
            ),
            ("a.B.open", "never finished"),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, outcome)| ((*name).to_owned(), (*outcome).to_owned()))
            .collect();
        assert_eq!(outcomes(stream), expected);
    }

    #[test]
    fn an_attachment_cut_short_is_damage_and_the_outcome_stands() {
        let stream = "test: a.B.c\nfailure: a.B.c [ multipart\nContent-Type: text/plain\ntraceback\nFF\r\nTrace";
        let run = read(stream.as_bytes(), Version::One, &Everything).unwrap();
        assert_eq!(run.damages, 1);
        assert_eq!(run.results.results[0].outcome.to_string(), "failed: Trace");
    }

    #[test]
    fn classes_are_kept_apart_and_clearing_up_takes_nothing_away() {
        let stream = "test: setUpClass (a.B)\nskip: setUpClass (a.B) [\nno service\n]\n\
            test: tearDownClass (a.C)\nerror: tearDownClass (a.C)\n";
        let run = read(stream.as_bytes(), Version::One, &Everything).unwrap();
        assert!(run.results.results.is_empty());
        assert_eq!(run.results.classes.len(), 1);
        let class = &run.results.classes[0];
        assert!(!class.failed && class.class == "a.B" && class.why == "no service");
    }
}
