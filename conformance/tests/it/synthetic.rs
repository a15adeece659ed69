//! Models that nobody would publish: every type and facet, and random ones.

use std::fmt::Write as _;

use occi_conformance::{
    catalogue::{Options, catalogue},
    count::count,
};
use occi_model::Profile;
use proptest::prelude::*;

use crate::{catalogue::check, support::compiled};

/// One of everything.
pub(crate) const ZOO: &str = include_str!("zoo.occi");

#[test]
fn everything_is_counted() {
    for profile in [Profile::V1_2, Profile::Union] {
        let model = compiled(ZOO, profile);
        check(&model);
        let dropped = catalogue(&model, &Options::default()).dropped;
        let reasons: Vec<_> = dropped
            .iter()
            .map(|dropped| format!("{}: {}", dropped.id, dropped.reason))
            .collect();
        assert_eq!(reasons, ZOO_DROPPED);
    }
}

/// What the rules ask for and nobody can make: a member of a collection that could not perform
/// the action, a number below 1000 of two decimals and more than five digits, and letters beyond
/// ASCII where the pattern has none.
const ZOO_DROPPED: &[&str] = &[
    "k:zoo#cage/act.coll/clean/atomic: every reachable state allows the action",
    "k:zoo#cage/act.coll/paint/atomic: every reachable state allows the action",
    "k:zoo#cage/val.bad/com.example.price/digits: no number in the range has more digits",
    "k:zoo#keeper/val.edge/com.example.short/multi-byte: no simple string of that length matches the pattern",
    "k:zoo#tiger/act.coll/roar/atomic: every reachable state allows the action",
    "l:zoo#inhabits/act.coll/move/atomic: every reachable state allows the action",
];

/// A type of the language with random facets.
fn value_type() -> impl Strategy<Value = String> {
    let range = (-50_i64..50, 0_i64..50, any::<bool>(), any::<bool>());
    prop_oneof![
        Just("string".to_owned()),
        Just("boolean".to_owned()),
        Just("uri".to_owned()),
        Just("mac".to_owned()),
        Just("token".to_owned()),
        Just("datetime".to_owned()),
        Just("duration".to_owned()),
        Just("ip-address".to_owned()),
        Just("ip-network".to_owned()),
        Just("ip-prefix".to_owned()),
        Just("ref".to_owned()),
        Just("integer".to_owned()),
        Just("hash".to_owned()),
        Just("float".to_owned()),
        (0_u32..4, 0_u32..40)
            .prop_map(|(min, more)| format!("string(length = {min}..={})", min + more)),
        prop_oneof![
            Just("[a-z]+"),
            Just("[0-9]{4}"),
            Just("(a|bc)*"),
            Just("x.y")
        ]
        .prop_map(|pattern| format!("string(pattern = \"{pattern}\")")),
        range
            .clone()
            .prop_map(|(min, more, _, _)| format!("integer({min}..={})", min + more)),
        range.clone().prop_map(|(min, _, upper, _)| if upper {
            format!("integer(..={min})")
        } else {
            format!("integer({min}..)")
        }),
        (range.clone(), 0_u32..3, 0_u32..3).prop_map(|((min, more, _, _), places, whole)| format!(
            "number({min}..={}, digits = {}, fraction = {places})",
            min + more,
            2 + whole + places
        )),
        range.prop_map(|(min, more, low, high)| format!(
            "float({min}.0{}..{}{}.0)",
            if low { "<" } else { "" },
            if high { "<" } else { "=" },
            min + more + 1
        )),
        (1_usize..6).prop_map(|count| {
            let literals: Vec<_> = (0..count).map(|n| format!("lit{n}")).collect();
            format!("enum {{ {} }}", literals.join(", "))
        }),
        (0_u32..3, 1_u32..4, any::<bool>()).prop_map(|(min, more, unique)| format!(
            "list(integer, length = {min}..={}{})",
            min + more,
            if unique { ", unique" } else { "" }
        )),
    ]
}

