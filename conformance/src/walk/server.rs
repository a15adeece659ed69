//! The server of a walk: operations as requests, and what it shows afterwards.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bytes::Bytes;
use occi_model::{Model, Value};
use serde_json::json;

use super::{
    operation::Operation,
    reference::{INFRASTRUCTURE, Link, RESOURCES, Reference, Resource, TAGS},
};
use crate::{
    engine::{Facts, entity_of_answer, same_value},
    transport::{Request, Response, Transport, resolve},
};

const JSON: &str = "application/occi+json";

/// Kinds of links, by their target's number.
const LINKS: [(usize, &str); 2] = [(1, "networkinterface"), (2, "storagelink")];

/// A server that is walked over.
pub(super) struct Server<'m> {
    model: &'m Model,
    transport: Arc<dyn Transport>,
}

impl<'m> Server<'m> {
    pub(super) fn new(model: &'m Model, transport: Arc<dyn Transport>) -> Self {
        Self { model, transport }
    }

    async fn ask(&self, request: Request) -> Result<Response, String> {
        let said = format!("{} {}", request.method, request.target);
        let answer = self.transport.send(request).await;
        answer.map_err(|error| format!("{said}: {error}"))
    }

    /// Asks, and refuses every status but those of success.
    async fn done(&self, request: Request) -> Result<Response, String> {
        let said = format!("{} {}", request.method, request.target);
        let answer = self.ask(request).await?;
        if answer.is_success() {
            Ok(answer)
        } else {
            let body = String::from_utf8_lossy(&answer.body);
            Err(format!(
                "{said}: expected success, found {} {body}",
                answer.status
            ))
        }
    }

    fn path(&self, location: &str) -> Option<String> {
        resolve(self.transport.base(), location)
    }

    /// Adds the mixins of users.
    pub(super) async fn prepare(&self) -> Result<(), String> {
        for (at, tag) in TAGS.iter().enumerate() {
            let (scheme, term) = tag.split_once('#').unwrap_or((tag, ""));
            let line = format!(
                "Category: {term}; scheme=\"{scheme}#\"; class=\"mixin\"; location=\"{}\"\r\n",
                place(at)
            );
            let mut request = Request::new("POST", "/-/")
                .with_header("Content-Type", "text/plain")
                .with_header("Accept", "text/plain");
            request.body = Bytes::from(line);
            self.done(request).await?;
        }
        Ok(())
    }

    /// Performs an operation, and does the same to the reference store.
    pub(super) async fn perform(
        &mut self,
        operation: &Operation,
        reference: &mut Reference<'m>,
    ) -> Result<(), String> {
        match *operation {
            Operation::Create { kind, number } => {
                let kind = kind % RESOURCES.len();
                let values = Reference::values(kind, number);
                let path = self
                    .create(
                        &reference.collection(RESOURCES[kind].0),
                        &body(kind, &values),
                    )
                    .await?;
                reference.create(kind, path, values);
            }
            Operation::Update { which, number } => {
                let Some(at) = reference.resource(which) else {
                    return Ok(());
                };
                let resource = &mut reference.resources[at];
                let values = Reference::values(resource.kind, number);
                let request = self.json("POST", &resource.path, &body(resource.kind, &values));
                self.done(request).await?;
                resource.attributes.extend(values);
            }
            Operation::Replace { which, number } => {
                let Some(at) = reference.resource(which) else {
                    return Ok(());
                };
                let resource = &mut reference.resources[at];
                let values = Reference::values(resource.kind, number);
                let mut whole = body(resource.kind, &values);
                let mixins: Vec<&str> = resource.tags.iter().map(|tag| TAGS[*tag]).collect();
                whole["mixins"] = json!(mixins);
                self.done(self.json("PUT", &resource.path, &whole)).await?;
                resource.attributes = values;
            }
            Operation::Act { which, action } => self.act(which, action, reference).await?,
            Operation::Link { from, to } => self.link(from, to, reference).await?,
            Operation::Unlink { which } => {
                if reference.links.is_empty() {
                    return Ok(());
                }
                let link = reference.links.remove(which % reference.links.len());
                self.delete(&link.path).await?;
                reference.gone.push(link.path);
            }
            Operation::Tag { which, tag } => {
                let Some(at) = reference.resource(which) else {
                    return Ok(());
                };
                let tag = tag % TAGS.len();
                self.done(self.member("POST", tag, &reference.resources[at]))
                    .await?;
                reference.resources[at].tags.insert(tag);
            }
            Operation::Untag { which, tag } => {
                let tag = tag % TAGS.len();
                let tagged = |at: &usize| reference.resources[*at].tags.contains(&tag);
                let all: Vec<usize> = (0..reference.resources.len()).filter(tagged).collect();
                if let Some(&at) = all.get(which % all.len().max(1)) {
                    self.done(self.member("DELETE", tag, &reference.resources[at]))
                        .await?;
                    reference.resources[at].tags.remove(&tag);
                }
            }
            Operation::Delete { which } => {
                if let Some(at) = reference.resource(which) {
                    self.delete(&reference.resources[at].path).await?;
                    reference.delete(at);
                }
            }
        }
        Ok(())
    }

