//! Changes that nobody may make: kind and id of an instance, links by the way.

use occi_model::OcciVersion;

use super::{
    super::{Catalogue, recipe::IT},
    row::{BEFORE, Ground, has},
};
use crate::oracle::Situation;

const PLAIN: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Accept", "text/plain")];
const JSON: &[(&str, &str)] = &[
    ("Content-Type", "application/occi+json"),
    ("Accept", "application/occi+json"),
];
const OTHER_CATEGORY: &str =
    "Category: <<other term>>; scheme=\"<<other scheme>>\"; class=\"kind\"\r\n";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    for (name, start, title) in [
        (
            "partial",
            "POST <<path it>>",
            "A partial update does not change the kind of an instance.",
        ),
        (
            "full",
            "PUT <<path it>>",
            "A full update does not change the kind of an instance.",
        ),
    ] {
        ground
            .row(&["CORE-024", "HTTP-095"], name, "occi-update", title)
            .of_other()
            .it()
            .read(IT, BEFORE)
            .send(
                start,
                PLAIN,
                &format!("{OTHER_CATEGORY}X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n"),
            )
            .expect(Situation::Refused)
            .unchanged(IT)
            .end(all);
    }
    ground
        .row(
            &["CORE-006", "JSON-010"],
            "other-id",
            "occi-update",
            "A full update does not change the id of an instance.",
        )
        .json()
        .it()
        .two()
        .read(IT, BEFORE)
        .send(
            "PUT <<path it>>",
            JSON,
            "{\"kind\": \"<<kind>>\", \"id\": \"<<id two>>\", \"title\": \"<<marker it>>\"}",
        )
        .expect(Situation::OtherId)
        .unchanged(IT)
        .end(all);
    ground
        .row(
            &["JSON-009"],
            "title-and-summary",
            "occi-update",
            "Title and summary change together in one JSON update.",
        )
        .json()
        .it()
        .send(
            "POST <<path it>>",
            JSON,
            "{\"kind\": \"<<kind>>\", \"title\": \"<<marker it>> b\", \"summary\": \"<<marker it>> c\"}",
        )
        .expect(Situation::Update)
        .send("GET <<path it>>", &[("Accept", "text/plain")], "")
        .text(has("occi.core.title=\"<<marker it>> b\""))
        .text(has("occi.core.summary=\"<<marker it>> c\""))
        .end(all);
    ground
        .row(
            &["HTTP-094"],
            "link-in-partial-update",
            "occi-update",
            "A link that a partial update adds is there, unless the update is refused.",
        )
        .it()
        .other()
        .send(
            "POST <<path it>>",
            PLAIN,
            &format!("{LINK}X-OCCI-Attribute: occi.core.title=\"<<marker it>> b\"\r\n"),
        )
        .expect(Situation::LinkByUpdate)
        .send("GET <<path it>>", &[("Accept", "text/plain")], "")
        .text(has("<<path other>>"))
        .end(all);
    if ground.has(OcciVersion::V1_1) {
        links(ground, all);
    }
}

const LINK: &str = "Link: <<<path other>>>; rel=\"<<other kind>>\"\r\n";

fn links(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["HTTP-089"],
            "link-in-full-update",
            "occi-update",
            "A full update with a link that the resource does not have is refused.",
        )
        .it()
        .other()
        .read(IT, BEFORE)
        .send(
            "PUT <<path it>>",
            PLAIN,
            &format!(
                "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\n{LINK}\
                 X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n"
            ),
        )
        .expect(Situation::Refused)
        .unchanged(IT)
        .end(all);
    ground
        .row(
            &["HTTP-096"],
            "link-on-link",
            "occi-update",
            "A link takes no links.",
        )
        .link()
        .other()
        .read(IT, BEFORE)
        .send("POST <<path it>>", PLAIN, LINK)
        .expect(Situation::Refused)
        .unchanged(IT)
        .end(all);
}
