//! `occi judge`: forms of results, reports, and the four exit codes.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::Value as Json;

use crate::support::{occi, root, run};

const ONE: &str = "9a438d88-10c6-4bcd-8b5b-5b6e25e1346f";
const TWO: &str = "585e934c-448e-43c4-acbf-d06a9b899997";

/// A guideline with two required tests, one of them with an alias, and a flagged one.
fn guideline(folder: &Path) -> String {
    let test = |id: &str| serde_json::json!({ "idempotent_id": format!("id-{id}") });
    let mut two = test(TWO);
    two["aliases"] = serde_json::json!(["m.Old.test_two"]);
    let mut three = test("5de47127-9977-400a-936f-abcfbec1218f");
    three["flagged"] =
        serde_json::json!({ "reason": "[D401] bug", "action": "none", "date": "2026-01-01" });
    let text = serde_json::json!({
        "metadata": { "id": "2026.01", "schema": "2.0", "reference": "r", "source": "s" },
        "platforms": { "P": { "components": [{ "name": "c" }] }, "Q": { "components": [{ "name": "empty" }] } },
        "components": {
            "c": { "capabilities": { "required": ["cap-a"], "advisory": [], "deprecated": [], "removed": [] } },
            "empty": { "capabilities": { "required": [], "advisory": ["cap-a"], "deprecated": [], "removed": [] } }
        },
        "capabilities": { "cap-a": {
            "achievements": [], "admin": false, "description": "does <this>", "project": "nova",
            "tests": { "m.C.test_one": test(ONE), "m.C.test_two": two, "m.C.test_three": three }
        } },
        "designated_sections": {},
        "test_repositories": {},
    });
    write(folder, "guideline.json", text.to_string().as_bytes())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

fn passed(name: &str, id: &str) -> String {
    let name = format!("{name}[id-{id},smoke]");
    format!("test: {name}\nsuccessful: {name}\n")
}

fn failed(name: &str, id: &str) -> String {
    let name = format!("{name}[id-{id}]");
    format!("test: {name}\nfailure: {name} [\nTraceback <b>\nValueError: \u{1b}[31mred\n]\n")
}

struct Case {
    folder: tempfile::TempDir,
    guideline: String,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let guideline = guideline(folder.path());
        Self { folder, guideline }
    }

    fn judge(&self, stream: &str, more: &[&str]) -> crate::support::Said {
        let results = write(self.folder.path(), "results", stream.as_bytes());
        let mut arguments = vec!["judge", &results, "--guideline", &self.guideline];
        if !more.contains(&"--target") {
            arguments.extend(["--target", "P"]);
        }
        arguments.extend(more);
        run(&arguments)
    }
}

#[test]
fn the_four_answers() {
    let case = Case::new();
    let whole = passed("m.C.test_one", ONE) + &passed("m.Old.test_two", TWO);
    let said = case.judge(&whole, &[]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.starts_with("COMPLIANT: P of guideline 2026.01\n"));
    assert!(said.out.contains("by its alias m.Old.test_two"));

    let said = case.judge(&passed("m.C.test_one", ONE), &["--by-name"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out
            .contains("    m.C.test_two\n      not in the results\n")
    );

    for (more, says) in [
        (["--target", "R"], "the guideline has no target `R`"),
        (["--input", "telepathy"], "known forms are subunit"),
        (["--format", "refstack"], "--keystone-endpoint"),
    ] {
        let said = case.judge(&whole, &more);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.contains(says), "{}", said.err);
    }

    for (stream, more, says) in [
        ("", &[][..], "the results are empty"),
        ("just a text\n", &[], "no results of a known form"),
        ("{\"a\": 1}", &[], "neither `results`"),
        ("test: x.Y.z\nsuccess: x.Y.z\n", &[], "nothing of any test"),
        ("{\"results\": []}", &[], "no test that ended"),
        (&whole, &["--target", "Q"], "nothing to comply with"),
        (&whole, &["--input", "refstack"], "no JSON"),
        (&whole, &["--inventory", "/nowhere"], "cannot read"),
    ] {
        let said = case.judge(stream, more);
        assert_eq!(said.code, 3, "{stream:?}: {}{}", said.out, said.err);
        assert!(
            said.out.contains(says) || said.err.contains(says),
            "{stream:?}: {}{}",
            said.out,
            said.err
        );
    }
}

