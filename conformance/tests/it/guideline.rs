//! The project's own guideline: locked to the catalogue, and judged by a run.

use std::{env, fs, path::PathBuf};

use occi::server::{Defect, Service};
use occi_conformance::{
    catalogue::{Options, catalogue},
    engine::Settings,
    guideline::{case_refs, required, results, selection},
    run::run,
};
use occi_grammar::guideline::lock;
use occi_model::{
    Profile,
    guideline::{
        Guideline,
        judge::{Conclusion, Matching, judge},
    },
};

use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

const TARGET: &str = "OCCI Infrastructure";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../specs/guidelines")
}

/// The guideline, locked to the catalogue of the version that it is for.
fn locked() -> (Guideline, String) {
    let source = fs::read(folder().join("occi-infrastructure.source.json")).unwrap();
    let cases = catalogue(&infrastructure(Profile::V1_2), &Options::default());
    let locked = lock(
        "occi-infrastructure.source.json",
        &source,
        &case_refs(&cases),
    );
    assert!(locked.faults.is_empty(), "{}", locked.faults);
    (locked.guideline.unwrap(), locked.text.unwrap())
}

/// `OCCI_UPDATE=1` writes the file anew.
#[test]
fn the_locked_guideline_is_up_to_date() {
    let path = folder().join("occi-infrastructure.json");
    let (_, text) = locked();
    if env::var_os("OCCI_UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == text,
        "{} is stale; run this test with OCCI_UPDATE=1",
        path.display()
    );
}

#[test]
fn the_union_has_every_case_of_both_versions() {
    let union = catalogue(&infrastructure(Profile::Union), &Options::default());
    for profile in [Profile::V1_1, Profile::V1_2] {
        for case in catalogue(&infrastructure(profile), &Options::default()).cases {
            assert!(union.find(case.id.as_str()).is_some(), "{}", case.id);
        }
    }
}

fn verdict_on(service: Service) -> (Conclusion, usize, Vec<String>) {
    let model = infrastructure(Profile::Union);
    let cases = catalogue(&model, &Options::default());
    let (guideline, _) = locked();
    let target = guideline.target(TARGET).unwrap();
    let selection = selection(&guideline, &target);
    let settings = Settings {
        required: required(&cases, &selection),
        ..Settings::in_process()
    };
    let result = block_on(run(
        model,
        in_process(service),
        &selection,
        settings,
        |_| {},
    ));
    let results = results(&result);
    let verdict = judge(&target, &results, Matching::ById);
    let open = verdict
        .open()
        .map(|(capability, _)| capability.name.to_string())
        .collect();
    (verdict.conclusion, results.results.len(), open)
}

#[test]
fn the_built_in_server_meets_it() {
    let service = Service::builder(infrastructure(Profile::Union))
        .build()
        .unwrap();
    let (conclusion, judged, open) = verdict_on(service);
    assert_eq!(conclusion, Conclusion::Met, "{open:?}");
    let cases = catalogue(&infrastructure(Profile::V1_2), &Options::default());
    let harmless = case_refs(&cases).iter().filter(|c| c.hazard < 4).count();
    assert_eq!(
        judged, harmless,
        "it asks for every case that may be asked for"
    );
}

#[test]
fn a_hidden_kind_is_a_gap_of_its_capabilities_only() {
    let service = Service::builder(infrastructure(Profile::Union))
        .defect(Defect::DiscoveryHidesCategory)
        .build()
        .unwrap();
    let (conclusion, _, open) = verdict_on(service);
    assert_eq!(conclusion, Conclusion::NotMet);
    assert!(open.iter().any(|name| name == "occi-storagelink-attach"));
    assert!(
        !open.iter().any(|name| name.starts_with("occi-compute")),
        "{open:?}"
    );
}
