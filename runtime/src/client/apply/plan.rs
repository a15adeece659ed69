//! What is to be done, found out without changing anything.

use std::{collections::BTreeMap, fmt};

use occi_model::{
    AttributeName, Attributes, CategoryId, Configuration, KindId, MixinId, Model, Value,
    configuration::{ConfiguredEntity, ConfiguredLink, LinkTarget, Tag},
};

use super::{
    adopt::{Adoption, Finder, Found},
    record::{Applied, AppliedInstance},
};
use crate::{
    Instance,
    client::{Client, ClientError},
    wire::{SOURCE, TARGET},
};

/// What has to be done for a server to have what a configuration describes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The steps in the order in which they are done.
    pub steps: Vec<Step>,
}

/// One step: a tag or an instance, and what is done with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The name of a resource; that of a link behind its resource's, `web.nic`; the identifier
    /// of a tag.
    pub name: String,
    /// What is done.
    pub action: Action,
    /// Where the instance is, when there is one.
    pub location: Option<String>,
    /// Whether the instance is there, and was not known: it is adopted before anything else.
    pub adopted: bool,
    pub(super) what: What,
}

/// What is done with a tag or an instance.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// It is created.
    Create,
    /// It is changed.
    Update(Vec<Change>),
    /// It is as it should be.
    Unchanged,
    /// It is deleted.
    Delete,
    /// It was adopted, so that it stays and is forgotten.
    Release,
    /// It cannot become what it should be; why.
    Blocked(String),
}

/// A change of an instance.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// An attribute gets a value.
    Value {
        /// Name of the attribute.
        name: AttributeName,
        /// What the server has.
        from: Option<Value>,
        /// What the configuration has.
        to: Value,
    },
    /// A mixin is attached.
    Mixin(CategoryId),
    /// The link gets another source.
    Source,
    /// The link gets another target.
    Target,
}

/// What a step is about, as it is sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A tag to define.
    Tag(Tag),
    /// A tag to remove.
    TagGone(CategoryId),
    /// An instance of the configuration.
    Entity {
        resource: String,
        link: Option<String>,
        /// Everything but the ends.
        wanted: Box<Instance>,
        /// For a link: where it leads. It starts at `resource`.
        target: Option<End>,
    },
    /// An instance that the configuration does not have any more.
    Gone {
        resource: String,
        link: Option<String>,
    },
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A resource of the configuration.
    Resource(String),
    /// Elsewhere.
    Uri(String),
}

impl Plan {
    /// Whether something stands in the way.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.count(|action| matches!(action, Action::Blocked(_))) > 0
    }

    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.steps
            .iter()
            .all(|step| step.action == Action::Unchanged && !step.adopted)
    }

    fn count(&self, is: impl Fn(&Action) -> bool) -> usize {
        self.steps.iter().filter(|step| is(&step.action)).count()
    }
}

impl fmt::Display for Plan {
    /// One line: `3 to create, 1 to update, 2 unchanged, 0 to delete`; what is adopted is
    /// updated or unchanged as well.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} to create, {} to update, {} unchanged, {} to delete",
            self.count(|action| *action == Action::Create),
            self.count(|action| matches!(action, Action::Update(_))),
            self.count(|action| *action == Action::Unchanged),
            self.count(|action| *action == Action::Delete),
        )?;
        let adopted = self.steps.iter().filter(|step| step.adopted).count();
        for (number, word) in [
            (adopted, "to adopt"),
            (
                self.count(|action| *action == Action::Release),
                "to release",
            ),
            (
                self.count(|action| matches!(action, Action::Blocked(_))),
                "blocked",
            ),
        ] {
            if number > 0 {
                write!(f, ", {number} {word}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value {
                name,
                from: Some(from),
                to,
            } => write!(f, "{name} {from} -> {to}"),
            Self::Value { name, to, .. } => write!(f, "{name} -> {to}"),
            Self::Mixin(id) => write!(f, "mixin {id}"),
            Self::Source => f.write_str("source"),
            Self::Target => f.write_str("target"),
        }
    }
}

