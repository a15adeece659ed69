//! The suite's own test (section 18): defects of servers, and the cases that find them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use occi::server::Service;
use occi_conformance::{
    InProcess,
    run::RunResult,
    self_test::{
        Behaviour, Caught, Drawn, Fault, Score, Suite, draw, equivalents,
        mutant::{self, Mutant},
        named, reason, reasons, stands_for,
    },
};
use occi_grammar::{MemoryResolver, builtin, load};
use occi_model::{Model, Profile, draft::Draft};

use crate::server::block_on;

/// Defects, and cases that fail on each, so that every case stands somewhere: written by
/// `occi conform self-test --full --kills conformance/tests/it/kills.tsv`, read in review.
const KILLS: &str = include_str!("kills.tsv");

type BuiltIn = fn(Arc<Model>) -> Option<InProcess>;

fn built_in(model: Arc<Model>) -> Option<InProcess> {
    let service = Service::builder(model).build().ok()?;
    Some(InProcess::new(move |request| {
        let service = service.clone();
        async move { service.handle(request).await }
    }))
}

fn suite_of(draft: Draft) -> Suite<BuiltIn> {
    let subject: BuiltIn = built_in;
    Suite::new(subject, draft, Profile::Union).unwrap()
}

fn suite() -> Suite<BuiltIn> {
    let text = builtin::find("infrastructure").unwrap().text;
    suite_of(load("entry", &mut MemoryResolver::new().with("entry", text)).draft)
}

/// Cases whose answers the passive checks look at, which see nothing by themselves.
const LOOKED_AT: [&str; 15] = [
    "k:infrastructure#compute/cre.min@json",
    "k:infrastructure#compute/del/gone",
    "k:infrastructure#compute/disc",
    "k:infrastructure#compute/ren.get@plain",
    "k:infrastructure#compute/ren.list@json",
    "k:infrastructure#compute/ren.list@plain",
    "k:infrastructure#compute/neg/unknown-attribute",
    "k:infrastructure#compute/upd.one/occi.core.summary",
    "k:infrastructure#compute/upd.one/occi.core.title",
    "p:json/JSON-009/title-and-summary",
    "l:infrastructure#storagelink/ren.get@plain",
    "l:infrastructure#storagelink/lnk/inline",
    "p:http/HTTP-161/creation",
    "p:json/JSON-028/link-collection",
    "p:text/TXT-035/only-locations",
];

fn kills() -> BTreeMap<&'static str, BTreeSet<String>> {
    let lines = KILLS.lines().filter_map(|line| line.split_once('\t'));
    let cases = |cases: &str| cases.split(' ').map(str::to_owned).collect();
    lines.map(|(name, all)| (name, cases(all))).collect()
}

/// Runs the cases written down for a defect, and looks whether each finds it; gives those that do
/// not.
fn missing(caught: &Caught, written: &BTreeSet<String>) -> Vec<String> {
    let found: BTreeSet<&str> = caught.cases().collect();
    let missing = written.iter().filter(|case| !found.contains(case.as_str()));
    missing
        .map(|case| format!("{}: {case}", caught.name))
        .collect()
}

/// The cases written down with the passive checks, which name what other cases only stumble on.
fn with_passive(suite: &Suite<BuiltIn>, written: &BTreeSet<String>) -> BTreeSet<String> {
    let ids = suite.ids().into_iter();
    ids.filter(|id| id.starts_with("p:passive/"))
        .chain(LOOKED_AT.map(str::to_owned))
        .chain(written.iter().cloned())
        .collect()
}

/// Every fault is found by the cases that are written down for it, one of which names a requirement
/// that it breaks.
#[test]
fn every_fault_is_found_by_a_case_that_names_what_it_breaks() {
    let (suite, kills) = (suite(), kills());
    let names: BTreeSet<&str> = Fault::all().iter().map(|fault| fault.name).collect();
    assert_eq!(
        names.len(),
        Fault::all().len(),
        "each has a name of its own"
    );
    let (mut missed, mut nameless) = (Vec::new(), Vec::new());
    for fault in Fault::all() {
        let Some(written) = kills.get(fault.name) else {
            missed.push(format!("{} stands nowhere", fault.name));
            continue;
        };
        let caught = block_on(suite.fault(fault, &[named(with_passive(&suite, written))]));
        // A defective server is no reason for the tool to fail.
        assert_eq!(caught.trouble, None, "{}", fault.name);
        // Which requests are spoilt depends on what else is run.
        if ["every-seventh-request", "pages-come-and-go"].contains(&fault.name) {
            missed.extend((!caught.is_found()).then(|| fault.name.to_owned()));
        } else {
            missed.extend(missing(&caught, written));
        }
        // How long an answer may take is in no document, nor that requests may be lost.
        if !caught.is_named() && !["slow-answers", "every-seventh-request"].contains(&fault.name) {
            nameless.push(fault.name);
        }
    }
    assert_eq!((missed, nameless), (Vec::new(), Vec::new()));
}

