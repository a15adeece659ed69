//! From an entry to a draft or a model: the texts, their imports, and all faults.

mod resolver;

use std::path::PathBuf;

use occi_model::{Draft, Faults, Model, Profile};

pub use resolver::{FileResolver, MemoryResolver, ResolveError, Resolved, Resolver};

use crate::source::Sources;

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
/// at the first fault. A file that cannot be read is a fault too (`E0150`, without a place).
pub fn load(_entry: &str, _resolver: &mut dyn Resolver) -> Loaded {
    Loaded {
        draft: Draft::default(),
        sources: Sources::new(),
        faults: Faults::new(),
        files_read: Vec::new(),
    }
}

/// Reads the definition `entry` with all that it imports and builds the model of `profile`.
pub fn compile(entry: &str, resolver: &mut dyn Resolver, profile: Profile) -> Compiled {
    let loaded = load(entry, resolver);
    let built = loaded.draft.build(profile);
    Compiled {
        model: built.model,
        faults: built.faults,
        sources: loaded.sources,
        files_read: loaded.files_read,
    }
}
