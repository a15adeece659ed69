//! The types of attributes, with their facets.
//!
//! A [`ValueType`] of a validated model is closed: named types are resolved, bounds are
//! consistent, patterns compile.

mod check;
mod describe;
mod digits;
pub(crate) mod format;
mod narrow;
mod text;

use std::sync::Arc;

use regex::Regex;

pub use self::{
    check::{FaultClass, ValueFault},
    digits::Digits,
};

use crate::{name::CategoryId, value::Value, version::VersionRange};

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound<N> {
    /// The number.
    pub value: N,
    /// Whether the number itself is outside.
    pub exclusive: bool,
}

/// The facets of a number: its range, where an absent end is open, and its digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberRange<N> {
    /// Lower end.
    pub min: Option<Bound<N>>,
    /// Upper end.
    pub max: Option<Bound<N>>,
    /// Most decimal digits in all, at least 1.
    pub total_digits: Option<u32>,
    /// Most decimal digits behind the point.
    pub fraction_digits: Option<u32>,
}

impl<N> NumberRange<N> {
    /// No limits.
    pub const UNBOUNDED: Self = Self {
        min: None,
        max: None,
        total_digits: None,
        fraction_digits: None,
    };
}

impl<N> Default for NumberRange<N> {
    fn default() -> Self {
        Self::UNBOUNDED
    }
}

impl<N: PartialOrd + Copy> NumberRange<N> {
    /// Whether `number` lies inside.
    #[must_use]
    pub fn contains(&self, number: N) -> bool {
        self.min.is_none_or(|min| {
            if min.exclusive {
                number > min.value
            } else {
                number >= min.value
            }
        }) && self.max.is_none_or(|max| {
            if max.exclusive {
                number < max.value
            } else {
                number <= max.value
            }
        })
    }
}

/// Length of a string in characters, or of a list in items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LengthRange {
    /// Least length; `None`: 0.
    pub min: Option<u32>,
    /// Greatest length; `None`: unlimited.
    pub max: Option<u32>,
}

impl LengthRange {
    /// Whether `length` lies inside.
    #[must_use]
    pub fn contains(self, length: usize) -> bool {
        self.min.is_none_or(|min| length >= min as usize)
            && self.max.is_none_or(|max| length <= max as usize)
    }

    /// On which side of the range `length` lies; `None`: inside.
    pub(crate) fn misses(self, length: usize) -> Option<FaultClass> {
        if self.contains(length) {
            None
        } else if self.min.is_some_and(|min| length < min as usize) {
            Some(FaultClass::Short)
        } else {
            Some(FaultClass::Long)
        }
    }
}

/// A regular expression that the whole value must match (anchored at both ends).
#[derive(Clone, Debug)]
pub struct Pattern {
    text: Arc<str>,
    regex: Regex,
}

impl Pattern {
    /// Largest compiled size of a pattern, in bytes.
    pub const SIZE_LIMIT: usize = 1 << 20;

    /// Compiles a pattern; an engine without backtracking is used, so that time stays linear.
    ///
    /// # Errors
    ///
    /// When the text is no regular expression, or its compiled form is larger than
    /// [`Self::SIZE_LIMIT`].
    pub fn new(text: &str) -> Result<Self, regex::Error> {
        // Alone first: `a)|(b` is no expression, though it is one between the parentheses.
        let compile = |text: &str| {
            regex::RegexBuilder::new(text)
                .size_limit(Self::SIZE_LIMIT)
                .build()
        };
        compile(text)?;
        let regex = compile(&format!("^(?:{text})$"))?;
        Ok(Self {
            text: text.into(),
            regex,
        })
    }

    /// The expression as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the whole of `value` matches.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        self.regex.is_match(value)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl Eq for Pattern {}

/// Facets of a string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StringFacets {
    /// Expression that the whole value must match.
    pub pattern: Option<Pattern>,
    /// Length in characters.
    pub length: LengthRange,
}

/// One literal of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumLiteral {
    /// The text on the wire.
    pub name: Arc<str>,
    /// What it means.
    pub description: Option<String>,
    /// Versions of the standard that have it.
    pub versions: VersionRange,
}

