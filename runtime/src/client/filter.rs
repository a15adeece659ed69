//! Filters of listings, and listings of the namespace (D.7, D.8).

use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use http::Method;
use occi_model::{AttributeName, CategoryId, Value};
use occi_rendering::{Class, Rendered, write_filter};

use super::{Client, ClientError, discovery::Discovery, exchange::Call, typed::typed};
use crate::{
    Instance,
    typed::{Entity, category},
};

/// What a listing is filtered by; everything must match (D-101).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    categories: Vec<CategoryId>,
    attributes: Vec<(AttributeName, Value)>,
}

impl Filter {
    /// Everything matches.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only instances of this kind, or with this mixin.
    #[must_use]
    pub fn category(mut self, id: CategoryId) -> Self {
        self.categories.push(id);
        self
    }

    /// Only instances with this value.
    #[must_use]
    pub fn attribute(mut self, name: AttributeName, value: impl Into<Value>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The header fields for a listing at a path; none when there is nothing to filter by. The
    /// category that the path belongs to says nothing there and is left out (GFD.185 3.4.3).
    pub(super) fn fields(
        &self,
        discovery: &Discovery,
        path: &str,
    ) -> Result<Option<Rendered>, ClientError> {
        let here = |location: &str| location.trim_end_matches('/') == path.trim_end_matches('/');
        let categories: Vec<(&CategoryId, Class)> = self
            .categories
            .iter()
            .filter(|id| !discovery.location(id.as_str()).is_some_and(here))
            .map(|id| (id, discovery.class(id.as_str())))
            .collect();
        let attributes: Vec<(&AttributeName, &Value)> = self
            .attributes
            .iter()
            .map(|(name, value)| (name, value))
            .collect();
        if categories.is_empty() && attributes.is_empty() {
            return Ok(None);
        }
        Ok(Some(write_filter(&categories, &attributes)?))
    }
}

impl Client {
    /// The instances of the collection at a location that match a filter, which the server
    /// applies; see [`stream_instances`](Self::stream_instances).
    pub fn stream_matching(
        &self,
        location: &str,
        filter: Filter,
    ) -> impl Stream<Item = Result<Instance, ClientError>> + Send + use<> {
        self.stream_filtered(location, filter)
    }

    /// All entities of a kind that match a filter, which the server applies; see
    /// [`list`](Self::list).
    pub fn find<X: Entity>(
        &self,
        filter: Filter,
    ) -> impl Stream<Item = Result<X, ClientError>> + Send + use<X> {
        let client = self.clone();
        stream::once(async move {
            let kind = category(X::KIND);
            let location = client.location_of_kind(&kind, X::LOCATION).await?;
            Ok::<_, ClientError>(client.stream_filtered(&location, filter))
        })
        .try_flatten()
        .try_filter(|instance| std::future::ready(instance.kind == *X::KIND))
        .map(|instance| typed(instance?))
        .boxed()
    }

    /// The locations below a path: collections, paths and instances, as the server lists them
    /// (D.7).
    ///
    /// # Errors
    ///
    /// When the server refuses, or lists nothing that can be read.
    pub async fn namespace(&self, path: &str) -> Result<Vec<String>, ClientError> {
        let mut url = self.shared.base.resolve(path)?;
        if !url.path().ends_with('/') {
            // Paths of namespaces end in a slash (GFD.185 3.4.2).
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        let call = Call::new(Method::GET, url, "text/uri-list");
        let answer = self.shared.succeed(call).await?;
        self.locations(&answer)
    }
}
