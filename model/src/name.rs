//! Identifiers of the standard as types: a value of one of these types is well-formed.

use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Base of all schemes that the OCCI specifications define; closed to providers
/// (GFD.221 5.3.1).
pub const RESERVED_SCHEME_BASE: &str = "http://schemas.ogf.org/occi/";

/// Prefix of attribute names that the specifications reserve (GFD.221 5.3.2).
pub const RESERVED_ATTRIBUTE_PREFIX: &str = "occi.";

/// Longest identifier, name or location that is accepted, in bytes.
///
/// The standard sets no limit; a bound keeps hostile input from becoming hostile memory.
pub const MAX_NAME_BYTES: usize = 4096;

/// Why a text is not the identifier it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Not a term (GFD.229 4.1).
    #[error("`{0}` is not a term: a letter or digit, then letters, digits, `-`, `_` or `.`")]
    Term(String),
    /// Not a scheme (D-01).
    #[error("`{0}` is not a scheme: an absolute URI that ends in `#` and has no other `#`")]
    Scheme(String),
    /// Not the identifier of a category (D-01).
    #[error("`{0}` is not a category identifier: a scheme ending in `#`, then a term")]
    Category(String),
    /// Not an attribute name (D-04).
    #[error(
        "`{0}` is not an attribute name: letters, digits, `-` and `_`, in components joined by single dots"
    )]
    Attribute(String),
    /// Not a location (GFD.223 4).
    #[error("`{0}` is not a location: an absolute path of visible characters, such as `/compute/`")]
    Location(String),
    /// Longer than [`MAX_NAME_BYTES`].
    #[error("a name of {0} bytes is longer than {MAX_NAME_BYTES}")]
    TooLong(usize),
}

/// What a byte may stand in, as a set of the bits below. Names are most of what travels, so each of
/// their bytes is looked at once.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let byte = at as u8;
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            classes[at] |= TERM;
        }
        if byte == b'.' {
            classes[at] |= TERM | DOT;
        }
        if byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.') {
            classes[at] |= URI_SCHEME;
        }
        let is_uri = byte.is_ascii_graphic()
            && !matches!(
                byte,
                b'#' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
            );
        if is_uri {
            classes[at] |= URI;
        }
        if is_uri && byte != b'?' {
            classes[at] |= PATH;
        }
        at += 1;
    }
    classes
};
/// In a term of 1.2 (GFD.229 4.1), or in an attribute name (D-04).
const TERM: u8 = 1;
/// Before the colon of a URI (RFC 3986 3.1).
const URI_SCHEME: u8 = 2;
/// In a URI, its fragment left out.
const URI: u8 = 4;
/// In a path.
const PATH: u8 = 8;
/// Between two components of an attribute name, and not beside another.
const DOT: u8 = 16;

/// Whether all bytes are of a class.
fn all(bytes: &[u8], class: u8) -> bool {
    bytes
        .iter()
        .fold(class, |all, &byte| all & CLASSES[usize::from(byte)])
        == class
}

fn is_term(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphanumeric) && all(bytes, TERM)
}

fn is_term_1_1(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes
            .iter()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

fn is_scheme(text: &str) -> bool {
    let Some(body) = text.strip_suffix('#') else {
        return false;
    };
    let bytes = body.as_bytes();
    let Some(colon) = bytes.iter().position(|&byte| byte == b':') else {
        return false;
    };
    let (head, tail) = (&bytes[..colon], &bytes[colon + 1..]);
    head.first().is_some_and(u8::is_ascii_alphabetic)
        && all(head, URI_SCHEME)
        && !tail.is_empty()
        && all(tail, URI)
}

fn is_attribute(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut every, mut beside, mut before) = (TERM, 0, DOT);
    for &byte in bytes {
        let class = CLASSES[usize::from(byte)];
        every &= class;
        beside |= class & before;
        before = class;
    }
    every & TERM != 0
        && (beside | before) & DOT == 0
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
}

fn is_location(text: &str) -> bool {
    text.starts_with('/')
        && all(text.as_bytes(), PATH)
        && !text.split('/').any(|segment| matches!(segment, "." | ".."))
}

