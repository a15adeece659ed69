//! The server that a client under test talks to.

use std::{
    fmt, io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::{
    body::{Body, Frame, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::transport::{Request, Response, Transport};

/// Longest request body, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// A request as the stage saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Method, in capitals.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Header fields in order; names in lower case.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Body.
    pub body: Bytes,
}

impl Seen {
    /// The path.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query, empty where there is none.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// A header field, when it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.headers.iter();
        let (_, value) = fields.find(|(key, _)| key == name)?;
        std::str::from_utf8(value).ok()
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", String::from_utf8_lossy(value))?;
        }
        write!(f, "\n{}", String::from_utf8_lossy(&self.body))
    }
}

/// What is answered instead of what a sound server says.
#[derive(Clone)]
pub enum Act {
    /// This.
    Reply(Response),
    /// What a sound server says at another path.
    As(String),
    /// What a sound server says, changed.
    Change(Arc<dyn Fn(&mut Response) + Send + Sync>),
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(response) => f.debug_tuple("Reply").field(response).finish(),
            Self::As(path) => f.debug_tuple("As").field(path).finish(),
            Self::Change(_) => f.write_str("Change"),
        }
    }
}

/// An answer that a case plays.
#[derive(Debug)]
pub struct Play {
    /// Method of the requests that get it.
    pub method: &'static str,
    /// Their path.
    pub path: String,
    /// How many of them; later ones are answered as usual.
    pub times: usize,
    /// What happens.
    pub act: Act,
    /// How long that takes.
    pub delay: Duration,
    /// Whether the connection breaks in the middle of the body.
    pub cut: bool,
}

impl Play {
    /// An answer to each request of a method at a path, at once and whole.
    #[must_use]
    pub fn new(method: &'static str, path: impl Into<String>, act: Act) -> Self {
        Self {
            method,
            path: path.into(),
            times: usize::MAX,
            act,
            delay: Duration::ZERO,
            cut: false,
        }
    }

    fn is_for(&self, seen: &Seen) -> bool {
        self.times > 0 && self.method == seen.method && self.path == seen.path()
    }
}

/// A server on this machine that notes what it is asked.
#[derive(Debug)]
pub struct Stage {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    base: String,
    world: Arc<dyn Transport>,
    seen: Mutex<Vec<(Seen, Response)>>,
    plays: Mutex<Vec<Play>>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("base", &self.base).finish()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stage {
    /// Opens one in front of a sound server, on the loopback interface.
    ///
    /// # Errors
    ///
    /// When nothing can be listened to.
    pub async fn open(world: Arc<dyn Transport>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let shared = Arc::new(Shared {
            base: format!("http://{}", listener.local_addr()?),
            world,
            seen: Mutex::default(),
            plays: Mutex::default(),
        });
        let own = shared.clone();
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let shared = own.clone();
                connections.spawn(async move {
                    let service = service_fn(move |request| answer(shared.clone(), request));
                    // A client that goes away, and an answer that is cut, end a connection.
                    let _ = http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Ok(Self { shared, task })
    }

    /// The base URL, without a slash at the end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.shared.base
    }

    /// Plays an answer from now on; what was asked to be played first goes first.
    pub fn play(&self, play: Play) {
        locked(&self.shared.plays).push(play);
    }

    /// What was asked so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        let seen = locked(&self.shared.seen);
        seen.iter().map(|(request, _)| request.clone()).collect()
    }

    /// What was asked so far, with what was answered.
    pub(super) fn exchanges(&self) -> Vec<(Seen, Response)> {
        locked(&self.shared.seen).clone()
    }

    /// Asks the sound server behind it, unseen.
    ///
    /// # Errors
    ///
    /// When it cannot be asked.
    pub async fn ask(
        &self,
        request: Request,
    ) -> Result<Response, crate::transport::TransportError> {
        Ok(self.shared.at_home(self.shared.world.send(request).await?))
    }

    /// Closes it.
    pub async fn close(self) {
        self.task.abort();
        // It was told to end; that it did is no news.
        let _ = self.task.await;
    }
}

impl Shared {
    /// An answer of the sound server with the addresses of the stage.
    fn at_home(&self, mut response: Response) -> Response {
        let (from, to) = (self.world.base(), &*self.base);
        response.body = replaced(&response.body, from, to);
        for (_, value) in &mut response.headers {
            *value = replaced(value, from, to).to_vec();
        }
        response
            .headers
            .retain(|(name, _)| name != "content-length");
        response
    }

