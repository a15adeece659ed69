use std::fs;

use occi_model::Fault;

use super::*;

const T: &str = "extension t \"http://example.com/t#\";\n";

fn codes(faults: &Faults) -> Vec<String> {
    faults.iter().map(|fault| fault.code.to_string()).collect()
}

fn names(draft: &Draft) -> Vec<&str> {
    draft
        .extensions
        .iter()
        .map(|extension| extension.name.value.as_str())
        .collect()
}

/// An extension that imports others.
fn importing(name: &str, imports: &[&str]) -> String {
    let uses: String = imports
        .iter()
        .map(|import| format!("use {import};\n"))
        .collect();
    format!("extension {name} \"http://example.com/{name}#\";\n{uses}")
}

fn memory(texts: &[(&str, String)]) -> MemoryResolver {
    texts
        .iter()
        .fold(MemoryResolver::new(), |resolver, (name, text)| {
            resolver.with(*name, text.clone())
        })
}

fn only(faults: &Faults) -> &Fault {
    assert_eq!(faults.len(), 1, "{faults}");
    faults.iter().next().unwrap()
}

#[test]
fn built_in_definitions_need_no_resolver() {
    for builtin in crate::builtin::ALL {
        let mut resolver = MemoryResolver::new().with("entry", builtin.text);
        let loaded = load("entry", &mut resolver);
        assert!(loaded.faults.is_empty(), "{}", loaded.faults);
        let last = loaded.draft.extensions.last().unwrap();
        assert_eq!(last.name.value, builtin.name);
        assert_eq!(last.scheme.value, builtin.scheme);
    }
    let mut resolver = MemoryResolver::new().with(
        "t",
        format!("{T}use infrastructure as infra;\nuse \"http://schemas.ogf.org/occi/core#\";"),
    );
    let loaded = load("t", &mut resolver);
    assert!(loaded.faults.is_empty(), "{}", loaded.faults);
    assert_eq!(names(&loaded.draft), ["core", "infrastructure", "t"]);
    let sources: Vec<&str> = loaded
        .sources
        .iter()
        .map(|(_, source)| source.name())
        .collect();
    assert_eq!(
        sources,
        ["t.occi", "builtin:infrastructure.occi", "builtin:core.occi"]
    );
}

#[test]
fn imports_stand_before_what_imports_them_and_once() {
    let mut resolver = memory(&[
        ("t", importing("t", &["a", "b"])),
        ("a", importing("a", &["c"])),
        ("b", importing("b", &["c", "a"])),
        ("c", importing("c", &[])),
    ]);
    let loaded = load("t", &mut resolver);
    assert!(loaded.faults.is_empty(), "{}", loaded.faults);
    assert_eq!(names(&loaded.draft), ["c", "a", "b", "t"]);
}

#[test]
fn cycles_are_shown_with_every_import_that_takes_part() {
    let mut resolver = memory(&[
        ("t", importing("t", &["a"])),
        ("a", importing("a", &["b"])),
        ("b", importing("b", &["c"])),
        ("c", importing("c", &["a"])),
    ]);
    let loaded = load("t", &mut resolver);
    let fault = only(&loaded.faults);
    assert_eq!(fault.code.to_string(), "E0152");
    assert_eq!(loaded.sources.excerpt(fault.origin), Some("a"));
    let through: Vec<Option<&str>> = fault
        .labels
        .iter()
        .map(|label| loaded.sources.excerpt(label.origin))
        .collect();
    assert_eq!(through, [Some("b"), Some("c")]);

    let loaded = load("t", &mut memory(&[("t", importing("t", &["t"]))]));
    assert_eq!(only(&loaded.faults).message, "`t` imports itself");
}

#[test]
fn imports_found_nowhere_are_looked_for_up_to_a_limit() {
    let text = "extension e \"http://e/#\";\n".to_owned() + &"use a;\n".repeat(600);
    let loaded = load("e", &mut memory(&[("e", text)]));
    let codes = codes(&loaded.faults);
    assert_eq!(codes.iter().filter(|code| *code == "E0114").count(), 1);
    assert_eq!(codes.len(), 501);
}

