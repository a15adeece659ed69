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
    support::{infrastructure, standard},
};

const TARGET: &str = "OCCI Infrastructure";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../specs/guidelines")
}

/// Our guidelines: name, definition, and version that each is for.
const OURS: [(&str, &str, Profile, &str); 5] = [
    ("occi-core", "core", Profile::V1_2, "OCCI Core"),
    (
        "occi-infrastructure",
        "infrastructure",
        Profile::V1_2,
        TARGET,
    ),
    ("occi-platform", "platform", Profile::V1_2, "OCCI Platform"),
    ("occi-sla", "sla", Profile::V1_2, "OCCI SLA"),
    ("occi-crtp", "crtp-1-1", Profile::V1_2, "OCCI CRTP"),
];

/// A guideline, locked to the catalogue of the version that it is for.
fn locked_of(name: &str, model: &str, profile: Profile) -> (Guideline, String) {
    let file = format!("{name}.source.json");
    let source = fs::read(folder().join(&file)).unwrap();
    let cases = catalogue(&standard(model, profile), &Options::default());
    let locked = lock(&file, &source, &case_refs(&cases));
    assert!(locked.faults.is_empty(), "{}", locked.faults);
    (locked.guideline.unwrap(), locked.text.unwrap())
}

fn locked() -> (Guideline, String) {
    locked_of("occi-infrastructure", "infrastructure", Profile::V1_2)
}

/// `OCCI_UPDATE=1` writes the files anew.
#[test]
fn the_locked_guidelines_are_up_to_date() {
    for (name, model, profile, _) in OURS {
        let path = folder().join(format!("{name}.json"));
        let (_, text) = locked_of(name, model, profile);
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
}

/// The built-in server meets each of them, and a server without its last kind, or without JSON's
/// last attribute, does not.
#[test]
fn the_built_in_server_meets_each() {
    for (name, definition, profile, platform) in OURS {
        let model = standard(definition, profile);
        let (guideline, _) = locked_of(name, definition, profile);
        let judged = |service: Service| {
            let cases = catalogue(&model, &Options::default());
            let target = guideline.target(platform).unwrap();
            let selection = selection(&guideline, &target);
            let settings = Settings {
                required: required(&cases, &selection),
                ..Settings::in_process()
            };
            let result = block_on(run(
                model.clone(),
                in_process(service),
                &selection,
                settings,
                |_| {},
            ));
            let verdict = judge(&target, &results(&result), Matching::ById);
            let open: Vec<String> = verdict
                .open()
                .map(|(capability, _)| capability.name.to_string())
                .collect();
            (verdict.conclusion, open)
        };
        let sound = Service::builder(model.clone()).build().unwrap();
        let (conclusion, open) = judged(sound);
        assert_eq!(conclusion, Conclusion::Met, "{name}: {open:?}");
        let faulty = Service::builder(model.clone())
            .defect(Defect::DiscoveryHidesFlag)
            .build()
            .unwrap();
        assert_eq!(judged(faulty).0, Conclusion::NotMet, "{name}");
    }
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
