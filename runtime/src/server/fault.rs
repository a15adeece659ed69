//! Faults of requests: what the server answers when it refuses.

use std::fmt;

use http::StatusCode;

/// A refusal, with its status, a stable code, and a message for the peer (D.12, D-113).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Status of the answer: 400 to 599.
    pub status: StatusCode,
    /// Stable code, lower case with hyphens: `unknown-kind`.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl Fault {
    /// A refusal.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    /// 400: the request is malformed or a value is not allowed.
    #[must_use]
    pub fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 403: an immutable attribute, a mixin that does not apply.
    #[must_use]
    pub fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// 404: an unknown location or category.
    #[must_use]
    pub fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    /// 409: the present state does not allow it.
    #[must_use]
    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// 500: the provider failed; nothing was changed.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl From<crate::typed::FieldError> for Fault {
    fn from(error: crate::typed::FieldError) -> Self {
        Self::internal(format!(
            "the provider's answer does not fit the definition: {error}"
        ))
    }
}
