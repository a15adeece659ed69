//! One request and its answer: sending, trying again, following.

use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use occi_model::OcciVersion;
use occi_rendering::{MediaType, Payload, Rendered};
use reqwest::Url;

use super::{
    ClientError, Rendering,
    address::Base,
    discovery::Discovery,
    error::{Problem, chain},
    version::Version,
};

/// Longest answer that is taken, in bytes.
const ANSWER_LIMIT: usize = 64 * 1024 * 1024;

/// Most redirections that are followed.
const REDIRECTIONS: usize = 5;

/// Pause before the first repetition; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Longest pause before a repetition, also where the server asks for a longer one.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The settings that concern exchanges.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) rendering: Rendering,
    pub(super) version: OcciVersion,
    pub(super) timeout: Duration,
    pub(super) retries: u32,
    pub(super) page_size: u32,
}

/// What the clones of a client share.
pub(super) struct Shared {
    pub(super) base: Base,
    pub(super) limits: Limits,
    http: reqwest::Client,
    /// Texts that must not reach a message.
    secrets: Vec<String>,
    discovered: RwLock<Option<Arc<Discovery>>>,
    /// Whether the server refused the announced version, so that 1.1 is announced.
    older: AtomicBool,
}

/// A request.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) accept: &'static str,
    pub(super) content: Option<(MediaType, Rendered)>,
    /// The version that must still be there.
    pub(super) known: Option<Version>,
}

impl Call {
    pub(super) fn new(method: Method, url: Url, accept: &'static str) -> Self {
        Self {
            method,
            url,
            accept,
            content: None,
            known: None,
        }
    }

    /// Only if the instance is still this version.
    pub(super) fn only_if(mut self, known: Option<&Version>) -> Self {
        self.known = known.cloned();
        self
    }

    pub(super) fn with(mut self, media: MediaType, content: Rendered) -> Self {
        self.content = Some((media, content));
        self
    }

    fn line(&self) -> String {
        format!("{} {}", self.method, self.url)
    }
}

/// An answer of any status.
#[derive(Debug)]
pub(super) struct Answer {
    /// The request line.
    pub(super) request: String,
    /// Where the answer came from, after redirections.
    pub(super) url: Url,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Whether the request was sent more than once.
    pub(super) repeated: bool,
}

impl Answer {
    pub(super) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The rendering of the body. Without a `Content-Type` it is guessed.
    pub(super) fn media(&self) -> Result<MediaType, ClientError> {
        let content_type = self.header(header::CONTENT_TYPE).unwrap_or_default();
        if content_type.is_empty() {
            let json = matches!(self.body.trim_ascii_start().first(), Some(b'{' | b'['));
            return Ok(if json {
                MediaType::Json
            } else {
                MediaType::TextPlain
            });
        }
        MediaType::parse(content_type).ok_or_else(|| ClientError::NoRendering {
            request: self.request.clone(),
            content_type: content_type.to_owned(),
        })
    }

    /// What the readers of the renderings take.
    pub(super) fn payload(&self) -> Result<Payload<'_>, ClientError> {
        Ok(Payload {
            media: self.media()?,
            headers: self
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_bytes()))
                .collect(),
            body: &self.body,
        })
    }
}

impl Shared {
    pub(super) const fn new(
        base: Base,
        http: reqwest::Client,
        secrets: Vec<String>,
        limits: Limits,
    ) -> Self {
        Self {
            base,
            limits,
            http,
            secrets,
            discovered: RwLock::new(None),
            older: AtomicBool::new(false),
        }
    }

    pub(super) fn remembered(&self) -> Option<Arc<Discovery>> {
        self.discovered
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn remember(&self, discovery: Arc<Discovery>) {
        *self
            .discovered
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(discovery);
    }

    /// Sends a request and takes only success.
    pub(super) async fn succeed(&self, call: Call) -> Result<Answer, ClientError> {
        let answer = self.send(call).await?;
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(self.refusal(&answer))
        }
    }

    /// Sends a request; any status is an answer.
    pub(super) async fn send(&self, call: Call) -> Result<Answer, ClientError> {
        let answer = self.follow(&call).await?;
        if answer.status == StatusCode::NOT_IMPLEMENTED
            && self.version() > OcciVersion::V1_1
            && !self.older.swap(true, Ordering::Relaxed)
        {
            // The request announced a version that is too high for the server (D.4), or asked
            // for something that it lacks; the repetition tells.
            return self.follow(&call).await;
        }
        Ok(answer)
    }

    fn version(&self) -> OcciVersion {
        if self.older.load(Ordering::Relaxed) {
            OcciVersion::V1_1
        } else {
            self.limits.version
        }
    }

