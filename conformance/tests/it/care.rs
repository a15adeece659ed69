//! A run takes care: of what belongs to others, of what it leaves, of limits, and of being stopped.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use occi::server::{Defect, Service};
use occi_conformance::{
    Transport,
    catalogue::{Catalogue, Options, catalogue},
    deviation::Deviation,
    engine::{Safety, Settings},
    plan::Plan,
    run::{Run, RunResult, Selection, Stop},
    stored::{self, Stored, StoredError, Subject},
    transport::{
        BoxFuture, Ledger, Limits, Request, Response, TransportError,
        journal::{self, Journal},
    },
    verdict::{CaseResult, Verdict},
};
use occi_model::{Model, Profile};

use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

const RUN: &str = "0a1b2c3d";
const IPNETWORK: &str = "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork";

struct Set {
    model: Arc<Model>,
    cases: Arc<Catalogue>,
    service: Service,
}

fn set(defect: Option<Defect>) -> Set {
    let model = infrastructure(Profile::Union);
    let builder = Service::builder(model.clone());
    let builder = match defect {
        Some(defect) => builder.defect(defect),
        None => builder,
    };
    Set {
        cases: Arc::new(catalogue(&model, &Options::default())),
        service: builder.build().unwrap(),
        model,
    }
}

impl Set {
    fn run(&self, selection: &[&str]) -> Run {
        self.run_over(in_process(self.service.clone()), selection)
    }

    fn run_over(&self, transport: Arc<dyn Transport>, selection: &[&str]) -> Run {
        let mut run = Run::new(self.model.clone(), self.cases.clone(), transport);
        run.settings = Settings {
            run: Some(RUN.to_owned()),
            ..Settings::in_process()
        };
        run.selection.patterns = selection.iter().map(|p| p.parse().unwrap()).collect();
        run
    }

    async fn post(&self, path: &str, body: String) -> String {
        let transport = in_process(self.service.clone());
        let mut request = Request::new("POST", path)
            .with_header("Content-Type", "text/plain")
            .with_header("Accept", "text/plain");
        request.body = Bytes::from(body);
        let response = transport.send(request).await.unwrap();
        assert!(response.is_success(), "{path}: {}", response.status);
        let location = response.header("location").unwrap_or_default();
        location
            .strip_prefix(transport.base())
            .unwrap_or_default()
            .to_owned()
    }

    /// Resources and memberships of somebody else.
    async fn fill(&self, each: usize) {
        let category = |term: &str| {
            format!(
                "Category: {term}; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n"
            )
        };
        for n in 0..each {
            let title = format!("X-OCCI-Attribute: occi.core.title=\"foreign {n}\"\r\n");
            let compute = category("compute") + &title;
            let compute = self.post("/compute/", compute).await;
            let network = format!(
                "{}Category: ipnetwork; scheme=\"{}#\"; class=\"mixin\"\r\n{title}",
                category("network"),
                IPNETWORK.split_once('#').unwrap().0
            );
            let network = self.post("/network/", network).await;
            let size = "X-OCCI-Attribute: occi.storage.size=1.0\r\n";
            let storage = category("storage") + &title + size;
            let storage = self.post("/storage/", storage).await;
            // Links between them, one of each kind.
            for (link, end) in [("networkinterface", network), ("storagelink", storage)] {
                let ends = format!(
                    "X-OCCI-Attribute: occi.core.source=\"{compute}\"\r\n\
                     X-OCCI-Attribute: occi.core.target=\"{end}\"\r\n"
                );
                let made = category(link) + &title + &ends;
                self.post(&format!("/link/{link}/"), made).await;
            }
        }
    }

    /// Everything that the server shows, octet by octet.
    async fn everything(&self) -> Vec<(String, Bytes)> {
        let transport = in_process(self.service.clone());
        let mut all = Vec::new();
        for collection in [
            "/compute/",
            "/network/",
            "/storage/",
            "/link/storagelink/",
            "/link/networkinterface/",
            "/network/ipnetwork/",
            "/mixin/ipnetwork/",
        ] {
            let list = Request::new("GET", collection).with_header("Accept", "text/uri-list");
            let list = transport.send(list).await.unwrap();
            all.push((collection.to_owned(), list.body.clone()));
            for line in String::from_utf8(list.body.to_vec()).unwrap().lines() {
                let Some(path) = line.strip_prefix(transport.base()) else {
                    continue;
                };
                let get = Request::new("GET", path).with_header("Accept", "application/occi+json");
                all.push((path.to_owned(), transport.send(get).await.unwrap().body));
            }
        }
        all
    }
}

