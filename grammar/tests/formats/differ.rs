//! In what two models differ that a writer has not listed as lost.

use std::{collections::BTreeSet, sync::Arc};

use occi_grammar::format::Loss;
use occi_model::{
    Attribute, Kind, Mixin, Model, ValueType,
    model::{Annotation, Constraint, ExtensionId, StateMachine},
    types::{EnumType, HashType, ListType},
};

/// The differences of the extensions of one name that no loss lists. Types are compared where
/// they are used: what they are called, and whether they have a name at all, is left to formats.
pub(crate) fn unlisted(before: &Model, after: &Model, name: &str, losses: &[Loss]) -> Vec<String> {
    let extension = |model: &Model| {
        model
            .extension_ids()
            .find(|id| &*model.extension(*id).name == name)
    };
    let (Some(one), Some(other)) = (extension(before), extension(after)) else {
        return vec![format!("there is no extension `{name}`")];
    };
    let mut differ = Differ {
        before,
        after,
        listed: losses.iter().map(|loss| loss.what.as_str()).collect(),
        found: Vec::new(),
    };
    differ.extensions(one, other);
    differ.kinds(one, other);
    differ.mixins(one, other);
    differ.found
}

struct Differ<'m> {
    before: &'m Model,
    after: &'m Model,
    listed: BTreeSet<&'m str>,
    found: Vec<String>,
}

