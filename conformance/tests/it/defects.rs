//! Every seeded defect is found, by the cases that are there to find it (section 18).

use std::{collections::BTreeSet, sync::Arc};

use bytes::Bytes;
use occi::server::{Defect, Service};
use occi_conformance::{
    InProcess,
    engine::Settings,
    run::{Selection, run},
    verdict::{Code, Verdict},
};
use occi_model::Profile;

use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

const COMPUTE: &str = "k:infrastructure#compute/";
const NETWORK: &str = "k:infrastructure#network/";
const STORAGE: &str = "k:infrastructure#storage/";
const INTERFACE: &str = "l:infrastructure#networkinterface/";

/// Which cases must fail on which defect.
const KILLS: &[(Defect, &[(&str, &str)])] = &[
    (
        Defect::CreateWithoutLocation,
        &[
            (COMPUTE, "cre.min@json"),
            (COMPUTE, "cre.full@plain"),
            (STORAGE, "cre.min@occi"),
        ],
    ),
    (
        Defect::CreateAnswers200WithoutLocation,
        &[(COMPUTE, "cre.min@json"), (NETWORK, "cre.min@plain")],
    ),
    (
        Defect::ReadOnlyStored,
        &[
            (COMPUTE, "ro.cre/occi.compute.state"),
            (NETWORK, "ro.upd/occi.network.state"),
        ],
    ),
    (
        Defect::ReadOnlyIgnored,
        &[
            (COMPUTE, "ro.cre/occi.compute.state"),
            (NETWORK, "ro.upd/occi.network.state"),
        ],
    ),
    (
        Defect::RangeOffByOne,
        &[
            (COMPUTE, "val.bad/occi.compute.cores/below"),
            (NETWORK, "val.bad/occi.network.vlan/above"),
            (NETWORK, "val.bad/occi.network.vlan/below"),
        ],
    ),
    (
        Defect::EnumUnchecked,
        &[
            (COMPUTE, "val.bad/occi.compute.architecture/literal"),
            (COMPUTE, "act.param/stop/method/literal"),
        ],
    ),
    (
        Defect::UpdateReplaces,
        &[
            (COMPUTE, "upd.one/occi.compute.cores"),
            (STORAGE, "upd.one/occi.core.summary"),
        ],
    ),
    (
        Defect::FullUpdateMerges,
        &[(COMPUTE, "upd.full/omit"), (INTERFACE, "upd.full/omit")],
    ),
    (
        Defect::ActionWithoutEffect,
        &[
            (COMPUTE, "act.cell/start/inactive"),
            (NETWORK, "act.coll/up/all"),
        ],
    ),
    (
        Defect::IllegalActionAccepted,
        &[
            (COMPUTE, "act.cell/stop/inactive"),
            (COMPUTE, "act.coll/start/atomic"),
        ],
    ),
    (
        Defect::IllegalActionAnswers500,
        &[
            (COMPUTE, "act.cell/stop/inactive"),
            (STORAGE, "act.cell/offline/offline"),
        ],
    ),
    (
        Defect::OfferedActionsStale,
        &[
            (COMPUTE, "act.cell/start/inactive"),
            (NETWORK, "act.cell/up/inactive"),
        ],
    ),
    (
        Defect::JsonLacksAttribute,
        &[(COMPUTE, "cre.min@json"), (STORAGE, "cre.full@json")],
    ),
    (
        Defect::QuotesNotEscaped,
        &[
            (COMPUTE, "val.edge/occi.core.title/quotes"),
            (NETWORK, "val.edge/occi.core.summary/quotes"),
        ],
    ),
    (
        Defect::NumbersAsStrings,
        &[
            (COMPUTE, "cre.full@json"),
            (COMPUTE, "ren.get@json"),
            (STORAGE, "cre.min@json"),
        ],
    ),
    (
        Defect::DiscoveryHidesAttribute,
        &[
            (COMPUTE, "disc"),
            (INTERFACE, "disc"),
            ("x:infrastructure#ipnetwork/", "disc"),
        ],
    ),
    (
        Defect::DiscoveryHidesFlag,
        &[(COMPUTE, "disc"), ("x:infrastructure#ssh_key/", "disc")],
    ),
    (
        Defect::DiscoveryHidesCategory,
        &[("l:infrastructure#storagelink/", "disc")],
    ),
    (
        Defect::DeleteLeavesListed,
        &[(COMPUTE, "del/gone"), (INTERFACE, "del/gone")],
    ),
    (
        Defect::DeleteLeavesReadable,
        &[
            (COMPUTE, "del/gone"),
            (COMPUTE, "del/twice"),
            (NETWORK, "del.coll"),
        ],
    ),
    (
        Defect::ParameterUnchecked,
        &[
            (COMPUTE, "act.neg/unknown-parameter"),
            (COMPUTE, "act.param/save/name/type"),
        ],
    ),
    (
        Defect::RequiredNotChecked,
        &[
            (STORAGE, "cre.miss/occi.storage.size"),
            (INTERFACE, "upd.miss/occi.core.target"),
        ],
    ),
    (
        Defect::DeleteKeepsLinks,
        &[
            (INTERFACE, "lnk/delete-end"),
            ("l:infrastructure#storagelink/", "lnk/delete-end"),
        ],
    ),
    (
        Defect::NotAllowedWithoutAllow,
        &[("p:http/", "HTTP-031/allow")],
    ),
    (
        Defect::FutureVersionAccepted,
        &[("p:http/", "HTTP-018/future-version")],
    ),
    (Defect::DefaultIgnored, &[(INTERFACE, "cre.min@json")]),
    (
        Defect::UnknownAttributeIgnored,
        &[
            (COMPUTE, "neg/unknown-attribute"),
            (INTERFACE, "neg/unknown-attribute"),
        ],
    ),
    (
        Defect::AcceptIgnored,
        &[
            (COMPUTE, "disc"),
            (COMPUTE, "cre.min@json"),
            (NETWORK, "cre.min@occi"),
        ],
    ),
];