/// Acceptance check 4 of the design, with the whole suite: every case that may run at all runs, and
/// what others own is the same octet by octet, on a sound server and on one that applies actions
/// to the wrong entities or deletes too much.
#[test]
fn a_server_full_of_foreign_resources_is_the_same_afterwards() {
    for safety in [Safety::Shared, Safety::Dedicated, Safety::Exclusive] {
        let set = set(None);
        block_on(async {
            set.fill(5).await;
            let before = set.everything().await;
            assert!(before.len() > 30, "{} things", before.len());
            let has = |what: &str| {
                before
                    .iter()
                    .any(|(path, _)| path.len() > what.len() && path.starts_with(what))
            };
            assert!(has("/link/storagelink/") && has("/link/networkinterface/"));
            let mut run = set.run(&[]);
            run.settings.safety = safety;
            run.settings.allow_actions = true;
            run.settings.allow_namespace = true;
            let result = run.start(|_: &CaseResult| ()).await;
            assert!(result.performed() > 500, "{}", result.performed());
            assert!(result.kept.is_empty(), "{:?}", result.kept);
            assert_eq!(set.everything().await, before, "{safety:?}");
        });
    }
}

/// Sends a number of requests through, then none ever comes back: as if the process were killed.
struct Cut {
    inner: Arc<dyn Transport>,
    left: AtomicUsize,
}

impl Transport for Cut {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let answer = self.inner.send(request).await;
            let left = self
                .left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| {
                    Some(n.saturating_sub(1))
                });
            if left == Ok(0) {
                std::future::pending::<()>().await;
            }
            answer
        })
    }

    fn base(&self) -> &str {
        self.inner.base()
    }
}

/// Wherever a run is killed, its ledger leads to everything that it left, and to nothing else.
#[test]
fn a_killed_run_is_cleaned_up_by_its_ledger() {
    let mut left_something = 0;
    for requests in [30, 40, 57, 70, 83, 100, 120] {
        let set = set(None);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.jsonl");
        block_on(async {
            set.fill(2).await;
            let before = set.everything().await;
            let cut = Cut {
                inner: in_process(set.service.clone()),
                left: AtomicUsize::new(requests),
            };
            let cut: Arc<dyn Transport> = Arc::new(cut);
            let mut run = set.run_over(
                cut.clone(),
                &[
                    "k:infrastructure#*/cre.*/**",
                    "**/tag/**",
                    "p:user-mixins/**",
                ],
            );
            run.settings.concurrency = 3;
            run.journal = Some(Arc::new(Journal::create(&path, RUN, cut.base()).unwrap()));
            let killed =
                tokio::time::timeout(Duration::from_millis(1500), run.start(|_: &CaseResult| ()))
                    .await;
            assert!(killed.is_err(), "the run has ended before it was killed");
            let after = set.everything().await;
            left_something += usize::from(after != before);

            let record = journal::read(&std::fs::read(&path).unwrap()).unwrap();
            assert_eq!((record.run.as_str(), &*record.endpoint), (RUN, cut.base()));
            let mut ledger = Ledger::new(in_process(set.service.clone()), RUN);
            ledger.set_journal(Arc::new(Journal::go_on(&path).unwrap()));
            let swept = ledger.clean(&record, false).await;
            assert_eq!(swept.kept, [], "after {requests} requests");
            assert_eq!(set.everything().await, before, "after {requests} requests");
            let record = journal::read(&std::fs::read(&path).unwrap()).unwrap();
            assert!(record.is_empty(), "{record:?}");
        });
    }
    assert!(
        left_something > 2,
        "only {left_something} runs left something"
    );
}

/// A ledger that somebody wrote over names what it likes; only what bears the marker goes.
#[test]
fn a_forged_ledger_deletes_nothing_foreign() {
    let set = set(None);
    block_on(async {
        set.fill(3).await;
        let before = set.everything().await;
        let mut text = format!(
            "{{\"entry\":\"run\",\"format\":1,\"run\":\"{RUN}\",\"endpoint\":\"http://h\"}}\n"
        );
        for (path, _) in &before {
            text.push_str(&format!("{{\"entry\":\"found\",\"path\":{path:?}}}\n"));
        }
        for path in [
            "/",
            "/-/",
            "/compute/../compute/",
            "/%63ompute/x",
            "//h/compute/",
        ] {
            text.push_str(&format!("{{\"entry\":\"found\",\"path\":{path:?}}}\n"));
        }
        text.push_str("{\"entry\":\"intent\",\"number\":1,\"collection\":\"/compute/\",\"marker\":\"oct-0a1b2c3d-1\"}\n");
        text.push_str(
            "{\"entry\":\"tag\",\"id\":\"http://schemas.ogf.org/occi/infrastructure#os_tpl\"}\n",
        );
        let record = journal::read(text.as_bytes()).unwrap();
        let ledger = Ledger::new(in_process(set.service.clone()), RUN);
        let swept = ledger.clean(&record, false).await;
        assert_eq!(swept.deleted, Vec::<String>::new());
        // Each of the entities, and the template family.
        assert!(swept.kept.len() > 9, "{}", swept.kept.len());
        assert_eq!(set.everything().await, before);
    });
}

