//! Operations on instances without static types.

use std::time::Duration;

use http::{Method, StatusCode, header};
use occi_model::{AttributeName, Attributes, CategoryId, Value};
use occi_rendering::{
    EntityMessage, MediaType, Mode, read_entities, read_locations, write_entity, write_invocation,
};

use super::{
    Client, ClientError,
    discovery::accept,
    exchange::{Answer, Call},
    version::Version,
};
use crate::{
    EntityId, Instance,
    wire::{Prepared, read_instance},
};

/// How often the result of an asynchronous operation is asked for (202, D.12).
const ASYNCHRONOUS_POLLS: u32 = 30;

/// Pause between two such questions; it grows up to ten times.
const ASYNCHRONOUS_PAUSE: Duration = Duration::from_millis(200);

impl Client {
    /// Creates an instance in the collection of its kind, and gives it back as the server made
    /// it.
    ///
    /// # Errors
    ///
    /// When the server does not offer the kind, refuses, or does not say what it made.
    pub async fn create_instance(&self, instance: Instance) -> Result<Instance, ClientError> {
        let location = self.location_of_kind(&instance.kind, "").await?;
        self.create_at(&location, instance).await
    }

    /// Creates an instance in the collection at a location.
    pub(super) async fn create_at(
        &self,
        collection: &str,
        instance: Instance,
    ) -> Result<Instance, ClientError> {
        let answer = self
            .send_entity(Method::POST, collection, instance, None)
            .await?;
        let answer = self.settle(answer).await?;
        let shown = self.shown(&answer);
        match self.location_in(&answer, shown.as_ref()) {
            Some(location) => match shown {
                // The entity itself, whole: a 1.1 server may show only the category.
                Some(instance) if instance.id.is_some() => Ok(self.placed(instance, location)),
                _ => self.get_instance(&location).await,
            },
            None => match shown {
                // JSON without `Location`: the collection knows where it is.
                Some(instance) if instance.id.is_some() => {
                    self.find_place(collection, instance).await
                }
                _ => Err(ClientError::Nowhere {
                    request: answer.request,
                }),
            },
        }
    }

    /// Reads an instance.
    ///
    /// # Errors
    ///
    /// When there is none, the server refuses, or the answer is no single entity.
    pub async fn get_instance(&self, location: &str) -> Result<Instance, ClientError> {
        let media = self.discovery().await?.media;
        let url = self.shared.base.resolve(location)?;
        let call = Call::new(Method::GET, url, accept(media));
        let answer = self.shared.succeed(call).await?;
        self.only(&answer, location)
    }

    /// The one instance that an answer from a location shows.
    pub(super) fn only(&self, answer: &Answer, location: &str) -> Result<Instance, ClientError> {
        let mut messages = self.messages(answer)?;
        match (messages.pop(), messages.len()) {
            (Some(message), 0) => {
                let instance = self.instance(answer, message)?;
                let path = self.path_of(location, answer);
                Ok(self.placed(instance, path))
            }
            (last, rest) => Err(ClientError::NotOne {
                request: answer.request.clone(),
                found: rest + usize::from(last.is_some()),
            }),
        }
    }

    /// Changes an instance: the attributes and mixins of `changes` are set, everything else
    /// stays (partial update, D.10).
    ///
    /// # Errors
    ///
    /// When the server refuses.
    pub async fn update_instance(
        &self,
        location: &str,
        changes: Instance,
    ) -> Result<Instance, ClientError> {
        let answer = self
            .send_entity(Method::POST, location, changes, None)
            .await?;
        self.shown_or_read(answer, location).await
    }

    /// Replaces an instance, or creates one at a location of the client's choice (full update,
    /// D.10).
    ///
    /// # Errors
    ///
    /// When the server refuses.
    pub async fn replace_instance(
        &self,
        location: &str,
        instance: Instance,
    ) -> Result<Instance, ClientError> {
        let answer = self
            .send_entity(Method::PUT, location, instance, None)
            .await?;
        self.shown_or_read(answer, location).await
    }

    /// Deletes an instance.
    ///
    /// # Errors
    ///
    /// When there is none, or the server refuses.
    pub async fn delete_at(&self, location: &str) -> Result<(), ClientError> {
        self.delete_known(location, None).await
    }

