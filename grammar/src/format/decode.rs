//! From bytes to characters.
//!
//! Definitions are UTF-8. A byte order mark, or an XML declaration, may say otherwise: UTF-16,
//! US-ASCII and ISO-8859-1 are read too.

/// A decoded text.
pub type Decoded = String;

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeFault {
    /// What is wrong, one clause.
    pub message: String,
    /// What to do.
    pub help: Option<&'static str>,
    /// The byte of the input.
    pub at: usize,
    /// The text as far as it can be shown.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16 { big: bool },
    Latin1,
}

/// The characters of a text, without a byte order mark.
///
/// # Errors
///
/// When the bytes do not fit the encoding, or the XML declaration names one that is not known.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, DecodeFault> {
    let (encoding, mark) = match &*bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
        [0xFE, 0xFF, ..] => (Encoding::Utf16 { big: true }, 2),
        [0xFF, 0xFE, ..] => (Encoding::Utf16 { big: false }, 2),
        [0, b'<', 0, ..] => (Encoding::Utf16 { big: true }, 0),
        [b'<', 0, _, 0, ..] => (Encoding::Utf16 { big: false }, 0),
        _ => (declared(&bytes)?, 0),
    };
    match encoding {
        Encoding::Utf8 => utf8(bytes, mark),
        Encoding::Utf16 { big } => utf16(bytes.get(mark..).unwrap_or_default(), big, mark),
        Encoding::Latin1 => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// The encoding that the XML declaration names; UTF-8 without one (XML 1.0 4.3.3).
fn declared(bytes: &[u8]) -> Result<Encoding, DecodeFault> {
    let start = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let Some(rest) = bytes[start..].strip_prefix(b"<?xml") else {
        return Ok(Encoding::Utf8);
    };
    let end = rest.iter().take(256).position(|byte| *byte == b'>');
    let declaration = String::from_utf8_lossy(&rest[..end.unwrap_or(0)]);
    let Some((before, after)) = declaration.split_once("encoding") else {
        return Ok(Encoding::Utf8);
    };
    let after = after.trim_start().strip_prefix('=').unwrap_or_default();
    let after = after.trim_start();
    let Some(name) = after
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))
        .and_then(|quote| after[1..].split_once(quote))
        .map(|(name, _)| name)
    else {
        return Ok(Encoding::Utf8);
    };
    match name.to_ascii_lowercase().as_str() {
        // What is declared as UTF-16 but could be read up to here is no UTF-16; tools rewrite
        // files and leave the declaration.
        "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" => Ok(Encoding::Utf8),
        "iso-8859-1" | "iso_8859-1" | "latin1" | "latin-1" => Ok(Encoding::Latin1),
        other => Err(DecodeFault {
            message: format!("the encoding `{other}` is not supported"),
            help: Some("save the file as UTF-8"),
            at: start + "<?xml".len() + before.len(),
            text: String::from_utf8_lossy(bytes).into_owned(),
        }),
    }
}

fn utf8(mut bytes: Vec<u8>, mark: usize) -> Result<Decoded, DecodeFault> {
    bytes.drain(..mark);
    let nul = bytes.iter().take(4096).position(|byte| *byte == 0);
    match (String::from_utf8(bytes), nul) {
        (Ok(text), None) => Ok(text),
        (Ok(text), Some(at)) => Err(DecodeFault {
            message: format!("byte {at} is NUL: this is no text"),
            help: Some("save the file as UTF-8; UTF-16 needs a byte order mark"),
            at,
            text,
        }),
        (Err(error), nul) => {
            let at = error.utf8_error().valid_up_to();
            let no_text = if nul.is_some() {
                ": this is no text"
            } else {
                ""
            };
            Err(DecodeFault {
                message: format!("byte {at} is not UTF-8{no_text}"),
                help: nul.is_none().then_some(
                    "save the file as UTF-8; XML may be ISO-8859-1 when its first line says so",
                ),
                at,
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            })
        }
    }
}

fn utf16(bytes: &[u8], big: bool, mark: usize) -> Result<Decoded, DecodeFault> {
    let whole = bytes.chunks_exact(2);
    let half = !whole.remainder().is_empty();
    let unit = |pair: &[u8]| match *pair {
        [high, low] if big => u16::from_be_bytes([high, low]),
        [low, high] => u16::from_le_bytes([low, high]),
        _ => 0xFFFD,
    };
    let mut text = String::with_capacity(bytes.len());
    let mut message = half.then(|| format!("UTF-16 of {} bytes", bytes.len() + mark));
    for (at, character) in char::decode_utf16(whole.map(unit)).enumerate() {
        if let Ok(character) = character {
            text.push(character);
        } else {
            message = Some(format!("character {at} is half a UTF-16 pair"));
            break;
        }
    }
    if let Some(message) = message {
        return Err(DecodeFault {
            message,
            help: Some("save the file as UTF-8"),
            at: text.len(),
            text,
        });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let units = mark
            .then_some(0xFEFF)
            .into_iter()
            .chain(text.encode_utf16());
        let bytes = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        units.flat_map(bytes).collect()
    }

    #[test]
    fn marks_and_declarations_say_the_encoding() {
        let text = "<?xml version=\"1.0\"?><a b=\"é😀\"/>";
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            utf16_bytes(text, true, true),
            utf16_bytes(text, false, true),
            utf16_bytes(text, true, false),
            utf16_bytes(text, false, false),
        ] {
            assert_eq!(decode(bytes).as_deref(), Ok(text));
        }
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a b='\xE9'/>".to_vec();
        assert!(decode(latin).unwrap().ends_with("<a b='é'/>"));
        let unmarked = utf16_bytes("extension", false, false);
        assert_eq!(decode(unmarked).unwrap_err().at, 1);
    }

    #[test]
    fn what_is_no_text_has_a_place() {
        let at = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err().at;
        assert_eq!(at(b"abc\xFF"), 3);
        assert_eq!(at(b"\x7fELF\0\0\xF0"), 6);
        assert_eq!(at(b"<?xml version='1.0' encoding='koi8-r'?><a/>"), 20);
        assert_eq!(at(b"\xFF\xFEa\0\x00\xD8"), 1);
        assert_eq!(at(b"\xFE\xFF\0a\0"), 1);
        let error = decode(b"\x7fELF\0\0\xF0".to_vec()).unwrap_err();
        assert!(error.message.ends_with("no text"));
    }
}