/// The same for definitions with one change each.
#[test]
fn changed_definitions_are_found_by_their_cases() {
    let (suite, kills) = (suite(), kills());
    let all = mutant::all(suite.draft());
    assert!(all.len() > 200, "{} changes", all.len());
    let by_name: BTreeMap<&str, &Mutant> = all.iter().map(|one| (&*one.name, one)).collect();
    // What is written down for the sake of cases that no fault fails.
    let mut seen: BTreeSet<&String> = faults_of(&kills);
    let mut missed = Vec::new();
    for (name, written) in kills.iter().filter(|(name, _)| name.contains(": ")) {
        if written.iter().all(|case| seen.contains(case)) {
            continue;
        }
        seen.extend(written);
        let mutant = by_name.get(name).unwrap_or_else(|| panic!("no `{name}`"));
        let caught = block_on(suite.mutant(mutant, &[named(with_passive(&suite, written))]));
        missed.extend(missing(&caught.unwrap(), written));
    }
    assert_eq!(missed, Vec::<String>::new());
    let behaviours: Vec<String> = Behaviour::all().iter().map(Behaviour::name).collect();
    for (written, reason) in equivalents() {
        let mut names = by_name
            .keys()
            .copied()
            .chain(behaviours.iter().map(|name| &**name));
        assert!(
            names.any(|name| stands_for(written, name)),
            "no `{written}`"
        );
        assert!(!reason.is_empty());
    }
}

fn faults_of<'k>(kills: &'k BTreeMap<&'static str, BTreeSet<String>>) -> BTreeSet<&'k String> {
    let faults = kills.iter().filter(|(name, _)| !name.contains(": "));
    faults.flat_map(|(_, cases)| cases).collect()
}

/// Rule P7: every case fails on some defect, or it is written down why none can make it.
#[test]
fn every_case_fails_on_some_defect_or_has_a_reason() {
    let all = suite().ids();
    let kills = kills();
    let killed: BTreeSet<&String> = kills.values().flatten().collect();
    let unknown: Vec<&&String> = killed.iter().filter(|id| !all.contains(**id)).collect();
    assert!(unknown.is_empty(), "no cases any more: {unknown:?}");
    let mut neither = Vec::new();
    for id in &all {
        if !killed.contains(id) && reason(id).is_none() {
            neither.push(id);
        }
    }
    assert!(neither.is_empty(), "{} cases: {neither:#?}", neither.len());
    for (pattern, reason) in reasons() {
        assert!(!reason.is_empty());
        let mut of = all.iter().filter(|id| pattern.matches(id));
        assert!(of.clone().count() > 0, "{pattern} matches no case");
        // Passive checks that only note stand there for what they note.
        let stale = of.find(|id| killed.contains(id) && !id.starts_with("p:passive/"));
        assert_eq!(stale, None, "{pattern}: `{reason}` is not so");
    }
}

/// Of twenty random defects that change behaviour nine in ten are found, whatever number the draw
/// begins with; forty, and other numbers, are `occi conform self-test --mutants 40 --seed`.
#[test]
fn random_defects_are_found() {
    const DRAWN: usize = 20;
    let score_of = |seed| {
        let suite = suite();
        let mut score = Score::default();
        for one in draw(suite.draft(), seed) {
            if let Some(caught) = block_on(one.run(&suite)) {
                assert_eq!(caught.trouble, None, "{}", caught.name);
                score.take(&caught);
            }
            if score.changing == DRAWN {
                break;
            }
        }
        score
    };
    std::thread::scope(|scope| {
        let scores = [7, 8].map(|seed| (seed, scope.spawn(move || score_of(seed))));
        for (seed, score) in scores {
            let score = score.join().unwrap();
            println!("seed {seed}: {score}");
            assert!(
                score.is_good() && score.changing == DRAWN,
                "seed {seed}: {score}"
            );
        }
    });
}

/// Defects that nobody chose are drawn the same by the same number.
#[test]
fn random_defects_are_drawn_by_their_number() {
    let suite = suite();
    let names = |seed| -> Vec<String> {
        let drawn = draw(suite.draft(), seed).into_iter().take(40);
        drawn.map(|one| one.name()).collect()
    };
    assert_eq!(names(7), names(7));
    assert_ne!(names(7), names(8));
    let mut of_definitions = draw(suite.draft(), 7).into_iter().take(40);
    assert!(of_definitions.any(|one| matches!(one, Drawn::Definition(_))));
}

/// Each case of a condition fails on a server that dropped the condition. Those about other
/// instances, and those that no value breaks which is good by itself, have none.
#[test]
fn dropped_conditions_are_found() {
    let text = include_str!("../../../examples/tour.occi");
    let loaded = load("entry", &mut MemoryResolver::new().with("entry", text));
    let suite = suite_of(loaded.draft);
    // Those of what it imports are changed where they are defined.
    let is_of_condition = |id: &String| id.contains("tour#") && id.contains("/cond/");
    let all: BTreeSet<String> = suite.ids().into_iter().filter(is_of_condition).collect();
    assert!(all.len() > 2, "{all:?}");
    let dropped = mutant::all(suite.draft())
        .into_iter()
        .filter(|mutant| mutant.operator == "drop the condition");
    let found: BTreeSet<String> = dropped
        .flat_map(|mutant| {
            block_on(suite.mutant(&mutant, &mutant.selections()))
                .unwrap()
                .failed
        })
        .filter(is_of_condition)
        .collect();
    assert_eq!(found, all);
}

fn verdicts(result: &RunResult) -> Vec<(String, String)> {
    let cases = result.cases.iter();
    cases
        .map(|case| (case.id.to_string(), case.verdict.to_string()))
        .collect()
}

/// Cases do not depend on their order, nor on what runs beside them. Fifty orders are
/// `occi conform self-test --shuffled 50`.
#[test]
fn shuffled_runs_agree() {
    let suite = suite();
    let of = |seed, workers| {
        let result = block_on(suite.sound(|run| {
            run.shuffle = Some(seed);
            run.settings.concurrency = workers;
        }));
        verdicts(&result.unwrap())
    };
    let first = of(1, 1);
    for (seed, workers) in [(2, 2), (3, 16)] {
        assert_eq!(
            of(seed, workers),
            first,
            "order {seed}, {workers} at a time"
        );
    }
}
