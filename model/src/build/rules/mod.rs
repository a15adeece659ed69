//! The rules M001 to M061, one function each, grouped by subject.
//!
//! Rules about a single name, type or default are called where it is read; those about the whole
//! are called here, once everything has been put together. A function for a rule is named after
//! it (`m024_location`), one for a code of our own after the code (`e0222_ends`).

pub(super) mod actions;
pub(super) mod attributes;
pub(super) mod extensions;
pub(super) mod kinds;
pub(super) mod mixins;
pub(super) mod names;
pub(super) mod profile;
pub(super) mod states;

use super::{
    mixins::AttributeHolders,
    report::Report,
    work::{AttributeWork, Work},
};
use crate::name::CategoryId;

/// Checks what takes the whole model.
pub(super) fn check(work: &Work<'_>, holders: &AttributeHolders<'_>, report: &mut Report) {
    names::m004_case(work, report);
    names::m005_reserved(work, report);
    extensions::w0230_scheme(work, report);
    extensions::w0231_shared(&work.scope, report);
    extensions::w0232_term(work, report);
    for kind in &work.kinds {
        names_of_attributes(kind.id.as_ref(), &kind.attributes, report);
        let names = kind
            .attributes
            .iter()
            .map(|one| (&*one.draft.name.value, one.draft.name.origin));
        attributes::m013_unique(
            names,
            || format!("the kind `{}`", kind.draft.term.value),
            report,
        );
    }
    for mixin in &work.mixins {
        names_of_attributes(mixin.id.as_ref(), &mixin.attributes, report);
        let own = mixin.attributes.iter().map(|one| &one.draft.name);
        let set = mixin.draft.settings.iter().map(|one| &one.name);
        let names = own.chain(set).map(|name| (&*name.value, name.origin));
        attributes::m013_unique(
            names,
            || format!("the mixin `{}`", mixin.draft.term.value),
            report,
        );
    }
    kinds::m014_restated(work, report);
    kinds::m022_base(work, report);
    kinds::m023_abstract(work, report);
    kinds::m024_location(work, report);
    kinds::e0222_ends(work, report);
    mixins::m032_disjoint(work, report);
    mixins::m033_depends(work, report);
    mixins::m034_restated(work, holders, report);
    actions::m042_term(work, report);
}

/// M011 and M012 look at what a provider's category introduces.
fn names_of_attributes(
    category: Option<&CategoryId>,
    attributes: &[AttributeWork<'_>],
    report: &mut Report,
) {
    if category.is_none_or(names::is_published) {
        return;
    }
    for attribute in attributes {
        if let Some(made) = &attribute.made
            && attribute.restates.is_none()
        {
            let origin = attribute.draft.name.origin;
            attributes::m011_prefix(made, origin, report);
            attributes::m012_domain(made, origin, report);
        }
    }
}
