//! The writer of the `.occi` language: from a model to the texts that say it.
//!
//! What is written and compiled again for the same profile gives an equal model, whatever form
//! the definition had before: text, tables of generated code, a foreign format. Comments, and
//! what a definition leaves unsaid, are no part of a model.

mod condition;
mod configuration;
mod types;

use std::fmt::Write as _;

use occi_model::{
    Access, Action, Attribute, Kind, Mixin, Model, VersionRange,
    model::{Annotation, CategoryRef, DefaultValue, Extension, ExtensionId, StateMachine, Trigger},
};

pub use configuration::configuration;

use crate::fmt;
use types::{label, quoted, value};

/// The text of one extension of a model, formatted.
///
/// It imports the others by name; [`all`] gives them together.
///
/// Not sayable in the language, and so not written faithfully, are attributes in conditions that
/// are named like a word of the language (`true`, `not`), which cannot come from a text. The marks
/// that set levels of warnings are about a text, as comments are; no model has them.
#[must_use]
pub fn extension(model: &Model, id: ExtensionId) -> String {
    let mut writer = Writer {
        model,
        id,
        extension: model.extension(id),
        out: String::new(),
    };
    writer.file();
    fmt::layout(&writer.out)
}

/// Name and text of every extension of a model, imported ones before those that import them.
#[must_use]
pub fn all(model: &Model) -> Vec<(String, String)> {
    model
        .extension_ids()
        .map(|id| {
            let name = model.extension(id).name.to_string();
            (name, extension(model, id))
        })
        .collect()
}

struct Writer<'m> {
    model: &'m Model,
    id: ExtensionId,
    extension: &'m Extension,
    out: String,
}

/// Writes to the text; that cannot fail.
macro_rules! put {
    ($writer:expr, $($argument:tt)*) => {
        let _ = write!($writer.out, $($argument)*);
    };
}

