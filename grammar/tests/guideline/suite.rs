//! Guidelines against the tests that the suites of today have.

use std::path::Path;

use occi_grammar::guideline::{TestsFormat, TestsRequest, list_tests};
use occi_model::guideline::{Found, Inventory, ListOptions};

use crate::corpus::{folder, guideline};

fn inventory(folder: &Path) -> Inventory {
    let mut inventory = Inventory::default();
    for suite in [
        "tempest-tests-47.0.0",
        "designate-tempest-plugin-tests-0.30.0",
        "heat-tempest-plugin-tests-3.0.0",
        "manila-tempest-plugin-tests-3.2.0",
        "neutron-tempest-plugin-tests-3.3.0",
        "barbican-tempest-plugin-tests-4.6.0",
    ] {
        inventory.add(&std::fs::read_to_string(folder.join(format!("{suite}.txt"))).unwrap());
    }
    assert_eq!(inventory.tests().len(), 5548);
    inventory
}

/// Must-pass entries that are present, renamed and gone; counted by another program
/// (interop-facts 2).
#[test]
fn the_fate_of_must_pass_tests_is_as_counted() {
    let Some(folder) = folder() else { return };
    let inventory = inventory(&folder);
    for (file, target, expected) in [
        ("2015.07.json", "platform", (93, 2, 3)),
        ("2016.01.json", "platform", (94, 1, 1)),
        ("2016.08.json", "compute", (190, 8, 0)),
        ("2018.02.json", "platform", (317, 0, 0)),
        ("2020.06.json", "platform", (275, 0, 0)),
        ("add-ons/dns.2020.06.json", "dns", (8, 2, 0)),
        (
            "add-ons/orchestration.2020.06.json",
            "orchestration",
            (59, 1, 0),
        ),
    ] {
        let guideline = guideline(&folder, file);
        let mut counted = (0, 0, 0);
        for line in guideline
            .target(target)
            .unwrap()
            .tests(&ListOptions::default())
        {
            match inventory.find(line.test) {
                Found::Listed(_) => counted.0 += 1,
                Found::Renamed(_) => counted.1 += 1,
                Found::OtherId(_) | Found::Gone => counted.2 += 1,
            }
        }
        assert_eq!(counted, expected, "{file} {target}");
    }
}

/// Of the lines that the result server gives, Tempest takes less than half; of
/// ours, all.
#[test]
fn every_line_of_a_load_list_is_a_line_of_the_inventory() {
    let Some(folder) = folder() else { return };
    let inventory = inventory(&folder);
    let bytes = std::fs::read(folder.join("2020.06.json")).unwrap();
    let list = |format, inventory| {
        let request = TestsRequest {
            target: "platform".to_owned(),
            format,
            inventory,
            ..TestsRequest::default()
        };
        list_tests("2020.06.json", &bytes, &request)
    };
    let listed = list(TestsFormat::LoadList, Some(inventory.clone()));
    let text = listed.text.unwrap();
    let known: std::collections::BTreeSet<&str> = inventory
        .tests()
        .iter()
        .map(occi_model::guideline::SuiteTest::line)
        .collect();
    assert!(text.lines().all(|line| known.contains(line)));
    // 273 distinct tests, some of them there under name and alias.
    assert!(text.lines().count() >= 273, "{}", text.lines().count());
    assert!(listed.faults.iter().all(|fault| fault.code.number < 366));

    let patterns = list(TestsFormat::IncludeList, None).text.unwrap();
    let first = patterns.lines().next().unwrap();
    assert!(
        first.starts_with("^tempest\\.api\\.") && first.ends_with("(\\[|$)"),
        "{first}"
    );
    assert_eq!(patterns.lines().count(), 273);
    let json = list(TestsFormat::Json, None).text.unwrap();
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 275);
}

#[test]
fn tests_that_the_suite_has_not_are_told() {
    let Some(folder) = folder() else { return };
    let inventory = inventory(&folder);
    let faults = guideline(&folder, "add-ons/dns.2020.06.json").lint_suite(&inventory);
    let told: Vec<(String, Option<&str>)> = faults
        .iter()
        .map(|fault| (fault.code.to_string(), fault.help.as_deref()))
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|(code, _)| code == "W0367"));
    assert!(
        told.iter()
            .any(|(_, help)| help.is_some_and(|help| help.ends_with("test_list_zones`"))),
        "{told:?}"
    );
}

#[test]
fn tests_that_no_guideline_names_are_found() {
    let Some(folder) = folder() else { return };
    let inventory = inventory(&folder);
    let powered = guideline(&folder, "2020.06.json");
    let used = || powered.capabilities().iter().flat_map(|c| &c.tests);
    let unused = inventory.unused(used());
    let ids: std::collections::BTreeSet<_> = used()
        .filter_map(|test| test.id.as_ref()?.value.uuid())
        .collect();
    let names: std::collections::BTreeSet<&str> = used()
        .flat_map(occi_model::guideline::Test::names)
        .map(occi_model::guideline::TestName::as_str)
        .collect();
    let used_lines = inventory
        .tests()
        .iter()
        .filter(|test| {
            names.contains(test.name()) || test.uuid().is_some_and(|id| ids.contains(&id))
        })
        .count();
    assert_eq!(unused.len(), inventory.tests().len() - used_lines);
    assert!(used_lines >= 283, "{used_lines}");
}

/// The genuine run has such failures (corpus/subunit).
#[test]
fn failures_of_unknown_properties_are_found_in_a_run() {
    let Some(folder) = folder() else { return };
    let stream = folder.join("../subunit/tempest-run.subunit");
    let Ok(stream) = std::fs::File::open(&stream) else {
        eprintln!("skipped: no run at {}", stream.display());
        return;
    };
    let (_, run) =
        occi_grammar::results::read(stream, None, &occi_grammar::results::Everything).unwrap();
    let report = occi_grammar::guideline::waiver::waiver(&run);
    assert!(!report.waivable.is_empty());
    for one in &report.waivable {
        assert!(
            one.name.contains("FlavorsV2TestJSON.test_list_flavors"),
            "{one:?}"
        );
        assert_eq!(one.properties, ["vendor:price_class"]);
        assert_eq!(one.schema_path, "['properties']['flavors']['items']");
    }
    assert_eq!(report.failed, report.waivable.len() + report.other_failures);
}

/// The lists of 2022.11, whose guideline was never published elsewhere, against the suite of today:
/// less than half of the lines are names that Tempest takes, though it has every id.
#[test]
fn of_the_newest_lists_the_suite_has_every_id_and_few_lines() {
    let Some(folder) = folder() else { return };
    let inventory = inventory(&folder);
    for (target, lines, exact) in [
        ("platform", 432, 196),
        ("compute", 368, 144),
        ("object", 66, 54),
    ] {
        let file = format!("refstack-lists/2022.11.{target}.required.no-flag.alias.txt");
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let listed = Inventory::of(&text);
        let has = |line: &str| inventory.tests().iter().any(|test| test.line() == line);
        let taken = text.lines().filter(|line| has(line)).count();
        assert_eq!((text.lines().count(), taken), (lines, exact), "{target}");
        for test in listed.tests() {
            let known = test
                .uuid()
                .and_then(|uuid| inventory.with_uuid(uuid).next());
            assert!(known.is_some(), "{}", test.line());
        }
    }
}
