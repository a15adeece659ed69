//! The JSON rendering, beyond what every answer is looked at for.

use occi_model::OcciVersion;

use super::{
    super::Catalogue,
    row::{Ground, has, is},
};
use crate::{case::Test, oracle::Situation};

const JSON: &[(&str, &str)] = &[
    ("Content-Type", "application/occi+json"),
    ("Accept", "application/occi+json"),
];
const CAPABILITY: &str = "occi-negotiation-json";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["JSON-008"],
            "members",
            CAPABILITY,
            "Title, summary, id and kind are members of the entity object.",
        )
        .json()
        .create(
            "POST <<at>>",
            JSON,
            "{\"kind\": \"<<kind>>\", \"title\": \"<<marker it>>\", \"summary\": \"s\"}",
        )
        .expect(Situation::CreateOne)
        .send(
            "GET <<path it>>",
            &[("Accept", "application/occi+json")],
            "",
        )
        .part("/title", is("<<marker it>>"))
        .part("/summary", is("s"))
        .part("/id", Test::Present)
        .part("/kind", is("<<kind>>"))
        .end(all);
    ground
        .row(
            &["JSON-026", "JSON-027", "JSON-030"],
            "one-member",
            CAPABILITY,
            "A collection with one member is an object with an array.",
        )
        .json()
        .it()
        .send(
            "GET <<at>>",
            &[
                ("Accept", "application/occi+json"),
                ("X-OCCI-Attribute", "occi.core.title=\"<<marker it>>\""),
            ],
            "",
        )
        .expect(Situation::Read)
        .part("/resources/0/title", is("<<marker it>>"))
        .part("/resources/1", Test::Absent)
        .end(all);
    let links = ground
        .row(
            &["JSON-028", "JSON-014", "JSON-015"],
            "link-collection",
            CAPABILITY,
            "Links are under the key links, with the location and kind of both ends.",
        )
        .json()
        .link()
        .send(
            "GET <<link at>>",
            &[
                ("Accept", "application/occi+json"),
                ("X-OCCI-Attribute", "occi.core.title=\"<<marker it>>\""),
            ],
            "",
        )
        .expect(Situation::Read)
        .part("/links/0/title", is("<<marker it>>"))
        .part("/links/0/source/location", has("<<path source>>"))
        .part("/links/0/target/location", has("<<path target>>"));
    // 1.1 does not tell the kinds of the ends.
    if ground.has(OcciVersion::V1_2) {
        links.part("/links/0/target/kind", Test::Present).end(all);
    } else {
        links.end(all);
    }

    ground
        .row(
            &["JSON-032", "JSON-033", "JSON-034"],
            "categories",
            CAPABILITY,
            "The query interface has the keys kinds, mixins and actions.",
        )
        .json()
        .send("GET /-/", &[("Accept", "application/occi+json")], "")
        .expect(Situation::Read)
        .part("/kinds/0/term", Test::Present)
        .part("/mixins", has("["))
        .part("/actions", has("["))
        .end(all);
    for (name, body, title) in [
        ("array", "[]", "A JSON array is no entity."),
        ("null", "null", "JSON null is no entity."),
        (
            "cut-off",
            "{\"kind\": \"<<kind>>\", \"title\": \"<<marker it>>\"",
            "JSON that is cut off is refused.",
        ),
        (
            "kind-is-number",
            "{\"kind\": 1, \"title\": \"<<marker it>>\"}",
            "A kind that is a number is refused.",
        ),
    ] {
        ground
            .row(&["JSON-057"], name, "occi-errors", title)
            .json()
            .create("POST <<at>>", JSON, body)
            .expect(Situation::Refused)
            .end(all);
    }
}
