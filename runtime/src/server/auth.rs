//! Who sends a request: the seam for authentication, and lists of users and tokens (D.14).

use std::{fmt, str, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderValue, StatusCode, header::AUTHORIZATION, request::Parts};

use super::{BoxFuture, Fault, call::Principal};

/// Tells who sends a request, for every request before anything else happens.
///
/// What it finds out reaches providers by [`Context::principal`](super::Context::principal);
/// what a caller may do is theirs to decide, with 403 for what one may not (GFD.223 12: the
/// implementation authorizes, by the authentication).
pub trait Authenticator: Send + Sync + 'static {
    /// Tells who sends a request.
    ///
    /// # Errors
    ///
    /// [`unauthorized`] for a request without credentials, or with such that are not right; the
    /// answer carries the [`challenges`](Self::challenges) then. Any other fault is answered as it is.
    fn authenticate<'a>(&'a self, request: &'a Parts) -> BoxFuture<'a, Result<Principal, Fault>>;

    /// What `WWW-Authenticate` says in an answer 401, one value for each scheme, such as
    /// `Basic realm="cloud"` (RFC 9110 11.6.1).
    fn challenges(&self) -> Vec<HeaderValue>;
}

impl Principal {
    /// A caller by name.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// 401: who sends the request is not known.
#[must_use]
pub fn unauthorized() -> Fault {
    Fault::new(
        StatusCode::UNAUTHORIZED,
        "unauthorized",
        "this service is for its users; send credentials in one of the ways that WWW-Authenticate names",
    )
}

/// Users with passwords (HTTP Basic, RFC 7617) and tokens (RFC 6750, or `X-Auth-Token` as
/// Keystone has it), held in memory.
///
/// Passwords and tokens are compared in a time that does not depend on where they differ.
#[derive(Clone, Default)]
pub struct Credentials {
    users: Vec<(Principal, String)>,
    tokens: Vec<(Principal, String)>,
}

/// A line of a file of users or tokens that is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct CredentialsError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong and what to write; the line itself is not repeated, it may hold a secret.
    pub message: &'static str,
}

impl fmt::Debug for Credentials {
    /// Shows how many there are, not which.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("users", &self.users.len())
            .field("tokens", &self.tokens.len())
            .finish()
    }
}

impl Credentials {
    /// Nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a user with a password.
    #[must_use]
    pub fn user(mut self, name: &str, password: &str) -> Self {
        self.users.push((Principal::new(name), password.to_owned()));
        self
    }

    /// Adds a token, and whose it is.
    #[must_use]
    pub fn token(mut self, token: &str, name: &str) -> Self {
        self.tokens.push((Principal::new(name), token.to_owned()));
        self
    }

    /// Adds users from lines `NAME:PASSWORD`. Empty lines and those that start with `#` are
    /// passed over.
    ///
    /// # Errors
    ///
    /// When a line is no user.
    pub fn users_from(mut self, text: &str) -> Result<Self, CredentialsError> {
        for (line, content) in lines(text) {
            let (name, password) = content.split_once(':').unwrap_or_default();
            if name.is_empty() || password.is_empty() {
                let message = "write a name, a colon and a password";
                return Err(CredentialsError { line, message });
            }
            self = self.user(name, password);
        }
        Ok(self)
    }

    /// Adds tokens from lines `TOKEN NAME`. Empty lines and those that start with `#` are passed
    /// over.
    ///
    /// # Errors
    ///
    /// When a line is no token with its owner.
    pub fn tokens_from(mut self, text: &str) -> Result<Self, CredentialsError> {
        for (line, content) in lines(text) {
            let mut words = content.split_ascii_whitespace();
            let (Some(token), Some(name), None) = (words.next(), words.next(), words.next()) else {
                let message = "write a token, a blank and the name of its owner";
                return Err(CredentialsError { line, message });
            };
            self = self.token(token, name);
        }
        Ok(self)
    }

