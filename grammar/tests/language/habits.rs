//! What people write who come from other languages is told how it is said in this one.

use occi_grammar::{MemoryResolver, compile};
use occi_model::Profile;

use crate::read;

/// A text, the start of what its first fault says, and a part of the mend.
type Case = (&'static str, &'static str);

/// Each text has a fault whose mend holds the words; a mend is help or a replacement.
fn mends(cases: &[Case], file: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    for (text, words) in cases {
        let loaded = read(&file(text));
        let mends: Vec<String> = loaded
            .faults
            .iter()
            .map(|fault| {
                let replacement = fault.suggestion.as_ref().map(|mend| &*mend.replacement);
                format!("{:?} {replacement:?}", fault.help)
            })
            .collect();
        let escaped = words.replace('"', "\\\"");
        if !mends.iter().any(|mend| mend.contains(&escaped)) {
            wrong.push(format!("{text}: no `{words}` in {mends:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn items() {
    let cases = [
        ("import core;", "use NAME;"),
        ("class thing : core.resource { }", "of a kind"),
        ("resource thing : core.resource { }", "of a kind"),
        ("link l : core.link;", "kind NAME : core.link"),
        ("action orphan;", "block of a kind"),
        ("namespace a.b;", "extension NAME"),
        ("#![deprecated]", "a mark is written"),
        (
            "#[allow(W0012)] kind a : core.resource;",
            "in double quotes",
        ),
        ("kind a extends core.resource;", "behind a colon"),
        ("mixin m depends a;", "in the block"),
        ("mixin m applies a { }", "in the block"),
        ("kind a : core.resource at /a/;", "in double quotes"),
    ];
    mends(&cases, |item| {
        format!("extension t \"http://example.com/t#\";\nuse core;\n{item}\n")
    });
}

#[test]
fn the_head_of_a_file() {
    let cases = [
        ("extension t http://example.com/t#;", "in double quotes"),
        ("extension t urn:example:t#;", "in double quotes"),
        (
            "extension \"http://example.com/t#\" version \"1.0\";",
            "has a name before its scheme",
        ),
    ];
    mends(&cases, str::to_owned);
}

#[test]
fn members() {
    let cases = [
        ("action go { x: string }", "in parentheses"),
        ("action go(x: string): string;", "returns \"…\""),
        ("action go(x);", "`NAME: string`"),
        ("t.a.x: [string];", "list(string)"),
        ("t.a.x: list<string>;", "list(string)"),
        ("t.a.x: list(string) of t;", "list(string)"),
        ("t.a.x: string[];", "list(string)"),
        ("t.a.x: struct { a: string; };", "hash { name: string; }"),
        ("t.a.x: ref<a>;", "ref(compute)"),
        ("t.a.x: string optional;", "are optional"),
        ("t.a.x: string required;", "before the name"),
        ("t.a.x: string default \"x\";", "equals sign"),
        ("t.a.x: integer unit GiB;", "in double quotes"),
        ("optional t.a.x: string;", "are optional"),
        ("immutable t.a.x: string;", "createonly"),
        ("attribute t.a.x: string;", "starts with its name"),
        ("constraint small: t.a.x < 4;", "`require NAME"),
        ("from a;", "`source KIND;`"),
        ("t.a.x = 1;", "`set NAME = 1;`"),
        ("source a | b;", "separate the parts by `,`"),
        ("t.a.x: enum { a | b };", "separate the parts by `,`"),
        ("t.a.x: enum { a; b };", "separate the parts by `,`"),
        ("t.a.x: integer(1..;", "a bracket that was opened"),
        ("t.a.x: enum (a, b);", "enum { a, b }"),
        ("require t.a.x && t.a.y \"m\";", "by `and`"),
        ("require t.a.x || t.a.y \"m\";", "by `or`"),
        ("require t.a.x = 1 \"m\";", "by `==`"),
        ("require t.a.x implies t.a.y \"m\";", "`not (A) or B`"),
        ("require if t.a.x then t.a.y \"m\";", "`not (A) or B`"),
        ("require !(t.a.x == 1) \"m\";", "by `not`"),
        ("states t.a.x { a -> b; }", "a block of what leads"),
        ("states t.a.x { a { go: b; } }", "by an arrow"),
    ];
    mends(&cases, |member| {
        format!(
            "extension t \"http://example.com/t#\";\nuse core;\nkind a : core.resource {{\n    {member}\n}}\n"
        )
    });
}

#[test]
fn types() {
    let cases = [
        ("int", "\"integer\""),
        ("double", "\"float\""),
        ("bool", "\"boolean\""),
        ("text", "\"string\""),
        ("url", "\"uri\""),
        ("ipv4", "\"ip-address\""),
        ("cidr", "\"ip-network\""),
        ("timestamp", "\"datetime\""),
        ("\"string\"", "\"string\""),
        ("int(1..)", "\"integer\""),
    ];
    for (word, meant) in cases {
        let text = format!(
            "extension t \"http://example.com/t#\";\nuse core;\nkind a : core.resource {{ com.example.x: {word}; }}\n"
        );
        let mut resolver = MemoryResolver::new().with("entry", &text);
        let compiled = compile("entry", &mut resolver, Profile::Union);
        let first = compiled.faults.iter().next().unwrap();
        let replacement = first.suggestion.as_ref().map(|mend| &*mend.replacement);
        assert_eq!(
            replacement.map(|with| format!("{with:?}")).as_deref(),
            Some(meant),
            "{word}"
        );
    }
}
