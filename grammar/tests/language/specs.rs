use occi_grammar::{FileResolver, compile};
use occi_model::{Model, Profile};

use crate::print;

fn model(profile: Profile) -> Model {
    let mut files = FileResolver::new();
    let compiled = compile("../specs/infrastructure.occi", &mut files, profile);
    assert!(
        compiled.faults.is_empty(),
        "{profile}: {}",
        print(&compiled.faults, &compiled.sources)
    );
    compiled.model.unwrap()
}

#[test]
fn builds() {
    for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
        let model = model(profile);
        eprintln!(
            "{profile}: {} kinds, {} mixins, {} actions",
            model.kinds().len(),
            model.mixins().len(),
            model.actions().len()
        );
    }
}
