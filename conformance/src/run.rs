//! Whole runs: which cases, against what, with what result.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use occi_model::Model;
use tokio::task::JoinSet;

pub use crate::selection::{Filter, Selection};
use crate::{
    case::{Case, CaseId},
    catalogue::{Catalogue, Dropped, Options, catalogue},
    deviation::{self, Deviation},
    engine::{Runner, Settings},
    guideline::Judgement,
    secrets::Secrets,
    stored::catalogue_digest,
    transport::{Credentials, Kept, Limits, Metered, Transport, journal::Journal},
    verdict::{CaseResult, Headline, Tally, Verdict},
};

/// What a run found.
#[derive(Clone, Debug)]
pub struct RunResult {
    /// The eight letters of the run.
    pub run: String,
    /// The endpoint.
    pub endpoint: String,
    /// Name of the extension that was asked for, and the profile of the model.
    pub model: String,
    /// Digest of the catalogue.
    pub catalogue: String,
    /// Results, sorted by id; passive cases among them.
    pub cases: Vec<CaseResult>,
    /// Cases that the rules ask for and that could not be made.
    pub dropped: Vec<Dropped>,
    /// How many cases were not selected.
    pub deselected: usize,
    /// URLs of what could not be deleted.
    pub leftovers: Vec<String>,
    /// The same with the reasons, and what else may be left.
    pub kept: Vec<Kept>,
    /// Why the endpoint could not be tested at all.
    pub unreachable: Option<String>,
    /// Why the run ended before its end.
    pub stopped: Option<String>,
    /// Cases that were expected to fail and passed, with the reason that no longer holds.
    pub stale: Vec<(String, String)>,
    /// Requests that were sent, those of the ledger and the cleaning up included.
    pub requests: u64,
    /// What a guideline says of it, when it was run for one.
    pub judgement: Option<Judgement>,
    /// What the endpoint offers otherwise than the definitions of the standard, one a line.
    pub differences: Vec<String>,
    /// Whether cases that only read shared their fixtures.
    pub shared_fixtures: bool,
    /// How many results were taken over from an earlier, unfinished run.
    pub resumed: usize,
    /// How long it took.
    pub duration: Duration,
}

impl RunResult {
    /// The result of a run through a harness, in which nothing has been found yet.
    pub(crate) fn of_harness(
        run: &str,
        endpoint: String,
        model: &Model,
        catalogue: &Catalogue,
    ) -> Self {
        let extension = model.extensions().last().map_or("", |e| &*e.name);
        Self {
            run: run.to_owned(),
            endpoint,
            model: format!("{extension} ({})", model.profile()),
            catalogue: catalogue_digest(catalogue),
            cases: Vec::new(),
            dropped: Vec::new(),
            deselected: 0,
            leftovers: Vec::new(),
            kept: Vec::new(),
            unreachable: None,
            stopped: None,
            stale: Vec::new(),
            requests: 0,
            judgement: None,
            differences: Vec::new(),
            shared_fixtures: false,
            resumed: 0,
            duration: Duration::ZERO,
        }
    }

