//! Conformance cases of `zoo#cage`.

use occi_conformance::case::Choice;
use occi_conformance::case::Hazard;
use occi_conformance::case::Rendering;
use occi_conformance::explicit::Script;
use occi_conformance::explicit::collection;
use occi_conformance::explicit::entity;
use occi_conformance::explicit::json;
use occi_conformance::explicit::marker;
use occi_conformance::explicit::url;
use occi_conformance::oracle::Situation;

use crate::run;

const ANIMAL: &str = "http://example.com/occi/zoo#animal";
const CAGE: &str = "http://example.com/occi/zoo#cage";
const KEEPER: &str = "http://example.com/occi/zoo#keeper";

/// A deleted cage has left the collections of its mixins.
///
/// HTTP-035 (may): A deleted instance is answered 410
///
/// HTTP-039 (must): The four verbs are supported as in the overview table
///
/// HTTP-107 (must): A deleted instance is gone from everywhere
#[test]
fn del_mixin() {
    let mut case = Script::new(
        "k:zoo#cage/del/mixin",
        "A deleted cage has left the collections of its mixins.",
    );
    case.row("HTTP-035");
    case.row("HTTP-039");
    case.row("HTTP-107");
    case.needs_kind(CAGE);
    case.needs_kind(KEEPER);
    case.needs_user_mixins();
    case.about(CAGE);
    case.hazard(Hazard::Namespace);

    case.fixture("it.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.fixture("it", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.keeper", url("it.com.example.keeper"));
    case.tag("it");
    case.listed_by_tag("it", true);

    case.call("DELETE", entity("it"), Choice::Run);
    case.expect(Situation::Delete);
    case.listed_by_tag("it", false);
    run(case);
}

