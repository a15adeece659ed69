//! Each command on good input.

use std::fs;

use crate::support::{Server, occi, request, root, run};

#[test]
fn check_accepts_what_is_shipped() {
    let definition = root().join("specs/infrastructure.occi");
    let said = run(&["check", definition.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err
            .contains("fine for OCCI union: 8 kinds, 6 mixins, 12 actions"),
        "{}",
        said.err
    );
    // A built-in definition needs no file.
    assert_eq!(
        run(&["check", "infrastructure", "--profile", "1.1"]).code,
        0
    );
}

#[test]
fn generate_writes_a_crate_and_keeps_what_is_yours() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("my-cloud");
    let out = out.to_str().unwrap();
    let said = run(&["generate", "infrastructure", "--out", out]);
    assert_eq!(said.code, 0, "{}", said.err);
    let providers = directory.path().join("my-cloud/src/providers.rs");
    fs::write(&providers, "// mine\n").unwrap();
    let said = run(&["generate", "infrastructure", "--out", out]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("0 files written"), "{}", said.out);
    assert_eq!(fs::read_to_string(&providers).unwrap(), "// mine\n");
    let manifest = fs::read_to_string(directory.path().join("my-cloud/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"my-cloud\""), "{manifest}");
    assert!(
        manifest.contains(&format!("path = \"{}", root().display())),
        "{manifest}"
    );
}

#[test]
fn cases_that_are_written_out_belong_to_the_user() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("my-cloud");
    let folder = out.join("tests/explicit");
    let generate = |more: &[&str]| {
        let arguments = ["generate", "infrastructure", "--out", out.to_str().unwrap()];
        run(&[&arguments, more].concat())
    };
    assert_eq!(generate(&["--explicit", "--no-tests"]).code, 2);
    assert_eq!(generate(&["--explicit", "--emit", "modules"]).code, 2);
    assert!(!out.exists());
    assert_eq!(generate(&["--explicit"]).code, 0);
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    let compute = folder.join("k_infrastructure_compute.rs");
    let text = fs::read_to_string(&compute).unwrap();
    assert!(main.contains("mod k_infrastructure_compute;\n"), "{main}");
    assert!(text.contains("fn act_cell_start_inactive() {"), "{text}");
    fs::write(&compute, "// mine\n").unwrap();
    for more in [&["--explicit"][..], &[]] {
        assert_eq!(generate(more).code, 0);
        assert_eq!(fs::read_to_string(&compute).unwrap(), "// mine\n");
    }
}

