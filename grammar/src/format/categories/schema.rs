//! From a JSON type with a JSON Schema (C.6, D-70) to a type with facets.
//!
//! What this project writes itself is read as what it was. Of other schemas the keywords that
//! have a facet are kept; the others are told, and the type is the wider one.

use occi_model::{
    Located, Origin, Value,
    draft::{LengthDraft, LiteralDraft, MemberDraft, RangeDraft, RangeFacets, TypeDraft},
    types::Pattern,
};
use serde_json::{Map, Value as Json};

use super::types::any_string;

/// What a schema is read for.
pub(super) struct SchemaReader {
    /// The place of all parts: a schema is kept without those of its members.
    pub(super) origin: Origin,
    /// Keywords that no facet has, and what was made of them.
    pub(super) unread: Vec<String>,
    /// Types that are none of JSON, and what they were taken for.
    pub(super) types: Vec<String>,
}

/// How deep schemas may be nested; deeper ones are any string. Messages are bounded too.
const DEPTH: usize = 24;

/// Keywords that only comment, or that say what the type says anyway.
const COMMENTS: [&str; 14] = [
    "$schema",
    "$id",
    "id",
    "$comment",
    "type",
    "title",
    "description",
    "default",
    "examples",
    "readOnly",
    "writeOnly",
    "deprecated",
    // The members of a hash are the ones it has.
    "additionalProperties",
    "required",
];

/// Patterns of texts that have a type of their own, as this project writes them.
const TYPED_PATTERNS: [(&str, TypeDraft); 4] = [
    ("^[0-9A-Fa-f:.]+/[0-9]{1,3}$", TypeDraft::IpNetwork),
    (
        "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$",
        TypeDraft::IpPrefix {
            optional_length: true,
        },
    ),
    ("^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$", TypeDraft::Mac),
    ("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$", TypeDraft::Token),
];

impl SchemaReader {
    pub(super) const fn new(origin: Origin) -> Self {
        Self {
            origin,
            unread: Vec::new(),
            types: Vec::new(),
        }
    }

    /// The type that a word and a schema mean together.
    pub(super) fn read(&mut self, word: &str, schema: Option<&Json>) -> TypeDraft {
        let empty = Map::new();
        let schema = match schema {
            Some(Json::Object(schema)) => schema,
            _ => &empty,
        };
        self.typed(word, schema, DEPTH)
    }

    fn typed(&mut self, word: &str, schema: &Map<String, Json>, depth: usize) -> TypeDraft {
        let narrower = schema.get("type").and_then(Json::as_str);
        let mut used = Vec::new();
        let found = match (word, narrower) {
            ("number", Some("integer")) | ("integer", _) => {
                TypeDraft::Integer(self.range(schema, true, &mut used))
            }
            // Without a schema, a float is what two older dialects call a number.
            ("number" | "float" | "double", _) => {
                TypeDraft::Number(self.range(schema, false, &mut used))
            }
            ("boolean" | "bool", _) => TypeDraft::Boolean,
            ("array" | "list", _) => self.list(schema, depth, &mut used),
            ("object" | "hash", _) => self.hash(schema, depth, &mut used),
            ("string", _) => self.text(schema, &mut used),
            (other, _) => {
                self.types.push(other.to_owned());
                self.text(schema, &mut used)
            }
        };
        for keyword in schema.keys() {
            if !used.contains(&&**keyword) && !COMMENTS.contains(&&**keyword) {
                self.unread.push(keyword.clone());
            }
        }
        found
    }

    /// A schema inside another; the word is its own.
    fn inner(&mut self, schema: &Json, depth: usize) -> TypeDraft {
        let Json::Object(members) = schema else {
            return any_string();
        };
        let Some(depth) = depth.checked_sub(1) else {
            self.unread.push("items".to_owned());
            return any_string();
        };
        let word = members.get("type").and_then(Json::as_str);
        self.typed(word.unwrap_or("string"), members, depth)
    }