    /// How many results have which verdict.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::of(&self.cases)
    }

    /// The headline.
    #[must_use]
    pub fn headline(&self) -> Headline {
        match Headline::of(&self.cases) {
            // What was not asked cannot be claimed.
            Headline::Conformant
                if self.deselected > 0 || self.unreachable.is_some() || self.stopped.is_some() =>
            {
                Headline::Partial
            }
            headline => headline,
        }
    }

    /// The result of a case.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&CaseResult> {
        self.cases.iter().find(|result| result.id.as_str() == id)
    }

    /// Cases that were performed in this run.
    #[must_use]
    pub fn performed(&self) -> usize {
        let performed = |case: &&CaseResult| !case.transcript.is_empty();
        self.cases.iter().filter(performed).count()
    }

    /// Requests of this run for each case that was performed.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub fn requests_per_case(&self) -> f64 {
        self.requests as f64 / (self.performed().max(1)) as f64
    }

    /// Cases that were performed in a second.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub fn cases_per_second(&self) -> f64 {
        self.performed() as f64 / self.duration.as_secs_f64().max(0.001)
    }

    /// The exit code of section 10: 0 without failures or with expected ones only, 1 with others or
    /// when an expected one did not come, 3 when the endpoint cannot be reached or the run ended
    /// before its end, 4 when something is left behind, 5 when the tool failed. The largest wins.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let counts = |case: &CaseResult| {
            matches!(case.verdict, Verdict::Fail | Verdict::Blocked) && case.expected.is_none()
        };
        let failed = self.cases.iter().any(counts) || !self.stale.is_empty();
        let tally = self.tally();
        [
            (failed, 1),
            (self.unreachable.is_some() || self.stopped.is_some(), 3),
            (!self.leftovers.is_empty() || !self.kept.is_empty(), 4),
            (tally.count(Verdict::Error) > 0, 5),
        ]
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, code)| code)
        .max()
        .unwrap_or(0)
    }
}

/// Eight letters that no earlier run had: the name of a new one.
#[must_use]
pub fn new_name() -> String {
    let mut text = uuid::Uuid::new_v4().simple().to_string();
    text.truncate(8);
    text
}

/// Who is told how a run goes on.
pub trait Observer: Send + Sync + 'static {
    /// A case begins.
    fn started(&self, case: &Case) {
        let _ = case;
    }

    /// A case has ended; called in the order in which they end.
    fn ended(&self, result: &CaseResult);
}

impl<F: Fn(&CaseResult) + Send + Sync + 'static> Observer for F {
    fn ended(&self, result: &CaseResult) {
        self(result);
    }
}

/// Ends a run from outside: no further case begins, and those that run end with their cleaning up.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks the run to end.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A run that is about to be.
#[derive(Debug)]
pub struct Run {
    model: Arc<Model>,
    cases: Arc<Catalogue>,
    transport: Arc<dyn Transport>,
    /// Which cases.
    pub selection: Selection,
    /// How.
    pub settings: Settings,
    /// Header fields of every request.
    pub credentials: Credentials,
    /// What appears in no result.
    pub secrets: Secrets,
    /// The ledger file.
    pub journal: Option<Arc<Journal>>,
    /// How much may be created.
    pub limits: Limits,
    /// Results of an earlier, unfinished run: these cases are not run again.
    pub earlier: Vec<CaseResult>,
    /// Cases that are expected to fail.
    pub deviations: Vec<Deviation>,
    /// Cases that are not run, with the reason.
    pub skips: Vec<Deviation>,
    /// What the endpoint offers otherwise than the definitions of the standard, for the report.
    pub differences: Vec<String>,
    /// Runs the cases in an order that this number decides, not in that of their ids.
    pub shuffle: Option<u64>,
    /// Ends the run from outside.
    pub stop: Stop,
    /// The longest that the run goes on.
    pub limit: Option<Duration>,
}

impl Run {
    /// A run of everything.
    #[must_use]
    pub fn new(model: Arc<Model>, cases: Arc<Catalogue>, transport: Arc<dyn Transport>) -> Self {
        Self {
            model,
            cases,
            transport,
            selection: Selection::default(),
            settings: Settings::shared(),
            credentials: Credentials::default(),
            secrets: Secrets::default(),
            journal: None,
            limits: Limits::default(),
            earlier: Vec::new(),
            deviations: Vec::new(),
            skips: Vec::new(),
            differences: Vec::new(),
            shuffle: None,
            stop: Stop::default(),
            limit: None,
        }
    }

    /// The way to the endpoint.
    #[must_use]
    pub fn transport(&self) -> Arc<dyn Transport> {
        self.transport.clone()
    }

