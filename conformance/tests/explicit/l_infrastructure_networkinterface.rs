//! Conformance cases of `infrastructure#networkinterface`.

use occi_conformance::case::Choice;
use occi_conformance::case::Hazard;
use occi_conformance::explicit::Script;
use occi_conformance::explicit::entity;
use occi_conformance::explicit::marker;
use occi_conformance::explicit::url;
use occi_conformance::oracle::Situation;

use crate::run;

const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";
const IPNETWORKINTERFACE: &str =
    "http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface";
const NETWORK: &str = "http://schemas.ogf.org/occi/infrastructure#network";
const NETWORKINTERFACE: &str = "http://schemas.ogf.org/occi/infrastructure#networkinterface";
const START: &str = "http://schemas.ogf.org/occi/infrastructure/compute/action#start";
const STOP: &str = "http://schemas.ogf.org/occi/infrastructure/compute/action#stop";

/// A networkinterface is active while its source is, and only then.
///
/// CORE-070 (must): An instance exposes its attributes and actions
///
/// INF-076 (must): Link states are active and inactive (and error in 1.2)
#[test]
fn lnk_follow() {
    let mut case = Script::new(
        "l:infrastructure#networkinterface/lnk.follow",
        "A networkinterface is active while its source is, and only then.",
    );
    case.row("CORE-070");
    case.row("INF-076");
    case.needs_kind(NETWORKINTERFACE);
    case.needs_kind(COMPUTE);
    case.needs_kind(NETWORK);
    case.about(NETWORKINTERFACE);
    case.hazard(Hazard::State);

    case.fixture("source", COMPUTE);
    case.kind(COMPUTE);
    case.attribute("occi.core.title", marker());
    case.driven(START, "occi.compute.state", "active");

    case.fixture("target", NETWORK);
    case.kind(NETWORK);
    case.attribute("occi.core.title", marker());

    case.fixture("it", NETWORKINTERFACE);
    case.kind(NETWORKINTERFACE);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.source", url("source"));
    case.attribute("occi.core.target", url("target"));

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.follows("occi.networkinterface.state", "active");

    case.call("POST", entity("source"), Choice::Run);
    case.action("stop");
    case.invocation(STOP);
    case.expect(Situation::Act);
    case.wait_for("source", "occi.compute.state", "inactive");

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.follows("occi.networkinterface.state", "inactive");
    run(case);
}

/// A full update of a networkinterface with ipnetworkinterface leaves what every such instance
/// shows.
///
/// CORE-070 (must): An instance exposes its attributes and actions
///
/// HTTP-087 (must): A full update answered 200 carries the rendering
///
/// HTTP-090 (should): Information missing from a full update is deleted if allowed
#[test]
fn mix_full_infrastructure_ipnetworkinterface() {
    let mut case = Script::new(
        "l:infrastructure#networkinterface/mix.full/infrastructure.ipnetworkinterface",
        "A full update of a networkinterface with ipnetworkinterface leaves what every such instance shows.",
    );
    case.row("CORE-070");
    case.row("HTTP-087");
    case.row("HTTP-090");
    case.needs_kind(NETWORKINTERFACE);
    case.needs_kind(COMPUTE);
    case.needs_kind(NETWORK);
    case.needs_kind(IPNETWORKINTERFACE);
    case.about(NETWORKINTERFACE);
    case.hazard(Hazard::Own);

    case.fixture("source", COMPUTE);
    case.kind(COMPUTE);
    case.attribute("occi.core.title", marker());

    case.fixture("target", NETWORK);
    case.kind(NETWORK);
    case.attribute("occi.core.title", marker());

    case.fixture("it", NETWORKINTERFACE);
    case.kind(NETWORKINTERFACE);
    case.mixin(IPNETWORKINTERFACE);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.source", url("source"));
    case.attribute("occi.core.target", url("target"));
    case.attribute("occi.networkinterface.address", "192.0.2.10/24");
    case.attribute("occi.networkinterface.gateway", "192.0.2.10/24");
    case.attribute("occi.networkinterface.allocation", "dynamic");

    case.call("PUT", entity("it"), Choice::Run);
    case.kind(NETWORKINTERFACE);
    case.mixin(IPNETWORKINTERFACE);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.core.source", url("source"));
    case.attribute("occi.core.target", url("target"));
    case.expect(Situation::Replace);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.shown("occi.networkinterface.address");
    case.shown("occi.networkinterface.allocation");
    case.has_mixin(IPNETWORKINTERFACE);
    run(case);
}
