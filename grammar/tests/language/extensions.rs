//! The definitions of the other documents against their tables: GFD.222, GFD.227, GFD.228, and the
//! drafts on monitoring and notification.
//!
//! The expected lines are typed from the documents, not printed by the code.

use std::collections::BTreeSet;

use occi_grammar::{FileResolver, MemoryResolver, builtin, compile};
use occi_model::{Model, Profile};

use crate::{facts, print};

const PROFILES: [Profile; 3] = [Profile::V1_1, Profile::V1_2, Profile::Union];

/// The model of a shipped definition, which must be without any fault.
fn model(name: &str, profile: Profile) -> Model {
    let path = format!("../specs/{name}.occi");
    let compiled = compile(&path, &mut FileResolver::new(), profile);
    assert!(
        compiled.faults.is_empty(),
        "{name}, {profile}: {}",
        print(&compiled.faults, &compiled.sources)
    );
    compiled.model.unwrap()
}

/// What the definition holds itself, in every version of OCCI that can carry it.
fn lines(name: &str, profiles: &[Profile]) -> Vec<String> {
    let mut all: Vec<Vec<String>> = profiles
        .iter()
        .map(|profile| {
            let model = model(name, *profile);
            let last = model.extension_ids().last().unwrap();
            assert_eq!(*model.extension(last).name, *name);
            facts::extension(&model, last)
        })
        .collect();
    all.dedup();
    assert_eq!(all.len(), 1, "{name} is the same in every profile");
    all.remove(0)
}

/// One template of the profile, as its table has it.
struct Template {
    term: &'static str,
    title: &'static str,
    cores: &'static str,
    memory: &'static str,
    storage: &'static str,
}

/// GFD.222 7.3 to 7.8.
const TEMPLATES: [Template; 6] = [
    Template {
        term: "small",
        title: "A small Compute instance",
        cores: "1",
        memory: "1.0",
        storage: "10.0",
    },
    Template {
        term: "medium",
        title: "A medium Compute instance",
        cores: "2",
        memory: "2.0",
        storage: "20.0",
    },
    Template {
        term: "large",
        title: "A large Compute instance",
        cores: "4",
        memory: "4.0",
        storage: "40.0",
    },
    Template {
        term: "mem_small",
        title: "A small Compute instance for memory-intensive applications",
        cores: "1",
        memory: "4.0",
        storage: "10.0",
    },
    Template {
        term: "mem_medium",
        title: "A medium Compute instance for memory-intensive applications",
        cores: "2",
        memory: "8.0",
        storage: "20.0",
    },
    Template {
        term: "mem_large",
        title: "A large Compute instance for memory-intensive applications",
        cores: "4",
        memory: "16.0",
        storage: "40.0",
    },
];

/// The lines of the profile whose templates are bound below `path`.
fn templates(path: &str) -> Vec<String> {
    TEMPLATES
        .iter()
        .flat_map(|template| {
            let Template {
                term,
                title,
                cores,
                memory,
                storage,
            } = template;
            [
                format!("mixin {term} {title:?} at {path}{term}/"),
                "  depends resource_tpl".to_owned(),
                "  applies compute".to_owned(),
                format!("  occi.compute.ephemeral_storage.size: float >0; readonly; always; = {storage}; GiB"),
                "  occi.compute.ephemeral_storage.deviceid: string; always; = generated ephemeral{}".to_owned(),
                format!("  set occi.compute.cores = {cores}"),
                format!("  set occi.compute.memory = {memory}"),
            ]
        })
        .collect()
}

const CRTP_1_0: &str = "http://schemas.ogf.org/occi/infrastructure/compute/template/1.0#";
const CRTP_1_1: &str = "http://schemas.ogf.org/occi/infrastructure/compute/template/1.1#";

/// CRTP-004, CRTP-013, CRTP-016.
#[test]
fn templates_1_1_are_those_of_the_tables() {
    assert_eq!(
        lines("crtp-1-1", &PROFILES),
        templates("/mixin/resource_tpl/")
    );
    assert_schemes("crtp-1-1", CRTP_1_1);
}

