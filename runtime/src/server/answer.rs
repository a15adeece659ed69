//! Answers before they become HTTP.

use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Response, StatusCode,
    header::{ACCEPT, ALLOW, CONTENT_TYPE, ETAG, LOCATION, SERVER, VARY},
};
use occi_rendering::{MediaType, Rendered, WriteError, write_error, write_ok};

use super::{Fault, ask::KNOWN_TYPES, negotiation::not_acceptable};

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) media: MediaType,
    pub(crate) rendered: Rendered,
    /// URL of a new instance.
    pub(crate) location: Option<String>,
    /// Allowed methods.
    pub(crate) allow: Option<&'static str>,
    /// Entity tag, with its quotes.
    pub(crate) etag: Option<String>,
    /// Whether to say which types the server understands (HTTP-012).
    pub(crate) show_types: bool,
}

impl Answer {
    /// 200 with content.
    pub(crate) const fn ok(media: MediaType, rendered: Rendered) -> Self {
        Self {
            status: StatusCode::OK,
            media,
            rendered,
            location: None,
            allow: None,
            etag: None,
            show_types: false,
        }
    }

    /// 200 without content: `OK` or `{}` (D-83, D-99).
    pub(crate) fn done(media: MediaType) -> Self {
        Self::ok(media, write_ok(media))
    }

    /// 304: the client has it already.
    pub(crate) fn not_modified(etag: Option<String>) -> Self {
        let nothing = Rendered {
            headers: Vec::new(),
            body: Vec::new(),
        };
        Self {
            status: StatusCode::NOT_MODIFIED,
            etag,
            ..Self::ok(MediaType::TextPlain, nothing)
        }
    }

    /// A refusal (D-113).
    pub(crate) fn refusal(media: MediaType, fault: &Fault) -> Self {
        let status = if fault.status.is_client_error() || fault.status.is_server_error() {
            fault.status
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        };
        Self {
            status,
            rendered: write_error(media, status.as_u16(), fault.code, &fault.message),
            location: None,
            allow: None,
            etag: None,
            show_types: matches!(
                status,
                StatusCode::NOT_ACCEPTABLE | StatusCode::UNSUPPORTED_MEDIA_TYPE
            ),
            media,
        }
    }

    /// 405 (D-86).
    pub(crate) fn not_allowed(media: MediaType, allow: &'static str) -> Self {
        let fault = Fault::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            format!("this path allows {allow}"),
        );
        Self {
            allow: Some(allow),
            ..Self::refusal(media, &fault)
        }
    }

    /// The answer as HTTP.
    ///
    /// # Errors
    ///
    /// When a header field cannot carry its content.
    pub(crate) fn into_response(self, server: &HeaderValue) -> Result<Response<Bytes>, Fault> {
        let mut response = Response::new(Bytes::from(self.rendered.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(SERVER, server.clone());
        if self.status != StatusCode::NOT_MODIFIED {
            headers.insert(
                CONTENT_TYPE,
                HeaderValue::from_static(self.media.content_type()),
            );
        }
        if let Some(etag) = self.etag {
            headers.insert(ETAG, value(etag.into_bytes())?);
            // Another `Accept` would have chosen another tag.
            headers.insert(VARY, HeaderValue::from_static("Accept"));
        }
        if let Some(location) = self.location {
            headers.insert(LOCATION, value(location.into_bytes())?);
        }
        if let Some(allow) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        if self.show_types {
            headers.insert(ACCEPT, HeaderValue::from_static(KNOWN_TYPES));
        }
        for (name, content) in self.rendered.headers {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|error| Fault::internal(error.to_string()))?;
            headers.append(name, value(content)?);
        }
        Ok(response)
    }
}

fn value(content: Vec<u8>) -> Result<HeaderValue, Fault> {
    HeaderValue::from_maybe_shared(Bytes::from(content))
        .map_err(|_| not_acceptable("a header field cannot carry this content; ask for text/plain"))
}

impl From<WriteError> for Fault {
    /// 406 (HTTP-033), but 400 for a URI list of what is no listing.
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NotAListing => Self::bad_request("not-a-listing", error.to_string()),
            _ => not_acceptable(error.to_string()),
        }
    }
}
