//! Seeded defects: faults that a conformance suite must find (conformance design 18.2).
//!
//! The engine asks [`Defects::has`] where a fault can sit. Without the feature `defects`, which no
//! shipped build has, the answer is always no, and nothing public names a defect.

/// A fault that a server is given on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    not(feature = "defects"),
    expect(
        dead_code,
        unreachable_pub,
        reason = "without the feature nothing can be seeded"
    )
)]
#[non_exhaustive]
pub enum Defect {
    /// Creation answers 201 without `Location`.
    CreateWithoutLocation,
    /// Creation answers 200 without `Location`, and without a rendering.
    CreateAnswers200WithoutLocation,
    /// A read-only attribute given at creation or update is stored.
    ReadOnlyStored,
    /// A read-only attribute given at creation or update is silently ignored.
    ReadOnlyIgnored,
    /// Numeric bounds are one too wide.
    RangeOffByOne,
    /// Any text is taken for an enum.
    EnumUnchecked,
    /// A partial update removes the attributes that it does not name.
    UpdateReplaces,
    /// A full update keeps the attributes that it does not name.
    FullUpdateMerges,
    /// An action answers 200 and changes nothing.
    ActionWithoutEffect,
    /// An action is taken in a state that has no such transition.
    IllegalActionAccepted,
    /// An action that does not apply is answered 500.
    IllegalActionAnswers500,
    /// The offered actions are those of the initial state.
    OfferedActionsStale,
    /// JSON lacks the last attribute of an entity.
    JsonLacksAttribute,
    /// Quotes in strings are not escaped in text.
    QuotesNotEscaped,
    /// Numbers are written as strings.
    NumbersAsStrings,
    /// The query interface lacks one attribute of every category.
    DiscoveryHidesAttribute,
    /// The query interface shows no `immutable` and `required` flags.
    DiscoveryHidesFlag,
    /// The query interface lacks the last kind.
    DiscoveryHidesCategory,
    /// A deleted entity stays in the collection of its kind.
    DeleteLeavesListed,
    /// A deleted entity can still be read.
    DeleteLeavesReadable,
    /// A deleted resource leaves its links.
    DeleteKeepsLinks,
    /// Parameters of actions are not checked.
    ParameterUnchecked,
    /// Required attributes are not asked for.
    RequiredNotChecked,
    /// Defaults are not filled in.
    DefaultIgnored,
    /// An attribute that no category defines is dropped silently.
    UnknownAttributeIgnored,
    /// `Accept` is ignored: every answer is `text/plain`.
    AcceptIgnored,
    /// 405 comes without `Allow`.
    NotAllowedWithoutAllow,
    /// A request that announces a version that does not exist is served.
    FutureVersionAccepted,
}

#[cfg(feature = "defects")]
impl Defect {
    /// All of them.
    pub const ALL: [Self; 28] = [
        Self::CreateWithoutLocation,
        Self::CreateAnswers200WithoutLocation,
        Self::ReadOnlyStored,
        Self::ReadOnlyIgnored,
        Self::RangeOffByOne,
        Self::EnumUnchecked,
        Self::UpdateReplaces,
        Self::FullUpdateMerges,
        Self::ActionWithoutEffect,
        Self::IllegalActionAccepted,
        Self::IllegalActionAnswers500,
        Self::OfferedActionsStale,
        Self::JsonLacksAttribute,
        Self::QuotesNotEscaped,
        Self::NumbersAsStrings,
        Self::DiscoveryHidesAttribute,
        Self::DiscoveryHidesFlag,
        Self::DiscoveryHidesCategory,
        Self::DeleteLeavesListed,
        Self::DeleteLeavesReadable,
        Self::DeleteKeepsLinks,
        Self::ParameterUnchecked,
        Self::RequiredNotChecked,
        Self::DefaultIgnored,
        Self::UnknownAttributeIgnored,
        Self::AcceptIgnored,
        Self::NotAllowedWithoutAllow,
        Self::FutureVersionAccepted,
    ];
}

/// The defects of one service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Defects {
    #[cfg(feature = "defects")]
    set: u64,
}

impl Defects {
    /// Whether the service has this defect.
    #[cfg(feature = "defects")]
    pub(crate) const fn has(self, defect: Defect) -> bool {
        self.set & (1 << defect as u64) != 0
    }

    /// No service has any.
    #[cfg(not(feature = "defects"))]
    pub(crate) const fn has(self, defect: Defect) -> bool {
        let _ = (self, defect);
        false
    }

    /// Seeds one.
    #[cfg(feature = "defects")]
    pub(crate) const fn seed(&mut self, defect: Defect) {
        self.set |= 1 << defect as u64;
    }
}

#[cfg(all(test, not(feature = "defects")))]
mod tests {
    use super::*;

    #[test]
    fn a_shipped_build_has_no_defects() {
        let none = Defects::default();
        assert_eq!(size_of::<Defects>(), 0, "there is no place to keep one");
        assert!(!none.has(Defect::CreateWithoutLocation));
        assert!(!none.has(Defect::FutureVersionAccepted));
    }
}