/// CRTP-004, CRTP-014, CRTP-016; the attributes are there in OCCI 1.1 too (D-119).
#[test]
fn templates_1_0_are_those_of_the_tables() {
    assert_eq!(
        lines("crtp-1-0", &PROFILES),
        templates("/mixin/resource_tpl/1.0/")
    );
    assert_schemes("crtp-1-0", CRTP_1_0);
}

/// All templates share the common scheme of their version (D-40).
fn assert_schemes(name: &str, scheme: &str) {
    let model = model(name, Profile::Union);
    let found: Vec<&str> = model
        .mixins()
        .filter(|(_, mixin)| model.extension(mixin.extension).name.to_string() == name)
        .map(|(_, mixin)| mixin.id.scheme())
        .collect();
    assert_eq!(found, [scheme; 6]);
}

/// A provider that serves both versions of OCCI offers both versions of the profile.
#[test]
fn both_versions_of_the_templates_fit_into_one_model() {
    let text = "extension cloud \"http://example.com/cloud#\";\nuse crtp-1-0;\nuse crtp-1-1;\n";
    for profile in PROFILES {
        let mut resolver = MemoryResolver::new().with("cloud", text);
        let compiled = compile("cloud", &mut resolver, profile);
        assert!(compiled.faults.is_empty(), "{}", compiled.faults);
        let model = compiled.model.unwrap();
        for scheme in [CRTP_1_0, CRTP_1_1] {
            let family = model
                .find_mixin("http://schemas.ogf.org/occi/infrastructure#resource_tpl")
                .unwrap();
            for template in &TEMPLATES {
                let id = model.find_mixin(&format!("{scheme}{}", template.term));
                // One family over both versions: an instance has one template at most.
                assert_eq!(model.mixin(id.unwrap()).depends, [family]);
            }
        }
        assert!(family_is_exclusive_and_overriding(&model));
    }
}

fn family_is_exclusive_and_overriding(model: &Model) -> bool {
    let id = model.find_mixin("http://schemas.ogf.org/occi/infrastructure#resource_tpl");
    let family = model.mixin(id.unwrap());
    family.exclusive && family.overriding
}

/// PLT-004; D-42, D-43, D-44.
#[test]
fn platform_is_that_of_the_tables() {
    let state = "enum {active, inactive, error}; readonly; always; = \"active\"";
    let states = [
        "  initial active",
        "  active stop inactive",
        "  active () error",
        "  inactive start active",
        "  inactive () error",
    ];
    let mut expected: Vec<String> = Vec::new();
    let mut add = |lines: &[&str]| expected.extend(lines.iter().map(|&line| line.to_owned()));
    add(&[
        "kind application \"Application\" : resource at /application/",
        "  occi.app.name: string; always; required",
        "  occi.app.context: uri; createonly; always; = generated",
        "  occi.app.url: uri; readonly; always",
        &format!("  occi.app.state: {state}"),
        "  occi.app.state.message: string; readonly",
        "  http://schemas.ogf.org/occi/platform/application/action#start()",
        "  http://schemas.ogf.org/occi/platform/application/action#stop()",
    ]);
    add(&states);
    add(&[
        "kind component \"Component\" : resource at /component/",
        &format!("  occi.component.state: {state}"),
        "  occi.component.state.message: string; readonly",
        "  http://schemas.ogf.org/occi/platform/component/action#start()",
        "  http://schemas.ogf.org/occi/platform/component/action#stop()",
    ]);
    add(&states);
    add(&[
        "kind componentlink \"ComponentLink\" : link at /link/componentlink/",
        "  from application, component to application, component",
        "exclusive mixin app_tpl \"Application Template\" at /mixin/app_tpl/",
        "  applies application",
        "exclusive overriding mixin res_tpl \"Resource Template\" at /mixin/res_tpl/",
        "  applies application, component",
        "mixin database \"Database Mixin\" at /mixin/database/",
        "  applies component",
        "  occi.database.version: string; createonly; always; = generated",
        "mixin databaselink \"Database Link\" at /mixin/databaselink/",
        "  applies componentlink",
        "  occi.database.uri: uri; readonly; always",
        "  occi.database.username: string; readonly",
        "  occi.database.token: string; readonly",
    ]);
    assert_eq!(lines("platform", &PROFILES), expected);
}

