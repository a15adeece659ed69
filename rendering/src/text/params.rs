//! Parameters of a category or link: `; name=value`, and lists of members.

use std::borrow::Cow;

use super::lex::{Cursor, QuoteFault, is_blank};
use crate::{
    findings::{Findings, excerpt},
    read::ReadError,
};

/// The first word of what follows: what a message points at before the rest is read.
pub(crate) fn head(rest: &str) -> &str {
    let end = rest
        .bytes()
        .position(|b| is_blank(b) || matches!(b, b';' | b',' | b'='))
        .unwrap_or(rest.len());
    &rest[..end]
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ParamValue<'a> {
    /// A quoted string.
    Quoted {
        /// Escapes resolved: what a `quoted-string` of the grammar means.
        text: Cow<'a, str>,
        /// What stands between the quotes: the grammar has no escapes around URIs and names.
        raw: &'a str,
    },
    /// Something without quotes.
    Bare(&'a str),
    /// No `=` at all.
    Missing,
}

impl<'a> ParamValue<'a> {
    /// The text, quoted or not, escapes resolved.
    pub(crate) fn text(self) -> Cow<'a, str> {
        match self {
            Self::Quoted { text, .. } => text,
            Self::Bare(text) => Cow::Borrowed(text),
            Self::Missing => Cow::Borrowed(""),
        }
    }

    /// The text, quoted or not, where the grammar has no escapes.
    pub(crate) const fn raw(&self) -> &'a str {
        match self {
            Self::Quoted { raw, .. } => raw,
            Self::Bare(text) => text,
            Self::Missing => "",
        }
    }
}

/// One parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Param<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: ParamValue<'a>,
}

impl<'a> Param<'a> {
    /// One whose value is quoted and has no escapes.
    pub(crate) const fn plain(name: &'a str, value: &'a str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            value: ParamValue::Quoted {
                text: Cow::Borrowed(value),
                raw: value,
            },
        }
    }
}

/// What follows a parameter, or the head of the member.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Next<'a> {
    /// Another parameter.
    Param(Param<'a>),
    /// The end of the member: a comma or the end of the field.
    End,
    /// Something that is neither `;` nor `,`.
    Junk,
}

/// Whether bare values end at a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blanks {
    /// They do (links, B.3).
    Separate,
    /// They do not (categories).
    Belong,
}

/// Reads the next parameter with its separator.
pub(crate) fn next<'a>(
    cursor: &mut Cursor<'a>,
    findings: &mut Findings,
    blanks: Blanks,
) -> Result<Next<'a>, ReadError> {
    loop {
        cursor.skip_blanks();
        if matches!(cursor.peek(), None | Some(b',')) {
            return Ok(Next::End);
        }
        let semicolon = cursor.rest();
        if !cursor.take(b';') {
            return Ok(Next::Junk);
        }
        cursor.skip_blanks();
        if !cursor.at_separator() {
            return param(cursor, findings, blanks).map(Next::Param);
        }
        findings.look(&semicolon[..1]);
        findings.forgive("trailing-semicolon", || {
            "a semicolon without a parameter after it".to_owned()
        })?;
    }
}

/// Reads `name=value`; the cursor stands at the name.
pub(crate) fn param<'a>(
    cursor: &mut Cursor<'a>,
    findings: &mut Findings,
    blanks: Blanks,
) -> Result<Param<'a>, ReadError> {
    findings.look(head(cursor.rest()));
    let name = if cursor.peek() == Some(b'"') {
        let (name, _) = quoted(cursor, findings, "")?;
        findings.forgive("quoted-parameter-name", || {
            format!("quotes around the parameter name {}", excerpt(&name))
        })?;
        name
    } else {
        Cow::Borrowed(cursor.until(|b| matches!(b, b'=' | b';' | b',')))
    };
    cursor.skip_blanks();
    if !cursor.take(b'=') {
        return Ok(Param {
            name,
            value: ParamValue::Missing,
        });
    }
    let value = value(cursor, findings, &name, blanks)?;
    Ok(Param { name, value })
}

