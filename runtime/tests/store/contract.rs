//! What the `Store` trait promises, for both stores.

use std::sync::Arc;

use occi::{
    Value,
    store::{
        CommitError, Expect, MemoryStore, RedbStore, Store, StoreError, Transaction, UserMixin,
    },
};

use crate::support::{
    COMPUTE, LINK, TAG, block_on, category, commit, compute, conflict, link, put, set,
};

/// Runs a test on an empty store of each sort.
fn on_both(test: impl Fn(&dyn Store)) {
    test(&MemoryStore::new());
    let directory = tempfile::tempdir().unwrap();
    test(&RedbStore::open(directory.path().join("store")).unwrap());
}

fn locations(records: &[Arc<occi::store::Record>]) -> Vec<&str> {
    records.iter().map(|r| r.location.as_str()).collect()
}

#[test]
fn records_are_found_by_every_key() {
    on_both(|store| {
        let mut tagged = compute(1);
        tagged.mixins.push(category(TAG));
        commit(
            store,
            put([tagged, compute(2), link(1, "/compute/1", "/compute/2")]),
        )
        .unwrap();
        assert_eq!(store.get("/compute/1").unwrap().mixins, [TAG]);
        assert_eq!(store.get("/compute/3"), None);
        assert_eq!(
            store.by_id("urn:link:1").unwrap().location,
            "/link/storagelink/1"
        );
        assert_eq!(
            locations(&store.of_kind(COMPUTE)),
            ["/compute/1", "/compute/2"]
        );
        assert_eq!(locations(&store.with_mixin(TAG)), ["/compute/1"]);
        assert_eq!(
            locations(&store.links_from("/compute/1")),
            ["/link/storagelink/1"]
        );
        assert_eq!(
            locations(&store.links_to("/compute/2")),
            ["/link/storagelink/1"]
        );
        assert!(store.links_from("/compute/2").is_empty());
        assert_eq!(
            locations(&store.below("/compute/")),
            ["/compute/1", "/compute/2"]
        );
        assert_eq!(store.below("/").len(), 3);
        assert_eq!(store.kinds(), [COMPUTE, LINK]);
    });
}

#[test]
fn lists_are_in_order_of_creation_and_a_change_keeps_the_place() {
    on_both(|store| {
        for number in [3, 1, 2] {
            commit(store, put([compute(number)])).unwrap();
        }
        let before = store.get("/compute/3").unwrap();
        commit(store, put([compute(3)])).unwrap();
        let after = store.get("/compute/3").unwrap();
        assert_eq!(before.order, after.order);
        assert!(before.version < after.version);
        assert_eq!(
            locations(&store.of_kind(COMPUTE)),
            ["/compute/3", "/compute/1", "/compute/2"]
        );
        assert_eq!(
            locations(&store.below("/compute")),
            ["/compute/3", "/compute/1", "/compute/2"]
        );
    });
}

#[test]
fn a_location_that_is_created_again_is_another_record() {
    on_both(|store| {
        commit(store, put([compute(1), compute(2)])).unwrap();
        let first = store.get("/compute/1").unwrap();
        commit(
            store,
            Transaction {
                delete: vec!["/compute/1".to_owned()],
                ..Transaction::default()
            },
        )
        .unwrap();
        commit(store, put([compute(1)])).unwrap();
        let second = store.get("/compute/1").unwrap();
        assert!(second.version > first.version);
        assert!(second.order > store.get("/compute/2").unwrap().order);
        let stale = Transaction {
            expect: vec![("/compute/1".to_owned(), Expect::Version(first.version))],
            ..put([compute(1)])
        };
        assert_eq!(conflict(commit(store, stale)), "/compute/1");
    });
}

#[test]
fn an_expectation_that_does_not_hold_refuses_the_whole() {
    on_both(|store| {
        commit(store, put([compute(1)])).unwrap();
        for (location, expect) in [
            ("/compute/1", Expect::Absent),
            ("/compute/1", Expect::Version(77)),
            ("/compute/9", Expect::Exists),
            ("/compute/9", Expect::Version(1)),
        ] {
            let transaction = Transaction {
                expect: vec![
                    ("/compute/1".to_owned(), Expect::Exists),
                    (location.to_owned(), expect),
                ],
                delete: vec!["/compute/1".to_owned()],
                ..put([compute(2)])
            };
            assert_eq!(conflict(commit(store, transaction)), location);
            assert_eq!(locations(&store.below("/")), ["/compute/1"]);
        }
    });
}

