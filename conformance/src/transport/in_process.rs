//! The transport into a service of the same process.

use std::{fmt, future::Future, sync::Arc};

use bytes::Bytes;

use super::{BoxFuture, Request, Response, Transport, TransportError};

type Handle =
    dyn Fn(http::Request<Bytes>) -> BoxFuture<'static, http::Response<Bytes>> + Send + Sync;

/// A service in the same process, called as a function.
///
/// It belongs to the run alone, so that cases of every hazard class may run (9.1).
#[derive(Clone)]
pub struct InProcess {
    handle: Arc<Handle>,
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InProcess").finish_non_exhaustive()
    }
}

impl InProcess {
    /// Host that requests name; nothing is looked up or connected.
    pub const HOST: &'static str = "in-process.invalid";

    /// Takes a service: any function from a request to the future of an answer.
    #[must_use]
    pub fn new<S, R>(service: S) -> Self
    where
        S: Fn(http::Request<Bytes>) -> R + Send + Sync + 'static,
        R: Future<Output = http::Response<Bytes>> + Send + 'static,
    {
        Self {
            handle: Arc::new(move |request| Box::pin(service(request))),
        }
    }
}

impl Transport for InProcess {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let request = to_http(request, Self::HOST)?;
            Ok(from_http((self.handle)(request).await))
        })
    }

    fn base(&self) -> &str {
        "http://in-process.invalid"
    }
}

/// Makes a request of the `http` crate, with a `Host` field.
pub(super) fn to_http(
    request: Request,
    host: &str,
) -> Result<http::Request<Bytes>, TransportError> {
    let invalid = |error: &dyn fmt::Display| TransportError::Invalid(error.to_string());
    let uri: http::Uri = request.target.parse().map_err(|e| invalid(&e))?;
    let mut built = http::Request::new(request.body);
    *built.method_mut() =
        http::Method::from_bytes(request.method.as_bytes()).map_err(|e| invalid(&e))?;
    *built.uri_mut() = uri;
    let host = http::HeaderValue::from_str(host).map_err(|e| invalid(&e))?;
    built.headers_mut().insert(http::header::HOST, host);
    for (name, value) in request.headers {
        let name = http::HeaderName::from_bytes(name.as_bytes()).map_err(|e| invalid(&e))?;
        let value = http::HeaderValue::from_bytes(&value).map_err(|e| invalid(&e))?;
        built.headers_mut().append(name, value);
    }
    Ok(built)
}

/// Takes an answer of the `http` crate apart.
pub(super) fn from_http(response: http::Response<Bytes>) -> Response {
    let (parts, body) = response.into_parts();
    Response {
        status: parts.status.as_u16(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect(),
        body,
        ..Response::default()
    }
}
