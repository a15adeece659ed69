//! Collections of kinds and mixins: filters, membership, and parts of them.

use super::{
    super::{Catalogue, recipe::IT},
    row::{Ground, OTHER, SEEN, TWO, has, is, lacks},
};
use crate::{
    case::{Hazard, Need, Rendering, Step, TagStep, Test},
    oracle::Situation,
};

const LIST: &[(&str, &str)] = &[("Accept", "text/uri-list")];
const PLAIN: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Accept", "text/plain")];

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    filters(ground, all);
    mixins(ground, all);
    ground
        .row(
            &["TXT-035", "TXT-001"],
            "only-locations",
            "occi-negotiation-text",
            "A collection in text/plain is a sequence of locations and nothing else.",
        )
        .it()
        .send("GET <<at>>", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
        .text(has("X-OCCI-Location: "))
        .text(has("<<path it>>"))
        .text(lacks("Category:"))
        .text(lacks("X-OCCI-Attribute:"))
        .end(all);
    ground
        .row(
            &["HTTP-141", "HTTP-145"],
            "delete-a-part",
            "occi-collections",
            "DELETE on a collection that names an instance deletes that one only.",
        )
        .it()
        .two()
        .hazardous(Hazard::Collection)
        .own_only()
        .send("DELETE <<at>>", PLAIN, "X-OCCI-Location: <<url two>>\r\n")
        .expect(Situation::Delete)
        .send("GET <<path it>>", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
        .send("GET <<path two>>", &[("Accept", "text/plain")], "")
        .expect(Situation::Deleted)
        .end(all);
    ground
        .row(
            &["HTTP-112"],
            "put-on-kind",
            "occi-errors",
            "PUT is not defined on the collection of a kind.",
        )
        .it()
        .hazardous(Hazard::Collection)
        .own_only()
        .send("PUT <<at>>", PLAIN, "X-OCCI-Location: <<url it>>\r\n")
        .expect(Situation::MethodNotAllowed)
        .end(all);
}

fn filters(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["HTTP-052"],
            "no-match",
            "occi-filters",
            "A filter that nothing matches gives an empty collection.",
        )
        .it()
        .send(
            "GET <<at>>",
            &[
                ("Accept", "text/uri-list"),
                ("X-OCCI-Attribute", "occi.core.title=\"<<marker it>>-none\""),
            ],
            "",
        )
        .expect(Situation::Read)
        .text(is(""))
        .end(all);
    ground
        .row(
            &["HTTP-052", "CORE-059"],
            "one-match",
            "occi-filters",
            "A filter by a value gives the instances that have it, and no others.",
        )
        .it()
        .two()
        .send(
            "GET <<at>>",
            &[
                ("Accept", "text/uri-list"),
                ("X-OCCI-Attribute", "occi.core.title=\"<<marker two>>\""),
            ],
            "",
        )
        .expect(Situation::Read)
        .text(has("<<path two>>"))
        .text(lacks("<<path it>>"))
        .end(all);
    ground
        .row(
            &["HTTP-023"],
            "no-value",
            "occi-filters",
            "A filter by an attribute without a value is refused.",
        )
        .of_kind()
        .send(
            "GET <<at>>",
            &[
                ("Accept", "text/uri-list"),
                ("X-OCCI-Attribute", "occi.core.title="),
            ],
            "",
        )
        .expect(Situation::Malformed)
        .end(all);
    for (name, end, title) in [
        (
            "by-an-end",
            "<<url target>>",
            "Links are found by an end that is named as a whole URL.",
        ),
        (
            "by-an-end-id",
            "<<id target>>",
            "Links are found by an end that is named by its id (D-18).",
        ),
    ] {
        let filter = format!("occi.core.target=\"{end}\"");
        let case = ground
            .row(&["HTTP-049"], name, "occi-filters", title)
            .link()
            .send(
                "GET <<link at>>",
                &[("Accept", "text/uri-list"), ("X-OCCI-Attribute", &filter)],
                "",
            )
            .expect(Situation::Read)
            .text(has("<<path it>>"));
        match name {
            "by-an-end" => case.end(all),
            // An id is a reference by D-18 only.
            _ => case.provisional().end(all),
        }
    }
    ground
        .row(
            &["HTTP-053"],
            "by-mixin",
            "occi-filters",
            "The collection of a kind can be filtered by a mixin.",
        )
        .it()
        .two()
        .tagging([])
        .step(Step::Tag { entity: TWO })
        .send(
            "GET <<at>>",
            &[
                ("Accept", "text/uri-list"),
                (
                    "Category",
                    "<<tag term>>; scheme=\"<<tag scheme>>\"; class=\"mixin\"",
                ),
            ],
            "",
        )
        .expect(Situation::Read)
        .text(has("<<path two>>"))
        .text(lacks("<<path it>>"))
        .end(all);
}

