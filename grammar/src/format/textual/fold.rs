//! From names to terms: in generation C a term is the lower case of a name, and references are
//! made by name.

use occi_model::Located;

use super::convert::Generation;
use crate::format::occiware::{
    NAME_KEY,
    tree::{Annotation, Category, Configuration, DataType, Entity, Extension, Resource, Target},
};

/// What the names of a text become.
#[derive(Clone, Copy)]
pub(super) struct Fold<'n> {
    pub(super) generation: Generation,
    /// Name of the extension: references to what is its own may start with it.
    pub(super) own: &'n str,
}

impl Fold<'_> {
    pub(super) fn extension(self, extension: &mut Extension) {
        for kind in &mut extension.kinds {
            self.category(&mut kind.category);
            let references = kind
                .parent
                .iter_mut()
                .chain(&mut kind.source)
                .chain(&mut kind.target);
            references.for_each(|one| self.target(one, true));
        }
        for mixin in &mut extension.mixins {
            self.category(&mut mixin.category);
            let references = mixin.depends.iter_mut().chain(&mut mixin.applies);
            references.for_each(|one| self.target(one, true));
        }
        for named in &mut extension.types {
            match &mut named.data_type {
                DataType::Array(item) => self.target(item, false),
                DataType::Record(fields) => fields
                    .iter_mut()
                    .filter_map(|field| field.value_type.as_mut())
                    .for_each(|one| self.target(one, false)),
                _ => {}
            }
        }
    }

    pub(super) fn configuration(self, configuration: &mut Configuration) {
        for tag in &mut configuration.tags {
            self.category(tag);
        }
        for Resource { entity, links, .. } in &mut configuration.resources {
            self.entity(entity);
            for link in links {
                self.entity(&mut link.entity);
            }
        }
    }

    fn entity(self, entity: &mut Entity) {
        self.target(&mut entity.kind, true);
        for part in &mut entity.parts {
            self.target(&mut part.mixin, true);
        }
    }

    fn category(self, category: &mut Category) {
        self.named(&mut category.term, &mut category.annotations);
        for action in &mut category.actions {
            self.named(&mut action.term, &mut action.annotations);
            for parameter in &mut action.parameters {
                parameter
                    .value_type
                    .iter_mut()
                    .for_each(|one| self.target(one, false));
            }
        }
        for attribute in &mut category.attributes {
            attribute
                .value_type
                .iter_mut()
                .for_each(|one| self.target(one, false));
        }
        let transitions = category
            .states
            .iter_mut()
            .flat_map(|machine| &mut machine.states)
            .flat_map(|state| &mut state.transitions);
        for transition in transitions {
            if let Some(action) = &mut transition.action {
                self.term(action);
            }
        }
    }

    /// A name becomes a term; how it was spelt is kept.
    fn named(self, name: &mut Located<String>, annotations: &mut Vec<Annotation>) {
        let spelt = name.clone();
        self.term(name);
        if *name != spelt {
            let annotation = Annotation {
                key: Located::new(NAME_KEY.to_owned(), spelt.origin),
                value: spelt.value,
            };
            annotations.insert(0, annotation);
        }
    }

    fn term(self, term: &mut Located<String>) {
        if self.generation == Generation::C {
            term.value = term.value.to_lowercase();
        }
    }

    fn target(self, target: &mut Located<Target>, is_category: bool) {
        let own = match &mut target.value {
            Target::Own(name) => {
                if is_category && self.generation == Generation::C {
                    *name = name.to_lowercase();
                }
                return;
            }
            Target::Foreign { extension, name } => {
                if is_category && self.generation == Generation::C {
                    *name = name.to_lowercase();
                }
                (extension == self.own).then(|| std::mem::take(name))
            }
            Target::Basic(_) => return,
        };
        if let Some(name) = own {
            target.value = Target::Own(name);
        }
    }
}
