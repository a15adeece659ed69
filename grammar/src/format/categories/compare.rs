//! What is listed of known definitions, against these.

use std::collections::BTreeMap;

use occi_model::{Fault, Profile};
use occi_rendering::{AttributeDescription, Class};

use super::{
    Rendering,
    known::{CORE, differences, same_type},
    listing::Listing,
};
use crate::format::code;

/// How many differences from a known definition are told one by one.
const DIFFERENCES: usize = 12;

impl Listing<'_> {
    /// Leaves out the attributes that a kind only repeats from its parents: a listing has the own
    /// ones, but nobody can rely on that (D-53).
    pub(super) fn without_inherited(&mut self) {
        let mut kept: Vec<Vec<bool>> = Vec::with_capacity(self.categories.len());
        for one in &self.categories {
            let category = &one.category;
            let is_kind = category.class == Some(Class::Kind);
            let bases = match is_kind && !category.attributes.is_empty() {
                true => self.bases(&category.id),
                false => Vec::new(),
            };
            let flags = category.attributes.iter().map(|one| {
                let base = self.inherited(&bases, one.name.as_str());
                base.is_none_or(|(_, base)| !self.repeats(one, base))
            });
            kept.push(flags.collect());
        }
        for (own, kept) in self.categories.iter_mut().zip(kept) {
            if kept.iter().all(|kept| *kept) {
                continue;
            }
            let mut flags = kept.iter();
            own.category
                .attributes
                .retain(|_| flags.next().copied().unwrap_or(true));
            let mut flags = kept.iter();
            own.places
                .attributes
                .retain(|_| flags.next().copied().unwrap_or(true));
        }
        self.index_attributes();
    }

    /// Whether an attribute says no more than the one it inherits. Those of Core cannot be changed.
    fn repeats(&self, one: &AttributeDescription, base: &AttributeDescription) -> bool {
        let same_flags = one.mutable == base.mutable && one.required == base.required;
        let same_value = self.rendering == Rendering::Text
            || (same_type(one, base) && one.json().default == base.json().default);
        one.name.as_str().starts_with("occi.core.") || (same_flags && same_value)
    }

    /// Whether what is listed of a known definition is all that one version of the standard has of
    /// it: the definition is of all versions together, and a server is of one.
    fn is_a_version(&self, known: usize, members: &[usize]) -> bool {
        let Some(known) = self.library.all.get(known) else {
            return false;
        };
        [Profile::V1_1, Profile::V1_2].into_iter().any(|profile| {
            let expected = known.listing(profile);
            let kinds_and_mixins = expected
                .iter()
                .filter(|one| one.class != Some(Class::Action));
            kinds_and_mixins.count() == members.len()
                && members.iter().all(|member| {
                    let listed = &self.categories[*member].category;
                    let found = expected.iter().find(|one| one.id == listed.id);
                    found.is_some_and(|one| differences(listed, one, self.rendering).is_empty())
                })
        })
    }

    /// The known definitions that are imported: those that nothing listed disagrees with.
    pub(super) fn compare(&mut self) -> Vec<bool> {
        let library = self.library;
        let mut listed: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, one) in self.categories.iter().enumerate() {
            // Actions follow their owners.
            let known = match one.category.class {
                Some(Class::Action) => None,
                _ => library.of_scheme(one.category.id.scheme()),
            };
            if let Some(known) = known {
                listed.entry(known).or_default().push(at);
            }
        }
        let mut imported = vec![true; library.all.len()];
        // Those that are listed as one version of the standard has them.
        let mut of_version = vec![false; library.all.len()];
        for (&at, members) in &listed {
            let Some(known) = library.all.get(at) else {
                continue;
            };
            let broken = known.imports.iter().find(|import| !imported[**import]);
            let mut found: Vec<String> = Vec::new();
            for &member in members {
                let category = &self.categories[member].category;
                match library.category(&category.id) {
                    Some((_, expected)) => {
                        found.extend(differences(category, expected, self.rendering));
                    }
                    None => found.push(format!("`{}` is listed", category.id)),
                }
            }
            // Core is there whatever a server lists of it.
            if at != CORE {
                found.extend(
                    known
                        .categories
                        .iter()
                        .filter(|expected| self.listed(&expected.id).is_none())
                        .map(|expected| format!("`{}` is not listed", expected.id)),
                );
            }
            if found.is_empty() && broken.is_none() {
                continue;
            }
            imported[at] = at == CORE;
            let sound = known
                .imports
                .iter()
                .all(|import| imported[*import] || of_version[*import]);
            if at != CORE && sound && (found.is_empty() || self.is_a_version(at, members)) {
                of_version[at] = true;
                continue;
            }
            let first = members.first().map(|first| &self.categories[*first]);
            let origin = first.map_or(self.origins.start(), |first| {
                self.origins.at(&first.places.scheme)
            });
            let (code, message, label) = if at == CORE {
                (
                    code::CORE_DIFFERS,
                    "the kinds of Core are listed otherwise than Core has them".to_owned(),
                    "those of Core count",
                )
            } else {
                (
                    code::DIFFERS,
                    format!(
                        "what is listed of `{}` is not the definition of that name",
                        known.name
                    ),
                    "what is listed counts",
                )
            };
            let mut fault = Fault::new(code, origin, message).with_label(label);
            for difference in found.iter().take(DIFFERENCES) {
                fault = fault.with_note(difference.clone());
            }
            if found.len() > DIFFERENCES {
                fault = fault.with_note(format!("and {} more", found.len() - DIFFERENCES));
            }
            if let Some(import) = broken
                && let Some(import) = library.all.get(*import)
            {
                fault = fault.with_note(format!("it builds on `{}`, which differs", import.name));
            }
            self.faults.push(fault);
        }
        imported
    }
}
