//! Decimal digits of numbers: the facets `totalDigits` and `fractionDigits` of XML Schema
//! (part 2, 4.3.11 and 4.3.12), which the numeric types of the OCCIware metamodel have.

use std::fmt::{self, Write as _};

use super::NumberRange;

/// How many decimal digits it takes to write a number without exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digits {
    /// All of them: at least 1, and never less than behind the point. Leading zeros do not count,
    /// so that `0.05` has two, as `99` has.
    pub total: u32,
    /// Those behind the point.
    pub fraction: u32,
}

impl Digits {
    /// Most digits that a facet can ask for.
    pub const LIMIT: u32 = 308;

    /// The digits of an integer.
    #[must_use]
    pub fn of_integer(number: i64) -> Self {
        Self {
            total: number
                .unsigned_abs()
                .checked_ilog10()
                .map_or(1, |log| log + 1),
            fraction: 0,
        }
    }

    /// The digits of a finite number: of the shortest decimal number that reads as this one.
    #[must_use]
    pub fn of_float(number: f64) -> Self {
        let mut counter = Counter::default();
        // Writing to a counter cannot fail; nothing is allocated.
        let _ = write!(counter, "{number:e}");
        let behind_first = i64::from(counter.mantissa) - 1;
        let exponent = i64::from(counter.exponent) * if counter.negative { -1 } else { 1 };
        let fraction = (behind_first - exponent).max(0);
        let whole = (exponent + 1).max(behind_first + 1);
        let count = |digits: i64| u32::try_from(digits).unwrap_or(u32::MAX);
        Self {
            total: count(whole.max(fraction).max(1)),
            fraction: count(fraction),
        }
    }
}

/// Reads what `{:e}` writes: `-1.25e-3`.
#[derive(Default)]
struct Counter {
    mantissa: u32,
    exponent: u32,
    in_exponent: bool,
    negative: bool,
}

impl fmt::Write for Counter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            match byte {
                b'e' => self.in_exponent = true,
                b'-' => self.negative = self.in_exponent,
                b'0'..=b'9' if self.in_exponent => {
                    self.exponent = self
                        .exponent
                        .saturating_mul(10)
                        .saturating_add(u32::from(byte - b'0'));
                }
                b'0'..=b'9' => self.mantissa += 1,
                _ => {}
            }
        }
        Ok(())
    }
}

impl<N> NumberRange<N> {
    /// Whether a number of these digits has not too many.
    #[must_use]
    pub fn allows(&self, digits: Digits) -> bool {
        self.total_digits.is_none_or(|most| digits.total <= most)
            && self
                .fraction_digits
                .is_none_or(|most| digits.fraction <= most)
    }

    /// Whether any number of digits will do.
    #[must_use]
    pub const fn has_digits(&self) -> bool {
        self.total_digits.is_some() || self.fraction_digits.is_some()
    }
}

impl NumberRange<i64> {
    /// Whether `number` lies inside and has not too many digits.
    #[must_use]
    pub fn admits(&self, number: i64) -> bool {
        self.contains(number) && (!self.has_digits() || self.allows(Digits::of_integer(number)))
    }

    /// The least and the greatest number inside; none when there is no number.
    #[must_use]
    pub fn ends(&self) -> Option<(i64, i64)> {
        let least = match self.min {
            Some(bound) if bound.exclusive => bound.value.checked_add(1)?,
            Some(bound) => bound.value,
            None => i64::MIN,
        };
        let greatest = match self.max {
            Some(bound) if bound.exclusive => bound.value.checked_sub(1)?,
            Some(bound) => bound.value,
            None => i64::MAX,
        };
        // What lies beyond the digits: 10, 100, … or nothing.
        let beyond = self
            .total_digits
            .and_then(|digits| 10_i64.checked_pow(digits))
            .map_or(i64::MAX, |power| power - 1);
        let least = match self.total_digits {
            Some(_) if beyond < i64::MAX => least.max(-beyond),
            _ => least,
        };
        let greatest = greatest.min(beyond);
        (least <= greatest).then_some((least, greatest))
    }
}

impl NumberRange<f64> {
    /// Whether `number` lies inside and has not too many digits.
    #[must_use]
    pub fn admits(&self, number: f64) -> bool {
        self.contains(number) && (!self.has_digits() || self.allows(Digits::of_float(number)))
    }

    /// A number inside, near to an end of the range or to zero; none when there is no number.
    #[must_use]
    pub fn some(&self) -> Option<f64> {
        let inclusive = |end: Option<super::Bound<f64>>| {
            end.filter(|bound| !bound.exclusive)
                .map(|bound| bound.value)
        };
        let simple = [inclusive(self.min), inclusive(self.max), Some(0.0)];
        if let Some(found) = simple.into_iter().flatten().find(|one| self.admits(*one)) {
            return Some(found);
        }
        if !self.has_digits() {
            let (min, max) = (self.min.map(|b| b.value), self.max.map(|b| b.value));
            let between = match (min, max) {
                (Some(min), Some(max)) => f64::midpoint(min, max),
                (Some(min), None) => min.next_up(),
                (None, Some(max)) => max.next_down(),
                (None, None) => 0.0,
            };
            return self.contains(between).then_some(between);
        }
        // Zero lies outside, so that all numbers have one sign, and the one next to the end that
        // is nearer to zero has the fewest digits.
        let finest = self
            .fraction_digits
            .or(self.total_digits)
            .unwrap_or_default();
        (0..=finest.min(Digits::LIMIT)).find_map(|places| {
            let above = self.min.map(|min| step(min.value, places, true));
            let below = self.max.map(|max| step(max.value, places, false));
            above
                .into_iter()
                .chain(below)
                .find(|number| self.admits(*number))
        })
    }
}

