//! Conformance cases of `user-mixins`.

use occi_conformance::case::Choice;
use occi_conformance::case::Hazard;
use occi_conformance::case::TagStep;
use occi_conformance::explicit::Script;
use occi_conformance::explicit::marker;
use occi_conformance::oracle::Situation;

use crate::run;

const ANIMAL: &str = "http://example.com/occi/zoo#animal";

/// An instance joins a user mixin and shows it.
///
/// CORE-034 (must): A mixin can be associated at run time
///
/// CORE-039 (may): A mixin without capabilities is a tag
///
/// CORE-054 (must): Associating adds to the mixin collection
#[test]
fn tag_associate() {
    let mut case = Script::new(
        "p:user-mixins/tag/associate",
        "An instance joins a user mixin and shows it.",
    );
    case.row("CORE-034");
    case.row("CORE-039");
    case.row("CORE-054");
    case.needs_user_mixins();
    case.needs_kind(ANIMAL);
    case.hazard(Hazard::Namespace);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.tag("it");
    case.listed_by_tag("it", true);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.tagged(true);
    run(case);
}

/// A user mixin that exists already is not added twice.
///
/// HTTP-068 (may): Adding a mixin may be refused, in general or on a name collision
#[test]
fn tag_collision() {
    let mut case = Script::new(
        "p:user-mixins/tag/collision",
        "A user mixin that exists already is not added twice.",
    );
    case.row("HTTP-068");
    case.needs_user_mixins();
    case.hazard(Hazard::Namespace);
    case.user_mixin(TagStep::Add);
    case.user_mixin(TagStep::AddAgain);
    case.expect(Situation::MixinExists);
    case.user_mixin(TagStep::Shown(1));
    run(case);
}

/// An instance leaves a user mixin and stays.
///
/// CORE-055 (must): Dissociating removes from the mixin collection
///
/// HTTP-142 (must): DELETE on a mixin collection dissociates the named instances
///
/// HTTP-143 (must): Dissociation answers 200
#[test]
fn tag_dissociate() {
    let mut case = Script::new(
        "p:user-mixins/tag/dissociate",
        "An instance leaves a user mixin and stays.",
    );
    case.row("CORE-055");
    case.row("HTTP-142");
    case.row("HTTP-143");
    case.needs_user_mixins();
    case.needs_kind(ANIMAL);
    case.hazard(Hazard::Namespace);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("other", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.tag("it");
    case.user_mixin_member("POST", "other");
    case.expect(Situation::Associate);
    case.user_mixin_member("DELETE", "it");
    case.expect(Situation::Dissociate);
    case.listed_by_tag("it", false);
    case.listed_by_tag("other", true);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.tagged(false);
    run(case);
}

/// The location of a new user mixin is an empty collection.
///
/// HTTP-067 (must): The location of an added mixin is usable
///
/// TXT-036 (must): An empty collection has no field
#[test]
fn tag_location() {
    let mut case = Script::new(
        "p:user-mixins/tag/location",
        "The location of a new user mixin is an empty collection.",
    );
    case.row("HTTP-067");
    case.row("TXT-036");
    case.needs_user_mixins();
    case.hazard(Hazard::Namespace);
    case.user_mixin(TagStep::Add);
    case.user_mixin(TagStep::Empty);
    run(case);
}

/// A user mixin under the scheme of the standard is refused.
///
/// HTTP-068 (may): Adding a mixin may be refused, in general or on a name collision
#[test]
fn tag_reserved() {
    let mut case = Script::new(
        "p:user-mixins/tag/reserved",
        "A user mixin under the scheme of the standard is refused.",
    );
    case.row("HTTP-068");
    case.needs_user_mixins();
    case.hazard(Hazard::Namespace);
    case.user_mixin(TagStep::AddReserved);
    case.expect(Situation::ReservedScheme);
    case.user_mixin(TagStep::Shown(0));
    run(case);
}
