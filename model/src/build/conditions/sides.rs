//! Operands with their types.

use super::{Reader, Stop, both};
use crate::{
    build::report::with_nearest,
    codes,
    draft::OperandDraft,
    expr::{Arithmetic, Operand},
    fault::Fault,
    model::Attribute,
    origin::{Located, Origin},
    types::{ValueType, format},
    value::Value,
    version::Profile,
};

/// Types whose values can be compared with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Number,
    Truth,
    Text,
    Time,
    List,
    Hash,
}

impl Family {
    pub(super) const fn of(value_type: &ValueType) -> Self {
        match value_type {
            ValueType::Integer(_) | ValueType::Float(_) | ValueType::Number(_) => Self::Number,
            ValueType::Boolean => Self::Truth,
            ValueType::DateTime => Self::Time,
            ValueType::List(_) => Self::List,
            ValueType::Hash(_) => Self::Hash,
            _ => Self::Text,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Truth => "`true` or `false`",
            Self::Text => "a text",
            Self::Time => "a point in time",
            Self::List => "a list",
            Self::Hash => "an object",
        }
    }
}

/// What stands on one side of a comparison.
pub(super) enum Side<'w> {
    Typed(Typed<'w>),
    Value(Value, Origin),
    /// A bare name that is no attribute: a literal of the other side, or a mistake.
    Word(Located<String>),
}

/// An operand whose type is known.
pub(super) struct Typed<'w> {
    pub(super) operand: Operand,
    pub(super) family: Family,
    /// The types of the attribute that it is; none for what is calculated.
    pub(super) types: Vec<&'w ValueType>,
    /// What to call it.
    pub(super) words: String,
    /// Whether it is the same for every instance.
    pub(super) constant: bool,
}

impl<'w> Typed<'w> {
    pub(super) fn attribute(attribute: &'w Attribute) -> Self {
        Self {
            operand: Operand::Attribute(attribute.name.clone()),
            family: Family::of(&attribute.value_type),
            types: vec![&attribute.value_type],
            words: format!("`{}`", attribute.name),
            constant: false,
        }
    }

    /// Something of a family and no type in particular.
    pub(super) fn calculated(
        operand: Operand,
        family: Family,
        words: impl Into<String>,
        constant: bool,
    ) -> Self {
        Self {
            operand,
            family,
            types: Vec::new(),
            words: words.into(),
            constant,
        }
    }

    /// Any text: for what a part of a text is compared with.
    pub(super) fn text() -> Self {
        let operand = Operand::Literal(Value::String(String::new()));
        Self::calculated(operand, Family::Text, "the part of a text", false)
    }

    /// The items of this list, if its type is known.
    pub(super) fn item(&self) -> Option<Self> {
        let ValueType::List(list) = self.types.first()? else {
            return None;
        };
        Some(Self {
            operand: self.operand.clone(),
            family: Family::of(&list.item),
            types: vec![&list.item],
            words: format!("an item of {}", self.words),
            constant: false,
        })
    }

    /// What its values are.
    pub(super) fn is(&self) -> String {
        self.types
            .first()
            .map_or_else(|| self.family.words().to_owned(), |one| one.describe())
    }

    pub(super) fn describe(&self) -> String {
        format!("{} is {}", self.words, self.is())
    }
}

