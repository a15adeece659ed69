//! The door for build scripts: what it reads, writes, and says when something is wrong.

use std::{fs, path::Path};

use occi_codegen::{BuildError, Builder};

fn spec(directory: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = directory.join(name);
    fs::write(&path, text).unwrap();
    path
}

const GOOD: &str = "extension good \"http://example.com/occi/good#\";\nuse core;\nuse part;\nkind thing : part.base { }\n";
const PART: &str = "extension part \"http://example.com/occi/part#\";\nuse core;\nkind base : core.resource { com.example.base.a: string; }\n";

#[test]
fn imports_are_found_watched_and_generated() {
    let directory = tempfile::tempdir().unwrap();
    let parts = directory.path().join("parts");
    fs::create_dir(&parts).unwrap();
    let good = spec(directory.path(), "good.occi", GOOD);
    spec(&parts, "part.occi", PART);
    let generated = Builder::new()
        .root(directory.path())
        .include("parts")
        .generate(Path::new("good.occi"))
        .unwrap();
    assert_eq!(generated.errors, Vec::<String>::new());
    let mut files = generated.files;
    files.sort();
    assert_eq!(files, [good, parts.join("part.occi")]);
    let text = generated.text.unwrap();
    assert!(text.contains("pub mod part {") && text.contains("pub mod good {"));

    let mapped = Builder::new()
        .root(directory.path())
        .include("parts")
        .extern_path("part", "::part::model")
        .generate(Path::new("good.occi"))
        .unwrap();
    let text = mapped.text.unwrap();
    assert!(!text.contains("pub mod part {"));
    assert!(text.contains("&::part::model::EXTENSION"), "{text}");
}

#[test]
fn a_file_that_would_not_change_is_not_touched() {
    let directory = tempfile::tempdir().unwrap();
    let part = spec(directory.path(), "part.occi", PART);
    let compile = || {
        Builder::new()
            .spec(&part)
            .out_dir(directory.path())
            .emit_rerun(false)
            .compile()
            .unwrap();
        fs::metadata(directory.path().join("part.rs"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let first = compile();
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(first, compile());
}

#[test]
fn every_fault_is_named_with_its_place_and_nothing_is_written() {
    let directory = tempfile::tempdir().unwrap();
    let text = "extension bad \"http://example.com/occi/bad#\";\nuse core;\nkind a : core.resorce { }\nkind b : core.resource { x: strin; }\n";
    let bad = spec(directory.path(), "bad.occi", text);
    let error: BuildError = Builder::new()
        .spec(&bad)
        .out_dir(directory.path())
        .emit_rerun(false)
        .compile()
        .unwrap_err();
    assert!(error.is_refused());
    // What Cargo shows when `main` returns the error.
    let shown = format!("{error:?}");
    assert!(shown.contains("bad.occi:3:"), "{shown}");
    assert!(shown.contains("bad.occi:4:"), "{shown}");
    assert!(!directory.path().join("bad.rs").exists());
}

#[test]
fn mistakes_of_the_build_script_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let compile = |builder: Builder| {
        builder
            .out_dir(directory.path())
            .emit_rerun(false)
            .compile()
            .unwrap_err()
            .to_string()
    };
    let part = spec(directory.path(), "part.occi", PART);
    let missing = compile(Builder::new().spec(directory.path().join("none.occi")));
    assert!(missing.contains("none.occi"), "{missing}");
    let path = compile(Builder::new().spec(&part).crate_path("a b"));
    assert!(path.contains("`a b` is not a path"), "{path}");
    let twice = compile(Builder::new().spec(&part).spec(&part));
    assert!(twice.contains("part.rs"), "{twice}");
}

#[test]
fn strict_reading_forgives_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let text = "<occi:Extension xmlns:occi=\"http://schemas.ogf.org/occi/core/ecore\" name=\"lax\" scheme=\"http://example.com/lax#\">\
        <import href=\"http://schemas.ogf.org/occi/core#/\"/><mixins name=\"a\"/></occi:Extension>";
    let lax = spec(directory.path(), "lax.occie", text);
    let generate = |builder: Builder| builder.generate(&lax).unwrap();
    assert!(generate(Builder::new()).text.is_some());
    let strict = generate(Builder::new().strict(true));
    assert!(strict.text.is_none());
    assert!(
        strict.errors[0].contains("error[E0630]"),
        "{:?}",
        strict.errors
    );
}

#[test]
fn warnings_are_denied_and_allowed() {
    let directory = tempfile::tempdir().unwrap();
    let text =
        "extension lax \"http://example.com/occi/lax#\";\nuse core;\nmixin a { size: string; }\n";
    let lax = spec(directory.path(), "lax.occi", text);
    let generate = |builder: Builder| builder.generate(&lax).unwrap();
    assert!(generate(Builder::new()).text.is_some());
    let denied = generate(Builder::new().deny("warnings"));
    assert!(denied.text.is_none());
    assert!(
        denied.errors[0].contains("error[E0012]"),
        "{:?}",
        denied.errors
    );
    assert!(
        generate(Builder::new().deny("warnings").allow("W0012"))
            .text
            .is_some()
    );
    let wrong = Builder::new().allow("E0021").generate(&lax).unwrap_err();
    assert!(
        wrong.to_string().contains("`E0021` is no warning"),
        "{wrong}"
    );
}
