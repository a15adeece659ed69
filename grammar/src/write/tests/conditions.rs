//! Conditions about `com.example.number`, `com.example.text` and `com.example.list`, a list of
//! hashes, and the links of what has them.

use occi_model::{
    Value,
    draft::{ExprDraft, OperandDraft, Reference},
    expr::{Arithmetic, Comparison, End, Test},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::types::{at, text};

const COMPARISONS: &[Comparison] = &[
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::LessOrEqual,
    Comparison::Greater,
    Comparison::GreaterOrEqual,
];
const ARITHMETIC: &[Arithmetic] = &[
    Arithmetic::Plus,
    Arithmetic::Minus,
    Arithmetic::Times,
    Arithmetic::Over,
];

fn number() -> OperandDraft {
    OperandDraft::Name(at("com.example.number".to_owned()))
}

fn given() -> OperandDraft {
    OperandDraft::Name(at("com.example.text".to_owned()))
}

fn literal(value: impl Into<Value>) -> OperandDraft {
    OperandDraft::Literal(at(value.into()))
}

/// The list attribute, and lists that it may have.
fn lists() -> impl Strategy<Value = (OperandDraft, Vec<OperandDraft>)> {
    let hash = |(name, value)| Value::Hash([(name, Value::List(vec![value]))].into());
    let values = prop_oneof![text().prop_map(Value::String), Just(Value::Boolean(true))];
    let list = vec((text(), values).prop_map(hash), 0..3).prop_map(Value::List);
    vec(list.prop_map(literal), 1..3)
        .prop_map(|all| (OperandDraft::Name(at("com.example.list".to_owned())), all))
}

fn links(condition: Option<ExprDraft>) -> OperandDraft {
    let link = Reference::Name {
        qualifier: Some("base".to_owned()),
        name: "link".to_owned(),
    };
    OperandDraft::Links(at(link), condition.map(Box::new))
}

/// A calculation, which may be the same for every instance.
fn calculation() -> impl Strategy<Value = OperandDraft> {
    let leaf = prop_oneof![
        3 => Just(number()),
        2 => prop_oneof![Just(i64::MIN), -3_i64..3].prop_map(literal),
        1 => prop_oneof![Just(-0.5), Just(1e300), Just(2.0)].prop_map(literal),
        1 => Just(OperandDraft::Length(Box::new(given()))),
        1 => Just(links(None)),
    ];
    leaf.prop_recursive(4, 12, 2, |inner| {
        prop_oneof![
            1 => inner.clone().prop_map(|one| OperandDraft::Negated(Box::new(one))),
            3 => (inner.clone(), select(ARITHMETIC), inner).prop_map(|(left, how, right)| {
                OperandDraft::Arithmetic(Box::new(left), how, Box::new(right))
            }),
        ]
    })
}

/// A text that is no constant.
fn texts() -> impl Strategy<Value = OperandDraft> {
    any::<bool>().prop_map(|lower| {
        if lower {
            OperandDraft::Lower(Box::new(given()))
        } else {
            given()
        }
    })
}

/// A condition of a link.
fn of_link() -> impl Strategy<Value = ExprDraft> {
    let title = || at("occi.core.title".to_owned());
    prop_oneof![
        select(&[End::Source, End::Target][..])
            .prop_map(move |end| ExprDraft::DefinedAt(end, title())),
        text().prop_map(move |text| ExprDraft::Compare(
            OperandDraft::End(End::Target, title()),
            Comparison::NotEqual,
            literal(text),
        )),
    ]
}

pub(super) fn condition() -> impl Strategy<Value = ExprDraft> {
    let name = |name: &str| at(format!("com.example.{name}"));
    let tests = [Test::StartsWith, Test::EndsWith, Test::Contains];
    let leaf =
        prop_oneof![
            Just(ExprDraft::Defined(name("number"))),
            (calculation(), select(COMPARISONS), any::<bool>()).prop_map(
                |(calculation, comparison, turned)| {
                    let (left, right) = if turned {
                        (calculation, number())
                    } else {
                        (number(), calculation)
                    };
                    ExprDraft::Compare(left, comparison, right)
                }
            ),
            vec(text(), 1..3)
                .prop_map(|texts| ExprDraft::In(given(), texts.into_iter().map(literal).collect())),
            lists().prop_map(|(list, values)| ExprDraft::In(list, values)),
            lists().prop_map(|(list, mut values)| ExprDraft::Compare(
                list,
                Comparison::NotEqual,
                values.remove(0)
            )),
            (select(tests.to_vec()), texts(), text())
                .prop_map(|(test, whole, part)| ExprDraft::Test(test, whole, literal(part))),
            texts().prop_map(|whole| ExprDraft::Matches(whole, at("\"?[a-z]+\\d".to_owned()))),
            vec(select(vec![name("number"), name("text")]), 1..3)
                .prop_map(|names| ExprDraft::Unique(at(names))),
            (option::of(of_link()), select(COMPARISONS)).prop_map(|(condition, comparison)| {
                ExprDraft::Compare(links(condition), comparison, literal(2_i64))
            }),
        ];
    leaf.prop_recursive(4, 12, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|one| ExprDraft::Not(Box::new(one))),
            pair.clone()
                .prop_map(|(a, b)| ExprDraft::And(Box::new(a), Box::new(b))),
            pair.prop_map(|(a, b)| ExprDraft::Or(Box::new(a), Box::new(b))),
        ]
    })
}
