//! Writing of categories as JSON: the query interface (C.5, C.6, D-70, D-71).

use std::sync::Arc;

use occi_model::{CategoryId, CategoryRef, Model, model::Attribute};

use super::{
    schema::{is_plain, push_schema},
    write::{Joined, push_id, push_ids, push_string, push_value, rendered},
};
use crate::{
    message::{AttributeDescription, CategoryDescription, Class, RawValue},
    number::{number_form, push_float, push_integer},
    write::{CategoriesView, Rendered},
};

/// Writes all three keys, empty or not (D-71).
pub(crate) fn write_categories(categories: &CategoriesView<'_>) -> Rendered {
    let mut out = Vec::with_capacity(16 << 10);
    let mut object = Joined::object(&mut out);
    for (key, class) in [
        ("kinds", Class::Kind),
        ("mixins", Class::Mixin),
        ("actions", Class::Action),
    ] {
        let mut array = Joined::array(object.member(key));
        if let Some((model, refs)) = &categories.of_model {
            for &category in refs.iter().filter(|category| class_of(**category) == class) {
                push_of_model(array.item(), model, category);
            }
        }
        for category in &categories.of_users {
            if category.class.unwrap_or(Class::Mixin) == class {
                push_of_user(array.item(), category, class);
            }
        }
        array.end();
    }
    object.end();
    rendered(out)
}

const fn class_of(category: CategoryRef) -> Class {
    match category {
        CategoryRef::Kind(_) => Class::Kind,
        CategoryRef::Mixin(_) => Class::Mixin,
        CategoryRef::Action(_) => Class::Action,
    }
}

/// Appends the members that every category has.
fn push_head(object: &mut Joined<'_>, id: &CategoryId, title: Option<&str>) {
    push_string(object.member("term"), id.term());
    push_string(object.member("scheme"), id.scheme());
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        push_string(object.member("title"), title);
    }
}

fn push_id_list<'a>(
    object: &mut Joined<'_>,
    name: &str,
    ids: impl ExactSizeIterator<Item = &'a CategoryId>,
) {
    if ids.len() > 0 {
        push_ids(object.member(name), ids);
    }
}

fn push_of_model(out: &mut Vec<u8>, model: &Model, category: CategoryRef) {
    let mut object = Joined::object(out);
    match category {
        CategoryRef::Kind(id) => {
            let kind = model.kind(id);
            push_head(&mut object, &kind.id, kind.title.as_deref());
            push_definitions(&mut object, &kind.attributes);
            let actions = kind.actions.iter().map(|&action| &model.action(action).id);
            push_id_list(&mut object, "actions", actions);
            if let Some(parent) = kind.parent {
                push_id(object.member("parent"), &model.kind(parent).id);
            }
            if let Some(location) = &kind.location {
                push_string(object.member("location"), location.as_str());
            }
        }
        CategoryRef::Mixin(id) => {
            let mixin = model.mixin(id);
            push_head(&mut object, &mixin.id, mixin.title.as_deref());
            push_definitions(&mut object, &mixin.attributes);
            let actions = mixin.actions.iter().map(|&action| &model.action(action).id);
            push_id_list(&mut object, "actions", actions);
            let depends = mixin.depends.iter().map(|&other| &model.mixin(other).id);
            push_id_list(&mut object, "depends", depends);
            let applies = mixin.applies.iter().map(|&kind| &model.kind(kind).id);
            push_id_list(&mut object, "applies", applies);
            if let Some(location) = &mixin.location {
                push_string(object.member("location"), location.as_str());
            }
        }
        CategoryRef::Action(id) => {
            let action = model.action(id);
            push_head(&mut object, &action.id, action.title.as_deref());
            push_definitions(&mut object, &action.parameters);
        }
    }
    object.end();
}