    /// Runs the cases, cleans up, and gives the results.
    ///
    /// The selection does not change verdicts: what must come before a selected case is run as well.
    pub async fn start(mut self, observer: impl Observer) -> RunResult {
        let started = Instant::now();
        let meter = Arc::new(Metered::new(
            self.transport.clone(),
            self.credentials.clone(),
        ));
        let runner = Arc::new(self.runner(meter.clone()));
        let cases = self.cases.clone();
        let resumed = self.take_over(&runner);
        let mut results: Vec<CaseResult> = Vec::new();
        let mut todo: Vec<usize> = Vec::new();
        let mut selected = 0;
        let earlier: BTreeMap<&CaseId, &CaseResult> =
            resumed.iter().map(|result| (&result.id, result)).collect();
        for (at, case) in cases.cases.iter().enumerate() {
            if !self.selection.has(case) {
                continue;
            }
            selected += 1;
            if let Some(result) = earlier.get(&case.id) {
                results.push((*result).clone());
            } else if let Some(reason) = self.skipped(case) {
                results.push(CaseResult::new(case, Verdict::NotRun, Some(reason)));
            } else {
                todo.push(at);
            }
        }
        if let Some(seed) = self.shuffle {
            crate::self_test::mutant::shuffle(&mut todo, seed);
        }
        let unreachable = runner.unreachable().await;
        let progress = Progress {
            runner: runner.clone(),
            cases: cases.clone(),
            todo: Arc::new(todo),
            next: Arc::default(),
            ends: Ends {
                stop: self.stop.clone(),
                deadline: self.limit.map(|limit| started + limit),
                meter: meter.clone(),
            },
            secrets: Arc::new(std::mem::take(&mut self.secrets)),
            observer: Arc::new(observer),
        };
        let (performed, stopped) = progress.work(self.settings.concurrency.max(1)).await;
        results.extend(performed);
        let mut deselected = cases.cases.len() - selected;
        for (case, mut result) in crate::engine::passive_cases()
            .iter()
            .zip(runner.passive_results())
        {
            if self.selection.has(case) {
                progress.secrets.clean(&mut result);
                results.push(result);
            } else {
                deselected += 1;
            }
        }
        results.sort_by(|a, b| a.id.cmp(&b.id));
        runner.forget_shared().await;
        // A case that panicked, or whose creation had no clear outcome, has not cleaned up.
        let kept = runner.ledger.sweep().await.kept;
        let stale = deviation::apply(&self.deviations, deviation::today(), &mut results);
        let extension = self.model.extensions().last().map_or("", |e| &*e.name);
        RunResult {
            run: runner.run_id().to_owned(),
            endpoint: self.transport.base().to_owned(),
            model: format!("{extension} ({})", self.model.profile()),
            catalogue: catalogue_digest(&cases),
            cases: results,
            dropped: cases.dropped.clone(),
            deselected,
            leftovers: runner.leftovers(),
            kept,
            unreachable,
            stopped,
            stale,
            judgement: None,
            differences: std::mem::take(&mut self.differences),
            shared_fixtures: self.settings.share_fixtures,
            requests: meter.requests(),
            resumed: resumed.len(),
            duration: started.elapsed(),
        }
    }

    fn runner(&self, meter: Arc<Metered>) -> Runner {
        let settings = Settings {
            has_credentials: !self.credentials.is_empty(),
            ..self.settings.clone()
        };
        let mut runner = Runner::new(self.model.clone(), self.cases.clone(), meter, settings);
        runner.ledger.set_limits(self.limits);
        if let Some(journal) = &self.journal {
            runner.ledger.set_journal(journal.clone());
        }
        runner
    }

    /// Tells the engine the results of an earlier run.
    fn take_over(&mut self, runner: &Runner) -> Vec<CaseResult> {
        let earlier = std::mem::take(&mut self.earlier);
        for result in &earlier {
            runner.recall(result.clone());
        }
        earlier
    }

    fn skipped(&self, case: &Case) -> Option<String> {
        let today = deviation::today();
        let skip = self
            .skips
            .iter()
            .find(|skip| skip.holds_on(today) && skip.cases.matches(case.id.as_str()))?;
        Some(format!("skipped: {} (until {})", skip.reason, skip.until))
    }
}

