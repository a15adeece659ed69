//! The text renderings, beyond what every answer is looked at for.

use super::{
    super::Catalogue,
    row::{Ground, has},
};
use crate::oracle::Situation;

const PLAIN: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Accept", "text/plain")];
const CATEGORY: &str = "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\n";
const HEADER: &str = "<<term>>; scheme=\"<<scheme>>\"; class=\"kind\"";
const TEXT: &str = "occi-negotiation-text";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["TXT-008"],
            "list-in-header",
            TEXT,
            "Several attributes in one header field are understood.",
        )
        .create(
            "POST <<at>>",
            &[
                ("Content-Type", "text/occi"),
                ("Category", HEADER),
                (
                    "X-OCCI-Attribute",
                    "occi.core.title=\"<<marker it>>\", occi.core.summary=\"a, b\"",
                ),
            ],
            "",
        )
        .expect(Situation::CreateOne)
        .shows("occi.core.summary", "a, b")
        .end(all);
    ground
        .row(
            &["TXT-009"],
            "two-headers",
            TEXT,
            "Several header fields of one name are understood.",
        )
        .create(
            "POST <<at>>",
            &[
                ("Content-Type", "text/occi"),
                ("Category", HEADER),
                ("X-OCCI-Attribute", "occi.core.title=\"<<marker it>>\""),
                ("X-OCCI-Attribute", "occi.core.summary=\"second\""),
            ],
            "",
        )
        .expect(Situation::CreateOne)
        .shows("occi.core.summary", "second")
        .end(all);
    ground
        .row(
            &["TXT-010"],
            "list-in-body",
            TEXT,
            "Several attributes in one line of a body are understood.",
        )
        .create(
            "POST <<at>>",
            PLAIN,
            &format!("{CATEGORY}X-OCCI-Attribute: occi.core.title=\"<<marker it>>\", occi.core.summary=\"a; b\"\r\n"),
        )
        .expect(Situation::CreateOne)
        .shows("occi.core.summary", "a; b")
        .end(all);
    for (row, name, sent, value, title) in [
        (
            "TXT-013",
            "separators",
            "a, b; c=d",
            "a, b; c=d",
            "Separators inside a quoted value are kept.",
        ),
        (
            "TXT-054",
            "escaped-quote",
            "a \\\" b",
            "a \" b",
            "An escaped quote does not end a value.",
        ),
        (
            "TXT-052",
            "backslash",
            "a \\\\ b",
            "a \\ b",
            "A backslash is escaped by a backslash.",
        ),
        (
            "TXT-053",
            "field-inside",
            "x, occi.core.id=y",
            "x, occi.core.id=y",
            "What looks like an attribute inside a value is part of the value.",
        ),
    ] {
        ground
            .row(&[row], name, TEXT, title)
            .create(
                "POST <<at>>",
                PLAIN,
                &format!(
                    "{CATEGORY}X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n\
                     X-OCCI-Attribute: occi.core.summary=\"{sent}\"\r\n"
                ),
            )
            .expect(Situation::CreateOne)
            .shows("occi.core.summary", value)
            .send("GET <<path it>>", &[("Accept", "text/plain")], "")
            .text(has(&format!("occi.core.summary=\"{sent}\"")))
            .end(all);
    }
    ground
        .row(
            &["TXT-005"],
            "ok",
            TEXT,
            "In text/occi the body of a success is OK.",
        )
        .it()
        .send("GET <<path it>>", &[("Accept", "text/occi")], "")
        .expect(Situation::Read)
        .text(has("OK"))
        .field("x-occi-attribute", has("occi.core.id=\"<<id it>>\""))
        .field("category", has("<<term>>"))
        .end(all);
}
