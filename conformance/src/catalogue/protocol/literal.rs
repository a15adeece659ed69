//! Stored bytes: habits of writers seen in the field, which every reader has to take (section 4.4).

use super::{super::Catalogue, row::Ground};
use crate::{oracle::Situation, transport::Framing};

/// A writer's habit: name, rows, title, the lines of a creation request in text/plain. All say the
/// same: an instance whose summary is `s`.
type Habit = (
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
);

const HABITS: &[Habit] = &[
    (
        "no-blanks",
        &["TXT-006", "TXT-016"],
        "Parameters need no blank behind the semicolon.",
        "Category:<<term>>;scheme=\"<<scheme>>\";class=\"kind\"\r\nX-OCCI-Attribute:occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute:occi.core.summary=\"s\"\r\n",
    ),
    (
        "many-blanks",
        &["TXT-006", "TXT-016"],
        "More blanks than needed are passed over.",
        "Category:   <<term>> ;  scheme=\"<<scheme>>\" ;  class=\"kind\"  \r\nX-OCCI-Attribute:   occi.core.title=\"<<marker it>>\"  \r\nX-OCCI-Attribute:  occi.core.summary=\"s\" \r\n",
    ),
    (
        "lower-case",
        &["TXT-006", "TXT-007"],
        "Names of fields are taken in any letter case.",
        "category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\nx-occi-attribute: occi.core.title=\"<<marker it>>\"\r\nX-Occi-Attribute: occi.core.summary=\"s\"\r\n",
    ),
    (
        "line-feeds",
        &["TXT-063"],
        "Lines may end with a line feed alone.",
        "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\nX-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\nX-OCCI-Attribute: occi.core.summary=\"s\"\n",
    ),
    (
        "no-final-line-end",
        &["TXT-063"],
        "The last line needs no end.",
        "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: occi.core.summary=\"s\"",
    ),
    (
        "bare-class",
        &["TXT-017"],
        "The class may stand without quotes.",
        "Category: <<term>>; scheme=\"<<scheme>>\"; class=kind\r\nX-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: occi.core.summary=\"s\"\r\n",
    ),
    (
        "attributes-first",
        &["TXT-006"],
        "The order of the fields does not matter.",
        "X-OCCI-Attribute: occi.core.summary=\"s\"\r\nX-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nCategory: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\n",
    ),
    (
        "whole-category",
        &["TXT-016", "CORE-011"],
        "A category may come with all that the query interface says of it.",
        "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"; title=\"A; title, with \\\"signs\\\"\"; rel=\"http://schemas.ogf.org/occi/core#resource\"; location=\"<<at>>\"\r\nX-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: occi.core.summary=\"s\"\r\n",
    ),
];

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    for (name, rows, title, body) in HABITS {
        ground
            .literal("text", name, rows, title)
            .create(
                "POST <<at>>",
                &[("Content-Type", "text/plain"), ("Accept", "text/plain")],
                body,
            )
            .expect(Situation::CreateOne)
            .shows("occi.core.summary", "s")
            .end(all);
    }
    ground
        .literal(
            "text",
            "charset",
            &["TXT-006", "HTTP-014"],
            "A Content-Type may have parameters.",
        )
        .create(
            "POST <<at>>",
            &[("Content-Type", "text/plain; charset=utf-8")],
            "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: occi.core.summary=\"\u{fc}\u{4e16}\"\r\n",
        )
        .expect(Situation::CreateOne)
        .shows("occi.core.summary", "\u{fc}\u{4e16}")
        .end(all);
    ground
        .literal(
            "http",
            "chunks",
            &["TXT-006"],
            "A payload may come in chunks.",
        )
        .capability("occi-robustness")
        .create(
            "POST <<at>>",
            &[("Content-Type", "text/plain"), ("Accept", "text/plain")],
            "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: occi.core.summary=\"s\"\r\n",
        )
        .framed(Framing::Chunks)
        .expect(Situation::InChunks)
        .shows("occi.core.summary", "s")
        .end(all);
    for (name, location, title) in [
        (
            "absolute",
            "<<url it>>",
            "A location in a request may be an absolute URL.",
        ),
        (
            "relative",
            "<<path it>>",
            "A location in a request may be a path.",
        ),
    ] {
        ground
            .literal("text", name, &["TXT-037", "HTTP-132"], title)
            .it()
            .tagging([crate::case::TagStep::Add])
            .send(
                "POST <<tag path>>",
                &[("Content-Type", "text/plain")],
                &format!("X-OCCI-Location: {location}\r\n"),
            )
            .expect(Situation::Associate)
            .step(crate::case::Step::Tagged {
                entity: super::super::recipe::IT,
                present: true,
            })
            .end(all);
    }
    ground
        .literal(
            "json",
            "escapes",
            &["JSON-058"],
            "JSON may write any character as an escape.",
        )
        .json()
        .create(
            "POST <<at>>",
            &[("Content-Type", "application/occi+json; charset=utf-8")],
            "\r\n { \"summary\" : \"\\u00fc\\u4e16\\ud83d\\ude00\\/\",\t\"title\":\"<<marker it>>\" , \"kind\":\"<<kind>>\" } \r\n",
        )
        .expect(Situation::CreateOne)
        .shows("occi.core.summary", "\u{fc}\u{4e16}\u{1f600}/")
        .end(all);
}
