//! `occi conform expectations`: the known deviations of a target file after a run.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{ArgGroup, Args};
use occi_conformance::{
    deviation::{NaiveDate, today},
    target::expectations::{Excuse, Update, update},
};

use super::compare::read_results;
use crate::{
    exit::{Exit, Failure, Outcome},
    output::outln,
};

/// Keep the known deviations of a target file
///
/// After a run, failures that the file does not expect are added, and entries whose cases all passed
/// are taken out. The rest of the file stays as it is written. An entry some of whose cases passed is
/// named and left alone.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).multiple(true).args(["add", "remove"])))]
pub(super) struct Expectations {
    /// Folder of the run, or its `results.json`
    #[arg(value_name = "RUN")]
    run: PathBuf,

    /// The target file; it is made where it is not there
    #[arg(long, value_name = "FILE")]
    target_file: PathBuf,

    /// Add failures that no entry expects
    #[arg(long, requires_all = ["reason", "until"])]
    add: bool,

    /// Why the added ones fail
    #[arg(long, value_name = "TEXT", requires = "add")]
    reason: Option<String>,

    /// The last day on which the added ones may fail, such as 2027-12-31
    #[arg(long, value_name = "DAY", requires = "add")]
    until: Option<NaiveDate>,

    /// Where the added ones are dealt with
    #[arg(long, value_name = "URL", requires = "add")]
    issue: Option<String>,

    /// Take out entries whose cases all passed
    #[arg(long)]
    remove: bool,

    /// Say what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Expectations {
    pub(super) fn run(self) -> Outcome {
        let results = read_results(&self.run)?;
        let text = text_of(&self.target_file)?;
        let excuse = self
            .add
            .then_some((self.reason, self.until))
            .and_then(|(reason, until)| {
                Some(Excuse {
                    reason: reason?,
                    until: until?,
                    issue: self.issue,
                })
            });
        let wanted = Update {
            add: excuse,
            remove: self.remove,
        };
        let file = self.target_file.display();
        let updated = update(&text, &results, &wanted, today())
            .map_err(|error| Failure::refused(format!("`{file}`: {error}")))?;
        for pattern in &updated.removed {
            outln!("- {pattern}");
        }
        for id in &updated.added {
            outln!("+ {id}");
        }
        for pattern in &updated.divided {
            outln!("? {pattern} (some of its cases passed, some did not; narrow it by hand)");
        }
        if updated.text == text {
            outln!("{file}: nothing to change");
        } else if self.dry_run {
            outln!("{file}: not changed");
        } else {
            fs::write(&self.target_file, &updated.text)
                .map_err(|error| Failure::world(format!("`{file}`: {error}")))?;
            outln!(
                "{file}: {} added, {} taken out",
                updated.added.len(),
                updated.removed.len()
            );
        }
        Ok(Exit::Success)
    }
}

/// The text of a target file; nothing where there is none yet.
fn text_of(path: &Path) -> Result<String, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Failure::world(format!("`{}`: {error}", path.display()))),
    }
}
