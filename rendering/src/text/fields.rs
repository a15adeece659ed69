//! Fields: the lines of a body (D-65) or the header fields of a request (B.8).

use std::{borrow::Cow, iter};

use memchr::memchr_iter;

use super::lex::{is_blank, trim, trim_end, trim_start};
use crate::{
    findings::{Findings, excerpt},
    limits::MAX_FIELD_BYTES,
    media::MediaType,
    place::Fold,
    read::{Payload, ReadError},
};

/// The fields that OCCI knows, and HTTP's own `Location`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldName {
    Category,
    Link,
    Attribute,
    Location,
    /// `Location` of HTTP; some servers put a listing into it. Header form only.
    HttpLocation,
}

/// One field.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    pub(crate) name: FieldName,
    pub(crate) value: Cow<'a, str>,
    /// Line, or number of the header field, from 1.
    pub(crate) line: usize,
    /// Whether the field may belong to somebody else: `Link` as a header field (D-68).
    pub(crate) may_be_foreign: bool,
    /// Where the lines of the value stood, when there is more than one.
    pub(crate) folds: Vec<Fold>,
}

impl Field<'_> {
    /// Says that this field is read now.
    pub(crate) fn enter(&mut self, findings: &mut Findings) {
        findings.at(self.line);
        findings.enter(&self.value, &mut self.folds);
    }
}

/// The field of a name, in any letter case (D-51), and whether the name is an alias (D-68).
fn known(name: &str) -> Option<(FieldName, bool)> {
    let (field, canonical, alias) = match name.len() {
        4 => (FieldName::Link, "Link", false),
        8 => (FieldName::Category, "Category", false),
        11 => (FieldName::Link, "X-OCCI-Link", true),
        15 if name.eq_ignore_ascii_case("X-OCCI-Category") => {
            (FieldName::Category, "X-OCCI-Category", true)
        }
        15 => (FieldName::Location, "X-OCCI-Location", false),
        16 => (FieldName::Attribute, "X-OCCI-Attribute", false),
        _ => return None,
    };
    (name == canonical || name.eq_ignore_ascii_case(canonical)).then_some((field, alias))
}

/// The fields of a text payload, in order.
pub(crate) fn fields<'a>(
    payload: &Payload<'a>,
    findings: &mut Findings,
) -> Result<Vec<Field<'a>>, ReadError> {
    findings.read_from(payload.body);
    if payload.media == MediaType::TextOcci {
        header_fields(payload.headers.iter().copied(), findings)
    } else {
        Body::new(payload.body, findings)?.read()
    }
}

/// The fields of the header form.
pub(crate) fn header_fields<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    findings: &mut Findings,
) -> Result<Vec<Field<'a>>, ReadError> {
    let mut fields = Vec::new();
    for (at, (name, value)) in headers.into_iter().enumerate() {
        let line = at + 1;
        let (field, alias) = match known(name) {
            Some(known) => known,
            None if name.eq_ignore_ascii_case("Location") => (FieldName::HttpLocation, false),
            None => continue,
        };
        findings.at(line);
        findings.look(name);
        if alias {
            findings.forgive("field-alias", || {
                format!("the field name `{name}`; the standard has no `X-OCCI-` here")
            })?;
        }
        let may_be_foreign = field == FieldName::Link && !alias;
        if value.len() > MAX_FIELD_BYTES {
            return Err(too_long(findings));
        }
        let Ok(value) = str::from_utf8(value) else {
            if may_be_foreign || field == FieldName::HttpLocation {
                continue;
            }
            return Err(not_utf8(findings));
        };
        let value = trim(value);
        if field == FieldName::Link && alias && value.is_empty() {
            // A server in the field says so that an entity has no links.
            findings.forgive("link-empty", || format!("an empty field `{name}`"))?;
            continue;
        }
        if fields.len() == findings.bounds().fields {
            return Err(too_many(findings));
        }
        fields.push(Field {
            name: field,
            value: Cow::Borrowed(value),
            line,
            may_be_foreign,
            folds: Vec::new(),
        });
    }
    Ok(fields)
}

