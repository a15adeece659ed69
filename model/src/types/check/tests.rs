use std::sync::Arc;

use super::*;
use crate::HashValue;
use crate::types::{Bound, EnumLiteral, EnumType, LengthRange, Member, Pattern};
use crate::version::VersionRange;

fn range<N>(min: Option<N>, max: Option<N>) -> NumberRange<N> {
    let bound = |value| Bound {
        value,
        exclusive: false,
    };
    NumberRange {
        min: min.map(bound),
        max: max.map(bound),
        fraction_digits: None,
        total_digits: None,
    }
}

fn class_of(value_type: &ValueType, value: impl Into<Value>) -> Option<FaultClass> {
    value_type
        .check(value.into())
        .err()
        .map(|fault| fault.class)
}

#[test]
fn integers_and_floats_become_each_other_when_nothing_is_lost() {
    let vlan = ValueType::Integer(range(Some(0), Some(4095)));
    assert_eq!(vlan.check(Value::Float(7.0)), Ok(Value::Integer(7)));
    assert_eq!(class_of(&vlan, 7.5), Some(FaultClass::Fraction));
    assert_eq!(class_of(&vlan, f64::NAN), Some(FaultClass::Fraction));
    assert_eq!(class_of(&vlan, 1e300), Some(FaultClass::Fraction));
    assert_eq!(class_of(&vlan, -1_i64), Some(FaultClass::Below));
    assert_eq!(class_of(&vlan, 4096_i64), Some(FaultClass::Above));
    assert_eq!(class_of(&vlan, "7"), Some(FaultClass::Type));
    let memory = ValueType::Float(range(Some(0.0), None));
    assert_eq!(memory.check(Value::Integer(2)), Ok(Value::Float(2.0)));
    assert_eq!(class_of(&memory, f64::INFINITY), Some(FaultClass::Format));
    let period = ValueType::Number(NumberRange::UNBOUNDED);
    assert_eq!(period.check(Value::Integer(2)), Ok(Value::Integer(2)));
}

#[test]
fn the_largest_floats_are_no_integers() {
    let any = ValueType::Integer(NumberRange::UNBOUNDED);
    assert_eq!(
        class_of(&any, 9_223_372_036_854_775_808.0),
        Some(FaultClass::Fraction)
    );
    assert_eq!(
        any.check(Value::Float(-9_223_372_036_854_775_808.0)),
        Ok(Value::Integer(i64::MIN))
    );
}

#[test]
fn exclusive_bounds_exclude() {
    let positive = ValueType::Float(NumberRange {
        min: Some(Bound {
            value: 0.0,
            exclusive: true,
        }),
        max: None,
        fraction_digits: None,
        total_digits: None,
    });
    assert_eq!(class_of(&positive, 0.0), Some(FaultClass::Below));
    assert_eq!(class_of(&positive, 0.1), None);
}

#[test]
fn digits_are_counted_as_they_are_written() {
    let price = NumberRange {
        total_digits: Some(4),
        fraction_digits: Some(2),
        ..NumberRange::UNBOUNDED
    };
    for value_type in [ValueType::Float(price), ValueType::Number(price)] {
        assert_eq!(class_of(&value_type, 99.25), None);
        assert_eq!(class_of(&value_type, -0.1), None);
        assert_eq!(class_of(&value_type, 9999_i64), None);
        assert_eq!(class_of(&value_type, 0.125), Some(FaultClass::Digits));
        assert_eq!(class_of(&value_type, 12345_i64), Some(FaultClass::Digits));
        assert_eq!(class_of(&value_type, 123.25), Some(FaultClass::Digits));
    }
    // The digits of an integer are its own, not those of the nearest float.
    let long = ValueType::Number(NumberRange {
        total_digits: Some(18),
        ..NumberRange::UNBOUNDED
    });
    assert_eq!(class_of(&long, 999_999_999_999_999_999_i64), None);
    let year = ValueType::Integer(NumberRange {
        total_digits: Some(4),
        ..NumberRange::UNBOUNDED
    });
    assert_eq!(class_of(&year, -9999_i64), None);
    assert_eq!(class_of(&year, 10_000_i64), Some(FaultClass::Digits));
}

#[test]
fn members_that_are_left_out_get_their_defaults() {
    let member = |name: &str, required, default| Member {
        name: name.into(),
        value_type: ValueType::Integer(NumberRange::UNBOUNDED),
        required,
        default,
        description: None,
    };
    let hash = ValueType::Hash(Arc::new(HashType {
        members: vec![
            member("a", true, None),
            member("b", false, Some(Value::Integer(7))),
            member("c", false, None),
        ],
    }));
    let of = |members: &[(&str, i64)]| {
        Value::Hash(
            members
                .iter()
                .map(|(name, value)| ((*name).to_owned(), Value::Integer(*value)))
                .collect(),
        )
    };
    assert_eq!(hash.check(of(&[("a", 1)])), Ok(of(&[("a", 1), ("b", 7)])));
    assert_eq!(
        hash.check(of(&[("b", 2), ("a", 1)])),
        Ok(of(&[("b", 2), ("a", 1)]))
    );
}

