//! How requests are authenticated. Files name environment variables, never the credentials.

use std::path::PathBuf;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;

use crate::{secrets::Secrets, transport::Credentials};

/// The name of an environment variable that holds a credential.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Credential(String);

impl Credential {
    /// Names a variable.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    fn is_name(&self) -> bool {
        let mut bytes = self.0.bytes();
        bytes
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }
}

/// How requests are authenticated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(tag = "scheme", rename_all = "lowercase", deny_unknown_fields)]
pub enum Auth {
    /// Not at all.
    #[default]
    None,
    /// A name and a password (RFC 7617).
    #[serde(rename_all = "kebab-case")]
    Basic {
        /// Variable with the name.
        user_env: Credential,
        /// Variable with the password.
        password_env: Credential,
    },
    /// A token in `Authorization` (RFC 6750).
    #[serde(rename_all = "kebab-case")]
    Bearer {
        /// Variable with the token.
        token_env: Credential,
    },
    /// A token of the identity service of OpenStack, in `X-Auth-Token`.
    #[serde(rename_all = "kebab-case")]
    Keystone {
        /// Variable with the token.
        token_env: Credential,
    },
    /// Any header field.
    #[serde(rename_all = "kebab-case")]
    Header {
        /// Its name.
        name: String,
        /// Variable with its value.
        value_env: Credential,
    },
    /// A certificate of the client.
    X509 {
        /// PEM file with the certificate and those that it comes from.
        certificate: PathBuf,
        /// PEM file with the key.
        key: PathBuf,
    },
}

/// A credential that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// The variable is not set.
    #[error("the environment variable {0} is not set; it is to hold a credential")]
    Unset(String),
    /// The text is no name of a variable; perhaps it is the credential itself.
    #[error(
        "a name of an environment variable is expected (letters, digits, `_`); credentials do not \
         stand in the file"
    )]
    NotAName,
    /// It is too short to be kept out of reports.
    #[error(
        "the credential in {0} has fewer than 4 characters and could not be kept out of reports"
    )]
    TooShort(String),
    /// It cannot be a header field.
    #[error("the credential in {0} holds characters that a header field cannot")]
    NotAField(String),
}

impl Auth {
    /// Checks what can be checked without the environment.
    pub(super) fn check(&self) -> Result<(), AuthError> {
        let names: Vec<&Credential> = match self {
            Self::None | Self::X509 { .. } => Vec::new(),
            Self::Basic {
                user_env,
                password_env,
            } => vec![user_env, password_env],
            Self::Bearer { token_env } | Self::Keystone { token_env } => vec![token_env],
            Self::Header { value_env, .. } => vec![value_env],
        };
        if names.iter().all(|name| name.is_name()) {
            Ok(())
        } else {
            Err(AuthError::NotAName)
        }
    }

    /// The header fields of every request, and what must appear in no output.
    ///
    /// # Errors
    ///
    /// When a variable is not set, or its value cannot be used.
    pub fn credentials(
        &self,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<(Credentials, Secrets), AuthError> {
        let mut secrets = Secrets::default();
        let mut credentials = Credentials::default();
        let mut value = |name: &Credential, secret: bool| -> Result<String, AuthError> {
            let value = variable(&name.0).ok_or_else(|| AuthError::Unset(name.0.clone()))?;
            if value.contains(|c: char| c.is_control()) {
                return Err(AuthError::NotAField(name.0.clone()));
            }
            if secret {
                if value.len() < Secrets::SHORTEST {
                    return Err(AuthError::TooShort(name.0.clone()));
                }
                secrets.add(&value);
            }
            Ok(value)
        };
        match self {
            Self::None | Self::X509 { .. } => {}
            Self::Basic {
                user_env,
                password_env,
            } => {
                let pair = format!("{}:{}", value(user_env, false)?, value(password_env, true)?);
                secrets.add(&pair);
                let field = format!("Basic {}", STANDARD.encode(pair));
                credentials.add("Authorization", field);
            }
            Self::Bearer { token_env } => {
                credentials.add(
                    "Authorization",
                    format!("Bearer {}", value(token_env, true)?),
                );
            }
            Self::Keystone { token_env } => {
                credentials.add("X-Auth-Token", value(token_env, true)?);
            }
            Self::Header { name, value_env } => {
                credentials.add(name.clone(), value(value_env, true)?);
            }
        }
        Ok((credentials, secrets))
    }
}
