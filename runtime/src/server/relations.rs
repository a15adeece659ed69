//! Conditions that look beyond their own instance: at the ends of a link, at the links of a
//! resource, at all instances of a category.
//!
//! They are asked of the instances as they would be after a change: of those that the change
//! stores, and of those that it touches without storing them. An instance that is stored must meet
//! its conditions (400 while the request is worked out, 409 once handlers have acted). A change may
//! not break the condition of another instance either (409): that of a link when its end changes,
//! that of a resource when a link of it comes, goes or changes, or what the link leads to. What was
//! broken before is not the fault of this change and stands in nobody's way.
//!
//! All commits of a model that has such conditions are checked one after the other, so that of two
//! requests at the same time the later one sees what the earlier one did. Uniqueness is looked up
//! in the store's index by values, so that its cost does not grow with the number of instances.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
    sync::Arc,
};

use occi_model::{
    AttributeName, CategoryId, Model, Value,
    expr::{End, Reach, View, Views},
    model::{CategoryRef, Constraint},
};

use super::{
    Fault,
    engine::{self, Engine},
};
use crate::store::{Record, Transaction};

/// What the conditions of a model look at.
pub(crate) fn reach(model: &Model) -> Reach {
    let of_kinds = model.kinds().flat_map(|(_, kind)| &kind.constraints);
    let of_mixins = model.mixins().flat_map(|(_, mixin)| &mixin.constraints);
    of_kinds
        .chain(of_mixins)
        .map(|constraint| constraint.condition.reach())
        .fold(Reach::default(), Reach::or)
}

/// Checks a change while it is worked out.
///
/// # Errors
///
/// 400 when an instance that would be stored does not meet its conditions, 409 when another one
/// would not any more.
pub(crate) fn check<'a>(
    engine: &'a Engine,
    put: impl IntoIterator<Item = &'a Record>,
    delete: &'a [String],
) -> Result<(), Fault> {
    if engine.relations.is_local() {
        return Ok(());
    }
    let after = Scene::new(engine, put, delete);
    for record in after.put.values() {
        let seen = Instance::new(&after, Seen::New(record));
        if let Some(broken) = seen.broken(|reach| !reach.is_local()) {
            return Err(Fault::bad_request("constraint", broken.message.clone()));
        }
    }
    let before = Scene::new(engine, [], &[]);
    for (location, wanted) in after.touched() {
        let asked = |reach: Reach| (wanted.ends && reach.ends) || (wanted.links && reach.links);
        let Some(record) = after.get(&location) else {
            continue;
        };
        let Some(broken) = Instance::new(&after, record).broken(asked) else {
            continue;
        };
        let was_met = before
            .get(&location)
            .is_some_and(|record| broken.condition.holds(&Instance::new(&before, record)));
        if was_met {
            return Err(Fault::conflict(
                "constraint",
                format!("`{location}` would break a condition: {}", broken.message),
            ));
        }
    }
    Ok(())
}

impl Engine {
    /// Checks a transaction that is about to be committed. The guard is held until it is: what was
    /// looked at stays as it is until then.
    ///
    /// # Errors
    ///
    /// 409 when an instance would not meet its conditions.
    pub(crate) async fn relate(
        &self,
        transaction: &Transaction,
    ) -> Result<Option<tokio::sync::MutexGuard<'_, ()>>, Fault> {
        if self.relations.is_local() {
            return Ok(None);
        }
        let guard = self.relations_lock.lock().await;
        match check(self, &transaction.put, &transaction.delete) {
            Ok(()) => Ok(Some(guard)),
            Err(fault) => Err(Fault::conflict("constraint", fault.message)),
        }
    }

    /// Whether a record carries a mixin, or one that depends on it.
    fn carries(&self, record: &Record, mixin: &CategoryId) -> bool {
        let Some(wanted) = self.model.find_mixin(mixin.as_str()) else {
            return false;
        };
        self.mixins_of(record)
            .iter()
            .any(|one| one.closure(&self.model).contains(&wanted))
    }

    /// Whether a record is of a kind, or of one below it, or carries a mixin.
    fn is_of(&self, record: &Record, category: &CategoryId) -> bool {
        match self.model.find(category.as_str()) {
            Some(CategoryRef::Kind(kind)) => self.model.is_a(self.kind_of(record), kind),
            Some(CategoryRef::Mixin(_)) => self.carries(record, category),
            Some(CategoryRef::Action(_)) | None => false,
        }
    }
}

/// An attribute with a value.
type Named<'v> = (&'v AttributeName, &'v Value);

