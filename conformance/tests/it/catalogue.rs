//! Properties of the catalogue, and the worked count of the standard's own model.

use std::collections::BTreeSet;

use occi_conformance::{
    case::{Case, CaseId, Hazard},
    catalogue::{Catalogue, Options, catalogue},
    count::{MODEL, PROTOCOL, count},
};
use occi_model::{Model, Profile};

use crate::support::{infrastructure, standard};

fn derive(model: &Model) -> Catalogue {
    catalogue(model, &Options::default())
}

/// What holds for every model: ids are unique and well-formed, the order is stable, and cases and
/// dropped ones together make the count.
pub(crate) fn check(model: &Model) {
    let found = derive(model);
    assert_eq!(found, derive(model), "the same model gives the same cases");
    let mut ids = BTreeSet::new();
    for id in found
        .cases
        .iter()
        .map(|case| &case.id)
        .chain(found.dropped.iter().map(|dropped| &dropped.id))
    {
        assert_eq!(id.as_str().parse::<CaseId>().as_ref(), Ok(id));
        assert!(ids.insert(id.clone()), "{id} stands twice");
    }
    assert!(found.cases.is_sorted_by(|a, b| a.id < b.id));
    for case in &found.cases {
        assert!(!case.steps.is_empty(), "{}", case.id);
        assert!(!case.capabilities.is_empty(), "{}", case.id);
        assert!(!case.requirements.is_empty(), "{}", case.id);
        assert!(
            !case.title.is_empty() && case.title.ends_with('.'),
            "{}",
            case.id
        );
        for after in &case.after {
            assert!(ids.contains(after), "{} comes after {after}", case.id);
        }
    }
    let counted = count(model);
    for (subject, families) in counted.iter() {
        for (family, expected) in families {
            let actual = ids
                .iter()
                .filter(|id| id.family() == *family && belongs(&found, id, subject))
                .count();
            assert_eq!(actual, *expected, "{family} of {subject}");
        }
    }
    assert_eq!(ids.len(), counted.total());
}

/// Whether an id is one of a subject, which is named by its identifier.
fn belongs(found: &Catalogue, id: &CaseId, subject: &str) -> bool {
    let apart = |subject: &str| subject == MODEL || PROTOCOL.contains(&subject);
    if apart(subject) || apart(id.subject()) {
        return id.subject() == subject;
    }
    let of_case = |case: &Case| case.category.as_ref().is_some_and(|c| *c == *subject);
    match found.find(id.as_str()) {
        Some(case) => of_case(case),
        // A dropped one: its subject has other cases.
        None => found
            .cases
            .iter()
            .any(|case| case.id.subject() == id.subject() && of_case(case)),
    }
}

/// Families beside those of the formula of section 4.2.
const BEYOND: [&str; 3] = ["cond", "lnk.follow", "mix.full"];

#[test]
fn core_alone_has_its_cases() {
    for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
        let model = standard("core", profile);
        check(&model);
        assert_eq!(
            dropped(&model),
            without_target_kind(profile, &["l:core#link"])
        );
    }
}

fn dropped(model: &Model) -> Vec<String> {
    let dropped = derive(model).dropped;
    // A model with one kind cannot be asked about another one.
    dropped
        .iter()
        .filter(|d| d.reason != "the model has one kind of resource only")
        .filter(|d| d.reason != "the kind has no action in its first state")
        .map(|d| format!("{}: {}", d.id, d.reason))
        .collect()
}

