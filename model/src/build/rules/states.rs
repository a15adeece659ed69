//! Rules of state machines.

use crate::{
    build::{
        report::{Report, quoted, with_nearest},
        states::Subject,
        work::Work,
    },
    codes,
    draft::{AttributeDraft, DefaultDraft, StateDraft, StatesDraft, TransitionDraft, TriggerDraft},
    fault::Fault,
    model::{Attribute, StateMachine, Trigger},
    origin::Located,
    types::EnumType,
    value::Value,
};

/// The state that the standard's diagrams leave without a way in (D-33).
const ERROR: &str = "error";

/// M050: the state attribute exists.
pub(in crate::build) fn m050_unknown(
    subject: &Subject<'_>,
    attribute: &Located<String>,
    report: &mut Report,
) {
    let fault = Fault::new(
        codes::M050,
        attribute.origin,
        format!("{} has no attribute `{}`", subject.name, attribute.value),
    )
    .with_label("the state is shown by an attribute");
    let known = subject.attributes.iter().map(|one| one.name.as_str());
    let near: Vec<String> = report
        .nearest(&attribute.value, known)
        .into_iter()
        .map(str::to_owned)
        .collect();
    report.push(with_nearest(fault, &near));
}

/// M050: the state attribute is an enum that only the server sets (D-23).
pub(in crate::build) fn m050_attribute(
    subject: &Subject<'_>,
    written: &Located<String>,
    attribute: &Attribute,
    report: &mut Report,
) {
    let is_enum = attribute.value_type.keyword() == "enum";
    let (label, help) = if is_enum {
        (
            "clients can set it".to_owned(),
            "mark the attribute `readonly`",
        )
    } else {
        (
            format!("it is {}", attribute.value_type.describe()),
            "make it an enum of the states: `readonly NAME: enum { active, inactive }`",
        )
    };
    report.push(
        Fault::new(
            codes::M050,
            written.origin,
            format!(
                "`{}` of {} cannot show a state",
                written.value, subject.name
            ),
        )
        .with_label(label)
        .with_note("the state is a read-only enum (GFD.224 3, D-23)")
        .with_help(help),
    );
}

/// M050: the attribute is defined by the kind or mixin whose state it shows (OCCIware invariant
/// 7): an inherited one shows the state of the machine that is inherited with it.
pub(in crate::build) fn m050_inherited(
    subject: &Subject<'_>,
    written: &Located<String>,
    report: &mut Report,
) {
    report.push(
        Fault::new(
            codes::M050,
            written.origin,
            format!(
                "{} only inherits `{}` and cannot make it its state",
                subject.name, written.value
            ),
        )
        .with_label("defined by another")
        .with_note(
            "a state machine is about an attribute of its own kind or mixin (OCCIware invariant 7)",
        )
        .with_help(format!(
            "define it here, the same or narrower: `readonly {}: enum {{ … }};`",
            written.value
        )),
    );
}

/// M051: states are literals of the state attribute.
pub(in crate::build) fn m051_literal(
    subject: &Subject<'_>,
    draft: &StatesDraft,
    name: &Located<String>,
    literals: &EnumType,
    report: &mut Report,
) {
    let fault = Fault::new(
        codes::M051,
        name.origin,
        format!(
            "`{}` is no literal of `{}` of {}",
            name.value, draft.attribute.value, subject.name
        ),
    )
    .with_place(draft.attribute.origin, "the state attribute");
    let known: Vec<&str> = literals
        .literals
        .iter()
        .map(|literal| &*literal.name)
        .collect();
    let near: Vec<String> = report
        .nearest(&name.value, known.iter().copied())
        .into_iter()
        .map(str::to_owned)
        .collect();
    report.push(if near.is_empty() {
        let shown: Vec<&str> = known.iter().copied().take(12).collect();
        fault.with_help(format!(
            "its literals are {}; a state of another version is marked like its literal",
            quoted(&shown, "and")
        ))
    } else {
        with_nearest(fault, &near)
    });
}

