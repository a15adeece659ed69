//! Our server, with few and with many instances stored, beside a bare axum handler that returns the
//! bytes of one of the answers.
//!
//! All run in this process, each on a thread of its own with a single-threaded runtime; what is
//! compared is requests per CPU-second of that thread, taken in turns in one run.

use std::{
    error::Error,
    fs::File,
    io::Write as _,
    net::SocketAddr,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use axum::{body::HttpBody as _, extract::Request, middleware::Next, serve::ListenerExt as _};
use bytes::Bytes;
use occi::server::Service;
use occi_model::Model;
use tokio::sync::oneshot;

use crate::{clock, load};

/// How long one measurement lasts.
const TIME: Duration = Duration::from_secs(2);

/// Rounds; the median counts.
const ROUNDS: usize = 5;

/// How many instances are stored besides the measured ones.
const STORED: [usize; 3] = [0, 10_000, 1_000_000];

/// How many are created by one request to fill a store.
const BATCH: usize = 500;

/// How many instances the measured collection holds.
const MEMBERS: usize = 100;

/// Requests per CPU-second of the server.
struct Rate(f64);

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    thread: thread::JoinHandle<Duration>,
}

/// Starts a server on a thread of its own; the thread gives the CPU time it used.
fn start<F, S>(serve: F) -> std::io::Result<Running>
where
    F: FnOnce(tokio::net::TcpListener, oneshot::Receiver<()>) -> S + Send + 'static,
    S: Future<Output = std::io::Result<()>>,
{
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let thread = thread::spawn(move || {
        let before = clock::thread();
        let result: std::io::Result<()> = runtime.block_on(async move {
            serve(tokio::net::TcpListener::from_std(listener)?, stopped).await
        });
        if let Err(error) = result {
            eprintln!("server: {error}");
        }
        clock::thread().saturating_sub(before)
    });
    Ok(Running {
        address,
        stop,
        thread,
    })
}

impl Running {
    fn measure(self, request: &[u8]) -> std::io::Result<Rate> {
        let (answers, _) = load::drive(self.address, request, TIME)?;
        let _ = self.stop.send(());
        let used = self
            .thread
            .join()
            .map_err(|_| std::io::Error::other("the server thread panicked"))?;
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        Ok(Rate(answers as f64 / used.as_secs_f64()))
    }
}

/// A request as it is sent.
pub(crate) fn request(method: &str, path: &str, accept: &str, body: &str) -> Vec<u8> {
    let length = match body.len() {
        0 => String::new(),
        length => format!("content-type: text/plain\r\ncontent-length: {length}\r\n"),
    };
    format!("{method} {path} HTTP/1.1\r\nhost: bench\r\naccept: {accept}\r\n{length}\r\n{body}")
        .into_bytes()
}

/// A compute as a client describes it.
const COMPUTE: &str = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
    X-OCCI-Attribute: occi.core.title=\"bench\"\r\n\
    X-OCCI-Attribute: occi.compute.cores=2\r\n\
    X-OCCI-Attribute: occi.compute.memory=4.0\r\n";

/// Where the measured collection is.
const TAG: &str = "Category: measured; scheme=\"http://tags.example.org/bench#\"; class=\"mixin\"; location=\"/measured/\"";

/// Asks the service in this process; gives the answer.
async fn ask(
    service: &Service,
    method: &str,
    path: &str,
    media: &str,
    body: String,
) -> Result<http::Response<Bytes>, Box<dyn Error>> {
    let request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("host", "bench")
        .header("content-type", media)
        .header("accept", "text/plain")
        .body(Bytes::from(body))?;
    let answer = service.handle(request).await;
    if answer.status().is_success() {
        return Ok(answer);
    }
    let said = String::from_utf8_lossy(answer.body()).into_owned();
    Err(format!("{method} {path}: {}: {said}", answer.status()).into())
}

