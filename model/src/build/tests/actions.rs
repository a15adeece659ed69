//! M040 to M042.

use crate::{
    build::testing::{
        accepted, action, attribute, extension, kind, mixin, reference, refused, sample, string,
        text, with_core,
    },
    codes,
    draft::ActionDraft,
    version::Profile,
};

const OF_GPU: &str = "http://example.com/occi/gpu/gpu/action#";

fn of_gpu(term: &str) -> ActionDraft {
    let mut restated = action(term);
    restated.scheme = Some(text(OF_GPU));
    restated
}

#[test]
fn m040_two_owners() {
    // An unconventional scheme is said only of actions that an owner defines.
    refused(codes::M040, |sample| {
        let mut other = kind("other", "core.resource");
        other.actions = vec![of_gpu("start")];
        sample.kinds.push(other);
        sample.kinds[3].actions[0].term.origin
    });
}

#[test]
fn m040_restated_with_other_parameters() {
    refused(codes::M040, |sample| {
        let mut other = of_gpu("start");
        other.parameters = vec![attribute("method", string())];
        sample.kinds[1].actions = vec![other];
        sample.kinds[1].actions[0].term.origin
    });
}

#[test]
fn m040_spares_a_kind_that_restates_an_action_of_its_ancestor() {
    let mut sample = sample();
    sample.kinds[1].actions = vec![of_gpu("start")];
    // The child stands before its parent: order does not matter.
    sample.kinds.swap(0, 1);
    let built = with_core(sample).build(Profile::Union);
    assert!(built.faults.is_empty(), "{}", built.faults);
    let model = built.model.unwrap();
    let bigger = model.kind(
        model
            .find_kind("http://example.com/occi/gpu#bigger")
            .unwrap(),
    );
    let start = model.find_action(&format!("{OF_GPU}start")).unwrap();
    assert_eq!(bigger.actions, [start]);
    assert_eq!(bigger.all_actions.len(), 2);
    assert_eq!(
        model.action(start).owner,
        crate::model::Owner::Kind(model.find_kind("http://example.com/occi/gpu#gpu").unwrap())
    );
}

#[test]
fn m041_unconventional_scheme() {
    refused(codes::M041, |sample| {
        sample.mixins[0].actions[0].scheme = Some(text("http://example.com/actions#"));
        sample.mixins[0].actions[0].scheme.as_ref().unwrap().origin
    });
}

/// The document on agreements puts its actions into the scheme of the kinds (D-47).
#[test]
fn m041_spares_identifiers_that_a_document_states() {
    const SLA: &str = "http://schemas.ogf.org/occi/sla#";
    let agreement = |term: &str| {
        let mut agreement = kind("agreement", "core.resource");
        agreement.actions = vec![action(term)];
        agreement.actions[0].scheme = Some(text(SLA));
        let mut sla = extension("sla", SLA, &["core"]);
        sla.kinds = vec![agreement];
        with_core(sla).build(Profile::Union)
    };
    let built = agreement("accept");
    assert!(built.faults.is_empty(), "{}", built.faults);
    let found: Vec<_> = agreement("haggle")
        .faults
        .iter()
        .map(|fault| fault.code)
        .collect();
    assert!(found.contains(&codes::M041), "{found:?}");
}

#[test]
fn m042_in_a_kind_and_its_chain() {
    refused(codes::M042, |sample| {
        sample.kinds[1].actions = vec![action("start")];
        sample.kinds[1].actions[0].term.origin
    });
}

#[test]
fn m042_in_long_lists() {
    refused(codes::M042, |sample| {
        for number in 0..40 {
            sample.kinds[1].actions.push(action(&format!("a{number}")));
        }
        sample.kinds[1].actions.push(action("stop"));
        sample.kinds[1].actions[40].term.origin
    });
}

#[test]
fn m042_in_a_mixin_and_its_dependencies() {
    refused(codes::M042, |sample| {
        sample.mixins[1].actions = vec![action("retune")];
        sample.mixins[1].actions[0].term.origin
    });
}

#[test]
fn m042_between_a_mixin_and_the_kinds_it_applies_to() {
    refused(codes::M042, |sample| {
        sample.mixins[0].actions.push(action("stop"));
        sample.mixins[0].actions[1].term.origin
    });
    refused(codes::M042, |sample| {
        let mut any = mixin("any");
        any.actions = vec![action("stop")];
        let origin = any.actions[0].term.origin;
        sample.mixins.push(any);
        origin
    });
    accepted(|sample| {
        let mut apart = mixin("apart");
        apart.applies = vec![reference("wire")];
        apart.actions = vec![action("stop")];
        sample.mixins.push(apart);
    });
}
