//! A script as a test: against a server of its own, or a live one.

use std::{
    env,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use occi_model::{CategoryId, Model};
use tokio::runtime::Builder;

use super::Script;
use crate::{
    InProcess, Transport,
    case::{Assertion, Case, Step},
    catalogue::{Catalogue, Options, Shown, catalogue},
    engine::{Runner, Settings},
    harness::{ENDPOINT, live, message},
    verdict::Verdict,
};

/// Cases at a live endpoint run one after the other: each knows its own entities only.
static LIVE: Mutex<()> = Mutex::new(());

/// What is wrong with a script: statements that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct ScriptError(pub Vec<String>);

impl Script {
    /// The case that the statements say, for a model.
    ///
    /// # Errors
    ///
    /// When one of them cannot be meant: an identifier that is none, say, or an attribute where
    /// nothing has any.
    pub fn build(mut self, model: &Model) -> Result<Case, ScriptError> {
        let shown = std::mem::take(&mut self.shown);
        for (at, category) in shown {
            let Some(found) = described(model, &category) else {
                let what = format!("the model has nothing to say of {category}");
                self.faults.push(what);
                continue;
            };
            if let Some(step) = self.case().and_then(|case| case.steps.get_mut(at)) {
                *step = Step::Expect(Assertion::Shows(Box::new(found)));
            }
        }
        match self.case {
            Some(case) if self.faults.is_empty() => Ok(case),
            _ => Err(ScriptError(self.faults)),
        }
    }

    /// Runs the case as a test.
    ///
    /// The server under test is the one that `service` gives: it runs in this process and belongs
    /// to this case alone. With the environment variable `OCCI_ENDPOINT` set to a URL, the endpoint
    /// there is tested instead. A case that does not apply says so, and passes.
    ///
    /// # Panics
    ///
    /// When the case fails, or says nothing; when it leaves something behind; when a statement
    /// cannot be meant. It is a test.
    #[track_caller]
    pub fn run<F, R>(self, model: Arc<Model>, service: F)
    where
        F: FnOnce() -> R,
        R: Future<Output = InProcess>,
    {
        if let Err(text) = self.outcome(model, service) {
            // A test that fails panics.
            #[expect(clippy::panic, reason = "how a test fails")]
            {
                panic!("{text}");
            }
        }
    }

    fn outcome<F, R>(self, model: Arc<Model>, service: F) -> Result<(), String>
    where
        F: FnOnce() -> R,
        R: Future<Output = InProcess>,
    {
        let case = self.build(&model).map_err(|error| error.to_string())?;
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("the test cannot start: {error}"))?;
        let url = env::var(ENDPOINT).ok();
        let _alone = url
            .is_some()
            .then(|| LIVE.lock().unwrap_or_else(PoisonError::into_inner));
        let (transport, settings): (Arc<dyn Transport>, Settings) = match &url {
            Some(url) => live(url).map_err(|error| format!("{ENDPOINT}: {error}"))?,
            None => (
                Arc::new(runtime.block_on(service())),
                Settings::in_process(),
            ),
        };
        let runner = Runner::new(model, Arc::new(Catalogue::default()), transport, settings);
        let result = runtime.block_on(runner.result(&case));
        let leftovers = runner.leftovers();
        if !leftovers.is_empty() {
            return Err(format!("left behind: {}", leftovers.join(", ")));
        }
        let explanation = result.explanation();
        match result.verdict {
            Verdict::Pass | Verdict::PassNoted => Ok(()),
            Verdict::NotApplicable | Verdict::Unsupported | Verdict::NotRun => {
                eprintln!("{}: {explanation}", result.verdict.as_str());
                Ok(())
            }
            Verdict::Fail | Verdict::Blocked | Verdict::Inconclusive | Verdict::Error => {
                let text = message(&result, &explanation);
                if let Some(reason) = &result.expected {
                    eprintln!("{reason}\n{text}");
                    return Ok(());
                }
                Err(text)
            }
        }
    }
}

/// What the query interface must show of a category.
fn described(model: &Model, category: &CategoryId) -> Option<Shown> {
    let cases = catalogue(model, &Options::default()).cases;
    cases
        .into_iter()
        .flat_map(|case| case.steps)
        .find_map(|step| match step {
            Step::Expect(Assertion::Shows(shown)) if shown.id == *category => Some(*shown),
            _ => None,
        })
}
