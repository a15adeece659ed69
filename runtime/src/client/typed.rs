//! Operations on generated types.

use std::time::{Duration, Instant};

use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use occi_model::Value;

use super::{Client, ClientError, dynamic::tail};
use crate::{
    Instance,
    typed::{self, Action, AttributeValue, Entity, Link, NewEntity, Patch, Stateful, category},
};

/// The state that an entity does not leave by itself.
const ERROR_STATE: &str = "error";

/// Pause before the second look at a state; each further one is half as long again.
const FIRST_LOOK: Duration = Duration::from_millis(100);

/// Longest pause between two looks.
const LONGEST_LOOK: Duration = Duration::from_secs(5);

pub(super) fn typed<X: Entity>(instance: Instance) -> Result<X, ClientError> {
    let location = instance.location.clone().unwrap_or_default();
    X::from_instance(instance).map_err(|error| ClientError::Mistyped { location, error })
}

fn text_of(state: impl AttributeValue) -> String {
    match state.into_value() {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

impl Client {
    /// Creates an entity, and gives it back as the server made it.
    ///
    /// # Errors
    ///
    /// [`ClientError::Invalid`] before anything is sent, when the definition refuses a value; else
    /// when the server does not offer the kind, refuses, or does not say what it made.
    pub async fn create<N: NewEntity>(&self, new: N) -> Result<N::Entity, ClientError> {
        let new = new.into_instance();
        typed::creation::<N::Entity>(&new.mixins, &new.attributes)?;
        let kind = category(N::Entity::KIND);
        let location = self.location_of_kind(&kind, N::Entity::LOCATION).await?;
        typed(self.create_at(&location, new).await?)
    }

    /// Creates a link between two resources; see [`create`](Self::create).
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub async fn link<N>(&self, new: N) -> Result<N::Entity, ClientError>
    where
        N: NewEntity,
        N::Entity: Link,
    {
        self.create(new).await
    }

    /// Reads the entity at a location (an absolute path or a URL), or with an id.
    ///
    /// # Errors
    ///
    /// When there is none, it is of another kind, or the server refuses.
    pub async fn get<X: Entity>(&self, location_or_id: impl AsRef<str>) -> Result<X, ClientError> {
        let text = location_or_id.as_ref();
        let is_location = ["/", "http://", "https://"]
            .iter()
            .any(|start| text.starts_with(start));
        typed(if is_location {
            self.get_instance(text).await?
        } else {
            self.get_by_id::<X>(text).await?
        })
    }

    /// All entities of a kind, asked for page by page as they are taken. Entities of kinds below
    /// it, which its collection shows too (D-19), are left out; list them as what they are. The
    /// stream ends after the first error of the server.
    pub fn list<X: Entity>(&self) -> impl Stream<Item = Result<X, ClientError>> + Send + use<X> {
        let client = self.clone();
        stream::once(async move {
            let kind = category(X::KIND);
            let location = client.location_of_kind(&kind, X::LOCATION).await?;
            Ok::<_, ClientError>(client.stream_instances(&location))
        })
        .try_flatten()
        .try_filter(|instance| std::future::ready(instance.kind == *X::KIND))
        .map(|instance| typed(instance?))
        .boxed()
    }

    /// All entities of a kind at once.
    ///
    /// # Errors
    ///
    /// When the server refuses, or shows an entity that does not fit the type.
    pub async fn list_all<X: Entity>(&self) -> Result<Vec<X>, ClientError> {
        self.list().try_collect().await
    }

    /// Changes an entity; what the patch does not name stays.
    ///
    /// # Errors
    ///
    /// [`ClientError::Invalid`] before anything is sent, when the definition refuses a value; else
    /// when the server refuses.
    pub async fn update<X: Entity>(&self, entity: &X, patch: X::Patch) -> Result<X, ClientError> {
        let attributes = patch.into_attributes();
        typed::change::<X>(&attributes)?;
        let location = self.place_of(entity).await?;
        let changes = Instance {
            attributes,
            ..Instance::new(category(X::KIND))
        };
        typed(self.update_instance(&location, changes).await?)
    }

    /// Deletes an entity. Deleting a resource deletes its links (D-16).
    ///
    /// # Errors
    ///
    /// When there is none any more, or the server refuses.
    pub async fn delete<X: Entity>(&self, entity: &X) -> Result<(), ClientError> {
        let location = self.place_of(entity).await?;
        self.delete_at(&location).await
    }

    /// Performs an action, and gives the entity as it is afterwards.
    ///
    /// # Errors
    ///
    /// [`ClientError::Invalid`] before anything is sent, when the definition refuses a parameter;
    /// else when the action is not applicable now, or the server refuses.
    pub async fn act<A: Action>(
        &self,
        entity: &A::Entity,
        action: A,
    ) -> Result<A::Entity, ClientError> {
        self.act_on(entity, action).await
    }

    /// Performs an action that a kind inherits, or that a mixin of the entity defines; see
    /// [`act`](Self::act).
    ///
    /// # Errors
    ///
    /// As [`act`](Self::act).
    pub async fn act_on<X: Entity, A: Action>(
        &self,
        entity: &X,
        action: A,
    ) -> Result<X, ClientError> {
        let parameters = action.into_attributes();
        typed::parameters::<A>(&parameters)?;
        let location = self.place_of(entity).await?;
        let id = category(A::ID);
        match self.act_at(&location, &id, &parameters).await? {
            // An action may show something else, such as the template it made (D-111).
            Some(instance) if instance.id.as_ref() == Some(entity.id()) => typed(instance),
            _ => typed(self.get_instance(&location).await?),
        }
    }

    /// Looks at an entity until it is in a state, with growing pauses.
    ///
    /// # Errors
    ///
    /// [`ClientError::Failed`] at once when it is in the state `error` instead,
    /// [`ClientError::StillWaiting`] after `limit`; also when it cannot be read.
    pub async fn wait_for<X: Stateful>(
        &self,
        entity: &X,
        state: X::State,
        limit: Duration,
    ) -> Result<X, ClientError> {
        let location = self.place_of(entity).await?;
        let wanted = text_of(state.clone());
        let start = Instant::now();
        let mut pause = FIRST_LOOK;
        loop {
            let seen: X = typed(self.get_instance(&location).await?)?;
            if *seen.state() == state {
                return Ok(seen);
            }
            let found = text_of(seen.state().clone());
            if found == ERROR_STATE {
                return Err(ClientError::Failed {
                    location,
                    found,
                    wanted,
                });
            }
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(ClientError::StillWaiting {
                    location,
                    found,
                    wanted,
                    limit,
                });
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = (pause * 3 / 2).min(LONGEST_LOOK);
        }
    }

    async fn place_of<X: Entity>(&self, entity: &X) -> Result<String, ClientError> {
        match entity.location() {
            "" => {
                let found = self.get_by_id::<X>(entity.id().as_str()).await?;
                Ok(found.location.unwrap_or_default())
            }
            location => Ok(location.to_owned()),
        }
    }

    /// The instance with an id. Most servers build location and id from the same UUID, so that
    /// place is tried first, and the collection after it.
    async fn get_by_id<X: Entity>(&self, id: &str) -> Result<Instance, ClientError> {
        let kind = category(X::KIND);
        let collection = self.location_of_kind(&kind, X::LOCATION).await?;
        let has_id = |instance: &Instance| instance.id.as_ref().is_some_and(|i| i.as_str() == id);
        let guess = format!("{}/{}", collection.trim_end_matches('/'), tail(id));
        match self.get_instance(&guess).await {
            Ok(instance) if has_id(&instance) => return Ok(instance),
            Ok(_) | Err(ClientError::Status { .. } | ClientError::NotOne { .. }) => {}
            Err(error) => return Err(error),
        }
        let mut members = std::pin::pin!(self.stream_instances(&collection));
        while let Some(instance) = members.try_next().await? {
            if has_id(&instance) {
                return Ok(instance);
            }
        }
        Err(ClientError::UnknownId { id: id.to_owned() })
    }
}
