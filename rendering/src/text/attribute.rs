//! Reading of `X-OCCI-Attribute` (B.5).

use occi_model::AttributeName;

use super::{
    lex::Cursor,
    params::{self, Blanks, ParamValue},
};
use crate::{
    findings::{Findings, excerpt},
    message::RawValue,
    number::{NumberForm, number_form},
    read::ReadError,
};

/// Reads one `name=value`.
pub(crate) fn attribute(
    cursor: &mut Cursor<'_>,
    findings: &mut Findings,
) -> Result<(AttributeName, RawValue), ReadError> {
    let seen = cursor.rest();
    let head = cursor.until(|b| matches!(b, b'=' | b',' | b';' | b'"'));
    if !cursor.take(b'=') {
        return Err(findings.refuse(
            "attribute-syntax",
            format!("{} is not `name=value`", excerpt(seen)),
        ));
    }
    let name = name(head, findings)?;
    let value = match cursor.plain_quoted() {
        Some(text) => RawValue::Text(text.to_owned()),
        None => match params::value(cursor, findings, "", Blanks::Belong)? {
            ParamValue::Quoted { text, .. } => RawValue::Text(text.into_owned()),
            ParamValue::Bare(text) => judge_bare(&name, text, findings)?,
            ParamValue::Missing => RawValue::Null,
        },
    };
    cursor.skip_blanks();
    while cursor.take(b';') {
        cursor.skip_blanks();
        if matches!(cursor.peek(), None | Some(b',' | b';')) {
            findings.forgive("trailing-semicolon", || {
                format!("a semicolon after the value of `{name}`")
            })?;
        }
    }
    if !matches!(cursor.peek(), None | Some(b',')) {
        return Err(findings.refuse(
            "attribute-syntax",
            format!(
                "a comma is missing after the value of `{name}`, before {}",
                excerpt(cursor.rest())
            ),
        ));
    }
    Ok((name, value))
}

/// The name of an attribute.
pub(crate) fn name(text: &str, findings: &Findings) -> Result<AttributeName, ReadError> {
    AttributeName::new(text).map_err(|error| findings.refuse("attribute-syntax", error.to_string()))
}

/// A value without quotes, or nothing when it needs them.
pub(crate) fn bare(text: &str) -> Option<RawValue> {
    Some(match text {
        "" => RawValue::Null,
        "true" => RawValue::Boolean(true),
        "false" => RawValue::Boolean(false),
        _ if number_form(text).is_some() => RawValue::Number(text.to_owned()),
        _ if text.bytes().all(|b| b.is_ascii_graphic() && b != b'"') => {
            RawValue::Bare(text.to_owned())
        }
        _ => return None,
    })
}

/// A value without quotes of an `X-OCCI-Attribute`, where only numbers and booleans may be so.
fn judge_bare(
    name: &AttributeName,
    text: &str,
    findings: &mut Findings,
) -> Result<RawValue, ReadError> {
    let Some(value) = bare(text) else {
        return Err(findings.refuse(
            "attribute-syntax",
            format!("the value {} of `{name}` needs quotes", excerpt(text)),
        ));
    };
    match &value {
        RawValue::Null => {
            findings.forgive("value-empty", || format!("`{name}` has an empty value"))?;
        }
        RawValue::Number(text) if number_form(text) == Some(NumberForm::Loose) => {
            findings.forgive("number-form", || {
                format!(
                    "the number {} has a plus sign or an exponent",
                    excerpt(text)
                )
            })?;
        }
        // The letters are kept: a string attribute may well want `True`.
        RawValue::Bare(text) if is_boolean(text) => {
            findings.forgive("boolean-case", || {
                format!("{} instead of a lower-case boolean", excerpt(text))
            })?;
        }
        RawValue::Bare(text) => {
            findings.forgive("value-bare", || {
                format!("the string {} without quotes", excerpt(text))
            })?;
        }
        _ => {}
    }
    Ok(value)
}

/// `true` or `false` in any letter case.
pub(crate) fn is_boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}
