//! What the compiler says to the smallest definition that breaks each rule, and to what other
//! tools take without a word.

use std::fmt::Write as _;

use occi_grammar::explain::{self, Context, Example, Family, Page};
use occi_model::{Faults, Profile};

/// The page that holds the tables.
pub(crate) const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rules.md");

/// What stands around the part of the page that is made here.
const BEGIN: &str = "<!-- Made by `cargo run -p occi-grammar --example rules -- --write`. -->\n";
const END: &str = "<!-- End of what is made. -->\n";

/// The page with the tables as they have to be.
///
/// # Errors
///
/// When the page has no place for them.
pub(crate) fn renewed(page: &str) -> Result<String, &'static str> {
    let (before, rest) = page
        .split_once(BEGIN)
        .ok_or("the begin of the tables is missing")?;
    let (_, after) = rest
        .split_once(END)
        .ok_or("the end of the tables is missing")?;
    Ok(format!("{before}{BEGIN}{}{END}{after}", made(page)))
}

/// Both tables.
pub(crate) fn made(page: &str) -> String {
    let mut out = String::new();
    messages(page, &mut out);
    holes(&mut out);
    out
}

/// A text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The tests that the table of codes names.
fn tests<'p>(page: &'p str, code: &str) -> &'p str {
    let row = page
        .lines()
        .find(|line| line.starts_with(&format!("| `{code}` | ")))
        .unwrap_or_default();
    row.trim_end_matches(" |")
        .rsplit(" | ")
        .next()
        .unwrap_or_default()
}

fn messages(page: &str, out: &mut String) {
    out.push_str(
        "\n## Messages\n\n\
         What the compiler says to the wrong example of each page (`occi explain CODE`): the message, and\n\
         what it advises. Rules without a message are those that only drafts made by programs break.\n\n\
         | rule | code | test | message | mend |\n|---|---|---|---|---|\n",
    );
    for page_of in explain::pages() {
        if page_of.family != Family::Model {
            continue;
        }
        let code = page_of.topic.to_string();
        let number: u16 = code[1..].parse().unwrap_or(0);
        let rule = if number < 200 {
            format!("M{number:03}")
        } else {
            "ours".to_owned()
        };
        let (message, mend) = said(&page_of);
        let _ = writeln!(
            out,
            "| {rule} | `{code}` | {} | {} | {} |",
            tests(page, &code),
            cell(&message),
            cell(&mend)
        );
    }
}

/// The message of the fault in the wrong example, and the mend that it has.
fn said(page: &Page) -> (String, String) {
    let Some(wrong) = page.wrong else {
        return ("–".to_owned(), "–".to_owned());
    };
    let faults = wrong
        .compiled()
        .map_or_else(Faults::new, |compiled| compiled.faults);
    faults.iter().next().map_or_else(
        || ("–".to_owned(), "–".to_owned()),
        |fault| {
            let mend = fault.suggestion.as_ref().map(|mend| mend.text.clone());
            let mend = mend.or_else(|| fault.help.clone());
            (
                fault.message.clone(),
                mend.unwrap_or_else(|| "–".to_owned()),
            )
        },
    )
}

