//! Changes of a guideline file that leave the rest of it as it is.

use std::ops::Range;

use occi_model::{
    Faults, SourceId,
    guideline::{Found, GuidelineNameError, Inventory, TestName},
};

pub use super::fields::is_day;
use super::read::{read, root};
use crate::json::{self, Member, Node, Value};

/// Why a file cannot be changed as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file is no guideline that can be read; the faults say why.
    #[error("the file has errors")]
    Unreadable(Faults),
    /// Nothing in the file has this name.
    #[error("no test of the guideline is called `{0}`")]
    NoSuchTest(String),
    /// The test does not count already.
    #[error("the test `{0}` is flagged already")]
    Flagged(String),
    /// The name is one of the test already.
    #[error("`{alias}` is a name of `{test}` already")]
    KnownAlias {
        /// The test.
        test: String,
        /// The name.
        alias: String,
    },
    /// Not a name that a test can have.
    #[error(transparent)]
    BadName(#[from] GuidelineNameError),
    /// Up to schema 1.2 tests are names only.
    #[error("in schema 1.2 and before a test is only a name: it can have neither flag nor alias")]
    NamesOnly,
}

/// A changed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Its text.
    pub text: String,
    /// What was done, a line each.
    pub done: Vec<String>,
}

/// The file in one layout: two blanks per level, each member and item on a line of its own, one
/// line feed at the end. Keys keep their order, numbers and strings every character.
///
/// # Errors
///
/// The faults, when the file is not JSON (RFC 8259).
pub fn format(bytes: &[u8], source: SourceId) -> Result<String, Faults> {
    let mut faults = Faults::new();
    let root = root(bytes, source, &mut faults);
    let (Some(root), Ok(text)) = (root, std::str::from_utf8(bytes)) else {
        return Err(faults);
    };
    let mut out = String::with_capacity(text.len());
    lay_out(&root, text, 0, &mut out);
    out.push('\n');
    Ok(out)
}

fn lay_out(node: &Node<'_>, text: &str, depth: usize, out: &mut String) {
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    match &node.value {
        Value::Object(members) if !members.is_empty() => {
            out.push('{');
            for (at, member) in members.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                line(out, depth + 1);
                out.push_str(text.get(member.key.span.clone()).unwrap_or_default());
                out.push_str(": ");
                lay_out(&member.value, text, depth + 1, out);
            }
            line(out, depth);
            out.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                line(out, depth + 1);
                lay_out(item, text, depth + 1, out);
            }
            line(out, depth);
            out.push(']');
        }
        Value::Object(_) => out.push_str("{}"),
        Value::Array(_) => out.push_str("[]"),
        _ => out.push_str(text.get(node.span.clone()).unwrap_or_default()),
    }
}

/// The file with every mend that the faults know: misspelt keys and achievements, forms of ids,
/// and so on. Faults of other sources are left out.
#[must_use]
pub fn mend(text: &str, source: SourceId, faults: &Faults) -> Edited {
    let mut changes = Changes::default();
    let mut done = Vec::new();
    for fault in faults {
        let Some(mend) = &fault.suggestion else {
            continue;
        };
        let (Some(found), Some(range)) = (mend.origin.source(), mend.origin.range()) else {
            continue;
        };
        // A place between quotes is a string; nothing else is mended.
        let quoted =
            |at: Option<usize>| at.is_some_and(|at| text.as_bytes().get(at) == Some(&b'"'));
        if found != source || !quoted(range.start.checked_sub(1)) || !quoted(Some(range.end)) {
            continue;
        }
        let written = json::quote(&mend.replacement);
        let written = written.get(1..written.len() - 1).unwrap_or_default();
        if changes.add(range, written.to_owned()) {
            done.push(format!("{fault}: {}", mend.text));
        }
    }
    Edited {
        text: changes.apply(text),
        done,
    }
}

/// Why a test shall not count any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFlag {
    /// Begins with a code: `[D402] fails because of …` (Interop WG, process 2017A (D)).
    pub reason: String,
    /// What is done about it.
    pub action: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
}

