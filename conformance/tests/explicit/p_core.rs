//! Conformance cases of `core`.

use occi_conformance::case::Choice;
use occi_conformance::case::Hazard;
use occi_conformance::case::Rendering;
use occi_conformance::case::TagStep;
use occi_conformance::case::Test;
use occi_conformance::explicit::Script;
use occi_conformance::explicit::collection;
use occi_conformance::explicit::marker;
use occi_conformance::explicit::url;
use occi_conformance::oracle::Situation;

use crate::run;

const ANIMAL: &str = "http://example.com/occi/zoo#animal";
const KEEPER: &str = "http://example.com/occi/zoo#keeper";
const LINK: &str = "http://schemas.ogf.org/occi/core#link";

/// A full update does not change the id of an instance.
///
/// CORE-006 (must): PUT cannot change an immutable attribute
///
/// JSON-010 (must): kind and id cannot be changed
#[test]
fn core_006_other_id() {
    let mut case = Script::new(
        "p:core/CORE-006/other-id",
        "A full update does not change the id of an instance.",
    );
    case.row("CORE-006");
    case.row("JSON-010");
    case.needs_rendering(Rendering::Json);
    case.needs_kind(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("two", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.read("it", Choice::Run, "before");

    case.wire("PUT", "<<path it>>");
    case.header("Content-Type", "application/occi+json");
    case.header("Accept", "application/occi+json");
    case.body(
        "{\"kind\": \"http://example.com/occi/zoo#animal\", \"id\": \"<<id two>>\", \"title\": \"<<marker it>>\"}",
    );
    case.expect(Situation::OtherId);

    case.read("it", Choice::Run, "seen");
    case.same("before", "seen");
    run(case);
}

/// A full update does not change the kind of an instance.
///
/// CORE-024 (must): An instance keeps its kind for life
///
/// HTTP-095 (must): A partial update cannot change the kind
#[test]
fn core_024_full() {
    let mut case = Script::new(
        "p:core/CORE-024/full",
        "A full update does not change the kind of an instance.",
    );
    case.row("CORE-024");
    case.row("HTTP-095");
    case.needs_kind(KEEPER);
    case.needs_kind(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.read("it", Choice::Run, "before");

    case.wire("PUT", "<<path it>>");
    case.header("Content-Type", "text/plain");
    case.header("Accept", "text/plain");
    case.line("Category: keeper; scheme=\"http://example.com/occi/zoo#\"; class=\"kind\"");
    case.line("X-OCCI-Attribute: occi.core.title=\"<<marker it>>\"");
    case.expect(Situation::Refused);

    case.read("it", Choice::Run, "seen");
    case.same("before", "seen");
    run(case);
}

/// An action is refused on a collection of which one member has no such action.
///
/// CORE-046 (must): A collection action is valid only if all members have the defining kind or
/// mixin
#[test]
fn core_046_mixed_members() {
    let mut case = Script::new(
        "p:core/CORE-046/mixed-members",
        "An action is refused on a collection of which one member has no such action.",
    );
    case.row("CORE-046");
    case.needs_kind(ANIMAL);
    case.needs_kind(KEEPER);
    case.needs_user_mixins();
    case.hazard(Hazard::Collection);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("other", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");
    case.user_mixin(TagStep::Add);

    case.wire("POST", "<<tag path>>");
    case.header("Content-Type", "text/plain");
    case.header("Accept", "text/plain");
    case.line("X-OCCI-Location: <<url it>>");
    case.line("X-OCCI-Location: <<url other>>");
    case.expect(Situation::Associate);

    case.read("it", Choice::Run, "before");

    case.wire("POST", "<<tag path>>?action=wake");
    case.header("Content-Type", "text/plain");
    case.header("Accept", "text/plain");
    case.line(
        "Category: wake; scheme=\"http://example.com/occi/zoo/animal/action#\"; class=\"action\"",
    );
    case.expect(Situation::UnknownAction);

    case.read("it", Choice::Run, "seen");
    case.same("before", "seen");
    run(case);
}

/// The target of a link may lie outside the provider.
///
/// CORE-079 (must): The target of a link may be outside the provider
#[test]
fn core_079_foreign_target() {
    let mut case = Script::new(
        "p:core/CORE-079/foreign-target",
        "The target of a link may lie outside the provider.",
    );
    case.row("CORE-079");
    case.needs_kind(ANIMAL);
    case.needs_kind(LINK);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.call("POST", collection(LINK), Choice::Run);
    case.creates("other", LINK);
    case.kind(LINK);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.source", url("it"));
    case.attribute("occi.core.target", "http://other.invalid/things/1");
    case.expect(Situation::ForeignTarget);

    case.wire("GET", "<<path other>>");
    case.header("Accept", "text/plain");
    case.expect(Situation::Read);
    case.expect_text(Test::Has("http://other.invalid/things/1".to_owned()));
    run(case);
}
