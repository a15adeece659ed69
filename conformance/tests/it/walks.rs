//! Random walks: the sound server holds what the reference store holds, and what goes wrong is found
//! and shrunk.

use std::sync::Arc;

use occi::server::Service;
use occi_conformance::{
    InProcess, Transport,
    self_test::{Fault, Faulty},
    walk::{Difference, Walk},
};
use occi_model::Profile;

use crate::{server::block_on, support::infrastructure};

fn walked(fault: Option<&str>, seed: u64, length: usize) -> Option<Difference> {
    let model = infrastructure(Profile::Union);
    let served = model.clone();
    let fault = fault.map(|name| {
        Fault::all()
            .into_iter()
            .find(|one| one.name == name)
            .unwrap()
    });
    let walk = Walk {
        model,
        world: move || {
            let service = Service::builder(served.clone()).build().ok()?;
            let server = InProcess::new(move |request| {
                let service = service.clone();
                async move { service.handle(request).await }
            });
            Some(match fault {
                None => Arc::new(server) as Arc<dyn Transport>,
                Some(fault) => Arc::new(Faulty::new(server, fault)),
            })
        },
        seed,
        length,
    };
    block_on(walk.start()).unwrap()
}

#[test]
fn the_sound_server_holds_what_it_is_given() {
    for seed in 1..=8 {
        let found = walked(None, seed, 150);
        assert!(found.is_none(), "seed {seed}:\n{}", found.unwrap());
    }
}

/// Each fault with the fewest operations that show it.
#[test]
fn faults_are_found_and_shrunk() {
    for (name, fewest) in [
        ("action-on-the-first", 2),
        ("action-refusals-are-200", 1),
        ("association-ignored", 2),
        ("deleted-stays-member", 2),
        ("deletion-ignored", 2),
        ("dissociation-deletes", 3),
        ("dissociation-ignored", 3),
        ("full-update-ignored", 2),
        ("json-hides-links", 3),
        ("listing-lacks-last", 1),
        ("numbers-rounded", 1),
    ] {
        let found = walked(Some(name), 1, 200);
        let found = found.unwrap_or_else(|| panic!("{name} is not found"));
        let operations = found.operations.len();
        assert!(
            (fewest..=fewest + 1).contains(&operations),
            "{name} takes {operations} operations, not {fewest}:\n{found}"
        );
    }
}

#[test]
fn the_same_seed_walks_the_same_way() {
    let way = |seed| walked(Some("deletion-ignored"), seed, 200).map(|found| found.operations);
    assert_eq!(way(3), way(3));
    assert_ne!(way(3), way(4));
}
