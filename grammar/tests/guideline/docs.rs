//! `docs/guidelines.md` lists every code, and no other.

use std::collections::BTreeSet;

use occi_model::guideline::code;

fn text(path: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    std::fs::read_to_string(format!("{root}/{path}")).unwrap()
}

#[test]
fn the_tables_of_codes_are_complete() {
    let defined: BTreeSet<String> = code::CODES
        .iter()
        .map(|info| info.code.to_string())
        .collect();
    let listed: BTreeSet<String> = text("docs/guidelines.md")
        .lines()
        .filter_map(|line| {
            let code = line.strip_prefix("| ")?.split_once(" |")?.0;
            (code.starts_with("E0") || code.starts_with("W0")).then(|| code.to_owned())
        })
        .collect();
    assert_eq!(defined, listed);
    assert!(defined.len() > 30);
}
