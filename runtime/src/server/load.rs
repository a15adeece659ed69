//! Configurations brought into a service: what they describe is created once.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use occi_model::{
    AttributeName, CategoryId, Configuration, Location, Model, Value,
    configuration::{ConfiguredEntity, ConfiguredLink, LinkTarget},
};
use occi_rendering::{CategoryDescription, CategoryTag, Class, EntityMessage, RawValue};

use super::{
    Fault, Service,
    ask::Ask,
    call::Call,
    create::create_each,
    engine::{self, Category, Engine},
    place::{Place, path_fits, path_is_free},
    query,
    shape::MixinRef,
};
use crate::{EntityId, store::Record};

/// What became of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Name of the configuration.
    pub name: Arc<str>,
    /// Identifiers of the tags that were not there.
    pub tags: Vec<CategoryId>,
    /// The instances that were not there: name and location, in order of creation.
    pub created: Vec<(String, String)>,
    /// How many instances were there as the configuration has them.
    pub unchanged: usize,
    /// Instances that were there, and differ; they stay as they are.
    pub different: Vec<Different>,
}

/// An instance that is there already, but not as its configuration has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Different {
    /// Name in the configuration; that of a link behind that of its resource: `web.nic`.
    pub name: String,
    /// Where it is.
    pub location: String,
    /// In what it differs: names of attributes, identifiers of mixins that it lacks.
    pub what: Vec<String>,
}

impl fmt::Display for Loaded {
    /// One line: `shop: 5 instances created, 2 unchanged, 1 different`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            created,
            unchanged,
            different,
            ..
        } = self;
        write!(
            f,
            "{name}: {} created, {unchanged} unchanged, {} different",
            created.len(),
            different.len()
        )
    }
}

/// Why a configuration cannot be loaded. Nothing of its instances was created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A tag cannot be defined.
    #[error("configuration `{configuration}`: the tag `{tag}` is refused: {fault}")]
    Tag {
        /// Name of the configuration.
        configuration: String,
        /// Identifier of the tag.
        tag: CategoryId,
        /// What the service says.
        fault: Fault,
    },
    /// An id belongs to an instance of another kind.
    #[error(
        "configuration `{configuration}`: the id of `{name}` belongs to the instance at {location}, which is a `{kind}`; give it another id"
    )]
    OtherKind {
        /// Name of the configuration.
        configuration: String,
        /// Name of the instance.
        name: String,
        /// Where the other one is.
        location: String,
        /// Its kind.
        kind: CategoryId,
    },
    /// The service refuses the instances.
    #[error("configuration `{configuration}` is refused: {fault}")]
    Refused {
        /// Name of the configuration.
        configuration: String,
        /// What the service says.
        fault: Fault,
    },
}

/// An instance of a configuration, as it is created.
struct Wanted<'c> {
    name: String,
    entity: &'c ConfiguredEntity,
    kind: &'c CategoryId,
    /// For links: what is said of the source and of the target.
    ends: Option<(&'c str, &'c str)>,
}

impl Service {
    /// Creates what a configuration describes, as far as it is not there: its tags one by one,
    /// its instances all at once or not at all, by the same rules as requests. `model` is the one
    /// that the configuration was checked against; it may be another one than the service's.
    ///
    /// An instance is there when its id is; it is compared then, and left as it is. So a
    /// configuration can be loaded at every start.
    ///
    /// # Errors
    ///
    /// When the service refuses a tag or the instances, or an id belongs to an instance of another
    /// kind.
    pub async fn load(
        &self,
        model: &Model,
        configuration: &Configuration,
    ) -> Result<Loaded, LoadError> {
        let engine = &self.engine;
        let (parts, body) = http::Request::new(Bytes::new()).into_parts();
        let ask = Ask {
            engine,
            parts: &parts,
            body: &body,
        };
        let mut loaded = Loaded {
            name: Arc::clone(&configuration.name),
            tags: define(engine, configuration).await?,
            created: Vec::new(),
            unchanged: 0,
            different: Vec::new(),
        };
        let wanted = wanted(model, configuration);
        let mut missing = Vec::new();
        for one in &wanted {
            let Some(record) = engine.store.by_id(&one.entity.id) else {
                missing.push(one);
                continue;
            };
            if record.kind != *one.kind {
                return Err(LoadError::OtherKind {
                    configuration: configuration.name.to_string(),
                    name: one.name.clone(),
                    location: record.location.clone(),
                    kind: record.kind.clone(),
                });
            }
            let what = one.differences(ask, &record);
            if what.is_empty() {
                loaded.unchanged += 1;
            } else {
                loaded.different.push(Different {
                    name: one.name.clone(),
                    location: record.location.clone(),
                    what,
                });
            }
        }
        let refused = |fault| LoadError::Refused {
            configuration: configuration.name.to_string(),
            fault,
        };
        let messages: Vec<EntityMessage> = missing.iter().map(|one| one.message()).collect();
        let mut items = Vec::with_capacity(missing.len());
        for (one, message) in missing.iter().zip(&messages) {
            let path = one.entity.location.as_ref().map(Location::as_str);
            if let Some(path) = path {
                self.check_path(path, one.kind).map_err(refused)?;
            }
            let id = EntityId::new(&*one.entity.id);
            items.push((message, Place::Configured { id, path }));
        }
        if !items.is_empty() {
            let call = Call::new(Arc::clone(engine), &parts.extensions);
            let made = call.scope(create_each(ask, items)).await;
            let records = made.map_err(refused)?;
            loaded.created = missing
                .iter()
                .zip(records)
                .map(|(one, record)| (one.name.clone(), record.location.clone()))
                .collect();
        }
        Ok(loaded)
    }

