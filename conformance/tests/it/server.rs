//! The built-in server: without a defect it passes every case, with a preferred answer each time.

use std::sync::Arc;

use occi::server::Service;
use occi_conformance::{
    InProcess, Transport,
    engine::Settings,
    report,
    run::{RunResult, Selection, run},
    verdict::Verdict,
};
use occi_model::{Model, Profile};

use crate::support::infrastructure;

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

#[test]
fn passes_in_process_in_every_profile() {
    for profile in [Profile::Union, Profile::V1_2, Profile::V1_1] {
        let model = infrastructure(profile);
        let service = Service::builder(model.clone()).build().unwrap();
        assert_clean(&whole(&model, service));
    }
}

#[test]
fn core_alone_passes() {
    let model = crate::support::standard("core", Profile::Union);
    let service = Service::builder(model.clone()).build().unwrap();
    assert_clean(&whole(&model, service));
}
