//! `docs/rules.md` against the compiler: every code has its row, every invariant is kept by the
//! test that the row names, and what is said to be impossible to write is.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, fs, path::Path};

use occi_model::{
    Draft,
    codes::CODES,
    draft::{MemberDraft, TypeDraft},
    origin::Located,
};

const PAGE: &str = include_str!("../../docs/rules.md");
const DRAFT: &str = include_str!("../src/draft/mod.rs");

/// The cells of the rows of the table that begins with this head.
fn rows(head: &str) -> Vec<Vec<String>> {
    let (_, table) = PAGE.split_once(head).unwrap();
    table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            // A bar within a cell is written `\|`.
            let cells = line.replace("\\|", "\u{0}");
            let cells = cells.trim().trim_matches('|').split('|');
            cells
                .map(|cell| cell.trim().replace('\u{0}', "|"))
                .collect()
        })
        .collect()
}

fn codes_table() -> Vec<Vec<String>> {
    rows("| code | rule | meaning | source | test |")
}

fn invariants_table() -> Vec<Vec<String>> {
    rows("| invariant | demands | codes | message, or what keeps it | test |")
}

/// The words between backquotes.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The text of a file of the project.
fn source(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The body of the test that a row names: `kinds::m020_…`, or `path/of/file.rs::name`.
fn body(test: &str) -> String {
    let (file, name) = test.split_once("::").unwrap();
    let path = if file.ends_with(".rs") {
        file.to_owned()
    } else {
        format!("model/src/build/tests/{file}.rs")
    };
    let text = source(&path);
    let at = text
        .find(&format!("fn {name}() {{\n"))
        .unwrap_or_else(|| panic!("{path} has no `{name}`"));
    let before: Vec<&str> = text[..at].lines().rev().take(3).collect();
    assert!(
        before
            .iter()
            .any(|line| line.starts_with("#[") && line.contains("test")),
        "`{test}` is no test"
    );
    let body = &text[at..];
    // Bodies end at the first brace in the first column.
    body[..body.find("\n}").unwrap()].to_owned()
}

/// The constants of `codes`, by code: `E0021` is `M021`, `W0230` is `W0230`.
fn constants() -> BTreeMap<String, String> {
    CODES
        .iter()
        .map(|info| {
            let code = info.code.to_string();
            let constant = if info.code.number < 200 {
                format!("M{:03}", info.code.number)
            } else {
                code.clone()
            };
            (code, constant)
        })
        .collect()
}

#[test]
fn every_code_has_its_row() {
    let constants = constants();
    let expected: Vec<Vec<String>> = CODES
        .iter()
        .map(|info| {
            let code = info.code.to_string();
            let constant = &constants[&code];
            let rule = match constant.strip_prefix('M') {
                Some(_) => constant.clone(),
                None => "ours".to_owned(),
            };
            let (first, rest) = info.name.split_at(1);
            vec![
                format!("`{code}`"),
                rule,
                format!("{}{rest}. {}", first.to_uppercase(), info.explanation),
                info.source.to_owned(),
            ]
        })
        .collect();
    let mut found = codes_table();
    for row in &mut found {
        assert_eq!(row.len(), 5, "{row:?}");
        row.pop();
    }
    assert_eq!(found, expected);
}

#[test]
fn every_code_has_a_test_that_looks_for_it() {
    let constants = constants();
    for row in codes_table() {
        let code = quoted(&row[0])[0];
        let tests = quoted(&row[4]);
        assert!(!tests.is_empty(), "no test for {code}");
        let constant = format!("codes::{}", constants[code]);
        let looks = |test: &&str| body(test).contains(&constant);
        assert!(tests.iter().any(looks), "no test of {code} looks for it");
        for test in tests {
            let _ = body(test);
        }
    }
}

#[test]
fn every_invariant_has_its_row_and_is_kept() {
    let constants = constants();
    let numbers = (1..=50)
        .map(|number| format!("O{number:02}"))
        .chain((1..=7).map(|number| format!("S{number:02}")));
    let table = invariants_table();
    let found: Vec<&str> = table.iter().map(|row| &*row[0]).collect();
    assert_eq!(found, numbers.collect::<Vec<_>>());
    for row in &table {
        assert_eq!(row.len(), 5, "{row:?}");
        let [test] = *quoted(&row[4]) else {
            panic!("one test shows {}", row[0]);
        };
        let body = body(test);
        if row[2] == "none" {
            assert!(!row[3].is_empty(), "{}: nothing keeps it", row[0]);
            continue;
        }
        let named = quoted(&row[2]);
        assert!(!named.is_empty(), "{}: neither a code nor none", row[0]);
        for code in named {
            let constant = format!("codes::{}", constants[code]);
            assert!(body.contains(&constant), "`{test}` does not find {code}");
        }
        // The message stands in the test as it stands in the table, as Rust writes it.
        let message = format!("\"{}\"", row[3].replace('\\', r"\\").replace('"', "\\\""));
        assert!(
            body.contains(&message),
            "`{test}` does not expect the message of {}: {message}",
            row[0]
        );
    }
}

/// The lines of `draft.rs` that declare fields and payloads.
fn fields() -> impl Iterator<Item = &'static str> {
    DRAFT
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//") && !line.contains("fn ") && line.ends_with(','))
}

