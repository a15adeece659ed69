//! The definitions of a directory by what they define.

use std::{
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use crate::format::peek::{HEAD, Peeked, peek};

/// How many definitions of a directory are looked at.
const MAX_FILES: usize = 4096;

/// The ends of names of files that are looked at.
const SUFFIXES: [&str; 4] = ["occi", "occie", "xmi", "xml"];

/// The ends of names of files that may list categories. Nothing refers to them by a path.
const LISTINGS: [&str; 4] = ["json", "txt", "text", "http"];

/// A file with what it seems to define.
pub(super) type Entry = (PathBuf, Vec<Peeked>);

/// What directories hold; each is looked at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalogue {
    directories: BTreeMap<PathBuf, Vec<Entry>>,
}

impl Catalogue {
    pub(super) const fn new() -> Self {
        Self {
            directories: BTreeMap::new(),
        }
    }

    /// The definitions of a directory, by name of the file.
    pub(super) fn directory(&mut self, directory: &Path) -> &[Entry] {
        self.directories
            .entry(directory.to_owned())
            .or_insert_with(|| scan(directory))
    }
}

fn scan(directory: &Path) -> Vec<Entry> {
    let mut paths: Vec<PathBuf> = fs::read_dir(readable(directory))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(directory.join(entry.ok()?.file_name())))
        .filter(|path| (is_definition(path) || ends(path, &LISTINGS)) && path.is_file())
        .collect();
    paths.sort();
    paths.truncate(MAX_FILES);
    paths
        .into_iter()
        .filter_map(|path| {
            let peeked = peek(&head(&path)?);
            (!peeked.is_empty()).then_some((path, peeked))
        })
        .collect()
}

/// The directory as the system reads it: that of `gpu.occi` has no name.
pub(super) fn readable(directory: &Path) -> &Path {
    if directory.as_os_str().is_empty() {
        Path::new(".")
    } else {
        directory
    }
}

/// Whether the name of a file promises a definition.
pub(super) fn is_definition(path: &Path) -> bool {
    ends(path, &SUFFIXES) || ends(path, &["occic"])
}

fn ends(path: &Path, suffixes: &[&str]) -> bool {
    let suffix = path.extension().and_then(|suffix| suffix.to_str());
    suffix.is_some_and(|suffix| {
        suffixes
            .iter()
            .any(|known| known.eq_ignore_ascii_case(suffix))
    })
}

/// The start of a file; nothing when it cannot be read.
pub(super) fn head(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .ok()?
        .take(HEAD as u64)
        .read_to_end(&mut bytes)
        .ok()?;
    // The head may end inside a character.
    Some(match crate::format::decode(bytes) {
        Ok(text) => text,
        Err(fault) => fault.text,
    })
}
