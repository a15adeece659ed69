//! Whether a value fits a type, asked while the program is compiled.

use occi_model::table::{LengthTable, RangeTable, TypeTable, ValueTable};

use super::agree::same;

/// Whether the value is one of the type, as far as that can be told without running: patterns,
/// the form of addresses and the like, and named types are taken as met.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "a whole number where a float is asked for is compared as one"
)]
pub const fn fits(of: &TypeTable, value: &ValueTable) -> bool {
    match (of, value) {
        (TypeTable::Named(..), _)
        | (TypeTable::Boolean, ValueTable::Boolean(_))
        | (TypeTable::List(..), ValueTable::List(_))
        | (TypeTable::Hash(_), ValueTable::Hash(_)) => true,
        (TypeTable::Enum(literals), ValueTable::String(text)) => {
            let mut at = 0;
            while at < literals.len() {
                if same(literals[at].name, text) {
                    return true;
                }
                at += 1;
            }
            false
        }
        (TypeTable::Integer(range), ValueTable::Integer(number)) => integer(range, *number),
        (TypeTable::Float(range) | TypeTable::Number(range), ValueTable::Float(number)) => {
            float(range, *number)
        }
        (TypeTable::Float(range) | TypeTable::Number(range), ValueTable::Integer(number)) => {
            float(range, *number as f64)
        }
        (TypeTable::String(_, size), ValueTable::String(text)) => length(*size, text),
        (
            TypeTable::Uri
            | TypeTable::IpAddress
            | TypeTable::IpNetwork
            | TypeTable::IpPrefix(_)
            | TypeTable::Mac
            | TypeTable::Token
            | TypeTable::DateTime
            | TypeTable::Duration
            | TypeTable::Ref(_),
            ValueTable::String(_),
        ) => true,
        _ => false,
    }
}

const fn integer(range: &RangeTable<i64>, number: i64) -> bool {
    let above = match range.min {
        Some((min, outside)) => min < number || (min == number && !outside),
        None => true,
    };
    let below = match range.max {
        Some((max, outside)) => number < max || (max == number && !outside),
        None => true,
    };
    above && below
}

const fn float(range: &RangeTable<f64>, number: f64) -> bool {
    let above = match range.min {
        Some((min, outside)) => min < number || (min <= number && !outside),
        None => true,
    };
    let below = match range.max {
        Some((max, outside)) => number < max || (number <= max && !outside),
        None => true,
    };
    above && below
}

/// Whether a text has as many characters as it may.
const fn length((min, max): LengthTable, text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut characters, mut at) = (0_u32, 0);
    while at < bytes.len() {
        // Every byte but those that continue a character begins one.
        if bytes[at] & 0b1100_0000 != 0b1000_0000 {
            characters += 1;
        }
        at += 1;
    }
    let long_enough = match min {
        Some(min) => min <= characters,
        None => true,
    };
    let short_enough = match max {
        Some(max) => characters <= max,
        None => true,
    };
    long_enough && short_enough
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::define::{DefinedType, with_length, with_range};

    const TEXT: TypeTable = with_length(String::TYPE, (Some(2), Some(3)));
    const ABOVE: TypeTable = with_range(f64::TYPE, Some((1.0, true)), Some((2.0, false)));

    #[test]
    fn numbers_lie_in_their_range() {
        assert!(fits(&u8::TYPE, &ValueTable::Integer(255)));
        assert!(!fits(&u8::TYPE, &ValueTable::Integer(256)));
        assert!(!fits(&u8::TYPE, &ValueTable::Integer(-1)));
        assert!(!fits(&u8::TYPE, &ValueTable::Float(1.0)));
        assert!(fits(&ABOVE, &ValueTable::Integer(2)));
        assert!(!fits(&ABOVE, &ValueTable::Float(1.0)));
        assert!(!fits(&ABOVE, &ValueTable::Float(2.5)));
    }

    #[test]
    fn texts_have_their_length_in_characters() {
        assert!(fits(&TEXT, &ValueTable::String("éé")));
        assert!(!fits(&TEXT, &ValueTable::String("é")));
        assert!(!fits(&TEXT, &ValueTable::String("abcd")));
        assert!(!fits(&TEXT, &ValueTable::Boolean(true)));
    }
}
