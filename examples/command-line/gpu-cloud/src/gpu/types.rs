//! Named types.

/// Who made a device.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Vendor {
    /// `amd`.
    Amd,
    /// `intel`.
    Intel,
    /// `nvidia`.
    Nvidia,
    /// A literal that the definition does not know.
    Other(String),
}

impl Vendor {
    /// The literal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Amd => "amd",
            Self::Intel => "intel",
            Self::Nvidia => "nvidia",
            Self::Other(text) => text,
        }
    }
}

impl From<&str> for Vendor {
    fn from(text: &str) -> Self {
        match text {
            "amd" => Self::Amd,
            "intel" => Self::Intel,
            "nvidia" => Self::Nvidia,
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl ::std::fmt::Display for Vendor {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ::occi::AttributeValue for Vendor {
    fn from_value(value: ::occi::Value) -> Result<Self, String> {
        ::occi::typed::enum_value(value, |text| Self::from(text))
    }

    fn into_value(self) -> ::occi::Value {
        ::occi::Value::from(self.as_str())
    }
}
