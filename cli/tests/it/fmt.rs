//! `occi fmt`.

use std::fs;

use crate::support::{root, run};

const UNTIDY: &str = "extension t \"http://example.com/t#\";use core; // why\nmixin a{}\n";
const TIDY: &str = "extension t \"http://example.com/t#\";\nuse core; // why\nmixin a {}\n";

#[test]
fn fmt_writes_and_check_only_tells() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("t.occi");
    let path = file.to_str().unwrap();
    fs::write(&file, UNTIDY).unwrap();

    let said = run(&["fmt", "--check", path]);
    assert_eq!((said.code, said.out), (1, format!("{path}\n")));
    assert_eq!(fs::read_to_string(&file).unwrap(), UNTIDY);

    let said = run(&["fmt", path]);
    assert_eq!((said.code, said.out), (0, format!("{path}\n")));
    assert_eq!(fs::read_to_string(&file).unwrap(), TIDY);

    let said = run(&["fmt", "--check", path]);
    assert_eq!((said.code, said.out), (0, String::new()));
}

#[test]
fn fmt_leaves_faulty_and_missing_files_alone() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("t.occi");
    let path = file.to_str().unwrap();
    let faulty = "extension t \"http://example.com/t#\";\nknid a;\n";
    fs::write(&file, faulty).unwrap();
    let said = run(&["fmt", path]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("E0104"), "{}", said.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), faulty);
    assert_eq!(run(&["fmt", "no-such-file.occi"]).code, 3);
}

#[test]
fn what_is_shipped_is_in_style() {
    let mut arguments = vec!["fmt".to_owned(), "--check".to_owned()];
    for directory in ["specs", "examples"] {
        for entry in fs::read_dir(root().join(directory)).unwrap() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "occi")
            {
                arguments.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    assert!(arguments.len() > 4, "{arguments:?}");
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let said = run(&arguments);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}