/// 1.1 does not say the kind of a link's target (CORE-080 is of 1.2).
fn without_target_kind(profile: Profile, links: &[&str]) -> Vec<String> {
    const WHY: &str = "the version has no attribute for the kind of the target";
    let of_link = |link: &&str| format!("{link}/lnk/target-kind: {WHY}");
    match profile {
        Profile::V1_1 => links.iter().map(of_link).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn infrastructure_has_its_cases_in_every_profile() {
    for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
        let model = infrastructure(profile);
        check(&model);
        let links = [
            "l:infrastructure#networkinterface",
            "l:infrastructure#storagelink",
        ];
        assert_eq!(dropped(&model), without_target_kind(profile, &links));
    }
}

/// The worked count of the design, section 4.3, family by family and kind by kind.
#[test]
fn infrastructure_1_2_has_the_worked_count() {
    let model = infrastructure(Profile::V1_2);
    let found = derive(&model);
    let of = |kind: &str, families: &[&str]| {
        let subject = format!("infrastructure#{kind}");
        found
            .cases
            .iter()
            .filter(|case| case.id.subject() == subject && families.contains(&case.id.family()))
            .count()
    };
    let row = |families: &[&str]| {
        [
            of("compute", families),
            of("network", families),
            of("storage", families),
            of("networkinterface", families),
            of("storagelink", families),
        ]
    };
    assert_eq!(row(&["disc"]), [6, 3, 3, 1, 1]);
    assert_eq!(row(&["cre.min", "cre.full", "cre.miss"]), [6, 6, 7, 8, 8]);
    assert_eq!(row(&["ro.cre", "ro.upd", "ro.once"]), [6, 6, 6, 7, 6]);
    assert_eq!(row(&["val.bad"]), [13, 8, 4, 10, 9]);
    assert_eq!(row(&["val.edge"]), [17, 11, 9, 12, 15]);
    assert_eq!(row(&["val.default"]), [0; 5]);
    assert_eq!(
        row(&["upd.one", "upd.full", "upd.miss"]),
        [10, 7, 7, 10, 11]
    );
    assert_eq!(row(&["neg"]), [9; 5]);
    assert_eq!(row(&["act.cell"]), [15, 4, 4, 0, 0]);
    assert_eq!(row(&["act.param"]), [23, 0, 0, 0, 0]);
    assert_eq!(row(&["act.neg"]), [4, 4, 4, 1, 1]);
    assert_eq!(row(&["act.coll"]), [10, 4, 4, 0, 0]);
    assert_eq!(row(&["ren.get", "ren.list", "ren.same"]), [8; 5]);
    assert_eq!(row(&["del", "del.coll"]), [4; 5]);
    assert_eq!(row(&["fil", "pag"]), [16, 13, 12, 11, 12]);
    assert_eq!(row(&["lnk"]), [0, 0, 0, 10, 10]);
    assert_eq!(row(&["mix", "mix.no"]), [39, 31, 15, 29, 12]);
    let whole = |kind: &str| {
        let subject = format!("infrastructure#{kind}");
        let cases = found.cases.iter();
        let of_formula = cases.filter(|case| !BEYOND.contains(&case.id.family()));
        of_formula
            .filter(|case| case.id.subject() == subject)
            .count()
    };
    assert_eq!(whole("compute"), 186);
    assert_eq!(whole("network"), 118);
    assert_eq!(whole("storage"), 96);
    assert_eq!(whole("networkinterface"), 120);
    assert_eq!(whole("storagelink"), 106);
    let of_family = |family: &str| {
        let cases = found
            .cases
            .iter()
            .filter(|c| c.id.prefix() != "k" && c.id.prefix() != "l");
        cases.filter(|c| c.id.family() == family).count()
    };
    assert_eq!(of_family("disc"), 6);
    assert_eq!(of_family("tpl"), 6);
    assert_eq!(of_family("tag"), 8);
    let protocol = found
        .cases
        .iter()
        .filter(|c| PROTOCOL.contains(&c.id.subject()))
        .count();
    assert_eq!(row(&["lnk.follow"]), [0, 0, 0, 1, 1]);
    assert_eq!(row(&["mix.full"]), [0, 0, 0, 1, 0]);
    let beyond = found
        .cases
        .iter()
        .filter(|case| BEYOND.contains(&case.id.family()))
        .count();
    assert_eq!(found.cases.len() - protocol - beyond, 646);
}

#[test]
fn actions_and_deletions_of_collections_are_of_hazard_class_4() {
    let model = infrastructure(Profile::V1_2);
    let found = derive(&model);
    let whole: Vec<&Case> = found
        .cases
        .iter()
        .filter(|case| case.hazard == Hazard::Collection && case.id.prefix() != "p")
        .collect();
    assert_eq!(whole.len(), 18 + 5);
    assert!(
        whole
            .iter()
            .all(|case| matches!(case.id.family(), "act.coll" | "del.coll"))
    );
    assert!(
        found
            .cases
            .iter()
            .all(|case| (case.hazard > Hazard::Collection) == (case.id.subject() == "robust"))
    );
}

#[test]
fn uuids_are_unique() {
    let found = derive(&infrastructure(Profile::Union));
    let uuids: BTreeSet<_> = found.cases.iter().map(Case::uuid).collect();
    assert_eq!(uuids.len(), found.cases.len());
}
