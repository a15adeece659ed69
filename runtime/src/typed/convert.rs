//! Attribute values as Rust types.
//!
//! The server checks values against the model before they come here. A client has no model at
//! hand and meets peers that quote every value or none, so a number is also read from text and
//! text from a number (the lenient columns of B.5, D-60, D-77).

use std::net::IpAddr;

use indexmap::IndexMap;
use occi_model::Value;

use super::AttributeValue;

/// The text of a scalar, for types that are written as text.
///
/// A number or boolean that a peer left unquoted gives its own letters.
///
/// # Errors
///
/// Gives `expected` for lists and hashes.
pub fn text_value(value: Value, expected: &str) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(format!("{number:?}")),
        Value::Boolean(truth) => Ok(truth.to_string()),
        Value::List(_) | Value::Hash(_) => Err(expected.to_owned()),
    }
}

/// Reads an enum: `read` makes the literal of a text, or the variant for unknown ones.
///
/// What generated code calls in its `AttributeValue` implementations.
///
/// # Errors
///
/// Gives a description of what was expected, when the value is a list or hash.
pub fn enum_value<T>(value: Value, read: impl FnOnce(&str) -> T) -> Result<T, String> {
    text_value(value, "a literal of an enum").map(|text| read(&text))
}

/// Reads a type that is written as text and checked on the way in.
///
/// # Errors
///
/// Gives `expected` when `parse` refuses the text, or the value is a list or hash.
pub fn parsed_value<T, E>(
    value: Value,
    expected: &str,
    parse: impl FnOnce(String) -> Result<T, E>,
) -> Result<T, String> {
    parse(text_value(value, expected)?).map_err(|_| expected.to_owned())
}

impl AttributeValue for Value {
    fn from_value(value: Value) -> Result<Self, String> {
        Ok(value)
    }

    fn into_value(self) -> Value {
        self
    }
}

impl AttributeValue for String {
    fn from_value(value: Value) -> Result<Self, String> {
        text_value(value, "a string")
    }

    fn into_value(self) -> Value {
        Value::String(self)
    }
}

impl AttributeValue for bool {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Boolean(truth) => Some(truth),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
        .ok_or_else(|| "true or false".to_owned())
    }

    fn into_value(self) -> Value {
        Value::Boolean(self)
    }
}

/// The whole number of a value, when it is one.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        // D-77: a float with integral value is an integer too. 2^63 is the first outside.
        Value::Float(number)
            if number.fract() == 0.0
                && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(number) =>
        {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "whole and inside the range"
            )]
            Some(*number as i64)
        }
        Value::String(text) => {
            let text = text.trim();
            match text.parse() {
                Ok(number) => Some(number),
                Err(_) => whole(&Value::Float(text.parse().ok()?)),
            }
        }
        _ => None,
    }
}

macro_rules! integer {
    ($($type:ty),+) => {$(
        impl AttributeValue for $type {
            fn from_value(value: Value) -> Result<Self, String> {
                whole(&value)
                    .and_then(|number| Self::try_from(number).ok())
                    .ok_or_else(|| {
                        format!("an integer from {} to {}", Self::MIN, Self::MAX)
                    })
            }

            fn into_value(self) -> Value {
                Value::Integer(self.into())
            }
        }
    )+};
}

integer!(i64, i32, i16, i8, u32, u16, u8);

impl AttributeValue for f64 {
    fn from_value(value: Value) -> Result<Self, String> {
        match &value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_f64(),
        }
        .filter(|number: &Self| number.is_finite())
        .ok_or_else(|| "a number".to_owned())
    }

    fn into_value(self) -> Value {
        Value::Float(self)
    }
}

impl AttributeValue for IpAddr {
    fn from_value(value: Value) -> Result<Self, String> {
        parsed_value(value, "an IPv4 or IPv6 address", |text| {
            text.parse::<Self>()
        })
    }

    fn into_value(self) -> Value {
        Value::String(self.to_string())
    }
}