/// M051: a state has one entry.
pub(in crate::build) fn m051_twice(
    draft: &StatesDraft,
    name: &Located<String>,
    report: &mut Report,
) {
    let fault = Fault::new(
        codes::M051,
        name.origin,
        format!("the state `{}` has two entries", name.value),
    )
    .with_help("put all its transitions into one");
    let first = draft
        .states
        .iter()
        .find(|state| state.name.value == name.value);
    report.push(match first {
        Some(first) => fault.with_place(first.name.origin, "the first"),
        None => fault,
    });
}

/// M051: transitions name actions that instances have: own, inherited, or of a dependency.
pub(in crate::build) fn m051_action(
    work: &Work<'_>,
    subject: &Subject<'_>,
    term: &Located<String>,
    report: &mut Report,
) {
    let fault = Fault::new(
        codes::M051,
        term.origin,
        format!("{} has no action `{}`", subject.name, term.value),
    );
    let known: Vec<&str> = subject
        .actions
        .iter()
        .map(|&action| &*work.action(action).draft.term.value)
        .collect();
    let near: Vec<String> = report
        .nearest(&term.value, known)
        .into_iter()
        .map(str::to_owned)
        .collect();
    report.push(if near.is_empty() {
        fault.with_help(format!(
            "define it: `action {};`, or write `event {}` for a change that the server makes",
            term.value, term.value
        ))
    } else {
        with_nearest(fault, &near)
    });
}

/// M052: there is one state that instances start in.
pub(in crate::build) fn m052_initial<'d>(
    subject: &Subject<'_>,
    draft: &StatesDraft,
    kept: &[&'d StateDraft],
    report: &mut Report,
) -> Option<&'d str> {
    let initial: Vec<&StateDraft> = kept.iter().copied().filter(|state| state.initial).collect();
    match *initial {
        [only] => Some(&only.name.value),
        [] => {
            report.push(
                Fault::new(
                    codes::M052,
                    draft.attribute.origin,
                    format!("no state of {} is initial", subject.name),
                )
                .with_help("write `initial` before the state of a new instance"),
            );
            None
        }
        [first, second, ..] => {
            report.push(
                Fault::new(
                    codes::M052,
                    second.name.origin,
                    format!("{} has two initial states", subject.name),
                )
                .with_place(first.name.origin, "the first")
                .with_help("a new instance is in one state: keep one `initial`"),
            );
            None
        }
    }
}

/// M052: every state but `error` can be reached: by an action, an event, on the way (`via`) or by
/// a failure.
pub(in crate::build) fn m052_reachable(
    subject: &Subject<'_>,
    draft: &StatesDraft,
    machine: &StateMachine,
    report: &mut Report,
) {
    let number = |name: &str| machine.states.iter().position(|state| *state.name == *name);
    let mut onward: Vec<Vec<usize>> = vec![Vec::new(); machine.states.len()];
    for transition in &machine.transitions {
        let Some(from) = number(&transition.from) else {
            continue;
        };
        let ends = [
            Some(&transition.to),
            transition.via.as_ref(),
            transition.failure.as_ref(),
        ];
        onward[from].extend(ends.into_iter().flatten().filter_map(|end| number(end)));
    }
    let mut reached = vec![false; machine.states.len()];
    let mut open: Vec<usize> = number(&machine.initial).into_iter().collect();
    while let Some(state) = open.pop() {
        if !std::mem::replace(&mut reached[state], true) {
            open.extend(&onward[state]);
        }
    }
    for (state, reached) in machine.states.iter().zip(reached) {
        if reached || &*state.name == ERROR {
            continue;
        }
        let origin = draft
            .states
            .iter()
            .find(|one| *one.name.value == *state.name)
            .map_or(draft.attribute.origin, |one| one.name.origin);
        report.push(
            Fault::new(
                codes::M052,
                origin,
                format!(
                    "no instance of {} ever gets into the state `{}`",
                    subject.name, state.name
                ),
            )
            .with_label(format!("no way here from `{}`", machine.initial))
            .with_help(format!(
                "let a transition lead here, or an event of the server: `event -> {};`",
                state.name
            )),
        );
    }
}

