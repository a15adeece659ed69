//! Models of the OCCIware metamodel: what its concrete syntaxes have in common.
//!
//! The readers of Ecore/XMI and of the textual syntaxes fill a [`tree`]; `lower` makes drafts
//! of it, so that a model means the same however it is written. The types that the tools ship
//! under standard schemes are in `standard`.

mod configuration;
mod lower;
mod ocl;
pub(crate) mod standard;
mod states;
pub(crate) mod tree;
mod types;

use occi_model::{Located, Origin};

pub(crate) use self::{configuration::configuration, lower::extension, types::class_word};

/// The key of the annotation that keeps the OCL text of the constraint `name`.
pub(crate) fn ocl_key(name: &str) -> String {
    format!("ocl:{name}")
}

/// The key of the annotation that keeps what the constraint `name` says to people.
pub(crate) fn ocl_description_key(name: &str) -> String {
    format!("ocl-description:{name}")
}

/// The key of the annotation that keeps the name of a kind, a mixin or an action where it is not
/// the term.
pub(crate) const NAME_KEY: &str = "ecore-name";

/// The key of the annotation that keeps the Java class of a data type.
pub(crate) const CLASS_KEY: &str = "java-class";

/// The document of an import: `http://schemas.ogf.org/occi/core#/` stands for the extension of
/// the scheme `http://schemas.ogf.org/occi/core#`, `../Core.occie#/` for that of a file.
pub(crate) fn document(import: &str) -> &str {
    let bare = import.strip_suffix('/').unwrap_or(import);
    match bare.strip_suffix('#') {
        None => import,
        Some(_) if bare.contains("://") => bare,
        Some(file) => file,
    }
}

/// A text that is there and not empty: tools write `description=""` where there is none.
pub(crate) fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A value made from another one at the same place.
fn same_place<T, U>(one: &Located<T>, value: U) -> Located<U> {
    Located::new(value, one.origin)
}

/// Whether a place is known.
const fn is_known(origin: Origin) -> bool {
    !matches!(origin, Origin::Unknown)
}