    fn json(&self, method: &'static str, path: &str, body: &serde_json::Value) -> Request {
        let mut request = Request::new(method, path)
            .with_header("Content-Type", JSON)
            .with_header("Accept", JSON);
        request.body = Bytes::from(body.to_string());
        request
    }

    async fn create(&self, collection: &str, body: &serde_json::Value) -> Result<String, String> {
        let answer = self.done(self.json("POST", collection, body)).await?;
        let location = answer
            .header("location")
            .and_then(|location| self.path(location));
        location.ok_or_else(|| format!("POST {collection}: no location"))
    }

    async fn delete(&self, path: &str) -> Result<(), String> {
        let request = Request::new("DELETE", path).with_header("Accept", JSON);
        self.done(request).await.map(|_| ())
    }

    /// A request about one member of the collection of a mixin.
    fn member(&self, method: &'static str, tag: usize, resource: &Resource) -> Request {
        let mut request = Request::new(method, place(tag))
            .with_header("Content-Type", "text/plain")
            .with_header("Accept", "text/plain");
        let url = format!("{}{}", self.transport.base(), resource.path);
        request.body = Bytes::from(format!("X-OCCI-Location: {url}\r\n"));
        request
    }

    async fn act(
        &self,
        which: usize,
        action: usize,
        reference: &mut Reference<'m>,
    ) -> Result<(), String> {
        let Some(at) = reference.resource(which) else {
            return Ok(());
        };
        let resource = &reference.resources[at];
        let actions = reference.actions(resource.kind);
        let Some(&action) = actions.get(action % actions.len().max(1)) else {
            return Ok(());
        };
        let id = reference.action(action);
        let path = format!("{}?action={}", resource.path, id.term());
        let body = json!({ "action": id.as_str() });
        let state = resource.state.clone();
        let answer = self.ask(self.json("POST", &path, &body)).await?;
        let is_legal = reference.act(at, action);
        let expected = if is_legal { "success" } else { "409" };
        if answer.is_success() == is_legal && (is_legal || matches!(answer.status, 409 | 400)) {
            Ok(())
        } else {
            Err(format!(
                "POST {path} in {state}: expected {expected}, found {}",
                answer.status
            ))
        }
    }

    async fn link(
        &self,
        from: usize,
        to: usize,
        reference: &mut Reference<'m>,
    ) -> Result<(), String> {
        let of = |kinds: &[usize]| -> Vec<&Resource> {
            let all = reference.resources.iter();
            all.filter(|resource| kinds.contains(&resource.kind))
                .collect()
        };
        let (sources, targets) = (of(&[0]), of(&[1, 2]));
        let (Some(source), Some(target)) = (
            sources.get(from % sources.len().max(1)),
            targets.get(to % targets.len().max(1)),
        ) else {
            return Ok(());
        };
        let Some((_, term)) = LINKS.iter().find(|(kind, _)| *kind == target.kind) else {
            return Ok(());
        };
        let (source, target) = (source.path.clone(), target.path.clone());
        let prefix = format!("occi.{term}");
        let values = match *term {
            "networkinterface" => json!({
                format!("{prefix}.interface"): "eth0",
                format!("{prefix}.mac"): "00:80:41:ae:fd:7e",
            }),
            _ => json!({ format!("{prefix}.deviceid"): "ide:0:1" }),
        };
        let body = json!({
            "kind": format!("{INFRASTRUCTURE}{term}"),
            "source": { "location": source },
            "target": { "location": target },
            "attributes": values,
        });
        let path = self.create(&reference.collection(term), &body).await?;
        let facts = self.read(&path).await?;
        let id = facts.id().unwrap_or_default().to_owned();
        reference.links.push(Link {
            path,
            id,
            source,
            target,
        });
        Ok(())
    }

    // -- what it shows --------------------------------------------------------------------------

    /// Whether the server shows what the reference store holds.
    pub(super) async fn agrees(&self, reference: &Reference<'m>) -> Result<(), String> {
        for (kind, (term, ..)) in RESOURCES.into_iter().enumerate() {
            let own = reference
                .resources
                .iter()
                .filter(|resource| resource.kind == kind);
            let expected = own.map(|resource| resource.path.clone()).collect();
            self.lists(&reference.collection(term), &expected).await?;
        }
        for (target, term) in LINKS {
            let of = |link: &&Link| {
                let end = reference
                    .resources
                    .iter()
                    .find(|resource| resource.path == link.target);
                end.is_some_and(|end| end.kind == target)
            };
            let own = reference.links.iter().filter(of);
            self.lists(
                &reference.collection(term),
                &own.map(|link| link.path.clone()).collect(),
            )
            .await?;
        }
        for tag in 0..TAGS.len() {
            let own = reference
                .resources
                .iter()
                .filter(|resource| resource.tags.contains(&tag));
            let expected = own.map(|resource| resource.path.clone()).collect();
            self.lists(place(tag), &expected).await?;
        }
        for resource in &reference.resources {
            self.shows(resource, reference).await?;
        }
        for path in &reference.gone {
            let answer = self
                .ask(Request::new("GET", path.as_str()).with_header("Accept", JSON))
                .await?;
            if !matches!(answer.status, 404 | 410) {
                return Err(format!("GET {path}: expected 404, found {}", answer.status));
            }
        }
        Ok(())
    }

