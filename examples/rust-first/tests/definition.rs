//! The types say what the definition says.

use std::collections::BTreeSet;

use example_rust_first::model;
use occi::model::{Model, Profile};
use occi_grammar::{FileResolver, compile, write};

/// The extension as a definition. Its types have no names here: enums of Rust stand where they
/// are used.
fn written(model: &Model) -> String {
    let last = model
        .extension_ids()
        .last()
        .unwrap_or_else(|| panic!("Core at least is there"));
    write::extension(model, last)
}

#[test]
fn the_definition_comes_out_of_the_types() {
    let text = written(model());
    assert!(text.contains("kind gpu \"GPU\""), "{text}");
    assert!(
        text.contains("createonly com.example.gpu.memory: integer(1..=1024) unit \"GiB\";"),
        "{text}"
    );
    assert!(text.contains("initial idle { claim -> busy; }"), "{text}");
}

#[test]
fn it_is_the_one_that_others_write_by_hand() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../gpu.occi");
    let compiled = compile(path, &mut FileResolver::new(), Profile::Union);
    let by_hand = compiled
        .model
        .unwrap_or_else(|| panic!("{}", compiled.faults));
    let derived = model();
    assert_eq!(derived.kinds().len(), by_hand.kinds().len());
    for (_, kind) in by_hand.kinds() {
        let found = derived
            .find_kind(kind.id.as_str())
            .map(|id| derived.kind(id));
        let found = found.unwrap_or_else(|| panic!("{} is missing", kind.id));
        assert_eq!(found.title, kind.title);
        assert_eq!(found.location, kind.location);
        let names = |attributes: &[std::sync::Arc<occi::model::Attribute>]| {
            attributes
                .iter()
                .map(|one| {
                    format!(
                        "{} {:?} {} {}",
                        one.name, one.access, one.required, one.always
                    )
                })
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(
            names(&found.all_attributes),
            names(&kind.all_attributes),
            "{}",
            kind.id
        );
        assert_eq!(found.states.is_some(), kind.states.is_some(), "{}", kind.id);
    }
    assert_eq!(
        derived
            .actions()
            .map(|(_, action)| action.id.to_string())
            .collect::<BTreeSet<_>>(),
        by_hand
            .actions()
            .map(|(_, action)| action.id.to_string())
            .collect::<BTreeSet<_>>(),
    );
}
