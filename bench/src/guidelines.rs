//! Reading and linting guideline files: what a user waits for, and what of it is the library.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use occi_grammar::guideline::{lint, read};
use occi_model::SourceId;

use crate::{clock, compiler::millis};

const ROUNDS: usize = 11;

/// Every guideline file below the folder, read and linted as one set.
pub(crate) fn run(occi: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    find(folder, &mut files)?;
    files.sort();
    let mut named = Vec::new();
    for file in files {
        let bytes = fs::read(&file)?;
        if read(&bytes, SourceId(0)).guideline.is_some() {
            named.push((file.display().to_string(), bytes));
        }
    }
    let size: usize = named.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut library = Vec::new();
    let mut process = Vec::new();
    let mut faults = 0;
    for _ in 0..ROUNDS {
        let start = clock::thread();
        let linted = lint(named.iter().map(|(name, bytes)| (&**name, &**bytes)), None);
        library.push(clock::thread().saturating_sub(start));
        faults = linted.faults.len();
        process.push(linting(occi, &named)?);
    }
    println!(
        "{} guidelines of {} kB, {faults} faults: read and linted in {:.1} ms, `occi guideline lint` {:.1} ms of process time (target: under 300)",
        named.len(),
        size / 1000,
        millis(clock::median(library)),
        millis(clock::median(process)),
    );
    Ok(())
}

/// CPU time of the command on all files; each has faults, so its exit code says nothing.
fn linting(occi: &Path, named: &[(String, Vec<u8>)]) -> Result<Duration, Box<dyn Error>> {
    let before = clock::children();
    Command::new(occi)
        .args(["guideline", "lint", "--faults", "short"])
        .args(named.iter().map(|(name, _)| name))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    Ok(clock::children().saturating_sub(before))
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push(path);
        }
    }
    Ok(())
}