/// SLA-001, SLA-002, SLA-010; D-46, D-47, D-48.
#[test]
fn agreements_are_those_of_the_tables() {
    let expected = [
        "kind agreement \"A Service Level Agreement\" : resource at /agreement/",
        "  occi.agreement.state: enum {pending, accepted, rejected, suspended, terminated}; readonly; always; = \"pending\"",
        "  occi.agreement.agreedAt: datetime; readonly",
        "  occi.agreement.effectiveFrom: datetime",
        "  occi.agreement.effectiveUntil: datetime",
        "  http://schemas.ogf.org/occi/sla#accept()",
        "  http://schemas.ogf.org/occi/sla#reject()",
        "  http://schemas.ogf.org/occi/sla#suspend()",
        "  http://schemas.ogf.org/occi/sla#resume()",
        "  http://schemas.ogf.org/occi/sla#terminate()",
        "  initial pending",
        "  pending accept accepted",
        "  pending reject rejected",
        "  accepted suspend suspended",
        "  accepted terminate terminated",
        "  suspended resume accepted",
        "  suspended terminate terminated",
        "kind agreement_link \"Link between a SLA and its associated resources\" : link at /link/agreement_link/",
        "  from agreement to resource",
        "exclusive mixin agreement_tpl \"Mixin defining a SLA template collection\" at /mixin/agreement_tpl/",
        "  applies agreement",
        "mixin agreement_term \"Mixin defining a Term collection for an agreement\" at /mixin/agreement_term/",
        "  applies agreement",
    ];
    assert_eq!(lines("sla", &[Profile::V1_2, Profile::Union]), expected);
}

/// D-04 names `occi.agreement.agreedAt` as a name that OCCI 1.1 refuses.
#[test]
fn agreements_do_not_fit_into_1_1() {
    let mut files = FileResolver::new();
    let compiled = compile("../specs/sla.occi", &mut files, Profile::V1_1);
    let found: Vec<(String, Option<&str>)> = compiled
        .faults
        .iter()
        .map(|fault| {
            let place = compiled.sources.excerpt(fault.origin);
            (fault.code.to_string(), place)
        })
        .collect();
    let expected = ["agreedAt", "effectiveFrom", "effectiveUntil"]
        .map(|name| ("E0010".to_owned(), format!("occi.agreement.{name}")));
    let expected: Vec<(String, Option<&str>)> = expected
        .iter()
        .map(|(code, place)| (code.clone(), Some(place.as_str())))
        .collect();
    assert_eq!(found, expected);
    assert!(compiled.model.is_none());
}

/// MON-001, MON-002, MON-003, MON-005, MON-008, MON-009; D-49.
#[test]
fn monitoring_is_that_of_the_tables() {
    let expected = [
        "kind sensor \"Sensor Resource\" : resource at /sensor/",
        "  occi.sensor.timebase: string",
        "  occi.sensor.timestart: number; s",
        "  occi.sensor.timestop: number; s",
        "  occi.sensor.period: number; always; required; s",
        "  occi.sensor.granularity: number; s",
        "  occi.sensor.accuracy: number; s",
        "  require: a sensor cannot stop before it starts",
        "kind collector \"Collector Link\" : link at /link/collector/",
        "  from sensor to resource",
        "  occi.collector.period: number; always; required; s",
        "  occi.collector.granularity: number; s",
        "  occi.collector.accuracy: number; s",
        "mixin metric \"Metric Mixin\" at /mixin/metric/",
        "  applies collector",
        "mixin aggregator \"Aggregator Mixin\" at /mixin/aggregator/",
        "  applies sensor",
        "mixin publisher \"Publisher Mixin\" at /mixin/publisher/",
        "  applies sensor",
    ];
    assert_eq!(lines("monitoring", &PROFILES), expected);
}

