//! Keeping the known deviations of a target file (section 11): what failed in a run is added, what
//! passed is taken out. Everything else of the file stays as its owner wrote it.

use chrono::NaiveDate;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::{
    TargetFile,
    read::{TargetError, read},
};
use crate::{comparison::Results, deviation::Deviation, verdict::Verdict};

const TABLE: &str = "deviation";

/// What is said of failures that become known deviations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// Why they fail.
    pub reason: String,
    /// The last day on which they may.
    pub until: NaiveDate,
    /// Where it is dealt with: a URL.
    pub issue: Option<String>,
}

/// What is done to a target file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Failures that no entry expects are added, with this excuse.
    pub add: Option<Excuse>,
    /// Entries are taken out whose cases all passed; an entry that is expected to fail only
    /// sometimes stays.
    pub remove: bool,
}

/// A target file with other deviations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// The text of the file.
    pub text: String,
    /// Ids of the cases that were added, sorted.
    pub added: Vec<String>,
    /// Patterns of the entries that were taken out, in order of the file.
    pub removed: Vec<String>,
    /// Patterns of entries some of whose cases passed and some did not, in order of the file:
    /// which of them shall stay is not for a program to say.
    pub divided: Vec<String>,
}

/// Changes the deviations of a target file after a run. `day` tells which entries have ended.
///
/// # Errors
///
/// When the file is no target file, before or afterwards.
pub fn update(
    text: &str,
    results: &Results,
    update: &Update,
    day: NaiveDate,
) -> Result<Updated, TargetError> {
    let TargetFile { deviations, .. } = read(text.as_bytes())?;
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| TargetError::Shape(error.to_string()))?;
    let mut updated = Updated {
        text: String::new(),
        added: Vec::new(),
        removed: Vec::new(),
        divided: Vec::new(),
    };
    if update.remove {
        let outcomes: Vec<Outcome> = deviations.iter().map(|one| outcome(one, results)).collect();
        let tables = document
            .get_mut(TABLE)
            .and_then(Item::as_array_of_tables_mut);
        // An array of inline tables is as good, and nobody's style but its owner's.
        let Some(tables) = tables.filter(|tables| tables.len() == outcomes.len()) else {
            if deviations.is_empty() {
                return Ok(finished(updated, &document));
            }
            return Err(TargetError::Value {
                key: TABLE.to_owned(),
                reason: "write each entry as a table of its own, [[deviation]], to have them kept"
                    .to_owned(),
            });
        };
        let patterns: Vec<String> = tables.iter().map(pattern).collect();
        for (at, (outcome, pattern)) in outcomes.iter().zip(patterns).enumerate().rev() {
            match outcome {
                Outcome::Passed => {
                    tables.remove(at);
                    updated.removed.push(pattern);
                }
                Outcome::Divided => updated.divided.push(pattern),
                Outcome::Failed => {}
            }
        }
        updated.removed.reverse();
        updated.divided.reverse();
    }
    if let Some(excuse) = &update.add {
        let failed = results
            .verdicts()
            .filter(|(_, verdict)| *verdict == Verdict::Fail)
            .map(|(id, _)| id);
        for id in failed {
            let expected = |one: &Deviation| one.holds_on(day) && one.cases.matches(id);
            if !deviations.iter().any(expected) {
                updated.added.push(id.to_owned());
            }
        }
        updated.added.sort_unstable();
        if !updated.added.is_empty() {
            let tables = document
                .entry(TABLE)
                .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
            let Some(tables) = tables.as_array_of_tables_mut() else {
                return Err(TargetError::Value {
                    key: TABLE.to_owned(),
                    reason: "write each entry as a table of its own, [[deviation]], to have more \
                             added"
                        .to_owned(),
                });
            };
            for id in &updated.added {
                tables.push(entry(id, excuse));
            }
        }
    }
    let updated = finished(updated, &document);
    // What was written is what a run reads.
    read(updated.text.as_bytes())?;
    Ok(updated)
}

fn finished(updated: Updated, document: &DocumentMut) -> Updated {
    Updated {
        text: document.to_string(),
        ..updated
    }
}

/// What became of the cases of an entry in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All that came to a verdict passed.
    Passed,
    /// None passed, or the entry says that they may.
    Failed,
    Divided,
}

fn outcome(deviation: &Deviation, results: &Results) -> Outcome {
    let of = |wanted: fn(Verdict) -> bool| {
        results
            .verdicts()
            .any(|(id, verdict)| wanted(verdict) && deviation.cases.matches(id))
    };
    if deviation.flaky || !of(Verdict::is_pass) {
        return Outcome::Failed;
    }
    // What did not come to a verdict in this run may fail in the next.
    if of(|verdict| !verdict.is_pass()) {
        Outcome::Divided
    } else {
        Outcome::Passed
    }
}