#[test]
fn settings_of_the_command_line_give_what_those_of_a_build_script_give() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("src");
    let definition = root().join("examples/gpu.occi");
    let definition = definition.to_str().unwrap();
    let settings = [
        "--no-client",
        "--layout=flat",
        "--crate-path=::facade::rt",
        "--extern-path=infrastructure=::cloud::infrastructure",
        "--rename=http://example.com/occi/gpu#gpu=Card",
        "--replace=gpu.Vendor=crate::Maker",
        "--derive=gpu::*State=PartialOrd",
        "--type-attribute=gpu::Card=#[allow(missing_docs)]",
        "--field-attribute=gpu::Card::memory=#[doc(alias = \"ram\")]",
    ];
    let mut arguments = vec!["generate", definition, "--emit", "modules", "--out"];
    arguments.push(out.to_str().unwrap());
    arguments.extend(settings);
    let said = run(&arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    let expected = occi_codegen::Builder::new()
        .client(false)
        .layout("flat".parse().unwrap())
        .crate_path("::facade::rt")
        .extern_path("infrastructure", "::cloud::infrastructure")
        .rename("http://example.com/occi/gpu#gpu", "Card")
        .replace("gpu.Vendor", "crate::Maker")
        .derive("gpu::*State", "PartialOrd")
        .type_attribute("gpu::Card", "#[allow(missing_docs)]")
        .field_attribute("gpu::Card::memory", "#[doc(alias = \"ram\")]")
        .settings()
        .unwrap();
    let compiled = occi_grammar::compile(
        definition,
        &mut occi_grammar::FileResolver::new(),
        occi_model::Profile::Union,
    );
    let expected = occi_codegen::generate(&compiled.model.unwrap(), &expected);
    assert_eq!(expected.iter().len(), 3);
    for (path, text) in expected.iter() {
        assert_eq!(fs::read_to_string(out.join(path)).unwrap(), text, "{path}");
    }

    // The same from a file; a crate without tests and without a client.
    let file = directory.path().join("occi.toml");
    fs::write(&file, "client = false\ntests = false\n").unwrap();
    let package = directory.path().join("cloud");
    let said = run(&[
        "generate",
        definition,
        "--out",
        package.to_str().unwrap(),
        "--settings-file",
        file.to_str().unwrap(),
        "--rename",
        "http://example.com/occi/gpu#gpus=Card",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err
            .contains("`http://example.com/occi/gpu#gpus` fits nothing")
    );
    assert!(!package.join("tests").exists());
    let manifest = fs::read_to_string(package.join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("\"client\""), "{manifest}");

    for (wrong, expected) in [
        ("--layout=deep", "is no layout"),
        ("--rename=a", "two parts with `=`"),
        ("--rename=a=b c", "`b c` is not an identifier"),
        ("--settings-file=none.toml", "none.toml"),
    ] {
        let said = run(&["generate", definition, "--out", "x", wrong]);
        assert_eq!(said.code, 2, "{wrong}: {}", said.err);
        assert!(said.err.contains(expected), "{wrong}: {}", said.err);
    }
}

#[test]
fn the_runtime_of_a_crate_is_chosen() {
    for (choice, expected) in [
        ("version=9.8.7", "version = \"9.8.7\""),
        (
            "git=https://example.org/occi.git",
            "git = \"https://example.org/occi.git\"",
        ),
    ] {
        let directory = tempfile::tempdir().unwrap();
        let out = directory.path().join("c");
        let said = run(&[
            "generate",
            "infrastructure",
            "--runtime",
            choice,
            "--out",
            out.to_str().unwrap(),
        ]);
        assert_eq!(said.code, 0, "{}", said.err);
        let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
        assert!(manifest.contains(expected), "{manifest}");
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("cloud.redb");
    let store = store.to_str().unwrap();
    let server = Server::start(&["infrastructure", "--store", store]);
    let body = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n";
    let created = request(
        &server.address,
        "POST",
        "/compute/",
        &[("content-type", "text/plain")],
        body,
    );
    assert_eq!(created.status, 201, "{created:?}");
    server.kill();
    let server = Server::start(&["infrastructure", "--store", store]);
    let listed = request(
        &server.address,
        "GET",
        "/compute/",
        &[("accept", "text/uri-list")],
        "",
    );
    assert!(
        listed.body.contains(created.field("location").unwrap()),
        "{listed:?}"
    );
}

#[test]
fn conform_judges_by_cases_and_by_guideline() {
    let server = Server::start(&["infrastructure", "--memory"]);
    let url = format!("http://{}", server.address);
    let said = run(&["conform", &url, "--select", "k:infrastructure#network/**"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let guideline = root().join("specs/guidelines/occi-infrastructure.json");
    let said = run(&["conform", &url, "--guideline", guideline.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(
        said.out.ends_with("OCCI Infrastructure: met\n"),
        "{}",
        said.out
    );
    let said = run(&[
        "conform",
        &url,
        "--select",
        "k:infrastructure#network/del/**",
        "--report",
        "junit",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("<?xml"), "{}", said.out);
}

#[test]
fn conform_finds_what_a_smaller_service_lacks() {
    // The cases of infrastructure against a service that has Core only.
    let server = Server::start(&["core", "--memory"]);
    let url = format!("http://{}", server.address);
    let guideline = root().join("specs/guidelines/occi-infrastructure.json");
    let said = run(&["conform", &url, "--guideline", guideline.to_str().unwrap()]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out.ends_with("OCCI Infrastructure: not met\n"),
        "{}",
        said.out
    );
}

#[test]
fn guideline_tests_equal_the_lists_of_the_result_server() {
    let corpus = root().join("../shared/corpus/interop");
    if !corpus.exists() {
        eprintln!("skipped: the corpus is not here");
        return;
    }
    let mut compared = 0;
    for version in ["2018.11", "2019.06"] {
        for target in ["platform", "compute", "object"] {
            for (aliases, suffix) in [(false, "no-alias"), (true, "alias")] {
                let list = corpus.join(format!(
                    "refstack-lists/{version}.{target}.required.no-flag.{suffix}.txt"
                ));
                let Ok(expected) = fs::read_to_string(list) else {
                    continue;
                };
                let file = corpus.join(format!("{version}.json"));
                let mut arguments = vec![
                    "guideline",
                    "tests",
                    file.to_str().unwrap(),
                    "--target",
                    target,
                ];
                if aliases {
                    arguments.push("--aliases");
                }
                let said = run(&arguments);
                assert_eq!(said.code, 0, "{}", said.err);
                assert_eq!(
                    said.out.trim_end(),
                    expected.trim_end(),
                    "{version} {target} {suffix}"
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 9);
}

/// A file named without its directory has neighbours as any other has.
#[test]
fn imports_by_scheme_are_found_beside_a_file_named_without_its_directory() {
    let directory = tempfile::tempdir().unwrap();
    let text = "extension card \"http://example.com/card#\";\nuse core;\nuse \"http://example.com/slots#\" as slots;\n";
    fs::write(directory.path().join("card.occi"), text).unwrap();
    let text = "extension slot \"http://example.com/slots#\";\n";
    fs::write(directory.path().join("slot-2025.occi"), text).unwrap();
    let output = occi()
        .args(["check", "card.occi"])
        .current_dir(directory.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
}
