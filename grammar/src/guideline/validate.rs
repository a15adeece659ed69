//! A guideline by a JSON Schema, such as those that the group published.
//!
//! Takes the words that these schemas use (drafts 4 and 6; JSON Schema 2020-12 for our own), as
//! written: a pattern for keys that no key meets demands nothing, and whatever stands beside `$ref`
//! does not count.

use std::collections::BTreeMap;

use occi_model::{Fault, Faults, Origin, SourceId, guideline::code};
use regex::Regex;

use super::{
    edit::{member, members},
    read::root,
};
use crate::json::{Kind, Member, Node, Value};

/// How deep a schema may refer to itself.
const DEEPEST: usize = 128;

/// What a JSON Schema does not allow in a file, each at its place, and what of the schema itself
/// cannot be followed: a reference to nothing, a pattern that is none.
#[must_use]
pub fn validate(
    (file, source): (&[u8], SourceId),
    (schema, schema_source): (&[u8], SourceId),
) -> Faults {
    let mut faults = Faults::new();
    let (Some(value), Some(root)) = (
        // That the file is no JSON its reader tells.
        root(file, source, &mut Faults::new()),
        root(schema, schema_source, &mut faults),
    ) else {
        return faults;
    };
    let mut check = Check {
        root: &root,
        source,
        schema_source,
        patterns: BTreeMap::new(),
        found: Vec::new(),
        doubts: BTreeMap::new(),
    };
    check.value(&root, &value, "", DEEPEST);
    faults.extend(check.doubts.into_values());
    faults.extend(check.found);
    faults.sort();
    faults
}

struct Check<'s> {
    root: &'s Node<'s>,
    source: SourceId,
    schema_source: SourceId,
    patterns: BTreeMap<&'s str, Option<Regex>>,
    found: Vec<Fault>,
    /// What cannot be followed, by its place in the schema: told once.
    doubts: BTreeMap<usize, Fault>,
}

impl<'s> Check<'s> {
    fn value(&mut self, schema: &'s Node<'s>, value: &Node<'_>, at: &str, left: usize) {
        let Some(left) = left.checked_sub(1) else {
            return;
        };
        if schema.value == Value::Boolean(false) {
            self.wrong(value, at, "nothing");
        }
        if let Some(reference) = text(schema, "$ref") {
            match self.resolve(reference) {
                Some(target) => self.value(target, value, at, left),
                None => self.doubt(schema, format!("`{reference}` refers to nothing")),
            }
            return;
        }
        for Member { key, value: wanted } in members(Some(schema)) {
            match &*key.text {
                "type" => self.kind(wanted, value, at),
                "enum" => {
                    let allowed = list(wanted);
                    if !allowed.iter().any(|one| same(one, value)) {
                        self.wrong(value, at, &format!("one of {}", words(allowed)));
                    }
                }
                "const" if !same(wanted, value) => {
                    self.wrong(value, at, &words(std::slice::from_ref(wanted)));
                }
                "pattern" => self.pattern(wanted, value, at),
                "anyOf" => {
                    let fits = list(wanted).iter().any(|one| self.fits(one, value, left));
                    if !fits {
                        self.wrong(value, at, "one of several forms");
                    }
                }
                "minLength" | "minimum" | "maximum" | "minItems" | "maxItems" => {
                    self.size(&key.text, wanted, value, at);
                }
                _ => {}
            }
        }
        match &value.value {
            Value::Array(items) => self.items(schema, value, items, at, left),
            Value::Object(found) => self.object(schema, value, found, at, left),
            _ => {}
        }
    }

