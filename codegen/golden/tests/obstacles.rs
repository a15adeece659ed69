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
        let new = NewCard::builder(8u16).expect("it is in the range").build();
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
fn modules_carry_what_the_definition_said() {
    assert_same(obstacles::model(), &defined("../tests/obstacles.occi"));
    assert_same(
        my_cloud::infrastructure::model(),
        &defined("../../specs/infrastructure.occi"),
    );
}

#[test]
fn values_go_through_types_and_come_back() {
    use obstacles::{
        EverythingEnum, EverythingEnums, EverythingHash, EverythingHashC, NewEverything,
        OptionKind, OptionType,
    };
    use occi::{Entity, FieldError, NewEntity};

    fn request() -> Result<NewEverything, FieldError> {
        let mut hash = EverythingHash::new("a");
        hash.b = Some(vec![1, 2]);
        hash.c = Some(EverythingHashC {
            d: Some("e".to_owned()),
            other: [("more".to_owned(), true.into())].into_iter().collect(),
        });
        Ok(NewEverything::builder("a-b")
            .small(4095u16)?
            .large(-9_000_000_000i64)?
            .enums(vec![EverythingEnums::X, EverythingEnums::Y])?
            .options(vec![OptionType::SelfLiteral, OptionType::OtherLiteral])?
            .hash(hash)
            .r#type("t")
            .build())
    }

    let new = request().expect("every value is in its range");
    assert_eq!(new.r#enum, EverythingEnum::AB);
    let instance = new.clone().into_instance();
    assert_eq!(NewEverything::from_instance(instance), Ok(new));
    assert_eq!(
        <OptionKind as Entity>::KIND,
        "http://example.com/occi/obstacles#option"
    );
}

#[test]
fn facets_refuse_values_where_they_are_given() {
    use obstacles::{NewEverything, Percent};
    use occi::{
        FieldError,
        values::{FaultClass, ValueFault},
    };

    let class = |result: Result<Percent, ValueFault>| result.map_err(|fault| fault.class);
    assert_eq!(class(Percent::new(101)), Err(FaultClass::Above));
    assert_eq!(class("x".parse()), Err(FaultClass::Type));
    let percent: Percent = "100".parse().expect("it is in the range");
    assert_eq!(percent.get(), 100);
    assert_eq!(u16::from(percent), 100);
    assert_eq!(percent.to_string(), "100");

    let refused = NewEverything::builder("a").small(4096u16).map(drop);
    let Err(FieldError::Facet { name, fault }) = refused else {
        panic!("it was taken");
    };
    assert_eq!(name, "com.example.everything.small");
    assert_eq!(fault.class, FaultClass::Above);
    assert_eq!(fault.expected, "an integer from 0 to 4095");
    let long = NewEverything::builder("a").string("12345678901").map(drop);
    assert!(matches!(
        long,
        Err(FieldError::Facet { fault, .. }) if fault.class == FaultClass::Long
    ));
    let twice = vec![obstacles::EverythingEnums::X, obstacles::EverythingEnums::X];
    assert!(NewEverything::builder("a").enums(twice).is_err());
}

#[test]
fn templates_start_requests() {
    use obstacles::{Family, Large};
    use occi::{Mixin, NewEntity};

    let new = Large::compute().hostname("big").build();
    assert_eq!(new.mixins, [Large::MIXIN]);
    let instance = new.into_instance();
    // What a template sets, the server sets: here stands what the client gives.
    assert_eq!(instance.get("occi.compute.cores"), None);
    assert_eq!(Family::compute().build().mixins, [Family::MIXIN]);
}

/// Modules one below the other, with types of this crate in the place of generated ones.
#[allow(dead_code)]
mod flat {
    /// Somebody's own type of makers.
    #[derive(Clone, Debug, PartialEq)]
    pub(crate) struct Maker(pub(crate) String);

    impl occi::AttributeValue for Maker {
        fn from_value(value: occi::Value) -> Result<Self, String> {
            String::from_value(value).map(Self)
        }

        fn into_value(self) -> occi::Value {
            self.0.into_value()
        }
    }

    occi::model!(
        "../../examples/gpu.occi",
        layout = "flat",
        tests = true,
        replace("gpu.Vendor", "crate::flat::Maker"),
        replace(
            "http://example.com/occi/gpu#gpulink/com.example.gpulink.slot",
            "i8"
        ),
        rename("infrastructure.Size", "Gibibytes"),
        derive("gpu::GpuState", "PartialOrd"),
        // It is derived anyway.
        type_attribute("gpu::GpuState", "#[derive(Debug, Ord)]"),
        field_attribute("gpu::GpuState::Busy", "#[doc(alias = \"taken\")]"),
    );

    #[test]
    fn settings_reach_flat_code() {
        use gpu::{GpuState, NewGpu};
        let new = NewGpu::builder(8u16).expect("it is in the range");
        let new = new.vendor(Maker("me".to_owned())).build();
        assert_eq!(new.vendor, Some(Maker("me".to_owned())));
        assert!(GpuState::Idle < GpuState::Busy);
        let size = infrastructure::Gibibytes::new(2.5);
        assert_eq!(size.map(infrastructure::Gibibytes::get), Ok(2.5));
        // It exists: running it would end the process.
        let _: fn(fn() -> occi::server::ServiceBuilder) -> std::process::ExitCode =
            gpu::conformance;
    }
}