/// NTF-001, NTF-002.
#[test]
fn notification_is_that_of_the_tables() {
    let expected = [
        "kind notification \"notification Link\" : link at /link/notification/",
        "  from resource to resource",
        "mixin notifier \"notifier Mixin\" at /mixin/notifier/",
        "  applies resource",
    ];
    assert_eq!(lines("notification", &PROFILES), expected);
}

/// The checklist of the documents: kinds, mixins, actions, distinct attributes, transitions.
#[test]
fn the_numbers_are_those_of_the_documents() {
    let counted: Vec<(&str, [usize; 5])> = builtin::ALL
        .iter()
        .map(|builtin| (builtin.name, count(&model(builtin.name, Profile::Union))))
        .collect();
    assert_eq!(
        counted,
        [
            ("core", [3, 0, 0, 7, 0]),
            // 2 new attributes and 2 re-used.
            ("crtp-1-0", [0, 6, 0, 2 + 2, 0]),
            ("crtp-1-1", [0, 6, 0, 2 + 2, 0]),
            // 8 of compute, 2 of network, 10 of storage, 2 of each link.
            ("infrastructure", [5, 6, 12, 31, 7 + 2 + 10 + 2 + 2]),
            ("monitoring", [2, 3, 0, 9, 0]),
            ("notification", [1, 1, 0, 0, 0]),
            // 4 of each of two kinds.
            ("platform", [3, 4, 4, 11, 4 + 4]),
            ("sla", [2, 2, 5, 4, 6]),
        ]
    );
}

/// The table for users has the same numbers.
#[test]
fn the_page_on_definitions_has_the_numbers() {
    let page = include_str!("../../../docs/definitions.md");
    let rows: Vec<(String, Vec<usize>)> = page
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let name = cells.first()?.strip_prefix('`')?.strip_suffix('`')?;
            let numbers = cells.iter().skip(2).map(|cell| cell.parse().unwrap());
            Some((name.to_owned(), numbers.collect()))
        })
        .collect();
    let counted: Vec<(String, Vec<usize>)> = builtin::ALL
        .iter()
        .map(|builtin| {
            let model = model(builtin.name, Profile::Union);
            (builtin.name.to_owned(), count(&model).to_vec())
        })
        .collect();
    assert_eq!(rows, counted);
}

fn count(model: &Model) -> [usize; 5] {
    let last = model.extension_ids().last().unwrap();
    let kinds = || model.kinds().filter(|(_, kind)| kind.extension == last);
    let mixins = || model.mixins().filter(|(_, mixin)| mixin.extension == last);
    let actions: usize = kinds().map(|(_, kind)| kind.actions.len()).sum();
    let names: BTreeSet<&str> = kinds()
        .flat_map(|(_, kind)| &kind.attributes)
        .chain(mixins().flat_map(|(_, mixin)| &mixin.attributes))
        .map(|attribute| attribute.name.as_str())
        .collect();
    let transitions = kinds()
        .filter_map(|(_, kind)| kind.own_states.as_ref())
        .map(|machine| machine.transitions.len())
        .sum();
    assert!(mixins().all(|(_, mixin)| mixin.actions.is_empty() && mixin.states.is_none()));
    [
        kinds().count(),
        mixins().count(),
        actions,
        names.len(),
        transitions,
    ]
}

/// What is shipped explains itself: every category, attribute, action and parameter.
#[test]
fn everything_shipped_is_described() {
    for builtin in builtin::ALL {
        let model = model(builtin.name, Profile::Union);
        let described = |what: &str, text: Option<&str>| {
            let whole = text.is_some_and(|text| text.ends_with('.'));
            assert!(whole, "{what} of {} is described: {text:?}", builtin.name);
        };
        for extension in model.extensions() {
            described(&extension.name, extension.description.as_deref());
        }
        for (_, kind) in model.kinds() {
            described(kind.id.as_str(), kind.description.as_deref());
            assert!(kind.title.is_some(), "{}", kind.id);
            for attribute in &kind.attributes {
                described(attribute.name.as_str(), attribute.description.as_deref());
            }
        }
        for (_, mixin) in model.mixins() {
            described(mixin.id.as_str(), mixin.description.as_deref());
            assert!(mixin.title.is_some(), "{}", mixin.id);
            for attribute in &mixin.attributes {
                described(attribute.name.as_str(), attribute.description.as_deref());
            }
        }
        for (_, action) in model.actions() {
            described(action.id.as_str(), action.description.as_deref());
            for parameter in &action.parameters {
                described(parameter.name.as_str(), parameter.description.as_deref());
            }
        }
    }
}

