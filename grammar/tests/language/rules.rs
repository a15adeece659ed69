//! `docs/rules.md`: the tables of messages are those that the compiler gives.

#[path = "../../examples/rules/tables.rs"]
mod tables;

#[test]
fn the_tables_are_those_of_the_compiler() {
    let page = std::fs::read_to_string(tables::PAGE).unwrap();
    let renewed = tables::renewed(&page).unwrap();
    for (at, (now, then)) in page.lines().zip(renewed.lines()).enumerate() {
        assert_eq!(
            now,
            then,
            "line {} is old: cargo run -p occi-grammar --example rules -- --write",
            at + 1
        );
    }
    assert_eq!(page, renewed);
}

/// Nothing that others take without a word is taken without a word here, and no rule is without a
/// test.
#[test]
fn every_row_says_something() {
    let page = std::fs::read_to_string(tables::PAGE).unwrap();
    let made = tables::made(&page);
    let rows: Vec<&str> = made.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() > 90, "only {} rows", rows.len());
    for row in rows {
        assert!(!row.contains("| none |"), "{row}");
        let cells = row.replace("\\|", "/");
        for cell in cells.trim_matches('|').split(" | ") {
            assert!(!cell.trim().is_empty(), "{row}");
        }
    }
}