impl fmt::Display for Step {
    /// One line: `update     web /compute/1: occi.compute.cores 2 -> 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match &self.action {
            Action::Create => "create",
            Action::Update(_) | Action::Unchanged if self.adopted => "adopt",
            Action::Update(_) => "update",
            Action::Unchanged => "unchanged",
            Action::Delete => "delete",
            Action::Release => "release",
            Action::Blocked(_) => "blocked",
        };
        write!(f, "{word:<10} {}", self.name)?;
        if let Some(location) = &self.location {
            write!(f, " {location}")?;
        }
        match &self.action {
            Action::Update(changes) => {
                let changes: Vec<String> = changes.iter().map(ToString::to_string).collect();
                write!(f, ": {}", changes.join(", "))
            }
            Action::Blocked(why) => write!(f, ": {why}"),
            _ => Ok(()),
        }
    }
}

impl Client {
    /// Compares what a configuration describes with what was created of it on the server.
    /// `model` is the one that the configuration was checked against. With `prune`, what was
    /// created and is in the configuration no more is to be deleted. Nothing is changed.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses to show something.
    pub async fn plan(
        &self,
        model: &Model,
        configuration: &Configuration,
        applied: &Applied,
        prune: bool,
    ) -> Result<Plan, ClientError> {
        let adoption = Adoption::default();
        self.plan_adopting(model, configuration, applied, prune, &adoption)
            .await
    }

    /// As [`plan`](Self::plan), but takes over instances that exist already.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or refuses to show something.
    pub async fn plan_adopting(
        &self,
        model: &Model,
        configuration: &Configuration,
        applied: &Applied,
        prune: bool,
        adoption: &Adoption,
    ) -> Result<Plan, ClientError> {
        let mut steps = Vec::new();
        let offered = self.discover().await?;
        for tag in &configuration.tags {
            let is_there = offered.iter().any(|one| one.id == tag.id);
            steps.push(Step {
                name: tag.id.to_string(),
                action: if is_there {
                    Action::Unchanged
                } else {
                    Action::Create
                },
                location: None,
                adopted: false,
                what: What::Tag(tag.clone()),
            });
        }
        let collections = offered
            .into_iter()
            .filter_map(|one| Some((one.id, one.location?)));
        let taken = applied.locations().map(|path| self.place(path)).collect();
        let mut planner = Planner {
            client: self,
            model,
            applied,
            alive: BTreeMap::new(),
            finder: Finder::new(self, model, adoption, collections.collect(), taken),
        };
        for resource in &configuration.resources {
            let step = planner.step(&resource.entity, None).await?;
            if let Some(location) = &step.location {
                let name = resource.entity.name.to_string();
                planner.alive.insert(name, location.clone());
            }
            steps.push(step);
        }
        for resource in &configuration.resources {
            for link in &resource.links {
                let source = (&*resource.entity.name, end(configuration, link));
                steps.push(planner.step(&link.entity, Some(source)).await?);
            }
        }
        if prune {
            steps.extend(gone(configuration, applied));
        }
        Ok(Plan { steps })
    }
}

impl Applied {
    /// The plan that deletes everything that was created.
    #[must_use]
    pub fn deletion(&self) -> Plan {
        let mut steps = Vec::new();
        for (resource, found) in &self.resources {
            for (link, instance) in &found.links {
                steps.push(deletion(resource, Some(link), instance));
            }
        }
        for (resource, found) in &self.resources {
            steps.push(deletion(resource, None, &found.instance));
        }
        steps.extend(self.tags.iter().map(removal));
        Plan { steps }
    }
}

/// What was created and is in the configuration no more: links, resources, tags.
fn gone(configuration: &Configuration, applied: &Applied) -> Vec<Step> {
    let mut links = Vec::new();
    let mut resources = Vec::new();
    for (resource, found) in &applied.resources {
        let wanted = configuration
            .resources
            .iter()
            .find(|one| *one.entity.name == **resource);
        for (link, instance) in &found.links {
            let is_wanted = wanted
                .is_some_and(|one| one.links.iter().any(|other| *other.entity.name == **link));
            if !is_wanted {
                links.push(deletion(resource, Some(link), instance));
            }
        }
        if wanted.is_none() {
            resources.push(deletion(resource, None, &found.instance));
        }
    }
    let is_wanted = |id: &&CategoryId| !configuration.tags.iter().any(|tag| tag.id == **id);
    let tags = applied.tags.iter().filter(is_wanted).map(removal);
    links.into_iter().chain(resources).chain(tags).collect()
}

