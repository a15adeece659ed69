//! Typing of wire values by the definition of their attribute (D-60, D-77).

use indexmap::IndexMap;
use occi_model::{
    Value, ValueType,
    types::{HashType, ListType},
};

use crate::{
    Mode,
    findings::{Findings, excerpt},
    json::node::Node,
    message::{RawValue, TypeMismatch},
    number::number_form,
};

impl RawValue {
    /// Reads the value as `value_type` wants it (D-60, D-77) and checks its facets.
    ///
    /// Lenient mode also takes quoted numbers and booleans, bare words, numbers and booleans for
    /// strings, and for lists and hashes a string that holds JSON (D-58). The letters of a value
    /// that is taken for a string are kept.
    ///
    /// # Errors
    ///
    /// When the value has another type or is outside the facets. [`RawValue::Null`] fits no type:
    /// what an absent value means is the caller's business.
    pub fn typed(&self, value_type: &ValueType, mode: Mode) -> Result<Value, TypeMismatch> {
        let Some(value) = self.converted(value_type, mode) else {
            return Err(TypeMismatch {
                found: self.words(),
                expected: value_type.describe(),
            });
        };
        value_type.check(value).map_err(|fault| TypeMismatch {
            found: fault.found,
            expected: fault.expected,
        })
    }

    /// The value in a few words, for messages.
    fn words(&self) -> String {
        match self {
            Self::Text(text) => excerpt(text),
            Self::Number(text) | Self::Bare(text) => excerpt(text).trim_matches('"').to_owned(),
            Self::Boolean(truth) => truth.to_string(),
            Self::List(_) => "a list".to_owned(),
            Self::Hash(_) => "a hash".to_owned(),
            Self::Null => "an absent value".to_owned(),
        }
    }

    /// The value in the form that the type wants, not yet checked; nothing when it has another
    /// form.
    fn converted(&self, value_type: &ValueType, mode: Mode) -> Option<Value> {
        let lenient = mode == Mode::Lenient;
        match value_type {
            ValueType::Integer(_) | ValueType::Float(_) | ValueType::Number(_) => match self {
                Self::Number(letters) => number(letters),
                Self::Text(text) if lenient => number(text.trim()),
                _ => None,
            },
            ValueType::Boolean => match self {
                Self::Boolean(truth) => Some(Value::Boolean(*truth)),
                Self::Text(text) | Self::Bare(text) if lenient => boolean(text.trim()),
                _ => None,
            },
            ValueType::List(list) => self.converted_list(list, mode),
            ValueType::Hash(hash) => self.converted_hash(hash, mode),
            _ => match self {
                Self::Text(text) => Some(Value::String(text.clone())),
                Self::Bare(text) | Self::Number(text) if lenient => {
                    Some(Value::String(text.clone()))
                }
                Self::Boolean(truth) if lenient => Some(Value::String(truth.to_string())),
                _ => None,
            },
        }
    }

    fn converted_list(&self, list: &ListType, mode: Mode) -> Option<Value> {
        match self {
            Self::List(items) => items
                .iter()
                .map(|item| item.converted(&list.item, mode).or_else(|| item.plain()))
                .collect::<Option<_>>()
                .map(Value::List),
            Self::Text(text) if mode == Mode::Lenient => match json(text)? {
                // Only one level of quoting is undone.
                items @ Self::List(_) => items.converted_list(list, mode),
                _ => None,
            },
            _ => None,
        }
    }

    fn converted_hash(&self, hash: &HashType, mode: Mode) -> Option<Value> {
        match self {
            Self::Hash(members) => members
                .iter()
                .map(|(name, value)| {
                    let wanted = hash.members.iter().find(|member| *member.name == **name);
                    let value = wanted
                        .and_then(|member| value.converted(&member.value_type, mode))
                        .or_else(|| value.plain())?;
                    Some((name.clone(), value))
                })
                .collect::<Option<IndexMap<_, _>>>()
                .map(Value::Hash),
            Self::Text(text) if mode == Mode::Lenient => match json(text)? {
                members @ Self::Hash(_) => members.converted_hash(hash, mode),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value by its own form, whatever a definition says: numbers as numbers, text as text.
    /// Nothing for an absent value, or for a list or hash that holds one.
    #[must_use]
    pub fn plain(&self) -> Option<Value> {
        Some(match self {
            Self::Text(text) | Self::Bare(text) => Value::String(text.clone()),
            Self::Number(letters) => {
                number(letters).unwrap_or_else(|| Value::String(letters.clone()))
            }
            Self::Boolean(truth) => Value::Boolean(*truth),
            Self::List(items) => Value::List(items.iter().map(Self::plain).collect::<Option<_>>()?),
            Self::Hash(members) => Value::Hash(
                members
                    .iter()
                    .map(|(name, value)| Some((name.clone(), value.plain()?)))
                    .collect::<Option<_>>()?,
            ),
            Self::Null => return None,
        })
    }
}

/// A finite number: whole when it is written so and fits into 64 bits.
fn number(letters: &str) -> Option<Value> {
    number_form(letters)?;
    if let Ok(number) = letters.parse() {
        return Some(Value::Integer(number));
    }
    letters
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
        .map(Value::Float)
}

fn boolean(text: &str) -> Option<Value> {
    [("true", true), ("false", false)]
        .into_iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word))
        .map(|(_, truth)| Value::Boolean(truth))
}

/// A string that holds JSON (D-58).
fn json(text: &str) -> Option<RawValue> {
    Node::parse(text.as_bytes(), &mut Findings::new(Mode::Lenient))
        .ok()
        .map(Node::into_raw)
}
