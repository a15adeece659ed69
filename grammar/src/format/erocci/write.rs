//! From models to `extension` documents and to listings.

use occi_model::{
    Access, Action, Attribute, CategoryId, Kind, Location, Mixin, Model, Value, ValueType,
    VersionRange,
    model::{Annotation, DefaultValue, Extension, ExtensionId, StateMachine},
};

use super::{types::TypeWords, write_entities};
use crate::format::{
    Loss, Subject, Written, WrittenFile,
    detect::OCCI_XML,
    xml::{XSD, write::XmlWriter},
};

/// The annotation that says which rules an extension is forgiven: whoever reads the format again
/// forgives them again.
const FORGIVEN: &str = "forgiven";

/// Writes each extension as a document of its own.
pub(in crate::format) fn write_extension(subject: &Subject<'_>) -> Written {
    let mut losses = Vec::new();
    let files = subject
        .extensions
        .iter()
        .map(|id| {
            let extension = subject.model.extension(*id);
            let mut writer = Writer::new(subject.model, &mut losses);
            writer.root("occi:extension");
            writer.extension(extension);
            writer.categories(*id, extension.scheme.as_str());
            writer.lost_facts(extension, *id);
            WrittenFile {
                name: format!("{}.xml", extension.name),
                text: writer.xml.finish(),
            }
        })
        .collect();
    configurations(subject, &mut losses);
    Written { files, losses }
}

/// Writes all extensions as one listing, and each configuration as a collection.
pub(in crate::format) fn write_listing(subject: &Subject<'_>) -> Written {
    let mut losses = Vec::new();
    let mut writer = Writer::new(subject.model, &mut losses);
    writer.root("occi:component");
    let mut name = None;
    for id in subject.extensions {
        let extension = subject.model.extension(*id);
        name = Some(&extension.name);
        let mut lost = Vec::new();
        for (what, given) in [
            ("its name", Some(&*extension.name)),
            ("its version", extension.version.as_deref()),
            ("its description", extension.description.as_deref()),
        ] {
            if given.is_some_and(|given| {
                // The name that a listing's scheme has anyway is not lost.
                what != "its name"
                    || given != crate::format::name::of_scheme(extension.scheme.as_str())
            }) {
                lost.push(what);
            }
        }
        for what in lost {
            let why = format!("{what}: the listing shows categories only");
            writer.lose(&extension.name, why);
        }
        writer.annotations(&extension.name, &extension.annotations, &[FORGIVEN]);
        writer.lost_facts(extension, *id);
        writer.categories(*id, "");
    }
    let text = writer.xml.finish();
    let mut files = Vec::new();
    if let Some(name) = name {
        files.push(WrittenFile {
            name: format!("{name}.xml"),
            text,
        });
    }
    for configuration in subject.configurations {
        files.push(write_entities::collection(
            subject.model,
            configuration,
            &mut losses,
        ));
    }
    Written { files, losses }
}

fn configurations(subject: &Subject<'_>, losses: &mut Vec<Loss>) {
    for configuration in subject.configurations {
        losses.push(Loss {
            what: configuration.name.to_string(),
            why: "the configuration: the format holds definitions only".to_owned(),
        });
    }
}

struct Writer<'m> {
    model: &'m Model,
    xml: XmlWriter,
    losses: &'m mut Vec<Loss>,
}

impl<'m> Writer<'m> {
    fn new(model: &'m Model, losses: &'m mut Vec<Loss>) -> Self {
        Self {
            model,
            xml: XmlWriter::new(),
            losses,
        }
    }

    fn lose(&mut self, what: &str, why: impl Into<String>) {
        self.losses.push(Loss {
            what: what.to_owned(),
            why: why.into(),
        });
    }

    fn root(&mut self, name: &str) {
        self.xml.open(name);
        self.xml.attribute("xmlns:occi", OCCI_XML);
        self.xml.attribute("xmlns:xs", XSD);
    }

    fn extension(&mut self, extension: &Extension) {
        let kept = |key: &str| {
            let found = extension.annotations.iter().find(|a| &*a.key == key);
            found.map(|annotation| &*annotation.value)
        };
        let name = kept("name").filter(|name| crate::format::name::fit(name) == *extension.name);
        self.xml.attribute("name", name.unwrap_or(&extension.name));
        self.xml.attribute("scheme", extension.scheme.as_str());
        self.xml.optional("version", extension.version.as_deref());
        self.xml.optional("status", kept("status"));
        self.annotations(
            &extension.name,
            &extension.annotations,
            &["name", "status", FORGIVEN],
        );
        if extension.description.is_some() {
            self.lose(&extension.name, "its description: the format has none");
        }
        for (used, _) in &extension.uses {
            self.xml.open("occi:import");
            let scheme = self.model.extension(*used).scheme.as_str();
            self.xml.attribute("scheme", scheme);
            self.xml.close();
        }
    }