fn too_long(findings: &Findings) -> ReadError {
    findings.refuse(
        "too-long",
        format!("the field is longer than {MAX_FIELD_BYTES} bytes"),
    )
}

fn too_many(findings: &Findings) -> ReadError {
    findings.refuse(
        "too-many-items",
        format!(
            "the message has more than {} fields; send it in parts",
            findings.bounds().fields
        ),
    )
}

fn not_utf8(findings: &Findings) -> ReadError {
    findings.refuse("not-utf-8", "the text is not UTF-8; send it in UTF-8")
}

/// Checks size and encoding of a body.
pub(crate) fn body_text<'a>(body: &'a [u8], findings: &mut Findings) -> Result<&'a str, ReadError> {
    let most = findings.bounds().body;
    if body.len() > most {
        return Err(findings.refuse("too-long", format!("the body is longer than {most} bytes")));
    }
    let text = str::from_utf8(body).map_err(|_| not_utf8(findings))?;
    match text.strip_prefix('\u{feff}') {
        None => Ok(text),
        Some(text) => {
            findings.at(1);
            findings.forgive("byte-order-mark", || {
                "a byte order mark before the first field".to_owned()
            })?;
            Ok(text)
        }
    }
}

/// The field that a line begins, if it begins one that is known.
fn known_start(line: &str) -> Option<(FieldName, bool, &str)> {
    let colon = line.bytes().position(|b| b == b':')?;
    let (field, alias) = known(trim_end(&line[..colon]))?;
    Some((field, alias, &line[colon + 1..]))
}

/// Whether a text ends inside a quoted string, found out piece by piece as the text grows.
#[derive(Clone, Copy, Default)]
struct OpenQuote {
    seen: usize,
    open: bool,
    escaped: bool,
}

impl OpenQuote {
    fn after(&mut self, text: &str) -> bool {
        for &byte in &text.as_bytes()[self.seen..] {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.open => self.escaped = true,
                b'"' => self.open = !self.open,
                _ => {}
            }
        }
        self.seen = text.len();
        self.open
    }
}

/// A line without carriage returns at both ends and blanks at its end (D-65).
fn trim_line(line: &str) -> &str {
    let mut line = line;
    while let Some(rest) = line.strip_prefix('\r') {
        line = rest;
    }
    loop {
        line = trim_end(line);
        match line.strip_suffix('\r') {
            Some(rest) => line = rest,
            None => return line,
        }
    }
}

/// What a line that begins with a blank would continue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    Nothing,
    Field,
    /// A line that was skipped in lenient mode.
    Skipped,
}

/// The reader of the body form.
struct Body<'a, 'f> {
    text: &'a str,
    findings: &'f mut Findings,
    fields: Vec<Field<'a>>,
    previous: Previous,
    quote: OpenQuote,
    /// The first line that was no known field.
    skipped: Option<ReadError>,
}

impl<'a, 'f> Body<'a, 'f> {
    fn new(body: &'a [u8], findings: &'f mut Findings) -> Result<Self, ReadError> {
        let text = body_text(body, findings)?;
        Ok(Self {
            text,
            findings,
            fields: Vec::with_capacity(16),
            previous: Previous::Nothing,
            quote: OpenQuote::default(),
            skipped: None,
        })
    }

