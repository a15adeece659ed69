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

::occi::literals! {
    Architecture {
        X86 = "x86",
        X64 = "x64",
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

::occi::literals! {
    ActiveState {
        Active = "active",
        Inactive = "inactive",
        Error = "error",
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

::occi::literals! {
    Allocation {
        Dynamic = "dynamic",
        Static = "static",
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

::occi::narrowed! {
    Size(f64)
}
