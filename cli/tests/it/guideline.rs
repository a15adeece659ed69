//! `occi guideline`: each question and each edit, on a small guideline of our own.

use std::{fs, path::Path};

use crate::support::{Said, run};

const FIRST: &str = r#"{
  "metadata": {
    "id": "2020.06", "schema": "2.0", "reference": "r", "source": "s",
    "scoring": {
      "cutoff_score": 60,
      "criteria": {"doc": {"name": "Documented", "description": "d", "weight": 100}}
    },
    "os_trademark_approval": {"target_approval": "2020.06", "releases": ["one"], "status": "approved"}
  },
  "platforms": {"Only": {"components": [{"name": "c"}]}},
  "components": {
    "c": {
      "capabilities": {"required": ["cap-a"], "advisory": ["cap-b"]},
      "designated_sections": {"required": ["nova"]}
    }
  },
  "capabilities": {
    "cap-a": {
      "achievements": ["doc"], "admin": false, "description": "first", "project": "nova",
      "tests": {
        "t.A.one": {"idempotent_id": "id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f"}
      }
    },
    "cap-b": {
      "acheivements": [], "admin": false, "description": "<second>", "project": "nova",
      "tests": {
        "t.A.two": {"idempotent_id": "id-585e934c-448e-43c4-acbf-d06a9b899997"}
      }
    }
  },
  "designated_sections": {
    "nova": {"required": {"guidance": "run it", "sections": {"api": {"description": "the interface", "designated": true}}}}
  },
  "test_repositories": {}
}
"#;

const INVENTORY: &str = "t.A.one[id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f,smoke]\n\
    t.B.two[id-585e934c-448e-43c4-acbf-d06a9b899997]\n\
    t.C.three[id-80c574cc-0925-44ba-8602-299028357dd9]\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::write(folder.path("2020.06.json"), FIRST).unwrap();
        fs::write(folder.path("suite.txt"), INVENTORY).unwrap();
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs `occi guideline`; names of files of the folder stand for their paths.
    fn guideline(&self, arguments: &[&str]) -> Said {
        let mut all = vec!["guideline".to_owned()];
        all.extend(arguments.iter().map(|argument| {
            let path = self.path(argument);
            let is_file = !argument.is_empty() && Path::new(&path).is_file();
            if is_file {
                path
            } else {
                (*argument).to_owned()
            }
        }));
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        run(&all)
    }
}

