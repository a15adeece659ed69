//! What the tests of this file share.

use occi::{
    AttributeName, CategoryId, EntityId, Value,
    store::{CommitError, Record, Store, Transaction},
};

pub(crate) const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";
pub(crate) const LINK: &str = "http://schemas.ogf.org/occi/infrastructure#storagelink";
pub(crate) const TAG: &str = "http://example.com/tags#blue";

pub(crate) fn category(text: &str) -> CategoryId {
    CategoryId::parse(text).unwrap()
}

pub(crate) fn compute(number: usize) -> Record {
    let mut record = Record::new(
        EntityId::new(format!("urn:uuid:{number:032}")),
        format!("/compute/{number}"),
        category(COMPUTE),
    );
    set(&mut record, "occi.compute.cores", Value::Integer(2));
    record
}

pub(crate) fn link(number: usize, source: &str, target: &str) -> Record {
    let mut record = Record::new(
        EntityId::new(format!("urn:link:{number}")),
        format!("/link/storagelink/{number}"),
        category(LINK),
    );
    set(&mut record, "occi.core.source", Value::from(source));
    set(&mut record, "occi.core.target", Value::from(target));
    record
}

pub(crate) fn set(record: &mut Record, name: &str, value: Value) {
    record
        .attributes
        .insert(AttributeName::new(name).unwrap(), value);
}

pub(crate) fn put(records: impl IntoIterator<Item = Record>) -> Transaction {
    Transaction {
        put: records.into_iter().collect(),
        ..Transaction::default()
    }
}

/// Runs one commit to its end.
pub(crate) fn commit(store: &dyn Store, transaction: Transaction) -> Result<(), CommitError> {
    block_on(store.commit(transaction))
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

/// The location that a refused commit names.
pub(crate) fn conflict(result: Result<(), CommitError>) -> String {
    match result {
        Err(CommitError::Conflict { location }) => location,
        other => panic!("expected a conflict, got {other:?}"),
    }
}
