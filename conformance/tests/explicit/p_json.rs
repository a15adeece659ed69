//! Conformance cases of `json`.

use occi_conformance::case::Hazard;
use occi_conformance::case::Rendering;
use occi_conformance::case::Test;
use occi_conformance::explicit::Script;
use occi_conformance::explicit::marker;
use occi_conformance::oracle::Situation;

use crate::run;

const ANIMAL: &str = "http://example.com/occi/zoo#animal";

/// Title, summary, id and kind are members of the entity object.
///
/// JSON-008 (must): title and summary are string members of the entity object
#[test]
fn json_008_members() {
    let mut case = Script::new(
        "p:json/JSON-008/members",
        "Title, summary, id and kind are members of the entity object.",
    );
    case.row("JSON-008");
    case.needs_rendering(Rendering::Json);
    case.needs_kind(ANIMAL);
    case.hazard(Hazard::Own);

    case.wire("POST", "<<at http://example.com/occi/zoo#animal>>");
    case.header("Content-Type", "application/occi+json");
    case.header("Accept", "application/occi+json");
    case.body(
        "{\"kind\": \"http://example.com/occi/zoo#animal\", \"title\": \"<<marker it>>\", \"summary\": \"s\"}",
    );
    case.creates("it", ANIMAL);
    case.expect(Situation::CreateOne);

    case.wire("GET", "<<path it>>");
    case.header("Accept", "application/occi+json");
    case.expect_part("/title", Test::Is("<<marker it>>".to_owned()));
    case.expect_part("/summary", Test::Is("s".to_owned()));
    case.expect_part("/id", Test::Present);
    case.expect_part(
        "/kind",
        Test::Is("http://example.com/occi/zoo#animal".to_owned()),
    );
    run(case);
}

/// A collection with one member is an object with an array.
///
/// JSON-026 (must): An entity collection is an object with an array member
///
/// JSON-027 (must): Resources are under the key resources
///
/// JSON-030 (must): A collection with one member is still an array
#[test]
fn json_026_one_member() {
    let mut case = Script::new(
        "p:json/JSON-026/one-member",
        "A collection with one member is an object with an array.",
    );
    case.row("JSON-026");
    case.row("JSON-027");
    case.row("JSON-030");
    case.needs_rendering(Rendering::Json);
    case.needs_kind(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.wire("GET", "<<at http://example.com/occi/zoo#animal>>");
    case.header("Accept", "application/occi+json");
    case.header("X-OCCI-Attribute", "occi.core.title=\"<<marker it>>\"");
    case.expect(Situation::Read);
    case.expect_part("/resources/0/title", Test::Is("<<marker it>>".to_owned()));
    case.expect_part("/resources/1", Test::Absent);
    run(case);
}
