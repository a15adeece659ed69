//! `examples/tour.occi` uses the whole language: every rule of the grammar, every word and sign
//! of it, every built-in type, every mark.
//!
//! A tree of rules tells which rules were used, but not which of the alternatives inside of a
//! rule; so the literals of the grammar are looked for among the words and signs of the text.

use std::collections::BTreeSet;

use pest::{Parser as _, iterators::Pairs};

use super::{
    grammar::{OcciParser, Rule},
    lex,
};
use crate::{
    FileResolver, compile,
    lower::{BUILT_IN, MARKS},
};

const GRAMMAR: &str = include_str!("../occi.pest");

/// The file is an example of the repository, which packages do not have.
const TOUR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/tour.occi");

fn tour() -> Option<String> {
    let text = std::fs::read_to_string(TOUR);
    if text.is_err() {
        eprintln!("skipped: {TOUR} is not there");
    }
    text.ok()
}

/// A rule of the grammar file: its name, and its definition with the modifier before the brace.
/// Entries for reading piece by piece are left out: they repeat the others.
fn rules() -> Vec<(&'static str, &'static str)> {
    let grammar = GRAMMAR.split("// ---- entries for reading").next().unwrap();
    let mut rules: Vec<(&str, &str)> = Vec::new();
    let mut at = 0;
    for line in grammar.split_inclusive('\n') {
        let end = at + line.len();
        let name = line
            .split_once('=')
            .map(|(name, _)| name.trim_end())
            .filter(|name| !name.is_empty() && name.bytes().all(is_rule_name));
        if let Some(name) = name {
            rules.push((name, &grammar[at..end]));
        } else if let Some((_, definition)) = rules.last_mut()
            && !line.starts_with("//")
        {
            // A definition may go on in further lines, which stand next to each other.
            let start = at - definition.len();
            if grammar[start..].starts_with(*definition) {
                *definition = &grammar[start..end];
            }
        }
        at = end;
    }
    rules
}

fn is_rule_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

/// The strings in the definition of a rule.
fn literals(definition: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = definition;
    while let Some(start) = rest.find('"') {
        let (length, closed) = lex::quoted_length(&rest[start..]);
        assert!(closed, "{definition}");
        let inside = &rest[start + 1..start + length - 1];
        found.push(inside.replace("\\\"", "\"").replace("\\\\", "\\"));
        rest = &rest[start + length..];
    }
    found
}

fn used(pairs: Pairs<'_, Rule>, names: &mut BTreeSet<String>) {
    for pair in pairs {
        names.insert(format!("{:?}", pair.as_rule()));
        used(pair.into_inner(), names);
    }
}

#[test]
fn every_rule_is_used() {
    let Some(text) = tour() else { return };
    let mut names = BTreeSet::new();
    used(OcciParser::parse(Rule::file, &text).unwrap(), &mut names);
    let rules = rules();
    assert!(rules.len() > 80, "only {} rules found", rules.len());
    let unused: Vec<&str> = rules
        .iter()
        // Silent rules leave no trace; what they are made of does.
        .filter(|(_, definition)| {
            !definition
                .split_once('=')
                .unwrap()
                .1
                .trim_start()
                .starts_with('_')
        })
        .map(|(name, _)| *name)
        .filter(|name| !names.contains(*name))
        .collect();
    assert!(
        unused.is_empty(),
        "examples/tour.occi does not use {unused:?}: add to it what the language has learnt"
    );
}

#[test]
fn every_word_and_sign_is_used() {
    // What these rules say is a matter of single characters.
    const LEXICAL: [&str; 8] = [
        "blank",
        "comment",
        "inner_doc",
        "doc",
        "word_char",
        "name",
        "quoted",
        "number",
    ];
    let Some(text) = tour() else { return };
    let mut words = BTreeSet::new();
    let mut signs = String::new();
    for token in lex::Tokens::new(&text, 0) {
        match token.kind {
            lex::Kind::Word => {
                words.insert(&text[token.range]);
                signs.push(' ');
            }
            lex::Kind::Quoted { .. } => signs.push('"'),
            lex::Kind::Other(sign) => signs.push(sign),
            lex::Kind::Doc | lex::Kind::InnerDoc => {}
        }
    }
    // `ip-prefix` and numbers with a point are words, and so are the dots of a range after one.
    let in_words = |sign: &str| words.iter().any(|word| word.contains(sign));
    let unused: Vec<String> = rules()
        .iter()
        .filter(|(name, _)| !LEXICAL.contains(name))
        .flat_map(|(_, definition)| literals(definition))
        .filter(|literal| {
            let is_word = literal.bytes().all(|b| b.is_ascii_alphabetic());
            if is_word {
                !words.contains(literal.as_str())
            } else {
                !signs.contains(literal.as_str()) && !in_words(literal)
            }
        })
        .collect();
    assert!(
        unused.is_empty(),
        "examples/tour.occi does not use {unused:?}: add to it what the language has learnt"
    );
    for word in BUILT_IN.iter().chain(&MARKS) {
        assert!(words.contains(word), "examples/tour.occi has no `{word}`");
    }
    for argument in [
        "pattern", "length", "optional", "unique", "digits", "fraction",
    ] {
        assert!(
            words.contains(argument),
            "examples/tour.occi has no `{argument}`"
        );
    }
}

/// It compiles, and nothing is warned of: what it does with a reason is allowed where it does it.
#[test]
fn it_compiles() {
    if tour().is_none() {
        return;
    }
    for profile in [occi_model::Profile::V1_2, occi_model::Profile::Union] {
        let compiled = compile(TOUR, &mut FileResolver::new(), profile);
        assert!(compiled.faults.is_empty(), "{profile}: {}", compiled.faults);
        assert!(compiled.model.is_some());
    }
}

#[test]
fn the_grammar_file_is_read_as_it_is_written() {
    let rules = rules();
    let find = |name: &str| rules.iter().find(|(one, _)| *one == name).unwrap().1;
    assert_eq!(
        literals(find("quoted")),
        ["\"", "\"", "\\", "\n", "\\", "\n", "\"", "\\", "\n", "\""]
            .map(|text| text.replace('\n', "\\n"))
    );
    assert_eq!(literals(find("mark_open")), ["#["]);
    assert!(
        find("member").contains("depends"),
        "definitions of several lines are whole"
    );
    assert!(!rules.iter().any(|(name, _)| name.starts_with("one_")));
    assert_eq!(
        rules.iter().filter(|(name, _)| *name == "member").count(),
        1
    );
}
