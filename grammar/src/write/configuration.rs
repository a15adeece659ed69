//! Configurations in the language.

use std::fmt::Write as _;

use occi_model::{
    CategoryRef, Configuration, ExtensionId, Model,
    configuration::{ConfiguredEntity, ConfiguredLink, ConfiguredResource, LinkTarget},
    model::Annotation,
};

use super::{
    is_plain,
    types::{label, quoted, value},
};
use crate::fmt;

/// The text of one configuration with its imports, formatted: a file of its own.
///
/// Read again beside the same definitions it gives an equal configuration.
#[must_use]
pub fn configuration(model: &Model, configuration: &Configuration) -> String {
    let mut writer = Writer {
        model,
        configuration,
        out: String::new(),
    };
    writer.file();
    fmt::layout(&writer.out)
}

struct Writer<'m> {
    model: &'m Model,
    configuration: &'m Configuration,
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
        let configuration = self.configuration;
        for (used, alias) in &configuration.uses {
            put!(self, "use {}", label(&self.model.extension(*used).name));
            if let Some(alias) = alias {
                put!(self, " as {}", label(alias));
            }
            self.out.push_str(";\n");
        }
        self.out.push('\n');
        self.lead(configuration.description.as_deref());
        self.annotations(&configuration.annotations);
        put!(self, "configuration {}", label(&configuration.name));
        if let Some(location) = &configuration.location {
            put!(self, " at {}", quoted(location));
        }
        if configuration.tags.is_empty() && configuration.resources.is_empty() {
            self.out.push_str(";\n");
            return;
        }
        self.out.push_str(" {\n");
        for tag in &configuration.tags {
            self.lead(tag.description.as_deref());
            put!(self, "tag {}", label(tag.id.term()));
            if let Some(title) = &tag.title {
                put!(self, " {}", quoted(title));
            }
            put!(self, " in {}", quoted(tag.id.scheme()));
            if let Some(location) = &tag.location {
                put!(self, " at {}", quoted(location.as_str()));
            }
            self.out.push_str(";\n");
        }
        for (at, resource) in configuration.resources.iter().enumerate() {
            if at > 0 || !configuration.tags.is_empty() {
                self.out.push('\n');
            }
            self.resource(resource);
        }
        self.out.push_str("}\n");
    }

    fn lead(&mut self, text: Option<&str>) {
        for line in text.iter().flat_map(|text| text.split('\n')) {
            if is_plain(line) {
                put!(self, "/// {line}\n");
            } else {
                put!(self, "#[doc({})]\n", quoted(line));
            }
        }
    }

    fn annotations(&mut self, annotations: &[Annotation]) {
        for one in annotations {
            let (key, value) = (quoted(&one.key), quoted(&one.value));
            put!(self, "#[annotation({key}, {value})]\n");
        }
    }

    fn resource(&mut self, resource: &ConfiguredResource) {
        let entity = &resource.entity;
        self.head("resource", entity, None);
        let summary = entity.attributes.get("occi.core.summary");
        let start = self.open();
        if let Some(summary) = summary.and_then(|summary| summary.as_str()) {
            put!(self, "summary {};\n", quoted(summary));
        }
        self.values(entity);
        for link in &resource.links {
            if self.out.len() > start {
                self.out.push('\n');
            }
            self.link(link);
        }
        self.close(start);
    }

    fn link(&mut self, link: &ConfiguredLink) {
        let target = match &link.target {
            LinkTarget::Resource(_) => {
                let target = self.configuration.target(link);
                target.map_or_else(String::new, |target| label(&target.entity.name))
            }
            LinkTarget::Uri(uri) => quoted(uri),
        };
        self.head("link", &link.entity, Some(&target));
        let start = self.open();
        self.values(&link.entity);
        self.close(start);
    }

    fn head(&mut self, word: &str, entity: &ConfiguredEntity, target: Option<&str>) {
        self.lead(entity.description.as_deref());
        self.annotations(&entity.annotations);
        put!(self, "{word} {}", label(&entity.name));
        let title = entity.attributes.get("occi.core.title");
        if let Some(title) = title.and_then(|title| title.as_str()) {
            put!(self, " {}", quoted(title));
        }
        put!(self, " : {}", self.kind(entity));
        if let Some(target) = target {
            put!(self, " -> {target}");
        }
        let mixins: Vec<String> = entity.mixins.iter().map(|id| self.mixin(id)).collect();
        if !mixins.is_empty() {
            put!(self, " with {}", mixins.join(", "));
        }
        if let Some(location) = &entity.location {
            put!(self, " at {}", quoted(location.as_str()));
        }
    }

    fn open(&mut self) -> usize {
        self.out.push_str(" {\n");
        self.out.len()
    }

    /// The end of a block; one that holds nothing becomes a semicolon.
    fn close(&mut self, start: usize) {
        if self.out.len() == start {
            self.out.truncate(start - " {\n".len());
            self.out.push_str(";\n");
        } else {
            self.out.push_str("}\n");
        }
    }

    fn values(&mut self, entity: &ConfiguredEntity) {
        if entity.has_own_id {
            put!(self, "id {};\n", quoted(&entity.id));
        }
        for (name, given) in entity.attributes.iter().chain(&entity.state) {
            let is_word = matches!(name.as_str(), "occi.core.title" | "occi.core.summary");
            if is_word && given.as_str().is_some() {
                continue;
            }
            put!(self, "{} = {};\n", label(name.as_str()), value(given));
        }
    }

    fn kind(&self, entity: &ConfiguredEntity) -> String {
        let kind = self.model.kind(entity.kind);
        let is_clear = self
            .model
            .kinds()
            .filter(|(_, one)| one.extension == kind.extension && one.id.term() == kind.id.term())
            .count()
            == 1;
        is_clear
            .then(|| self.qualified(kind.extension, kind.id.term()))
            .flatten()
            .unwrap_or_else(|| quoted(kind.id.as_str()))
    }

    fn mixin(&self, id: &occi_model::CategoryId) -> String {
        let bare = label(id.term()) == id.term() && !id.term().contains('.');
        let Some(CategoryRef::Mixin(mixin)) = self.model.find(id.as_str()) else {
            let tags = self.configuration.tags.iter();
            let is_clear = bare && tags.filter(|tag| tag.id.term() == id.term()).count() == 1;
            return if is_clear {
                id.term().to_owned()
            } else {
                quoted(id.as_str())
            };
        };
        let extension = self.model.mixin(mixin).extension;
        let is_clear = self
            .model
            .mixins()
            .filter(|(_, one)| one.extension == extension && one.id.term() == id.term())
            .count()
            == 1;
        (is_clear && bare)
            .then(|| self.qualified(extension, id.term()))
            .flatten()
            .unwrap_or_else(|| quoted(id.as_str()))
    }

    /// A name of an extension behind its alias or name; `None` where that is no bare word.
    fn qualified(&self, extension: ExtensionId, name: &str) -> Option<String> {
        let mut uses = self.configuration.uses.iter();
        let (used, alias) = uses.find(|(used, _)| *used == extension)?;
        let qualifier = match alias {
            Some(alias) => alias,
            None => &self.model.extension(*used).name,
        };
        let bare = |text: &str| label(text) == text && !text.contains('.');
        let tagged = || {
            let tags = &self.configuration.tags;
            tags.iter()
                .any(|tag| tag.id.term() == format!("{qualifier}.{name}"))
        };
        (bare(qualifier) && bare(name) && !tagged()).then(|| format!("{qualifier}.{name}"))
    }
}
