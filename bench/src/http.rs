//! GET of one compute as text: our server beside a bare axum handler that returns the same bytes.
//!
//! Both run in this process, each on a thread of its own with a single-threaded runtime; what is
//! compared is requests per CPU-second of that thread, taken in turns in one run.

use std::{net::SocketAddr, sync::Arc, thread, time::Duration};

use bytes::Bytes;
use occi::server::Service;
use occi_model::Model;
use tokio::sync::oneshot;

use crate::{clock, load};

/// How long one measurement lasts.
const TIME: Duration = Duration::from_secs(2);

/// Rounds; the median counts.
const ROUNDS: usize = 5;

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

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept: text/plain\r\n\r\n").into_bytes()
}

/// Creates one compute and gives its path and its rendering.
async fn create(service: &Service) -> Option<(String, Bytes)> {
    let create = http::Request::post("/compute/")
        .header("host", "bench")
        .header("content-type", "text/plain")
        .body(Bytes::from_static(
            b"Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
              X-OCCI-Attribute: occi.core.title=\"bench\"\r\n\
              X-OCCI-Attribute: occi.compute.cores=2\r\n\
              X-OCCI-Attribute: occi.compute.memory=4.0\r\n",
        ))
        .ok()?;
    let created = service.handle(create).await;
    let location = created.headers().get("location")?.to_str().ok()?.to_owned();
    let path = location.split_once("://")?.1.split_once('/')?.1;
    let path = format!("/{path}");
    let get = http::Request::get(&path)
        .header("host", "bench")
        .header("accept", "text/plain")
        .body(Bytes::new())
        .ok()?;
    let body = service.handle(get).await.into_body();
    Some((path, body))
}

fn ours(service: Service, path: &str) -> std::io::Result<Rate> {
    start(move |listener, stopped| async move {
        service
            .serve(listener, async {
                let _ = stopped.await;
            })
            .await
    })?
    .measure(&get(path))
}

fn bare(body: Bytes, path: &str) -> std::io::Result<Rate> {
    start(move |listener, stopped| async move {
        let app = axum::Router::new().route(
            "/compute/{id}",
            axum::routing::get(move || {
                let body = body.clone();
                async move { ([("content-type", "text/plain; charset=utf-8")], body) }
            }),
        );
        axum::serve(listener, app)
            .with_graceful_shutdown(async {
                let _ = stopped.await;
            })
            .await
    })?
    .measure(&get(path))
}

fn median(mut rates: Vec<Rate>) -> f64 {
    rates.sort_by(|a, b| a.0.total_cmp(&b.0));
    rates.get(rates.len() / 2).map_or(0.0, |rate| rate.0)
}

/// Measures and prints.
pub(crate) fn run(model: Arc<Model>) -> Result<(), Box<dyn std::error::Error>> {
    let service = Service::builder(model).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (path, body) = runtime
        .block_on(create(&service))
        .ok_or("the server did not create a compute")?;
    println!("GET of one compute as text, {} bytes", body.len());
    let mut ours_rates = Vec::new();
    let mut bare_rates = Vec::new();
    for _ in 0..ROUNDS {
        bare_rates.push(bare(body.clone(), &path)?);
        ours_rates.push(ours(service.clone(), &path)?);
    }
    let (bare, ours) = (median(bare_rates), median(ours_rates));
    println!("  bare axum handler  {bare:>10.0} requests per CPU-second");
    println!("  occi server        {ours:>10.0} requests per CPU-second");
    println!(
        "  ratio              {:>10.2} (target: at least 0.50)",
        ours / bare
    );
    Ok(())
}
