//! State machines: states and transitions refer to literals, to each other and to actions by
//! position.

use occi_model::{Fault, Located};

use super::{
    super::{
        code,
        occiware::tree::{State, StateMachine, Transition},
        xml::Element,
    },
    document::{Reference, references, term},
    extension::Reading,
    fields::{self, Class},
    href::{At, Fragment},
};

/// The state machine of a kind or mixin; `None` where it has none, or one that nobody could
/// follow.
pub(super) fn machine<'d>(
    reading: &mut Reading<'_, 'd>,
    category: &'d Element<'d>,
) -> Option<StateMachine> {
    let mut machines = category.named("fsm");
    let element = machines.next()?;
    if let Some(second) = machines.next() {
        let message = "a second state machine".to_owned();
        reading.faults.push(
            Fault::new(code::ECORE_VALUE, second.origin, message)
                .with_place(element.origin, "the first"),
        );
    }
    let class = &fields::FSM;
    reading.faults.unknown(class, element);
    let attribute = one(reading, class, element, "attribute")?;
    let attribute = reading.name_at(&attribute, "attributes", "an attribute")?;
    let all: Vec<&Element<'_>> = element.named("ownedState").collect();
    against_default(reading, category, &all, &attribute.value);
    let states = all
        .iter()
        .filter_map(|child| reading.state(child, &all))
        .collect();
    Some(StateMachine { attribute, states })
}

/// Says where a machine starts in another state than the default of its attribute.
fn against_default<'d>(
    reading: &mut Reading<'_, 'd>,
    category: &'d Element<'d>,
    states: &[&'d Element<'d>],
    attribute: &str,
) {
    let default = category
        .named("attributes")
        .find(|one| one.value("name") == Some(attribute))
        .and_then(|one| one.attribute("default"))
        .filter(|default| !default.value.is_empty());
    let initial = states
        .iter()
        .find(|state| matches!(state.value("initial"), Some("true" | "1")));
    let (Some(default), Some(initial)) = (default, initial) else {
        return;
    };
    if let Some(literal) = reading.literal_quietly(initial)
        && literal != default.value
    {
        let message = format!(
            "`{attribute}` is `{}` by default, but its machine starts in `{literal}`",
            default.value
        );
        reading.faults.push(
            Fault::new(code::ECORE_INITIAL, default.origin, message)
                .with_place(initial.origin, "the initial state")
                .with_help("give both the same literal; the machine decides"),
        );
    }
}

/// The only reference of a feature; a fault where there is none.
fn one<'d>(
    reading: &mut Reading<'_, 'd>,
    class: &Class,
    element: &'d Element<'d>,
    feature: &str,
) -> Option<Reference<'d>> {
    let found = references(element, feature).into_iter().next();
    if found.is_none() {
        reading.faults.missing(class, feature, element.origin);
    }
    found
}

impl<'d> Reading<'_, 'd> {
    fn state(&mut self, element: &'d Element<'d>, all: &[&'d Element<'d>]) -> Option<State> {
        let class = &fields::STATE;
        self.faults.unknown(class, element);
        let initial = self.faults.truth(element, "initial").unwrap_or(false);
        let is_final = self.faults.truth(element, "final").unwrap_or(false);
        let literal =
            one(self, class, element, "literal").and_then(|literal| self.literal_of(&literal));
        let transitions = element
            .named("outgoingTransition")
            .filter_map(|child| self.transition(child, all))
            .collect();
        Some(State {
            literal: literal?,
            initial,
            is_final,
            transitions,
        })
    }

    fn transition(
        &mut self,
        element: &'d Element<'d>,
        all: &[&'d Element<'d>],
    ) -> Option<Transition> {
        let class = &fields::TRANSITION;
        self.faults.unknown(class, element);
        let target = one(self, class, element, "target");
        let action = references(element, "action").into_iter().next();
        let action = action.and_then(|action| self.action_of(&action));
        let target = target?;
        let Some(state) = self.own(&target) else {
            self.leads_nowhere(&target, "a state");
            return None;
        };
        if !all.iter().any(|own| std::ptr::eq(*own, state)) {
            let message = "a transition leads to a state of another machine".to_owned();
            self.faults.push(
                Fault::new(code::ECORE_MACHINE, target.origin, message)
                    .with_place(state.origin, "the state")
                    .with_help("let it lead to a state of its own machine"),
            );
            return None;
        }
        let literal = self.literal_quietly(state)?;
        Some(Transition {
            action,
            target: Located::new(literal, target.origin),
        })
    }

    /// The element that a reference into this document leads to.
    fn own(&self, reference: &Reference<'d>) -> Option<&'d Element<'d>> {
        if reference.href.document.is_some() {
            return None;
        }
        self.document.target(&reference.href)
    }

    /// The literal of a state, without a word where it has none.
    fn literal_quietly(&self, state: &'d Element<'d>) -> Option<String> {
        let reference = references(state, "literal").into_iter().next()?;
        if reference.href.document.is_some() {
            return self
                .standard_literal(&reference)
                .or_else(|| Some(reference.text.to_owned()));
        }
        literal_text(self.own(&reference)?)
    }

    fn literal_of(&mut self, reference: &Reference<'d>) -> Option<Located<String>> {
        let text = if reference.href.document.is_some() {
            self.standard_literal(reference)
                .or_else(|| Some(reference.text.to_owned()))
        } else {
            self.own(reference).and_then(literal_text)
        };
        if text.is_none() {
            self.leads_nowhere(reference, "a literal");
        }
        Some(Located::new(text?, reference.origin))
    }

    /// The literal of a type that a standard extension has.
    fn standard_literal(&self, reference: &Reference<'_>) -> Option<String> {
        use super::super::occiware::standard::{self, Standard};
        let document = super::href::import(reference.href.document?);
        let Fragment::Path(_, steps) = &reference.href.fragment else {
            return None;
        };
        let [first, second] = &**steps else {
            return None;
        };
        let (At::Index(position), At::Index(literal)) = (&first.at, &second.at) else {
            return None;
        };
        let name = standard::name_at(&document, *position)?;
        match standard::find(&document, name)? {
            Standard::Enumeration(literals) => {
                literals.get(*literal).map(|literal| (*literal).to_owned())
            }
            _ => None,
        }
    }

    /// The term of the action that a transition names.
    fn action_of(&mut self, reference: &Reference<'d>) -> Option<Located<String>> {
        if reference.href.document.is_some() {
            // Of a kind of another document; whoever has that document follows the way.
            return Some(Located::new(reference.text.to_owned(), reference.origin));
        }
        let found = self
            .own(reference)
            .filter(|element| element.name.local == "actions")
            .and_then(term);
        if found.is_none() {
            self.leads_nowhere(reference, "an action");
        }
        Some(Located::new(found?.value, reference.origin))
    }

    /// The name of what a reference leads to, which stands in a feature.
    fn name_at(
        &mut self,
        reference: &Reference<'d>,
        feature: &str,
        what: &str,
    ) -> Option<Located<String>> {
        let name = self
            .own(reference)
            .filter(|element| element.name.local == feature)
            .and_then(|element| element.value("name"));
        if name.is_none() {
            self.leads_nowhere(reference, what);
        }
        Some(Located::new(name?.to_owned(), reference.origin))
    }
}

/// The text of a literal of any generation.
fn literal_text(element: &Element<'_>) -> Option<String> {
    if !matches!(element.name.local, "literals" | "eLiterals") {
        return None;
    }
    let text = element
        .value("literal")
        .filter(|text| !text.is_empty())
        .or_else(|| element.value("name"))?;
    Some(text.to_owned())
}
