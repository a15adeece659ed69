//! The reference store: what a server has to hold, as simply as it can be said.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{
    CategoryId, Model, Value,
    model::{ActionId, Kind, StateMachine},
};

/// The kinds of resources of a walk, each with an attribute that it takes, and whether that has to be
/// there.
pub(super) const RESOURCES: [(&str, &str, bool); 3] = [
    ("compute", "occi.compute.cores", false),
    ("network", "occi.network.vlan", false),
    ("storage", "occi.storage.size", true),
];

/// The mixins of users.
pub(super) const TAGS: [&str; 2] = [
    "http://example.com/walk#red",
    "http://example.com/walk#green",
];

/// Actions that do more than to change a state.
const SPECIAL: [&str; 2] = ["save", "resize"];

/// The scheme of every kind of a walk.
pub(super) const INFRASTRUCTURE: &str = "http://schemas.ogf.org/occi/infrastructure#";

/// A resource.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resource {
    pub(super) kind: usize,
    pub(super) path: String,
    pub(super) attributes: BTreeMap<&'static str, Value>,
    pub(super) state: String,
    pub(super) tags: BTreeSet<usize>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) path: String,
    pub(super) id: String,
    pub(super) source: String,
    pub(super) target: String,
}

/// Everything that there is.
#[derive(Debug)]
pub(super) struct Reference<'m> {
    model: &'m Model,
    pub(super) resources: Vec<Resource>,
    pub(super) links: Vec<Link>,
    /// Paths that there were.
    pub(super) gone: Vec<String>,
}

impl<'m> Reference<'m> {
    pub(super) fn new(model: &'m Model) -> Result<Self, String> {
        let reference = Self {
            model,
            resources: Vec::new(),
            links: Vec::new(),
            gone: Vec::new(),
        };
        for number in 0..RESOURCES.len() {
            let kind = reference
                .kind(number)
                .ok_or("the definition has no infrastructure")?;
            if kind.states.is_none() {
                return Err(format!("{} has no states", kind.id));
            }
        }
        Ok(reference)
    }

    /// A kind of resources.
    pub(super) fn kind(&self, number: usize) -> Option<&'m Kind> {
        let (term, ..) = RESOURCES.get(number)?;
        self.kind_of(term)
    }

    fn kind_of(&self, term: &str) -> Option<&'m Kind> {
        let id = self.model.find_kind(&format!("{INFRASTRUCTURE}{term}"))?;
        Some(self.model.kind(id))
    }

    /// The path of the collection of a kind of infrastructure.
    pub(super) fn collection(&self, term: &str) -> String {
        let location = self.kind_of(term).and_then(|kind| kind.location.as_ref());
        location.map(ToString::to_string).unwrap_or_default()
    }

    fn machine(&self, kind: usize) -> Option<&'m StateMachine> {
        self.kind(kind)?.states.as_deref()
    }

    /// The attribute that shows the state.
    pub(super) fn state_attribute(&self, kind: usize) -> Option<&'m str> {
        Some(self.machine(kind)?.attribute.as_str())
    }

    /// The resource of a number.
    pub(super) fn resource(&self, which: usize) -> Option<usize> {
        (!self.resources.is_empty()).then(|| which % self.resources.len())
    }

    /// The actions of a kind that change nothing but the state.
    pub(super) fn actions(&self, kind: usize) -> Vec<ActionId> {
        let all = self.kind(kind).map_or(&[][..], |kind| &kind.all_actions);
        let is_simple = |id: &&ActionId| {
            let action = self.model.action(**id);
            !SPECIAL.contains(&action.id.term())
                && action
                    .parameters
                    .iter()
                    .all(|parameter| !parameter.required)
        };
        all.iter().filter(is_simple).copied().collect()
    }

    /// The identifier of an action.
    pub(super) fn action(&self, id: ActionId) -> &'m CategoryId {
        &self.model.action(id).id
    }

    /// The identifiers of the actions that a resource offers now.
    pub(super) fn offered(&self, resource: &Resource) -> BTreeSet<CategoryId> {
        let machine = self.machine(resource.kind);
        let applicable = machine.map(|machine| machine.applicable(&resource.state));
        let ids = applicable.into_iter().flatten();
        ids.map(|id| self.action(id).clone()).collect()
    }

    /// The values that a number stands for.
    pub(super) fn values(kind: usize, number: usize) -> BTreeMap<&'static str, Value> {
        let mut values = BTreeMap::new();
        values.insert("occi.core.title", Value::from(format!("walk {number}")));
        if let Some((_, name, required)) = RESOURCES.get(kind) {
            let small = i64::try_from(1 + number % 100).unwrap_or(1);
            let value = match kind {
                2 => Value::Float(small as f64 / 2.0),
                _ => Value::Integer(small),
            };
            if *required || number.is_multiple_of(2) {
                values.insert(name, value);
            }
        }
        if number.is_multiple_of(3) {
            values.insert(
                "occi.core.summary",
                Value::from(format!("of {number}, \"as\" \\ said")),
            );
        }
        values
    }

    pub(super) fn create(
        &mut self,
        kind: usize,
        path: String,
        attributes: BTreeMap<&'static str, Value>,
    ) {
        let initial = self.machine(kind).map_or("", |machine| &machine.initial);
        self.resources.push(Resource {
            kind,
            path,
            attributes,
            state: initial.to_owned(),
            tags: BTreeSet::new(),
        });
    }

    /// Moves a resource; gives whether its state allows the action.
    pub(super) fn act(&mut self, at: usize, action: ActionId) -> bool {
        let Some(resource) = self.resources.get(at) else {
            return false;
        };
        let machine = self.machine(resource.kind);
        let way = machine.and_then(|machine| machine.transition(&resource.state, action));
        let to = way.map(|way| way.to.to_string());
        match (to, self.resources.get_mut(at)) {
            (Some(to), Some(resource)) => {
                resource.state = to;
                true
            }
            _ => false,
        }
    }

    /// Deletes a resource, and every link that it has an end of (D-16).
    pub(super) fn delete(&mut self, at: usize) {
        let resource = self.resources.remove(at);
        let (gone, kept) = std::mem::take(&mut self.links)
            .into_iter()
            .partition(|link: &Link| link.source == resource.path || link.target == resource.path);
        self.links = kept;
        let gone: Vec<Link> = gone;
        self.gone.extend(gone.into_iter().map(|link| link.path));
        self.gone.push(resource.path);
    }
}