    async fn lists(&self, collection: &str, expected: &BTreeSet<String>) -> Result<(), String> {
        let request = Request::new("GET", collection).with_header("Accept", "text/uri-list");
        let answer = self.done(request).await?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let lines = text.lines().filter(|line| !line.is_empty());
        let found: BTreeSet<String> = lines.filter_map(|line| self.path(line)).collect();
        if found == *expected {
            Ok(())
        } else {
            Err(format!(
                "GET {collection}: expected {expected:?}, found {found:?}"
            ))
        }
    }

    /// What an entity shows.
    async fn read(&self, path: &str) -> Result<Facts, String> {
        let request = Request::new("GET", path).with_header("Accept", JSON);
        let answer = self.done(request).await?;
        entity_of_answer(self.model, self.transport.base(), &answer)
            .map_err(|why| format!("GET {path}: {why}"))
    }

    async fn shows(&self, resource: &Resource, reference: &Reference<'m>) -> Result<(), String> {
        let path = &resource.path;
        let facts = self.read(path).await?;
        let differs = |what: &str, expected: String, found: String| {
            if expected == found {
                Ok(())
            } else {
                Err(format!(
                    "GET {path}: {what}: expected {expected}, found {found}"
                ))
            }
        };
        let tags: BTreeSet<String> = resource
            .tags
            .iter()
            .map(|tag| TAGS[*tag].to_owned())
            .collect();
        let mixins: BTreeSet<String> = facts.mixins.iter().map(ToString::to_string).collect();
        differs("mixins", format!("{tags:?}"), format!("{mixins:?}"))?;
        let own = reference.links.iter().filter(|link| link.source == *path);
        let mut expected: Vec<(String, String)> = own
            .map(|link| (link.id.clone(), link.target.clone()))
            .collect();
        expected.sort();
        let mut found: Vec<(String, String)> = facts
            .links
            .iter()
            .map(|link| (link.id.clone().unwrap_or_default(), link.target.clone()))
            .collect();
        found.sort();
        differs("links", format!("{expected:?}"), format!("{found:?}"))?;
        let offered = reference.offered(resource);
        differs(
            "actions",
            format!("{offered:?}"),
            format!("{:?}", facts.actions),
        )?;
        self.values(resource, reference, &facts)
    }

    /// The values that a walk gives, and the state.
    fn values(
        &self,
        resource: &Resource,
        reference: &Reference<'m>,
        facts: &Facts,
    ) -> Result<(), String> {
        let mut expected: BTreeMap<&str, Value> = BTreeMap::new();
        for (name, value) in &resource.attributes {
            expected.insert(name, value.clone());
        }
        if let Some(state) = reference.state_attribute(resource.kind) {
            expected.insert(state, Value::from(resource.state.as_str()));
        }
        let own = RESOURCES.get(resource.kind).map(|(_, name, _)| *name);
        let looked_at = ["occi.core.title", "occi.core.summary"]
            .into_iter()
            .chain(own);
        for name in looked_at.chain(reference.state_attribute(resource.kind)) {
            let (wanted, found) = (expected.get(name), facts.attributes.get(name));
            let is_same = match (wanted, found) {
                (Some(wanted), Some(found)) => {
                    same_value(self.transport.base(), name, wanted, found)
                }
                (wanted, found) => wanted.is_none() && found.is_none(),
            };
            if !is_same {
                let path = &resource.path;
                return Err(format!(
                    "GET {path}: {name}: expected {wanted:?}, found {found:?}"
                ));
            }
        }
        Ok(())
    }
}

/// The collection of a mixin of a user.
const fn place(tag: usize) -> &'static str {
    match tag {
        0 => "/walk/red/",
        _ => "/walk/green/",
    }
}

/// A resource with values.
fn body(kind: usize, values: &BTreeMap<&'static str, Value>) -> serde_json::Value {
    let term = RESOURCES.get(kind).map_or("", |(term, ..)| term);
    let values: BTreeMap<&str, serde_json::Value> = values
        .iter()
        .map(|(name, value)| (*name, serde_json::to_value(value).unwrap_or_default()))
        .collect();
    json!({ "kind": format!("{INFRASTRUCTURE}{term}"), "attributes": values })
}
