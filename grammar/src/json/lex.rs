//! Strings, numbers and words.

use std::{borrow::Cow, ops::Range};

use super::{
    error::{ErrorKind, SyntaxError},
    value::Value,
};

fn error(kind: ErrorKind, span: Range<usize>) -> SyntaxError {
    SyntaxError {
        kind,
        span,
        opened: None,
    }
}

/// The character at a byte, when there is one.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The bytes of the character at `at`; nothing at the end of the text.
pub(super) fn char_span(text: &str, at: usize) -> Range<usize> {
    at..at + char_at(text, at).map_or(0, char::len_utf8)
}

/// Reads the string whose opening quote is at `start`. Returns the text and the byte after the
/// closing quote.
pub(super) fn string(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), SyntaxError> {
    let bytes = text.as_bytes();
    let mut owned: Option<String> = None;
    let mut plain_from = start + 1;
    let mut at = start + 1;
    loop {
        let Some(&byte) = bytes.get(at) else {
            let mut fault = error(ErrorKind::Unclosed("a string"), text.len()..text.len());
            fault.opened = Some(start);
            return Err(fault);
        };
        match byte {
            b'"' => {
                let rest = &text[plain_from..at];
                let whole = match owned {
                    None => Cow::Borrowed(rest),
                    Some(mut owned) => {
                        owned.push_str(rest);
                        Cow::Owned(owned)
                    }
                };
                return Ok((whole, at + 1));
            }
            b'\\' => {
                let (unescaped, next) = escape(text, at)?;
                let owned = owned.get_or_insert_default();
                owned.push_str(&text[plain_from..at]);
                owned.push(unescaped);
                at = next;
                plain_from = next;
            }
            b'\n' | b'\r' => {
                let mut fault = error(ErrorKind::LineEndInString, at..at);
                fault.opened = Some(start);
                return Err(fault);
            }
            0..0x20 => {
                return Err(error(
                    ErrorKind::ControlInString(char::from(byte)),
                    at..at + 1,
                ));
            }
            _ => at += 1,
        }
    }
}

/// Reads the escape whose backslash is at `at`. Returns the character and the byte after it.
fn escape(text: &str, at: usize) -> Result<(char, usize), SyntaxError> {
    let simple = match text.as_bytes().get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(text, at),
        _ => {
            let end = char_span(text, at + 1).end;
            return Err(error(ErrorKind::BadEscape, at..end));
        }
    };
    Ok((simple, at + 2))
}

fn unicode_escape(text: &str, at: usize) -> Result<(char, usize), SyntaxError> {
    let first = four_digits(text, at).ok_or_else(|| {
        let end = text.len().min(at + 2);
        error(ErrorKind::BadEscape, at..end)
    })?;
    let lone = || error(ErrorKind::LoneSurrogate, at..at + 6);
    match first {
        0xD800..0xDC00 => {
            let second = four_digits(text, at + 6)
                .filter(|second| (0xDC00..0xE000).contains(second))
                .ok_or_else(lone)?;
            let joined = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            let joined = char::from_u32(joined).ok_or_else(lone)?;
            Ok((joined, at + 12))
        }
        _ => Ok((char::from_u32(first).ok_or_else(lone)?, at + 6)),
    }
}

/// The number of the escape `\uXXXX` at `at`.
fn four_digits(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

/// Reads the number that begins at `start` with a digit or a minus. Returns the byte after it.
pub(super) fn number(text: &str, start: usize) -> Result<usize, SyntaxError> {
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let bad = |why, end: usize| Err(error(ErrorKind::BadNumber(why), start..end));
    let whole = start + usize::from(bytes.get(start) == Some(&b'-'));
    let mut at = digits(whole);
    if at == whole {
        return bad("a minus without digits", whole);
    }
    if at > whole + 1 && bytes.get(whole) == Some(&b'0') {
        return bad("a zero before other digits", at);
    }
    if bytes.get(at) == Some(&b'.') {
        let fraction = at + 1;
        at = digits(fraction);
        if at == fraction {
            return bad("a point without digits after it", fraction);
        }
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = at + 1;
        let exponent = sign + usize::from(matches!(bytes.get(sign), Some(b'+' | b'-')));
        at = digits(exponent);
        if at == exponent {
            return bad("an exponent without digits", exponent);
        }
    }
    if char_at(text, at).is_some_and(|next| next.is_alphanumeric() || matches!(next, '.' | '_')) {
        return bad("something sticks to its end", char_span(text, at).end);
    }
    Ok(at)
}

/// Reads the word that begins at `start` with a letter. Returns the value and the byte after it.
pub(super) fn word(text: &str, start: usize) -> Result<(Value<'static>, usize), SyntaxError> {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    let end = start + length;
    let word = &text[start..end];
    let value = match word {
        "true" => Value::Boolean(true),
        "false" => Value::Boolean(false),
        "null" => Value::Null,
        _ => {
            let meant = match word.to_ascii_lowercase().as_str() {
                "true" | "yes" => Some("true"),
                "false" | "no" => Some("false"),
                "null" | "none" | "nil" | "undefined" => Some("null"),
                _ => None,
            };
            let mut shown: String = word.chars().take(40).collect();
            if shown.len() < word.len() {
                shown.push('…');
            }
            return Err(error(ErrorKind::BadWord { word: shown, meant }, start..end));
        }
    };
    Ok((value, end))
}
