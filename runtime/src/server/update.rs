//! Partial update by POST and full update by PUT (D.10, D-105 to D-109).

use std::sync::Arc;

use occi_model::{AttributeName, CategoryId, Value};
use occi_rendering::{EntityMessage, LinkMessage, MediaType, Mode, RawValue, read_entities};

use super::{
    Fault,
    answer::Answer,
    ask::Ask,
    change::Change,
    commit::{ATTEMPTS, Refused},
    condition::{self, Conditions},
    create::{Plans, create, undo},
    defect::Defect,
    engine::{self, Engine},
    given::{self, Stage},
    place::{Place, path_fits, path_is_free},
    relations, render, version,
};
use crate::store::{Record, Transaction};

/// POST on an instance: changes what the request names.
///
/// # Errors
///
/// As the reference has them for immutable attributes, mixins, links; 409 when the instance keeps
/// changing under the request.
pub(crate) async fn partial(
    ask: Ask<'_>,
    record: &Record,
    media: MediaType,
) -> Result<Answer, Fault> {
    let payload = ask.need_payload()?;
    let json = payload.media.is_json();
    let mut messages = read_entities(&payload, ask.engine.mode)?.value;
    if json && are_links_for(ask.engine, record, &messages) {
        messages = vec![EntityMessage {
            links: messages.iter().map(as_link).collect(),
            ..EntityMessage::default()
        }];
    }
    let message = single(messages)?;
    let stored = change(ask, &record.location, &message, false, json).await?;
    Ok(render::changed(ask.engine, media, stored))
}

/// PUT on an instance: replaces its representation.
///
/// # Errors
///
/// As [`partial`]; 409 for another kind or id.
pub(crate) async fn full(ask: Ask<'_>, record: &Record, media: MediaType) -> Result<Answer, Fault> {
    let payload = ask.need_payload()?;
    let json = payload.media.is_json();
    let message = single(read_entities(&payload, ask.engine.mode)?.value)?;
    let stored = change(ask, &record.location, &message, true, json).await?;
    Ok(untagged(render::changed(ask.engine, media, stored)))
}

/// PUT on a free path: creates an instance there (D-104).
///
/// # Errors
///
/// 400 and 409 for paths that cannot be given; else as a creation.
pub(crate) async fn create_at(ask: Ask<'_>, media: MediaType) -> Result<Answer, Fault> {
    let path = ask.path();
    path_is_free(path)?;
    let payload = ask.need_payload()?;
    let message = single(read_entities(&payload, ask.engine.mode)?.value)?;
    if let Some(kind) = ask.engine.recognise_tags(&message.categories)?.kind {
        path_fits(ask.engine, path, kind)?;
    }
    let created = create(ask, std::slice::from_ref(&message), Place::Path(path)).await;
    let conditions = Conditions::of(&ask.parts.headers)?;
    if created.is_err() && conditions.wants_nothing() && ask.engine.store.get(path).is_some() {
        // Another request was faster.
        return Err(condition::failed(path));
    }
    Ok(untagged(super::service::created(ask, media, created?)))
}

/// An answer to PUT has no entity tag: what is stored is completed by the server, and is not what
/// was sent (RFC 9110 9.3.4).
fn untagged(answer: Answer) -> Answer {
    Answer {
        etag: None,
        ..answer
    }
}

/// Whether links are sent to a resource: `{"links": [...]}` is a partial resource here, although it
/// reads like a collection of links (D-72).
fn are_links_for(engine: &Engine, record: &Record, messages: &[EntityMessage]) -> bool {
    let is_link = |message: &EntityMessage| {
        let kind = engine
            .recognise_tags(&message.categories)
            .ok()
            .and_then(|found| found.kind);
        kind.map_or(message.looks_like_link, |kind| engine.model.is_link(kind))
    };
    !engine.model.is_link(engine.kind_of(record))
        && !messages.is_empty()
        && messages.iter().all(is_link)
}

