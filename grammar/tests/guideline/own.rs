//! The project's own guideline of OCCI infrastructure.

use std::path::PathBuf;

use occi_grammar::guideline::{TestsRequest, list_tests, lock, read_source};
use occi_model::{
    SourceId,
    guideline::{
        TestUuid,
        author::{CaseRef, Level},
    },
};

fn source() -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../specs/guidelines/occi-infrastructure.source.json");
    std::fs::read(path).unwrap()
}

/// Case ids in the form of conformance-design 4.2: some of each family for each kind.
fn ids() -> Vec<String> {
    let kinds: [(&str, &str, &[&str]); 5] = [
        (
            "k",
            "compute",
            &["start", "stop", "restart", "suspend", "save"],
        ),
        ("k", "network", &["up", "down"]),
        ("k", "storage", &["online", "offline"]),
        ("l", "networkinterface", &[]),
        ("l", "storagelink", &[]),
    ];
    let mut ids = Vec::new();
    for (prefix, term, actions) in kinds {
        let subject = format!("{prefix}:infrastructure#{term}");
        for family in [
            "disc",
            "cre.min@json",
            "cre.full@plain",
            "cre.miss/occi.core.target",
            "ro.cre/occi.core.id",
            "ro.upd/occi.core.id",
            "val.bad/occi.core.title/type",
            "val.edge/occi.core.title/empty",
            "val.default/occi.core.title",
            "upd.one/occi.core.title",
            "upd.full/same",
            "upd.miss/occi.core.target",
            "ren.get@json",
            "ren.list@uri",
            "ren.same",
            "del/get",
            "act.neg/unknown-term",
            "neg/unknown-attribute",
            "fil/category",
            "pag/one",
            "mix.no/other/create",
        ] {
            ids.push(format!("{subject}/{family}"));
        }
        for action in actions {
            ids.push(format!("{subject}/disc/{action}"));
            ids.push(format!("{subject}/act.cell/{action}/active"));
            ids.push(format!("{subject}/act.param/{action}/method/type"));
            // Nobody can be asked to run this one.
            ids.push(format!("{subject}/act.coll/{action}"));
        }
        ids.push(format!("{subject}/del.coll"));
        if prefix == "l" {
            ids.push(format!("{subject}/lnk/inline"));
            ids.push(format!("{subject}/lnk.follow"));
        }
        // No mixin of infrastructure applies to storage links.
        if term != "storagelink" {
            ids.push(format!("{subject}/mix/one/associate"));
        }
        if term == "networkinterface" {
            ids.push(format!("{subject}/ro.once/occi.networkinterface.interface"));
            let mixin = "infrastructure.ipnetworkinterface";
            ids.push(format!("{subject}/cond/{mixin}/1"));
            ids.push(format!("{subject}/mix.full/{mixin}"));
        }
    }
    for mixin in [
        "ipnetwork",
        "ipnetworkinterface",
        "os_tpl",
        "resource_tpl",
        "ssh_key",
        "user_data",
    ] {
        ids.push(format!("x:infrastructure#{mixin}/disc"));
    }
    for id in [
        "x:infrastructure#os_tpl/tpl/create",
        "p:user-mixins/tag/add",
        "p:http/HTTP-018/future-version",
        "p:http/HTTP-031/allow",
        "p:core/CORE-049/no-kind",
        "p:http/HTTP-012/types-named",
        "p:http/HTTP-024/reading",
        "p:http/HTTP-032/image",
        "p:http/HTTP-057/path",
        "p:http/HTTP-121/location",
        "p:http/HTTP-152/no-accept",
        "p:http/HTTP-153/any-accept",
        "p:http/HTTP-154/weights",
        "p:http/HTTP-155/two-types",
        "p:http/HTTP-161/creation",
        "p:json/JSON-008/members",
        "p:text/TXT-002/occi-plain",
        "w:json/escapes",
        "w:text/no-blanks",
    ] {
        ids.push(id.to_owned());
    }
    ids
}

fn cases(ids: &[String]) -> Vec<CaseRef<'_>> {
    ids.iter()
        .enumerate()
        .map(|(at, id)| CaseRef {
            id,
            uuid: TestUuid::from_bytes((at as u128).to_be_bytes()),
            level: Level::Must,
            hazard: if id.contains(".coll") { 4 } else { 2 },
        })
        .collect()
}

#[test]
fn the_source_is_free_of_faults() {
    let read = read_source(&source(), SourceId(0));
    assert!(read.faults.is_empty(), "{}", read.faults);
}

#[test]
fn every_case_is_in_exactly_one_capability() {
    let ids = ids();
    let locked = lock("occi-infrastructure.source.json", &source(), &cases(&ids));
    let faults: Vec<String> = locked
        .faults
        .iter()
        .map(ToString::to_string)
        // These actions have no parameters in the model, only in the catalogue of this test.
        .filter(|fault| !fault.contains("act.param"))
        .collect();
    assert_eq!(faults, Vec::<String>::new());
    let guideline = locked.guideline.unwrap();
    let lint = guideline.lint();
    assert!(lint.is_empty(), "{lint}");
    let mut listed: Vec<&str> = guideline
        .capabilities()
        .iter()
        .flat_map(|capability| &capability.tests)
        .map(|test| test.name.value.as_str())
        .collect();
    listed.sort_unstable();
    let without_parameters = ["start", "up", "down", "online", "offline"];
    let mut expected: Vec<&str> = ids
        .iter()
        .map(String::as_str)
        .filter(|id| !id.contains(".coll"))
        .filter(|id| {
            let action = id.split_once("/act.param/").map(|(_, rest)| rest);
            !action.is_some_and(|rest| {
                without_parameters
                    .iter()
                    .any(|name| rest.split('/').next() == Some(name))
            })
        })
        .collect();
    expected.sort_unstable();
    assert_eq!(listed, expected);
}

#[test]
fn the_locked_file_is_a_guideline_with_its_own_targets() {
    let ids = ids();
    let cases = cases(&ids);
    let text = lock("source", &source(), &cases).text.unwrap();
    let mut reversed = cases.clone();
    reversed.reverse();
    assert_eq!(lock("source", &source(), &reversed).text.unwrap(), text);
    let count = |target: &str| {
        let request = TestsRequest {
            target: target.to_owned(),
            ..TestsRequest::default()
        };
        let listed = list_tests("locked", text.as_bytes(), &request);
        assert!(listed.faults.is_empty(), "{}", listed.faults);
        listed.text.unwrap().lines().count()
    };
    let all = count("OCCI Infrastructure");
    assert_eq!(all, count("platform"));
    assert_eq!(all, count("occi_core") + count("occi_infrastructure"));
    let request = TestsRequest {
        target: "occi_core".to_owned(),
        ..TestsRequest::default()
    };
    let listed = list_tests("locked", text.as_bytes(), &request)
        .text
        .unwrap();
    let first = listed.lines().next().unwrap();
    assert!(
        first.starts_with("k:infrastructure#compute/act.neg/unknown-term[id-00000000-0000-"),
        "{first}"
    );
}