/// The number next to an end among those with so many decimal places.
fn step(end: f64, places: u32, upwards: bool) -> f64 {
    let scale: f64 = decimal(1.0, i64::from(places));
    let scaled = end * scale;
    let next = if upwards {
        scaled.floor() + 1.0
    } else {
        scaled.ceil() - 1.0
    };
    decimal(next, -i64::from(places))
}

/// `number` times a power of ten, correctly rounded; not a number where that is too large.
fn decimal(number: f64, exponent: i64) -> f64 {
    if !number.is_finite() {
        return f64::NAN;
    }
    format!("{number}e{exponent}").parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::types::Bound;

    fn digits(number: f64) -> (u32, u32) {
        let Digits { total, fraction } = Digits::of_float(number);
        (total, fraction)
    }

    #[test]
    fn digits_are_those_of_xml_schema() {
        assert_eq!(digits(0.0), (1, 0));
        assert_eq!(digits(-0.0), (1, 0));
        assert_eq!(digits(7.0), (1, 0));
        assert_eq!(digits(12.5), (3, 1));
        assert_eq!(digits(-12.5), (3, 1));
        assert_eq!(digits(1200.0), (4, 0));
        assert_eq!(digits(0.05), (2, 2));
        assert_eq!(digits(0.001), (3, 3));
        assert_eq!(digits(0.1 + 0.2), (17, 17));
        assert_eq!(digits(1e300), (301, 0));
        assert_eq!(digits(5e-324), (324, 324));
        assert_eq!(Digits::of_integer(0).total, 1);
        assert_eq!(Digits::of_integer(-100).total, 3);
        assert_eq!(Digits::of_integer(i64::MIN).total, 19);
    }

    fn range<N>(
        min: Option<(N, bool)>,
        max: Option<(N, bool)>,
        digits: (Option<u32>, Option<u32>),
    ) -> NumberRange<N> {
        let bound = |(value, exclusive)| Bound { value, exclusive };
        NumberRange {
            min: min.map(bound),
            max: max.map(bound),
            total_digits: digits.0,
            fraction_digits: digits.1,
        }
    }

    #[test]
    fn integers_end_where_their_digits_do() {
        let ends = |min, max, total| range(min, max, (total, None)).ends();
        assert_eq!(ends(None, None, None), Some((i64::MIN, i64::MAX)));
        assert_eq!(ends(None, None, Some(2)), Some((-99, 99)));
        assert_eq!(
            ends(Some((0, true)), Some((50, true)), Some(2)),
            Some((1, 49))
        );
        assert_eq!(ends(Some((99, true)), None, Some(2)), None);
        assert_eq!(ends(None, None, Some(19)), Some((i64::MIN, i64::MAX)));
        assert_eq!(ends(Some((i64::MAX, true)), None, None), None);
        assert_eq!(ends(Some((3, false)), Some((2, false)), None), None);
    }

    #[test]
    fn a_range_without_a_number_of_its_digits_has_none() {
        let some = |min, max, digits| range(min, max, digits).some();
        assert_eq!(some(Some((0.0, true)), None, (None, Some(2))), Some(1.0));
        assert_eq!(
            some(Some((0.0, true)), Some((1.0, true)), (None, Some(2))),
            Some(0.1)
        );
        assert_eq!(
            some(Some((0.01, true)), Some((0.02, true)), (None, Some(2))),
            None
        );
        assert_eq!(
            some(Some((0.01, true)), Some((0.02, true)), (None, Some(3))),
            Some(0.011)
        );
        assert_eq!(some(Some((99.0, true)), None, (Some(2), None)), None);
        assert_eq!(
            some(None, Some((-0.5, true)), (Some(2), Some(1))),
            Some(-1.0)
        );
        assert_eq!(some(Some((0.0, true)), None, (None, None)), Some(5e-324));
    }

    proptest! {
        #[test]
        fn what_is_found_lies_inside(
            min in prop::option::of((-50_i32..50, any::<bool>())),
            max in prop::option::of((-50_i32..50, any::<bool>())),
            total in prop::option::of(1_u32..4),
            fraction in prop::option::of(0_u32..4),
        ) {
            let quarter = |(value, exclusive)| (f64::from(value) / 4.0, exclusive);
            let range = range(min.map(quarter), max.map(quarter), (total, fraction));
            let found = range.some();
            if let Some(number) = found {
                prop_assert!(range.admits(number), "{number}");
            } else {
                // Nothing among all numbers of three places is inside either.
                let missed = (-20_000..20_000)
                    .map(|number| f64::from(number) / 1000.0)
                    .find(|number| range.admits(*number));
                prop_assert_eq!(missed, None);
            }
        }

        #[test]
        fn a_decimal_number_has_the_digits_it_is_written_with(whole in 1_u32..9999, places in 0_u32..5) {
            let number: f64 = format!("{whole}e-{places}").parse().unwrap();
            let zeros = (0..places).take_while(|at| whole % 10_u32.pow(at + 1) == 0).count();
            prop_assert_eq!(Digits::of_float(number).fraction, places - zeros as u32);
        }
    }
}
