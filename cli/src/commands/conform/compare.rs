//! `occi conform compare`: what became otherwise from one run to the next.

use std::{
    fs,
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
    reading,
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

    /// Write a page of HTML too, which needs no network
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl Compare {
    pub(super) fn run(self) -> Outcome {
        // Neither "something was lost" nor "nothing was".
        let read = |path| read_results(path).map_err(Failure::without_verdict);
        let (before, after) = (read(&self.before)?, read(&self.after)?);
        let found = Comparison::of(&before, &after);
        if let Some(path) = &self.html {
            let page = found.html(&before, &after).map_err(Failure::internal)?;
            fs::write(path, page)
                .map_err(|error| Failure::world(format!("`{}`: {error}", path.display())))?;
        }
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

/// Reads the results of a run: its folder, or the file.
pub(super) fn read_results(path: &Path) -> Result<Results, Failure> {
    let file = if path.is_dir() {
        path.join("results.json")
    } else {
        path.to_owned()
    };
    let text = reading::read(&file, MAX_BYTES)?;
    Results::read(&text).map_err(|error| Failure::refused(format!("`{}`: {error}", file.display())))
}