    fn find(&self, headers: &HeaderMap) -> Option<&Principal> {
        if let Some(token) = headers.get("x-auth-token") {
            return self.of_token(token.as_bytes());
        }
        let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, rest) = value.split_once(' ')?;
        let rest = rest.trim();
        if scheme.eq_ignore_ascii_case("bearer") {
            return self.of_token(rest.as_bytes());
        }
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let plain = BASE64_STANDARD.decode(rest).ok()?;
        let (name, password) = str::from_utf8(&plain).ok()?.split_once(':')?;
        self.users.iter().fold(None, |known, (user, secret)| {
            let same = user.name() == name && same(secret.as_bytes(), password.as_bytes());
            if same { Some(user) } else { known }
        })
    }

    fn of_token(&self, token: &[u8]) -> Option<&Principal> {
        self.tokens.iter().fold(None, |known, (owner, secret)| {
            if same(secret.as_bytes(), token) {
                Some(owner)
            } else {
                known
            }
        })
    }
}

impl Authenticator for Credentials {
    fn authenticate<'a>(&'a self, request: &'a Parts) -> BoxFuture<'a, Result<Principal, Fault>> {
        let found = self.find(&request.headers).cloned();
        Box::pin(async move { found.ok_or_else(unauthorized) })
    }

    fn challenges(&self) -> Vec<HeaderValue> {
        let mut challenges = Vec::new();
        // Basic is the default of the standard (GFD.223 12).
        if !self.users.is_empty() || self.tokens.is_empty() {
            challenges.push(HeaderValue::from_static(
                "Basic realm=\"occi\", charset=\"UTF-8\"",
            ));
        }
        if !self.tokens.is_empty() {
            challenges.push(HeaderValue::from_static("Bearer realm=\"occi\""));
        }
        challenges
    }
}

/// The lines that say something, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines().map(str::trim))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// Compares without telling by time where two secrets differ; their length is no secret.
fn same(secret: &[u8], given: &[u8]) -> bool {
    let difference = secret
        .iter()
        .zip(given)
        .fold(0, |all, (one, other)| all | (one ^ other));
    secret.len() == given.len() && std::hint::black_box(difference) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(credentials: &Credentials, name: &'static str, value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
        let found = credentials.find(&headers);
        found.map(|principal| principal.name().to_owned())
    }

    #[test]
    fn files_are_read_line_by_line() {
        let credentials = Credentials::new()
            .users_from("# people\n\nalice:a:b \r\nbob:x\n")
            .and_then(|credentials| credentials.tokens_from("t0k3n alice\n"))
            .unwrap();
        let basic = |plain: &str| {
            let value = format!("Basic {}", BASE64_STANDARD.encode(plain));
            found(&credentials, "authorization", &value)
        };
        assert_eq!(basic("alice:a:b").as_deref(), Some("alice"));
        assert_eq!(basic("bob:x").as_deref(), Some("bob"));
        for wrong in ["bob:y", "bob:", "bob", "alice:x", "bob:xx", ""] {
            assert_eq!(basic(wrong), None, "{wrong}");
        }
        for (field, value) in [
            ("authorization", "bearer  t0k3n"),
            ("x-auth-token", "t0k3n"),
        ] {
            let owner = found(&credentials, field, value);
            assert_eq!(owner.as_deref(), Some("alice"));
        }
        for (field, value) in [
            ("authorization", "t0k3n"),
            ("authorization", "Basic ?"),
            ("authorization", "Digest t0k3n"),
            ("x-auth-token", "t0k3m"),
            ("x-auth-token", ""),
        ] {
            assert_eq!(found(&credentials, field, value), None, "{value}");
        }
        assert_eq!(credentials.challenges().len(), 2);
        assert!(!format!("{credentials:?}").contains("alice"));
    }

    #[test]
    fn faulty_lines_are_told_without_their_secrets() {
        for text in ["ok:y\nsecret", "ok:y\n:secret", "ok:y\nsecret:"] {
            let error = Credentials::new().users_from(text).unwrap_err();
            assert_eq!(error.line, 2);
            assert!(!error.to_string().contains("secret"));
        }
        for text in ["secret", "secret a b"] {
            assert_eq!(Credentials::new().tokens_from(text).unwrap_err().line, 1);
        }
    }
}
