//! Clients under test (section 16 of the design).
//!
//! A client takes part through a *harness*: a program that reads [`Command`]s from its standard
//! input, one JSON object a line, lets the client carry them out, and writes an [`Answer`] for each
//! to its standard output. The cases let it talk to a [`Stage`]: a server on this machine that writes
//! down what it is asked, answers as a sound server would, and now and then as a case wants. They look
//! at what was asked and at what the client made of the answers.

mod driver;
mod operation;
mod scenario;
mod scene;
mod stage;

use std::{sync::Arc, time::Instant};

use occi_model::Model;

pub use self::{
    driver::{Driver, DriverError},
    operation::{Answer, Command, Operation, Unsupported},
    scenario::cases,
    stage::{Act, Play, Seen, Stage},
};
use self::{scenario::SCENARIOS, scene::Scene};
use crate::{
    catalogue::Catalogue,
    run::{RunResult, Selection},
    transport::Transport,
    verdict::{CaseResult, Verdict},
};

/// A test of a client.
#[derive(Debug)]
pub struct ClientRun<H, W> {
    /// Starts the harness: at first, and again when a case has ended it.
    pub harness: H,
    /// The definition of the servers that it talks to: that of infrastructure.
    pub model: Arc<Model>,
    /// Makes a sound server of the definition, fresh for each case.
    pub world: W,
    /// Which cases.
    pub selection: Selection,
    /// The name of the run: eight letters, as [`new_name`](crate::run::new_name) gives them.
    pub name: String,
}

/// Why a client cannot be tested at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientRunError {
    /// The harness does not do what a harness does.
    #[error("the harness {0}")]
    Harness(#[from] DriverError),
    /// The id of a case is none.
    #[error(transparent)]
    Id(#[from] crate::case::CaseIdError),
    /// There is no server for it to talk to.
    #[error("no server can be made: {0}")]
    Stage(String),
}

impl<H, W> ClientRun<H, W>
where
    H: Fn() -> Result<Driver, DriverError>,
    W: Fn() -> Option<Arc<dyn Transport>>,
{
    /// Runs the cases one after the other; `ended` is called after each.
    ///
    /// # Errors
    ///
    /// When the harness cannot be started, or claims to know an operation that there is not: what it
    /// answers says nothing then.
    pub async fn start(&self, ended: impl Fn(&CaseResult)) -> Result<RunResult, ClientRunError> {
        let started = Instant::now();
        let mut driver = (self.harness)()?;
        let name = driver.probe().await?;
        let catalogue = Catalogue {
            cases: cases(),
            dropped: Vec::new(),
        };
        let (mut results, mut requests, mut deselected) = (Vec::new(), 0, 0);
        for (case, scenario) in catalogue.cases.iter().zip(SCENARIOS.iter()) {
            if !self.selection.has(case) {
                deselected += 1;
                continue;
            }
            let begun = Instant::now();
            let world =
                (self.world)().ok_or_else(|| ClientRunError::Stage("none is made".to_owned()))?;
            let stage = Stage::open(world)
                .await
                .map_err(|error| ClientRunError::Stage(error.to_string()))?;
            let mut scene = Scene::new(&mut driver, &stage, &self.model);
            let outcome = scene.play(scenario).await;
            let mut result = scene.result(case, outcome);
            result.duration = begun.elapsed();
            requests += stage.seen().len() as u64;
            stage.close().await;
            if driver.is_over() {
                // What it did in this case is told; the next begins afresh.
                driver = (self.harness)()?;
            }
            ended(&result);
            results.push(result);
        }
        driver.end().await;
        results.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(RunResult {
            requests,
            cases: results,
            deselected,
            duration: started.elapsed(),
            ..RunResult::of_harness(&self.name, name, &self.model, &catalogue)
        })
    }
}

/// How a scenario ends, unless as it should.
#[derive(Debug)]
enum Stop {
    Failed(crate::verdict::Failure),
    Other(Verdict, String),
}
