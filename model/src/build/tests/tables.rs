//! Drafts written as tables, as generated code carries them. Texts are leaked: tables are static.

use super::expressions;
use crate::{
    draft::{
        ActionDraft, Annotation, AttributeDraft, ConstraintDraft, DefaultDraft, ExtensionDraft,
        LengthDraft, RangeDraft, Reference, StatesDraft, TriggerDraft, TypeDraft,
    },
    name::{Scheme, Term},
    origin::Located,
    table::{
        ActionTable, AnnotationTable, AttributeTable, ConstraintTable, DefaultTable,
        ExtensionTable, KindTable, LengthTable, LiteralTable, MemberTable, MixinTable,
        NamedTypeTable, RangeTable, StateTable, StatesTable, TransitionTable, TypeTable,
        ValueTable,
    },
    value::Value,
};

pub(super) fn text(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn texts(some: Option<&String>) -> Option<&'static str> {
    some.map(|one| text(one))
}

pub(super) fn list<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    Box::leak(items.into_iter().collect::<Vec<T>>().into_boxed_slice())
}

pub(super) fn leaf<T>(item: T) -> &'static T {
    Box::leak(Box::new(item))
}

/// The draft in the form that tables have: whole identifiers, schemes written out, numbers of
/// their own type.
pub(super) fn normal(draft: &ExtensionDraft) -> ExtensionDraft {
    let mut draft = draft.clone();
    let name = draft.name.value.clone();
    let scheme = draft.scheme.clone();
    for named in &mut draft.types {
        normal_type(&mut named.value_type.value, &name, &scheme.value);
    }
    for kind in &mut draft.kinds {
        let own = kind
            .scheme
            .get_or_insert_with(|| scheme.clone())
            .value
            .clone();
        let references = kind
            .parent
            .iter_mut()
            .chain(&mut kind.source)
            .chain(&mut kind.target);
        references.for_each(|one| normal_reference(one, &scheme.value));
        normal_attributes(&mut kind.attributes, &name, &scheme.value);
        normal_actions(
            &mut kind.actions,
            &own,
            &kind.term.value,
            &name,
            &scheme.value,
        );
        for constraint in &mut kind.constraints {
            expressions::normal(&mut constraint.condition, &scheme.value);
        }
    }
    for mixin in &mut draft.mixins {
        let own = mixin
            .scheme
            .get_or_insert_with(|| scheme.clone())
            .value
            .clone();
        let references = mixin.depends.iter_mut().chain(&mut mixin.applies);
        references.for_each(|one| normal_reference(one, &scheme.value));
        normal_attributes(&mut mixin.attributes, &name, &scheme.value);
        normal_actions(
            &mut mixin.actions,
            &own,
            &mixin.term.value,
            &name,
            &scheme.value,
        );
        for constraint in &mut mixin.constraints {
            expressions::normal(&mut constraint.condition, &scheme.value);
        }
    }
    draft
}

pub(super) fn normal_reference(reference: &mut Located<Reference>, scheme: &str) {
    if let Reference::Name { qualifier, name } = &reference.value {
        let scheme = match qualifier.as_deref() {
            Some("core") => "http://schemas.ogf.org/occi/core#",
            _ => scheme,
        };
        reference.value = Reference::Identifier(format!("{scheme}{name}"));
    }
}

fn normal_attributes(attributes: &mut [AttributeDraft], name: &str, scheme: &str) {
    for attribute in attributes {
        normal_type(&mut attribute.value_type.value, name, scheme);
    }
}

fn normal_actions(actions: &mut [ActionDraft], own: &str, term: &str, name: &str, scheme: &str) {
    for action in actions {
        if action.scheme.is_none() {
            let of_actions = match (Scheme::new(own), Term::new(term)) {
                (Ok(own), Ok(term)) => own.of_actions(&term).to_string(),
                _ => own.to_owned(),
            };
            action.scheme = Some(Located::nowhere(of_actions));
        }
        normal_attributes(&mut action.parameters, name, scheme);
    }
}

fn normal_type(value_type: &mut TypeDraft, name: &str, scheme: &str) {
    match value_type {
        TypeDraft::Named(Reference::Name { qualifier, .. }) => {
            qualifier.get_or_insert_with(|| name.to_owned());
        }
        TypeDraft::Named(reference @ Reference::Identifier(_)) => {
            *reference = Reference::Name {
                qualifier: Some(name.to_owned()),
                name: "T".to_owned(),
            };
        }
        TypeDraft::Integer(range) => normal_range(range, |value| match value {
            Value::Integer(_) => value.clone(),
            _ => Value::Integer(1),
        }),
        TypeDraft::Float(range) | TypeDraft::Number(range) => normal_range(range, |value| {
            Value::Float(
                value
                    .as_f64()
                    .filter(|number| number.is_finite())
                    .unwrap_or(1.0),
            )
        }),
        TypeDraft::Ref(Some(kind)) => normal_reference(kind, scheme),
        TypeDraft::List { item, .. } => normal_type(&mut item.value, name, scheme),
        TypeDraft::Hash(members) => {
            for member in members {
                normal_type(&mut member.value_type.value, name, scheme);
            }
        }
        _ => {}
    }
}

