//! Conformance cases of `zoo#animal`.

use occi_conformance::case::Choice;
use occi_conformance::case::Hazard;
use occi_conformance::case::Rendering;
use occi_conformance::explicit::Script;
use occi_conformance::explicit::collection;
use occi_conformance::explicit::entity;
use occi_conformance::explicit::json;
use occi_conformance::explicit::marked;
use occi_conformance::explicit::marker;
use occi_conformance::explicit::page;
use occi_conformance::explicit::query_interface;
use occi_conformance::explicit::url;
use occi_conformance::oracle::Situation;

use crate::run;

const ANIMAL: &str = "http://example.com/occi/zoo#animal";
const CAGE: &str = "http://example.com/occi/zoo#cage";
const FEED: &str = "http://example.com/occi/zoo/animal/action#feed";
const INHABITS: &str = "http://example.com/occi/zoo#inhabits";
const KEEPER: &str = "http://example.com/occi/zoo#keeper";
const PET: &str = "http://example.com/occi/zoo/animal/action#pet";
const TAME: &str = "http://example.com/occi/zoo#tame";
const TEASE: &str = "http://example.com/occi/zoo/animal/action#tease";
const WAKE: &str = "http://example.com/occi/zoo/animal/action#wake";

/// feed leads a animal from angry to awake.
///
/// CORE-043 (may): An action of the kind can be invoked on its instances
///
/// HTTP-079 (should): Only the actions applicable now are rendered
///
/// HTTP-098 (must): An action is triggered by POST with the query action=term
///
/// HTTP-101 (must): A successful action is answered 200
#[test]
fn act_cell_feed_angry() {
    let mut case = Script::new(
        "k:zoo#animal/act.cell/feed/angry",
        "feed leads a animal from angry to awake.",
    );
    case.row("CORE-043");
    case.row("HTTP-079");
    case.row("HTTP-098");
    case.row("HTTP-101");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::State);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.driven(WAKE, "com.example.mood", "awake");
    case.driven(TEASE, "com.example.mood", "angry");

    case.read("it", Choice::Run, "before");
    case.check("before");
    case.offers();
    case.offered(FEED);

    case.call("POST", entity("it"), Choice::Run);
    case.action("feed");
    case.invocation(FEED);
    case.parameter("amount", 1.5_f64);
    case.expect(Situation::Act);
    case.wait_for("it", "com.example.mood", "awake");

    case.read("it", Choice::Run, "after");
    case.check("after");
    case.offers();
    case.offered(FEED);
    case.offered(TEASE);
    case.offered(PET);
    run(case);
}

/// feed is refused by a animal in asleep, which stays.
///
/// CORE-044 (may): An action that does not apply now may be refused
///
/// HTTP-079 (should): Only the actions applicable now are rendered
///
/// HTTP-103 (should): An action that is not available is answered with a bad request
#[test]
fn act_cell_feed_asleep() {
    let mut case = Script::new(
        "k:zoo#animal/act.cell/feed/asleep",
        "feed is refused by a animal in asleep, which stays.",
    );
    case.row("CORE-044");
    case.row("HTTP-079");
    case.row("HTTP-103");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::State);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.read("it", Choice::Run, "before");
    case.check("before");
    case.offers();
    case.offered(WAKE);

    case.call("POST", entity("it"), Choice::Run);
    case.action("feed");
    case.invocation(FEED);
    case.parameter("amount", 1.5_f64);
    case.expect(Situation::IllegalAction);

    case.read("it", Choice::Run, "after");
    case.same("before", "after");
    run(case);
}

