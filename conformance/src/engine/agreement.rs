//! Whether an answer says of an instance what the instance says when it is read.
//!
//! Answers to changes may carry the instance (HTTP-087, HTTP-092, HTTP-102, HTTP-120), and listings
//! in JSON carry their members in full (JSON-027, JSON-028). What they say is kept until the
//! instance is read, and compared then. Nobody asks for more: the cases read after each change as
//! it is.

use std::collections::BTreeMap;

use occi_model::{Access, Model};
use occi_rendering::MediaType;

use super::{
    facts::{self, Facts, difference},
    passive::Shape,
};
use crate::transport::{Request, Response, resolve};

/// The passive check.
pub(super) const CHECK: &str = "answers-agree";

/// The shape of an answer that may carry anything: a collection of entities where it is one.
pub(super) fn shape(shape: Shape, request: &Request, response: &Response) -> Shape {
    let is_of_collection =
        matches!(request.method, "POST" | "PUT") && request.path().ends_with('/');
    let has_members = || {
        serde_json::from_slice::<serde_json::Value>(&response.body).is_ok_and(|json| {
            json.get("resources")
                .or_else(|| json.get("links"))
                .is_some()
        })
    };
    let is_json = || response.media_type().as_deref() == Some(MediaType::OcciJson.as_str());
    if shape == Shape::Free
        && is_of_collection
        && response.is_success()
        && is_json()
        && has_members()
    {
        Shape::Listing
    } else {
        shape
    }
}

/// An instance as an answer showed it.
#[derive(Clone, Debug)]
struct Shown {
    facts: Facts,
    media: MediaType,
}

/// What the answers of a case have said of instances.
#[derive(Debug, Default)]
pub(super) struct Agreement {
    /// What the last change was answered with, by path; until the instance is read.
    said: BTreeMap<String, Shown>,
    /// What was read since the last change, by id.
    read: BTreeMap<String, Shown>,
    /// Where the instances are whose ids are known.
    paths: BTreeMap<String, String>,
}

impl Agreement {
    /// Forgets everything: nobody knows in which order changes took effect.
    pub(super) fn forget(&mut self) {
        self.said.clear();
        self.read.clear();
    }

    /// Takes an answer; gives what it contradicts, or `Some(None)` when it agrees with what was
    /// said before.
    pub(super) fn take(
        &mut self,
        model: &Model,
        base: &str,
        request: &Request,
        response: &Response,
    ) -> Option<Option<String>> {
        if request.method != "GET" {
            // Even what was refused may have changed something, if the server is wrong.
            self.forget();
        }
        let media = MediaType::parse(response.header("content-type")?)?;
        if !response.is_success() {
            return None;
        }
        let path = request.path();
        let is_collection = path.ends_with('/');
        match (request.method, is_collection) {
            ("GET", true) if media.is_json() && request.target == path => {
                self.listing(model, base, response, media)
            }
            ("GET", false) => {
                let facts = facts::entity(model, base, response).ok()?;
                let shown = Shown { facts, media };
                let said = self.said.remove(path);
                if let Some(id) = shown.facts.id() {
                    self.read.insert(id.to_owned(), shown.clone());
                    self.paths.insert(id.to_owned(), path.to_owned());
                }
                Some(said?.against(&shown, model, base))
            }
            ("POST" | "PUT", true) => {
                let location = response.header("location");
                let path = location.and_then(|location| resolve(base, location));
                let all = facts::entities(model, base, response).ok()?;
                for facts in all {
                    let known = facts.id().and_then(|id| self.paths.get(id).cloned());
                    self.says(path.clone().or(known), facts, media);
                }
                None
            }
            ("POST" | "PUT", false) => {
                let facts = facts::entity(model, base, response).ok()?;
                self.says(Some(path.to_owned()), facts, media);
                None
            }
            _ => None,
        }
    }

    /// Keeps what an answer said of the instance at a path.
    fn says(&mut self, path: Option<String>, facts: Facts, media: MediaType) {
        // An answer may speak of something else, such as a template that an action made.
        let speaks_of_it = !facts.kinds.is_empty() || facts.id().is_some();
        let Some(path) = path.filter(|_| speaks_of_it) else {
            return;
        };
        if let Some(id) = facts.id() {
            self.paths.insert(id.to_owned(), path.clone());
        }
        self.said.insert(path, Shown { facts, media });
    }

    fn listing(
        &self,
        model: &Model,
        base: &str,
        response: &Response,
        media: MediaType,
    ) -> Option<Option<String>> {
        let members = facts::entities(model, base, response).ok()?;
        let mut compared = members.into_iter().filter_map(|facts| {
            let read = self.read.get(facts.id()?)?;
            let member = Shown { facts, media };
            Some(member.against(read, model, base))
        });
        let first = compared.next()?;
        Some(first.or_else(|| compared.flatten().next()))
    }
}

impl Shown {
    /// The first difference to what was read, in words. What a server may change by itself in the
    /// meantime does not count: values that only it sets, with the actions that follow from the
    /// state, and those that it makes up; nor does what only one of the two renderings can carry.
    fn against(&self, read: &Self, model: &Model, base: &str) -> Option<String> {
        let across = self.media != read.media;
        let definition = |name: &str| facts::definition(model, &read.facts, name);
        let passes = |name: &str| {
            definition(name).is_none_or(|attribute| {
                attribute.access == Access::ReadOnly
                    || attribute.default.is_some()
                    || (across && !attribute.value_type.is_scalar())
            })
        };
        let mut said = self.facts.clone();
        let moved = said.attributes.iter().any(|(name, value)| {
            let is_set_by_server =
                definition(name).is_some_and(|attribute| attribute.access == Access::ReadOnly);
            is_set_by_server && read.facts.attributes.get(name) != Some(value)
        });
        let state_is_hidden = !said.attributes.keys().eq(read.facts.attributes.keys());
        if moved || state_is_hidden {
            said.actions.clone_from(&read.facts.actions);
        }
        if across {
            said.links.clone_from(&read.facts.links);
        }
        // What names the instance is part of it.
        let is_named = |facts: &Facts| facts.id().is_some();
        if is_named(&read.facts) && !is_named(&said) {
            return Some("the answer does not say the id".to_owned());
        }
        let (what, said, found) = difference(base, &said, &read.facts, &passes)?;
        Some(format!(
            "{what}: the answer says {said}, the instance says {found}"
        ))
    }
}
