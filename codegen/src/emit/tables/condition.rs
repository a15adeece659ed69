//! Conditions as tables.

use occi_model::expr::{Arithmetic, Comparison, End, Expr, Operand, Test};

use super::part::{atom, call, optional, text, value};
use crate::text::Node;

/// The types of the model that conditions name besides tables, each with what tells its use.
pub(super) const NAMES: [(&str, &str); 4] = [
    ("Arithmetic", "Arithmetic::"),
    ("Comparison", "Comparison::"),
    ("End", "End::"),
    ("Test", "Test::"),
];

fn end(end: End) -> Node {
    atom(match end {
        End::Source => "End::Source",
        End::Target => "End::Target",
    })
}

fn operand(operand: &Operand) -> Node {
    let inner = |inner: &Operand| Node::Ref(Box::new(self::operand(inner)));
    match operand {
        Operand::Attribute(name) => call("OperandTable::Attribute", vec![text(name.as_str())]),
        Operand::Literal(literal) => call("OperandTable::Literal", vec![value(literal)]),
        Operand::End(end, name) => call(
            "OperandTable::End",
            vec![self::end(*end), text(name.as_str())],
        ),
        Operand::Negated(one) => call("OperandTable::Negated", vec![inner(one)]),
        Operand::Arithmetic(left, how, right) => {
            let how = match how {
                Arithmetic::Plus => "Arithmetic::Plus",
                Arithmetic::Minus => "Arithmetic::Minus",
                Arithmetic::Times => "Arithmetic::Times",
                Arithmetic::Over => "Arithmetic::Over",
            };
            call(
                "OperandTable::Arithmetic",
                vec![inner(left), atom(how), inner(right)],
            )
        }
        Operand::Length(one) => call("OperandTable::Length", vec![inner(one)]),
        Operand::Lower(one) => call("OperandTable::Lower", vec![inner(one)]),
        Operand::Links(kind, condition) => call(
            "OperandTable::Links",
            vec![
                text(kind.as_str()),
                optional(
                    condition
                        .as_ref()
                        .map(|condition| Node::Ref(Box::new(expression(condition)))),
                ),
            ],
        ),
    }
}

/// A condition.
pub(super) fn expression(expression: &Expr) -> Node {
    let inner = |inner: &Expr| Node::Ref(Box::new(self::expression(inner)));
    match expression {
        Expr::Defined(name) => call("ExprTable::Defined", vec![text(name.as_str())]),
        Expr::DefinedAt(end, name) => call(
            "ExprTable::DefinedAt",
            vec![self::end(*end), text(name.as_str())],
        ),
        Expr::Compare(left, comparison, right) => {
            let comparison = match comparison {
                Comparison::Equal => "Comparison::Equal",
                Comparison::NotEqual => "Comparison::NotEqual",
                Comparison::Less => "Comparison::Less",
                Comparison::LessOrEqual => "Comparison::LessOrEqual",
                Comparison::Greater => "Comparison::Greater",
                Comparison::GreaterOrEqual => "Comparison::GreaterOrEqual",
            };
            call(
                "ExprTable::Compare",
                vec![operand(left), atom(comparison), operand(right)],
            )
        }
        Expr::In(left, values) => call(
            "ExprTable::In",
            vec![
                operand(left),
                Node::Array(values.iter().map(value).collect()),
            ],
        ),
        Expr::Test(test, whole, part) => {
            let test = match test {
                Test::StartsWith => "Test::StartsWith",
                Test::EndsWith => "Test::EndsWith",
                Test::Contains => "Test::Contains",
            };
            call(
                "ExprTable::Test",
                vec![atom(test), operand(whole), operand(part)],
            )
        }
        Expr::Matches(one, pattern) => call(
            "ExprTable::Matches",
            vec![operand(one), text(pattern.as_str())],
        ),
        Expr::Has(end, mixin) => call(
            "ExprTable::Has",
            vec![optional(end.map(self::end)), text(mixin.as_str())],
        ),
        Expr::Unique(names, _) => call(
            "ExprTable::Unique",
            vec![Node::Array(
                names.iter().map(|name| text(name.as_str())).collect(),
            )],
        ),
        Expr::Acyclic(_) => atom("ExprTable::Acyclic"),
        Expr::Not(one) => call("ExprTable::Not", vec![inner(one)]),
        Expr::And(left, right) => call("ExprTable::And", vec![inner(left), inner(right)]),
        Expr::Or(left, right) => call("ExprTable::Or", vec![inner(left), inner(right)]),
    }
}