/// feed on the collection of animal reaches every member.
///
/// CORE-045 (may): An action can be invoked on a collection
///
/// HTTP-136 (must): An action on a collection is performed on all members
///
/// HTTP-138 (must): A successful collection action is answered 200
#[test]
fn act_coll_feed_all() {
    let mut case = Script::new(
        "k:zoo#animal/act.coll/feed/all",
        "feed on the collection of animal reaches every member.",
    );
    case.row("CORE-045");
    case.row("HTTP-136");
    case.row("HTTP-138");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Collection);
    case.own_only(ANIMAL);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.driven(WAKE, "com.example.mood", "awake");

    case.fixture("other", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.driven(WAKE, "com.example.mood", "awake");

    case.call("POST", collection(ANIMAL), Choice::Run);
    case.action("feed");
    case.invocation(FEED);
    case.parameter("amount", 1.5_f64);
    case.expect(Situation::Act);
    case.wait_for("it", "com.example.mood", "asleep");
    case.wait_for("other", "com.example.mood", "asleep");
    run(case);
}

/// feed with food = \["a list"\] is refused.
///
/// HTTP-022 (must): Parse errors and missing required information are answered 400
///
/// JSON-012 (must): Action parameters are in attributes of the invocation
#[test]
fn act_param_feed_food_type() {
    let mut case = Script::new(
        "k:zoo#animal/act.param/feed/food/type",
        "feed with food = [\"a list\"] is refused.",
    );
    case.row("HTTP-022");
    case.row("JSON-012");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::State);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.driven(WAKE, "com.example.mood", "awake");

    case.read("it", Choice::Run, "before");

    case.call("POST", entity("it"), Choice::Prefer(Rendering::Json));
    case.action("feed");
    case.invocation(FEED);
    case.parameter("amount", 1.5_f64);
    case.parameter("food", json("[\"a list\"]"));
    case.expect(Situation::BadValue);

    case.read("it", Choice::Run, "after");
    case.same("before", "after");
    run(case);
}

/// A animal that breaks a condition is refused: a guarded animal has a guard.
///
/// HTTP-022 (must): Parse errors and missing required information are answered 400
#[test]
fn cond_1() {
    let mut case = Script::new(
        "k:zoo#animal/cond/1",
        "A animal that breaks a condition is refused: a guarded animal has a guard.",
    );
    case.row("HTTP-022");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.call("POST", collection(ANIMAL), Choice::Run);
    case.creates("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.guarded", true);
    case.expect(Situation::BadValue);
    case.nothing_created("it", ANIMAL);
    run(case);
}

/// A animal with every attribute that a client may set is created by application/occi+json.
///
/// CORE-002 (must): A client can create an instance with a mutable attribute
///
/// CORE-029 (must): Capabilities of the parent are inherited
///
/// CORE-070 (must): An instance exposes its attributes and actions
///
/// HTTP-077 (must): GET of an instance returns at least its kind and its attributes
///
/// JSON-049 (must): A resource object posted to the kind location creates an instance
#[test]
fn cre_full_as_json() {
    let mut case = Script::new(
        "k:zoo#animal/cre.full@json",
        "A animal with every attribute that a client may set is created by application/occi+json.",
    );
    case.row("CORE-002");
    case.row("CORE-029");
    case.row("CORE-070");
    case.row("HTTP-077");
    case.row("JSON-049");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.call("POST", collection(ANIMAL), Choice::Only(Rendering::Json));
    case.creates("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.summary", "summary-0");
    case.attribute("com.example.diet", "meat");
    case.attribute("com.example.weight", 1.5_f64);
    case.attribute("com.example.guarded", true);
    case.attribute("com.example.guard", "guard-0");
    case.expect(Situation::CreateOne);
    case.expect_location("it");

    case.read("it", Choice::Only(Rendering::Json), "seen");
    case.check("seen");
    case.is_a(ANIMAL);
    case.valid();
    case.value("occi.core.title", marker());
    case.value("occi.core.summary", "summary-0");
    case.value("com.example.diet", "meat");
    case.value("com.example.weight", 1.5_f64);
    case.value("com.example.guarded", true);
    case.value("com.example.guard", "guard-0");
    run(case);
}

