//! The client: typed and dynamic access to any OCCI server over HTTP.
//!
//! [`Client::create`], [`get`](Client::get), [`list`](Client::list), [`update`](Client::update),
//! [`delete`](Client::delete), [`act`](Client::act), [`link`](Client::link) and
//! [`wait_for`](Client::wait_for) work on generated types; they stand on
//! [`Client::create_instance`] and its like, which work on [`Instance`](crate::Instance)s and need
//! no definition.
//!
//! What a server sends is read leniently: the deviations of real servers are forgiven, both
//! renderings and the error forms in the field are understood. What is sent is written strictly.
//!
//! An operation is cancelled by dropping its future, as `tokio::time::timeout` and
//! `tokio::select!` do: nothing more is sent then. A request that is under way may have arrived.
//!
//! Credentials go to the server of the base URL only: a location that names another server is
//! refused or, where it can only mean this one, reduced to its path.

mod address;
pub mod apply;
mod builder;
mod discovery;
mod dynamic;
mod error;
mod exchange;
mod filter;
mod listing;
mod tags;
mod typed;
mod version;

use std::sync::Arc;

pub use self::{
    builder::{ClientBuilder, Rendering},
    discovery::RawDiscovery,
    error::ClientError,
    filter::Filter,
    version::Version,
};

/// A client of one OCCI server. Cheap to clone; clones share connections and what was discovered.
#[derive(Clone)]
pub struct Client {
    shared: Arc<exchange::Shared>,
}

impl Client {
    /// A client without credentials, with default settings.
    ///
    /// # Errors
    ///
    /// When `base_url` is no `http` or `https` URL.
    pub fn new(base_url: impl AsRef<str>) -> Result<Self, ClientError> {
        Self::builder(base_url).build()
    }

    /// The base URL, without credentials; it ends in `/`.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.shared.base.to_string()
    }

    /// Starts the settings of a client of the server at `base_url`.
    pub fn builder(base_url: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder::new(base_url.as_ref())
    }
}

impl std::fmt::Debug for Client {
    /// Shows the base URL only; the settings hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.base.to_string())
            .finish_non_exhaustive()
    }
}
