//! What the tests share.

use std::path::{Path, PathBuf};

use occi_grammar::{FileResolver, MemoryResolver, compile};
use occi_model::{Model, Profile};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The model of a file, for the union of all versions.
pub(crate) fn model_of_file(path: &Path) -> Model {
    let compiled = compile(
        &path.to_string_lossy(),
        &mut FileResolver::new(),
        Profile::Union,
    );
    compiled
        .model
        .unwrap_or_else(|| panic!("{}", compiled.faults))
}

/// The model of `specs/infrastructure.occi`.
pub(crate) fn infrastructure() -> Model {
    model_of_file(&root().join("specs/infrastructure.occi"))
}

/// The model of a definition given as text.
pub(crate) fn model_of_text(text: &str) -> Model {
    let mut resolver = MemoryResolver::new().with("test", text);
    let compiled = compile("test", &mut resolver, Profile::Union);
    compiled
        .model
        .unwrap_or_else(|| panic!("{}", compiled.faults))
}
