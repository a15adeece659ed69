//! Settings that say something about nothing: most likely misspelt.

use super::Plan;

/// A note for every setting that fits nothing in the model.
pub(super) fn settings(plan: &Plan<'_>) -> Vec<String> {
    let settings = plan.settings;
    let mut notes = Vec::new();
    let mut add = |what: &str, key: &str, known: bool| {
        if !known {
            notes.push(format!("{what} `{key}` fits nothing in the definition"));
        }
    };
    for name in settings.extern_paths.keys() {
        let known = plan.model.extensions().iter().any(|e| *e.name == **name);
        add("extern_path", name, known);
    }
    for key in settings.renames.keys() {
        let known = is_category(plan, key) || is_named_type(plan, key) || is_attribute(plan, key);
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
