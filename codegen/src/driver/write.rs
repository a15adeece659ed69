//! Writing an output directory.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::files::{Files, INVENTORY, is_inside};

/// What a writing did, by path relative to the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new contents.
    pub written: Vec<String>,
    /// Files that already had these contents; they were not touched.
    pub unchanged: Vec<String>,
    /// Files of the user, written once before; they were not touched.
    pub kept: Vec<String>,
    /// Files that an earlier run generated and this one does not; they were taken away.
    pub removed: Vec<String>,
}

/// A file that could not be written. The files before it are whole, it is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The file system refused.
    #[error("cannot write `{}`", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A symbolic link on the way leads out of the output directory.
    #[error("`{}` leads out of the output directory; remove the symbolic link", .0.display())]
    Outside(PathBuf),
}

impl Files {
    /// Writes the files below `directory`, which is made if it is not there.
    ///
    /// Each file is written beside its place and moved there, so that no reader ever sees a part
    /// of one; a file whose bytes would not change is not touched; a once-only file that is there
    /// stays. What an earlier run generated for parts that the definition no longer has is taken
    /// away; the file `.occi-generated` lists it. Nothing outside the directory is ever touched.
    ///
    /// # Errors
    ///
    /// When the file system refuses, or a symbolic link leads out of the directory.
    pub fn write_to(&self, directory: &Path) -> Result<Written, WriteError> {
        fs::create_dir_all(directory).map_err(|source| io_error(directory, source))?;
        let root = directory
            .canonicalize()
            .map_err(|source| io_error(directory, source))?;
        let before = inventory(&directory.join(INVENTORY));
        let mut written = Written::default();
        for (path, contents) in self.iter() {
            let file = directory.join(path);
            let parent = file.parent().unwrap_or(directory);
            fs::create_dir_all(parent).map_err(|source| io_error(parent, source))?;
            let real = parent
                .canonicalize()
                .map_err(|source| io_error(parent, source))?;
            if !is_inside(path) || !real.starts_with(&root) {
                return Err(WriteError::Outside(file));
            }
            let exists = file.symlink_metadata().is_ok();
            let list = if exists && self.is_once_only(path) {
                &mut written.kept
            } else if exists && has_contents(&file, contents) {
                &mut written.unchanged
            } else {
                replace(&file, contents).map_err(|source| io_error(&file, source))?;
                &mut written.written
            };
            list.push(path.to_owned());
        }
        for path in before {
            if self.get(&path).is_none() && take_away(&root, directory, &path)? {
                written.removed.push(path);
            }
        }
        Ok(written)
    }
}

/// What an earlier run generated; a list that cannot be read lists nothing.
fn inventory(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#') && is_inside(line))
        .map(str::to_owned)
        .collect()
}

/// Takes a file away, and the directories that become empty by it; false when it is not there, or
/// not a file inside the directory.
fn take_away(root: &Path, directory: &Path, path: &str) -> Result<bool, WriteError> {
    let file = directory.join(path);
    let real = file.parent().and_then(|parent| parent.canonicalize().ok());
    let inside = real.is_some_and(|parent| parent.starts_with(root));
    if !inside || !file.symlink_metadata().is_ok_and(|data| data.is_file()) {
        return Ok(false);
    }
    fs::remove_file(&file).map_err(|source| io_error(&file, source))?;
    let mut parent = Path::new(path).parent();
    while let Some(below) = parent.filter(|below| !below.as_os_str().is_empty()) {
        // A directory that still holds something stays, with those above it.
        if fs::remove_dir(directory.join(below)).is_err() {
            break;
        }
        parent = below.parent();
    }
    Ok(true)
}

/// Whether a file holds exactly these bytes.
pub(super) fn has_contents(file: &Path, contents: &str) -> bool {
    fs::read(file).is_ok_and(|bytes| bytes == contents.as_bytes())
}

/// Puts the contents in the file's place in one step.
pub(super) fn replace(file: &Path, contents: &str) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // The process id keeps two writers of one directory apart.
    let beside = file.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let result = (|| {
        let mut out = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside)?;
        out.write_all(contents.as_bytes())?;
        out.sync_data()?;
        fs::rename(&beside, file)
    })();
    if result.is_err() {
        let _ = fs::remove_file(&beside);
    }
    result
}

fn io_error(path: &Path, source: io::Error) -> WriteError {
    WriteError::Io {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Files {
        let mut files = Files::default();
        files.add("src/a.rs", text.to_owned());
        files.add_once("src/mine.rs", text.to_owned());
        files
    }

    #[test]
    fn only_what_changed_is_written_and_the_users_files_stay() {
        let directory = tempfile::tempdir().unwrap();
        let out = directory.path().join("new/crate");
        let first = files("1").write_to(&out).unwrap();
        assert_eq!(first.written, ["src/a.rs", "src/mine.rs"]);

        let again = files("1").write_to(&out).unwrap();
        assert_eq!(again.written, Vec::<String>::new());
        assert_eq!(again.unchanged, ["src/a.rs"]);
        assert_eq!(again.kept, ["src/mine.rs"]);

        let changed = files("2").write_to(&out).unwrap();
        assert_eq!(changed.written, ["src/a.rs"]);
        assert_eq!(fs::read_to_string(out.join("src/a.rs")).unwrap(), "2");
        assert_eq!(fs::read_to_string(out.join("src/mine.rs")).unwrap(), "1");
        let left: Vec<_> = fs::read_dir(out.join("src")).unwrap().collect();
        assert_eq!(left.len(), 2, "no temporary file is left");
    }

    #[test]
    fn what_is_no_longer_generated_is_taken_away() {
        let directory = tempfile::tempdir().unwrap();
        let out = directory.path();
        let mut first = files("1");
        first.add("src/old/kind.rs", String::new());
        first.add_inventory();
        first.write_to(out).unwrap();
        fs::write(out.join("src/own.rs"), "the user's").unwrap();

        let mut second = Files::default();
        second.add("src/a.rs", "1".to_owned());
        second.add_inventory();
        let written = second.write_to(out).unwrap();
        assert_eq!(written.removed, ["src/old/kind.rs"]);
        assert!(!out.join("src/old").exists(), "it is empty");
        assert!(out.join("src/own.rs").exists() && out.join("src/mine.rs").exists());

        // Whatever the list says, only files inside the directory go.
        let elsewhere = directory.path().with_extension("elsewhere");
        fs::write(&elsewhere, "").unwrap();
        let name = elsewhere.file_name().unwrap().to_string_lossy();
        fs::write(out.join(INVENTORY), format!("../{name}\nsrc\n")).unwrap();
        assert_eq!(second.write_to(out).unwrap().removed, Vec::<String>::new());
        assert!(elsewhere.exists());
        fs::remove_file(elsewhere).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_do_not_lead_out() {
        let directory = tempfile::tempdir().unwrap();
        let out = directory.path().join("out");
        let elsewhere = directory.path().join("elsewhere");
        fs::create_dir_all(&out).unwrap();
        fs::create_dir_all(&elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, out.join("src")).unwrap();
        assert!(matches!(
            files("1").write_to(&out),
            Err(WriteError::Outside(_))
        ));
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_cannot_be_replaced_is_an_error_with_its_name() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir_all(directory.path().join("src/a.rs/x")).unwrap();
        let error = files("1").write_to(directory.path()).unwrap_err();
        assert!(error.to_string().contains("a.rs"), "{error}");
    }
}
