//! Conditions that look beyond their own instance, asked of a configuration as a whole: at the ends
//! of a link, at the links of a resource, at all instances of a category.
//!
//! A condition that met something which only the server knows is not judged: a value that it makes,
//! the end of a link that leads out of the configuration.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use super::values::{Known, settled};
use crate::{
    build::report::Report,
    codes,
    configuration::{Configuration, ConfiguredEntity, LinkTarget},
    draft::{ConfigurationDraft, EntityDraft},
    expr::{End, View, Views},
    fault::Fault,
    model::{CategoryRef, Constraint, MixinId, Model},
    name::{AttributeName, CategoryId},
    origin::Origin,
    value::Value,
};

/// E0258: the instances of a configuration meet the conditions that look around.
pub(super) fn e0258_around(
    model: &Model,
    draft: &ConfigurationDraft,
    configuration: &Configuration,
    report: &mut Report,
) {
    let of_kinds = model.kinds().flat_map(|(_, kind)| &kind.constraints);
    let of_mixins = model.mixins().flat_map(|(_, mixin)| &mixin.constraints);
    let all_local = of_kinds
        .chain(of_mixins)
        .all(|one| one.condition.reach().is_local());
    if all_local {
        return;
    }
    let scene = Scene::new(model, draft, configuration);
    let mut said: BTreeSet<(&str, Vec<usize>)> = BTreeSet::new();
    for (at, node) in scene.nodes.iter().enumerate() {
        for constraint in node.constraints(model) {
            if constraint.condition.reach().is_local() || scene.is_met(at, constraint) {
                continue;
            }
            // Instances that contradict each other are accused once.
            let mut partners = scene.partners.take();
            partners.push(at);
            partners.sort_unstable();
            partners.dedup();
            let other = partners.iter().copied().find(|&one| one != at);
            if !said.insert((&constraint.message, partners)) {
                continue;
            }
            let fault = Fault::new(
                codes::E0258,
                node.origin,
                format!("`{}`: {}", node.name, constraint.message),
            )
            .with_label("does not meet the condition")
            .with_help("change the values, mixins or links that the condition speaks of");
            report.push(match other {
                Some(other) => {
                    let other = &scene.nodes[other];
                    fault.with_place(other.origin, format!("`{}` has the same", other.name))
                }
                None => fault,
            });
        }
    }
}

/// An instance of the configuration.
struct Node<'s> {
    name: &'s str,
    origin: Origin,
    entity: &'s ConfiguredEntity,
    /// Its mixins and all that these depend on.
    closure: Vec<MixinId>,
    values: BTreeMap<AttributeName, Known>,
    /// For a link: its source, and its target unless that lies outside.
    ends: Option<(usize, Option<usize>)>,
    /// For a resource: the links that start at it.
    links: Vec<usize>,
}

impl<'s> Node<'s> {
    fn new(model: &Model, draft: &'s EntityDraft, entity: &'s ConfiguredEntity) -> Self {
        let mixins: Vec<MixinId> = entity
            .mixins
            .iter()
            .filter_map(|id| model.find_mixin(id.as_str()))
            .collect();
        let overriding = model.overriding_values(&mixins);
        let values = model
            .attributes_of(entity.kind, &mixins)
            .into_iter()
            .map(|attribute| {
                let name = &attribute.name;
                let given = entity
                    .attributes
                    .get(name)
                    .or_else(|| entity.state.get(name));
                let known = settled(
                    model,
                    (entity.kind, &mixins),
                    &overriding,
                    &attribute,
                    given,
                );
                (name.clone(), known)
            })
            .collect();
        Self {
            name: &draft.name.value,
            origin: draft.name.origin,
            entity,
            closure: model.closure_of(&mixins),
            values,
            ends: None,
            links: Vec::new(),
        }
    }

    fn constraints<'m>(&self, model: &'m Model) -> Vec<&'m Constraint> {
        let of_kind = model.kind(self.entity.kind).all_constraints.iter();
        let of_mixins = self
            .closure
            .iter()
            .flat_map(|&mixin| model.mixin(mixin).constraints.iter());
        of_kind.chain(of_mixins).map(|one| &**one).collect()
    }
}

/// The configuration, and what an evaluation has met.
struct Scene<'s> {
    model: &'s Model,
    nodes: Vec<Node<'s>>,
    /// Whether the condition met something that only the server knows.
    unknown: Cell<bool>,
    /// Instances with the same values.
    partners: Cell<Vec<usize>>,
}