#[test]
fn every_defect_is_found_by_the_cases_meant_to() {
    let model = infrastructure(Profile::Union);
    for (defect, kills) in KILLS {
        let expected: BTreeSet<String> = kills
            .iter()
            .map(|(subject, rest)| format!("{subject}{rest}"))
            .collect();
        let selection = Selection {
            patterns: Vec::new(),
            names: Some(expected.clone()),
            ..Selection::default()
        };
        let service = Service::builder(model.clone())
            .defect(*defect)
            .build()
            .unwrap();
        let result = block_on(run(
            model.clone(),
            in_process(service),
            &selection,
            Settings::in_process(),
            |_| {},
        ));
        let ids: BTreeSet<String> = result.cases.iter().map(|c| c.id.to_string()).collect();
        assert_eq!(ids, expected, "{defect:?}: every case named exists");
        for case in &result.cases {
            assert_eq!(
                case.verdict,
                Verdict::Fail,
                "{defect:?} {}: {}",
                case.id,
                case.explanation()
            );
        }
        assert_eq!(result.leftovers, Vec::<String>::new(), "{defect:?}");
    }
}

#[test]
fn every_defect_is_in_the_table() {
    let known: BTreeSet<Defect> = KILLS.iter().map(|(defect, _)| *defect).collect();
    assert_eq!(known, Defect::ALL.into_iter().collect());
    assert_eq!(known.len(), KILLS.len(), "each stands once");
}

/// A server that answers a creation with a refusal and keeps the entity all the same: the refusal is
/// not believed, and the entity is found and deleted.
#[test]
fn a_refusal_that_stores_is_not_believed() {
    let model = infrastructure(Profile::Union);
    let service = Service::builder(model.clone()).build().unwrap();
    let liar = InProcess::new(move |request: http::Request<Bytes>| {
        let service = service.clone();
        async move {
            let creates = request.method() == "POST" && request.uri() == "/compute/";
            let (parts, body) = request.into_parts();
            let mut again = http::Request::new(Bytes::new());
            *again.method_mut() = parts.method.clone();
            *again.uri_mut() = parts.uri.clone();
            *again.headers_mut() = parts.headers.clone();
            let answer = service
                .handle(http::Request::from_parts(parts, body.clone()))
                .await;
            if creates && answer.status() == 400 {
                let said: serde_json::Value = serde_json::from_slice(&body).unwrap();
                let kept = serde_json::json!({ "kind": said["kind"], "title": said["title"] });
                *again.body_mut() = Bytes::from(kept.to_string());
                assert_eq!(service.handle(again).await.status(), 201);
            }
            answer
        }
    });
    let id = format!("{COMPUTE}val.bad/occi.compute.cores/below");
    let selection = Selection {
        patterns: Vec::new(),
        names: Some(BTreeSet::from([id.clone()])),
        ..Selection::default()
    };
    let result = block_on(run(
        model,
        Arc::new(liar),
        &selection,
        Settings::in_process(),
        |_| {},
    ));
    let case = result.find(&id).unwrap();
    let failure = case.failure.as_ref().unwrap();
    assert_eq!((case.verdict, failure.code), (Verdict::Fail, Code::Stored));
    assert!(result.leftovers.is_empty());
    let deleted = case.transcript.last().unwrap();
    assert!(
        deleted.request.starts_with("DELETE /compute/"),
        "{}",
        deleted.request
    );
}