fn mixins(ground: &Ground<'_>, all: &mut Catalogue) {
    const MIXINS: &str = "occi-user-mixins";
    ground
        .row(
            &["CORE-056", "HTTP-132"],
            "of-two-kinds",
            MIXINS,
            "The collection of a mixin holds instances of different kinds.",
        )
        .it()
        .other()
        .tagging([TagStep::Add])
        .send(
            "POST <<tag path>>",
            PLAIN,
            "X-OCCI-Location: <<url it>>\r\nX-OCCI-Location: <<url other>>\r\n",
        )
        .expect(Situation::Associate)
        .step(Step::Tagged {
            entity: IT,
            present: true,
        })
        .step(Step::Tagged {
            entity: OTHER,
            present: true,
        })
        .end(all);
    for (row, name, method, situation, title) in [
        (
            "HTTP-133",
            "answer-of-association",
            "POST <<tag path>>",
            Situation::Associate,
            "Association is answered with the collection.",
        ),
        (
            "HTTP-114",
            "answer-of-replacement",
            "PUT <<tag path>>",
            Situation::Associate,
            "Replacing the members of a mixin is answered with the collection.",
        ),
    ] {
        ground
            .row(&[row], name, MIXINS, title)
            .it()
            .tagging([TagStep::Add])
            .send(method, PLAIN, "X-OCCI-Location: <<url it>>\r\n")
            .expect(situation)
            .text(has("<<path it>>"))
            .end(all);
    }
    for (row, name, method, title) in [
        (
            "JSON-053",
            "associate",
            "POST <<tag path>>",
            "Instances join a mixin by an entity collection in JSON.",
        ),
        (
            "JSON-054",
            "replace",
            "PUT <<tag path>>",
            "The members of a mixin are replaced by an entity collection in JSON.",
        ),
    ] {
        ground
            .row(&[row], name, MIXINS, title)
            .needing(Need::Renders(Rendering::Json))
            .it()
            .two()
            .tagging([])
            .step(Step::Tag { entity: TWO })
            .send(
                method,
                &[
                    ("Content-Type", "application/occi+json"),
                    ("Accept", "application/occi+json"),
                ],
                "{\"resources\": [{\"kind\": \"<<kind>>\", \"id\": \"<<id it>>\", \"location\": \"<<url it>>\"}]}",
            )
            .expect(Situation::Associate)
            .step(Step::Tagged {
                entity: IT,
                present: true,
            })
            .step(Step::Tagged {
                entity: TWO,
                present: row == "JSON-053",
            })
            .read(IT, SEEN)
            .end(all);
    }
    ground
        .row(
            &["HTTP-111"],
            "empty",
            MIXINS,
            "A collection without members is answered with an empty listing.",
        )
        .tagging([TagStep::Add])
        .send("GET <<tag path>>", LIST, "")
        .expect(Situation::EmptyCollection)
        .text(is(""))
        .end(all);
    ground
        .row(
            &["JSON-029"],
            "empty",
            MIXINS,
            "A collection without members is an object with an empty array.",
        )
        .needing(Need::Renders(Rendering::Json))
        .tagging([TagStep::Add])
        .send(
            "GET <<tag path>>",
            &[("Accept", "application/occi+json")],
            "",
        )
        .expect(Situation::EmptyCollection)
        .part("", has("[]"))
        .field("content-type", has("application/occi+json"))
        .text(Test::Lacks("\"id\"".to_owned()))
        .end(all);
}