impl<'w> Reader<'_, 'w, '_> {
    pub(super) fn side(
        &mut self,
        draft: &OperandDraft,
        origin: Origin,
        level: usize,
    ) -> Result<Side<'w>, Stop> {
        self.limit(origin, level)?;
        Ok(match draft {
            OperandDraft::Name(name) => match self.context.find(&name.value) {
                Some(attribute) => Side::Typed(Typed::attribute(attribute)),
                None => Side::Word(name.clone()),
            },
            OperandDraft::Literal(value) => Side::Value(value.value.clone(), value.origin),
            OperandDraft::End(end, name) => Side::Typed(self.end(*end, name)?),
            OperandDraft::Negated(inner) => {
                let (operand, constant) = self.number(inner, "-", origin, level + 1)?;
                Side::Typed(Typed::calculated(
                    Operand::Negated(Box::new(operand)),
                    Family::Number,
                    "the negative",
                    constant,
                ))
            }
            OperandDraft::Arithmetic(left, how, right) => {
                let left = self.number(left, how.as_str(), origin, level + 1);
                let right = self.number(right, how.as_str(), origin, level + 1);
                let ((left, one), (right, other)) = both(left, right)?;
                Side::Typed(Typed::calculated(
                    Operand::Arithmetic(Box::new(left), *how, Box::new(right)),
                    Family::Number,
                    match how {
                        Arithmetic::Plus => "the sum",
                        Arithmetic::Minus => "the difference",
                        Arithmetic::Times => "the product",
                        Arithmetic::Over => "the quotient",
                    },
                    one && other,
                ))
            }
            OperandDraft::Length(inner) => {
                let of = match self.side(inner, origin, level + 1)? {
                    Side::Typed(of) => of,
                    Side::Word(name) => return Err(self.unknown(&name)),
                    Side::Value(_, place) => return Err(self.of_constant("length", place)),
                };
                if !matches!(of.family, Family::Text | Family::List) {
                    let message = format!(
                        "`length` is that of a text or a list; {} is {}",
                        of.words,
                        of.is()
                    );
                    return Err(self.unlike(inner.origin(), message));
                }
                let words = format!("the length of {}", of.words);
                let operand = Operand::Length(Box::new(of.operand));
                Side::Typed(Typed::calculated(operand, Family::Number, words, false))
            }
            OperandDraft::Lower(inner) => {
                let of = self.text(inner, "lower", level)?;
                let words = format!("{} in lower case", of.words);
                let operand = Operand::Lower(Box::new(of.operand));
                Side::Typed(Typed::calculated(operand, Family::Text, words, false))
            }
            OperandDraft::Links(kind, condition) => {
                Side::Typed(self.links(kind, condition.as_deref(), origin, level)?)
            }
        })
    }

    /// An operand of a calculation, and whether it is constant.
    fn number(
        &mut self,
        draft: &OperandDraft,
        operator: &str,
        origin: Origin,
        level: usize,
    ) -> Result<(Operand, bool), Stop> {
        let place = draft.origin();
        match self.side(draft, origin, level)? {
            Side::Typed(typed) if typed.family == Family::Number => {
                Ok((typed.operand, typed.constant))
            }
            Side::Typed(typed) => {
                let message = format!("`{operator}` takes numbers; {}", typed.describe());
                Err(self.unlike(place, message))
            }
            Side::Value(value, _) if value.as_f64().is_some_and(f64::is_finite) => {
                Ok((Operand::Literal(value), true))
            }
            Side::Value(value, place) => {
                Err(self.unlike(place, format!("`{operator}` takes numbers, not {value}")))
            }
            Side::Word(name) => Err(self.unknown(&name)),
        }
    }

    /// A text that is no constant, for a function.
    pub(super) fn text(
        &mut self,
        draft: &OperandDraft,
        function: &str,
        level: usize,
    ) -> Result<Typed<'w>, Stop> {
        let place = draft.origin();
        match self.side(draft, place, level + 1)? {
            Side::Typed(typed) if typed.family == Family::Text => Ok(typed),
            Side::Typed(typed) => {
                let message = format!("`{function}` takes a text; {}", typed.describe());
                Err(self.unlike(place, message))
            }
            Side::Word(name) => Err(self.unknown(&name)),
            Side::Value(_, place) => Err(self.of_constant(function, place)),
        }
    }

    fn of_constant(&mut self, function: &str, place: Origin) -> Stop {
        self.unlike(place, format!("`{function}` is asked of a constant"))
    }

    /// The constant that an operand is compared with.
    pub(super) fn constant(&mut self, typed: &Typed<'_>, side: Side<'_>) -> Result<Value, Stop> {
        let literals = || {
            typed.types.iter().filter_map(|one| match one {
                ValueType::Enum(literals) => Some(literals),
                _ => None,
            })
        };
        // An attribute that different kinds define may be an enum in one and any text in another.
        let enumerated = literals().count() == typed.types.len() && !typed.types.is_empty();
        let (value, origin) = match side {
            Side::Word(name) if literals().next().is_some() => {
                (Value::String(name.value), name.origin)
            }
            Side::Word(name) => return Err(self.unknown(&name)),
            Side::Value(value, origin) => (value, origin),
            Side::Typed(_) => return Err(Stop::Faulty),
        };
        let fits = match (typed.family, &value) {
            (Family::Number, Value::Integer(_)) | (Family::Truth, Value::Boolean(_)) => true,
            (Family::Number, Value::Float(number)) => number.is_finite(),
            (Family::Time, Value::String(text)) => format::instant(text).is_some(),
            (Family::Text, Value::String(text)) => {
                // A literal of another version is never met, and no mistake.
                !enumerated
                    || literals().any(|one| one.has(text))
                    || self.work.scope.profile != Profile::Union
            }
            (Family::List, Value::List(_)) | (Family::Hash, Value::Hash(_)) => {
                // In the form that values of the type have: members left out get their defaults.
                let mut checked = typed
                    .types
                    .iter()
                    .filter_map(|one| one.check(value.clone()).ok());
                match checked.next() {
                    Some(value) => return Ok(value),
                    // A literal of another version is never met, and no mistake.
                    None => typed.types.is_empty() || self.work.scope.profile != Profile::Union,
                }
            }
            _ => false,
        };
        if fits {
            return Ok(value);
        }
        let mut fault = Fault::new(
            codes::E0220,
            origin,
            format!("{} is never {value}: it is {}", typed.words, typed.is()),
        );
        if let Value::String(text) = &value {
            let known = literals().flat_map(|one| one.literals.iter().map(|one| &*one.name));
            let near: Vec<String> = self
                .report
                .nearest(text, known)
                .into_iter()
                .map(str::to_owned)
                .collect();
            fault = with_nearest(fault, &near);
        }
        if fault.help.is_none() && fault.suggestion.is_none() {
            fault = fault.with_help(format!(
                "compare it with a value of its type: {}",
                typed.is()
            ));
        }
        self.report.push(fault);
        Err(Stop::Faulty)
    }

    pub(super) fn unlike(&mut self, origin: Origin, message: String) -> Stop {
        self.report.push(
            Fault::new(codes::E0220, origin, message).with_label("compared here").with_help(
                "compare an attribute with a value of its type, or with another attribute of that type",
            ),
        );
        Stop::Faulty
    }
}
