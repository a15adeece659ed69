//! Values of formats that write every value as text.

use super::ValueType;
use crate::value::Value;

impl ValueType {
    /// The value that a text stands for where a format has no other way to write values, such as
    /// the defaults and the attribute values of OCCIware models.
    ///
    /// Numbers and booleans are read as such, booleans in any case of letters (OCCIware invariant
    /// 10); for all else, and where the text is none, it is the text itself. The value is not
    /// checked: [`Self::check`] says what is wrong with it. A list gets the one item that the text
    /// is.
    #[must_use]
    pub fn value_of_text(&self, text: &str) -> Value {
        let trimmed = text.trim();
        let read = match self {
            Self::Boolean if trimmed.eq_ignore_ascii_case("true") => Some(Value::Boolean(true)),
            Self::Boolean if trimmed.eq_ignore_ascii_case("false") => Some(Value::Boolean(false)),
            Self::Integer(_) => trimmed.parse().ok().map(Value::Integer),
            Self::Number(_) => trimmed
                .parse()
                .ok()
                .map(Value::Integer)
                .or_else(|| float(trimmed)),
            Self::Float(_) => float(trimmed),
            // A text is one value: whoever has several writes several texts.
            Self::List(list) => Some(Value::List(vec![list.item.value_of_text(text)])),
            _ => None,
        };
        read.unwrap_or_else(|| Value::String(text.to_owned()))
    }
}

/// A finite number; words such as `inf` are none.
fn float(text: &str) -> Option<Value> {
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(Value::Float(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{LengthRange, ListType, NumberRange};

    #[test]
    fn texts_are_read_as_the_type_wants_them() {
        let integer = ValueType::Integer(NumberRange::UNBOUNDED);
        let float = ValueType::Float(NumberRange::UNBOUNDED);
        let list = ValueType::List(
            ListType {
                item: integer.clone(),
                length: LengthRange::default(),
                unique: false,
            }
            .into(),
        );
        for (value_type, text, value) in [
            (&ValueType::Boolean, "True", Value::Boolean(true)),
            (&ValueType::Boolean, "yes", Value::from("yes")),
            (&integer, " 42 ", Value::Integer(42)),
            (&integer, "4.2", Value::from("4.2")),
            (&float, "4", Value::Float(4.0)),
            (&float, "inf", Value::from("inf")),
            (&float, "", Value::from("")),
            (&ValueType::any_string(), "42", Value::from("42")),
            (&list, "42", Value::List(vec![Value::Integer(42)])),
        ] {
            assert_eq!(value_type.value_of_text(text), value, "{text}");
        }
    }
}
