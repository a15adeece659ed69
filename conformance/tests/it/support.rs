//! Models for tests.

use std::sync::Arc;

use occi_grammar::{MemoryResolver, compile};
use occi_model::{Model, Profile};

/// Compiles a definition; panics with the faults when it has any.
pub(crate) fn compiled(text: &str, profile: Profile) -> Arc<Model> {
    let mut resolver = MemoryResolver::new().with("entry", text);
    let compiled = compile("entry", &mut resolver, profile);
    let faults = compiled.faults.to_string();
    Arc::new(compiled.model.unwrap_or_else(|| panic!("{faults}")))
}

/// The model of a definition of the standard.
pub(crate) fn standard(name: &str, profile: Profile) -> Arc<Model> {
    let builtin = occi_grammar::builtin::find(name).unwrap();
    compiled(builtin.text, profile)
}

/// The infrastructure model.
pub(crate) fn infrastructure(profile: Profile) -> Arc<Model> {
    standard("infrastructure", profile)
}
