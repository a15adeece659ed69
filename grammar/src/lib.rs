//! Definition formats of OCCI and of interop guidelines: readers and diagnostics.
//!
//! # What it is
//!
//! The front end of the compiler. [`compile`] reads a definition in the `.occi` language with
//! all that it imports and gives the validated [`Model`](occi_model::Model) or every fault
//! found; [`load`] stops at the [`Draft`](occi_model::Draft). Both touch no disk themselves:
//! they ask a [`Resolver`] for texts; [`FileResolver`] is the one that reads files.
//!
//! ```no_run
//! use occi_grammar::{FileResolver, compile, diagnostic};
//! use occi_model::Profile;
//!
//! let mut files = FileResolver::new().include("specs");
//! let compiled = compile("specs/infrastructure.occi", &mut files, Profile::Union);
//! eprint!("{}", diagnostic::render(&compiled.faults, &compiled.sources, &Default::default()));
//! if let Some(model) = compiled.model {
//!     println!("{} kinds", model.kinds().len());
//! }
//! ```
//!
//! Signatures that others build upon:
//!
//! * `load(entry: &str, resolver: &mut dyn Resolver) -> Loaded { draft, sources, faults, files_read }`
//! * `compile(entry: &str, resolver: &mut dyn Resolver, profile: Profile) -> Compiled { model, faults, sources, files_read }`
//! * `diagnostic::render(&Faults, &Sources, &RenderOptions) -> String`, `diagnostic::json_lines(&Faults, &Sources) -> String`
//!
//! # Whom it may use
//!
//! `occi-model` and `occi-rendering`. `docs/language.md` is the reference of the language.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod builtin;
pub mod code;
pub mod diagnostic;
pub mod explain;
pub mod fmt;
pub mod format;
pub mod guideline;
pub mod json;
#[cfg(feature = "results")]
pub mod judgement;
mod lints;
mod load;
mod lower;
#[cfg(feature = "results")]
pub mod results;
pub mod source;
pub mod syntax;
pub mod write;

pub use lints::{Lint, Lints, UnknownLint};
pub use load::{
    Compiled, FileResolver, Loaded, MAX_SOURCE_BYTES, MemoryResolver, ResolveError, Resolved,
    Resolver, compile, compile_with, load, load_with,
};
pub use source::{Position, Source, Sources};
