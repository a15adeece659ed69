//! Names and texts that a generator must survive, compiled with every warning an error; and the
//! tables of generated code, which must say what the definition said.

#![deny(warnings, clippy::pedantic)]

use std::path::{Path, PathBuf};

use occi_grammar::{FileResolver, compile};
use occi_model::{Model, Profile};

occi::include_generated!("obstacles");

/// The same, where the runtime is reached through somebody else's crate.
#[allow(dead_code)]
mod elsewhere {
    /// What a facade shows.
    mod rt {
        pub(crate) use occi::*;
    }

    occi::model!(
        "../../examples/gpu.occi",
        crate_path = "crate::elsewhere::rt",
        server = false,
        profile = "1.2",
        extern_path("infrastructure", "crate::infrastructure"),
        rename("http://example.com/occi/gpu#gpu", "Card"),
        rename(
            "http://example.com/occi/gpu#gpu/com.example.gpu.memory",
            "gigabytes"
        ),
        type_attribute("gpu::*State", "#[derive(PartialOrd, Ord)]"),
    );

    #[test]
    fn settings_reach_the_code() {
        use gpu::{CardState, NewCard};
        let new = NewCard::builder(8u16).build();
        assert_eq!(new.gigabytes, 8);
        assert!(CardState::Idle < CardState::Busy);
    }
}

/// A server alone.
#[allow(dead_code)]
mod served {
    occi::model!("../../examples/gpu.occi", client = false);
}

fn defined(path: &str) -> Model {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let compiled = compile(
        &path.to_string_lossy(),
        &mut FileResolver::new(),
        Profile::Union,
    );
    compiled.model.expect("the definition is accepted")
}

/// Compares part by part, so that a failure shows the part.
fn assert_same(generated: &Model, defined: &Model) {
    assert_eq!(generated.profile(), defined.profile());
    assert_eq!(generated.extensions(), defined.extensions());
    assert_eq!(generated.types(), defined.types());
    for ((_, generated), (_, defined)) in generated.kinds().zip(defined.kinds()) {
        assert_eq!(generated, defined);
    }
    for ((_, generated), (_, defined)) in generated.mixins().zip(defined.mixins()) {
        assert_eq!(generated, defined);
    }
    for ((_, generated), (_, defined)) in generated.actions().zip(defined.actions()) {
        assert_eq!(generated, defined);
    }
    assert!(generated == defined, "the numbers of parts differ");
}

#[test]
fn tables_say_what_the_definition_said() {
    assert_same(obstacles::model(), &defined("../tests/obstacles.occi"));
    assert_same(
        my_cloud::infrastructure::model(),
        &defined("../../specs/infrastructure.occi"),
    );
}

#[test]
fn values_go_through_types_and_come_back() {
    use obstacles::{EverythingEnum, EverythingEnums, NewEverything, OptionKind, OptionType};
    use occi::{Entity, NewEntity};

    let new = NewEverything::builder("a-b")
        .small(4095u16)
        .large(-9_000_000_000i64)
        .enums(vec![EverythingEnums::X, "z".into()])
        .options(vec![OptionType::SelfLiteral, OptionType::OtherLiteral])
        .r#type("t")
        .build();
    assert_eq!(new.r#enum, EverythingEnum::AB);
    let instance = new.clone().into_instance();
    assert_eq!(NewEverything::from_instance(instance), Ok(new));
    assert_eq!(
        <OptionKind as Entity>::KIND,
        "http://example.com/occi/obstacles#option"
    );
}