fn normal_range(range: &mut RangeDraft, number: impl Fn(&Value) -> Value) {
    let range = &mut **range;
    for (end, _) in range.min.iter_mut().chain(&mut range.max) {
        end.value = number(&end.value);
    }
}

/// The table of a draft in normal form.
pub(super) fn table(draft: &ExtensionDraft) -> ExtensionTable {
    ExtensionTable {
        name: text(&draft.name.value),
        scheme: text(&draft.scheme.value),
        version: texts(draft.version.as_ref()),
        description: texts(draft.description.as_ref()),
        specification: texts(draft.specification.as_ref()),
        annotations: annotations(&draft.annotations),
        uses: list(draft.uses.iter().map(|import| {
            (
                text(&import.extension.value),
                texts(import.alias.as_ref().map(|alias| &alias.value)),
            )
        })),
        types: list(draft.types.iter().map(|named| NamedTypeTable {
            name: text(&named.name.value),
            value_type: type_table(&named.value_type.value),
            description: texts(named.description.as_ref()),
            versions: named.versions,
            annotations: annotations(&named.annotations),
        })),
        kinds: list(draft.kinds.iter().map(|kind| KindTable {
            term: text(&kind.term.value),
            scheme: scheme(kind.scheme.as_ref()),
            title: texts(kind.title.as_ref()),
            description: texts(kind.description.as_ref()),
            parent: kind.parent.as_ref().map(identifier),
            is_abstract: kind.is_abstract,
            location: kind.location.as_ref().map(|location| text(&location.value)),
            attributes: attributes(&kind.attributes),
            actions: actions(&kind.actions),
            states: kind.states.as_ref().map(states),
            constraints: constraints(&kind.constraints),
            source: list(kind.source.iter().map(identifier)),
            target: list(kind.target.iter().map(identifier)),
            versions: kind.versions,
            annotations: annotations(&kind.annotations),
        })),
        mixins: list(draft.mixins.iter().map(|mixin| {
            MixinTable {
                term: text(&mixin.term.value),
                scheme: scheme(mixin.scheme.as_ref()),
                title: texts(mixin.title.as_ref()),
                description: texts(mixin.description.as_ref()),
                depends: list(mixin.depends.iter().map(identifier)),
                applies: list(mixin.applies.iter().map(identifier)),
                exclusive: mixin.exclusive,
                overriding: mixin.overriding,
                location: mixin
                    .location
                    .as_ref()
                    .map(|location| text(&location.value)),
                attributes: attributes(&mixin.attributes),
                settings: list(
                    mixin
                        .settings
                        .iter()
                        .map(|one| (text(&one.name.value), value(&one.value.value))),
                ),
                actions: actions(&mixin.actions),
                states: mixin.states.as_ref().map(states),
                constraints: constraints(&mixin.constraints),
                versions: mixin.versions,
                annotations: annotations(&mixin.annotations),
            }
        })),
    }
}

fn scheme(scheme: Option<&Located<String>>) -> &'static str {
    scheme.map_or("", |scheme| text(&scheme.value))
}

fn identifier(reference: &Located<Reference>) -> &'static str {
    text(&reference.value.to_string())
}

pub(super) fn value(of: &Value) -> ValueTable {
    match of {
        Value::Boolean(truth) => ValueTable::Boolean(*truth),
        Value::Integer(number) => ValueTable::Integer(*number),
        Value::Float(number) => ValueTable::Float(*number),
        Value::String(string) => ValueTable::String(text(string)),
        Value::List(items) => ValueTable::List(list(items.iter().map(value))),
        Value::Hash(members) => ValueTable::Hash(list(
            members.iter().map(|(name, one)| (text(name), value(one))),
        )),
    }
}

fn length(draft: &LengthDraft) -> LengthTable {
    (
        draft.min.as_ref().map(|min| min.value),
        draft.max.as_ref().map(|max| max.value),
    )
}

fn range<N>(draft: &RangeDraft, number: impl Fn(&Value) -> N) -> RangeTable<N> {
    let end = |end: &Option<(Located<Value>, bool)>| {
        end.as_ref()
            .map(|(value, exclusive)| (number(&value.value), *exclusive))
    };
    RangeTable {
        min: end(&draft.min),
        max: end(&draft.max),
        total_digits: draft.total_digits.as_ref().map(|digits| digits.value),
        fraction_digits: draft.fraction_digits.as_ref().map(|digits| digits.value),
    }
}

