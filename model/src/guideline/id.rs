//! Idempotent ids of tests.

use std::{fmt, str::FromStr, sync::Arc};

use super::name::{GuidelineNameError, MAX_NAME_BYTES};

/// The UUID part of an idempotent id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TestUuid([u8; 16]);

impl TestUuid {
    /// From the 16 bytes in the order in which they are printed.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes in the order in which they are printed.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for TestUuid {
    /// 32 lower-case digits in the groups 8-4-4-4-12.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}
impl fmt::Debug for TestUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is not a UUID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12")]
pub struct NotAUuid(pub String);

impl FromStr for TestUuid {
    type Err = NotAUuid;

    /// Digits of either case, in the groups 8-4-4-4-12 and nothing else.
    fn from_str(text: &str) -> Result<Self, NotAUuid> {
        parse_uuid(text).ok_or_else(|| NotAUuid(text.to_owned()))
    }
}

fn parse_uuid(text: &str) -> Option<TestUuid> {
    let text = text.as_bytes();
    if text.len() != 36 {
        return None;
    }
    let mut bytes = [0_u8; 16];
    let mut digits = 0_usize;
    for (at, &byte) in text.iter().enumerate() {
        if matches!(at, 8 | 13 | 18 | 23) {
            if byte != b'-' {
                return None;
            }
            continue;
        }
        let value = u8::try_from(char::from(byte).to_digit(16)?).ok()?;
        let slot = bytes.get_mut(digits / 2)?;
        *slot = (*slot << 4) | value;
        digits += 1;
    }
    Some(TestUuid(bytes))
}

/// How an idempotent id is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdForm {
    /// `id-` and a UUID in lower case: the form that the format wants.
    Canonical,
    /// A UUID without `id-`, as in the DNS and Orchestration add-ons.
    WithoutPrefix,
    /// `id-UUID,smoke`: with other attributes of the test, as in 2016.01.
    WithAttributes,
    /// A UUID with capital letters.
    UpperCase,
    /// Nothing, as with the made-up test of 2017.01.
    Empty,
    /// Something else.
    Other,
}

/// The durable id of a test: the same when the test is moved or renamed
/// (Interop WG, schema 1.6). Read leniently; what was written is kept, because the lists of the
/// result server print it so.
///
/// An id names a function, not a test case: tests that are inherited share it. Only id and name
/// together identify a test (published guidelines).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdempotentId {
    written: Arc<str>,
    uuid: Option<TestUuid>,
    form: IdForm,
}

impl IdempotentId {
    /// Reads an id in any form that occurs in published files.
    ///
    /// # Errors
    ///
    /// When the text has control characters or is longer than 4096 bytes; every other text is
    /// kept, if need be as [`IdForm::Other`] without a UUID.
    pub fn parse(text: &str) -> Result<Self, GuidelineNameError> {
        const WHAT: &str = "idempotent id";
        if text.len() > MAX_NAME_BYTES {
            return Err(GuidelineNameError::TooLong {
                what: WHAT,
                bytes: text.len(),
            });
        }
        if text.chars().any(char::is_control) {
            return Err(GuidelineNameError::Control(WHAT));
        }
        let (uuid, form) = Self::understand(text);
        Ok(Self {
            written: text.into(),
            uuid,
            form,
        })
    }

    fn understand(text: &str) -> (Option<TestUuid>, IdForm) {
        if text.is_empty() {
            return (None, IdForm::Empty);
        }
        let (head, attributes) = match text.split_once(',') {
            Some((head, _)) => (head, true),
            None => (text, false),
        };
        let (digits, prefixed) = match head.strip_prefix("id-") {
            Some(digits) => (digits, true),
            None => (head, false),
        };
        let Some(uuid) = parse_uuid(digits) else {
            return (None, IdForm::Other);
        };
        let form = if attributes {
            IdForm::WithAttributes
        } else if !prefixed {
            IdForm::WithoutPrefix
        } else if digits.bytes().any(|byte| byte.is_ascii_uppercase()) {
            IdForm::UpperCase
        } else {
            IdForm::Canonical
        };
        (Some(uuid), form)
    }

    /// The text of the file.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// The UUID, when there is one in it.
    #[must_use]
    pub const fn uuid(&self) -> Option<TestUuid> {
        self.uuid
    }

    /// How it is written.
    #[must_use]
    pub const fn form(&self) -> IdForm {
        self.form
    }

    /// The form that the format wants, `id-UUID`, when there is a UUID.
    #[must_use]
    pub fn canonical(&self) -> Option<String> {
        self.uuid.map(|uuid| format!("id-{uuid}"))
    }
}

impl From<TestUuid> for IdempotentId {
    fn from(uuid: TestUuid) -> Self {
        Self {
            written: format!("id-{uuid}").into(),
            uuid: Some(uuid),
            form: IdForm::Canonical,
        }
    }
}

impl fmt::Display for IdempotentId {
    /// As it is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
impl fmt::Debug for IdempotentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.written, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "9a438d88-10c6-4bcd-8b5b-5b6e25e1346f";

    #[test]
    fn every_published_form_is_understood_and_kept() {
        for (text, form) in [
            (format!("id-{UUID}"), IdForm::Canonical),
            (UUID.to_owned(), IdForm::WithoutPrefix),
            (format!("id-{UUID},smoke"), IdForm::WithAttributes),
            (format!("id-{}", UUID.to_uppercase()), IdForm::UpperCase),
        ] {
            let id = IdempotentId::parse(&text).unwrap();
            assert_eq!(id.form(), form, "{text}");
            assert_eq!(id.as_written(), text);
            assert_eq!(id.canonical().unwrap(), format!("id-{UUID}"));
        }
        for (text, form) in [
            ("", IdForm::Empty),
            ("id-12", IdForm::Other),
            ("id-9a438d88010c6-4bcd-8b5b-5b6e25e1346f", IdForm::Other),
        ] {
            let id = IdempotentId::parse(text).unwrap();
            assert_eq!((id.form(), id.uuid()), (form, None), "{text}");
        }
        assert!(IdempotentId::parse("id-\n").is_err());
    }

    #[test]
    fn a_uuid_prints_as_it_reads() {
        let uuid: TestUuid = UUID.parse().unwrap();
        assert_eq!(uuid.to_string(), UUID);
        assert_eq!(uuid.as_bytes()[0], 0x9a);
        assert_eq!(IdempotentId::from(uuid).as_written(), format!("id-{UUID}"));
        assert!("9a438d88".parse::<TestUuid>().is_err());
    }
}
