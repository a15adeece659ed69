//! Media types: which one an answer has, and what cannot be had.

use super::{
    super::{Catalogue, recipe::IT},
    row::{Ground, has, is},
};
use crate::{
    case::{Step, TagStep, Test},
    oracle::Situation,
};

const TEXT: &str = "occi-negotiation-text";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    for (row, name, accept, title) in [
        (
            "HTTP-152",
            "no-accept",
            "",
            "A request without Accept is answered in text/plain.",
        ),
        (
            "HTTP-153",
            "any-accept",
            "*/*",
            "A request that accepts anything is answered in text/plain.",
        ),
    ] {
        ground
            .row(&[row], name, TEXT, title)
            .send("GET /-/", &[("Accept", accept)], "")
            .expect(Situation::Read)
            .field("content-type", has("text/plain"))
            .end(all);
    }
    ground
        .row(
            &["HTTP-032"],
            "image",
            "occi-errors",
            "A type that no OCCI server writes is answered 406.",
        )
        .send("GET /-/", &[("Accept", "image/png")], "")
        .expect(Situation::NotAcceptable)
        .end(all);
    ground
        .row(
            &["HTTP-154"],
            "weights",
            TEXT,
            "Of several types the one with the larger weight is chosen.",
        )
        // What is long may be too long for header fields: one location is not.
        .it()
        .send(
            "GET <<at>>",
            &[
                ("Accept", "text/plain;q=0.2, text/occi;q=0.9, image/png"),
                ("X-OCCI-Attribute", "occi.core.title=\"<<marker it>>\""),
            ],
            "",
        )
        .expect(Situation::Read)
        .field("content-type", has("text/occi"))
        .end(all);
    ground
        .row(
            &["HTTP-012", "HTTP-013"],
            "types-named",
            TEXT,
            "The query interface names the media types of the server.",
        )
        .send("GET /-/", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
        .field("accept", has("text/plain"))
        .field("accept", has("text/occi"))
        .field("accept", has("text/uri-list"))
        .end(all);
    ground
        .row(
            &["TXT-002"],
            "occi-plain",
            TEXT,
            "The plain rendering is also known as text/occi+plain.",
        )
        .it()
        .send("GET <<path it>>", &[("Accept", "text/occi+plain")], "")
        .expect(Situation::Read)
        .text(has("occi.core.id=\"<<id it>>\""))
        .end(all);
    ground
        .row(
            &["TXT-064"],
            "entity",
            TEXT,
            "An instance cannot be had as text/uri-list.",
        )
        .it()
        .send("GET <<path it>>", &[("Accept", "text/uri-list")], "")
        .expect(Situation::NotAListing)
        .end(all);
    ground
        .row(
            &["TXT-064"],
            "query-interface",
            TEXT,
            "The query interface cannot be had as text/uri-list.",
        )
        .send("GET /-/", &[("Accept", "text/uri-list")], "")
        .expect(Situation::NotAListing)
        .end(all);
    ground
        .row(
            &["HTTP-155"],
            "two-types",
            "occi-negotiation-json",
            "A payload is read by its Content-Type, the answer written by Accept.",
        )
        .json()
        .create(
            "POST <<at>>",
            &[
                ("Content-Type", "text/plain"),
                ("Accept", "application/occi+json"),
            ],
            "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\n\
             X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n",
        )
        .expect(Situation::CreateOne)
        .field("content-type", has("application/occi+json"))
        .part("/title", is("<<marker it>>"))
        .part("/kind", is("<<kind>>"))
        .end(all);
    ground
        .row(
            &["HTTP-014"],
            "unknown-type",
            "occi-errors",
            "A payload of a type that no OCCI server reads is refused.",
        )
        .create(
            "POST <<at>>",
            &[("Content-Type", "image/png")],
            "<<marker it>>",
        )
        .expect(Situation::UnsupportedType)
        .end(all);
    // Answers without content have no type, which is as good.
    let json = || Test::HasIfAny("application/occi+json".to_owned());
    ground
        .row(
            &["HTTP-154", "HTTP-014"],
            "removing",
            "occi-user-mixins",
            "The answer to the removal of a user mixin is written by Accept.",
        )
        .json()
        .tagging([TagStep::Add])
        .send(
            "DELETE /-/",
            &[
                ("Content-Type", "text/plain"),
                ("Accept", "application/occi+json"),
            ],
            "Category: <<tag term>>; scheme=\"<<tag scheme>>\"; class=\"mixin\"\r\n",
        )
        .expect(Situation::RemoveMixin)
        .field("content-type", json())
        .end(all);
    ground
        .row(
            &["HTTP-154", "HTTP-014"],
            "dissociating",
            "occi-user-mixins",
            "The answer to leaving the collection of a mixin is written by Accept.",
        )
        .json()
        .it()
        .tagging([])
        .step(Step::Tag { entity: IT })
        .send(
            "DELETE <<tag path>>",
            &[
                ("Content-Type", "text/plain"),
                ("Accept", "application/occi+json"),
            ],
            "X-OCCI-Location: <<path it>>\r\n",
        )
        .expect(Situation::Dissociate)
        .field("content-type", json())
        .end(all);
    let long = "x".repeat(20_000);
    ground
        .row(
            &["HTTP-033", "TXT-014"],
            "long-fields",
            TEXT,
            "What does not fit into header fields is refused or complete, never cut off.",
        )
        .create(
            "POST <<at>>",
            &[("Content-Type", "text/plain")],
            &format!(
                "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\n\
                 X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n\
                 X-OCCI-Attribute: occi.core.summary=\"{long}end\"\r\n"
            ),
        )
        .expect(Situation::CreateOne)
        .send("GET <<path it>>", &[("Accept", "text/occi")], "")
        .expect(Situation::TooLong)
        .field("x-occi-attribute", Test::HasIfAny("xxxend\"".to_owned()))
        .end(all);
}