/// `use platform;` works anywhere without a path, by name and by scheme, and all at once.
#[test]
fn every_definition_can_be_imported_beside_the_others() {
    let uses: String = builtin::ALL
        .iter()
        .enumerate()
        .map(|(at, builtin)| {
            format!(
                "use {};\nuse {:?} as other{at};\n",
                builtin.name, builtin.scheme
            )
        })
        .collect();
    let text = format!("extension all \"http://example.com/all#\";\n{uses}");
    for profile in [Profile::V1_2, Profile::Union] {
        let mut resolver = MemoryResolver::new().with("all", text.clone());
        let compiled = compile("all", &mut resolver, profile);
        assert!(compiled.faults.is_empty(), "{}", compiled.faults);
        let names: BTreeSet<String> = compiled
            .model
            .unwrap()
            .extensions()
            .iter()
            .map(|extension| extension.name.to_string())
            .collect();
        assert_eq!(names.len(), builtin::ALL.len() + 1);
    }
}

/// Provider mixins below the bases of the documents (PLT-017, PLT-018, PLT-019, SLA-017,
/// SLA-019, SLA-020) and a kind below the agreement link (SLA-024).
#[test]
fn providers_build_on_the_definitions() {
    let text = r#"
        extension cloud "http://example.com/cloud#";
        use core;
        use infrastructure;
        use platform;
        use sla;

        mixin wiki {
            depends platform.app_tpl;
            set occi.app.name = "wiki";
        }
        mixin big {
            depends platform.res_tpl;
            com.example.instances: integer = 8;
        }
        mixin gold {
            depends sla.agreement_tpl;
            set occi.agreement.effectiveUntil = "2030-01-01";
        }
        mixin availability {
            depends sla.agreement_term;
            readonly always com.example.availability.term.type: enum { "SERVICE-TERM", "SLO-TERM", "n/a" } = "SLO-TERM";
            readonly always com.example.availability.term.state: enum { undefined, fulfilled, violated } = undefined;
            readonly com.example.availability.term.desc: string;
            readonly com.example.availability.term.remedy: string;
            states com.example.availability.term.state {
                initial undefined {
                    event assessment -> fulfilled;
                    event assessment -> violated;
                }
                fulfilled { event assessment -> violated; }
                violated { event assessment -> fulfilled; }
            }
        }
        kind covers : sla.agreement_link {
            target infrastructure.compute;
        }
        mixin image { depends infrastructure.os_tpl; set occi.compute.architecture = x64; }
        mixin tiny { depends infrastructure.resource_tpl; set occi.compute.cores = 1; }
    "#;
    let mut resolver = MemoryResolver::new().with("cloud", text);
    let compiled = compile("cloud", &mut resolver, Profile::Union);
    assert!(
        compiled.faults.is_empty(),
        "{}",
        print(&compiled.faults, &compiled.sources)
    );
    let model = compiled.model.unwrap();
    for (term, base) in [
        ("wiki", "platform#app_tpl"),
        ("big", "platform#res_tpl"),
        ("gold", "sla#agreement_tpl"),
        ("availability", "sla#agreement_term"),
        ("image", "infrastructure#os_tpl"),
        ("tiny", "infrastructure#resource_tpl"),
    ] {
        let id = model.find_mixin(&format!("http://example.com/cloud#{term}"));
        let base = model.find_mixin(&format!("http://schemas.ogf.org/occi/{base}"));
        assert_eq!(model.mixin(id.unwrap()).depends, [base.unwrap()], "{term}");
    }
    let covers = model.find_kind("http://example.com/cloud#covers").unwrap();
    let base = model.find_kind("http://schemas.ogf.org/occi/sla#agreement_link");
    assert_eq!(model.kind(covers).parent, base);
}