/// A animal with every attribute that a client may set is created by text/occi.
///
/// CORE-002 (must): A client can create an instance with a mutable attribute
///
/// CORE-029 (must): Capabilities of the parent are inherited
///
/// CORE-070 (must): An instance exposes its attributes and actions
///
/// HTTP-077 (must): GET of an instance returns at least its kind and its attributes
///
/// TXT-003 (must): The header rendering has the type text/occi
///
/// TXT-004 (must): In text/occi the fields are HTTP header fields
#[test]
fn cre_full_as_occi() {
    let mut case = Script::new(
        "k:zoo#animal/cre.full@occi",
        "A animal with every attribute that a client may set is created by text/occi.",
    );
    case.row("CORE-002");
    case.row("CORE-029");
    case.row("CORE-070");
    case.row("HTTP-077");
    case.row("TXT-003");
    case.row("TXT-004");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.call("POST", collection(ANIMAL), Choice::Only(Rendering::Occi));
    case.creates("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.summary", "summary-0");
    case.attribute("com.example.diet", "meat");
    case.attribute("com.example.weight", 1.5_f64);
    case.attribute("com.example.guarded", true);
    case.attribute("com.example.guard", "guard-0");
    case.expect(Situation::CreateOne);
    case.expect_location("it");

    case.read("it", Choice::Only(Rendering::Occi), "seen");
    case.check("seen");
    case.is_a(ANIMAL);
    case.valid();
    case.value("occi.core.title", marker());
    case.value("occi.core.summary", "summary-0");
    case.value("com.example.diet", "meat");
    case.value("com.example.weight", 1.5_f64);
    case.value("com.example.guarded", true);
    case.value("com.example.guard", "guard-0");
    run(case);
}

/// A animal with every attribute that a client may set is created by text/plain.
///
/// CORE-002 (must): A client can create an instance with a mutable attribute
///
/// CORE-029 (must): Capabilities of the parent are inherited
///
/// CORE-070 (must): An instance exposes its attributes and actions
///
/// HTTP-077 (must): GET of an instance returns at least its kind and its attributes
///
/// TXT-006 (must): In text/plain the fields are in the body
#[test]
fn cre_full_as_plain() {
    let mut case = Script::new(
        "k:zoo#animal/cre.full@plain",
        "A animal with every attribute that a client may set is created by text/plain.",
    );
    case.row("CORE-002");
    case.row("CORE-029");
    case.row("CORE-070");
    case.row("HTTP-077");
    case.row("TXT-006");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.call("POST", collection(ANIMAL), Choice::Only(Rendering::Plain));
    case.creates("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.summary", "summary-0");
    case.attribute("com.example.diet", "meat");
    case.attribute("com.example.weight", 1.5_f64);
    case.attribute("com.example.guarded", true);
    case.attribute("com.example.guard", "guard-0");
    case.expect(Situation::CreateOne);
    case.expect_location("it");

    case.read("it", Choice::Only(Rendering::Plain), "seen");
    case.check("seen");
    case.is_a(ANIMAL);
    case.valid();
    case.value("occi.core.title", marker());
    case.value("occi.core.summary", "summary-0");
    case.value("com.example.diet", "meat");
    case.value("com.example.weight", 1.5_f64);
    case.value("com.example.guarded", true);
    case.value("com.example.guard", "guard-0");
    run(case);
}

