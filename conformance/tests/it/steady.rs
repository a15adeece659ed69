//! Endpoints that say one thing now and another a moment later: `repeat` and `stable` tell.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use bytes::Bytes;
use occi::server::Service;
use occi_conformance::{
    Transport,
    catalogue::{Options, catalogue},
    deviation::Deviation,
    engine::Settings,
    report,
    run::{Run, RunResult},
    transport::{BoxFuture, Request, Response, TransportError},
    verdict::{CaseResult, Code, Verdict},
};
use occi_model::Profile;

use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

/// What is changed of every so many answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lapse {
    /// Every second creation is answered with a server error, before anything is done.
    Creation,
    /// Every second look at an entity shows another state.
    State,
}

/// A sound server with a lapse.
struct Lapsing {
    server: Arc<dyn Transport>,
    lapse: Lapse,
    counted: AtomicU32,
}

impl Lapsing {
    fn is_due(&self, request: &Request) -> bool {
        let counts = match self.lapse {
            Lapse::Creation => request.method == "POST" && !request.target.contains('?'),
            Lapse::State => request.method == "GET" && request.path().len() > "/compute/".len(),
        };
        counts && self.counted.fetch_add(1, Ordering::Relaxed) % 2 == 1
    }
}

impl Transport for Lapsing {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let is_due = self.is_due(&request);
            if is_due && self.lapse == Lapse::Creation {
                let mut answer = self.server.send(Request::new("GET", "/-/")).await?;
                answer.status = 503;
                return Ok(answer);
            }
            let mut answer = self.server.send(request).await?;
            if is_due {
                let text = String::from_utf8_lossy(&answer.body);
                let text = text.replace("\"active\"", "\"inactive\"");
                answer.body = Bytes::from(text);
            }
            Ok(answer)
        })
    }

    fn base(&self) -> &str {
        self.server.base()
    }
}

fn performed(lapse: Option<Lapse>, case: &str, change: impl FnOnce(&mut Run)) -> RunResult {
    let model = infrastructure(Profile::Union);
    let cases = Arc::new(catalogue(&model, &Options::default()));
    let server = in_process(Service::builder(model.clone()).build().unwrap());
    let server: Arc<dyn Transport> = match lapse {
        None => server,
        Some(lapse) => Arc::new(Lapsing {
            server,
            lapse,
            counted: AtomicU32::new(0),
        }),
    };
    let mut run = Run::new(model, cases, server);
    run.settings = Settings {
        concurrency: 1,
        ..Settings::in_process()
    };
    run.selection.patterns = vec![case.parse().unwrap()];
    change(&mut run);
    block_on(run.start(|_: &CaseResult| ()))
}

#[test]
fn what_is_only_sometimes_so_fails_when_it_is_repeated() {
    let case = "k:infrastructure#compute/cre.min@json";
    let found = |run: &RunResult| run.find(case).unwrap().clone();
    let times = |number: u32| move |run: &mut Run| run.settings.repeat = number;

    let sound = found(&performed(None, case, times(3)));
    assert_eq!(sound.verdict, Verdict::Pass, "{sound:?}");
    assert_eq!(sound.attempts.to_string(), "3 pass");

    // Once is not enough to see it.
    let once = found(&performed(Some(Lapse::Creation), case, times(1)));
    assert_eq!(once.verdict, Verdict::Pass, "{once:?}");
    let run = performed(Some(Lapse::Creation), case, times(3));
    let flaky = found(&run);
    assert_eq!(flaky.verdict, Verdict::Fail, "{flaky:?}");
    let failure = flaky.failure.clone().unwrap();
    assert_eq!(failure.code, Code::Flaky);
    let counts = "1 fail, 2 pass; the worst: [5xx] step 2, ";
    assert!(failure.actual.starts_with(counts), "{}", failure.actual);
    assert_eq!(run.exit_code(), 1);
    assert!(run.leftovers.is_empty() && run.kept.is_empty());

    // Who knows of it is not told twice, whether it comes or not.
    let known = Deviation {
        cases: case.parse().unwrap(),
        reason: "busy now and then".to_owned(),
        until: "2999-12-31".parse().unwrap(),
        issue: None,
        flaky: true,
    };
    for number in [1, 3] {
        let run = performed(Some(Lapse::Creation), case, |run: &mut Run| {
            run.settings.repeat = number;
            run.deviations = vec![known.clone()];
        });
        assert_eq!(run.exit_code(), 0, "{number} times");
    }
}

#[test]
fn a_state_that_does_not_stay_fails_when_it_must() {
    let looks = |number: u32| move |run: &mut Run| run.settings.stable = number;
    let sound = performed(None, "k:infrastructure#compute/act.cell/**", looks(3));
    assert_eq!(sound.exit_code(), 0);
    let tally = sound.tally();
    assert!(tally.count(Verdict::Pass) > 10, "{tally}");

    let lapsing = performed(
        Some(Lapse::State),
        "k:infrastructure#compute/act.cell/**",
        looks(3),
    );
    let told = lapsing
        .cases
        .iter()
        .find(|result| result.explanation().contains("looks that showed it"));
    assert!(told.is_some(), "{}", lapsing.tally());
}

/// Sharing changes how much is asked, and nothing else.
#[test]
fn cases_that_only_read_may_share_what_they_read() {
    let every = |case: &str| performed(None, case, |_| ());
    let sharing = |case: &str| {
        performed(None, case, |run| {
            run.settings.share_fixtures = true;
            run.settings.concurrency = 4;
            run.shuffle = Some(5);
        })
    };
    let (own, shared) = (every("**"), sharing("**"));
    let verdicts = |run: &RunResult| -> Vec<(String, Verdict)> {
        let cases = run.cases.iter();
        cases
            .map(|case| (case.id.to_string(), case.verdict))
            .collect()
    };
    assert_eq!(verdicts(&own), verdicts(&shared));
    assert!(shared.leftovers.is_empty() && shared.kept.is_empty());
    // Most cases change something; those of filters only look.
    let filters = "*:*/fil/**";
    let (before, now) = (every(filters).requests, sharing(filters).requests);
    assert!(now < before * 9 / 10, "{now} requests instead of {before}");
    let text = report::terminal(&shared);
    assert!(
        text.contains("cases that only read shared their fixtures"),
        "{text}"
    );
}
