//! Values, numbers and ranges.

use occi_model::{
    Located, Members, Value,
    draft::{LengthDraft, RangeDraft, RangeFacets},
    hashing::Seeded,
};

use super::Lowering;
use crate::{
    code,
    syntax::{
        self,
        tree::{self, List, Number, Text, ValueForm},
    },
};

/// What the ends of a range must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// Whole numbers.
    Integer,
    /// Floats; whole numbers are turned into floats.
    Float,
    /// As written.
    Any,
}

impl<'a> Lowering<'a> {
    /// The number as written: whole without point and exponent.
    pub(super) fn number(&mut self, number: &Number<'_>) -> Option<Value> {
        let value = if number.text.contains(['.', 'e', 'E']) {
            number
                .text
                .parse()
                .ok()
                .filter(|float: &f64| float.is_finite())
                .map(Value::Float)
        } else {
            number.text.parse().ok().map(Value::Integer)
        };
        if value.is_none() {
            let limits = if number.text.contains(['.', 'e', 'E']) {
                "floats have 64 bits; the greatest is about 1.8e308"
            } else {
                "integers have 64 bits: from -9223372036854775808 to 9223372036854775807"
            };
            let fault = self
                .fault(
                    code::NUMBER,
                    number.span,
                    format!("the number {} cannot be held", number.text),
                )
                .with_help(limits);
            self.report(fault);
        }
        value
    }

    pub(super) fn value(&mut self, value: &tree::Value<'a>) -> Option<Value> {
        Some(match &value.form {
            ValueForm::Number(number) => self.number(number)?,
            ValueForm::Text(text) => match (&*text.value, text.quoted) {
                ("true", false) => Value::Boolean(true),
                ("false", false) => Value::Boolean(false),
                (word, _) => Value::String(word.to_owned()),
            },
            ValueForm::List(items) => Value::List(self.items_of(items)?),
            ValueForm::Hash(members) => Value::Hash(self.entries(members)?.into()),
        })
    }

    /// The items of a list; `None` when one of them is none.
    fn items_of(&mut self, items: &List<tree::Value<'a>>) -> Option<Vec<Value>> {
        let mut values = Some(Vec::with_capacity(items.len()));
        self.each(items, &syntax::values(), |lowering, item| {
            match lowering.value(item).zip(values.as_mut()) {
                Some((value, values)) => values.push(value),
                None => values = None,
            }
        });
        values
    }

    fn entries(&mut self, entries: &List<(Text<'a>, tree::Value<'a>)>) -> Option<Members> {
        let mut values = Members::with_capacity_and_hasher(entries.len(), Seeded);
        let mut sound = true;
        self.each(entries, &syntax::entries(), |lowering, (name, entry)| {
            let Some(value) = lowering.value(entry) else {
                sound = false;
                return;
            };
            if values.insert(name.value.to_string(), value).is_some() {
                let fault = lowering.fault(
                    code::DOUBLED,
                    name.span,
                    format!("`{}` has two values", name.value),
                );
                lowering.report(fault);
            }
        });
        sound.then_some(values)
    }

    fn end(&mut self, number: &Number<'_>, ends: Ends) -> Option<Located<Value>> {
        let value = self.number(number)?;
        let value = match (ends, value) {
            (Ends::Integer, Value::Float(_)) => {
                let fault = self
                    .fault(
                        code::NUMBER,
                        number.span,
                        format!("{} is no whole number", number.text),
                    )
                    .with_help("the ends of an integer's range are whole numbers");
                self.report(fault);
                return None;
            }
            (Ends::Float, value) => value.as_f64().map_or(value, Value::Float),
            (_, value) => value,
        };
        Some(Located::new(value, self.origin(number.span)))
    }

    pub(super) fn range(&mut self, range: &tree::Range<'_>, ends: Ends) -> RangeDraft {
        let Some(dots) = range.dots else {
            let number = range.low.as_ref().map_or("1", |number| number.text);
            let fault = self
                .fault(code::ARGUMENT, range.span, "a single number is no range")
                .with_replacement(format!("{number}..={number}"));
            self.report(fault);
            return RangeDraft::default();
        };
        let min = range.low.as_ref().and_then(|low| self.end(low, ends));
        let max = range.high.as_ref().and_then(|high| self.end(high, ends));
        self.open_ends(range, dots);
        RangeDraft::from(RangeFacets {
            min: min.map(|min| (min, dots.starts_with('<'))),
            max: max.map(|max| (max, !dots.ends_with('='))),
            ..RangeFacets::default()
        })
    }

    /// Reports signs that belong to an end which is not there.
    fn open_ends(&mut self, range: &tree::Range<'_>, dots: &str) {
        let without_low = dots.starts_with('<') && range.low.is_none();
        let without_high = dots.ends_with(['=', '<']) && range.high.is_none();
        if without_low || without_high {
            let fault = self
                .fault(code::ARGUMENT, range.span, "an end of the range is missing")
                .with_help("a range without limit on one side is written `1..` or `..=9`");
            self.report(fault);
        }
    }

    /// A range of lengths; both ends are included in the draft.
    pub(super) fn length(&mut self, range: &tree::Range<'_>) -> LengthDraft {
        let low = range.low.as_ref().and_then(|low| self.size(low));
        let high = range.high.as_ref().and_then(|high| self.size(high));
        let Some(dots) = range.dots else {
            return LengthDraft {
                min: low.clone(),
                max: low,
            };
        };
        self.open_ends(range, dots);
        let moved = |end: Located<u32>, outside: bool, step: fn(u32) -> Option<u32>| {
            if !outside {
                return Ok(end);
            }
            step(end.value)
                .map(|value| Located::new(value, end.origin))
                .ok_or(end.origin)
        };
        let min = low.map(|end| moved(end, dots.starts_with('<'), |size| size.checked_add(1)));
        let max = high.map(|end| moved(end, !dots.ends_with('='), |size| size.checked_sub(1)));
        for end in [&min, &max].into_iter().flatten() {
            if end.is_err() {
                let fault = self.fault(code::NUMBER, range.span, "no length lies in this range");
                self.report(fault);
            }
        }
        LengthDraft {
            min: min.and_then(Result::ok),
            max: max.and_then(Result::ok),
        }
    }

    /// A number of digits.
    pub(super) fn count(&mut self, range: &tree::Range<'_>) -> Option<Located<u32>> {
        if let (None, Some(number)) = (range.dots, &range.low) {
            return self.size(number);
        }
        let fault = self
            .fault(
                code::ARGUMENT,
                range.span,
                "this is a range, not a number of digits",
            )
            .with_help("give the greatest number of digits: `digits = 5`");
        self.report(fault);
        None
    }

    fn size(&mut self, number: &Number<'_>) -> Option<Located<u32>> {
        if let Ok(size) = number.text.parse() {
            return Some(Located::new(size, self.origin(number.span)));
        }
        let fault = self
            .fault(
                code::NUMBER,
                number.span,
                format!("{} is no length", number.text),
            )
            .with_help("lengths and numbers of digits are whole numbers from 0 to 4294967295");
        self.report(fault);
        None
    }
}
