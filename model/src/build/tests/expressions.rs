//! Arbitrary conditions, and conditions as tables.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    arbitrary::{attribute_name, name, reference, value},
    tables::{leaf, list, normal_reference, text, value as value_table},
};
use crate::{
    build::testing::{at, text as located},
    draft::{ExprDraft, OperandDraft, Reference},
    expr::{Arithmetic, Comparison, End, Expr, Operand, Test, View, Views},
    name::{AttributeName, CategoryId},
    origin::Located,
    table::{ExprTable, OperandTable},
    types::Pattern,
    value::Value,
};

const ENDS: &[End] = &[End::Source, End::Target];
const TESTS: &[Test] = &[Test::StartsWith, Test::EndsWith, Test::Contains];
const COMPARISONS: &[Comparison] = &[Comparison::Equal, Comparison::NotEqual, Comparison::Less];
const ARITHMETIC: &[Arithmetic] = &[
    Arithmetic::Plus,
    Arithmetic::Minus,
    Arithmetic::Times,
    Arithmetic::Over,
];

fn operand() -> impl Strategy<Value = OperandDraft> {
    let leaf = prop_oneof![
        attribute_name().prop_map(OperandDraft::Name),
        name().prop_map(OperandDraft::Name),
        value().prop_map(|value| OperandDraft::Literal(at(value))),
        (select(ENDS), attribute_name()).prop_map(|(end, name)| OperandDraft::End(end, name)),
        reference().prop_map(|kind| OperandDraft::Links(kind, None)),
    ];
    leaf.prop_recursive(3, 6, 2, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|one| OperandDraft::Negated(Box::new(one))),
            inner
                .clone()
                .prop_map(|one| OperandDraft::Length(Box::new(one))),
            inner
                .clone()
                .prop_map(|one| OperandDraft::Lower(Box::new(one))),
            (inner.clone(), select(ARITHMETIC), inner).prop_map(|(one, how, other)| {
                OperandDraft::Arithmetic(Box::new(one), how, Box::new(other))
            }),
        ]
    })
}

/// Any condition, sound or not.
pub(super) fn condition() -> impl Strategy<Value = ExprDraft> {
    let leaf = prop_oneof![
        attribute_name().prop_map(ExprDraft::Defined),
        (select(ENDS), attribute_name()).prop_map(|(end, name)| ExprDraft::DefinedAt(end, name)),
        (operand(), select(COMPARISONS), operand())
            .prop_map(|(a, op, b)| ExprDraft::Compare(a, op, b)),
        (operand(), vec(operand(), 0..3)).prop_map(|(a, list)| ExprDraft::In(a, list)),
        (select(TESTS), operand(), operand()).prop_map(|(test, a, b)| ExprDraft::Test(test, a, b)),
        (operand(), select(&["a+", "(", ""][..]))
            .prop_map(|(a, pattern)| ExprDraft::Matches(a, located(pattern))),
        (option::of(select(ENDS)), reference()).prop_map(|(end, mixin)| ExprDraft::Has(end, mixin)),
        vec(attribute_name(), 1..3).prop_map(|names| ExprDraft::Unique(at(names))),
        Just(ExprDraft::Acyclic(at(()))),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|a| ExprDraft::Not(Box::new(a))),
            (reference(), inner.clone()).prop_map(|(kind, condition)| ExprDraft::Compare(
                OperandDraft::Links(kind, Some(Box::new(condition))),
                Comparison::Less,
                OperandDraft::Literal(at(Value::Integer(2))),
            )),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| ExprDraft::And(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| ExprDraft::Or(Box::new(a), Box::new(b))),
        ]
    })
}