/// A animal with only the required attributes is created by application/occi+json.
///
/// CORE-011 (must): Identifiers are used and understood as the concatenation of scheme and term
///
/// CORE-023 (must): An instance is associated with its kind when created
///
/// CORE-053 (must): An instance is in the collection of its kind
///
/// CORE-068 (must): An instance exposes its kind
///
/// HTTP-039 (must): The four verbs are supported as in the overview table
///
/// HTTP-080 (must): The path of an instance does not end with a slash
///
/// HTTP-085 (must): A created instance is in the collection of its kind
///
/// HTTP-119 (must): A POST creation returns the URL of the instance in the Location header
///
/// HTTP-121 (must): A POST creation answered 201 carries the location or locations
///
/// HTTP-122 (should): The Location header is an absolute URL
///
/// JSON-049 (must): A resource object posted to the kind location creates an instance
#[test]
fn cre_min_as_json() {
    let mut case = Script::new(
        "k:zoo#animal/cre.min@json",
        "A animal with only the required attributes is created by application/occi+json.",
    );
    case.row("CORE-011");
    case.row("CORE-023");
    case.row("CORE-053");
    case.row("CORE-068");
    case.row("HTTP-039");
    case.row("HTTP-080");
    case.row("HTTP-085");
    case.row("HTTP-119");
    case.row("HTTP-121");
    case.row("HTTP-122");
    case.row("JSON-049");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.call("POST", collection(ANIMAL), Choice::Only(Rendering::Json));
    case.creates("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.expect(Situation::CreateOne);
    case.expect_location("it");

    case.read("it", Choice::Only(Rendering::Json), "seen");
    case.check("seen");
    case.is_a(ANIMAL);
    case.valid();
    case.value("occi.core.title", marker());
    case.initially("com.example.mood", "asleep");
    case.listed("it", ANIMAL, Choice::Only(Rendering::Json), true);
    run(case);
}

/// Deleting the collection of animal deletes every member.
///
/// HTTP-140 (must): Deleting a kind collection deletes its instances and answers 200 or 204
#[test]
fn del_coll() {
    let mut case = Script::new(
        "k:zoo#animal/del.coll",
        "Deleting the collection of animal deletes every member.",
    );
    case.row("HTTP-140");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Collection);
    case.own_only(ANIMAL);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("other", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.call("DELETE", collection(ANIMAL), Choice::Run);
    case.expect(Situation::Delete);
    case.gone("it");
    case.gone("other");
    case.listed("it", ANIMAL, Choice::Run, false);
    run(case);
}

/// A deleted animal has left the collections of its mixins.
///
/// HTTP-035 (may): A deleted instance is answered 410
///
/// HTTP-039 (must): The four verbs are supported as in the overview table
///
/// HTTP-107 (must): A deleted instance is gone from everywhere
#[test]
fn del_mixin() {
    let mut case = Script::new(
        "k:zoo#animal/del/mixin",
        "A deleted animal has left the collections of its mixins.",
    );
    case.row("HTTP-035");
    case.row("HTTP-039");
    case.row("HTTP-107");
    case.needs_kind(ANIMAL);
    case.needs_kind(TAME);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.mixin(TAME);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.trick", "trick-0");
    case.listed("it", TAME, Choice::Run, true);

    case.call("DELETE", entity("it"), Choice::Run);
    case.expect(Situation::Delete);
    case.listed("it", TAME, Choice::Run, false);
    run(case);
}

/// The query interface shows the kind animal with all its data.
///
/// CORE-008 (must): The inheritance structure is discoverable
///
/// CORE-060 (must): All kinds and mixins are discoverable
///
/// CORE-061 (must): Attributes and actions of each type are discoverable
///
/// HTTP-004 (must): Every category that can be instantiated has a location
///
/// HTTP-005 (must): A location path ends with a slash
///
/// HTTP-060 (must): GET on the query interface is 200 with a category collection
///
/// HTTP-061 (must): The query interface shows all kinds, actions and mixins with their attributes
/// and actions
///
/// JSON-018 (must): A kind has term and scheme
///
/// JSON-019 (must): A kind names its parent as one identifier
///
/// JSON-020 (must): Every kind except core\#entity has a location
///
/// JSON-021 (must): actions of a kind is an array of action identifiers
///
/// JSON-056 (must): JSON and text show the same query interface
#[test]
fn disc() {
    let mut case = Script::new(
        "k:zoo#animal/disc",
        "The query interface shows the kind animal with all its data.",
    );
    case.row("CORE-008");
    case.row("CORE-060");
    case.row("CORE-061");
    case.row("HTTP-004");
    case.row("HTTP-005");
    case.row("HTTP-060");
    case.row("HTTP-061");
    case.row("JSON-018");
    case.row("JSON-019");
    case.row("JSON-020");
    case.row("JSON-021");
    case.row("JSON-056");
    case.about(ANIMAL);

    case.call("GET", query_interface(), Choice::Only(Rendering::Plain));
    case.expect(Situation::Read);
    case.expect_type();
    case.expect_shown(ANIMAL);

    case.call("GET", query_interface(), Choice::Only(Rendering::Occi));
    case.expect(Situation::Read);
    case.expect_type();
    case.expect_shown(ANIMAL);

    case.call("GET", query_interface(), Choice::Only(Rendering::Json));
    case.expect(Situation::Read);
    case.expect_type();
    case.expect_shown(ANIMAL);
    run(case);
}

/// The collection of animal filtered by the kind itself holds its members.
///
/// CORE-059 (must): A subset of a collection can be retrieved
#[test]
fn fil_category() {
    let mut case = Script::new(
        "k:zoo#animal/fil/category",
        "The collection of animal filtered by the kind itself holds its members.",
    );
    case.row("CORE-059");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.call("GET", collection(ANIMAL), Choice::Only(Rendering::Uri));
    case.filter_by_category(ANIMAL);
    case.expect(Situation::Read);
    case.lists();
    case.holds("it");
    run(case);
}

/// The collection of animal filtered by com.example.diet holds what has the value, and nothing
/// else.
///
/// CORE-059 (must): A subset of a collection can be retrieved
///
/// HTTP-049 (should): An entity collection can be filtered by attributes in the request headers
///
/// HTTP-050 (must): A filtered collection holds only members whose attribute values match
///
/// HTTP-054 (must): A collection can be filtered by an attribute value
#[test]
fn fil_com_example_diet() {
    let mut case = Script::new(
        "k:zoo#animal/fil/com.example.diet",
        "The collection of animal filtered by com.example.diet holds what has the value, and nothing else.",
    );
    case.row("CORE-059");
    case.row("HTTP-049");
    case.row("HTTP-050");
    case.row("HTTP-054");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.diet", "meat");

    case.fixture("other", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.diet", "plants");

    case.call("GET", collection(ANIMAL), Choice::Only(Rendering::Uri));
    case.filter_by_value("com.example.diet", "meat");
    case.filter_of("it");
    case.expect(Situation::Read);
    case.lists();
    case.holds("it");
    case.lacks("other");
    run(case);
}

/// A animal joins tame when it exists already.
///
/// CORE-034 (must): A mixin can be associated at run time
///
/// CORE-054 (must): Associating adds to the mixin collection
///
/// CORE-069 (must): An instance exposes its mixins
#[test]
fn mix_zoo_tame_associate() {
    let mut case = Script::new(
        "k:zoo#animal/mix/zoo.tame/associate",
        "A animal joins tame when it exists already.",
    );
    case.row("CORE-034");
    case.row("CORE-054");
    case.row("CORE-069");
    case.needs_kind(ANIMAL);
    case.needs_kind(TAME);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.call("POST", entity("it"), Choice::Run);
    case.mixin(TAME);
    case.attribute("com.example.trick", "trick-0");
    case.expect(Situation::Update);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.has_mixin(TAME);
    case.valid();
    case.listed("it", TAME, Choice::Run, true);
    run(case);
}

/// A animal that leaves tame loses what the mixin brought.
///
/// CORE-055 (must): Dissociating removes from the mixin collection
///
/// HTTP-142 (must): DELETE on a mixin collection dissociates the named instances
///
/// HTTP-143 (must): Dissociation answers 200
#[test]
fn mix_zoo_tame_attributes_gone() {
    let mut case = Script::new(
        "k:zoo#animal/mix/zoo.tame/attributes-gone",
        "A animal that leaves tame loses what the mixin brought.",
    );
    case.row("CORE-055");
    case.row("HTTP-142");
    case.row("HTTP-143");
    case.needs_kind(ANIMAL);
    case.needs_kind(TAME);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);
    case.own_only(TAME);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.mixin(TAME);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.trick", "trick-0");

    case.call("DELETE", collection(TAME), Choice::Only(Rendering::Plain));
    case.locations();
    case.member("it");
    case.expect(Situation::Dissociate);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.is_a(ANIMAL);
    case.valid();
    case.absent("com.example.trick");
    case.lacks_mixin(TAME);
    case.listed("it", TAME, Choice::Run, false);
    run(case);
}

/// Changing com.example.trick of a animal with tame changes that and nothing else.
///
/// CORE-003 (must): A client can update a mutable attribute
///
/// HTTP-092 (must): A partial update answered 200 carries the rendering
///
/// HTTP-094 (must): A partial update changes only what it names
#[test]
fn mix_zoo_tame_update_com_example_trick() {
    let mut case = Script::new(
        "k:zoo#animal/mix/zoo.tame/update/com.example.trick",
        "Changing com.example.trick of a animal with tame changes that and nothing else.",
    );
    case.row("CORE-003");
    case.row("HTTP-092");
    case.row("HTTP-094");
    case.needs_kind(ANIMAL);
    case.needs_kind(TAME);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.mixin(TAME);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.trick", "trick-0");

    case.read("it", Choice::Run, "before");

    case.call("POST", entity("it"), Choice::Run);
    case.attribute("com.example.trick", "trick-1");
    case.expect(Situation::Update);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.value("com.example.trick", "trick-1");
    case.same("before", "seen");
    case.except("com.example.trick");
    run(case);
}

/// A malformed payload of type application/occi+json creates no animal.
///
/// HTTP-022 (must): Parse errors and missing required information are answered 400
///
/// JSON-057 (must): Malformed JSON is refused without side effects
#[test]
fn neg_malformed_as_json() {
    let mut case = Script::new(
        "k:zoo#animal/neg/malformed@json",
        "A malformed payload of type application/occi+json creates no animal.",
    );
    case.row("HTTP-022");
    case.row("JSON-057");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);
    case.remember(ANIMAL);

    case.call("POST", collection(ANIMAL), Choice::Run);
    case.creates("it", ANIMAL);
    case.raw(
        "application/occi+json",
        "{\"kind\": \"http://example.com/occi/zoo#animal\", \"title\": \"cut",
    );
    case.expect(Situation::Malformed);
    case.nothing_created("it", ANIMAL);
    run(case);
}

