//! Changes of what one knows: entity tags (RFC 9110 8.8.3, 13.1.1), where the server gives them.

use http::{Method, StatusCode, header};

use super::{Client, ClientError, discovery::accept, exchange::Call};
use crate::Instance;

/// How often [`Client::modify`] begins anew when somebody else was faster.
const ATTEMPTS: u32 = 8;

/// Which version of an instance a client knows, as its server tags it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version(String);

impl Version {
    /// The entity tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Client {
    /// Reads an instance, and which version of it that is; none when the server does not tag its
    /// answers.
    ///
    /// # Errors
    ///
    /// As [`get_instance`](Self::get_instance).
    pub async fn get_versioned(
        &self,
        location: &str,
    ) -> Result<(Instance, Option<Version>), ClientError> {
        let media = self.discovery().await?.media;
        let url = self.shared.base.resolve(location)?;
        let call = Call::new(Method::GET, url, accept(media));
        let answer = self.shared.succeed(call).await?;
        let version = answer
            .header(header::ETAG)
            .map(|tag| Version(tag.to_owned()));
        Ok((self.only(&answer, location)?, version))
    }

    /// Changes an instance, if it is still this version; see
    /// [`update_instance`](Self::update_instance).
    ///
    /// # Errors
    ///
    /// [`ClientError::is_outdated`] when it is another one by now; when the server refuses.
    pub async fn update_if(
        &self,
        location: &str,
        version: &Version,
        changes: Instance,
    ) -> Result<Instance, ClientError> {
        let known = Some(version);
        let answer = self
            .send_entity(Method::POST, location, changes, known)
            .await?;
        self.shown_or_read(answer, location).await
    }

    /// Replaces an instance, if it is still this version; see
    /// [`replace_instance`](Self::replace_instance).
    ///
    /// # Errors
    ///
    /// As [`update_if`](Self::update_if).
    pub async fn replace_if(
        &self,
        location: &str,
        version: &Version,
        instance: Instance,
    ) -> Result<Instance, ClientError> {
        let known = Some(version);
        let answer = self
            .send_entity(Method::PUT, location, instance, known)
            .await?;
        self.shown_or_read(answer, location).await
    }

    /// Deletes an instance, if it is still this version.
    ///
    /// # Errors
    ///
    /// As [`update_if`](Self::update_if).
    pub async fn delete_if(&self, location: &str, version: &Version) -> Result<(), ClientError> {
        self.delete_known(location, Some(version)).await
    }

    /// Reads an instance, lets `change` say what is to be changed of it, and changes that. When
    /// somebody else changed it in between, all this is done anew, up to eight times; so no
    /// change is lost. A server that does not tag its answers changes it all the same.
    ///
    /// # Errors
    ///
    /// [`ClientError::is_outdated`] when others were always faster; when the server refuses.
    pub async fn modify(
        &self,
        location: &str,
        mut change: impl FnMut(&Instance) -> Instance,
    ) -> Result<Instance, ClientError> {
        let mut attempt = 1;
        loop {
            let (current, version) = self.get_versioned(location).await?;
            let changes = change(&current);
            let result = match &version {
                Some(version) => self.update_if(location, version, changes).await,
                None => self.update_instance(location, changes).await,
            };
            match result {
                Err(error) if error.is_outdated() && attempt < ATTEMPTS => attempt += 1,
                result => return result,
            }
        }
    }
}

impl ClientError {
    /// Whether the instance is not the version any more that the request was made for: 412.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.status() == Some(StatusCode::PRECONDITION_FAILED)
    }
}
