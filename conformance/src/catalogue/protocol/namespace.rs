//! Paths that belong to no category, and paths that clients choose.

use super::{
    super::Catalogue,
    row::{Ground, has, lacks},
};
use crate::{
    case::{Assertion, Step, TagStep, Test},
    oracle::Situation,
};

const LIST: &[(&str, &str)] = &[("Accept", "text/uri-list")];
const NAMESPACE: &str = "occi-namespace";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["HTTP-146", "HTTP-007", "HTTP-148"],
            "root",
            NAMESPACE,
            "The root of the namespace lists the instances below it.",
        )
        .it()
        .other()
        .send("GET /", LIST, "")
        .expect(Situation::Unbound)
        .text(has("<<path it>>"))
        .text(has("<<path other>>"))
        .end(all);
    ground
        .row(
            &["HTTP-149"],
            "root-filtered",
            NAMESPACE,
            "The root of the namespace can be filtered by a kind.",
        )
        .it()
        .other()
        .send(
            "GET /",
            &[
                ("Accept", "text/uri-list"),
                (
                    "Category",
                    "<<term>>; scheme=\"<<scheme>>\"; class=\"kind\"",
                ),
            ],
            "",
        )
        .expect(Situation::Unbound)
        .text(has("<<path it>>"))
        .text(lacks("<<path other>>"))
        .end(all);
    ground
        .row(
            &["HTTP-028"],
            "nothing",
            "occi-errors",
            "A path at which nothing is is answered 404.",
        )
        .it()
        .send("GET <<path it>>-nothing", &[("Accept", "text/plain")], "")
        .expect(Situation::Deleted)
        .end(all);
    ground
        .row(
            &["HTTP-072", "HTTP-028"],
            "removed-again",
            "occi-user-mixins",
            "A user mixin that was removed cannot be removed again.",
        )
        .tagging([TagStep::Add, TagStep::Remove])
        .expect(Situation::RemoveMixin)
        .tagging([TagStep::Remove])
        .expect(Situation::RemoveAgain)
        .end(all);
    ground
        .row(
            &["HTTP-030", "HTTP-031"],
            "instance",
            "occi-errors",
            "A method that an instance does not have is answered 405 with Allow.",
        )
        .it()
        .send("PATCH <<path it>>", &[], "")
        .expect(Situation::MethodNotAllowed)
        .step(Step::Expect(Assertion::Allow))
        .field("allow", Test::Lacks("PATCH".to_owned()))
        .end(all);
}
