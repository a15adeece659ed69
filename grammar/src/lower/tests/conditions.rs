//! Conditions: how tightly operators bind, functions, and what cannot stand where.

use occi_model::{
    Value,
    draft::{ExprDraft, OperandDraft},
    expr::{Arithmetic, Comparison, End, Test},
};

use super::{at, body, name as reference};
use crate::{MemoryResolver, load};

fn condition(written: &str) -> ExprDraft {
    let draft = body(&format!("require {written} \"m\";"));
    draft.kinds[0].constraints[0].condition.clone()
}

fn name(text: &str) -> OperandDraft {
    OperandDraft::Name(at(text.into()))
}

fn literal(value: impl Into<Value>) -> OperandDraft {
    OperandDraft::Literal(at(value.into()))
}

fn less(left: OperandDraft, right: OperandDraft) -> ExprDraft {
    ExprDraft::Compare(left, Comparison::Less, right)
}

#[test]
fn calculations_bind_more_tightly_than_comparisons() {
    for (written, meant, otherwise) in [
        ("a + b < c * d", "(a + b) < (c * d)", "a + (b) < (c) * e"),
        ("a + b * c < d", "(a + (b * c)) < d", "((a + b) * c) < d"),
        ("a - b - c < d", "((a - b) - c) < d", "(a - (b - c)) < d"),
        ("a / b * c < d", "((a / b) * c) < d", "(a / (b * c)) < d"),
        ("-a * b < c", "((-a) * b) < c", "(-(a * b)) < c"),
        ("- -a + b < c", "(-(-a)) + b < c", "-((-a) + b) < c"),
        (
            "not a + b < c",
            "not ((a + b) < c)",
            "not not ((a + b) < c)",
        ),
        (
            "not a < b and c < d",
            "(not a < b) and c < d",
            "not (a < b and c < d)",
        ),
        (
            "a + 1 in (b) or c < d",
            "((a + 1) in (b)) or (c < d)",
            "a in (b) or c < d",
        ),
        (
            "not self has m and a < b",
            "(not (self has m)) and (a < b)",
            "not (self has m and a < b)",
        ),
        ("a -1 < b", "a - 1 < b", "a - -1 < b"),
        ("a--1 < b", "\"x\" != a--1 or a--1 < b", "a - -1 < b"),
        (
            "length(a) * 2 < b",
            "(length((a))) * 2 < b",
            "length(a) < b",
        ),
    ] {
        if !meant.starts_with('"') {
            assert_eq!(condition(written), condition(meant), "{written}");
        }
        assert_ne!(condition(written), condition(otherwise), "{written}");
    }
    assert_eq!(
        condition("-a + 2 * (b - -1) < c"),
        less(
            OperandDraft::Arithmetic(
                Box::new(OperandDraft::Negated(Box::new(name("a")))),
                Arithmetic::Plus,
                Box::new(OperandDraft::Arithmetic(
                    Box::new(literal(2_i64)),
                    Arithmetic::Times,
                    Box::new(OperandDraft::Arithmetic(
                        Box::new(name("b")),
                        Arithmetic::Minus,
                        Box::new(literal(-1_i64)),
                    )),
                )),
            ),
            name("c"),
        )
    );
    // A hyphen without blanks is part of a name.
    assert_eq!(condition("a-b < 1"), less(name("a-b"), literal(1_i64)));
}

