//! Cases as statements: the other way round.

mod function;
mod seen;
mod sent;
mod writer;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use occi_model::CategoryId;

use self::writer::Writer;
use super::layout::literal;
use crate::{case::Case, catalogue::Catalogue};

/// The cases as the modules of a test: a file for each subject, by name, beside a `main.rs` that
/// has a function `run`.
///
/// `main.rs` is the caller's: it says which server is tested.
#[must_use]
pub fn files(cases: &Catalogue) -> BTreeMap<String, String> {
    let mut subjects: BTreeMap<String, (String, Vec<&Case>)> = BTreeMap::new();
    for case in &cases.cases {
        let subject = format!("{}:{}", case.id.prefix(), case.id.subject());
        let mut name = identifier(&subject);
        // Two subjects that differ in signs only have files of their own.
        while subjects.get(&name).is_some_and(|(of, _)| *of != subject) {
            name.push('_');
        }
        subjects
            .entry(name)
            .or_insert_with(|| (subject, Vec::new()))
            .1
            .push(case);
    }
    subjects
        .into_iter()
        .map(|(name, (_, cases))| (format!("{name}.rs"), file(&cases)))
        .collect()
}

fn file(cases: &[&Case]) -> String {
    let mut writer = Writer::default();
    let mut functions = String::new();
    let mut names = BTreeSet::new();
    for case in cases {
        let mut name = identifier(&function(case));
        while !names.insert(name.clone()) {
            name.push('_');
        }
        functions.push('\n');
        functions.push_str(&writer.function(case, &name));
    }
    let subject = cases.first().map_or("", |case| case.id.subject());
    let mut text = format!("//! Conformance cases of `{subject}`.\n\n");
    for used in &writer.imports() {
        let _ = writeln!(text, "use occi_conformance::{used};");
    }
    text.push_str("\nuse crate::run;\n");
    if !writer.categories.is_empty() {
        text.push('\n');
    }
    let mut constants: Vec<(&String, &CategoryId)> = writer
        .categories
        .iter()
        .map(|(category, name)| (name, category))
        .collect();
    constants.sort();
    for (name, category) in constants {
        text.push_str(&constant(name, category));
    }
    text.push_str(&functions);
    text
}

/// The constant of a category, on two lines where that helps.
fn constant(name: &str, category: &CategoryId) -> String {
    let (start, value) = (format!("const {name}: &str ="), literal(category.as_str()));
    let one_line = format!("{start} {value};\n");
    let broken = format!("    {value};\n");
    if one_line.len() <= 101 || broken.len() > 101 {
        return one_line;
    }
    format!("{start}\n{broken}")
}

/// What a function is called: the id without its subject.
fn function(case: &Case) -> String {
    let mut parts = vec![case.id.family()];
    parts.extend(case.id.details());
    let mut name = parts.join("/");
    if let Some(rendering) = case.id.rendering() {
        name.push_str(" as ");
        name.push_str(rendering);
    }
    name
}

/// A text as an identifier in small letters.
fn identifier(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            'A'..='Z' | 'a'..='z' | '0'..='9' => out.push(character.to_ascii_lowercase()),
            _ if out.is_empty() || out.ends_with('_') => {}
            _ => out.push('_'),
        }
    }
    let name = shortened(out.trim_end_matches('_'));
    match name.as_bytes().first() {
        Some(b'a'..=b'z') => name,
        _ => format!("n{name}"),
    }
}

/// A name that leaves room for the rest of its line: the start and the end of it.
fn shortened(name: &str) -> String {
    const START: usize = 44;
    const END: usize = 40;
    // Letters, digits and underscores of ASCII: every index is a boundary.
    match (name.get(..START), name.len().checked_sub(END)) {
        (Some(start), Some(end)) if end > START => {
            let (start, end) = (start.trim_end_matches('_'), name.get(end..));
            let end = end.unwrap_or_default().trim_start_matches('_');
            format!("{start}_{end}")
        }
        _ => name.to_owned(),
    }
}

/// A text as lines of a comment, with nothing that Markdown would take for its own.
fn comment(text: &str) -> String {
    let mut out = String::from("///");
    let mut width = out.len();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        let safe = plain(word);
        if width + 1 + safe.len() > 100 {
            out.push_str("\n///");
            width = 3;
        }
        width += 1 + safe.len();
        out.push(' ');
        out.push_str(&safe);
    }
    out.push('\n');
    out
}

/// A word that Markdown leaves as it is; a URL as code.
fn plain(word: &str) -> String {
    if word.contains("://") && !word.contains('`') {
        return format!("`{word}`");
    }
    let mut out = String::new();
    for character in word.chars() {
        if matches!(
            character,
            '<' | '>' | '[' | ']' | '*' | '_' | '`' | '\\' | '#'
        ) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