impl<T: AttributeValue> AttributeValue for Vec<T> {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::List(items) => items
                .into_iter()
                .map(T::from_value)
                .collect::<Result<_, _>>()
                .map_err(|item| format!("a list of which each item is {item}")),
            _ => Err("a list".to_owned()),
        }
    }

    fn into_value(self) -> Value {
        Value::List(self.into_iter().map(T::into_value).collect())
    }
}

impl<T: AttributeValue> AttributeValue for IndexMap<String, T> {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Hash(members) => members
                .into_iter()
                .map(|(name, value)| Ok((name, T::from_value(value)?)))
                .collect::<Result<_, String>>()
                .map_err(|member| format!("a hash of which each member is {member}")),
            _ => Err("a hash".to_owned()),
        }
    }

    fn into_value(self) -> Value {
        Value::Hash(
            self.into_iter()
                .map(|(name, value)| (name, value.into_value()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: AttributeValue>(value: impl Into<Value>) -> Result<T, String> {
        T::from_value(value.into())
    }

    #[test]
    fn integers_keep_their_range() {
        assert_eq!(read::<u16>(65_535), Ok(65_535));
        assert_eq!(
            read::<u16>(65_536),
            Err("an integer from 0 to 65535".to_owned())
        );
        assert!(read::<u32>(-1).is_err());
        assert_eq!(read::<i64>(i64::MIN), Ok(i64::MIN));
        assert!(read::<i32>(i64::from(i32::MAX) + 1).is_err());
    }

    #[test]
    fn a_float_is_an_integer_only_without_fraction() {
        // D-77
        assert_eq!(read::<i64>(4.0), Ok(4));
        assert!(read::<i64>(4.5).is_err());
        assert!(read::<i64>(9.3e18).is_err());
        assert_eq!(read::<f64>(4), Ok(4.0));
    }

    #[test]
    fn quoted_numbers_and_booleans_are_read() {
        // B.5, lenient reader
        assert_eq!(read::<i64>("9007199254740993"), Ok(9_007_199_254_740_993));
        assert_eq!(read::<i64>("+4"), Ok(4));
        assert_eq!(read::<i64>("4.0"), Ok(4));
        assert_eq!(read::<f64>("4"), Ok(4.0));
        assert_eq!(read::<bool>("True"), Ok(true));
        assert!(read::<i64>("four").is_err());
        assert!(read::<bool>("yes").is_err());
        assert!(read::<bool>(1).is_err());
    }

    #[test]
    fn numbers_that_are_not_finite_are_refused() {
        for text in ["NaN", "inf", "1e999"] {
            assert!(read::<f64>(text).is_err(), "{text}");
            assert!(read::<i64>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn bare_scalars_are_text() {
        // B.5, lenient reader: a bare token where a string is wanted
        assert_eq!(read::<String>(7), Ok("7".to_owned()));
        assert_eq!(read::<String>(true), Ok("true".to_owned()));
        assert!(String::from_value(Value::List(Vec::new())).is_err());
    }

    #[test]
    fn lists_and_hashes_say_which_part_is_wrong() {
        let list = Value::List(vec![Value::Integer(1), Value::from("x")]);
        assert_eq!(
            Vec::<u16>::from_value(list),
            Err("a list of which each item is an integer from 0 to 65535".to_owned())
        );
        let hash: IndexMap<String, Value> = [("a".to_owned(), Value::Integer(1))].into();
        let read = IndexMap::<String, i64>::from_value(hash.clone().into_value());
        assert_eq!(read, Ok([("a".to_owned(), 1)].into()));
        assert_eq!(hash.clone().into_value(), Value::Hash(hash.into()));
    }

    #[test]
    fn addresses_are_parsed() {
        let address: IpAddr = "2001:db8::1".parse().unwrap();
        assert_eq!(read::<IpAddr>("2001:db8::1"), Ok(address));
        assert_eq!(address.into_value(), Value::from("2001:db8::1"));
        assert_eq!(
            read::<IpAddr>("10.0.0"),
            Err("an IPv4 or IPv6 address".to_owned())
        );
    }

    #[test]
    fn enums_get_their_text() {
        assert_eq!(
            enum_value(Value::from("x86"), str::to_owned),
            Ok("x86".to_owned())
        );
        assert!(enum_value(Value::Hash(IndexMap::new().into()), str::len).is_err());
    }
}
