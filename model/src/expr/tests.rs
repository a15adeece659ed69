use super::*;

fn name(text: &str) -> AttributeName {
    AttributeName::new(text).unwrap()
}

fn compare(attribute: &str, comparison: Comparison, value: impl Into<Value>) -> Expr {
    Expr::Compare(
        Operand::Attribute(name(attribute)),
        comparison,
        Operand::Literal(value.into()),
    )
}

fn eval(expr: &Expr, values: &[(&str, Value)]) -> bool {
    expr.eval(
        |wanted| {
            values
                .iter()
                .find(|(name, _)| *wanted == *name)
                .map(|(_, value)| value)
        },
        |_| false,
    )
}

#[test]
fn a_missing_value_differs_from_everything() {
    assert!(!eval(&compare("a", Comparison::Equal, 1_i64), &[]));
    assert!(!eval(&compare("a", Comparison::Less, 1_i64), &[]));
    assert!(eval(&compare("a", Comparison::NotEqual, 1_i64), &[]));
    let both = Expr::Compare(
        Operand::Attribute(name("a")),
        Comparison::Equal,
        Operand::Attribute(name("b")),
    );
    assert!(!eval(&both, &[("a", Value::Integer(1))]));
    assert!(!eval(&Expr::In(Operand::Attribute(name("a")), vec![]), &[]));
}

#[test]
fn numbers_and_points_in_time_have_an_order() {
    let at_most = compare("a", Comparison::LessOrEqual, 2.0);
    assert!(eval(&at_most, &[("a", Value::Integer(2))]));
    assert!(!eval(&at_most, &[("a", Value::Float(2.5))]));
    assert!(!eval(&at_most, &[("a", Value::from("1"))]));
    let later = compare("a", Comparison::Greater, "2016-09-19T12:00:00Z");
    assert!(eval(
        &later,
        &[("a", Value::from("2016-09-19T13:00:00+00:30"))]
    ));
    assert!(!eval(
        &later,
        &[("a", Value::from("2016-09-19T13:00:00+01:00"))]
    ));
}

#[test]
fn connectives_are_those_of_logic() {
    let (a, b) = (Expr::Defined(name("a")), Expr::Defined(name("b")));
    let implies = Expr::Or(
        Box::new(Expr::Not(Box::new(a.clone()))),
        Box::new(b.clone()),
    );
    let both = Expr::And(Box::new(a), Box::new(b));
    let one = Value::Boolean(true);
    for (values, implied, met) in [
        (vec![], true, false),
        (vec![("a", one.clone())], false, false),
        (vec![("b", one.clone())], true, false),
        (vec![("a", one.clone()), ("b", one)], true, true),
    ] {
        assert_eq!(eval(&implies, &values), implied);
        assert_eq!(eval(&both, &values), met);
    }
    assert_eq!(both.attributes(), [&name("a"), &name("b")]);
}

fn literal(value: impl Into<Value>) -> Operand {
    Operand::Literal(value.into())
}

fn attribute(text: &str) -> Operand {
    Operand::Attribute(name(text))
}

fn calculated(left: impl Into<Value>, how: Arithmetic, right: impl Into<Value>) -> Option<Value> {
    how.of(&left.into(), &right.into())
}

#[test]
fn integers_stay_integers_and_quotients_are_exact() {
    use Arithmetic::{Minus, Over, Plus, Times};
    assert_eq!(calculated(7_i64, Plus, 2_i64), Some(Value::Integer(9)));
    assert_eq!(calculated(7_i64, Minus, 9_i64), Some(Value::Integer(-2)));
    assert_eq!(calculated(7_i64, Times, 2_i64), Some(Value::Integer(14)));
    assert_eq!(calculated(8_i64, Over, 2_i64), Some(Value::Integer(4)));
    assert_eq!(calculated(7_i64, Over, 2_i64), Some(Value::Float(3.5)));
    assert_eq!(calculated(7_i64, Times, 0.5), Some(Value::Float(3.5)));
    assert_eq!(
        calculated(i64::MAX, Minus, 1_i64),
        Some(Value::Integer(i64::MAX - 1))
    );
}

