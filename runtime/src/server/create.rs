//! Creation of instances (D-22, D-95, D-96): all of a request or none.

use std::{borrow::Cow, mem, sync::Arc};

use occi_model::{Access, AttributeName, Attributes, KindId, Value};
use occi_rendering::{EntityMessage, LinkMessage, RawValue};

use super::{
    Fault,
    ask::Ask,
    commit::{bare, context, guarded},
    defaults::{Completion, least_free},
    engine::{self, Engine},
    given::{self, Stage},
    links::{self, Sibling},
    place::{Place, admit},
    recognise::unknown,
    references, relations,
    shape::{MixinRef, Shape},
    validate,
};
use crate::{
    EntityId, Instance,
    store::{Expect, Record, Transaction},
};

/// An instance that is going to be created.
#[derive(Debug)]
pub(crate) struct Plan {
    shape: Arc<Shape>,
    mixins: Vec<MixinRef>,
    record: Record,
    /// Values of the client before completion.
    given: Attributes,
    /// For a link inside a resource: the place of the resource among the plans.
    owner: Option<usize>,
}

/// Everything that one request creates.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    plans: Vec<Plan>,
    siblings: Vec<Sibling>,
    expect: Vec<(String, Expect)>,
}

/// Creates the instances of a request and gives them in its order, inline links left out.
///
/// # Errors
///
/// As the steps of D-22 have them; nothing is created then.
pub(crate) async fn create(
    ask: Ask<'_>,
    messages: &[EntityMessage],
    place: Place<'_>,
) -> Result<Vec<Arc<Record>>, Fault> {
    let items = messages.iter().map(|message| (message, place.clone()));
    create_each(ask, items).await
}

