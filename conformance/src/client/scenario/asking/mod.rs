//! What a client asks: every request is looked at as the server sees it.

mod changing;
mod creating;
mod everyday;
mod listing;
mod tagging;

use super::Scenario;

/// The action that most scenarios invoke.
const START: &str = "http://schemas.ogf.org/occi/infrastructure/compute/action#start";

pub(super) fn scenarios() -> Vec<Scenario> {
    let mut all = everyday::everyday();
    all.extend(creating::creating());
    all.extend(changing::changing());
    all.extend(listing::listing());
    all.extend(tagging::tagging());
    all
}
