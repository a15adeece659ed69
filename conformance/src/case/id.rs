//! Identity of cases (section 3.1).

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Serialize, Serializer};
use uuid::Uuid;

/// Namespace of the name-based UUIDs of cases.
///
/// A random (version 4) UUID, drawn once for this project and never changed: guidelines name cases
/// by the UUIDs made in it.
pub const NAMESPACE: Uuid = Uuid::from_u128(0xb969_720d_fdc3_418a_a448_d3e6_38e0_12d8);

/// What the subject of a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prefix {
    /// `k`: a kind that is a resource.
    Kind,
    /// `l`: a kind that is a link.
    Link,
    /// `p`: the protocol.
    Protocol,
    /// `w`: stored bytes.
    Wire,
    /// `x`: a mixin.
    Mixin,
}

impl Prefix {
    /// The letter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "k",
            Self::Link => "l",
            Self::Protocol => "p",
            Self::Wire => "w",
            Self::Mixin => "x",
        }
    }
}

/// The id of a case:
///
/// ```text
/// case-id   = prefix ":" subject "/" family *( "/" detail ) [ "@" rendering ]
/// prefix    = "k" / "l" / "x" / "p" / "w"
/// subject   = short model name "#" term       ; infrastructure#compute
/// ```
///
/// Family and details consist of letters, digits, `.`, `-`, `_`. Names of the model (attributes,
/// states, literals) keep their letter case, since OCCI compares names octet by octet (D-01);
/// any other octet of theirs is percent-encoded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(Arc<str>);

/// A text that is no case id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a case id; ids look like k:infrastructure#compute/cre.min@json")]
pub struct CaseIdError(pub String);

impl CaseId {
    /// Puts an id together; the parts are escaped where needed.
    #[must_use]
    pub fn new(
        prefix: Prefix,
        subject: &str,
        family: &str,
        details: &[&str],
        rendering: Option<&str>,
    ) -> Self {
        let mut text = format!("{}:{subject}/{family}", prefix.as_str());
        for detail in details {
            text.push('/');
            escape(detail, &mut text);
        }
        if let Some(rendering) = rendering {
            text.push('@');
            text.push_str(rendering);
        }
        Self(text.into())
    }

    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The letter before the colon.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// The subject: `infrastructure#compute`.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.path().split('/').next().unwrap_or_default()
    }

    /// The family: `act.cell`.
    #[must_use]
    pub fn family(&self) -> &str {
        let path = self.path();
        let path = path.split('@').next().unwrap_or_default();
        path.split('/').nth(1).unwrap_or_default()
    }

    /// The details, as they stand in the id.
    pub fn details(&self) -> impl Iterator<Item = &str> {
        let path = self.path();
        path.split('@')
            .next()
            .unwrap_or_default()
            .split('/')
            .skip(2)
    }

    /// The rendering, if the id names one.
    #[must_use]
    pub fn rendering(&self) -> Option<&str> {
        self.0.rsplit_once('@').map(|(_, rendering)| rendering)
    }

    /// The name-based UUID (version 5) of the id.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        Uuid::new_v5(&NAMESPACE, self.0.as_bytes())
    }

    fn path(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, path)| path)
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

fn escape(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if is_plain(byte) {
            into.push(char::from(byte));
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn is_part(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| is_plain(byte) || byte == b'%')
}

impl FromStr for CaseId {
    type Err = CaseIdError;

    fn from_str(text: &str) -> Result<Self, CaseIdError> {
        let error = || CaseIdError(text.to_owned());
        let (prefix, rest) = text.split_once(':').ok_or_else(error)?;
        if !matches!(prefix, "k" | "l" | "x" | "p" | "w") {
            return Err(error());
        }
        let (path, rendering) = match rest.split_once('@') {
            Some((path, rendering)) => (path, Some(rendering)),
            None => (rest, None),
        };
        if rendering.is_some_and(|name| !matches!(name, "plain" | "occi" | "uri" | "json" | "xml"))
        {
            return Err(error());
        }
        let mut parts = path.split('/');
        let subject = parts.next().unwrap_or_default();
        if subject.is_empty() || !subject.split('#').all(is_part) || subject.split('#').count() > 2
        {
            return Err(error());
        }
        let mut details = 0;
        for part in parts {
            if !is_part(part) {
                return Err(error());
            }
            details += 1;
        }
        if details == 0 {
            return Err(error());
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for CaseId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_take_apart_what_they_were_made_of() {
        let id = CaseId::new(
            Prefix::Kind,
            "infrastructure#storage",
            "val.bad",
            &["occi.storage.size", "below"],
            Some("json"),
        );
        assert_eq!(
            id.as_str(),
            "k:infrastructure#storage/val.bad/occi.storage.size/below@json"
        );
        assert_eq!(id.prefix(), "k");
        assert_eq!(id.subject(), "infrastructure#storage");
        assert_eq!(id.family(), "val.bad");
        assert_eq!(
            id.details().collect::<Vec<_>>(),
            ["occi.storage.size", "below"]
        );
        assert_eq!(id.rendering(), Some("json"));
        assert_eq!(id.as_str().parse(), Ok(id));
    }

    #[test]
    fn an_id_without_details_has_a_family() {
        let id: CaseId = "k:infrastructure#compute/cre.min@json".parse().unwrap();
        assert_eq!(id.family(), "cre.min");
        assert_eq!(id.details().count(), 0);
    }

    #[test]
    fn names_with_odd_octets_stay_one_part() {
        let id = CaseId::new(Prefix::Kind, "a#b", "act.cell", &["go", "on hold/ü"], None);
        assert_eq!(id.as_str(), "k:a#b/act.cell/go/on%20hold%2F%C3%BC");
        assert_eq!(id.as_str().parse(), Ok(id));
    }

    #[test]
    fn texts_that_are_no_ids_are_refused() {
        for text in [
            "",
            "compute/cre",
            "z:a#b/c",
            "k:a#b",
            "k:a#b/",
            "k:a#b#c/d",
            "k:a#b/c@pdf",
            "k:a b/c",
        ] {
            assert!(text.parse::<CaseId>().is_err(), "{text}");
        }
    }

    #[test]
    fn uuids_are_of_version_5_and_stable() {
        let id: CaseId = "k:infrastructure#compute/cre.min@json".parse().unwrap();
        assert_eq!(id.uuid().get_version_num(), 5);
        assert_eq!(id.uuid(), Uuid::new_v5(&NAMESPACE, id.as_str().as_bytes()));
        assert_eq!(
            NAMESPACE.to_string(),
            "b969720d-fdc3-418a-a448-d3e638e012d8",
            "the namespace never changes"
        );
    }
}