#[test]
fn unknown_imports_name_the_nearest() {
    let mut resolver = memory(&[("t", importing("t", &["infrastucture"]))]);
    let loaded = load("t", &mut resolver);
    let fault = only(&loaded.faults);
    assert_eq!(fault.code.to_string(), "E0151");
    let suggestion = fault.suggestion.as_ref().unwrap();
    assert_eq!(suggestion.replacement, "infrastructure");
}

#[test]
fn a_file_must_hold_the_extension_it_is_named_for() {
    let mut resolver = memory(&[
        ("t", importing("t", &["a"])),
        ("a", importing("other", &[])),
    ]);
    assert_eq!(codes(&load("t", &mut resolver).faults), ["E0153"]);
}

#[test]
fn deep_imports_end() {
    let texts: Vec<(String, String)> = (0..200)
        .map(|at| {
            let next = format!("e{}", at + 1);
            (format!("e{at}"), importing(&format!("e{at}"), &[&next]))
        })
        .collect();
    let mut resolver = texts
        .into_iter()
        .fold(MemoryResolver::new(), |resolver, (name, text)| {
            resolver.with(name, text)
        });
    assert_eq!(codes(&load("e0", &mut resolver).faults), ["E0156"]);
}

#[test]
fn core_is_missed_where_its_names_are_used() {
    for used in [
        "kind a : core.resource;",
        "kind a : resource;",
        "kind a : \"http://schemas.ogf.org/occi/core#resource\";",
        "mixin a { applies core.resource; }",
    ] {
        let text = format!("{T}{used}");
        let compiled = compile("t", &mut memory(&[("t", text.clone())]), Profile::Union);
        let fault = only(&compiled.faults);
        assert_eq!(fault.code.to_string(), "E0155", "{used}");
        // The mend mends.
        let suggestion = fault.suggestion.as_ref().unwrap();
        let range = suggestion.origin.range().unwrap();
        let mut mended = text;
        mended.replace_range(range, &suggestion.replacement);
        let compiled = compile("t", &mut memory(&[("t", mended)]), Profile::Union);
        assert!(compiled.model.is_some(), "{used}: {}", compiled.faults);
    }
}

#[test]
fn faults_that_follow_from_others_are_left_out() {
    // Each text has one mistake; what refers to the lost statement is not accused.
    let cases = [
        (
            "use nothing as n;\nuse core;\nkind a : n.b { x.y: n.T; }",
            "E0151",
        ),
        (
            "use core;\nkind a : core.resource\n com.example.x: string;\n}\nkind b : a;",
            "E0115",
        ),
        ("use core;\nkind a  core.resource { }\nkind b : a;", "E0100"),
        (
            "use core;\nenum E { a b }\nkind a : core.resource { com.example.x: E; }",
            "E0100",
        ),
        (
            "use core;\nkind a : core.resource {\n readonly com.example.s enum { on, off };\n action go;\n states com.example.s { initial off { go -> on; } on; }\n}",
            "E0100",
        ),
        (
            "use core;\nkind a : core.resource {\n readonly com.example.s: enum { on, off };\n action go(;\n states com.example.s { initial off { go -> on; } on; }\n}",
            "E0100",
        ),
        (
            "use core;\nkind a : core.resource {\n readonly com.example.s: enum { on, off };\n action go;\n states com.example.s { initial off { go > on; } on; }\n}",
            "E0100",
        ),
    ];
    for (text, code) in cases {
        let text = format!("{T}{text}");
        let compiled = compile("t", &mut memory(&[("t", text.clone())]), Profile::Union);
        assert!(compiled.model.is_none());
        let found = codes(&compiled.faults);
        assert!(
            found.iter().all(|found| found == code) && !found.is_empty(),
            "{text}\n{}",
            compiled.faults
        );
    }
}

