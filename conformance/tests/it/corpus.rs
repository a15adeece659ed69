//! Models of others: those of OCCIware, which nobody wrote for these rules.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use occi_conformance::{
    catalogue::{Options, catalogue},
    count::count,
};
use occi_grammar::{FileResolver, compile};
use occi_model::{Model, Profile};

/// Where models of a generation find what they import: an old one does not mean the new version.
const PLACES: [(&str, &[&str]); 4] = [
    (
        "ecore-2015",
        &[
            "ecore-2015/docker",
            "ecore-2015/extensions",
            "ecore-2017/superseded",
        ],
    ),
    (
        "ecore-2017",
        &[
            "ecore-2017/superseded",
            "ecore-2017",
            "ozwillo",
            "occi-studio",
        ],
    ),
    (
        "ozwillo",
        &[
            "ecore-2017/superseded",
            "ecore-2017",
            "ozwillo",
            "occi-studio",
        ],
    ),
    (
        "",
        &[
            "occi-studio",
            "modmacao",
            "modmacao-swe",
            "multi-cloud-studio",
            "docker-studio",
            "modemo",
            "tosca-studio",
        ],
    ),
];

/// Files that say something wrong, and what: whoever reads them gets errors and no model.
const NO_MODEL: [(&str, &str); 5] = [
    (
        "cloud-resource-modelling/test2.occie",
        "E0021, E0622: it imports nothing, not even Core, and has no name",
    ),
    (
        "ecore-2017/Simulation.occie",
        "E0015: the default of `cloudletId` is 0, and its type begins above 0",
    ),
    (
        "ecore-2017/test.occie",
        "E0002: its scheme is `test#`, which is no absolute URI",
    ),
    (
        "gcp-model/compute.occie",
        "E0003: it defines `httphealthcheck` twice",
    ),
    (
        "gcp-model/monolith/GCP.occie",
        "E0040: many kinds own the same action `create`, which belongs to one",
    ),
];

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "occie") {
            found.push(path);
        }
    }
}

fn model(extensions: &Path, file: &Path) -> Option<Model> {
    let below = file.strip_prefix(extensions).unwrap();
    let (_, places) = PLACES.iter().find(|(first, _)| below.starts_with(first))?;
    let mut resolver = places.iter().fold(FileResolver::new(), |resolver, place| {
        resolver.include(extensions.join(place))
    });
    compile(&file.display().to_string(), &mut resolver, Profile::Union).model
}

/// For every model of the corpus: the same model gives the same cases, ids are unique, and cases and
/// dropped ones together make the number that is counted without them.
#[test]
fn every_model_of_others_has_its_cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/occiware");
    let extensions = root.join("extensions");
    if !extensions.is_dir() {
        eprintln!("skipped: no corpus of OCCIware models beside the repository");
        return;
    }
    let mut files = Vec::new();
    files_below(&extensions, &mut files);
    files.sort();
    let (mut models, mut cases) = (0, 0);
    let mut without = Vec::new();
    for file in &files {
        let name = file
            .strip_prefix(&extensions)
            .unwrap()
            .display()
            .to_string();
        let Some(model) = model(&extensions, file) else {
            without.push(name);
            continue;
        };
        let found = catalogue(&model, &Options::default());
        assert_eq!(found, catalogue(&model, &Options::default()), "{name}");
        let of_cases = found.cases.iter().map(|case| &case.id);
        let all = of_cases.chain(found.dropped.iter().map(|dropped| &dropped.id));
        let ids: BTreeSet<_> = all.clone().collect();
        assert_eq!(ids.len(), all.count(), "{name}: an id stands twice");
        assert_eq!(ids.len(), count(&model).total(), "{name}");
        models += 1;
        cases += found.cases.len();
    }
    println!("{cases} cases of {models} models");
    let expected: Vec<&str> = NO_MODEL.iter().map(|(name, _)| *name).collect();
    assert_eq!(without, expected);
}
