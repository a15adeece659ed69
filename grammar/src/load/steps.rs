//! Following what state machines refer to in other documents: actions of a parent kind, literals
//! of an imported enumeration.

use occi_model::{
    Located,
    draft::{ActionDraft, ExtensionDraft, StatesDraft, TriggerDraft, TypeDraft},
};

use super::{
    follow::{Class, Fragment, Which, fragment},
    foreign::Text,
    loader::Loader,
};

impl Loader<'_> {
    /// Puts terms and literals in the place of references into other documents, such as
    /// `http://a/core#//@kinds[term='b']/@actions.0`.
    pub(super) fn follow_states(&mut self, text: &mut Text<'_>, draft: &mut ExtensionDraft) {
        let kinds = draft.kinds.iter_mut().map(|kind| &mut kind.states);
        let mixins = draft.mixins.iter_mut().map(|mixin| &mut mixin.states);
        let mut machines: Vec<&mut StatesDraft> = kinds.chain(mixins).flatten().collect();
        for state in machines.iter_mut().flat_map(|machine| &mut machine.states) {
            self.step(text, &mut state.name);
            for transition in &mut state.transitions {
                if let TriggerDraft::Action(term) = &mut transition.trigger {
                    self.step(text, term);
                }
                self.step(text, &mut transition.to);
                if let Some(failure) = &mut transition.failure {
                    self.step(text, failure);
                }
            }
        }
    }

    fn step(&mut self, text: &mut Text<'_>, name: &mut Located<String>) {
        let Some((document, path)) = name.value.split_once("#/") else {
            return;
        };
        let path = format!("/{path}");
        let Some((owner, part)) = path.rsplit_once("/@") else {
            return;
        };
        let Some(owner) = fragment(owner) else { return };
        let document = Located::new(document.to_owned(), name.origin);
        let positions = self.document(text, &document, false);
        let found = positions
            .get(owner.root)
            .or(positions.first().filter(|_| positions.len() == 1))
            .and_then(|position| self.extensions.get(*position))
            .and_then(|extension| named(extension, &owner, part));
        if let Some(found) = found {
            name.value = found;
        }
    }
}

/// The term of an action, or the literal of an enumeration, at the end of a way.
fn named(extension: &ExtensionDraft, owner: &Fragment<'_>, part: &str) -> Option<String> {
    let (feature, position) = part.split_once('.')?;
    let position: usize = position.parse().ok()?;
    let is = |at: usize, name: &str| match owner.which {
        Which::At(wanted) => at == wanted,
        Which::Named(wanted) => name.eq_ignore_ascii_case(wanted),
    };
    let action = |actions: &[ActionDraft]| Some(actions.get(position)?.term.value.clone());
    match (owner.class, feature) {
        (Class::Kind, "actions") => {
            let mut kinds = extension.kinds.iter().enumerate();
            let (_, kind) = kinds.find(|(at, kind)| is(*at, &kind.term.value))?;
            action(&kind.actions)
        }
        (Class::Mixin, "actions") => {
            let mut mixins = extension.mixins.iter().enumerate();
            let (_, mixin) = mixins.find(|(at, mixin)| is(*at, &mixin.term.value))?;
            action(&mixin.actions)
        }
        (Class::Type, "literals") => {
            let mut types = extension.types.iter().enumerate();
            let (_, one) = types.find(|(at, one)| is(*at, &one.name.value))?;
            let TypeDraft::Enum(literals) = &one.value_type.value else {
                return None;
            };
            Some(literals.get(position)?.name.value.clone())
        }
        _ => None,
    }
}
