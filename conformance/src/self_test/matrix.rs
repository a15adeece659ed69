//! Which cases find which defect.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use occi_model::{Model, Profile, draft::Draft};

use super::{
    Fault, Faulty,
    behaviour::{Behaviour, Changed},
    broken,
    login::{self, Login},
    mutant::Mutant,
    visible,
};
use crate::{
    catalogue::{Catalogue, Options, catalogue},
    engine::Settings,
    run::{Run, RunResult, Selection},
    transport::Transport,
    verdict::{CaseResult, Verdict},
};

/// Makes a sound server of a model, fresh each time. A closure can be one.
pub trait Subject: Send + Sync {
    /// A server that has no entities yet.
    type Server: Transport;

    /// Makes one; `None` when the model cannot be served.
    fn serve(&self, model: Arc<Model>) -> Option<Self::Server>;
}

impl<F, S> Subject for F
where
    F: Fn(Arc<Model>) -> Option<S> + Send + Sync,
    S: Transport,
{
    type Server = S;

    fn serve(&self, model: Arc<Model>) -> Option<S> {
        self(model)
    }
}

/// What was found out about one defective server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caught {
    /// The defect.
    pub name: String,
    /// Rows of the requirement list that it breaks.
    pub breaks: Vec<&'static str>,
    /// The cases that failed.
    pub failed: BTreeSet<String>,
    /// The cases that passed with a note, which only a defect brings.
    pub noted: BTreeSet<String>,
    /// Which of the rows broken the cases that failed or noted name.
    pub named: BTreeSet<&'static str>,
    /// The first case that failed and names one of the rows.
    pub witness: Option<String>,
    /// What is wrong with the suite: the tool failed, or something was left behind.
    pub trouble: Option<String>,
    /// How many cases had ended, in order of their ids, up to the first that found it; with
    /// prerequisites.
    pub performed: usize,
    /// Whether an answer was not what the sound server would have said; `None`: not looked at.
    pub fired: Option<bool>,
}

impl Caught {
    fn of(name: String, breaks: &[&'static str], result: &RunResult) -> Self {
        let mut found = Self {
            name,
            breaks: breaks.to_vec(),
            performed: result.performed(),
            ..Self::default()
        };
        for case in &result.cases {
            let into = match case.verdict {
                Verdict::Fail => &mut found.failed,
                Verdict::PassNoted => &mut found.noted,
                _ => continue,
            };
            into.insert(case.id.to_string());
            let named = breaks.iter().filter(|row| case.requirements.contains(row));
            let before = found.named.len();
            found.named.extend(named);
            let is_better = found.witness.is_none() && case.verdict == Verdict::Fail;
            if is_better && found.named.len() > before {
                found.witness = Some(case.id.to_string());
            }
        }
        let error = result.cases.iter().find(|c| c.verdict == Verdict::Error);
        found.trouble = error
            .map(|case| format!("{}: {}", case.id, case.explanation()))
            .or_else(|| result.unreachable.clone());
        found
    }

    /// Whether a case found it.
    #[must_use]
    pub fn is_found(&self) -> bool {
        !self.failed.is_empty() || !self.noted.is_empty()
    }

    /// Whether a case that found it names a row that it breaks, where it breaks one: of how long an
    /// answer may take, say, no row speaks.
    #[must_use]
    pub fn is_named(&self) -> bool {
        !self.named.is_empty() || (self.breaks.is_empty() && self.is_found())
    }

    /// The cases that found it: those that failed, then those with a note.
    pub fn cases(&self) -> impl Iterator<Item = &str> {
        self.failed.iter().chain(&self.noted).map(String::as_str)
    }
}

/// The suite of a model, and the server that is made defective.
#[derive(Debug)]
pub struct Suite<S> {
    subject: S,
    draft: Draft,
    profile: Profile,
    model: Arc<Model>,
    cases: Arc<Catalogue>,
}

impl<S: Subject> Suite<S> {
    /// The suite of a definition; `None` when no model can be made of it.
    pub fn new(subject: S, draft: Draft, profile: Profile) -> Option<Self> {
        let model = Arc::new(draft.build(profile).model?);
        let cases = Arc::new(catalogue(&model, &Options::default()));
        Some(Self {
            subject,
            draft,
            profile,
            model,
            cases,
        })
    }

    /// The cases.
    #[must_use]
    pub fn cases(&self) -> &Catalogue {
        &self.cases
    }

    /// The model.
    #[must_use]
    pub const fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The definition.
    #[must_use]
    pub const fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The ids of all cases, the passive ones included.
    #[must_use]
    pub fn ids(&self) -> BTreeSet<String> {
        let own = self.cases.cases.iter().map(|case| case.id.to_string());
        let passive = crate::engine::passive_cases();
        own.chain(passive.iter().map(|case| case.id.to_string()))
            .collect()
    }

    /// Runs everything against a sound server; `settings` may be changed before. `None` when there
    /// is no server.
    pub async fn sound(&self, change: impl FnOnce(&mut Run)) -> Option<RunResult> {
        let server: Arc<dyn Transport> = Arc::new(self.serve(self.model.clone())?);
        let mut run = self.run(server, Selection::default());
        change(&mut run);
        Some(run.start(|_: &_| {}).await)
    }

    /// Runs cases against a server with a fault, one selection after the other until a case finds
    /// it.
    pub async fn fault(&self, fault: Fault, selections: &[Selection]) -> Caught {
        let mut caught = Caught {
            name: fault.name.to_owned(),
            breaks: fault.breaks(),
            ..Caught::default()
        };
        for selection in selections {
            let Some(server) = self.subject.serve(self.model.clone()) else {
                break;
            };
            let server: Arc<dyn Transport> = if fault.is_of_login() {
                Arc::new(Faulty::new(Login::new(server), fault))
            } else {
                Arc::new(Login::new(Faulty::new(server, fault)))
            };
            let mut run = self.run(server, selection.clone());
            fault.settings(&mut run.settings);
            let result = run.start(|_: &_| {}).await;
            caught = Caught::of(caught.name, &caught.breaks, &result);
            if caught.is_found() {
                break;
            }
        }
        caught
    }

