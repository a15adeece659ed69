//! What a server offers.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, StatusCode, header};
use occi_model::CategoryId;
use occi_rendering::{CategoryDescription, Class, MediaType, Mode, read_categories};

use super::{
    Client, ClientError, Rendering,
    exchange::{Answer, Call},
};

/// Paths of the query interface below the base URL (D.6).
const QUERY_INTERFACES: [&str; 2] = ["-/", ".well-known/org/ogf/occi/-/"];

/// Any rendering that carries categories, the preferred one first.
const ANY: &str = "application/occi+json, application/json;q=0.9, text/plain;q=0.5";

/// What was discovered.
#[derive(Debug)]
pub(super) struct Discovery {
    /// The rendering to speak.
    pub(super) media: MediaType,
    pub(super) categories: Vec<CategoryDescription>,
}

impl Discovery {
    /// The location of a kind's or mixin's collection.
    pub(super) fn location(&self, identifier: &str) -> Option<&str> {
        self.categories
            .iter()
            .find(|category| category.id == *identifier)?
            .location
            .as_deref()
    }
}

impl Discovery {
    /// The class of a category; a kind, when the server does not say.
    pub(super) fn class(&self, identifier: &str) -> Class {
        self.categories
            .iter()
            .find(|category| category.id == *identifier)
            .and_then(|category| category.class)
            .unwrap_or(Class::Kind)
    }
}

/// The answer of the query interface as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawDiscovery {
    /// Value of `Content-Type`; empty when there was none.
    pub content_type: String,
    /// Values of `Server`, which name the versions of the standard (D.4).
    pub server: String,
    /// The body.
    pub body: Bytes,
}

/// What requests of a rendering accept.
pub(super) const fn accept(media: MediaType) -> &'static str {
    match media {
        MediaType::OcciJson => "application/occi+json, application/json;q=0.9",
        MediaType::Json => "application/json",
        _ => "text/plain",
    }
}

impl Client {
    /// Asks for everything that the server offers: kinds, mixins and actions (D.6).
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, refuses, or answers with something else.
    pub async fn discover(&self) -> Result<Vec<CategoryDescription>, ClientError> {
        Ok(self.discover_anew().await?.categories.clone())
    }

    /// Like [`discover`](Self::discover), but gives the answer as it came.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached or refuses.
    pub async fn discover_raw(&self) -> Result<RawDiscovery, ClientError> {
        let answer = self.ask_query_interface().await?;
        let text = |name| answer.header(name).unwrap_or_default().to_owned();
        Ok(RawDiscovery {
            content_type: text(header::CONTENT_TYPE),
            server: text(header::SERVER),
            body: answer.body,
        })
    }

    /// What the server offers, in a rendering that both sides speak. Some servers offer a JSON
    /// from before the standard, or a page for people; their text is readable.
    async fn discover_anew(&self) -> Result<Arc<Discovery>, ClientError> {
        let answer = self.ask_query_interface().await?;
        let understood = self.understand(&answer);
        let is_text = answer.media().is_ok_and(|media| !media.is_json());
        match understood {
            Err(ClientError::Unreadable { .. } | ClientError::NoRendering { .. })
                if !is_text && self.shared.limits.rendering == Rendering::Automatic =>
            {
                match self.ask_in(&["text/plain"]).await {
                    Ok(answer) => self.understand(&answer),
                    // The first answer tells more.
                    Err(_) => understood,
                }
            }
            understood => understood,
        }
    }

    async fn ask_query_interface(&self) -> Result<Answer, ClientError> {
        self.ask_in(match self.shared.limits.rendering {
            Rendering::Automatic => &[ANY, "text/plain"],
            Rendering::Json => const { &[accept(MediaType::OcciJson)] },
            Rendering::Text => &["text/plain"],
        })
        .await
    }

    async fn ask_in(&self, mut accepts: &[&'static str]) -> Result<Answer, ClientError> {
        let shared = &self.shared;
        let mut paths = &QUERY_INTERFACES[..];
        loop {
            let call = Call::new(Method::GET, shared.base.below(paths[0]), accepts[0]);
            let answer = shared.send(call).await?;
            match answer.status {
                status if status.is_success() => return Ok(answer),
                // Some servers compare `Accept` letter by letter.
                StatusCode::NOT_ACCEPTABLE
                | StatusCode::UNSUPPORTED_MEDIA_TYPE
                | StatusCode::BAD_REQUEST
                    if accepts.len() > 1 =>
                {
                    accepts = &accepts[1..];
                }
                StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED if paths.len() > 1 => {
                    paths = &paths[1..];
                }
                _ => return Err(shared.refusal(&answer)),
            }
        }
    }

    fn understand(&self, answer: &Answer) -> Result<Arc<Discovery>, ClientError> {
        let payload = answer.payload()?;
        let media = match payload.media {
            media if media.is_json() => media,
            _ => MediaType::TextPlain,
        };
        let read =
            read_categories(&payload, Mode::Lenient).map_err(|error| ClientError::Unreadable {
                request: answer.request.clone(),
                error,
            })?;
        let discovery = Arc::new(Discovery {
            media,
            categories: read.value,
        });
        self.shared.remember(Arc::clone(&discovery));
        Ok(discovery)
    }

    /// What was discovered, by now or earlier. A server without query interface offers nothing by
    /// name, and is spoken to in the chosen rendering.
    pub(super) async fn discovery(&self) -> Result<Arc<Discovery>, ClientError> {
        if let Some(discovery) = self.shared.remembered() {
            return Ok(discovery);
        }
        match self.discover_anew().await {
            Ok(discovery) => Ok(discovery),
            Err(error) if error.is_not_found() => {
                let discovery = Arc::new(Discovery {
                    media: match self.shared.limits.rendering {
                        Rendering::Json => MediaType::OcciJson,
                        Rendering::Automatic | Rendering::Text => MediaType::TextPlain,
                    },
                    categories: Vec::new(),
                });
                self.shared.remember(Arc::clone(&discovery));
                Ok(discovery)
            }
            Err(error) => Err(error),
        }
    }

    /// The location of a kind's collection: what was discovered, else the given one.
    pub(super) async fn location_of_kind(
        &self,
        kind: &CategoryId,
        otherwise: &str,
    ) -> Result<String, ClientError> {
        let discovery = self.discovery().await?;
        match discovery.location(kind.as_str()) {
            // Seen in the field: an absolute URL (D-52).
            Some(location) => {
                let base = &self.shared.base;
                Ok(base
                    .reduce(location, &base.below(""))
                    .unwrap_or_else(|| location.to_owned()))
            }
            None if !otherwise.is_empty() => Ok(otherwise.to_owned()),
            None => Err(ClientError::NotOffered { kind: kind.clone() }),
        }
    }
}