/// A guideline that cannot be read is no "not compliant".
#[test]
fn a_guideline_that_is_none() {
    let case = Case::new();
    let results = write(
        case.folder.path(),
        "results",
        passed("m.C.a", ONE).as_bytes(),
    );
    for (text, says) in [
        ("{ \"metadata\": { \"id\": \"x\" },, }", ":1:"),
        ("{ \"schema\": \"0.9\" }", "schema version `0.9` is unknown"),
    ] {
        let guideline = write(case.folder.path(), "bad.json", text.as_bytes());
        let said = run(&["judge", &results, "--guideline", &guideline]);
        assert_eq!(said.code, 3, "{}", said.err);
        assert!(said.err.contains(says), "{}", said.err);
        assert!(said.err.contains("is no guideline to judge by"));
    }
    let said = run(&["judge", &results, "--guideline", "/nowhere.json"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("cannot read `/nowhere.json`"));
}

/// What is certain stays certain in a stream that breaks off.
#[test]
fn damage_leaves_what_is_certain() {
    let case = Case::new();
    let cut =
        "test: m.X.y\nfailure: m.X.y [ multipart\nContent-Type: text/plain\ntraceback\nFF\r\n";
    let both = passed("m.C.test_one", ONE) + &passed("m.C.test_two", TWO);
    for (stream, code) in [
        (both, 0),
        (
            passed("m.C.test_one", ONE) + &failed("m.C.test_two", TWO),
            1,
        ),
        (passed("m.C.test_one", ONE), 3),
    ] {
        let said = case.judge(&(stream + cut), &[]);
        assert_eq!(said.code, code, "{}", said.out);
        assert!(said.out.contains("damaged: "), "{}", said.out);
    }
}

#[test]
fn every_report_tells_the_failure_and_none_lets_it_act() {
    let case = Case::new();
    let stream = passed("m.C.test_one", ONE) + &failed("m.C.test_two", TWO);
    let terminal = case.judge(&stream, &[]);
    assert!(terminal.out.contains("      ValueError: \\u{1b}[31mred\n"));
    assert!(!terminal.out.contains('\u{1b}'));

    let said = case.judge(&stream, &["--format", "json"]);
    let json: Json = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &json["answer"]), (1, &"not compliant".into()));
    assert_eq!(json["states"][0]["non_flagged_passed"], 1);
    let tests = json["capabilities"][0]["tests"].as_array().unwrap();
    let outcomes: Vec<_> = tests.iter().map(|test| &test["outcome"]).collect();
    assert_eq!(outcomes, ["passed", "absent", "failed"]);
    assert!(tests[2]["why"].as_str().unwrap().contains("ValueError"));

    let html = case.judge(&stream, &["--format", "html"]).out;
    assert!(html.contains("Traceback &#60;b&#62;") && html.contains("does &#60;this&#62;"));
    assert!(!html.contains("Traceback <b>") && html.contains("not compliant"));

    let junit = case.judge(&stream, &["--format", "junit"]).out;
    assert!(
        junit.contains("tests=\"3\" skipped=\"1\" failures=\"1\""),
        "{junit}"
    );
    // What is written can be read again.
    let again = case.judge(&junit, &["--by-name"]);
    assert_eq!(again.code, 1);
    assert!(again.out.contains("ValueError"), "{}", again.out);

    let upload = case.judge(
        &stream,
        &[
            "--format",
            "refstack",
            "--keystone-endpoint",
            "http://127.0.0.1:5000/v3",
        ],
    );
    let upload: Json = serde_json::from_str(&upload.out).unwrap();
    let expected = serde_json::json!({
        "cpid": "f528764d624db129b32c21fbca0cb8d6", "duration_seconds": 0,
        "results": [{ "name": "m.C.test_one", "uuid": ONE }],
    });
    assert_eq!(upload, expected);
}

