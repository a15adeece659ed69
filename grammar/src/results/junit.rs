//! JUnit XML, as test runners and converters of subunit write it. No standard fixes the form;
//! what is read here is what all of them share: `testcase` with `classname` and `name`, and in
//! it `failure`, `error` or `skipped`.

use std::io::{self, BufRead, Read};

use occi_model::guideline::judge::{Coverage, Missing, Outcome};
use quick_xml::{
    XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
    reader::Reader,
};

use super::run::{Collector, Fixture, Kept, Run, Wanted};

/// Longest tag or text, in bytes; a longer one is no report of tests.
const MAX_EVENT_BYTES: u64 = 16 * 1024 * 1024;

/// Reads a report to its end.
pub(super) fn read(source: impl BufRead, wanted: &impl Wanted) -> Result<Run, quick_xml::Error> {
    let mut reader = Reader::from_reader(Limited {
        source,
        left: MAX_EVENT_BYTES,
    });
    let mut collector = Collector::new(wanted, Coverage::Whole);
    let mut case: Option<TestCase> = None;
    let mut buffer = Vec::new();
    let mut depth = 0_u32;
    loop {
        buffer.clear();
        reader.get_mut().left = MAX_EVENT_BYTES;
        match reader.read_event_into(&mut buffer)? {
            Event::Start(tag) => {
                depth += 1;
                open(&tag, &mut case)?;
            }
            Event::Empty(tag) => {
                open(&tag, &mut case)?;
                close(tag.local_name().as_ref(), &mut case, &mut collector);
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                close(tag.local_name().as_ref(), &mut case, &mut collector);
            }
            Event::Text(text) => {
                if let Some(said) = said(&mut case) {
                    said.add(text.xml10_content()?.as_bytes());
                }
            }
            Event::CData(text) => {
                if let Some(said) = said(&mut case) {
                    said.add(text.xml10_content()?.as_bytes());
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(said) = said(&mut case) {
                    let mut bytes = [0; 4];
                    match reference.resolve_char_ref()? {
                        Some(character) => said.add(character.encode_utf8(&mut bytes).as_bytes()),
                        None => {
                            let name = reference.decode()?;
                            said.add(resolve_predefined_entity(&name).unwrap_or("?").as_bytes());
                        }
                    }
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if depth > 0 {
        collector.damage(|| format!("the report ends within {depth} open elements"));
    }
    Ok(collector.finish())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Failed,
    Skipped,
}

#[derive(Default)]
struct TestCase {
    classname: String,
    name: String,
    id: Option<String>,
    message: String,
    kind: Option<Kind>,
    /// Whether text belongs to the outcome.
    within: bool,
    said: Kept,
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, quick_xml::Error> {
    match tag.try_get_attribute(name)? {
        Some(attribute) => {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
            Ok(Some(value.into_owned()))
        }
        None => Ok(None),
    }
}

fn open(tag: &BytesStart<'_>, case: &mut Option<TestCase>) -> Result<(), quick_xml::Error> {
    let local = tag.local_name();
    if local.as_ref() == b"testcase" {
        *case = Some(TestCase {
            classname: attribute(tag, "classname")?.unwrap_or_default(),
            name: attribute(tag, "name")?.unwrap_or_default(),
            ..TestCase::default()
        });
        return Ok(());
    }
    let Some(case) = case else { return Ok(()) };
    let kind = match local.as_ref() {
        b"failure" | b"error" => Kind::Failed,
        b"skipped" => Kind::Skipped,
        b"property" => {
            if attribute(tag, "name")?.as_deref() == Some("uuid") {
                case.id = attribute(tag, "value")?;
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    // A failure beside a skip is a failure.
    if case.kind != Some(Kind::Failed) {
        case.kind = Some(kind);
        case.message = attribute(tag, "message")?.unwrap_or_default();
        case.within = true;
    }
    Ok(())
}

fn said(case: &mut Option<TestCase>) -> Option<&mut Kept> {
    case.as_mut()
        .filter(|case| case.within)
        .map(|case| &mut case.said)
}

fn close<W: Wanted>(local: &[u8], case: &mut Option<TestCase>, collector: &mut Collector<'_, W>) {
    match local {
        b"failure" | b"error" | b"skipped" => {
            if let Some(case) = case {
                case.within = false;
            }
        }
        b"testcase" => {
            if let Some(case) = case.take() {
                case.collect(collector);
            }
        }
        _ => {}
    }
}

impl TestCase {
    fn collect<W: Wanted>(self, collector: &mut Collector<'_, W>) {
        let why = match (self.message.trim(), self.said.text().trim()) {
            ("", said) => said.to_owned(),
            (message, "") => message.to_owned(),
            // Converters repeat the message in the text.
            (message, said) if said.contains(message) => said.to_owned(),
            (message, said) => format!("{message}\n{said}"),
        };
        let fixture = Fixture::of(&self.name);
        if let (Some(fixture), Some(kind)) = (&fixture, self.kind) {
            let why = collector.explanation(&why);
            collector.fixture(fixture, kind == Kind::Failed, why);
        }
        if fixture.is_some() {
            return;
        }
        let reported = self.reported();
        if !collector.wants(&reported) {
            collector.unwanted();
            return;
        }
        let why = collector.explanation(&why);
        let outcome = match self.kind {
            None => Outcome::Passed,
            Some(Kind::Failed) => Outcome::Failed(why),
            Some(Kind::Skipped) => Outcome::Missing(Missing::Skipped(why)),
        };
        collector.outcome(&reported, outcome);
    }

    /// Class and method make the name. Cases of conformance runs carry their whole id in `name`
    /// and their uuid beside it.
    fn reported(&self) -> String {
        if let Some(id) = &self.id {
            let id = id.strip_prefix("id-").unwrap_or(id);
            return format!("{}[id-{id}]", self.name);
        }
        let whole = self.classname.is_empty()
            || self
                .name
                .strip_prefix(self.classname.as_str())
                .is_some_and(|rest| rest.starts_with('.'));
        if whole {
            self.name.clone()
        } else {
            format!("{}.{}", self.classname, self.name)
        }
    }
}

/// A source that ends one event before it fills the memory.
struct Limited<R> {
    source: R,
    left: u64,
}

impl<R: BufRead> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("a tag or text is longer than {MAX_EVENT_BYTES} bytes"),
            ));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.source.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::{super::run::Everything, *};

    #[test]
    fn every_outcome_of_a_report() {
        let text = r#"<?xml version="1.0"?>
<testsuites><testsuite name="t">
<testcase classname="a.B" name="test_c[id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f,smoke]" time="1"/>
<testcase classname="a.B" name="test_d"><failure type="X" message="broken">Traceback &lt;x&gt; &#65;<![CDATA[ & more]]></failure></testcase>
<testcase classname="a.B" name="test_e"><skipped>no image</skipped><system-out>noise</system-out></testcase>
<testcase classname="" name="a.B.test_f"><error/></testcase>
<testcase classname="" name="setUpClass (a.G)"><failure>boom</failure></testcase>
<testcase classname="x#compute.cre" name="k:x#compute/cre/min"><properties><property name="uuid" value="id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f"/></properties></testcase>
</testsuite></testsuites>"#;
        let run = read(text.as_bytes(), &Everything).unwrap();
        let outcomes: Vec<_> = run
            .results
            .results
            .iter()
            .map(|result| format!("{} {}", result.name, result.outcome))
            .collect();
        assert_eq!(
            outcomes,
            [
                "a.B.test_c passed",
                "a.B.test_d failed: broken\nTraceback <x> A & more",
                "a.B.test_e skipped: no image",
                "a.B.test_f failed",
                "k:x#compute/cre/min passed",
            ]
        );
        assert!(run.results.results[0].id.is_some() && run.results.results[4].id.is_some());
        assert_eq!(run.results.classes[0].why, "boom");
        assert_eq!(run.damages, 0);
    }

    #[test]
    fn a_report_cut_short_is_damage_or_refused() {
        let whole =
            r#"<testsuite><testcase name="a.B.c"></testcase><testcase name="a.B.d"/></testsuite>"#;
        for length in 1..whole.len() {
            if let Ok(run) = read(&whole.as_bytes()[..length], &Everything) {
                assert_eq!(run.damages, 1, "{length}");
            }
        }
        assert_eq!(read(whole.as_bytes(), &Everything).unwrap().ended, 2);
    }
}