/// The literals of an enum type: at least one, each once, in source order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumType {
    /// Name of the enum, when it was declared under one.
    pub name: Option<Arc<str>>,
    /// The literals that the profile has.
    pub literals: Vec<EnumLiteral>,
}

impl EnumType {
    /// Whether `text` is one of the literals, letter by letter.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.literals.iter().any(|literal| &*literal.name == text)
    }
}

/// A member of a hash type.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Name of the member.
    pub name: Arc<str>,
    /// Type of its value.
    pub value_type: ValueType,
    /// Whether a value must have it.
    pub required: bool,
    /// What it becomes when a value does not have it.
    pub default: Option<Value>,
    /// What it means.
    pub description: Option<String>,
}

/// The type of an attribute or parameter (the concrete types of the documents, and D-05).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ValueType {
    /// Text.
    String(StringFacets),
    /// A whole number of 64 bits.
    Integer(NumberRange<i64>),
    /// A finite number, always with a decimal point on the wire (D-59).
    Float(NumberRange<f64>),
    /// Integer or float, as it comes.
    Number(NumberRange<f64>),
    /// `true` or `false`.
    Boolean,
    /// One of several literals.
    Enum(Arc<EnumType>),
    /// A URI reference (RFC 3986).
    Uri,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// A network in CIDR notation without host bits.
    IpNetwork,
    /// An address with a prefix length; host bits may be set. `optional_length`: the prefix
    /// length may be left out (D-36).
    IpPrefix {
        /// Whether a bare address is a value too.
        optional_length: bool,
    },
    /// Six pairs of hexadecimal digits joined by `:`.
    Mac,
    /// A token of RFC 7230: no blanks, no separators.
    Token,
    /// A point in time (RFC 3339, the profile of ISO 8601).
    DateTime,
    /// A span of time (ISO 8601, `PT1H30M`).
    Duration,
    /// A reference to an entity, of the given kind if there is one.
    Ref(Option<CategoryId>),
    /// Several values of one type.
    List(Arc<ListType>),
    /// Values by name.
    Hash(Arc<HashType>),
}

/// A list type.
#[derive(Clone, Debug, PartialEq)]
pub struct ListType {
    /// Type of each item.
    pub item: ValueType,
    /// Number of items.
    pub length: LengthRange,
    /// Whether an item may occur only once.
    pub unique: bool,
}

/// A hash (record) type.
#[derive(Clone, Debug, PartialEq)]
pub struct HashType {
    /// The members; other names are refused, unless there is no member at all: then any is taken.
    pub members: Vec<Member>,
}

impl ValueType {
    /// Any text.
    #[must_use]
    pub fn any_string() -> Self {
        Self::String(StringFacets::default())
    }

    /// Whether the text rendering can carry values of this type (D-58).
    #[must_use]
    pub const fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Hash(_))
    }

    /// Whether values are written as text in both renderings.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        !matches!(
            self,
            Self::Integer(_)
                | Self::Float(_)
                | Self::Number(_)
                | Self::Boolean
                | Self::List(_)
                | Self::Hash(_)
        )
    }

    /// The word of the definition language for the type, without facets.
    #[must_use]
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::String(_) => "string",
            Self::Integer(_) => "integer",
            Self::Float(_) => "float",
            Self::Number(_) => "number",
            Self::Boolean => "boolean",
            Self::Enum(_) => "enum",
            Self::Uri => "uri",
            Self::IpAddress => "ip-address",
            Self::IpNetwork => "ip-network",
            Self::IpPrefix { .. } => "ip-prefix",
            Self::Mac => "mac",
            Self::Token => "token",
            Self::DateTime => "datetime",
            Self::Duration => "duration",
            Self::Ref(_) => "ref",
            Self::List(_) => "list",
            Self::Hash(_) => "hash",
        }
    }

    /// The word of the JSON rendering's attribute description (C.6, D-05).
    #[must_use]
    pub const fn json_type(&self) -> &'static str {
        match self {
            Self::Integer(_) | Self::Float(_) | Self::Number(_) => "number",
            Self::Boolean => "boolean",
            Self::List(_) => "array",
            Self::Hash(_) => "object",
            _ => "string",
        }
    }
}
