//! Published guidelines against each other: the life cycle, differences, drafts, edits.

use std::{collections::BTreeMap, path::Path};

use occi_grammar::guideline::{
    edit, lint, read,
    view::{self, Answer as _},
    write,
};
use occi_model::{
    SourceId,
    guideline::{Difference, NextRequest, lint_life_cycle, next},
};

use crate::corpus::{folder, guideline, json_files};

fn numbers(folder: &Path, files: &[&str], codes: &[&str]) -> BTreeMap<String, usize> {
    let read: Vec<(&str, Vec<u8>)> = files
        .iter()
        .map(|file| (*file, std::fs::read(folder.join(file)).unwrap()))
        .collect();
    let linted = lint(
        read.iter().map(|(name, bytes)| (*name, bytes.as_slice())),
        None,
    );
    assert_eq!(linted.guidelines, files.len(), "{}", linted.faults);
    let mut found = BTreeMap::new();
    for fault in &linted.faults {
        let code = fault.code.to_string();
        if codes.contains(&code.as_str()) {
            *found.entry(code).or_default() += 1;
        }
    }
    found
}

/// The faults of published guidelines that need more than one file, or its name.
#[test]
fn what_the_published_files_say_against_each_other_is_found() {
    let Some(folder) = folder() else { return };
    let all = [
        "2015.03.json",
        "2015.04.json",
        "2015.05.json",
        "2015.07.json",
        "2016.01.json",
        "2016.08.json",
        "2017.01.json",
        "2017.09.json",
        "2018.02.json",
        "2018.11.json",
        "2019.06.json",
        "2019.11.json",
        "2020.06.json",
        "next.json",
        "add-ons/dns.2020.06.json",
        "add-ons/dns.next.json",
        "add-ons/orchestration.2018.02.json",
        "verticals/nfv.next.json",
    ];
    let found = numbers(
        &folder,
        &all,
        &[
            "W0350", "W0351", "W0352", "W0353", "W0354", "W0355", "W0359",
        ],
    );
    let expected = [
        ("W0350", 1), // 2017.09: keystone
        ("W0351", 1), // orchestration.2018.02 says next
        ("W0352", 2), // 2018.02 and orchestration.2018.02
        ("W0353", 2), // next, dns.next
        ("W0354", 1), // nfv.next
        ("W0355", 2), // 2018.11 and 2019.06 beside 2019.11 and 2020.06
        ("W0359", 7), // 2015.05 identity-auth, three removed ones each in 2015.04 and 2015.05
    ];
    let expected = expected.map(|(code, number)| (code.to_owned(), number));
    assert_eq!(found, BTreeMap::from(expected));
}

/// Interop WG, process 2017A, rule A4.6: 48 entries in 2015.07, 2 in 2017.01, 1 in 2015.05.
#[test]
fn what_was_required_without_notice_is_found() {
    let Some(folder) = folder() else { return };
    let count = |before: &str, after: &str| {
        lint_life_cycle(&guideline(&folder, before), &guideline(&folder, after))
            .iter()
            .filter(|fault| fault.code.to_string() == "W0356")
            .count()
    };
    assert_eq!(count("2015.05.json", "2015.07.json"), 48);
    assert_eq!(count("2015.04.json", "2015.05.json"), 1);
    assert_eq!(count("2016.08.json", "2017.01.json"), 2);
    assert_eq!(count("2019.11.json", "2020.06.json"), 0);
}

#[test]
fn differences_of_published_guidelines() {
    let Some(folder) = folder() else { return };
    let difference = Difference::between(
        &guideline(&folder, "2018.11.json"),
        &guideline(&folder, "2019.06.json"),
    );
    // 14 deprecated ones were removed, 4 advisory ones advanced (interop-facts 1).
    let moves = |from, to| {
        difference
            .capabilities
            .iter()
            .flat_map(|capability| &capability.states)
            .filter(|state| state.from == from && state.to == to)
            .count()
    };
    assert_eq!(moves(Some("deprecated"), Some("removed")), 14);
    assert_eq!(moves(Some("advisory"), Some("required")), 4);
    assert_eq!(
        difference
            .capabilities
            .iter()
            .map(|c| c.states.len())
            .sum::<usize>(),
        18
    );
    let text = difference.text();
    assert!(
        text.starts_with("2018.11 -> 2019.06\n  id: 2018.11 -> 2019.06\n"),
        "{text}"
    );
    let page = occi_grammar::guideline::difference_page(&difference);
    assert!(
        page.contains("<span class=\"deprecated\">deprecated</span> to <span class=\"removed\">")
    );
    let json: serde_json::Value = serde_json::from_str(&difference.json()).unwrap();
    assert_eq!(json["to"], "2019.06");
    // The components of 2.0 are those of 1.6 under other names.
    let difference = Difference::between(
        &guideline(&folder, "2017.09.json"),
        &guideline(&folder, "2018.02.json"),
    );
    let components: std::collections::BTreeSet<&str> = difference
        .capabilities
        .iter()
        .flat_map(|capability| &capability.states)
        .map(|state| state.component.as_str())
        .collect();
    assert!(
        components
            .iter()
            .all(|name| name.starts_with("os_powered_")),
        "{components:?}"
    );
}