/// Flags a test, by its name, in every capability that has it.
///
/// # Errors
///
/// When the file is no guideline, no test has the name, or it is flagged in all of them.
pub fn flag(bytes: &[u8], test: &str, flag: &NewFlag) -> Result<Edited, EditError> {
    let file = File::open(bytes)?;
    let places = file.places(test)?;
    let mut changes = Changes::default();
    let mut done = Vec::new();
    for place in places {
        let members = place.members()?;
        if members
            .iter()
            .any(|member| matches!(&*member.key.text, "flagged" | "flag"))
        {
            continue;
        }
        let lines = |inner: &str, outer: &str| {
            let fields = [
                ("reason", &flag.reason),
                ("action", &flag.action),
                ("date", &flag.date),
            ]
            .map(|(key, value)| format!("{}: {}", json::quote(key), json::quote(value)));
            let separator = if inner.is_empty() {
                ", ".to_owned()
            } else {
                format!(",{inner}")
            };
            format!("\"flagged\": {{{inner}{}{outer}}}", fields.join(&separator))
        };
        file.append_member(&place, &mut changes, lines);
        done.push(format!("flagged `{test}` in `{}`", place.capability));
    }
    if done.is_empty() {
        return Err(EditError::Flagged(test.to_owned()));
    }
    file.checked(changes, done)
}

/// Gives a test another name, in every capability that has it.
///
/// In an approved guideline the new name becomes an alias; in a draft (`rename`) it becomes the
/// name, and the old name an alias (Interop WG, schema 1.6).
///
/// # Errors
///
/// When the file is no guideline, no test has the name, or the other name is one of it already.
pub fn alias(bytes: &[u8], test: &str, alias: &str, rename: bool) -> Result<Edited, EditError> {
    let file = File::open(bytes)?;
    let mut changes = Changes::default();
    let done = file.alias(test, alias, rename, &mut changes)?;
    file.checked(changes, done)
}

/// Gives every test that the suite has under one other name that name.
///
/// # Errors
///
/// When the file is no guideline. Tests whose id several tests of the suite have are left as
/// they are.
pub fn aliases(bytes: &[u8], inventory: &Inventory, rename: bool) -> Result<Edited, EditError> {
    let file = File::open(bytes)?;
    let mut changes = Changes::default();
    let mut done = Vec::new();
    let mut renamed = std::collections::BTreeSet::new();
    for capability in file.guideline.capabilities() {
        for test in &capability.tests {
            let Found::Renamed(found) = inventory.find(test) else {
                continue;
            };
            let [only] = found.as_slice() else { continue };
            let name = test.name.value.as_str();
            if renamed.insert(name.to_owned()) {
                done.extend(file.alias(name, only.name(), rename, &mut changes)?);
            }
        }
    }
    file.checked(changes, done)
}

/// The tests of one name in the JSON of a file.
struct Place<'n, 't> {
    capability: &'n str,
    test: &'n Member<'t>,
}

impl<'n, 't> Place<'n, 't> {
    fn members(&self) -> Result<&'n [Member<'t>], EditError> {
        match &self.test.value.value {
            Value::Object(members) => Ok(members),
            _ => Err(EditError::NamesOnly),
        }
    }
}

struct File<'t> {
    text: &'t str,
    root: Node<'t>,
    guideline: occi_model::guideline::Guideline,
}

impl<'t> File<'t> {
    fn open(bytes: &'t [u8]) -> Result<Self, EditError> {
        let source = SourceId(0);
        let read = read(bytes, source);
        let mut faults = Faults::new();
        let root = root(bytes, source, &mut faults);
        match (read.guideline, root, std::str::from_utf8(bytes)) {
            (Some(guideline), Some(root), Ok(text)) => Ok(Self {
                text,
                root,
                guideline,
            }),
            _ => Err(EditError::Unreadable(read.faults)),
        }
    }

    fn places(&self, test: &str) -> Result<Vec<Place<'_, 't>>, EditError> {
        let capabilities = member(&self.root, "capabilities").map(|m| &m.value);
        let mut places = Vec::new();
        let mut names_only = false;
        for capability in members(capabilities) {
            let tests = member(&capability.value, "tests").map(|m| &m.value);
            names_only |= matches!(tests.map(|tests| &tests.value), Some(Value::Array(_)));
            places.extend(
                members(tests)
                    .iter()
                    .filter(|member| member.key.text == test)
                    .map(|member| Place {
                        capability: &capability.key.text,
                        test: member,
                    }),
            );
        }
        match places.is_empty() {
            true if names_only => Err(EditError::NamesOnly),
            true => Err(EditError::NoSuchTest(test.to_owned())),
            false => Ok(places),
        }
    }

