//! Objects with known keys: misspelt, doubled, missing and unknown ones, and values of the
//! wrong type.

use occi_model::{
    Fault, Faults, Located, Origin, SourceId,
    guideline::{GuidelineNameError, UnknownWord, code},
};

use crate::json::{Key, Kind, Member, Node, Value};

/// What to do with a key that is neither known nor nearly so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// The schema allows any further key.
    Ignored,
    /// It is ignored with a warning.
    Warned,
    /// The keys are a closed list of words: another one would change the meaning.
    Refused,
}

/// One reading: the source and the faults so far.
pub(super) struct Reading {
    source: SourceId,
    pub(super) faults: Faults,
}

/// The members of an object by the names of the schema.
pub(super) struct Fields<'n, 't> {
    what: String,
    place: Origin,
    found: Vec<(&'static str, &'n Key<'t>, &'n Node<'t>)>,
}

impl Reading {
    pub(super) const fn new(source: SourceId) -> Self {
        Self {
            source,
            faults: Faults::new(),
        }
    }

    pub(super) fn key_place(&self, key: &Key<'_>) -> Origin {
        Origin::span(self.source, key.inner())
    }

    /// The place of a value; of arrays and objects only the opening bracket, because an excerpt
    /// of hundreds of lines helps nobody.
    pub(super) fn place(&self, node: &Node<'_>) -> Origin {
        let range = match node.value {
            Value::Array(_) | Value::Object(_) => node.span.start..node.span.start + 1,
            _ => node.inner(),
        };
        Origin::span(self.source, range)
    }

    pub(super) fn wrong_type(&mut self, node: &Node<'_>, what: &str, wanted: Kind) {
        let fault = Fault::new(
            code::WRONG_TYPE,
            self.place(node),
            format!("{what} is {}, not {wanted}", node.value.kind()),
        );
        self.faults.push(match (&node.value, wanted) {
            (Value::String(text), Kind::Number) if is_whole(text) => {
                fault.with_help(format!("take the quotes away: {text}"))
            }
            (Value::String(text), Kind::Boolean) if matches!(&**text, "true" | "false") => {
                fault.with_help(format!("take the quotes away: {text}"))
            }
            (Value::Number(text), Kind::String) => {
                fault.with_help(format!("put it into quotes: \"{text}\""))
            }
            (_, Kind::Array) => fault.with_help("write a list: [ … ]"),
            (_, Kind::Object) => fault.with_help("write an object: { … }"),
            _ => fault,
        });
    }

    /// The members of an object whose keys are names; a doubled key is an error.
    pub(super) fn map<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> &'n [Member<'t>] {
        let Value::Object(members) = &node.value else {
            self.wrong_type(node, what, Kind::Object);
            return &[];
        };
        let mut seen = std::collections::BTreeMap::new();
        for member in members {
            let place = self.key_place(&member.key);
            if let Some(first) = seen.insert(&*member.key.text, place) {
                self.faults.push(
                    Fault::new(
                        code::DOUBLE_KEY,
                        place,
                        format!("{what} has the key `{}` twice", member.key.text),
                    )
                    .with_place(first, "first here")
                    .with_help("join the two, or take one away"),
                );
            }
        }
        members
    }

