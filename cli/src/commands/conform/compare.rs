//! `occi conform compare`: what became otherwise from one run to the next.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

use clap::Args;
use occi_conformance::{
    comparison::{Comparison, Results},
    stored::MAX_BYTES,
};

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{out, outln},
};

/// Compare two runs
///
/// Says which cases passed and do not any more, which pass now, and what else became otherwise. The
/// command ends with 1 when a case that passed does not any more.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// Folder of the earlier run, or its `results.json`
    #[arg(value_name = "BEFORE")]
    before: PathBuf,

    /// Folder of the later run, or its `results.json`
    #[arg(value_name = "AFTER")]
    after: PathBuf,

    /// Print Markdown, for the discussion of a change
    #[arg(long)]
    markdown: bool,
}

impl Compare {
    pub(super) fn run(self) -> Outcome {
        let (before, after) = (read(&self.before)?, read(&self.after)?);
        let found = Comparison::of(&before, &after);
        if self.markdown {
            out!("{}", found.markdown());
        } else {
            outln!("< {before}\n> {after}\n{found}");
        }
        Ok(if found.lost.is_empty() {
            Exit::Success
        } else {
            Exit::Refused
        })
    }
}

fn read(path: &Path) -> Result<Results, Failure> {
    let file = if path.is_dir() {
        path.join("results.json")
    } else {
        path.to_owned()
    };
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let length = fs::metadata(&file)
        .map_err(|error| Failure::usage(told(&error)))?
        .len();
    if length > MAX_BYTES as u64 {
        return Err(Failure::usage(told(&format!(
            "more than {MAX_BYTES} bytes"
        ))));
    }
    let mut text = Vec::new();
    File::open(&file)
        .and_then(|open| open.take(MAX_BYTES as u64).read_to_end(&mut text))
        .map_err(|error| Failure::usage(told(&error)))?;
    Results::read(&text).map_err(|error| Failure::usage(told(&error)))
}