    fn located<T>(&self, value: T) -> Located<T> {
        Located::new(value, self.origin)
    }

    fn text(&mut self, schema: &Map<String, Json>, used: &mut Vec<&'static str>) -> TypeDraft {
        if let Some(literals) = self.literals(schema.get("enum")) {
            used.push("enum");
            return literals;
        }
        if let Some(format) = schema.get("format").and_then(Json::as_str)
            && let Some((found, is_exact)) = of_format(format)
        {
            if is_exact {
                used.push("format");
            }
            return found;
        }
        if let Some(found) = schema.get("anyOf").and_then(of_formats) {
            used.push("anyOf");
            return found;
        }
        let mut pattern = None;
        if let Some(text) = schema.get("pattern").and_then(Json::as_str) {
            if let Some((_, found)) = TYPED_PATTERNS.iter().find(|(known, _)| *known == text) {
                used.push("pattern");
                return found.clone();
            }
            match whole(text) {
                Some(text) => {
                    used.push("pattern");
                    pattern = (text != ".*").then(|| self.located(text));
                }
                None => self.unread.push("pattern".to_owned()),
            }
            used.push("pattern");
        }
        TypeDraft::String {
            pattern,
            length: self.length(schema, ["minLength", "maxLength"], used),
        }
    }

    /// An enum of strings, each once; others have no type here.
    fn literals(&self, literals: Option<&Json>) -> Option<TypeDraft> {
        let literals = literals?.as_array()?;
        let names: Vec<&str> = literals.iter().map_while(Json::as_str).collect();
        let fits = names.len() == literals.len() && !names.is_empty();
        fits.then(|| {
            let literals = names.into_iter().map(|name| LiteralDraft {
                name: self.located(name.to_owned()),
                description: None,
                versions: occi_model::VersionRange::default(),
            });
            TypeDraft::Enum(literals.collect())
        })
    }

    fn length(
        &self,
        schema: &Map<String, Json>,
        names: [&'static str; 2],
        used: &mut Vec<&'static str>,
    ) -> LengthDraft {
        let [min, max] = names.map(|name| {
            let bound = schema.get(name)?.as_u64()?;
            used.push(name);
            Some(self.located(u32::try_from(bound).unwrap_or(u32::MAX)))
        });
        LengthDraft {
            // Every length is at least 0, and none is above the greatest.
            min: min.filter(|bound| bound.value > 0),
            max: max.filter(|bound| bound.value < u32::MAX),
        }
    }

    fn range(
        &self,
        schema: &Map<String, Json>,
        whole: bool,
        used: &mut Vec<&'static str>,
    ) -> RangeDraft {
        let mut bound = |inclusive: &'static str, exclusive: &'static str| {
            let number = |name: &'static str| {
                let number = schema.get(name)?;
                value_of_number(number, whole)
            };
            if let Some(found) = number(exclusive) {
                used.push(exclusive);
                return Some((self.located(found), true));
            }
            let found = number(inclusive)?;
            used.push(inclusive);
            // Up to draft 4 the word only modifies the bound.
            let modifier = schema.get(exclusive).and_then(Json::as_bool);
            if modifier.is_some() {
                used.push(exclusive);
            }
            Some((self.located(found), modifier.unwrap_or(false)))
        };
        RangeDraft::from(RangeFacets {
            min: bound("minimum", "exclusiveMinimum"),
            max: bound("maximum", "exclusiveMaximum"),
            total_digits: None,
            fraction_digits: None,
        })
    }

    fn list(
        &mut self,
        schema: &Map<String, Json>,
        depth: usize,
        used: &mut Vec<&'static str>,
    ) -> TypeDraft {
        let item = match schema.get("items") {
            Some(items @ Json::Object(_)) => {
                used.push("items");
                self.inner(items, depth)
            }
            _ => any_string(),
        };
        let unique = schema.get("uniqueItems").and_then(Json::as_bool);
        if unique.is_some() {
            used.push("uniqueItems");
        }
        TypeDraft::List {
            item: Box::new(self.located(item)),
            length: self.length(schema, ["minItems", "maxItems"], used),
            unique: unique.unwrap_or(false),
        }
    }