    /// Runs the cases against a server of a changed definition, one selection after the other until
    /// a case finds it. `None`: no server can be made of it.
    pub async fn mutant(&self, mutant: &Mutant, selections: &[Selection]) -> Option<Caught> {
        self.changed(mutant, selections, false).await
    }

    /// The same up to the first case that fails, whatever others would.
    pub async fn mutant_until_found(
        &self,
        mutant: &Mutant,
        selections: &[Selection],
    ) -> Option<Caught> {
        self.changed(mutant, selections, true).await
    }

    /// The model of a changed definition, if a client can tell it from the sound one.
    #[must_use]
    pub fn told(&self, mutant: &Mutant) -> Option<Model> {
        let model = mutant.draft.build(self.profile).model?;
        self.tells(mutant, &model).then_some(model)
    }

    /// Whether a client can tell a changed definition from the sound one.
    fn tells(&self, mutant: &Mutant, model: &Model) -> bool {
        !visible::same(&self.model, model) && broken::equivalent(&mutant.name).is_none()
    }

    async fn changed(
        &self,
        mutant: &Mutant,
        selections: &[Selection],
        hasty: bool,
    ) -> Option<Caught> {
        let model = mutant.draft.build(self.profile).model?;
        let told = self.tells(mutant, &model);
        let server: Arc<dyn Transport> = Arc::new(self.serve(Arc::new(model))?);
        let breaks = broken::rows(mutant.operator);
        let mut caught = Caught {
            name: mutant.name.clone(),
            ..Caught::default()
        };
        // What cannot be told needs no run that ends with that.
        let selections = if told || !hasty { selections } else { &[] };
        for selection in selections {
            let run = self.run(server.clone(), selection.clone());
            let result = started(run, hasty).await;
            caught = Caught::of(mutant.name.clone(), &breaks, &result);
            if caught.is_found() {
                break;
            }
        }
        caught.fired = Some(told);
        Some(caught)
    }

    /// Runs the cases against a server whose behaviour was changed at random, up to the first that
    /// fails.
    pub async fn behaviour(
        &self,
        behaviour: Behaviour,
        selections: &[Selection],
    ) -> Option<Caught> {
        let mut caught = Caught::default();
        let mut fired = false;
        for selection in selections {
            let server = Changed::new(self.subject.serve(self.model.clone())?, behaviour);
            let seen = server.fired();
            let run = self.run(Arc::new(Login::new(server)), selection.clone());
            let result = started(run, true).await;
            caught = Caught::of(behaviour.name(), &[], &result);
            fired |= seen.is_set();
            if caught.is_found() {
                break;
            }
        }
        caught.fired = Some(fired && broken::equivalent(&caught.name).is_none());
        Some(caught)
    }

    fn serve(&self, model: Arc<Model>) -> Option<Login<S::Server>> {
        self.subject.serve(model).map(Login::new)
    }

    /// One case at a time, so that faults which count come at the same place each time.
    fn run(&self, server: Arc<dyn Transport>, selection: Selection) -> Run {
        let mut run = Run::new(self.model.clone(), self.cases.clone(), server);
        run.selection = selection;
        run.settings = Settings {
            concurrency: 1,
            ..Settings::in_process()
        };
        run.credentials = login::credentials();
        run
    }
}

/// Runs cases; a hasty run ends at the first case that finds something.
async fn started(run: Run, hasty: bool) -> RunResult {
    let stop = run.stop.clone();
    run.start(move |result: &CaseResult| {
        if hasty && matches!(result.verdict, Verdict::Fail | Verdict::PassNoted) {
            stop.request();
        }
    })
    .await
}

/// A selection of cases by name.
#[must_use]
pub fn named(names: impl IntoIterator<Item = String>) -> Selection {
    Selection {
        names: Some(names.into_iter().collect()),
        ..Selection::default()
    }
}

/// For each defect a few of the cases that fail on it, so that every case that fails on any stands
/// somewhere, and every defect that was found has one case at least.
#[must_use]
pub fn cover(caught: &[Caught]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut covered: BTreeSet<&str> = BTreeSet::new();
    let mut order: Vec<&Caught> = caught.iter().filter(|one| one.is_found()).collect();
    // What few cases find is the better witness of them.
    order.sort_by(|a, b| (a.failed.len(), &a.name).cmp(&(b.failed.len(), &b.name)));
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in order {
        let own = found.entry(&one.name).or_default();
        if is_steady(one) {
            own.extend(one.cases().filter(|case| covered.insert(case)));
        }
        own.extend(one.witness.as_deref());
        if own.is_empty() {
            own.extend(one.cases().next());
        }
    }
    found
}

/// The cases that no defect fails, or, where they test what is no duty, gives a note.
#[must_use]
pub fn never_failed(all: &BTreeSet<String>, caught: &[Caught]) -> BTreeSet<String> {
    let steady = caught.iter().filter(|one| is_steady(one));
    let found: BTreeSet<&str> = steady.flat_map(Caught::cases).collect();
    all.iter()
        .filter(|id| !found.contains(id.as_str()))
        .cloned()
        .collect()
}

/// Whether the same cases find it whatever else is run.
fn is_steady(one: &Caught) -> bool {
    let fault = Fault::all()
        .into_iter()
        .find(|fault| fault.name == one.name);
    fault.is_none_or(|fault| fault.is_steady())
}
