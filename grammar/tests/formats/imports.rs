//! How foreign definitions find what they import.

use std::{fs, path::Path};

use occi_grammar::{Compiled, FileResolver, compile};
use occi_model::Profile;

const HEAD: &str = "xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:occi=\"http://schemas.ogf.org/occi/core/ecore\"";
const CORE: &str = "http://schemas.ogf.org/occi/core/ecore";

fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read(folder: &Path, name: &str, includes: &[&str]) -> Compiled {
    let mut files = FileResolver::new();
    for include in includes {
        files = files.include(folder.join(include));
    }
    compile(
        folder.join(name).to_str().unwrap(),
        &mut files,
        Profile::Union,
    )
}

/// An extension with one kind `thing`, whose parent is a kind of another document.
fn extension(name: &str, import: &str, parent: &str) -> String {
    format!(
        "<occi:Extension xmi:version=\"2.0\" {HEAD} name=\"{name}\" scheme=\"http://example.com/{name}#\"><import href=\"{import}#/\"/><kinds name=\"Thing\" title=\"T\" scheme=\"http://example.com/{name}#\"><parent href=\"{parent}\"/></kinds></occi:Extension>"
    )
}

fn base(name: &str) -> String {
    extension(name, CORE, &format!("{CORE}#//@kinds[term='resource']"))
}

/// The identifier of the parent of a kind.
fn parent(compiled: &Compiled, kind: &str) -> String {
    let model = compiled
        .model
        .as_ref()
        .unwrap_or_else(|| panic!("{}", compiled.faults));
    let (_, kind) = model
        .kinds()
        .find(|(_, found)| found.id.as_str() == kind)
        .unwrap();
    model.kind(kind.parent.unwrap()).id.to_string()
}

#[test]
fn documents_are_found_by_uri_and_by_path() {
    for import in [
        "platform:/plugin/org.example.base/model/My%20Base.occie",
        "platform:/resource/My Base.occie",
        "../lib/My%20Base.occie",
        "http://example.com/base/ecore",
    ] {
        for fragment in [
            "//@kinds.0",
            "//@kinds[name='Thing']",
            "//@kinds[term='thing']",
        ] {
            let files = [
                ("lib/My Base.occie", base("base")),
                (
                    "in/t.occie",
                    extension("t", import, &format!("{import}#{fragment}")),
                ),
            ];
            let folder = folder(&files);
            let compiled = read(folder.path(), "in/t.occie", &["lib"]);
            assert_eq!(
                parent(&compiled, "http://example.com/t#thing"),
                "http://example.com/base#thing",
                "{import} {fragment}"
            );
        }
    }
}

#[test]
fn names_are_labels_and_schemes_are_not() {
    // Both are called `t`; the one that was imported is read first.
    let other = base("t").replace("http://example.com/t#", "http://example.com/other#");
    let entry = extension("t", "Other.occie", "Other.occie#//@kinds.0");
    let folder = folder(&[("Other.occie", other), ("t.occie", entry)]);
    let compiled = read(folder.path(), "t.occie", &[]);
    assert_eq!(
        parent(&compiled, "http://example.com/t#thing"),
        "http://example.com/other#thing"
    );
    let model = compiled.model.unwrap();
    let names: Vec<&str> = model.extensions().iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["core", "t", "t-2"]);
}

#[test]
fn a_core_beside_the_file_goes_before_the_built_in_one() {
    let core = "<occi:extension xmlns:occi='http://schemas.ogf.org/occi' name='Core' scheme='http://schemas.ogf.org/occi/core#'><occi:kind term='entity'/><occi:kind term='resource'><occi:parent term='entity'/></occi:kind><occi:kind term='link'><occi:parent term='entity'/></occi:kind></occi:extension>";
    let folder = folder(&[("MyCore.xml", core.to_owned()), ("t.occie", base("t"))]);
    let compiled = read(folder.path(), "t.occie", &[]);
    let model = compiled.model.unwrap();
    assert_eq!(&*model.extensions()[0].name, "Core");
    assert!(
        compiled
            .files_read
            .iter()
            .any(|path| path.ends_with("MyCore.xml"))
    );
}

#[test]
fn a_reference_to_nothing_is_told() {
    for (import, parent, code) in [
        (CORE, "Nowhere.occie#//@kinds.0", "E0151"),
        ("Nowhere.occie", "Nowhere.occie#//@kinds.0", "E0151"),
        ("Base.occie", "Base.occie#//@kinds.7", "E0021"),
        (
            "Base.occie",
            "http://schemas.ogf.org/occi/core/ecore#//@kinds[term='none']",
            "E0021",
        ),
        ("/etc/passwd", "/etc/passwd#//@kinds.0", "E0151"),
        (
            "../../../../../../etc/passwd",
            "../../../../../../etc/passwd#//@kinds.0",
            "E0151",
        ),
    ] {
        let folder = folder(&[
            ("Base.occie", base("base")),
            ("t.occie", extension("t", import, parent)),
        ]);
        let compiled = read(folder.path(), "t.occie", &[]);
        assert!(compiled.model.is_none(), "{parent}");
        let codes: Vec<String> = compiled
            .faults
            .iter()
            .filter(|fault| fault.is_error())
            .map(|fault| fault.code.to_string())
            .collect();
        assert!(
            codes.iter().any(|found| found == code),
            "{parent}: {codes:?}"
        );
    }
}
