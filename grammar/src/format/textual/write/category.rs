//! Kinds, mixins, and what they consist of.

use occi_model::{
    Access, ActionId, Attribute, KindId, MixinId, Value,
    model::{Annotation, CategoryRef, Constraint, DefaultValue, StateMachine},
};

use super::{Writer, loss::Place, spelt, types::default_text};
use crate::format::{
    occiware::{NAME_KEY, ocl_description_key, ocl_key},
    textual::escape::quoted,
};

impl Writer<'_> {
    pub(super) fn kind(&mut self, id: KindId) {
        let kind = self.model.kind(id);
        let what = kind.id.as_str();
        self.lose_of_kind(kind);
        let name = self.name(CategoryRef::Kind(id));
        self.line(0, &format!("kind {name}"));
        if let Some(parent) = kind.parent {
            let parent = self.reference(CategoryRef::Kind(parent), false);
            self.push(&format!(" extends {parent}"));
        }
        for (word, ends) in [("source", &kind.source), ("target", &kind.target)] {
            if !ends.is_empty() {
                let ends = self.references(ends.iter().copied().map(CategoryRef::Kind), false);
                self.push(&format!(" {word} {ends}"));
            }
        }
        self.clause(1, "title", kind.title.as_deref());
        let body = Body {
            what,
            attributes: &kind.attributes,
            actions: &kind.actions,
            constraints: &kind.constraints,
            states: kind.own_states.as_deref(),
            annotations: &kind.annotations,
            // A kind is read again in the scheme of its extension.
            scheme: self.extension.scheme.as_str(),
            term: kind.id.term(),
        };
        self.body(&body);
    }

    pub(super) fn mixin(&mut self, id: MixinId) {
        let mixin = self.model.mixin(id);
        let what = mixin.id.as_str();
        self.lose_of_mixin(mixin);
        let name = self.name(CategoryRef::Mixin(id));
        self.line(0, &format!("mixin {name}"));
        if !mixin.depends.is_empty() {
            let depends = mixin.depends.iter().copied().map(CategoryRef::Mixin);
            let depends = self.references(depends, false);
            self.push(&format!(" depends ({depends})"));
        }
        if !mixin.applies.is_empty() {
            let applies = mixin.applies.iter().copied().map(CategoryRef::Kind);
            let applies = self.references(applies, true);
            self.push(&format!(" applies ({applies})"));
        }
        self.clause(1, "title", mixin.title.as_deref());
        self.clause(1, "scheme", Some(mixin.id.scheme()));
        let body = Body {
            what,
            attributes: &mixin.attributes,
            actions: &mixin.actions,
            constraints: &mixin.constraints,
            states: mixin.states.as_deref(),
            annotations: &mixin.annotations,
            scheme: mixin.id.scheme(),
            term: mixin.id.term(),
        };
        self.body(&body);
    }

    fn body(&mut self, body: &Body<'_>) {
        let ocl: Vec<(&str, &Annotation)> = body
            .annotations
            .iter()
            .filter_map(|one| Some((one.key.strip_prefix("ocl:")?, one)))
            .filter(|(name, _)| super::is_name(name))
            .collect();
        let is_empty = body.attributes.is_empty() && body.actions.is_empty() && ocl.is_empty();
        if !is_empty {
            self.push(" {");
            for attribute in body.attributes {
                self.attribute(body.what, attribute);
            }
            for &action in body.actions {
                self.action(body, action);
            }
            for (name, annotation) in &ocl {
                self.line(1, &format!("constraint {name}"));
                let key = ocl_description_key(name);
                let description = body.annotations.iter().find(|one| *one.key == *key);
                if let Some(description) = description {
                    self.push(&format!(" description {}", quoted(&description.value)));
                }
                self.push(&format!(" body {}", quoted(&annotation.value)));
            }
            self.line(0, "}");
        }
        // What was OCL before is written as it was, and means the condition again.
        let is_said = |constraint: &Constraint| {
            let name = constraint.name.as_deref();
            ocl.iter().any(|(one, _)| Some(*one) == name)
        };
        for constraint in body.constraints.iter().filter(|one| !is_said(one)) {
            self.lose_constraint(body.what, constraint);
        }
        if let Some(machine) = body.states {
            self.states(body, machine);
        }
        let is_constraint = |one: &&Annotation| {
            ocl.iter().any(|(name, _)| {
                *one.key == *ocl_key(name) || *one.key == *ocl_description_key(name)
            })
        };
        let others = others(body.term, body.annotations).filter(|one| !is_constraint(one));
        self.annotations(0, others);
    }

    fn attribute(&mut self, owner: &str, attribute: &Attribute) {
        let place = Place::attribute(owner, attribute);
        self.lose_of_attribute(&place, attribute);
        self.line(1, "attribute");
        // What is immutable and required is what only the server sets and every instance shows.
        let mutable = attribute.access == Access::Mutable;
        let required = if mutable {
            attribute.required
        } else {
            attribute.always || attribute.required
        };
        if mutable {
            self.push(" mutable");
        }
        if required {
            self.push(" required");
        }
        self.declaration(&place, attribute);
        if let Some(description) = &attribute.description {
            self.push(&format!(" description {}", quoted(description)));
        }
        self.annotations(2, attribute.annotations.iter());
    }

    /// Name, type and default of an attribute or a parameter.
    fn declaration(&mut self, place: &Place, attribute: &Attribute) {
        let name = attribute.name.as_str();
        let value_type = self.type_of(place, attribute);
        self.push(&format!(" {name} : {value_type}"));
        match &attribute.default {
            Some(DefaultValue::Value(value)) => match default_text(&attribute.value_type, value) {
                Some(text) => self.push(&format!(" = {}", quoted(&text))),
                None => self.lose(&place.what, "default: only single values can be one"),
            },
            Some(DefaultValue::Generated { .. }) => {
                self.lose(&place.what, "default: the server cannot make one");
            }
            None => {}
        }
    }

    fn action(&mut self, body: &Body<'_>, id: ActionId) {
        let action = self.model.action(id);
        let place = Place::action(body.what, action);
        self.lose_of_action(&place, body, action);
        let name = self.name(CategoryRef::Action(id));
        self.line(1, &format!("action {name}"));
        if !action.parameters.is_empty() {
            self.push(" (");
            for (at, parameter) in action.parameters.iter().enumerate() {
                if at > 0 {
                    self.push(",");
                }
                let place = place.parameter(parameter);
                self.lose_of_parameter(&place, parameter);
                self.declaration(&place, parameter);
            }
            self.push(" )");
        }
        if let Some(title) = &action.title {
            self.push(&format!(" title {}", quoted(title)));
        }
        let others = others(action.id.term(), &action.annotations);
        self.annotations(2, others);
    }
}

/// The annotations of a category or an action without the one that its name says.
fn others<'a>(term: &str, annotations: &'a [Annotation]) -> impl Iterator<Item = &'a Annotation> {
    let is_said = spelt(term, annotations).is_some();
    annotations
        .iter()
        .filter(move |one| !(is_said && &*one.key == NAME_KEY))
}

/// What stands between the braces of a kind or mixin, and behind them.
pub(super) struct Body<'b> {
    /// Identifier.
    pub(super) what: &'b str,
    pub(super) attributes: &'b [std::sync::Arc<Attribute>],
    pub(super) actions: &'b [ActionId],
    pub(super) constraints: &'b [std::sync::Arc<Constraint>],
    pub(super) states: Option<&'b StateMachine>,
    pub(super) annotations: &'b [Annotation],
    pub(super) scheme: &'b str,
    pub(super) term: &'b str,
}

/// A value as text; `None`: it has several.
pub(super) fn text_of(value: &Value) -> Option<String> {
    Some(match value {
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::String(text) => text.clone(),
        Value::List(_) | Value::Hash(_) => return None,
    })
}
