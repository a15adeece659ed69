//! What a run would do, without doing it (section 9.4).

use std::time::Duration;

use crate::{
    case::{Assertion, Case, CaseId, Payload, Step, TagStep},
    catalogue::Catalogue,
    engine::Settings,
    selection::Selection,
};

/// What a run of a selection would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The cases that would be run, in their order.
    pub cases: Vec<Planned>,
    /// Cases that the endpoint's class keeps from being run, with the reason.
    pub refused: Vec<(CaseId, &'static str)>,
    /// How many cases are not selected.
    pub deselected: usize,
    /// Requests before the cases: discovery, and the first listing of each collection.
    pub before: usize,
}

/// What one case would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The case.
    pub id: CaseId,
    /// Its title.
    pub title: String,
    /// Its hazard class, 0 to 5.
    pub hazard: u8,
    /// Requests that it sends when every answer is the preferred one and nothing is waited for,
    /// the proof of what it creates and its cleaning up included.
    pub requests: usize,
    /// Entities that it creates.
    pub created: usize,
}

impl Plan {
    /// Plans a run. Nothing is sent; applicability is found out by the run itself.
    #[must_use]
    pub fn new(catalogue: &Catalogue, selection: &Selection, settings: &Settings) -> Self {
        let mut plan = Self {
            cases: Vec::new(),
            refused: Vec::new(),
            deselected: 0,
            before: 0,
        };
        let mut kinds = std::collections::BTreeSet::new();
        for case in &catalogue.cases {
            if !selection.has(case) {
                plan.deselected += 1;
            } else if let Some(reason) = settings.refusal(case.hazard) {
                plan.refused.push((case.id.clone(), reason));
            } else {
                let (requests, created) = cost(case);
                kinds.extend(creations(case));
                plan.cases.push(Planned {
                    id: case.id.clone(),
                    title: case.title.clone(),
                    hazard: case.hazard.class(),
                    requests,
                    created,
                });
            }
        }
        if !plan.cases.is_empty() {
            plan.before = 1 + kinds.len();
        }
        plan
    }

    /// Requests of the whole run.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.before + self.cases.iter().map(|case| case.requests).sum::<usize>()
    }

    /// Entities that the whole run creates; each case deletes its own before it ends.
    #[must_use]
    pub fn created(&self) -> usize {
        self.cases.iter().map(|case| case.created).sum()
    }

    /// How many cases have a hazard class.
    #[must_use]
    pub fn of_hazard(&self, class: u8) -> usize {
        self.cases
            .iter()
            .filter(|case| case.hazard == class)
            .count()
    }

    /// The least time that the pace of the requests takes; none where requests are not held back.
    #[must_use]
    pub fn least_time(&self, settings: &Settings) -> Option<Duration> {
        let requests = u32::try_from(self.requests()).unwrap_or(u32::MAX);
        (!settings.pace.is_zero()).then(|| settings.pace.saturating_mul(requests))
    }
}

/// Kinds that a case creates entities of.
fn creations(case: &Case) -> impl Iterator<Item = &occi_model::CategoryId> {
    case.steps.iter().filter_map(|step| match step {
        Step::Fixture(fixture) => Some(&fixture.kind),
        Step::Call(call) => call.creates.as_ref().map(|(_, kind)| kind),
        Step::Wire(wire) => wire.creates.as_ref().map(|(_, kind)| kind),
        _ => None,
    })
}

/// Requests and created entities of a case, where every answer is the preferred one.
fn cost(case: &Case) -> (usize, usize) {
    let (mut requests, mut created) = (0, 0);
    let mut gone = 0;
    for (at, step) in case.steps.iter().enumerate() {
        requests += match step {
            Step::Fixture(fixture) => {
                created += 1;
                // The creation, the look that proves it, and an action and a look for each state.
                2 + 2 * fixture.drive.len()
            }
            Step::Call(call) => {
                if call.method == "DELETE" {
                    gone += 1;
                }
                let succeeds = !refusal_follows(&case.steps, at);
                match (&call.creates, succeeds) {
                    (Some(_), true) => {
                        created += 1;
                        2 + usize::from(matches!(call.payload, Payload::WithLink { .. }))
                    }
                    _ => 1,
                }
            }
            Step::Wire(wire) => match &wire.creates {
                Some(_) if !refusal_follows(&case.steps, at) => {
                    created += 1;
                    2
                }
                _ => 1,
            },
            Step::Together(wires) => wires.len(),
            Step::Tag { .. } => 3,
            Step::UserMixin(TagStep::Add) => 2,
            Step::UserMixin(TagStep::Name) => 0,
            Step::Inline { .. } => 2,
            Step::Pages { entities, .. } => entities.len() + 2,
            Step::Read { .. }
            | Step::Await { .. }
            | Step::Listed { .. }
            | Step::Tagged { .. }
            | Step::Announce { .. }
            | Step::UserMixin(_)
            | Step::Gone { .. }
            | Step::NothingCreated { .. }
            | Step::Remember { .. }
            | Step::OwnOnly { .. } => 1,
            Step::Expect(_)
            | Step::Keep(_)
            | Step::Check { .. }
            | Step::Same { .. }
            | Step::Lists { .. } => 0,
        };
    }
    (requests + created - gone.min(created), created)
}

/// Whether the answer that is expected to a call is a refusal.
fn refusal_follows(steps: &[Step], at: usize) -> bool {
    match steps.get(at + 1) {
        Some(Step::Expect(Assertion::Answer(situation))) => !situation
            .graded()
            .preferred
            .iter()
            .any(|status| *status < 400),
        _ => false,
    }
}
