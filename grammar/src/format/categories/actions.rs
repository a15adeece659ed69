//! Actions: whose they are, and what is said of them.

use std::collections::HashMap;

use occi_model::{Fault, Scheme, VersionRange, draft::ActionDraft};
use occi_rendering::{AttributePlaces, CategoryPlaces, Class};

use super::{Listed, listing::Listing, lower::title};
use crate::format::code;

impl Listing<'_> {
    /// Finds the owner of every action: who lists it, or else whose scheme and term its scheme is
    /// made of (D-13).
    pub(super) fn own_actions(&mut self) {
        let mut by_convention: HashMap<Scheme, usize> = HashMap::new();
        for (at, one) in self.categories.iter().enumerate() {
            let id = &one.category.id;
            if one.category.class == Some(Class::Action) {
                continue;
            }
            by_convention.insert(id.to_scheme().of_actions(&id.to_term()), at);
        }
        for at in 0..self.categories.len() {
            if self.categories[at].category.class == Some(Class::Action) {
                continue;
            }
            let bases = self.bases(&self.categories[at].category.id);
            let own = &self.categories[at];
            let mut kept = Vec::with_capacity(own.category.actions.len());
            for (index, action) in own.category.actions.iter().enumerate() {
                kept.push(true);
                let first = *self.owners.entry(action.clone()).or_insert(at);
                // A parent's action, restated (D-12), or one named twice.
                let owner = &self.categories[first].category.id;
                if first == at || bases.contains(owner) {
                    continue;
                }
                let place = own.places.actions.get(index).unwrap_or(&own.places.term);
                let fault = Fault::new(
                    code::SHARED_ACTION,
                    self.origins.at(place),
                    format!("the action `{action}` is of `{owner}` already"),
                )
                .with_label("left out here");
                self.faults.push(fault);
                kept[index] = false;
            }
            let own = &mut self.categories[at];
            let mut flags = kept.iter();
            own.category
                .actions
                .retain(|_| flags.next().copied().unwrap_or(true));
            let mut flags = kept.iter();
            own.places
                .actions
                .retain(|_| flags.next().copied().unwrap_or(true));
        }
        for at in 0..self.categories.len() {
            let one = &self.categories[at];
            let id = one.category.id.clone();
            if one.category.class != Some(Class::Action) || self.owners.contains_key(&id) {
                continue;
            }
            let is_imported = self.library.category(&id).is_some();
            match by_convention.get(&id.to_scheme()) {
                Some(&owner) => {
                    let place = one.places.term.clone();
                    let name = self.categories[owner].category.id.clone();
                    if !is_imported {
                        let fault = Fault::new(
                            code::UNOWNED_ACTION,
                            self.origins.at(&place),
                            format!("no kind or mixin lists the action `{id}`"),
                        )
                        .with_label(format!("taken for one of `{name}`, by its scheme"));
                        self.faults.push(fault);
                    }
                    let own = &mut self.categories[owner];
                    own.category.actions.push(id.clone());
                    own.places.actions.push(place);
                    self.owners.insert(id, owner);
                }
                None if is_imported => {}
                None => {
                    let fault = Fault::new(
                        code::LOST_ACTION,
                        self.origins.at(&one.places.term),
                        format!("no kind or mixin lists the action `{id}`"),
                    )
                    .with_label("left out");
                    self.faults.push(fault);
                }
            }
        }
    }

    /// The actions that a category lists, each with what the listing or a known definition says
    /// of it.
    pub(super) fn actions(&mut self, one: &Listed) -> Vec<ActionDraft> {
        let Listed { category, places } = one;
        let conventional = category.id.to_scheme().of_actions(&category.id.to_term());
        let mut drafts = Vec::with_capacity(category.actions.len());
        for (index, id) in category.actions.iter().enumerate() {
            let at = places.actions.get(index).unwrap_or(&places.term);
            let listed = self
                .by_id
                .get(id)
                .and_then(|at| self.categories.get(*at))
                .filter(|one| one.category.class == Some(Class::Action))
                .cloned();
            let described = match listed {
                Some(listed) => Some(listed),
                None => self.library.category(id).map(|(_, known)| Listed {
                    places: CategoryPlaces {
                        attributes: vec![AttributePlaces::at(at.clone()); known.attributes.len()],
                        ..Default::default()
                    },
                    category: known.clone(),
                }),
            };
            if described.is_none() {
                let fault = Fault::new(
                    code::UNDESCRIBED_ACTION,
                    self.origins.at(at),
                    format!(
                        "the action `{id}` of `{}` is not listed itself",
                        category.id
                    ),
                )
                .with_label("taken for one without parameters");
                self.faults.push(fault);
            }
            let parameters = self.reader(|reader| {
                let described = described.iter();
                described
                    .flat_map(|one| one.category.attributes.iter().zip(&one.places.attributes))
                    .map(|(one, places)| reader.draft(id, one, places))
                    .collect()
            });
            drafts.push(ActionDraft {
                term: self.origins.located(id.term().to_owned(), at),
                scheme: (*id.scheme() != *conventional.as_str())
                    .then(|| self.origins.located(id.scheme().to_owned(), at)),
                title: described.as_ref().and_then(|one| title(&one.category)),
                description: None,
                parameters,
                returns: None,
                versions: VersionRange::default(),
                annotations: Vec::new(),
            });
        }
        drafts
    }
}
