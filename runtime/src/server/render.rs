//! Instances as the renderings show them.

use std::{borrow::Cow, sync::Arc};

use occi_model::{ActionId, AttributeName, CategoryId, Value};
use occi_rendering::{
    ActionView, EntityView, LinkView, MediaType, Rendered, write_entities_styled,
    write_entity_styled, write_locations,
};

use super::{
    Fault,
    answer::Answer,
    ask::Ask,
    condition::{Conditions, Stem},
    defect::Defect,
    engine::{self, Engine},
};
use crate::store::{Expect, Record};

/// A link with all that its rendering needs.
struct ShownLink<'e> {
    record: Arc<Record>,
    id: Value,
    /// What the target is, its kind first.
    target: Vec<CategoryId>,
    actions: Cow<'e, [ActionId]>,
}

/// An instance with all that its rendering needs.
pub(crate) struct Shown<'e> {
    engine: &'e Engine,
    record: Arc<Record>,
    id: Value,
    is_link: bool,
    links: Vec<ShownLink<'e>>,
    actions: Cow<'e, [ActionId]>,
}

impl<'e> Shown<'e> {
    /// Collects what the rendering of a record needs.
    pub(crate) fn new(engine: &'e Engine, record: Arc<Record>) -> Self {
        let kind = engine.kind_of(&record);
        let is_link = engine.facts(kind).is_link;
        let links = if is_link {
            Vec::new()
        } else {
            let links = engine.store.links_from(&record.location);
            links
                .into_iter()
                .map(|link| ShownLink {
                    id: Value::from(link.id.as_str()),
                    target: engine.target_of(&link),
                    actions: engine.offered(&link),
                    record: link,
                })
                .collect()
        };
        Self {
            engine,
            id: Value::from(record.id.as_str()),
            is_link,
            links,
            actions: engine.offered_of(kind, &record),
            record,
        }
    }

    /// The view that the writers take.
    pub(crate) fn view(&self) -> EntityView<'_> {
        EntityView {
            location: &self.record.location,
            kind: &self.record.kind,
            mixins: self.record.mixins.iter().collect(),
            attributes: values(&self.id, &self.record),
            is_link: self.is_link,
            links: self
                .links
                .iter()
                .map(|link| LinkView {
                    location: &link.record.location,
                    kind: &link.record.kind,
                    mixins: link.record.mixins.iter().collect(),
                    attributes: values(&link.id, &link.record),
                    target_categories: link.target.iter().collect(),
                    actions: self.actions(&link.actions),
                })
                .collect(),
            actions: self.actions(&self.actions),
        }
    }

    /// What is common to the entity tags of all renderings.
    pub(crate) fn stem(&self) -> Stem {
        let versions: Vec<[u8; 8]> = self
            .links
            .iter()
            .map(|link| link.record.version.to_be_bytes())
            .collect();
        let links = self.links.iter().zip(&versions);
        let shown = links.flat_map(|(link, version)| {
            let target = link.target.iter().map(|id| id.as_str().as_bytes());
            std::iter::once(version.as_slice()).chain(target)
        });
        // Versions begin anew with a store in memory, ids do not.
        let id = std::iter::once(self.record.id.as_str().as_bytes());
        Stem::new(self.record.version, id.chain(shown))
    }

    /// The versions of everything that is shown.
    pub(crate) fn versions(&self) -> Vec<(String, Expect)> {
        let links = self.links.iter().map(|link| &link.record);
        std::iter::once(&self.record)
            .chain(links)
            .map(|record| (record.location.clone(), Expect::Version(record.version)))
            .collect()
    }

    fn actions(&self, actions: &[ActionId]) -> Vec<ActionView<'_>> {
        actions
            .iter()
            .map(|&id| ActionView {
                id: &self.engine.model.action(id).id,
            })
            .collect()
    }
}

fn values<'a>(id: &'a Value, record: &'a Record) -> Vec<(&'a AttributeName, &'a Value)> {
    let mut values = Vec::with_capacity(record.attributes.len() + 1);
    values.push((&*engine::ID, id));
    values.extend(record.attributes.iter());
    values
}

