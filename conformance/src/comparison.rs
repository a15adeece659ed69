//! What became otherwise from one run to the next (section 14).

use std::{collections::BTreeMap, fmt};

use askama::Template;
use serde::Deserialize;

use crate::{
    report::SCHEMA,
    verdict::{Failure, Verdict},
};

/// The results of a run, as far as runs are compared by them.
#[derive(Clone, Debug, Deserialize)]
pub struct Results {
    schema: String,
    /// Name of the run.
    pub run: String,
    /// What was tested.
    pub endpoint: String,
    /// The definition.
    pub model: String,
    /// What the run came to.
    pub headline: String,
    cases: Vec<One>,
}

/// A case with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct One {
    id: String,
    verdict: Verdict,
    #[serde(default)]
    notes: Vec<String>,
    reason: Option<String>,
    failure: Option<Failure>,
}

/// Why a file cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum NoResults {
    /// It is something else.
    #[error("these are no results of `occi conform`: {0}")]
    Json(#[from] serde_json::Error),
    /// Their shape is one that this program does not know.
    #[error("the results have the schema {0}; this program reads {SCHEMA}")]
    Schema(String),
}

impl Results {
    /// Reads `results.json`.
    ///
    /// # Errors
    ///
    /// When it is something else.
    pub fn read(text: &[u8]) -> Result<Self, NoResults> {
        let results: Self = serde_json::from_slice(text)?;
        if results.schema == SCHEMA {
            Ok(results)
        } else {
            Err(NoResults::Schema(results.schema))
        }
    }
}

impl Results {
    /// Each case with its verdict, in order of the ids.
    pub fn verdicts(&self) -> impl Iterator<Item = (&str, Verdict)> {
        self.cases.iter().map(|one| (one.id.as_str(), one.verdict))
    }
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            run,
            endpoint,
            model,
            headline,
            ..
        } = self;
        write!(f, "run {run}: {model} against {endpoint}: {headline}")
    }
}

impl One {
    /// Why it did not pass, or what was tolerated; empty when there is nothing to say.
    fn why(&self) -> String {
        if let Some(failure) = &self.failure {
            return failure.to_string();
        }
        self.reason.clone().unwrap_or_else(|| self.notes.join("; "))
    }
}

/// One case that became otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Id of the case.
    pub id: String,
    /// Its verdict before; `None`: it was not there.
    pub before: Option<Verdict>,
    /// Its verdict now; `None`: it is not there any more.
    pub after: Option<Verdict>,
    /// Why, in the words of the later run that has it.
    pub why: String,
}

/// What became otherwise; each list in order of the ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Cases that passed and do not any more, for whatever reason: regressions.
    pub lost: Vec<Change>,
    /// Cases that pass now.
    pub gained: Vec<Change>,
    /// Cases that neither passed before nor do now, for another reason than before.
    pub otherwise: Vec<Change>,
    /// Cases that pass as before, with other notes.
    pub noted: Vec<Change>,
    /// Cases that were not there before.
    pub new: Vec<Change>,
    /// Cases that are not there any more.
    pub gone: Vec<Change>,
    /// How many are as they were.
    pub same: usize,
}

impl Comparison {
    /// Compares two runs.
    #[must_use]
    pub fn of(before: &Results, after: &Results) -> Self {
        let by_id = |results: &'_ Results| -> BTreeMap<String, One> {
            let cases = results.cases.iter();
            cases.map(|one| (one.id.clone(), one.clone())).collect()
        };
        let (mut earlier, later) = (by_id(before), by_id(after));
        let mut found = Self::default();
        for (id, now) in later {
            let was = earlier.remove(&id);
            let change = Change {
                id,
                before: was.as_ref().map(|was| was.verdict),
                after: Some(now.verdict),
                why: now.why(),
            };
            let Some(was) = was else {
                found.new.push(change);
                continue;
            };
            let list = match (was.verdict.is_pass(), now.verdict.is_pass()) {
                (true, false) => &mut found.lost,
                (false, true) => &mut found.gained,
                (true, true) if was.notes != now.notes => &mut found.noted,
                (false, false) if was.verdict != now.verdict => &mut found.otherwise,
                _ => {
                    found.same += 1;
                    continue;
                }
            };
            list.push(change);
        }
        found.gone = earlier
            .into_values()
            .map(|was| Change {
                before: Some(was.verdict),
                after: None,
                why: was.why(),
                id: was.id,
            })
            .collect();
        found
    }

    /// The lists with their titles, those of which something is to be said.
    fn lists(&self) -> impl Iterator<Item = (&'static str, &[Change])> {
        [
            ("Passed, and do not any more", &self.lost),
            ("Pass now", &self.gained),
            ("Pass neither before nor now", &self.otherwise),
            ("Pass with other notes", &self.noted),
            ("New", &self.new),
            ("Gone", &self.gone),
        ]
        .into_iter()
        .map(|(title, list)| (title, list.as_slice()))
        .filter(|(_, list)| !list.is_empty())
    }

    /// The same as Markdown, for the discussion of a change.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("{}\n", self.summary());
        for (title, list) in self.lists() {
            text += &format!("\n### {title} ({})\n\n", list.len());
            for change in list {
                text += &format!("- {}: {}", code(&change.id), change.verdicts());
                if !change.why.is_empty() {
                    text += &format!(" – {}", code(&change.why));
                }
                text.push('\n');
            }
        }
        text
    }

    /// The same as one page that needs no network.
    ///
    /// # Errors
    ///
    /// When the writer fails, which writing to memory does not.
    pub fn html(&self, before: &Results, after: &Results) -> Result<String, askama::Error> {
        let lists = self.lists().map(|(title, changes)| List { title, changes });
        let page = Page {
            runs: [before, after],
            summary: self.summary(),
            lists: lists.collect(),
        };
        page.render()
    }

    fn summary(&self) -> String {
        format!(
            "{} lost, {} gained, {} otherwise, {} with other notes, {} new, {} gone, {} as before",
            self.lost.len(),
            self.gained.len(),
            self.otherwise.len(),
            self.noted.len(),
            self.new.len(),
            self.gone.len(),
            self.same
        )
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, list) in self.lists() {
            writeln!(f, "{title}: {}", list.len())?;
            for change in list {
                write!(f, "  {}: {}", change.id, change.verdicts())?;
                if !change.why.is_empty() {
                    write!(f, ": {}", change.why)?;
                }
                writeln!(f)?;
            }
        }
        f.write_str(&self.summary())
    }
}

