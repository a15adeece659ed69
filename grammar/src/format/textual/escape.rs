//! The escapes of strings: `\b \t \n \f \r \" \' \\ \uXXXX`, those of Xtext.

use std::{fmt::Write as _, ops::Range};

/// The text of a string between its quotes, and where its unknown escapes stand in it; those
/// stay as they are written.
pub(super) fn unescape(inner: &str) -> (String, Vec<Range<usize>>) {
    let mut value = String::with_capacity(inner.len());
    let mut unknown = Vec::new();
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        let start = inner.len() - rest.len() + at;
        rest = &rest[at + 1..];
        let Some(escape) = rest.chars().next() else {
            break;
        };
        rest = &rest[escape.len_utf8()..];
        let plain = match escape {
            'b' => Some('\u{8}'),
            't' => Some('\t'),
            'n' => Some('\n'),
            'f' => Some('\u{c}'),
            'r' => Some('\r'),
            '"' | '\'' | '\\' => Some(escape),
            'u' => rest
                .get(..4)
                .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
                .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .and_then(char::from_u32)
                .inspect(|_| rest = &rest[4..]),
            _ => None,
        };
        match plain {
            Some(plain) => value.push(plain),
            None => {
                value.push('\\');
                value.push(escape);
                unknown.push(start..start + 1 + escape.len_utf8());
            }
        }
    }
    value.push_str(rest);
    (value, unknown)
}

/// A text in double quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if crate::diagnostic::is_harmful(character) => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        for (inner, value) in [
            (r#"a\n\t\"\'\\b"#, "a\n\t\"'\\b"),
            (r"\u00e9é", "éé"),
            (r"C:\\dir", r"C:\dir"),
        ] {
            assert_eq!(unescape(inner), (value.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn unknown_escapes_stay_and_are_told() {
        assert_eq!(
            unescape(r"é\d\u12"),
            (r"é\d\u12".to_owned(), vec![2..4, 4..6])
        );
    }

    #[test]
    fn what_is_quoted_comes_back() {
        for text in ["", "a\"b\\c\n\r\t'", "é\u{202e}\u{1}", "\\u0041"] {
            let written = quoted(text);
            assert_eq!(
                unescape(&written[1..written.len() - 1]).0,
                text,
                "{written}"
            );
        }
    }
}
