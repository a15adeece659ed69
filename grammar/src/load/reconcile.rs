//! Types that a format lost.
//!
//! Generators of foreign formats write every enumeration and every restricted text as plain
//! text. A mixin that gives an attribute of a kind another default, as templates do, then has a
//! wider type than the kind, which the metamodel refuses (`E0034`). What is meant is certain: the
//! type of the kind.

use occi_model::{
    Fault,
    draft::{ExtensionDraft, LengthDraft, Reference, TypeDraft},
};

use crate::format::code;

/// Gives attributes of mixins that are plain text the type that a kind has for the name.
pub(super) fn reconcile(draft: &mut ExtensionDraft, read: &[ExtensionDraft]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut mixins = std::mem::take(&mut draft.mixins);
    for attribute in mixins.iter_mut().flat_map(|mixin| &mut mixin.attributes) {
        if !is_plain(&attribute.value_type.value) {
            continue;
        }
        let name = &attribute.name.value;
        let own = definition(draft, name).map(|found| (found, None));
        let other = || {
            read.iter()
                .find_map(|other| Some((definition(other, name)?, Some(&*other.name.value))))
        };
        let Some((found, extension)) = own.or_else(other) else {
            continue;
        };
        let mut wanted = found.clone();
        if is_plain(&wanted) || !requalify(&mut wanted, extension) {
            continue;
        }
        attribute.value_type.value = wanted;
        faults.push(
            Fault::new(
                code::LOST_TYPE,
                attribute.name.origin,
                format!(
                    "`{name}` is text here, but the kind that has it says more; taken from there"
                ),
            )
            .with_help("give the attribute the type that it has in the kind"),
        );
    }
    draft.mixins = mixins;
    faults
}

fn is_plain(draft: &TypeDraft) -> bool {
    matches!(draft, TypeDraft::String { pattern: None, length } if *length == LengthDraft::default())
}

/// The type of an attribute of a kind.
fn definition<'d>(draft: &'d ExtensionDraft, name: &str) -> Option<&'d TypeDraft> {
    draft
        .kinds
        .iter()
        .flat_map(|kind| &kind.attributes)
        .find(|attribute| attribute.name.value == name)
        .map(|attribute| &attribute.value_type.value)
}

/// Makes the names in a type mean the same in an extension that imports the one that it is from;
/// whether that is possible.
fn requalify(draft: &mut TypeDraft, extension: Option<&str>) -> bool {
    let Some(extension) = extension else {
        return true;
    };
    let mut fits = true;
    super::follow::value_type(draft, occi_model::Origin::Unknown, &mut |reference, _| {
        match reference {
            Reference::Name { qualifier, .. } if qualifier.is_none() => {
                *qualifier = Some(extension.to_owned());
            }
            Reference::Name { .. } => fits = false,
            Reference::Identifier(_) => {}
        }
    });
    fits
}
