//! Which cases find which fault.

use std::{collections::BTreeMap, sync::Arc};

use occi_model::{Model, Profile, draft::Draft};

use super::{Fault, Faulty, mutant};
use crate::{
    catalogue::Catalogue,
    engine::Settings,
    run::{RunResult, Selection, run_catalogue},
    transport::Transport,
    verdict::Verdict,
};

/// Makes a sound server of a model, fresh each time.
pub trait Subject: Send + Sync {
    /// A server that has no entities yet.
    type Server: Transport;

    /// Makes one; `None` when the model cannot be served.
    fn serve(&self, model: Arc<Model>) -> Option<Self::Server>;
}

/// What was found out about one faulty server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caught {
    /// The fault.
    pub name: String,
    /// The cases that failed, and those that passed with a note, sorted.
    pub cases: Vec<String>,
    /// Whether the tool itself failed, or something was left behind.
    pub trouble: Option<String>,
}

impl Caught {
    fn of(name: String, result: &RunResult) -> Self {
        let cases = result
            .cases
            .iter()
            .filter(|case| matches!(case.verdict, Verdict::Fail | Verdict::PassNoted))
            .map(|case| case.id.to_string())
            .collect();
        let errors = result
            .cases
            .iter()
            .find(|case| case.verdict == Verdict::Error);
        let trouble = errors.map(|case| format!("{}: {}", case.id, case.explanation()));
        Self {
            name,
            cases,
            trouble,
        }
    }
}

/// Runs cases against each faulty server that `takes` wants; `select` says which cases for a fault,
/// one selection after the other until a case finds it.
pub async fn faults<S: Subject>(
    subject: &S,
    model: &Arc<Model>,
    cases: &Arc<Catalogue>,
    takes: impl Fn(&Fault) -> bool,
    select: impl Fn(&Fault) -> Vec<Selection>,
    mut progress: impl FnMut(&Caught),
) -> Vec<Caught> {
    let mut all = Vec::new();
    for fault in Fault::all().into_iter().filter(|fault| takes(fault)) {
        let mut caught = Caught {
            name: fault.name.to_owned(),
            cases: Vec::new(),
            trouble: None,
        };
        for selection in select(&fault) {
            let Some(server) = subject.serve(model.clone()) else {
                break;
            };
            let faulty: Arc<dyn Transport> = Arc::new(Faulty::new(server, fault));
            let result = against(model, cases, faulty, &selection).await;
            caught = Caught::of(caught.name, &result);
            if !caught.cases.is_empty() {
                break;
            }
        }
        progress(&caught);
        all.push(caught);
    }
    all
}

/// Runs the cases of a model against servers of changed copies of it, drawn with a seed, the cases
/// about the category that was changed first. Copies that no server can be made of are not drawn.
pub async fn mutants<S: Subject>(
    subject: &S,
    draft: &Draft,
    profile: Profile,
    cases: &Arc<Catalogue>,
    (seed, number): (u64, usize),
    mut progress: impl FnMut(&Caught),
) -> Vec<Caught> {
    let Some(model) = draft.build(profile).model.map(Arc::new) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for mutant in mutant::shuffled(draft, seed) {
        if all.len() == number {
            break;
        }
        let Some(changed) = mutant.draft.build(profile).model else {
            continue;
        };
        let Some(server) = subject.serve(Arc::new(changed)) else {
            continue;
        };
        let server: Arc<dyn Transport> = Arc::new(server);
        let mut caught = Caught {
            name: mutant.name.clone(),
            cases: Vec::new(),
            trouble: None,
        };
        for selection in mutant.selections() {
            let result = against(&model, cases, server.clone(), &selection).await;
            caught = Caught::of(mutant.name.clone(), &result);
            if !caught.cases.is_empty() {
                break;
            }
        }
        progress(&caught);
        all.push(caught);
    }
    all
}

async fn against(
    model: &Arc<Model>,
    cases: &Arc<Catalogue>,
    server: Arc<dyn Transport>,
    selection: &Selection,
) -> RunResult {
    run_catalogue(
        model.clone(),
        cases.clone(),
        server,
        selection,
        Settings::in_process(),
        |_| {},
    )
    .await
}

/// The cases that no fault fails.
#[must_use]
pub fn never_caught<'c>(cases: &'c Catalogue, caught: &[Caught]) -> Vec<&'c str> {
    let mut kills: BTreeMap<&str, usize> = BTreeMap::new();
    for case in caught.iter().flat_map(|one| &one.cases) {
        *kills.entry(case).or_default() += 1;
    }
    cases
        .cases
        .iter()
        .map(|case| case.id.as_str())
        .filter(|id| !kills.contains_key(id))
        .collect()
}
