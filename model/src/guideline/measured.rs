//! Scoring criteria that were measured, not voted (conformance-design 12.4).

/// What was measured of a capability of a guideline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Name of the capability.
    pub capability: String,
    /// Criteria that were measured, by their keys, and whether they are met. The others stay open.
    pub marks: Vec<(&'static str, bool)>,
}
