//! The JSON rendering of categories: the answer of a query interface (part C of the rendering
//! reference), and the dialects of earlier drafts.

use occi_model::SourceId;
use occi_rendering::{MediaType, Payload, read_categories_placed};

use super::{
    Read, Subject, Written,
    categories::{Rendering, extensions},
    text::written,
};

/// Reads what a query interface answers as JSON, in any of the dialects of the field.
#[must_use]
pub fn read(text: &str, source: SourceId) -> Read {
    let payload = Payload {
        media: MediaType::OcciJson,
        headers: Vec::new(),
        body: text.as_bytes(),
    };
    let found = read_categories_placed(&payload);
    extensions(found, Rendering::Json, source, Vec::new())
}

/// Writes what a query interface would answer as JSON.
#[must_use]
pub fn write(subject: &Subject<'_>) -> Written {
    written(subject, MediaType::OcciJson, Rendering::Json, "json", read)
}
