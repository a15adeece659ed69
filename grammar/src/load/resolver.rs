//! Where texts come from.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::catalogue::{Catalogue, head, is_definition, readable};
use crate::{
    builtin::{self, Builtin},
    format::peek::{imports_itself, peek},
};

/// A text that a resolver found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// What messages call it: a path as the user would write it.
    pub name: String,
    /// What identifies it: the same text reached in two ways has one key.
    pub key: String,
    /// The file, when it is one.
    pub path: Option<PathBuf>,
    /// The bytes; the reader finds out their encoding.
    pub bytes: Vec<u8>,
}

impl From<&Builtin> for Resolved {
    fn from(builtin: &Builtin) -> Self {
        let name = format!("builtin:{}.occi", builtin.name);
        Self {
            key: name.clone(),
            name,
            path: None,
            bytes: builtin.text.as_bytes().to_vec(),
        }
    }
}

/// A text that is there but cannot be had, or an entry that is not there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// There is no such entry.
    #[error("there is no `{0}`")]
    Missing(String),
    /// Several files define what is asked for.
    #[error("several files define `{name}`: {}", files.join(", "))]
    Ambiguous {
        /// What is asked for.
        name: String,
        /// The files.
        files: Vec<String>,
    },
    /// The file cannot be read.
    #[error("cannot read `{name}`")]
    Io {
        /// The path.
        name: String,
        /// Why.
        source: io::Error,
    },
}

/// Finds texts by name. Built-in definitions need none; they are found after the resolver
/// has nothing.
pub trait Resolver {
    /// The text that a reading starts with.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be read.
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError>;

    /// The text that `use name;` in the text `from` means, if this resolver has one. `name` is
    /// the name of an extension or its scheme.
    ///
    /// # Errors
    ///
    /// When there is one that cannot be read.
    fn import(&mut self, name: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError>;

    /// The text that a foreign definition calls `reference`: a name, a scheme, the path of a file
    /// relative to it, or a `platform:` URI that ends in the name of a file.
    ///
    /// # Errors
    ///
    /// When there is one that cannot be read, or several that could be meant.
    fn document(
        &mut self,
        reference: &str,
        from: &Resolved,
    ) -> Result<Option<Resolved>, ResolveError> {
        self.import(reference, from)
    }

    /// Where [`Self::import`] looks, for messages.
    fn places(&self, _from: &Resolved) -> Vec<String> {
        Vec::new()
    }

    /// Names that [`Self::import`] would find, for suggestions.
    fn known(&self, _from: &Resolved) -> Vec<String> {
        Vec::new()
    }
}

/// Reads files: `use NAME;` is `NAME.occi` or `NAME.occie` in an include directory, else in the
/// directory of the file that imports it; `use "SCHEME#";` is the definition there that has this
/// scheme, whatever its name and format.
#[derive(Clone, Debug, Default)]
pub struct FileResolver {
    includes: Vec<PathBuf>,
    catalogue: Catalogue,
}

impl FileResolver {
    /// The largest file that is read, in bytes; more than a reader takes, so that the reader
    /// says what is wrong.
    const READ_LIMIT: u64 = crate::load::MAX_SOURCE_BYTES as u64 + 1;

    /// Without include directories.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            includes: Vec::new(),
            catalogue: Catalogue::new(),
        }
    }

    /// Adds a directory that is searched before that of the importing file; earlier ones first.
    #[must_use]
    pub fn include(mut self, directory: impl Into<PathBuf>) -> Self {
        self.includes.push(directory.into());
        self
    }

    fn read(path: &Path) -> Result<Resolved, ResolveError> {
        let name = path.display().to_string();
        let fault = |source| ResolveError::Io {
            name: name.clone(),
            source,
        };
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(fault)?;
        io::Read::read_to_end(&mut io::Read::take(file, Self::READ_LIMIT), &mut bytes)
            .map_err(fault)?;
        let key = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Ok(Resolved {
            key: key.display().to_string(),
            name,
            path: Some(path.to_owned()),
            bytes,
        })
    }

    /// The definition that has a scheme, in the first directory that holds one.
    fn scheme(&mut self, scheme: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        let directories: Vec<PathBuf> = self.directories(from).map(Path::to_owned).collect();
        // What a server listed once is no definition that others are meant to build upon, unless
        // there is none.
        let ranks: &[bool] = match builtin::find(scheme) {
            Some(_) => &[false],
            None => &[false, true],
        };
        let ranked = ranks
            .iter()
            .flat_map(|is_listing| directories.iter().map(move |one| (*is_listing, one)));
        for (is_listing, directory) in ranked {
            let mut found: Vec<&PathBuf> = self
                .catalogue
                .directory(directory)
                .iter()
                .filter(|(path, peeked)| {
                    from.path.as_ref() != Some(path)
                        && peeked.iter().any(|peeked| {
                            peeked.is_listed() == is_listing && peeked.scheme == scheme
                        })
                })
                .map(|(path, _)| path)
                .collect();
            // What imports the scheme that it has means another by it, and is refused when it is
            // read; where there is another, that one is meant here too.
            let is_sound =
                |path: &&PathBuf| head(path).is_none_or(|text| !imports_itself(&text, scheme));
            if builtin::find(scheme).is_some() || found.iter().any(is_sound) {
                found.retain(is_sound);
            }
            if found.len() > 1 {
                // A folder may hold a model in several formats: each keeps to its own.
                let suffix = from.path.as_deref().and_then(Path::extension);
                let alike = |path: &&PathBuf| path.extension() == suffix;
                if found.iter().any(alike) {
                    found.retain(alike);
                }
            }
            match *found {
                [] => {}
                [path] => return Self::read(path).map(Some),
                _ => {
                    return Err(ResolveError::Ambiguous {
                        name: scheme.to_owned(),
                        files: found
                            .into_iter()
                            .map(|path| path.display().to_string())
                            .collect(),
                    });
                }
            }
        }
        Ok(None)
    }

    fn directories<'a>(&'a self, from: &'a Resolved) -> impl Iterator<Item = &'a Path> {
        self.includes
            .iter()
            .map(PathBuf::as_path)
            .chain(from.path.as_deref().and_then(Path::parent))
    }
}

