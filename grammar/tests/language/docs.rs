//! `docs/language.md` against the compiler: its examples compile, its tables are complete.

use occi_grammar::{MemoryResolver, code, compile};
use occi_model::Profile;

use crate::{print, read, shown};

const PAGE: &str = include_str!("../../../docs/language.md");

/// A fenced block: the words after the fence, and the text.
fn blocks() -> Vec<(Vec<&'static str>, String)> {
    let mut blocks = Vec::new();
    let mut lines = PAGE.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let text: String = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .flat_map(|line| [line, "\n"])
            .collect();
        blocks.push((info.split(',').collect(), text));
    }
    blocks
}

/// The whole file that an example is part of.
fn file(info: &[&str], text: &str) -> String {
    const HEAD: &str = "extension demo \"http://example.com/occi/demo#\";\nuse core;\nuse infrastructure as infra;\n\n";
    if info.contains(&"file") {
        text.to_owned()
    } else if info.contains(&"members") {
        format!("{HEAD}kind demo : core.resource {{\n{text}}}\n")
    } else {
        format!("{HEAD}{text}")
    }
}

#[test]
fn every_example_compiles() {
    let mut seen = 0;
    for (info, text) in blocks() {
        if info[0] != "occi" {
            assert!(
                matches!(info[0], "text" | "console"),
                "a block is an example, a session or plain text"
            );
            continue;
        }
        seen += 1;
        let mut resolver = MemoryResolver::new().with("entry", file(&info, &text));
        let compiled = compile("entry", &mut resolver, Profile::Union);
        let codes: Vec<String> = compiled
            .faults
            .iter()
            .map(|fault| fault.code.to_string())
            .collect();
        let expected: Vec<&str> = info
            .iter()
            .copied()
            .filter(|word| word.starts_with(['E', 'W']))
            .collect();
        let shown = print(&compiled.faults, &compiled.sources);
        assert_eq!(codes, expected, "{text}\n{shown}");
    }
    assert!(seen >= 10, "only {seen} examples found");
}

#[test]
fn the_message_shown_is_the_message_given() {
    let blocks = blocks();
    let at = blocks
        .iter()
        .position(|(info, _)| info.contains(&"E0101"))
        .unwrap();
    let (info, text) = &blocks[at];
    assert_eq!(
        shown(&read(&file(info, text))).trim_end(),
        blocks[at + 1].1.trim_end()
    );
}

#[test]
fn the_table_of_codes_is_complete() {
    let table = PAGE.split_once("| code | fault | explanation |").unwrap().1;
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let expected: Vec<String> = code::ALL
        .iter()
        .map(|entry| {
            format!(
                "| `{}` | {} | {} |",
                entry.code, entry.title, entry.explanation
            )
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn every_type_stands_in_the_table() {
    for word in [
        "string",
        "integer",
        "float",
        "number",
        "boolean",
        "enum",
        "uri",
        "ip-address",
        "ip-network",
        "ip-prefix",
        "mac",
        "token",
        "datetime",
        "duration",
        "ref",
        "list",
        "hash",
    ] {
        let row = PAGE
            .lines()
            .find(|line| line.starts_with(&format!("| `{word}")));
        let row = row.unwrap_or_else(|| panic!("no row for {word}"));
        // The forms that the row shows are read.
        let forms = row.trim_start_matches('|').split(" | ").next().unwrap();
        for form in forms.split('`').skip(1).step_by(2) {
            let text = file(&["members"], &format!("com.example.x: {form};\n"))
                .replace("(compute)", "(infra.compute)");
            let loaded = read(&text);
            assert!(loaded.faults.is_empty(), "{form}: {}", shown(&loaded));
        }
    }
}
