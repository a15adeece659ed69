//! Whole runs: which cases, against what, with what result.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use occi_model::Model;
use tokio::task::JoinSet;

use crate::{
    case::Case,
    catalogue::{Catalogue, Dropped, Options, catalogue},
    engine::{Runner, Settings},
    pattern::Pattern,
    transport::Transport,
    verdict::{CaseResult, Headline, Tally, Verdict},
};

/// Which cases of a catalogue are run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Cases that match one of these; empty: all.
    pub patterns: Vec<Pattern>,
    /// Cases with these ids, aliases or uuids (`id-…`), when a guideline selects.
    pub names: Option<BTreeSet<String>>,
}

impl Selection {
    /// Whether a case is selected.
    #[must_use]
    pub fn has(&self, case: &Case) -> bool {
        let by_pattern = self.patterns.is_empty()
            || self
                .patterns
                .iter()
                .any(|pattern| pattern.matches(case.id.as_str()));
        let by_name = self.names.as_ref().is_none_or(|names| {
            names.contains(case.id.as_str())
                || case.aliases.iter().any(|alias| names.contains(&**alias))
                || names.contains(&format!("id-{}", case.uuid()))
        });
        by_pattern && by_name
    }
}

/// What a run found.
#[derive(Clone, Debug)]
pub struct RunResult {
    /// The eight letters of the run.
    pub run: String,
    /// The endpoint.
    pub endpoint: String,
    /// Name of the extension that was asked for, and the profile of the model.
    pub model: String,
    /// Results, sorted by id; passive cases among them.
    pub cases: Vec<CaseResult>,
    /// Cases that the rules ask for and that could not be made.
    pub dropped: Vec<Dropped>,
    /// How many cases were not selected.
    pub deselected: usize,
    /// URLs of what could not be deleted.
    pub leftovers: Vec<String>,
    /// Why the endpoint could not be tested at all.
    pub unreachable: Option<String>,
    /// How long it took.
    pub duration: Duration,
}

impl RunResult {
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
            Headline::Conformant if self.deselected > 0 || self.unreachable.is_some() => {
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

    /// The exit code of section 10: 0 without failures, 1 with, 3 when the endpoint cannot be
    /// reached, 4 when something is left behind, 5 when the tool failed. The largest wins.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let tally = self.tally();
        let failed = tally.count(Verdict::Fail) + tally.count(Verdict::Blocked) > 0;
        [
            (failed, 1),
            (self.unreachable.is_some(), 3),
            (!self.leftovers.is_empty(), 4),
            (tally.count(Verdict::Error) > 0, 5),
        ]
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, code)| code)
        .max()
        .unwrap_or(0)
    }
}

/// Derives the cases of a model, runs the selected ones against an endpoint, and cleans up.
///
/// `progress` is called after each case, in the order in which they end; the result is sorted. The
/// selection does not change verdicts: what must come before a selected case is run as well.
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
    let started = Instant::now();
    let endpoint = transport.base().to_owned();
    let workers = settings.concurrency.max(1);
    let runner = Arc::new(Runner::new(
        model.clone(),
        cases.clone(),
        transport,
        settings,
    ));
    let selected: Arc<Vec<usize>> = Arc::new(
        cases
            .cases
            .iter()
            .enumerate()
            .filter(|(_, case)| selection.has(case))
            .map(|(at, _)| at)
            .collect(),
    );
    let unreachable = runner.unreachable().await;
    let next = Arc::new(AtomicUsize::new(0));
    let progress = Arc::new(progress);
    let mut tasks = JoinSet::new();
    for _ in 0..workers {
        let (runner, cases, selected, next, progress) = (
            runner.clone(),
            cases.clone(),
            selected.clone(),
            next.clone(),
            progress.clone(),
        );
        tasks.spawn(async move {
            let mut results = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let case = selected.get(at).and_then(|at| cases.cases.get(*at));
                let Some(case) = case else {
                    return results;
                };
                let result = runner.result(case).await;
                progress(&result);
                results.push(result);
            }
        });
    }
    let mut results: Vec<CaseResult> = Vec::with_capacity(selected.len());
    while let Some(done) = tasks.join_next().await {
        // A worker that panicked loses its results; what is missing then is an error below.
        if let Ok(done) = done {
            results.extend(done.iter().map(|result| (**result).clone()));
        }
    }
    let found: BTreeSet<_> = results.iter().map(|result| result.id.clone()).collect();
    for case in selected.iter().filter_map(|at| cases.cases.get(*at)) {
        if !found.contains(&case.id) {
            results.push(CaseResult::new(
                case,
                Verdict::Error,
                Some("the tool failed in this case or in one beside it".to_owned()),
            ));
        }
    }
    let passive = crate::engine::passive_cases();
    let mut deselected = cases.cases.len() - selected.len();
    for (case, result) in passive.iter().zip(runner.passive_results()) {
        if selection.has(case) {
            results.push(result);
        } else {
            deselected += 1;
        }
    }
    results.sort_by(|a, b| a.id.cmp(&b.id));
    let extension = model.extensions().last().map_or("", |e| &*e.name);
    RunResult {
        run: runner.run_id().to_owned(),
        endpoint,
        model: format!("{extension} ({})", model.profile()),
        cases: results,
        dropped: cases.dropped.clone(),
        deselected,
        leftovers: runner.leftovers(),
        unreachable,
        duration: started.elapsed(),
    }
}