impl Differ<'_> {
    /// One fact of a thing: equal, or listed as lost.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "both are made for the comparison"
    )]
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, fact: &str, one: T, other: T) {
        if one != other && !self.listed.contains(what) {
            self.found
                .push(format!("{what}: {fact}: {one:?} became {other:?}"));
        }
    }

    fn extensions(&mut self, one: ExtensionId, other: ExtensionId) {
        let (before, after) = (self.before, self.after);
        let (one, other) = (before.extension(one), after.extension(other));
        let what = one.name.to_string();
        self.same(&what, "scheme", &one.scheme, &other.scheme);
        self.same(&what, "version", &one.version, &other.version);
        self.same(&what, "description", &one.description, &other.description);
        self.same(
            &what,
            "specification",
            &one.specification,
            &other.specification,
        );
        self.same(&what, "annotations", &one.annotations, &other.annotations);
        let uses = |model: &Model, uses: &[(ExtensionId, Option<Arc<str>>)]| -> Vec<_> {
            uses.iter()
                .map(|(id, alias)| (model.extension(*id).scheme.to_string(), alias.clone()))
                .collect()
        };
        self.same(
            &what,
            "imports",
            uses(before, &one.uses),
            uses(after, &other.uses),
        );
    }

    fn kinds(&mut self, one: ExtensionId, other: ExtensionId) {
        fn all(model: &Model, id: ExtensionId) -> Vec<&Kind> {
            let own = model.kinds().filter(|(_, kind)| kind.extension == id);
            own.map(|(_, kind)| kind).collect()
        }
        let (before, after) = (self.before, self.after);
        let (ones, others) = (all(before, one), all(after, other));
        if ones.len() != others.len() {
            self.found
                .push(format!("{} and {} kinds", ones.len(), others.len()));
        }
        for (one, other) in ones.into_iter().zip(others) {
            let what = one.id.as_str();
            self.same(what, "identifier", &one.id, &other.id);
            self.same(what, "title", &one.title, &other.title);
            self.same(what, "description", &one.description, &other.description);
            let parent =
                |model: &Model, kind: &Kind| kind.parent.map(|id| model.kind(id).id.clone());
            self.same(what, "parent", parent(before, one), parent(after, other));
            self.same(what, "abstract", one.is_abstract, other.is_abstract);
            self.same(what, "location", &one.location, &other.location);
            self.same(what, "versions", one.versions, other.versions);
            let ends = |model: &Model, ends: &[occi_model::KindId]| -> Vec<String> {
                ends.iter()
                    .map(|id| model.kind(*id).id.to_string())
                    .collect()
            };
            self.same(
                what,
                "source",
                ends(before, &one.source),
                ends(after, &other.source),
            );
            self.same(
                what,
                "target",
                ends(before, &one.target),
                ends(after, &other.target),
            );
            self.attributes(what, &one.attributes, &other.attributes);
            self.actions(what, &one.actions, &other.actions);
            let (states, others) = (one.own_states.as_deref(), other.own_states.as_deref());
            self.states(what, states, others);
            self.rest(
                what,
                (&one.annotations, &one.constraints),
                (&other.annotations, &other.constraints),
            );
        }
    }

    fn mixins(&mut self, one: ExtensionId, other: ExtensionId) {
        fn all(model: &Model, id: ExtensionId) -> Vec<&Mixin> {
            let own = model.mixins().filter(|(_, mixin)| mixin.extension == id);
            own.map(|(_, mixin)| mixin).collect()
        }
        let (before, after) = (self.before, self.after);
        let (ones, others) = (all(before, one), all(after, other));
        if ones.len() != others.len() {
            self.found
                .push(format!("{} and {} mixins", ones.len(), others.len()));
        }
        for (one, other) in ones.into_iter().zip(others) {
            let what = one.id.as_str();
            self.same(what, "identifier", &one.id, &other.id);
            self.same(what, "title", &one.title, &other.title);
            self.same(what, "description", &one.description, &other.description);
            let depends = |model: &Model, mixin: &Mixin| -> Vec<String> {
                let ids = mixin.depends.iter();
                ids.map(|id| model.mixin(*id).id.to_string()).collect()
            };
            let applies = |model: &Model, mixin: &Mixin| -> Vec<String> {
                let ids = mixin.applies.iter();
                ids.map(|id| model.kind(*id).id.to_string()).collect()
            };
            self.same(what, "depends", depends(before, one), depends(after, other));
            self.same(what, "applies", applies(before, one), applies(after, other));
            let marks = |mixin: &Mixin| (mixin.exclusive, mixin.overriding, mixin.versions);
            self.same(what, "marks", marks(one), marks(other));
            self.same(what, "location", &one.location, &other.location);
            self.attributes(what, &one.attributes, &other.attributes);
            self.actions(what, &one.actions, &other.actions);
            self.states(what, one.states.as_deref(), other.states.as_deref());
            self.rest(
                what,
                (&one.annotations, &one.constraints),
                (&other.annotations, &other.constraints),
            );
        }
    }

    fn rest(
        &mut self,
        what: &str,
        (notes, conditions): (&[Annotation], &[Arc<Constraint>]),
        (other_notes, others): (&[Annotation], &[Arc<Constraint>]),
    ) {
        // Which constraints stand first among the annotations is no fact.
        let sorted = |notes: &[Annotation]| -> BTreeSet<(String, String)> {
            let pairs = notes.iter();
            pairs
                .map(|one| (one.key.to_string(), one.value.to_string()))
                .collect()
        };
        self.same(what, "annotations", sorted(notes), sorted(other_notes));
        self.same(what, "conditions", conditions, others);
    }

    fn attributes(&mut self, owner: &str, ones: &[Arc<Attribute>], others: &[Arc<Attribute>]) {
        if ones.len() != others.len() {
            let counts = format!("{} and {}", ones.len(), others.len());
            self.found.push(format!("{owner}: {counts} attributes"));
        }
        for one in ones {
            let what = format!("{owner} {}", one.name);
            let Some(other) = others.iter().find(|other| other.name == one.name) else {
                self.found.push(format!("{what} is not there"));
                continue;
            };
            self.attribute(&what, one, other);
        }
    }

    fn attribute(&mut self, what: &str, one: &Attribute, other: &Attribute) {
        let type_name = other
            .named_type
            .map(|id| self.after.named_type(id).name.to_string());
        let is_container = matches!(one.value_type, ValueType::List(_) | ValueType::Hash(_));
        let listed_type = self.listed.iter().any(|listed| {
            // What is lost of a type stands under its name; which types a container has is not
            // known by name any more.
            let is_type = !listed.contains('#');
            is_type && (is_container || type_name.as_deref() == Some(*listed))
        });
        if !listed_type {
            let types = (plain(&one.value_type), plain(&other.value_type));
            self.same(what, "type", types.0, types.1);
            self.same(what, "default", &one.default, &other.default);
        }
        let flags = |one: &Attribute| (one.access, one.required, one.always, one.is_setting);
        self.same(what, "flags", flags(one), flags(other));
        self.same(what, "unit", &one.unit, &other.unit);
        self.same(what, "description", &one.description, &other.description);
        self.same(what, "deprecated", &one.deprecated, &other.deprecated);
        self.same(what, "versions", one.versions, other.versions);
        self.same(what, "annotations", &one.annotations, &other.annotations);
    }

    fn actions(
        &mut self,
        owner: &str,
        ones: &[occi_model::ActionId],
        others: &[occi_model::ActionId],
    ) {
        if ones.len() != others.len() {
            let counts = format!("{} and {}", ones.len(), others.len());
            self.found.push(format!("{owner}: {counts} actions"));
        }
        let (before, after) = (self.before, self.after);
        for (one, other) in ones.iter().zip(others) {
            let (one, other) = (before.action(*one), after.action(*other));
            let what = format!("{owner} {}", one.id.term());
            self.same(&what, "identifier", &one.id, &other.id);
            self.same(&what, "title", &one.title, &other.title);
            self.same(&what, "description", &one.description, &other.description);
            self.same(&what, "returns", &one.returns, &other.returns);
            self.same(&what, "versions", one.versions, other.versions);
            self.same(&what, "annotations", &one.annotations, &other.annotations);
            self.attributes(&what, &one.parameters, &other.parameters);
        }
    }

    fn states(&mut self, owner: &str, one: Option<&StateMachine>, other: Option<&StateMachine>) {
        let attribute = one.or(other).map(|machine| machine.attribute.to_string());
        let what = format!("{owner} {}", attribute.unwrap_or_default());
        let said = |model: &Model, machine: &StateMachine| {
            let states: Vec<_> = machine
                .states
                .iter()
                .map(|state| (state.name.clone(), state.is_final, state.versions))
                .collect();
            let transitions: Vec<_> = machine
                .transitions
                .iter()
                .map(|one| {
                    let trigger = match &one.trigger {
                        occi_model::model::Trigger::Action(id) => {
                            model.action(*id).id.term().to_owned()
                        }
                        occi_model::model::Trigger::Event(label) => format!("event {label:?}"),
                    };
                    let ends = (one.from.clone(), one.to.clone(), one.failure.clone());
                    (trigger, ends, one.via.clone(), one.versions)
                })
                .collect();
            (machine.initial.clone(), states, transitions)
        };
        let one = one.map(|machine| said(self.before, machine));
        let other = other.map(|machine| said(self.after, machine));
        self.same(&what, "states", one, other);
    }
}

/// A type without the names of enums, which formats without unnamed types invent.
fn plain(value_type: &ValueType) -> ValueType {
    match value_type {
        ValueType::Enum(one) => ValueType::Enum(Arc::new(EnumType {
            name: None,
            ..(**one).clone()
        })),
        ValueType::List(list) => ValueType::List(Arc::new(ListType {
            item: plain(&list.item),
            ..(**list).clone()
        })),
        ValueType::Hash(hash) => {
            let mut members = hash.members.clone();
            for member in &mut members {
                member.value_type = plain(&member.value_type);
            }
            ValueType::Hash(Arc::new(HashType { members }))
        }
        other => other.clone(),
    }
}
