//! Robustness (section 17): requests that nobody sends in good faith. Each is refused or, where it can
//! be taken as legal, carried out; the server neither fails nor tells what is inside of it, and goes on
//! serving. Hazard class 5: only on an endpoint of the run's own, or where it is allowed.

use super::{
    super::{Catalogue, recipe::IT},
    row::{BEFORE, Ground, Row, lacks},
};
use crate::{
    case::{Hazard, Test},
    oracle::Situation,
    transport::Framing,
};

const PLAIN: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Accept", "text/plain")];
const JSON: &[(&str, &str)] = &[
    ("Content-Type", "application/occi+json"),
    ("Accept", "application/occi+json"),
];
const CATEGORY: &str = "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\n";

/// A creation: name, rows, title, header fields, body, and whether it has to be refused.
type Odd = (
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    bool,
);

/// What is sent to the collection of the kind. `\u{f7ff}` stands for the octet FF (see
/// [`Wire`](crate::case::Wire)).
const CREATIONS: &[Odd] = &[
    (
        "not-utf8",
        &["HTTP-022"],
        "A text that is no UTF-8",
        PLAIN,
        "X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: occi.core.summary=\"\u{f7ff}\u{f7fe}\"\r\n",
        false,
    ),
    (
        "control",
        &["HTTP-022"],
        "A text with the character NUL",
        PLAIN,
        "X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: occi.core.summary=\"\0\"\r\n",
        false,
    ),
    (
        "empty-name",
        &["HTTP-022"],
        "An attribute without a name",
        PLAIN,
        "X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: =\"x\"\r\n",
        true,
    ),
    (
        "long-name",
        &["HTTP-022"],
        "An attribute whose name has nine thousand letters",
        PLAIN,
        "X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: com.<<9000 times a>>=\"x\"\r\n",
        true,
    ),
    (
        "many-categories",
        &["HTTP-022"],
        "Five thousand categories",
        PLAIN,
        "<<5000 times Category: a; scheme=\"http://example.com/none#\"; class=\"mixin\"\r\n>>X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n",
        true,
    ),
    (
        "long-body",
        &["HTTP-022"],
        "A summary of two million letters",
        PLAIN,
        "X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\nX-OCCI-Attribute: occi.core.summary=\"<<2000000 times x>>\"\r\n",
        false,
    ),
    (
        "two-types",
        &["HTTP-022"],
        "Two types of one payload",
        &[
            ("Content-Type", "text/plain"),
            ("Content-Type", "application/occi+json"),
            ("Accept", "text/plain"),
        ],
        "X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n",
        false,
    ),
];

/// The same in JSON, without the kind and the brackets around everything.
const IN_JSON: &[Odd] = &[
    (
        "deep",
        &["JSON-057"],
        "An array in an array, five thousand times",
        JSON,
        "\"title\": \"<<marker it>>\", \"attributes\": {\"com.example.a\": <<5000 times [>><<5000 times ]>>}",
        true,
    ),
    (
        "huge-number",
        &["JSON-057"],
        "A number beyond all bounds",
        JSON,
        "\"title\": \"<<marker it>>\", \"summary\": 1e99999",
        true,
    ),
    (
        "line-break",
        &["JSON-057"],
        "A text that would be a header field of its own",
        &[
            ("Content-Type", "application/occi+json"),
            ("Accept", "text/occi"),
        ],
        "\"title\": \"<<marker it>>\", \"summary\": \"a\\r\\nX-Injected: yes\"",
        false,
    ),
];

/// Paths that lead elsewhere where somebody puts them together.
const PATHS: &[(&str, &str, &str)] = &[
    (
        "dots",
        "A path with two dots in it",
        "GET <<at>>../../../etc/passwd",
    ),
    (
        "encoded-slash",
        "A path with encoded slashes in it",
        "GET <<at>>..%2f..%2f..%2fetc%2fpasswd",
    ),
    ("nul", "A path with an encoded NUL in it", "GET <<at>>a%00b"),
];