macro_rules! name_type {
    ($(#[$meta:meta])* $name:ident, $error:ident, $check:path) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks the text.
            ///
            /// # Errors
            ///
            /// When the text does not have the lexical form of this type.
            pub fn new(text: impl AsRef<str> + Into<Arc<str>>) -> Result<Self, NameError> {
                let seen = text.as_ref();
                if seen.len() > MAX_NAME_BYTES {
                    return Err(NameError::TooLong(seen.len()));
                }
                if $check(seen) {
                    Ok(Self(text.into()))
                } else {
                    Err(NameError::$error(seen.to_owned()))
                }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = NameError;

            fn try_from(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::new(text).map_err(D::Error::custom)
            }
        }
    };
}

name_type! {
    /// The term of a category: unique inside its scheme (GFD.229 4.1, the 1.2 form).
    Term, Term, is_term
}

name_type! {
    /// The scheme of a category: an absolute URI that ends in `#` and has no other `#` (D-01).
    Scheme, Scheme, is_scheme
}

name_type! {
    /// The name of an attribute: components joined by single dots (D-04).
    AttributeName, Attribute, is_attribute
}

name_type! {
    /// The path that a category or an entity is bound to (GFD.223 4): absolute, without query
    /// and fragment, without `.` and `..` segments.
    Location, Location, is_location
}

impl Term {
    /// Whether the term also has the stricter lexical form of OCCI 1.1 (GFD.185 3.5.1).
    #[must_use]
    pub fn is_valid_in_1_1(&self) -> bool {
        is_term_1_1(&self.0)
    }
}

impl Scheme {
    /// Whether the scheme lies under the base that is reserved to the specifications
    /// (GFD.221 5.3.1).
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with(RESERVED_SCHEME_BASE)
    }

    /// The conventional scheme of the actions of the category `scheme#term`:
    /// `…/infrastructure/compute/action#` for `…/infrastructure#compute` (D-13).
    #[must_use]
    pub fn of_actions(&self, owner: &Term) -> Self {
        let base = self.0.trim_end_matches('#');
        Self(format!("{base}/{owner}/action#").into())
    }
}

impl AttributeName {
    /// Whether the name starts with the prefix reserved to the specifications.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with(RESERVED_ATTRIBUTE_PREFIX)
    }

    /// Whether the name also has the stricter lexical form of OCCI 1.1 (GFD.185 3.5.1).
    #[must_use]
    pub fn is_valid_in_1_1(&self) -> bool {
        self.0.split('.').all(is_term_1_1)
    }

    /// The part after the last dot.
    #[must_use]
    pub fn last_component(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or(&self.0)
    }
}

impl Location {
    /// Whether the location ends in `/`, as those of categories must (GFD.185 3.3.1).
    #[must_use]
    pub fn is_collection(&self) -> bool {
        self.0.ends_with('/')
    }
}

/// The identity of a category: scheme and term as one string, `scheme#term` (GFD.221 5.3.1).
///
/// Equal octet by octet, no URI normalisation, no case folding (D-01).
#[derive(Clone)]
pub struct CategoryId {
    text: Arc<str>,
    /// Index of the first byte of the term; the scheme is everything before it.
    term_at: u32,
}

impl CategoryId {
    /// Puts scheme and term together.
    #[must_use]
    pub fn new(scheme: &Scheme, term: &Term) -> Self {
        Self::joined(scheme.as_str(), term.as_str())
    }

    /// Puts scheme and term together, checking both.
    ///
    /// # Errors
    ///
    /// When one of them does not have its lexical form.
    pub fn of(scheme: &str, term: &str) -> Result<Self, NameError> {
        let length = scheme.len().max(term.len());
        if length > MAX_NAME_BYTES {
            return Err(NameError::TooLong(length));
        }
        if !is_scheme(scheme) {
            return Err(NameError::Scheme(scheme.to_owned()));
        }
        if !is_term(term) {
            return Err(NameError::Term(term.to_owned()));
        }
        Ok(Self::joined(scheme, term))
    }

    fn joined(scheme: &str, term: &str) -> Self {
        // Nearly all identifiers fit into this, and then the text is put together without memory
        // of its own.
        let mut joined = [0; 192];
        let text = match joined.get_mut(..scheme.len() + term.len()) {
            Some(joined) => {
                let (before, after) = joined.split_at_mut(scheme.len());
                before.copy_from_slice(scheme.as_bytes());
                after.copy_from_slice(term.as_bytes());
                str::from_utf8(joined).ok().map(Arc::from)
            }
            None => None,
        };
        Self {
            text: text.unwrap_or_else(|| format!("{scheme}{term}").into()),
            // Names are at most MAX_NAME_BYTES long, far below u32::MAX.
            term_at: u32::try_from(scheme.len()).unwrap_or(u32::MAX),
        }
    }

