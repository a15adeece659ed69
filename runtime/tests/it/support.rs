//! A service in process, and requests as short as they can be written.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::{Method, Request, Response};
use occi::{Model, server::Service};
use occi_grammar::{FileResolver, MemoryResolver, compile};
use occi_model::Profile;

/// The infrastructure extension, both versions together.
pub(crate) fn infrastructure() -> Arc<Model> {
    static MODEL: OnceLock<Arc<Model>> = OnceLock::new();
    Arc::clone(MODEL.get_or_init(|| compiled("infrastructure.occi", Profile::Union)))
}

/// A definition of the project, for a profile.
pub(crate) fn compiled(file: &str, profile: Profile) -> Arc<Model> {
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
    let mut files = FileResolver::new().include(specs);
    let compiled = compile(&format!("{specs}/{file}"), &mut files, profile);
    match compiled.model {
        Some(model) => Arc::new(model),
        None => panic!("{}", compiled.faults),
    }
}

/// A definition written in the test; `use core;` and `use infrastructure;` work.
pub(crate) fn written(text: &str) -> Arc<Model> {
    let mut texts = MemoryResolver::new().with("test", text);
    for name in ["core", "infrastructure"] {
        let path = format!("{}/../specs/{name}.occi", env!("CARGO_MANIFEST_DIR"));
        texts = texts.with(name, std::fs::read_to_string(path).unwrap());
    }
    let compiled = compile("test", &mut texts, Profile::Union);
    match compiled.model {
        Some(model) => Arc::new(model),
        None => panic!("{}", compiled.faults),
    }
}

/// A service of the infrastructure extension in memory.
pub(crate) fn service() -> Service {
    Service::builder(infrastructure()).build().unwrap()
}

/// An answer, ready to be looked at.
#[derive(Debug)]
pub(crate) struct Reply(pub(crate) Response<Bytes>);

impl Reply {
    pub(crate) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.body().to_vec()).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(self.0.body())
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.0
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The path in `Location`.
    pub(crate) fn location(&self) -> String {
        let url = self.header("location");
        let path = url.strip_prefix("http://test.example:80").unwrap_or(url);
        assert!(path.starts_with('/'), "no location: {self:?}");
        path.to_owned()
    }

    /// The paths in a listing.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.text()
            .lines()
            .map(|line| {
                line.trim_start_matches("X-OCCI-Location: ")
                    .trim_start_matches("http://test.example:80")
                    .to_owned()
            })
            .collect()
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status(), status, "{}", self.text());
        self
    }

    /// A refusal of this status and code, told in JSON.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Self {
        assert_eq!(self.status(), status, "{}", self.text());
        let error = &self.json()["error"];
        assert_eq!(error["code"], code, "{error}");
        assert_eq!(error["status"], status);
        self
    }
}

/// A request that is being written.
pub(crate) struct Ask {
    service: Service,
    request: Request<Bytes>,
}

/// Short forms of requests.
pub(crate) trait Asks {
    fn ask(&self, method: Method, path: &str) -> Ask;

    fn get(&self, path: &str) -> Ask {
        self.ask(Method::GET, path)
    }
    fn post(&self, path: &str) -> Ask {
        self.ask(Method::POST, path)
    }
    fn put(&self, path: &str) -> Ask {
        self.ask(Method::PUT, path)
    }
    fn delete(&self, path: &str) -> Ask {
        self.ask(Method::DELETE, path)
    }
}

impl Asks for Service {
    fn ask(&self, method: Method, path: &str) -> Ask {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "test.example:80")
            .body(Bytes::new())
            .unwrap();
        Ask {
            service: self.clone(),
            request,
        }
    }
}

impl Ask {
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        let value = http::HeaderValue::from_bytes(value.as_bytes()).unwrap();
        self.request.headers_mut().append(name, value);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.request.headers_mut().remove(name);
        self
    }

    pub(crate) fn accept(self, media: &str) -> Self {
        self.header("accept", media)
    }

    /// A JSON body; the answer in JSON, too.
    pub(crate) fn json(mut self, body: &serde_json::Value) -> Self {
        *self.request.body_mut() = Bytes::from(body.to_string());
        self.header("content-type", "application/occi+json")
            .in_json()
    }

    pub(crate) fn in_json(self) -> Self {
        if self.request.headers().contains_key("accept") {
            return self;
        }
        self.accept("application/occi+json")
    }

    /// A text body.
    pub(crate) fn plain(mut self, body: &str) -> Self {
        *self.request.body_mut() = Bytes::from(body.to_owned());
        self.header("content-type", "text/plain")
    }

    pub(crate) fn body(mut self, media: &str, body: &str) -> Self {
        *self.request.body_mut() = Bytes::from(body.to_owned());
        self.header("content-type", media)
    }

    pub(crate) async fn send(self) -> Reply {
        Reply(self.service.handle(self.request).await)
    }
}

/// Identifiers.
pub(crate) const INFRA: &str = "http://schemas.ogf.org/occi/infrastructure#";

pub(crate) fn kind(term: &str) -> String {
    format!("{INFRA}{term}")
}

/// Creates an instance by JSON and gives its path.
pub(crate) async fn create(
    service: &Service,
    path: &str,
    term: &str,
    attributes: serde_json::Value,
) -> String {
    let body = serde_json::json!({ "kind": kind(term), "attributes": attributes });
    created(service, path, &body).await
}

/// Creates an instance as the body has it and gives its path.
pub(crate) async fn created(service: &Service, path: &str, body: &serde_json::Value) -> String {
    service
        .post(path)
        .json(body)
        .send()
        .await
        .expect(201)
        .location()
}

/// A compute without anything.
pub(crate) async fn compute(service: &Service) -> String {
    create(service, "/compute/", "compute", serde_json::json!({})).await
}

/// A network without anything.
pub(crate) async fn network(service: &Service) -> String {
    create(service, "/network/", "network", serde_json::json!({})).await
}

/// A network interface between two instances.
pub(crate) async fn interface(service: &Service, source: &str, target: &str) -> String {
    let ends = serde_json::json!({ "occi.core.source": source, "occi.core.target": target });
    let path = "/link/networkinterface/";
    create(service, path, "networkinterface", ends).await
}

/// A storage of 1 GiB.
pub(crate) async fn storage(service: &Service) -> String {
    let attributes = serde_json::json!({ "occi.storage.size": 1.0 });
    create(service, "/storage/", "storage", attributes).await
}

/// An instance as JSON.
pub(crate) async fn read(service: &Service, path: &str) -> serde_json::Value {
    service.get(path).in_json().send().await.expect(200).json()
}
