//! Ranges of numbers and their digits.

use super::report::Report;
use crate::{
    codes,
    draft::RangeDraft,
    fault::Fault,
    origin::{Located, Origin},
    types::{Bound, Digits, NumberRange, ValueType},
    value::Value,
};

/// The facets of an integer.
pub(super) fn integers(
    draft: &RangeDraft,
    origin: Origin,
    report: &mut Report,
) -> Option<NumberRange<i64>> {
    let range = bounds(
        draft,
        &ValueType::Integer(NumberRange::UNBOUNDED),
        report,
        |value| match value {
            Value::Integer(number) => Some(number),
            _ => None,
        },
    )?;
    if range.ends().is_none() {
        report.push(empty_range(draft, origin));
        return None;
    }
    let (total_digits, fraction_digits) = digits(draft, report)?;
    if let Some(digits) = &draft.fraction_digits
        && digits.value > 0
    {
        report.push(
            Fault::new(
                codes::E0281,
                digits.origin,
                "an integer has no digits behind the point",
            )
            .with_help("make it a `float` or a `number`, or leave the digits out"),
        );
        return None;
    }
    let range = NumberRange {
        total_digits,
        // An integer has none anyway.
        fraction_digits: fraction_digits.filter(|digits| *digits > 0),
        ..range
    };
    let ends = [range.min, range.max].map(|end| end.map(|end| Digits::of_integer(end.value)));
    fitting(draft, &range, ends, report)?;
    if range.ends().is_none() {
        report.push(no_room(draft, origin));
        return None;
    }
    Some(range)
}

/// The facets of a float or a number.
pub(super) fn floats(
    draft: &RangeDraft,
    origin: Origin,
    report: &mut Report,
) -> Option<NumberRange<f64>> {
    let range = bounds(
        draft,
        &ValueType::Float(NumberRange::UNBOUNDED),
        report,
        |value| value.as_f64(),
    )?;
    if let (Some(min), Some(max)) = (range.min, range.max)
        && (min.value > max.value || (min.value >= max.value && (min.exclusive || max.exclusive)))
    {
        report.push(empty_range(draft, origin));
        return None;
    }
    let (total_digits, fraction_digits) = digits(draft, report)?;
    let range = NumberRange {
        total_digits,
        fraction_digits,
        ..range
    };
    let ends = [range.min, range.max].map(|end| end.map(|end| Digits::of_float(end.value)));
    fitting(draft, &range, ends, report)?;
    if range.has_digits() && range.some().is_none() {
        report.push(no_room(draft, origin));
        return None;
    }
    Some(range)
}

fn empty_range(draft: &RangeDraft, origin: Origin) -> Fault {
    let place = draft
        .min
        .as_ref()
        .or(draft.max.as_ref())
        .map_or(origin, |(end, _)| end.origin);
    let fault = Fault::new(codes::E0210, place, "no number lies in this range")
        .with_help("let the lower end be below the upper one: `0..=9`");
    match &draft.max {
        Some((end, _)) if end.origin != place => fault.with_place(end.origin, "the upper end"),
        _ => fault,
    }
}

fn bounds<N>(
    draft: &RangeDraft,
    of: &ValueType,
    report: &mut Report,
    number: impl Fn(Value) -> Option<N>,
) -> Option<NumberRange<N>> {
    let mut sound = true;
    let mut bound = |end: &Option<(Located<Value>, bool)>| {
        let (written, exclusive) = end.as_ref()?;
        match of.check(written.value.clone()) {
            Ok(value) => number(value).map(|value| Bound {
                value,
                exclusive: *exclusive,
            }),
            Err(fault) => {
                report.push(Fault::new(codes::E0210, written.origin, fault.to_string()));
                sound = false;
                None
            }
        }
    };
    let range = NumberRange {
        min: bound(&draft.min),
        max: bound(&draft.max),
        ..NumberRange::UNBOUNDED
    };
    sound.then_some(range)
}

/// E0281: numbers have a digit, and not more of them behind the point than in all.
fn digits(draft: &RangeDraft, report: &mut Report) -> Option<(Option<u32>, Option<u32>)> {
    let (total, fraction) = (&draft.total_digits, &draft.fraction_digits);
    if let Some(total) = total
        && total.value == 0
    {
        report.push(
            Fault::new(codes::E0281, total.origin, "every number has a digit")
                .with_help("ask for at least one digit, or leave the digits out"),
        );
        return None;
    }
    if let Some(given) = [total, fraction]
        .into_iter()
        .flatten()
        .find(|given| given.value > Digits::LIMIT)
    {
        report.push(
            Fault::new(
                codes::E0281,
                given.origin,
                format!("no number has {} digits", given.value),
            )
            .with_note(format!(
                "at most {}: numbers are floats of 64 bits",
                Digits::LIMIT
            )),
        );
        return None;
    }
    if let (Some(total), Some(fraction)) = (total, fraction)
        && fraction.value > total.value
    {
        report.push(
            Fault::new(
                codes::E0281,
                fraction.origin,
                format!(
                    "{} digits behind the point are more than {} in all",
                    fraction.value, total.value
                ),
            )
            .with_place(total.origin, "digits in all"),
        );
        return None;
    }
    let value = |given: &Option<Located<u32>>| given.as_ref().map(|given| given.value);
    Some((value(total), value(fraction)))
}

/// E0281: an end that belongs to the range has not more digits than its numbers.
fn fitting<N>(
    draft: &RangeDraft,
    range: &NumberRange<N>,
    ends: [Option<Digits>; 2],
    report: &mut Report,
) -> Option<()> {
    let mut sound = true;
    for (written, digits) in [&draft.min, &draft.max].into_iter().zip(ends) {
        if let (Some((end, false)), Some(digits)) = (written, digits)
            && !range.allows(digits)
        {
            report.push(with_digits(
                Fault::new(
                    codes::E0281,
                    end.origin,
                    format!("{} has too many digits to be in the range", end.value),
                )
                .with_help(
                    "let the range end at a number of these digits, or leave its end out by `<`",
                ),
                draft,
            ));
            sound = false;
        }
    }
    sound.then_some(())
}

/// E0281: some number of these digits lies in the range.
fn no_room(draft: &RangeDraft, origin: Origin) -> Fault {
    let place = draft
        .total_digits
        .as_ref()
        .or(draft.fraction_digits.as_ref())
        .map_or(origin, |digits| digits.origin);
    Fault::new(
        codes::E0281,
        place,
        "no number of these digits lies in the range",
    )
    .with_help("widen the range, or allow more digits")
}

fn with_digits(fault: Fault, draft: &RangeDraft) -> Fault {
    match draft
        .total_digits
        .as_ref()
        .or(draft.fraction_digits.as_ref())
    {
        Some(digits) => fault.with_place(digits.origin, "the digits"),
        None => fault,
    }
}
