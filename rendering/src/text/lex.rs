//! The lexical base of the text renderings (B.1, B.9): blanks, quoted strings, URI references.

use std::borrow::Cow;

use memchr::memchr2;

/// A place inside the value of one field.
///
/// It only ever stops in front of an ASCII byte or at the end, so every slice that it gives
/// out lies between characters.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Whether the text has no control character anywhere, as nearly all have none.
    is_clean: bool,
}

/// What is wrong with a quoted string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuoteFault {
    /// No closing quote.
    Open,
    /// A control character other than the tab (D-67).
    Control,
}

/// Whether there is a control character other than the tab. Every byte is looked at, so that many
/// can be looked at at once.
pub(crate) fn has_control(bytes: &[u8]) -> bool {
    const AT_ONCE: usize = 32;
    let any = |bytes: &[u8]| {
        let found = bytes
            .iter()
            .fold(0, |found, &byte| found | u8::from(is_control(byte)));
        found != 0
    };
    let (blocks, _) = bytes.as_chunks::<AT_ONCE>();
    match bytes.last_chunk::<AT_ONCE>() {
        // What is behind the last whole block is looked at with some of what is before it.
        Some(last) => any(last) || blocks.iter().any(|block| any(block)),
        None => any(bytes),
    }
}

/// A control character other than the tab.
pub(crate) const fn is_control(byte: u8) -> bool {
    // Without branches, so that many can be looked at at once.
    ((byte < 0x20) & (byte != b'\t')) | (byte == 0x7f)
}

/// Blank or tab.
pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Without the blanks at both ends.
pub(crate) fn trim(text: &str) -> &str {
    trim_end(trim_start(text))
}

/// Without the blanks at the start.
pub(crate) fn trim_start(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && is_blank(bytes[at]) {
        at += 1;
    }
    &text[at..]
}

