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
    println!("{cases} cases of {models} models; no model: {without:#?}");
    assert!(models > 70, "{models} models of {} files", files.len());
}
