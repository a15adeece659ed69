//! The guidelines of a folder.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use occi_grammar::{Sources, diagnostic, guideline};
use occi_model::{
    Faults,
    guideline::{Guideline, Status},
};

use crate::family::{Family, PublishedName};

/// Where the working group has kept guidelines: at the top and in `add-ons` until 2021, in
/// `guidelines` folders since.
const FOLDERS: &[&str] = &["", "guidelines", "add-ons", "add-ons/guidelines"];

/// A guideline that is offered.
#[derive(Debug)]
pub struct Published {
    /// The file's name without its folder, by which it is asked for.
    pub file: String,
    /// The name taken apart.
    pub name: PublishedName,
    /// The file as it is.
    pub bytes: Vec<u8>,
    /// What it says.
    pub guideline: Guideline,
}

/// A file that is not offered.
#[derive(Debug)]
pub struct Skipped {
    /// The file.
    pub file: PathBuf,
    /// Why: excerpts, as the other commands print them, or one sentence.
    pub why: String,
}

/// Every guideline of a folder, by file name.
#[derive(Debug, Default)]
pub struct Library {
    guidelines: BTreeMap<String, Published>,
}

/// Why there is nothing to offer.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The folder cannot be read.
    #[error("cannot read the folder `{}`: {error}", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is no guideline in it.
    #[error("`{}` holds no guideline: neither at its top nor in `guidelines`, `add-ons` or `add-ons/guidelines` is there a JSON file that is one", .0.display())]
    Empty(PathBuf),
}

impl Library {
    /// Reads every JSON file at the top of a folder and in those below it that the working group
    /// uses. What is no guideline is skipped and told; of two files with one name the first counts.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read or has no guideline.
    pub fn read(folder: &Path) -> Result<(Self, Vec<Skipped>), LibraryError> {
        let mut library = Self::default();
        let mut skipped = Vec::new();
        for (at, below) in FOLDERS.iter().enumerate() {
            let place = folder.join(below);
            let files = match json_files(&place) {
                Ok(files) => files,
                Err(error) if at > 0 && error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => {
                    let folder = place;
                    return Err(LibraryError::Folder { folder, error });
                }
            };
            for (name, path) in files {
                if let Err(why) = library.add(name, &path) {
                    skipped.push(Skipped { file: path, why });
                }
            }
        }
        if library.guidelines.is_empty() {
            return Err(LibraryError::Empty(folder.to_owned()));
        }
        Ok((library, skipped))
    }

    fn add(&mut self, file: String, path: &Path) -> Result<(), String> {
        if let Some(known) = self.guidelines.get(&file) {
            return Err(format!("another `{}` is offered already", known.file));
        }
        let bytes = fs::read(path).map_err(|error| error.to_string())?;
        let mut sources = Sources::new();
        let id = sources.add(path.display().to_string(), String::from_utf8_lossy(&bytes));
        let read = guideline::read(&bytes, id);
        let Some(guideline) = read.guideline else {
            let errors: Faults = read
                .faults
                .iter()
                .filter(|fault| fault.is_error())
                .cloned()
                .collect();
            return Err(diagnostic::render(&errors, &sources, &Default::default()));
        };
        let name = PublishedName::of(&file);
        let published = Published {
            file: file.clone(),
            name,
            bytes,
            guideline,
        };
        self.guidelines.insert(file, published);
        Ok(())
    }

    /// All of them, sorted by file name.
    pub fn iter(&self) -> impl Iterator<Item = &Published> {
        self.guidelines.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.guidelines.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.guidelines.is_empty()
    }

    /// A guideline by its file name, with or without `.json`.
    #[must_use]
    pub fn get(&self, version: &str) -> Option<&Published> {
        self.guidelines
            .get(version)
            .or_else(|| self.guidelines.get(&format!("{version}.json")))
    }

    /// The families with their guidelines: the platforms first, then the others by name.
    #[must_use]
    pub fn families(&self) -> BTreeMap<&Family, Vec<&Published>> {
        let mut families: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for published in self.iter() {
            families
                .entry(&published.name.family)
                .or_default()
                .push(published);
        }
        families
    }

    /// What a report judges by unless it is told: the newest guideline of the platforms that is no
    /// draft, as on the RefStack report page; else the first one that there is.
    #[must_use]
    pub fn usual(&self) -> Option<&Published> {
        let dated = |published: &&Published| {
            published.name.family == Family::Powered
                && published.name.month.is_some()
                && !is_draft(&published.guideline)
        };
        self.iter()
            .filter(dated)
            .max_by(|a, b| a.name.month.cmp(&b.name.month))
            .or_else(|| self.iter().next())
    }
}

fn is_draft(guideline: &Guideline) -> bool {
    let approval = guideline.metadata().approval.as_ref();
    approval.is_some_and(|approval| approval.status.value == Status::Draft)
}

/// The JSON files right in a folder, sorted by name.
fn json_files(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some(name) = name
            && name.ends_with(".json")
            && !name.ends_with(".source.json")
            && path.is_file()
        {
            files.insert(name.to_owned(), path);
        }
    }
    Ok(files)
}
