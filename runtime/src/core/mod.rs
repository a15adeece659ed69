//! The extension that every model starts from, as static data, and models from generated tables.

mod table;

use std::sync::Arc;

use occi_model::{Draft, Faults, Model, Profile, table::ExtensionTable};

pub use self::table::CORE;

/// The model of some extensions, each after those that it uses. Core comes first and need not be
/// given; an extension given twice counts once.
///
/// # Errors
///
/// The faults of the definitions, when one refuses them. Tables that the compiler wrote have none.
pub fn model_of(
    tables: &[&'static ExtensionTable],
    profile: Profile,
) -> Result<Arc<Model>, Faults> {
    let mut wanted: Vec<&'static ExtensionTable> = vec![&CORE];
    for &table in tables {
        if !wanted.contains(&table) {
            wanted.push(table);
        }
    }
    let draft = Draft {
        extensions: wanted.into_iter().map(ExtensionTable::draft).collect(),
        configurations: Vec::new(),
    };
    let built = draft.build(profile);
    built.model.map(Arc::new).ok_or(built.faults)
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
