//! What cannot be opened is refused with a message that says what to do, and stays as it is.

use std::{fs, panic::AssertUnwindSafe, path::Path};

use occi::store::{RedbStore, Store, StoreError};
use redb::{Database, TableDefinition};

use crate::support::{commit, compute, put};

fn filled(path: &Path, records: usize) {
    let store = RedbStore::open(path).unwrap();
    commit(&store, put((0..records).map(compute))).unwrap();
}

fn refusal(path: &Path) -> StoreError {
    RedbStore::open(path).expect_err("the store was opened")
}

#[test]
fn a_store_that_is_open_is_locked() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    let first = RedbStore::open(&path).unwrap();
    let error = refusal(&path);
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    let message = error.to_string();
    assert!(
        message.contains("in use") && message.contains("choose another file"),
        "{message}"
    );
    drop(first);
    RedbStore::open(&path).unwrap();
}

#[test]
fn a_file_that_is_no_store_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("notes.txt");
    for content in ["x", "not a store at all, but a text of some length\n"] {
        fs::write(&path, content).unwrap();
        let error = refusal(&path);
        assert!(matches!(error, StoreError::NotAStore { .. }), "{error:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
}

#[test]
fn a_redb_file_of_another_program_is_no_store() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("other.redb");
    for table in ["something", "meta"] {
        let _ = fs::remove_file(&path);
        let database = Database::create(&path).unwrap();
        let write = database.begin_write().unwrap();
        let definition: TableDefinition<'_, &str, &str> = TableDefinition::new(table);
        write
            .open_table(definition)
            .unwrap()
            .insert("a", "b")
            .unwrap();
        write.commit().unwrap();
        drop(database);
        let error = refusal(&path);
        assert!(matches!(error, StoreError::NotAStore { .. }), "{error:?}");
    }
}

#[test]
fn a_newer_format_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    filled(&path, 1);
    let database = Database::create(&path).unwrap();
    let write = database.begin_write().unwrap();
    let meta: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
    write.open_table(meta).unwrap().insert("format", 9).unwrap();
    write.commit().unwrap();
    drop(database);
    let error = refusal(&path);
    assert!(
        matches!(
            error,
            StoreError::NewerFormat {
                found: 9,
                known: 1,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn a_missing_directory_is_an_error_of_the_system() {
    let directory = tempfile::tempdir().unwrap();
    let error = refusal(&directory.path().join("missing").join("store"));
    assert!(
        matches!(&error, StoreError::Io { path, .. } if path.ends_with("missing/store")),
        "{error:?}"
    );
    let error = refusal(directory.path());
    assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
}

#[test]
fn an_unreadable_record_is_damage() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    let records: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("records");
    for bytes in ["{", "{\"version\":1}"] {
        let _ = fs::remove_file(&path);
        filled(&path, 2);
        let database = Database::create(&path).unwrap();
        let write = database.begin_write().unwrap();
        write
            .open_table(records)
            .unwrap()
            .insert(1, bytes.as_bytes())
            .unwrap();
        write.commit().unwrap();
        drop(database);
        let error = refusal(&path);
        assert!(
            matches!(&error, StoreError::Corrupt { detail, .. } if detail.contains("record 1")),
            "{error:?}"
        );
    }
}

#[test]
fn damage_is_found_at_the_start_and_never_a_panic() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    filled(&path, 300);
    let whole = fs::read(&path).unwrap();
    let mut refused = 0;
    let damaged = (0..whole.len())
        .step_by(whole.len() / 150)
        .map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xff;
            bytes
        })
        .chain((1..20).map(|part| whole[..whole.len() * part / 20].to_vec()));
    for (number, bytes) in damaged.enumerate() {
        fs::write(&path, bytes).unwrap();
        let opened = std::panic::catch_unwind(AssertUnwindSafe(|| RedbStore::open(&path)));
        match opened {
            // The damage was in a page that nothing uses.
            Ok(Ok(store)) => assert_eq!(store.below("/").len(), 300, "damage {number}"),
            Ok(Err(StoreError::Corrupt { .. } | StoreError::NotAStore { .. })) => refused += 1,
            Ok(Err(error)) => panic!("damage {number}: {error:?}"),
            Err(_) => panic!("damage {number}: a panic"),
        }
    }
    assert!(refused > 30, "only {refused} found");
}

#[test]
fn of_many_that_make_a_store_at_once_one_gets_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    for _ in 0..10 {
        let _ = fs::remove_file(&path);
        let opened: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..6)
                .map(|_| scope.spawn(|| RedbStore::open(&path)))
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        let winners = opened.iter().filter(|result| result.is_ok()).count();
        assert_eq!(winners, 1);
        for refused in opened.iter().filter_map(|result| result.as_ref().err()) {
            assert!(matches!(refused, StoreError::Locked { .. }), "{refused:?}");
        }
    }
    let left: Vec<_> = fs::read_dir(directory.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn an_empty_file_becomes_a_store() {
    let file = tempfile::NamedTempFile::new().unwrap();
    filled(file.path(), 1);
    assert_eq!(RedbStore::open(file.path()).unwrap().below("/").len(), 1);
}