/// Stores instances, a hundred of them in the measured collection; gives the path of one and its
/// rendering.
async fn fill(service: &Service, stored: usize) -> Result<(String, Bytes), Box<dyn Error>> {
    ask(service, "POST", "/-/", "text/plain", TAG.to_owned()).await?;
    let one = |mixins: &str| {
        format!(
            r#"{{"kind":"http://schemas.ogf.org/occi/infrastructure#compute"{mixins},"title":"bench","attributes":{{"occi.compute.cores":2,"occi.compute.memory":4.0}}}}"#
        )
    };
    let tagged = one(r#","mixins":["http://tags.example.org/bench#measured"]"#);
    let json = "application/occi+json";
    let batch = |one: &str, size: usize| {
        let all = vec![one; size].join(",");
        format!(r#"{{"resources":[{all}]}}"#)
    };
    ask(service, "POST", "/compute/", json, batch(&tagged, MEMBERS)).await?;
    let plain = one("");
    for _ in 0..stored.div_ceil(BATCH) {
        ask(service, "POST", "/compute/", json, batch(&plain, BATCH)).await?;
    }
    let body = COMPUTE.to_owned();
    let created = ask(service, "POST", "/compute/", "text/plain", body).await?;
    let location = created.headers().get("location").ok_or("no location")?;
    let (_, path) = location
        .to_str()?
        .split_once("://bench")
        .ok_or("a location elsewhere")?;
    let shown = ask(service, "GET", path, "text/plain", String::new()).await?;
    Ok((path.to_owned(), shown.into_body()))
}

fn ours(service: &Service, request: &[u8]) -> std::io::Result<Rate> {
    let service = service.clone();
    start(move |listener, stopped| async move {
        service
            .serve(listener, async {
                let _ = stopped.await;
            })
            .await
    })?
    .measure(request)
}

/// Where log lines go: one call of the system for each, and no disk.
fn sink() -> std::io::Result<File> {
    File::options().write(true).open("/dev/null")
}

/// The same layers as ours: a limit of bodies, and a log.
fn bare(body: Bytes, request: &[u8]) -> std::io::Result<Rate> {
    let sink = Arc::new(sink()?);
    start(move |listener, stopped| async move {
        let log = axum::middleware::from_fn(move |request: Request, next: Next| {
            let sink = Arc::clone(&sink);
            async move {
                let began = Instant::now();
                let (method, uri) = (request.method().clone(), request.uri().clone());
                let answer = next.run(request).await;
                let length = answer.size_hint().exact().unwrap_or_default();
                let (status, time) = (answer.status().as_u16(), began.elapsed().as_secs_f64());
                let path = uri.path();
                let line = format!("- {method} {path} {status} {length} {time:.6}\n");
                drop((&*sink).write_all(line.as_bytes()));
                answer
            }
        });
        let app = axum::Router::new()
            .route(
                "/compute/{id}",
                axum::routing::get(move |_whole: Bytes| {
                    let body = body.clone();
                    async move { ([("content-type", "text/plain; charset=utf-8")], body) }
                }),
            )
            .layer(axum::extract::DefaultBodyLimit::max(
                occi::server::DEFAULT_BODY_LIMIT,
            ))
            .layer(log);
        axum::serve(
            listener.tap_io(|socket| drop(socket.set_nodelay(true))),
            app,
        )
        .with_graceful_shutdown(async {
            let _ = stopped.await;
        })
        .await
    })?
    .measure(request)
}

fn median(mut rates: Vec<Rate>) -> f64 {
    rates.sort_by(|a, b| a.0.total_cmp(&b.0));
    rates.get(rates.len() / 2).map_or(0.0, |rate| rate.0)
}

/// A service that logs, with instances in it.
pub(crate) struct Filled {
    service: Service,
    /// Where one of them is.
    path: String,
    /// Its rendering as text.
    body: Bytes,
}

impl Filled {
    /// A service with `stored` instances, and a few more.
    pub(crate) fn new(model: &Arc<Model>, stored: usize) -> Result<Self, Box<dyn Error>> {
        let sink = sink()?;
        let service = Service::builder(Arc::clone(model))
            .body_limit(1 << 24)
            .log(move |logged| {
                let line = format!("{logged}\n");
                drop((&sink).write_all(line.as_bytes()));
            })
            .build()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (path, body) = runtime.block_on(fill(&service, stored))?;
        Ok(Self {
            service,
            path,
            body,
        })
    }

    /// Requests of one instance as text per CPU-second of the server.
    pub(crate) fn get(&self) -> std::io::Result<f64> {
        let request = request("GET", &self.path, "text/plain", "");
        Ok(ours(&self.service, &request)?.0)
    }
}

/// Creates `rounds` instances in a row, without sockets.
pub(crate) fn pass(model: &Arc<Model>, rounds: usize) -> Result<(), Box<dyn Error>> {
    let service = Service::builder(Arc::clone(model)).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        for _ in 0..rounds {
            let body = COMPUTE.to_owned();
            ask(&service, "POST", "/compute/", "text/plain", body).await?;
        }
        Ok(())
    })
}

/// Measures and prints; of the requests, those whose name contains `wanted`.
pub(crate) fn run(model: &Arc<Model>, wanted: &str) -> Result<(), Box<dyn Error>> {
    println!("requests per CPU-second of the server, and what that is of the bare axum handler");
    let mut first: Vec<f64> = Vec::new();
    for stored in STORED {
        let Filled {
            service,
            path,
            body,
        } = Filled::new(model, stored)?;
        let text = request("GET", &path, "text/plain", "");
        let mut cases = vec![
            ("GET one as text", text.clone(), "goal 60000, ratio 0.90"),
            (
                "GET one as JSON",
                request("GET", &path, "application/occi+json", ""),
                "goal 0.9 of text",
            ),
            (
                "GET 100 in full",
                request("GET", "/measured/", "application/occi+json", ""),
                "goal 6000",
            ),
            (
                "POST one",
                request("POST", "/compute/", "text/plain", COMPUTE),
                "goal 45000",
            ),
        ];
        cases.retain(|(name, ..)| name.contains(wanted));
        println!("{stored} stored");
        let mut bare_rates = Vec::new();
        let mut rates: Vec<Vec<Rate>> = cases.iter().map(|_| Vec::new()).collect();
        for _ in 0..ROUNDS {
            bare_rates.push(bare(body.clone(), &text)?);
            for ((_, request, _), rates) in cases.iter().zip(&mut rates) {
                rates.push(ours(&service, request)?);
            }
        }
        let bare = median(bare_rates);
        println!("  bare axum        {bare:>10.0}  {} bytes", body.len());
        for (at, ((name, _, goal), rates)) in cases.iter().zip(rates).enumerate() {
            let rate = median(rates);
            let before = *first.get(at).unwrap_or(&rate);
            first.resize(first.len().max(at + 1), rate);
            println!(
                "  {name:<16} {rate:>10.0}  {:.2} of bare, {:.2} of an empty store ({goal}; at least 0.90 of an empty store)",
                rate / bare,
                rate / before
            );
        }
    }
    Ok(())
}
