//! Facets that a field adds to the type of its Rust type, applied while the program is compiled.

use occi_model::{
    ValueType,
    table::{AttributeTable, LengthTable, RangeTable, TypeTable},
};

use crate::typed::AttributeValue;

/// The type with a range of numbers: each end with whether it is itself outside.
///
/// An end that is not given stays what it was.
///
/// # Panics
///
/// When the type is no number, or an end is no integer where the type is one; in a constant that
/// is a fault of compilation.
#[must_use]
pub const fn with_range(
    of: TypeTable,
    min: Option<(f64, bool)>,
    max: Option<(f64, bool)>,
) -> TypeTable {
    match of {
        TypeTable::Integer(range) => TypeTable::Integer(RangeTable {
            min: match min {
                Some((end, outside)) => Some((integer(end), outside)),
                None => range.min,
            },
            max: match max {
                Some((end, outside)) => Some((integer(end), outside)),
                None => range.max,
            },
            ..range
        }),
        TypeTable::Float(range) => TypeTable::Float(floats(range, min, max)),
        TypeTable::Number(range) => TypeTable::Number(floats(range, min, max)),
        TypeTable::Named(..) => panic!("a named type has its facets where it is defined"),
        _ => panic!("`range` is for numbers"),
    }
}

const fn floats(
    range: RangeTable<f64>,
    min: Option<(f64, bool)>,
    max: Option<(f64, bool)>,
) -> RangeTable<f64> {
    RangeTable {
        min: if min.is_some() { min } else { range.min },
        max: if max.is_some() { max } else { range.max },
        ..range
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "an end that does not survive the way there and back is refused"
)]
const fn integer(end: f64) -> i64 {
    let whole = end as i64;
    assert!(
        whole as f64 == end,
        "the ends of an integer's range are integers"
    );
    whole
}

/// The type with a length: of characters, or of items.
///
/// # Panics
///
/// When the type is neither text nor list; in a constant that is a fault of compilation.
#[must_use]
pub const fn with_length(of: TypeTable, length: LengthTable) -> TypeTable {
    match of {
        TypeTable::String(pattern, _) => TypeTable::String(pattern, length),
        TypeTable::List(item, _, unique) => TypeTable::List(item, length, unique),
        TypeTable::Named(..) => panic!("a named type has its facets where it is defined"),
        _ => panic!("`length` is for text and lists"),
    }
}

/// The type with a pattern that the whole value matches.
///
/// # Panics
///
/// When the type is no text; in a constant that is a fault of compilation.
#[must_use]
pub const fn with_pattern(of: TypeTable, pattern: &'static str) -> TypeTable {
    match of {
        TypeTable::String(_, length) => TypeTable::String(Some(pattern), length),
        TypeTable::Named(..) => panic!("a named type has its facets where it is defined"),
        _ => panic!("`pattern` is for text"),
    }
}

/// Another type of texts: `uri`, `mac` and the like, for a Rust type that is text.
///
/// # Panics
///
/// When the Rust type is no text; in a constant that is a fault of compilation.
#[must_use]
pub const fn with_type(of: TypeTable, wanted: TypeTable) -> TypeTable {
    match of {
        TypeTable::String(None, (None, None)) => wanted,
        _ => panic!("`type` is for fields that are `String`"),
    }
}

/// The type, its items unique.
///
/// # Panics
///
/// When the type is no list; in a constant that is a fault of compilation.
#[must_use]
pub const fn with_unique(of: TypeTable) -> TypeTable {
    match of {
        TypeTable::List(item, length, _) => TypeTable::List(item, length, true),
        _ => panic!("`unique` is for lists"),
    }
}

/// The type with a greatest number of decimal digits: in all, and behind the point.
///
/// # Panics
///
/// When the type is no number, or an integer that is to have digits behind the point; in a
/// constant that is a fault of compilation.
#[must_use]
pub const fn with_digits(of: TypeTable, total: Option<u32>, fraction: Option<u32>) -> TypeTable {
    const fn digits<N: Copy>(
        range: RangeTable<N>,
        total_digits: Option<u32>,
        fraction_digits: Option<u32>,
    ) -> RangeTable<N> {
        RangeTable {
            min: range.min,
            max: range.max,
            total_digits,
            fraction_digits,
        }
    }
    match of {
        TypeTable::Integer(range) => {
            assert!(
                fraction.is_none(),
                "integers have no digits behind the point"
            );
            TypeTable::Integer(digits(range, total, fraction))
        }
        TypeTable::Float(range) => TypeTable::Float(digits(range, total, fraction)),
        TypeTable::Number(range) => TypeTable::Number(digits(range, total, fraction)),
        _ => panic!("`digits` and `fraction` are for numbers"),
    }
}

/// The type of a struct that narrows another type, ready to check values.
#[derive(Clone, Debug)]
pub struct Facets(Option<ValueType>);

impl Facets {
    /// Makes the type of a table. A table that no definition can hold refuses nothing: the model
    /// that it belongs to is refused as a whole.
    #[must_use]
    pub fn new(table: &TypeTable) -> Self {
        let alone = AttributeTable::new("", *table);
        Self(super::known::types([&alone]).into_values().next())
    }

    /// Gives the value back, if it fits.
    ///
    /// # Errors
    ///
    /// What was expected, when it does not.
    pub fn check<T: AttributeValue>(&self, value: T) -> Result<T, String> {
        let Some(value_type) = &self.0 else {
            return Ok(value);
        };
        let written = value_type
            .check(value.into_value())
            .map_err(|_| value_type.describe())?;
        T::from_value(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTEGER: TypeTable = TypeTable::Integer(RangeTable::UNBOUNDED);

    #[test]
    fn a_range_narrows_a_number() {
        let facets = Facets::new(&with_range(INTEGER, Some((1.0, false)), Some((4.0, true))));
        assert_eq!(facets.check(3_i64), Ok(3));
        for outside in [0_i64, 4] {
            let expected = facets.check(outside).unwrap_err();
            assert_eq!(expected, "an integer of at least 1 and less than 4");
        }
    }

    #[test]
    fn length_and_pattern_narrow_a_text() {
        let text = TypeTable::String(None, (None, None));
        let facets = Facets::new(&with_pattern(
            with_length(text, (Some(2), Some(3))),
            "[a-z]*",
        ));
        assert_eq!(facets.check("abc".to_owned()), Ok("abc".to_owned()));
        assert!(facets.check("a".to_owned()).is_err());
        assert!(facets.check("ab1".to_owned()).is_err());
    }
}