fn type_table(draft: &TypeDraft) -> TypeTable {
    let float = |value: &Value| value.as_f64().unwrap();
    match draft {
        TypeDraft::Named(Reference::Name { qualifier, name }) => {
            TypeTable::Named(text(qualifier.as_ref().unwrap()), text(name))
        }
        TypeDraft::Named(Reference::Identifier(_)) => unreachable!("not in normal form"),
        TypeDraft::String {
            pattern,
            length: size,
        } => TypeTable::String(pattern.as_ref().map(|one| text(&one.value)), length(size)),
        TypeDraft::Integer(ends) => TypeTable::Integer(range(ends, |value| match value {
            Value::Integer(number) => *number,
            _ => unreachable!("not in normal form"),
        })),
        TypeDraft::Float(ends) => TypeTable::Float(range(ends, float)),
        TypeDraft::Number(ends) => TypeTable::Number(range(ends, float)),
        TypeDraft::Boolean => TypeTable::Boolean,
        TypeDraft::Enum(literals) => {
            TypeTable::Enum(list(literals.iter().map(|one| LiteralTable {
                name: text(&one.name.value),
                description: texts(one.description.as_ref()),
                versions: one.versions,
            })))
        }
        TypeDraft::Uri => TypeTable::Uri,
        TypeDraft::IpAddress => TypeTable::IpAddress,
        TypeDraft::IpNetwork => TypeTable::IpNetwork,
        TypeDraft::IpPrefix { optional_length } => TypeTable::IpPrefix(*optional_length),
        TypeDraft::Mac => TypeTable::Mac,
        TypeDraft::Token => TypeTable::Token,
        TypeDraft::DateTime => TypeTable::DateTime,
        TypeDraft::Duration => TypeTable::Duration,
        TypeDraft::Ref(kind) => TypeTable::Ref(kind.as_ref().map(identifier)),
        TypeDraft::List {
            item,
            length: size,
            unique,
        } => TypeTable::List(leaf(type_table(&item.value)), length(size), *unique),
        TypeDraft::Hash(members) => TypeTable::Hash(list(members.iter().map(|one| MemberTable {
            name: text(&one.name.value),
            value_type: type_table(&one.value_type.value),
            required: one.required,
            default: one.default.as_ref().map(|default| value(&default.value)),
            description: texts(one.description.as_ref()),
        }))),
    }
}

fn attributes(drafts: &[AttributeDraft]) -> &'static [AttributeTable] {
    list(drafts.iter().map(|draft| AttributeTable {
        name: text(&draft.name.value),
        value_type: type_table(&draft.value_type.value),
        access: draft.access,
        required: draft.required,
        always: draft.always,
        default: draft.default.as_ref().map(|default| match &default.value {
            DefaultDraft::Value(one) => DefaultTable::Value(value(one)),
            DefaultDraft::Text(_) => unreachable!("no arbitrary draft has texts for values"),
            DefaultDraft::Generated { template } => {
                DefaultTable::Generated(texts(template.as_ref()))
            }
        }),
        unit: texts(draft.unit.as_ref()),
        description: texts(draft.description.as_ref()),
        deprecated: texts(draft.deprecated.as_ref()),
        versions: draft.versions,
        annotations: annotations(&draft.annotations),
    }))
}

fn actions(drafts: &[ActionDraft]) -> &'static [ActionTable] {
    list(drafts.iter().map(|draft| ActionTable {
        term: text(&draft.term.value),
        scheme: scheme(draft.scheme.as_ref()),
        title: texts(draft.title.as_ref()),
        description: texts(draft.description.as_ref()),
        parameters: attributes(&draft.parameters),
        returns: texts(draft.returns.as_ref()),
        versions: draft.versions,
        annotations: annotations(&draft.annotations),
    }))
}

fn states(draft: &StatesDraft) -> StatesTable {
    let name = |name: &Located<String>| text(&name.value);
    StatesTable {
        attribute: name(&draft.attribute),
        states: list(draft.states.iter().map(|state| StateTable {
            name: name(&state.name),
            initial: state.initial,
            is_final: state.is_final,
            transitions: list(state.transitions.iter().map(|one| TransitionTable {
                trigger: match &one.trigger {
                    TriggerDraft::Action(term) => Ok(name(term)),
                    TriggerDraft::Event(label) => Err(texts(label.as_ref())),
                },
                to: name(&one.to),
                via: one.via.as_ref().map(name),
                failure: one.failure.as_ref().map(name),
                versions: one.versions,
            })),
            versions: state.versions,
        })),
    }
}

fn annotations(drafts: &[Annotation]) -> AnnotationTable {
    list(
        drafts
            .iter()
            .map(|draft| (text(&draft.key.value), text(&draft.value))),
    )
}

fn constraints(drafts: &[ConstraintDraft]) -> &'static [ConstraintTable] {
    list(drafts.iter().map(|draft| ConstraintTable {
        name: draft.name.as_ref().map(|name| text(&name.value)),
        condition: expressions::table(&draft.condition),
        message: text(&draft.message),
    }))
}
