//! A server that answers what the test wrote down, and remembers what it was asked.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Response, Uri, header},
};
use occi::client::{Client, ClientBuilder};

/// An answer that a test wrote down.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    delay: Duration,
    cut: bool,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        let mut headers = Vec::new();
        if !content_type.is_empty() {
            headers.push(("content-type", content_type.to_owned()));
        }
        Self {
            status,
            headers,
            body: body.into(),
            delay: Duration::ZERO,
            cut: false,
        }
    }

    pub(crate) fn json(body: impl Into<String>) -> Self {
        Self::new(200, "application/occi+json", body)
    }

    pub(crate) fn text(body: impl Into<String>) -> Self {
        Self::new(200, "text/plain; charset=utf-8", body)
    }

    pub(crate) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Breaks the connection in the middle of the body.
    pub(crate) fn cut(self) -> Self {
        Self { cut: true, ..self }
    }
}

impl From<Reply> for Vec<Reply> {
    fn from(reply: Reply) -> Self {
        vec![reply]
    }
}

/// A request that the server saw.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }
}

#[derive(Default)]
struct Script {
    /// Answers by request line, or by request line and `Accept`; the last one stays.
    replies: HashMap<String, Vec<Reply>>,
    seen: Vec<Seen>,
}

/// The server; it ends when it is dropped.
pub(crate) struct Fake {
    pub(crate) url: String,
    script: Arc<Mutex<Script>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Fake {
    /// Starts a server. The query interface answers JSON with compute, unless a reply says
    /// otherwise.
    pub(crate) async fn start() -> Self {
        let script = Arc::new(Mutex::new(Script::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::clone(&script);
        let answer = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
            let reply = take(&shared, &method, &uri, headers, &body);
            async move {
                tokio::time::sleep(reply.delay).await;
                let mut response = Response::builder().status(reply.status);
                for (name, value) in &reply.headers {
                    response = response.header(*name, value);
                }
                if reply.cut {
                    let part = futures_util::stream::iter([
                        Ok(Bytes::from(reply.body)),
                        Err(std::io::Error::other("cut")),
                    ]);
                    return response.body(Body::from_stream(part)).unwrap();
                }
                response.body(Body::from(reply.body)).unwrap()
            }
        };
        let task = tokio::spawn(async move {
            axum::serve(listener, Router::new().fallback(answer))
                .await
                .unwrap();
        });
        let fake = Self { url, script, task };
        fake.on("GET /-/", Reply::json(OFFER)).await
    }

    /// A server that speaks text only.
    pub(crate) async fn start_text() -> Self {
        let fake = Self::start().await;
        fake.on("GET /-/", Reply::text(TEXT_OFFER)).await
    }

    /// Writes down what a request line is answered with: one reply after the other, the last one
    /// for good.
    pub(crate) async fn on(self, line: &str, replies: impl Into<Vec<Reply>>) -> Self {
        let mut script = self.script.lock().unwrap();
        script.replies.insert(line.to_owned(), replies.into());
        drop(script);
        self
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder(&self.url)
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.script.lock().unwrap().seen.clone()
    }

    /// The request lines so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }

    /// The last request with this line.
    pub(crate) fn last(&self, line: &str) -> Seen {
        let mut seen = self.seen();
        seen.retain(|seen| seen.line == line);
        seen.pop().unwrap_or_else(|| panic!("no {line}"))
    }
}

fn take(
    script: &Mutex<Script>,
    method: &Method,
    uri: &Uri,
    headers: HeaderMap,
    body: &Bytes,
) -> Reply {
    let line = format!("{method} {uri}");
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let special = format!("{line} {accept}");
    let mut script = script.lock().unwrap();
    script.seen.push(Seen {
        line: line.clone(),
        headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    let key = if script.replies.contains_key(&special) {
        special
    } else {
        line
    };
    match script.replies.get_mut(&key) {
        Some(replies) if replies.len() > 1 => replies.remove(0),
        Some(replies) => replies[0].clone(),
        None => Reply::text(format!("nothing is written down for {key}")).status(404),
    }
}

pub(crate) const OFFER: &str = r#"{
  "kinds": [
    {"term": "compute", "scheme": "http://schemas.ogf.org/occi/infrastructure#",
     "parent": "http://schemas.ogf.org/occi/core#resource", "location": "/vm/",
     "attributes": {"occi.compute.cores": {"type": "number", "mutable": true}},
     "actions": ["http://schemas.ogf.org/occi/infrastructure/compute/action#stop"]}
  ],
  "mixins": [],
  "actions": [{"term": "stop", "scheme": "http://schemas.ogf.org/occi/infrastructure/compute/action#"}]
}"#;

pub(crate) const TEXT_OFFER: &str = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"; rel=\"http://schemas.ogf.org/occi/core#resource\"; location=\"/vm/\"; attributes=\"occi.compute.cores\"\r\n";

/// A compute in JSON.
pub(crate) fn json_compute(name: &str, state: &str) -> String {
    format!(
        r#"{{"kind": "http://schemas.ogf.org/occi/infrastructure#compute",
            "id": "urn:uuid:{name}", "title": "vm {name}",
            "attributes": {{"occi.compute.cores": 2, "occi.compute.memory": 4.0,
                            "occi.compute.state": "{state}", "com.example.rack": "r1"}},
            "actions": ["http://schemas.ogf.org/occi/infrastructure/compute/action#stop"]}}"#
    )
}

/// A compute in text.
pub(crate) fn text_compute(name: &str, state: &str) -> String {
    format!(
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
         X-OCCI-Attribute: occi.core.id=\"urn:uuid:{name}\"\r\n\
         X-OCCI-Attribute: occi.core.title=\"vm {name}\"\r\n\
         X-OCCI-Attribute: occi.compute.cores=2\r\n\
         X-OCCI-Attribute: occi.compute.memory=4.0\r\n\
         X-OCCI-Attribute: occi.compute.state=\"{state}\"\r\n\
         X-OCCI-Attribute: com.example.rack=\"r1\"\r\n"
    )
}
