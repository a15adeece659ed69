//! Hostile definitions, compiled with every warning an error, and their conformance tests against
//! their own servers. `codegen/tests/sweep` does the same with all there are.

#![deny(warnings, clippy::pedantic)]

use std::sync::Arc;

use occi::server::ServiceBuilder;
use occi_conformance::{
    InProcess,
    catalogue::{Options, catalogue},
    engine::{Runner, Settings},
    verdict::Verdict,
};
use occi_model::Model;

occi::include_generated!("lints");
occi::include_generated!("records");
occi::include_generated!("texts");

/// Runs the cases of a model, all in one process, and gives how many passed.
async fn conform(model: &Arc<Model>, service: ServiceBuilder) -> usize {
    let service = service.build().expect("the service fits the definition");
    let service = InProcess::new(move |request| {
        let service = service.clone();
        async move { Box::pin(service.handle(request)).await }
    });
    let cases = Arc::new(catalogue(model, &Options::default()));
    let settings = Settings::in_process();
    let runner = Runner::new(model.clone(), cases.clone(), Arc::new(service), settings);
    let mut passed = 0;
    for case in &cases.cases {
        let result = runner.result(case).await;
        match result.verdict {
            Verdict::Pass | Verdict::PassNoted => passed += 1,
            Verdict::NotApplicable | Verdict::Unsupported | Verdict::NotRun => {}
            Verdict::Fail | Verdict::Blocked | Verdict::Inconclusive | Verdict::Error => {
                panic!("{}: {}", result.id, result.explanation())
            }
        }
    }
    passed
}

#[tokio::test]
async fn names_behind_which_lints_expect_something_else() {
    let service = lints::Providers::new().service();
    assert_ne!(conform(lints::model(), service).await, 0);
}

#[tokio::test]
async fn records_in_records() {
    let service = records::Providers::new().service();
    assert_ne!(conform(records::model(), service).await, 0);
}

#[tokio::test]
async fn texts_that_look_like_code() {
    let service = texts::Providers::new().service();
    assert_ne!(conform(texts::model(), service).await, 0);
}
