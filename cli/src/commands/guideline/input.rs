//! Guidelines and inventories named on the command line.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use occi_grammar::{
    Sources,
    guideline::{edit, read, view::Answer, write as write_guideline},
};
use occi_model::{
    Faults,
    guideline::{Guideline, GuidelineDraft, Inventory, State, Target},
};

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, out},
    source,
};

/// A guideline, and whether its warnings are printed.
#[derive(Debug, Args)]
pub(super) struct GuidelineFile {
    /// File with the guideline
    #[arg(value_name = "GUIDELINE")]
    pub(super) file: PathBuf,

    /// Print the warnings about the file, not only their number
    #[arg(long)]
    pub(super) warnings: bool,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Format {
    pub(super) fn print(self, answer: &impl Answer) -> Outcome {
        match self {
            Self::Text => out!("{}", answer.text()),
            Self::Json => out!("{}", answer.json()),
        }
        Ok(Exit::Success)
    }
}

pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file)
        .map_err(|error| Failure::world(format!("cannot read `{}`: {error}", file.display())))
}

/// The text of a file that has no places to accuse.
pub(super) fn text(file: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(file)?)
        .map_err(|_| Failure::refused(format!("`{}` is not UTF-8 text", file.display())))
}

impl GuidelineFile {
    /// Reads the guideline and reports its faults; warnings are only counted unless wanted.
    pub(super) fn read(&self) -> Result<Guideline, Failure> {
        load(&self.file, self.warnings)
    }
}

/// Reads a guideline and reports its faults; warnings are only counted unless wanted.
pub(super) fn load(file: &Path, warnings: bool) -> Result<Guideline, Failure> {
    let name = file.display().to_string();
    let bytes = bytes(file)?;
    let mut sources = Sources::new();
    let id = sources.add(&*name, String::from_utf8_lossy(&bytes));
    let read = read(&bytes, id);
    report(&name, &read.faults, &sources, warnings);
    read.guideline
        .ok_or_else(|| Failure::refused(format!("`{name}` is refused")))
}

/// Prints errors, and warnings where they are wanted; otherwise how many there are.
pub(super) fn report(name: &str, faults: &Faults, sources: &Sources, warnings: bool) {
    let shown: Faults = faults
        .iter()
        .filter(|fault| warnings || fault.is_error())
        .cloned()
        .collect();
    source::print_faults(&shown, sources);
    let hidden = faults.len() - shown.len();
    if hidden > 0 {
        let noun = if hidden == 1 { "warning" } else { "warnings" };
        errln!("{name}: {hidden} {noun}; --warnings prints them");
    }
}

/// The target of a name, or the names that there are.
pub(super) fn target<'g>(guideline: &'g Guideline, name: &str) -> Result<Target<'g>, Failure> {
    guideline
        .target(name)
        .map_err(|unknown| Failure::refused(unknown.to_string()))
}

/// States given on the command line.
pub(super) fn state(text: &str) -> Result<State, String> {
    text.parse()
        .map_err(|error: occi_model::guideline::UnknownWord| error.to_string())
}

/// Listings of a suite, joined.
pub(in crate::commands) fn inventory(files: &[PathBuf]) -> Result<Option<Inventory>, Failure> {
    if files.is_empty() {
        return Ok(None);
    }
    let mut inventory = Inventory::default();
    for file in files {
        let before = inventory.tests().len();
        inventory.add(&text(file)?);
        if inventory.tests().len() == before {
            return Err(Failure::refused(format!(
                "`{}` lists no test: it should be what `tempest run --list-tests` prints",
                file.display()
            )));
        }
    }
    Ok(Some(inventory))
}

/// Prints a guideline that was made of another one, and each change on standard error.
pub(super) fn made(draft: GuidelineDraft, changes: &[String]) -> Outcome {
    let built = draft.build();
    let Some(guideline) = built.guideline else {
        return Err(Failure::refused(built.faults));
    };
    for change in changes {
        errln!("{change}");
    }
    out!("{}", write_guideline(&guideline));
    Ok(Exit::Success)
}

/// Writes a changed file, by way of a neighbour so that no half of it is ever there; or prints
/// it.
pub(super) fn write(file: &Path, text: &str, stdout: bool) -> Result<(), Failure> {
    if stdout {
        out!("{text}");
        return Ok(());
    }
    let name = file.display();
    let failed = |error: std::io::Error| Failure::world(format!("cannot write `{name}`: {error}"));
    // Behind a symbolic link stands the file that is to change.
    let file = file.canonicalize().map_err(failed)?;
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    new.write_all(text.as_bytes()).map_err(failed)?;
    let permissions = fs::metadata(&file).map_err(failed)?.permissions();
    fs::set_permissions(new.path(), permissions).map_err(failed)?;
    new.persist(&file).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Writes what an edit made, or says why there is none.
pub(super) fn edited(
    file: &Path,
    outcome: Result<edit::Edited, edit::EditError>,
    stdout: bool,
) -> Outcome {
    let name = file.display().to_string();
    match outcome {
        Ok(edited) => {
            if edited.done.is_empty() {
                errln!("{name}: nothing to change");
            }
            if stdout || !edited.done.is_empty() {
                write(file, &edited.text, stdout)?;
            }
            for line in &edited.done {
                errln!("{name}: {line}");
            }
            Ok(Exit::Success)
        }
        Err(edit::EditError::Unreadable(faults)) => {
            let mut sources = Sources::new();
            sources.add(&*name, String::from_utf8_lossy(&bytes(file)?));
            report(&name, &faults, &sources, false);
            Ok(Exit::Refused)
        }
        Err(error) => Err(Failure::refused(format!("{name}: {error}"))),
    }
}
