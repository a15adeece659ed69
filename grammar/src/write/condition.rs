//! Conditions as they are written, with no more parentheses than they need.

use occi_model::{
    CategoryId, Value,
    expr::{Arithmetic, End, Expr, Operand},
    model::CategoryRef,
};

use super::{
    Writer,
    types::{quoted, value},
};

/// How tightly an operand binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tightness {
    Sum,
    Product,
    Single,
}

fn tightness(operand: &Operand) -> Tightness {
    match operand {
        Operand::Arithmetic(_, Arithmetic::Plus | Arithmetic::Minus, _) => Tightness::Sum,
        Operand::Arithmetic(_, Arithmetic::Times | Arithmetic::Over, _) => Tightness::Product,
        _ => Tightness::Single,
    }
}

impl Writer<'_> {
    /// A condition.
    pub(super) fn condition(&self, expr: &Expr) -> String {
        match expr {
            Expr::Defined(name) => format!("defined({name})"),
            Expr::DefinedAt(end, name) => format!("defined({}({name}))", end.as_str()),
            Expr::Compare(left, comparison, right) => {
                format!(
                    "{} {} {}",
                    self.operand(left),
                    comparison.as_str(),
                    self.operand(right)
                )
            }
            Expr::In(one, values) => {
                let values: Vec<String> = values.iter().map(constant).collect();
                format!("{} in ({})", self.operand(one), values.join(", "))
            }
            Expr::Test(test, whole, part) => {
                format!(
                    "{}({}, {})",
                    test.as_str(),
                    self.operand(whole),
                    self.operand(part)
                )
            }
            Expr::Matches(operand, pattern) => {
                let pattern = quoted(pattern.as_str());
                format!("matches({}, {pattern})", self.operand(operand))
            }
            Expr::Has(end, mixin) => {
                let subject = end.map_or("self", End::as_str);
                format!("{subject} has {}", self.category(mixin))
            }
            Expr::Unique(names, _) => {
                let names: Vec<&str> = names
                    .iter()
                    .map(occi_model::AttributeName::as_str)
                    .collect();
                format!("unique({})", names.join(", "))
            }
            Expr::Acyclic(_) => "acyclic()".to_owned(),
            Expr::Not(inner) => format!(
                "not {}",
                self.part(inner, |one| !matches!(one, Expr::And(..) | Expr::Or(..)))
            ),
            // Chains are read from the left.
            Expr::And(left, right) => format!(
                "{} and {}",
                self.part(left, |one| !matches!(one, Expr::Or(..))),
                self.part(right, |one| !matches!(one, Expr::And(..) | Expr::Or(..)))
            ),
            Expr::Or(left, right) => format!(
                "{} or {}",
                self.condition(left),
                self.part(right, |one| !matches!(one, Expr::Or(..)))
            ),
        }
    }

    /// A part of a condition, in parentheses unless it binds more tightly than what is around it.
    fn part(&self, expr: &Expr, binds: fn(&Expr) -> bool) -> String {
        let written = self.condition(expr);
        if binds(expr) {
            written
        } else {
            format!("({written})")
        }
    }

    fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Attribute(name) => name.to_string(),
            Operand::Literal(given) => constant(given),
            Operand::End(end, name) => format!("{}({name})", end.as_str()),
            Operand::Negated(inner) => {
                let written = self.operand(inner);
                // `-5` is a number, and no calculation.
                let stands = tightness(inner) == Tightness::Single
                    && written.starts_with(|first: char| first.is_ascii_alphabetic());
                if stands {
                    format!("-{written}")
                } else {
                    format!("-({written})")
                }
            }
            Operand::Arithmetic(left, how, right) => {
                let own = tightness(operand);
                let left = self.bound(left, |one| one >= own);
                let right = self.bound(right, |one| one > own);
                format!("{left} {} {right}", how.as_str())
            }
            Operand::Length(inner) => format!("length({})", self.operand(inner)),
            Operand::Lower(inner) => format!("lower({})", self.operand(inner)),
            Operand::Links(kind, None) => format!("links({})", self.category(kind)),
            Operand::Links(kind, Some(condition)) => {
                format!(
                    "links({}, {})",
                    self.category(kind),
                    self.condition(condition)
                )
            }
        }
    }

    fn bound(&self, operand: &Operand, binds: impl Fn(Tightness) -> bool) -> String {
        let written = self.operand(operand);
        if binds(tightness(operand)) {
            written
        } else {
            format!("({written})")
        }
    }

    /// A kind or mixin of a condition.
    fn category(&self, id: &CategoryId) -> String {
        match self.model.find(id.as_str()) {
            Some(found @ (CategoryRef::Kind(_) | CategoryRef::Mixin(_))) => self.reference(found),
            _ => quoted(id.as_str()),
        }
    }
}

/// A constant of a condition; there a bare word would be an attribute.
fn constant(given: &Value) -> String {
    match given {
        Value::String(text) => quoted(text),
        _ => value(given),
    }
}
