//! Input that means harm, or is broken beyond meaning: the reader ends, soon, without a panic.

use std::time::{Duration, Instant};

use occi_grammar::{MemoryResolver, builtin, compile, diagnostic, syntax};
use occi_model::{Profile, SourceId};
use proptest::prelude::*;

use crate::{read, shown};

/// Generous for a debug build on a busy machine; a quadratic reader needs minutes.
const SOON: Duration = Duration::from_secs(10);

/// Reads, builds and prints; nothing may panic.
fn survive(text: &str) {
    let mut resolver = MemoryResolver::new().with("entry", text);
    let compiled = compile("entry", &mut resolver, Profile::Union);
    assert_eq!(compiled.model.is_none(), compiled.faults.has_errors());
    let options = diagnostic::RenderOptions::default();
    let _ = diagnostic::render(&compiled.faults, &compiled.sources, &options);
    let _ = diagnostic::one_line(&compiled.faults, &compiled.sources, 20);
    let _ = diagnostic::json_lines(&compiled.faults, &compiled.sources);
    for fault in &compiled.faults {
        if let Some((source, range)) = compiled.sources.locate(fault.origin) {
            assert!(range.end <= source.text().len());
        }
    }
}

#[test]
fn pathological_texts_take_linear_time() {
    const N: usize = 60_000;
    let head = "extension t \"http://example.com/t#\";\nuse core;\n";
    let in_kind = |inner: String| format!("{head}kind a : core.resource {{ {inner} }}");
    let texts = [
        ("blanks", " ".repeat(N)),
        ("comments", "//\n".repeat(N)),
        ("descriptions", "/// a\n".repeat(N)),
        (
            "marks",
            format!("{head}{} kind a;", "#[since(\"1.2\")]".repeat(N / 10)),
        ),
        ("open braces", "{".repeat(N)),
        (
            "open parentheses",
            in_kind(format!("require {}", "(".repeat(N))),
        ),
        (
            "open brackets",
            in_kind(format!("x: y = {}", "[".repeat(N))),
        ),
        (
            "open kinds",
            format!("{head}{}", "kind a : b {\n".repeat(N / 10)),
        ),
        (
            "nots",
            in_kind(format!("require {} a == 1 \"m\";", "not ".repeat(N))),
        ),
        (
            "not ins",
            in_kind(format!("require {} in (a) \"m\";", "not\n".repeat(N))),
        ),
        (
            "ors",
            in_kind(format!(
                "require {} a == 1 \"m\";",
                "a == 1 or ".repeat(N / 10)
            )),
        ),
        (
            "modifiers",
            in_kind(format!("{} x: y;", "required ".repeat(N))),
        ),
        (
            "modifiers and comments",
            in_kind(format!("{} x: y;", "required //\n".repeat(N))),
        ),
        ("clauses", format!("{head}kind a {};", "\"b\" ".repeat(N))),
        (
            "no semicolons",
            in_kind("com.example.x: string\n".repeat(N / 10)),
        ),
        (
            "no commas",
            format!("{head}enum E {{ {} }}", "a ".repeat(N)),
        ),
        (
            "literals",
            format!("{head}enum E {{ {} }}", "a, ".repeat(N)),
        ),
        (
            "units",
            in_kind(format!("x: y {};", "unit \"a\" ".repeat(N))),
        ),
        ("open strings", in_kind("x: \"\n".repeat(N / 10))),
        (
            "one long string",
            in_kind(format!("x: \"{}\";", "\\".repeat(N))),
        ),
        ("one long name", in_kind("x".repeat(N))),
        (
            "one long number",
            in_kind(format!("x: integer({}..);", "1".repeat(N))),
        ),
        ("stray ends", "} ) ] ; ".repeat(N / 10)),
        ("block comments", "/* ".repeat(N / 10)),
        ("nested lists", in_kind(format!("x: {}", "list(".repeat(N)))),
        (
            "nested hashes",
            in_kind(format!("x: {}", "hash { a: ".repeat(N / 10))),
        ),
        (
            "states",
            in_kind(format!(
                "states s {{ {} }}",
                "a { b -> c | d via e; } ".repeat(N / 10)
            )),
        ),
        (
            "bad states",
            in_kind(format!("states s {{ {} }}", "a { b > c; } ".repeat(N / 10))),
        ),
        (
            "uses",
            format!("{head}{}", "use nothing;\n".repeat(N / 100)),
        ),
    ];
    for (name, text) in texts {
        let start = Instant::now();
        let parsed = syntax::parse(&text, SourceId(0));
        let loaded = read(&text);
        let took = start.elapsed();
        assert!(took < SOON, "{name}: {took:?} for {} bytes", text.len());
        // One file has at most 500 faults of each step, and a line that says so.
        assert!(parsed.faults.len() <= 501, "{name}");
        assert!(loaded.faults.len() <= 1002, "{name}");
    }
}

