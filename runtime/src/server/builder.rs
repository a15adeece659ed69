//! Putting a service together.

use std::sync::Arc;

use occi_model::Model;

use super::{Handler, Service};
use crate::store::Store;

/// What a service is put together from.
pub struct ServiceBuilder {
    pub(crate) model: Arc<Model>,
    pub(crate) handlers: Vec<(&'static str, Arc<dyn Handler>)>,
    pub(crate) store: Option<Arc<dyn Store>>,
    pub(crate) product: String,
    pub(crate) base_url: Option<String>,
    pub(crate) body_limit: usize,
    #[cfg(feature = "defects")]
    pub(crate) defects: Vec<super::Defect>,
}

/// Why a service cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// A handler for a kind that the model lacks.
    #[error(
        "a handler was given for `{0}`, which is no kind of the model; compare its identifier with the definition"
    )]
    UnknownKind(String),
}

impl ServiceBuilder {
    pub(crate) fn new(model: Arc<Model>) -> Self {
        Self {
            model,
            handlers: Vec::new(),
            store: None,
            product: concat!("occi/", env!("CARGO_PKG_VERSION")).to_owned(),
            base_url: None,
            body_limit: DEFAULT_BODY_LIMIT,
            #[cfg(feature = "defects")]
            defects: Vec::new(),
        }
    }

    /// Gives the work on the instances of exactly this kind to a handler.
    #[must_use]
    pub fn handler(mut self, kind: &'static str, handler: impl Handler) -> Self {
        self.handlers.push((kind, Arc::new(handler)));
        self
    }

    /// Where instances are kept; by default in memory.
    #[must_use]
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// Name and version of the product, as the `Server` header shows it: `my-cloud/0.1.0`.
    #[must_use]
    pub fn product(mut self, product: impl Into<String>) -> Self {
        self.product = product.into();
        self
    }

    /// Scheme and host of the URLs in answers, such as `https://cloud.example.org`; by default
    /// they are made from the `Host` header of the request.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Largest request body in bytes; a larger one is refused with 413. Default: 1 MiB.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Seeds a defect, for testing conformance suites.
    #[cfg(feature = "defects")]
    #[must_use]
    pub fn defect(mut self, defect: super::Defect) -> Self {
        self.defects.push(defect);
        self
    }

    /// Puts the service together.
    ///
    /// # Errors
    ///
    /// When a handler is given for a kind that the model lacks, or the store holds instances of
    /// one.
    pub fn build(self) -> Result<Service, SetupError> {
        Ok(Service { _model: self.model })
    }
}

/// Largest request body unless the builder says otherwise: 1 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 1 << 20;
