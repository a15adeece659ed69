//! `occi guideline unused`.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

use super::input;
use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, outln},
};

/// List the tests of a suite that no guideline names, by id or by name
#[derive(Debug, Args)]
pub(crate) struct Unused {
    /// Files with guidelines
    #[arg(required = true, value_name = "GUIDELINE")]
    files: Vec<PathBuf>,

    /// Listing of the suite, as `tempest run --list-tests` prints it; may be given several times
    #[arg(long, required = true, value_name = "FILE")]
    inventory: Vec<PathBuf>,

    /// Tests that were considered and rejected, one name per line, each with the reason after
    /// `#`; they are not listed
    #[arg(long, value_name = "FILE")]
    exclude: Option<PathBuf>,
}

impl Unused {
    pub(crate) fn run(self) -> Outcome {
        let Some(inventory) = input::inventory(&self.inventory)? else {
            return Err(Failure::usage("name the listing of a suite: --inventory"));
        };
        let mut guidelines = Vec::new();
        for file in &self.files {
            guidelines.push(input::load(file, false)?);
        }
        let excluded = match &self.exclude {
            Some(file) => input::text(file)?,
            None => String::new(),
        };
        // Which names of the list are still of use.
        let mut rejected: BTreeMap<&str, bool> = excluded
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default())
            .map(|name| name.split('[').next().unwrap_or_default().trim())
            .filter(|name| !name.is_empty())
            .map(|name| (name, false))
            .collect();
        let used = guidelines
            .iter()
            .flat_map(occi_model::guideline::Guideline::capabilities)
            .flat_map(|capability| &capability.tests);
        let mut lines: Vec<&str> = Vec::new();
        let mut left_out = 0;
        for test in inventory.unused(used) {
            if let Some(met) = rejected.get_mut(test.name()) {
                *met = true;
                left_out += 1;
            } else {
                lines.push(test.line());
            }
        }
        lines.sort_unstable();
        for line in &lines {
            outln!("{line}");
        }
        for (name, _) in rejected.iter().filter(|(_, met)| !**met) {
            errln!("warning: `{name}` is excluded but would not be listed");
        }
        errln!(
            "{} of {} tests are in no guideline; {left_out} more are excluded",
            lines.len(),
            inventory.tests().len()
        );
        Ok(Exit::Success)
    }
}
