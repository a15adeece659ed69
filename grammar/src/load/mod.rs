//! From an entry to a draft or a model: the texts, their imports, and all faults.

mod catalogue;
mod depends;
mod derived;
mod follow;
mod foreign;
mod forgive;
mod levels;
mod loader;
mod resolver;
mod steps;
mod unfit;
mod untyped;

use std::path::PathBuf;

use occi_model::{Configuration, Draft, Faults, Model, Profile, model::ExtensionId};

pub use resolver::{FileResolver, MemoryResolver, ResolveError, Resolved, Resolver};

use crate::{
    format::{Format, ReadOptions},
    source::Sources,
};
use derived::Lost;
use levels::Levels;
use loader::Loader;

/// The largest text that is read, in bytes: 64 MiB.
pub const MAX_SOURCE_BYTES: usize = 64 << 20;

/// What [`load`] gives.
#[derive(Debug)]
pub struct Loaded {
    /// The extensions that could be read; imports stand before what imports them, the entry
    /// last.
    pub draft: Draft,
    /// Which of them the entry defines: one in the language, any number in other formats.
    pub entries: Vec<usize>,
    /// The format of the entry, when it could be told.
    pub format: Option<Format>,
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
    /// The configurations of the entry, which belong to the model; none without one.
    pub configurations: Vec<Configuration>,
    /// The extensions that the entry defines; empty without a model.
    pub entries: Vec<ExtensionId>,
    /// The format of the entry, when it could be told.
    pub format: Option<Format>,
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
    load_with(entry, resolver, ReadOptions::default())
}

/// As [`load`], with options for foreign formats.
pub fn load_with(entry: &str, resolver: &mut dyn Resolver, options: ReadOptions) -> Loaded {
    let (mut loaded, _, mut levels) = read(entry, resolver, options);
    loaded.faults = levels.apply(loaded.faults);
    loaded
}

fn read(entry: &str, resolver: &mut dyn Resolver, options: ReadOptions) -> (Loaded, Lost, Levels) {
    let mut loader = Loader::new(resolver, options);
    loader.entry(entry);
    let (mut loaded, lost, levels) = loader.finish();
    loaded.faults.sort();
    (loaded, lost, levels)
}

/// Reads the definition `entry` with all that it imports and builds the model of `profile`.
///
/// A definition with faults of the language is still checked against the metamodel, as far as
/// it could be read; faults that only follow from what could not be read are left out.
///
/// The entry and its imports may be in any format that is read (`docs/formats.md`).
pub fn compile(entry: &str, resolver: &mut dyn Resolver, profile: Profile) -> Compiled {
    compile_with(entry, resolver, profile, ReadOptions::default())
}

/// As [`compile`], with options for foreign formats.
pub fn compile_with(
    entry: &str,
    resolver: &mut dyn Resolver,
    profile: Profile,
    options: ReadOptions,
) -> Compiled {
    let (loaded, lost, mut levels) = read(entry, resolver, options);
    let Loaded {
        mut draft,
        entries,
        format,
        sources,
        mut faults,
        files_read,
    } = loaded;
    let mut model = None;
    let mut configurations = Vec::new();
    if !lost.entry {
        faults.extend(depends::check(&draft).into_iter().map(|mut fault| {
            if options.strict {
                fault.code = crate::format::code::strict(fault.code);
            }
            fault
        }));
        let mut built = forgive::build(&mut draft, profile, &lost);
        let unfit = unfit::take_out(&mut draft, &built.faults);
        if !unfit.is_empty() {
            built = forgive::build(&mut draft, profile, &lost);
            faults.extend(unfit);
        }
        model = built.model;
        configurations = built.configurations;
        faults.extend(
            built
                .faults
                .into_iter()
                .filter(|fault| !lost.explains(fault, &sources))
                .map(derived::mend),
        );
    }
    faults = levels.apply(faults);
    // Only a whole check shows that an allowed warning never comes: faults hide others, and one
    // version may lack what is warned of in another.
    if profile == Profile::Union && !faults.has_errors() {
        faults.extend(levels.idle());
    }
    faults.sort();
    if faults.has_errors() {
        model = None;
        configurations.clear();
    }
    let entries = model.as_ref().map_or_else(Vec::new, |model: &Model| {
        let ids = model.extension_ids().enumerate();
        ids.filter(|(at, _)| entries.contains(at))
            .map(|(_, id)| id)
            .collect()
    });
    Compiled {
        model,
        configurations,
        entries,
        format,
        faults,
        sources,
        files_read,
    }
}

#[cfg(test)]
mod tests;