/// Without the blanks at the end.
pub(crate) fn trim_end(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    while end > 0 && is_blank(bytes[end - 1]) {
        end -= 1;
    }
    &text[..end]
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            is_clean: !has_control(text.as_bytes()),
        }
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Skips blanks; tells whether there were any.
    pub(crate) fn skip_blanks(&mut self) -> bool {
        let start = self.at;
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
        self.at > start
    }

    /// Takes the byte if it is the next one. Only for ASCII.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        debug_assert!(byte.is_ascii());
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Whether the end, a comma or a semicolon is next.
    pub(crate) fn at_separator(&self) -> bool {
        matches!(self.peek(), None | Some(b',' | b';'))
    }

    /// Takes everything up to the first byte that `stop` names, which must be ASCII, or to the
    /// end; blanks at both ends are left out.
    pub(crate) fn until(&mut self, stop: impl Fn(u8) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest
            .as_bytes()
            .iter()
            .position(|&b| stop(b) && b.is_ascii())
            .unwrap_or(rest.len());
        self.at += length;
        trim(&rest[..length])
    }

    /// Takes `; name="value"`, blanks around the semicolon, where the value has no escapes and the
    /// text no control characters; takes nothing of anything else. Nearly all parameters are
    /// written so, and this reads them in one go.
    #[inline]
    pub(crate) fn plain_parameter(&mut self) -> Option<(&'a str, &'a str)> {
        let mut at = self.at;
        let bytes = self.text.as_bytes();
        let skip_blanks = |mut at: usize| {
            while bytes.get(at).copied().is_some_and(is_blank) {
                at += 1;
            }
            at
        };
        at = skip_blanks(at);
        if bytes.get(at) != Some(&b';') {
            return None;
        }
        let name = skip_blanks(at + 1);
        let length = bytes[name..].iter().position(|&byte| {
            !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        })?;
        let equals = name + length;
        if length == 0 || bytes.get(equals) != Some(&b'=') {
            return None;
        }
        let (value, end) = self.plain_quoted_at(equals + 1)?;
        self.at = end;
        Some((&self.text[name..equals], value))
    }

    /// Takes a quoted string that has no escapes, where the text has no control characters; takes
    /// nothing of anything else.
    #[inline]
    pub(crate) fn plain_quoted(&mut self) -> Option<&'a str> {
        let (value, end) = self.plain_quoted_at(self.at)?;
        self.at = end;
        Some(value)
    }

    /// The quoted string that begins at a place, and where it ends.
    #[inline]
    fn plain_quoted_at(&self, at: usize) -> Option<(&'a str, usize)> {
        let bytes = self.text.as_bytes();
        if bytes.get(at) != Some(&b'"') || !self.is_clean {
            return None;
        }
        let start = at + 1;
        let end = start + memchr2(b'"', b'\\', &bytes[start..])?;
        (bytes[end] == b'"').then(|| (&self.text[start..end], end + 1))
    }

    /// Whether a piece of the text has a control character other than the tab.
    pub(crate) fn has_control(&self, piece: &str) -> bool {
        !self.is_clean && has_control(piece.as_bytes())
    }

    /// Takes a quoted string whose opening quote, `"` or `'`, is next, and resolves its escapes:
    /// a backslash stands for the character after it.
    pub(crate) fn quoted(&mut self) -> Result<Cow<'a, str>, QuoteFault> {
        let Some(quote) = self.peek() else {
            return Err(QuoteFault::Open);
        };
        let rest = &self.text[self.at + 1..];
        let bytes = rest.as_bytes();
        let mut resolved: Option<String> = None;
        let mut start = 0;
        let mut at = 0;
        loop {
            let run = memchr2(quote, b'\\', &bytes[at..]).unwrap_or(bytes.len() - at);
            if !self.is_clean && has_control(&bytes[at..at + run]) {
                return Err(QuoteFault::Control);
            }
            at += run;
            match *bytes.get(at).ok_or(QuoteFault::Open)? {
                b'\\' => {
                    let escaped = *bytes.get(at + 1).ok_or(QuoteFault::Open)?;
                    if is_control(escaped) {
                        return Err(QuoteFault::Control);
                    }
                    resolved
                        .get_or_insert_with(|| String::with_capacity(rest.len().min(256)))
                        .push_str(&rest[start..at]);
                    // The escaped character, of any length, goes into the next run. Skipping its
                    // first byte is right for ASCII; a longer character has no special byte.
                    start = at + 1;
                    at += 2;
                }
                // The closing quote.
                _ => break,
            }
        }
        self.at += 1 + at + 1;
        Ok(match resolved {
            None => Cow::Borrowed(&rest[..at]),
            Some(mut text) => {
                text.push_str(&rest[start..at]);
                Cow::Owned(text)
            }
        })
    }
}

/// Whether `text` is a URI reference by its characters (RFC 3986): not empty, no blank, none of
/// `"<>\^{|}` and backquote, `%` only before two hexadecimal digits, at most one `#`.
pub(crate) fn is_uri_reference(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Most have neither; each byte is looked at once.
    let all = bytes
        .iter()
        .fold(URI | PLAIN, |all, &byte| all & CLASSES[usize::from(byte)]);
    if all & PLAIN != 0 {
        return !bytes.is_empty();
    }
    if all & URI == 0 {
        return false;
    }
    let fragments = bytes.iter().filter(|&&byte| byte == b'#').count();
    let mut escapes = bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'%');
    fragments <= 1 && escapes.all(|(at, _)| is_escape(&bytes[at..]))
}

/// Whether `%` is followed by two hexadecimal digits.
fn is_escape(bytes: &[u8]) -> bool {
    bytes
        .get(1..3)
        .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
}

/// Which bytes a URI reference is made of.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let byte = at as u8;
        let is_uri = byte.is_ascii_graphic()
            && !matches!(
                byte,
                b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
            );
        if is_uri {
            classes[at] |= URI;
        }
        if is_uri && !matches!(byte, b'#' | b'%') {
            classes[at] |= PLAIN;
        }
        at += 1;
    }
    classes
};
/// In a URI.
const URI: u8 = 1;
/// In a URI, whatever stands beside it.
const PLAIN: u8 = 2;