/// A link read as an instance, as a link inside a resource.
fn as_link(message: &EntityMessage) -> LinkMessage {
    let text = |name: &AttributeName| {
        let (_, raw) = message.attributes.iter().find(|(other, _)| other == name)?;
        match raw {
            RawValue::Text(text) | RawValue::Bare(text) => Some(text.clone()),
            _ => None,
        }
    };
    let target_kind = text(&engine::TARGET_KIND).and_then(|kind| CategoryId::parse(&kind).ok());
    LinkMessage {
        target: text(&engine::TARGET).unwrap_or_default(),
        target_categories: target_kind.into_iter().collect(),
        location: message.location.clone(),
        id: text(&engine::ID),
        source: text(&engine::SOURCE),
        categories: message
            .categories
            .iter()
            .map(|tag| tag.id.clone())
            .collect(),
        attributes: message
            .attributes
            .iter()
            .filter(|(name, _)| *name != *engine::TARGET_KIND && *name != *engine::SOURCE_KIND)
            .cloned()
            .collect(),
        ..LinkMessage::default()
    }
}

/// The one entity of a request.
fn single(mut messages: Vec<EntityMessage>) -> Result<EntityMessage, Fault> {
    match (messages.pop(), messages.is_empty()) {
        (Some(message), true) => Ok(message),
        (None, _) => Err(Fault::bad_request(
            "missing-content",
            "the request describes no instance",
        )),
        _ => Err(Fault::bad_request(
            "several-instances",
            "this path is one instance; describe exactly one",
        )),
    }
}

async fn change(
    ask: Ask<'_>,
    location: &str,
    message: &EntityMessage,
    full: bool,
    json: bool,
) -> Result<Arc<Record>, Fault> {
    let engine = ask.engine;
    let _serial = engine.locks.hold([location.to_owned()]).await;
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let current = engine
            .store
            .get(location)
            .ok_or_else(|| engine.nothing_at(location))?;
        match attempt(ask, current, message, full, json).await {
            Ok(()) => {
                let stored = engine.store.get(location);
                return stored.ok_or_else(|| engine.nothing_at(location));
            }
            Err(Refused::Failed(fault)) => return Err(fault),
            Err(Refused::Changed(fault)) => last = Some(fault),
        }
    }
    Err(last.unwrap_or_else(|| Fault::internal("no attempt was made")))
}

async fn attempt(
    ask: Ask<'_>,
    current: Arc<Record>,
    message: &EntityMessage,
    full: bool,
    json: bool,
) -> Result<(), Refused> {
    let engine = ask.engine;
    let conditions = Conditions::of(&ask.parts.headers)?;
    let unchanged = conditions.admit(engine, &current)?;
    let mut change = plan(ask, &current, message, full, json)?;
    change.expect.extend(unchanged);
    let mut plans = Plans::default();
    for link in new_links(ask, &current, message, full)? {
        plans.link(ask, link, &current.location, None)?;
    }
    // The lock of the source of new links, which is this very record, is held already.
    let locks = plans.resolve(ask)?.into_iter();
    let locks = locks.filter(|name| *name != current.location);
    let _templates = engine.locks.hold(locks).await;
    plans.complete(engine)?;
    change.finish(ask)?;
    let proposed = change.proposed();
    relations::check(engine, plans.records().chain([&proposed]), &[])?;
    let made = plans.provide(engine).await?;
    let record = match change.provide(engine).await {
        Ok(record) => record,
        Err(fault) => {
            undo(engine, &made).await;
            return Err(fault.into());
        }
    };
    let mut transaction = Transaction {
        expect: std::mem::take(&mut change.expect),
        put: made.clone(),
        ..Transaction::default()
    };
    // The source of new links is this very record, whose version is expected already.
    let mine = current.location.as_str();
    let others = plans.expect().iter().filter(|(place, _)| place != mine);
    transaction.expect.extend(others.cloned());
    transaction.put.push(record);
    let committed = engine.commit(transaction).await;
    if committed.is_err() {
        undo(engine, &made).await;
    }
    committed
}

