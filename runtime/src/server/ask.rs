//! One request, and what can be asked of it.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use http::{
    HeaderMap,
    header::{CONTENT_TYPE, HOST},
    request::Parts,
};
use occi_rendering::{MediaType, Payload, ReadError};
use percent_encoding::percent_decode_str;

use super::{Fault, engine::Engine};
use crate::store::Record;

/// Header fields that carry content in `text/occi`, in lower case (B.1, D-68).
const CONTENT_FIELDS: [&str; 5] = [
    "category",
    "x-occi-attribute",
    "x-occi-location",
    "x-occi-category",
    "x-occi-link",
];

/// A request at work.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) parts: &'a Parts,
    pub(crate) body: &'a Bytes,
}

impl<'a> Ask<'a> {
    /// The path, without query.
    pub(crate) fn path(&self) -> &'a str {
        self.parts.uri.path()
    }

    /// The value of a query parameter; `&` and `;` separate parameters (D-102).
    pub(crate) fn parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        let query = self.parts.uri.query()?;
        query.split(['&', ';']).find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decode_str(key).decode_utf8_lossy() == name)
                .then(|| percent_decode_str(value).decode_utf8_lossy())
        })
    }

    /// Scheme and host of URLs in answers: as configured, else as the client addressed us.
    pub(crate) fn base(&self) -> Cow<'a, str> {
        if let Some(base) = &self.engine.base_url {
            return Cow::Borrowed(base);
        }
        let authority = self
            .parts
            .headers
            .get(HOST)
            .and_then(|host| host.to_str().ok())
            .or_else(|| self.parts.uri.authority().map(http::uri::Authority::as_str))
            .filter(|host| is_authority(host))
            .unwrap_or("localhost");
        let scheme = self.parts.uri.scheme_str().unwrap_or("http");
        Cow::Owned(format!("{scheme}://{authority}"))
    }

    /// The path inside this provider that a reference means: an absolute path, or a URL of this
    /// provider (D-18). `None` for everything else.
    pub(crate) fn local<'t>(&self, reference: &'t str) -> Option<&'t str> {
        if reference.starts_with('/') {
            return Some(reference);
        }
        let (_, ours) = self
            .base()
            .split_once("://")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))?;
        let (scheme, rest) = reference.split_once("://")?;
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return None;
        }
        let at = rest.find('/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        authority
            .eq_ignore_ascii_case(&ours)
            .then_some(if path.is_empty() { "/" } else { path })
    }

    /// The record that a reference means: by location, URL or id (D-14, D-18).
    pub(crate) fn record(&self, reference: &str) -> Option<Arc<Record>> {
        let store = &self.engine.store;
        self.local(reference)
            .and_then(|path| store.get(path))
            .or_else(|| store.by_id(reference))
            // A relative reference means a path below the root.
            .or_else(|| (!reference.contains(':')).then(|| store.get(&format!("/{reference}")))?)
    }

    /// The payload, or none.
    ///
    /// # Errors
    ///
    /// 415 for a type that no reader knows (D-89), 400 for a body without type (D-90).
    pub(crate) fn payload(&self) -> Result<Option<Payload<'a>>, Fault> {
        let headers = &self.parts.headers;
        let media = match headers.get(CONTENT_TYPE) {
            Some(value) => {
                let known = value.to_str().ok().and_then(MediaType::parse);
                match known {
                    Some(media) => media,
                    // Some clients name the type of a form that they do not send.
                    None if self.body.is_empty() && has_content_fields(headers) => {
                        MediaType::TextOcci
                    }
                    None if self.body.is_empty() => return Ok(None),
                    None => {
                        return Err(Fault::new(
                            http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
                            "unsupported-media-type",
                            format!(
                                "Content-Type `{}` is not known; known are {KNOWN_TYPES}",
                                String::from_utf8_lossy(value.as_bytes())
                            ),
                        ));
                    }
                }
            }
            None if has_content_fields(headers) => MediaType::TextOcci,
            None if self.body.is_empty() => return Ok(None),
            None => {
                return Err(Fault::bad_request(
                    "missing-content-type",
                    format!("the body has no Content-Type; give one of {KNOWN_TYPES}"),
                ));
            }
        };
        let empty = match media {
            MediaType::TextOcci => !has_content_fields(headers) && !headers.contains_key("link"),
            _ => self.body.iter().all(u8::is_ascii_whitespace),
        };
        if empty {
            return Ok(None);
        }
        Ok(Some(Payload {
            media,
            headers: if media == MediaType::TextOcci {
                fields(headers).collect()
            } else {
                Vec::new()
            },
            body: self.body,
        }))
    }

    /// The payload of a request that needs one.
    ///
    /// # Errors
    ///
    /// 400 when there is none, and as [`Self::payload`].
    pub(crate) fn need_payload(&self) -> Result<Payload<'a>, Fault> {
        self.payload()?.ok_or_else(|| {
            Fault::bad_request(
                "missing-content",
                "the request has no content; give a rendering in the body, or in header fields as text/occi",
            )
        })
    }
}

/// The media types that the server understands, for `Accept` in answers and for messages.
pub(crate) const KNOWN_TYPES: &str = "text/plain, text/occi, text/uri-list, application/occi+json, application/json, text/occi+plain";

/// All header fields.
pub(crate) fn fields(headers: &HeaderMap) -> impl Iterator<Item = (&str, &[u8])> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
}

fn has_content_fields(headers: &HeaderMap) -> bool {
    CONTENT_FIELDS
        .iter()
        .any(|name| headers.contains_key(*name))
}

/// Whether a `Host` can stand in a URL: nothing in it ends a quoted string or a header field.
fn is_authority(host: &str) -> bool {
    !host.is_empty()
        && host.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'[' | b']' | b'~')
        })
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        let place = error
            .line
            .map_or_else(String::new, |line| format!("line {line}: "));
        Self::bad_request(error.code, format!("{place}{}", error.message))
    }
}
