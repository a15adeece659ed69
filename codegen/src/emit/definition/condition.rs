//! Conditions.

use occi_model::expr::{Arithmetic, Comparison, End, Expr, Operand, Test};

use super::{
    json::{Json, Object, null, text},
    part::value,
};

/// `{"name": [a, b]}`
fn call(name: &'static str, arguments: Vec<Json>) -> Json {
    of(name, Json::Array(arguments))
}

fn of(name: &'static str, argument: Json) -> Json {
    Object::new(name, argument).done()
}

fn end(end: End) -> Json {
    text(match end {
        End::Source => "source",
        End::Target => "target",
    })
}

fn operand(operand: &Operand) -> Json {
    match operand {
        Operand::Attribute(name) => of("name", text(name.as_str())),
        Operand::Literal(literal) => of("literal", value(literal)),
        Operand::End(end, name) => call("end", vec![self::end(*end), text(name.as_str())]),
        Operand::Negated(one) => of("negated", self::operand(one)),
        Operand::Arithmetic(left, how, right) => {
            let how = text(match how {
                Arithmetic::Plus => "plus",
                Arithmetic::Minus => "minus",
                Arithmetic::Times => "times",
                Arithmetic::Over => "over",
            });
            call(
                "arithmetic",
                vec![self::operand(left), how, self::operand(right)],
            )
        }
        Operand::Length(one) => of("length", self::operand(one)),
        Operand::Lower(one) => of("lower", self::operand(one)),
        Operand::Links(kind, condition) => {
            let condition = condition.as_deref().map_or_else(null, expression);
            call("links", vec![text(kind.as_str()), condition])
        }
    }
}

/// A condition.
pub(super) fn expression(expression: &Expr) -> Json {
    match expression {
        Expr::Defined(name) => of("defined", text(name.as_str())),
        Expr::DefinedAt(end, name) => {
            call("defined-at", vec![self::end(*end), text(name.as_str())])
        }
        Expr::Compare(left, comparison, right) => {
            let comparison = text(match comparison {
                Comparison::Equal => "equal",
                Comparison::NotEqual => "not-equal",
                Comparison::Less => "less",
                Comparison::LessOrEqual => "less-or-equal",
                Comparison::Greater => "greater",
                Comparison::GreaterOrEqual => "greater-or-equal",
            });
            call("compare", vec![operand(left), comparison, operand(right)])
        }
        Expr::In(left, values) => {
            let values = values.iter().map(|one| of("literal", value(one)));
            call("in", vec![operand(left), Json::Array(values.collect())])
        }
        Expr::Test(test, whole, part) => {
            let test = text(match test {
                Test::StartsWith => "starts-with",
                Test::EndsWith => "ends-with",
                Test::Contains => "contains",
            });
            call("test", vec![test, operand(whole), operand(part)])
        }
        Expr::Matches(one, pattern) => call("matches", vec![operand(one), text(pattern.as_str())]),
        Expr::Has(end, mixin) => {
            let end = end.map_or_else(null, self::end);
            call("has", vec![end, text(mixin.as_str())])
        }
        Expr::Unique(names, _) => {
            let names = names.iter().map(|name| text(name.as_str()));
            of("unique", Json::Array(names.collect()))
        }
        Expr::Acyclic(_) => of("acyclic", null()),
        Expr::Not(one) => of("not", self::expression(one)),
        Expr::And(left, right) => {
            call("and", vec![self::expression(left), self::expression(right)])
        }
        Expr::Or(left, right) => call("or", vec![self::expression(left), self::expression(right)]),
    }
}
