//! The same over real HTTP: sockets, bodies, header fields as they come.

use std::{net::SocketAddr, time::Duration};

use occi::server::Service;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

use crate::support::*;

/// How long an answer may take on a machine that does other things, too.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that runs until it is told to stop.
pub(crate) struct Live {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Live {
    pub(crate) async fn start(service: Service) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(service.serve(listener, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            stop,
            task,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends a request that ends the connection; gives the whole answer.
    pub(crate) async fn raw(&self, request: &str) -> String {
        self.bytes(request.as_bytes()).await
    }

    /// As [`Self::raw`], of any bytes. The server may refuse before it read them all.
    pub(crate) async fn bytes(&self, request: &[u8]) -> String {
        let (mut reading, mut writing) = self.connect().await.into_split();
        let mut answer = Vec::new();
        let write = async {
            let _ = writing.write_all(request).await;
        };
        let read = async {
            let _ = reading.read_to_end(&mut answer).await;
        };
        let _ = tokio::time::timeout(PATIENCE, async { tokio::join!(write, read) }).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends all of this, such as the head of a request, and then reads; gives the first piece of the
    /// answer.
    pub(crate) async fn first(&self, head: &[u8]) -> String {
        let mut socket = self.connect().await;
        socket.write_all(head).await.unwrap();
        let mut answer = [0; 4096];
        let read = tokio::time::timeout(PATIENCE, socket.read(&mut answer)).await;
        let count = read.map_or(0, Result::unwrap_or_default);
        String::from_utf8_lossy(&answer[..count]).into_owned()
    }

    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
    }
}

const END: &str = "Host: cloud.example\r\nConnection: close\r\n\r\n";

/// Reads one answer with `Content-Length` from a connection that stays.
async fn one(socket: &mut TcpStream) -> String {
    let mut seen = Vec::new();
    loop {
        let mut more = [0; 4096];
        let count = socket.read(&mut more).await.unwrap();
        assert_ne!(count, 0, "closed after {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&more[..count]);
        let text = String::from_utf8_lossy(&seen).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return text;
            }
        }
    }
}

#[tokio::test]
async fn one_connection_carries_many_requests() {
    // D-117
    let live = Live::start(service()).await;
    let mut socket = live.connect().await;
    let body = format!("Category: compute; scheme=\"{INFRA}\"; class=\"kind\"\r\n");
    let create = format!(
        "POST /compute/ HTTP/1.1\r\nHost: {}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{body}",
        live.address,
        body.len()
    );
    socket.write_all(create.as_bytes()).await.unwrap();
    let created = one(&mut socket).await;
    assert!(created.starts_with("HTTP/1.1 201 Created\r\n"), "{created}");
    let location = created
        .lines()
        .find_map(|line| line.strip_prefix("location: "))
        .unwrap();
    let path = location
        .strip_prefix(&format!("http://{}", live.address))
        .unwrap();
    let get = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    socket.write_all(get.as_bytes()).await.unwrap();
    assert!(
        one(&mut socket)
            .await
            .contains("occi.compute.state=\"inactive\"")
    );
    let head = format!("HEAD {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let count = socket.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..count]).into_owned();
    assert!(
        answer.ends_with("\r\n\r\n") && answer.contains("content-length: "),
        "{answer}"
    );
    let options = "OPTIONS /compute/ HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.write_all(options.as_bytes()).await.unwrap();
    assert!(
        one(&mut socket)
            .await
            .contains("allow: GET, HEAD, POST, DELETE, OPTIONS")
    );
    drop(socket);
    live.stop().await;
}

#[tokio::test]
async fn header_fields_in_any_case_several_times() {
    // D-51, D-66, D-68
    let live = Live::start(service()).await;
    let request = format!(
        "POST /compute/ HTTP/1.1\r\nCATEGORY: compute;scheme=\"{INFRA}\";class=\"kind\"\r\n\
         x-occi-attribute: occi.compute.cores=2\r\nX-OCCI-Attribute: occi.core.title=\"a, b\"\r\n\
         Link: <https://example.org/>; rel=\"next\"\r\n\
         Content-Type: text/occi\r\nAccept: text/occi\r\nContent-Length: 0\r\n{END}"
    );
    let answer = live.raw(&request).await;
    assert!(answer.starts_with("HTTP/1.1 201 Created"), "{answer}");
    assert!(answer.contains("occi.core.title=\"a, b\""), "{answer}");
    assert!(
        answer.contains("location: http://cloud.example/compute/"),
        "{answer}"
    );
    live.stop().await;
}

#[tokio::test]
async fn malformed_fields_are_400_and_the_server_goes_on() {
    // HTTP-022
    let live = Live::start(service()).await;
    let broken = format!(
        "POST /compute/ HTTP/1.1\r\nCategory: compute; scheme=\"http:\r\nContent-Type: text/occi\r\nAccept: application/json\r\nContent-Length: 0\r\n{END}"
    );
    let answer = live.raw(&broken).await;
    assert!(answer.starts_with("HTTP/1.1 400 Bad Request"), "{answer}");
    assert!(answer.contains("\"message\":"), "{answer}");
    // Not HTTP at all.
    let answer = live.raw("GARBAGE\r\n\r\n").await;
    assert!(
        answer.starts_with("HTTP/1.1 400") || answer.is_empty(),
        "{answer}"
    );
    let answer = live
        .raw(&format!("GET /-/ HTTP/1.1\r\nBad Name: x\r\n{END}"))
        .await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    let answer = live.raw(&format!("GET /-/ HTTP/1.1\r\n{END}")).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    live.stop().await;
}

#[tokio::test]
async fn oversized_bodies_are_413_announced_or_not() {
    let small = Service::builder(infrastructure())
        .body_limit(1000)
        .build()
        .unwrap();
    let live = Live::start(small).await;
    let announced = format!(
        "POST /compute/ HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 100000000\r\n{END}"
    );
    let answer = live.raw(&announced).await;
    assert!(
        answer.starts_with("HTTP/1.1 413 Payload Too Large"),
        "{answer}"
    );
    assert!(
        answer.contains("1000 bytes") && answer.contains("OCCI/1.2"),
        "{answer}"
    );
    let chunk = "x".repeat(2000);
    let chunked = format!(
        "POST /compute/ HTTP/1.1\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n{END}7d0\r\n{chunk}\r\n0\r\n\r\n"
    );
    let answer = live.raw(&chunked).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    live.stop().await;
}

/// Most clients send everything before they read; more than the buffers of a connection hold.
#[tokio::test]
async fn a_client_that_sends_all_of_an_oversized_body_hears_why_it_is_refused() {
    let live = Live::start(Service::builder(infrastructure()).build().unwrap()).await;
    let body = "x".repeat(12 << 20);
    let whole = format!(
        "POST /compute/ HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n{END}{body}",
        body.len()
    );
    let answer = live.first(whole.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let chunked = format!(
        "POST /compute/ HTTP/1.1\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\
         {END}{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    let answer = live.first(chunked.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    live.stop().await;
}

#[tokio::test]
async fn a_change_goes_on_when_its_client_hangs_up() {
    use occi::{
        Instance,
        server::{BoxFuture, Context, Fault, Handler},
    };
    struct Slow;
    impl Handler for Slow {
        fn create<'a>(
            &'a self,
            cx: &'a Context,
            _: Instance,
        ) -> BoxFuture<'a, Result<Instance, Fault>> {
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                Ok(cx.proposed().clone())
            })
        }
    }
    let slow = Service::builder(infrastructure())
        .handler("http://schemas.ogf.org/occi/infrastructure#compute", Slow)
        .build()
        .unwrap();
    let live = Live::start(slow.clone()).await;
    let body = format!("Category: compute; scheme=\"{INFRA}\"; class=\"kind\"\r\n");
    let request = format!(
        "POST /compute/ HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut socket = live.connect().await;
    socket.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    drop(socket);
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if !slow.get("/compute/").send().await.text().is_empty() {
            return live.stop().await;
        }
    }
    panic!("the instance was not created");
}

mod process {
    use occi::server::{Options, RunError, Service, StoreChoice, run};

