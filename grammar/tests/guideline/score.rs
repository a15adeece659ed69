//! Worksheets, against the tables that the group published.

use occi_grammar::guideline::score::{Total, score};

use crate::corpus::{folder, guideline};

#[test]
fn totals_equal_the_published_table_byte_for_byte() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read_to_string(folder.join("working_materials/scoring.txt")).unwrap();
    let scored = score(&text, &guideline(&folder, "next.json"));
    let table = folder.join("working_materials/tabulated_scores.csv");
    assert_eq!(scored.csv(), std::fs::read_to_string(table).unwrap());
    // The published worksheet already has these totals, but for lines whose total is missing.
    assert_eq!(scored.worksheet(), text);
    assert_eq!(scored.scored().count(), 140);
    assert!(scored.doubtful.is_empty(), "{:?}", scored.doubtful);
}

/// The heading of the published table has other capital letters, those of `next.json`.
#[test]
fn totals_of_the_vertical_equal_the_published_rows() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read_to_string(folder.join("working_materials/scoring_nfv.txt")).unwrap();
    let csv = score(&text, &guideline(&folder, "verticals/nfv.next.json")).csv();
    let table = folder.join("working_materials/tabulated_scores_nfv.csv");
    let table = std::fs::read_to_string(table).unwrap();
    let rows = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(rows(&csv), rows(&table));
    assert_eq!(rows(&csv).len(), 6);
}

/// The official script finds no score line in these, or stops.
#[test]
fn worksheets_of_add_ons_are_read_too() {
    let Some(folder) = folder() else { return };
    for (sheet, weights, expected) in [
        (
            "working_materials/scoring_dns.txt",
            "add-ons/dns.next.json",
            2,
        ),
        (
            "working_materials/scoring_orchestration.txt",
            "add-ons/orchestration.next.json",
            17,
        ),
        (
            "newer/working_materials/scoring_shared_file_system.txt",
            "newer/add-ons/shared-file-system.next.json",
            11,
        ),
    ] {
        let text = std::fs::read_to_string(folder.join(sheet)).unwrap();
        let scored = score(&text, &guideline(&folder, weights));
        let totals: Vec<Total> = scored.scored().map(|scored| scored.total).collect();
        assert_eq!(totals.len(), expected, "{sheet}");
        assert!(
            totals.iter().all(|total| matches!(total, Total::Final(_))),
            "{sheet}: {totals:?}"
        );
    }
    let text = std::fs::read_to_string(folder.join("working_materials/scoring_dns.txt")).unwrap();
    let scored = score(&text, &guideline(&folder, "add-ons/dns.next.json"));
    assert_eq!(
        scored.totals(),
        "dns-zone-crud: 66*\ndns-record-crud: 66*\n"
    );
}

/// The numbers were counted by another program (Interop WG, score sheets).
#[test]
fn worksheet_and_achievements_drift_apart() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read_to_string(folder.join("working_materials/scoring.txt")).unwrap();
    let guideline = guideline(&folder, "2020.06.json");
    let comparison = score(&text, &guideline).compare(&guideline);
    assert_eq!(
        (
            comparison.both,
            comparison.differ.len(),
            comparison.not_scored.len()
        ),
        (74, 34, 5)
    );
}

#[test]
fn open_marks_vetoes_and_doubtful_lines() {
    let Some(folder) = folder() else { return };
    let text = "Heading\n=======\n\
                open:    [1,?,1] [1,1,1] [1,1,0] [0,1,1] [1] [76]*\n\
                veto:    [1,1,1] [1,1,1] [1,1,1] [1,1,1] [0] [100]*\n\
                new:     [1,1,1] [1,1,1] [1,1,1] [1,1,1] [1]\n\
                short:   [1,1] [1,1,1] [1,1,1] [1,1,1] [1]\n\
                Note: see [1] and [2].\n";
    let scored = score(text, &guideline(&folder, "next.json"));
    assert_eq!(scored.totals(), "open: -76\nveto: 0\nnew: 100*\n");
    assert!(scored.csv().ends_with(
        "\nopen,1,?,1,1,1,1,1,1,0,0,1,1,1,-76\nveto,0\nnew,1,1,1,1,1,1,1,1,1,1,1,1,1,100*\n"
    ));
    assert_eq!(scored.doubtful.len(), 1);
    assert_eq!(scored.doubtful[0].0, 6);
    let worksheet = scored.worksheet();
    assert!(worksheet.starts_with("Heading\n=======\nopen:    [1,?,1]"));
    assert!(
        worksheet.ends_with("short:   [1,1] [1,1,1] [1,1,1] [1,1,1] [1]\nNote: see [1] and [2].\n")
    );
}