/// Reads a value; the cursor stands after the `=`.
pub(crate) fn value<'a>(
    cursor: &mut Cursor<'a>,
    findings: &mut Findings,
    name: &str,
    blanks: Blanks,
) -> Result<ParamValue<'a>, ReadError> {
    cursor.skip_blanks();
    match cursor.peek() {
        Some(b'"') => {
            let (text, raw) = quoted(cursor, findings, name)?;
            Ok(ParamValue::Quoted { text, raw })
        }
        Some(b'\'') if findings.is_lenient() => {
            let (text, raw) = quoted(cursor, findings, name)?;
            findings.forgive("single-quotes", || {
                format!("single quotes around {}", excerpt(&text))
            })?;
            Ok(ParamValue::Quoted { text, raw })
        }
        _ => {
            let text = cursor
                .until(|b| matches!(b, b';' | b',') || (blanks == Blanks::Separate && is_blank(b)));
            if cursor.has_control(text) {
                return Err(findings.refuse(
                    "control-character",
                    format!("a control character in {}", excerpt(text)),
                ));
            }
            Ok(ParamValue::Bare(text))
        }
    }
}

/// Reads a quoted string for the parameter or attribute `name`: resolved, and as it stands.
pub(crate) fn quoted<'a>(
    cursor: &mut Cursor<'a>,
    findings: &Findings,
    name: &str,
) -> Result<(Cow<'a, str>, &'a str), ReadError> {
    let seen = cursor.rest();
    let text = cursor.quoted().map_err(|fault| match fault {
        QuoteFault::Open => findings.refuse(
            bad_quoting(name),
            format!("the quoted string {} has no end", excerpt(seen)),
        ),
        QuoteFault::Control => findings.refuse(
            "control-character",
            format!("a control character in the quoted string {}", excerpt(seen)),
        ),
    })?;
    // Both quotes are one byte long.
    let raw = &seen[1..seen.len() - cursor.rest().len() - 1];
    Ok((text, raw))
}

/// The code for a quoted string that does not end where its parameter ends.
pub(crate) fn bad_quoting(name: &str) -> &'static str {
    match name {
        "scheme" => "bad-quoting:scheme",
        "class" => "bad-quoting:class",
        "title" => "bad-quoting:title",
        "rel" => "bad-quoting:rel",
        "location" => "bad-quoting:location",
        "attributes" => "bad-quoting:attributes",
        "actions" => "bad-quoting:actions",
        "self" => "bad-quoting:self",
        "category" => "bad-quoting:category",
        _ => "bad-quoting",
    }
}

/// The code for a parameter that occurs twice.
pub(crate) fn repeated_parameter(name: &str) -> &'static str {
    match name {
        "scheme" => "repeated-parameter:scheme",
        "class" => "repeated-parameter:class",
        "title" => "repeated-parameter:title",
        "rel" => "repeated-parameter:rel",
        "location" => "repeated-parameter:location",
        "attributes" => "repeated-parameter:attributes",
        "actions" => "repeated-parameter:actions",
        "self" => "repeated-parameter:self",
        "category" => "repeated-parameter:category",
        _ => "repeated-parameter",
    }
}

/// Reads the members of a comma-separated field value, one call of `each` for one member.
///
/// `each` stops at a comma or at the end.
pub(crate) fn members<'a>(
    value: &'a str,
    findings: &mut Findings,
    mut each: impl FnMut(&mut Cursor<'a>, &mut Findings) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut cursor = Cursor::new(value);
    let mut is_first = true;
    loop {
        cursor.skip_blanks();
        findings.look(head(cursor.rest()));
        let is_empty = matches!(cursor.peek(), None | Some(b','));
        // A field without any member is a fault that its own grammar names best.
        let is_whole = is_first && cursor.peek().is_none();
        if is_empty && !is_whole {
            findings.forgive("empty-member", || {
                "a comma without a member beside it".to_owned()
            })?;
        } else {
            findings.count()?;
            each(&mut cursor, findings)?;
            cursor.skip_blanks();
        }
        is_first = false;
        if cursor.peek().is_none() {
            return Ok(());
        }
        if !cursor.take(b',') {
            findings.look(head(cursor.rest()));
            return Err(findings.refuse(
                "list-syntax",
                format!("a comma is missing before {}", excerpt(cursor.rest())),
            ));
        }
    }
}