/// A record of the change, or of the store.
enum Seen<'s> {
    New(&'s Record),
    Stored(Arc<Record>),
}

impl Deref for Seen<'_> {
    type Target = Record;

    fn deref(&self) -> &Record {
        match self {
            Self::New(record) => record,
            Self::Stored(record) => record,
        }
    }
}

/// The instances as they are after a change.
struct Scene<'s> {
    engine: &'s Engine,
    /// By location.
    put: BTreeMap<&'s str, &'s Record>,
    gone: BTreeSet<&'s str>,
}

impl<'s> Scene<'s> {
    fn new(
        engine: &'s Engine,
        put: impl IntoIterator<Item = &'s Record>,
        delete: &'s [String],
    ) -> Self {
        Self {
            engine,
            put: put
                .into_iter()
                .map(|record| (record.location.as_str(), record))
                .collect(),
            gone: delete.iter().map(String::as_str).collect(),
        }
    }

    fn get(&self, location: &str) -> Option<Seen<'s>> {
        if let Some(&record) = self.put.get(location) {
            return Some(Seen::New(record));
        }
        if self.gone.contains(location) {
            return None;
        }
        self.engine.store.get(location).map(Seen::Stored)
    }

    /// Those stored records that the change leaves as they are.
    fn left(&self, stored: Vec<Arc<Record>>) -> impl Iterator<Item = Seen<'s>> {
        stored
            .into_iter()
            .filter(|record| {
                let location = record.location.as_str();
                !self.put.contains_key(location) && !self.gone.contains(location)
            })
            .map(Seen::Stored)
    }

    /// The records whose end, source or target, is this location.
    fn links(&self, name: &AttributeName, location: &str) -> Vec<Seen<'s>> {
        let stored = if *name == *engine::SOURCE {
            self.engine.store.links_from(location)
        } else {
            self.engine.store.links_to(location)
        };
        let new = self
            .put
            .values()
            .filter(|record| end_of(record, name) == Some(location));
        self.left(stored)
            .chain(new.map(|&record| Seen::New(record)))
            .collect()
    }

    /// Whether an instance with a category has these values and is not at this location.
    fn has_equal(&self, category: &CategoryId, values: &[Named<'_>], location: &str) -> bool {
        let equals = |record: &Record| {
            record.location != location
                && values.iter().all(|(name, value)| {
                    let other = record.attributes.get(*name);
                    other.is_some_and(|other| other.same_as(value))
                })
        };
        let engine = self.engine;
        if self
            .put
            .values()
            .any(|record| equals(record) && engine.is_of(record, category))
        {
            return true;
        }
        match engine.store.with_values(values) {
            Some(equal) => self
                .left(equal)
                .any(|record| equals(&record) && engine.is_of(&record, category)),
            None => {
                // There may be many of them: what most of them fail comes first.
                let members = self.members(category).into_iter();
                let equal = members.filter(|record| equals(record)).collect();
                self.left(equal).next().is_some()
            }
        }
    }

    /// The stored instances with a category.
    fn members(&self, category: &CategoryId) -> Vec<Arc<Record>> {
        let engine = self.engine;
        let store = &engine.store;
        match engine.model.find(category.as_str()) {
            Some(CategoryRef::Kind(kind)) => {
                let below = engine.facts(kind).below.iter();
                below.flat_map(|id| store.of_kind(id.as_str())).collect()
            }
            Some(CategoryRef::Mixin(wanted)) => {
                let model = &engine.model;
                let of_model = model
                    .mixins()
                    .filter(|(_, mixin)| mixin.closure.contains(&wanted))
                    .map(|(_, mixin)| mixin.id.clone());
                let of_users = store.user_mixins().into_iter().filter_map(|mixin| {
                    let on = model.find_mixin(mixin.depends.as_ref()?.as_str())?;
                    let depends = model.mixin(on).closure.contains(&wanted);
                    depends.then(|| mixin.id.clone())
                });
                of_model
                    .chain(of_users)
                    .flat_map(|id| store.with_mixin(id.as_str()))
                    .collect()
            }
            Some(CategoryRef::Action(_)) | None => Vec::new(),
        }
    }

    /// The instances that the change touches without storing them, each with what it must be asked.
    fn touched(&self) -> BTreeMap<String, Reach> {
        let wanted = self.engine.relations;
        let mut touched: BTreeMap<String, Reach> = BTreeMap::new();
        if !wanted.ends && !wanted.links {
            return touched;
        }
        let mut touch = |location: &str, reach: Reach| {
            if !self.put.contains_key(location) && !self.gone.contains(location) {
                let all = touched.entry(location.to_owned()).or_default();
                *all = all.or(reach);
            }
        };
        let ends = Reach {
            ends: true,
            ..Reach::default()
        };
        let links = Reach {
            links: true,
            ..Reach::default()
        };
        for record in self.put.values() {
            for name in [&engine::SOURCE, &engine::TARGET] {
                for link in self.links(name, &record.location) {
                    if wanted.ends {
                        touch(&link.location, ends);
                    }
                    // What the link leads to may count for its source.
                    if let Some(source) = end_of(&link, &engine::SOURCE)
                        && wanted.links
                    {
                        touch(source, links);
                    }
                }
            }
        }
        if wanted.links {
            let changed = self.put.keys().chain(&self.gone);
            let before = changed.filter_map(|location| self.engine.store.get(location));
            for link in before {
                if let Some(source) = end_of(&link, &engine::SOURCE) {
                    touch(source, links);
                }
            }
            for link in self.put.values() {
                if let Some(source) = end_of(link, &engine::SOURCE) {
                    touch(source, links);
                }
            }
        }
        touched
    }
}

