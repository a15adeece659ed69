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
