//! Identifiers of entities in foreign configurations, which are no URIs at times.

use occi_model::{Fault, Located};

use super::code;

/// The id that a text says: the URI that it is, or that of the UUID that it is. Any other text is
/// taken for a name, which the id is made of. The fault says what was forgiven.
pub(super) fn read(id: Located<String>) -> (Option<Located<String>>, Option<Fault>) {
    if is_uri(&id.value) {
        return (Some(id), None);
    }
    let message = format!("the id `{}` is no URI", id.value);
    let fault = Fault::new(code::ECORE_ID, id.origin, message);
    if is_uuid(&id.value) {
        let urn = format!("urn:uuid:{}", id.value.to_ascii_lowercase());
        let fault = fault.with_label(format!("read as `{urn}`"));
        return (Some(Located::new(urn, id.origin)), Some(fault));
    }
    let fault = fault.with_label("taken for a name; the id is made of it");
    (None, Some(fault))
}

/// Whether a text begins with the scheme of a URI (RFC 3986 3.1) and goes on behind it.
fn is_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && !rest.is_empty()
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// Whether a text is a UUID (RFC 4122 3) without `urn:uuid:`.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
