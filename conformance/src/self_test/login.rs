//! A server for its users: every request needs the credentials of the self-test.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;

use crate::transport::{BoxFuture, Credentials, Request, Response, Transport, TransportError};

const FIELD: &str = "Authorization";

fn value() -> String {
    format!("Basic {}", STANDARD.encode("self-test:self-test"))
}

/// What requests of the self-test carry.
pub(super) fn credentials() -> Credentials {
    let mut credentials = Credentials::default();
    credentials.add(FIELD, value());
    credentials
}

/// A server behind a door: requests without the credentials are answered 401.
#[derive(Debug)]
pub(super) struct Login<T>(T);

impl<T: Transport> Login<T> {
    pub(super) const fn new(inner: T) -> Self {
        Self(inner)
    }
}

/// Whether a request carries the credentials.
pub(super) fn is_known(request: &Request) -> bool {
    let value = value();
    request
        .headers
        .iter()
        .any(|(name, said)| name.eq_ignore_ascii_case(FIELD) && *said == value.as_bytes())
}

/// Gives a request the credentials.
pub(super) fn admit(request: &mut Request) {
    request
        .headers
        .push((FIELD.to_owned(), value().into_bytes()));
}

impl<T: Transport> Transport for Login<T> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        if is_known(&request) {
            return self.0.send(request);
        }
        let field = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
        let refusal = Response {
            status: 401,
            headers: vec![
                field("content-type", "text/plain"),
                field("server", "self-test OCCI/1.2 OCCI/1.1"),
                field(
                    "www-authenticate",
                    "Basic realm=\"self-test\", charset=\"UTF-8\"",
                ),
            ],
            body: Bytes::from_static(b"credentials are missing"),
            ..Response::default()
        };
        Box::pin(async move { Ok(refusal) })
    }

    fn base(&self) -> &str {
        self.0.base()
    }
}
