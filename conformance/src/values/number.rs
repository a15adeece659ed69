//! Numbers around the bounds of ranges, and of so many digits.

use occi_model::types::{Bound, Digits, NumberRange};

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
        if range.admits(value) {
            return Some(value);
        }
        step /= 2.0;
    }
    // Steps of a half have too many digits: of a tenth, then.
    (0..=places(range)).find_map(|places| {
        let step = decimal(1, places)?;
        let value = if lower {
            bound.value + step
        } else {
            bound.value - step
        };
        let value = decimal(whole(value / step)?, places)?;
        range.admits(value).then_some(value)
    })
}

/// Most decimal places that are looked at: beyond these a float has none to spare.
const PLACES: u32 = 15;

/// How many decimal places the numbers of a range can have.
fn places(range: &NumberRange<f64>) -> u32 {
    range
        .fraction_digits
        .or(range.total_digits)
        .unwrap_or(PLACES)
        .min(PLACES)
}

/// `number` divided by ten so often.
fn decimal(number: i64, places: u32) -> Option<f64> {
    format!("{number}e-{places}").parse().ok()
}

/// The next whole number, while floats know them all.
fn whole(number: f64) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and below 2^53, so the conversion is exact"
    )]
    (number.abs() < 9e15).then(|| number.round() as i64)
}

/// Numbers of a range with just so many decimal places, from its lower end upwards; from its upper
/// end downwards where there is no lower one, and from zero where there is none.
fn with_places(range: NumberRange<f64>, places: u32) -> impl Iterator<Item = f64> {
    const LOOKED_AT: i64 = 2000;
    let (start, step) = match (range.min, range.max) {
        (Some(min), _) => (min.value, 1),
        (None, Some(max)) => (max.value, -1),
        (None, None) => (0.0, 1),
    };
    let scale = decimal(1, places).unwrap_or(1.0);
    let first = whole(start / scale);
    first.into_iter().flat_map(move |first| {
        (-1..LOOKED_AT)
            .filter_map(move |at| decimal(first.checked_add(at * step)?, places))
            .filter(move |number| Digits::of_float(*number).fraction == places)
            .filter(move |number| range.admits(*number))
    })
}

/// Numbers of a range whose numbers have so many digits only: those with few first, its ends last.
pub(super) fn with_digits(range: NumberRange<f64>) -> impl Iterator<Item = f64> {
    let all = move || (0..=places(&range)).flat_map(move |places| with_places(range, places));
    let is_end = move |number: f64| {
        [range.min, range.max]
            .into_iter()
            .flatten()
            .any(|bound| bound.value == number)
    };
    all()
        .filter(move |number| !is_end(*number))
        .chain(all().filter(move |number| is_end(*number)))
}

/// A number of as many digits as the range allows in all.
pub(super) fn of_all_digits(range: &NumberRange<f64>) -> Option<f64> {
    let total = range.total_digits?;
    let is_full = |number: &f64| Digits::of_float(*number).total == total;
    let nines = 10_i64.checked_pow(total).map(|power| power - 1);
    let signs = nines.into_iter().flat_map(|nines| [nines, -nines]);
    signs
        .filter_map(|number| decimal(number, 0))
        .filter(|number| range.admits(*number))
        .find(is_full)
        .or_else(|| {
            let mut all = (0..=places(range)).flat_map(|places| with_places(*range, places));
            all.find(is_full)
        })
        .or_else(|| {
            // Numbers near the upper end have more digits before the point.
            let downwards = NumberRange {
                min: None,
                ..*range
            };
            let mut all = (0..=places(range)).flat_map(|places| with_places(downwards, places));
            all.find(|number| range.admits(*number) && is_full(number))
        })
}

/// A number of as many digits behind the point as the range allows.
pub(super) fn of_all_places(range: &NumberRange<f64>) -> Option<f64> {
    with_places(*range, range.fraction_digits?).next()
}

/// A number inside of the range with too many digits in all, but not behind the point.
pub(super) fn beyond_digits(range: &NumberRange<f64>) -> Option<f64> {
    let total = range.total_digits?;
    // A one with zeros behind it; with as many places as may be; with one place more than digits.
    let fraction = range.fraction_digits.unwrap_or(0);
    let round = 10_i64.checked_pow(total);
    let mixed = 10_i64
        .checked_pow(total)
        .and_then(|power| power.checked_add(1));
    let candidates = [
        round.and_then(|number| decimal(number, 0)),
        mixed.and_then(|number| decimal(number, fraction)),
    ];
    let free = NumberRange {
        total_digits: None,
        fraction_digits: range.fraction_digits.or(Some(total + 1)),
        ..*range
    };
    let breaks = |number: &f64| free.admits(*number) && Digits::of_float(*number).total > total;
    candidates
        .into_iter()
        .flatten()
        .flat_map(|number| [number, -number])
        .find(breaks)
        .or_else(|| {
            let places = range.fraction_digits.is_none().then_some(total + 1)?;
            (places <= PLACES).then(|| with_places(free, places).find(breaks))?
        })
}

/// A number inside of the range with a digit too many behind the point; if that can be, not with
/// too many in all.
pub(super) fn beyond_places(range: &NumberRange<f64>) -> Option<f64> {
    let fraction = range.fraction_digits?;
    let free = NumberRange {
        fraction_digits: None,
        ..*range
    };
    let open = NumberRange {
        total_digits: None,
        ..free
    };
    let places = (fraction < PLACES).then_some(fraction + 1)?;
    with_places(free, places)
        .next()
        .or_else(|| with_places(open, places).next())
}

/// A whole number inside of the range with a digit too many.
pub(super) fn beyond_digits_of_integer(range: &NumberRange<i64>) -> Option<i64> {
    let power = 10_i64.checked_pow(range.total_digits?)?;
    [power, -power]
        .into_iter()
        .find(|number| range.contains(*number))
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
