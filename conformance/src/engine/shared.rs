//! Fixtures that cases share which only read (section 7.1): isolation given up for fewer requests.

use std::collections::BTreeMap;

use super::{
    Runner,
    performance::{Made, Performance, Stop},
};
use crate::{
    case::{Case, Datum, Fixture, Payload, Rendering, Step},
    transport::{Request, Transport as _},
};

/// An entity that several cases look at.
#[derive(Clone, Debug)]
pub(super) struct Known {
    made: Made,
    state: Option<String>,
}

/// What is shared, by what was asked for.
pub(super) type Pool = BTreeMap<String, Known>;

/// Whether a case does nothing to its fixtures.
fn only_reads(case: &Case) -> bool {
    case.steps.iter().all(|step| match step {
        Step::Fixture(_)
        | Step::Expect(_)
        | Step::Read { .. }
        | Step::Check { .. }
        | Step::Same { .. }
        | Step::Await { .. }
        | Step::Keep(_)
        | Step::Lists { .. } => true,
        Step::Listed { present, .. } => *present,
        Step::Call(call) => {
            let is_question = matches!(call.payload, Payload::Nothing | Payload::Filter(_));
            call.method == "GET" && call.action.is_none() && is_question
        }
        _ => false,
    })
}

/// Whether a fixture stands for itself: it names no other entity of its case.
fn is_alone(fixture: &Fixture) -> bool {
    let invoked = fixture.drive.iter().flat_map(|drive| &drive.parameters);
    let mut given = fixture.body.attributes.iter().chain(invoked);
    given.all(|(_, datum)| matches!(datum, Datum::Value(_) | Datum::Marker | Datum::Marked(_)))
}

impl Performance<'_> {
    /// Takes a fixture from those that are shared, or makes it one.
    pub(super) async fn shared_fixture(&mut self, fixture: &Fixture) -> Result<(), Stop> {
        let settings = &self.runner.settings;
        if !settings.share_fixtures || !only_reads(self.case) || !is_alone(fixture) {
            return self.fixture(fixture).await;
        }
        // Two fixtures of one case are two entities, however alike: the name of each is in the key.
        let key = format!("{fixture:?}");
        let mut pool = self.runner.shared.lock().await;
        let var = &fixture.entity;
        if let Some(known) = pool.get(&key) {
            self.entities.insert(var.clone(), known.made.clone());
            if let Some(state) = &known.state {
                self.states.insert(var.clone(), state.clone());
            }
            return Ok(());
        }
        self.fixture(fixture).await?;
        let made = self.entity(var)?.clone();
        // It is deleted when nobody needs it any more, not by this case.
        self.created.retain(|path| Some(path) != made.path.as_ref());
        let state = self.states.get(var).cloned();
        pool.insert(key, Known { made, state });
        Ok(())
    }
}

impl Runner {
    /// Deletes what cases shared: nobody looks at it any more, or somebody looks at everything.
    pub(crate) async fn forget_shared(&self) {
        let pool = std::mem::take(&mut *self.shared.lock().await);
        for path in pool.into_values().filter_map(|known| known.made.path) {
            let request = Request::new("DELETE", path);
            let request = self.dress(request, "p:fixtures", Rendering::Plain);
            // What stays is in the ledger, and swept with the rest.
            let _ = self.ledger.send(request).await;
        }
    }
}
