//! Version 1, lines of text; what stestr keeps on disk (subunit README, stestr).
//!
//! Lines that are not of the protocol, and outcomes of tests that did not begin, are plain text,
//! as for python-subunit.

use std::io::{self, Read};

use super::{
    buffer::Window,
    event::{Attachment, Event, PacketError, Sink, Status, Timestamp},
};

/// Longest line of the protocol; a longer one is plain text.
const MAX_LINE_BYTES: usize = 64 * 1024;
/// How much of an attachment is handed on at a time.
const PIECE: usize = 64 * 1024;

/// Reads a stream to its end. No more than one line or one piece of an attachment is in memory
/// at a time.
///
/// # Errors
///
/// Those of the source. What is wrong within the stream is told to the sink.
pub fn read(source: impl Read, sink: &mut impl Sink) -> io::Result<()> {
    Reader {
        window: Window::new(source),
        sink,
        context: Context::default(),
    }
    .read()
}

/// What earlier lines said.
#[derive(Default)]
struct Context {
    test: Option<String>,
    /// Of all tests.
    tags: Vec<String>,
    /// Of the test that began.
    own_tags: Option<Vec<String>>,
    time: Option<Timestamp>,
}

impl Context {
    fn event<'a>(&'a self, status: Option<Status>) -> Event<'a> {
        let tags = self.own_tags.as_ref().unwrap_or(&self.tags);
        Event {
            test_id: self.test.as_deref(),
            status,
            tags: tags.iter().map(String::as_str).collect(),
            runnable: true,
            file: None,
            eof: false,
            mime_type: None,
            route_code: None,
            timestamp: self.time,
        }
    }

    /// `a -b`: with `a`, without `b`; of the test that began, or of all.
    fn tag(&mut self, words: &str) {
        let tags = match self.test {
            Some(_) => self.own_tags.get_or_insert_with(|| self.tags.clone()),
            None => &mut self.tags,
        };
        for word in words.split_whitespace() {
            let name = word.strip_prefix('-').unwrap_or(word);
            tags.retain(|tag| tag != name);
            if name == word {
                tags.push(name.to_owned());
            }
        }
    }
}

/// What follows an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Details {
    None,
    Lines,
    Multipart,
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
enum Line<'l> {
    Test(&'l str),
    Outcome(Status, Details),
    Tags(&'l str),
    Time(Timestamp),
    Progress,
    Text,
}

impl<'l> Line<'l> {
    fn of(line: &'l str, test: Option<&str>) -> Self {
        let Some((word, rest)) = line.split_once([' ', '\t']) else {
            return Self::Text;
        };
        let rest = rest.trim_start();
        let status = match word.trim_end_matches(':').to_ascii_lowercase().as_str() {
            "test" | "testing" => return Self::Test(rest),
            "tags" if word.ends_with(':') => return Self::Tags(rest),
            "time" if word.ends_with(':') => return time(rest).map_or(Self::Text, Self::Time),
            "progress" if word.ends_with(':') => return Self::Progress,
            "success" | "successful" => Status::Success,
            "failure" | "error" => Status::Fail,
            "skip" => Status::Skip,
            "xfail" => Status::ExpectedFail,
            "uxsuccess" => Status::UnexpectedSuccess,
            _ => return Self::Text,
        };
        let Some(after) = test.and_then(|test| rest.strip_prefix(test)) else {
            return Self::Text;
        };
        match after {
            "" => Self::Outcome(status, Details::None),
            " [" => Self::Outcome(status, Details::Lines),
            " [ multipart" => Self::Outcome(status, Details::Multipart),
            _ => Self::Text,
        }
    }

    /// Whether the line alone shows that the text is of this protocol.
    fn is_telling(line: &'l str) -> bool {
        let telling = ["test: ", "time: ", "tags: ", "testing: "];
        telling.iter().any(|word| line.starts_with(word)) && Self::of(line, None) != Self::Text
    }
}

/// Whether a line shows that a text is of version 1.
pub(crate) fn is_telling(line: &str) -> bool {
    Line::is_telling(line)
}

struct Reader<'s, R, S> {
    window: Window<R>,
    sink: &'s mut S,
    context: Context,
}

