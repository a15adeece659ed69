//! `occi explain`, and the forms and levels of faults.

use std::fs;

use crate::support::run;

#[test]
fn explain_shows_a_page_or_the_list() {
    let said = run(&["explain", "E0021"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for part in [
        "E0021: broken parent chain",
        "Wrong:",
        "Right:",
        "Source: GFD.221",
    ] {
        assert!(said.out.contains(part), "{}", said.out);
    }
    let said = run(&["explain"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for line in ["W0012  attribute name without domain", "E0101  missing `;`"] {
        assert!(said.out.lines().any(|one| one == line), "{}", said.out);
    }
    let said = run(&["explain", "--all"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for part in [
        "## Rules of the metamodel\n",
        "### `E0021`: broken parent chain\n",
        "### `E0303`: missing field\n",
        "### `trailing-semicolon`: ",
    ] {
        assert!(said.out.contains(part), "{part}");
    }
    assert_eq!(run(&["explain", "--all", "E0021"]).code, 2);
    let said = run(&["explain", "repeated-parameter:title"]);
    assert!(said.out.starts_with("repeated-parameter: "), "{}", said.out);
    assert_eq!(run(&["explain", "E9999"]).code, 2);
    assert_eq!(run(&["explain", "nonsense"]).code, 2);
}

#[test]
fn warnings_are_allowed_and_denied_and_logged() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("t.occi");
    let path = file.to_str().unwrap();
    let text = "extension t \"http://example.com/t#\";\nuse core;\nmixin a { size: string; }\n";
    fs::write(&file, text).unwrap();

    let said = run(&["check", path, "--format", "short"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("warning[W0012]"), "{}", said.err);

    let said = run(&["check", path, "--format", "short", "--allow", "W0012"]);
    assert_eq!(said.code, 0);
    assert!(!said.err.contains("0012"), "{}", said.err);

    let said = run(&["check", path, "--format", "short", "--deny", "warnings"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("error[E0012]"), "{}", said.err);

    assert_eq!(run(&["check", path, "--allow", "E0021"]).code, 2);

    let said = run(&["check", path, path, "--format", "sarif"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.out.matches("\"version\": \"2.1.0\"").count(), 1);
    assert_eq!(
        said.out.matches("\"ruleId\": \"W0012\"").count(),
        2,
        "{}",
        said.out
    );
}
