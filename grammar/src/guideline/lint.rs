//! `occi guideline lint`: everything but reading files and printing.

use occi_model::{
    Faults, SourceId,
    guideline::{Filed, Guideline, Inventory, lint_file, lint_set},
};

use super::{edit::lint_status, read::read};
use crate::source::Sources;

/// The faults of files.
#[derive(Clone, Debug)]
pub struct Linted {
    /// Errors and warnings, in the order of the files, then of place.
    pub faults: Faults,
    /// The files, for the excerpts of the faults.
    pub sources: Sources,
    /// The number of each file, in the order given.
    pub files: Vec<SourceId>,
    /// How many of the files are guidelines.
    pub guidelines: usize,
}

/// Checks guideline files, each `(what messages call it, content)`: every file alone, all of
/// them against each other, and, with an inventory, against the tests that the suite has.
#[must_use]
pub fn lint<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    inventory: Option<&Inventory>,
) -> Linted {
    let mut sources = Sources::new();
    let mut faults = Faults::new();
    let mut ids = Vec::new();
    let mut read_files: Vec<(&str, Guideline)> = Vec::new();
    for (name, bytes) in files {
        let source = sources.add(name, String::from_utf8_lossy(bytes));
        ids.push(source);
        let outcome = read(bytes, source);
        faults.extend(outcome.faults);
        let Some(guideline) = outcome.guideline else {
            continue;
        };
        faults.extend(guideline.lint());
        faults.extend(lint_status(bytes, source, &guideline));
        if let Some(inventory) = inventory {
            faults.extend(guideline.lint_suite(inventory));
        }
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        faults.extend(lint_file(Filed {
            guideline: &guideline,
            file,
        }));
        read_files.push((file, guideline));
    }
    let filed: Vec<Filed<'_>> = read_files
        .iter()
        .map(|(file, guideline)| Filed { guideline, file })
        .collect();
    faults.extend(lint_set(&filed));
    faults.sort();
    Linted {
        faults,
        sources,
        files: ids,
        guidelines: filed.len(),
    }
}
