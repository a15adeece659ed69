//! Settings that say something about nothing: most likely misspelt.

use std::{cell::RefCell, collections::BTreeSet};

use super::Plan;
use crate::settings::{Pattern, RustAttribute};

/// A note for every setting that fits nothing in the model.
pub(super) fn settings(plan: &Plan<'_>) -> Vec<String> {
    let settings = plan.settings;
    let mut notes = Vec::new();
    let mut add = |what: &str, key: &str, known: bool| {
        if !known {
            notes.push(format!("{what} `{key}` fits nothing in the definition"));
        }
    };
    let is_extension = |name: &str| plan.model.extensions().iter().any(|e| *e.name == *name);
    for name in settings.extern_paths.keys() {
        add("extern_path", name, is_extension(name));
    }
    for key in settings.renames.keys() {
        let known = is_category(plan, key)
            || is_named_type(plan, key)
            || is_attribute(plan, key)
            || is_extension(key);
        add("rename", key, known);
    }
    for key in settings.replacements.keys() {
        add(
            "replace",
            key,
            is_named_type(plan, key) || is_attribute(plan, key),
        );
    }
    notes
}

fn is_category(plan: &Plan<'_>, key: &str) -> bool {
    plan.model.find(key).is_some()
}

fn is_named_type(plan: &Plan<'_>, key: &str) -> bool {
    let model = plan.model;
    model.types().iter().any(|named| {
        let extension = &model.extension(named.extension).name;
        key.strip_prefix(&**extension)
            .and_then(|rest| rest.strip_prefix('.'))
            .is_some_and(|name| name == &*named.name)
    })
}

fn is_attribute(plan: &Plan<'_>, key: &str) -> bool {
    use occi_model::CategoryRef;

    let Some((category, name)) = key.rsplit_once('/') else {
        return false;
    };
    let model = plan.model;
    let attributes = match model.find(category) {
        Some(CategoryRef::Kind(id)) => &model.kind(id).all_attributes,
        Some(CategoryRef::Mixin(id)) => &model.mixin(id).attributes,
        Some(CategoryRef::Action(id)) => &model.action(id).parameters,
        None => return false,
    };
    attributes.iter().any(|attribute| attribute.name == *name)
}

/// Which patterns of the settings fitted something while the code was written.
#[derive(Debug, Default)]
pub(crate) struct Matched {
    types: RefCell<BTreeSet<usize>>,
    fields: RefCell<BTreeSet<usize>>,
}

impl Plan<'_> {
    /// The attributes that the user adds to the type at `path`, which has these derives.
    pub(crate) fn type_attributes(&self, path: &str, derives: &str) -> Vec<String> {
        matching(&self.settings.type_attributes, path, &self.matched.types)
            .filter_map(|attribute| attribute.without(derives))
            .collect()
    }

    /// The attributes that the user adds to the field or variant at `path`.
    pub(crate) fn field_attributes(&self, path: &str) -> Vec<&str> {
        matching(&self.settings.field_attributes, path, &self.matched.fields)
            .map(RustAttribute::as_str)
            .collect()
    }

    /// A note for every pattern that fits nothing, once the code is written.
    pub(crate) fn unmatched(&self) -> Vec<String> {
        let (settings, matched) = (self.settings, &self.matched);
        let of = |what: &'static str, list: &[(Pattern, RustAttribute)], seen: &RefCell<_>| {
            let seen: &BTreeSet<usize> = &seen.borrow();
            let unseen = list.iter().enumerate().filter(|(at, _)| !seen.contains(at));
            unseen
                .map(|(_, (pattern, attribute))| {
                    format!(
                        "`{}` for {what} `{}` fits none that is written",
                        attribute.as_str(),
                        pattern.as_str()
                    )
                })
                .collect::<Vec<_>>()
        };
        let mut notes = of("the type", &settings.type_attributes, &matched.types);
        notes.extend(of(
            "the field or variant",
            &settings.field_attributes,
            &matched.fields,
        ));
        notes
    }
}

/// The attributes whose patterns fit `path`, which are marked as seen.
fn matching<'s>(
    list: &'s [(Pattern, RustAttribute)],
    path: &str,
    seen: &RefCell<BTreeSet<usize>>,
) -> impl Iterator<Item = &'s RustAttribute> {
    list.iter()
        .enumerate()
        .filter(move |(_, (pattern, _))| pattern.matches(path))
        .map(move |(at, (_, attribute))| {
            seen.borrow_mut().insert(at);
            attribute
        })
}
