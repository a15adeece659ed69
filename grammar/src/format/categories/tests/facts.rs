//! What a model says, fact by fact, so that two models can be compared except for what a writer
//! lists as lost.

use std::collections::BTreeSet;

use occi_model::{
    ActionId, Attribute, CategoryRef, ExtensionId, Model,
    model::{Annotation, DefaultValue, Owner},
    version::VersionRange,
};

use crate::format::Loss;

/// A fact: of what, which aspect, and what is said.
pub(super) type Fact = (String, &'static str, String);

struct Facts<'m> {
    model: &'m Model,
    found: Vec<Fact>,
}

/// The facts of some extensions.
pub(super) fn facts(model: &Model, extensions: &[ExtensionId]) -> BTreeSet<Fact> {
    let mut facts = Facts {
        model,
        found: Vec::new(),
    };
    for id in extensions {
        facts.extension(*id);
    }
    facts.found.into_iter().collect()
}

impl Facts<'_> {
    fn say(&mut self, what: &str, aspect: &'static str, said: impl std::fmt::Debug) {
        self.found
            .push((what.to_owned(), aspect, format!("{said:?}")));
    }

    fn lead(&mut self, what: &str, description: Option<&String>, versions: VersionRange) {
        if let Some(description) = description {
            self.say(what, "description", description);
        }
        if versions != VersionRange::ALL {
            self.say(what, "versions", versions);
        }
    }

    fn annotations(&mut self, what: &str, annotations: &[Annotation]) {
        for annotation in annotations {
            self.say(what, "annotation", annotation);
        }
    }

    fn extension(&mut self, id: ExtensionId) {
        let model = self.model;
        let extension = model.extension(id);
        let name = extension.name.to_string();
        self.say(&name, "name", extension.scheme.as_str());
        for (used, alias) in &extension.uses {
            self.say(&name, "imports", model.extension(*used).scheme.as_str());
            if let Some(alias) = alias {
                self.say(&name, "aliases", alias);
            }
        }
        for (aspect, said) in [
            ("version", &extension.version),
            ("specification", &extension.specification),
            ("description", &extension.description),
        ] {
            if let Some(said) = said {
                self.say(&name, aspect, said);
            }
        }
        self.annotations(&name, &extension.annotations);
        for named in model.types().iter().filter(|one| one.extension == id) {
            self.say(&format!("{name} {}", named.name), "named type", named);
        }
        for (_, kind) in model.kinds().filter(|(_, kind)| kind.extension == id) {
            let what = kind.id.as_str();
            self.say(what, "extension", &name);
            self.lead(what, kind.description.as_ref(), kind.versions);
            self.say(what, "title", &kind.title);
            self.say(what, "location", &kind.location);
            self.say(what, "instances", kind.is_abstract);
            self.say(what, "parent", kind.parent.map(|one| &model.kind(one).id));
            for (aspect, ends) in [("source", &kind.source), ("target", &kind.target)] {
                if !ends.is_empty() {
                    self.say(what, aspect, ends);
                }
            }
            if let Some(states) = &kind.own_states {
                self.say(what, "state machine", states);
            }
            for constraint in &kind.constraints {
                self.say(what, "constraint", constraint);
            }
            self.annotations(what, &kind.annotations);
            for attribute in &kind.attributes {
                self.attribute(what, attribute);
            }
            self.actions(what, &kind.actions);
        }
        for (_, mixin) in model.mixins().filter(|(_, mixin)| mixin.extension == id) {
            let what = mixin.id.as_str();
            self.say(what, "extension", &name);
            self.lead(what, mixin.description.as_ref(), mixin.versions);
            self.say(what, "title", &mixin.title);
            self.say(what, "location", &mixin.location);
            for other in &mixin.depends {
                self.say(what, "depends", &model.mixin(*other).id);
            }
            for kind in &mixin.applies {
                self.say(what, "applies", &model.kind(*kind).id);
            }
            if mixin.exclusive {
                self.say(what, "exclusive", true);
            }
            if mixin.overriding {
                self.say(what, "overriding", true);
            }
            if let Some(states) = &mixin.states {
                self.say(what, "state machine", states);
            }
            for constraint in &mixin.constraints {
                self.say(what, "constraint", constraint);
            }
            self.annotations(what, &mixin.annotations);
            for attribute in &mixin.attributes {
                self.attribute(what, attribute);
            }
            self.actions(what, &mixin.actions);
        }
    }

    fn actions(&mut self, owner: &str, actions: &[ActionId]) {
        for id in actions {
            let action = self.model.action(*id);
            self.say(owner, "actions", &action.id);
            let defined = match action.owner {
                Owner::Kind(id) => CategoryRef::Kind(id),
                Owner::Mixin(id) => CategoryRef::Mixin(id),
            };
            if *self.model.id_of(defined) != *owner {
                continue;
            }
            let what = format!("{owner} {}", action.id.term());
            self.lead(&what, action.description.as_ref(), action.versions);
            self.say(&what, "title", &action.title);
            if let Some(returns) = &action.returns {
                self.say(&what, "returns", returns);
            }
            self.annotations(&what, &action.annotations);
            for parameter in &action.parameters {
                self.attribute(action.id.as_str(), parameter);
            }
        }
    }

    fn attribute(&mut self, owner: &str, attribute: &Attribute) {
        let what = format!("{owner} {}", attribute.name);
        self.lead(&what, attribute.description.as_ref(), attribute.versions);
        self.say(&what, "setting", attribute.is_setting);
        if !attribute.is_setting {
            self.say(&what, "type", &attribute.value_type);
            self.say(&what, "access", attribute.access);
            self.say(&what, "required", attribute.required);
            self.say(&what, "always", attribute.always);
        }
        match &attribute.default {
            Some(DefaultValue::Value(value)) => self.say(&what, "default", value),
            Some(generated) => self.say(&what, "generated", generated),
            None => {}
        }
        if let Some(unit) = &attribute.unit {
            self.say(&what, "unit", unit);
        }
        if let Some(deprecated) = &attribute.deprecated {
            self.say(&what, "deprecated", deprecated);
        }
        self.annotations(&what, &attribute.annotations);
    }
}

