//! OCCI versions, version ranges of definitions, and the profile a model is compiled for.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A version of the OCCI standard that definitions can refer to (GFD.183 ff. and GFD.221 ff.).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OcciVersion {
    /// OCCI 1.1 (2011).
    #[serde(rename = "1.1")]
    V1_1,
    /// OCCI 1.2 (2016).
    #[serde(rename = "1.2")]
    V1_2,
}

impl OcciVersion {
    /// All versions, oldest first.
    pub const ALL: [Self; 2] = [Self::V1_1, Self::V1_2];

    /// The number as the documents print it, `1.1` or `1.2`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_1 => "1.1",
            Self::V1_2 => "1.2",
        }
    }
}

impl fmt::Display for OcciVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no OCCI version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an OCCI version; known are 1.1 and 1.2")]
pub struct UnknownVersion(pub String);

impl FromStr for OcciVersion {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|version| version.as_str() == text)
            .ok_or_else(|| UnknownVersion(text.to_owned()))
    }
}

/// The versions of the standard in which a definition exists; both ends included, an open end
/// is unlimited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionRange {
    /// First version that has the definition; `None`: always had it.
    pub since: Option<OcciVersion>,
    /// Last version that has the definition; `None`: still has it.
    pub until: Option<OcciVersion>,
}

impl VersionRange {
    /// Every version.
    pub const ALL: Self = Self {
        since: None,
        until: None,
    };

    /// Whether the definition exists in `version`.
    #[must_use]
    pub fn contains(self, version: OcciVersion) -> bool {
        self.since.is_none_or(|since| since <= version)
            && self.until.is_none_or(|until| version <= until)
    }

    /// Whether no version has the definition.
    #[must_use]
    pub fn is_empty(self) -> bool {
        !OcciVersion::ALL.into_iter().any(|v| self.contains(v))
    }
}

/// What a model is compiled for: one version of the standard, or the union of both (D-120).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Profile {
    /// OCCI 1.1 only.
    #[serde(rename = "1.1")]
    V1_1,
    /// OCCI 1.2 only.
    #[serde(rename = "1.2")]
    V1_2,
    /// The union of both versions, for a server that claims both (D-120).
    #[default]
    #[serde(rename = "union")]
    Union,
}

impl Profile {
    /// Whether the profile includes `version`.
    #[must_use]
    pub const fn includes(self, version: OcciVersion) -> bool {
        matches!(
            (self, version),
            (Self::Union, _) | (Self::V1_1, OcciVersion::V1_1) | (Self::V1_2, OcciVersion::V1_2)
        )
    }

    /// Whether a definition of this range belongs to the profile.
    #[must_use]
    pub fn admits(self, range: VersionRange) -> bool {
        OcciVersion::ALL
            .into_iter()
            .any(|version| self.includes(version) && range.contains(version))
    }

    /// The name used on the command line: `1.1`, `1.2` or `union`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_1 => "1.1",
            Self::V1_2 => "1.2",
            Self::Union => "union",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a profile; known are 1.1, 1.2 and union")]
pub struct UnknownProfile(pub String);

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::V1_1, Self::V1_2, Self::Union]
            .into_iter()
            .find(|profile| profile.as_str() == text)
            .ok_or_else(|| UnknownProfile(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn union_admits_what_any_version_has() {
        let old = VersionRange {
            since: None,
            until: Some(OcciVersion::V1_1),
        };
        let new = VersionRange {
            since: Some(OcciVersion::V1_2),
            until: None,
        };
        assert!(Profile::Union.admits(old) && Profile::Union.admits(new));
        assert!(Profile::V1_1.admits(old) && !Profile::V1_1.admits(new));
        assert!(!Profile::V1_2.admits(old) && Profile::V1_2.admits(new));
    }

    #[test]
    fn a_range_that_ends_before_it_starts_is_empty() {
        let range = VersionRange {
            since: Some(OcciVersion::V1_2),
            until: Some(OcciVersion::V1_1),
        };
        assert!(range.is_empty());
        assert!(!VersionRange::ALL.is_empty());
    }
}
