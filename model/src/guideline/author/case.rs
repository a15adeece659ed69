//! What a lock needs to know of a conformance case.

use crate::guideline::id::TestUuid;

/// The strongest level of the requirements that a case checks (conformance-design 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The specification leaves it open.
    May,
    /// The specification advises it.
    Should,
    /// The specification demands it.
    Must,
}

/// Greatest hazard of a case that a guideline may ask anybody to run: 4 and 5 touch what
/// belongs to others (conformance-design 9.1).
pub(super) const MAX_HAZARD: u8 = 3;

/// A case of a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CaseRef<'c> {
    /// Its id, such as `k:infrastructure#compute/act.cell/start/active`.
    pub id: &'c str,
    /// The version-5 UUID of the id in the project's namespace.
    pub uuid: TestUuid,
    /// Its level.
    pub level: Level,
    /// Its hazard, 0 to 5.
    pub hazard: u8,
}