fn attribute() -> impl Strategy<Value = (u8, String)> {
    (0_u8..6, value_type())
}

/// A kind with attributes and a state machine over `states` states.
#[derive(Clone, Debug)]
struct RandomKind {
    attributes: Vec<(u8, String)>,
    parameters: Vec<(u8, String)>,
    transitions: Vec<(u8, u8, u8)>,
    link: bool,
}

fn kind() -> impl Strategy<Value = RandomKind> {
    (
        prop::collection::vec(attribute(), 0..8),
        prop::collection::vec(attribute(), 0..4),
        prop::collection::vec((0_u8..4, 0_u8..4, 0_u8..4), 0..8),
        any::<bool>(),
    )
        .prop_map(|(attributes, parameters, transitions, link)| RandomKind {
            attributes,
            parameters,
            transitions,
            link,
        })
}

fn definition(kinds: &[RandomKind]) -> String {
    let mut text =
        String::from("extension random \"http://example.com/occi/random#\";\nuse core;\n");
    for (at, kind) in kinds.iter().enumerate() {
        let parent = if kind.link { "link" } else { "resource" };
        writeln!(text, "kind k{at} : core.{parent} at \"/k{at}/\" {{").unwrap();
        for (n, (access, value_type)) in kind.attributes.iter().enumerate() {
            let modifier = ["", "", "required ", "readonly ", "createonly ", ""]
                .get(usize::from(*access))
                .unwrap();
            writeln!(text, "    {modifier}com.example.k{at}.a{n}: {value_type};").unwrap();
        }
        let parameters: Vec<_> = kind
            .parameters
            .iter()
            .enumerate()
            .map(|(n, (access, value_type))| {
                let required = if *access == 2 { "required " } else { "" };
                format!("{required}p{n}: {value_type}")
            })
            .collect();
        for action in 0..4 {
            let list = if action == 0 {
                parameters.join(", ")
            } else {
                String::new()
            };
            writeln!(text, "    action act{action}({list});").unwrap();
        }
        writeln!(
            text,
            "    readonly com.example.k{at}.state: enum {{ s0, s1, s2, s3 }} = s0;\n    states com.example.k{at}.state {{"
        )
        .unwrap();
        for state in 0..4_u8 {
            let initial = if state == 0 { "initial " } else { "" };
            writeln!(text, "        {initial}s{state} {{").unwrap();
            let mut seen = Vec::new();
            for (from, action, to) in &kind.transitions {
                if *from == state && !seen.contains(action) {
                    seen.push(*action);
                    writeln!(text, "            act{action} -> s{to};").unwrap();
                }
            }
            // So that every state is reached somehow.
            writeln!(text, "            event -> s{};", (state + 1) % 4).unwrap();
            writeln!(text, "        }}").unwrap();
        }
        writeln!(text, "    }}\n}}").unwrap();
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Acceptance check 1 of the design, for models that nobody wrote.
    #[test]
    fn random_models_are_counted(kinds in prop::collection::vec(kind(), 1..4)) {
        let model = compiled(&definition(&kinds), Profile::Union);
        check(&model);
    }
}

/// A hundred kinds of ten attributes: on the order of ten thousand cases, in a moment.
#[test]
fn large_models_are_derived_quickly() {
    let kind = RandomKind {
        attributes: vec![(0, "integer(0..=100)".to_owned()); 10],
        parameters: Vec::new(),
        transitions: vec![(0, 0, 1), (1, 1, 0)],
        link: false,
    };
    let model = compiled(&definition(&vec![kind; 100]), Profile::Union);
    let started = std::time::Instant::now();
    let found = catalogue(&model, &Options::default());
    let took = started.elapsed();
    assert_eq!(
        found.cases.len() + found.dropped.len(),
        count(&model).total()
    );
    assert!(found.cases.len() > 10_000);
    // 200 ms are asked of a release build; tests run unoptimised, beside others.
    assert!(took.as_secs() < 20, "{took:?}");
    println!("{} cases in {took:?}", found.cases.len());
}
