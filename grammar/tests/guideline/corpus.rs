//! The published files, where they are at hand.

use std::path::{Path, PathBuf};

use occi_grammar::guideline::read;
use occi_model::{SourceId, guideline::Guideline};

/// The folder of published guidelines; `None`, with a message, where it is absent.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/interop");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no published guidelines at {}", folder.display());
    None
}

/// A file of the folder, read without error.
pub(crate) fn guideline(folder: &Path, name: &str) -> Guideline {
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let read = read(&bytes, SourceId(0));
    read.guideline
        .unwrap_or_else(|| panic!("{name}:\n{}", read.faults))
}

/// Every JSON file below the folder, by its path in it, sorted.
pub(crate) fn json_files(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{name}/"), files);
            } else if name.ends_with(".json") {
                files.push(name);
            }
        }
    }
    let mut files = Vec::new();
    walk(folder, "", &mut files);
    files.sort();
    files
}