#[test]
fn what_has_no_result_has_no_value() {
    use Arithmetic::{Minus, Over, Plus, Times};
    for (left, how, right) in [
        (Value::Integer(i64::MAX), Plus, Value::Integer(1)),
        (Value::Integer(i64::MIN), Minus, Value::Integer(1)),
        (Value::Integer(i64::MAX), Times, Value::Integer(2)),
        (Value::Integer(i64::MIN), Over, Value::Integer(-1)),
        (Value::Integer(1), Over, Value::Integer(0)),
        (Value::Float(1.0), Over, Value::Integer(0)),
        (Value::Float(f64::MAX), Times, Value::Float(2.0)),
        (Value::from("1"), Plus, Value::Integer(1)),
    ] {
        assert_eq!(
            how.of(&left, &right),
            None,
            "{left} {} {right}",
            how.as_str()
        );
        let sum = Operand::Arithmetic(
            Box::new(Operand::Literal(left)),
            how,
            Box::new(Operand::Literal(right)),
        );
        let none = literal(0_i64);
        for (comparison, met) in [
            (Comparison::Equal, false),
            (Comparison::GreaterOrEqual, false),
            (Comparison::LessOrEqual, false),
            (Comparison::NotEqual, true),
        ] {
            let compared = Expr::Compare(sum.clone(), comparison, none.clone());
            assert_eq!(eval(&compared, &[]), met);
        }
    }
    let least = Operand::Negated(Box::new(literal(i64::MIN)));
    assert!(!eval(
        &Expr::Compare(least, Comparison::Greater, literal(0_i64)),
        &[]
    ));
}

#[test]
fn texts_and_lists_are_asked_for_their_parts() {
    let text = Value::from("Größe-XL");
    let list = Value::List(vec![Value::Integer(1), Value::from("b")]);
    for (test, whole, part, met) in [
        (Test::StartsWith, &text, Value::from("Grö"), true),
        (Test::StartsWith, &text, Value::from("grö"), false),
        (Test::EndsWith, &text, Value::from("-XL"), true),
        (Test::EndsWith, &text, Value::from("-X"), false),
        (Test::Contains, &text, Value::from("ße"), true),
        (Test::Contains, &text, Value::from("ss"), false),
        (Test::Contains, &list, Value::Float(1.0), true),
        (Test::Contains, &list, Value::from("1"), false),
        (Test::StartsWith, &list, Value::Integer(1), false),
        (Test::Contains, &text, Value::Integer(1), false),
    ] {
        assert_eq!(
            test.holds(whole, &part),
            met,
            "{}({whole}, {part})",
            test.as_str()
        );
        let expr = Expr::Test(test, attribute("a"), Operand::Literal(part));
        assert_eq!(eval(&expr, &[("a", whole.clone())]), met);
        assert!(!eval(&expr, &[]));
    }
    let length = |of: &Value, is: i64| {
        let length = Operand::Length(Box::new(attribute("a")));
        eval(
            &Expr::Compare(length, Comparison::Equal, literal(is)),
            &[("a", of.clone())],
        )
    };
    assert!(length(&text, 8) && !length(&text, 10) && length(&list, 2));
    let lower = Operand::Lower(Box::new(attribute("a")));
    assert!(eval(
        &Expr::Compare(lower, Comparison::Equal, literal("größe-xl")),
        &[("a", text.clone())]
    ));
    let matches = |pattern| Expr::Matches(attribute("a"), Pattern::new(pattern).unwrap());
    assert!(eval(&matches("Gr.*[A-Z]"), &[("a", text.clone())]));
    assert!(!eval(&matches("Gr"), &[("a", text)]));
    assert!(!eval(&matches(".*"), &[]));
}

#[test]
fn a_condition_tells_what_it_looks_at() {
    let id = || CategoryId::parse("http://example.com/occi/test#one").unwrap();
    let local = compare("a", Comparison::Equal, 1_i64);
    assert!(local.reach().is_local());
    assert!(Expr::Has(None, id()).reach().is_local());
    let ends = Reach {
        ends: true,
        ..Reach::default()
    };
    let links = Reach {
        links: true,
        ..Reach::default()
    };
    let all = Reach {
        all: true,
        ..Reach::default()
    };
    assert_eq!(Expr::Has(Some(End::Target), id()).reach(), ends);
    assert_eq!(Expr::DefinedAt(End::Source, name("a")).reach(), ends);
    assert_eq!(Expr::Acyclic(id()).reach(), all);
    assert_eq!(Expr::Unique(vec![name("a")], id()).reach(), all);
    let end = Operand::Negated(Box::new(Operand::End(End::Source, name("a"))));
    let deep = Expr::Compare(attribute("b"), Comparison::Less, end);
    assert_eq!(deep.reach(), ends);
    assert_eq!(deep.attributes(), [&name("b")]);
    // What the condition inside says is read from the links.
    let counted = Operand::Links(id(), Some(Box::new(deep)));
    let counts = Expr::Not(Box::new(Expr::In(counted, vec![Value::Integer(1)])));
    assert_eq!(counts.reach(), links);
    let both = Expr::Or(Box::new(local), Box::new(counts));
    assert_eq!(both.reach(), links);
    assert_eq!(both.attributes(), [&name("a")]);
}
