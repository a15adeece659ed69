//! Procedural macros of `occi`.
//!
//! # What it is
//!
//! A shell around `occi-codegen`, which does the work. Use the macros through `occi` (feature
//! `macros`): `occi::model!`.
//!
//! # Whom it may use
//!
//! `occi-codegen` alone, and through it the readers.

use proc_macro::TokenStream;

mod arguments;
mod expand;

/// Generates the code of a definition in place: `occi::model!("specs/gpu.occi");`
///
/// Gives one public module per extension, the same that a build script gets from
/// `occi_codegen::Builder`. Paths are relative to the package. The code is made again whenever
/// the definition, or a file that it imports, changes.
///
/// Settings follow the path, in any order:
///
/// ```text
/// occi::model!(
///     "specs/gpu.occi",
///     client = true,                  // builders and setters; default: true
///     server = false,                 // provider traits and the service; default: true
///     profile = "1.2",                // 1.1, 1.2 or union; default: union
///     include = "specs",              // where `use NAME;` finds NAME.occi; may be repeated
///     crate_path = "crate::rt",       // the runtime; default: ::occi
///     extern_path("infrastructure", "::cloud::infrastructure"), // a module that exists already
///     rename("http://example.com/occi/gpu#gpu", "Card"),
///     type_attribute("*State", "#[derive(PartialOrd)]"),
/// );
/// ```
///
/// A faulty definition is a compile error per fault, with the place in the definition.
#[proc_macro]
pub fn model(input: TokenStream) -> TokenStream {
    expand::model(input.into()).into()
}
