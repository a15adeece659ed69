//! Actions, as far as paths decide about them.

use super::{
    super::{Catalogue, recipe::IT},
    row::{BEFORE, Ground, OTHER, SEEN, has},
};
use crate::{
    case::{Hazard, TagStep},
    oracle::Situation,
};

const PLAIN: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Accept", "text/plain")];
const INVOCATION: &str =
    "Category: <<action term>>; scheme=\"<<action scheme>>\"; class=\"action\"\r\n";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["HTTP-137"],
            "of-another-kind",
            "occi-actions",
            "The collection of a kind has no action of another kind.",
        )
        .of_action()
        .of_kind()
        .other()
        .hazardous(Hazard::Collection)
        .own_other_only()
        .read(OTHER, BEFORE)
        .send(
            "POST <<other at>>?action=<<action term>>",
            PLAIN,
            INVOCATION,
        )
        .expect(Situation::UnknownAction)
        .unchanged(OTHER)
        .end(all);
    ground
        .row(
            &["CORE-046"],
            "mixed-members",
            "occi-actions",
            "An action is refused on a collection of which one member has no such action.",
        )
        .of_action()
        .it()
        .other()
        .hazardous(Hazard::Collection)
        .tagging([TagStep::Add])
        .send(
            "POST <<tag path>>",
            PLAIN,
            "X-OCCI-Location: <<url it>>\r\nX-OCCI-Location: <<url other>>\r\n",
        )
        .expect(Situation::Associate)
        .read(IT, BEFORE)
        .send(
            "POST <<tag path>>?action=<<action term>>",
            PLAIN,
            INVOCATION,
        )
        .expect(Situation::UnknownAction)
        .unchanged(IT)
        .end(all);
    ground
        .row(
            &["TXT-045", "TXT-046"],
            "offered",
            "occi-actions",
            "An action that is offered is shown as a link that can be invoked.",
        )
        .of_action()
        .it()
        .hazardous(Hazard::State)
        .send("GET <<path it>>", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
        .text(has("<<path it>>?action=<<action term>>>"))
        .text(has("rel=\"<<action>>\""))
        .send(
            "POST <<path it>>?action=<<action term>>",
            &[
                ("Content-Type", "text/occi"),
                (
                    "Category",
                    "<<action term>>; scheme=\"<<action scheme>>\"; class=\"action\"",
                ),
            ],
            "",
        )
        .expect(Situation::Act)
        .read(IT, SEEN)
        .end(all);
}