#[test]
fn strings_are_measured_in_characters_and_matched_whole() {
    let label = ValueType::String(StringFacets {
        pattern: Some(Pattern::new("[a-zé]+").unwrap()),
        length: LengthRange {
            min: Some(2),
            max: Some(3),
        },
    });
    assert_eq!(class_of(&label, "éé"), None);
    assert_eq!(class_of(&label, "é"), Some(FaultClass::Short));
    assert_eq!(class_of(&label, "abcd"), Some(FaultClass::Long));
    assert_eq!(class_of(&label, "ab1"), Some(FaultClass::Pattern));
}

#[test]
fn a_fault_says_what_was_found_and_what_was_expected() {
    let vlan = ValueType::Integer(range(Some(0), Some(4095)));
    let fault = vlan.check(Value::Integer(5000)).unwrap_err();
    assert_eq!(fault.to_string(), "5000 is not an integer from 0 to 4095");
    let fault = vlan
        .check(Value::from("a\nb".to_owned() + &"x".repeat(500)))
        .unwrap_err();
    assert!(fault.found.starts_with("\"a\\nbxxx") && fault.found.ends_with('…'));
    assert!(fault.found.chars().count() <= EXCERPT_CHARS + 1);
}

#[test]
fn enums_take_their_literals_letter_by_letter() {
    let literals = ["x86", "x64"].map(|name| EnumLiteral {
        name: name.into(),
        description: None,
        versions: VersionRange::ALL,
    });
    let architecture = ValueType::Enum(Arc::new(EnumType {
        name: None,
        literals: literals.into(),
    }));
    assert_eq!(class_of(&architecture, "x64"), None);
    assert_eq!(class_of(&architecture, "X64"), Some(FaultClass::Literal));
    assert_eq!(class_of(&architecture, 64_i64), Some(FaultClass::Type));
}

#[test]
fn lists_check_items_number_and_uniqueness() {
    let list = |unique| {
        ValueType::List(Arc::new(ListType {
            item: ValueType::Number(NumberRange::UNBOUNDED),
            length: LengthRange {
                min: Some(1),
                max: Some(3),
            },
            unique,
        }))
    };
    let of = |items: &[f64]| Value::List(items.iter().map(|&n| Value::Float(n)).collect());
    assert_eq!(class_of(&list(true), of(&[1.0, 2.0])), None);
    assert_eq!(class_of(&list(false), of(&[1.0, 1.0])), None);
    assert_eq!(
        class_of(&list(true), of(&[0.0, -0.0])),
        Some(FaultClass::Duplicate)
    );
    assert_eq!(
        class_of(
            &list(true),
            Value::List(vec![Value::Integer(1), Value::Float(1.0)])
        ),
        Some(FaultClass::Duplicate)
    );
    assert_eq!(class_of(&list(true), of(&[])), Some(FaultClass::Short));
    assert_eq!(class_of(&list(true), of(&[1.0; 4])), Some(FaultClass::Long));
    let fault = list(true)
        .check(Value::List(vec![Value::Integer(1), Value::from("x")]))
        .unwrap_err();
    assert_eq!(fault.class, FaultClass::Item);
    assert_eq!(fault.to_string(), "item 2, \"x\", is not a number");
}

#[test]
fn hashes_check_their_members() {
    let hash = ValueType::Hash(Arc::new(HashType {
        members: vec![Member {
            name: "size".into(),
            value_type: ValueType::Float(NumberRange::UNBOUNDED),
            required: true,
            description: None,
            default: None,
        }],
    }));
    let of = |name: &str, value: Value| Value::Hash([(name.to_owned(), value)].into());
    assert_eq!(
        hash.check(of("size", Value::Integer(1))),
        Ok(of("size", Value::Float(1.0)))
    );
    assert_eq!(
        class_of(&hash, of("size", "x".into())),
        Some(FaultClass::Member)
    );
    assert_eq!(
        class_of(&hash, of("other", "x".into())),
        Some(FaultClass::Member)
    );
    assert_eq!(
        class_of(&hash, Value::Hash(HashValue::default())),
        Some(FaultClass::Member)
    );
    let any = ValueType::Hash(Arc::new(HashType { members: vec![] }));
    assert_eq!(class_of(&any, of("other", "x".into())), None);
}
