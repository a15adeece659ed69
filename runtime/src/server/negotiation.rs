//! Which rendering an answer has (D.5, D-88, D-91).

use http::{HeaderMap, StatusCode, header::ACCEPT};
use occi_rendering::{MediaType, negotiate};

use super::{Fault, ask::KNOWN_TYPES, defect::Defect, engine::Engine};

/// Chooses the type of an answer. `listing`: whether a URI list can carry it.
///
/// # Errors
///
/// 400 when only a URI list is asked for and the answer is none, else 406 when nothing fits.
pub(crate) fn choose(
    engine: &Engine,
    headers: &HeaderMap,
    listing: bool,
) -> Result<MediaType, Fault> {
    if !headers.contains_key(ACCEPT) || engine.defects.has(Defect::AcceptIgnored) {
        return Ok(engine.preferred);
    }
    match best(engine, headers) {
        Some(MediaType::UriList) if !listing => {
            // Another type may be acceptable too.
            let others = values(headers)
                .flat_map(|value| value.split(','))
                .filter(|one| {
                    let name = one.split(';').next().unwrap_or_default().trim();
                    !name.eq_ignore_ascii_case("text/uri-list")
                });
            let others: Vec<&str> = others.filter(|one| !one.trim().is_empty()).collect();
            let other = (!others.is_empty())
                .then(|| negotiate(others))
                .flatten()
                .filter(|&media| media != MediaType::UriList);
            other.ok_or_else(|| {
                Fault::bad_request(
                    "not-a-listing",
                    "text/uri-list carries listings only; ask for text/plain or application/occi+json",
                )
            })
        }
        Some(media) => Ok(media),
        None => Err(not_acceptable(format!(
            "none of the types in Accept can be written; known are {KNOWN_TYPES}"
        ))),
    }
}

/// The header fields of the same request without the type that it would get, where it takes another
/// one, too.
pub(crate) fn next_best(engine: &Engine, headers: &HeaderMap) -> Option<HeaderMap> {
    let refused = best(engine, headers)?;
    let mut left = headers.clone();
    // The closest range decides, and of two equally close ones the first.
    let mut ranges = vec![format!("{};q=0", refused.as_str())];
    ranges.extend(values(headers).map(str::to_owned));
    left.insert(ACCEPT, ranges.join(", ").parse().ok()?);
    best(engine, &left)
        .filter(|&next| next != refused)
        .map(|_| left)
}

/// 406.
pub(crate) fn not_acceptable(message: impl Into<String>) -> Fault {
    Fault::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", message)
}

/// The type of an error: what is asked for where it can carry one, else plain text.
pub(crate) fn for_error(engine: &Engine, headers: &HeaderMap) -> MediaType {
    if !headers.contains_key(ACCEPT) {
        return engine.preferred;
    }
    best(engine, headers)
        .filter(|&media| media != MediaType::UriList)
        .unwrap_or(MediaType::TextPlain)
}

/// The best type of those in `Accept`.
fn best(engine: &Engine, headers: &HeaderMap) -> Option<MediaType> {
    // Most clients name one type and nothing else.
    let mut all = headers.get_all(ACCEPT).iter();
    if let (Some(only), None) = (all.next(), all.next())
        && let Some(named) = MediaType::ALL
            .into_iter()
            .find(|media| media.as_str().as_bytes() == only.as_bytes())
    {
        return Some(named);
    }
    if engine.preferred == MediaType::TextPlain {
        return negotiate(values(headers));
    }
    // Who takes anything gets what is preferred (D-88).
    let preferred = engine.preferred.as_str();
    let values: Vec<String> = values(headers)
        .map(|value| value.replace("*/*", preferred))
        .collect();
    negotiate(values.iter().map(String::as_str))
}

fn values(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
}