/// Answers creations with 500 although they are carried out: nobody says where the entity is.
struct Silent(Arc<dyn Transport>);

impl Transport for Silent {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let creates = request.method == "POST" && !request.target.contains('?');
            let response = self.0.send(request).await?;
            Ok(if creates && response.status == 201 {
                Response {
                    status: 500,
                    ..Response::default()
                }
            } else {
                response
            })
        })
    }

    fn base(&self) -> &str {
        self.0.base()
    }
}

#[test]
fn creations_without_a_clear_outcome_are_searched_for() {
    let set = set(None);
    block_on(async {
        set.fill(2).await;
        let before = set.everything().await;
        let silent: Arc<dyn Transport> = Arc::new(Silent(in_process(set.service.clone())));
        let run = set.run_over(silent, &["k:infrastructure#compute/cre.min@json"]);
        let result = run.start(|_: &CaseResult| ()).await;
        assert_eq!(result.tally().count(Verdict::Fail), 1);
        assert_eq!(set.everything().await, before);
    });
}

#[test]
fn no_more_is_created_than_the_limits_allow() {
    let set = set(None);
    let mut run = set.run(&["k:infrastructure#compute/cre.*/**"]);
    run.settings.concurrency = 1;
    run.limits = Limits {
        entities: None,
        created: Some(3),
    };
    let result = block_on(run.start(|_: &CaseResult| ()));
    let limited = |case: &&CaseResult| {
        case.verdict == Verdict::NotRun
            && case
                .reason
                .as_deref()
                .is_some_and(|r| r.starts_with("limit: "))
    };
    assert!(result.cases.iter().filter(limited).count() > 2);
    assert!(
        result
            .cases
            .iter()
            .any(|case| case.verdict == Verdict::Pass)
    );
    assert_eq!(result.tally().count(Verdict::Fail), 0);

    let mut run = set.run(&["k:infrastructure#compute/pag/**"]);
    run.limits.entities = Some(1);
    let result = block_on(run.start(|_: &CaseResult| ()));
    assert!(
        result.cases.iter().any(|case| limited(&case)),
        "pages need several entities"
    );
}

fn verdicts(result: &RunResult) -> Vec<(String, Verdict)> {
    let cases = result
        .cases
        .iter()
        .filter(|case| !case.id.as_str().starts_with("p:passive/"));
    cases
        .map(|case| (case.id.to_string(), case.verdict))
        .collect()
}

