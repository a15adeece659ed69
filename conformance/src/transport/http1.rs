//! The transport over HTTP/1.1, plain or encrypted.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Incoming,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
#[cfg(feature = "https")]
use tokio_rustls::{TlsConnector, rustls::pki_types::ServerName};

#[cfg(feature = "https")]
use super::tls::{Tls, TlsError};
use super::{
    BoxFuture, Framing, Request, Response, Transport, TransportError,
    framing::Instead,
    in_process::{from_http, to_http},
};

/// A URL that cannot be tested.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The text is no URL.
    #[error("`{0}` is not a URL; write for example http://127.0.0.1:8787")]
    NotAUrl(String),
    /// Another scheme than `http` and `https`.
    #[error("`{0}`: only http:// and https:// endpoints can be tested")]
    Scheme(String),
    /// An encrypted endpoint, and this program was built without that.
    #[error("`{0}`: this program was built without the feature https")]
    NoHttps(String),
    /// Certificates or keys that cannot be used.
    #[cfg(feature = "https")]
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// An endpoint that speaks HTTP/1.1. Connections are kept and used again.
pub struct Http {
    base: String,
    authority: String,
    address: String,
    #[cfg(feature = "https")]
    encrypted: Option<(TlsConnector, ServerName<'static>)>,
    connect_limit: Duration,
    request_limit: Duration,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// A connection of either sort.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

impl Http {
    /// Time limit of a connection attempt (9.5).
    pub const CONNECT_LIMIT: Duration = Duration::from_secs(10);
    /// Time limit of a request (9.5).
    pub const REQUEST_LIMIT: Duration = Duration::from_secs(30);

    /// Takes the URL of an endpoint. A path is not supported: OCCI locations are absolute. An
    /// encrypted endpoint must have a certificate that the system trusts.
    ///
    /// # Errors
    ///
    /// When it is no `http` or `https` URL.
    pub fn new(url: &str) -> Result<Self, EndpointError> {
        #[cfg(feature = "https")]
        return Self::with_tls(url, &Tls::default());
        #[cfg(not(feature = "https"))]
        Self::plain(url)
    }

    /// The same, with certificates of one's own.
    ///
    /// # Errors
    ///
    /// When it is no `http` or `https` URL, or the certificates cannot be used.
    #[cfg(feature = "https")]
    pub fn with_tls(url: &str, tls: &Tls) -> Result<Self, EndpointError> {
        let mut http = Self::plain(url)?;
        if http.base.starts_with("https://") {
            let host = http.host().to_owned();
            let name =
                ServerName::try_from(host).map_err(|_| EndpointError::NotAUrl(url.to_owned()))?;
            http.encrypted = Some((tls.connector()?, name));
        }
        Ok(http)
    }

    fn plain(url: &str) -> Result<Self, EndpointError> {
        let uri: http::Uri = url
            .parse()
            .map_err(|_| EndpointError::NotAUrl(url.to_owned()))?;
        let (scheme, usual_port) = match uri.scheme_str() {
            Some("http") => ("http", 80),
            Some("https") if cfg!(feature = "https") => ("https", 443),
            Some("https") => return Err(EndpointError::NoHttps(url.to_owned())),
            Some(_) => return Err(EndpointError::Scheme(url.to_owned())),
            None => return Err(EndpointError::NotAUrl(url.to_owned())),
        };
        let authority = uri
            .authority()
            .filter(|authority| !authority.as_str().contains('@'))
            .ok_or_else(|| EndpointError::NotAUrl(url.to_owned()))?;
        let host = authority.host();
        let port = authority.port_u16().unwrap_or(usual_port);
        Ok(Self {
            base: format!("{scheme}://{authority}"),
            authority: authority.to_string(),
            address: format!("{host}:{port}"),
            #[cfg(feature = "https")]
            encrypted: None,
            connect_limit: Self::CONNECT_LIMIT,
            request_limit: Self::REQUEST_LIMIT,
            idle: Mutex::default(),
        })
    }

    /// Other time limits than the usual ones.
    #[must_use]
    pub const fn limits(mut self, connect: Duration, request: Duration) -> Self {
        self.connect_limit = connect;
        self.request_limit = request;
        self
    }

    /// The host, without the brackets of an IPv6 address.
    #[must_use]
    pub fn host(&self) -> &str {
        let host = self.address.rsplit_once(':').map_or("", |(host, _)| host);
        host.trim_start_matches('[').trim_end_matches(']')
    }

    /// Whether the endpoint is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.host();
        host.eq_ignore_ascii_case("localhost")
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, TransportError> {
        let stream = self.dial().await?;
        self.shake(stream).await
    }

    /// Opens a connection, encrypted where the endpoint is.
    async fn dial(&self) -> Result<Box<dyn Stream>, TransportError> {
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
        self.encrypt(stream).await
    }

    /// Lets the HTTP library have a connection.
    async fn shake(
        &self,
        stream: impl Stream + 'static,
    ) -> Result<SendRequest<Full<Bytes>>, TransportError> {
        let (sender, connection) =
            handshake(TokioIo::new(stream))
                .await
                .map_err(|error| TransportError::Connect {
                    endpoint: self.address.clone(),
                    reason: error.to_string(),
                })?;
        tokio::spawn(async move {
            // The end of a connection is seen by the next request that uses it.
            let _ = connection.await;
        });
        Ok(sender)
    }

    #[cfg(not(feature = "https"))]
    async fn encrypt(&self, stream: TcpStream) -> Result<Box<dyn Stream>, TransportError> {
        Ok(Box::new(stream))
    }

    #[cfg(feature = "https")]
    async fn encrypt(&self, stream: TcpStream) -> Result<Box<dyn Stream>, TransportError> {
        let Some((connector, name)) = &self.encrypted else {
            return Ok(Box::new(stream));
        };
        let failed = |reason: String| TransportError::Connect {
            endpoint: self.address.clone(),
            reason,
        };
        let stream = timeout(self.connect_limit, connector.connect(name.clone(), stream))
            .await
            .map_err(|_| failed("timed out".to_owned()))?
            .map_err(|error| failed(error.to_string()))?;
        Ok(Box::new(stream))
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

    /// Sends a request that is framed in a way of its own, on a connection of its own.
    async fn framed(&self, request: Request) -> Result<Response, TransportError> {
        let framing = request.framing;
        let request = to_http(request, &self.authority)?;
        let stream = Instead::new(self.dial().await?, framing.write(&request));
        let mut sender = self.shake(stream).await?;
        let response = sender
            .send_request(request.map(Full::new))
            .await
            .map_err(|error| lost(&error))?;
        received(response).await
    }

    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        if request.framing != Framing::Length {
            return self.framed(request).await;
        }
        let request = to_http(request, &self.authority)?;
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
                return Err(lost(&error));
            }
            let response = match sender.try_send_request(request).await {
                Ok(response) => response,
                Err(mut error) => match error.take_message() {
                    Some(unsent) if kept => {
                        request = unsent;
                        continue;
                    }
                    _ => return Err(lost(&error.into_error())),
                },
            };
            let response = received(response).await?;
            self.keep(sender);
            return Ok(response);
        }
    }
}

/// An answer, with the whole of its body.
async fn received(response: http::Response<Incoming>) -> Result<Response, TransportError> {
    let (parts, body) = response.into_parts();
    let body = body
        .collect()
        .await
        .map_err(|error| lost(&error))?
        .to_bytes();
    Ok(from_http(http::Response::from_parts(parts, body)))
}

fn lost(error: &hyper::Error) -> TransportError {
    TransportError::Lost(error.to_string())
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

    fn frames(&self) -> bool {
        true
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
        #[cfg(feature = "https")]
        assert_eq!(
            Http::new("https://example.org").unwrap().base(),
            "https://example.org"
        );
        assert!(matches!(
            Http::new("ftp://example.org"),
            Err(EndpointError::Scheme(_))
        ));
        assert!(matches!(
            Http::new("http://me:secret@example.org"),
            Err(EndpointError::NotAUrl(_))
        ));
        assert!(matches!(
            Http::new("127.0.0.1:8787"),
            Err(EndpointError::NotAUrl(_))
        ));
    }
}
