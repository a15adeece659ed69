//! The settings of a client.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use occi_model::OcciVersion;

use super::{
    Client, ClientError,
    address::Base,
    exchange::{Limits, Shared},
};

/// Which rendering a client speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rendering {
    /// JSON when the server offers it, else text.
    #[default]
    Automatic,
    /// The text rendering, `text/plain`.
    Text,
    /// The JSON rendering, `application/occi+json`.
    Json,
}

/// The settings of a client; see [`Client::builder`].
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    authorization: Option<(HeaderValue, Vec<String>)>,
    headers: Vec<(String, String)>,
    rendering: Rendering,
    version: OcciVersion,
    timeout: Duration,
    retries: u32,
    page_size: u32,
    roots: Vec<Vec<u8>>,
}

impl std::fmt::Debug for ClientBuilder {
    /// Leaves out everything that may hold a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("rendering", &self.rendering)
            .field("timeout", &self.timeout)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

/// `Basic` credentials (RFC 7617).
fn basic(user: &str, password: &str) -> (HeaderValue, Vec<String>) {
    let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
    let mut value = HeaderValue::from_str(&format!("Basic {encoded}"))
        .unwrap_or_else(|_| HeaderValue::from_static(""));
    value.set_sensitive(true);
    (value, vec![password.to_owned(), encoded])
}

impl ClientBuilder {
    pub(super) fn new(base_url: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            authorization: None,
            headers: Vec::new(),
            rendering: Rendering::default(),
            version: OcciVersion::V1_2,
            timeout: Duration::from_secs(30),
            retries: 2,
            page_size: 100,
            roots: Vec::new(),
        }
    }

    /// Authenticates with user name and password (HTTP Basic). Replaces credentials of the base
    /// URL and an earlier [`bearer`](Self::bearer).
    pub fn basic_auth(mut self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        self.authorization = Some(basic(user.as_ref(), password.as_ref()));
        self
    }

    /// Authenticates with a bearer token (RFC 6750). Replaces other credentials.
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        // A token that is no header value is reported by `build`.
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.as_ref()))
            .unwrap_or_else(|_| HeaderValue::from_static(""));
        value.set_sensitive(true);
        self.authorization = Some((value, vec![token.as_ref().to_owned()]));
        self
    }

    /// Sends a header field with each request, such as `X-Auth-Token`. Its value is treated as a
    /// secret.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Chooses the rendering; default: [`Rendering::Automatic`].
    pub const fn rendering(mut self, rendering: Rendering) -> Self {
        self.rendering = rendering;
        self
    }

    /// The version of the standard that requests announce; default: 1.2. A server that refuses
    /// it with 501 is asked again with 1.1 (D.4).
    pub const fn version(mut self, version: OcciVersion) -> Self {
        self.version = version;
        self
    }

    /// The longest time that one request may take, its answer included; default: 30 s.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often an idempotent request (GET, PUT, DELETE) is sent again after a broken connection
    /// or an answer 429, 502, 503 or 504, with growing pauses; default: 2. Other requests are sent
    /// again only when no connection came about. A request that ran out of time is not.
    pub const fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// How many entities a listing asks for at once (D-102); default: 100. 0 asks for everything
    /// in one go.
    pub const fn page_size(mut self, entities: u32) -> Self {
        self.page_size = entities;
        self
    }

    /// Trusts a certificate authority in addition to those of the system; PEM.
    pub fn root_certificate_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// When the base URL is no `http` or `https` URL, a header or certificate is ill-formed, or
    /// the system's certificates cannot be read.
    pub fn build(self) -> Result<Client, ClientError> {
        let setup = |message: String| ClientError::Setup { message };
        let (base, user) = Base::parse(&self.base_url)?;
        let authorization = self
            .authorization
            .or_else(|| user.map(|(user, password)| basic(&user, &password.unwrap_or_default())));

        let mut headers = HeaderMap::new();
        let mut secrets = Vec::new();
        if let Some((value, hidden)) = authorization {
            if value.is_empty() {
                return Err(setup("the credentials hold control characters".to_owned()));
            }
            headers.insert(header::AUTHORIZATION, value);
            secrets.extend(hidden);
        }
        for (name, text) in self.headers {
            let known = HeaderName::try_from(name.as_str())
                .map_err(|_| setup(format!("`{name}` is no name of a header field")))?;
            let mut value = HeaderValue::from_str(&text)
                .map_err(|_| setup(format!("the value of `{name}` holds control characters")))?;
            value.set_sensitive(true);
            headers.append(known, value);
            secrets.push(text);
        }
        let mut http = reqwest::Client::builder()
            .default_headers(headers)
            .timeout(self.timeout)
            .redirect(reqwest::redirect::Policy::none());
        for pem in &self.roots {
            let certificate = reqwest::Certificate::from_pem(pem)
                .map_err(|error| setup(format!("the root certificate: {error}")))?;
            http = http.add_root_certificate(certificate);
        }
        let http = http
            .build()
            .map_err(|error| setup(super::error::chain(&error)))?;
        Ok(Client {
            shared: std::sync::Arc::new(Shared::new(
                base,
                http,
                secrets,
                Limits {
                    rendering: self.rendering,
                    version: self.version,
                    timeout: self.timeout,
                    retries: self.retries,
                    page_size: self.page_size,
                },
            )),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let builder = Client::builder("http://alice:hunter22@h/")
            .bearer("t0ken-of-mine")
            .header("X-Auth-Token", "s3cret");
        let shown = format!("{builder:?} {:?}", builder_client());
        for secret in ["hunter22", "t0ken-of-mine", "s3cret"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    fn builder_client() -> Client {
        Client::builder("http://alice:hunter22@h/")
            .header("X-Auth-Token", "s3cret")
            .build()
            .unwrap()
    }

    #[test]
    fn ill_formed_settings_are_refused() {
        for builder in [
            Client::builder("gopher://h"),
            Client::builder("http://h").bearer("a\nb"),
            Client::builder("http://h").header("a b", "c"),
            Client::builder("http://h").header("a", "b\r\nc: d"),
            Client::builder("http://h").root_certificate_pem("-----BEGIN CERTIFICATE-----\nx"),
        ] {
            let error = builder.build().unwrap_err();
            assert!(matches!(error, ClientError::Setup { .. }), "{error:?}");
        }
    }
}
