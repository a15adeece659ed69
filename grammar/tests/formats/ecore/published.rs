//! The published models compile, and hold what the README of the corpus counts.

use super::{compiled, corpus, counts, errors, resolver, rows, shown};

/// Why a file that the README calls sound, or says nothing against, is refused all the same.
const REFUSED: &[(&str, &[&str])] = &[
    // Its selection leaves a link dangling, as the README says.
    ("ecore-2015/extensions/All.xmi", &["E0151"]),
    // `test#` is no scheme; nobody ran the tool on it.
    ("ecore-2017/test.occie", &["E0002"]),
    // Two kinds differ only by case.
    ("gcp-model/compute.occie", &["E0003", "E0206"]),
    // No `core`, kinds without parent, actions of one identifier: the tool crashes on it.
    (
        "gcp-model/monolith/GCP.occie",
        &["E0010", "E0015", "E0020", "E0021", "E0040", "E0622"],
    ),
    // An extension without name, kinds without parent.
    (
        "cloud-resource-modelling/test2.occie",
        &["E0020", "E0021", "E0622"],
    ),
    // Types of a file with a `~` behind its name, which is nowhere, and defaults out of range.
    ("ecore-2017/Simulation.occie", &["E0015", "E0151"]),
];

#[test]
fn extensions() {
    let Some(root) = corpus() else { return };
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut seen = 0;
    println!("extension | kinds, mixins, actions, attributes | verdict of the README | here");
    for row in rows(&readme, "Name") {
        let path = root.join("extensions").join(&row[0]);
        let result = compiled(&path, resolver(&root, &row[3]));
        let verdict = row.last().unwrap();
        let expected = REFUSED.iter().find(|(file, _)| *file == row[0]);
        let found: Vec<String> = errors(&result).into_iter().collect();
        match (&result.model, expected) {
            (Some(model), None) => {
                let wanted: Vec<usize> = row[4..8].iter().map(|n| n.parse().unwrap()).collect();
                let here = counts(model, &result);
                assert_eq!(here.as_slice(), wanted, "{}", row[0]);
                let warnings = result.faults.len();
                println!("{} | {here:?} | {verdict} | {warnings} warnings", row[0]);
            }
            (None, Some((_, codes))) => {
                assert_eq!(found, *codes, "{}\n{}", row[0], shown(&result));
                println!("{} | - | {verdict} | refused: {}", row[0], found.join(" "));
            }
            (None, None) => panic!("{} is refused\n{}", row[0], shown(&result)),
            (Some(_), Some(_)) => panic!("{} compiles", row[0]),
        }
        seen += 1;
    }
    assert!(seen >= 90, "only {seen} extensions");
}

/// What is wrong with configurations that are refused.
const WRONG: &[(&str, &[&str])] = &[
    // Resources without kind, as an extractor wrote them.
    ("cloud-resource-modelling/extracted/My3.occie", &["E0622"]),
    ("cloud-resource-modelling/test.occic", &["E0151", "E0622"]),
    // A misspelt attribute, and three whose mixin is missing.
    (
        "ecore-2015/configurations/OCCI-Infrastructure-fig7-page10.xmi",
        &["E0253"],
    ),
    // Imports that the corpus does not have, or has under another name.
    (
        "ecore-2017/occi.cloud.samples/first-cloud-configuration.occic",
        &["E0151"],
    ),
    ("ecore-2017/occi.platform/Figure4.occic", &["E0151"]),
    ("ecore-2017/occi.sla/Figure3.occic", &["E0151", "E0622"]),
    ("ecore-2017/occi.sla/Figure5.occic", &["E0151", "E0622"]),
    // And a state that the published enumeration writes with a capital letter.
    ("ecore-2017/occi.sla/Figure6.occic", &["E0151", "E0254"]),
    // And places of instances that end in a slash.
    ("modmacao/model-anonymous.occic", &["E0151", "E0261"]),
    // Mixins and kinds of extensions that are not in use.
    ("modmacao/LAMP-cluster-withAnsible.occic", &["E0242"]),
    ("modmacao/My.occic", &["E0242"]),
    // And an attribute that is spelt otherwise where it is defined.
    ("modmacao/MongoDB-Cluster.occic", &["E0242", "E0253"]),
    // One id given twice.
    ("modmacao/LAMP-cluster.occic", &["E0240", "E0247"]),
    (
        "ozwillo/ozwillo-datacore-cluster.docker.occic",
        &["E0240", "E0247"],
    ),
    // An attribute that the kind does not have.
    ("ozwillo/Mytest.linkeddata.occic", &["E0253"]),
    // A link without target.
    ("ozwillo/separate_file_test.docker.occic", &["E0622"]),
];

#[test]
fn configurations() {
    let Some(root) = corpus() else { return };
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    println!("configuration | resources, links | verdict of the README | here");
    for row in rows(&readme, "Gen.") {
        let path = root.join("configurations").join(&row[0]);
        let result = compiled(&path, resolver(&root, &row[1]));
        let expected = WRONG.iter().find(|(file, _)| *file == row[0]);
        let found: Vec<String> = errors(&result).into_iter().collect();
        match (&*result.configurations, expected) {
            ([one], None) => {
                let here = [one.resources.len(), one.link_count()];
                let wanted: Vec<usize> = row[2..4].iter().map(|n| n.parse().unwrap()).collect();
                assert_eq!(here.as_slice(), wanted, "{}", row[0]);
                let warnings = result.faults.len();
                println!("{} | {here:?} | {} | {warnings} warnings", row[0], row[5]);
            }
            ([], Some((_, codes))) => {
                assert_eq!(found, *codes, "{}\n{}", row[0], shown(&result));
                println!("{} | - | {} | refused: {}", row[0], row[5], found.join(" "));
            }
            (_, None) => panic!("{} is refused\n{}", row[0], shown(&result)),
            (_, Some(_)) => panic!("{} compiles", row[0]),
        }
    }
}