/// How creations are framed: name, framing, and what comes of it.
const FRAMED: &[(&str, Framing, Situation)] = &[
    ("cut-length", Framing::CutLength, Situation::NoMessage),
    ("cut-chunks", Framing::CutChunks, Situation::NoMessage),
    ("bad-chunk", Framing::BadChunk, Situation::NoMessage),
    ("no-number", Framing::NoNumber, Situation::NoMessage),
    ("negative", Framing::Negative, Situation::NoMessage),
    ("two-lengths", Framing::TwoLengths, Situation::NoMessage),
    (
        "length-and-chunks",
        Framing::LengthAndChunks,
        Situation::Odd,
    ),
    ("no-host", Framing::NoHost, Situation::NoMessage),
    ("two-hosts", Framing::TwoHosts, Situation::NoMessage),
    (
        "blank-before-colon",
        Framing::BlankBeforeColon,
        Situation::NoMessage,
    ),
    ("folded-field", Framing::FoldedField, Situation::Odd),
    ("carriage-return", Framing::CarriageReturn, Situation::Odd),
];

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    for (name, rows, title, headers, body, refused) in CREATIONS {
        let body = format!("{CATEGORY}{body}");
        created(ground, (name, rows, title), headers, &body, *refused).end(all);
    }
    for (name, rows, title, headers, body, refused) in IN_JSON {
        let body = format!("{{\"kind\": \"<<kind>>\", {body}}}");
        created(ground, (name, rows, title), headers, &body, *refused)
            .json()
            .end(all);
    }
    framed(ground, all);
    let header = [
        ("Content-Type", "text/occi"),
        ("Accept", "text/plain"),
        (
            "Category",
            "<<term>>; scheme=\"<<scheme>>\"; class=\"kind\"",
        ),
        (
            "X-OCCI-Attribute",
            "occi.core.title=\"<<marker it>>\", occi.core.summary=\"<<30000 times x>>\"",
        ),
    ];
    let named = ("long-field", &["HTTP-022"][..], "A header field of 30 kB");
    created(ground, named, &header, "", false).end(all);
    for (name, title, start) in PATHS {
        let case = ground
            .robust(&["HTTP-028"], name, &format!("{title} does no harm."))
            .of_kind()
            .hazardous(Hazard::Adversarial)
            .send(start, &[("Accept", "text/plain")], "")
            .expect(Situation::Odd)
            .text(lacks("root:"));
        serving(case).end(all);
    }
    let case = ground
        .robust(
            &["HTTP-030"],
            "method",
            "A method that nobody knows does no harm.",
        )
        .it()
        .hazardous(Hazard::Adversarial)
        .read(IT, BEFORE)
        .send("BREW <<path it>>", &[("Accept", "text/plain")], "")
        .expect(Situation::Odd)
        .unchanged(IT);
    serving(case).end(all);
}

/// Creations that are delimited otherwise than usual (RFC 9112). None is carried out in part.
fn framed(ground: &Ground<'_>, all: &mut Catalogue) {
    let body = format!("{CATEGORY}X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n");
    for (name, framing, situation) in FRAMED {
        let what = framing.describe().unwrap_or_default();
        let case = ground
            .robust(
                &["HTTP-022"],
                name,
                &format!("A creation {what} does no harm."),
            )
            .create("POST <<at>>", PLAIN, &body)
            .framed(*framing)
            .hazardous(Hazard::Adversarial)
            .expect(*situation)
            .field("x-injected", Test::Absent)
            .nothing_hidden();
        serving(case).end(all);
    }
}

/// A creation that is refused or carried out.
fn created<'g>(
    ground: &'g Ground<'g>,
    (name, rows, title): (&str, &[&'static str], &str),
    headers: &[(&'static str, &str)],
    body: &str,
    refused: bool,
) -> Row<'g> {
    let situation = if refused {
        Situation::Refused
    } else {
        Situation::Odd
    };
    let case = ground
        .robust(rows, name, &format!("{title} does no harm."))
        .create("POST <<at>>", headers, body)
        .hazardous(Hazard::Adversarial)
        .expect(situation)
        .field("x-injected", Test::Absent)
        .nothing_hidden();
    serving(case)
}

/// Whether the server goes on, and keeps to itself what is inside.
fn serving(case: Row<'_>) -> Row<'_> {
    case.send("GET <<at>>", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
}
