//! Actions, states and conditions.

use occi_model::{
    OcciVersion, Value, VersionRange,
    draft::{ActionDraft, ExprDraft, OperandDraft, StateDraft, TransitionDraft, TriggerDraft},
    expr::Comparison,
};

use super::{at, body, since_1_2};

#[test]
fn actions_and_states_say_all_their_parts() {
    let draft = body(
        r#"
        /// Stops.
        #[since("1.2")]
        action stop "Stop" in "http://example.com/a#" (
            /// How.
            required method: enum { hard },
            #[until("1.1")] size: integer unit "s" = 3,
        );
        action event;
        states x.state {
            initial off { stop -> on | error via going; event -> off; event crash -> error; "event" -> on; }
            #[since("1.2")] initial;
            on { #[since("1.2")] event "disk full" -> off via a | b; }
        }"#,
    );
    let kind = &draft.kinds[0];
    let ActionDraft {
        term,
        scheme,
        title,
        description,
        parameters,
        versions,
        returns: _,
        annotations: _,
    } = &kind.actions[0];
    assert_eq!(term.value, "stop");
    assert_eq!(scheme, &Some(at("http://example.com/a#".into())));
    assert_eq!(title.as_deref(), Some("Stop"));
    assert_eq!(description.as_deref(), Some("Stops."));
    assert_eq!(*versions, since_1_2());
    assert_eq!(parameters.len(), 2);
    assert_eq!(parameters[0].description.as_deref(), Some("How."));
    assert!(parameters[0].required);
    assert_eq!(parameters[1].unit.as_deref(), Some("s"));
    assert_eq!(parameters[1].versions.until, Some(OcciVersion::V1_1));
    assert_eq!(kind.actions[1].term.value, "event");

    let transition =
        |trigger, to: &str, via: Option<&str>, failure: Option<&str>| TransitionDraft {
            trigger,
            to: at(to.into()),
            via: via.map(|via| at(via.into())),
            failure: failure.map(|failure| at(failure.into())),
            versions: VersionRange::ALL,
        };
    let states = kind.states.as_ref().unwrap();
    assert_eq!(states.attribute.value, "x.state");
    assert_eq!(
        states.states,
        [
            StateDraft {
                name: at("off".into()),
                initial: true,
                transitions: vec![
                    transition(
                        TriggerDraft::Action(at("stop".into())),
                        "on",
                        Some("going"),
                        Some("error")
                    ),
                    transition(TriggerDraft::Event(None), "off", None, None),
                    transition(
                        TriggerDraft::Event(Some("crash".into())),
                        "error",
                        None,
                        None
                    ),
                    transition(TriggerDraft::Action(at("event".into())), "on", None, None),
                ],
                versions: VersionRange::ALL,
                is_final: false,
            },
            StateDraft {
                name: at("initial".into()),
                initial: false,
                transitions: vec![],
                versions: since_1_2(),
                is_final: false,
            },
            StateDraft {
                name: at("on".into()),
                initial: false,
                transitions: vec![TransitionDraft {
                    versions: since_1_2(),
                    ..transition(
                        TriggerDraft::Event(Some("disk full".into())),
                        "off",
                        Some("a"),
                        Some("b")
                    )
                }],
                versions: VersionRange::ALL,
                is_final: false,
            },
        ]
    );
}

#[test]
fn conditions_bind_like_in_other_languages() {
    let condition = |written: &str| {
        let draft = body(&format!("require {written} \"m\";"));
        let constraint = draft.kinds[0].constraints[0].clone();
        assert_eq!(constraint.message, "m");
        constraint.condition
    };
    let name = |text: &str| OperandDraft::Name(at(text.into()));
    let literal = |value: Value| OperandDraft::Literal(at(value));
    let is = |left: &str, right: &str| {
        Box::new(ExprDraft::Compare(
            name(left),
            Comparison::Equal,
            name(right),
        ))
    };
    assert_eq!(
        condition("a == b or c == d and not e == f or g == h"),
        ExprDraft::Or(
            Box::new(ExprDraft::Or(
                is("a", "b"),
                Box::new(ExprDraft::And(
                    is("c", "d"),
                    Box::new(ExprDraft::Not(is("e", "f")))
                ))
            )),
            is("g", "h")
        )
    );
    assert_eq!(
        condition("(a == b or c == d) and e == f"),
        ExprDraft::And(
            Box::new(ExprDraft::Or(is("a", "b"), is("c", "d"))),
            is("e", "f")
        )
    );
    assert_eq!(
        condition("x.y in (a, \"b c\", 3, true)"),
        ExprDraft::In(
            name("x.y"),
            vec![
                name("a"),
                literal(Value::from("b c")),
                literal(Value::Integer(3)),
                literal(Value::Boolean(true))
            ]
        )
    );
    assert_eq!(
        condition("x.y in [a, \"b c\", 3, true]"),
        condition("x.y in (a, \"b c\", 3, true)")
    );
    let list = Value::List(vec![
        Value::from("b"),
        Value::Hash([("c".to_owned(), Value::Integer(1))].into()),
    ]);
    assert_eq!(
        condition("a == [b, { c: 1 }]"),
        ExprDraft::Compare(name("a"), Comparison::Equal, literal(list.clone()))
    );
    assert_eq!(
        condition("a not in [[b, { c: 1 }]]"),
        ExprDraft::Not(Box::new(ExprDraft::In(name("a"), vec![literal(list)])))
    );
    assert_eq!(
        condition("a not in (b)"),
        ExprDraft::Not(Box::new(ExprDraft::In(name("a"), vec![name("b")])))
    );
    assert_eq!(
        condition("not not defined(a)"),
        ExprDraft::Not(Box::new(ExprDraft::Not(Box::new(ExprDraft::Defined(at(
            "a".into()
        ))))))
    );
    for (operator, comparison) in [
        ("!=", Comparison::NotEqual),
        ("<", Comparison::Less),
        ("<=", Comparison::LessOrEqual),
        (">", Comparison::Greater),
        (">=", Comparison::GreaterOrEqual),
    ] {
        assert_eq!(
            condition(&format!("a{operator}1.5")),
            ExprDraft::Compare(name("a"), comparison, literal(Value::Float(1.5)))
        );
    }
    // Keywords are names where an operand is expected.
    assert_eq!(condition("not == in"), *is("not", "in"));
    assert_eq!(condition("defined == or"), *is("defined", "or"));
}