    /// What neither document says of an extension.
    fn lost_facts(&mut self, extension: &Extension, id: ExtensionId) {
        if extension.specification.is_some() {
            self.lose(&extension.name, "its specification: the format has none");
        }
        for (used, alias) in &extension.uses {
            if let Some(alias) = alias {
                let used = &self.model.extension(*used).name;
                let why = format!("the alias `{alias}` of `{used}`: the format names schemes");
                self.lose(&extension.name, why);
            }
        }
        let model = self.model;
        for named in model.types().iter().filter(|named| named.extension == id) {
            self.lose(
                &format!("{} {}", extension.name, named.name),
                "the named type: the format writes types where they are used",
            );
        }
    }

    fn categories(&mut self, id: ExtensionId, own: &str) {
        let model = self.model;
        for (_, kind) in model.kinds().filter(|(_, kind)| kind.extension == id) {
            self.kind(kind, own);
        }
        for (_, mixin) in model.mixins().filter(|(_, mixin)| mixin.extension == id) {
            self.mixin(mixin, own);
        }
    }

    fn kind(&mut self, kind: &Kind, own: &str) {
        self.xml.open("occi:kind");
        self.identifier(&kind.id, own);
        self.xml.optional("title", kind.title.as_deref());
        self.xml
            .optional("location", kind.location.as_ref().map(Location::as_str));
        let what = kind.id.as_str();
        self.common(what, kind.description.as_deref(), kind.versions);
        self.annotations(what, &kind.annotations, &[]);
        if kind.is_abstract && what != "http://schemas.ogf.org/occi/core#entity" {
            self.lose(what, "that the kind is abstract: the format cannot say it");
        }
        self.states(what, kind.own_states.as_deref());
        for (end, kinds) in [("source", &kind.source), ("target", &kind.target)] {
            if !kinds.is_empty() {
                self.lose(what, format!("its `{end}`: any resource may be one"));
            }
        }
        self.constraints(what, &kind.constraints);
        if let Some(parent) = kind.parent {
            let parent = &self.model.kind(parent).id;
            self.reference("occi:parent", parent);
        }
        for attribute in &kind.attributes {
            self.attribute(what, attribute);
        }
        for action in &kind.actions {
            self.action(what, self.model.action(*action));
        }
        self.xml.close();
    }

    fn mixin(&mut self, mixin: &Mixin, own: &str) {
        self.xml.open("occi:mixin");
        self.identifier(&mixin.id, own);
        self.xml.optional("title", mixin.title.as_deref());
        self.xml
            .optional("location", mixin.location.as_ref().map(Location::as_str));
        let what = mixin.id.as_str();
        self.common(what, mixin.description.as_deref(), mixin.versions);
        self.annotations(what, &mixin.annotations, &[]);
        if mixin.exclusive {
            self.lose(what, "that it is exclusive: the format cannot say it");
        }
        if mixin.overriding {
            self.lose(what, "that it is overriding: the format cannot say it");
        }
        self.states(what, mixin.states.as_deref());
        self.constraints(what, &mixin.constraints);
        for depends in &mixin.depends {
            self.reference("occi:depends", &self.model.mixin(*depends).id);
        }
        for applies in &mixin.applies {
            self.reference("occi:applies", &self.model.kind(*applies).id);
        }
        for attribute in &mixin.attributes {
            self.attribute(what, attribute);
        }
        for action in &mixin.actions {
            self.action(what, self.model.action(*action));
        }
        self.xml.close();
    }

    fn action(&mut self, owner: &str, action: &Action) {
        self.xml.open("occi:action");
        self.identifier(&action.id, "");
        self.xml.optional("title", action.title.as_deref());
        let what = format!("{owner} {}", action.id.term());
        self.common(&what, action.description.as_deref(), action.versions);
        self.annotations(&what, &action.annotations, &[]);
        if action.returns.is_some() {
            self.lose(&what, "what it returns: the format has no place for it");
        }
        for parameter in &action.parameters {
            self.attribute(&what, parameter);
        }
        self.xml.close();
    }

