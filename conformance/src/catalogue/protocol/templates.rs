//! The claim of the Compute Resource Templates Profile, which stands in every answer (GFD.222 6).

use occi_model::CategoryId;

use super::{
    super::Catalogue,
    row::{Ground, lacks},
};
use crate::{
    case::{Need, Test},
    oracle::Situation,
};

const BASE: &str = "http://schemas.ogf.org/occi/infrastructure/compute/template/";
const CAPABILITY: &str = "crtp-claim";

/// What a version of the profile claims.
struct Version {
    number: &'static str,
    claims: &'static [&'static str],
    extended: &'static [&'static str],
    /// The claim of the other version.
    other: &'static str,
}

const VERSIONS: [Version; 2] = [
    Version {
        number: "1.1",
        claims: &["OCCI-CRTP/1.1", "OCCI-CRTP-EP/1.1"],
        extended: &["OCCI-CRTP-EP/1.1"],
        other: "/1.0",
    },
    Version {
        number: "1.0",
        claims: &["OCCI-CRTP/1.0", "OCCI-CRTP-EP/1.0"],
        extended: &["OCCI-CRTP-EP/1.0"],
        other: "/1.1",
    },
];

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    for version in &VERSIONS {
        let find = |term: &str| {
            let id = format!("{BASE}{}#{term}", version.number);
            ground
                .model
                .find(&id)
                .and_then(|_| CategoryId::parse(&id).ok())
        };
        if let (Some(small), Some(memory)) = (find("small"), find("mem_small")) {
            claims(ground, version, (&small, &memory), all);
        }
    }
}

fn claims(
    ground: &Ground<'_>,
    version: &Version,
    (small, memory): (&CategoryId, &CategoryId),
    all: &mut Catalogue,
) {
    const PLAIN: &[(&str, &str)] = &[("Accept", "text/plain")];
    let any = || {
        Test::AnyWord(&[
            "OCCI-CRTP/1.0",
            "OCCI-CRTP/1.1",
            "OCCI-CRTP-EP/1.0",
            "OCCI-CRTP-EP/1.1",
        ])
    };
    ground
        .row(
            &["CRTP-017"],
            &format!("every-answer-{}", version.number),
            CAPABILITY,
            "Conformance to the template profile is claimed in every answer, errors included.",
        )
        .needing(Need::Offers(small.clone()))
        .send("GET /-/", PLAIN, "")
        .field("server", any())
        .send("GET /no-such-thing", PLAIN, "")
        .expect(Situation::Deleted)
        .field("server", any())
        .end(all);
    for (row, name, need, test, title) in [
        (
            "CRTP-018",
            "form",
            small,
            any(),
            "The claim is a word of a token, a slash and a version.",
        ),
        (
            "CRTP-019",
            "basic",
            small,
            Test::AnyWord(version.claims),
            "Who offers the basic templates claims basic or extended conformance.",
        ),
        (
            "CRTP-020",
            "extended",
            memory,
            Test::AnyWord(version.extended),
            "Who offers the extended templates claims extended conformance.",
        ),
        (
            "CRTP-021",
            "version",
            small,
            lacks(&format!("OCCI-CRTP{}", version.other)),
            "The version of the claim is that of the profile.",
        ),
    ] {
        ground
            .row(
                &[row],
                &format!("{name}-{}", version.number),
                CAPABILITY,
                title,
            )
            .needing(Need::Offers(need.clone()))
            .send("GET /-/", PLAIN, "")
            .field("server", Test::Present)
            .field("server", test)
            .end(all);
    }
}