/// Puts a condition into the form that tables have.
pub(super) fn normal(expr: &mut ExprDraft, scheme: &str) {
    match expr {
        ExprDraft::In(operand, values) => {
            normal_operand(operand, scheme);
            for value in values {
                // Tables hold the values of lists only as values.
                let constant = match value {
                    OperandDraft::Name(name) => Value::from(&*name.value),
                    OperandDraft::Literal(one) => one.value.clone(),
                    _ => Value::Boolean(true),
                };
                *value = OperandDraft::Literal(Located::nowhere(constant));
            }
        }
        ExprDraft::Compare(left, _, right) | ExprDraft::Test(_, left, right) => {
            normal_operand(left, scheme);
            normal_operand(right, scheme);
        }
        ExprDraft::Matches(operand, _) => normal_operand(operand, scheme),
        ExprDraft::Has(_, mixin) => normal_reference(mixin, scheme),
        ExprDraft::Not(inner) => normal(inner, scheme),
        ExprDraft::And(left, right) | ExprDraft::Or(left, right) => {
            normal(left, scheme);
            normal(right, scheme);
        }
        ExprDraft::Defined(_)
        | ExprDraft::DefinedAt(..)
        | ExprDraft::Unique(_)
        | ExprDraft::Acyclic(_) => {}
    }
}

fn normal_operand(operand: &mut OperandDraft, scheme: &str) {
    match operand {
        OperandDraft::Negated(inner) | OperandDraft::Length(inner) | OperandDraft::Lower(inner) => {
            normal_operand(inner, scheme);
        }
        OperandDraft::Arithmetic(left, _, right) => {
            normal_operand(left, scheme);
            normal_operand(right, scheme);
        }
        OperandDraft::Links(kind, condition) => {
            normal_reference(kind, scheme);
            if let Some(condition) = condition {
                normal(condition, scheme);
            }
        }
        OperandDraft::Name(_) | OperandDraft::Literal(_) | OperandDraft::End(..) => {}
    }
}

fn identifier(reference: &Reference) -> &'static str {
    match reference {
        Reference::Identifier(id) => text(id),
        Reference::Name { .. } => unreachable!("not in normal form"),
    }
}

fn operand_table(draft: &OperandDraft) -> OperandTable {
    let inner = |inner: &OperandDraft| leaf(operand_table(inner));
    match draft {
        OperandDraft::Name(name) => OperandTable::Attribute(text(&name.value)),
        OperandDraft::Literal(one) => OperandTable::Literal(value_table(&one.value)),
        OperandDraft::End(end, name) => OperandTable::End(*end, text(&name.value)),
        OperandDraft::Negated(one) => OperandTable::Negated(inner(one)),
        OperandDraft::Arithmetic(left, how, right) => {
            OperandTable::Arithmetic(inner(left), *how, inner(right))
        }
        OperandDraft::Length(one) => OperandTable::Length(inner(one)),
        OperandDraft::Lower(one) => OperandTable::Lower(inner(one)),
        OperandDraft::Links(kind, condition) => OperandTable::Links(
            identifier(&kind.value),
            condition.as_ref().map(|condition| leaf(table(condition))),
        ),
    }
}

/// The table of a condition in normal form.
pub(super) fn table(draft: &ExprDraft) -> ExprTable {
    match draft {
        ExprDraft::Defined(name) => ExprTable::Defined(text(&name.value)),
        ExprDraft::DefinedAt(end, name) => ExprTable::DefinedAt(*end, text(&name.value)),
        ExprDraft::Compare(left, comparison, right) => {
            ExprTable::Compare(operand_table(left), *comparison, operand_table(right))
        }
        ExprDraft::In(one, values) => ExprTable::In(
            operand_table(one),
            list(values.iter().map(|one| match one {
                OperandDraft::Literal(one) => value_table(&one.value),
                _ => unreachable!("not in normal form"),
            })),
        ),
        ExprDraft::Test(test, whole, part) => {
            ExprTable::Test(*test, operand_table(whole), operand_table(part))
        }
        ExprDraft::Matches(operand, pattern) => {
            ExprTable::Matches(operand_table(operand), text(&pattern.value))
        }
        ExprDraft::Has(end, mixin) => ExprTable::Has(*end, identifier(&mixin.value)),
        ExprDraft::Unique(names) => {
            ExprTable::Unique(list(names.value.iter().map(|name| text(&name.value))))
        }
        ExprDraft::Acyclic(_) => ExprTable::Acyclic,
        ExprDraft::Not(inner) => ExprTable::Not(leaf(table(inner))),
        ExprDraft::And(left, right) => ExprTable::And(leaf(table(left)), leaf(table(right))),
        ExprDraft::Or(left, right) => ExprTable::Or(leaf(table(left)), leaf(table(right))),
    }
}

