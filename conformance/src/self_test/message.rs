//! Requests and answers as faults change them: as text.

use bytes::Bytes;
use serde_json::Value as Json;

use crate::transport::{Request, Response};

/// A request under way.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) request: Request,
}

impl Asked {
    pub(super) fn path(&self) -> &str {
        self.request.path()
    }

    pub(super) fn query(&self) -> &str {
        self.request.target.split_once('?').map_or("", |(_, q)| q)
    }

    pub(super) fn is(&self, method: &str) -> bool {
        self.request.method == method
    }

    pub(super) fn is_query_interface(&self) -> bool {
        matches!(self.path(), "/-/" | "/.well-known/org/ogf/occi/-/")
    }

    pub(super) fn is_collection(&self) -> bool {
        self.path().ends_with('/') && !self.is_query_interface()
    }

    pub(super) fn is_entity(&self) -> bool {
        !self.path().ends_with('/')
    }

    pub(super) fn is_action(&self) -> bool {
        self.query().contains("action=")
    }

    /// Whether it creates an instance, as far as that can be seen.
    pub(super) fn is_creation(&self) -> bool {
        self.is("POST") && self.is_collection() && !self.is_action() && !self.names_members()
    }

    /// Whether it names instances that join or leave a collection.
    pub(super) fn names_members(&self) -> bool {
        let body = self.body().to_ascii_lowercase();
        self.is_collection()
            && !self.is_action()
            && (body.contains("x-occi-location") || body.contains("\"resources\""))
    }

    /// Whether it changes an instance.
    pub(super) fn is_update(&self) -> bool {
        self.is_entity() && !self.is_action() && (self.is("POST") || self.is("PUT"))
    }

    pub(super) fn body(&self) -> String {
        String::from_utf8_lossy(&self.request.body).into_owned()
    }

    pub(super) fn set_body(&mut self, body: String) {
        self.request.body = Bytes::from(body);
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.request
            .headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }

    pub(super) fn drop_header(&mut self, name: &str) {
        self.request
            .headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
    }

    pub(super) fn set_header(&mut self, name: &str, value: &str) {
        self.drop_header(name);
        self.request
            .headers
            .push((name.to_owned(), value.as_bytes().to_vec()));
    }

    /// Changes a JSON body. One that says the same afterwards stays as it was written.
    pub(super) fn json(&mut self, change: impl FnOnce(&mut Json)) {
        if let Some(text) = changed(&self.request.body, change) {
            self.set_body(text);
        }
    }

    /// Drops the lines of a text body that begin with a field, and the header of that name.
    pub(super) fn drop_field(&mut self, field: &str) {
        self.drop_header(field);
        if self.body().trim_start().starts_with('{') {
            return;
        }
        let kept: String = self
            .body()
            .split_inclusive('\n')
            .filter(|line| !begins_with(line, field))
            .collect();
        self.set_body(kept);
    }
}

/// A JSON text after a change; none when it says the same, or is no JSON.
fn changed(text: &[u8], change: impl FnOnce(&mut Json)) -> Option<String> {
    let before: Json = serde_json::from_slice(text).ok()?;
    let mut after = before.clone();
    change(&mut after);
    (after != before).then(|| after.to_string())
}

/// Whether a line is a field of the name.
pub(super) fn begins_with(line: &str, field: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case(field))
}

/// An answer under way.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) response: Response,
}

impl Given {
    /// An answer of a status with a text.
    pub(super) fn plain(status: u16, body: &str) -> Self {
        Self {
            response: Response {
                status,
                headers: vec![
                    ("content-type".to_owned(), b"text/plain".to_vec()),
                    ("server".to_owned(), b"faulty OCCI/1.2 OCCI/1.1".to_vec()),
                ],
                body: Bytes::from(body.to_owned()),
                ..Response::default()
            },
        }
    }

    pub(super) fn is_success(&self) -> bool {
        self.response.is_success()
    }

    pub(super) fn media(&self) -> String {
        self.response.media_type().unwrap_or_default()
    }

    pub(super) fn is_json(&self) -> bool {
        self.media() == "application/occi+json"
    }

    pub(super) fn body(&self) -> String {
        String::from_utf8_lossy(&self.response.body).into_owned()
    }

    pub(super) fn set_body(&mut self, body: impl Into<Bytes>) {
        self.response.body = body.into();
    }

    pub(super) fn drop_header(&mut self, name: &str) {
        self.response
            .headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
    }

    pub(super) fn set_header(&mut self, name: &str, value: &str) {
        self.drop_header(name);
        self.response
            .headers
            .push((name.to_owned(), value.as_bytes().to_vec()));
    }

    /// Changes a JSON answer. One that says the same afterwards stays as it was written.
    pub(super) fn json(&mut self, change: impl FnOnce(&mut Json)) {
        if self.is_json()
            && let Some(text) = changed(&self.response.body, change)
        {
            self.set_body(text);
        }
    }

    /// Changes every entity object of a JSON answer: itself, or the members of a collection.
    pub(super) fn entities(&mut self, mut change: impl FnMut(&mut serde_json::Map<String, Json>)) {
        self.json(|json| {
            let Json::Object(object) = json else { return };
            if object.contains_key("kind") {
                return change(object);
            }
            for key in ["resources", "links"] {
                if let Some(Json::Array(members)) = object.get_mut(key) {
                    members
                        .iter_mut()
                        .filter_map(Json::as_object_mut)
                        .for_each(&mut change);
                }
            }
        });
    }

    /// Changes every category object of a class in a JSON answer.
    pub(super) fn categories(
        &mut self,
        class: &str,
        change: impl FnMut(&mut serde_json::Map<String, Json>),
    ) {
        self.json(|json| {
            if let Some(Json::Array(all)) = json.get_mut(class) {
                all.iter_mut()
                    .filter_map(Json::as_object_mut)
                    .for_each(change);
            }
        });
    }

    /// Changes the text of a text answer: its body and the fields of OCCI.
    pub(super) fn text(&mut self, change: impl Fn(&str) -> String) {
        if !self.media().starts_with("text/") {
            return;
        }
        let body = change(&self.body());
        self.set_body(body);
        for (name, value) in &mut self.response.headers {
            if matches!(
                name.to_ascii_lowercase().as_str(),
                "category" | "link" | "x-occi-attribute" | "x-occi-location"
            ) {
                *value = change(&String::from_utf8_lossy(value)).into_bytes();
            }
        }
    }

    /// Keeps the lines of a text body that pass.
    pub(super) fn lines(&mut self, keep: impl Fn(&str) -> bool) {
        if self.media().starts_with("text/") {
            let kept: String = self
                .body()
                .split_inclusive('\n')
                .filter(|line| keep(line))
                .collect();
            self.set_body(kept);
        }
    }
}
