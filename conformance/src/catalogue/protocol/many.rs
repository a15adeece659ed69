//! Several clients: two changes at the same time, and requests of nobody known.

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
const CHANGE: &str = "X-OCCI-Attribute: occi.core.title=\"<<marker it>> x\"\r\n";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["HTTP-094"],
            "at-the-same-time",
            "occi-update",
            "Two updates of different attributes at the same time both take effect.",
        )
        .json()
        .it()
        .send(
            "POST <<path it>>",
            JSON,
            "{\"kind\": \"<<kind>>\", \"title\": \"<<marker it>> b\"}",
        )
        .send(
            "POST <<path it>>",
            JSON,
            "{\"kind\": \"<<kind>>\", \"summary\": \"<<marker it>> c\"}",
        )
        .together(2)
        .send("GET <<path it>>", &[("Accept", "text/plain")], "")
        .text(has("occi.core.title=\"<<marker it>> b\""))
        .text(has("occi.core.summary=\"<<marker it>> c\""))
        .end(all);
    ground
        .row(
            &["HTTP-024", "CORE-085"],
            "reading",
            "occi-auth",
            "An instance is not shown without credentials.",
        )
        .it()
        .send("GET <<path it>>", &[("Accept", "text/plain")], "")
        .anonymously()
        .expect(Situation::ReadWithoutLogin)
        .end(all);
    ground
        .row(
            &["HTTP-161", "HTTP-024"],
            "creation",
            "occi-auth",
            "Nothing is created without credentials.",
        )
        .create(
            "POST <<at>>",
            PLAIN,
            "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\n\
             X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n",
        )
        .anonymously()
        .expect(Situation::ChangeWithoutLogin)
        .end(all);
    ground
        .row(
            &["HTTP-161", "HTTP-024"],
            "change",
            "occi-auth",
            "Nothing is changed without credentials.",
        )
        .it()
        .read(IT, BEFORE)
        .send("POST <<path it>>", PLAIN, CHANGE)
        .anonymously()
        .expect(Situation::ChangeWithoutLogin)
        .unchanged(IT)
        .end(all);
    ground
        .row(
            &["HTTP-161", "HTTP-024"],
            "deletion",
            "occi-auth",
            "Nothing is deleted without credentials.",
        )
        .it()
        .read(IT, BEFORE)
        .send("DELETE <<path it>>", &[("Accept", "text/plain")], "")
        .anonymously()
        .expect(Situation::ChangeWithoutLogin)
        .unchanged(IT)
        .end(all);
}