    fn attribute(&mut self, owner: &str, attribute: &Attribute) {
        let what = format!("{owner} {}", attribute.name);
        let read_only = attribute.access == Access::ReadOnly;
        self.xml.open("occi:attribute");
        self.xml.attribute("name", attribute.name.as_str());
        let (item, many) = match &attribute.value_type {
            ValueType::List(list) => {
                if list.length != Default::default() || list.unique {
                    self.lose(&what, "the facets of the list: the format has none");
                }
                (&list.item, true)
            }
            other => (other, false),
        };
        let words = TypeWords::of(item);
        if let Some(why) = &words.loss {
            self.lose(&what, why.clone());
        }
        if words.facets.is_empty() {
            self.xml.attribute("type", words.name);
        }
        if attribute.required || read_only && attribute.always {
            self.xml.attribute("use", "required");
        }
        if attribute.always && !read_only {
            self.lose(
                &what,
                "that every instance shows it: the format cannot say it",
            );
        }
        if attribute.access != Access::Mutable {
            self.xml.attribute("immutable", "true");
        }
        if attribute.access == Access::CreateOnly {
            self.lose(
                &what,
                "that a client may give it at creation: the format knows mutable and immutable",
            );
        }
        match &attribute.default {
            Some(DefaultValue::Value(value)) => match scalar(value) {
                Some(text) => self.xml.attribute("default", &text),
                None => self.lose(&what, "its default: the format has single values only"),
            },
            Some(DefaultValue::Generated { .. }) => {
                self.lose(
                    &what,
                    "that the server generates it: the format cannot say it",
                );
            }
            None => {}
        }
        if many {
            self.xml.attribute("maxOccurs", "unbounded");
        }
        self.xml
            .optional("description", attribute.description.as_deref());
        for (fact, lost) in [
            ("its unit", attribute.unit.is_some()),
            ("that it is deprecated", attribute.deprecated.is_some()),
        ] {
            if lost {
                self.lose(&what, format!("{fact}: the format has no place for it"));
            }
        }
        if attribute.is_setting {
            self.lose(
                &what,
                "that the value is set: it becomes the default of an attribute of the mixin",
            );
        }
        self.common(&what, None, attribute.versions);
        self.annotations(&what, &attribute.annotations, &[]);
        if !words.facets.is_empty() {
            self.xml.open("xs:simpleType");
            self.xml.open("xs:restriction");
            self.xml.attribute("base", words.name);
            for (facet, value, description) in &words.facets {
                self.xml.open(&format!("xs:{facet}"));
                self.xml.attribute("value", value);
                if let Some(description) = description {
                    self.xml.open("xs:annotation");
                    self.xml.open("xs:documentation");
                    self.xml.text(description);
                    self.xml.close();
                    self.xml.close();
                }
                self.xml.close();
            }
            self.xml.close();
            self.xml.close();
        }
        self.xml.close();
    }

    /// Scheme and term; the scheme is left out where it is the extension's own.
    fn identifier(&mut self, id: &CategoryId, own: &str) {
        self.xml.attribute("term", id.term());
        if id.scheme() != own {
            self.xml.attribute("scheme", id.scheme());
        }
    }

    fn reference(&mut self, name: &str, id: &CategoryId) {
        self.xml.open(name);
        self.xml.attribute("term", id.term());
        self.xml.attribute("scheme", id.scheme());
        self.xml.close();
    }

    fn common(&mut self, what: &str, description: Option<&str>, versions: VersionRange) {
        if description.is_some() {
            self.lose(what, "its description: the format has titles only");
        }
        if versions != VersionRange::ALL {
            self.lose(
                what,
                "the versions that have it: the format cannot say them",
            );
        }
    }

    fn states(&mut self, what: &str, machine: Option<&StateMachine>) {
        if let Some(machine) = machine {
            let what = format!("{what} {}", machine.attribute);
            self.lose(&what, "the state machine: the format has none");
        }
    }

    fn constraints(
        &mut self,
        what: &str,
        constraints: &[std::sync::Arc<occi_model::model::Constraint>],
    ) {
        for constraint in constraints {
            let name = constraint.name.as_deref().unwrap_or(&constraint.message);
            self.lose(what, format!("the condition `{name}`: the format has none"));
        }
    }

    fn annotations(&mut self, what: &str, annotations: &[Annotation], kept: &[&str]) {
        for annotation in annotations {
            if !kept.contains(&&*annotation.key) {
                let why = format!("the annotation `{}`: the format has none", annotation.key);
                self.lose(what, why);
            }
        }
    }
}

/// A single value as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        // `Debug` keeps the decimal point of whole numbers.
        Value::Float(number) => Some(format!("{number:?}")),
        Value::String(text) => Some(text.clone()),
        Value::List(_) | Value::Hash(_) => None,
    }
}