/// What the published validator of OCCIware takes without a word or falls over, and what is said
/// of it here.
const HOLES: &[(&str, &str)] = &[
    ("import of itself", "use demo;"),
    (
        "extensions that import each other",
        "$ occi check a.occi\n--- a.occi\nextension a \"http://example.com/a#\";\nuse b;\n--- b.occi\nextension b \"http://example.com/b#\";\nuse a;\n",
    ),
    (
        "scheme of an imported extension",
        "$ occi check a.occi\n--- a.occi\nextension a \"http://example.com/a#\";\nuse core;\nuse b;\n--- b.occi\nextension b \"http://example.com/a#\";\n",
    ),
    (
        "id beside another value of `occi.core.id`",
        "kind a : core.resource;\nconfiguration c { resource r : a { id \"urn:a\"; occi.core.id = \"urn:b\"; } }",
    ),
    (
        "type of an extension that is not imported",
        "// No import of infra.\nextension demo \"http://example.com/occi/demo#\";\nuse core;\nkind a : core.resource { com.example.x: infra.Architecture; }",
    ),
    (
        "default that is no number",
        "kind a : core.resource { com.example.x: integer = \"many\"; }",
    ),
    (
        "default out of range",
        "kind a : core.resource { com.example.x: integer(0..=9) = 10; }",
    ),
    (
        "default against the pattern",
        "kind a : core.resource { com.example.x: string(pattern = \"[a-z]+\") = \"A\"; }",
    ),
    (
        "lower bound above the upper one",
        "kind a : core.resource { com.example.x: integer(9..=0); }",
    ),
    (
        "bounds that are no numbers",
        "kind a : core.resource { com.example.x: integer(few..=many); }",
    ),
    (
        "least length above the greatest",
        "kind a : core.resource { com.example.x: string(length = 9..=1); }",
    ),
    (
        "negative length",
        "kind a : core.resource { com.example.x: string(length = -1..); }",
    ),
    (
        "pattern that is no regular expression",
        "kind a : core.resource { com.example.x: string(pattern = \"[a\"); }",
    ),
    ("literal twice", "enum E { a, a }"),
    ("type twice", "type T = string;\ntype T = integer;"),
    (
        "field of a record twice",
        "kind a : core.resource { #[allow(\"W0061\")] com.example.x: hash { a: string; a: integer; }; }",
    ),
    (
        "records that hold each other",
        "type A = hash { b: B; };\ntype B = hash { a: A; };",
    ),
    (
        "arrays that hold each other",
        "type A = list(B);\ntype B = list(A);",
    ),
    (
        "state machine without an initial state",
        "kind a : core.resource { readonly com.example.s: enum { on }; states com.example.s { on; } }",
    ),
    (
        "state machine with two initial states",
        "kind a : core.resource { readonly com.example.s: enum { on, off }; states com.example.s { initial on; initial off; } }",
    ),
    (
        "default that is not the initial state",
        "kind a : core.resource { readonly com.example.s: enum { on, off } = on; states com.example.s { initial off { event -> on; } } }",
    ),
    (
        "two states for one literal",
        "kind a : core.resource { readonly com.example.s: enum { on }; states com.example.s { initial on; on { event -> on; } } }",
    ),
    (
        "literal without a state",
        "kind a : core.resource { readonly com.example.s: enum { on, off }; states com.example.s { initial on; } }",
    ),
    (
        "transition into another state machine",
        "kind a : core.resource { readonly com.example.s: enum { on }; states com.example.s { initial on { event -> up; } } }\nkind b : core.resource { readonly com.example.s: enum { up }; states com.example.s { initial up; } }",
    ),
    (
        "constraint that is no condition",
        "kind a : core.resource { com.example.x: integer; require self.x->size() \"m\"; }",
    ),
    (
        "scheme of a mixin that shares only a prefix",
        "mixin a in \"http://example.com/occi/demonstration#\";",
    ),
    (
        "attribute of a mixin that widens one of its kind",
        "kind a : core.resource { com.example.x: integer(0..=9); }\nmixin b { applies a; com.example.x: integer; }",
    ),
    (
        "unknown attribute of an instance",
        "kind a : core.resource;\nconfiguration c { resource r : a { com.example.x = 1; } }",
    ),
    (
        "value of the wrong type",
        "kind a : core.resource { com.example.x: integer; }\nconfiguration c { resource r : a { com.example.x = \"one\"; } }",
    ),
    (
        "value out of range",
        "kind a : core.resource { com.example.x: integer(0..=9); }\nconfiguration c { resource r : a { com.example.x = 10; } }",
    ),
    (
        "value that is no literal",
        "kind a : core.resource { com.example.x: enum { one, two }; }\nconfiguration c { resource r : a { com.example.x = three; } }",
    ),
    (
        "required value missing",
        "kind a : core.resource { required com.example.x: integer; }\nconfiguration c { resource r : a; }",
    ),
    (
        "import that nothing needs",
        "// A file of configurations.\nuse infrastructure;\nuse platform;\nconfiguration c { resource r : infrastructure.compute; }",
    ),
    (
        "attribute with two values",
        "kind a : core.resource { com.example.x: integer; }\nconfiguration c { resource r : a { com.example.x = 1; com.example.x = 2; } }",
    ),
    ("category without a scheme", "mixin a in \"\";"),
    (
        "array without a type",
        "kind a : core.resource { com.example.x: list(); }",
    ),
    ("kind without a name", "kind : core.resource;"),
];

fn holes(out: &mut String) {
    out.push_str(
        "\n## What other tools take\n\n\
         The published validator of OCCIware says nothing of these, or falls over them.\n\n\
         | definition | code | message |\n|---|---|---|\n",
    );
    for (what, text) in HOLES {
        // A comment first: a whole file.
        let context = match text.get(..2) {
            Some("//") => Context::File,
            Some("$ ") => Context::Files,
            _ => Context::Items,
        };
        let example = Example {
            text,
            context,
            profile: Profile::Union,
            beside: None,
        };
        let found = example.compiled();
        let found = found
            .as_ref()
            .and_then(|compiled| compiled.faults.iter().next());
        let found = found.map_or_else(
            || ("none".to_owned(), "–".to_owned()),
            |fault| (format!("`{}`", fault.code), fault.message.clone()),
        );
        let _ = writeln!(out, "| {what} | {} | {} |", found.0, cell(&found.1));
    }
}
