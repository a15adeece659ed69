//! Deletion: instances with the links that start and end at them (D-16, D-99, D-108).

use std::{collections::BTreeSet, sync::Arc};

use super::{
    Fault,
    commit::{ATTEMPTS, Refused, context, guarded},
    condition::Conditions,
    defect::Defect,
    engine::Engine,
    relations,
};
use crate::store::{Expect, Record, Transaction};

/// Deletes instances, and their links, all or none. Instances that vanish meanwhile count as
/// deleted.
///
/// # Errors
///
/// What a handler says; 500 when one fails.
pub(crate) async fn all(engine: &Engine, records: Vec<Arc<Record>>) -> Result<(), Fault> {
    let wanted: Vec<String> = records.iter().map(|r| r.location.clone()).collect();
    these(engine, wanted, &Conditions::default()).await
}

/// Deletes an instance, and its links, if the conditions hold.
///
/// # Errors
///
/// As [`all`]; 412 when they do not hold.
pub(crate) async fn one(
    engine: &Engine,
    record: &Record,
    conditions: &Conditions,
) -> Result<(), Fault> {
    these(engine, vec![record.location.clone()], conditions).await
}

async fn these(engine: &Engine, wanted: Vec<String>, conditions: &Conditions) -> Result<(), Fault> {
    let _serial = engine.locks.hold(wanted.iter().cloned()).await;
    let mut last = None;
    for _ in 0..ATTEMPTS {
        match attempt(engine, &wanted, conditions).await {
            Ok(()) => {
                sweep(engine, &wanted).await?;
                return Ok(());
            }
            Err(Refused::Failed(fault)) => return Err(fault),
            Err(Refused::Changed(fault)) => last = Some(fault),
        }
    }
    Err(last.unwrap_or_else(|| Fault::internal("no attempt was made")))
}

async fn attempt(
    engine: &Engine,
    wanted: &[String],
    conditions: &Conditions,
) -> Result<(), Refused> {
    let records = engine.stored(wanted.iter().map(String::as_str));
    let mut expect = Vec::new();
    for record in &records {
        expect.append(&mut conditions.admit(engine, record)?);
    }
    // Links first, so that a handler never sees a link without its ends.
    let mut doomed: Vec<Arc<Record>> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for record in &records {
        if engine.defects.has(Defect::DeleteKeepsLinks) {
            break;
        }
        let from = engine.store.links_from(&record.location);
        let to = engine.store.links_to(&record.location);
        for link in from.into_iter().chain(to) {
            if seen.insert(link.location.clone()) {
                doomed.push(link);
            }
        }
    }
    for record in records {
        if seen.insert(record.location.clone()) {
            doomed.push(record);
        }
    }
    if doomed.is_empty() {
        return Ok(());
    }
    let delete: Vec<String> = doomed
        .iter()
        .map(|record| record.location.clone())
        .collect();
    relations::check(engine, [], &delete)?;
    for record in &doomed {
        let current = engine.instance(record);
        let cx = context(current.clone(), None);
        let handler = engine.handler(engine.kind_of(record));
        let mixins = current.mixins.iter();
        engine.off_mixins(&cx, &current, mixins).await?;
        guarded(async { handler.delete(&cx, current).await }).await?;
    }
    let versions = doomed
        .iter()
        .map(|record| (record.location.clone(), Expect::Version(record.version)));
    expect.extend(versions);
    let transaction = Transaction {
        expect,
        delete,
        ..Transaction::default()
    };
    engine.commit(transaction).await?;
    if let Some(gone) = &engine.gone {
        gone.remember(doomed.iter().map(|record| record.location.clone()));
    }
    #[cfg(feature = "defects")]
    engine.haunt(&doomed);
    Ok(())
}

/// Removes links that another request added to a deleted instance between the look and the commit.
async fn sweep(engine: &Engine, deleted: &[String]) -> Result<(), Fault> {
    if engine.defects.has(Defect::DeleteKeepsLinks) {
        return Ok(());
    }
    let stray: Vec<String> = deleted
        .iter()
        .filter(|location| engine.store.get(location).is_none())
        .flat_map(|location| {
            let from = engine.store.links_from(location);
            from.into_iter().chain(engine.store.links_to(location))
        })
        .map(|link| link.location.clone())
        .collect();
    if stray.is_empty() {
        return Ok(());
    }
    attempt(engine, &stray, &Conditions::default()).await?;
    Ok(())
}