fn push_definitions(object: &mut Joined<'_>, attributes: &[Arc<Attribute>]) {
    if attributes.is_empty() {
        return;
    }
    let mut definitions = Joined::object(object.member("attributes"));
    for attribute in attributes {
        let mut definition = Joined::object(definitions.member(attribute.name.as_str()));
        push_flags(
            &mut definition,
            attribute.is_mutable(),
            attribute.required,
            attribute.value_type.json_type(),
        );
        if !is_plain(&attribute.value_type) {
            push_schema(definition.member("pattern"), &attribute.value_type);
        }
        if let Some(default) = attribute.default_value() {
            push_value(definition.member("default"), default);
        }
        if let Some(description) = &attribute.description {
            push_string(definition.member("description"), description);
        }
        definition.end();
    }
    definitions.end();
}

/// Appends the three members that are always written, because the default of `mutable` is the
/// opposite of the text rendering's (D-70).
fn push_flags(definition: &mut Joined<'_>, mutable: bool, required: bool, json_type: &str) {
    let truth = |truth: bool| if truth { "true" } else { "false" };
    definition
        .member("mutable")
        .extend_from_slice(truth(mutable).as_bytes());
    definition
        .member("required")
        .extend_from_slice(truth(required).as_bytes());
    push_string(definition.member("type"), json_type);
}

fn push_of_user(out: &mut Vec<u8>, category: &CategoryDescription, class: Class) {
    let mut object = Joined::object(out);
    push_head(&mut object, &category.id, category.title.as_deref());
    if !category.attributes.is_empty() {
        let mut definitions = Joined::object(object.member("attributes"));
        for attribute in &category.attributes {
            push_user_definition(definitions.member(attribute.name.as_str()), attribute);
        }
        definitions.end();
    }
    push_id_list(&mut object, "actions", category.actions.iter());
    match class {
        Class::Kind => {
            if let Some(parent) = category.rel.first() {
                push_id(object.member("parent"), parent);
            }
        }
        Class::Mixin => {
            push_id_list(&mut object, "depends", category.rel.iter());
            push_id_list(&mut object, "applies", category.applies.iter());
        }
        Class::Action => {}
    }
    if let Some(location) = &category.location {
        push_string(object.member("location"), location);
    }
    object.end();
}

fn push_user_definition(out: &mut Vec<u8>, attribute: &AttributeDescription) {
    let said = attribute.json();
    let mut definition = Joined::object(out);
    push_flags(
        &mut definition,
        attribute.mutable,
        attribute.required,
        said.json_type.as_deref().unwrap_or("string"),
    );
    if let Some(pattern) = &said.pattern {
        push_json(definition.member("pattern"), pattern);
    }
    if let Some(default) = &said.default {
        push_raw(definition.member("default"), default);
    }
    if let Some(description) = &said.description {
        push_string(definition.member("description"), description);
    }
    definition.end();
}

/// Appends a JSON document as it was read.
fn push_json(out: &mut Vec<u8>, value: &serde_json::Value) {
    out.extend_from_slice(value.to_string().as_bytes());
}

/// Appends a value as it was read.
fn push_raw(out: &mut Vec<u8>, value: &RawValue) {
    match value {
        RawValue::Text(text) | RawValue::Bare(text) => push_string(out, text),
        RawValue::Number(letters) => match number_form(letters) {
            // Loose forms are no JSON, so they go through the number that they mean.
            Some(_) => match (letters.parse::<i64>(), letters.parse::<f64>()) {
                (Ok(number), _) => push_integer(out, number),
                (Err(_), Ok(number)) if number.is_finite() => push_float(out, number),
                _ => out.extend_from_slice(b"null"),
            },
            None => push_string(out, letters),
        },
        RawValue::Boolean(true) => out.extend_from_slice(b"true"),
        RawValue::Boolean(false) => out.extend_from_slice(b"false"),
        RawValue::List(items) => {
            let mut array = Joined::array(out);
            for item in items {
                push_raw(array.item(), item);
            }
            array.end();
        }
        RawValue::Hash(members) => {
            let mut object = Joined::object(out);
            for (name, value) in members.iter() {
                let out = object.item();
                push_string(out, name);
                out.push(b':');
                push_raw(out, value);
            }
            object.end();
        }
        RawValue::Null => out.extend_from_slice(b"null"),
    }
}
