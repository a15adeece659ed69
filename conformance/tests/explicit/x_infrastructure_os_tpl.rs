//! Conformance cases of `infrastructure#os_tpl`.

use occi_conformance::case::Choice;
use occi_conformance::case::Hazard;
use occi_conformance::explicit::Script;
use occi_conformance::explicit::collection;
use occi_conformance::explicit::entity;
use occi_conformance::explicit::marker;
use occi_conformance::oracle::Situation;

use crate::run;

const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";
const OS_TPL: &str = "http://schemas.ogf.org/occi/infrastructure#os_tpl";

/// A compute is created from a template.
///
/// CORE-033 (must): A mixin is associated with instances, at creation
///
/// CORE-069 (must): An instance exposes its mixins
#[test]
fn tpl_apply() {
    let mut case = Script::new(
        "x:infrastructure#os_tpl/tpl/apply",
        "A compute is created from a template.",
    );
    case.row("CORE-033");
    case.row("CORE-069");
    case.needs_kind(OS_TPL);
    case.needs_kind(COMPUTE);
    case.needs_templates(OS_TPL, 1);
    case.about(OS_TPL);
    case.hazard(Hazard::Own);

    case.call("POST", collection(COMPUTE), Choice::Run);
    case.creates("it", COMPUTE);
    case.kind(COMPUTE);
    case.template(OS_TPL, 0);
    case.attribute("occi.core.title", marker());
    case.expect(Situation::CreateOne);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.has_template(OS_TPL, 0, true);
    case.valid();
    run(case);
}

/// A second template of a compute takes the place of the first, or is refused.
///
/// CORE-032 (must): A mixin association at an unsupported stage is answered as a bad request
///
/// INF-082 (may): An OS template of an existing instance can be replaced
///
/// INF-083 (must): A supported OS template replacement removes the old template at once
///
/// INF-084 (must): An unsupported OS template replacement is answered with an error
///
/// INF-091 (must): A second resource template replaces the first at once
///
/// INF-092 (must): A replaced resource template affects the instance
#[test]
fn tpl_replace() {
    let mut case = Script::new(
        "x:infrastructure#os_tpl/tpl/replace",
        "A second template of a compute takes the place of the first, or is refused.",
    );
    case.row("CORE-032");
    case.row("INF-082");
    case.row("INF-083");
    case.row("INF-084");
    case.row("INF-091");
    case.row("INF-092");
    case.needs_kind(OS_TPL);
    case.needs_kind(COMPUTE);
    case.needs_templates(OS_TPL, 2);
    case.about(OS_TPL);
    case.hazard(Hazard::Own);

    case.call("POST", collection(COMPUTE), Choice::Run);
    case.creates("it", COMPUTE);
    case.kind(COMPUTE);
    case.template(OS_TPL, 0);
    case.attribute("occi.core.title", marker());
    case.expect(Situation::CreateOne);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.has_template(OS_TPL, 0, true);
    case.valid();

    case.call("POST", entity("it"), Choice::Run);
    case.template(OS_TPL, 1);
    case.expect(Situation::ReplaceTemplate);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.one_template(OS_TPL);
    run(case);
}
