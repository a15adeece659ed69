//! The rules M001 to M061, one function each, grouped by subject.
//!
//! Rules about a single name, type or default are called where it is read; those about the whole
//! are called here, once everything has been put together. A function for a rule is named after
//! it (`m024_location`), one for a code of our own after the code (`e0222_ends`).

pub(super) mod actions;
pub(super) mod attributes;
pub(super) mod conditions;
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
use crate::{name::CategoryId, origin::Located};

/// Checks what takes the whole model.
pub(super) fn check(work: &Work<'_>, holders: &AttributeHolders<'_>, report: &mut Report) {
    names::m004_case(work, report);
    names::m005_reserved(work, report);
    extensions::w0230_scheme(work, report);
    extensions::w0231_shared(&work.scope, report);
    extensions::w0232_term(work, report);
    for kind in &work.kinds {
        names_of_attributes(kind.id.as_ref(), &kind.attributes, false, report);
        conditions::w0282_names(
            &kind.draft.constraints,
            || category("kind", &kind.draft.term),
            report,
        );
        names::e0280_annotations(&kind.draft.annotations, report);
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
        let is_term = mixin.closure.iter().skip(1).any(|&on| {
            let id = work.mixins[on].id.as_ref();
            id.is_some_and(|id| id.as_str() == AGREEMENT_TERM)
        });
        names_of_attributes(mixin.id.as_ref(), &mixin.attributes, is_term, report);
        conditions::w0282_names(
            &mixin.draft.constraints,
            || category("mixin", &mixin.draft.term),
            report,
        );
        names::e0280_annotations(&mixin.draft.annotations, report);
        let own = mixin.attributes.iter().map(|one| &one.draft.name);
        let set = mixin.draft.settings.iter().map(|one| &one.name);
        let names = own.chain(set).map(|name| (&*name.value, name.origin));
        attributes::m013_unique(
            names,
            || format!("the mixin `{}`", mixin.draft.term.value),
            report,
        );
    }
    for action in &work.actions {
        names::e0280_annotations(&action.draft.annotations, report);
    }
    for extension in &work.scope.extensions {
        names::e0280_annotations(&extension.draft.annotations, report);
    }
    for named in &work.scope.types {
        names::e0280_annotations(&named.draft.annotations, report);
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

/// The base of the terms of agreements (GFD.228 3.1.2).
const AGREEMENT_TERM: &str = "http://schemas.ogf.org/occi/sla#agreement_term";

/// A kind or mixin, for messages.
fn category(what: &str, term: &Located<String>) -> String {
    format!("the {what} `{}`", term.value)
}

/// M011 and M012 look at what a provider's category introduces; `is_term`: the category is a term
/// of agreements.
fn names_of_attributes(
    category: Option<&CategoryId>,
    attributes: &[AttributeWork<'_>],
    is_term: bool,
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
            let suggested = is_term
                && category.is_some_and(|category| attributes::is_of_term(made, category.term()));
            if !suggested {
                attributes::m012_domain(made, origin, report);
            }
        }
    }
}
