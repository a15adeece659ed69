//! From an entry to a draft or a model: the texts, their imports, and all faults.

mod derived;
mod loader;
mod resolver;

use std::path::PathBuf;

use occi_model::{Draft, Faults, Model, Profile};

pub use resolver::{FileResolver, MemoryResolver, ResolveError, Resolved, Resolver};

use crate::source::Sources;
use derived::Lost;
use loader::Loader;

/// The largest text that is read, in bytes: 64 MiB.
pub const MAX_SOURCE_BYTES: usize = 64 << 20;

/// What [`load`] gives.
#[derive(Debug)]
pub struct Loaded {
    /// The extensions that could be read; imports stand before what imports them, the entry
    /// last.
    pub draft: Draft,
    /// The texts, for printing the faults.
    pub sources: Sources,
    /// Faults of the language and of imports, sorted.
    pub faults: Faults,
    /// The files on the disk that the result depends on, in the order they were read; for
    /// `cargo::rerun-if-changed`.
    pub files_read: Vec<PathBuf>,
}

/// What [`compile`] gives.
#[derive(Debug)]
pub struct Compiled {
    /// The model; absent when `faults` holds an error.
    pub model: Option<Model>,
    /// Faults of the language, of imports and of the metamodel, sorted by place.
    pub faults: Faults,
    /// The texts, for printing the faults.
    pub sources: Sources,
    /// The files on the disk that the result depends on, in the order they were read.
    pub files_read: Vec<PathBuf>,
}

/// Reads the definition `entry` and all that it imports.
///
/// `entry` is what [`Resolver::entry`] understands: for [`FileResolver`] a path. Nothing stops
/// at the first fault. A file that cannot be read is a fault too (`E0150`, without a place when
/// it is the entry).
pub fn load(entry: &str, resolver: &mut dyn Resolver) -> Loaded {
    read(entry, resolver).0
}

fn read(entry: &str, resolver: &mut dyn Resolver) -> (Loaded, Lost) {
    let mut loader = Loader::new(resolver);
    loader.entry(entry);
    let (mut loaded, lost) = loader.finish();
    loaded.faults.sort();
    (loaded, lost)
}

/// Reads the definition `entry` with all that it imports and builds the model of `profile`.
///
/// A definition with faults of the language is still checked against the metamodel, as far as
/// it could be read; faults that only follow from what could not be read are left out.
pub fn compile(entry: &str, resolver: &mut dyn Resolver, profile: Profile) -> Compiled {
    let (loaded, lost) = read(entry, resolver);
    let Loaded {
        draft,
        sources,
        mut faults,
        files_read,
    } = loaded;
    let mut model = None;
    if !lost.entry {
        let built = draft.build(profile);
        model = built.model;
        faults.extend(
            built
                .faults
                .into_iter()
                .filter(|fault| !lost.explains(fault, &sources))
                .map(derived::mend),
        );
    }
    faults.sort();
    if faults.has_errors() {
        model = None;
    }
    Compiled {
        model,
        faults,
        sources,
        files_read,
    }
}

#[cfg(test)]
mod tests;
