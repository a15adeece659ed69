//! Conditions: what is asked where they speak of one instance, and what is left out where they
//! speak of others.

use occi_conformance::catalogue::{Options, catalogue};
use occi_model::Profile;

use crate::{catalogue::check, server::passes, support::compiled};

const CELLAR: &str = r#"
extension cellar "http://example.com/occi/cellar#";
use core;

kind rack "Rack" : core.resource at "/rack/" {
    com.example.slots: integer(1..=64) = 4;
    com.example.spare: integer(0..=64);
    com.example.label: string(length = 1..=20);
    com.example.code: token;

    require com.example.slots * 2 + 1 <= 200 / 1 and -com.example.slots < 0 "not too large";
    require not defined(com.example.spare) or com.example.spare + com.example.slots <= 999
        "not too many";
    require not defined(com.example.label) or length(com.example.label) <= 4 * 5
        and not starts_with(lower(com.example.label), "~") "no tilde";
    require unique(com.example.code) "codes differ";
    require links(holds) <= 40 "a rack has an end";
}

kind bottle "Bottle" : core.resource at "/bottle/" {
    required com.example.year: integer(1900..=2100);
}

kind holds "Holds" : core.link at "/holds/" {
    source rack;
    target bottle;
    require acyclic() "no rack is a bottle";
}

kind ages "Ages" : core.link at "/ages/" {
    source rack;
    target bottle;
    require target(com.example.year) >= 1950 "very old bottles have a rack of their own";
}

mixin sold "Sold" at "/sold/" {
    applies rack;
    com.example.price: integer(1..=9);
    require links(holds, defined(target(occi.core.title))) == 0 "nothing with a name is sold";
}

mixin kept "Kept" at "/kept/" {
    applies bottle;
    com.example.until: integer(1900..=2100);
    require com.example.until >= 1900 or not defined(com.example.until) "kept for some time";
}
"#;

#[test]
fn instances_are_asked_for_themselves() {
    let model = compiled(CELLAR, Profile::Union);
    check(&model);
    let found = catalogue(&model, &Options::default());
    let left_out: Vec<String> = found
        .dropped
        .iter()
        .filter(|dropped| dropped.reason.contains("about other instances"))
        .map(|dropped| dropped.id.to_string())
        .collect();
    // A link whose condition is about its target, a mixin that is about links, and an attribute
    // that no two instances share.
    for id in &left_out {
        let told = ["#ages/", "cellar.sold/", "com.example.code"]
            .iter()
            .any(|one| id.contains(one));
        assert!(told, "{id}");
    }
    for subject in ["l:cellar#ages/cre.min@json", "com.example.code"] {
        assert!(
            left_out.iter().any(|id| id.contains(subject)),
            "{subject}: {left_out:#?}"
        );
    }
    // All the others are there.
    for subject in [
        "k:cellar#rack/cre",
        "k:cellar#rack/val",
        "k:cellar#bottle/mix",
        "l:cellar#holds/cre",
    ] {
        assert!(
            found
                .cases
                .iter()
                .any(|case| case.id.as_str().starts_with(subject)),
            "{subject}"
        );
    }
    passes(&model);
}
