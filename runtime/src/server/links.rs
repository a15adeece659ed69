//! The ends of links (D-17, D-18).

use occi_model::{AttributeName, Attributes, CategoryId, KindId, Value};

use super::{
    Fault,
    ask::Ask,
    engine::{self, Engine},
    shape::Shape,
};
use crate::store::Expect;

/// A resource that is created by the same request.
#[derive(Clone, Debug)]
pub(crate) struct Sibling {
    /// How the request may speak of it: the id it sent along.
    pub(crate) said: Option<String>,
    /// Where it will be.
    pub(crate) location: String,
    /// Its kind.
    pub(crate) kind: KindId,
}

/// An end that was found.
struct End {
    location: String,
    kind: KindId,
    /// Whether it is stored already, and must still be when the link is.
    stored: bool,
}

/// Finds both ends of a link, writes their canonical locations and kinds into `values`, and tells
/// what must hold for the link to be stored.
///
/// # Errors
///
/// 404 for an end that does not exist, 400 for one of a kind that the link may not have there.
pub(crate) fn resolve(
    ask: Ask<'_>,
    shape: &Shape,
    values: &mut Attributes,
    siblings: &[Sibling],
) -> Result<Vec<(String, Expect)>, Fault> {
    let engine = ask.engine;
    let mut expect = Vec::new();
    if let Some(said) = text(values, &engine::SOURCE) {
        let end = find(ask, &said, siblings)
            .ok_or_else(|| dangling("occi.core.source", &said, "a resource of this provider"))?;
        let kind = check(engine, shape, &end, true)?;
        agree(values, shape, &engine::SOURCE_KIND, kind)?;
        expect.extend(end.stored.then(|| (end.location.clone(), Expect::Exists)));
        values.insert(engine::SOURCE.clone(), Value::from(end.location));
    }
    if let Some(said) = text(values, &engine::TARGET) {
        match find(ask, &said, siblings) {
            Some(end) => {
                let kind = check(engine, shape, &end, false)?;
                agree(values, shape, &engine::TARGET_KIND, kind)?;
                expect.extend(end.stored.then(|| (end.location.clone(), Expect::Exists)));
                values.insert(engine::TARGET.clone(), Value::from(end.location));
            }
            None if is_outside(ask, &said) => outside(engine, shape, values, &said)?,
            None => return Err(dangling("occi.core.target", &said, "an existing resource")),
        }
    }
    Ok(expect)
}

fn text(values: &Attributes, name: &AttributeName) -> Option<String> {
    values.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn find(ask: Ask<'_>, said: &str, siblings: &[Sibling]) -> Option<End> {
    let path = ask.local(said);
    let sibling = siblings
        .iter()
        .find(|sibling| sibling.said.as_deref() == Some(said) || path == Some(&*sibling.location));
    if let Some(sibling) = sibling {
        return Some(End {
            location: sibling.location.clone(),
            kind: sibling.kind,
            stored: false,
        });
    }
    let record = ask.record(said)?;
    Some(End {
        location: record.location.clone(),
        kind: ask.engine.kind_of(&record),
        stored: true,
    })
}

/// The kind of the instance that a reference names, stored or created by the same request.
pub(crate) fn kind_at(ask: Ask<'_>, said: &str, siblings: &[Sibling]) -> Option<KindId> {
    find(ask, said, siblings).map(|end| end.kind)
}

/// The kinds that an end may have, of the link's kind or else of the nearest one above; empty: any
/// resource.
fn allowed<'e>(engine: &'e Engine, shape: &Shape, source: bool) -> &'e [KindId] {
    let model = &engine.model;
    model
        .kind(shape.kind)
        .lineage
        .iter()
        .map(|&kind| {
            let kind = model.kind(kind);
            if source { &kind.source } else { &kind.target }
        })
        .find(|kinds| !kinds.is_empty())
        .map_or(&[], Vec::as_slice)
}

fn fits(engine: &Engine, kind: KindId, allowed: &[KindId]) -> bool {
    engine.model.is_a(kind, engine.model.core().resource)
        && (allowed.is_empty() || allowed.iter().any(|&one| engine.model.is_a(kind, one)))
}

fn check<'e>(
    engine: &'e Engine,
    shape: &Shape,
    end: &End,
    source: bool,
) -> Result<&'e CategoryId, Fault> {
    let allowed = allowed(engine, shape, source);
    let found = &engine.model.kind(end.kind).id;
    if fits(engine, end.kind, allowed) {
        return Ok(found);
    }
    Err(wrong_end(
        engine,
        shape,
        source,
        &end.location,
        found.as_str(),
    ))
}

fn wrong_end(engine: &Engine, shape: &Shape, source: bool, place: &str, found: &str) -> Fault {
    let model = &engine.model;
    let names: Vec<String> = allowed(engine, shape, source)
        .iter()
        .map(|&kind| format!("`{}`", model.kind(kind).id))
        .collect();
    let wanted = if names.is_empty() {
        "a resource".to_owned()
    } else {
        names.join(" or ")
    };
    Fault::bad_request(
        "wrong-link-end",
        format!(
            "the {} of a `{}` must be {wanted}; `{place}` is `{found}`",
            if source { "source" } else { "target" },
            model.kind(shape.kind).id,
        ),
    )
}

/// Writes the kind of an end beside it, if the definition has a place for it; what the client says
/// about it must not contradict.
fn agree(
    values: &mut Attributes,
    shape: &Shape,
    name: &AttributeName,
    kind: &CategoryId,
) -> Result<(), Fault> {
    if shape.definition(name.as_str()).is_none() {
        return Ok(());
    }
    if let Some(said) = values.get(name)
        && said.as_str() != Some(kind.as_str())
    {
        return Err(Fault::bad_request(
            "wrong-end-kind",
            format!("`{name}` is {said}, but the instance there is `{kind}`"),
        ));
    }
    values.insert(name.clone(), Value::from(kind.as_str()));
    Ok(())
}

/// Whether a reference leads out of this provider.
pub(crate) fn is_outside(ask: Ask<'_>, said: &str) -> bool {
    said.contains("://") && ask.local(said).is_none()
}

/// A target outside (1.2): its kind, if told or if the link wants a certain one, must fit.
fn outside(engine: &Engine, shape: &Shape, values: &Attributes, said: &str) -> Result<(), Fault> {
    let allowed = allowed(engine, shape, false);
    if allowed.is_empty() {
        return Ok(());
    }
    let told = values.get(&*engine::TARGET_KIND).and_then(Value::as_str);
    let fits = told
        .and_then(|kind| engine.model.find_kind(kind))
        .is_some_and(|kind| fits(engine, kind, allowed));
    if fits {
        Ok(())
    } else {
        let found =
            told.unwrap_or("outside of this provider; tell its kind in occi.core.target.kind");
        Err(wrong_end(engine, shape, false, said, found))
    }
}

fn dangling(name: &str, said: &str, wanted: &str) -> Fault {
    Fault::not_found(
        "dangling-link",
        format!("`{name}` is `{said}`, which is not {wanted}"),
    )
}
