//! Every target for a bounded time, on any Rust.
//!
//! `OCCI_FUZZ_SECONDS` sets the time of each target (2), `OCCI_FUZZ_SEED` where chance begins.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, env, fs, path::Path};

use occi_fuzz::{TARGETS, driver, find};

fn drive(name: &str) {
    let seconds = env::var("OCCI_FUZZ_SECONDS").ok();
    let seconds = seconds.and_then(|text| text.parse().ok()).unwrap_or(2);
    let report = driver::run(find(name).unwrap(), driver::Budget::seconds(seconds));
    println!("{report}");
    assert!(report.runs > 10, "{report}");
    assert!(report.shapes > 3, "nothing is found out: {report}");
}

macro_rules! bounded {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            drive(stringify!($name));
        })*

        /// Every target is among these tests.
        const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

bounded! {
    categories_json categories_text compatible_one condition ecore erocci_xml guideline headers json
    language layout occi_json results text textual writer xml
}

/// Every target has a test here and a binary for libFuzzer.
#[test]
fn every_target_runs_in_both_ways() {
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names, TESTED);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let listed: BTreeSet<&str> = manifest
        .lines()
        .filter_map(|line| {
            line.strip_prefix("path = \"fuzz_targets/")?
                .strip_suffix(".rs\"")
        })
        .collect();
    assert_eq!(listed, names.iter().copied().collect());
    for name in names {
        let text = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(
            text.contains(&format!("find(\"{name}\")")),
            "{name}: {text}"
        );
    }
}
