//! Writing a configuration.

use occi_model::{
    Attributes, Configuration, Model,
    configuration::{ConfiguredEntity, LinkTarget, Tag},
    model::CategoryRef,
    name::CategoryId,
};

use super::{
    super::super::{Loss, xml::write::XmlWriter},
    document,
    extension::{href, value_text},
    lose,
};

/// What an entity has as features.
const TITLE: &str = "occi.core.title";
const SUMMARY: &str = "occi.core.summary";

/// The text of a configuration, and what it loses.
pub(super) fn write(model: &Model, configuration: &Configuration) -> (String, Vec<Loss>) {
    let mut writer = Writer {
        model,
        configuration,
        xml: document("occi:Configuration"),
        losses: Vec::new(),
    };
    writer.configuration();
    (writer.xml.finish(), writer.losses)
}

struct Writer<'m> {
    model: &'m Model,
    configuration: &'m Configuration,
    xml: XmlWriter,
    losses: Vec<Loss>,
}

impl Writer<'_> {
    fn configuration(&mut self) {
        let configuration = self.configuration;
        let name = &*configuration.name;
        self.xml
            .optional("description", configuration.description.as_deref());
        self.xml
            .optional("location", configuration.location.as_deref());
        if name != "configuration" {
            self.lose(name, "name: configurations have none");
        }
        for annotation in &configuration.annotations {
            let why = format!("annotation `{}`: configurations have none", annotation.key);
            self.lose(name, why);
        }
        for (used, alias) in &configuration.uses {
            let used = self.model.extension(*used);
            self.xml.open("use");
            self.xml
                .attribute("href", &format!("{}/", used.scheme.as_str()));
            self.xml.close();
            if let Some(alias) = alias {
                let why = format!("alias `{alias}` of `{}`: imports have none", used.name);
                self.lose(name, why);
            }
        }
        for (at, resource) in configuration.resources.iter().enumerate() {
            self.xml.open("resources");
            self.entity(&resource.entity, Some(at));
            for link in &resource.links {
                let LinkTarget::Resource(target) = &link.target else {
                    let why = "link to the outside: links connect resources of a configuration";
                    self.lose(&*link.entity.id, why);
                    continue;
                };
                self.xml.open("links");
                self.start(&link.entity);
                self.xml
                    .attribute("target", &format!("//@resources.{target}"));
                self.inside(&link.entity);
                self.xml.close();
            }
            self.xml.close();
        }
        for tag in &configuration.tags {
            self.tag(tag);
        }
    }

    fn lose(&mut self, what: impl Into<String>, why: impl Into<String>) {
        lose(&mut self.losses, what, why);
    }

    fn tag(&mut self, tag: &Tag) {
        self.xml.open("mixins");
        self.xml.attribute("name", tag.id.term());
        self.xml.attribute("scheme", tag.id.scheme());
        self.xml.optional("title", tag.title.as_deref());
        self.xml.optional("description", tag.description.as_deref());
        self.xml.close();
        if let Some(location) = &tag.location {
            let why = format!("location `{location}`: categories have none");
            self.lose(tag.id.as_str(), why);
        }
    }

    /// What stands in the start tag of an entity.
    fn start(&mut self, entity: &ConfiguredEntity) {
        self.xml.attribute("id", &entity.id);
        let title = text_of(&entity.attributes, TITLE);
        self.xml.optional("title", title.as_deref());
        let location = entity.location.as_ref();
        self.xml
            .optional("location", location.map(occi_model::Location::as_str));
    }

    fn entity(&mut self, entity: &ConfiguredEntity, resource: Option<usize>) {
        self.start(entity);
        let summary = text_of(&entity.attributes, SUMMARY);
        self.xml.optional("summary", summary.as_deref());
        if let Some(resource) = resource {
            let incoming = self.incoming(resource);
            if !incoming.is_empty() {
                self.xml.attribute("rlinks", &incoming.join(" "));
            }
        }
        self.inside(entity);
    }

    /// The links that lead to a resource: the metamodel wants both ends to say so.
    fn incoming(&self, resource: usize) -> Vec<String> {
        let mut found = Vec::new();
        for (at, source) in self.configuration.resources.iter().enumerate() {
            // Links to the outside are not written, and do not count.
            let written = source
                .links
                .iter()
                .filter(|link| matches!(link.target, LinkTarget::Resource(_)));
            for (number, link) in written.enumerate() {
                if link.target == LinkTarget::Resource(resource) {
                    found.push(format!("//@resources.{at}/@links.{number}"));
                }
            }
        }
        found
    }

    fn inside(&mut self, entity: &ConfiguredEntity) {
        let kind = self.model.kind(entity.kind);
        let category = CategoryRef::Kind(entity.kind);
        self.xml.open("kind");
        self.xml
            .attribute("href", &href(self.model, kind.extension, category));
        self.xml.close();
        let values: Vec<(String, String)> = self.values(entity);
        let mut rest: Vec<(String, String)> = Vec::new();
        let mut parts: Vec<(&CategoryId, Vec<(String, String)>)> = entity
            .mixins
            .iter()
            .map(|mixin| (mixin, Vec::new()))
            .collect();
        // A value belongs to the kind, or else to the first mixin that has the attribute.
        for (name, value) in values {
            let holder = parts
                .iter_mut()
                .find(|(mixin, _)| kind.attribute(&name).is_none() && self.has(mixin, &name));
            match holder {
                Some((_, values)) => values.push((name, value)),
                None => rest.push((name, value)),
            }
        }
        self.states(&rest);
        for (mixin, values) in parts {
            self.xml.open("parts");
            self.xml.open("mixin");
            let reference = self.mixin(mixin);
            self.xml.attribute("href", &reference);
            self.xml.close();
            self.states(&values);
            self.xml.close();
        }
        if let Some(description) = &entity.description {
            self.lose(
                &*entity.id,
                format!("description {description:?}: entities have none"),
            );
        }
        if *entity.name != *entity.id {
            self.lose(
                &*entity.id,
                format!("name `{}`: entities have none", entity.name),
            );
        }
        if !entity.has_own_id {
            self.lose(&*entity.id, "id made of the name: it is fixed from now on");
        }
        for annotation in &entity.annotations {
            let why = format!("annotation `{}`: entities have none", annotation.key);
            self.lose(&*entity.id, why);
        }
    }

    fn states(&mut self, values: &[(String, String)]) {
        for (name, value) in values {
            self.xml.open("attributes");
            self.xml.attribute("name", name);
            self.xml.attribute("value", value);
            self.xml.close();
        }
    }

    fn values(&mut self, entity: &ConfiguredEntity) -> Vec<(String, String)> {
        let mut values = Vec::new();
        for (name, value) in entity.attributes.iter().chain(&entity.state) {
            if matches!(name.as_str(), TITLE | SUMMARY) {
                continue;
            }
            match value_text(value) {
                Some(text) => values.push((name.to_string(), text)),
                None => self.lose(&*entity.id, format!("value of `{name}`: values are texts")),
            }
        }
        values
    }

    /// Whether a mixin, or one that it depends on, has an attribute.
    fn has(&self, mixin: &CategoryId, name: &str) -> bool {
        let Some(CategoryRef::Mixin(id)) = self.model.find(mixin.as_str()) else {
            return false;
        };
        let closure = &self.model.mixin(id).closure;
        closure
            .iter()
            .any(|on| self.model.mixin(*on).attribute(name).is_some())
    }

    fn mixin(&self, mixin: &CategoryId) -> String {
        match self.model.find(mixin.as_str()) {
            Some(category @ CategoryRef::Mixin(id)) => {
                href(self.model, self.model.mixin(id).extension, category)
            }
            // A tag of the configuration.
            _ => format!("#//@mixins[term='{}']", mixin.term().to_ascii_lowercase()),
        }
    }
}

fn text_of(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.get(name).and_then(value_text)
}
