//! Named types.

/// CPU architecture.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Architecture {
    /// `x86`.
    X86,
    /// `x64`.
    X64,
    /// A literal that the definition does not know.
    Other(String),
}

impl Architecture {
    /// The literal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::X86 => "x86",
            Self::X64 => "x64",
            Self::Other(text) => text,
        }
    }
}

impl From<&str> for Architecture {
    fn from(text: &str) -> Self {
        match text {
            "x86" => Self::X86,
            "x64" => Self::X64,
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl ::std::fmt::Display for Architecture {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ::occi::AttributeValue for Architecture {
    fn from_value(value: ::occi::Value) -> Result<Self, String> {
        ::occi::typed::enum_value(value, |text| Self::from(text))
    }

    fn into_value(self) -> ::occi::Value {
        ::occi::Value::from(self.as_str())
    }
}

/// State of a network or a link.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ActiveState {
    /// Usable.
    ///
    /// * Literal: `active`
    Active,
    /// Not usable.
    ///
    /// * Literal: `inactive`
    Inactive,
    /// Something went wrong; the state message may say what.
    ///
    /// * Literal: `error`
    /// * Versions: since OCCI 1.2
    Error,
    /// A literal that the definition does not know.
    Other(String),
}

impl ActiveState {
    /// The literal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Error => "error",
            Self::Other(text) => text,
        }
    }
}

impl From<&str> for ActiveState {
    fn from(text: &str) -> Self {
        match text {
            "active" => Self::Active,
            "inactive" => Self::Inactive,
            "error" => Self::Error,
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl ::std::fmt::Display for ActiveState {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ::occi::AttributeValue for ActiveState {
    fn from_value(value: ::occi::Value) -> Result<Self, String> {
        ::occi::typed::enum_value(value, |text| Self::from(text))
    }

    fn into_value(self) -> ::occi::Value {
        ::occi::Value::from(self.as_str())
    }
}

/// How an address is assigned.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Allocation {
    /// By a mechanism such as DHCP.
    ///
    /// * Literal: `dynamic`
    Dynamic,
    /// By the client.
    ///
    /// * Literal: `static`
    Static,
    /// A literal that the definition does not know.
    Other(String),
}

impl Allocation {
    /// The literal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Dynamic => "dynamic",
            Self::Static => "static",
            Self::Other(text) => text,
        }
    }
}

impl From<&str> for Allocation {
    fn from(text: &str) -> Self {
        match text {
            "dynamic" => Self::Dynamic,
            "static" => Self::Static,
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl ::std::fmt::Display for Allocation {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ::occi::AttributeValue for Allocation {
    fn from_value(value: ::occi::Value) -> Result<Self, String> {
        ::occi::typed::enum_value(value, |text| Self::from(text))
    }

    fn into_value(self) -> ::occi::Value {
        ::occi::Value::from(self.as_str())
    }
}

/// Memory and storage sizes: a plain number, labelled GiB and never converted (D-29).
///
/// Holds a number greater than 0.0.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Size(f64);

impl Size {
    fn value_type() -> &'static ::occi::typed::NamedType {
        static TYPE: ::occi::typed::NamedType =
            ::occi::typed::NamedType::new(super::model, "infrastructure", "Size");
        &TYPE
    }

    /// Checks the value.
    ///
    /// # Errors
    ///
    /// Which facet refuses it, when it is not a number greater than 0.0.
    pub fn new(value: f64) -> Result<Self, ::occi::values::ValueFault> {
        Self::value_type().check(value).map(Self)
    }

    /// The value.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Size {
    type Error = ::occi::values::ValueFault;

    fn try_from(value: f64) -> Result<Self, ::occi::values::ValueFault> {
        Self::new(value)
    }
}

impl ::std::str::FromStr for Size {
    type Err = ::occi::values::ValueFault;

    fn from_str(text: &str) -> Result<Self, ::occi::values::ValueFault> {
        Self::value_type().parse(text).map(Self)
    }
}

impl From<Size> for f64 {
    fn from(value: Size) -> Self {
        value.0
    }
}

impl ::std::fmt::Display for Size {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        ::std::fmt::Display::fmt(&self.0, f)
    }
}

impl ::occi::AttributeValue for Size {
    fn from_value(value: ::occi::Value) -> Result<Self, String> {
        ::occi::typed::narrowed(value, |value: f64| Self::new(value))
    }

    fn into_value(self) -> ::occi::Value {
        ::occi::AttributeValue::into_value(self.0)
    }
}
