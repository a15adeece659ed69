//! Rules of conditions.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    build::{report::Report, rules::names},
    codes,
    draft::ConstraintDraft,
    fault::Fault,
    origin::Origin,
};

/// The names of the conditions of one kind or mixin differ (OCCIware invariant 5), and have the
/// form of names (E0214).
///
/// A condition is what it says: a doubled name confuses people and tools, and no more.
pub(in crate::build) fn w0282_names(
    constraints: &[ConstraintDraft],
    of: impl Fn() -> String,
    report: &mut Report,
) {
    let mut seen: HashMap<&str, Origin> = HashMap::new();
    for name in constraints.iter().filter_map(|one| one.name.as_ref()) {
        names::e0214_identifier("a condition", name, report);
        match seen.entry(&name.value) {
            Entry::Vacant(entry) => {
                entry.insert(name.origin);
            }
            Entry::Occupied(entry) => report.push(
                Fault::new(
                    codes::W0282,
                    name.origin,
                    format!("{} has two conditions named `{}`", of(), name.value),
                )
                .with_place(*entry.get(), "the first")
                .with_note("names of conditions are those of one (OCCIware invariant 5)")
                .with_help("give one of them another name, or none"),
            ),
        }
    }
}
