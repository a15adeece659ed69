//! `occi convert`: what is written, what is told to be lost, and how it ends.

use std::fs;

use crate::support::run;

const DEFINITION: &str = "extension t \"http://example.com/t#\";
use core;
kind a \"A\" : core.resource at \"/a/\" {
    createonly com.example.s: string;
}
";

#[test]
fn a_conversion_lists_what_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (from, to) = (path("t.occi"), path("t.xml"));
    fs::write(&from, DEFINITION).unwrap();
    let said = run(&["convert", &from, "--to", "erocci-xml", "-o", &to]);
    assert_eq!(said.code, 0, "{}", said.err);
    let lost = "lost: http://example.com/t#a com.example.s: that a client may give it at creation";
    assert!(said.err.contains(lost), "{}", said.err);
    assert!(said.err.ends_with(": 1 loss\n"), "{}", said.err);
    assert_eq!(said.out, "");
    let text = fs::read_to_string(&to).unwrap();

    // To the standard output the same text goes.
    let said = run(&["convert", &from, "--to", "erocci-xml", "--format", "json"]);
    assert_eq!(said.out, text);
    let loss: serde_json::Value = serde_json::from_str(said.err.lines().next().unwrap()).unwrap();
    assert_eq!(loss["lost"], "http://example.com/t#a com.example.s");

    // With losses denied, nothing is written.
    fs::remove_file(&to).unwrap();
    let said = run(&[
        "convert",
        &from,
        "--to",
        "erocci-xml",
        "-o",
        &to,
        "--deny-losses",
    ]);
    assert_eq!(said.code, 1);
    assert!(!fs::exists(&to).unwrap());
}

#[test]
fn imports_go_to_files_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments = [
        "convert",
        "infrastructure",
        "--to",
        "occi",
        "--with-imports",
    ];
    let said = run(&arguments);
    assert_eq!(said.code, 2, "several files need a directory: {}", said.err);
    let said = run(&[&arguments[..], &["-o", out.to_str().unwrap()]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let mut names: Vec<String> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["core.occi", "infrastructure.occi"]);
}

#[test]
fn every_command_takes_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (xml, out) = (path("infrastructure.xml"), path("generated"));
    let said = run(&[
        "convert",
        "infrastructure",
        "--to",
        "erocci-xml",
        "-o",
        &xml,
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(run(&["check", &xml, "--strict"]).code, 0);
    assert_eq!(run(&["generate", &xml, "--out", &out]).code, 0);
    assert!(fs::exists(format!("{out}/Cargo.toml")).unwrap());
}

#[test]
fn strict_reading_refuses_what_is_forgiven() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.xml");
    fs::write(
        &file,
        "<extension xmlns='http://schemas.ogf.org/occi' name='t' scheme='http://example.com/t#' xsi:schemaLocation='a b'><mixin term='m'/></extension>",
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let said = run(&["check", file]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("warning[W0604]"), "{}", said.err);
    let said = run(&["check", file, "--strict"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("error[E0604]"), "{}", said.err);
    let out = folder.path().join("out").display().to_string();
    for command in [
        &["convert", file, "--to", "occi"][..],
        &["generate", file, "--out", &out],
        &["serve", file, "--memory", "--listen", "127.0.0.1:0"],
        &["apply", "http://127.0.0.1:1", file],
    ] {
        let said = run(&[command, &["--strict"]].concat());
        assert_eq!(said.code, 1, "{command:?}: {}", said.err);
        assert!(said.err.contains("error[E0604]"), "{}", said.err);
    }
    let page = run(&["explain", "W0604"]);
    assert_eq!(page.code, 0);
    assert!(
        page.out.starts_with("W0604: prefix that is not declared"),
        "{}",
        page.out
    );
}

#[test]
fn what_cannot_be_written_is_a_wrong_call() {
    let said = run(&["convert", "infrastructure", "--to", "compatible-one"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("read, but not written"), "{}", said.err);
    let said = run(&["convert", "infrastructure", "--to", "yaml"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("compatible-one"), "{}", said.err);
    let said = run(&["convert", "no-such.xml", "--to", "occi"]);
    assert_eq!(said.code, 1);
}
