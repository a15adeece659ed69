//! The engine: executes the steps of cases, evaluates assertions, cleans up, and keeps what was
//! said (sections 7 to 9).

mod agreement;
mod assertion;
mod collection;
mod discovery;
mod facts;
mod fixture;
mod lexical;
mod made;
mod message;
mod pages;
mod passive;
mod performance;
mod settings;
mod shared;
mod shows;
mod states;
mod tags;
mod transcript;
mod wire;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use occi_model::{CategoryId, Model};
use tokio::sync::{OnceCell, RwLock};

pub(crate) use facts::{
    Facts, entity as entity_of_answer, payload as payload_of_answer, same_value,
};
pub(crate) use message::{Entity, entity as written, json_value};
pub use passive::cases as passive_cases;
pub use settings::{Patience, Required, Safety, Settings, Timeouts};
pub(crate) use transcript::quoted;

use crate::{
    case::{Case, CaseId, Grade, Hazard, Need, Rendering, Step},
    catalogue::Catalogue,
    transport::{BoxFuture, Ledger, Request, Transport},
    verdict::{CaseResult, Code, Verdict},
};
use discovery::{Discovery, QueryAnswer};
use passive::Passive;

/// Why the failure of a provisional case does not count.
const PROVISIONAL: &str = "provisional: told of, and never counted, since no document demands it";

/// Runs the cases of a catalogue against one endpoint.
///
/// Each case is run at most once; what comes before it (`after`) is run first, on demand, so that
/// any selection gives the same verdicts as the whole.
#[derive(Debug)]
pub struct Runner {
    pub(crate) model: Arc<Model>,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) ledger: Ledger,
    pub(crate) settings: Settings,
    run: String,
    results: BTreeMap<CaseId, OnceCell<Arc<CaseResult>>>,
    discovery: OnceCell<Result<Discovery, String>>,
    queries: [OnceCell<Arc<QueryAnswer>>; 3],
    passive: Passive,
    counter: AtomicU32,
    /// Requests on whole collections see the entities of other cases: they run alone.
    gate: RwLock<()>,
    /// Fixtures that cases share.
    shared: tokio::sync::Mutex<shared::Pool>,
}

impl Runner {
    /// Prepares a run. Nothing is sent yet.
    #[must_use]
    pub fn new(
        model: Arc<Model>,
        catalogue: Arc<Catalogue>,
        transport: Arc<dyn Transport>,
        settings: Settings,
    ) -> Self {
        let run = settings.run.clone().unwrap_or_else(crate::run::new_name);
        let ledger = Ledger::new(transport, &run)
            .permit_collections(settings.safety >= Safety::Dedicated)
            .pace(settings.pace);
        let passive = Passive::new(settings.timeouts.answer);
        let results = catalogue
            .cases
            .iter()
            .map(|case| (case.id.clone(), OnceCell::new()))
            .collect();
        Self {
            model,
            catalogue,
            ledger,
            settings,
            run,
            results,
            discovery: OnceCell::new(),
            queries: Default::default(),
            passive,
            counter: AtomicU32::new(0),
            gate: RwLock::new(()),
            shared: tokio::sync::Mutex::default(),
        }
    }

    /// The eight letters of the run.
    #[must_use]
    pub fn run_id(&self) -> &str {
        &self.run
    }

    /// What the run created and could not delete.
    #[must_use]
    pub fn leftovers(&self) -> Vec<String> {
        self.ledger
            .open()
            .into_iter()
            .map(|path| format!("{}{path}", self.ledger.base()))
            .collect()
    }

    /// Why the endpoint cannot be tested at all, if it cannot.
    pub async fn unreachable(&self) -> Option<String> {
        self.discovery().await.as_ref().err().cloned()
    }

    /// The results of the passive checks so far.
    #[must_use]
    pub fn passive_results(&self) -> Vec<CaseResult> {
        self.passive.results()
    }

