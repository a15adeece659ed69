//! What a generator gives: texts by path.

use std::collections::BTreeMap;

/// The file that lists what was generated into a directory, so that the next run can take away
/// what it no longer generates.
pub(crate) const INVENTORY: &str = ".occi-generated";

/// A text of an output.
#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    contents: String,
    once: bool,
}

/// Texts by relative path, in order of path. Paths are separated by `/` and stay inside the
/// directory that the files are written to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    files: BTreeMap<String, File>,
    notes: Vec<String>,
}

impl Files {
    /// The texts with their paths.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, file)| (path.as_str(), file.contents.as_str()))
    }

    /// The text of a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|file| file.contents.as_str())
    }

    /// Whether a file that is already there stays as it is: it belongs to the user from then on.
    #[must_use]
    pub fn is_once_only(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|file| file.once)
    }

    /// What the user should know: names that had to be changed to stay unique.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(crate) fn add(&mut self, path: impl Into<String>, contents: String) {
        self.insert(path.into(), contents, false);
    }

    pub(crate) fn add_once(&mut self, path: impl Into<String>, contents: String) {
        self.insert(path.into(), contents, true);
    }

    /// Adds the list of what is generated again and again.
    pub(crate) fn add_inventory(&mut self) {
        let mut list = String::from(
            "# Files that `occi generate` wrote and will write again, or take away.\n",
        );
        for (path, file) in &self.files {
            if !file.once {
                list.push_str(path);
                list.push('\n');
            }
        }
        self.add(INVENTORY, list);
    }

    fn insert(&mut self, path: String, contents: String, once: bool) {
        debug_assert!(is_inside(&path), "a path leaves the output: {path}");
        self.files.insert(path, File { contents, once });
    }

    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Takes in other files below a directory.
    pub(crate) fn include(&mut self, below: &str, other: Self) {
        for (path, file) in other.files {
            self.files.insert(format!("{below}/{path}"), file);
        }
        self.notes.extend(other.notes);
    }
}

/// Whether a path is relative and only goes down, in names that every system takes.
pub(crate) fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for path in ["a", "src/a_b.rs", ".gitignore"] {
            assert!(is_inside(path), "{path}");
        }
        for path in ["", "/a", "a/../b", "a//b", "..", "a\\b", "c:x", "a b", "a/"] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
