//! Work that goes on after its answer: providers that say now in which state an instance is, and
//! later in which it came (GFD.185 3.6.3).

use std::{fmt, sync::Arc};

use occi_model::{AttributeName, Value};

use super::{
    BoxFuture, Fault, Outcome,
    commit::{ATTEMPTS, Refused, guarded},
    engine::Engine,
    validate,
};
use crate::store::{Expect, Record, Transaction};

/// The state of an instance whose work failed, where its kind has such a state.
const ERROR: &str = "error";

/// What goes on after the answer.
pub(crate) struct Work {
    /// Whom it is about.
    pub(crate) location: String,
    /// Gives what became of it.
    pub(crate) future: BoxFuture<'static, Result<Outcome, Fault>>,
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}

/// Does the work, and takes in what became of the instance.
pub(crate) async fn finish(engine: Arc<Engine>, work: Work) {
    let Work { location, future } = work;
    let reported = match guarded(future).await {
        Ok(outcome) => report(&engine, &location, &outcome).await,
        Err(fault) => fail(&engine, &location, &fault).await,
    };
    // Who was deleted meanwhile needs no report.
    if let Err(fault) = reported
        && engine.store.get(&location).is_some()
    {
        eprintln!("error: what became of {location} cannot be stored: {fault}");
    }
}

/// Takes in what a provider tells of an instance outside of any request.
///
/// # Errors
///
/// 404 when the instance is not stored, 500 when what is told does not fit its definition or
/// cannot be stored.
pub(crate) async fn report(
    engine: &Engine,
    location: &str,
    outcome: &Outcome,
) -> Result<(), Fault> {
    store(engine, location, |record| told(engine, record, outcome)).await
}

/// An instance whose work failed: in the state `error`, with the reason as its state message,
/// where its definition has them.
async fn fail(engine: &Engine, location: &str, fault: &Fault) -> Result<(), Fault> {
    store(engine, location, |record| {
        let shape = engine.shape_of(record)?;
        let mut changed = record.clone();
        let machine = shape.machines.first().filter(|machine| {
            let mut states = machine.states.iter();
            states.any(|state| *state.name == *ERROR)
        });
        let Some(machine) = machine else {
            eprintln!("error: the provider failed at {location}: {fault}");
            return Ok(changed);
        };
        let values = &mut changed.attributes;
        values.insert(machine.attribute.clone(), Value::from(ERROR));
        let message = AttributeName::new(format!("{}.message", machine.attribute));
        if let Ok(message) = message
            && shape.definition(message.as_str()).is_some()
        {
            values.insert(message, Value::from(fault.message.as_str()));
        }
        changed.attributes = shape.arrange(std::mem::take(&mut changed.attributes));
        Ok(changed)
    })
    .await
}

/// The record as a provider tells it.
fn told(engine: &Engine, record: &Record, outcome: &Outcome) -> Result<Record, Fault> {
    let name = match outcome {
        Outcome::Unchanged => return Ok(record.clone()),
        Outcome::Instance(instance) => return engine.taken_back(record, instance.clone()),
        Outcome::State(name) => name,
    };
    let shape = engine.shape_of(record)?;
    let machine = shape
        .machines
        .first()
        .ok_or_else(|| Fault::internal("the provider gave a state to an instance that has none"))?;
    if !machine.states.iter().any(|state| *state.name == **name) {
        return Err(Fault::internal(format!(
            "the provider gave the state `{name}`, which `{}` does not know",
            machine.attribute
        )));
    }
    let mut changed = record.clone();
    let values = &mut changed.attributes;
    values.insert(machine.attribute.clone(), Value::from(name.as_str()));
    validate::whole(&shape, values, engine.defects)?;
    Ok(changed)
}

async fn store(
    engine: &Engine,
    location: &str,
    change: impl Fn(&Record) -> Result<Record, Fault>,
) -> Result<(), Fault> {
    let _serial = engine.locks.hold([location.to_owned()]).await;
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let record = engine
            .store
            .get(location)
            .ok_or_else(|| engine.nothing_at(location))?;
        let changed = change(&record)?;
        if changed == *record {
            return Ok(());
        }
        let transaction = Transaction {
            expect: vec![(location.to_owned(), Expect::Version(record.version))],
            put: vec![changed],
            ..Transaction::default()
        };
        match engine.commit(transaction).await {
            Ok(()) => return Ok(()),
            Err(Refused::Failed(fault)) => return Err(fault),
            Err(Refused::Changed(fault)) => last = Some(fault),
        }
    }
    Err(last.unwrap_or_else(|| Fault::internal("no attempt was made")))
}
