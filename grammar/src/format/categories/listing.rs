//! A listing while extensions are made of it.

use std::collections::{BTreeSet, HashMap};

use occi_model::{AttributeName, CategoryId, Fault};
use occi_rendering::{AttributeDescription, CategoryDescription, Class};

use super::{
    Listed, Rendering,
    known::{Library, library},
    origins::Origins,
};
use crate::format::code;

/// How long a chain of parents or dependencies is followed; longer ones are a fault of the model.
const CHAIN: usize = 64;

/// More attributes than this are found by an index.
const MANY: usize = 32;

pub(super) struct Listing<'l> {
    pub(super) categories: Vec<Listed>,
    pub(super) by_id: HashMap<CategoryId, usize>,
    /// Which kind or mixin an action belongs to.
    pub(super) owners: HashMap<CategoryId, usize>,
    /// Categories that lost their path to another.
    pub(super) unbound: BTreeSet<usize>,
    /// Positions of attributes by name, of the categories that have many.
    many: HashMap<CategoryId, HashMap<AttributeName, usize>>,
    /// The first listed kind with an attribute, by its name; filled when it is needed.
    pub(super) kind_attributes: HashMap<String, CategoryId>,
    pub(super) rendering: Rendering,
    pub(super) origins: &'l Origins,
    pub(super) library: &'static Library,
    pub(super) faults: &'l mut Vec<Fault>,
}

impl<'l> Listing<'l> {
    pub(super) fn new(
        categories: Vec<Listed>,
        rendering: Rendering,
        origins: &'l Origins,
        faults: &'l mut Vec<Fault>,
    ) -> Self {
        let mut listing = Self {
            categories,
            by_id: HashMap::new(),
            owners: HashMap::new(),
            unbound: BTreeSet::new(),
            many: HashMap::new(),
            kind_attributes: HashMap::new(),
            rendering,
            origins,
            library: library(),
            faults,
        };
        listing.index();
        listing.index_attributes();
        listing.classify();
        listing.normalise();
        listing
    }

    /// Puts the categories into the index; one that is listed twice with the same words counts
    /// once. Two different ones are a fault of the model (M003).
    fn index(&mut self) {
        let mut kept: Vec<Listed> = Vec::with_capacity(self.categories.len());
        for one in std::mem::take(&mut self.categories) {
            if let Some(&first) = self.by_id.get(&one.category.id) {
                let first = &kept[first];
                if first.category == one.category {
                    let message = format!("`{}` is listed twice", one.category.id);
                    let fault = Fault::new(
                        code::LISTED_TWICE,
                        self.origins.at(&one.places.term),
                        message,
                    )
                    .with_place(self.origins.at(&first.places.term), "also listed here");
                    self.faults.push(fault);
                    continue;
                }
            } else {
                self.by_id.insert(one.category.id.clone(), kept.len());
            }
            kept.push(one);
        }
        self.categories = kept;
    }

    pub(super) fn listed(&self, id: &CategoryId) -> Option<&CategoryDescription> {
        let at = *self.by_id.get(id)?;
        Some(&self.categories.get(at)?.category)
    }

    /// A category of the listing, or else of a known definition.
    pub(super) fn find(&self, id: &CategoryId) -> Option<&CategoryDescription> {
        self.listed(id)
            .or_else(|| self.library.category(id).map(|(_, known)| known))
    }

    /// Gives a class to the categories that have none (D-64): that of the known category, action
    /// for what others list as theirs, kind for what others have as parent, else mixin.
    fn classify(&mut self) {
        let mut actions: BTreeSet<CategoryId> = BTreeSet::new();
        let mut parents: BTreeSet<CategoryId> = BTreeSet::new();
        for one in &self.categories {
            actions.extend(one.category.actions.iter().cloned());
            if one.category.class == Some(Class::Kind) {
                parents.extend(one.category.rel.iter().cloned());
            }
        }
        for one in &mut self.categories {
            let id = &one.category.id;
            one.category.class.get_or_insert_with(|| {
                if let Some((_, known)) = self.library.category(id) {
                    known.class.unwrap_or(Class::Mixin)
                } else if actions.contains(id) {
                    Class::Action
                } else if parents.contains(id) {
                    Class::Kind
                } else {
                    Class::Mixin
                }
            });
        }
    }

