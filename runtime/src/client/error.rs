//! What can go wrong between client and server.

use std::{error::Error, time::Duration};

use http::StatusCode;
use occi_model::CategoryId;
use occi_rendering::{ReadError, WriteError};

use crate::{typed::FieldError, wire::WireError};

/// Why a request did not give what was asked for.
///
/// `request` is the request line, such as `GET http://cloud.example/compute/1`; credentials are
/// never part of it, nor of any message.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The settings of the client are not usable.
    #[error("{message}")]
    Setup {
        /// What is wrong.
        message: String,
    },
    /// No connection came about.
    #[error("{request}: no connection: {detail}; is the server running at this address?")]
    Unreachable {
        /// The request line.
        request: String,
        /// What the system says.
        detail: String,
    },
    /// The connection broke before the answer was complete.
    #[error("{request}: the connection broke: {detail}")]
    Broken {
        /// The request line.
        request: String,
        /// What the system says.
        detail: String,
    },
    /// The answer did not come in time.
    #[error("{request}: no answer within {limit:?}")]
    TimedOut {
        /// The request line.
        request: String,
        /// The time that was given.
        limit: Duration,
    },
    /// The server refuses.
    #[error("{request}: {status}{}: {message}", code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default())]
    Status {
        /// The request line.
        request: String,
        /// Status of the answer.
        status: StatusCode,
        /// Code of the error, when the server gives one (D-81).
        code: Option<String>,
        /// What the server says.
        message: String,
    },
    /// The server redirects without end.
    #[error("{request}: the server redirects {detail}")]
    Redirections {
        /// The request line.
        request: String,
        /// How, and where to.
        detail: String,
    },
    /// The answer is longer than a client takes.
    #[error("{request}: the answer is longer than {limit} bytes")]
    TooLong {
        /// The request line.
        request: String,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The answer is of a type that is no OCCI rendering.
    #[error(
        "{request}: the answer is `{content_type}`, which is no OCCI rendering; is this the base URL of an OCCI server?"
    )]
    NoRendering {
        /// The request line.
        request: String,
        /// Type of the answer.
        content_type: String,
    },
    /// The answer is malformed beyond what is forgiven.
    #[error("{request}: the answer cannot be read: {error}")]
    Unreadable {
        /// The request line.
        request: String,
        /// What is wrong.
        error: ReadError,
    },
    /// The answer does not hold the one entity that was asked for.
    #[error("{request}: the answer holds {found} entities instead of one")]
    NotOne {
        /// The request line.
        request: String,
        /// How many it holds.
        found: usize,
    },
    /// The answer is no entity.
    #[error("{request}: {error}")]
    NoEntity {
        /// The request line.
        request: String,
        /// What is wrong.
        error: WireError,
    },
    /// The entity does not fit the typed view.
    #[error("the entity at {location} does not fit its type: {error}")]
    Mistyped {
        /// Location of the entity.
        location: String,
        /// What does not fit.
        error: FieldError,
    },
    /// An entity was made, but the answer does not say where.
    #[error("{request}: the server says neither what it made nor where")]
    Nowhere {
        /// The request line.
        request: String,
    },
    /// The definition refuses a value; nothing was sent.
    #[error("{0}; nothing was sent")]
    Invalid(#[from] FieldError),
    /// The request cannot be written in the rendering that is spoken.
    #[error("the request cannot be written: {0}")]
    Unwritable(#[from] WriteError),
    /// The server does not offer the kind, and no location is known for it.
    #[error("the server offers no collection of `{kind}`")]
    NotOffered {
        /// Identifier of the kind.
        kind: CategoryId,
    },
    /// No entity of the kind has the id.
    #[error("the server has no entity with the id `{id}`")]
    UnknownId {
        /// The id.
        id: String,
    },
    /// The location belongs to another server, which must not see this client's credentials.
    #[error("{location} belongs to another server; make a client for that one")]
    Foreign {
        /// The location.
        location: String,
    },
    /// The text is no location.
    #[error("`{location}` is no location: neither an absolute path nor a URL")]
    BadLocation {
        /// The text.
        location: String,
    },
    /// The entity went into the state `error` instead of the one that was waited for.
    #[error("{location} is in state `{found}` and will not become `{wanted}`")]
    Failed {
        /// Location of the entity.
        location: String,
        /// State that it is in.
        found: String,
        /// State that was waited for.
        wanted: String,
    },
    /// The entity did not reach the state in time.
    #[error("{location} is still in state `{found}`, not `{wanted}`, after {limit:?}")]
    StillWaiting {
        /// Location of the entity.
        location: String,
        /// State that it is in.
        found: String,
        /// State that was waited for.
        wanted: String,
        /// The time that was given.
        limit: Duration,
    },
}

impl ClientError {
    /// Status of the answer, when the server refused.
    #[must_use]
    pub const fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether there is no such entity: 404 or 410, or an unknown id.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::UnknownId { .. })
            || matches!(
                self.status(),
                Some(StatusCode::NOT_FOUND | StatusCode::GONE)
            )
    }
}

