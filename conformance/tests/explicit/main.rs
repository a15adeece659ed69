//! Cases written out as Rust say what the catalogue says.
//!
//! The modules are written here, with `OCCI_UPDATE=1`, for as many cases as it takes to have every
//! statement. They are compiled here too, and what each builds is held to the case that it was
//! written from.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, helpers included"
)]
#![allow(
    clippy::too_many_lines,
    clippy::unreadable_literal,
    reason = "the modules are written by a program, for any values"
)]

mod guide;
mod k_zoo_animal;
mod k_zoo_cage;
mod l_infrastructure_networkinterface;
mod l_zoo_inhabits;
mod p_core;
mod p_http;
mod p_json;
mod p_robust;
mod p_user_mixins;
mod x_infrastructure_os_tpl;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::PathBuf,
    sync::{Arc, LazyLock},
};

use occi_conformance::{
    case::Case,
    catalogue::{Catalogue, Options, catalogue},
    explicit::{Script, files, json},
};
use occi_grammar::{MemoryResolver, builtin, compile};
use occi_model::{Model, Profile};

/// The models whose cases are written out, with their cases.
static SUBJECTS: LazyLock<Vec<(Arc<Model>, Catalogue)>> = LazyLock::new(|| {
    let infrastructure = builtin::find("infrastructure").unwrap().text;
    [include_str!("../it/zoo.occi"), infrastructure]
        .into_iter()
        .map(|text| {
            let mut resolver = MemoryResolver::new().with("entry", text);
            let model = compile("entry", &mut resolver, Profile::Union).model;
            let model = Arc::new(model.unwrap());
            let cases = catalogue(&model, &Options::default());
            (model, cases)
        })
        .collect()
});

/// Holds what a module says to the case that it was written from. Cases of the protocol have the same
/// id in each model.
#[expect(clippy::needless_pass_by_value, reason = "so do the modules call it")]
fn run(script: Script) {
    let mut originals = Vec::new();
    for (model, cases) in SUBJECTS.iter() {
        let Ok(built) = script.clone().build(model) else {
            continue;
        };
        let Some(original) = cases.find(built.id.as_str()) else {
            continue;
        };
        // What a script does not say: where the case comes from, and what must come before it.
        let wanted = Case {
            aliases: built.aliases.clone(),
            capabilities: built.capabilities.clone(),
            origin: built.origin,
            level: built.level,
            versions: built.versions.clone(),
            after: built.after.clone(),
            params: built.params.clone(),
            ..original.clone()
        };
        if built == wanted {
            return;
        }
        originals.push(wanted);
    }
    panic!("{script:?}\nis none of\n{originals:?}");
}

/// What cannot be meant is told, and nothing is sent.
#[test]
fn statements_that_say_nothing_are_faults() {
    let (model, _) = &SUBJECTS[0];
    let mut script = Script::new("k:zoo#cage/own", "A cage.");
    script.attribute("com.example.days", 1);
    script.fixture("it", "no category");
    script.fixture("it", "http://example.com/occi/zoo#cage");
    script.attribute("com.example.days", json("[1,"));
    script.value("com.example.days", 1);
    script.row("HTTP-999");
    script.expect_shown("http://example.com/occi/zoo#nothing");
    let error = script.build(model).unwrap_err();
    let starts = [
        "`attribute` behind step 0",
        "`no category` is not a category identifier",
        "EOF while parsing",
        "`value` behind step 1",
        "there is no row HTTP-999",
        "the model has nothing to say of http://example.com/occi/zoo#nothing",
    ];
    assert_eq!(error.0.len(), starts.len(), "{error}");
    for (said, start) in error.0.iter().zip(starts) {
        assert!(said.starts_with(start), "{said}");
    }
    assert!(Script::new("compute", "No id.").build(model).is_err());
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/explicit")
}

/// The statements of a module, each by its name, its values left out.
fn statements(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.trim_start().strip_prefix("case."))
        .map(|line| line.chars().take_while(|c| *c != '(').collect())
        .chain(
            // Functions that give values, and types of them.
            text.split(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '_'))
                .filter(|word| word.contains("::") || ["marker", "json"].contains(word))
                // All of these are written in one way.
                .filter(|word| !word.starts_with("Situation") && !word.starts_with("Framing"))
                .map(str::to_owned),
        )
        .collect()
}

/// The cases that it takes to have every statement.
fn chosen() -> Catalogue {
    let mut seen = BTreeSet::new();
    let mut chosen = Catalogue::default();
    for (_, cases) in SUBJECTS.iter() {
        for case in &cases.cases {
            let alone = Catalogue {
                cases: vec![case.clone()],
                ..Catalogue::default()
            };
            let text: String = files(&alone).into_values().collect();
            let before = seen.len();
            seen.extend(statements(&text));
            if seen.len() > before {
                chosen.cases.push(case.clone());
            }
        }
    }
    chosen.cases.sort_by(|a, b| a.id.cmp(&b.id));
    chosen
}

#[test]
fn every_statement_is_written_down() {
    let wanted: BTreeMap<String, String> = files(&chosen());
    let main = include_str!("main.rs");
    for (name, text) in &wanted {
        let path = folder().join(name);
        if env::var_os("OCCI_UPDATE").is_some() {
            fs::write(&path, text).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(&found, text, "{name} is stale; OCCI_UPDATE=1 renews it");
        let module = format!("mod {};\n", name.trim_end_matches(".rs"));
        assert!(main.contains(&module), "it is not compiled: {module}");
    }
}
