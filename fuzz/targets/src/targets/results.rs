//! Results of test runs in all forms.

use occi_grammar::results::{
    Everything, Format, read,
    subunit::{Event, PacketError, Sink, v1, v2},
};

use super::Target;
use crate::{Shape, seeds};

pub(super) const RESULTS: Target = Target {
    name: "results",
    run: results,
    seeds: || {
        let mut found = seeds::corpus("subunit", &[".subunit", "refstack.json"]);
        found.extend(seeds::corpus(
            "tempest-runs",
            &[".json", ".xml", ".subunit", ".v1"],
        ));
        found.push(b"time: 2020-01-01 00:00:00Z\ntest: a.B.c\nsuccess: a.B.c\n".to_vec());
        found.push(b"test: a.B.d\nfailure: a.B.d [ multipart\nContent-Type: text/plain\ntraceback\n3\r\nabc0\r\n]\n".to_vec());
        found.push(br#"<testsuite name="a"><testcase classname="a.B" name="c"/><testcase classname="a.B" name="d"><failure message="m">t</failure></testcase></testsuite>"#.to_vec());
        found.push(br#"{"cpid": "c", "duration_seconds": 1, "results": [{"name": "a.B.c", "uuid": "9a438d88-10c6-4bcd-8b5b-5b6e25e1346f"}]}"#.to_vec());
        found
    },
    words: &[
        "test: ",
        "success: ",
        "failure: ",
        "skip: ",
        "[ multipart\n",
        "]\n",
        "time: ",
        "tags: ",
        "progress: +",
        "<testcase ",
        "<skipped/>",
        "classname=\"",
        "name=\"",
        "</testsuite>",
        "&amp;",
        "<![CDATA[",
        "]]>",
        "\u{b3}",
        "\"results\": [",
        "[id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f]",
    ],
};

/// Counts what it is told.
#[derive(Default)]
struct Counter {
    text: usize,
    damaged: usize,
    events: usize,
}

impl Sink for Counter {
    fn event(&mut self, _: &Event<'_>) {
        self.events += 1;
    }

    fn text(&mut self, bytes: &[u8]) {
        assert!(!bytes.is_empty());
        self.text += bytes.len();
    }

    fn damaged(&mut self, _: &[u8], why: &PacketError) {
        assert!(!why.to_string().is_empty());
        self.damaged += 1;
    }
}

/// Every reader of results ends, and makes no more of the bytes than there is in them.
fn results(bytes: &[u8]) -> Shape {
    let mut counter = Counter::default();
    let read_all = [
        v2::read(bytes, &mut counter).is_ok(),
        v1::read(bytes, &mut counter).is_ok(),
    ];
    assert_eq!(read_all, [true, true], "bytes in memory can always be read");
    assert!(counter.text <= 2 * bytes.len(), "more text than bytes");
    let mut shape = Shape::of((counter.events, counter.damaged));
    for format in [
        None,
        Some(Format::SubunitV2),
        Some(Format::SubunitV1),
        Some(Format::Refstack),
        Some(Format::Conformance),
        Some(Format::Junit),
    ] {
        let answer = read(bytes, format, &Everything);
        if let Ok((_, run)) = &answer {
            assert!(run.results.results.len() <= bytes.len() + 1);
        }
        let count = answer
            .ok()
            .map(|(found, run)| (found, run.results.results.len()));
        shape = shape.and(Shape::of(count));
    }
    shape
}
