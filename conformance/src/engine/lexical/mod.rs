//! Passive checks of how answers are written: the lexical rules of the text renderings, the
//! structure of JSON.
//!
//! Written for themselves, from the grammar of GFD.223 and GFD.226, without the readers of
//! `occi-rendering`: those take more than a writer may write.

mod json;
mod text;

use super::passive::{Check, Note, Shape};
use crate::transport::{Request, Response};

/// The checks of the text renderings, then those of JSON.
pub(super) fn checks() -> impl Iterator<Item = &'static Check> {
    text::CHECKS.iter().chain(json::CHECKS)
}

/// Looks at a successful answer.
pub(super) fn observe(request: &Request, response: &Response, shape: Shape, note: Note<'_>) {
    if !response.is_success() || shape == Shape::Free || request.method == "HEAD" {
        return;
    }
    match response.media_type().as_deref() {
        Some("text/plain" | "text/occi+plain") => text::plain(response, shape, note),
        Some("text/occi") => text::header(response, shape, note),
        Some("text/uri-list") => text::uri_list(response, note),
        Some("application/occi+json") => json::observe(response, shape, note),
        _ => {}
    }
}
