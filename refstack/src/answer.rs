//! Answers: JSON, text, pages, and refusals with a title and a detail.

use std::fmt::Display;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::json;

/// Pages need nothing from elsewhere and run no script.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'";

/// A refusal, in the form that the interface has for it.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    detail: String,
}

impl Refusal {
    /// The request is wrong.
    pub(crate) fn wrong(detail: impl Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is no such thing.
    pub(crate) fn unknown(detail: impl Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub(crate) fn new(status: StatusCode, detail: impl Display) -> Self {
        Self {
            status,
            detail: detail.to_string(),
        }
    }
}

/// What failed is our affair; the client learns that it did.
impl From<crate::StoreError> for Refusal {
    fn from(error: crate::StoreError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or("Refused");
        let body = json!({
            "code": self.status.as_u16(),
            "title": title,
            "detail": self.detail,
        });
        json(self.status, &body)
    }
}

pub(crate) type Outcome = Result<Response, Refusal>;

/// A value as JSON.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_string_pretty(value) {
        Ok(mut text) => {
            text.push('\n');
            respond(status, "application/json", text)
        }
        Err(error) => respond(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain; charset=utf-8",
            format!("the answer cannot be written: {error}\n"),
        ),
    }
}

/// A page.
pub(crate) fn html(text: String) -> Response {
    let mut response = respond(StatusCode::OK, "text/html; charset=utf-8", text);
    let policy = HeaderValue::from_static(POLICY);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// A text of a media type.
pub(crate) fn respond(
    status: StatusCode,
    media_type: &'static str,
    body: impl Into<Body>,
) -> Response {
    let fields: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, media_type),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, fields, body.into()).into_response()
}
