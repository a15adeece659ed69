//! Conditions that look beyond their own instance, asked of a configuration as a whole: at the ends
//! of a link, at the links of a resource, at all instances of a category.
//!
//! A condition that met something which only the server knows is not judged: a value that it makes,
//! the end of a link that leads out of the configuration.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    rc::Rc,
};

use super::{
    Checker,
    shape::{Known, Shape},
};
use crate::{
    codes,
    configuration::{Configuration, ConfiguredEntity, LinkTarget},
    draft::{ConfigurationDraft, EntityDraft},
    expr::{End, Expr, Operand, Part, View, Views},
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
    checker: &mut Checker<'_, '_>,
) {
    let of_kinds = model.kinds().flat_map(|(_, kind)| &kind.constraints);
    let of_mixins = model.mixins().flat_map(|(_, mixin)| &mixin.constraints);
    let further: Vec<&Constraint> = of_kinds
        .chain(of_mixins)
        .map(|one| &**one)
        .filter(|one| !one.condition.reach().is_local())
        .collect();
    if further.is_empty() {
        return;
    }
    let mut names = BTreeSet::new();
    for one in further {
        mentioned(&one.condition, &mut names);
    }
    let Some(scene) = Scene::new(model, draft, configuration, &names, checker) else {
        return;
    };
    let report = &mut *checker.report;
    let mut said: BTreeSet<(&str, Vec<usize>)> = BTreeSet::new();
    for (at, node) in scene.nodes.iter().enumerate() {
        for constraint in &node.shape.constraints {
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

/// The attributes that a condition speaks of, of whatever instance.
fn mentioned<'c>(condition: &'c Expr, names: &mut BTreeSet<&'c AttributeName>) {
    condition.walk(&mut |part| match part {
        Part::Expr(Expr::Defined(name) | Expr::DefinedAt(_, name))
        | Part::Operand(Operand::Attribute(name) | Operand::End(_, name)) => {
            names.insert(name);
        }
        Part::Expr(Expr::Unique(all, _)) => names.extend(all),
        Part::Operand(Operand::Links(_, Some(inner))) => mentioned(inner, names),
        Part::Expr(_) | Part::Operand(_) => {}
    });
}

/// An instance of the configuration.
struct Node<'s> {
    name: &'s str,
    origin: Origin,
    entity: &'s ConfiguredEntity,
    shape: Rc<Shape>,
    /// Those values that conditions speak of.
    values: BTreeMap<&'s AttributeName, Known>,
    /// For a link: its source, and its target unless that lies outside.
    ends: Option<(usize, Option<usize>)>,
    /// For a resource: the links that start at it.
    links: Vec<usize>,
}

impl<'s> Node<'s> {
    fn new(
        model: &Model,
        draft: &'s EntityDraft,
        entity: &'s ConfiguredEntity,
        names: &BTreeSet<&'s AttributeName>,
        checker: &mut Checker<'_, '_>,
    ) -> Option<Self> {
        let mixins: Vec<MixinId> = entity
            .mixins
            .iter()
            .filter_map(|id| model.find_mixin(id.as_str()))
            .collect();
        let instance = (entity.kind, &*mixins);
        let origin = draft.name.origin;
        let shape = checker
            .shapes
            .get(model, instance, origin, checker.report)?;
        let known = |name: &&'s AttributeName| {
            let given = entity.attributes.get(*name);
            shape.known(name.as_str(), given.or_else(|| entity.state.get(*name)))
        };
        Some(Self {
            name: &draft.name.value,
            origin,
            entity,
            values: names.iter().map(|name| (*name, known(name))).collect(),
            shape: Rc::clone(&shape),
            ends: None,
            links: Vec::new(),
        })
    }
}

/// Instances by the values of some attributes: the values as a text, the places of the instances.
type Twins = HashMap<String, Vec<usize>>;

/// The configuration, and what an evaluation has met.
struct Scene<'s> {
    model: &'s Model,
    nodes: Vec<Node<'s>>,
    /// Whether the condition met something that only the server knows.
    unknown: Cell<bool>,
    /// Instances with the same values.
    partners: Cell<Vec<usize>>,
    /// By category and names of attributes.
    twins: RefCell<HashMap<String, Rc<Twins>>>,
}

impl<'s> Scene<'s> {
    fn new(
        model: &'s Model,
        draft: &'s ConfigurationDraft,
        configuration: &'s Configuration,
        names: &BTreeSet<&'s AttributeName>,
        checker: &mut Checker<'_, '_>,
    ) -> Option<Self> {
        // A sound configuration has all that its draft has, in the same order.
        let pairs = || draft.resources.iter().zip(&configuration.resources);
        let mut nodes: Vec<Node<'s>> = pairs()
            .map(|(draft, resource)| {
                Node::new(model, &draft.entity, &resource.entity, names, checker)
            })
            .collect::<Option<_>>()?;
        for (source, (draft, resource)) in pairs().enumerate() {
            for (draft, link) in draft.links.iter().zip(&resource.links) {
                let target = match link.target {
                    LinkTarget::Resource(at) => Some(at),
                    LinkTarget::Uri(_) => None,
                };
                let at = nodes.len();
                nodes.push(Node {
                    ends: Some((source, target)),
                    ..Node::new(model, &draft.entity, &link.entity, names, checker)?
                });
                nodes[source].links.push(at);
            }
        }
        Some(Self {
            model,
            nodes,
            unknown: Cell::new(false),
            partners: Cell::new(Vec::new()),
            twins: RefCell::default(),
        })
    }

    /// The instances with a category by their values of some attributes; those without a value for
    /// one of them are left out.
    fn twins(&self, category: &CategoryId, names: &[&AttributeName]) -> Rc<Twins> {
        let mut key = category.to_string();
        for name in names {
            let _ = write!(key, " {name}");
        }
        if let Some(known) = self.twins.borrow().get(&key) {
            return Rc::clone(known);
        }
        let mut twins = Twins::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if self.is_of(at, category) {
                let values = names.iter().map(|name| match node.values.get(name) {
                    Some(Known::Value(value)) => Some(value),
                    _ => None,
                });
                if let Some(values) = values.collect::<Option<Vec<_>>>() {
                    twins.entry(text_of(&values)).or_default().push(at);
                }
            }
        }
        let twins = Rc::new(twins);
        self.twins.borrow_mut().insert(key, Rc::clone(&twins));
        twins
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
            Some(CategoryRef::Mixin(mixin)) => node.shape.closure.contains(&mixin),
            Some(CategoryRef::Action(_)) | None => false,
        }
    }
}

/// Values as a text, the same for the same values: 2 equals 2.0 (D-101).
fn text_of(values: &[&Value]) -> String {
    let mut text = String::new();
    for value in values {
        let whole = match value {
            // No fraction is lost, and beyond this a float is no exact integer.
            Value::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                format!("{number:.0}")
            }
            other => other.to_string(),
        };
        let _ = write!(text, "{whole}\0");
    }
    text
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
        mixin.is_some_and(|mixin| self.node().shape.closure.contains(&mixin))
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
        let (names, values): (Vec<&AttributeName>, Vec<&Value>) = values.iter().copied().unzip();
        let twins = scene.twins(category, &names);
        let same = twins.get(&text_of(&values)).map_or(&[][..], Vec::as_slice);
        let twin = same.iter().copied().find(|&at| at != self.at);
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