    fn check_path(&self, path: &str, kind: &CategoryId) -> Result<(), Fault> {
        path_is_free(path)?;
        match self.engine.model.find_kind(kind.as_str()) {
            Some(kind) => path_fits(&self.engine, path, kind),
            // The creation says what is wrong.
            None => Ok(()),
        }
    }
}

/// Defines the tags that are not there.
async fn define(
    engine: &Engine,
    configuration: &Configuration,
) -> Result<Vec<CategoryId>, LoadError> {
    let mut defined = Vec::new();
    for tag in &configuration.tags {
        let known = engine.find(tag.id.as_str());
        if matches!(known, Some(Category::Mixin(MixinRef::User(_)))) {
            continue;
        }
        let described = CategoryDescription {
            id: tag.id.clone(),
            class: Some(Class::Mixin),
            title: tag.title.clone(),
            rel: Vec::new(),
            applies: Vec::new(),
            location: tag.location.as_ref().map(ToString::to_string),
            attributes: Vec::new(),
            actions: Vec::new(),
        };
        query::add(engine, vec![described])
            .await
            .map_err(|fault| LoadError::Tag {
                configuration: configuration.name.to_string(),
                tag: tag.id.clone(),
                fault,
            })?;
        defined.push(tag.id.clone());
    }
    Ok(defined)
}

/// The instances of a configuration: its resources, then their links.
fn wanted<'c>(model: &'c Model, configuration: &'c Configuration) -> Vec<Wanted<'c>> {
    let one = |name: String, entity: &'c ConfiguredEntity, ends| Wanted {
        name,
        entity,
        kind: &model.kind(entity.kind).id,
        ends,
    };
    let resources = configuration
        .resources
        .iter()
        .map(|resource| one(resource.entity.name.to_string(), &resource.entity, None));
    let links = configuration.resources.iter().flat_map(|resource| {
        resource.links.iter().map(move |link| {
            let name = format!("{}.{}", resource.entity.name, link.entity.name);
            let ends = (&*resource.entity.id, target(configuration, link));
            one(name, &link.entity, Some(ends))
        })
    });
    resources.chain(links).collect()
}

/// What is said of the target of a link: its id, or its URI.
fn target<'c>(configuration: &'c Configuration, link: &'c ConfiguredLink) -> &'c str {
    match &link.target {
        LinkTarget::Uri(uri) => uri,
        LinkTarget::Resource(_) => configuration
            .target(link)
            .map_or("", |resource| &resource.entity.id),
    }
}

impl Wanted<'_> {
    /// The request that creates it. Ids stand for instances of the same request as well as for
    /// stored ones (D-14).
    fn message(&self) -> EntityMessage {
        let tag = |id: &CategoryId, class| CategoryTag {
            id: id.clone(),
            class: Some(class),
        };
        let mixins = self.entity.mixins.iter().map(|id| tag(id, Class::Mixin));
        let mut attributes = vec![(
            engine::ID.clone(),
            RawValue::Text(self.entity.id.to_string()),
        )];
        if let Some((source, target)) = self.ends {
            attributes.push((engine::SOURCE.clone(), RawValue::Text(source.to_owned())));
            attributes.push((engine::TARGET.clone(), RawValue::Text(target.to_owned())));
        }
        let values = self.entity.attributes.iter();
        attributes.extend(values.map(|(name, value)| (name.clone(), raw(value))));
        EntityMessage {
            categories: std::iter::once(tag(self.kind, Class::Kind))
                .chain(mixins)
                .collect(),
            attributes,
            looks_like_link: self.ends.is_some(),
            ..EntityMessage::default()
        }
    }

    /// In what the stored instance differs.
    fn differences(&self, ask: Ask<'_>, record: &Record) -> Vec<String> {
        let mut what = Vec::new();
        for (name, value) in &self.entity.attributes {
            let stored = record.attributes.get(name);
            // A template may have won over the configuration (D-20).
            let is_set = self.is_overridden(ask.engine, name);
            if !is_set && !stored.is_some_and(|stored| stored.same_as(value)) {
                what.push(name.to_string());
            }
        }
        if let Some((source, target)) = self.ends {
            for (name, said) in [(&*engine::SOURCE, source), (&*engine::TARGET, target)] {
                let end = ask.record(said);
                let place = end.as_ref().map_or(said, |end| &end.location);
                let stored = record.attributes.get(name).and_then(Value::as_str);
                if stored != Some(place) {
                    what.push(name.to_string());
                }
            }
        }
        let lacks = |id: &&CategoryId| !record.mixins.contains(id);
        what.extend(
            self.entity
                .mixins
                .iter()
                .filter(lacks)
                .map(ToString::to_string),
        );
        what
    }

    fn is_overridden(&self, engine: &Engine, name: &AttributeName) -> bool {
        let model = &engine.model;
        let mixins: Vec<_> = self
            .entity
            .mixins
            .iter()
            .filter_map(|id| model.find_mixin(id.as_str()))
            .collect();
        model
            .overriding_values(&mixins)
            .iter()
            .any(|one| one.name == *name)
    }
}

/// A value as a request has it.
fn raw(value: &Value) -> RawValue {
    match value {
        Value::Boolean(truth) => RawValue::Boolean(*truth),
        Value::Integer(number) => RawValue::Number(number.to_string()),
        Value::Float(number) => RawValue::Number(format!("{number:?}")),
        Value::String(text) => RawValue::Text(text.clone()),
        Value::List(items) => RawValue::List(items.iter().map(raw).collect()),
        Value::Hash(members) => RawValue::Hash(Box::new(
            members
                .iter()
                .map(|(name, member)| (name.clone(), raw(member)))
                .collect(),
        )),
    }
}