#[test]
fn questions_are_answered_for_people_and_for_programs() {
    let folder = Folder::new();
    for (question, expected) in [
        (&["show", "2020.06.json"][..], "capabilities      2\n"),
        (
            &["show", "2020.06.json", "cap-a"],
            "test              t.A.one id-9a438d88",
        ),
        (
            &["capabilities", "2020.06.json"],
            "c          required  cap-a       nova     1      0        100",
        ),
        (
            &["capabilities", "2020.06.json", "--state", "advisory"],
            "cap-b",
        ),
        (
            &["platforms", "2020.06.json"],
            "Only  component  c          this file",
        ),
        (
            &["sections", "2020.06.json", "--target", "Only"],
            "[x] api: the interface",
        ),
    ] {
        let said = folder.guideline(question);
        assert_eq!(said.code, 0, "{question:?}: {}", said.err);
        assert!(said.out.contains(expected), "{question:?}: {}", said.out);
        let json = [question, &["--format", "json"]].concat();
        let said = folder.guideline(&json);
        assert_eq!(said.code, 0);
        assert!(
            said.out.starts_with(['{', '[']) && said.out.ends_with("\n"),
            "{}",
            said.out
        );
    }
    let said = folder.guideline(&["show", "2020.06.json", "cap-z"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no capability `cap-z`"), "{}", said.err);
    let said = folder.guideline(&["capabilities", "2020.06.json", "--target", "Onyl"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no target `Onyl`"), "{}", said.err);
    assert_eq!(folder.guideline(&["show", "absent.json"]).code, 3);
}

#[test]
fn a_load_list_has_the_names_of_the_suite() {
    let folder = Folder::new();
    let tests = |more: &[&str]| folder.guideline(&[&["tests", "2020.06.json"], more].concat());
    let said = tests(&["--format", "load-list"]);
    assert_eq!(said.code, 2, "a load list without an inventory");
    let said = tests(&["--format", "load-list", "--inventory", "suite.txt"]);
    assert_eq!(
        said.out,
        "t.A.one[id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f,smoke]\n"
    );
    assert_eq!(
        tests(&["--format", "include-list"]).out,
        "^t\\.A\\.one(\\[|$)\n"
    );
    let said = tests(&[
        "--state",
        "advisory",
        "--format",
        "load-list",
        "--inventory",
        "suite.txt",
        "--complete",
    ]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("add the alias `t.B.two`"), "{}", said.err);
    assert_eq!(
        said.out,
        "t.B.two[id-585e934c-448e-43c4-acbf-d06a9b899997]\n"
    );
    let said = folder.guideline(&["unused", "2020.06.json", "--inventory", "suite.txt"]);
    assert_eq!(
        said.out,
        "t.C.three[id-80c574cc-0925-44ba-8602-299028357dd9]\n"
    );
}

#[test]
fn faults_are_found_and_mended() {
    let folder = Folder::new();
    let said = folder.guideline(&[
        "lint",
        "2020.06.json",
        "--inventory",
        "suite.txt",
        "--faults",
        "short",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    for code in ["W0306", "W0367"] {
        assert!(said.err.contains(code), "{}", said.err);
    }
    assert_eq!(
        folder.guideline(&["lint", "2020.06.json", "--strict"]).code,
        1
    );
    fs::write(folder.path("schema"), r#"{"required": ["colour"]}"#).unwrap();
    let said = folder.guideline(&[
        "lint",
        "2020.06.json",
        "--schema",
        "schema",
        "--faults",
        "short",
    ]);
    assert!(
        said.err.contains("W0369") && said.err.contains("`colour`"),
        "{}",
        said.err
    );
    let said = folder.guideline(&["lint", "2020.06.json", "--strict", "--fix"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let text = fs::read_to_string(folder.path("2020.06.json")).unwrap();
    assert_eq!(text, FIRST.replace("acheivements", "achievements"));
    fs::write(folder.path("broken.json"), "{\n").unwrap();
    assert_eq!(
        folder
            .guideline(&["lint", "2020.06.json", "broken.json"])
            .code,
        1
    );
    assert_eq!(folder.guideline(&["fmt", "broken.json"]).code, 1);
}

#[test]
fn edits_leave_the_rest_of_the_file() {
    let folder = Folder::new();
    let flag = |reason| {
        folder.guideline(&[
            "flag",
            "2020.06.json",
            "t.A.one",
            "--reason",
            reason,
            "--action",
            "wait",
            "--date",
            "2020-07-01",
        ])
    };
    assert_eq!(flag("because").code, 2, "a reason without a code");
    let said = flag("[D402] broken");
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(flag("[D402] broken").code, 1, "flagged twice");
    let said = folder.guideline(&["alias", "2020.06.json", "--inventory", "suite.txt"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let text = fs::read_to_string(folder.path("2020.06.json")).unwrap();
    let expected = FIRST
        .replace(
            "1346f\"}",
            "1346f\", \"flagged\": {\"reason\": \"[D402] broken\", \"action\": \"wait\", \"date\": \"2020-07-01\"}}",
        )
        .replace("899997\"}", "899997\", \"aliases\": [\"t.B.two\"]}");
    assert_eq!(text, expected);
    assert_eq!(
        folder.guideline(&["fmt", "--check", "2020.06.json"]).code,
        1
    );
    assert_eq!(folder.guideline(&["fmt", "2020.06.json"]).code, 0);
    assert_eq!(
        folder.guideline(&["fmt", "--check", "2020.06.json"]).code,
        0
    );
}

#[test]
fn the_next_draft_its_difference_and_the_history() {
    let folder = Folder::new();
    let said = folder.guideline(&[
        "next",
        "2020.06.json",
        "--target-approval",
        "2020.11",
        "--advance",
        "cap-b",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    fs::write(folder.path("next.json"), &said.out).unwrap();
    let said = folder.guideline(&["diff", "2020.06.json", "next.json"]);
    assert!(
        said.out
            .contains("capability cap-b\n  c: advisory -> required\n"),
        "{}",
        said.out
    );
    let said = folder.guideline(&["diff", "2020.06.json", "next.json", "--format", "html"]);
    assert!(said.out.starts_with("<!DOCTYPE html>"), "{}", said.out);
    let said = folder.guideline(&["history", "next.json", "2020.06.json"]);
    assert!(
        said.out
            .contains("cap-b       advisory 2020.06, required next\n"),
        "{}",
        said.out
    );
    let said = folder.guideline(&["history", "next.json", "2020.06.json", "--format", "html"]);
    assert!(
        said.out.contains("<title>cap-b: required in next</title>"),
        "{}",
        said.out
    );
    let said = folder.guideline(&[
        "next",
        "2020.06.json",
        "--target-approval",
        "2020.11",
        "--advance",
        "cap-a",
    ]);
    assert_eq!(said.code, 1);
}

#[test]
fn pages_escape_what_is_no_markup() {
    let folder = Folder::new();
    let page = |format| {
        folder
            .guideline(&["page", "2020.06.json", "--format", format])
            .out
    };
    assert!(
        page("html").contains("&#60;second&#62;"),
        "{}",
        page("html")
    );
    assert!(
        page("markdown").contains("\\<second\\>"),
        "{}",
        page("markdown")
    );
    let rst = page("rst");
    for says in [
        "Guideline 2020.06\n====",
        "\n:Status: approved\n",
        "\ncap-a\n~~~~",
        "* t.A.one\n",
    ] {
        assert!(rst.contains(says), "{says}: {rst}");
    }
}

/// What older guidelines ask for, they ask for in the new form too.
#[test]
fn an_older_guideline_is_converted() {
    let folder = Folder::new();
    let old = r#"{
  "id": "2016.08", "schema": "1.6", "status": "approved", "releases": ["one"],
  "reference": "http://example.org/schema/1.6.json", "source": "s", "target_approval": "2016-08-24",
  "platform": {"required": ["compute"], "advisory": [], "deprecated": [], "removed": []},
  "components": {"compute": {"required": ["cap-a"], "advisory": [], "deprecated": [], "removed": []}},
  "criteria": {},
  "capabilities": {
    "cap-a": {
      "achievements": [], "admin": false, "description": "d", "project": "nova",
      "tests": {"t.A.one": {"idempotent_id": "id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f"}}
    }
  },
  "designated-sections": {"required": {}, "advisory": {}, "deprecated": {}, "removed": {}, "informational": {}}
}
"#;
    fs::write(folder.path("2016.08.json"), old).unwrap();
    let said = folder.guideline(&["convert", "2016.08.json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("component compute: os_powered_compute"),
        "{}",
        said.err
    );
    for says in ["schema/2.0.json", "\"target_approval\": \"2016.08\""] {
        assert!(said.out.contains(says), "{says}: {}", said.out);
    }
    fs::write(folder.path("new.json"), &said.out).unwrap();
    for target in ["platform", "compute"] {
        let tests = |file| folder.guideline(&["tests", file, "--target", target]).out;
        assert_eq!(tests("new.json"), tests("2016.08.json"));
    }
    assert_eq!(folder.guideline(&["convert", "new.json"]).code, 1);
}

#[test]
fn worksheets_are_scored() {
    let folder = Folder::new();
    fs::write(
        folder.path("sheet.txt"),
        "cap-a: [0,0,0] [0,0,0] [0,1,0] [0,0,0] [1]\n",
    )
    .unwrap();
    let said = folder.guideline(&["score", "sheet.txt", "--guideline", "2020.06.json"]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (0, "cap-a: 100*\n"),
        "{}",
        said.err
    );
    let said = folder.guideline(&["score", "suite.txt", "--guideline", "2020.06.json"]);
    assert_eq!(said.code, 1, "no score line");
}
