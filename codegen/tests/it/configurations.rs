//! Configurations in generated code: typed requests for their instances.

use std::{fs, path::Path};

use occi_codegen::{CrateName, CrateSettings, Runtime, generate_crate};
use occi_grammar::{Compiled, FileResolver, MemoryResolver, compile};
use occi_model::Profile;

use crate::support::root;

/// The module for the configurations of an example.
fn module(example: &str) -> String {
    let path = root().join("examples").join(example);
    module_of(compile(
        &path.to_string_lossy(),
        &mut FileResolver::new(),
        Profile::Union,
    ))
}

fn module_of(compiled: Compiled) -> String {
    let runtime = Runtime::Version("0.1.0".to_owned());
    let mut settings = CrateSettings::new(CrateName::new("my-shop").unwrap(), runtime);
    settings.configurations = compiled.configurations;
    let files = generate_crate(&compiled.model.unwrap(), &settings);
    let library = files.get("src/lib.rs").unwrap();
    assert!(library.contains("\npub mod configurations;\n"), "{library}");
    files.get("src/configurations.rs").unwrap().to_owned()
}

/// `OCCI_UPDATE=1` writes the golden files anew.
#[test]
fn configurations_come_out_as_before() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/configurations");
    for (example, golden) in [("shop.occi", "shop.rs"), ("tour.occi", "tour.rs")] {
        let text = module(example);
        let file = directory.join(golden);
        if std::env::var_os("OCCI_UPDATE").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let before = fs::read_to_string(&file).unwrap();
        assert!(
            text == before,
            "{golden} differs; set OCCI_UPDATE=1 to write it anew\n{text}"
        );
    }
}

/// What has no type of its own is not checked, and says so.
#[test]
fn requests_that_cannot_fail_do_not_pretend_to() {
    let text = "extension test \"http://example.com/test#\";\nuse core;\nuse infrastructure;\n\
        configuration one {\n\
            resource a : infrastructure.compute { link c : core.link -> b; }\n\
            resource b : infrastructure.network;\n\
        }\n";
    let mut resolver = MemoryResolver::new().with("test", text);
    let compiled = compile("test", &mut resolver, Profile::Union);
    assert!(compiled.model.is_some(), "{}", compiled.faults);
    let module = module_of(compiled);
    assert!(
        module.contains("fn one_a_c(places: &OnePlaces) -> ::occi::Instance {"),
        "{module}"
    );
    assert!(module.contains("a_c: one_a_c(places),"), "{module}");
}

#[test]
fn without_configurations_there_is_no_module() {
    let compiled = compile(
        &root().join("examples/gpu.occi").to_string_lossy(),
        &mut FileResolver::new(),
        Profile::Union,
    );
    let settings = CrateSettings::new(
        CrateName::new("gpu").unwrap(),
        Runtime::Version("0.1.0".to_owned()),
    );
    let files = generate_crate(&compiled.model.unwrap(), &settings);
    assert_eq!(files.get("src/configurations.rs"), None);
}
