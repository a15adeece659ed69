//! What a listing lacks of a known definition that it does not follow.
//!
//! Files of servers often list a part: mixins of networks, and not the kind `network` that they
//! apply to. Where what is listed of a definition differs from it, the definition is not imported,
//! and nothing else would say what these refer to.

use occi_model::{CategoryId, Fault};
use occi_rendering::{AttributePlaces, CategoryDescription, CategoryPlaces, Class};

use super::{Listed, known::CORE, listing::Listing};
use crate::format::code;

impl Listing<'_> {
    /// Takes the known categories that listed ones refer to, and that belong to a definition which
    /// is not imported, from that definition.
    pub(super) fn complete(&mut self, imported: &[bool]) {
        self.complete_mixins(imported);
        let mut at = 0;
        while at < self.categories.len() {
            let one = &self.categories[at];
            let is_own = one.category.class != Some(Class::Action);
            let mut referred: Vec<CategoryId> = Vec::new();
            if is_own {
                referred.extend(one.category.rel.iter().cloned());
                referred.extend(one.category.applies.iter().cloned());
                referred.extend(self.referred_by_types(&one.category));
            }
            for id in referred {
                self.take_known(&id, at, imported);
            }
            at += 1;
        }
        self.index_attributes();
        self.share_no_location();
    }

    /// Takes what a known mixin applies to from its definition, where the listing has no words for
    /// that: neither text has them, nor JSON from before OCCI 1.2. Without, it would apply to
    /// everything (CORE-040).
    fn complete_mixins(&mut self, imported: &[bool]) {
        let says = |one: &Listed| !one.category.applies.is_empty();
        if self.categories.iter().any(says) {
            return;
        }
        for one in &mut self.categories {
            let Some((known, category)) = self.library.category(&one.category.id) else {
                continue;
            };
            let is_imported = imported.get(known).copied().unwrap_or(true);
            if is_imported || category.applies.is_empty() {
                continue;
            }
            one.category.applies.clone_from(&category.applies);
            one.places.applies = vec![one.places.term.clone(); category.applies.len()];
        }
    }

    fn take_known(&mut self, id: &CategoryId, referrer: usize, imported: &[bool]) {
        if self.listed(id).is_some() {
            return;
        }
        let Some((known, category)) = self.library.category(id) else {
            return;
        };
        let is_imported = imported.get(known).copied().unwrap_or(true);
        if known == CORE || is_imported {
            return;
        }
        let from = &self.categories[referrer];
        let fault = Fault::new(
            code::DIFFERS,
            self.origins.at(&from.places.term),
            format!(
                "`{id}`, which `{}` refers to, is not listed",
                from.category.id
            ),
        )
        .with_label("taken from the published definition");
        self.faults.push(fault);
        let place = from.places.term.clone();
        let actions = category.actions.iter();
        let actions: Vec<&CategoryDescription> = actions
            .filter(|action| self.listed(action).is_none())
            .filter_map(|action| self.library.category(action).map(|(_, known)| known))
            .collect();
        for one in std::iter::once(category).chain(actions) {
            self.by_id.insert(one.id.clone(), self.categories.len());
            self.categories.push(Listed {
                places: everywhere(one, &place),
                category: one.clone(),
            });
        }
    }
}

/// Places for all parts of a category that the text does not have: that of who refers to it.
fn everywhere(category: &CategoryDescription, place: &std::ops::Range<usize>) -> CategoryPlaces {
    CategoryPlaces {
        term: place.clone(),
        scheme: place.clone(),
        location: place.clone(),
        rel: vec![place.clone(); category.rel.len()],
        applies: vec![place.clone(); category.applies.len()],
        actions: vec![place.clone(); category.actions.len()],
        attributes: category
            .attributes
            .iter()
            .map(|_| AttributePlaces::at(place.clone()))
            .collect(),
    }
}
