//! Membership in mixin collections: associate, replace, dissociate (D-97, D-98).

use std::{collections::BTreeSet, sync::Arc};

use occi_rendering::{MediaType, read_locations};

use super::{
    Fault,
    answer::Answer,
    ask::Ask,
    change::Change,
    commit::{ATTEMPTS, Refused},
    engine::Engine,
    relations, render,
    routing::Target,
    shape::MixinRef,
};
use crate::store::{Record, Transaction, UserMixin};

/// What a request wants of a mixin's collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// POST: these join.
    Join,
    /// PUT: exactly these are members.
    Exactly,
    /// DELETE: these leave.
    Leave,
}

/// POST on the location of a mixin: the named instances join.
///
/// # Errors
///
/// 404 for an unknown instance, 403 for one that the mixin does not apply to, 400 for the
/// description of a new one.
pub(crate) async fn associate(
    ask: Ask<'_>,
    mixin: &MixinRef,
    media: MediaType,
) -> Result<Answer, Fault> {
    let named = named(ask)?.ok_or_else(|| {
        Fault::bad_request(
            "missing-content",
            "name the instances to associate by their locations",
        )
    })?;
    change(ask, mixin, Wish::Join, &named).await?;
    Ok(membership(ask, mixin, media))
}

/// PUT on the location of a mixin: exactly the named instances are members.
///
/// # Errors
///
/// As [`associate`].
pub(crate) async fn replace(
    ask: Ask<'_>,
    mixin: &MixinRef,
    media: MediaType,
) -> Result<Answer, Fault> {
    let named = named(ask)?.unwrap_or_default();
    change(ask, mixin, Wish::Exactly, &named).await?;
    Ok(membership(ask, mixin, media))
}

/// DELETE on the location of a mixin: the named instances leave, without payload all (D-98).
/// Instances are never destroyed.
///
/// # Errors
///
/// 409 when another mixin of an instance depends on this one.
pub(crate) async fn dissociate(
    ask: Ask<'_>,
    mixin: &MixinRef,
    media: MediaType,
) -> Result<Answer, Fault> {
    let named = match named(ask)? {
        Some(named) => named,
        None => locations(&ask.engine.members_of_mixin(mixin)),
    };
    change(ask, mixin, Wish::Leave, &named).await?;
    Ok(Answer::done(media))
}

/// The instances that a payload names, by their stored locations; none without payload.
///
/// # Errors
///
/// 404 for one that is not stored.
pub(crate) fn named(ask: Ask<'_>) -> Result<Option<Vec<String>>, Fault> {
    let Some(payload) = ask.payload()? else {
        return Ok(None);
    };
    let mut named = Vec::new();
    for reference in read_locations(&payload, ask.engine.mode)?.value {
        let record = ask.record(&reference).ok_or_else(|| {
            Fault::not_found(
                "unknown-location",
                format!("`{reference}` is no instance of this provider"),
            )
        })?;
        if !named.contains(&record.location) {
            named.push(record.location.clone());
        }
    }
    Ok(Some(named))
}

fn locations(records: &[Arc<Record>]) -> Vec<String> {
    records.iter().map(|r| r.location.clone()).collect()
}

fn membership(ask: Ask<'_>, mixin: &MixinRef, media: MediaType) -> Answer {
    let members = ask.engine.members_of_mixin(mixin);
    let keys = ask.engine.keys(&Target::Mixin(mixin.clone()));
    render::all_changed(ask, media, members, keys)
}

async fn change(ask: Ask<'_>, mixin: &MixinRef, wish: Wish, named: &[String]) -> Result<(), Fault> {
    let engine = ask.engine;
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let members = locations(&engine.members_of_mixin(mixin));
        let (join, leave): (Vec<String>, Vec<String>) = match wish {
            Wish::Join => (named.to_vec(), Vec::new()),
            Wish::Leave => (Vec::new(), named.to_vec()),
            Wish::Exactly => {
                let out = members.iter().filter(|m| !named.contains(m)).cloned();
                (named.to_vec(), out.collect())
            }
        };
        let all: BTreeSet<String> = join.iter().chain(&leave).cloned().collect();
        let _serial = engine.locks.hold(all).await;
        match attempt(ask, mixin, &join, &leave).await {
            Ok(()) => return Ok(()),
            Err(Refused::Failed(fault)) => return Err(fault),
            Err(Refused::Changed(fault)) => last = Some(fault),
        }
    }
    Err(last.unwrap_or_else(|| Fault::internal("no attempt was made")))
}

