//! Templates that the action `save` makes: they are the run's, and go with it.

use bytes::Bytes;
use occi::server::Service;
use occi_conformance::{
    Transport,
    engine::Settings,
    run::{RunResult, Selection, run},
    transport::{
        Ledger, Request,
        journal::{self, Journal},
    },
    verdict::Verdict,
};
use occi_model::Profile;

use crate::{
    ledger::{RUN, creation, service, with_ledger},
    server::{block_on, in_process},
    support::infrastructure,
};

/// The lines of the query interface.
async fn offered(service: &Service) -> Vec<String> {
    let request = Request::new("GET", "/-/").with_header("Accept", "text/plain");
    let answer = in_process(service.clone()).send(request).await.unwrap();
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn saving(path: &str, title: &str) -> Request {
    let mut request = Request::new("POST", format!("{path}?action=save"))
        .with_header("Content-Type", "text/plain")
        .with_header("Accept", "text/plain");
    request.body = Bytes::from(format!(
        "Category: save; scheme=\"http://schemas.ogf.org/occi/infrastructure/compute/action#\"; \
         class=\"action\"\r\nX-OCCI-Attribute: name=\"{title}\"\r\n"
    ));
    request
}

/// Creates an instance through a transport and saves it under a title.
async fn save(transport: &dyn Transport, marker: &str, title: &str) {
    let answer = transport.send(creation(marker)).await.unwrap();
    let location = answer.header("location").unwrap();
    let path = location.strip_prefix(transport.base()).unwrap();
    let answer = transport.send(saving(path, title)).await.unwrap();
    assert_eq!(answer.status, 200, "{:?}", answer.body);
}

fn verdicts(result: &RunResult) -> Vec<(String, Verdict)> {
    let cases = result.cases.iter();
    cases
        .map(|case| (case.id.to_string(), case.verdict))
        .collect()
}

/// After a run the endpoint offers what it offered before, so that a second run has the same cases.
#[test]
fn a_run_leaves_no_template() {
    let (model, service) = (infrastructure(Profile::Union), service());
    let selection = Selection {
        patterns: vec!["k:infrastructure#compute/act.*/**".parse().unwrap()],
        ..Selection::default()
    };
    block_on(async {
        // Somebody's own template stays.
        save(&*in_process(service.clone()), "somebody's", "golden image").await;
        let before = offered(&service).await;
        let start = || {
            let settings = Settings::in_process();
            let transport = in_process(service.clone());
            run(model.clone(), transport, &selection, settings, |_| {})
        };
        let first = start().await;
        assert_eq!(first.kept, []);
        let has_saved = |case: &&(String, Verdict)| {
            case.0.contains("/act.cell/save/") && case.1 == Verdict::Pass
        };
        assert!(verdicts(&first).iter().filter(has_saved).count() > 1);
        assert_eq!(offered(&service).await, before);
        assert_eq!(verdicts(&start().await), verdicts(&first));
    });
}

/// What a killed run saved is found by its marker, also where nobody wrote down what was made;
/// templates of others stay, and those without a marker go only when that is asked for.
#[test]
fn templates_of_a_killed_run_are_removed() {
    let service = service();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.jsonl");
    block_on(async {
        let mut ledger = with_ledger(&service);
        let journal = Journal::create(&path, RUN, ledger.base()).unwrap();
        ledger.set_journal(std::sync::Arc::new(journal));
        save(&ledger, "oct-0a1b2c3d-1", "oct-0a1b2c3d-1").await;
        save(&ledger, "oct-0a1b2c3d-2", "under test").await;
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("{\"entry\":\"saving\",\"path\":\"/compute/x\"}\n");
        std::fs::write(&path, text).unwrap();
        // The process ended before it could write this one down.
        let plain = in_process(service.clone());
        save(&*plain, "somebody's", "oct-0a1b2c3d-3").await;
        save(&*plain, "somebody's", "golden image").await;
        let titles = |lines: &[String]| {
            let own = ["oct-0a1b2c3d-", "under test", "golden image"];
            let shows = |title: &&&str| lines.iter().any(|line| line.contains(**title));
            own.iter().filter(shows).count()
        };
        assert_eq!(titles(&offered(&service).await), 3);

        let clean = |without_marker| {
            let (service, path) = (service.clone(), path.clone());
            async move {
                let record = journal::read(&std::fs::read(&path).unwrap()).unwrap();
                let mut ledger = Ledger::new(in_process(service), RUN);
                let journal = Journal::go_on(&path).unwrap();
                ledger.set_journal(std::sync::Arc::new(journal));
                ledger.clean(&record, without_marker).await
            }
        };
        let kept = clean(false).await.kept;
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(kept[0].why.contains("without a marker"), "{kept:?}");
        let left = offered(&service).await;
        assert_eq!(titles(&left), 2);
        assert!(!left.iter().any(|line| line.contains("oct-0a1b2c3d-")));
        assert_eq!(clean(true).await.kept, []);
        assert_eq!(titles(&offered(&service).await), 1, "somebody's own");
        let record = journal::read(&std::fs::read(&path).unwrap()).unwrap();
        assert!(record.is_empty(), "{record:?}");
    });
}
