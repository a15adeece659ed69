//! The rows that cases cite are rows of the requirement list.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use occi_conformance::{
    case::Level,
    catalogue::{Options, catalogue},
    requirement,
};
use occi_grammar::{MemoryResolver, compile};
use occi_model::Profile;

use crate::support::infrastructure;

#[test]
fn every_row_cited_is_in_the_table() {
    for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
        for case in catalogue(&infrastructure(profile), &Options::default()).cases {
            for id in &case.requirements {
                assert!(requirement::find(id).is_some(), "{} cites {id}", case.id);
            }
        }
    }
}

/// Every row that binds servers, or what they write, has a case of some definition of the standard
/// or a written reason, and not both.
#[test]
fn every_row_has_a_case_or_a_reason() {
    let mut cited: BTreeSet<&str> = occi_conformance::engine::passive_cases()
        .iter()
        .flat_map(|case| case.requirements.iter().copied())
        .collect();
    for name in [
        "core",
        "infrastructure",
        "platform",
        "sla",
        "monitoring",
        "notification",
        "crtp-1-1",
    ] {
        for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
            let builtin = occi_grammar::builtin::find(name).unwrap();
            let mut files = MemoryResolver::new().with("entry", builtin.text);
            let Some(model) = compile("entry", &mut files, profile).model else {
                continue;
            };
            let cases = catalogue(&model, &Options::default()).cases;
            cited.extend(
                cases
                    .iter()
                    .flat_map(|case| case.requirements.iter().copied()),
            );
        }
    }
    let (mut neither, mut both) = (Vec::new(), Vec::new());
    for row in requirement::TABLE {
        match (cited.contains(row.id), requirement::reason(row.id)) {
            (false, None) => neither.push(format!("{}: {}", row.id, row.text)),
            (true, Some(reason)) => both.push(format!("{}: {reason}", row.id)),
            _ => {}
        }
    }
    assert_eq!((neither, both), (Vec::new(), Vec::new()));
    for (id, reason) in requirement::reasons() {
        assert!(
            requirement::find(id).is_some() && !reason.is_empty(),
            "{id}"
        );
    }
}

/// Compared with the list itself where that lies beside the project.
#[test]
fn the_table_agrees_with_the_list() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/reference/occi-requirements.tsv");
    let Ok(list) = fs::read_to_string(&path) else {
        eprintln!("skipped: {} is absent", path.display());
        return;
    };
    let rows: BTreeMap<&str, Level> = list
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let id = columns.next()?;
            let level = match columns.nth(2)? {
                "MUST" | "MUST NOT" => Level::Must,
                "SHOULD" | "SHOULD NOT" => Level::Should,
                _ => Level::May,
            };
            Some((id, level))
        })
        .collect();
    assert!(rows.len() > 500);
    for row in requirement::TABLE {
        assert_eq!(rows.get(row.id), Some(&row.level), "{}", row.id);
    }
}