/// A reference with its percent escapes resolved: `My%20Model.occie`.
fn percent_decoded(reference: &str) -> std::borrow::Cow<'_, str> {
    percent_encoding::percent_decode_str(reference).decode_utf8_lossy()
}

/// Whether an import may be looked up as a file: a plain name, so that no definition reaches
/// outside the directories it was given.
fn is_file_stem(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

impl Resolver for FileResolver {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        Self::read(Path::new(entry))
    }

    fn import(&mut self, name: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        if name.contains(':') || name.ends_with('#') {
            return self.scheme(name, from);
        }
        if !is_file_stem(name) {
            return Ok(None);
        }
        self.directories(from)
            .flat_map(|directory| {
                ["occi", "occie"].map(|suffix| directory.join(format!("{name}.{suffix}")))
            })
            .find(|path| path.is_file())
            .map(|path| Self::read(&path))
            .transpose()
    }

    fn document(
        &mut self,
        reference: &str,
        from: &Resolved,
    ) -> Result<Option<Resolved>, ResolveError> {
        let reference = percent_decoded(reference);
        let path = Path::new(&*reference);
        // Only what is named like a definition: no reference makes this program show other files.
        if !is_definition(path) {
            return self.import(&reference, from);
        }
        let name = Path::new(reference.rsplit('/').next().unwrap_or_default());
        let beside = from
            .path
            .as_deref()
            .and_then(Path::parent)
            .filter(|_| path.is_relative() && !reference.contains(':'))
            .map(|directory| directory.join(path));
        beside
            .into_iter()
            .chain(self.directories(from).map(|directory| directory.join(name)))
            .find(|path| path.is_file())
            .map(|path| Self::read(&path))
            .transpose()
    }

    fn places(&self, from: &Resolved) -> Vec<String> {
        self.directories(from)
            .map(|directory| match directory.as_os_str() {
                empty if empty.is_empty() => ".".to_owned(),
                _ => directory.display().to_string(),
            })
            .collect()
    }

    fn known(&self, from: &Resolved) -> Vec<String> {
        let mut names: Vec<String> = self
            .directories(from)
            .filter_map(|directory| fs::read_dir(readable(directory)).ok())
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".occi").map(str::to_owned))
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

/// Serves texts from memory, each under the name of its extension.
#[derive(Clone, Debug, Default)]
pub struct MemoryResolver {
    texts: BTreeMap<String, String>,
}

impl MemoryResolver {
    /// Without texts.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            texts: BTreeMap::new(),
        }
    }

    /// Adds a text under a name.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.texts.insert(name.into(), text.into());
        self
    }

    fn get(&self, name: &str) -> Option<Resolved> {
        self.texts.get(name).map(|text| Resolved {
            name: format!("{name}.occi"),
            key: name.to_owned(),
            path: None,
            bytes: text.clone().into_bytes(),
        })
    }
}

impl Resolver for MemoryResolver {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        self.get(entry)
            .ok_or_else(|| ResolveError::Missing(entry.to_owned()))
    }

    fn import(&mut self, name: &str, _from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        if let Some(found) = self.get(name) {
            return Ok(Some(found));
        }
        // Names are most of what is asked for, and no scheme is without this.
        if !name.contains('#') {
            return Ok(None);
        }
        let has_scheme = |text: &str| peek(text).iter().any(|peeked| peeked.scheme == name);
        let found = self.texts.iter().find(|(_, text)| has_scheme(text));
        Ok(found.and_then(|(name, _)| self.get(name)))
    }

    fn known(&self, _from: &Resolved) -> Vec<String> {
        self.texts.keys().cloned().collect()
    }
}