    /// What a sound server says at a target.
    async fn usual(&self, seen: &Seen, target: &str) -> Response {
        let method = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]
            .into_iter()
            .find(|method| *method == seen.method);
        let Some(method) = method else {
            return status(405);
        };
        let mut request = Request::new(method, target);
        for (name, value) in &seen.headers {
            if !matches!(name.as_str(), "host" | "content-length" | "connection") {
                let value = replaced(value, &self.base, self.world.base());
                request = request.with_header(name.clone(), value.to_vec());
            }
        }
        request.body = replaced(&seen.body, &self.base, self.world.base());
        match self.world.send(request).await {
            Ok(response) => self.at_home(response),
            Err(_) => status(500),
        }
    }

    /// The answer that is played for a request, if one is; it is one less then.
    fn played(&self, seen: &Seen) -> Option<(Act, Duration, bool)> {
        let mut plays = locked(&self.plays);
        let play = plays.iter_mut().find(|play| play.is_for(seen))?;
        play.times -= 1;
        Some((play.act.clone(), play.delay, play.cut))
    }

    /// What is answered, after how long, and whether it is cut.
    async fn answer(&self, seen: &Seen) -> (Response, Duration, bool) {
        let Some((act, delay, cut)) = self.played(seen) else {
            return (self.usual(seen, &seen.target).await, Duration::ZERO, false);
        };
        let response = match act {
            Act::Reply(response) => response,
            Act::As(path) => self.usual(seen, &path).await,
            Act::Change(change) => {
                let mut response = self.usual(seen, &seen.target).await;
                change(&mut response);
                response
            }
        };
        (response, delay, cut)
    }
}

fn status(status: u16) -> Response {
    Response {
        status,
        ..Response::default()
    }
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Bytes {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains(from) => Bytes::from(text.replace(from, to)),
        _ => Bytes::copy_from_slice(bytes),
    }
}

async fn answer(
    shared: Arc<Shared>,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Said>, http::Error> {
    let (parts, body) = request.into_parts();
    let body = match Limited::new(body, LONGEST).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return hyper::Response::builder().status(413).body(Said::default()),
    };
    let target = parts
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let fields = parts.headers.iter();
    let seen = Seen {
        method: parts.method.as_str().to_owned(),
        target: target.to_owned(),
        headers: fields
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect(),
        body,
    };
    let (response, delay, cut) = shared.answer(&seen).await;
    locked(&shared.seen).push((seen, response.clone()));
    tokio::time::sleep(delay).await;
    let mut built = hyper::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        built = built.header(name, value.as_slice());
    }
    let length = response.body.len();
    built.body(if cut {
        Said {
            rest: Some(response.body.slice(..length / 2)),
            length: None,
        }
    } else {
        Said {
            length: Some(length),
            rest: Some(response.body),
        }
    })
}

/// A body that may break off.
#[derive(Default)]
struct Said {
    rest: Option<Bytes>,
    /// `None`: it breaks off.
    length: Option<usize>,
}

impl Body for Said {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(match self.rest.take() {
            Some(bytes) => Some(Ok(Frame::data(bytes))),
            None if self.length.is_none() => Some(Err(io::ErrorKind::BrokenPipe.into())),
            None => None,
        })
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match (self.length, &self.rest) {
            (Some(length), Some(_)) => hyper::body::SizeHint::with_exact(length as u64),
            (Some(_), None) => hyper::body::SizeHint::with_exact(0),
            (None, _) => hyper::body::SizeHint::default(),
        }
    }
}