    /// Splits at LF; a CR on either side of it belongs to the line end (D-65).
    fn read(mut self) -> Result<Vec<Field<'a>>, ReadError> {
        let text = self.text;
        let ends = memchr_iter(b'\n', text.as_bytes()).chain(iter::once(text.len()));
        let mut start = 0;
        for (at, end) in ends.enumerate() {
            let line = trim_line(&text[start..end]);
            start = end + 1;
            if line.is_empty() {
                continue;
            }
            self.findings.at(at + 1);
            self.findings.look(line);
            if line.len() > MAX_FIELD_BYTES {
                return Err(too_long(self.findings));
            }
            if line.as_bytes().first().copied().is_some_and(is_blank) {
                self.indented(trim_start(line), at + 1)?;
            } else {
                self.flush(line, at + 1)?;
            }
        }
        match self.skipped {
            Some(error) if self.fields.is_empty() => Err(error),
            _ => Ok(self.fields),
        }
    }

    /// A line that begins in the first column: a field.
    fn flush(&mut self, line: &'a str, number: usize) -> Result<(), ReadError> {
        if let Some((name, alias, value)) = known_start(line) {
            return self.push(name, alias, line, value, number);
        }
        self.previous = Previous::Skipped;
        let is_field = line
            .split_once(':')
            .is_some_and(|(name, _)| is_field_name(name));
        if is_field {
            self.skip("unknown-field", "is no field of OCCI", line)
        } else {
            self.skip(
                "junk-line",
                "is no field at all: a name and a colon are missing",
                line,
            )
        }
    }

    /// A line that begins with a blank: it continues the previous field, unless it is a field
    /// of its own that somebody indented.
    fn indented(&mut self, line: &'a str, number: usize) -> Result<(), ReadError> {
        if let Some((name, alias, value)) = known_start(line) {
            let in_quotes = match (self.previous, self.fields.last()) {
                (Previous::Field, Some(field)) => self.quote.after(&field.value),
                _ => false,
            };
            if !in_quotes {
                self.findings.forgive("indented-field", || {
                    format!(
                        "blanks before {}, which make it a continuation line",
                        excerpt(line)
                    )
                })?;
                return self.push(name, alias, line, value, number);
            }
        }
        match (self.previous, self.fields.last_mut()) {
            (Previous::Field, Some(field)) => {
                if field.value.len() + 1 + line.len() > MAX_FIELD_BYTES {
                    return Err(too_long(self.findings));
                }
                let original = |text| self.findings.offset(text).unwrap_or_default();
                if field.folds.is_empty() {
                    field.folds.push(Fold {
                        joined: 0,
                        original: original(&field.value),
                    });
                }
                field.folds.push(Fold {
                    joined: field.value.len() + 1,
                    original: original(line),
                });
                let value = field.value.to_mut();
                value.push(' ');
                value.push_str(line);
                Ok(())
            }
            (Previous::Skipped, _) => Ok(()),
            _ => {
                self.previous = Previous::Skipped;
                self.skip("junk-line", "continues nothing", line)
            }
        }
    }

    fn push(
        &mut self,
        name: FieldName,
        alias: bool,
        line: &'a str,
        value: &'a str,
        number: usize,
    ) -> Result<(), ReadError> {
        if self.fields.len() == self.findings.bounds().fields {
            return Err(too_many(self.findings));
        }
        if alias {
            self.findings.forgive("field-alias", || {
                format!("the field name of {}", excerpt(line))
            })?;
        }
        let name_bytes = line.len() - value.len() - 1;
        if line[..name_bytes].ends_with([' ', '\t']) {
            self.findings.forgive("blank-before-colon", || {
                format!("a blank before the colon of {}", excerpt(line))
            })?;
        }
        self.previous = Previous::Field;
        self.quote = OpenQuote::default();
        self.fields.push(Field {
            name,
            value: Cow::Borrowed(trim_start(value)),
            line: number,
            may_be_foreign: false,
            folds: Vec::new(),
        });
        Ok(())
    }

    fn skip(&mut self, code: &'static str, what: &str, line: &str) -> Result<(), ReadError> {
        let detail = || format!("{} {what}", excerpt(line));
        if self.skipped.is_none() {
            self.skipped = Some(self.findings.refuse(code, detail()));
        }
        self.findings.forgive(code, detail)
    }
}

/// Whether a text could be the name of a header field (RFC 9110 5.6.2).
fn is_field_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

/// The characters of a token.
pub(crate) const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}