fn end_of<'r>(record: &'r Record, name: &AttributeName) -> Option<&'r str> {
    record.attributes.get(name).and_then(Value::as_str)
}

/// An instance with the scene around it.
struct Instance<'s> {
    scene: &'s Scene<'s>,
    record: Seen<'s>,
}

impl<'s> Instance<'s> {
    const fn new(scene: &'s Scene<'s>, record: Seen<'s>) -> Self {
        Self { scene, record }
    }

    /// The first condition with such a reach that the instance does not meet.
    fn broken(&self, asked: impl Fn(Reach) -> bool) -> Option<&'s Constraint> {
        let model: &'s Model = &self.scene.engine.model;
        let of_kind = &model
            .kind(self.scene.engine.kind_of(&self.record))
            .all_constraints;
        let mut mixins: Vec<_> = Vec::new();
        for mixin in self.scene.engine.mixins_of(&self.record) {
            for &id in mixin.closure(model) {
                if !mixins.contains(&id) {
                    mixins.push(id);
                }
            }
        }
        let of_mixins = mixins
            .into_iter()
            .flat_map(|id| &model.mixin(id).constraints);
        of_kind
            .iter()
            .chain(of_mixins)
            .map(|constraint| &**constraint)
            .find(|constraint| {
                asked(constraint.condition.reach()) && !constraint.condition.holds(self)
            })
    }

    fn beside(&self, record: Seen<'s>) -> Box<dyn View + 's> {
        Box::new(Instance {
            scene: self.scene,
            record,
        })
    }
}

impl View for Instance<'_> {
    fn value(&self, name: &AttributeName) -> Option<&Value> {
        self.record.attributes.get(name)
    }

    fn carries(&self, mixin: &CategoryId) -> bool {
        self.scene.engine.carries(&self.record, mixin)
    }

    fn end(&self, end: End) -> Option<Box<dyn View + '_>> {
        let name = match end {
            End::Source => &engine::SOURCE,
            End::Target => &engine::TARGET,
        };
        let location = end_of(&self.record, name)?;
        Some(self.beside(self.scene.get(location)?))
    }

    fn links(&self, kind: &CategoryId) -> Views<'_> {
        self.scene
            .links(&engine::SOURCE, &self.record.location)
            .into_iter()
            .filter(|link| self.scene.engine.is_of(link, kind))
            .map(|link| self.beside(link))
            .collect()
    }

    fn is_unique(&self, category: &CategoryId, values: &[Named<'_>]) -> bool {
        !self
            .scene
            .has_equal(category, values, &self.record.location)
    }

    fn is_acyclic(&self, category: &CategoryId) -> bool {
        let (Some(source), Some(target)) = (
            end_of(&self.record, &engine::SOURCE),
            end_of(&self.record, &engine::TARGET),
        ) else {
            return true;
        };
        let mut seen = BTreeSet::from([target.to_owned()]);
        let mut open = vec![target.to_owned()];
        while let Some(place) = open.pop() {
            if place == source {
                return false;
            }
            for link in self.scene.links(&engine::SOURCE, &place) {
                if self.scene.engine.is_of(&link, category)
                    && let Some(next) = end_of(&link, &engine::TARGET)
                    && seen.insert(next.to_owned())
                {
                    open.push(next.to_owned());
                }
            }
        }
        true
    }
}
