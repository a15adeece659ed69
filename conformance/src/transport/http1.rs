//! The transport over plain HTTP/1.1.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

use super::{
    BoxFuture, Request, Response, Transport, TransportError,
    in_process::{from_http, to_http},
};

/// A URL that cannot be tested.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The text is no URL.
    #[error("`{0}` is not a URL; write for example http://127.0.0.1:8787")]
    NotAUrl(String),
    /// Another scheme than `http`.
    #[error("`{0}`: only http:// endpoints can be tested so far")]
    Scheme(String),
}

/// An endpoint that speaks HTTP/1.1 without encryption. Connections are kept and used again.
#[derive(Debug)]
pub struct Http {
    base: String,
    authority: String,
    address: String,
    connect_limit: Duration,
    request_limit: Duration,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
}

impl Http {
    /// Time limit of a connection attempt (9.5).
    pub const CONNECT_LIMIT: Duration = Duration::from_secs(10);
    /// Time limit of a request (9.5).
    pub const REQUEST_LIMIT: Duration = Duration::from_secs(30);

    /// Takes the URL of an endpoint. A path is not supported: OCCI locations are absolute.
    ///
    /// # Errors
    ///
    /// When it is no `http` URL.
    pub fn new(url: &str) -> Result<Self, EndpointError> {
        let uri: http::Uri = url
            .parse()
            .map_err(|_| EndpointError::NotAUrl(url.to_owned()))?;
        match uri.scheme_str() {
            Some("http") => {}
            Some(_) => return Err(EndpointError::Scheme(url.to_owned())),
            None => return Err(EndpointError::NotAUrl(url.to_owned())),
        }
        let authority = uri
            .authority()
            .ok_or_else(|| EndpointError::NotAUrl(url.to_owned()))?;
        let host = authority.host();
        let port = authority.port_u16().unwrap_or(80);
        Ok(Self {
            base: format!("http://{authority}"),
            authority: authority.to_string(),
            address: format!("{host}:{port}"),
            connect_limit: Self::CONNECT_LIMIT,
            request_limit: Self::REQUEST_LIMIT,
            idle: Mutex::default(),
        })
    }

    /// Whether the endpoint is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.address.rsplit_once(':').map_or("", |(host, _)| host);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host.eq_ignore_ascii_case("localhost")
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, TransportError> {
        let failed = |reason: String| TransportError::Connect {
            endpoint: self.address.clone(),
            reason,
        };
        let stream = timeout(self.connect_limit, TcpStream::connect(&self.address))
            .await
            .map_err(|_| failed("timed out".to_owned()))?
            .map_err(|error| failed(error.to_string()))?;
        // Small requests must not wait for acknowledgements of earlier ones.
        stream
            .set_nodelay(true)
            .map_err(|error| failed(error.to_string()))?;
        let (sender, connection) = handshake(TokioIo::new(stream))
            .await
            .map_err(|error| failed(error.to_string()))?;
        tokio::spawn(async move {
            // The end of a connection is seen by the next request that uses it.
            let _ = connection.await;
        });
        Ok(sender)
    }

    fn idle(&self) -> Option<SendRequest<Full<Bytes>>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(sender) = idle.pop() {
            if !sender.is_closed() {
                return Some(sender);
            }
        }
        None
    }

    fn keep(&self, sender: SendRequest<Full<Bytes>>) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(sender);
    }

    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let request = to_http(request, &self.authority)?;
        let lost = |error: hyper::Error| TransportError::Lost(error.to_string());
        // A kept connection may have been closed meanwhile. A request that the connection gives
        // back was not sent, so that sending it again repeats nothing.
        let mut request = request.map(Full::new);
        loop {
            let (mut sender, kept) = match self.idle() {
                Some(sender) => (sender, true),
                None => (self.connect().await?, false),
            };
            if let Err(error) = sender.ready().await {
                if kept {
                    continue;
                }
                return Err(lost(error));
            }
            let response = match sender.try_send_request(request).await {
                Ok(response) => response,
                Err(mut error) => match error.take_message() {
                    Some(unsent) if kept => {
                        request = unsent;
                        continue;
                    }
                    _ => return Err(lost(error.into_error())),
                },
            };
            let (parts, body) = response.into_parts();
            let body = body.collect().await.map_err(lost)?.to_bytes();
            self.keep(sender);
            return Ok(from_http(http::Response::from_parts(parts, body)));
        }
    }
}

impl Transport for Http {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            timeout(self.request_limit, self.exchange(request))
                .await
                .map_err(|_| TransportError::Timeout(self.request_limit.as_secs()))?
        })
    }

    fn base(&self) -> &str {
        &self.base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_checked() {
        assert!(Http::new("http://127.0.0.1:8787").unwrap().is_loopback());
        assert!(Http::new("http://[::1]:80/").unwrap().is_loopback());
        assert!(!Http::new("http://example.org").unwrap().is_loopback());
        assert!(matches!(
            Http::new("https://example.org"),
            Err(EndpointError::Scheme(_))
        ));
        assert!(matches!(
            Http::new("127.0.0.1:8787"),
            Err(EndpointError::NotAUrl(_))
        ));
    }
}