impl<R: Read, S: Sink> Reader<'_, R, S> {
    fn read(&mut self) -> io::Result<()> {
        while let Some(length) = self.line()? {
            let bytes = self.window.seen().get(..length).unwrap_or_default();
            let line = match bytes.strip_suffix(b"\n").map(std::str::from_utf8) {
                Some(Ok(text)) => Line::of(
                    text.strip_suffix('\r').unwrap_or(text),
                    self.context.test.as_deref(),
                ),
                // The last line may lack its end.
                None => std::str::from_utf8(bytes).map_or(Line::Text, |text| {
                    Line::of(text, self.context.test.as_deref())
                }),
                Some(Err(_)) => Line::Text,
            };
            match line {
                Line::Test(name) => {
                    self.context.test = Some(name.to_owned());
                    self.context.own_tags = None;
                    self.sink
                        .event(&self.context.event(Some(Status::InProgress)));
                }
                Line::Tags(words) => self.context.tag(words),
                Line::Time(time) => self.context.time = Some(time),
                Line::Progress => {}
                Line::Text => self.sink.text(bytes),
                Line::Outcome(status, details) => {
                    self.window.pass(length);
                    self.outcome(status, details)?;
                    continue;
                }
            }
            self.window.pass(length);
        }
        Ok(())
    }

    /// Length of the next line with its line feed. Of a line that is too long only a piece.
    fn line(&mut self) -> io::Result<Option<usize>> {
        let mut looked = 0;
        loop {
            let seen = self.window.seen();
            let found = seen
                .get(looked..)
                .unwrap_or_default()
                .iter()
                .position(|&byte| byte == b'\n');
            if let Some(at) = found {
                return Ok(Some(looked + at + 1));
            }
            looked = seen.len();
            if looked >= MAX_LINE_BYTES || !self.window.more()? {
                return Ok((looked > 0).then_some(looked));
            }
        }
    }

    fn outcome(&mut self, status: Status, details: Details) -> io::Result<()> {
        let whole = match details {
            Details::None => true,
            Details::Lines => self.quoted(status)?,
            Details::Multipart => self.multipart()?,
        };
        // A stream that ends within the details has not said the outcome whole, but said it.
        self.sink.event(&self.context.event(Some(status)));
        if !whole {
            let why = PacketError::Overrun("attachment");
            self.sink.damaged(&[], &why);
        }
        self.context.test = None;
        self.context.own_tags = None;
        Ok(())
    }

    /// Lines up to a `]`; one that is itself a `]` has a blank before it.
    fn quoted(&mut self, status: Status) -> io::Result<bool> {
        let name = if status == Status::Skip {
            "reason"
        } else {
            "traceback"
        };
        while let Some(length) = self.line()? {
            let bytes = self.window.seen().get(..length).unwrap_or_default();
            if matches!(bytes, b"]\n" | b"]\r\n" | b"]") {
                self.window.pass(length);
                return Ok(true);
            }
            let bytes = if bytes == b" ]\n" { b"]\n" } else { bytes };
            let mut event = self.context.event(None);
            event.file = Some(Attachment { name, bytes });
            event.mime_type = Some("text/plain;charset=utf8");
            self.sink.event(&event);
            self.window.pass(length);
        }
        Ok(false)
    }

    /// Attachments in chunks with hexadecimal lengths.
    fn multipart(&mut self) -> io::Result<bool> {
        loop {
            let Some(line) = self.text_line()? else {
                return Ok(false);
            };
            if line == "]" {
                return Ok(true);
            }
            let Some(mime_type) = line.strip_prefix("Content-Type:") else {
                return Ok(false);
            };
            let mime_type = mime_type.trim().to_owned();
            let Some(name) = self.text_line()? else {
                return Ok(false);
            };
            if !self.chunks(&mime_type, &name)? {
                return Ok(false);
            }
        }
    }

    fn chunks(&mut self, mime_type: &str, name: &str) -> io::Result<bool> {
        loop {
            let Some(line) = self.text_line()? else {
                return Ok(false);
            };
            let Ok(mut left) = u64::from_str_radix(line.trim(), 16) else {
                return Ok(false);
            };
            let last = left == 0;
            while left > 0 || last {
                let want = usize::try_from(left).unwrap_or(usize::MAX).min(PIECE);
                let there = self.window.see(want)?.min(want);
                let bytes = self.window.seen().get(..there).unwrap_or_default();
                let mut event = self.context.event(None);
                event.file = Some(Attachment { name, bytes });
                event.mime_type = Some(mime_type);
                event.eof = last;
                self.sink.event(&event);
                self.window.pass(there);
                if last {
                    return Ok(true);
                }
                if there < want {
                    return Ok(false);
                }
                left -= there as u64;
            }
        }
    }

    /// The next line without its end, when it is text.
    fn text_line(&mut self) -> io::Result<Option<String>> {
        let Some(length) = self.line()? else {
            return Ok(None);
        };
        let bytes = self.window.seen().get(..length).unwrap_or_default();
        let line = std::str::from_utf8(bytes)
            .ok()
            .map(|text| text.trim_end_matches(['\r', '\n']).to_owned());
        self.window.pass(length);
        Ok(line)
    }
}

