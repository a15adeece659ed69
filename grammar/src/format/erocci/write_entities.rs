//! From configurations to collections of entities.

use occi_model::{
    Location, Model, Value,
    configuration::{Configuration, ConfiguredEntity, ConfiguredLink, LinkTarget},
};

use super::write::scalar;
use crate::format::{Loss, WrittenFile, detect::OCCI_XML, xml::write::XmlWriter};

/// The namespace of `xl:href` in the draft.
const XLINK: &str = "http://www.w3.org/2008/06/xlink";

/// Writes a configuration as a `collection`, each link inside of the resource where it starts.
pub(super) fn collection(
    model: &Model,
    configuration: &Configuration,
    losses: &mut Vec<Loss>,
) -> WrittenFile {
    let mut writer = Writer {
        model,
        configuration,
        losses,
        xml: XmlWriter::new(),
    };
    writer.document();
    WrittenFile {
        name: format!("{}.xml", configuration.name),
        text: writer.xml.finish(),
    }
}

struct Writer<'m> {
    model: &'m Model,
    configuration: &'m Configuration,
    losses: &'m mut Vec<Loss>,
    xml: XmlWriter,
}

impl Writer<'_> {
    fn lose(&mut self, what: &str, why: &str) {
        self.losses.push(Loss {
            what: what.to_owned(),
            why: why.to_owned(),
        });
    }

    fn document(&mut self) {
        let configuration = self.configuration;
        let name = &*configuration.name;
        self.lose(
            name,
            "its name and those of its instances: a collection has ids only",
        );
        let without = "the format has no place for it";
        if configuration.description.is_some() {
            self.lose(name, &format!("its description: {without}"));
        }
        if configuration.location.is_some() {
            self.lose(name, &format!("its location: {without}"));
        }
        for annotation in &configuration.annotations {
            self.lose(
                name,
                &format!("the annotation `{}`: {without}", annotation.key),
            );
        }
        for tag in &configuration.tags {
            let why = "what defines the tag: a collection only uses it";
            self.lose(tag.id.as_str(), why);
        }
        self.xml.open("occi:collection");
        self.xml.attribute("xmlns:occi", OCCI_XML);
        self.xml.attribute("xmlns:xl", XLINK);
        for resource in &configuration.resources {
            self.xml.open("occi:resource");
            self.entity(&resource.entity);
            let summary = resource.entity.attributes.get("occi.core.summary");
            if let Some(summary) = summary.and_then(Value::as_str) {
                self.xml.open("occi:summary");
                self.xml.text(summary);
                self.xml.close();
            }
            for link in &resource.links {
                self.link(link);
            }
            self.xml.close();
        }
    }

    fn link(&mut self, link: &ConfiguredLink) {
        let target = match &link.target {
            LinkTarget::Resource(at) => self
                .configuration
                .resources
                .get(*at)
                .map(|resource| &resource.entity.id),
            LinkTarget::Uri(uri) => Some(uri),
        };
        self.xml.open("occi:link");
        self.xml.optional("target", target.map(|target| &**target));
        self.entity(&link.entity);
        self.xml.close();
    }

    /// Attributes and children that resources and links have in common.
    fn entity(&mut self, entity: &ConfiguredEntity) {
        self.xml.attribute("id", &entity.id);
        let title = entity.attributes.get("occi.core.title");
        self.xml.optional("title", title.and_then(Value::as_str));
        let location = entity.location.as_ref();
        self.xml.optional("xl:href", location.map(Location::as_str));
        let what = format!("{} {}", self.configuration.name, entity.name);
        if entity.description.is_some() {
            self.lose(&what, "its description: the format has no place for it");
        }
        for annotation in &entity.annotations {
            let why = format!("the annotation `{}`: the format has none", annotation.key);
            self.lose(&what, &why);
        }
        let model = self.model;
        let kind = &model.kind(entity.kind).id;
        for (name, id) in std::iter::once(("occi:kind", kind))
            .chain(entity.mixins.iter().map(|mixin| ("occi:mixin", mixin)))
        {
            self.xml.open(name);
            self.xml.attribute("term", id.term());
            self.xml.attribute("scheme", id.scheme());
            self.xml.close();
        }
        for (name, value) in entity.attributes.iter().chain(entity.state.iter()) {
            if matches!(name.as_str(), "occi.core.title" | "occi.core.summary") {
                continue;
            }
            self.value(&what, name.as_str(), value);
        }
    }

    fn value(&mut self, what: &str, name: &str, value: &Value) {
        let items: Option<Vec<String>> = match value {
            Value::List(items) => items.iter().map(scalar).collect(),
            _ => None,
        };
        let one = scalar(value);
        if one.is_none() && items.is_none() {
            let why = format!("the value of `{name}`: the format has texts and lists of texts");
            self.lose(what, &why);
            return;
        }
        self.xml.open("occi:attribute");
        self.xml.attribute("name", name);
        self.xml.optional("value", one.as_deref());
        for item in items.iter().flatten() {
            self.xml.open("occi:value");
            self.xml.text(item);
            self.xml.close();
        }
        self.xml.close();
    }
}