/// A page of animal beyond the end is empty.
///
/// HTTP-044 (must): A page beyond the end is 200 with an empty collection
#[test]
fn pag_beyond() {
    let mut case = Script::new(
        "k:zoo#animal/pag/beyond",
        "A page of animal beyond the end is empty.",
    );
    case.row("HTTP-044");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);

    case.call(
        "GET",
        page(ANIMAL, "page=1000000&number=100"),
        Choice::Only(Rendering::Uri),
    );
    case.expect(Situation::Read);
    case.lists();
    case.size(0);
    run(case);
}

/// The pages of animal have the size asked for, and together hold every member once.
///
/// CORE-059 (must): A subset of a collection can be retrieved
///
/// HTTP-040 (should): Collections can be fetched in pages
///
/// HTTP-042 (should): number limits the members of a page
#[test]
fn pag_union() {
    let mut case = Script::new(
        "k:zoo#animal/pag/union",
        "The pages of animal have the size asked for, and together hold every member once.",
    );
    case.row("CORE-059");
    case.row("HTTP-040");
    case.row("HTTP-042");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("second", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("third", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.pages(ANIMAL);
    case.member("it");
    case.member("second");
    case.member("third");
    run(case);
}

/// An id in the creation of a animal is not taken over.
///
/// CORE-005 (must): An immutable attribute is not set by the client at creation
///
/// CORE-072 (must): The id is immutable
#[test]
fn ro_cre_occi_core_id() {
    let mut case = Script::new(
        "k:zoo#animal/ro.cre/occi.core.id",
        "An id in the creation of a animal is not taken over.",
    );
    case.row("CORE-005");
    case.row("CORE-072");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.call("POST", collection(ANIMAL), Choice::Prefer(Rendering::Plain));
    case.creates("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.attribute(
        "occi.core.id",
        "urn:uuid:0c0ffee0-0000-4000-8000-000000000000",
    );
    case.expect(Situation::CreateOne);

    case.read("it", Choice::Prefer(Rendering::Plain), "after");
    case.check("after");
    case.id_is_not("urn:uuid:0c0ffee0-0000-4000-8000-000000000000");
    run(case);
}

/// A full update of a animal keeps the links that it leaves out.
///
/// HTTP-039 (must): The four verbs are supported as in the overview table
///
/// HTTP-086 (must): A full update keeps the links of the resource
///
/// HTTP-088 (must): A full update answered 201 carries a Location header
#[test]
fn upd_full_links() {
    let mut case = Script::new(
        "k:zoo#animal/upd.full/links",
        "A full update of a animal keeps the links that it leaves out.",
    );
    case.row("HTTP-039");
    case.row("HTTP-086");
    case.row("HTTP-088");
    case.needs_kind(ANIMAL);
    case.needs_kind(KEEPER);
    case.needs_kind(CAGE);
    case.needs_kind(INHABITS);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("bond.occi.core.target.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.fixture("bond.occi.core.target", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute(
        "com.example.keeper",
        url("bond.occi.core.target.com.example.keeper"),
    );

    case.fixture("bond", INHABITS);
    case.kind(INHABITS);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.source", url("it"));
    case.attribute("occi.core.target", url("bond.occi.core.target"));
    case.attribute("com.example.days", 3);

    case.call("PUT", entity("it"), Choice::Run);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.expect(Situation::Replace);

    case.read("it", Choice::Run, "after");
    case.check("after");
    case.shows_link("bond");
    run(case);
}

/// Putting back what was read of a animal changes nothing.
///
/// HTTP-039 (must): The four verbs are supported as in the overview table
///
/// HTTP-087 (must): A full update answered 200 carries the rendering
///
/// HTTP-088 (must): A full update answered 201 carries a Location header
///
/// HTTP-091 (must): A full update is idempotent
#[test]
fn upd_full_same() {
    let mut case = Script::new(
        "k:zoo#animal/upd.full/same",
        "Putting back what was read of a animal changes nothing.",
    );
    case.row("HTTP-039");
    case.row("HTTP-087");
    case.row("HTTP-088");
    case.row("HTTP-091");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.summary", "summary-0");
    case.attribute("com.example.diet", "meat");
    case.attribute("com.example.weight", 1.5_f64);
    case.attribute("com.example.guarded", true);
    case.attribute("com.example.guard", "guard-0");

    case.read("it", Choice::Run, "before");

    case.call("PUT", entity("it"), Choice::Run);
    case.as_read("before");
    case.expect(Situation::Replace);

    case.read("it", Choice::Run, "after");
    case.same("before", "after");
    run(case);
}

/// Changing occi.core.title of a animal changes that and nothing else.
///
/// CORE-003 (must): A client can update a mutable attribute
///
/// CORE-071 (must): The title is mutable
///
/// HTTP-092 (must): A partial update answered 200 carries the rendering
///
/// HTTP-093 (must): A partial update answered 201 carries a Location header
///
/// HTTP-094 (must): A partial update changes only what it names
#[test]
fn upd_one_occi_core_title() {
    let mut case = Script::new(
        "k:zoo#animal/upd.one/occi.core.title",
        "Changing occi.core.title of a animal changes that and nothing else.",
    );
    case.row("CORE-003");
    case.row("CORE-071");
    case.row("HTTP-092");
    case.row("HTTP-093");
    case.row("HTTP-094");
    case.needs_kind(ANIMAL);
    case.about(ANIMAL);
    case.hazard(Hazard::Own);

    case.fixture("it", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.read("it", Choice::Run, "before");

    case.call("POST", entity("it"), Choice::Run);
    case.attribute("occi.core.title", marked("-changed"));
    case.expect(Situation::Update);

    case.read("it", Choice::Run, "after");
    case.check("after");
    case.value("occi.core.title", marked("-changed"));
    case.same("before", "after");
    case.except("occi.core.title");
    run(case);
}
