//! Attributes without type that restate others.
//!
//! In models of OCCIware an attribute may have no type. Templates use that: a mixin names an
//! attribute of the kind that it applies to, and gives it a default. What is meant is the type
//! that the attribute has there, not text.

use occi_model::{
    Origin,
    draft::{AttributeDraft, ExtensionDraft, Reference, TypeDraft},
};

use super::follow;

/// Gives attributes without type the type of the attribute of that name which a kind or mixin of
/// the extension, or of one that it imports, has.
pub(super) fn complete(draft: &mut ExtensionDraft, read: &[ExtensionDraft]) {
    let is_untyped = |one: &AttributeDraft| {
        one.name.origin != Origin::Unknown && one.value_type.origin == one.name.origin
    };
    let attributes = |draft: &mut ExtensionDraft, visit: &mut dyn FnMut(&mut AttributeDraft)| {
        let kinds = draft.kinds.iter_mut().flat_map(|kind| &mut kind.attributes);
        let mixins = draft
            .mixins
            .iter_mut()
            .flat_map(|mixin| &mut mixin.attributes);
        kinds
            .chain(mixins)
            .filter(|one| is_untyped(one))
            .for_each(visit);
    };
    let mut names: Vec<String> = Vec::new();
    attributes(draft, &mut |one| names.push(one.name.value.clone()));
    if names.is_empty() {
        return;
    }
    names.sort_unstable();
    names.dedup();
    for name in names {
        let own = definition(draft, &name, &is_untyped).map(|found| (found.clone(), None));
        let imported = || {
            read.iter()
                .filter(|other| {
                    let mut uses = draft.uses.iter();
                    uses.any(|used| used.extension.value == other.name.value)
                })
                .find_map(|other| {
                    let found = definition(other, &name, &is_untyped)?.clone();
                    Some((found, Some(&*other.name.value)))
                })
        };
        let Some((mut found, extension)) = own.or_else(imported) else {
            continue;
        };
        if let Some(extension) = extension
            && !requalify(&mut found, extension)
        {
            continue;
        }
        attributes(draft, &mut |one| {
            if one.name.value == name {
                one.value_type.value = found.clone();
            }
        });
    }
}

fn definition<'d>(
    draft: &'d ExtensionDraft,
    name: &str,
    is_untyped: &dyn Fn(&AttributeDraft) -> bool,
) -> Option<&'d TypeDraft> {
    let kinds = draft.kinds.iter().flat_map(|kind| &kind.attributes);
    let mixins = draft.mixins.iter().flat_map(|mixin| &mixin.attributes);
    kinds
        .chain(mixins)
        .find(|one| one.name.value == name && !is_untyped(one))
        .map(|one| &one.value_type.value)
}

/// Makes the names in a type mean the same in an extension that imports the one they are from;
/// whether that is possible.
fn requalify(draft: &mut TypeDraft, extension: &str) -> bool {
    let mut fits = true;
    follow::value_type(
        draft,
        Origin::Unknown,
        &mut |reference, _| match reference {
            Reference::Name {
                qualifier: qualifier @ None,
                ..
            } => *qualifier = Some(extension.to_owned()),
            Reference::Name { .. } => fits = false,
            Reference::Identifier(_) => {}
        },
    );
    fits
}