    /// Takes over the result of a case from an earlier, unfinished run: it is not run again.
    pub(crate) fn recall(&self, result: CaseResult) {
        if let Some(cell) = self.results.get(&result.id) {
            // A case that has a result already keeps it.
            let _ = cell.set(Arc::new(result));
        }
    }

    /// The result of a case; runs it, and what must come before it, when it was not run yet.
    pub fn result<'a>(&'a self, case: &'a Case) -> BoxFuture<'a, Arc<CaseResult>> {
        Box::pin(async move {
            match self.results.get(&case.id) {
                Some(cell) => cell
                    .get_or_init(|| async { Arc::new(self.evaluate(case).await) })
                    .await
                    .clone(),
                None => Arc::new(self.evaluate(case).await),
            }
        })
    }

    async fn evaluate(&self, case: &Case) -> CaseResult {
        if let Some(reason) = self.settings.refusal(case.hazard) {
            return CaseResult::new(case, Verdict::NotRun, Some(reason.to_owned()));
        }
        let discovery = match self.discovery().await {
            Ok(discovery) => discovery,
            Err(reason) => {
                return CaseResult::new(case, Verdict::Inconclusive, Some(reason.clone()));
            }
        };
        if let Some(result) = self.does_not_apply(case, discovery) {
            return result;
        }
        for before in &case.after {
            let Some(before) = self.catalogue.find(before.as_str()) else {
                continue;
            };
            let earlier = self.result(before).await;
            if earlier.verdict.blocks() && (self.settings.values_block || !made(before, &earlier)) {
                // The cause, not the chain of cases that it blocked in turn.
                let cause = earlier.blocked_by.as_ref().unwrap_or(&earlier.id);
                let reason = format!("blocked by {cause}");
                let mut result = CaseResult::new(case, Verdict::Blocked, Some(reason));
                result.blocked_by = Some(cause.clone());
                return result;
            }
        }
        let started = Instant::now();
        let mut results = Vec::new();
        for _ in 0..self.settings.repeat.max(1) {
            results.push(self.perform(case, discovery).await);
        }
        let mut result = CaseResult::of_all(results).unwrap_or_else(|| {
            CaseResult::new(
                case,
                Verdict::Error,
                Some("it was not performed".to_owned()),
            )
        });
        result.duration = started.elapsed();
        if case.grade == Grade::Provisional && result.verdict == Verdict::Fail {
            result.expected = Some(PROVISIONAL.to_owned());
        }
        result
    }

    /// Performs a case once.
    async fn perform(&self, case: &Case, discovery: &Discovery) -> CaseResult {
        let looks_at_all = case
            .steps
            .iter()
            .any(|step| matches!(step, Step::OwnOnly { .. } | Step::Pages { .. }));
        if looks_at_all || case.hazard >= Hazard::Collection {
            let _alone = self.gate.write().await;
            self.forget_shared().await;
            performance::run(self, discovery, case).await
        } else {
            let _among_others = self.gate.read().await;
            performance::run(self, discovery, case).await
        }
    }

    /// What keeps a case from being run at this endpoint (section 8).
    fn does_not_apply(&self, case: &Case, discovery: &Discovery) -> Option<CaseResult> {
        let not_applicable =
            |reason: String| Some(CaseResult::new(case, Verdict::NotApplicable, Some(reason)));
        for need in &case.needs {
            match need {
                Need::Offers(category) if !discovery.offers(category) => {
                    return not_applicable(format!("{category} is not offered"));
                }
                Need::Templates(family, number) if discovery.templates(family).len() < *number => {
                    return not_applicable(format!(
                        "fewer than {number} templates of {family} are offered"
                    ));
                }
                Need::Login if !self.settings.has_credentials => {
                    return not_applicable("the run has no credentials to leave out".to_owned());
                }
                Need::Framing if !self.ledger.frames() => {
                    return not_applicable("requests do not go over a connection".to_owned());
                }
                Need::Renders(Rendering::Json) if !discovery.json => {
                    return not_applicable("the endpoint has no JSON rendering".to_owned());
                }
                _ => {}
            }
        }
        // A discovery case is about being offered: it fails only where that is required.
        let category = case.category.as_ref()?;
        if case.id.family() == "disc"
            && case.needs.is_empty()
            && !discovery.offers(category)
            && !self.settings.required.has(category)
        {
            return not_applicable(format!("{category} is not offered, and nobody requires it"));
        }
        None
    }

