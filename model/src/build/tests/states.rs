//! M050 to M053, and what transitions may say.

use crate::{
    build::testing::{
        SINCE_1_2, UNTIL_1_1, accepted, action, attribute, literal, refused, refused_in, sample,
        state, string, text, transition, with_core,
    },
    codes,
    draft::{Access, ExtensionDraft, StatesDraft, TransitionDraft, TriggerDraft, TypeDraft},
    version::Profile,
};

fn states(sample: &mut ExtensionDraft) -> &mut StatesDraft {
    sample.kinds[0].states.as_mut().unwrap()
}

fn event(to: &str) -> TransitionDraft {
    TransitionDraft {
        trigger: TriggerDraft::Event(None),
        ..transition("unused", to)
    }
}

#[test]
fn m050_unknown_attribute() {
    refused(codes::M050, |sample| {
        states(sample).attribute = text("com.example.gpu.stat");
        states(sample).attribute.origin
    });
}

#[test]
fn m050_attribute_of_the_wrong_kind() {
    for name in ["com.example.gpu.memory", "com.example.gpu.vendor"] {
        refused(codes::M050, |sample| {
            states(sample).attribute = text(name);
            states(sample).attribute.origin
        });
    }
}

#[test]
fn m051_unknown_literals() {
    refused(codes::M051, |sample| {
        states(sample).states[2].name = text("eror");
        states(sample).states[2].name.origin
    });
    refused(codes::M051, |sample| {
        states(sample).states[0].transitions[0].to = text("onn");
        states(sample).states[0].transitions[0].to.origin
    });
    refused(codes::M051, |sample| {
        states(sample).states[0].transitions[0].failure = Some(text("broken"));
        states(sample).states[0].transitions[0]
            .failure
            .as_ref()
            .unwrap()
            .origin
    });
}

#[test]
fn m051_unknown_action() {
    refused(codes::M051, |sample| {
        states(sample).states[0]
            .transitions
            .push(transition("strat", "on"));
        let TriggerDraft::Action(term) = &states(sample).states[0].transitions[1].trigger else {
            unreachable!()
        };
        term.origin
    });
}

#[test]
fn m051_state_twice() {
    refused(codes::M051, |sample| {
        states(sample).states.push(state("on", vec![]));
        states(sample).states[3].name.origin
    });
}

#[test]
fn m052_no_initial_state_or_two() {
    refused(codes::M052, |sample| {
        states(sample).states[0].initial = false;
        states(sample).attribute.origin
    });
    refused(codes::M052, |sample| {
        states(sample).states[1].initial = true;
        states(sample).states[1].name.origin
    });
}

/// Adds a literal and a state of that name.
fn add_state(sample: &mut ExtensionDraft, name: &str) {
    let TypeDraft::Enum(literals) = &mut sample.kinds[0].attributes[3].value_type.value else {
        unreachable!()
    };
    literals.push(literal(name));
    states(sample).states.push(state(name, vec![]));
}

#[test]
fn m052_unreachable_state() {
    refused(codes::M052, |sample| {
        add_state(sample, "stray");
        states(sample).states[3].name.origin
    });
}

#[test]
fn m052_every_way_counts() {
    accepted(|sample| {
        add_state(sample, "stray");
        states(sample).states[0].transitions[0].via = Some(text("stray"));
    });
    accepted(|sample| {
        add_state(sample, "stray");
        states(sample).states[1].transitions.push(event("stray"));
    });
    accepted(|sample| {
        add_state(sample, "stray");
        states(sample).states[1].transitions[0].failure = Some(text("stray"));
    });
}

#[test]
fn m053_action_without_transition() {
    refused(codes::M053, |sample| {
        sample.kinds[0].actions.push(action("burn"));
        sample.kinds[0].actions[2].term.origin
    });
}

#[test]
fn w0233_default_that_is_not_the_initial_state() {
    refused(codes::W0233, |sample| {
        let default = crate::draft::DefaultDraft::Value("on".into());
        let attribute = &mut sample.kinds[0].attributes;
        let attribute = attribute
            .iter_mut()
            .find(|one| one.name.value == "com.example.gpu.state")
            .unwrap();
        let default = crate::build::testing::at(default);
        let origin = default.origin;
        attribute.default = Some(Box::new(default));
        origin
    });
}

#[test]
fn w0234_literal_that_is_no_state() {
    refused(codes::W0234, |sample| {
        let attribute = &mut sample.kinds[0].attributes;
        let attribute = attribute
            .iter_mut()
            .find(|one| one.name.value == "com.example.gpu.state")
            .unwrap();
        let TypeDraft::Enum(literals) = &mut attribute.value_type.value else {
            unreachable!()
        };
        literals.push(literal("lost"));
        states(sample).attribute.origin
    });
}