#[test]
fn faults_of_the_model_are_kept_beside_those_of_the_language() {
    let text = format!(
        "{T}use core;\nkind a : core.resource {{ com.example.x string; com.example.y: Nothing; }}\nkind b;"
    );
    let compiled = compile("t", &mut memory(&[("t", text)]), Profile::Union);
    assert_eq!(codes(&compiled.faults), ["E0100", "E0203", "E0020"]);
}

#[test]
fn misspelt_built_in_types_are_recognised() {
    let text = format!("{T}use core;\nkind a : core.resource {{ com.example.x: strng; }}");
    let compiled = compile("t", &mut memory(&[("t", text)]), Profile::Union);
    let fault = only(&compiled.faults);
    assert_eq!(fault.code.to_string(), "E0203");
    assert_eq!(fault.suggestion.as_ref().unwrap().replacement, "string");
}

#[test]
fn files_are_found_in_include_directories_first() {
    let root = tempfile::tempdir().unwrap();
    let include = root.path().join("include");
    fs::create_dir(&include).unwrap();
    let write = |path: &str, text: &str| fs::write(root.path().join(path), text).unwrap();
    write("t.occi", &importing("t", &["a", "b"]));
    write("a.occi", &importing("a", &[]));
    write("b.occi", &importing("b", &[]));
    write("include/a.occi", &importing("a", &["b"]));
    let entry = root.path().join("t.occi");
    let mut resolver = FileResolver::new().include(&include);
    let loaded = load(entry.to_str().unwrap(), &mut resolver);
    // `include/a.occi` looks for `b` beside itself, where there is none.
    assert_eq!(codes(&loaded.faults), ["E0151"]);

    write("include/a.occi", &importing("a", &[]));
    let loaded = load(entry.to_str().unwrap(), &mut resolver);
    assert!(loaded.faults.is_empty(), "{}", loaded.faults);
    let read: Vec<_> = loaded
        .files_read
        .iter()
        .map(|path| path.strip_prefix(root.path()).unwrap().to_owned())
        .collect();
    assert_eq!(
        read,
        ["t.occi", "include/a.occi", "b.occi"].map(PathBuf::from)
    );
}

#[test]
fn what_cannot_be_read_is_a_fault() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("t.occi");
    let entry = path.to_str().unwrap();
    let faults = |entry: &str| codes(&load(entry, &mut FileResolver::new()).faults);
    assert_eq!(faults(entry), ["E0150"], "no such file");
    assert_eq!(
        faults(root.path().to_str().unwrap()),
        ["E0150"],
        "a directory"
    );
    fs::write(&path, b"extension t \"http://example.com/\xff#\";").unwrap();
    let loaded = load(entry, &mut FileResolver::new());
    let fault = only(&loaded.faults);
    assert_eq!(fault.code.to_string(), "E0110");
    assert_eq!(fault.origin.range(), Some(32..32));
    fs::File::create(&path)
        .unwrap()
        .set_len(MAX_SOURCE_BYTES as u64 + 1)
        .unwrap();
    assert_eq!(faults(entry), ["E0109"], "too large");
    // Nothing is built from nothing, and nobody says more than the fault.
    let compiled = compile("nowhere", &mut MemoryResolver::new(), Profile::Union);
    assert_eq!(codes(&compiled.faults), ["E0150"]);
}

#[test]
fn imports_never_leave_their_directories() {
    let root = tempfile::tempdir().unwrap();
    let inner = root.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(root.path().join("a.occi"), importing("a", &[])).unwrap();
    fs::write(
        inner.join("t.occi"),
        importing("t", &["\"../a\"", "\"/etc/passwd\""]),
    )
    .unwrap();
    let entry = inner.join("t.occi");
    let loaded = load(entry.to_str().unwrap(), &mut FileResolver::new());
    assert_eq!(codes(&loaded.faults), ["E0151", "E0151"]);
    assert_eq!(loaded.files_read.len(), 1);
}