impl Engine {
    /// The type identifiers of a link's target: as stored, else as the link says, else any
    /// resource.
    fn target_of(&self, link: &Record) -> Vec<CategoryId> {
        let target = link
            .attributes
            .get(&*engine::TARGET)
            .and_then(Value::as_str)
            .and_then(|location| self.store.get(location));
        if let Some(target) = target {
            let mut categories = Vec::with_capacity(1 + target.mixins.len());
            categories.push(target.kind.clone());
            categories.extend(target.mixins.iter().cloned());
            return categories;
        }
        let said = link
            .attributes
            .get(&*engine::TARGET_KIND)
            .and_then(Value::as_str)
            .and_then(|kind| CategoryId::parse(kind).ok());
        let resource = self.model.kind(self.model.core().resource);
        vec![said.unwrap_or_else(|| resource.id.clone())]
    }
}

/// The answer 200 that shows an instance, with its entity tag.
///
/// # Errors
///
/// 406 when the rendering cannot carry it.
pub(crate) fn answer(
    engine: &Engine,
    media: MediaType,
    record: Arc<Record>,
) -> Result<Answer, Fault> {
    let shown = Shown::new(engine, record);
    let etag = Some(shown.stem().field(media));
    Ok(Answer {
        etag,
        ..Answer::ok(media, entity(engine, media, &shown)?)
    })
}

/// The answer 200 to a change that was carried out: it shows the instance where the rendering can
/// carry it, and says that it was done elsewhere (D-96, D-107, D-108). A refusal (D-66, D-67) would deny
/// what has happened.
pub(crate) fn changed(engine: &Engine, media: MediaType, record: Arc<Record>) -> Answer {
    answer(engine, media, record).unwrap_or_else(|_| Answer::done(media))
}

/// The same for several instances.
pub(crate) fn all_changed(
    ask: Ask<'_>,
    media: MediaType,
    records: Vec<Arc<Record>>,
    keys: (bool, bool),
) -> Answer {
    match collection(ask, media, records, keys) {
        Ok(rendered) => Answer::ok(media, rendered),
        Err(_) => Answer::done(media),
    }
}

/// The answer to a client that reads an instance: 200, or 304 when it has it already.
///
/// # Errors
///
/// 406 when the rendering cannot carry it, 412 when the client wants another version.
pub(crate) fn read(ask: Ask<'_>, media: MediaType, record: Arc<Record>) -> Result<Answer, Fault> {
    let shown = Shown::new(ask.engine, record);
    let stem = shown.stem();
    let etag = Some(stem.field(media));
    let conditions = Conditions::of(&ask.parts.headers)?;
    if conditions.is_known(stem, media, ask.path())? {
        return Ok(Answer::not_modified(etag));
    }
    Ok(Answer {
        etag,
        ..Answer::ok(media, entity(ask.engine, media, &shown)?)
    })
}

/// One instance.
fn entity(engine: &Engine, media: MediaType, shown: &Shown<'_>) -> Result<Rendered, Fault> {
    let mut view = shown.view();
    if engine.defects.has(Defect::JsonLacksAttribute) && media.is_json() {
        view.attributes.pop();
    }
    let rendered = write_entity_styled(media, &view, engine.style)?;
    #[cfg(feature = "defects")]
    let rendered = super::spoil::entity(engine.defects, media, rendered);
    Ok(rendered)
}

/// A collection: in full in JSON, as URLs elsewhere. `resources` and `links` say which keys JSON
/// shows even when they are empty (D-71).
///
/// # Errors
///
/// 406 when the rendering cannot carry it.
pub(crate) fn collection(
    ask: Ask<'_>,
    media: MediaType,
    records: Vec<Arc<Record>>,
    (resources, links): (bool, bool),
) -> Result<Rendered, Fault> {
    if media.is_json() {
        let shown: Vec<Shown<'_>> = records
            .into_iter()
            .map(|record| Shown::new(ask.engine, record))
            .collect();
        let views: Vec<EntityView<'_>> = shown.iter().map(Shown::view).collect();
        let keys = (resources, links);
        return Ok(write_entities_styled(
            media,
            &views,
            keys,
            ask.engine.style,
        )?);
    }
    let base = ask.base();
    let urls: Vec<String> = records
        .iter()
        .map(|record| format!("{base}{}", record.location))
        .collect();
    Ok(write_locations(media, urls.iter().map(String::as_str))?)
}
