//! Which test covers which requirement on models, of the published list of requirements.

use std::{collections::BTreeMap, fs};

/// The list; not part of the repository.
const LIST: &str = "../../shared/reference/occi-requirements.tsv";

/// The documents whose definitions are shipped.
const SUBJECTS: [&str; 6] = ["CRTP", "INF", "MON", "NTF", "PLT", "SLA"];

/// Requirement, and the test that fails when it is broken.
const COVERED: &[(&str, &str)] = &[
    (
        "CRTP-004",
        "extensions::templates_1_1_are_those_of_the_tables",
    ),
    (
        "CRTP-013",
        "extensions::templates_1_1_are_those_of_the_tables",
    ),
    (
        "CRTP-014",
        "extensions::templates_1_0_are_those_of_the_tables",
    ),
    (
        "CRTP-016",
        "extensions::both_versions_of_the_templates_fit_into_one_model",
    ),
    ("INF-002", "specs::categories_are_those_of_the_tables"),
    ("INF-005", "specs::categories_are_those_of_the_tables"),
    ("INF-006", "specs::attributes_are_those_of_the_tables"),
    ("INF-007", "specs::attributes_are_those_of_the_tables"),
    ("INF-008", "specs::attributes_are_those_of_the_tables"),
    ("INF-021", "specs::actions_are_those_of_the_tables"),
    ("INF-022", "specs::actions_are_those_of_the_tables"),
    ("INF-023", "specs::actions_are_those_of_the_tables"),
    ("INF-024", "specs::actions_are_those_of_the_tables"),
    ("INF-035", "specs::categories_are_those_of_the_tables"),
    ("INF-036", "specs::attributes_are_those_of_the_tables"),
    ("INF-037", "specs::attributes_are_those_of_the_tables"),
    ("INF-044", "specs::categories_are_those_of_the_tables"),
    ("INF-045", "specs::categories_are_those_of_the_tables"),
    ("INF-050", "specs::categories_are_those_of_the_tables"),
    ("INF-051", "specs::attributes_are_those_of_the_tables"),
    ("INF-062", "specs::categories_are_those_of_the_tables"),
    ("INF-067", "specs::categories_are_those_of_the_tables"),
    ("INF-068", "specs::categories_are_those_of_the_tables"),
    ("INF-071", "specs::categories_are_those_of_the_tables"),
    ("INF-079", "extensions::providers_build_on_the_definitions"),
    ("INF-081", "extensions::providers_build_on_the_definitions"),
    (
        "INF-086",
        "extensions::both_versions_of_the_templates_fit_into_one_model",
    ),
    (
        "INF-087",
        "extensions::templates_1_1_are_those_of_the_tables",
    ),
    // Broken on purpose: CRTP 1.0 demands the attributes that GFD.184 denies (D-119).
    (
        "INF-088",
        "extensions::templates_1_0_are_those_of_the_tables",
    ),
    ("INF-095", "specs::categories_are_those_of_the_tables"),
    ("INF-098", "specs::categories_are_those_of_the_tables"),
    ("PLT-004", "extensions::platform_is_that_of_the_tables"),
    ("PLT-017", "extensions::providers_build_on_the_definitions"),
    ("PLT-018", "extensions::providers_build_on_the_definitions"),
    ("PLT-019", "extensions::providers_build_on_the_definitions"),
    ("SLA-017", "extensions::providers_build_on_the_definitions"),
    ("SLA-019", "extensions::providers_build_on_the_definitions"),
    ("SLA-020", "extensions::providers_build_on_the_definitions"),
    ("SLA-024", "extensions::providers_build_on_the_definitions"),
];

const SOURCES: [(&str, &str); 2] = [
    ("extensions", include_str!("extensions.rs")),
    ("specs", include_str!("specs.rs")),
];

#[test]
fn every_covering_test_exists() {
    for (id, test) in COVERED {
        let (module, function) = test.split_once("::").unwrap();
        let (_, source) = SOURCES.iter().find(|(name, _)| *name == module).unwrap();
        assert!(
            source.contains(&format!("#[test]\nfn {function}()")),
            "{id}: there is no test {test}"
        );
    }
    let ids = COVERED.iter().map(|(id, _)| id);
    assert!(ids.is_sorted_by(|a, b| a < b), "sorted, each once");
}

/// Prints the table: requirement, its text, its test.
#[test]
fn every_requirement_on_models_is_covered() {
    let Ok(list) = fs::read_to_string(LIST) else {
        eprintln!("skipped: {LIST} is not there");
        return;
    };
    let covered: BTreeMap<&str, &str> = COVERED.iter().copied().collect();
    let mut found = 0;
    let mut open = Vec::new();
    for row in list.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [id, _, _, level, side, version, requirement, _] = fields[..] else {
            panic!("a row has eight fields: {row}");
        };
        let subject = id.split('-').next().unwrap();
        if side != "model" || !SUBJECTS.contains(&subject) {
            continue;
        }
        found += 1;
        match covered.get(id) {
            Some(test) => println!("{id} | {level} | {version} | {requirement} | {test}"),
            None => open.push(id),
        }
    }
    assert_eq!(open, [""; 0], "requirements without a test");
    assert_eq!(
        found,
        COVERED.len(),
        "COVERED names rows that the list has not"
    );
}
