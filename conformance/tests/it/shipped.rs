//! The shipped definitions beyond Core and Infrastructure: their catalogues, and the built-in
//! server on each of them.

use std::sync::Arc;

use occi_grammar::builtin;
use occi_model::{Model, Profile};

use crate::{
    catalogue,
    server::passes,
    support::{compiled, standard},
};

fn holds(model: &Arc<Model>) {
    catalogue::check(model);
    passes(model);
}

#[test]
fn resource_templates_pass() {
    for name in ["crtp-1-0", "crtp-1-1"] {
        holds(&standard(name, Profile::Union));
    }
}

#[test]
fn resource_templates_of_1_0_pass_on_occi_1_1() {
    holds(&standard("crtp-1-0", Profile::V1_1));
}

#[test]
fn platform_passes() {
    for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
        holds(&standard("platform", profile));
    }
}

#[test]
fn agreements_pass() {
    for profile in [Profile::V1_2, Profile::Union] {
        holds(&standard("sla", profile));
    }
}

#[test]
fn monitoring_passes() {
    holds(&standard("monitoring", Profile::Union));
}

#[test]
fn notification_passes() {
    holds(&standard("notification", Profile::Union));
}

/// A provider of everything.
#[test]
fn all_of_them_together_have_their_cases() {
    let uses: String = builtin::ALL
        .iter()
        .map(|builtin| format!("use {};\n", builtin.name))
        .collect();
    let text = format!("extension all \"http://example.com/occi/all#\";\n{uses}");
    for profile in [Profile::V1_2, Profile::Union] {
        catalogue::check(&compiled(&text, profile));
    }
}

/// The example that uses the whole language is a service like any other.
#[test]
fn the_tour_of_the_language_passes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/tour.occi");
    let text = std::fs::read_to_string(path).unwrap();
    for profile in [Profile::V1_2, Profile::Union] {
        holds(&compiled(&text, profile));
    }
}
