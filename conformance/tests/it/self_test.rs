//! The suite's own test (section 18): faults of servers, and the cases that find them.

use std::{collections::BTreeSet, sync::Arc};

use occi::server::Service;
use occi_conformance::{
    InProcess,
    catalogue::{Options, catalogue},
    engine::Settings,
    run::{Selection, run},
    self_test::{Fault, Subject, faults, mutant, mutants},
};
use occi_grammar::{MemoryResolver, builtin, load};
use occi_model::{Model, Profile};

use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

/// Faults, and the first cases that find each: written by `OCCI_UPDATE=1`, read in review.
const KILLS: &str = include_str!("kills.tsv");

struct BuiltIn;

impl Subject for BuiltIn {
    type Server = InProcess;

    fn serve(&self, model: Arc<Model>) -> Option<InProcess> {
        let service = Service::builder(model).build().ok()?;
        Some(InProcess::new(move |request| {
            let service = service.clone();
            async move { service.handle(request).await }
        }))
    }
}

/// Cases whose answers the passive checks look at, where they alone find a fault.
const LOOKED_AT: [&str; 6] = [
    "k:infrastructure#compute/cre.min@json",
    "k:infrastructure#compute/disc",
    "k:infrastructure#compute/ren.get@plain",
    "k:infrastructure#compute/ren.list@json",
    "k:infrastructure#compute/neg/unknown-attribute",
    "l:infrastructure#storagelink/ren.get@plain",
];

fn known(fault: &Fault) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = KILLS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(name, _)| *name == fault.name)
        .flat_map(|(_, cases)| cases.split(' '))
        .map(str::to_owned)
        .collect();
    if known.iter().all(|case| case.starts_with("p:passive/")) {
        known.extend(LOOKED_AT.map(str::to_owned));
    }
    known
}

/// The cases written down for a fault find it. `OCCI_UPDATE=faults` runs the cases of the
/// protocol against each fault, those of a resource and a link where none of them finds it, which
/// takes minutes, and writes some of those down that do. The whole matrix is that of `occi conform self-test --full`.
#[test]
fn every_fault_is_found() {
    let model = infrastructure(Profile::Union);
    let cases = Arc::new(catalogue(&model, &Options::default()));
    let update = std::env::var_os("OCCI_UPDATE").is_some_and(|what| what == "faults");
    let found = block_on(faults(
        &BuiltIn,
        &model,
        &cases,
        |_| true,
        |fault| {
            if !update {
                return vec![Selection {
                    names: Some(known(fault)),
                    ..Selection::default()
                }];
            }
            let of = |patterns: &[&str]| Selection {
                patterns: patterns.iter().map(|p| p.parse().unwrap()).collect(),
                ..Selection::default()
            };
            vec![
                of(&["p:*/**", "w:*/**"]),
                of(&[
                    "k:*#compute/**",
                    "l:*#storagelink/**",
                    "x:*/**",
                    "p:passive/*",
                ]),
            ]
        },
        |caught| {
            if update {
                eprintln!(
                    "{} {} {:?}",
                    caught.name,
                    caught.cases.len(),
                    caught.trouble
                );
            }
        },
    ));
    if update {
        let lines = found.iter().map(|caught| {
            let spread = caught.cases.len().div_ceil(3).max(1);
            let some: Vec<&str> = caught
                .cases
                .iter()
                .step_by(spread)
                .map(String::as_str)
                .collect();
            format!("{}\t{}\n", caught.name, some.join(" "))
        });
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/kills.tsv");
        std::fs::write(file, lines.collect::<String>()).unwrap();
    }
    let names: BTreeSet<&str> = found.iter().map(|caught| caught.name.as_str()).collect();
    assert_eq!(names.len(), found.len(), "each fault has a name of its own");
    let missed: Vec<&str> = found
        .iter()
        .filter(|caught| caught.cases.is_empty())
        .map(|caught| caught.name.as_str())
        .collect();
    assert_eq!(missed, Vec::<&str>::new());
}

/// Definitions with one change each, drawn at random: nine in ten of those are found that a client
/// can see at all.
#[test]
fn changed_definitions_are_found() {
    let text = builtin::find("infrastructure").unwrap().text;
    let draft = load("entry", &mut MemoryResolver::new().with("entry", text)).draft;
    let cases = Arc::new(catalogue(
        &infrastructure(Profile::Union),
        &Options::default(),
    ));
    // The whole sample of 40 is `occi conform self-test`.
    let seed = 7;
    let drawn = block_on(mutants(
        &BuiltIn,
        &draft,
        Profile::Union,
        &cases,
        (seed, 8),
        |_| {},
    ));
    assert_eq!(drawn.len(), 8);
    let missed: Vec<&str> = drawn
        .iter()
        .filter(|caught| caught.cases.is_empty())
        .map(|caught| caught.name.as_str())
        .collect();
    assert!(missed.len() <= 1, "seed {seed}: {missed:?}");
    let names: BTreeSet<String> = mutant::all(&draft).into_iter().map(|m| m.name).collect();
    assert!(names.len() > 200, "{} changes", names.len());
}

/// Cases do not depend on each other's order, nor on what ran beside them.
#[test]
fn shuffled_runs_agree() {
    let model = infrastructure(Profile::Union);
    let selection = Selection {
        patterns: vec![
            "k:infrastructure#storage/**".parse().unwrap(),
            "p:*/**".parse().unwrap(),
        ],
        ..Selection::default()
    };
    let verdicts = |workers| {
        let settings = Settings {
            concurrency: workers,
            ..Settings::in_process()
        };
        let service = Service::builder(model.clone()).build().unwrap();
        let result = block_on(run(
            model.clone(),
            in_process(service),
            &selection,
            settings,
            |_| {},
        ));
        let all: Vec<_> = result
            .cases
            .iter()
            .map(|case| (case.id.clone(), case.verdict))
            .collect();
        all
    };
    let first = verdicts(1);
    for workers in [2, 5, 16] {
        assert_eq!(verdicts(workers), first, "{workers} at a time");
    }
}
