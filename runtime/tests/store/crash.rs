//! An acknowledged commit survives `kill -9`.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
};

use occi::store::{RedbStore, Store, StoreError};

use crate::support::{commit, compute, put};

/// Names the file of the process that is to be killed.
const VARIABLE: &str = "OCCI_TEST_STORE_TO_KILL";

/// Not a test of its own: what the killed process does. It writes until it is killed and says
/// each acknowledged commit.
#[test]
#[ignore = "started by acknowledged_commits_survive_a_kill"]
fn write_until_killed() {
    let Some(path) = env::var_os(VARIABLE) else {
        return;
    };
    let store = Arc::new(RedbStore::open(path).unwrap());
    let first = store.of_kind(crate::support::COMPUTE).len();
    let output = Arc::new(Mutex::new(std::io::stdout()));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (store, output) = (Arc::clone(&store), Arc::clone(&output));
            std::thread::spawn(move || {
                for step in 0.. {
                    let number = first * 10 + step * 4 + writer;
                    commit(&*store, put([compute(number)])).unwrap();
                    let mut output = output.lock().unwrap();
                    writeln!(output, "acknowledged /compute/{number}").unwrap();
                    output.flush().unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
}

#[test]
fn acknowledged_commits_survive_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    let mut acknowledged = Vec::new();
    // Again and again on the same file: each start repairs what the kill before it left.
    for round in 1..=3 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "crash::write_until_killed",
                "--ignored",
                "--nocapture",
            ])
            .env(VARIABLE, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let before = acknowledged.len();
        let mut kill = Some(());
        // The pipe still holds what was said before the kill took effect.
        while let Some(Ok(line)) = lines.next() {
            if let Some((_, location)) = line.split_once("acknowledged ") {
                acknowledged.push(location.to_owned());
            }
            if acknowledged.len() >= before + 50 && kill.take().is_some() {
                let locked = RedbStore::open(&path);
                assert!(
                    matches!(locked, Err(StoreError::Locked { .. })),
                    "{locked:?}"
                );
                child.kill().unwrap();
            }
        }
        assert!(!child.wait().unwrap().success());
        assert!(acknowledged.len() >= 50 * round, "the writer stopped early");

        let store = RedbStore::open(&path).unwrap();
        for location in &acknowledged {
            assert!(store.get(location).is_some(), "{location} is lost");
        }
    }
}
