//! The tour of the language as generated code: it compiles, and its tables hold the model that the
//! text has.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "the definition says what it says")]

use occi_grammar::{FileResolver, compile};
use occi_model::Profile;

mod generated {
    occi::model!("../tour.occi");
}

#[test]
fn its_tables_hold_the_model_of_the_text() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tour.occi");
    let compiled = compile(path, &mut FileResolver::new(), Profile::Union);
    let of_text = compiled.model.unwrap();
    let of_tables = generated::tour::model();
    for (one, other) in of_text.kinds().zip(of_tables.kinds()) {
        assert_eq!(one, other);
    }
    for (one, other) in of_text.mixins().zip(of_tables.mixins()) {
        assert_eq!(one, other);
    }
    assert!(of_text == **of_tables);
}

/// The configuration of the tour as typed requests: values, mixins, ends.
#[test]
fn its_configuration_gives_typed_requests() {
    use generated::configurations;
    assert_eq!(
        configurations::NIGHT_TAGS,
        ["http://example.com/tags#cheap"]
    );
    let night = configurations::night().unwrap();
    assert_eq!(night.backup.summary.as_deref(), Some("Copies everything."));
    let mixins: Vec<&str> = night
        .backup
        .mixins
        .iter()
        .map(occi::CategoryId::term)
        .collect();
    assert_eq!(mixins, ["frugal", "cheap"]);
    assert_eq!(night.machine.mixins.len(), 1);
    let places = configurations::NightPlaces {
        backup: "/job/1".to_owned(),
        machine: "/compute/1".to_owned(),
    };
    let links = configurations::night_links(&places).unwrap();
    assert_eq!(links.backup_here.source, "/job/1");
    assert_eq!(links.backup_here.target, "/compute/1");
    assert_eq!(
        links.backup_there.target,
        "http://other.example.com/storage/1"
    );
}

/// An instance as a server shows it.
fn shown<X: occi::Entity>(location: &str, attributes: &[(&str, occi::Value)]) -> X {
    let kind = occi::CategoryId::parse(X::KIND).unwrap();
    let mut instance = occi::Instance::new(kind);
    instance.id = Some(occi::EntityId::mint());
    instance.location = Some(location.to_owned());
    for (name, value) in attributes {
        let name = occi::AttributeName::new(*name).unwrap();
        instance.set(name, Some(value.clone()));
    }
    X::from_instance(instance).unwrap()
}

/// What stands at an end may be of several kinds, and a mixin may be for a kind above.
#[test]
fn types_know_what_goes_with_what() {
    use generated::{
        infrastructure::{Compute, Storage},
        tour::{Frugal, Job, NewJob, NewPlacement},
    };
    let job: Job = shown(
        "/job/1",
        &[
            ("com.example.work.label", "backup".into()),
            ("com.example.work.priority", "low".into()),
            ("com.example.work.budget", 5.into()),
            ("com.example.work.ticket", "t1".into()),
            ("com.example.work.name", "work1".into()),
            ("com.example.work.architecture", "x64".into()),
            ("com.example.job.state", "waiting".into()),
        ],
    );
    let machine: Compute = shown("/compute/1", &[("occi.compute.state", "active".into())]);
    let disk: Storage = shown(
        "/storage/1",
        &[
            ("occi.storage.size", 8.5.into()),
            ("occi.storage.state", "online".into()),
        ],
    );
    let to_machine = NewPlacement::between(&job, &machine).build();
    assert_eq!(
        (to_machine.source.as_str(), to_machine.target.as_str()),
        ("/job/1", "/compute/1")
    );
    assert_eq!(
        NewPlacement::between(&job, &disk).build().target,
        "/storage/1"
    );

    let label = job.label;
    let new = NewJob::builder(label).mixin(Frugal).build();
    assert_eq!(new.mixins.len(), 1);
}