#[test]
fn functions_and_what_is_around() {
    let a = || at("a".to_owned());
    assert_eq!(
        condition("defined(target(a))"),
        ExprDraft::DefinedAt(End::Target, a())
    );
    assert_eq!(
        condition("source(a) < length(lower(b))"),
        less(
            OperandDraft::End(End::Source, a()),
            OperandDraft::Length(Box::new(OperandDraft::Lower(Box::new(name("b"))))),
        )
    );
    for (word, test) in [
        ("starts_with", Test::StartsWith),
        ("ends_with", Test::EndsWith),
        ("contains", Test::Contains),
    ] {
        assert_eq!(
            condition(&format!("{word}(a, \"b\",)")),
            ExprDraft::Test(test, name("a"), literal("b"))
        );
    }
    assert_eq!(
        condition("matches ( a , \"[a-z]\\\\d\" )"),
        ExprDraft::Matches(name("a"), at("[a-z]\\d".to_owned()))
    );
    assert_eq!(
        condition("unique(a, \"b c\")"),
        ExprDraft::Unique(at(vec![a(), at("b c".to_owned())]))
    );
    assert_eq!(condition("acyclic()"), ExprDraft::Acyclic(at(())));
    assert_eq!(
        condition("self has m"),
        ExprDraft::Has(None, at(reference("m")))
    );
    assert_eq!(
        condition("1 < links(k, source has m or a < 1)"),
        less(
            literal(1_i64),
            OperandDraft::Links(
                at(reference("k")),
                Some(Box::new(ExprDraft::Or(
                    Box::new(ExprDraft::Has(Some(End::Source), at(reference("m")))),
                    Box::new(less(name("a"), literal(1_i64))),
                ))),
            ),
        )
    );
    // No name of an attribute is forbidden.
    for word in [
        "length", "links", "source", "self", "has", "unique", "defined", "and", "in",
    ] {
        let compared = condition(&format!("{word} < 1 and 1 < {word}"));
        let meant = ExprDraft::And(
            Box::new(less(name(word), literal(1_i64))),
            Box::new(less(literal(1_i64), name(word))),
        );
        assert_eq!(compared, meant, "{word}");
    }
}

#[test]
fn what_cannot_stand_there_is_said() {
    let said = |written: &str| {
        let text = format!(
            "extension t \"http://example.com/t#\"; kind k {{ require {written} \"m\"; }} mixin m;"
        );
        let mut files = MemoryResolver::new().with("t", text);
        let faults = load("t", &mut files).faults;
        let mut codes: Vec<String> = faults.iter().map(|one| one.code.to_string()).collect();
        codes.retain(|code| !code.starts_with("E02"));
        codes.dedup();
        codes
    };
    for (written, code) in [
        ("a", "E0100"),
        ("a + 1", "E0100"),
        ("a < b < c", "E0100"),
        ("a in (1) == true", "E0100"),
        ("a < not b", "E0100"),
        ("(a < b) < c", "E0100"),
        ("a + (b < c) < d", "E0100"),
        ("a < b or c", "E0100"),
        ("a < b c", "E0100"),
        ("a <", "E0100"),
        ("a ++ b < c", "E0100"),
        ("length(a)", "E0100"),
        ("acyclic() < 1", "E0100"),
        ("lenght(a) < 1", "E0157"),
        ("sqrt(a) < 1", "E0157"),
        ("start_with(a, \"b\")", "E0157"),
        ("length(a, b) < 1", "E0158"),
        ("length() < 1", "E0158"),
        ("starts_with(a)", "E0158"),
        ("matches(a, b)", "E0158"),
        ("matches(a)", "E0158"),
        ("defined(a + 1)", "E0158"),
        ("defined()", "E0158"),
        ("source(1) < 1", "E0158"),
        ("source() < 1", "E0158"),
        ("links() < 1", "E0158"),
        ("links(k, a < 1, b) < 1", "E0158"),
        ("links(1) < 1", "E0158"),
        ("unique()", "E0158"),
        ("unique(a < 1)", "E0158"),
        ("acyclic(a)", "E0158"),
        ("a has m", "E0158"),
        ("\"self\" has m", "E0158"),
    ] {
        assert_eq!(said(written), [code], "{written}");
    }
}

#[test]
fn long_conditions_are_refused_and_not_read_deeper() {
    let parts = |written: String| {
        let text =
            format!("extension t \"http://example.com/t#\"; kind k {{ require {written} \"m\"; }}");
        let mut files = MemoryResolver::new().with("t", text);
        let faults = load("t", &mut files).faults;
        faults
            .iter()
            .any(|fault| fault.code == crate::code::CONDITION)
    };
    for (piece, many) in [
        ("a + ", 999),
        ("a * ", 999),
        ("- ", 999),
        ("not ", 999),
        ("1 < a or ", 999),
    ] {
        assert!(!parts(format!("{} a < 1", piece.repeat(many))), "{piece}");
        assert!(
            parts(format!("{} a < 1", piece.repeat(many + 1))),
            "{piece}"
        );
    }
}