    /// Deletes an instance, if it is still the known version.
    pub(super) async fn delete_known(
        &self,
        location: &str,
        known: Option<&Version>,
    ) -> Result<(), ClientError> {
        let media = self.discovery().await?.media;
        let url = self.shared.base.resolve(location)?;
        let call = Call::new(Method::DELETE, url, accept(media)).only_if(known);
        let answer = self.shared.send(call).await?;
        // An earlier attempt did it, and its answer got lost.
        let done_before =
            answer.repeated && matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::GONE);
        if answer.status.is_success() || done_before {
            Ok(())
        } else {
            Err(self.shared.refusal(&answer))
        }
    }

    /// Performs an action on the entity or collection at a location. Gives the entity, if the
    /// answer shows it.
    ///
    /// # Errors
    ///
    /// When the server refuses.
    pub async fn act_at(
        &self,
        location: &str,
        action: &CategoryId,
        parameters: &Attributes,
    ) -> Result<Option<Instance>, ClientError> {
        let media = self.discovery().await?.media;
        let mut url = self.shared.base.resolve(location)?;
        url.set_query(Some(&format!("action={}", action.term())));
        let parameters: Vec<(&AttributeName, &Value)> = parameters.iter().collect();
        let content = write_invocation(media, action, &parameters)?;
        let call = Call::new(Method::POST, url, accept(media)).with(media, content);
        let answer = self.shared.succeed(call).await?;
        let answer = self.settle(answer).await?;
        let shown = self.shown(&answer);
        let path = self.path_of(location, &answer);
        Ok(shown.map(|instance| self.placed(instance, path)))
    }

    pub(super) async fn send_entity(
        &self,
        method: Method,
        location: &str,
        instance: Instance,
        known: Option<&Version>,
    ) -> Result<Answer, ClientError> {
        let media = self.discovery().await?.media;
        let url = self.shared.base.resolve(location)?;
        let content = write_entity(media, &Prepared::request(instance).view())?;
        let call = Call::new(method, url, accept(media))
            .with(media, content)
            .only_if(known);
        self.shared.succeed(call).await
    }

    pub(super) async fn shown_or_read(
        &self,
        answer: Answer,
        location: &str,
    ) -> Result<Instance, ClientError> {
        let answer = self.settle(answer).await?;
        match self.shown(&answer) {
            Some(instance) if instance.id.is_some() => {
                let path = self.path_of(location, &answer);
                Ok(self.placed(instance, path))
            }
            _ => self.get_instance(location).await,
        }
    }

    /// Waits for the end of an asynchronous operation (202: `Location` names a temporary
    /// resource, which redirects to the result at the end; D.12).
    async fn settle(&self, answer: Answer) -> Result<Answer, ClientError> {
        if answer.status != StatusCode::ACCEPTED {
            return Ok(answer);
        }
        let Some(location) = self.location_in(&answer, None) else {
            return Ok(answer);
        };
        let media = self.discovery().await?.media;
        let mut latest = answer;
        for poll in 1..=ASYNCHRONOUS_POLLS {
            tokio::time::sleep(ASYNCHRONOUS_PAUSE * poll.min(10)).await;
            let url = self.shared.base.resolve(&location)?;
            let call = Call::new(Method::GET, url, accept(media));
            latest = self.shared.succeed(call).await?;
            if latest.status != StatusCode::ACCEPTED {
                break;
            }
        }
        Ok(latest)
    }

    /// The entity that an answer shows, if it shows one and nothing else. `OK`, `{}`, a list of
    /// locations, a category: no entity, and no error either.
    fn shown(&self, answer: &Answer) -> Option<Instance> {
        let mut messages = self.messages(answer).ok()?;
        let message = messages.pop()?;
        if !messages.is_empty() {
            return None;
        }
        self.instance(answer, message).ok()
    }

    pub(super) fn messages(&self, answer: &Answer) -> Result<Vec<EntityMessage>, ClientError> {
        if answer.status == StatusCode::NO_CONTENT {
            return Ok(Vec::new());
        }
        read_entities(&answer.payload()?, Mode::Lenient)
            .map(|read| read.value)
            .map_err(|error| ClientError::Unreadable {
                request: answer.request.clone(),
                error,
            })
    }

    pub(super) fn instance(
        &self,
        answer: &Answer,
        message: EntityMessage,
    ) -> Result<Instance, ClientError> {
        let mut instance =
            read_instance(message, None, Mode::Lenient).map_err(|error| ClientError::NoEntity {
                request: answer.request.clone(),
                error,
            })?;
        let reduce = |location: &mut Option<String>| {
            *location = location
                .take()
                .and_then(|text| self.shared.base.reduce(&text, &answer.url));
        };
        reduce(&mut instance.location);
        for link in &mut instance.links {
            reduce(&mut link.link.location);
        }
        Ok(instance)
    }

    /// The instance with its location; without an id of its own the location serves as one.
    pub(super) fn placed(&self, mut instance: Instance, location: String) -> Instance {
        if instance.id.is_none() {
            instance.id = Some(EntityId::new(location.as_str()));
        }
        instance.location = Some(location);
        instance
    }

    /// The location that was asked for, as a path.
    fn path_of(&self, location: &str, answer: &Answer) -> String {
        self.shared
            .base
            .reduce(location, &answer.url)
            .unwrap_or_else(|| location.to_owned())
    }

    /// Where an answer says that its entity is: in the header, in the rendering, or in a list
    /// with one location (1.1 servers).
    fn location_in(&self, answer: &Answer, shown: Option<&Instance>) -> Option<String> {
        let base = &self.shared.base;
        if let Some(location) = answer.header(header::LOCATION) {
            return base.reduce(location, &answer.url);
        }
        if let Some(instance) = shown {
            return instance.location.clone();
        }
        let read = read_locations(&answer.payload().ok()?, Mode::Lenient).ok()?;
        match &read.value[..] {
            [location] => base.reduce(location, &answer.url),
            _ => None,
        }
    }
}

/// The last part of an id or location: the UUID of both, with most servers.
pub(super) fn tail(text: &str) -> &str {
    text.trim_end_matches('/')
        .rsplit(['/', ':', '#'])
        .next()
        .unwrap_or(text)
}

/// Whether a rendering lists entities in full.
pub(super) const fn lists_entities(media: MediaType) -> bool {
    media.is_json()
}
