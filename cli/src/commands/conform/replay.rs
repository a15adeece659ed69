//! `occi conform replay`: one case again, with everything that is said.

use std::{fs, path::PathBuf};

use clap::Args;
use occi_conformance::{
    report::{file_name, transcript},
    run::{Selection, new_name},
    stored::Subject,
    verdict::CaseResult,
};

use super::{exit, folder, options::RunArguments, run, runtime};
use crate::{
    exit::{Failure, Outcome},
    output::outln,
    reading,
};

/// Run one case again and print everything that is said
///
/// With the folder of an earlier run, answers that differ from those of then are marked; ids,
/// markers and times are not compared.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// Id of the case
    #[arg(value_name = "CASE")]
    case: String,

    #[command(flatten)]
    run: RunArguments,

    /// Folder of an earlier run, to compare with
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
}

impl Replay {
    pub(super) fn run(self) -> Outcome {
        let mut prepared = run::Prepared::new(&self.run)?;
        let Some(case) = prepared.cases.find(&self.case) else {
            let what = format!("there is no case `{}`; --list lists the ids", self.case);
            return Err(Failure::usage(what));
        };
        let case = case.clone();
        prepared.selection = Selection {
            names: Some([self.case.clone()].into()),
            ..Selection::default()
        };
        let name = new_name();
        let base = prepared.endpoint.transport.base().to_owned();
        let target = prepared.target();
        let folder = match &self.run.out {
            Some(path) => Some(folder::Folder::create(
                path,
                &Subject::new(&name, &base, &prepared.cases),
            )?),
            None => None,
        };
        let journal = match &folder {
            Some(folder) => folder.ledger(&name, &base)?,
            None => folder::lone_ledger(self.run.ledger.as_deref(), &name, &base)?,
        };
        let (mut run, _) = prepared.into_run(&self.run);
        run.settings.run = Some(name);
        run.journal = Some(journal.clone());
        let result = runtime()?.block_on(run.start(|_: &CaseResult| ()));
        if let Some(folder) = &folder {
            for case in &result.cases {
                folder.add(case).map_err(Failure::world)?;
            }
            folder.finish(&result, &target)?;
        }
        let Some(found) = result.find(&self.case) else {
            return Err(Failure::internal("the case has no result"));
        };
        outln!("{}\n", case.title);
        out(found);
        if let Some(folder) = &self.against {
            compare(folder, found)?;
        }
        let is_lone = self.run.ledger.is_none() && folder.is_none();
        if result.kept.is_empty() && result.leftovers.is_empty() && is_lone {
            let _ = fs::remove_file(journal.path());
        }
        Ok(exit(result.exit_code()))
    }
}

fn out(result: &CaseResult) {
    outln!("{}", transcript(result).trim_end());
    let explanation = result.explanation();
    if !explanation.is_empty() {
        outln!("\n{}", explanation);
    }
    for note in &result.notes {
        outln!("note: {note}");
    }
}

/// Longest transcript that is read, in bytes.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Prints where the answers differ from those of an earlier run.
fn compare(folder: &std::path::Path, result: &CaseResult) -> Result<(), Failure> {
    let path = folder.join("transcript").join(file_name(result));
    let then = String::from_utf8_lossy(&reading::read(&path, MAX_BYTES)?).into_owned();
    let now = transcript(result);
    let (then, now) = (masked(&then), masked(&now));
    let mut differences = 0;
    for at in 0..then.len().max(now.len()) {
        let (old, new) = (then.get(at), now.get(at));
        if old != new {
            differences += 1;
            if let Some(old) = old {
                outln!("- {old}");
            }
            if let Some(new) = new {
                outln!("+ {new}");
            }
        }
    }
    match differences {
        0 => outln!("\nthe same as in {}", folder.display()),
        count => outln!("\n{count} lines differ from {}", folder.display()),
    }
    Ok(())
}

/// The lines of a transcript with what differs between any two runs replaced: UUIDs, markers, names
/// of runs, dates, hosts.
fn masked(text: &str) -> Vec<String> {
    // A command says nothing that the request above it does not.
    let is_command = |line: &&str| line.starts_with("curl -i ") || line.starts_with("printf ");
    let said = text.lines().filter(|line| !is_command(line));
    said.map(masked_line).collect()
}

fn masked_line(line: &str) -> String {
    let lower = line.to_ascii_lowercase();
    for field in ["date:", "x-conformance-case:", "etag:", "content-length:"] {
        if lower.starts_with(field) {
            return format!("{field} …");
        }
    }
    let mut out = String::new();
    let mut word = String::new();
    for character in line.chars().chain(std::iter::once('\n')) {
        if character.is_ascii_alphanumeric() || character == '-' {
            word.push(character);
            continue;
        }
        out.push_str(if is_name(&word) { "…" } else { &word });
        word.clear();
        if character != '\n' {
            out.push(character);
        }
    }
    out
}

/// Whether a word is a UUID, a marker of a run, or a number of more than four digits.
fn is_name(word: &str) -> bool {
    let hexadecimal = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    (word.len() >= 32 && hexadecimal(word))
        || word.starts_with("oct-")
        || word.starts_with("run-")
        || (word.len() > 4 && word.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn what_differs_between_any_two_runs_is_masked() {
        let one = "POST /compute/0a1b2c3d-0000-4000-8000-000000000001\nDate: Sun\n\
                   title=\"oct-0a1b2c3d-7\" cores=2";
        let two = "POST /compute/ffffffff-1111-4000-8000-000000000002\nDate: Mon\n\
                   title=\"oct-ffffffff-9\" cores=2";
        assert_eq!(masked(one), masked(two));
        assert_ne!(masked(one), masked(&two.replace("cores=2", "cores=3")));
    }
}
