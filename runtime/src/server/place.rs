//! Where instances may be created, and at which paths (D-95, D-104, D-118).

use occi_model::KindId;

use super::{Fault, engine::Engine};
use crate::EntityId;

/// Where instances are created.
#[derive(Clone, Debug)]
pub(crate) enum Place<'a> {
    /// At the root: any kind (D-95).
    Root,
    /// In the collection of a kind: that kind, or one below it (D-95).
    Collection(KindId),
    /// At a path that the client chose (D-104).
    Path(&'a str),
    /// With the id, and perhaps at the path, that a configuration has.
    Configured {
        /// The id.
        id: EntityId,
        /// The path.
        path: Option<&'a str>,
    },
}

/// Whether a kind can be created at a place.
///
/// # Errors
///
/// 400 for a kind without instances, and for one of another collection.
pub(crate) fn admit(engine: &Engine, kind: KindId, place: &Place<'_>) -> Result<(), Fault> {
    let model = &engine.model;
    let definition = model.kind(kind);
    if definition.is_abstract || kind == model.core().entity {
        return Err(Fault::bad_request(
            "abstract-kind",
            format!(
                "`{}` has no instances of its own; name a kind below it",
                definition.id
            ),
        ));
    }
    match place {
        &Place::Collection(bound) if !model.is_a(kind, bound) => Err(Fault::bad_request(
            "kind-mismatch",
            format!(
                "this path is the collection of `{}`; a `{}` is created at {}",
                model.kind(bound).id,
                definition.id,
                engine.facts(kind).home
            ),
        )),
        _ => Ok(()),
    }
}

/// Whether a path can be given to a new instance (D-104, D-118).
///
/// # Errors
///
/// 400 for what is no path of an instance, 409 for one that belongs to a category.
pub(crate) fn path_is_free(path: &str) -> Result<(), Fault> {
    if path.ends_with('/') || occi_model::Location::new(path).is_err() {
        return Err(Fault::bad_request(
            "invalid-path",
            format!(
                "`{path}` is not a path of an instance: it is absolute, of visible characters, and does not end in a slash"
            ),
        ));
    }
    if path.starts_with("/-/") || path.starts_with("/.well-known/") {
        return Err(Fault::bad_request(
            "reserved-path",
            format!("`{path}` lies below a reserved path"),
        ));
    }
    Ok(())
}

/// Whether a path lies below the location of another kind.
///
/// # Errors
///
/// 409 when it does.
pub(crate) fn path_fits(engine: &Engine, path: &str, kind: KindId) -> Result<(), Fault> {
    let model = &engine.model;
    let holder = model
        .kinds()
        .filter_map(|(id, kind)| Some((id, kind.location.as_ref()?)))
        .filter(|(_, location)| {
            path.strip_prefix(location.as_str().trim_end_matches('/'))
                .is_some_and(|rest| rest.starts_with('/'))
        })
        .max_by_key(|(_, location)| location.as_str().len());
    match holder {
        Some((other, location)) if !model.is_a(kind, other) => Err(Fault::conflict(
            "path-of-other-kind",
            format!(
                "`{path}` lies below {location}, the collection of `{}`",
                model.kind(other).id
            ),
        )),
        _ => Ok(()),
    }
}
