//! The report on a directory of models, as the example prints it.

#[path = "../../examples/corpus-report.rs"]
#[allow(dead_code, reason = "the example itself is not called")]
mod corpus_report;

#[test]
fn the_report_has_a_line_for_each_file_and_sums() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    file(
        "good.occi",
        "extension good \"http://example.com/occi/good#\";\nuse core;\nkind a : core.resource { com.example.a: string; }\n",
    );
    file("bad.json", "{\"kinds\": [{\"term\": \"a\"}]}");
    file("notes.md", "no definition");
    let report = corpus_report::report(folder.path(), &[]);
    let lines: Vec<Vec<&str>> = report
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[0][..3], ["file", "format", "verdict"]);
    assert_eq!(lines[1][..4], ["bad.json", "json", "refused", "-"]);
    assert!(lines[1].contains(&"E0671×1"), "{report}");
    assert_eq!(
        lines[2][..7],
        ["good.occi", "occi", "ok", "1", "0", "0", "1"]
    );
    assert!(
        lines[2].iter().any(|cell| cell.starts_with("ecore:")),
        "{report}"
    );
    assert_eq!(
        lines[3][..6],
        ["2", "files,", "1", "models,", "1", "refused:"]
    );
    assert_eq!(lines[4], ["E0671", "1", "in", "1", "files"]);
}
