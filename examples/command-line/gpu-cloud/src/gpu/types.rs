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

::occi::literals! {
    Vendor {
        Amd = "amd",
        Intel = "intel",
        Nvidia = "nvidia",
    }
}