    /// The members of an object whose keys the schema knows. `place` is where a missing one is
    /// reported.
    pub(super) fn fields<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        what: impl Into<String>,
        place: Origin,
        known: &[&'static str],
        unknown: Unknown,
    ) -> Option<Fields<'n, 't>> {
        let what = what.into();
        if !matches!(node.value, Value::Object(_)) {
            self.wrong_type(node, &what, Kind::Object);
            return None;
        }
        let members = self.map(node, &what);
        let mut found: Vec<(&'static str, &Key<'_>, &Node<'_>)> = Vec::new();
        let mut others = Vec::new();
        for member in members {
            match known.iter().find(|name| **name == member.key.text) {
                // Of doubled keys, which are an error already, the last counts, as everywhere.
                Some(name) => {
                    found.retain(|(present, ..)| present != name);
                    found.push((name, &member.key, &member.value));
                }
                None => others.push(member),
            }
        }
        for member in others {
            let near = nearest_key(&member.key.text, known);
            match near {
                Some(name) if !found.iter().any(|(present, ..)| *present == name) => {
                    found.push((name, &member.key, &member.value));
                    self.misspelt(&member.key, &what, name);
                }
                _ => self.unknown(&member.key, &what, near, known, unknown),
            }
        }
        Some(Fields { what, place, found })
    }

    fn misspelt(&mut self, key: &Key<'_>, what: &str, name: &str) {
        self.faults.push(
            Fault::new(
                code::MISSPELT_KEY,
                self.key_place(key),
                format!("`{}` in {what}: did you mean `{name}`?", key.text),
            )
            .with_note(format!("it is read as `{name}`"))
            .with_replacement(name),
        );
    }

    fn unknown(
        &mut self,
        key: &Key<'_>,
        what: &str,
        near: Option<&str>,
        known: &[&'static str],
        unknown: Unknown,
    ) {
        let code = match unknown {
            Unknown::Ignored => return,
            Unknown::Warned => code::UNKNOWN_KEY,
            Unknown::Refused => code::UNKNOWN_WORD,
        };
        let fault = Fault::new(
            code,
            self.key_place(key),
            format!("{what} cannot have the key `{}`", key.text),
        );
        self.faults.push(match near {
            Some(name) => fault.with_help(format!("`{name}` is there already; take this one away")),
            None => fault.with_help(format!("known keys are {}", known.join(", "))),
        });
    }

    pub(super) fn string<'n>(&mut self, node: &'n Node<'_>, what: &str) -> Option<&'n str> {
        match &node.value {
            Value::String(text) => Some(text),
            _ => {
                self.wrong_type(node, what, Kind::String);
                None
            }
        }
    }

    pub(super) fn text(&mut self, node: &Node<'_>, what: &str) -> Option<Located<String>> {
        let text = self.string(node, what)?.to_owned();
        Some(Located::new(text, self.place(node)))
    }

    pub(super) fn boolean(&mut self, node: &Node<'_>, what: &str) -> Option<Located<bool>> {
        match node.value {
            Value::Boolean(truth) => Some(Located::new(truth, self.place(node))),
            _ => {
                self.wrong_type(node, what, Kind::Boolean);
                None
            }
        }
    }

    pub(super) fn whole(&mut self, node: &Node<'_>, what: &str) -> Option<Located<u32>> {
        let Value::Number(text) = node.value else {
            self.wrong_type(node, what, Kind::Number);
            return None;
        };
        match text.parse() {
            Ok(number) => Some(Located::new(number, self.place(node))),
            Err(_) => {
                self.faults.push(
                    Fault::new(
                        code::OUT_OF_RANGE,
                        self.place(node),
                        format!(
                            "{what} is {text}, not a whole number from 0 to {}",
                            u32::MAX
                        ),
                    )
                    .with_help("write a whole number without sign and fraction"),
                );
                None
            }
        }
    }

    pub(super) fn array<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> &'n [Node<'t>] {
        match &node.value {
            Value::Array(items) => items,
            _ => {
                self.wrong_type(node, what, Kind::Array);
                &[]
            }
        }
    }

    pub(super) fn texts(&mut self, node: &Node<'_>, what: &str) -> Vec<Located<String>> {
        self.array(node, what)
            .iter()
            .filter_map(|item| self.text(item, &format!("an item of {what}")))
            .collect()
    }

    /// A value that is a name.
    pub(super) fn name<N>(
        &mut self,
        node: &Node<'_>,
        what: &str,
        new: impl Fn(&str) -> Result<N, GuidelineNameError>,
    ) -> Option<Located<N>> {
        let text = self.string(node, what)?;
        self.named(text, self.place(node), what, new)
    }

    pub(super) fn names<N>(
        &mut self,
        node: &Node<'_>,
        what: &str,
        new: impl Fn(&str) -> Result<N, GuidelineNameError> + Copy,
    ) -> Vec<Located<N>> {
        self.array(node, what)
            .iter()
            .filter_map(|item| self.name(item, &format!("an item of {what}"), new))
            .collect()
    }

    /// A key that is a name.
    pub(super) fn key_name<N>(
        &mut self,
        key: &Key<'_>,
        what: &str,
        new: impl Fn(&str) -> Result<N, GuidelineNameError>,
    ) -> Option<Located<N>> {
        self.named(&key.text, self.key_place(key), what, new)
    }

    fn named<N>(
        &mut self,
        text: &str,
        place: Origin,
        what: &str,
        new: impl Fn(&str) -> Result<N, GuidelineNameError>,
    ) -> Option<Located<N>> {
        match new(text) {
            Ok(name) => Some(Located::new(name, place)),
            Err(error) => {
                self.faults.push(
                    Fault::new(code::BAD_NAME, place, format!("{what}: {error}"))
                        .with_help("write 1 to 4096 bytes without line breaks"),
                );
                None
            }
        }
    }

    /// A word of a closed list. `also` is a second spelling of one of them, taken with a
    /// warning.
    pub(super) fn word<W: std::str::FromStr<Err = UnknownWord>>(
        &mut self,
        text: &str,
        place: Origin,
        what: &str,
        known: &[&'static str],
    ) -> Option<Located<W>> {
        match text.parse() {
            Ok(word) => Some(Located::new(word, place)),
            Err(error) => {
                let fault = Fault::new(code::UNKNOWN_WORD, place, format!("{what}: {error}"));
                self.faults.push(match nearest_key(text, known) {
                    Some(near) => fault.with_replacement(near),
                    None => fault,
                });
                None
            }
        }
    }
}

impl<'n, 't> Fields<'n, 't> {
    /// The value of a key, when it is there.
    pub(super) fn optional(&self, name: &str) -> Option<&'n Node<'t>> {
        self.member(name).map(|(_, node)| node)
    }

    /// Key and value, when they are there.
    pub(super) fn member(&self, name: &str) -> Option<(&'n Key<'t>, &'n Node<'t>)> {
        self.found
            .iter()
            .find(|(present, ..)| *present == name)
            .map(|(_, key, node)| (*key, *node))
    }

    /// The value of a key that must be there.
    pub(super) fn required(&self, reading: &mut Reading, name: &str) -> Option<&'n Node<'t>> {
        let found = self.optional(name);
        if found.is_none() {
            reading.faults.push(
                Fault::new(
                    code::MISSING_FIELD,
                    self.place,
                    format!("{} has no `{name}`", self.what),
                )
                .with_help(format!("add `\"{name}\": …`")),
            );
        }
        found
    }
}

fn is_whole(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The known key that a wrong one was meant to be: the same but for case, `-` and `_`; or with
/// one or two letters wrong, missing, too many or exchanged.
fn nearest_key(wrong: &str, known: &[&'static str]) -> Option<&'static str> {
    let plain = |text: &str| text.to_ascii_lowercase().replace('-', "_");
    let wrong = plain(wrong);
    let limit = if wrong.len() < 6 { 1 } else { 2 };
    known
        .iter()
        .map(|name| (strsim::osa_distance(&wrong, &plain(name)), *name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// `YYYY.MM` with a month from 01 to 12.
pub(super) fn is_month(text: &str) -> bool {
    is_digits(text, &[4, 2], '.') && matches!(text.get(5..).map(str::parse), Some(Ok(1..=12_u8)))
}

/// `YYYY-MM-DD` with a month from 01 to 12 and a day from 01 to 31.
#[must_use]
pub fn is_day(text: &str) -> bool {
    is_digits(text, &[4, 2, 2], '-')
        && matches!(text.get(5..7).map(str::parse), Some(Ok(1..=12_u8)))
        && matches!(text.get(8..).map(str::parse), Some(Ok(1..=31_u8)))
}

fn is_digits(text: &str, lengths: &[usize], separator: char) -> bool {
    let mut parts = text.split(separator);
    lengths.iter().all(|length| {
        parts
            .next()
            .is_some_and(|p| p.len() == *length && is_whole(p))
    }) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_keys_are_found_and_far_ones_not() {
        let known = [
            "achievements",
            "description",
            "required_since",
            "flag",
            "flagged",
        ];
        for (wrong, meant) in [
            ("acheivements", Some("achievements")),
            ("descriptin", Some("description")),
            ("required-since", Some("required_since")),
            ("Flagged", Some("flagged")),
            ("flags", Some("flag")),
            ("status", None),
            ("", None),
        ] {
            assert_eq!(nearest_key(wrong, &known), meant, "{wrong}");
        }
    }

    #[test]
    fn dates_are_recognised() {
        assert!(is_month("2018.02") && !is_month("2018.13") && !is_month("orchestration.2018.11"));
        assert!(!is_month("2018-02") && !is_month("18.02") && !is_month("2018.02.01"));
        assert!(is_day("2017-04-27") && !is_day("2017-04") && !is_day("2017-4-27"));
        assert!(!is_day("2017-04-32") && !is_day("20170427"));
    }
}
