//! The facets of numbers, as written.

use std::ops::{Deref, DerefMut};

use serde::Deserialize;

use crate::{origin::Located, value::Value};

/// The facets of a number as written. Most numbers have none, and these need no room.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "RangeFacets")]
pub struct RangeDraft(Option<Box<RangeFacets>>);

/// The single facets.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeFacets {
    /// Lower end: the number and whether it is itself outside.
    pub min: Option<(Located<Value>, bool)>,
    /// Upper end: the number and whether it is itself outside.
    pub max: Option<(Located<Value>, bool)>,
    /// Most decimal digits in all.
    pub total_digits: Option<Located<u32>>,
    /// Most decimal digits behind the point.
    pub fraction_digits: Option<Located<u32>>,
}

impl RangeFacets {
    const NONE: Self = Self {
        min: None,
        max: None,
        total_digits: None,
        fraction_digits: None,
    };
}

impl From<RangeFacets> for RangeDraft {
    fn from(facets: RangeFacets) -> Self {
        Self((facets != RangeFacets::NONE).then(|| Box::new(facets)))
    }
}

impl Deref for RangeDraft {
    type Target = RangeFacets;

    fn deref(&self) -> &RangeFacets {
        static NONE: RangeFacets = RangeFacets::NONE;
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for RangeDraft {
    fn deref_mut(&mut self) -> &mut RangeFacets {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for RangeDraft {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{AttributeDraft, TypeDraft};

    #[test]
    fn no_facets_are_the_same_however_they_were_made() {
        let mut range = RangeDraft::from(RangeFacets {
            max: None,
            ..RangeFacets::default()
        });
        assert_eq!(range, RangeDraft::from(RangeFacets::default()));
        range.max = Some((Located::nowhere(Value::Integer(1)), false));
        assert_ne!(range, RangeDraft::default());
    }

    /// A definition of a megabyte can have a quarter of a million attributes, and may take a
    /// hundred megabytes.
    #[test]
    fn drafts_of_attributes_are_small() {
        assert!(size_of::<TypeDraft>() <= 96, "{}", size_of::<TypeDraft>());
        assert!(
            size_of::<AttributeDraft>() <= 272,
            "{}",
            size_of::<AttributeDraft>()
        );
    }
}