#[test]
fn a_run_that_is_stopped_goes_on_where_it_was() {
    let selection = ["k:infrastructure#compute/**"];
    let set = set(Some(Defect::RangeOffByOne));
    let whole = block_on(set.run(&selection).start(|_: &CaseResult| ()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.jsonl");
    let subject = Subject::new(RUN, "http://in-process.invalid", &set.cases);

    let stored = Stored::create(&path, &subject).unwrap();
    let mut run = set.run(&selection);
    run.settings.concurrency = 1;
    let (stop, seen) = (run.stop.clone(), AtomicUsize::new(0));
    let half = block_on(run.start(move |result: &CaseResult| {
        stored.write(result).unwrap();
        if seen.fetch_add(1, Ordering::Relaxed) == 60 {
            Stop::request(&stop);
        }
    }));
    assert_eq!(half.stopped.as_deref(), Some("interrupted"));
    assert_eq!(half.exit_code(), 3);
    assert!(half.tally().count(Verdict::NotRun) > 20);
    assert!(half.kept.is_empty() && half.leftovers.is_empty());

    let bytes = std::fs::read(&path).unwrap();
    let earlier = stored::read(&bytes, &subject, &set.cases).unwrap();
    assert_eq!(earlier.len(), 61);
    let mut run = set.run(&selection);
    run.earlier = earlier;
    let again = Arc::new(AtomicUsize::new(0));
    let count = again.clone();
    let result = block_on(run.start(move |_: &CaseResult| {
        count.fetch_add(1, Ordering::Relaxed);
    }));
    assert_eq!(verdicts(&result), verdicts(&whole));
    assert_eq!(result.resumed, 61);
    let selected = |case: &&occi_conformance::case::Case| {
        Selection {
            patterns: vec![selection[0].parse().unwrap()],
            ..Selection::default()
        }
        .has(case)
    };
    let all = set.cases.cases.iter().filter(selected).count();
    assert_eq!(
        again.load(Ordering::Relaxed),
        all - 61,
        "cases that have a result are not run"
    );
}

#[test]
fn results_of_something_else_and_hostile_ones_are_not_gone_on_with() {
    let set = set(None);
    let subject = Subject::new(RUN, "http://h", &set.cases);
    let head = serde_json::to_string(&subject).unwrap();
    let id = "k:infrastructure#compute/cre.min@json";
    let line = |verdict: &str, more: &str| {
        format!(
            "{{\"id\":\"{id}\",\"verdict\":\"{verdict}\",\"reason\":null,\"blocked_by\":null,\"notes\":[],\"failure\":null,\"transcript\":[],\"seconds\":0.1{more}}}"
        )
    };
    let read = |text: &str| stored::read(text.as_bytes(), &subject, &set.cases);
    assert_eq!(
        read(&format!("{head}\n{}\n", line("pass", "")))
            .unwrap()
            .len(),
        1
    );
    // Cut off by a kill.
    let cut = line("pass", "");
    assert_eq!(read(&format!("{head}\n{}", &cut[..40])).unwrap().len(), 0);
    for other in [
        head.replace("http://h", "http://other"),
        head.replace(&subject.catalogue, &"0".repeat(64)),
    ] {
        let error = read(&other).unwrap_err();
        assert!(matches!(error, StoredError::Other { .. }), "{error}");
    }
    let deep = "[".repeat(100_000);
    for text in [
        "",
        "{}",
        "null",
        &deep,
        &head.replace("\"format\":1", "\"format\":2"),
        &head.replace(RUN, "../../.."),
        &format!("{head}\nnonsense"),
        &format!("{head}\n{{}}"),
        &format!("{head}\n{}", line("splendid", "")),
        &format!("{head}\n{}", line("pass", ",\"more\":1")),
        &format!("{head}\n{}", line("fail", "")),
        &format!("{head}\n{}", line("pass", "").replace("0.1", "-1.0")),
        &format!("{head}\n{}", line("pass", "").replace("0.1", "1e300")),
        &format!("{head}\n{}", line("pass", "").replace("compute", "nothing")),
        &format!("{head}\n{deep}"),
    ] {
        assert!(read(text).is_err(), "{text:.200}");
    }
}

#[test]
fn known_deviations_are_excused_while_they_last_and_noticed_when_they_are_over() {
    let deviation = |cases: &str, until: &str| Deviation {
        cases: cases.parse().unwrap(),
        reason: "the range is off by one".to_owned(),
        until: until.parse().unwrap(),
        issue: None,
        flaky: false,
    };
    let cores = "k:infrastructure#compute/val.*/occi.compute.cores/**";
    let with = |defect, deviations| {
        let set = set(defect);
        let mut run = set.run(&[cores]);
        run.deviations = deviations;
        block_on(run.start(|_: &CaseResult| ()))
    };
    let broken = Some(Defect::RangeOffByOne);
    let bare = with(broken, Vec::new());
    let failing: Vec<String> = bare
        .cases
        .iter()
        .filter(|case| case.verdict == Verdict::Fail)
        .map(|case| case.id.to_string())
        .collect();
    assert!(!failing.is_empty());
    let all = |until: &str| {
        failing
            .iter()
            .map(|id| deviation(id, until))
            .collect::<Vec<_>>()
    };
    let excused = with(broken, all("2999-12-31"));
    assert_eq!((bare.exit_code(), excused.exit_code()), (1, 0));
    assert_eq!(verdicts(&bare), verdicts(&excused), "verdicts stay");
    assert_eq!(
        with(broken, all("2020-01-01")).exit_code(),
        1,
        "an entry that is over"
    );
    let stale = with(None, all("2999-12-31"));
    assert_eq!(stale.exit_code(), 1);
    assert_eq!(stale.stale.len(), failing.len());
}

/// What the plan says is what happens, give or take answers that need another look.
#[test]
fn the_plan_is_near_to_what_happens() {
    let set = set(None);
    let mut run = set.run(&[]);
    run.settings.concurrency = 1;
    let plan = Plan::new(&set.cases, &run.selection, &run.settings);
    let result = block_on(run.start(|_: &CaseResult| ()));
    let said = u64::try_from(plan.requests()).unwrap();
    let low = result.requests * 8 / 10;
    let high = result.requests * 12 / 10;
    assert!(
        (low..=high).contains(&said),
        "planned {said}, sent {}",
        result.requests
    );
    assert_eq!(plan.cases.len() + plan.refused.len(), set.cases.cases.len());
    assert!(plan.created() > 500, "{}", plan.created());
}
