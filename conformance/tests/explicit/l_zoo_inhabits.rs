//! Conformance cases of `zoo#inhabits`.

use occi_conformance::case::Choice;
use occi_conformance::case::Hazard;
use occi_conformance::case::Rendering;
use occi_conformance::explicit::Script;
use occi_conformance::explicit::beside;
use occi_conformance::explicit::collection;
use occi_conformance::explicit::entity;
use occi_conformance::explicit::marker;
use occi_conformance::explicit::path;
use occi_conformance::explicit::url;
use occi_conformance::oracle::Situation;

use crate::run;

const ANIMAL: &str = "http://example.com/occi/zoo#animal";
const CAGE: &str = "http://example.com/occi/zoo#cage";
const INHABITS: &str = "http://example.com/occi/zoo#inhabits";
const KEEPER: &str = "http://example.com/occi/zoo#keeper";

/// A inhabits whose occi.core.source leads nowhere is refused.
///
/// CORE-077 (must): The source of a link is an instance of this provider
#[test]
fn lnk_dangling_source() {
    let mut case = Script::new(
        "l:zoo#inhabits/lnk/dangling-source",
        "A inhabits whose occi.core.source leads nowhere is refused.",
    );
    case.row("CORE-077");
    case.needs_kind(INHABITS);
    case.needs_kind(ANIMAL);
    case.needs_kind(KEEPER);
    case.needs_kind(CAGE);
    case.about(INHABITS);
    case.hazard(Hazard::Own);

    case.fixture("source", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("target.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.fixture("target", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.keeper", url("target.com.example.keeper"));

    case.call("POST", collection(INHABITS), Choice::Run);
    case.creates("it", INHABITS);
    case.kind(INHABITS);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.source", beside("source", "no-such-entity"));
    case.attribute("occi.core.target", url("target"));
    case.attribute("com.example.days", 3);
    case.expect(Situation::BadReference);
    case.nothing_created("it", INHABITS);
    run(case);
}

/// A deleted inhabits has left its source, and both ends stay.
///
/// CORE-074 (must): Removing a link from a resource removes the Link instance
///
/// HTTP-107 (must): A deleted instance is gone from everywhere
///
/// HTTP-108 (must): Deleting a link updates its source and target
#[test]
fn lnk_delete() {
    let mut case = Script::new(
        "l:zoo#inhabits/lnk/delete",
        "A deleted inhabits has left its source, and both ends stay.",
    );
    case.row("CORE-074");
    case.row("HTTP-107");
    case.row("HTTP-108");
    case.needs_kind(INHABITS);
    case.needs_kind(ANIMAL);
    case.needs_kind(KEEPER);
    case.needs_kind(CAGE);
    case.about(INHABITS);
    case.hazard(Hazard::Own);

    case.fixture("source", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("target.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.fixture("target", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.keeper", url("target.com.example.keeper"));

    case.fixture("it", INHABITS);
    case.kind(INHABITS);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.source", url("source"));
    case.attribute("occi.core.target", url("target"));
    case.attribute("com.example.days", 3);

    case.read("it", Choice::Run, "seen");

    case.call("DELETE", entity("it"), Choice::Run);
    case.expect(Situation::Delete);
    case.gone("it");

    case.read("source", Choice::Run, "seen");
    case.check("seen");
    case.lacks_link("it");

    case.read("target", Choice::Run, "seen");
    run(case);
}

/// A inhabits is created along with its source.
///
/// HTTP-124 (must): Inline links are created with their resource
///
/// HTTP-126 (must): Attributes in an inline link become attributes of the link
///
/// JSON-051 (must): Links inside a posted resource are created with it
#[test]
fn lnk_inline() {
    let mut case = Script::new(
        "l:zoo#inhabits/lnk/inline",
        "A inhabits is created along with its source.",
    );
    case.row("HTTP-124");
    case.row("HTTP-126");
    case.row("JSON-051");
    case.needs_kind(INHABITS);
    case.needs_kind(ANIMAL);
    case.needs_kind(KEEPER);
    case.needs_kind(CAGE);
    case.about(INHABITS);
    case.hazard(Hazard::Own);

    case.fixture("target.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.fixture("target", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.keeper", url("target.com.example.keeper"));

    case.call("POST", collection(ANIMAL), Choice::Prefer(Rendering::Json));
    case.creates("source", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.inside();
    case.kind(INHABITS);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.target", url("target"));
    case.attribute("com.example.days", 3);
    case.expect(Situation::CreateOne);

    case.read("source", Choice::Prefer(Rendering::Json), "seen");
    case.inline("source", "it", INHABITS);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.is_a(INHABITS);
    case.value("occi.core.source", url("source"));
    case.value("occi.core.target", url("target"));
    run(case);
}

/// A inhabits whose occi.core.source is at an edge (relative) is created, and the value is kept
/// exactly.
///
/// CORE-002 (must): A client can create an instance with a mutable attribute
#[test]
fn val_edge_occi_core_source_relative() {
    let mut case = Script::new(
        "l:zoo#inhabits/val.edge/occi.core.source/relative",
        "A inhabits whose occi.core.source is at an edge (relative) is created, and the value is kept exactly.",
    );
    case.row("CORE-002");
    case.needs_kind(INHABITS);
    case.needs_kind(ANIMAL);
    case.needs_kind(KEEPER);
    case.needs_kind(CAGE);
    case.about(INHABITS);
    case.hazard(Hazard::Own);

    case.fixture("source", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("target.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.fixture("target", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.keeper", url("target.com.example.keeper"));

    case.call(
        "POST",
        collection(INHABITS),
        Choice::Prefer(Rendering::Plain),
    );
    case.creates("it", INHABITS);
    case.kind(INHABITS);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.source", path("source"));
    case.attribute("occi.core.target", url("target"));
    case.attribute("com.example.days", 3);
    case.expect(Situation::CreateOne);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.value("occi.core.source", path("source"));

    case.read("it", Choice::Only(Rendering::Plain), "seen as text");
    case.check("seen as text");
    case.value("occi.core.source", path("source"));
    run(case);
}