/// As [`create`], each at a place of its own.
///
/// # Errors
///
/// As [`create`].
pub(crate) async fn create_each(
    ask: Ask<'_>,
    items: impl IntoIterator<Item = (&EntityMessage, Place<'_>)>,
) -> Result<Vec<Arc<Record>>, Fault> {
    let engine = ask.engine;
    let mut plans = Plans::default();
    let mut wanted = Vec::new();
    for (message, place) in items {
        wanted.push(plans.entity(ask, message, &place)?);
    }
    let _templates = engine.locks.hold(plans.resolve(ask)?).await;
    plans.complete(engine)?;
    relations::check(engine, plans.records(), &[])?;
    let records = plans.provide(engine).await?;
    let made: Vec<String> = wanted
        .iter()
        .map(|&at| records[at].location.clone())
        .collect();
    // Where nobody took anything over there is nothing to undo.
    let to_undo = plans.are_taken_over(engine).then(|| records.clone());
    let transaction = Transaction {
        expect: mem::take(&mut plans.expect),
        put: records,
        ..Transaction::default()
    };
    if let Err(refused) = engine.commit(transaction).await {
        undo(engine, &to_undo.unwrap_or_default()).await;
        return Err(refused.into());
    }
    Ok(engine.stored(made.iter().map(String::as_str)))
}

impl Plans {
    /// Plans an entity with its inline links; tells its place.
    fn entity(
        &mut self,
        ask: Ask<'_>,
        message: &EntityMessage,
        place: &Place<'_>,
    ) -> Result<usize, Fault> {
        let engine = ask.engine;
        let found = engine.recognise_tags(&message.categories)?;
        let Some(kind) = found.kind else {
            return Err(no_kind(message));
        };
        admit(engine, kind, place)?;
        let (id, path) = match place {
            Place::Root | Place::Collection(_) => (self.new_id(engine, message)?, None),
            Place::Path(path) => (self.new_id(engine, message)?, Some(*path)),
            Place::Configured { id, path } => (id.clone(), *path),
        };
        let identity = (id, path.map(str::to_owned));
        let attributes = &message.attributes;
        let at = self.add(ask, kind, &found.mixins, attributes, identity, None)?;
        let is_link = engine.model.is_link(kind);
        if is_link && !message.links.is_empty() {
            return Err(Fault::bad_request(
                "link-in-link",
                "a link has no links of its own (HTTP-096)",
            ));
        }
        if !is_link {
            let said = message
                .attributes
                .iter()
                .find(|(name, _)| *name == *engine::ID)
                .and_then(|(_, raw)| match raw {
                    RawValue::Text(id) => Some(id.clone()),
                    _ => None,
                });
            self.siblings.push(Sibling {
                said,
                location: self.plans[at].record.location.clone(),
                kind,
            });
            let owner = self.plans[at].record.location.clone();
            for link in &message.links {
                self.link(ask, link, &owner, Some(at))?;
            }
        }
        Ok(at)
    }

    /// The id of a new instance: of the client, if it may choose and does (D-78, D-116).
    fn new_id(&self, engine: &Engine, message: &EntityMessage) -> Result<EntityId, Fault> {
        let said = message.attributes.iter().find_map(|(name, raw)| match raw {
            RawValue::Text(id) if *name == *engine::ID && !id.is_empty() => Some(id.as_str()),
            _ => None,
        });
        let Some(said) = said.filter(|_| engine.client_ids) else {
            return Ok(EntityId::mint());
        };
        let scheme = said.split_once(':').is_some_and(|(scheme, rest)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
                && !rest.is_empty()
        });
        if !scheme
            || said
                .bytes()
                .any(|b| !b.is_ascii_graphic() || b"<>\"\\^`{|}".contains(&b))
        {
            return Err(Fault::bad_request(
                "invalid-id",
                "the id is no URI; give one such as urn:uuid:…, or none",
            ));
        }
        let id = EntityId::new(said);
        let planned = self.plans.iter().any(|plan| plan.record.id == id);
        if planned || engine.store.by_id(said).is_some() {
            return Err(Fault::conflict(
                "id-taken",
                format!("an instance with the id `{said}` is there already"),
            ));
        }
        Ok(id)
    }

    /// Plans a link that a resource brings along (D-55, D-79).
    pub(crate) fn link(
        &mut self,
        ask: Ask<'_>,
        message: &LinkMessage,
        source: &str,
        owner: Option<usize>,
    ) -> Result<(), Fault> {
        let engine = ask.engine;
        let found = engine.recognise(message.categories.iter().map(|id| (id, None)))?;
        let kind = found.kind.unwrap_or_else(|| engine.model.core().link);
        if !engine.model.is_link(kind) {
            return Err(Fault::bad_request(
                "not-a-link",
                format!("`{}` is no kind of link", engine.model.kind(kind).id),
            ));
        }
        admit(engine, kind, &Place::Root)?;
        if message.target.is_empty() {
            return Err(Fault::bad_request(
                "missing-target",
                "a link names no target",
            ));
        }
        let elsewhere = |said: &str| {
            ask.record(said)
                .is_some_and(|other| other.location != source)
        };
        if message.source.as_deref().is_some_and(elsewhere) {
            return Err(Fault::bad_request(
                "wrong-link-end",
                "a link inside a resource starts at this resource; leave its source out",
            ));
        }
        // The ends stand in the link itself; among its attributes they are hints (D-57).
        let attributes: Vec<_> = message
            .attributes
            .iter()
            .filter(|(name, _)| *name != *engine::SOURCE && *name != *engine::TARGET)
            .cloned()
            .collect();
        let identity = (EntityId::mint(), None);
        let at = self.add(ask, kind, &found.mixins, &attributes, identity, owner)?;
        let plan = &mut self.plans[at];
        plan.given
            .insert(engine::SOURCE.clone(), Value::from(source));
        plan.given
            .insert(engine::TARGET.clone(), Value::from(message.target.as_str()));
        for category in &message.target_categories {
            // What the client says of the target must be known; whether it is so is told by the
            // target itself.
            if engine.find(category.as_str()).is_none() && ask.local(&message.target).is_some() {
                return Err(unknown(category));
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        ask: Ask<'_>,
        kind: KindId,
        mixins: &[MixinRef],
        attributes: &[(AttributeName, RawValue)],
        (id, location): (EntityId, Option<String>),
        owner: Option<usize>,
    ) -> Result<usize, Fault> {
        let engine = ask.engine;
        let (mixins, _) = engine.attach(kind, Vec::new(), mixins)?;
        let shape = engine.shape(kind, &mixins)?;
        let given = given::read(ask, &shape, attributes, Stage::Creation)?.values;
        let location =
            location.unwrap_or_else(|| format!("{}{}", engine.facts(kind).home, id.to_name()));
        let mut record = Record::new(id, location, engine.model.kind(kind).id.clone());
        record.mixins = mixins
            .iter()
            .map(|mixin| mixin.id(&engine.model).clone())
            .collect();
        self.plans.push(Plan {
            shape,
            mixins,
            record,
            given,
            owner,
        });
        Ok(self.plans.len() - 1)
    }

    /// Finds the ends of all links; tells the names of the locks that the creation needs: those of
    /// numbers, and those of sources, whose states links follow.
    pub(crate) fn resolve(&mut self, ask: Ask<'_>) -> Result<Vec<String>, Fault> {
        let mut locks = Vec::new();
        for plan in &mut self.plans {
            self.expect
                .push((plan.record.location.clone(), Expect::Absent));
            references::check(ask, &plan.shape, &plan.given, &self.siblings)?;
            if ask.engine.model.is_link(plan.shape.kind) {
                let expect = links::resolve(ask, &plan.shape, &mut plan.given, &self.siblings)?;
                self.expect.extend(expect);
                locks.extend(plan.scope().map(str::to_owned));
            }
            if plan.shape.is_numbered {
                let scope = plan.scope().unwrap_or(plan.record.kind.as_str());
                locks.push(format!("numbers {scope}"));
            }
        }
        Ok(locks)
    }

    /// Fills in what nobody gave and checks each instance as a whole.
    pub(crate) fn complete(&mut self, engine: &Engine) -> Result<(), Fault> {
        for at in 0..self.plans.len() {
            let (earlier, rest) = self.plans.split_at_mut(at);
            let Some(plan) = rest.first_mut() else {
                continue;
            };
            let given = mem::take(&mut plan.given);
            let scope = given
                .get(&*engine::SOURCE)
                .and_then(Value::as_str)
                .map(str::to_owned);
            let kind = plan.record.kind.clone();
            let least_free = |name: &AttributeName, template: &str| {
                let planned = earlier
                    .iter()
                    .filter(|other| other.record.kind == kind && other.scope() == scope.as_deref())
                    .map(|other| &other.record.attributes);
                least_free(
                    engine,
                    kind.as_str(),
                    scope.as_deref(),
                    planned,
                    name,
                    template,
                )
            };
            let completion = Completion {
                model: &engine.model,
                mixins: &plan.mixins,
                shape: &plan.shape,
                least_free: &least_free,
                defects: engine.defects,
            };
            let values = completion.create(given);
            plan.record.attributes = values;
            validate::whole(&plan.shape, &plan.record.attributes, engine.defects)?;
        }
        Ok(())
    }

    /// Lets the handlers create; when one refuses, what others created is deleted again.
    pub(crate) async fn provide(&self, engine: &Engine) -> Result<Vec<Record>, Fault> {
        let mut records: Vec<Record> = Vec::with_capacity(self.plans.len());
        for (at, plan) in self.plans.iter().enumerate() {
            let record = self.following(engine, plan, &records);
            if !engine.is_taken_over(plan.shape.kind) {
                records.push(record.into_owned());
                continue;
            }
            let mut proposed = bare(&record);
            proposed.links = self
                .plans
                .iter()
                .filter(|link| link.owner == Some(at))
                .map(|link| engine.link_instance(&link.record))
                .collect();
            let new = requested(plan, &proposed);
            let cx = context(proposed, None);
            let handler = engine.handler(plan.shape.kind);
            let made = match guarded(async { handler.create(&cx, new).await }).await {
                Ok(instance) => engine.of_mixins(&cx, None, instance).await,
                Err(fault) => Err(fault),
            };
            match made.and_then(|instance| engine.taken_back(&record, instance)) {
                Ok(record) => records.push(record),
                Err(fault) => {
                    undo(engine, &records).await;
                    return Err(fault);
                }
            }
        }
        Ok(records)
    }

    /// Whether any of the work is a provider's.
    fn are_taken_over(&self, engine: &Engine) -> bool {
        let mut plans = self.plans.iter();
        plans.any(|plan| engine.is_taken_over(plan.shape.kind))
    }

    /// The record of a plan as it is proposed: that of a link in the state in which its source puts
    /// it (D-37).
    fn following<'p>(&self, engine: &Engine, plan: &'p Plan, made: &[Record]) -> Cow<'p, Record> {
        let mut record = Cow::Borrowed(&plan.record);
        let Some(source) = plan
            .scope()
            .filter(|_| engine.model.is_link(plan.shape.kind))
        else {
            return record;
        };
        let planned = || self.plans.iter().map(|plan| &plan.record);
        let sibling = made.iter().chain(planned()).find(|r| r.location == source);
        let mut values = plan.record.attributes.clone();
        let moved = match (sibling, engine.store.get(source)) {
            (Some(sibling), _) => engine.follow(&plan.record, sibling, &mut values),
            (None, Some(stored)) => engine.follow(&plan.record, &stored, &mut values),
            (None, None) => false,
        };
        if moved {
            record.to_mut().attributes = values;
        }
        record
    }

    /// The records as they would be, after [`Self::complete`].
    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.plans.iter().map(|plan| &plan.record)
    }

    /// What must hold for the new records to be stored.
    pub(crate) fn expect(&self) -> &[(String, Expect)] {
        &self.expect
    }
}

