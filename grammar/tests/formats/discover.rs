//! What five servers of the field answered at their query interfaces.

use std::fs;

use crate::renderings::{corpus, counts, faults, read, summary};

/// Server, recorded answer, and what it gives.
const ANSWERS: [(&str, &str, &str); 19] = [
    (
        "pyssf",
        "02-query-plain",
        "5 kinds, 4 mixins, 11 actions, 23 attributes",
    ),
    (
        "pyssf",
        "03-query-occi",
        "5 kinds, 4 mixins, 11 actions, 23 attributes",
    ),
    (
        "pyssf",
        "04-query-json",
        "5 kinds, 4 mixins, 11 actions, 23 attributes",
    ),
    (
        "occi-py",
        "02-query-plain",
        "5 kinds, 2 mixins, 11 actions, 23 attributes",
    ),
    (
        "occi-py",
        "03-query-occi",
        "5 kinds, 2 mixins, 11 actions, 23 attributes",
    ),
    (
        "ooi",
        "02-query-plain",
        "6 kinds, 14 mixins, 12 actions, 0 attributes",
    ),
    (
        "ooi",
        "03-query-occi",
        "6 kinds, 14 mixins, 12 actions, 0 attributes",
    ),
    (
        "ooi",
        "04-query-json",
        "6 kinds, 14 mixins, 12 actions, 48 attributes",
    ),
    (
        "rocci-server",
        "02-query-plain",
        "8 kinds, 22 mixins, 18 actions, 75 attributes",
    ),
    (
        "rocci-server",
        "03-query-occi",
        "8 kinds, 22 mixins, 18 actions, 75 attributes",
    ),
    (
        "rocci-server",
        "04-query-json",
        "8 kinds, 22 mixins, 18 actions, 75 attributes",
    ),
    (
        "rocci-server",
        "05-query-appjson",
        "8 kinds, 22 mixins, 18 actions, 75 attributes",
    ),
    (
        "erocci",
        "02-query-plain",
        "5 kinds, 7 mixins, 11 actions, 27 attributes",
    ),
    (
        "erocci",
        "03-query-occi",
        "5 kinds, 7 mixins, 11 actions, 27 attributes",
    ),
    (
        "erocci",
        "04-query-json",
        "5 kinds, 7 mixins, 11 actions, 27 attributes",
    ),
    // No success, and a page for people.
    ("pyssf", "05-query-appjson", "-"),
    ("pyssf", "08-query-html", "-"),
    ("occi-py", "04-query-json", "-"),
    ("erocci", "08-query-html", "-"),
];

#[test]
fn answers_of_servers_are_definitions() {
    let Some(folder) = corpus("transcripts") else {
        return;
    };
    for (server, answer, expected) in ANSWERS {
        let path = folder.join(server).join(format!("{answer}.response.http"));
        let compiled = read(fs::read(path).unwrap());
        println!(
            "{server:<13} {answer:<18} {:<48} {}",
            counts(&compiled),
            summary(&compiled)
        );
        assert_eq!(
            counts(&compiled),
            expected,
            "{server} {answer}\n{}",
            faults(&compiled)
        );
    }
}
