//! How requests reach the server under test: in process, or over HTTP.
//!
//! The engine never uses the typed client, so that no fault of the client can hide one of the
//! server; it makes [`Request`]s of its own and sends them through a [`Transport`]. The
//! [`Ledger`] lies between the two and stops whatever would touch foreign entities (9.2).

mod framing;
mod http1;
mod in_process;
pub mod journal;
mod ledger;
mod metered;
mod proof;
mod sweep;
#[cfg(feature = "https")]
mod tls;

use std::{fmt, future::Future, pin::Pin, time::Duration};

use bytes::Bytes;

pub use framing::Framing;
pub(crate) use framing::framed;
pub use http1::{EndpointError, Http};
pub use in_process::InProcess;
pub use ledger::{Ledger, Limits};
pub(crate) use ledger::{TITLE_OF_SAVED, resolve};
pub use metered::{Credentials, Metered};
pub use sweep::{Kept, Swept};
#[cfg(feature = "https")]
pub use tls::{Tls, TlsError};

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request to the endpoint under test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Method, in capital letters.
    pub method: &'static str,
    /// Absolute path with an optional query: `/compute/?action=start`.
    pub target: String,
    /// Header fields in order, with the letter case they are sent in.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Body.
    pub body: Bytes,
    /// Whether it goes without the credentials of the run.
    pub anonymous: bool,
    /// How it is delimited on the connection.
    pub framing: Framing,
}

impl Request {
    /// A request without fields or body.
    #[must_use]
    pub fn new(method: &'static str, target: impl Into<String>) -> Self {
        Self {
            method,
            target: target.into(),
            headers: Vec::new(),
            body: Bytes::new(),
            anonymous: false,
            framing: Framing::Length,
        }
    }

    /// Adds a header field.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The path without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }
}

/// An answer of the endpoint under test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Header fields in order of arrival; names in lower case.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Body.
    pub body: Bytes,
    /// How long it took to come, pauses of the run's own left out; zero where nobody measured.
    pub elapsed: Duration,
}

impl Response {
    /// The first value of a header field, when it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .and_then(|(_, value)| std::str::from_utf8(value).ok())
    }

    /// The content type without parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let bare = value.split(';').next().unwrap_or_default().trim();
        Some(bare.to_ascii_lowercase())
    }

    /// Whether the status is 2xx.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection could be made.
    #[error("cannot reach {endpoint}: {reason}")]
    Connect {
        /// Host and port.
        endpoint: String,
        /// What the system said.
        reason: String,
    },
    /// The connection broke, or what came back is not HTTP.
    #[error("connection lost: {0}")]
    Lost(String),
    /// No answer within the time limit.
    #[error("no answer within {0} s")]
    Timeout(u64),
    /// The request cannot be written down as HTTP.
    #[error("not a valid request: {0}")]
    Invalid(String),
    /// A limit of the run keeps the request from being sent (9.2).
    #[error("limit: {0}")]
    Limit(String),
    /// The ledger refused to send the request (9.2).
    #[error("safety: {0}")]
    Safety(String),
    /// The endpoint does not tell what would have to be known before the request may be sent.
    #[error("not sent, since nobody can tell what else it would touch: {0}")]
    Unclear(String),
    /// The request is about a whole collection, in which there is something that is not the run's
    /// (9.1). Nothing was sent.
    #[error("foreign entities present: {0}")]
    Foreign(String),
    /// The request is about a whole collection, whose listing names what is not there. Nothing was
    /// sent.
    #[error("a listing names what is not there: {0}")]
    Listed(String),
}

/// A way to the endpoint under test.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// When there is no answer.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;

    /// The base that relative locations are resolved against, without a final slash:
    /// `http://127.0.0.1:8787`.
    fn base(&self) -> &str;

    /// Whether requests can be framed in ways of their own ([`Request::framing`]); where they cannot,
    /// all are framed as usual.
    fn frames(&self) -> bool {
        false
    }
}

impl fmt::Debug for dyn Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Transport({})", self.base())
    }
}