impl Plan {
    /// For links: the source, inside which numbers are given out.
    fn scope(&self) -> Option<&str> {
        self.given
            .get(&*engine::SOURCE)
            .or_else(|| self.record.attributes.get(&*engine::SOURCE))
            .and_then(Value::as_str)
    }
}

/// The request as the handler gets it: what a client may set, completed by templates and defaults.
fn requested(plan: &Plan, proposed: &Instance) -> Instance {
    let mut new = proposed.clone();
    new.id = None;
    new.location = None;
    new.attributes.retain(|name, _| {
        plan.shape
            .definition(name.as_str())
            .is_some_and(|definition| definition.access() != Access::ReadOnly)
    });
    new
}

/// Deletes what handlers created for a request that failed afterwards; their own failures cannot
/// be told to anybody.
pub(crate) async fn undo(engine: &Engine, records: &[Record]) {
    for record in records.iter().rev() {
        let current = bare(record);
        let cx = context(current.clone(), None);
        let handler = engine.handler(engine.kind_of(record));
        let _ = engine
            .off_mixins(&cx, &current, current.mixins.iter())
            .await;
        let _ = guarded(async { handler.delete(&cx, current).await }).await;
    }
}

fn no_kind(message: &EntityMessage) -> Fault {
    if message.categories.is_empty() && message.location.is_some() {
        return Fault::bad_request(
            "location-in-creation",
            "locations of existing instances have no place here; they are associated at the location of a mixin",
        );
    }
    Fault::bad_request(
        "missing-kind",
        "the request names no kind; give exactly one Category of class kind",
    )
}