    fn hash(
        &mut self,
        schema: &Map<String, Json>,
        depth: usize,
        used: &mut Vec<&'static str>,
    ) -> TypeDraft {
        let Some(properties) = schema.get("properties").and_then(Json::as_object) else {
            return TypeDraft::Hash(Vec::new());
        };
        used.push("properties");
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        let members = properties.iter().map(|(name, schema)| {
            let text = |keyword| schema.get(keyword).and_then(Json::as_str);
            MemberDraft {
                name: self.located(name.clone()),
                value_type: {
                    let inner = self.inner(schema, depth);
                    self.located(inner)
                },
                required: required.contains(&&**name),
                default: schema
                    .get("default")
                    .and_then(value)
                    .map(|value| self.located(value)),
                description: text("description").map(str::to_owned),
            }
        });
        TypeDraft::Hash(members.collect())
    }
}

/// The type of a format, and whether it says all.
fn of_format(format: &str) -> Option<(TypeDraft, bool)> {
    Some(match format {
        "uri" | "uri-reference" | "iri" | "iri-reference" => (TypeDraft::Uri, true),
        "date-time" => (TypeDraft::DateTime, true),
        "duration" => (TypeDraft::Duration, true),
        // One family of addresses has no type of its own.
        "ipv4" | "ipv6" | "ip-address" => (TypeDraft::IpAddress, format == "ip-address"),
        _ => return None,
    })
}

/// The two unions that this project writes.
fn of_formats(branches: &Json) -> Option<TypeDraft> {
    let formats: Vec<&str> = branches
        .as_array()?
        .iter()
        .filter_map(|branch| branch.get("format")?.as_str())
        .collect();
    match *formats {
        ["ipv4", "ipv6"] => Some(TypeDraft::IpAddress),
        ["date-time", "date"] => Some(TypeDraft::DateTime),
        _ => None,
    }
}

/// The expression for the whole text out of one that JSON Schema searches for; `None` when it is
/// none of the expressions that patterns may be.
fn whole(searched: &str) -> Option<String> {
    let stripped = searched
        .strip_prefix("^(?:")
        .and_then(|rest| rest.strip_suffix(")$"))
        .filter(|inner| is_expression(inner));
    let found = match stripped {
        Some(inner) => anchored(inner).unwrap_or(inner).to_owned(),
        None => match anchored(searched) {
            Some(inner) => inner.to_owned(),
            // Matches anywhere in the text.
            None => format!(".*(?:{searched}).*"),
        },
    };
    is_expression(&found).then_some(found)
}

/// What stands between `^` and `$`, when these hold for all of it.
fn anchored(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('^')?.strip_suffix('$')?;
    // An escaped `$`, and alternatives of which only the outer ones are anchored.
    let fits = !inner.ends_with('\\') && !inner.contains('|') && is_expression(inner);
    fits.then_some(inner)
}

fn is_expression(text: &str) -> bool {
    !text.is_empty() && Pattern::new(text).is_ok()
}

fn value_of_number(number: &Json, whole: bool) -> Option<Value> {
    let float = number.as_f64()?;
    if !whole {
        return Some(Value::Float(float));
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and what has a fraction is no bound of whole numbers"
    )]
    number
        .as_i64()
        .or_else(|| (float.fract() == 0.0).then_some(float as i64))
        .map(Value::Integer)
}

/// A JSON value as a value of the model; `null` is none.
pub(super) fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => Value::Float(number.as_f64()?),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().filter_map(value).collect()),
        Json::Object(members) => Value::Hash(
            members
                .iter()
                .filter_map(|(name, json)| Some((name.clone(), value(json)?)))
                .collect(),
        ),
    })
}