/// A full update of a cage takes away the optional attributes that it leaves out.
///
/// HTTP-039 (must): The four verbs are supported as in the overview table
///
/// HTTP-087 (must): A full update answered 200 carries the rendering
///
/// HTTP-088 (must): A full update answered 201 carries a Location header
///
/// HTTP-090 (should): Information missing from a full update is deleted if allowed
#[test]
fn upd_full_omit() {
    let mut case = Script::new(
        "k:zoo#cage/upd.full/omit",
        "A full update of a cage takes away the optional attributes that it leaves out.",
    );
    case.row("HTTP-039");
    case.row("HTTP-087");
    case.row("HTTP-088");
    case.row("HTTP-090");
    case.needs_kind(CAGE);
    case.needs_kind(KEEPER);
    case.needs_kind(ANIMAL);
    case.about(CAGE);
    case.hazard(Hazard::Own);

    case.fixture("it.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.fixture("it.com.example.neighbour.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.fixture("it.com.example.neighbour", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute(
        "com.example.keeper",
        url("it.com.example.neighbour.com.example.keeper"),
    );

    case.fixture("it.com.example.anything", ANIMAL);
    case.kind(ANIMAL);
    case.attribute("occi.core.title", marker());

    case.fixture("it", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.summary", "summary-0");
    case.attribute("com.example.keeper", url("it.com.example.keeper"));
    case.attribute("com.example.neighbour", url("it.com.example.neighbour"));
    case.attribute("com.example.anything", url("it.com.example.anything"));
    case.attribute("com.example.width", 1.5_f64);
    case.attribute("com.example.height", -90.5_f64);
    case.attribute("com.example.bars", 2);
    case.attribute("com.example.level", -1);
    case.attribute("com.example.locked", true);
    case.attribute("com.example.home", "http://example.org/com.example.home/0");
    case.attribute("com.example.address", "192.0.2.10");
    case.attribute("com.example.net", "198.18.10.0/24");
    case.attribute("com.example.prefix", "192.0.2.10/24");
    case.attribute("com.example.loose", "192.0.2.10/24");
    case.attribute("com.example.mac", "02:00:5e:10:00:00");
    case.attribute("com.example.token", "token-0");
    case.attribute("com.example.tags", json("[\"tags-0\"]"));
    case.attribute("com.example.sizes", json("[2]"));
    case.attribute("com.example.free", json("{\"member\":\"free-0\"}"));
    case.attribute(
        "com.example.door",
        json("{\"colour\":\"red\",\"width\":1.5}"),
    );
    case.attribute("com.example.year", 1002);
    case.attribute("com.example.depth", 0);
    case.attribute("com.example.price", 1.0_f64);
    case.attribute("com.example.share", 0.1_f64);
    case.attribute("com.example.heat", -1.0_f64);
    case.attribute("com.example.mark", 2.0_f64);

    case.call("PUT", entity("it"), Choice::Run);
    case.kind(CAGE);
    case.attribute("com.example.keeper", url("it.com.example.keeper"));
    case.expect(Situation::Replace);

    case.read("it", Choice::Run, "after");
    case.check("after");
    case.absent("occi.core.title");
    case.absent("occi.core.summary");
    case.absent("com.example.neighbour");
    case.absent("com.example.anything");
    case.absent_or("com.example.width", 2.5_f64);
    case.absent("com.example.height");
    case.absent("com.example.bars");
    case.absent("com.example.level");
    case.absent_or("com.example.locked", true);
    case.absent("com.example.home");
    case.absent("com.example.address");
    case.absent("com.example.net");
    case.absent("com.example.prefix");
    case.absent("com.example.loose");
    case.absent("com.example.token");
    case.absent("com.example.tags");
    case.absent("com.example.sizes");
    case.absent("com.example.free");
    case.absent("com.example.door");
    case.absent("com.example.year");
    case.absent("com.example.depth");
    case.absent("com.example.price");
    case.absent("com.example.share");
    case.absent("com.example.heat");
    case.absent("com.example.mark");
    run(case);
}

/// A cage whose com.example.address is at an edge (ipv6) is created, and the value is kept exactly.
///
/// CORE-002 (must): A client can create an instance with a mutable attribute
#[test]
fn val_edge_com_example_address_ipv6() {
    let mut case = Script::new(
        "k:zoo#cage/val.edge/com.example.address/ipv6",
        "A cage whose com.example.address is at an edge (ipv6) is created, and the value is kept exactly.",
    );
    case.row("CORE-002");
    case.needs_kind(CAGE);
    case.needs_kind(KEEPER);
    case.about(CAGE);
    case.hazard(Hazard::Own);

    case.fixture("it.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.call("POST", collection(CAGE), Choice::Prefer(Rendering::Plain));
    case.creates("it", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.keeper", url("it.com.example.keeper"));
    case.attribute("com.example.address", "2001:db8::1");
    case.expect(Situation::CreateOne);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.value("com.example.address", "2001:db8::1");

    case.read("it", Choice::Only(Rendering::Plain), "seen as text");
    case.check("seen as text");
    case.value("com.example.address", "2001:db8::1");
    run(case);
}

/// A cage whose com.example.net is at an edge (ipv6) is created, and the value is kept exactly.
///
/// CORE-002 (must): A client can create an instance with a mutable attribute
#[test]
fn val_edge_com_example_net_ipv6() {
    let mut case = Script::new(
        "k:zoo#cage/val.edge/com.example.net/ipv6",
        "A cage whose com.example.net is at an edge (ipv6) is created, and the value is kept exactly.",
    );
    case.row("CORE-002");
    case.needs_kind(CAGE);
    case.needs_kind(KEEPER);
    case.about(CAGE);
    case.hazard(Hazard::Own);

    case.fixture("it.com.example.keeper", KEEPER);
    case.kind(KEEPER);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.name", "name-0");

    case.call("POST", collection(CAGE), Choice::Prefer(Rendering::Plain));
    case.creates("it", CAGE);
    case.kind(CAGE);
    case.attribute("occi.core.title", marker());
    case.attribute("com.example.keeper", url("it.com.example.keeper"));
    case.attribute("com.example.net", "2001:db8::/32");
    case.expect(Situation::CreateOne);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.value("com.example.net", "2001:db8::/32");

    case.read("it", Choice::Only(Rendering::Plain), "seen as text");
    case.check("seen as text");
    case.value("com.example.net", "2001:db8::/32");
    run(case);
}