impl Change {
    fn verdicts(&self) -> String {
        match (self.before, self.after) {
            (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
            (Some(only), _) | (None, Some(only)) => only.to_string(),
            (None, None) => String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "comparison.html")]
struct Page<'r> {
    runs: [&'r Results; 2],
    summary: String,
    lists: Vec<List<'r>>,
}

struct List<'r> {
    title: &'static str,
    changes: &'r [Change],
}

/// A text as Markdown shows it letter by letter: fenced by more backticks than it has in a row.
fn code(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let longest = text
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 {
        format!("{fence}{text}{fence}")
    } else {
        format!("{fence} {text} {fence}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn results(cases: &serde_json::Value) -> Results {
        let whole = json!({
            "schema": "1", "run": "0a1b2c3d", "endpoint": "http://127.0.0.1/", "model": "m",
            "headline": "conformant", "cases": cases, "more": "than this program knows",
        });
        Results::read(whole.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn what_became_otherwise_is_told() {
        let before = results(&json!([
            { "id": "a", "verdict": "pass" },
            { "id": "b", "verdict": "fail" },
            { "id": "c", "verdict": "pass-noted", "notes": ["one"] },
            { "id": "d", "verdict": "fail" },
            { "id": "e", "verdict": "pass" },
            { "id": "f", "verdict": "pass" },
        ]));
        let after = results(&json!([
            { "id": "a", "verdict": "fail", "failure": {
                "code": "wrong-status", "step": 2, "what": "`POST`", "expected": "201",
                "actual": "200"
            } },
            { "id": "b", "verdict": "pass" },
            { "id": "c", "verdict": "pass-noted", "notes": ["other"] },
            { "id": "d", "verdict": "blocked", "reason": "blocked by a" },
            { "id": "f", "verdict": "pass" },
            { "id": "g", "verdict": "unsupported", "reason": "no pages" },
        ]));
        let found = Comparison::of(&before, &after);
        assert_eq!(
            found.to_string(),
            "Passed, and do not any more: 1\n  \
             a: pass → fail: [wrong-status] step 2, `POST`: expected 201, found 200\n\
             Pass now: 1\n  b: fail → pass\n\
             Pass neither before nor now: 1\n  d: fail → blocked: blocked by a\n\
             Pass with other notes: 1\n  c: pass-noted: other\n\
             New: 1\n  g: unsupported: no pages\n\
             Gone: 1\n  e: pass\n\
             1 lost, 1 gained, 1 otherwise, 1 with other notes, 1 new, 1 gone, 1 as before"
        );
        assert!(
            found.markdown().contains(
                "- `a`: pass → fail – `` [wrong-status] step 2, `POST`: expected 201, found 200 ``\n"
            ),
            "{}",
            found.markdown()
        );
    }

    #[test]
    fn what_are_no_results_is_refused() {
        for text in ["", "[]", "{\"schema\": \"1\"}"] {
            assert!(Results::read(text.as_bytes()).is_err(), "{text}");
        }
        let other = r#"{"schema": "2", "run": "a", "endpoint": "b", "model": "c", "headline": "d", "cases": []}"#;
        let told = Results::read(other.as_bytes()).unwrap_err().to_string();
        assert_eq!(told, "the results have the schema 2; this program reads 1");
    }
}