fn deletion(resource: &str, link: Option<&str>, instance: &AppliedInstance) -> Step {
    Step {
        name: display(resource, link),
        action: if instance.adopted {
            Action::Release
        } else {
            Action::Delete
        },
        location: Some(instance.location.clone()),
        adopted: false,
        what: What::Gone {
            resource: resource.to_owned(),
            link: link.map(str::to_owned),
        },
    }
}

fn removal(id: &CategoryId) -> Step {
    Step {
        name: id.to_string(),
        action: Action::Delete,
        location: None,
        adopted: false,
        what: What::TagGone(id.clone()),
    }
}

fn display(resource: &str, link: Option<&str>) -> String {
    match link {
        Some(link) => format!("{resource}.{link}"),
        None => resource.to_owned(),
    }
}

fn end(configuration: &Configuration, link: &ConfiguredLink) -> End {
    match &link.target {
        LinkTarget::Uri(uri) => End::Uri(uri.to_string()),
        LinkTarget::Resource(_) => End::Resource(
            configuration
                .target(link)
                .map_or_else(String::new, |target| target.entity.name.to_string()),
        ),
    }
}

/// Where the target of a link is, if it exists.
fn place_of<'e>(alive: &'e BTreeMap<String, String>, target: &'e End) -> Option<&'e str> {
    match target {
        End::Resource(name) => alive.get(name).map(String::as_str),
        End::Uri(uri) => Some(uri),
    }
}

/// Compares the instances of one configuration with those of the server.
struct Planner<'p> {
    client: &'p Client,
    model: &'p Model,
    applied: &'p Applied,
    /// Locations of the resources that exist, by name.
    alive: BTreeMap<String, String>,
    finder: Finder<'p>,
}

