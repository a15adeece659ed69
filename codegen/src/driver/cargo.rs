//! What a build script tells Cargo: faults and warnings, and the files to watch.

use std::{collections::BTreeSet, path::PathBuf};

use occi_grammar::{Compiled, diagnostic};
use occi_model::Faults;

/// Most faults that are named one by one; the full text holds the rest.
const NAMED_FAULTS: usize = 20;

/// The lines that tell Cargo to watch files. One that is not there would run the script every
/// time.
pub(super) fn reruns(watched: &BTreeSet<PathBuf>) -> Vec<String> {
    let there = watched.iter().filter(|file| file.exists());
    there
        .map(|file| format!("cargo::rerun-if-changed={}", file.display()))
        .collect()
}

/// Faults and notes, one line each.
pub(super) fn messages(shown: &Faults, compiled: &Compiled, notes: &[String]) -> Vec<String> {
    let mut messages = Vec::new();
    for (word, is_error) in [("warning", false), ("error", true)] {
        for line in lines(shown, compiled, is_error).lines() {
            messages.push(format!("cargo::{word}={line}"));
        }
    }
    let notes = notes.iter().map(|note| format!("cargo::warning={note}"));
    messages.extend(notes);
    messages
}

/// The errors of a reading, one line each.
pub(super) fn errors(compiled: &Compiled) -> String {
    let mut lines = lines(&compiled.faults, compiled, true);
    if compiled.model.is_none() && lines.is_empty() {
        // Never so: what has no model has an error.
        lines.push_str("the definition is refused\n");
    }
    lines
}

/// The errors, or the warnings, among faults of a reading, one line each.
fn lines(faults: &Faults, compiled: &Compiled, is_error: bool) -> String {
    let faults: Faults = faults
        .iter()
        .filter(|fault| fault.is_error() == is_error)
        .cloned()
        .collect();
    let mut lines = diagnostic::one_line(&faults, &compiled.sources, NAMED_FAULTS);
    if !lines.is_empty() && !lines.ends_with('\n') {
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{super::Builder, *};

    #[test]
    fn cargo_watches_every_file_that_was_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        let part =
            "extension part \"http://example.com/part#\";\nuse core;\nkind a : core.resource { }\n";
        let whole = "extension whole \"http://example.com/whole#\";\nuse core;\nuse part;\nkind b : part.a { }\n";
        fs::write(path("part.occi"), part).unwrap();
        fs::write(path("whole.occi"), whole).unwrap();
        fs::write(path("occi.toml"), "client = false\n").unwrap();
        let builder = Builder::new()
            .root(directory.path())
            .settings_file("occi.toml");
        let generated = builder.generate("whole.occi".as_ref()).unwrap();
        let mut watched: BTreeSet<_> = generated.files.into_iter().collect();
        assert_eq!(
            watched.iter().cloned().collect::<Vec<_>>(),
            ["occi.toml", "part.occi", "whole.occi"].map(path)
        );
        // One that is not there would run the script every time.
        watched.insert(path("none.occi"));
        let lines = ["occi.toml", "part.occi", "whole.occi"]
            .map(|name| format!("cargo::rerun-if-changed={}", path(name).display()));
        assert_eq!(reruns(&watched), lines);
    }

    #[test]
    fn warnings_are_warnings_of_cargo() {
        let directory = tempfile::tempdir().unwrap();
        let spec = directory.path().join("lax.occi");
        let text = "extension lax \"http://example.com/occi/lax#\";\nuse core;\nmixin a { size: string; }\nkind result : core.resource { }\nmixin result in \"http://example.com/other#\" { }\n";
        fs::write(&spec, text).unwrap();
        let builder = Builder::new().rename("lax.B", "C");
        let tell = |builder: &Builder| {
            let notes = builder.generate(&spec).unwrap().notes;
            builder.told(&builder.read(&spec), &notes)
        };
        let told = tell(&builder);
        for expected in [
            "cargo::warning=",
            "lax.occi:3:",
            "W0012",
            "cargo::warning=rename `lax.B` fits nothing in the definition",
            // The prelude has a `Result`.
            "cargo::warning=`http://example.com/occi/lax#result` is `ResultKind` in Rust",
        ] {
            assert!(
                told.iter().any(|line| line.contains(expected)),
                "{expected}: {told:?}"
            );
        }
        assert_eq!(tell(&builder.warnings(false)), Vec::<String>::new());
    }
}