/// `YYYY-MM-DD HH:MM:SS.ffffffZ`.
fn time(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.trim().strip_suffix('Z')?.split_once(' ')?;
    let mut date = date.splitn(3, '-').map(str::parse::<u32>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.splitn(3, ':').map(str::parse::<u32>);
    let (hour, minute, second) = (
        clock.next()?.ok()?,
        clock.next()?.ok()?,
        clock.next()?.ok()?,
    );
    let known = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    if !known || fraction.len() > 9 {
        return None;
    }
    let digits: u32 = fraction.parse().ok()?;
    let missing = u32::try_from(9 - fraction.len()).ok()?;
    let seconds = days(year, month, day) * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
    Some(Timestamp {
        seconds,
        nanoseconds: digits * 10_u32.pow(missing),
    })
}

/// Days from 1970-01-01 in the Gregorian calendar, with March as the first month.
fn days(year: u32, month: u32, day: u32) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let leaps = year / 4 - year / 100 + year / 400;
    i64::from(365 * year + leaps + day_of_year) - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_counted_from_1970() {
        for (text, seconds, nanoseconds) in [
            ("1970-01-01 00:00:00.000000Z", 0, 0),
            ("2000-02-29 00:00:00Z", 951_782_400, 0),
            ("2026-03-01 12:00:02.250000Z", 1_772_366_402, 250_000_000),
        ] {
            let expected = Timestamp {
                seconds,
                nanoseconds,
            };
            assert_eq!(time(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "2026-03-01",
            "2026-13-01 00:00:00Z",
            "2026-03-01 00:00:00",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn lines_are_told_from_text() {
        assert_eq!(Line::of("test: a b", None), Line::Test("a b"));
        assert_eq!(
            Line::of("failure: a [ multipart", Some("a")),
            Line::Outcome(Status::Fail, Details::Multipart)
        );
        // The name of a test may end like the mark of the details.
        assert_eq!(
            Line::of("success: a [", Some("a [")),
            Line::Outcome(Status::Success, Details::None)
        );
        assert_eq!(Line::of("success: b", Some("a")), Line::Text);
        assert_eq!(Line::of("success: a", None), Line::Text);
        assert_eq!(Line::of("time flies", None), Line::Text);
        assert!(is_telling("time: 2026-03-01 12:00:02.250000Z"));
        assert!(!is_telling("time: soon"));
    }
}