/// M053: an action of a kind or mixin with a state machine stands in a transition; otherwise it
/// applies in no state (D-32).
pub(in crate::build) fn m053_unused(
    work: &Work<'_>,
    subject: &Subject<'_>,
    draft: &StatesDraft,
    machine: &StateMachine,
    report: &mut Report,
) {
    for &action in subject.own_actions {
        let used = machine
            .transitions
            .iter()
            .any(|one| one.trigger == Trigger::Action(action));
        if !used {
            let term = &work.action(action).draft.term;
            report.push(
                Fault::new(
                    codes::M053,
                    term.origin,
                    format!(
                        "the action `{}` applies in no state of {}",
                        term.value, subject.name
                    ),
                )
                .with_place(draft.attribute.origin, "no transition names it")
                .with_note("applicable are the actions with a transition from the state (D-32)")
                .with_help(format!("add a transition: `{} -> STATE;`", term.value)),
            );
        }
    }
}

/// A new instance is in the initial state; a default that is another one contradicts it.
pub(in crate::build) fn w0233_default(
    subject: &Subject<'_>,
    attribute: &AttributeDraft,
    draft: &StatesDraft,
    machine: &StateMachine,
    report: &mut Report,
) {
    let Some(default) = &attribute.default else {
        return;
    };
    let DefaultDraft::Value(Value::String(value)) = &default.value else {
        return;
    };
    // A value that is no literal is a fault of its own.
    let is_state = machine.states.iter().any(|state| *state.name == **value);
    if *machine.initial == **value || !is_state {
        return;
    }
    let initial = draft.states.iter().find(|state| state.initial);
    let fault = Fault::new(
        codes::W0233,
        default.origin,
        format!(
            "the default of `{}` is `{value}`, but {} starts in `{}`",
            attribute.name.value, subject.name, machine.initial
        ),
    )
    .with_help(format!(
        "write `= {}`, or `initial` before `{value}`",
        machine.initial
    ));
    report.push(match initial {
        Some(initial) => fault.with_place(initial.name.origin, "the initial state"),
        None => fault,
    });
}

/// What the attribute can show is a state; of one that is not, nobody knows how an instance gets
/// there or away.
pub(in crate::build) fn w0234_literals(
    subject: &Subject<'_>,
    draft: &StatesDraft,
    literals: &EnumType,
    machine: &StateMachine,
    report: &mut Report,
) {
    for literal in &literals.literals {
        let name = &*literal.name;
        if name == ERROR || machine.states.iter().any(|state| *state.name == *name) {
            continue;
        }
        report.push(
            Fault::new(
                codes::W0234,
                draft.attribute.origin,
                format!(
                    "`{name}` is a literal of the attribute, and no state of {}",
                    subject.name
                ),
            )
            .with_label("these states leave it out")
            .with_help(format!(
                "take the literal away, or write a transition to it: `event -> {name};`"
            )),
        );
    }
}

/// Nothing leads away from a final state. The diagrams of the standard have one exception: the
/// state that instances start in is final too, because an instance that never did anything may be
/// deleted.
pub(in crate::build) fn w0235_final(
    subject: &Subject<'_>,
    draft: &StatesDraft,
    report: &mut Report,
) {
    for state in &draft.states {
        let Some(way) = state.transitions.first() else {
            continue;
        };
        if !state.is_final || state.initial {
            continue;
        }
        report.push(
            Fault::new(
                codes::W0235,
                state.name.origin,
                format!(
                    "`{}` is a final state of {}, and something leads away from it",
                    state.name.value, subject.name
                ),
            )
            .with_place(way.to.origin, "leads on from there")
            .with_help("leave `final` out, or the way"),
        );
    }
}

/// In one state an action leads one way (D-30); what can fail has `| error`.
pub(in crate::build) fn e0223_two_ways(
    from: &StateDraft,
    draft: &TransitionDraft,
    report: &mut Report,
) {
    let (origin, term) = match &draft.trigger {
        TriggerDraft::Action(term) => (term.origin, &*term.value),
        TriggerDraft::Event(_) => (draft.to.origin, "event"),
    };
    let fault = Fault::new(
        codes::E0223,
        origin,
        format!("`{term}` leads two ways from `{}`", from.name.value),
    )
    .with_help(format!(
        "write success and failure as one: `{term} -> {} | error;`",
        draft.to.value
    ));
    let first = from.transitions.iter().find_map(|one| match &one.trigger {
        TriggerDraft::Action(first) if first.value == term => Some(first.origin),
        _ => None,
    });
    report.push(match first {
        Some(first) => fault.with_place(first, "the other way"),
        None => fault,
    });
}