impl Writer<'_> {
    fn file(&mut self) {
        let extension = self.extension;
        let plain = extension
            .description
            .as_deref()
            .is_none_or(|text| text.split('\n').all(is_plain));
        if plain {
            for line in extension
                .description
                .iter()
                .flat_map(|text| text.split('\n'))
            {
                put!(self, "//! {line}\n");
            }
        } else {
            self.description(extension.description.as_deref());
        }
        self.annotations(&extension.annotations);
        put!(
            self,
            "extension {} {}",
            label(&extension.name),
            quoted(extension.scheme.as_str())
        );
        if let Some(version) = &extension.version {
            put!(self, " version {}", quoted(version));
        }
        if let Some(specification) = &extension.specification {
            put!(self, " specification {}", quoted(specification));
        }
        self.out.push_str(";\n\n");
        for (used, alias) in &extension.uses {
            put!(self, "use {}", label(&self.model.extension(*used).name));
            if let Some(alias) = alias {
                put!(self, " as {}", label(alias));
            }
            self.out.push_str(";\n");
        }
        let (model, id) = (self.model, self.id);
        for named in model.types().iter().filter(|named| named.extension == id) {
            self.out.push('\n');
            self.lead(named.description.as_deref(), None, named.versions);
            self.annotations(&named.annotations);
            let written = self.own_type(&named.value_type, &named.name);
            match written.strip_prefix("enum") {
                Some(literals) => {
                    put!(self, "enum {} {literals}\n", label(&named.name));
                }
                None => {
                    put!(self, "type {} = {written};\n", label(&named.name));
                }
            }
        }
        for (_, kind) in model.kinds().filter(|(_, kind)| kind.extension == id) {
            self.out.push('\n');
            self.kind(kind);
        }
        for (_, mixin) in model.mixins().filter(|(_, mixin)| mixin.extension == id) {
            self.out.push('\n');
            self.mixin(mixin);
        }
    }

    // ---- what stands before

    fn description(&mut self, text: Option<&str>) {
        for line in text.iter().flat_map(|text| text.split('\n')) {
            if is_plain(line) {
                put!(self, "/// {line}\n");
            } else {
                put!(self, "#[doc({})]\n", quoted(line));
            }
        }
    }

    fn lead(&mut self, text: Option<&str>, deprecated: Option<&str>, versions: VersionRange) {
        self.description(text);
        if let Some(version) = versions.since {
            put!(self, "#[since(\"{version}\")]\n");
        }
        if let Some(version) = versions.until {
            put!(self, "#[until(\"{version}\")]\n");
        }
        if let Some(why) = deprecated {
            put!(self, "#[deprecated({})]\n", quoted(why));
        }
    }

    fn annotations(&mut self, annotations: &[Annotation]) {
        for one in annotations {
            put!(
                self,
                "#[annotation({}, {})]\n",
                quoted(&one.key),
                quoted(&one.value)
            );
        }
    }

    // ---- categories

    /// A reference to a category: its term where that says it, else its identifier.
    fn reference(&self, category: CategoryRef) -> String {
        let (extension, term) = match category {
            CategoryRef::Kind(id) => {
                let kind = self.model.kind(id);
                (kind.extension, kind.id.term())
            }
            CategoryRef::Mixin(id) => {
                let mixin = self.model.mixin(id);
                (mixin.extension, mixin.id.term())
            }
            CategoryRef::Action(id) => return quoted(self.model.action(id).id.as_str()),
        };
        let kinds = self
            .model
            .kinds()
            .map(|(_, kind)| (kind.extension, kind.id.term()));
        let mixins = self
            .model
            .mixins()
            .map(|(_, mixin)| (mixin.extension, mixin.id.term()));
        let is_clear = kinds
            .chain(mixins)
            .filter(|one| *one == (extension, term))
            .count()
            == 1
            && !term.contains('.');
        self.qualified(extension, term)
            .filter(|_| is_clear)
            .unwrap_or_else(|| quoted(self.model.id_of(category).as_str()))
    }

    /// A name of an extension as it is written in this one; `None` when it is not imported.
    fn qualified(&self, extension: ExtensionId, name: &str) -> Option<String> {
        let bare = label(name) == name;
        if extension == self.id {
            return bare.then(|| name.to_owned());
        }
        let (used, alias) = self
            .extension
            .uses
            .iter()
            .find(|(used, _)| *used == extension)?;
        let qualifier = match alias {
            Some(alias) => alias,
            None => &self.model.extension(*used).name,
        };
        (bare && label(qualifier) == **qualifier && !qualifier.contains('.'))
            .then(|| format!("{qualifier}.{name}"))
    }

    fn references(&mut self, word: &str, categories: impl Iterator<Item = CategoryRef>) {
        let names: Vec<String> = categories.map(|one| self.reference(one)).collect();
        if !names.is_empty() {
            put!(self, "{word} {};\n", names.join(", "));
        }
    }

    fn clauses(&mut self, scheme: &str, title: Option<&str>, location: Option<&str>) {
        if let Some(title) = title {
            put!(self, " {}", quoted(title));
        }
        if scheme != self.extension.scheme.as_str() {
            put!(self, " in {}", quoted(scheme));
        }
        if let Some(location) = location {
            put!(self, " at {}", quoted(location));
        }
    }

    fn kind(&mut self, kind: &Kind) {
        self.lead(kind.description.as_deref(), None, kind.versions);
        self.annotations(&kind.annotations);
        if kind.is_abstract {
            self.out.push_str("abstract ");
        }
        put!(self, "kind {}", label(kind.id.term()));
        let location = kind.location.as_ref().map(occi_model::Location::as_str);
        if let Some(title) = &kind.title {
            put!(self, " {}", quoted(title));
        }
        if let Some(parent) = kind.parent {
            put!(self, " : {}", self.reference(CategoryRef::Kind(parent)));
        }
        self.clauses(kind.id.scheme(), None, location);
        let start = self.open();
        self.references("source", kind.source.iter().copied().map(CategoryRef::Kind));
        self.references("target", kind.target.iter().copied().map(CategoryRef::Kind));
        for attribute in &kind.attributes {
            self.member(start);
            self.attribute(attribute);
        }
        let owner = (kind.id.scheme(), kind.id.term());
        for action in &kind.actions {
            self.member(start);
            self.action(self.model.action(*action), owner);
        }
        self.rest(start, kind.own_states.as_deref(), &kind.constraints);
    }

    fn mixin(&mut self, mixin: &Mixin) {
        self.lead(mixin.description.as_deref(), None, mixin.versions);
        self.annotations(&mixin.annotations);
        if mixin.exclusive {
            self.out.push_str("exclusive ");
        }
        if mixin.overriding {
            self.out.push_str("overriding ");
        }
        put!(self, "mixin {}", label(mixin.id.term()));
        let location = mixin.location.as_ref().map(occi_model::Location::as_str);
        self.clauses(mixin.id.scheme(), mixin.title.as_deref(), location);
        let start = self.open();
        self.references(
            "depends",
            mixin.depends.iter().copied().map(CategoryRef::Mixin),
        );
        self.references(
            "applies",
            mixin.applies.iter().copied().map(CategoryRef::Kind),
        );
        for attribute in mixin.attributes.iter().filter(|one| one.is_setting) {
            if let Some(given) = attribute.default_value() {
                let written = value(given);
                put!(
                    self,
                    "set {} = {written};\n",
                    label(attribute.name.as_str())
                );
            }
        }
        for attribute in mixin.attributes.iter().filter(|one| !one.is_setting) {
            self.member(start);
            self.attribute(attribute);
        }
        let owner = (mixin.id.scheme(), mixin.id.term());
        for action in &mixin.actions {
            self.member(start);
            self.action(self.model.action(*action), owner);
        }
        self.rest(start, mixin.states.as_deref(), &mixin.constraints);
    }

    /// The `{` of a category; gives the place behind it.
    fn open(&mut self) -> usize {
        self.out.push_str(" {\n");
        self.out.len()
    }

    /// A blank line between members.
    fn member(&mut self, start: usize) {
        if self.out.len() > start {
            self.out.push('\n');
        }
    }

    /// State machine, conditions and the end of a category.
    fn rest(
        &mut self,
        start: usize,
        states: Option<&StateMachine>,
        constraints: &[std::sync::Arc<occi_model::model::Constraint>],
    ) {
        if let Some(machine) = states {
            self.member(start);
            self.states(machine);
        }
        for constraint in constraints {
            self.member(start);
            let written = self.condition(&constraint.condition);
            let name = constraint
                .name
                .as_deref()
                .map_or_else(String::new, |name| format!("{}: ", label(name)));
            put!(
                self,
                "require {name}{written} {};\n",
                quoted(&constraint.message)
            );
        }
        if self.out.len() == start {
            // Nothing to say in a body.
            self.out.truncate(start - " {\n".len());
            self.out.push_str(";\n");
        } else {
            self.out.push_str("}\n");
        }
    }

    // ---- members

    fn attribute(&mut self, attribute: &Attribute) {
        self.parameter(attribute);
        self.out.push_str(";\n");
    }

    /// An attribute without the semicolon: a parameter.
    fn parameter(&mut self, attribute: &Attribute) {
        let deprecated = attribute.deprecated.as_deref();
        self.lead(
            attribute.description.as_deref(),
            deprecated,
            attribute.versions,
        );
        self.annotations(&attribute.annotations);
        let access = match attribute.access {
            Access::Mutable => None,
            given => given.keyword(),
        };
        let words = [
            attribute.required.then_some("required"),
            access,
            attribute.always.then_some("always"),
        ];
        for word in words.into_iter().flatten() {
            put!(self, "{word} ");
        }
        let value_type = match attribute.named_type {
            Some(id) => self.type_name(self.model.named_type(id)),
            None => self.value_type(&attribute.value_type),
        };
        put!(self, "{}: {value_type}", label(attribute.name.as_str()));
        match &attribute.default {
            None => {}
            Some(DefaultValue::Value(given)) => {
                put!(self, " = {}", value(given));
            }
            Some(DefaultValue::Generated { template: None }) => self.out.push_str(" = generated"),
            Some(DefaultValue::Generated {
                template: Some(template),
            }) => {
                put!(self, " = generated({})", quoted(template));
            }
        }
        if let Some(unit) = &attribute.unit {
            put!(self, " unit {}", quoted(unit));
        }
    }

    fn action(&mut self, action: &Action, (scheme, term): (&str, &str)) {
        self.lead(action.description.as_deref(), None, action.versions);
        self.annotations(&action.annotations);
        put!(self, "action {}", label(action.id.term()));
        if let Some(title) = &action.title {
            put!(self, " {}", quoted(title));
        }
        let base = scheme.strip_suffix('#').unwrap_or(scheme);
        if action.id.scheme() != format!("{base}/{term}/action#") {
            put!(self, " in {}", quoted(action.id.scheme()));
        }
        if !action.parameters.is_empty() {
            self.out.push_str(" (");
            for parameter in &action.parameters {
                self.out.push('\n');
                self.parameter(parameter);
                self.out.push(',');
            }
            self.out.push(')');
        }
        if let Some(returns) = &action.returns {
            put!(self, " returns {}", quoted(returns));
        }
        self.out.push_str(";\n");
    }

    fn states(&mut self, machine: &StateMachine) {
        put!(self, "states {} {{\n", label(machine.attribute.as_str()));
        for state in &machine.states {
            self.lead(None, None, state.versions);
            if state.name == machine.initial {
                self.out.push_str("initial ");
            }
            if state.is_final {
                self.out.push_str("final ");
            }
            self.out.push_str(&label(&state.name));
            let mut transitions = machine
                .transitions
                .iter()
                .filter(|transition| transition.from == state.name)
                .peekable();
            if transitions.peek().is_none() {
                self.out.push_str(";\n");
                continue;
            }
            self.out.push_str(" {\n");
            for transition in transitions {
                self.lead(None, None, transition.versions);
                match &transition.trigger {
                    Trigger::Action(id) => {
                        let term = self.model.action(*id).id.term();
                        // A bare `event` would be the server's.
                        let term = if term == "event" {
                            quoted(term)
                        } else {
                            label(term)
                        };
                        self.out.push_str(&term);
                    }
                    Trigger::Event(None) => self.out.push_str("event"),
                    Trigger::Event(Some(text)) => {
                        put!(self, "event {}", label(text));
                    }
                }
                put!(self, " -> {}", label(&transition.to));
                if let Some(failure) = &transition.failure {
                    put!(self, " | {}", label(failure));
                }
                if let Some(via) = &transition.via {
                    put!(self, " via {}", label(via));
                }
                self.out.push_str(";\n");
            }
            self.out.push_str("}\n");
        }
        self.out.push_str("}\n");
    }
}

/// Whether a line of a description can stand behind `///` as it is.
fn is_plain(line: &str) -> bool {
    line.trim_end() == line && *crate::diagnostic::escape(line) == *line
}

#[cfg(test)]
pub(crate) mod tests;