impl Planner<'_> {
    /// What is to be done with an instance. A link comes with the name of its resource and its
    /// target.
    async fn step(
        &mut self,
        entity: &ConfiguredEntity,
        link: Option<(&str, End)>,
    ) -> Result<Step, ClientError> {
        let own = link.as_ref().map(|_| entity.name.to_string());
        let (resource, target) = match link {
            Some((resource, target)) => (resource, Some(target)),
            None => (&*entity.name, None),
        };
        let model = self.model;
        let kind = &model.kind(entity.kind).id;
        let known = self.applied.instance(resource, own.as_deref());
        let name = display(resource, own.as_deref());
        let found = match known {
            Some(known) => {
                let found = self.finder.look(&known.location).await?;
                found.map(|found| (known.location.clone(), Box::new(found)))
            }
            None => None,
        };
        let mut adopted = false;
        let found = match found {
            Some((location, found)) => Found::One(location, found),
            None => {
                let ends = target.as_ref().map(|target| {
                    let source = self.alive.get(resource).map(String::as_str);
                    (source, place_of(&self.alive, target))
                });
                let found = self.finder.find(&name, entity, ends).await?;
                adopted = matches!(found, Found::One(..));
                found
            }
        };
        let (action, location) = match found {
            Found::One(location, found) if found.kind == *kind => {
                let action = self.compare(entity, &found, resource, target.as_ref());
                (action, Some(location))
            }
            Found::One(location, found) => {
                let why = if adopted {
                    format!("it is a {}, not a {kind}", found.kind)
                } else {
                    format!("it is a {} now, not a {kind}", found.kind)
                };
                (Action::Blocked(why), Some(location))
            }
            Found::Unfit(why) => (Action::Blocked(why), None),
            Found::Nothing => match &entity.location {
                Some(path) if self.finder.look(path.as_str()).await?.is_some() => {
                    let why = "an instance is there that was not created from this file; adopt it, or choose another path";
                    (Action::Blocked(why.to_owned()), Some(path.to_string()))
                }
                _ => (Action::Create, None),
            },
        };
        let mut wanted = Instance::new(kind.clone());
        wanted.mixins.clone_from(&entity.mixins);
        wanted.attributes.clone_from(&entity.attributes);
        wanted.location = entity.location.as_ref().map(ToString::to_string);
        Ok(Step {
            name,
            adopted: adopted && !matches!(action, Action::Blocked(_)),
            action,
            location,
            what: What::Entity {
                resource: resource.to_owned(),
                link: own,
                wanted: Box::new(wanted),
                target,
            },
        })
    }

    fn compare(
        &self,
        entity: &ConfiguredEntity,
        found: &Instance,
        source: &str,
        target: Option<&End>,
    ) -> Action {
        let of_model = |ids: &[CategoryId]| -> Vec<MixinId> {
            ids.iter()
                .filter_map(|id| self.model.find_mixin(id.as_str()))
                .collect()
        };
        let present = of_model(&found.mixins);
        let overriding = self.model.overriding_values(&of_model(&entity.mixins));
        let mut changes = Vec::new();
        for id in &entity.mixins {
            if !found.mixins.contains(id) {
                changes.push(Change::Mixin(id.clone()));
            }
        }
        for (name, value) in &entity.attributes {
            let from = found.get(name.as_str());
            let is_same = from.is_some_and(|from| from.same_as(value));
            // A template wins over what a client says (D-20).
            if is_same || overriding.iter().any(|one| one.name == *name) {
                continue;
            }
            if !self.may_change(entity.kind, &present, name) {
                return Action::Blocked(format!(
                    "`{name}` is {}, should be {value}, and can be given at creation only; delete the instance to have it created anew",
                    from.map_or_else(|| "not set".to_owned(), ToString::to_string)
                ));
            }
            changes.push(Change::Value {
                name: name.clone(),
                from: from.cloned(),
                to: value.clone(),
            });
        }
        if let Some(target) = target {
            let is_at = |name: &AttributeName, wanted: Option<&str>| {
                let stored = found.get(name.as_str()).and_then(Value::as_str);
                let place = |text: &str| self.client.place(text);
                wanted.is_some() && stored.map(place) == wanted.map(place)
            };
            let alive = |name: &str| self.alive.get(name).map(String::as_str);
            if !is_at(&SOURCE, alive(source)) {
                changes.push(Change::Source);
            }
            if !is_at(&TARGET, place_of(&self.alive, target)) {
                changes.push(Change::Target);
            }
        }
        if changes.is_empty() {
            Action::Unchanged
        } else {
            Action::Update(changes)
        }
    }

    /// Whether a client may give the value now: it is mutable, or comes with a new mixin (D-23).
    fn may_change(&self, kind: KindId, present: &[MixinId], name: &AttributeName) -> bool {
        let is_new = !self
            .model
            .attributes_of(kind, present)
            .iter()
            .any(|one| one.name == *name);
        is_new || self.model.is_settable(kind, present, name.as_str(), false)
    }
}

impl Client {
    /// A location in one form: the path of one on this server, else the text as it is.
    pub(super) fn place(&self, text: &str) -> String {
        let base = &self.shared.base;
        let is_ours = text.starts_with('/') || base.resolve(text).is_ok();
        is_ours
            .then(|| base.reduce(text, &base.below("")))
            .flatten()
            .unwrap_or_else(|| text.to_owned())
    }
}

/// The values that an update sends.
pub(super) fn values(changes: &[Change]) -> Attributes {
    changes
        .iter()
        .filter_map(|change| match change {
            Change::Value { name, to, .. } => Some((name.clone(), to.clone())),
            _ => None,
        })
        .collect()
}

/// The mixins that an update attaches.
pub(super) fn mixins(changes: &[Change]) -> Vec<CategoryId> {
    changes
        .iter()
        .filter_map(|change| match change {
            Change::Mixin(id) => Some(id.clone()),
            _ => None,
        })
        .collect()
}