/// The names of the fields of a structure of `draft.rs` whose types mention a word.
fn fields_of(structure: &str, word: &str) -> Vec<&'static str> {
    let start = DRAFT.find(&format!("pub struct {structure} {{")).unwrap();
    let text = &DRAFT[start..];
    text[..text.find("\n}").unwrap()]
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": "))
        .filter(|(_, value)| value.contains(word))
        .map(|(name, _)| name)
        .collect()
}

/// O45, O48, S05. A type of another sort would not compile here; members stand in hashes only;
/// and what a link leads to does not name the link.
#[test]
fn types_and_members_are_what_they_are() {
    fn members(draft: &TypeDraft) -> &[MemberDraft] {
        match draft {
            TypeDraft::Hash(members) => members,
            TypeDraft::List { item, .. } => members(&item.value),
            TypeDraft::Named(_)
            | TypeDraft::String { .. }
            | TypeDraft::Integer(..)
            | TypeDraft::Float(..)
            | TypeDraft::Number(..)
            | TypeDraft::Boolean
            | TypeDraft::Enum(_)
            | TypeDraft::Uri
            | TypeDraft::IpAddress
            | TypeDraft::IpNetwork
            | TypeDraft::IpPrefix { .. }
            | TypeDraft::Mac
            | TypeDraft::Token
            | TypeDraft::DateTime
            | TypeDraft::Duration
            | TypeDraft::Ref(_) => &[],
        }
    }
    let field = MemberDraft {
        name: Located::nowhere("a".to_owned()),
        value_type: Located::nowhere(TypeDraft::Boolean),
        required: false,
        description: None,
        default: None,
    };
    let record = TypeDraft::Hash(vec![field.clone()]);
    assert_eq!(members(&record), [field]);
    let holders: Vec<&str> = fields()
        .filter(|line| line.contains("MemberDraft"))
        .collect();
    assert_eq!(holders, ["Hash(Vec<MemberDraft>),"]);
    assert_eq!(
        fields_of("KindDraft", "Reference"),
        ["parent", "source", "target"]
    );
}

/// S07. A draft has extensions and configurations, and owns all of their parts.
#[test]
fn a_draft_owns_its_parts() {
    let Draft {
        extensions,
        configurations,
    } = Draft::default();
    assert!(extensions.is_empty() && configurations.is_empty());
    let shared: Vec<&str> = fields()
        .filter(|line| {
            ["Arc<", "Rc<", "&", "Cell<"]
                .iter()
                .any(|word| line.contains(word))
        })
        .collect();
    assert!(shared.is_empty(), "a draft can share a part: {shared:?}");
    assert!(fields().count() > 100, "the fields are not found");
}