    /// Follows redirections of GET inside the server (D.12: 301 ends an asynchronous task). A
    /// redirected POST would silently become something else.
    async fn follow(&self, call: &Call) -> Result<Answer, ClientError> {
        let mut answer = self.repeat(call, &call.url).await?;
        let mut seen = vec![call.url.clone()];
        while call.method == Method::GET && answer.status.is_redirection() {
            let Some(target) = answer
                .header(header::LOCATION)
                .and_then(|location| answer.url.join(location).ok())
                .filter(|target| self.base.same_server(target))
            else {
                break;
            };
            let detail = if seen.contains(&target) {
                format!("in a circle, back to {target}")
            } else if seen.len() > REDIRECTIONS {
                format!("more than {REDIRECTIONS} times, at last to {target}")
            } else {
                answer = self.repeat(call, &target).await?;
                seen.push(target);
                continue;
            };
            return Err(ClientError::Redirections {
                request: call.line(),
                detail: self.without_secrets(&detail),
            });
        }
        Ok(answer)
    }

    /// Sends a request, again if that may help and does no harm.
    async fn repeat(&self, call: &Call, url: &Url) -> Result<Answer, ClientError> {
        let idempotent = call.method != Method::POST;
        let mut attempt = 0;
        loop {
            let result = self.once(call, url).await;
            let again = match &result {
                Err(ClientError::Unreachable { .. }) => true,
                Err(ClientError::Broken { .. }) => idempotent,
                Ok(answer) => {
                    idempotent
                        && matches!(
                            answer.status,
                            StatusCode::TOO_MANY_REQUESTS
                                | StatusCode::BAD_GATEWAY
                                | StatusCode::SERVICE_UNAVAILABLE
                                | StatusCode::GATEWAY_TIMEOUT
                        )
                }
                Err(_) => false,
            };
            if !again || attempt >= self.limits.retries {
                return result.map(|answer| Answer {
                    repeated: attempt > 0,
                    ..answer
                });
            }
            let asked = match &result {
                Ok(answer) => answer
                    .header(header::RETRY_AFTER)
                    .and_then(|seconds| seconds.trim().parse().ok())
                    .map(Duration::from_secs),
                Err(_) => None,
            };
            let pause = asked.unwrap_or(FIRST_PAUSE * 2_u32.saturating_pow(attempt));
            tokio::time::sleep(pause.min(LONGEST_PAUSE)).await;
            attempt += 1;
        }
    }

    async fn once(&self, call: &Call, url: &Url) -> Result<Answer, ClientError> {
        let failed = |error: &reqwest::Error| self.failure(call, error);
        let mut request = self
            .http
            .request(call.method.clone(), url.clone())
            .header(header::ACCEPT, call.accept)
            .header(
                header::USER_AGENT,
                format!(
                    concat!("occi/", env!("CARGO_PKG_VERSION"), " OCCI/{}"),
                    self.version()
                ),
            );
        if let Some(known) = &call.known {
            request = request.header(header::IF_MATCH, known.as_str());
        }
        if let Some((media, content)) = &call.content {
            request = request
                .header(header::CONTENT_TYPE, media.content_type())
                .body(content.body.clone());
            for (name, value) in &content.headers {
                if let Ok(value) = HeaderValue::from_bytes(value) {
                    request = request.header(*name, value);
                }
            }
        }
        let mut response = request.send().await.map_err(|error| failed(&error))?;
        let mut body = BytesMut::new();
        while let Some(part) = response.chunk().await.map_err(|error| failed(&error))? {
            if body.len() + part.len() > ANSWER_LIMIT {
                return Err(ClientError::TooLong {
                    request: call.line(),
                    limit: ANSWER_LIMIT,
                });
            }
            body.extend_from_slice(&part);
        }
        Ok(Answer {
            request: call.line(),
            url: url.clone(),
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: body.freeze(),
            repeated: false,
        })
    }

    fn failure(&self, call: &Call, error: &reqwest::Error) -> ClientError {
        let request = call.line();
        let detail = || {
            let mut text = chain(error);
            // The request line says it already.
            if let Some(url) = error.url() {
                text = text.replace(&format!(" for url ({url})"), "");
            }
            self.without_secrets(&text)
        };
        if error.is_connect() {
            ClientError::Unreachable {
                request,
                detail: detail(),
            }
        } else if error.is_timeout() {
            ClientError::TimedOut {
                request,
                limit: self.limits.timeout,
            }
        } else {
            ClientError::Broken {
                request,
                detail: detail(),
            }
        }
    }

    /// The error that a refusal is.
    pub(super) fn refusal(&self, answer: &Answer) -> ClientError {
        let content_type = answer.header(header::CONTENT_TYPE).unwrap_or_default();
        let problem = Problem::read(content_type, answer.header("x-occi-error"), &answer.body);
        let message = if answer.status.is_redirection() {
            let target = answer.header(header::LOCATION).unwrap_or("elsewhere");
            format!("the server redirects to {target}; use that as the base URL")
        } else {
            problem.message.unwrap_or_else(|| {
                let reason = answer.status.canonical_reason();
                reason.unwrap_or("no explanation").to_owned()
            })
        };
        ClientError::Status {
            request: answer.request.clone(),
            status: answer.status,
            code: problem.code.map(|code| self.without_secrets(&code)),
            message: self.without_secrets(&message),
        }
    }

    /// Servers repeat what they were sent; credentials must not reach a log that way.
    fn without_secrets(&self, text: &str) -> String {
        self.secrets
            .iter()
            .filter(|secret| !secret.is_empty())
            .fold(text.to_owned(), |text, secret| {
                text.replace(secret.as_str(), "***")
            })
    }
}
