//! Conformance cases of `robust`.

use occi_conformance::case::Hazard;
use occi_conformance::case::Test;
use occi_conformance::explicit::Script;
use occi_conformance::oracle::Situation;
use occi_conformance::transport::Framing;

use crate::run;

const ANIMAL: &str = "http://example.com/occi/zoo#animal";

/// A creation with a chunk whose size is no number does no harm.
///
/// HTTP-022 (must): Parse errors and missing required information are answered 400
#[test]
fn http_022_bad_chunk() {
    let mut case = Script::new(
        "p:robust/HTTP-022/bad-chunk",
        "A creation with a chunk whose size is no number does no harm.",
    );
    case.row("HTTP-022");
    case.needs_kind(ANIMAL);
    case.needs_connection();
    case.hazard(Hazard::Adversarial);

    case.wire("POST", "<<at http://example.com/occi/zoo#animal>>");
    case.header("Content-Type", "text/plain");
    case.header("Accept", "text/plain");
    case.line("Category: animal; scheme=\"http://example.com/occi/zoo#\"; class=\"kind\"");
    case.line("X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"");
    case.creates("it", ANIMAL);
    case.framed(Framing::BadChunk);
    case.expect(Situation::NoMessage);
    case.expect_field("x-injected", Test::Absent);
    case.nothing_created("it", ANIMAL);

    case.wire("GET", "<<at http://example.com/occi/zoo#animal>>");
    case.header("Accept", "text/plain");
    case.expect(Situation::Read);
    run(case);
}
