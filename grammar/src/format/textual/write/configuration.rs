//! Configurations.

use occi_model::{
    Attributes, CategoryId, Configuration, Model,
    configuration::{ConfiguredEntity, ConfiguredLink, LinkTarget, Tag},
    model::CategoryRef,
};

use super::{category::text_of, name_of, spelt};
use crate::format::{Loss, textual::escape::quoted};

const TITLE: &str = "occi.core.title";
const SUMMARY: &str = "occi.core.summary";

/// The text of a configuration, and what it loses.
pub(super) fn write(model: &Model, configuration: &Configuration) -> (String, Vec<Loss>) {
    let mut writer = Writer {
        model,
        configuration,
        out: "configuration".to_owned(),
        losses: Vec::new(),
    };
    writer.configuration();
    (writer.out, writer.losses)
}

struct Writer<'m> {
    model: &'m Model,
    configuration: &'m Configuration,
    out: String,
    losses: Vec<Loss>,
}

impl Writer<'_> {
    fn configuration(&mut self) {
        let configuration = self.configuration;
        let name = &*configuration.name;
        if name != "configuration" {
            self.lose(name, "name: configurations have none");
        }
        let others = configuration
            .annotations
            .iter()
            .filter(|one| &*one.key != occi_model::draft::forgiven::KEY);
        for annotation in others {
            let why = format!("annotation `{}`: configurations have none", annotation.key);
            self.lose(name, why);
        }
        self.clause(1, "description", configuration.description.as_deref());
        self.clause(1, "location", configuration.location.as_deref());
        for (used, alias) in &configuration.uses {
            let scheme = self.model.extension(*used).scheme.as_str();
            self.line(1, &format!("use {}", quoted(&format!("{scheme}/"))));
            if let Some(alias) = alias {
                self.out.push_str(&format!(" as {}", name_of(alias)));
            }
        }
        for resource in &configuration.resources {
            self.out.push('\n');
            self.line(0, "resource");
            self.head(&resource.entity);
            self.summary(&resource.entity);
            self.out.push_str(" {");
            let (parts, values) = self.inside(&resource.entity);
            self.parts(1, &parts);
            self.values(1, &values);
            for link in &resource.links {
                self.link(link);
            }
            self.line(0, "}");
        }
        for tag in &configuration.tags {
            self.tag(tag);
        }
        self.out.push('\n');
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.out.push('\n');
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(text);
    }

    fn clause(&mut self, depth: usize, word: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(depth, &format!("{word} {}", quoted(text)));
        }
    }

    fn lose(&mut self, what: &str, why: impl Into<String>) {
        self.losses.push(Loss {
            what: what.to_owned(),
            why: why.into(),
        });
    }

    fn tag(&mut self, tag: &Tag) {
        self.out.push('\n');
        self.line(0, &format!("mixin {}", name_of(tag.id.term())));
        self.clause(1, "title", tag.title.as_deref());
        self.clause(1, "scheme", Some(tag.id.scheme()));
        let what = tag.id.as_str();
        let term = name_of(tag.id.term()).to_lowercase();
        if term != tag.id.term() {
            self.lose(what, format!("the term becomes `{term}`"));
        }
        if tag.description.is_some() {
            self.lose(what, "description: mixins have none");
        }
        if let Some(location) = &tag.location {
            self.lose(what, format!("location `{location}`: mixins have none"));
        }
    }

    /// Id, kind and title, and what an entity has that the syntax has not.
    fn head(&mut self, entity: &ConfiguredEntity) {
        let kind = self.name(CategoryRef::Kind(entity.kind));
        self.out
            .push_str(&format!(" {} : {kind}", quoted(&entity.id)));
        if let Some(title) = entity.attributes.get(TITLE).and_then(text_of) {
            self.out.push_str(&format!(" title {}", quoted(&title)));
        }
        if let Some(location) = &entity.location {
            let location = quoted(location.as_str());
            self.out.push_str(&format!(" location {location}"));
        }
        let id = &*entity.id;
        if entity.description.is_some() {
            self.lose(id, "description: entities have none");
        }
        if *entity.name != *entity.id {
            self.lose(id, format!("name `{}`: entities have none", entity.name));
        }
        if !entity.has_own_id {
            self.lose(
                id,
                "that its id is made of its name: it is fixed from now on",
            );
        }
        for annotation in &entity.annotations {
            let why = format!("annotation `{}`: entities have none", annotation.key);
            self.lose(id, why);
        }
    }

    fn summary(&mut self, entity: &ConfiguredEntity) {
        if let Some(summary) = entity.attributes.get(SUMMARY).and_then(text_of) {
            self.out.push_str(&format!(" summary {}", quoted(&summary)));
        }
    }

    fn link(&mut self, link: &ConfiguredLink) {
        let LinkTarget::Resource(target) = &link.target else {
            let why = "link to the outside: links connect resources of a configuration";
            self.lose(&link.entity.id, why);
            return;
        };
        let Some(target) = self.configuration.resources.get(*target) else {
            return;
        };
        self.line(1, "link");
        self.head(&link.entity);
        self.out
            .push_str(&format!(" target {} {{", quoted(&target.entity.id)));
        let (parts, values) = self.inside(&link.entity);
        self.values(2, &values);
        self.parts(2, &parts);
        self.line(1, "}");
    }

    /// The mixins with their values, and the values of the kind: a value belongs to the kind, or
    /// else to the first mixin that has the attribute.
    fn inside(&mut self, entity: &ConfiguredEntity) -> (Vec<(String, Values)>, Values) {
        let kind = self.model.kind(entity.kind);
        let mut parts: Vec<(&CategoryId, Values)> = entity
            .mixins
            .iter()
            .map(|mixin| (mixin, Values::new()))
            .collect();
        let mut rest = Values::new();
        let all = |values: &Attributes| -> Values {
            values
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), TITLE | SUMMARY))
                .map(|(name, value)| (name.to_string(), text_of(value)))
                .collect()
        };
        for (name, text) in all(&entity.attributes)
            .into_iter()
            .chain(all(&entity.state))
        {
            if text.is_none() {
                self.lose(&entity.id, format!("value of `{name}`: values are texts"));
                continue;
            }
            let holder = parts
                .iter_mut()
                .find(|(mixin, _)| kind.attribute(&name).is_none() && self.has(mixin, &name));
            match holder {
                Some((_, values)) => values.push((name, text)),
                None => rest.push((name, text)),
            }
        }
        let parts = parts
            .into_iter()
            .map(|(mixin, values)| (self.mixin(mixin), values))
            .collect();
        (parts, rest)
    }

    fn parts(&mut self, depth: usize, parts: &[(String, Values)]) {
        for (mixin, values) in parts {
            self.line(depth, &format!("mixin {mixin} {{"));
            if values.is_empty() {
                self.out.push_str(" }");
                continue;
            }
            self.values(depth + 1, values);
            self.line(depth, "}");
        }
    }

    fn values(&mut self, depth: usize, values: &Values) {
        for (name, text) in values {
            if let Some(text) = text {
                self.line(depth, &format!("attribute {name} = {}", quoted(text)));
            }
        }
    }

    /// Whether a mixin, or one that it depends on, has an attribute.
    fn has(&self, mixin: &CategoryId, name: &str) -> bool {
        let Some(CategoryRef::Mixin(id)) = self.model.find(mixin.as_str()) else {
            return false;
        };
        let mut closure = self.model.mixin(id).closure.iter();
        closure.any(|on| self.model.mixin(*on).attribute(name).is_some())
    }

    fn mixin(&self, mixin: &CategoryId) -> String {
        match self.model.find(mixin.as_str()) {
            Some(category @ CategoryRef::Mixin(_)) => self.name(category),
            // A tag of the configuration.
            _ => name_of(mixin.term()),
        }
    }

    /// A category with the name of its extension.
    fn name(&self, category: CategoryRef) -> String {
        let (extension, id, annotations) = match category {
            CategoryRef::Kind(id) => {
                let kind = self.model.kind(id);
                (kind.extension, &kind.id, &kind.annotations)
            }
            CategoryRef::Mixin(id) => {
                let mixin = self.model.mixin(id);
                (mixin.extension, &mixin.id, &mixin.annotations)
            }
            CategoryRef::Action(id) => return name_of(self.model.action(id).id.term()),
        };
        let term = id.term();
        let name = spelt(term, annotations).map_or_else(|| name_of(term), str::to_owned);
        format!("{}.{name}", name_of(&self.model.extension(extension).name))
    }
}

/// Values by name; `None`: not one that a text says.
type Values = Vec<(String, Option<String>)>;
