//! The repository of stestr and testr: one stream of version 1 per run (stestr).

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Why a folder is not a repository, or has no such run.
#[derive(Debug, thiserror::Error)]
pub enum RepositoryError {
    /// There is no `format` or no `next-stream`.
    #[error(
        "`{0}` is no repository of stestr: it has no `.stestr` with the files `format` and `next-stream`"
    )]
    Absent(PathBuf),
    /// The format is unknown.
    #[error("the repository `{folder}` has format `{found}`; known is 1")]
    Format {
        /// The folder.
        folder: PathBuf,
        /// What its file `format` says.
        found: String,
    },
    /// There is no run.
    #[error("the repository `{0}` has no run yet")]
    Empty(PathBuf),
    /// There is no such run.
    #[error("the repository `{folder}` has no run {run}; the last one is {last}")]
    NoRun {
        /// The folder.
        folder: PathBuf,
        /// What was asked for.
        run: u64,
        /// The last one.
        last: u64,
    },
    /// A file cannot be read.
    #[error("cannot read `{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// The file of a run, the last one if none is named. The folder is the repository itself or the
/// one that holds it as `.stestr` or `.testrepository`.
///
/// # Errors
///
/// When there is no such repository or run.
pub fn stream(folder: &Path, run: Option<u64>) -> Result<PathBuf, RepositoryError> {
    let repository = [".stestr", ".testrepository"]
        .iter()
        .map(|name| folder.join(name))
        .chain([folder.to_owned()])
        .find(|place| place.join("next-stream").is_file() && place.join("format").is_file())
        .ok_or_else(|| RepositoryError::Absent(folder.to_owned()))?;
    let text = |name: &str| {
        let path = repository.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.trim().to_owned()),
            Err(error) => Err(RepositoryError::Io { path, error }),
        }
    };
    let found = text("format")?;
    if found != "1" {
        return Err(RepositoryError::Format {
            folder: repository,
            found,
        });
    }
    // A number that is none, and a first run that is still to come, are alike: no run.
    let Some(last) = text("next-stream")?
        .parse::<u64>()
        .ok()
        .and_then(|next| next.checked_sub(1))
    else {
        return Err(RepositoryError::Empty(repository));
    };
    let run = run.unwrap_or(last);
    let path = repository.join(run.to_string());
    if path.is_file() {
        Ok(path)
    } else {
        Err(RepositoryError::NoRun {
            folder: repository,
            run,
            last,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_run_is_found_and_others_by_number() {
        let folder = tempfile::tempdir().unwrap();
        let says = |run| stream(folder.path(), run).unwrap_err().to_string();
        assert!(says(None).contains("is no repository"));
        let inner = folder.path().join(".stestr");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join("format"), "1\n").unwrap();
        fs::write(inner.join("next-stream"), "0\n").unwrap();
        assert!(says(None).contains("no run yet"));
        fs::write(inner.join("next-stream"), "2\n").unwrap();
        fs::write(inner.join("0"), "").unwrap();
        assert!(says(None).contains("has no run 1; the last one is 1"));
        fs::write(inner.join("1"), "").unwrap();
        assert_eq!(stream(folder.path(), None).unwrap(), inner.join("1"));
        assert_eq!(stream(&inner, Some(0)).unwrap(), inner.join("0"));
        fs::write(inner.join("format"), "2\n").unwrap();
        assert!(says(None).contains("format `2`"));
    }
}