    fn alias(
        &self,
        test: &str,
        alias: &str,
        rename: bool,
        changes: &mut Changes,
    ) -> Result<Vec<String>, EditError> {
        TestName::new(alias)?;
        let mut done = Vec::new();
        for place in self.places(test)? {
            let list = member(&place.test.value, "aliases");
            place.members()?;
            let items = match list.map(|list| &list.value.value) {
                Some(Value::Array(items)) => items.as_slice(),
                _ => &[],
            };
            let is = |node: &&Node<'_>| matches!(&node.value, Value::String(text) if text == alias);
            let known = items.iter().find(is);
            if alias == test || (known.is_some() && !rename) {
                return Err(EditError::KnownAlias {
                    test: test.to_owned(),
                    alias: alias.to_owned(),
                });
            }
            let added = json::quote(if rename { test } else { alias });
            if rename {
                changes.add(place.test.key.span.clone(), json::quote(alias));
            }
            match (known, items.last(), list) {
                // The two change places.
                (Some(known), ..) => {
                    changes.add(known.span.clone(), added);
                }
                (None, Some(last), _) => {
                    let end = last.span.end;
                    let blank = self.blank_before(last.span.start).unwrap_or(" ");
                    changes.add(end..end, format!(",{blank}{added}"));
                }
                (None, None, Some(list)) => {
                    changes.add(list.value.span.clone(), format!("[{added}]"));
                }
                (None, None, None) => {
                    self.append_member(&place, changes, |_, _| format!("\"aliases\": [{added}]"));
                }
            }
            done.push(if rename {
                format!("`{test}` is now `{alias}` in `{}`", place.capability)
            } else {
                format!(
                    "added the alias `{alias}` to `{test}` in `{}`",
                    place.capability
                )
            });
        }
        Ok(done)
    }

    /// The line break and the indentation before a place, when nothing else is between them.
    fn blank_before(&self, at: usize) -> Option<&'t str> {
        let before = self.text.get(..at)?;
        let start = before.trim_end_matches([' ', '\t']).len();
        before
            .get(..start)?
            .ends_with('\n')
            .then(|| &before[start - 1..])
    }

    /// One more member at the end of the object of a test, laid out as its neighbours.
    fn append_member(
        &self,
        place: &Place<'_, '_>,
        changes: &mut Changes,
        member: impl Fn(&str, &str) -> String,
    ) {
        let Value::Object(members) = &place.test.value.value else {
            return;
        };
        let outer = self.blank_before(place.test.key.span.start);
        let inner = members
            .first()
            .and_then(|m| self.blank_before(m.key.span.start));
        match (members.last(), inner, outer) {
            (Some(last), Some(inner), outer) => {
                let unit = outer
                    .and_then(|outer| inner.strip_prefix(outer))
                    .unwrap_or("  ");
                let text = member(&format!("{inner}{unit}"), inner);
                changes.add(
                    last.value.span.end..last.value.span.end,
                    format!(",{inner}{text}"),
                );
            }
            (Some(last), None, _) => {
                let text = member("", "");
                changes.add(
                    last.value.span.end..last.value.span.end,
                    format!(", {text}"),
                );
            }
            (None, ..) => {
                changes.add(
                    place.test.value.span.clone(),
                    format!("{{{}}}", member("", "")),
                );
            }
        }
    }

    /// The changed text, which must be a guideline again.
    fn checked(&self, changes: Changes, done: Vec<String>) -> Result<Edited, EditError> {
        let text = changes.apply(self.text);
        let again = read(text.as_bytes(), SourceId(0));
        if again.guideline.is_none() {
            return Err(EditError::Unreadable(again.faults));
        }
        Ok(Edited { text, done })
    }
}

pub(super) fn members<'n, 't>(node: Option<&'n Node<'t>>) -> &'n [Member<'t>] {
    match node.map(|node| &node.value) {
        Some(Value::Object(members)) => members,
        _ => &[],
    }
}

pub(super) fn member<'n, 't>(node: &'n Node<'t>, key: &str) -> Option<&'n Member<'t>> {
    members(Some(node))
        .iter()
        .find(|member| member.key.text == key)
}

/// Replacements that do not overlap.
#[derive(Default)]
struct Changes(Vec<(Range<usize>, String)>);

impl Changes {
    /// Whether it was added; a second change of one place is not.
    fn add(&mut self, range: Range<usize>, text: String) -> bool {
        let clash = self.0.iter().any(|(known, other)| {
            (known.start < range.end && range.start < known.end)
                || (*known == range && *other == text)
        });
        if !clash {
            self.0.push((range, text));
        }
        !clash
    }

    fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, change) in &self.0 {
            out.push_str(text.get(at..range.start).unwrap_or_default());
            out.push_str(change);
            at = range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
    "metadata": {"id": "next", "schema": "2.0", "reference": "", "source": ""},
    "components": {"c": {"capabilities": {"required": ["cap"]}}},
    "capabilities": {
        "cap": {
            "achievements": [], "admin": false, "description": "", "project": "p",
            "tests": {
                "a.B.one": {
                    "idempotent_id": "id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f"
                },
                "a.B.two": {"idempotent_id": "id-585e934c-448e-43c4-acbf-d06a9b899997", "aliases": ["a.C.two"]}
            }
        }
    },
    "designated_sections": {},
    "test_repositories": {}
}
"#;

    fn flag_of() -> NewFlag {
        NewFlag {
            reason: "[D402] \"broken\"".to_owned(),
            action: "wait".to_owned(),
            date: "2020-06-11".to_owned(),
        }
    }

    #[test]
    fn a_flag_is_put_in_as_its_neighbours_are_written() {
        let edited = flag(FILE.as_bytes(), "a.B.one", &flag_of()).unwrap();
        let expected = FILE.replace(
            "6f\"\n",
            "6f\",\n                    \"flagged\": {\n                        \
             \"reason\": \"[D402] \\\"broken\\\"\",\n                        \
             \"action\": \"wait\",\n                        \
             \"date\": \"2020-06-11\"\n                    }\n",
        );
        assert_eq!(edited.text, expected);
        assert_eq!(edited.done, ["flagged `a.B.one` in `cap`"]);
        let again = flag(edited.text.as_bytes(), "a.B.one", &flag_of());
        assert_eq!(again, Err(EditError::Flagged("a.B.one".to_owned())));
        let inline = flag(FILE.as_bytes(), "a.B.two", &flag_of()).unwrap().text;
        assert!(
            inline.contains("[\"a.C.two\"], \"flagged\": {\"reason\""),
            "{inline}"
        );
        assert!(matches!(
            flag(FILE.as_bytes(), "a.B.three", &flag_of()),
            Err(EditError::NoSuchTest(_))
        ));
    }

    #[test]
    fn an_alias_is_added_or_takes_the_place_of_the_name() {
        let edited = alias(FILE.as_bytes(), "a.B.two", "x.D.two", false).unwrap();
        assert_eq!(
            edited.text,
            FILE.replace("[\"a.C.two\"]", "[\"a.C.two\", \"x.D.two\"]")
        );
        let edited = alias(FILE.as_bytes(), "a.B.one", "x.D.one", false).unwrap();
        let expected = FILE.replace(
            "6f\"\n",
            "6f\",\n                    \"aliases\": [\"x.D.one\"]\n",
        );
        assert_eq!(edited.text, expected);
        let renamed = alias(FILE.as_bytes(), "a.B.two", "a.C.two", true).unwrap();
        assert_eq!(
            renamed.text,
            FILE.replace("\"a.B.two\": ", "\"a.X.two\": ")
                .replace("a.C.two", "a.B.two")
                .replace("a.X.two", "a.C.two")
        );
        assert!(matches!(
            alias(FILE.as_bytes(), "a.B.two", "a.C.two", false),
            Err(EditError::KnownAlias { .. })
        ));
        assert!(matches!(
            alias(FILE.as_bytes(), "a.B.two", "a\nb", false),
            Err(EditError::BadName(_))
        ));
    }

    #[test]
    fn aliases_come_from_an_inventory() {
        let mut inventory = Inventory::default();
        inventory.add("new.B.one[id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f,smoke]\n");
        let edited = aliases(FILE.as_bytes(), &inventory, false).unwrap();
        assert_eq!(
            edited.done,
            ["added the alias `new.B.one` to `a.B.one` in `cap`"]
        );
    }

    #[test]
    fn formatting_changes_blanks_only() {
        let once = format(FILE.as_bytes(), SourceId(0)).unwrap();
        assert!(once.starts_with("{\n  \"metadata\": {\n    \"id\": \"next\",\n"));
        assert!(once.contains("\"achievements\": [],\n"));
        assert_eq!(format(once.as_bytes(), SourceId(0)).unwrap(), once);
        let bare = |text: &str| text.replace([' ', '\n'], "");
        assert_eq!(bare(&once), bare(FILE));
        assert!(format(b"{", SourceId(0)).unwrap_err().has_errors());
    }

    #[test]
    fn known_mends_are_applied() {
        let wrong = FILE
            .replace("achievements", "acheivements")
            .replace("id-585e", "585e");
        let faults = read(wrong.as_bytes(), SourceId(0)).faults;
        let edited = mend(&wrong, SourceId(0), &faults);
        assert_eq!(edited.text, FILE);
        assert_eq!(edited.done.len(), 2);
        assert_eq!(mend(&wrong, SourceId(1), &faults).text, wrong);
    }
}
