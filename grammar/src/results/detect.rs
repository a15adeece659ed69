//! Which form results have, by their first bytes.

use super::{Format, subunit};

/// How many bytes are looked at, at most.
pub(super) const HEAD: usize = 64 * 1024;

/// What the first bytes show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Subunit2,
    Subunit1,
    Json,
    Junit,
    /// Nothing yet: text may stand before a stream.
    Nothing,
}

impl Shown {
    pub(super) fn by(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        // Packets come first: text before them may begin with anything.
        let mut rest = head;
        while let Err(error) = std::str::from_utf8(rest) {
            rest = rest.get(error.valid_up_to()..).unwrap_or_default();
            if begins_packet(rest) {
                return Self::Subunit2;
            }
            rest = rest
                .get(error.error_len().unwrap_or(1)..)
                .unwrap_or_default();
        }
        let whole_lines = head.split_inclusive(|&byte| byte == b'\n');
        for line in whole_lines.filter_map(|line| line.strip_suffix(b"\n")) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if std::str::from_utf8(line).is_ok_and(subunit::v1::is_telling) {
                return Self::Subunit1;
            }
        }
        match head.trim_ascii_start().first() {
            Some(b'{' | b'[') => Self::Json,
            Some(b'<') => Self::Junit,
            _ => Self::Nothing,
        }
    }
}

/// Signature, version 2, the reserved bit zero, a length that can be.
fn begins_packet(bytes: &[u8]) -> bool {
    matches!(bytes, [0xB3, flags, low, length, ..]
        if flags >> 4 == 2 && low & 0x08 == 0 && length >> 6 != 3)
}

/// The words that [`Format`] is known by on the command line.
pub(super) const WORDS: [(&str, Format); 5] = [
    ("subunit", Format::SubunitV2),
    ("subunit-v1", Format::SubunitV1),
    ("refstack", Format::Refstack),
    ("junit", Format::Junit),
    ("conformance", Format::Conformance),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_show_the_form() {
        for (head, shown) in [
            (&b"\xB3\x29\x01\x0c\x03foo"[..], Shown::Subunit2),
            (b"make: entering\n\xB3\x29\x01\x0c\x03foo", Shown::Subunit2),
            (b"{ \"note\": 1 }\n\xB3\x29\x01\x0c\x03foo", Shown::Subunit2),
            (b"hello\ntest: a.B.c\n", Shown::Subunit1),
            (b"time: 2026-11-21 16:48:04.730576Z\n", Shown::Subunit1),
            (b" {\"results\": []}", Shown::Json),
            (b"\xEF\xBB\xBF<testsuite/>", Shown::Junit),
            (b"", Shown::Nothing),
            (b"\xB3", Shown::Nothing),
            ("ó, and more: no packet".as_bytes(), Shown::Nothing),
            (b"test a", Shown::Nothing),
        ] {
            assert_eq!(Shown::by(head), shown, "{head:?}");
        }
    }
}
