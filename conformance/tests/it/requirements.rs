//! The rows that cases cite are rows of the requirement list.

use std::{collections::BTreeMap, fs, path::PathBuf};

use occi_conformance::{
    case::Level,
    catalogue::{Options, catalogue},
    requirement,
};
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