async fn attempt(
    ask: Ask<'_>,
    mixin: &MixinRef,
    join: &[String],
    leave: &[String],
) -> Result<(), Refused> {
    let engine = ask.engine;
    let mut changes = Vec::new();
    for location in join {
        let current = engine
            .store
            .get(location)
            .ok_or_else(|| engine.nothing_at(location))?;
        let kind = engine.kind_of(&current);
        let present = engine.mixins_of(&current);
        let (mixins, added) = engine.attach(kind, present, std::slice::from_ref(mixin))?;
        if !added.is_empty() {
            changes.push(Change::new(engine, current, mixins, added)?);
        }
    }
    for location in leave {
        // Who is not there, or no member, has left already.
        let Some(current) = engine.store.get(location) else {
            continue;
        };
        if let Some(change) = detached(engine, current, mixin)? {
            changes.push(change);
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    for change in &mut changes {
        change.finish(ask)?;
    }
    let proposed: Vec<Record> = changes.iter().map(Change::proposed).collect();
    relations::check(engine, &proposed, &[])?;
    let mut transaction = Transaction::default();
    for change in &mut changes {
        let record = change.provide(engine).await?;
        transaction.put.push(record);
        transaction.expect.append(&mut change.expect);
    }
    engine.commit(transaction).await
}

/// The change that takes a mixin off an instance; none when it does not carry it.
fn detached<'m>(
    engine: &'m Engine,
    current: Arc<Record>,
    mixin: &MixinRef,
) -> Result<Option<Change<'m>>, Fault> {
    let model = &engine.model;
    let id = mixin.id(model);
    if !current.mixins.contains(id) {
        return Ok(None);
    }
    let mixins: Vec<MixinRef> = engine
        .mixins_of(&current)
        .into_iter()
        .filter(|other| other.id(model) != id)
        .collect();
    if let MixinRef::Model(base) = mixin
        && let Some(dependent) = mixins.iter().find(|m| m.closure(model).contains(base))
    {
        return Err(Fault::conflict(
            "mixin-needed",
            format!(
                "`{}` carries `{}`, which depends on `{id}`; take that one off first",
                current.location,
                dependent.id(model)
            ),
        ));
    }
    Change::new(engine, current, mixins, Vec::new()).map(Some)
}

/// Takes mixins of users off all instances and removes their definitions, all at once. The caller
/// holds the lock of definitions.
///
/// # Errors
///
/// 500 when a handler or the store fails, 409 when instances keep changing.
pub(crate) async fn undefine(engine: &Engine, mixins: &[Arc<UserMixin>]) -> Result<(), Fault> {
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let mut members: Vec<Arc<Record>> = Vec::new();
        for mixin in mixins {
            for record in engine.store.with_mixin(mixin.id.as_str()) {
                if !members
                    .iter()
                    .any(|other| other.location == record.location)
                {
                    members.push(record);
                }
            }
        }
        let mut transaction = Transaction {
            delete_mixins: mixins.iter().map(|mixin| mixin.id.clone()).collect(),
            ..Transaction::default()
        };
        for record in members {
            let kept: Vec<MixinRef> = engine
                .mixins_of(&record)
                .into_iter()
                .filter(|mixin| {
                    !mixins
                        .iter()
                        .any(|gone| gone.id == *mixin.id(&engine.model))
                })
                .collect();
            let mut change = Change::new(engine, record, kept, Vec::new())?;
            change.values = change.shape.arrange(std::mem::take(&mut change.values));
            transaction.put.push(change.provide(engine).await?);
            transaction.expect.append(&mut change.expect);
        }
        let _related = engine.relate(&transaction).await?;
        match engine.store.commit(transaction).await {
            Ok(()) => return Ok(()),
            Err(error @ crate::store::CommitError::Conflict { .. }) => last = Some(error.into()),
            Err(error) => return Err(error.into()),
        }
    }
    Err(last.unwrap_or_else(|| Fault::internal("no attempt was made")))
}