#[test]
fn a_repository_and_the_standard_input() {
    let case = Case::new();
    let inner = case.folder.path().join("runs/.stestr");
    fs::create_dir_all(&inner).unwrap();
    fs::write(inner.join("format"), "1\n").unwrap();
    fs::write(inner.join("next-stream"), "2\n").unwrap();
    let whole = passed("m.C.test_one", ONE) + &passed("m.C.test_two", TWO);
    fs::write(inner.join("0"), failed("m.C.test_one", ONE)).unwrap();
    fs::write(inner.join("1"), &whole).unwrap();
    let folder = inner.parent().unwrap().to_str().unwrap().to_owned();
    let judge = |more: &[&str]| {
        let mut arguments = vec![
            "judge",
            &folder,
            "--guideline",
            &case.guideline,
            "--target",
            "P",
        ];
        arguments.extend(more);
        run(&arguments)
    };
    assert_eq!(judge(&[]).code, 0);
    assert_eq!(judge(&["--run", "0"]).code, 1);
    let said = judge(&["--run", "7"]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("has no run 7; the last one is 1"),
        "{}",
        said.err
    );

    let mut child = occi()
        .args([
            "judge",
            "-",
            "--guideline",
            &case.guideline,
            "--target",
            "P",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(whole.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_inventory_explains_what_is_missing() {
    let case = Case::new();
    let inventory = write(
        case.folder.path(),
        "inventory",
        format!("m.C.test_one[id-{ONE}]\nm.New.test_two[id-{TWO}]\n").as_bytes(),
    );
    let stream = "test: setUpClass (m.C)\nskip: setUpClass (m.C) [\nno service\n]\n";
    let said = case.judge(stream, &["--inventory", &inventory]);
    assert_eq!(said.code, 1);
    for says in [
        "m.C.test_one\n      skipped with its class m.C: no service\n",
        "m.C.test_two\n      renamed to m.New.test_two\n",
        "m.C.test_three\n      not in the suite\n",
    ] {
        assert!(said.out.contains(says), "{says}: {}", said.out);
    }
}

fn recorded() -> Option<PathBuf> {
    let folder = root().join("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no recorded runs at {}", folder.display());
    None
}

/// Genuine runs: the exit code of each recorded verdict, and the upload that the client makes of
/// the same stream.
#[test]
fn genuine_runs() {
    let Some(folder) = recorded() else { return };
    let guideline = folder.join("interop/2020.06.json");
    let guideline = guideline.to_str().unwrap();
    for (record, target, code) in [
        ("A-platform-first/run.subunit-v1", "platform", 1),
        ("A-platform-first/run.subunit-v1", "object", 0),
        ("B-platform/live.subunit-v2", "compute", 1),
        ("B-platform/live.subunit-v2", "object", 0),
        ("C-object-reduced/live.subunit-v2", "object", 1),
        ("E-interrupted/run.subunit-v2", "platform", 1),
    ] {
        let path = folder.join("tempest-runs").join(record);
        let path = path.to_str().unwrap();
        for more in [&[][..], &["--by-name"]] {
            let mut arguments = vec!["judge", path, "--guideline", guideline, "--target", target];
            arguments.extend(more);
            let said = run(&arguments);
            assert_eq!(said.code, code, "{record} {target}: {}", said.out);
        }
    }
    let run_a = folder.join("tempest-runs/A-platform-first");
    let stream = run_a.join("run.subunit-v1");
    let said = run(&[
        "judge",
        stream.to_str().unwrap(),
        "--guideline",
        guideline,
        "--format",
        "refstack",
        "--keystone-endpoint",
        "http://127.0.0.1:5000/v3",
    ]);
    let made: Json = serde_json::from_str(&said.out).unwrap();
    let recorded: Json =
        serde_json::from_slice(&fs::read(run_a.join("refstack.json")).unwrap()).unwrap();
    assert_eq!(made, recorded);
}