/// What nobody repeats thousands of times is one fault, whatever it is; blocks and lists may be long.
#[test]
fn statements_have_a_bounded_length() {
    const TOO_MANY: usize = 10_001;
    let head = "extension t \"http://example.com/t#\";\nuse core;\n";
    let repeated = [
        ("", "#[a]", "kind a : core.resource;"),
        ("", "/// a\n", "kind a : core.resource;"),
        ("kind a", " \"a\"", ";"),
        ("kind a : core.resource { a: string", " unit \"a\"", "; }"),
        ("kind a : core.resource { a: string", " = a", "; }"),
        ("kind a : core.resource { require a", " and a", " \"\"; }"),
        (
            "kind a : core.resource { require a in (1",
            ", 1",
            ") \"\"; }",
        ),
        (
            "kind a : core.resource { states s { a { a -> a",
            " | a",
            "; } } }",
        ),
    ];
    for (before, one, behind) in repeated {
        let loaded = read(&[head, before, &one.repeat(TOO_MANY), behind].concat());
        let shown = shown(&loaded);
        let found: Vec<String> = loaded
            .faults
            .iter()
            .map(|one| one.code.to_string())
            .collect();
        assert_eq!(found, ["E0128"], "{one:?}: {shown}");
        assert!(shown.contains("more than 10000 words and signs"), "{shown}");
    }
    let literals: String = (0..TOO_MANY).map(|n| format!("l{n}, ")).collect();
    let types: String = (0..TOO_MANY)
        .map(|n| format!("type T{n} = string;\n"))
        .collect();
    let states: String = (0..TOO_MANY).map(|n| format!("l{n} {{ }}\n")).collect();
    let kind = format!(
        "kind a : core.resource {{ readonly com.example.s: E; states com.example.s {{ {states} }} }}"
    );
    let loaded = read(&format!("{head}enum E {{ {literals} }}\n{types}{kind}"));
    assert!(loaded.faults.is_empty(), "{}", shown(&loaded));
}

#[test]
fn harmful_characters_of_the_source_are_not_sent_to_the_terminal() {
    let loaded = read("kind \u{1b}[31m\u{202e} \u{200f}\u{85}\u{2028}\u{0} x;\n");
    let text = shown(&loaded)
        + &diagnostic::one_line(&loaded.faults, &loaded.sources, 20)
        + &diagnostic::json_lines(&loaded.faults, &loaded.sources);
    assert!(!loaded.faults.is_empty());
    let harmful = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{200f}' | '\u{2028}' | '\u{202e}')
    };
    assert!(!text.contains(harmful), "{text:?}");
}

/// Pieces of the language, to be put together without sense.
const PIECES: [&str; 60] = [
    "extension",
    "use",
    "core",
    ";",
    "kind",
    "mixin",
    "abstract",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "core.resource",
    "at",
    "\"/a/\"",
    "in",
    "\"http://example.com/t#\"",
    "required",
    "readonly",
    "always",
    "createonly",
    "a.b",
    "x",
    "string",
    "integer",
    "(1..)",
    "..=",
    "<..",
    "1",
    "-2.5e3",
    "=",
    "generated",
    "unit",
    "\"GiB\"",
    "enum",
    "hash",
    "list",
    "ref",
    ",",
    "action",
    "states",
    "initial",
    "->",
    "|",
    "via",
    "event",
    "require",
    "==",
    "not",
    "and",
    "defined",
    "\"m\"",
    "depends",
    "set",
    "///d\n",
    "//!d\n",
    "#[since(\"1.2\")]",
    "\"open\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        survive(&text);
    }

    #[test]
    fn arbitrary_words_never_panic(
        words in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..80),
        separator in prop::sample::select(&[" ", "\n", ""][..]),
    ) {
        survive(&format!("extension t \"http://example.com/t#\";\n{}", words.join(separator)));
    }

    #[test]
    fn changed_definitions_never_panic(
        which in 0..builtin::ALL.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, any::<prop::sample::Index>()), 1..6),
    ) {
        let mut text = builtin::ALL[which].text.to_owned();
        for (at, length, piece) in changes {
            let mut start = at.index(text.len() + 1);
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            text.replace_range(start..end, PIECES[piece.index(PIECES.len())]);
        }
        survive(&text);
    }

    #[test]
    fn cut_off_definitions_never_panic(
        which in 0..builtin::ALL.len(),
        at in any::<prop::sample::Index>(),
    ) {
        let text = builtin::ALL[which].text;
        let mut end = at.index(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        survive(&text[..end]);
    }
}
