//! The case that the guide shows, run against the built-in server.

use occi::server::Service;
use occi_conformance::{
    InProcess,
    case::{Choice, Hazard},
    explicit::{Script, collection, marker},
    oracle::Situation,
};

const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";

#[track_caller]
fn run(case: Script) {
    let (model, _) = &crate::SUBJECTS[1];
    let service = Service::builder(model.clone()).build().unwrap();
    case.run(model.clone(), || async {
        InProcess::new(move |request| {
            let service = service.clone();
            async move { service.handle(request).await }
        })
    });
}

/// A compute has the cores that it was created with.
#[test]
fn own_cores() {
    let mut case = Script::new(
        "k:infrastructure#compute/own.cores",
        "A compute has the cores that it was created with.",
    );
    case.needs_kind(COMPUTE);
    case.hazard(Hazard::Own);

    case.call("POST", collection(COMPUTE), Choice::Run);
    case.creates("it", COMPUTE);
    case.kind(COMPUTE);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.compute.cores", 2);
    case.expect(Situation::CreateOne);

    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.value("occi.compute.cores", 2);
    run(case);
}

/// A case that does not hold fails its test.
#[test]
#[should_panic(expected = "occi.compute.cores")]
fn a_case_that_does_not_hold_panics() {
    let mut case = Script::new("k:infrastructure#compute/own.cores", "It has three.");
    case.hazard(Hazard::Own);
    case.call("POST", collection(COMPUTE), Choice::Run);
    case.creates("it", COMPUTE);
    case.kind(COMPUTE);
    case.attribute("occi.core.title", marker());
    case.attribute("occi.compute.cores", 2);
    case.read("it", Choice::Run, "seen");
    case.check("seen");
    case.value("occi.compute.cores", 3);
    run(case);
}
