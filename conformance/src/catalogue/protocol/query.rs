//! The query interface: version, filters, its mirror, and what nobody may do to it.

use occi_model::OcciVersion;

use super::{
    super::Catalogue,
    row::{Ground, has, is, lacks},
};
use crate::{
    case::{Assertion, Choice, Rendering, Step, TagStep, Var},
    oracle::Situation,
};

const FIRST: Var = Var::named("first");
const QUERY: &str = "occi-query-interface";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    versions(ground, all);
    filters(ground, all);
    ground
        .row(
            &["HTTP-057", "CMP-002"],
            "path",
            QUERY,
            "The query interface is found at /-/.",
        )
        .send("GET /-/", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
        .text(has("class=\"kind\""))
        .end(all);
    ground
        .row(
            &["HTTP-058", "HTTP-059"],
            "well-known",
            QUERY,
            "The query interface at its well-known path, if there is one, shows the same.",
        )
        .send("GET /-/", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
        .step(Step::Keep(FIRST))
        .send(
            "GET /.well-known/org/ogf/occi/-/",
            &[("Accept", "text/plain")],
            "",
        )
        .expect(Situation::WellKnown)
        .step(Step::Expect(Assertion::LikeKept(FIRST)))
        .end(all);
    // With a user mixin of the run's own as payload: a server that takes it harms nobody.
    ground
        .row(
            &["HTTP-031", "HTTP-030", "HTTP-075"],
            "allow",
            "occi-errors",
            "A method that the query interface does not have is answered 405 with Allow.",
        )
        .tagging([TagStep::Put])
        .expect(Situation::MethodNotAllowed)
        .step(Step::Expect(Assertion::Allow))
        .end(all);
    user_mixins(ground, all);
}

fn versions(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["HTTP-018"],
            "future-version",
            "occi-version",
            "A request that announces a version that does not exist is answered 501.",
        )
        .step(Step::Announce {
            version: "OCCI/99.0",
            rendering: Choice::Only(Rendering::Plain),
        })
        .expect(Situation::FutureVersion)
        .end(all);
    for (name, agent, title) in [
        (
            "lower-version",
            "occi-conformance OCCI/1.1",
            "A request that announces OCCI/1.1 is served.",
        ),
        (
            "no-version",
            "occi-conformance",
            "A request that announces no version is served.",
        ),
    ] {
        ground
            .row(&["HTTP-019", "CMP-008"], name, "occi-version", title)
            .send(
                "GET /-/",
                &[("User-Agent", agent), ("Accept", "text/plain")],
                "",
            )
            .expect(Situation::Read)
            .end(all);
    }
    for (row, version, token) in [
        ("HTTP-016", OcciVersion::V1_2, "OCCI/1.2"),
        ("HTTP-017", OcciVersion::V1_1, "OCCI/1.1"),
    ] {
        if ground.has(version) {
            ground
                .row(
                    &[row],
                    "server-token",
                    "occi-version",
                    &format!("The server calls itself {token}."),
                )
                .send("GET /-/", &[("Accept", "text/plain")], "")
                .field("server", crate::case::Test::Word(token.to_owned()))
                .end(all);
        }
    }
}

fn filters(ground: &Ground<'_>, all: &mut Catalogue) {
    let kind = "<<term>>; scheme=\"<<scheme>>\"; class=\"kind\"";
    let other = "<<other term>>; scheme=\"<<other scheme>>\"; class=\"kind\"";
    // The listing names schemes with class, whatever the writer puts between.
    ground
        .row(
            &["HTTP-047", "HTTP-045", "HTTP-046"],
            "one-category",
            QUERY,
            "The query interface, filtered by a kind, shows that kind and no other.",
        )
        .of_kind()
        .of_other()
        .send(
            "GET /-/",
            &[("Accept", "text/plain"), ("Category", kind)],
            "",
        )
        .expect(Situation::Read)
        .text(has("Category: <<term>>;"))
        .text(lacks("Category: <<other term>>;"))
        .end(all);
    ground
        .row(
            &["HTTP-048"],
            "two-categories",
            QUERY,
            "The query interface, filtered by two kinds, shows both and no third.",
        )
        .of_kind()
        .of_other()
        .send(
            "GET /-/",
            &[
                ("Accept", "text/plain"),
                ("Category", &format!("{kind}, {other}")),
            ],
            "",
        )
        .expect(Situation::Read)
        .text(has("Category: <<term>>;"))
        .text(has("Category: <<other term>>;"))
        .text(lacks(
            "Category: entity; scheme=\"http://schemas.ogf.org/occi/core#\"",
        ))
        .end(all);
}

fn user_mixins(ground: &Ground<'_>, all: &mut Catalogue) {
    const PLAIN: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Accept", "text/plain")];
    let entry = "Category: <<tag term>>; scheme=\"<<tag scheme>>\"; class=\"mixin\"; location=\"<<tag path>>\"";
    ground
        .row(
            &["HTTP-069"],
            "with-attributes",
            "occi-user-mixins",
            "A user mixin with attributes of its own is refused.",
        )
        .tagging([TagStep::Name])
        .send(
            "POST /-/",
            PLAIN,
            &format!("{entry}; attributes=\"com.example.size\"\r\n"),
        )
        .expect(Situation::Refused)
        .step(Step::UserMixin(TagStep::Shown(0)))
        .end(all);
    ground
        .row(
            &["JSON-052"],
            "add-mixin",
            "occi-user-mixins",
            "A user mixin can be added in JSON.",
        )
        .json()
        .tagging([TagStep::Name])
        .send(
            "POST /-/",
            &[
                ("Content-Type", "application/occi+json"),
                ("Accept", "application/occi+json"),
            ],
            "{\"mixins\": [{\"term\": \"<<tag term>>\", \"scheme\": \"<<tag scheme>>\", \"location\": \"<<tag path>>\"}]}",
        )
        .expect(Situation::Read)
        .step(Step::UserMixin(TagStep::Shown(1)))
        .send("GET <<tag path>>", &[("Accept", "text/uri-list")], "")
        .text(is(""))
        .end(all);
}