    /// Makes paths of locations: any URI reference will do (D-52).
    fn normalise(&mut self) {
        for one in &mut self.categories {
            let Some(location) = &mut one.category.location else {
                continue;
            };
            if let Some(path) = path_of_url(location) {
                *location = path;
            } else if !location.starts_with('/') && !location.is_empty() {
                let fault = Fault::new(
                    code::RELATIVE_LOCATION,
                    self.origins.at(&one.places.location),
                    format!("the location `{location}` is neither a path nor a URL"),
                )
                .with_label(format!("taken for `/{location}`"));
                self.faults.push(fault);
                location.insert(0, '/');
            }
        }
        self.share_no_location();
    }

    /// Leaves a path to the first category that has it.
    pub(super) fn share_no_location(&mut self) {
        let mut taken: HashMap<String, usize> = HashMap::new();
        for at in 0..self.categories.len() {
            let one = &self.categories[at];
            let Some(location) = one.category.location.clone() else {
                continue;
            };
            let Some(&first) = taken.get(&location) else {
                taken.insert(location, at);
                continue;
            };
            let first = &self.categories[first];
            // The same category in other words is a fault of its own (M003).
            if first.category.id != one.category.id {
                let fault = Fault::new(
                    code::SHARED_LOCATION,
                    self.origins.at(&one.places.location),
                    format!(
                        "`{location}` is the path of `{}` already",
                        first.category.id
                    ),
                )
                .with_place(self.origins.at(&first.places.location), "of that one")
                .with_label("left out here");
                self.faults.push(fault);
            }
            self.unbound.insert(at);
            self.categories[at].category.location = None;
        }
    }

    /// The categories that one inherits from: parents of a kind; for a mixin what it depends on
    /// and the kinds that these apply to.
    pub(super) fn bases(&self, id: &CategoryId) -> Vec<CategoryId> {
        let mut found: Vec<CategoryId> = Vec::new();
        let mut open = vec![id.clone()];
        while let Some(next) = open.pop() {
            if found.len() > CHAIN || found.contains(&next) {
                continue;
            }
            if let Some(category) = self.find(&next) {
                open.extend(category.applies.iter().rev().cloned());
                open.extend(category.rel.iter().rev().cloned());
            }
            found.push(next);
        }
        found.remove(0);
        found
    }

    pub(super) fn inherited(
        &self,
        bases: &[CategoryId],
        name: &str,
    ) -> Option<(&CategoryId, &AttributeDescription)> {
        bases
            .iter()
            .find_map(|base| Some((&self.find(base)?.id, self.attribute_of(base, name)?)))
    }

    /// Finds the attributes of the categories that have many; no listing takes quadratic time.
    pub(super) fn index_attributes(&mut self) {
        self.many = self
            .categories
            .iter()
            .filter(|one| one.category.attributes.len() > MANY)
            .map(|one| {
                let names = one.category.attributes.iter().enumerate();
                let positions = names.map(|(at, one)| (one.name.clone(), at)).collect();
                (one.category.id.clone(), positions)
            })
            .collect();
    }

    /// An attribute that a category lists.
    pub(super) fn attribute_of(
        &self,
        id: &CategoryId,
        name: &str,
    ) -> Option<&AttributeDescription> {
        let attributes = &self.find(id)?.attributes;
        match self.many.get(id) {
            Some(positions) => attributes.get(*positions.get(name)?),
            None => attributes.iter().find(|one| one.name == *name),
        }
    }
}

/// The path of an absolute URL; `None` for what is none.
pub(in crate::format) fn path_of_url(location: &str) -> Option<String> {
    let (scheme, rest) = location.split_once("://")?;
    let is_scheme = !scheme.is_empty()
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    is_scheme.then(|| path.to_owned())
}