impl<'s> Scene<'s> {
    fn new(
        model: &'s Model,
        draft: &'s ConfigurationDraft,
        configuration: &'s Configuration,
    ) -> Self {
        // A sound configuration has all that its draft has, in the same order.
        let pairs = || draft.resources.iter().zip(&configuration.resources);
        let mut nodes: Vec<Node<'s>> = pairs()
            .map(|(draft, resource)| Node::new(model, &draft.entity, &resource.entity))
            .collect();
        for (source, (draft, resource)) in pairs().enumerate() {
            for (draft, link) in draft.links.iter().zip(&resource.links) {
                let target = match link.target {
                    LinkTarget::Resource(at) => Some(at),
                    LinkTarget::Uri(_) => None,
                };
                let at = nodes.len();
                nodes.push(Node {
                    ends: Some((source, target)),
                    ..Node::new(model, &draft.entity, &link.entity)
                });
                nodes[source].links.push(at);
            }
        }
        Self {
            model,
            nodes,
            unknown: Cell::new(false),
            partners: Cell::new(Vec::new()),
        }
    }

    fn is_met(&self, at: usize, constraint: &Constraint) -> bool {
        self.unknown.set(false);
        self.partners.take();
        let holds = constraint.condition.holds(&Seen { scene: self, at });
        holds || self.unknown.get()
    }

    fn is_of(&self, at: usize, category: &CategoryId) -> bool {
        let node = &self.nodes[at];
        match self.model.find(category.as_str()) {
            Some(CategoryRef::Kind(kind)) => self.model.is_a(node.entity.kind, kind),
            Some(CategoryRef::Mixin(mixin)) => node.closure.contains(&mixin),
            Some(CategoryRef::Action(_)) | None => false,
        }
    }
}

/// An instance with the scene around it.
struct Seen<'a, 's> {
    scene: &'a Scene<'s>,
    at: usize,
}

impl<'a, 's> Seen<'a, 's> {
    fn node(&self) -> &'a Node<'s> {
        &self.scene.nodes[self.at]
    }

    const fn other(&self, at: usize) -> Self {
        Self {
            scene: self.scene,
            at,
        }
    }
}

impl View for Seen<'_, '_> {
    fn value(&self, name: &AttributeName) -> Option<&Value> {
        match self.node().values.get(name)? {
            Known::Value(value) => Some(value),
            Known::Nothing => None,
            Known::Unknown => {
                self.scene.unknown.set(true);
                None
            }
        }
    }

    fn carries(&self, mixin: &CategoryId) -> bool {
        let mixin = self.scene.model.find_mixin(mixin.as_str());
        mixin.is_some_and(|mixin| self.node().closure.contains(&mixin))
    }

    fn end(&self, end: End) -> Option<Box<dyn View + '_>> {
        let (source, target) = self.node().ends?;
        let at = match end {
            End::Source => Some(source),
            End::Target => target,
        };
        if at.is_none() {
            self.scene.unknown.set(true);
        }
        Some(Box::new(self.other(at?)))
    }

    fn links(&self, kind: &CategoryId) -> Views<'_> {
        let links = self.node().links.iter().copied();
        links
            .filter(|&at| self.scene.is_of(at, kind))
            .map(|at| Box::new(self.other(at)) as Box<dyn View + '_>)
            .collect()
    }

    fn is_unique(&self, category: &CategoryId, values: &[(&AttributeName, &Value)]) -> bool {
        let scene = self.scene;
        let equals = |at: usize| {
            values.iter().all(|(name, value)| {
                let other = scene.nodes[at].values.get(*name);
                matches!(other, Some(Known::Value(other)) if other.same_as(value))
            })
        };
        let twin = (0..scene.nodes.len())
            .find(|&at| at != self.at && scene.is_of(at, category) && equals(at));
        scene.partners.set(twin.into_iter().collect());
        twin.is_none()
    }

    fn is_acyclic(&self, category: &CategoryId) -> bool {
        let Some((source, Some(target))) = self.node().ends else {
            return true;
        };
        let nodes = &self.scene.nodes;
        let mut seen = BTreeSet::from([target]);
        let mut open = vec![target];
        while let Some(at) = open.pop() {
            if at == source {
                return false;
            }
            let links = nodes[at].links.iter();
            let next = links
                .filter(|&&link| self.scene.is_of(link, category))
                .filter_map(|&link| nodes[link].ends?.1);
            open.extend(next.filter(|&next| seen.insert(next)));
        }
        true
    }
}
