//! Definitions out of category renderings: what a query interface lists, as text or as JSON.
//!
//! A listing is flat: kinds, mixins and actions of any number of schemes. Extensions are made of
//! it by these rules.
//!
//! * Categories of schemes that are known (those of the definitions built into the compiler)
//!   belong to the known extension. Where all that is listed of it says the same as the known
//!   definition, the definition itself is imported; else what is listed wins, and the differences
//!   are told ([`known`]). Core is always the known one.
//! * Every other scheme belongs to the extension of the shortest listed scheme that it lies
//!   below, `…/os_tpl#` below `…#`; schemes that refer to each other in a circle make one
//!   extension ([`family`]).
//! * Actions belong to the kind or mixin that lists them, or else to the one whose scheme and term
//!   theirs begin with (D-13).
//! * A rendering says less than a definition. What it leaves open about an attribute that a known
//!   definition has (its type in text, who may set it) is taken from there.

mod actions;
mod attribute;
mod compare;
mod complete;
pub(super) mod family;
mod known;
pub(super) mod listing;
mod loss;
mod lower;
mod origins;
mod relate;
mod schema;
mod types;

use occi_model::{Fault, SourceId};
use occi_rendering::{CategoryDescription, CategoryPlaces, Deviation, PlacedCategories, ReadError};

use super::{Read, code};
pub(super) use loss::losses;
use origins::Origins;

/// How much a rendering says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rendering {
    /// Names and two properties of attributes; one `rel`.
    Text,
    /// Types and defaults too; `depends` and `applies`.
    Json,
}

/// A category of a listing.
#[derive(Clone, Debug)]
struct Listed {
    category: CategoryDescription,
    places: CategoryPlaces,
}

/// Makes extensions out of what was read from the text `source`.
///
/// `pieces` are the stretches of the text that the message was put together from, as offsets in
/// the message and in the text; empty: the message is the text.
pub(super) fn extensions(
    found: PlacedCategories,
    rendering: Rendering,
    source: SourceId,
    pieces: Vec<(usize, usize)>,
) -> Read {
    let origins = Origins::new(source, pieces);
    let mut faults: Vec<Fault> = Vec::new();
    for error in &found.errors {
        faults.push(unreadable(error, rendering, &origins));
    }
    for deviation in &found.deviations {
        faults.push(forgiven(deviation, rendering, &origins));
    }
    let listed: Vec<Listed> = found
        .categories
        .into_iter()
        .map(|(category, places)| Listed { category, places })
        .collect();
    if listed.is_empty() && found.errors.is_empty() {
        let fault = Fault::new(
            code::NO_CATEGORY,
            origins.start(),
            "the text lists no category",
        )
        .with_help(
            "a definition is what the query interface `/-/` answers: kinds, mixins, actions",
        );
        faults.push(fault);
    }
    let extensions = lower::lower(listed, rendering, &origins, &mut faults);
    Read {
        extensions,
        faults,
        ..Read::default()
    }
}

fn unreadable(error: &ReadError, rendering: Rendering, origins: &Origins) -> Fault {
    let code = match rendering {
        Rendering::Text => code::TEXT_UNREADABLE,
        Rendering::Json => code::JSON_UNREADABLE,
    };
    let origin = match &error.place {
        Some(place) => origins.at(place),
        None => origins.start(),
    };
    Fault::new(code, origin, error.message.clone()).with_label(error.code)
}

fn forgiven(deviation: &Deviation, rendering: Rendering, origins: &Origins) -> Fault {
    let code = match rendering {
        Rendering::Text => code::TEXT_DEVIATION,
        Rendering::Json => code::JSON_DEVIATION,
    };
    let origin = match &deviation.place {
        Some(place) => origins.at(place),
        None => origins.start(),
    };
    Fault::new(code, origin, deviation.detail.clone()).with_label(deviation.code)
}

#[cfg(test)]
mod tests;