/// Whether `text` is an absolute URI: a URI reference that begins with a scheme.
pub(crate) fn is_absolute_uri(text: &str) -> bool {
    is_uri_reference(text)
        && text.split_once(':').is_some_and(|(scheme, rest)| {
            !rest.is_empty()
                && scheme
                    .as_bytes()
                    .first()
                    .is_some_and(u8::is_ascii_alphabetic)
                && scheme
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        })
}

/// Appends a URI reference so that it can stand in `<...>`, in quotes and in a list: what no URI
/// may contain, and a comma (D-62), is percent-encoded. Whatever the text is, it cannot end its
/// place, a line or a header field.
pub(crate) fn push_uri(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = text.as_bytes();
    if is_uri_reference(text) && !bytes.contains(&b',') {
        out.extend_from_slice(bytes);
        return;
    }
    let mut fragments = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let fits = match byte {
            b',' => false,
            b'#' => {
                fragments += 1;
                fragments == 1
            }
            b'%' => is_escape(&bytes[at..]),
            _ => CLASSES[usize::from(byte)] & PLAIN != 0,
        };
        if fits {
            out.push(byte);
        } else {
            out.push(b'%');
            out.push(HEX[usize::from(byte >> 4)]);
            out.push(HEX[usize::from(byte & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Result<(Cow<'_, str>, &str), QuoteFault> {
        let mut cursor = Cursor::new(text);
        let value = cursor.quoted()?;
        Ok((value, cursor.rest()))
    }

    #[test]
    fn b1_a_backslash_stands_for_the_next_character() {
        assert_eq!(quoted(r#""plain" x"#), Ok(("plain".into(), " x")));
        assert_eq!(
            quoted(r#""a \"b\" \\ \n""#),
            Ok((r#"a "b" \ n"#.into(), ""))
        );
        assert_eq!(quoted(r#""\ä\\""#), Ok((r"ä\".into(), "")));
        assert_eq!(quoted(r#""""#), Ok(("".into(), "")));
        assert_eq!(quoted(r#"'it\'s "x"';"#), Ok((r#"it's "x""#.into(), ";")));
    }

    #[test]
    fn open_quotes_and_controls_are_faults() {
        for text in ["\"", "\"abc", "\"abc\\", "\"abc\\\""] {
            assert_eq!(quoted(text), Err(QuoteFault::Open), "{text}");
        }
        for text in ["\"a\rb\"", "\"a\\\nb\"", "\"\0\"", "\"\x7f\""] {
            assert_eq!(quoted(text), Err(QuoteFault::Control), "{text:?}");
        }
        assert_eq!(quoted("\"a\tb\""), Ok(("a\tb".into(), "")));
    }

    #[test]
    fn uri_references() {
        for text in [
            "/compute/1",
            "a",
            "http://h:1/a?b=c#d",
            "urn:uuid:1",
            "%41",
            "?a",
            "#x",
        ] {
            assert!(is_uri_reference(text), "{text}");
        }
        for text in ["", "a b", "a\"", "<a>", "a#b#c", "%4", "%zz", "ä", "a\\b"] {
            assert!(!is_uri_reference(text), "{text}");
        }
        assert!(is_absolute_uri("urn:x"));
        for text in ["/a", "a", ":b", "1a:b", "a b:c", "x:"] {
            assert!(!is_absolute_uri(text), "{text}");
        }
    }

    #[test]
    fn d62_what_no_uri_may_contain_is_percent_encoded() {
        let mut out = Vec::new();
        push_uri(&mut out, "/a,b>\r\nX: ä");
        assert_eq!(out, b"/a%2Cb%3E%0D%0AX:%20%C3%A4");
        for text in ["/a#b#c", "100%", "%zz", "a b", "/ok%20?x=1#y"] {
            out.clear();
            push_uri(&mut out, text);
            assert!(is_uri_reference(str::from_utf8(&out).unwrap()), "{text}");
        }
    }
}