#[test]
fn the_next_draft_of_a_published_guideline_holds_together() {
    let Some(folder) = folder() else { return };
    let before = guideline(&folder, "2018.11.json");
    let request = NextRequest {
        target_approval: "2019.06".to_owned(),
        advance: vec!["volumes-v3-list".to_owned()],
        ..NextRequest::default()
    };
    // A wish that does not fit names the capability.
    let refused = next(&before, &request).map(|_| ()).unwrap_err().to_string();
    assert!(refused.contains("volumes-v3-list"), "{refused}");
    let advisory = before.components()[0].capabilities.advisory[0]
        .value
        .to_string();
    let request = NextRequest {
        advance: vec![advisory],
        ..request
    };
    let built = next(&before, &request).unwrap().draft.build();
    let draft = built.guideline.unwrap();
    assert!(lint_life_cycle(&before, &draft).is_empty());
    let again = read(write(&draft).as_bytes(), SourceId(0));
    assert_eq!(again.guideline.unwrap(), draft);
    assert_eq!(draft.components()[0].capabilities.removed.len(), 14);
}

#[test]
fn every_published_file_is_formatted_without_a_change_of_meaning() {
    let Some(folder) = folder() else { return };
    let mut formatted = 0;
    for file in json_files(&folder) {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        let Ok(text) = edit::format(&bytes, SourceId(0)) else {
            continue;
        };
        let value = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
        assert_eq!(value(text.as_bytes()), value(&bytes), "{file}");
        assert_eq!(edit::format(text.as_bytes(), SourceId(0)).unwrap(), text);
        formatted += 1;
    }
    assert!(formatted > 50, "{formatted}");
}

/// All known mends of a file are applied, and no other line changes.
#[test]
fn mending_a_published_file_touches_faulty_lines_only() {
    let Some(folder) = folder() else { return };
    let bytes = std::fs::read(folder.join("2020.06.json")).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let linted = lint([("2020.06.json", bytes.as_slice())], None);
    let edited = edit::mend(&text, linted.files[0], &linted.faults);
    let changed = text
        .lines()
        .zip(edited.text.lines())
        .filter(|(a, b)| a != b)
        .count();
    // 2 acheivements, 1 descriptin, 2 discoverable.
    assert_eq!((edited.done.len(), changed), (5, 5), "{:?}", edited.done);
    let again = lint([("2020.06.json", edited.text.as_bytes())], None);
    assert!(again.faults.iter().all(|fault| fault.suggestion.is_none()));
}

#[test]
fn questions_to_a_published_guideline() {
    let Some(folder) = folder() else { return };
    let guideline = guideline(&folder, "2020.06.json");
    let overview = view::overview(&guideline);
    // interop-facts 1
    assert_eq!(
        (
            overview.capabilities,
            overview.tests,
            overview.distinct_names,
            overview.distinct_ids,
            overview.flagged,
            overview.with_aliases
        ),
        (79, 289, 287, 287, 11, 95)
    );
    assert!(
        overview
            .text()
            .contains("os_powered_compute: 60 required, 0 advisory")
    );
    let target = guideline.target("compute").unwrap();
    assert_eq!(
        view::capabilities(&guideline, Some(&target), &[])
            .rows
            .len(),
        60
    );
    let all = view::capabilities(&guideline, None, &[]);
    // Two lists and the one that no component names.
    assert_eq!(all.rows.len(), 81);
    assert!(
        all.text()
            .contains("\n-                   -         images-v2-import"),
        "{}",
        all.text()
    );
    let one = view::capability(&guideline, "compute-servers-resize").unwrap();
    assert!(one.text().contains("flagged"), "{}", one.text());
    assert_eq!(view::platforms(&guideline).rows.len(), 4);
    let sections = view::sections(&guideline, Some(&target));
    assert!(
        !sections.blocks.is_empty() && sections.blocks.iter().all(|b| !b.components.is_empty())
    );
}