#[test]
fn an_id_belongs_to_one_location() {
    on_both(|store| {
        commit(store, put([compute(1), compute(2)])).unwrap();
        let mut thief = compute(3);
        thief.id = compute(1).id;
        assert_eq!(conflict(commit(store, put([thief.clone()]))), "/compute/3");
        let mut twin = compute(4);
        twin.id = compute(5).id;
        conflict(commit(store, put([twin, compute(5)])));
        // Moving an id is no conflict.
        let moved = Transaction {
            delete: vec!["/compute/1".to_owned()],
            ..put([thief])
        };
        commit(store, moved).unwrap();
        let id = compute(1).id;
        assert_eq!(store.by_id(id.as_str()).unwrap().location, "/compute/3");
        // Nor is exchanging two.
        let (mut a, mut b) = (compute(2), compute(3));
        a.id = compute(1).id;
        b.id = compute(2).id;
        commit(store, put([a, b])).unwrap();
        assert_eq!(store.by_id(id.as_str()).unwrap().location, "/compute/2");
    });
}

#[test]
fn links_follow_their_ends() {
    on_both(|store| {
        commit(store, put([link(1, "/compute/1", "/storage/1")])).unwrap();
        commit(store, put([link(1, "/compute/1", "/storage/2")])).unwrap();
        assert!(store.links_to("/storage/1").is_empty());
        assert_eq!(store.links_to("/storage/2").len(), 1);
        assert_eq!(store.links_from("/compute/1").len(), 1);
    });
}

#[test]
fn user_mixins_are_kept_in_order() {
    on_both(|store| {
        let mixin = |term: &str| {
            UserMixin::new(
                category(&format!("http://example.com/tags#{term}")),
                format!("/tags/{term}/"),
            )
        };
        let transaction = Transaction {
            put_mixins: vec![mixin("z"), mixin("a")],
            ..Transaction::default()
        };
        commit(store, transaction).unwrap();
        let mut changed = mixin("z");
        changed.title = Some("Zed".to_owned());
        let transaction = Transaction {
            put_mixins: vec![changed, mixin("m")],
            delete_mixins: vec![mixin("a").id],
            ..Transaction::default()
        };
        commit(store, transaction).unwrap();
        let mixins = store.user_mixins();
        let seen: Vec<_> = mixins
            .iter()
            .map(|m| (m.id.term(), m.title.as_deref()))
            .collect();
        assert_eq!(seen, [("z", Some("Zed")), ("m", None)]);
    });
}

#[test]
fn what_cannot_be_read_back_is_refused() {
    on_both(|store| {
        let mut deep = Value::Integer(1);
        for _ in 0..200 {
            deep = Value::List(vec![deep]);
        }
        for value in [Value::Float(f64::NAN), Value::Float(f64::INFINITY), deep] {
            let mut record = compute(1);
            set(&mut record, "com.example.odd", value);
            let refused = commit(store, put([record]));
            assert!(
                matches!(&refused, Err(CommitError::Failed(StoreError::Unstorable { location, .. })) if location == "/compute/1"),
                "{refused:?}"
            );
        }
        assert!(store.below("/").is_empty());
    });
}

#[test]
fn of_many_that_expect_the_same_version_one_wins() {
    on_both(|store| {
        commit(store, put([compute(1)])).unwrap();
        let version = store.get("/compute/1").unwrap().version;
        let attempts: Vec<_> = (0..20)
            .map(|_| {
                store.commit(Transaction {
                    expect: vec![("/compute/1".to_owned(), Expect::Version(version))],
                    ..put([compute(1)])
                })
            })
            .collect();
        let won = block_on(async {
            let mut won = 0;
            for result in futures_util::future::join_all(attempts).await {
                match result {
                    Ok(()) => won += 1,
                    Err(CommitError::Conflict { .. }) => {
                        // Whoever lost sees what made him lose.
                        assert_ne!(store.get("/compute/1").unwrap().version, version);
                    }
                    Err(error) => panic!("{error}"),
                }
            }
            won
        });
        assert_eq!(won, 1);
    });
}
