//! Whose signatures are believed.

use crate::signature::{PublicKey, SignatureError};

/// Registered keys, each with the name of its owner.
#[derive(Clone, Debug, Default)]
pub struct Keys(Vec<(PublicKey, String)>);

/// A line that is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct KeysError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub why: SignatureError,
}

impl Keys {
    /// Reads lines `ssh-rsa KEY NAME`; empty ones and those that begin with `#` are passed over.
    ///
    /// # Errors
    ///
    /// At the first line that is no key.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let mut keys = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key =
                PublicKey::from_openssh(line).map_err(|why| KeysError { line: at + 1, why })?;
            let name = line
                .splitn(3, char::is_whitespace)
                .nth(2)
                .unwrap_or_default();
            keys.push((key, name.trim().to_owned()));
        }
        Ok(Self(keys))
    }

    /// The owner of a key; empty when the line has no name.
    #[must_use]
    pub fn owner(&self, key: &PublicKey) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, name)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_owners() {
        let line = include_str!("../tests/keys/test.pub").trim();
        let key = PublicKey::from_openssh(line).unwrap();
        let keys = Keys::parse(&format!("# keys\n\n{key} Example Cloud\n")).unwrap();
        assert_eq!(keys.owner(&key), Some("Example Cloud"));
        assert_eq!(Keys::default().owner(&key), None);
        assert_eq!(Keys::parse("# one\nrsa x").unwrap_err().line, 2);
    }
}
