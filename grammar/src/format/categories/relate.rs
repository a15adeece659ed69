//! Parents of kinds, and what mixins depend on and apply to.

use occi_model::{CategoryId, Fault};
use occi_rendering::Class;

use super::listing::Listing;
use crate::format::code;

const ENTITY: &str = "http://schemas.ogf.org/occi/core#entity";
const RESOURCE: &str = "http://schemas.ogf.org/occi/core#resource";
const LINK: &str = "http://schemas.ogf.org/occi/core#link";

impl Listing<'_> {
    /// Sorts the relations of mixins: in the field, `rel` names kinds as well, which the mixin
    /// then applies to. What names nothing that is known has no effect (D-93).
    pub(super) fn relate(&mut self) {
        for at in 0..self.categories.len() {
            let class = self.categories[at].category.class;
            match class {
                Some(Class::Kind) => self.relate_kind(at),
                Some(Class::Mixin) => self.relate_mixin(at),
                _ => {}
            }
        }
    }

    fn relate_kind(&mut self, at: usize) {
        let one = &self.categories[at];
        let id = one.category.id.clone();
        let own_origin = self.origins.at(&one.places.term);
        match one.category.rel.first() {
            _ if id == *ENTITY => {
                let own = &mut self.categories[at];
                own.category.rel.clear();
                own.places.rel.clear();
            }
            Some(parent) if self.find(parent).is_some() => {}
            Some(parent) => {
                let origin = one
                    .places
                    .rel
                    .first()
                    .map_or(own_origin, |p| self.origins.at(p));
                let assumed = self.assumed_parent(at);
                let fault = Fault::new(
                    code::UNKNOWN_PARENT,
                    origin,
                    format!("the parent `{parent}` of `{id}` is not listed"),
                )
                .with_label(format!("taken for `{assumed}`"));
                self.faults.push(fault);
                self.set_parent(at, assumed);
            }
            None => {
                let known = self.library.category(&id);
                let parent = known.and_then(|(_, known)| known.rel.first().cloned());
                let assumed = parent.unwrap_or_else(|| self.assumed_parent(at));
                let fault = Fault::new(
                    code::NO_PARENT,
                    own_origin,
                    format!("the kind `{id}` is listed without a parent"),
                )
                .with_label(format!("taken for a child of `{assumed}`"));
                self.faults.push(fault);
                self.set_parent(at, assumed);
            }
        }
        let own = &mut self.categories[at];
        own.category.rel.truncate(1);
        own.places.rel.truncate(1);
    }

    /// What a kind without a usable parent is: a link where it has the ends of one.
    fn assumed_parent(&self, at: usize) -> CategoryId {
        let category = &self.categories[at].category;
        let has_ends = category.attributes.iter().any(|attribute| {
            matches!(
                attribute.name.as_str(),
                "occi.core.source" | "occi.core.target" | "source" | "target"
            )
        });
        let is_core = [RESOURCE, LINK].iter().any(|core| category.id == **core);
        let text = match (is_core, has_ends) {
            (true, _) => ENTITY,
            (false, true) => LINK,
            (false, false) => RESOURCE,
        };
        identifier(text).unwrap_or_else(|| category.id.clone())
    }

    fn set_parent(&mut self, at: usize, parent: CategoryId) {
        let own = &mut self.categories[at];
        own.category.rel = vec![parent];
        if own.places.rel.is_empty() {
            own.places.rel.push(own.places.term.clone());
        }
    }

    fn relate_mixin(&mut self, at: usize) {
        let own = &self.categories[at];
        let id = own.category.id.clone();
        let related: Vec<_> = own
            .category
            .rel
            .iter()
            .cloned()
            .zip(own.places.rel.iter().cloned())
            .collect();
        let mut depends = Vec::new();
        let mut applies = Vec::new();
        for (other, place) in related {
            match self.find(&other).map(|found| found.class) {
                Some(Some(Class::Mixin)) => depends.push((other, place)),
                Some(Some(Class::Kind)) => {
                    let fault = Fault::new(
                        code::RELATED_KIND,
                        self.origins.at(&place),
                        format!("the mixin `{id}` is related to a kind"),
                    )
                    .with_label("taken for a kind that it applies to");
                    self.faults.push(fault);
                    applies.push((other, place));
                }
                _ => {
                    let fault = Fault::new(
                        code::UNKNOWN_RELATED,
                        self.origins.at(&place),
                        format!(
                            "`{other}`, which `{id}` is related to, is no mixin that is listed"
                        ),
                    )
                    .with_label("left out");
                    self.faults.push(fault);
                }
            }
        }
        let own = &mut self.categories[at];
        (own.category.rel, own.places.rel) = depends.into_iter().unzip();
        for (kind, place) in applies {
            if !own.category.applies.contains(&kind) {
                own.category.applies.push(kind);
                own.places.applies.push(place);
            }
        }
    }
}

fn identifier(text: &str) -> Option<CategoryId> {
    CategoryId::parse(text).ok()
}
