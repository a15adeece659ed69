//! Which requests the ledger lets through.

use super::Ledger;
use crate::transport::{Request, TransportError};

impl Ledger {
    pub(super) fn is_query_interface(path: &str) -> bool {
        matches!(path, "/-/" | "/.well-known/org/ogf/occi/-/")
    }

    /// Whether a request may be sent; `Ok(true)`: only after a look at the collection.
    pub(super) fn judge(&self, request: &Request) -> Result<bool, TransportError> {
        if matches!(request.method, "GET" | "HEAD" | "OPTIONS") {
            return Ok(false);
        }
        let path = request.path();
        let refuse = |why: &str| {
            Err(TransportError::Safety(format!(
                "{} {}: {why}",
                request.method, request.target
            )))
        };
        if path
            .split('/')
            .any(|part| matches!(part, "." | "..") || part.contains('%') || part.contains('\\'))
            || path.contains("//")
        {
            return refuse("the path may mean another one");
        }
        if self.owns(path) {
            return Ok(false);
        }
        if Self::is_query_interface(path) {
            return if self.names_own_tags_only(request) {
                Ok(false)
            } else {
                refuse("only tags and templates of this run may be added or removed")
            };
        }
        let (tag, mixin) = {
            let state = self.state();
            (state.tags.contains(path), state.mixins.contains(path))
        };
        if tag || mixin {
            let named = request.target == path && self.names_own_entities_only(request);
            let acts = tag && request.target != path && self.collections_permitted;
            return match request.method {
                // Only own entities are members of an own tag; a look makes sure.
                "POST" if acts => Ok(true),
                "POST" if named => Ok(false),
                "PUT" if named && tag => Ok(false),
                // A server may overlook whom the request names.
                "DELETE" if named => Ok(true),
                _ => refuse("only own entities may join or leave a collection"),
            };
        }
        let state = self.state();
        if !state.collections.contains(path) {
            // What the run deleted may be asked for again: nothing is there.
            if state.owned.contains_key(path) && request.method == "DELETE" {
                return Ok(false);
            }
            return refuse("this run did not create it");
        }
        let creates = request.method == "POST" && request.target == path;
        let on_the_whole =
            matches!(request.method, "DELETE" | "PUT") || (request.method == "POST" && !creates);
        if creates {
            Ok(false)
        } else if on_the_whole && self.collections_permitted {
            Ok(true)
        } else {
            refuse("a request on a whole collection")
        }
    }

    /// Whether a payload for the query interface speaks of the run's own tags only.
    fn names_own_tags_only(&self, request: &Request) -> bool {
        let Some(payload) = payload_of(request) else {
            return false;
        };
        let Ok(read) = occi_rendering::read_categories(&payload, occi_rendering::Mode::Lenient)
        else {
            return false;
        };
        !read.value.is_empty()
            && read.value.iter().all(|category| {
                let scheme = category.id.scheme();
                let is_own_template = || {
                    request.method == "DELETE"
                        && self.state().templates.contains(category.id.as_str())
                };
                scheme == self.tag_scheme || scheme == self.reserved_scheme || is_own_template()
            })
    }

    /// Whether a payload names entities, and only own ones.
    fn names_own_entities_only(&self, request: &Request) -> bool {
        let Some(payload) = payload_of(request) else {
            return false;
        };
        occi_rendering::read_locations(&payload, occi_rendering::Mode::Lenient).is_ok_and(|read| {
            !read.value.is_empty()
                && read
                    .value
                    .iter()
                    .all(|location| self.resolve(location).is_some_and(|path| self.owns(&path)))
        })
    }
}

/// The payload of a request, when its type is one of OCCI's.
pub(super) fn payload_of(request: &Request) -> Option<occi_rendering::Payload<'_>> {
    let content_type = request
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .and_then(|(_, value)| std::str::from_utf8(value).ok())?;
    Some(occi_rendering::Payload {
        media: occi_rendering::MediaType::parse(content_type)?,
        headers: request
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect(),
        body: &request.body,
    })
}
