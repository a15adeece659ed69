//! The project's own guideline: locked to the catalogue, and judged by a run.

use std::{env, fs, path::PathBuf};

use occi::server::{Defect, Service};
use occi_conformance::{
    case::{Hazard, Need},
    catalogue::{Options, catalogue},
    engine::Settings,
    guideline::{case_refs, required, results, selection},
    measure::measure,
    run::run,
};
use occi_grammar::guideline::lock;
use occi_model::{
    Model, Profile, SourceId,
    guideline::{
        Guideline,
        judge::{Conclusion, Matching, judge},
    },
};

use crate::{
    server::{block_on, in_process},
    support::{compiled, infrastructure, standard},
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
    let connected = cases
        .cases
        .iter()
        .filter(|case| case.needs.contains(&Need::Framing) && case.hazard < Hazard::Collection)
        .count();
    assert_eq!(
        judged,
        harmless - connected,
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

/// What a mark depends on, seen on the shipped guideline and on others made of it.
#[test]
fn criteria_are_measured() {
    let model = Model::clone(&standard("infrastructure", Profile::V1_2));
    let cases = catalogue(&model, &Options::default());
    let (guideline, text) = locked();
    let mark = |guideline: &Guideline, before: &[Guideline], capability: &str, key: &str| {
        let measured = measure(guideline, before, std::slice::from_ref(&model), &cases);
        let of = measured
            .into_iter()
            .find(|one| one.capability == capability);
        let marks = of.expect(capability).marks;
        let found = marks.into_iter().find(|(known, _)| *known == key);
        found.map(|(_, met)| met)
    };
    let now = |capability: &str, key: &str| mark(&guideline, &[], capability, key);
    assert_eq!(now("occi-compute-create", "complete"), Some(true));
    assert_eq!(now("occi-compute-create", "discover"), Some(true));
    assert_eq!(now("occi-compute-create", "doc"), Some(true));
    assert_eq!(now("occi-compute-create", "atomic"), Some(true));
    // A link needs its ends.
    assert_eq!(now("occi-storagelink-attach", "atomic"), Some(false));
    // Not about a category, and without earlier guidelines.
    for key in ["discover", "doc", "atomic", "sticky", "stable"] {
        assert_eq!(now("occi-auth", key), None, "{key}");
    }
    for key in [
        "deployed",
        "tools",
        "clients",
        "future",
        "foundation",
        "proximity",
    ] {
        assert_eq!(now("occi-compute-create", key), None, "{key}");
    }

    // Fewer tests.
    let lacking = text.replace(
        "k:infrastructure#compute/cre.min@",
        "k:infrastructure#compute/x@",
    );
    let lacking = read_guideline(&lacking);
    assert_eq!(
        mark(&lacking, &[], "occi-compute-create", "complete"),
        Some(false)
    );
    // A definition without words.
    let text_of_model = occi_grammar::builtin::find("infrastructure").unwrap().text;
    let wordless: Vec<&str> = text_of_model
        .lines()
        .filter(|line| !line.trim_start().starts_with("///"))
        .collect();
    let wordless = Model::clone(&compiled(&wordless.join("\n"), Profile::V1_2));
    let measured = measure(&guideline, &[], &[wordless], &cases);
    let of = measured
        .iter()
        .find(|one| one.capability == "occi-compute-create");
    assert!(of.unwrap().marks.contains(&("doc", false)));

    // Earlier ones: the state in the last, and being in the last two.
    let advisory = read_guideline(&moved(&text, "occi-compute-create"));
    let before = [guideline.clone(), advisory.clone()];
    assert_eq!(
        mark(&guideline, &before, "occi-compute-create", "sticky"),
        Some(false)
    );
    assert_eq!(
        mark(&guideline, &before, "occi-network-create", "sticky"),
        Some(true)
    );
    assert_eq!(
        mark(&guideline, &before, "occi-compute-create", "stable"),
        Some(true)
    );
    let (core, _) = locked_of("occi-core", "core", Profile::V1_2);
    let before = [core, guideline.clone()];
    assert_eq!(
        mark(&guideline, &before, "occi-compute-create", "stable"),
        Some(false)
    );
    assert_eq!(mark(&guideline, &before[..1], "occi-auth", "stable"), None);
}

fn read_guideline(text: &str) -> Guideline {
    let read = occi_grammar::guideline::read(text.as_bytes(), SourceId(0));
    read.guideline.unwrap()
}

/// A guideline in which a required capability is advisory.
fn moved(text: &str, capability: &str) -> String {
    let mut json: serde_json::Value = serde_json::from_str(text).unwrap();
    let states = &mut json["components"]["occi_infrastructure"]["capabilities"];
    let required = states["required"].as_array_mut().unwrap();
    required.retain(|name| name != capability);
    states["advisory"]
        .as_array_mut()
        .unwrap()
        .push(capability.into());
    json.to_string()
}