fn pattern(table: &Table) -> String {
    table
        .get("cases")
        .and_then(Item::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn entry(id: &str, excuse: &Excuse) -> Table {
    let mut table = Table::new();
    table.insert("cases", value(id));
    table.insert("reason", value(&excuse.reason));
    table.insert("until", value(excuse.until.to_string()));
    if let Some(issue) = &excuse.issue {
        table.insert("issue", value(issue));
    }
    table.decor_mut().set_prefix("\n");
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Our cloud.\n[target]\nname = \"Cloud\" # for now\n\n\
        [[deviation]]\ncases = \"a/b\"\nreason = \"r\"\nuntil = \"2027-01-01\"\n\n\
        # Two at once.\n[[deviation]]\ncases = \"c/*\"\nreason = \"r\"\nuntil = \"2027-01-01\"\n\n\
        [[deviation]]\ncases = \"f\"\nreason = \"r\"\nuntil = \"2027-01-01\"\nflaky = true\n\n\
        [[deviation]]\ncases = \"old\"\nreason = \"r\"\nuntil = \"2025-01-01\"\n";

    fn results(verdicts: &[(&str, &str)]) -> Results {
        let cases: Vec<_> = verdicts
            .iter()
            .map(|(id, verdict)| serde_json::json!({"id": id, "verdict": verdict}))
            .collect();
        let results = serde_json::json!({
            "schema": crate::report::SCHEMA, "run": "abcdefgh", "endpoint": "http://e/",
            "model": "m", "headline": "h", "cases": cases,
        });
        Results::read(results.to_string().as_bytes()).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn excuse() -> Excuse {
        Excuse {
            reason: "it is \"slow\"\nat night".to_owned(),
            until: day("2027-06-30"),
            issue: Some("https://example.com/1".to_owned()),
        }
    }

    #[test]
    fn failures_are_added_and_what_is_expected_is_not_added_twice() {
        let add = Update {
            add: Some(excuse()),
            remove: false,
        };
        let run = results(&[
            ("z", "fail"),
            ("a/b", "fail"),
            ("old", "fail"),
            ("p", "pass"),
        ]);
        let updated = update(FILE, &run, &add, day("2026-01-01")).unwrap();
        // The entry of the second has ended.
        assert_eq!(updated.added, ["old", "z"]);
        assert!(updated.text.starts_with(FILE), "{}", updated.text);
        let file = read(updated.text.as_bytes()).unwrap();
        assert_eq!(file.deviations.len(), 6);
        assert_eq!(file.deviations[5].reason, excuse().reason);
        assert_eq!(file.deviations[5].until, excuse().until);
        assert_eq!(file.deviations[5].issue, excuse().issue);

        let updated = update("", &run, &add, day("2026-01-01")).unwrap();
        assert_eq!(updated.added, ["a/b", "old", "z"]);
        let again = update(&updated.text, &run, &add, day("2026-01-01")).unwrap();
        assert_eq!((again.added, again.text), (Vec::new(), updated.text));
    }

    #[test]
    fn what_passed_is_taken_out_and_the_rest_stays_as_it_was() {
        let remove = Update {
            add: None,
            remove: true,
        };
        let run = results(&[
            ("a/b", "pass"),
            ("c/1", "pass"),
            ("c/2", "fail"),
            ("f", "pass"),
        ]);
        let updated = update(FILE, &run, &remove, day("2026-01-01")).unwrap();
        assert_eq!(updated.removed, ["a/b"]);
        assert_eq!(updated.divided, ["c/*"]);
        let without = "[[deviation]]\ncases = \"a/b\"\nreason = \"r\"\nuntil = \"2027-01-01\"\n\n";
        assert_eq!(updated.text, FILE.replacen(without, "", 1));
        let run = results(&[("c/1", "pass"), ("c/2", "inconclusive")]);
        let updated = update(FILE, &run, &remove, day("2026-01-01")).unwrap();
        assert_eq!((updated.divided.len(), updated.text.as_str()), (1, FILE));
    }

    #[test]
    fn what_is_no_target_file_is_refused() {
        let run = results(&[]);
        for text in ["[[deviation", "colour = 1", "deviation = 1"] {
            assert!(update(text, &run, &Update::default(), day("2026-01-01")).is_err());
        }
        let inline = "deviation = [{cases = \"a\", reason = \"r\", until = \"2027-01-01\"}]\n";
        let remove = Update {
            add: Some(excuse()),
            remove: true,
        };
        let error = update(inline, &results(&[]), &remove, day("2026-01-01")).unwrap_err();
        assert!(error.to_string().contains("[[deviation]]"), "{error}");
    }
}