    /// Splits an identifier at its last `#` (D-01).
    ///
    /// # Errors
    ///
    /// When the text is not a scheme followed by a term.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.len() > 2 * MAX_NAME_BYTES {
            return Err(NameError::TooLong(text.len()));
        }
        let error = || NameError::Category(text.to_owned());
        let at = text.rfind('#').ok_or_else(error)? + 1;
        let (scheme, term) = text.split_at(at);
        if is_scheme(scheme) && is_term(term) {
            Ok(Self {
                text: text.into(),
                term_at: u32::try_from(at).map_err(|_| error())?,
            })
        } else {
            Err(error())
        }
    }

    /// The whole identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The scheme part, `#` included.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.text[..self.term_at as usize]
    }

    /// The term part.
    #[must_use]
    pub fn term(&self) -> &str {
        &self.text[self.term_at as usize..]
    }

    /// The scheme as its own value.
    #[must_use]
    pub fn to_scheme(&self) -> Scheme {
        Scheme(self.scheme().into())
    }

    /// The term as its own value.
    #[must_use]
    pub fn to_term(&self) -> Term {
        Term(self.term().into())
    }
}

impl PartialEq for CategoryId {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl Eq for CategoryId {}
impl PartialOrd for CategoryId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for CategoryId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}
impl std::hash::Hash for CategoryId {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
impl PartialEq<str> for CategoryId {
    fn eq(&self, other: &str) -> bool {
        &*self.text == other
    }
}
impl PartialEq<&str> for CategoryId {
    fn eq(&self, other: &&str) -> bool {
        &*self.text == *other
    }
}
impl Borrow<str> for CategoryId {
    fn borrow(&self) -> &str {
        &self.text
    }
}
impl AsRef<str> for CategoryId {
    fn as_ref(&self) -> &str {
        &self.text
    }
}
impl fmt::Display for CategoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl fmt::Debug for CategoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}
impl FromStr for CategoryId {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::parse(text)
    }
}
impl Serialize for CategoryId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de> Deserialize<'de> for CategoryId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_split_at_the_last_hash() {
        let id = CategoryId::parse("http://schemas.ogf.org/occi/infrastructure#compute").unwrap();
        assert_eq!(id.scheme(), "http://schemas.ogf.org/occi/infrastructure#");
        assert_eq!(id.term(), "compute");
        let scheme = "http://schemas.ogf.org/occi/infrastructure#";
        assert_eq!(CategoryId::of(scheme, "compute"), Ok(id.clone()));
        assert!(CategoryId::of("http://a/", "compute").is_err());
        assert!(CategoryId::of(scheme, "#compute").is_err());
        assert!(CategoryId::of(scheme, &"a".repeat(MAX_NAME_BYTES + 1)).is_err());
        assert_eq!(id, CategoryId::new(&id.to_scheme(), &id.to_term()));
    }

    #[test]
    fn ill_formed_names_are_refused() {
        for text in [
            "",
            "#",
            "a#b",
            "http://a/b",
            "http://a#b#c",
            "http://a b#c",
            "http://a#-c",
        ] {
            assert!(CategoryId::parse(text).is_err(), "{text}");
        }
        for text in ["", ".a", "a.", "a..b", "a b", "-a"] {
            assert!(AttributeName::new(text).is_err(), "{text}");
        }
        for text in ["", "compute/", "/a/../b/", "/a b/", "/a?b"] {
            assert!(Location::new(text).is_err(), "{text}");
        }
        assert!(Term::new("x".repeat(MAX_NAME_BYTES + 1)).is_err());
    }

    #[test]
    fn action_schemes_follow_the_convention() {
        let scheme = Scheme::new("http://schemas.ogf.org/occi/infrastructure#").unwrap();
        let owner = Term::new("compute").unwrap();
        assert_eq!(
            scheme.of_actions(&owner),
            "http://schemas.ogf.org/occi/infrastructure/compute/action#"
        );
    }

    #[test]
    fn the_1_1_forms_are_narrower() {
        assert!(Term::new("os_tpl").unwrap().is_valid_in_1_1());
        assert!(!Term::new("Small").unwrap().is_valid_in_1_1());
        assert!(
            !AttributeName::new("occi.agreement.agreedAt")
                .unwrap()
                .is_valid_in_1_1()
        );
    }
}
