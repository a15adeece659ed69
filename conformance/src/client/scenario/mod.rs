//! The cases of clients: what each asks of the client, and what must be seen then.

mod asking;
mod hearing;
mod statuses;

use std::{future::Future, pin::Pin, sync::LazyLock};

use super::{Stop, scene::Scene};
use crate::{
    case::{Case, CaseId, Level, Origin, Prefix, Side},
    requirement,
};

/// How a scenario goes.
pub(super) type Playing<'p> = Pin<Box<dyn Future<Output = Result<(), Stop>> + 'p>>;

/// A case of a client.
pub(super) struct Scenario {
    /// The row that it is about, or what it takes care of.
    family: &'static str,
    /// What of it.
    detail: &'static str,
    title: &'static str,
    /// Rows that it gives evidence for.
    rows: &'static [&'static str],
    /// What the client needs for it.
    capability: &'static str,
    pub(super) play: Box<Script>,
}

/// What is done, and looked at.
type Script = dyn for<'p> Fn(&'p mut Scene<'_>) -> Playing<'p> + Send + Sync;

/// All of them, in order of their ids.
pub(super) static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let mut all = asking::scenarios();
    all.extend(hearing::scenarios());
    all.extend(statuses::scenarios());
    all.sort_by_key(|scenario| (scenario.family, scenario.detail));
    all
});

/// The cases of clients, sorted by id.
#[must_use]
pub fn cases() -> Vec<Case> {
    SCENARIOS.iter().map(Scenario::case).collect()
}

impl Scenario {
    fn case(&self) -> Case {
        let id = CaseId::new(
            Prefix::Protocol,
            "client",
            self.family,
            &[self.detail],
            None,
        );
        let capability = format!("client-{}", self.capability);
        let mut case = Case::new(id, self.title, &capability, Origin::Protocol);
        case.requirements = self.rows.to_vec();
        case.side = Side::Client;
        let levels = self.rows.iter().filter_map(|row| requirement::find(row));
        case.level = levels.map(|row| row.level).max().unwrap_or(Level::May);
        case
    }
}

/// Puts a scenario together; its details come from the caller's table.
fn scenario(
    (family, detail): (&'static str, &'static str),
    title: &'static str,
    rows: &'static [&'static str],
    capability: &'static str,
    play: impl for<'p> Fn(&'p mut Scene<'_>) -> Playing<'p> + Send + Sync + 'static,
) -> Scenario {
    Scenario {
        family,
        detail,
        title,
        rows,
        capability,
        play: Box::new(play),
    }
}
