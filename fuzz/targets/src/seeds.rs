//! What the targets start from: files of the repository, and of a corpus of foreign files beside
//! it where there is one.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The longest file that is taken, in bytes.
const LONGEST: u64 = 48 << 10;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of a folder of the repository whose names end so.
pub(crate) fn files(folder: &str, ends: &[&str]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    walk(&root().join(folder), ends, &mut found);
    found
}

/// The files of a folder of the corpus whose names end so; none where there is no corpus.
pub(crate) fn corpus(folder: &str, ends: &[&str]) -> Vec<Vec<u8>> {
    let folder = root().join("../shared/corpus").join(folder);
    if !folder.is_dir() {
        eprintln!("without {}: it is not there", folder.display());
    }
    let mut found = Vec::new();
    walk(&folder, ends, &mut found);
    found
}

fn walk(folder: &Path, ends: &[&str], found: &mut Vec<Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    // The same files in the same order, whatever the file system.
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, ends, found);
            continue;
        }
        let name = path.to_string_lossy();
        let small = fs::metadata(&path).is_ok_and(|about| about.len() <= LONGEST);
        if small && ends.iter().any(|end| name.ends_with(end)) {
            found.extend(fs::read(&path));
        }
    }
}