    use crate::support::infrastructure;

    #[test]
    fn a_port_in_use_is_told_with_its_mend() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let mut options = Options::new("test");
        options.listen = taken.local_addr().unwrap();
        options.store = StoreChoice::Memory;
        let error = run(Service::builder(infrastructure()), options).unwrap_err();
        assert!(matches!(error, RunError::AddressInUse(_)));
        let text = error.to_string();
        assert!(
            text.contains(&taken.local_addr().unwrap().to_string()),
            "{text}"
        );
        assert!(text.contains("--listen"), "{text}");
    }

    #[cfg(feature = "store-redb")]
    #[test]
    fn a_store_that_cannot_be_opened_is_told_with_its_mend() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.redb");
        std::fs::write(&path, "this is no store").unwrap();
        let mut options = Options::new("test");
        options.listen.set_port(0);
        options.store = StoreChoice::Disk(path.clone());
        let error = run(Service::builder(infrastructure()), options.clone()).unwrap_err();
        assert!(error.to_string().contains("choose another file"), "{error}");
        let other = folder.path().join("y.redb");
        let held = occi::store::RedbStore::open(&other).unwrap();
        options.store = StoreChoice::Disk(other);
        let error = run(Service::builder(infrastructure()), options).unwrap_err();
        assert!(
            error.to_string().contains("in use by another process"),
            "{error}"
        );
        drop(held);
    }
}
