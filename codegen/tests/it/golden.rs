//! The whole output for infrastructure, byte by byte. `OCCI_UPDATE=1` writes it anew.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use occi_codegen::{CrateName, CrateSettings, Files, Runtime, generate_crate};

use crate::support::{infrastructure, model_of_file, root};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/infrastructure")
}

fn files() -> Files {
    let runtime = Runtime::Path("../../../..".into());
    let settings = CrateSettings::new(CrateName::new("my-cloud").unwrap(), runtime);
    generate_crate(&infrastructure(), &settings)
}

#[test]
fn infrastructure_comes_out_as_before() {
    let directory = directory();
    let files = files();
    if std::env::var_os("OCCI_UPDATE").is_some() {
        if directory.exists() {
            fs::remove_dir_all(&directory).unwrap();
        }
        files.write_to(&directory).unwrap();
    }
    let mut found = BTreeMap::new();
    collect(&directory, "", &mut found);
    let expected: Vec<&str> = found.keys().map(String::as_str).collect();
    let actual: Vec<&str> = files.iter().map(|(path, _)| path).collect();
    assert_eq!(
        actual, expected,
        "set OCCI_UPDATE=1 to write the golden files anew"
    );
    for (path, contents) in files.iter() {
        assert!(
            found[path] == contents,
            "{path} differs; set OCCI_UPDATE=1 to write the golden files anew\n{}",
            first_difference(&found[path], contents)
        );
    }
}

fn collect(directory: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    let entries = fs::read_dir(directory)
        .unwrap_or_else(|error| panic!("{}: {error}; set OCCI_UPDATE=1", directory.display()));
    for entry in entries {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name == "target" || name == "Cargo.lock" {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn first_difference(expected: &str, actual: &str) -> String {
    let mut lines = expected.lines().zip(actual.lines()).enumerate();
    match lines.find(|(_, (expected, actual))| expected != actual) {
        Some((at, (expected, actual))) => {
            format!("line {}:\n  golden: {expected}\n  now:    {actual}", at + 1)
        }
        None => "one is longer than the other".to_owned(),
    }
}

/// The example of the command line: all but the files that belong to its user.
#[test]
fn the_example_crate_is_current() {
    let directory = root().join("examples/command-line/gpu-cloud");
    let model = model_of_file(&root().join("examples/gpu.occi"));
    let runtime = Runtime::Path("../../..".into());
    let settings = CrateSettings::new(CrateName::new("gpu-cloud").unwrap(), runtime);
    let files = generate_crate(&model, &settings);
    if std::env::var_os("OCCI_UPDATE").is_some() {
        files.write_to(&directory).unwrap();
    }
    let mut found = BTreeMap::new();
    collect(&directory, "", &mut found);
    for (path, contents) in files.iter().filter(|(path, _)| !files.is_once_only(path)) {
        let golden = found
            .get(path)
            .unwrap_or_else(|| panic!("{path} is missing; set OCCI_UPDATE=1"));
        assert!(
            golden == contents,
            "{path} differs; set OCCI_UPDATE=1 to write it anew\n{}",
            first_difference(golden, contents)
        );
    }
}
