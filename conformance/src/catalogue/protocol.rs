//! Protocol cases: written for a row of the requirement list, not derived from a kind (section 4.4).

use std::collections::BTreeMap;

use occi_model::Model;

use super::{Catalogue, scope::versions_of};
use crate::{
    case::{
        Assertion, Case, CaseId, Choice, Grade, Hazard, Level, Need, Origin, Prefix, Rendering,
        Side, Step, TagStep,
    },
    oracle::Situation,
};

/// The cases, one for each row.
pub(super) fn model(model: &Model, all: &mut Catalogue) {
    let case = |row: &'static str, detail: &str, title: &str| {
        Case {
            id: CaseId::new(Prefix::Protocol, "http", row, &[detail], None),
            aliases: Vec::new(),
            title: title.to_owned(),
            requirements: Vec::new(),
            capabilities: Vec::new(),
            origin: Origin::Protocol,
            level: Level::May,
            grade: Grade::Stable,
            versions: versions_of(model.profile()),
            side: Side::Server,
            category: None,
            needs: Vec::new(),
            after: Vec::new(),
            hazard: Hazard::Read,
            steps: Vec::new(),
            params: BTreeMap::new(),
        }
        .citing(&[row])
    };

    let mut version = case(
        "HTTP-018",
        "future-version",
        "A request that announces a version that does not exist is answered 501.",
    )
    .doing([
        Step::Announce {
            version: "OCCI/99.0",
            rendering: Choice::Only(Rendering::Plain),
        },
        Step::Expect(Assertion::Answer(Situation::FutureVersion)),
    ]);
    version.capabilities = vec!["occi-version".to_owned()];

    // With a user mixin of the run's own as payload: a server that takes it harms nobody.
    let mut allow = case(
        "HTTP-031",
        "allow",
        "A method that the query interface does not have is answered 405 with Allow.",
    )
    .needing([Need::UserMixins])
    .hazardous(Hazard::Namespace)
    .doing([
        Step::UserMixin(TagStep::Put),
        Step::Expect(Assertion::Answer(Situation::MethodNotAllowed)),
        Step::Expect(Assertion::Allow),
    ]);
    allow.capabilities = vec!["occi-errors".to_owned()];

    for case in [version, allow] {
        all.add(case.id.clone(), Ok(case));
    }
}
