//! The extension that every model starts from, as static data, and models from the definitions
//! that a program carries.

mod extension;

use std::sync::Arc;

use occi_model::{
    Faults, Model, Profile,
    table::{self, StaticDefinition, Unreadable},
};

pub use self::extension::CORE;

/// Why a program's own definitions give no model. Those that the compiler wrote give one.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A definition cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A rule of the metamodel refuses the definitions.
    #[error("{0}")]
    Refused(Faults),
}

/// The model of some extensions, each after those that it uses. Core comes first and need not be
/// given; an extension given twice counts once.
///
/// # Errors
///
/// When a definition cannot be read, or the faults of the definitions.
pub fn model_of(
    definitions: &[&dyn StaticDefinition],
    profile: Profile,
) -> Result<Arc<Model>, ModelError> {
    let built = table::build(CORE.draft(), definitions, profile)?;
    built
        .model
        .map(Arc::new)
        .ok_or(ModelError::Refused(built.faults))
}

#[cfg(test)]
mod tests {
    use occi_grammar::{MemoryResolver, compile};

    use super::*;

    #[test]
    fn the_table_says_what_the_definition_says() {
        for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
            let text = include_str!("../../../specs/core.occi");
            let mut files = MemoryResolver::new().with("core.occi", text);
            let compiled = compile("core.occi", &mut files, profile);
            let defined = compiled
                .model
                .unwrap_or_else(|| panic!("{}", compiled.faults));
            let table = model_of(&[], profile).unwrap();
            assert_eq!(*table, defined, "{profile}");
        }
    }

    #[test]
    fn core_counts_once() {
        let model = model_of(&[&CORE, &CORE], Profile::Union).unwrap();
        assert_eq!(model.kinds().len(), 3);
    }
}
