//! Below the ledger: credentials, a count of requests, and manners towards a busy endpoint (9.4).

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use super::{BoxFuture, Request, Response, Transport, TransportError};

/// Longest pause that an endpoint may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// Pause after an answer that asks for one without saying how long.
const PAUSE: Duration = Duration::from_secs(2);

/// How often in a row an endpoint may say that it is busy.
const BUSY: u64 = 3;

/// Header fields that carry credentials. They are added below the ledger and above the wire, so
/// that no transcript ever holds them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials(Vec<(String, Vec<u8>)>);

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|(name, _)| name.as_str()).collect();
        write!(f, "Credentials({names:?})")
    }
}

impl Credentials {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a header field.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) {
        self.0.push((name.into(), value.into()));
    }
}

/// A transport that adds credentials, counts, and waits where the endpoint asks for it: after 429,
/// and after 503 with `Retry-After`, the request is sent again when the pause is over. Three such
/// answers in a row end the run.
pub struct Metered {
    inner: Arc<dyn Transport>,
    credentials: Credentials,
    requests: AtomicU64,
    busy: AtomicU64,
    aborted: Mutex<Option<String>>,
}

impl fmt::Debug for Metered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metered")
            .field("inner", &self.inner)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

impl Metered {
    /// Wraps a transport.
    #[must_use]
    pub fn new(inner: Arc<dyn Transport>, credentials: Credentials) -> Self {
        Self {
            inner,
            credentials,
            requests: AtomicU64::new(0),
            busy: AtomicU64::new(0),
            aborted: Mutex::default(),
        }
    }

    /// How many requests were sent.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Why no more requests are sent, if so.
    #[must_use]
    pub fn aborted(&self) -> Option<String> {
        self.aborted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn patiently(&self, request: Request) -> Result<Response, TransportError> {
        loop {
            if let Some(reason) = self.aborted() {
                return Err(TransportError::Limit(reason));
            }
            self.requests.fetch_add(1, Ordering::Relaxed);
            let asked = Instant::now();
            let mut response = self.inner.send(request.clone()).await?;
            response.elapsed = asked.elapsed();
            let Some(pause) = asks_to_wait(&response) else {
                self.busy.store(0, Ordering::Relaxed);
                return Ok(response);
            };
            if self.busy.fetch_add(1, Ordering::Relaxed) + 1 >= BUSY {
                let reason = format!("the endpoint said {BUSY} times in a row that it is busy");
                *self.aborted.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason);
                return Ok(response);
            }
            tokio::time::sleep(pause).await;
        }
    }
}

/// How long an answer asks to wait, if it does.
fn asks_to_wait(response: &Response) -> Option<Duration> {
    let told = response
        .header("retry-after")
        .and_then(|text| text.trim().parse().ok())
        .map(Duration::from_secs);
    match response.status {
        429 => Some(told.unwrap_or(PAUSE).min(LONGEST_PAUSE)),
        503 => told.map(|pause| pause.min(LONGEST_PAUSE)),
        _ => None,
    }
}

impl Transport for Metered {
    fn send(&self, mut request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            if !request.anonymous {
                request.headers.extend(self.credentials.0.iter().cloned());
            }
            self.patiently(request).await
        })
    }

    fn base(&self) -> &str {
        self.inner.base()
    }

    fn frames(&self) -> bool {
        self.inner.frames()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Busy(AtomicU64);

    impl Transport for Busy {
        fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
            let left = self.0.fetch_sub(1, Ordering::Relaxed);
            let status = if left > 0 { 429 } else { 200 };
            assert_eq!(request.headers.len(), 1);
            Box::pin(async move {
                Ok(Response {
                    status,
                    headers: vec![("retry-after".to_owned(), b"0".to_vec())],
                    ..Response::default()
                })
            })
        }
        fn base(&self) -> &str {
            "http://busy.invalid"
        }
    }

    fn ask(busy: u64) -> (Metered, Result<Response, TransportError>) {
        let mut credentials = Credentials::default();
        credentials.add("Authorization", "Bearer canary");
        let metered = Metered::new(Arc::new(Busy(AtomicU64::new(busy))), credentials);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let answer = runtime.block_on(metered.send(Request::new("GET", "/")));
        (metered, answer)
    }

    #[test]
    fn a_busy_endpoint_is_waited_for() {
        let (metered, answer) = ask(2);
        assert_eq!(answer.unwrap().status, 200);
        assert_eq!((metered.requests(), metered.aborted()), (3, None));
        assert!(!format!("{metered:?}").contains("canary"));
    }

    #[test]
    fn an_endpoint_that_stays_busy_ends_the_run() {
        let (metered, answer) = ask(9);
        assert_eq!(answer.unwrap().status, 429);
        assert!(metered.aborted().is_some());
    }
}