/// An error and its causes in one line.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}

/// What the body of a refusal says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
}

/// Longest message that is taken from an answer, in characters.
const MESSAGE_LIMIT: usize = 1000;

impl Problem {
    /// Reads the forms in the field: `{"error": {…}}`, `{code, message}`, `{message}`,
    /// `{status, error}` (D-81), the header `X-OCCI-Error`, plain text (D-113).
    pub(super) fn read(content_type: &str, header: Option<&str>, body: &[u8]) -> Self {
        let mut problem = serde_json::from_slice(body)
            .map(|json| Self::of_json(&json))
            .unwrap_or_default();
        let markup = content_type.contains("html") || content_type.contains("xml");
        if problem == Self::default() && !markup {
            problem.message = Some(String::from_utf8_lossy(body).into_owned());
        }
        let usable = |text: &str| {
            let text: String = text
                .chars()
                .map(|letter| if letter.is_control() { ' ' } else { letter })
                .take(MESSAGE_LIMIT)
                .collect();
            let text = text.trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        Self {
            code: problem.code.as_deref().and_then(usable),
            message: header
                .and_then(usable)
                .or_else(|| problem.message.as_deref().and_then(usable)),
        }
    }

    fn of_json(json: &serde_json::Value) -> Self {
        let text = |value: Option<&serde_json::Value>| match value? {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let inner = match json.get("error") {
            Some(inner @ serde_json::Value::Object(_)) => inner,
            _ => json,
        };
        Self {
            code: text(inner.get("code")),
            message: text(inner.get("message")).or_else(|| text(json.get("error"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content_type: &str, header: Option<&str>, body: &str) -> (String, String) {
        let problem = Problem::read(content_type, header, body.as_bytes());
        (
            problem.code.unwrap_or_default(),
            problem.message.unwrap_or_default(),
        )
    }

    #[test]
    fn the_forms_of_errors_in_the_field_are_read() {
        // D-81, D-113
        for (body, code, message) in [
            (
                r#"{"error":{"status":404,"code":"unknown-kind","message":"no such kind","ref":"D-22"}}"#,
                "unknown-kind",
                "no such kind",
            ),
            (r#"{"message":"no"}"#, "", "no"),
            (r#"{"code":17,"message":"no"}"#, "17", "no"),
            (r#"{"status":400,"error":"Bad things"}"#, "", "Bad things"),
        ] {
            let seen = read("application/json", None, body);
            assert_eq!(seen, (code.to_owned(), message.to_owned()), "{body}");
        }
        assert_eq!(read("text/plain", None, "no\r\n").1, "no");
        assert_eq!(
            read("text/occi", Some("no such thing"), "OK").1,
            "no such thing"
        );
        assert_eq!(read("text/html", None, "<html>no</html>").1, "");
        assert_eq!(read("application/json", None, "{\"a\":1}").1, "{\"a\":1}");
        assert_eq!(read("", None, "").1, "");
    }

    #[test]
    fn messages_are_short_and_of_one_line() {
        let long = format!("a\u{1b}[31m\nb{}", "x".repeat(5000));
        let message = read("text/plain", None, &long).1;
        assert_eq!(message.chars().count(), MESSAGE_LIMIT);
        assert!(message.starts_with("a [31m b"));
    }
}