/// The first words of the losses that tell of an aspect.
fn words(aspect: &str) -> &'static [&'static str] {
    match aspect {
        "name" => &["name"],
        "extension" => &["extension"],
        "imports" => &["imports", "name"],
        "aliases" => &["aliases"],
        "version" => &["version"],
        "specification" => &["specification"],
        "description" => &["description"],
        "annotation" => &["annotation"],
        "named type" => &["named type"],
        "versions" => &["marks of versions"],
        "title" => &["title"],
        "instances" => &["instances"],
        "source" => &["source"],
        "target" => &["target"],
        "state machine" => &["state machine"],
        "constraint" => &["constraint"],
        "depends" => &["depends on"],
        "applies" => &["applies to"],
        "exclusive" => &["exclusive"],
        "overriding" => &["overriding"],
        "returns" => &["what the action returns"],
        "setting" => &["value that the mixin sets"],
        "type" => &[
            "type",
            "float",
            "ref",
            "digits",
            "pattern",
            "length",
            "ip-prefix",
            "descriptions of literals",
            "marks of versions at literals",
            // The type of a named enum knows the name.
            "enum",
            "value that the mixin sets",
        ],
        "access" => &["createonly", "value that the mixin sets"],
        "required" => &["required", "value that the mixin sets"],
        "always" => &["always", "required", "value that the mixin sets"],
        "default" => &["default", "value that the mixin sets", "float"],
        "generated" => &["generated default"],
        "unit" => &["unit"],
        "deprecated" => &["deprecation"],
        _ => &[],
    }
}

/// The facts in which two models differ and that no loss tells of.
pub(super) fn untold(
    first: &BTreeSet<Fact>,
    second: &BTreeSet<Fact>,
    losses: &[Loss],
) -> Vec<Fact> {
    first
        .symmetric_difference(second)
        .filter(|(what, aspect, _)| {
            !losses.iter().any(|loss| {
                let names = loss.what == *what
                    || loss
                        .what
                        .strip_prefix(&**what)
                        .is_some_and(|rest| rest.starts_with('.'));
                names && words(aspect).iter().any(|word| loss.why.starts_with(word))
            })
        })
        .cloned()
        .collect()
}
