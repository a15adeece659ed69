//! Creation as the protocol has it, apart from what kinds ask for.

use super::{
    super::{Catalogue, recipe::IT, scope::TITLE},
    row::{Ground, SEEN, has},
};
use crate::{
    case::{Fact, Hazard, Test},
    oracle::Situation,
};

const PLAIN: &[(&str, &str)] = &[("Content-Type", "text/plain"), ("Accept", "text/plain")];
const CATEGORY: &str = "Category: <<term>>; scheme=\"<<scheme>>\"; class=\"kind\"\r\n";
const CREATE: &str = "occi-create";

pub(super) fn cases(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["CORE-049"],
            "no-kind",
            "occi-errors",
            "A creation request names a kind, or its path does.",
        )
        .create(
            "POST <<at>>",
            PLAIN,
            "X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n",
        )
        .expect(Situation::WithoutKind)
        .end(all);
    ground
        .row(
            &["CORE-067"],
            "entity",
            "occi-errors",
            "The kind entity cannot be instantiated.",
        )
        .create(
            "POST <<at>>",
            PLAIN,
            "Category: entity; scheme=\"http://schemas.ogf.org/occi/core#\"; class=\"kind\"\r\n\
             X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"\r\n",
        )
        .expect(Situation::Refused)
        .end(all);
    ground
        .row(
            &["HTTP-121", "HTTP-125"],
            "location",
            CREATE,
            "The answer to a creation names one location, and the instance is there.",
        )
        .create(
            "POST <<at>>",
            PLAIN,
            &format!("{CATEGORY}X-OCCI-Attribute: {TITLE}=\"<<marker it>>\"\r\n"),
        )
        .expect(Situation::CreateOne)
        .field("location", has("<<path it>>"))
        .field("location", Test::Lacks(",".to_owned()))
        .send("GET <<path it>>", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
        .text(has("occi.core.title=\"<<marker it>>\""))
        .end(all);
    ground
        .row(
            &["TXT-044"],
            "inline-link",
            CREATE,
            "A Link field without self and category makes a link.",
        )
        .other()
        .create(
            "POST <<at>>",
            PLAIN,
            &format!(
                "{CATEGORY}X-OCCI-Attribute: {TITLE}=\"<<marker it>>\"\r\n\
                 Link: <<<path other>>>; rel=\"<<other kind>>\"\r\n"
            ),
        )
        .expect(Situation::ForeignTarget)
        .send("GET <<path it>>", &[("Accept", "text/plain")], "")
        .text(has("<<path other>>"))
        .end(all);
    ground
        .row(
            &["HTTP-134"],
            "location-as-payload",
            "occi-errors",
            "An instance cannot join the collection of a kind by its location.",
        )
        .other()
        .of_kind()
        .hazardous(Hazard::Own)
        .send("POST <<at>>", PLAIN, "X-OCCI-Location: <<url other>>\r\n")
        .expect(Situation::Refused)
        .end(all);
    ground
        .row(
            &["JSON-003", "JSON-010"],
            "id-of-the-server",
            CREATE,
            "Two instances never share an id.",
        )
        .it()
        .two()
        .read(IT, SEEN)
        .check(vec![Fact::IdIsNot("")])
        .send("GET <<path two>>", &[("Accept", "text/plain")], "")
        .text(has("occi.core.id=\"<<id two>>\""))
        .text(Test::Lacks("occi.core.id=\"<<id it>>\"".to_owned()))
        .end(all);
    foreign(ground, all);
}

/// A link to what lies at another provider.
fn foreign(ground: &Ground<'_>, all: &mut Catalogue) {
    ground
        .row(
            &["CORE-079"],
            "foreign-target",
            CREATE,
            "The target of a link may lie outside the provider.",
        )
        .it()
        .link_to("http://other.invalid/things/1")
        .expect(Situation::ForeignTarget)
        .send("GET <<path other>>", &[("Accept", "text/plain")], "")
        .expect(Situation::Read)
        .text(has("http://other.invalid/things/1"))
        .end(all);
}