fn plan<'m>(
    ask: Ask<'m>,
    current: &Arc<Record>,
    message: &EntityMessage,
    full: bool,
    json: bool,
) -> Result<Change<'m>, Fault> {
    let engine = ask.engine;
    let kind = engine.kind_of(current);
    let found = engine.recognise_tags(&message.categories)?;
    if let Some(other) = found.kind.filter(|&other| other != kind) {
        return Err(Fault::conflict(
            "kind-changed",
            format!(
                "the instance is a `{}` for life and cannot become a `{}`",
                current.kind,
                engine.model.kind(other).id
            ),
        ));
    }
    let present = engine.mixins_of(current);
    // A full update names all mixins; one that names no category at all speaks of values only, as
    // the example of the standard does.
    let kept = if full && !message.categories.is_empty() {
        present
            .into_iter()
            .filter(|mixin| super::recognise::contains(&engine.model, &found.mixins, mixin))
            .collect()
    } else {
        present
    };
    let (mixins, added) = engine.attach(kind, kept, &found.mixins)?;
    let mut change = Change::new(engine, Arc::clone(current), mixins, added)?;
    let stage = Stage::Change {
        record: current,
        full,
        json,
    };
    let given = given::read(ask, &change.shape, &message.attributes, stage)?;
    let merges = if full {
        engine.defects.has(Defect::FullUpdateMerges)
    } else {
        !engine.defects.has(Defect::UpdateReplaces)
    };
    if merges {
        change.merge(given);
    } else {
        change.replace(given);
    }
    Ok(change)
}

/// The links of a message that are new. Those that restate stored ones are passed over; a full
/// update may have no others (D-106).
fn new_links<'a>(
    ask: Ask<'_>,
    current: &Record,
    message: &'a EntityMessage,
    full: bool,
) -> Result<Vec<&'a LinkMessage>, Fault> {
    if message.links.is_empty() {
        return Ok(Vec::new());
    }
    let engine = ask.engine;
    if engine.model.is_link(engine.kind_of(current)) {
        return Err(Fault::bad_request(
            "link-in-link",
            "a link has no links of its own",
        ));
    }
    let old = version::announced(&ask.parts.headers) == Some((1, 1));
    if full && old && engine.mode == Mode::Strict {
        return Err(Fault::bad_request(
            "link-in-full-update",
            "a full update has no links in OCCI 1.1 (GFD.185 3.4.5)",
        ));
    }
    let stored = engine.store.links_from(&current.location);
    let new: Vec<&LinkMessage> = message
        .links
        .iter()
        .filter(|link| !stored.iter().any(|known| restates(ask, link, known, full)))
        .collect();
    if full && !new.is_empty() {
        return Err(Fault::bad_request(
            "link-in-full-update",
            "a full update leaves links as they are; add links by POST, remove them by DELETE",
        ));
    }
    Ok(new)
}

/// Whether a link of a message is one that is stored: by its location or id; in a full update also
/// by target and type.
fn restates(ask: Ask<'_>, link: &LinkMessage, known: &Record, full: bool) -> bool {
    let id = link
        .attributes
        .iter()
        .find(|(name, _)| *name == *engine::ID);
    let said_id = id.and_then(|(_, raw)| match raw {
        RawValue::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let same_place = link
        .location
        .as_deref()
        .is_some_and(|said| ask.local(said) == Some(known.location.as_str()));
    let same_id = [link.id.as_deref(), said_id, link.location.as_deref()]
        .into_iter()
        .flatten()
        .any(|id| id == known.id.as_str());
    if same_place || same_id {
        return true;
    }
    let target = ask
        .record(&link.target)
        .map_or_else(|| link.target.clone(), |target| target.location.clone());
    full && known
        .attributes
        .get(&*engine::TARGET)
        .and_then(Value::as_str)
        == Some(&*target)
        && link
            .categories
            .first()
            .is_none_or(|kind| *kind == known.kind)
}