#[test]
fn w0235_way_out_of_a_final_state() {
    refused(codes::W0235, |sample| {
        let left = states(sample)
            .states
            .iter_mut()
            .find(|state| !state.initial && !state.transitions.is_empty());
        let state = left.unwrap();
        state.is_final = true;
        state.name.origin
    });
    // The initial state may be final as well.
    accepted(|sample| {
        let first = &mut states(sample).states[0];
        assert!(first.initial && !first.transitions.is_empty());
        first.is_final = true;
    });
}

#[test]
fn e0223_two_ways() {
    refused(codes::E0223, |sample| {
        states(sample).states[0]
            .transitions
            .push(transition("start", "error"));
        let TriggerDraft::Action(term) = &states(sample).states[0].transitions[1].trigger else {
            unreachable!()
        };
        term.origin
    });
    accepted(|sample| {
        states(sample).states[0]
            .transitions
            .extend([event("on"), event("error")]);
    });
}

#[test]
fn e0223_spares_the_failure_of_a_later_version() {
    let mut sample = sample();
    let mut later = transition("start", "on");
    later.failure = Some(text("error"));
    later.versions = SINCE_1_2;
    states(&mut sample).states[0].transitions[0].versions = UNTIL_1_1;
    states(&mut sample).states[0].transitions.push(later);
    let built = with_core(sample).build(Profile::Union);
    assert!(built.faults.is_empty(), "{}", built.faults);
    let model = built.model.unwrap();
    let gpu = model.kind(model.find_kind("http://example.com/occi/gpu#gpu").unwrap());
    let machine = gpu.states.as_ref().unwrap();
    assert_eq!(machine.transitions.len(), 2);
    assert_eq!(machine.transitions[0].failure.as_deref(), Some("error"));
}

#[test]
fn a_failure_state_that_a_version_lacks_is_left_out() {
    let mut sample = sample();
    let TypeDraft::Enum(literals) = &mut sample.kinds[0].attributes[3].value_type.value else {
        unreachable!()
    };
    literals[2].versions = SINCE_1_2;
    states(&mut sample).states[2].versions = SINCE_1_2;
    states(&mut sample).states[0].transitions[0].failure = Some(text("error"));
    let draft = with_core(sample);
    for (profile, failure) in [(Profile::V1_1, None), (Profile::Union, Some("error"))] {
        let built = draft.build(profile);
        assert!(built.faults.is_empty(), "{profile}: {}", built.faults);
        let model = built.model.unwrap();
        let gpu = model.kind(model.find_kind("http://example.com/occi/gpu#gpu").unwrap());
        let machine = gpu.states.as_ref().unwrap();
        assert_eq!(machine.transitions[0].failure.as_deref(), failure);
        assert_eq!(machine.states.len(), if failure.is_some() { 3 } else { 2 });
    }
}

#[test]
fn m051_state_of_another_version_has_to_be_marked() {
    refused_in(Profile::V1_1, codes::M051, |sample| {
        let TypeDraft::Enum(literals) = &mut sample.kinds[0].attributes[3].value_type.value else {
            unreachable!()
        };
        literals[2].versions = SINCE_1_2;
        states(sample).states[2].name.origin
    });
}

#[test]
fn machines_are_inherited_and_belong_to_mixins_too() {
    let mut sample = sample();
    let mut shown = attribute(
        "com.example.gpu.mode",
        crate::build::testing::enumeration(&["a"]),
    );
    shown.access = Access::ReadOnly;
    sample.mixins[0].attributes.push(shown);
    let mut only = state("a", vec![transition("retune", "a")]);
    only.initial = true;
    sample.mixins[0].states = Some(StatesDraft {
        attribute: text("com.example.gpu.mode"),
        states: vec![only],
    });
    sample.kinds[1]
        .attributes
        .push(attribute("com.example.gpu.more", string()));
    let built = with_core(sample).build(Profile::Union);
    assert!(built.faults.is_empty(), "{}", built.faults);
    let model = built.model.unwrap();
    let bigger = model.kind(
        model
            .find_kind("http://example.com/occi/gpu#bigger")
            .unwrap(),
    );
    assert!(bigger.own_states.is_none() && bigger.states.is_some());
    let tuned = model.mixin(
        model
            .find_mixin("http://example.com/occi/gpu#tuned")
            .unwrap(),
    );
    assert_eq!(&*tuned.states.as_ref().unwrap().initial, "a");
}
