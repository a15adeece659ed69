//! The built-in server: without a defect it passes every case, with a preferred answer each time.

use std::sync::Arc;

use occi::server::Service;
use occi_conformance::{
    Http, InProcess, Transport,
    engine::{Settings, Timeouts},
    report,
    run::{RunResult, Selection, run},
    transport::Framing,
    verdict::Verdict,
};
use occi_model::{Model, Profile};

use crate::{
    support::{compiled, infrastructure, standard},
    synthetic::ZOO,
};

pub(crate) fn in_process(service: Service) -> Arc<dyn Transport> {
    Arc::new(InProcess::new(move |request| {
        let service = service.clone();
        async move { service.handle(request).await }
    }))
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

fn whole(model: &Arc<Model>, service: Service) -> RunResult {
    block_on(run(
        model.clone(),
        in_process(service),
        &Selection::default(),
        Settings::in_process(),
        |_| {},
    ))
}

fn assert_clean(result: &RunResult) {
    let tally = result.tally();
    let others = tally.total() - tally.count(Verdict::Pass) - tally.count(Verdict::NotApplicable);
    assert_eq!(others, 0, "{}", report::terminal(result));
    assert!(result.leftovers.is_empty());
}

pub(crate) fn passes(model: &Arc<Model>) {
    let service = Service::builder(model.clone()).build().unwrap();
    assert_clean(&whole(model, service));
}

#[test]
fn the_union_passes() {
    passes(&infrastructure(Profile::Union));
}

#[test]
fn version_1_2_passes() {
    passes(&infrastructure(Profile::V1_2));
}

#[test]
fn version_1_1_passes() {
    passes(&infrastructure(Profile::V1_1));
}

/// Every type and facet, conditions, references, actions without a state machine.
#[test]
fn a_model_of_everything_passes() {
    passes(&compiled(ZOO, Profile::Union));
}

#[test]
fn core_alone_passes() {
    passes(&standard("core", Profile::Union));
}

/// The same over a socket; verdicts must not depend on the way.
#[test]
fn passes_over_http_with_the_same_verdicts() {
    let model = infrastructure(Profile::Union);
    let service = Service::builder(model.clone()).build().unwrap();
    let here = whole(&model, service);
    // A service of its own: the action save leaves templates, which make more cases applicable.
    let service = Service::builder(model.clone()).build().unwrap();
    let there = block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(service.serve(listener, async {
            let _ = stopped.await;
        }));
        let result = run(
            model,
            Arc::new(Http::new(&url).unwrap()),
            &Selection::default(),
            Settings::in_process(),
            |_| {},
        )
        .await;
        stop.send(()).unwrap();
        server.await.unwrap().unwrap();
        result
    });
    assert_clean(&there);
    let verdicts = |result: &RunResult| -> Vec<_> {
        result
            .cases
            .iter()
            .map(|case| (case.id.clone(), case.verdict))
            .collect()
    };
    let (here, there) = (verdicts(&here), verdicts(&there));
    assert_eq!(here.len(), there.len());
    let other: Vec<_> = here
        .iter()
        .zip(&there)
        .filter(|(here, there)| here != there)
        .map(|(here, there)| (here.1, there.1))
        .collect();
    // Those about how a request is delimited apply to a connection only.
    let framings = Framing::UNUSUAL.len();
    assert_eq!(
        other,
        vec![(Verdict::NotApplicable, Verdict::Pass); framings]
    );
}

#[test]
fn an_endpoint_that_is_not_there_is_said_to_be_so() {
    let model = infrastructure(Profile::Union);
    let result = block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        run(
            model,
            Arc::new(Http::new(&url).unwrap()),
            &Selection::default(),
            Settings::loopback(),
            |_| {},
        )
        .await
    });
    assert!(result.unreachable.is_some());
    assert_eq!(result.exit_code(), 3);
    assert_eq!(result.tally().count(Verdict::Pass), 0);
}

/// Nothing of hazard class 2 and above is done to an endpoint that others use.
#[test]
fn a_shared_endpoint_is_treated_with_care() {
    let model = infrastructure(Profile::Union);
    let service = Service::builder(model.clone()).build().unwrap();
    let settings = Settings {
        timeouts: Timeouts::SYNCHRONOUS,
        ..Settings::shared()
    };
    let result = block_on(run(
        model,
        in_process(service),
        &Selection::default(),
        settings,
        |_| {},
    ));
    let tally = result.tally();
    assert_eq!(
        tally.count(Verdict::Fail) + tally.count(Verdict::Blocked),
        0
    );
    for case in &result.cases {
        let actions = case.id.family().starts_with("act.") || case.id.family() == "del.coll";
        if actions {
            assert_eq!(case.verdict, Verdict::NotRun, "{}", case.id);
        }
        let acted = case
            .transcript
            .iter()
            .any(|exchange| exchange.request.contains("?action="));
        assert!(!acted, "{}", case.id);
    }
}
