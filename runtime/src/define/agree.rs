//! Whether a Rust type is the type that a definition has, asked while the program is compiled.

use occi_model::table::{LiteralTable, RangeTable, TypeTable};

/// Whether the type of a field fits the type that a definition says.
///
/// Numbers fit when no value of the definition lies outside of the field's range; literals of an
/// enum are the same in any order; everything else is the same. Descriptions do not count.
#[must_use]
pub const fn agree(field: &TypeTable, defined: &TypeTable) -> bool {
    match (field, defined) {
        (TypeTable::String(a, (b, c)), TypeTable::String(x, (y, z))) => {
            let patterns = match (a, x) {
                (Some(a), Some(x)) => same(a, x),
                (None, None) => true,
                _ => false,
            };
            patterns && same_length(*b, *y) && same_length(*c, *z)
        }
        (TypeTable::Integer(field), TypeTable::Integer(defined)) => integers(field, defined),
        (TypeTable::Float(field), TypeTable::Float(defined)) => floats(field, defined),
        (TypeTable::Enum(field), TypeTable::Enum(defined)) => {
            field.len() == defined.len() && all_in(field, defined)
        }
        (TypeTable::Boolean, TypeTable::Boolean)
        | (TypeTable::Uri, TypeTable::Uri)
        | (TypeTable::IpAddress, TypeTable::IpAddress)
        | (TypeTable::IpNetwork, TypeTable::IpNetwork)
        | (TypeTable::Mac, TypeTable::Mac)
        | (TypeTable::Token, TypeTable::Token)
        | (TypeTable::DateTime, TypeTable::DateTime)
        | (TypeTable::Duration, TypeTable::Duration) => true,
        _ => false,
    }
}

/// Whether two texts are the same.
pub(super) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn same_length(a: Option<u32>, b: Option<u32>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => false,
    }
}

/// Whether the range of a field, which may be that of its Rust type, holds all that is defined.
const fn integers(field: &RangeTable<i64>, defined: &RangeTable<i64>) -> bool {
    const fn low(end: Option<(i64, bool)>) -> i64 {
        match end {
            Some((number, outside)) => number.saturating_add(outside as i64),
            None => i64::MIN,
        }
    }
    const fn high(end: Option<(i64, bool)>) -> i64 {
        match end {
            Some((number, outside)) => number.saturating_sub(outside as i64),
            None => i64::MAX,
        }
    }
    low(field.min) <= low(defined.min) && high(field.max) >= high(defined.max)
}

const fn floats(field: &RangeTable<f64>, defined: &RangeTable<f64>) -> bool {
    const fn within(field: Option<(f64, bool)>, defined: Option<(f64, bool)>, sign: f64) -> bool {
        match (field, defined) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some((field, outside)), Some((defined, also_outside))) => {
                let (field, defined) = (field * sign, defined * sign);
                field < defined || (field <= defined && (!outside || also_outside))
            }
        }
    }
    within(field.min, defined.min, 1.0) && within(field.max, defined.max, -1.0)
}

const fn all_in(field: &[LiteralTable], defined: &[LiteralTable]) -> bool {
    let mut at = 0;
    while at < field.len() {
        let mut found = false;
        let mut other = 0;
        while other < defined.len() {
            if same(field[at].name, defined[other].name) {
                found = true;
            }
            other += 1;
        }
        if !found {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::define::{DefinedType, with_range};

    const fn range(min: i64, max: i64) -> TypeTable {
        TypeTable::Integer(RangeTable {
            min: Some((min, false)),
            max: Some((max, false)),
            ..RangeTable::UNBOUNDED
        })
    }

    #[test]
    fn a_type_that_holds_all_values_agrees() {
        assert!(agree(&u16::TYPE, &range(1, 1024)));
        assert!(agree(&i64::TYPE, &range(1, 1024)));
        assert!(!agree(&u8::TYPE, &range(1, 1024)));
        assert!(!agree(
            &with_range(u16::TYPE, Some((2.0, false)), None),
            &range(1, 9)
        ));
        assert!(!agree(&u16::TYPE, &i64::TYPE));
        assert!(!agree(&String::TYPE, &range(1, 2)));
    }

    #[test]
    fn ends_that_are_outside_count() {
        const fn float(min: f64, outside: bool) -> TypeTable {
            TypeTable::Float(RangeTable {
                min: Some((min, outside)),
                ..RangeTable::UNBOUNDED
            })
        }
        assert!(agree(&f64::TYPE, &float(0.0, false)));
        assert!(agree(&float(0.0, true), &float(0.0, true)));
        assert!(agree(&float(0.0, false), &float(0.0, true)));
        assert!(!agree(&float(0.0, true), &float(0.0, false)));
        assert!(!agree(&float(0.0, false), &f64::TYPE));
    }

    #[test]
    fn literals_have_no_order() {
        const fn literal(name: &'static str) -> LiteralTable {
            LiteralTable {
                name,
                description: None,
                versions: occi_model::VersionRange::ALL,
            }
        }
        const ON_OFF: TypeTable = TypeTable::Enum(&[literal("on"), literal("off")]);
        const OFF_ON: TypeTable = TypeTable::Enum(&[literal("off"), literal("on")]);
        const OFF_IN: TypeTable = TypeTable::Enum(&[literal("off"), literal("in")]);
        const ON: TypeTable = TypeTable::Enum(&[literal("on")]);
        assert!(agree(&ON_OFF, &OFF_ON));
        assert!(!agree(&ON_OFF, &OFF_IN));
        assert!(!agree(&ON_OFF, &ON));
    }
}
