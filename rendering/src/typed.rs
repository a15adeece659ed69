//! Typing of wire values by the definition of their attribute (D-60, D-77).

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
                .collect::<Option<_>>()
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

#[cfg(test)]
mod tests {
    use occi_model::types::NumberRange;

    use super::*;

    const INTEGER: ValueType = ValueType::Integer(NumberRange::UNBOUNDED);
    const FLOAT: ValueType = ValueType::Float(NumberRange::UNBOUNDED);
    const NUMBER: ValueType = ValueType::Number(NumberRange::UNBOUNDED);

    fn text(text: &str) -> RawValue {
        RawValue::Text(text.to_owned())
    }

    fn letters(letters: &str) -> RawValue {
        RawValue::Number(letters.to_owned())
    }

    fn bare(word: &str) -> RawValue {
        RawValue::Bare(word.to_owned())
    }

    #[track_caller]
    fn both(raw: &RawValue, value_type: &ValueType, value: impl Into<Value>) {
        let value = value.into();
        for mode in [Mode::Strict, Mode::Lenient] {
            assert_eq!(raw.typed(value_type, mode).as_ref(), Ok(&value));
        }
    }

    #[track_caller]
    fn lenient_only(raw: &RawValue, value_type: &ValueType, value: impl Into<Value>) {
        assert!(raw.typed(value_type, Mode::Strict).is_err());
        assert_eq!(raw.typed(value_type, Mode::Lenient), Ok(value.into()));
    }

    #[track_caller]
    fn neither(raw: &RawValue, value_type: &ValueType) {
        for mode in [Mode::Strict, Mode::Lenient] {
            assert!(raw.typed(value_type, mode).is_err(), "{mode:?}");
        }
    }

    #[test]
    fn d60_the_definition_decides() {
        let string = ValueType::any_string();
        both(&text("4"), &string, "4");
        both(&letters("4"), &INTEGER, 4);
        lenient_only(&text("4"), &INTEGER, 4);
        lenient_only(&text(" 1e2 "), &FLOAT, 100.0);
        lenient_only(&letters("4.50"), &string, "4.50");
        lenient_only(&RawValue::Boolean(true), &string, "true");
        lenient_only(&bare("foobar"), &string, "foobar");
        both(&RawValue::Boolean(true), &ValueType::Boolean, true);
        lenient_only(&text("TRUE"), &ValueType::Boolean, true);
        lenient_only(&bare("False"), &ValueType::Boolean, false);
        neither(&text("yes"), &ValueType::Boolean);
        neither(&text("four"), &INTEGER);
        neither(&letters("1"), &ValueType::Boolean);
        neither(&RawValue::Boolean(true), &INTEGER);
        neither(&RawValue::Null, &string);
    }

    #[test]
    fn d77_numbers_with_and_without_fraction() {
        both(&letters("4.0"), &INTEGER, 4);
        both(&letters("4"), &FLOAT, 4.0);
        both(&letters("4"), &NUMBER, 4);
        both(&letters("4.5"), &NUMBER, 4.5);
        both(&letters("+007"), &INTEGER, 7);
        both(&letters("9223372036854775807"), &INTEGER, i64::MAX);
        neither(&letters("4.5"), &INTEGER);
        neither(&letters("9223372036854775808"), &INTEGER);
        neither(&letters("1e999"), &FLOAT);
    }

    #[test]
    fn facets_are_checked_and_misfits_are_put_in_words() {
        let vlan = ValueType::Integer(NumberRange {
            min: Some(occi_model::types::Bound {
                value: 0,
                exclusive: false,
            }),
            max: Some(occi_model::types::Bound {
                value: 4095,
                exclusive: false,
            }),
            ..NumberRange::UNBOUNDED
        });
        both(&letters("4095"), &vlan, 4095);
        let error = letters("4096").typed(&vlan, Mode::Strict).unwrap_err();
        assert_eq!(error.to_string(), "4096 is not an integer from 0 to 4095");
        let error = text("4").typed(&vlan, Mode::Strict).unwrap_err();
        assert_eq!(error.to_string(), "\"4\" is not an integer from 0 to 4095");
        let error = RawValue::Null.typed(&vlan, Mode::Lenient).unwrap_err();
        assert_eq!(
            error.to_string(),
            "an absent value is not an integer from 0 to 4095"
        );
    }

    #[test]
    fn d58_lists_and_hashes_in_json_and_as_quoted_json() {
        let list = ValueType::List(
            ListType {
                item: INTEGER,
                length: occi_model::types::LengthRange::default(),
                unique: false,
            }
            .into(),
        );
        let two = Value::List(vec![Value::Integer(1), Value::Integer(2)]);
        let raw = RawValue::List(vec![letters("1"), letters("2.0")]);
        both(&raw, &list, two.clone());
        lenient_only(&text("[1, \"2\"]"), &list, two);
        neither(&text("[1, [2]]"), &list);
        neither(&text("\"[1]\""), &list);
        neither(&text("not json"), &list);
        neither(&letters("1"), &list);

        let hash = ValueType::Hash(
            HashType {
                members: vec![occi_model::types::Member {
                    name: "k".into(),
                    value_type: FLOAT,
                    required: true,
                    default: None,
                    description: None,
                }],
            }
            .into(),
        );
        let value = Value::Hash([("k".to_owned(), Value::Float(1.0))].into_iter().collect());
        let raw = RawValue::Hash(Box::new(
            [("k".to_owned(), letters("1"))].into_iter().collect(),
        ));
        both(&raw, &hash, value.clone());
        lenient_only(&text("{\"k\": \"1\"}"), &hash, value);
        neither(&text("{\"j\": 1}"), &hash);
        neither(&text("{}"), &hash);
    }
}