/// An instance that has the value for everything, is its own neighbour, and answers every question
/// alike.
struct Anything {
    value: Option<Value>,
    answer: bool,
}

impl View for Anything {
    fn value(&self, _: &AttributeName) -> Option<&Value> {
        self.value.as_ref()
    }

    fn carries(&self, _: &CategoryId) -> bool {
        self.answer
    }

    fn end(&self, _: End) -> Option<Box<dyn View + '_>> {
        self.answer.then(|| self.again())
    }

    fn links(&self, _: &CategoryId) -> Views<'_> {
        vec![self.again(), self.again()]
    }

    fn is_unique(&self, _: &CategoryId, _: &[(&AttributeName, &Value)]) -> bool {
        self.answer
    }

    fn is_acyclic(&self, _: &CategoryId) -> bool {
        self.answer
    }
}

impl Anything {
    fn again(&self) -> Box<dyn View + '_> {
        Box::new(Self {
            value: self.value.clone(),
            answer: self.answer,
        })
    }
}

/// The condition as it would be if every name in it were right.
fn taken_on_trust(draft: &ExprDraft) -> Expr {
    let id = || CategoryId::parse("http://example.com/occi/test#any").unwrap();
    let any = || AttributeName::new("com.example.any").unwrap();
    let boxed = |draft: &ExprDraft| Box::new(taken_on_trust(draft));
    match draft {
        ExprDraft::Defined(_) => Expr::Defined(any()),
        ExprDraft::DefinedAt(end, _) => Expr::DefinedAt(*end, any()),
        ExprDraft::Compare(left, comparison, right) => {
            Expr::Compare(trusted(left), *comparison, trusted(right))
        }
        ExprDraft::In(one, _) => Expr::In(trusted(one), vec![Value::Integer(1)]),
        ExprDraft::Test(test, whole, part) => Expr::Test(*test, trusted(whole), trusted(part)),
        ExprDraft::Matches(one, _) => Expr::Matches(trusted(one), Pattern::new("a+").unwrap()),
        ExprDraft::Has(end, _) => Expr::Has(*end, id()),
        ExprDraft::Unique(_) => Expr::Unique(vec![any()], id()),
        ExprDraft::Acyclic(_) => Expr::Acyclic(id()),
        ExprDraft::Not(inner) => Expr::Not(boxed(inner)),
        ExprDraft::And(left, right) => Expr::And(boxed(left), boxed(right)),
        ExprDraft::Or(left, right) => Expr::Or(boxed(left), boxed(right)),
    }
}

fn trusted(draft: &OperandDraft) -> Operand {
    let boxed = |draft: &OperandDraft| Box::new(trusted(draft));
    match draft {
        OperandDraft::Name(_) => Operand::Attribute(AttributeName::new("com.example.any").unwrap()),
        OperandDraft::Literal(value) => Operand::Literal(value.value.clone()),
        OperandDraft::End(end, _) => {
            Operand::End(*end, AttributeName::new("com.example.any").unwrap())
        }
        OperandDraft::Negated(one) => Operand::Negated(boxed(one)),
        OperandDraft::Arithmetic(left, how, right) => {
            Operand::Arithmetic(boxed(left), *how, boxed(right))
        }
        OperandDraft::Length(one) => Operand::Length(boxed(one)),
        OperandDraft::Lower(one) => Operand::Lower(boxed(one)),
        OperandDraft::Links(_, condition) => Operand::Links(
            CategoryId::parse("http://example.com/occi/test#wire").unwrap(),
            condition
                .as_ref()
                .map(|condition| Box::new(taken_on_trust(condition))),
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever the values are: no panic, and the same answer for the same question.
    #[test]
    fn evaluation_always_ends_with_an_answer(
        draft in condition(),
        value in option::of(value()),
        answer in any::<bool>(),
    ) {
        let expr = taken_on_trust(&draft);
        let of = Anything { value: value.clone(), answer };
        let met = expr.holds(&of);
        prop_assert_eq!(Expr::Not(Box::new(expr.clone())).holds(&of), !met);
        if expr.reach().is_local() {
            prop_assert_eq!(expr.eval(|_| value.as_ref(), |_| answer), met);
        }
    }
}
