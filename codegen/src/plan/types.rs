//! The Rust types of attribute values.

use occi_model::{
    ValueType,
    types::{Bound, LengthRange, NumberRange},
};

use super::values::Leaf;

/// A type of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RustType {
    /// A type of the language, by name: `String`, `i64`.
    Plain(&'static str),
    /// A type of the standard library, by its whole path.
    Std(&'static str),
    /// A type of the runtime, by its path inside.
    Runtime(&'static str),
    /// One of the plan's enums.
    Enum(usize),
    /// One of the plan's records.
    Record(usize),
    /// One of the plan's narrowed types; whether equality of its values is total.
    Narrow {
        /// Which.
        at: usize,
        /// Whether equality of its values is total.
        is_eq: bool,
    },
    /// A type of the user's, as it is written.
    Custom(String),
    /// Several of one type.
    List(Box<Self>),
}

impl RustType {
    /// The type that holds values of `value_type`; `leaf` is what is innermost in it.
    pub(super) fn of(value_type: &ValueType, leaf: Option<Leaf>) -> Self {
        match value_type {
            ValueType::Integer(range) => Self::Plain(integer(range)),
            ValueType::Float(_) | ValueType::Number(_) => Self::Plain("f64"),
            ValueType::Boolean => Self::Plain("bool"),
            ValueType::Enum(_) => match leaf {
                Some(Leaf::Enum(at)) => Self::Enum(at),
                _ => Self::Plain("String"),
            },
            ValueType::Uri => Self::Runtime("values::Uri"),
            ValueType::IpAddress => Self::Std("::std::net::IpAddr"),
            ValueType::IpNetwork => Self::Runtime("values::IpNetwork"),
            ValueType::IpPrefix { .. } => Self::Runtime("values::IpPrefix"),
            ValueType::Mac => Self::Runtime("values::MacAddress"),
            ValueType::Token => Self::Runtime("values::Token"),
            ValueType::DateTime => Self::Runtime("values::DateTime"),
            ValueType::Duration => Self::Runtime("values::Duration"),
            ValueType::Ref(_) => Self::Runtime("values::EntityRef"),
            ValueType::List(list) => Self::List(Box::new(Self::of(&list.item, leaf))),
            ValueType::Hash(_) => match leaf {
                Some(Leaf::Record(at)) => Self::Record(at),
                _ => Self::Runtime("Value"),
            },
            // Types that a later version of the metamodel adds are text until they are known here.
            _ => Self::Plain("String"),
        }
    }

    /// Whether equality of its values is total.
    pub(crate) fn is_eq(&self) -> bool {
        match self {
            Self::Plain(name) => *name != "f64",
            Self::Runtime(name) => *name != "Value",
            Self::Std(_) | Self::Enum(_) => true,
            Self::Narrow { is_eq, .. } => *is_eq,
            // A record keeps members that may be anything.
            Self::Record(_) | Self::Custom(_) => false,
            Self::List(item) => item.is_eq(),
        }
    }
}

/// Whether a type refuses values that its Rust type can hold. The literals of enums do not
/// count: a client meets peers that know more of them.
pub(super) fn has_facets(value_type: &ValueType) -> bool {
    let has_length = |length: LengthRange| length.min.is_some() || length.max.is_some();
    match value_type {
        ValueType::Integer(range) => {
            let full = match integer(range) {
                "u16" => (0, i64::from(u16::MAX)),
                "u32" => (0, i64::from(u32::MAX)),
                "i32" => (i64::from(i32::MIN), i64::from(i32::MAX)),
                _ => (i64::MIN, i64::MAX),
            };
            let min = range.min.map_or(i64::MIN, |min| inside(min, 1));
            let max = range.max.map_or(i64::MAX, |max| inside(max, -1));
            range.has_digits() || (min, max) != full
        }
        ValueType::Float(range) | ValueType::Number(range) => {
            range.has_digits() || range.min.is_some() || range.max.is_some()
        }
        ValueType::String(facets) => facets.pattern.is_some() || has_length(facets.length),
        // The Rust type can do without a length.
        ValueType::IpPrefix { optional_length } => !optional_length,
        ValueType::List(list) => list.unique || has_length(list.length) || has_facets(&list.item),
        ValueType::Hash(hash) => hash
            .members
            .iter()
            .any(|member| has_facets(&member.value_type)),
        _ => false,
    }
}

/// The narrowest type that users write without casts and that holds the whole range.
fn integer(range: &NumberRange<i64>) -> &'static str {
    let (Some(min), Some(max)) = (range.min, range.max) else {
        return "i64";
    };
    let min = inside(min, 1);
    let max = inside(max, -1);
    let fits = |low: i64, high: i64| low <= min && max <= high;
    if fits(0, u16::MAX.into()) {
        "u16"
    } else if fits(0, u32::MAX.into()) {
        "u32"
    } else if fits(i32::MIN.into(), i32::MAX.into()) {
        "i32"
    } else {
        "i64"
    }
}

/// The outermost number inside a bound.
fn inside(bound: Bound<i64>, step: i64) -> i64 {
    if bound.exclusive {
        bound.value.saturating_add(step)
    } else {
        bound.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(min: Option<(i64, bool)>, max: Option<(i64, bool)>) -> &'static str {
        let bound = |(value, exclusive)| Bound { value, exclusive };
        integer(&NumberRange {
            min: min.map(bound),
            max: max.map(bound),
            fraction_digits: None,
            total_digits: None,
        })
    }

    #[test]
    fn integers_take_the_type_that_holds_their_range() {
        assert_eq!(range(None, None), "i64");
        assert_eq!(range(Some((0, false)), None), "i64");
        assert_eq!(range(Some((0, false)), Some((4095, false))), "u16");
        assert_eq!(range(Some((0, false)), Some((65_536, true))), "u16");
        assert_eq!(range(Some((0, false)), Some((65_536, false))), "u32");
        assert_eq!(range(Some((-1, true)), Some((9, false))), "u16");
        assert_eq!(range(Some((-1, false)), Some((9, false))), "i32");
        assert_eq!(range(Some((0, false)), Some((1 << 40, false))), "i64");
    }
}
