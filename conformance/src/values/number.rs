//! Numbers around the bounds of ranges.

use occi_model::types::{Bound, NumberRange};

/// Step that floats are moved by: exactly representable, and short in decimal letters. The text
/// rendering has no exponent (D-59), so that the least float above a bound cannot be asked for.
pub(super) const STEP: f64 = 0.125;

/// The value next to a bound, inside the range.
pub(super) fn inside_integer(bound: Bound<i64>, upwards: bool) -> Option<i64> {
    match (bound.exclusive, upwards) {
        (false, _) => Some(bound.value),
        (true, true) => bound.value.checked_add(1),
        (true, false) => bound.value.checked_sub(1),
    }
}

/// The value next to a bound, outside the range.
pub(super) fn outside_integer(bound: Bound<i64>, below: bool) -> Option<i64> {
    match (bound.exclusive, below) {
        (true, _) => Some(bound.value),
        (false, true) => bound.value.checked_sub(1),
        (false, false) => bound.value.checked_add(1),
    }
}

/// A float close to a bound, inside the range.
pub(super) fn inside_float(range: &NumberRange<f64>, lower: bool) -> Option<f64> {
    let bound = if lower { range.min? } else { range.max? };
    if !bound.exclusive {
        return Some(bound.value);
    }
    let mut step = STEP;
    // Halved until it fits into a narrow range.
    for _ in 0..64 {
        let value = if lower {
            bound.value + step
        } else {
            bound.value - step
        };
        if range.contains(value) {
            return Some(value);
        }
        step /= 2.0;
    }
    None
}

/// A float close to a bound, outside the range.
pub(super) fn outside_float(bound: Bound<f64>, below: bool) -> Option<f64> {
    if bound.exclusive {
        return Some(bound.value);
    }
    let value = if below {
        bound.value - STEP
    } else {
        bound.value + STEP
    };
    // Beyond 2^50 the step vanishes in the rounding.
    (value != bound.value && value.is_finite()).then_some(value)
}
