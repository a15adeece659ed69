//! Facts beside the standard's: annotations, specification, return notes, final states, digits,
//! defaults of members, names of conditions.

use occi_model::{
    Code, SourceId, Value,
    draft::{Annotation, TypeDraft},
};

use super::{at, body, lower, type_of};
use crate::code;

fn annotations(all: &[(&str, &str)]) -> Vec<Annotation> {
    all.iter()
        .map(|(key, value)| Annotation {
            key: at((*key).to_owned()),
            value: (*value).to_owned(),
        })
        .collect()
}

/// The codes of the faults of a body.
#[track_caller]
fn faults(members: &str) -> Vec<Code> {
    let text = format!("extension t \"http://example.com/t#\"; kind k {{ {members} }}");
    let read = super::super::read(&text, SourceId(0));
    read.faults.iter().map(|fault| fault.code).collect()
}

#[test]
fn annotations_stand_before_what_they_are_about() {
    let draft = lower(
        r#"
        #[annotation("e", "1")]
        extension t "http://example.com/t#" specification "GFD.1" version "2";
        #[annotation("t", "a\nb")] type T = string;
        #[annotation("k", "1")] #[since("1.2")] #[annotation("l", "")]
        kind k {
            #[annotation("x", "1")] x: string;
            #[annotation("a", "1")] action a(#[annotation("p", "1")] p: string) returns "a note";
        }
        #[annotation("m", "1")] mixin m;"#,
    );
    assert_eq!(draft.annotations, annotations(&[("e", "1")]));
    assert_eq!(draft.version.as_deref(), Some("2"));
    assert_eq!(draft.specification.as_deref(), Some("GFD.1"));
    assert_eq!(draft.types[0].annotations, annotations(&[("t", "a\nb")]));
    let kind = &draft.kinds[0];
    assert_eq!(kind.annotations, annotations(&[("k", "1"), ("l", "")]));
    assert_eq!(kind.attributes[0].annotations, annotations(&[("x", "1")]));
    let action = &kind.actions[0];
    assert_eq!(action.annotations, annotations(&[("a", "1")]));
    assert_eq!(action.parameters[0].annotations, annotations(&[("p", "1")]));
    assert_eq!(action.returns.as_deref(), Some("a note"));
    assert_eq!(draft.mixins[0].annotations, annotations(&[("m", "1")]));
}

#[test]
fn annotations_need_a_key_a_value_and_a_place() {
    for (members, expected) in [
        ("#[annotation] x: string;", code::MARK),
        ("#[annotation(\"a\")] x: string;", code::MARK),
        ("#[since(\"1.2\", \"1.1\")] x: string;", code::MARK),
        (
            "#[annotation(\"a\", \"b\")] require a == 1 \"m\";",
            code::MARK_PLACE,
        ),
        (
            "x: enum { #[annotation(\"a\", \"b\")] c };",
            code::MARK_PLACE,
        ),
        (
            "x: hash { #[annotation(\"a\", \"b\")] c: mac; };",
            code::MARK_PLACE,
        ),
        (
            "states x { #[annotation(\"a\", \"b\")] on; }",
            code::MARK_PLACE,
        ),
    ] {
        assert_eq!(faults(members), [expected], "{members}");
    }
}

#[test]
fn states_are_initial_and_final_in_any_order() {
    let draft = body(
        "states x { initial final a; final initial b; final final; initial; final \"c\" { go -> a; } }",
    );
    let states = draft.kinds[0].states.as_ref().unwrap();
    let said: Vec<_> = states
        .states
        .iter()
        .map(|state| (&*state.name.value, state.initial, state.is_final))
        .collect();
    assert_eq!(
        said,
        [
            ("a", true, true),
            ("b", true, true),
            ("final", false, true),
            ("initial", false, false),
            ("c", false, true)
        ]
    );
    assert_eq!(
        faults("states x { final initial final a; }"),
        [code::DOUBLED]
    );
}

#[test]
fn numbers_have_digits() {
    let digits = |written: &str| match type_of(written) {
        TypeDraft::Integer(range) | TypeDraft::Float(range) | TypeDraft::Number(range) => (
            range.min.is_some(),
            range.total_digits.as_ref().map(|digits| digits.value),
            range.fraction_digits.as_ref().map(|digits| digits.value),
        ),
        other => panic!("{other:?}"),
    };
    assert_eq!(digits("integer(digits = 5)"), (false, Some(5), None));
    assert_eq!(
        digits("number(fraction = 2, 0..=9, digits = 5)"),
        (true, Some(5), Some(2))
    );
    assert_eq!(digits("float(0.5.., fraction = 0)"), (true, None, Some(0)));
    for (members, expected) in [
        ("x: integer(fraction = 2);", code::ARGUMENT),
        ("x: integer(digits = 1..=2);", code::ARGUMENT),
        ("x: integer(digits = \"2\");", code::ARGUMENT),
        ("x: integer(digits);", code::ARGUMENT),
        ("x: float(digits = 2, digits = 3);", code::DOUBLED),
        ("x: float(digits = -2);", code::NUMBER),
        ("x: string(digits = 2);", code::ARGUMENT),
    ] {
        assert_eq!(faults(members), [expected], "{members}");
    }
}

#[test]
fn members_have_defaults() {
    let TypeDraft::Hash(members) =
        type_of("hash { required a: mac; b: integer = 7; c: hash { d: enum { e } = e; } = {}; }")
    else {
        panic!("a hash");
    };
    let default = |at: usize| {
        members[at]
            .default
            .as_ref()
            .map(|value| value.value.clone())
    };
    assert_eq!(default(0), None);
    assert_eq!(default(1), Some(Value::Integer(7)));
    assert_eq!(
        default(2),
        Some(Value::Hash(occi_model::HashValue::default()))
    );
    let TypeDraft::Hash(inner) = &members[2].value_type.value else {
        panic!("a hash");
    };
    let default = inner[0].default.as_ref().map(|value| &value.value);
    assert_eq!(default, Some(&Value::from("e")));
}

#[test]
fn conditions_have_names() {
    let draft = body(
        "require small: a == 1 \"m\"; require a == 1 \"m\"; require \"or\" : a == 1 \"m\"; \
         require not: not (a == 1) \"m\"; require // c\n defined // d\n : defined(a) \"m\"; \
         require: string; required require: string;",
    );
    let kind = &draft.kinds[0];
    let names: Vec<_> = kind
        .constraints
        .iter()
        .map(|one| one.name.as_ref().map(|name| &*name.value))
        .collect();
    assert_eq!(
        names,
        [
            Some("small"),
            None,
            Some("or"),
            Some("not"),
            Some("defined")
        ]
    );
    // What has a type behind the colon is an attribute.
    assert_eq!(kind.attributes.len(), 2);
}