/// What can end a run before its end.
#[derive(Clone)]
struct Ends {
    stop: Stop,
    deadline: Option<Instant>,
    meter: Arc<Metered>,
}

impl Ends {
    fn why(&self) -> Option<String> {
        if self.stop.is_requested() {
            return Some("interrupted".to_owned());
        }
        if self
            .deadline
            .is_some_and(|deadline| Instant::now() >= deadline)
        {
            return Some("the time limit of the run is over".to_owned());
        }
        self.meter.aborted()
    }
}

/// The cases that are being run.
struct Progress<O> {
    runner: Arc<Runner>,
    cases: Arc<Catalogue>,
    todo: Arc<Vec<usize>>,
    next: Arc<AtomicUsize>,
    ends: Ends,
    secrets: Arc<Secrets>,
    observer: Arc<O>,
}

impl<O: Observer> Progress<O> {
    fn share(&self) -> Self {
        Self {
            runner: self.runner.clone(),
            cases: self.cases.clone(),
            todo: self.todo.clone(),
            next: self.next.clone(),
            ends: self.ends.clone(),
            secrets: self.secrets.clone(),
            observer: self.observer.clone(),
        }
    }

    /// Runs all cases with so many workers; gives the results, and why the run ended early.
    async fn work(&self, workers: usize) -> (Vec<CaseResult>, Option<String>) {
        let mut tasks = JoinSet::new();
        for _ in 0..workers {
            let own = self.share();
            tasks.spawn(async move { own.one_after_another().await });
        }
        let mut results: Vec<CaseResult> = Vec::with_capacity(self.todo.len());
        while let Some(done) = tasks.join_next().await {
            // A worker that panicked loses its results; what is missing then is an error below.
            if let Ok(done) = done {
                results.extend(done);
            }
        }
        let stopped = self.ends.why().filter(|_| results.len() < self.todo.len());
        let found: BTreeSet<CaseId> = results.iter().map(|result| result.id.clone()).collect();
        for case in self.todo.iter().filter_map(|at| self.cases.cases.get(*at)) {
            if !found.contains(&case.id) {
                results.push(match &stopped {
                    Some(why) => CaseResult::new(
                        case,
                        Verdict::NotRun,
                        Some(format!("the run ended before: {why}")),
                    ),
                    None => CaseResult::new(
                        case,
                        Verdict::Error,
                        Some("the tool failed in this case or in one beside it".to_owned()),
                    ),
                });
            }
        }
        (results, stopped)
    }

    async fn one_after_another(&self) -> Vec<CaseResult> {
        let mut results = Vec::new();
        while self.ends.why().is_none() {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let case = self.todo.get(at).and_then(|at| self.cases.cases.get(*at));
            let Some(case) = case else {
                break;
            };
            self.observer.started(case);
            let mut result = (*self.runner.result(case).await).clone();
            self.secrets.clean(&mut result);
            self.observer.ended(&result);
            results.push(result);
        }
        results
    }
}

/// Derives the cases of a model, runs the selected ones against an endpoint, and cleans up.
///
/// `progress` is called after each case, in the order in which they end; the result is sorted.
pub async fn run(
    model: Arc<Model>,
    transport: Arc<dyn Transport>,
    selection: &Selection,
    settings: Settings,
    progress: impl Fn(&CaseResult) + Send + Sync + 'static,
) -> RunResult {
    let cases = Arc::new(catalogue(&model, &Options::default()));
    run_catalogue(model, cases, transport, selection, settings, progress).await
}

/// The same for a catalogue that is there already.
pub async fn run_catalogue(
    model: Arc<Model>,
    cases: Arc<Catalogue>,
    transport: Arc<dyn Transport>,
    selection: &Selection,
    settings: Settings,
    progress: impl Fn(&CaseResult) + Send + Sync + 'static,
) -> RunResult {
    let mut run = Run::new(model, cases, transport);
    run.selection = selection.clone();
    run.settings = settings;
    run.start(progress).await
}