    /// What the endpoint offers, asked once.
    async fn discovery(&self) -> &Result<Discovery, String> {
        self.discovery
            .get_or_init(|| async {
                let json = self.query(Rendering::Json).await;
                let offered = if json.serves(Rendering::Json) {
                    json
                } else {
                    if let Err(error) = &json.response {
                        return Err(error.to_string());
                    }
                    self.query(Rendering::Plain).await
                };
                // Whoever may not even ask learns nothing about the endpoint.
                if let Ok(response) = &offered.response
                    && matches!(response.status, 401 | 403)
                {
                    let status = response.status;
                    return Err(format!(
                        "the query interface answers {status}: credentials are missing or not \
                         enough"
                    ));
                }
                let discovery = Discovery {
                    json: offered.serves(Rendering::Json),
                    categories: offered.categories.clone().unwrap_or_default(),
                    pinned: self.settings.templates.clone(),
                };
                self.allow_creations(&discovery);
                Ok(discovery)
            })
            .await
    }

    /// Tells the ledger where entities may be created: at the kinds' locations.
    fn allow_creations(&self, discovery: &Discovery) {
        for (_, kind) in self.model.kinds() {
            if let Some(path) = self.location_of(discovery, &kind.id)
                && !kind.is_abstract
            {
                self.ledger.allow_creation(&path);
            }
        }
        for (_, mixin) in self.model.mixins() {
            if let Some(path) = self.location_of(discovery, &mixin.id) {
                self.ledger.allow_mixin(&path);
            }
        }
    }

    fn location_of(&self, discovery: &Discovery, category: &CategoryId) -> Option<String> {
        discovery.location(&self.model, category, |location| {
            self.ledger.resolve(location)
        })
    }

    /// An answer of the query interface, asked for once per rendering.
    async fn query(&self, rendering: Rendering) -> Arc<QueryAnswer> {
        let at = match rendering {
            Rendering::Json => 0,
            Rendering::Occi => 1,
            Rendering::Plain | Rendering::Uri => 2,
        };
        let ask = || async {
            let request = self.dress(Request::new("GET", "/-/"), "p:discovery", rendering);
            Arc::new(QueryAnswer::new(self.ledger.send(request).await))
        };
        match self.queries.get(at) {
            Some(cell) => cell.get_or_init(ask).await.clone(),
            None => ask().await,
        }
    }

    /// Adds the fields that every request has.
    pub(crate) fn dress(&self, request: Request, case: &str, accept: Rendering) -> Request {
        let version = env!("CARGO_PKG_VERSION");
        let occi = match self.model.profile() {
            occi_model::Profile::V1_1 => "OCCI/1.1",
            _ => "OCCI/1.2",
        };
        let request = request
            .with_header("Accept", accept.media().as_str())
            .with_header("User-Agent", format!("occi-conformance/{version} {occi}"));
        if self.settings.announce {
            request.with_header("X-Conformance-Case", format!("{}/{case}", self.run))
        } else {
            request
        }
    }

    /// The next number for a marker.
    pub(crate) fn next_number(&self) -> u32 {
        self.counter.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Whether a case that failed shows all the same that entities can be made: the request was
/// answered as expected, and only what it was found to hold is otherwise.
fn made(case: &Case, result: &CaseResult) -> bool {
    let request = case
        .steps
        .iter()
        .position(|step| matches!(step, Step::Call(_)));
    let failure = result.failure.as_ref();
    failure
        .zip(request)
        // Steps of failures are counted from 1.
        .is_some_and(|(failure, at)| failure.code == Code::WrongFact && failure.step > at + 1)
}
