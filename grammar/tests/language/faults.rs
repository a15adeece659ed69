use occi_grammar::{MemoryResolver, compile};
use occi_model::Profile;

use crate::{read, shown};

/// A whole file with one member in a kind.
fn in_kind(member: &str) -> String {
    format!(
        "extension t \"http://example.com/t#\";\nuse core;\n\nkind a : core.resource {{\n    {member}\n}}\n"
    )
}

fn codes(text: &str) -> Vec<String> {
    read(text)
        .faults
        .iter()
        .map(|fault| fault.code.to_string())
        .collect()
}

#[test]
fn ten_faults_of_one_file_are_ten_faults() {
    let text = r#"extension t "http://example.com/t#";
use core;

enum Color { red green }
type Size = integer(0..=4095;

knid a : core.resource {
    com.example.a: string
    com.example.b: boolean;
    requird com.example.c: string;
    com.example.d: "unfinished;
    com.example.e: enum { a, b } = [1, 2;
    action go(how: );
    states com.example.s {
        initial off { go -> on; stop > off; }
        on { go - off; }
    }
    /// nothing follows
}

mixin b : a { readonly createonly com.example.x: string; }
"#;
    let loaded = read(text);
    // One for each of the lines 4, 5, 7, 8, 10 to 13, 15, 16, 18, and two for line 21.
    assert_eq!(loaded.faults.len(), 13);
    insta::assert_snapshot!(shown(&loaded));
}

#[test]
fn each_statement_has_its_own_fault() {
    let faults = [
        ("com.example.x string;", "E0100"),
        ("com.example.x: string", "E0101"),
        ("actoin go;", "E0104"),
        ("state com.example.s { }", "E0104"),
        ("com.example.x: \"abc;", "E0105"),
        ("com.example.x: string = \"\\q\";", "E0106"),
        ("com.example.x: string = 'a';", "E0107"),
        ("com.example.größe: string;", "E0107"),
        ("/* com.example.x: string; */", "E0107"),
        ("/// d", "E0111"),
        ("//! d\n com.example.x: string;", "E0111"),
        ("#[sinec(\"1.2\")] com.example.x: string;", "E0120"),
        ("#[since] com.example.x: string;", "E0120"),
        (
            "#[since(\"1.2\")] require com.example.x == 1 \"m\";",
            "E0121",
        ),
        ("#[deprecated(\"old\")] action go;", "E0121"),
        ("#[since(\"1.3\")] com.example.x: string;", "E0122"),
        (
            "#[since(\"1.2\")] #[since(\"1.2\")] com.example.x: string;",
            "E0123",
        ),
        ("com.example.x: integer = 1 = 2;", "E0123"),
        ("com.example.x: integer unit \"a\" unit \"b\";", "E0123"),
        ("com.example.x: string(length = 1, length = 2);", "E0123"),
        ("required required com.example.x: string;", "E0123"),
        ("readonly createonly com.example.x: string;", "E0124"),
        ("action go(readonly how: string);", "E0124"),
        ("depends b;", "E0125"),
        ("applies b;", "E0125"),
        ("set com.example.x = 1;", "E0125"),
        ("com.example.x: integer(0..=99999999999999999999);", "E0126"),
        ("com.example.x: integer(0.5..);", "E0126"),
        ("com.example.x: string(length = 0..0);", "E0126"),
        ("com.example.x: string(length = 1.5..);", "E0126"),
        ("com.example.x: float = 1e999;", "E0126"),
        ("com.example.x: integer(5);", "E0127"),
        ("com.example.x: integer(..=);", "E0127"),
        ("com.example.x: integer(pattern = \"a\");", "E0127"),
        ("com.example.x: string(1..);", "E0127"),
        ("com.example.x: boolean(1..);", "E0127"),
        ("com.example.x: integr(1..);", "E0127"),
        ("com.example.x: list;", "E0127"),
        ("com.example.x: list(string, often);", "E0127"),
        ("com.example.x: ref(1..);", "E0127"),
        ("com.example.x: string = generated(\"eth\");", "E0127"),
        ("com.example.x: a\"b\";", "E0129"),
        ("/// d\n require com.example.x == 1 \"m\";", "W0130"),
        ("require com.example.x \"m\";", "E0100"),
        ("require com.example.x == 1;", "E0100"),
        ("require (com.example.x == 1 \"m\";", "E0100"),
        ("com.example.x: hash { a: string };", "E0101"),
        ("com.example.x: enum { a, b c };", "E0100"),
    ];
    let mut wrong = Vec::new();
    for (member, code) in faults {
        let found = codes(&in_kind(member));
        if found != [code] {
            wrong.push(format!("{member}: {found:?}, not {code}"));
        }
        // A fault costs its own statement only.
        let text = in_kind(&format!("{member}\n    com.example.kept: string;"));
        let loaded = read(&text);
        let extension = loaded.draft.extensions.last().unwrap();
        let kept = extension.kinds[0]
            .attributes
            .iter()
            .any(|attribute| attribute.name.value == "com.example.kept");
        if !kept && !member.starts_with("///") {
            wrong.push(format!("{member}: costs the next member"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_have_faults_of_their_own() {
    let top = "extension t \"http://example.com/t#\";\nuse core;\n";
    let cases = [
        (String::new(), vec!["E0112"]),
        ("kind a : core.resource;".to_owned(), vec!["E0112"]),
        (format!("use core;\n{}", &top[..37]), vec!["E0113"]),
        (
            format!("{top}extension u \"http://example.com/u#\";"),
            vec!["E0113"],
        ),
        (format!("{top}kind a : core.resource {{"), vec!["E0102"]),
        (format!("{top}}}"), vec!["E0103"]),
        (format!("{top}kind a {{ }} }} kind b;"), vec!["E0103"]),
        (format!("{top}abstract mixin a;"), vec!["E0124"]),
        (format!("{top}exclusive kind a;"), vec!["E0124"]),
        (format!("{top}mixin a : b;"), vec!["E0125"]),
        (format!("{top}mixin a {{ source b; }}"), vec!["E0125"]),
        (format!("{top}kind a : b : c;"), vec!["E0123"]),
        (format!("{top}kind a \"A\" \"B\";"), vec!["E0123"]),
        (format!("{top}use nothing;"), vec!["E0151"]),
        (format!("{top}use t2 as u"), vec!["E0151", "E0101"]),
        (format!("{top}/// lost\nuse core as c;"), vec!["W0130"]),
        (
            format!(
                "{top}kind a {{ x: {}string{}; }}",
                "list(".repeat(70),
                ")".repeat(70)
            ),
            vec!["E0108"],
        ),
        (
            format!(
                "{top}kind a {{ require {} a == 1 \"m\"; }}",
                "a == 1 or ".repeat(1000)
            ),
            vec!["E0128"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(codes(&text), expected, "{text}");
    }
}

#[test]
fn a_forgotten_brace_costs_no_other_item() {
    let text = "extension t \"http://example.com/t#\";\nuse core;\nkind a : core.resource {\n    x: string;\n\n/// B\nkind b : core.resource {\n    y: string;\n}\nkind c : core.resource {\n  states z {\n    initial on { go -> on; }\n\nkind d : core.resource { }\n";
    let loaded = read(text);
    let extension = loaded.draft.extensions.last().unwrap();
    let terms: Vec<&str> = extension
        .kinds
        .iter()
        .map(|kind| kind.term.value.as_str())
        .collect();
    assert_eq!(terms, ["a", "b", "c", "d"]);
    assert_eq!(extension.kinds[0].attributes.len(), 1);
    assert_eq!(extension.kinds[1].description.as_deref(), Some("B"));
    assert_eq!(
        loaded
            .faults
            .iter()
            .map(|fault| fault.code.to_string())
            .collect::<Vec<_>>(),
        ["E0102", "E0102"]
    );
}

#[test]
fn endless_faults_are_cut_off() {
    let text = format!(
        "extension t \"http://example.com/t#\";\n{}",
        "}\n".repeat(10_000)
    );
    let loaded = read(&text);
    assert_eq!(loaded.faults.len(), 501);
    assert_eq!(codes(&text).last().map(String::as_str), Some("E0114"));
}

#[test]
fn messages_for_people() {
    let members = [
        "com.example.x string;",
        "com.example.x: string",
        "com.example.x: integr(1..);",
        "com.example.x: \"abc;",
        "com.example.x: enum { red green };",
        "require com.example.x \"m\";",
        "readonly createonly com.example.x: string;",
        "com.example.x: integer(5);",
        "states com.example.s { initial on { go > on; } }",
        "action go(how: enum { a } other: string);",
        "com.example.x: list;",
        "source a b;",
    ];
    let mut out = String::new();
    for member in members {
        out.push_str(&format!(
            "==== {member}\n{}",
            shown(&read(&in_kind(member)))
        ));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn both_unknown_ends_of_a_transition_are_reported() {
    let text = "extension t \"http://example.com/t#\";\nuse core;\n\
                kind a : core.resource {\n\
                readonly com.example.state: enum { off, on } = off;\n\
                action go;\n\
                states com.example.state { initial off { go -> on; strat -> onn | broken; } on; }\n\
                }\n";
    let core = occi_grammar::builtin::find("core").unwrap();
    let mut resolver = MemoryResolver::new()
        .with("entry", text)
        .with("core", core.text);
    let compiled = compile("entry", &mut resolver, Profile::Union);
    let accused: Vec<&str> = compiled
        .faults
        .iter()
        .filter_map(|fault| compiled.sources.excerpt(fault.origin))
        .collect();
    assert_eq!(accused, ["strat", "onn", "broken"], "{}", compiled.faults);
}

/// Faults of the language and of the metamodel alike, wherever the file was imported from.
#[test]
fn faults_of_imported_files_point_into_them() {
    let imported = "extension lib \"http://example.com/lib#\";\nuse core;\n\
                    kind disk : core.resorce { com.example.size: strng; com.example.a string; }\n";
    let entry = "extension t \"http://example.com/t#\";\nuse core;\nuse lib;\nkind a : lib.disc;\n";
    let mut resolver = MemoryResolver::new()
        .with("entry", entry)
        .with("lib", imported);
    let compiled = compile("entry", &mut resolver, Profile::Union);
    let mut found: Vec<(&str, &str, Option<&str>)> = compiled
        .faults
        .iter()
        .map(|fault| {
            let (source, range) = compiled.sources.locate(fault.origin).unwrap();
            let mend = fault.suggestion.as_ref().map(|mend| &*mend.replacement);
            (source.name(), &source.text()[range], mend)
        })
        .collect();
    found.sort_unstable();
    // Unknown names with the nearest.
    assert_eq!(
        found,
        [
            ("entry.occi", "lib.disc", Some("lib.disk")),
            ("lib.occi", "core.resorce", Some("core.resource")),
            ("lib.occi", "string", None),
            ("lib.occi", "strng", Some("string")),
        ],
        "{}",
        compiled.faults
    );
}

/// A misspelt import is one fault: what it would have brought is accused of nothing, and what has
/// nothing to do with it is told beside it.
#[test]
fn a_lost_import_hides_only_what_it_would_have_brought() {
    let text = "extension t \"http://example.com/t#\";\nuse core;\nuse infrastructure as infra;\n\
        use platfrom as paas;\nuse monitorin;\n\
        kind a : core.resource {\n\
        com.example.size: integer(9..=1);\n\
        com.example.name: string(pattern = \"[a-\");\n\
        com.example.kept: Kept;\n\
        com.example.type: paas.Type;\n\
        }\n\
        kind b : metric { com.example.b: string; require com.example.b == monitoring.x \"no\"; }\n\
        kind c : core.link { source infra.comput; target paas.application; }\n\
        mixin m { depends sensor; applies paas.application; set com.example.load = 1; }\n";
    let compiled = compile(
        "entry",
        &mut MemoryResolver::new().with("entry", text),
        Profile::Union,
    );
    let found: Vec<String> = compiled
        .faults
        .iter()
        .filter(|fault| fault.is_error())
        .map(|fault| {
            let accused = compiled.sources.excerpt(fault.origin).unwrap_or_default();
            format!("{} {accused}", fault.code)
        })
        .collect();
    assert_eq!(
        found,
        [
            "E0151 platfrom",
            "E0151 monitorin",
            "E0210 9",
            "E0212 \"[a-\"",
            "E0204 infra.comput",
        ],
        "{}",
        compiled.faults
    );
}