    fn kind(&mut self, wanted: &Node<'_>, value: &Node<'_>, at: &str) {
        let one = std::slice::from_ref(wanted);
        let kinds = match &wanted.value {
            Value::Array(kinds) => kinds.as_slice(),
            _ => one,
        };
        let is = |kind: &Node<'_>| match &kind.value {
            Value::String(word) => is_of(word, &value.value),
            _ => false,
        };
        if !kinds.iter().any(is) {
            let found = value.value.kind();
            self.wrong(value, at, &format!("{}, not {found}", words(kinds)));
        }
    }

    fn pattern(&mut self, wanted: &'s Node<'s>, value: &Node<'_>, at: &str) {
        if let (Value::String(pattern), Value::String(text)) = (&wanted.value, &value.value)
            && self.matches(wanted, pattern, text) == Some(false)
        {
            self.wrong(value, at, &format!("a text like `{pattern}`"));
        }
    }

    /// Whether the text has the pattern somewhere; nobody knows of a pattern that is none.
    fn matches(&mut self, place: &Node<'_>, pattern: &'s str, text: &str) -> Option<bool> {
        if !self.patterns.contains_key(pattern) {
            let compiled = Regex::new(pattern).ok();
            if compiled.is_none() {
                self.doubt(place, format!("`{pattern}` is no regular expression"));
            }
            self.patterns.insert(pattern, compiled);
        }
        let compiled = self.patterns.get(pattern)?.as_ref()?;
        Some(compiled.is_match(text))
    }

    fn size(&mut self, word: &str, limit: &Node<'_>, value: &Node<'_>, at: &str) {
        let Some(bound) = number(limit) else { return };
        let size = match (&value.value, word) {
            (Value::String(text), "minLength") => count(text.chars().count()),
            (Value::Array(items), "minItems" | "maxItems") => count(items.len()),
            (Value::Number(_), "minimum" | "maximum") => number(value),
            _ => None,
        };
        let Some(size) = size else { return };
        let fits = if word.starts_with("min") {
            size >= bound
        } else {
            size <= bound
        };
        if !fits {
            self.wrong(value, at, &format!("{word} {bound}"));
        }
    }

    fn items(
        &mut self,
        schema: &'s Node<'s>,
        value: &Node<'_>,
        items: &[Node<'_>],
        at: &str,
        left: usize,
    ) {
        if let Some(each) = member(schema, "items") {
            for (number, item) in items.iter().enumerate() {
                self.value(&each.value, item, &format!("{at}/{number}"), left);
            }
        }
        let unique = member(schema, "uniqueItems").map(|unique| &unique.value.value);
        if unique == Some(&Value::Boolean(true)) {
            let doubled = |(number, item): (usize, &Node<'_>)| {
                items.iter().take(number).any(|before| same(before, item))
            };
            if items.iter().enumerate().any(doubled) {
                self.wrong(value, at, "no item twice");
            }
        }
    }

    fn object(
        &mut self,
        schema: &'s Node<'s>,
        value: &Node<'_>,
        found: &[Member<'_>],
        at: &str,
        left: usize,
    ) {
        for required in member(schema, "required").map_or(&[][..], |wanted| list(&wanted.value)) {
            if let Value::String(key) = &required.value
                && !found.iter().any(|member| member.key.text == *key)
            {
                self.wrong(value, at, &format!("the key `{key}`"));
            }
        }
        let properties = member(schema, "properties").map(|known| &known.value);
        let patterns = member(schema, "patternProperties").map(|known| &known.value);
        let others = member(schema, "additionalProperties").map(|others| &others.value);
        let names = member(schema, "propertyNames").map(|names| &names.value);
        for Member { key, value } in found {
            let at = format!("{at}/{}", key.text.replace('~', "~0").replace('/', "~1"));
            if let Some(names) = names {
                let name = Node {
                    value: Value::String(key.text.clone()),
                    span: key.span.clone(),
                };
                self.value(names, &name, &at, left);
            }
            let mut known = false;
            for property in members(properties) {
                if property.key.text == key.text {
                    known = true;
                    self.value(&property.value, value, &at, left);
                }
            }
            for pattern in members(patterns) {
                let place = &pattern.value;
                if self.matches(place, &pattern.key.text, &key.text) == Some(true) {
                    known = true;
                    self.value(place, value, &at, left);
                }
            }
            match others {
                _ if known => {}
                Some(others) if others.value == Value::Boolean(false) => {
                    let origin = Origin::span(self.source, key.inner());
                    self.found.push(fault(origin, &at, "no such key"));
                }
                Some(others) => self.value(others, value, &at, left),
                None => {}
            }
        }
    }

    fn fits(&mut self, schema: &'s Node<'s>, value: &Node<'_>, left: usize) -> bool {
        let before = self.found.len();
        self.value(schema, value, "", left);
        let fits = self.found.len() == before;
        self.found.truncate(before);
        fits
    }

    /// `#/definitions/test`.
    fn resolve(&self, reference: &str) -> Option<&'s Node<'s>> {
        let path = reference.strip_prefix('#')?;
        path.split('/')
            .filter(|step| !step.is_empty())
            .try_fold(self.root, |node, step| Some(&member(node, step)?.value))
    }

    fn wrong(&mut self, value: &Node<'_>, at: &str, wanted: &str) {
        let origin = Origin::span(self.source, value.inner());
        self.found.push(fault(origin, at, wanted));
    }

    fn doubt(&mut self, place: &Node<'_>, what: String) {
        let origin = Origin::span(self.schema_source, place.inner());
        self.doubts.entry(place.span.start).or_insert_with(|| {
            Fault::new(code::AGAINST_SCHEMA, origin, what)
                .with_note("this part of the JSON Schema is left out")
        });
    }
}

fn fault(origin: Origin, at: &str, wanted: &str) -> Fault {
    let at = if at.is_empty() { "/" } else { at };
    Fault::new(
        code::AGAINST_SCHEMA,
        origin,
        format!("the JSON Schema wants {wanted} at `{at}`"),
    )
}

fn text<'n>(schema: &'n Node<'_>, key: &str) -> Option<&'n str> {
    match &member(schema, key)?.value.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn list<'n, 't>(node: &'n Node<'t>) -> &'n [Node<'t>] {
    match &node.value {
        Value::Array(items) => items,
        _ => &[],
    }
}

fn number(node: &Node<'_>) -> Option<f64> {
    match node.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

fn count(count: usize) -> Option<f64> {
    u32::try_from(count).ok().map(f64::from)
}

fn is_of(word: &str, value: &Value<'_>) -> bool {
    match (word, value.kind()) {
        ("integer", Kind::Number) => {
            matches!(value, Value::Number(text) if !text.contains(['.', 'e', 'E']))
        }
        (_, Kind::Null) => word == "null",
        (_, Kind::Boolean) => word == "boolean",
        (_, Kind::Number) => word == "number",
        (_, Kind::String) => word == "string",
        (_, Kind::Array) => word == "array",
        (_, Kind::Object) => word == "object",
    }
}

/// Whether two values are the same, wherever they stand.
fn same(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (&one.value, &other.value) {
        (Value::Array(ones), Value::Array(others)) => {
            ones.len() == others.len() && ones.iter().zip(others).all(|(a, b)| same(a, b))
        }
        (Value::Object(ones), Value::Object(others)) => {
            ones.len() == others.len()
                && ones.iter().all(|a| {
                    let found = others.iter().find(|b| b.key.text == a.key.text);
                    found.is_some_and(|b| same(&a.value, &b.value))
                })
        }
        (one, other) => one == other,
    }
}

fn words(nodes: &[Node<'_>]) -> String {
    let words: Vec<String> = nodes
        .iter()
        .map(|node| match &node.value {
            Value::String(text) => format!("`{text}`"),
            Value::Number(text) => (*text).to_owned(),
            other => other.kind().to_string(),
        })
        .collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(schema: &str, file: &str) -> Vec<String> {
        let (file, schema) = (file.as_bytes(), schema.as_bytes());
        validate((file, SourceId(0)), (schema, SourceId(1)))
            .iter()
            .map(|fault| fault.message.clone())
            .collect()
    }

    #[test]
    fn each_word_of_a_schema_is_kept_or_told() {
        for (schema, good, bad) in [
            (r#"{"type": "integer"}"#, "1", "1.5"),
            (r#"{"type": ["string", "null"]}"#, "null", "true"),
            (
                r#"{"enum": ["a", {"b": [1]}]}"#,
                r#"{"b": [1]}"#,
                r#"{"b": [2]}"#,
            ),
            (r#"{"const": "a"}"#, r#""a""#, r#""b""#),
            (r#"{"pattern": "^D\\d"}"#, r#""D4""#, r#""[D4]""#),
            (r#"{"minLength": 2}"#, r#""äö""#, r#""ä""#),
            (r#"{"minimum": 1, "maximum": 2}"#, "2", "3"),
            (r#"{"minItems": 1, "maxItems": 1}"#, "[1]", "[]"),
            (r#"{"uniqueItems": true}"#, "[1, 2]", "[1, 1]"),
            (r#"{"items": {"type": "string"}}"#, r#"["a"]"#, "[1]"),
            (r#"{"required": ["a"]}"#, r#"{"a": 1}"#, "{}"),
            (
                r#"{"properties": {"a": {"type": "null"}}}"#,
                r#"{"b": 1}"#,
                r#"{"a": 1}"#,
            ),
            (
                r#"{"patternProperties": {"^a": true}, "additionalProperties": false}"#,
                r#"{"ab": 1}"#,
                r#"{"ba": 1}"#,
            ),
            (
                r#"{"propertyNames": {"minLength": 1}}"#,
                r#"{"a": 1}"#,
                r#"{"": 1}"#,
            ),
            (r#"{"anyOf": [{"type": "null"}, {"const": 1}]}"#, "1", "2"),
            (
                r##"{"$ref": "#/definitions/n", "type": "string", "definitions": {"n": {"type": "number"}}}"##,
                "1",
                r#""a""#,
            ),
        ] {
            assert!(
                told(schema, good).is_empty(),
                "{schema}: {:?}",
                told(schema, good)
            );
            assert_eq!(told(schema, bad).len(), 1, "{schema}");
        }
    }

    #[test]
    fn what_cannot_be_followed_is_told_once() {
        let schema = r##"{"items": {"$ref": "#/definitions/tset"}}"##;
        assert_eq!(
            told(schema, "[1, 2]"),
            ["`#/definitions/tset` refers to nothing"]
        );
        let schema = r#"{"items": {"pattern": "["}}"#;
        assert_eq!(
            told(schema, r#"["a", "b"]"#),
            ["`[` is no regular expression"]
        );
        // One that refers to itself ends.
        assert!(told(r##"{"$ref": "#"}"##, "1").is_empty());
    }

    #[test]
    fn a_place_is_named() {
        let schema = r#"{"properties": {"a/b": {"items": {"type": "null"}}}}"#;
        assert_eq!(
            told(schema, r#"{"a/b": [null, 1]}"#),
            ["the JSON Schema wants `null`, not a number at `/a~1b/1`"]
        );
    }
}
