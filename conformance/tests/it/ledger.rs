//! The ledger refuses what would touch entities that the run did not create (9.2).

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use bytes::Bytes;
use occi::server::Service;
use occi_conformance::{
    Transport,
    transport::{BoxFuture, Ledger, Request, Response, TransportError},
};
use occi_model::Profile;
use proptest::prelude::*;

use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

pub(crate) const RUN: &str = "0a1b2c3d";

pub(crate) fn service() -> Service {
    Service::builder(infrastructure(Profile::Union))
        .build()
        .unwrap()
}

pub(crate) fn with_ledger(service: &Service) -> Ledger {
    let ledger = Ledger::new(in_process(service.clone()), RUN);
    for path in ["/compute/", "/network/", "/storage/"] {
        ledger.allow_creation(path);
    }
    ledger
}

pub(crate) fn creation(title: &str) -> Request {
    let mut request = Request::new("POST", "/compute/")
        .with_header("Content-Type", "text/plain")
        .with_header("Accept", "text/plain");
    request.body = Bytes::from(format!(
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
         X-OCCI-Attribute: occi.core.title=\"{title}\"\r\n"
    ));
    request
}

/// Creates an entity past the ledger and gives its path.
async fn foreign(service: &Service, title: &str) -> String {
    let transport = in_process(service.clone());
    let response = transport.send(creation(title)).await.unwrap();
    let location = response.header("location").unwrap();
    location.strip_prefix(transport.base()).unwrap().to_owned()
}

async fn listing(service: &Service) -> Vec<(String, Bytes)> {
    let transport = in_process(service.clone());
    let get = |path: &str, accept: &'static str| {
        transport.send(Request::new("GET", path).with_header("Accept", accept))
    };
    let list = get("/compute/", "text/uri-list").await.unwrap();
    let mut all = Vec::new();
    for line in String::from_utf8(list.body.to_vec()).unwrap().lines() {
        let path = line.strip_prefix(transport.base()).unwrap();
        let entity = get(path, "application/occi+json").await.unwrap();
        all.push((path.to_owned(), entity.body));
    }
    all
}

fn is_refused(answer: &Result<Response, TransportError>) -> bool {
    matches!(answer, Err(TransportError::Safety(_)))
}

#[test]
fn what_the_run_created_is_its_own_and_nothing_else_is() {
    block_on(async {
        let service = service();
        let path = foreign(&service, "somebody's").await;
        let before = listing(&service).await;
        let ledger = with_ledger(&service);
        for request in [
            Request::new("DELETE", path.clone()),
            Request::new("PUT", path.clone()),
            Request::new("POST", path.clone()),
            Request::new("POST", format!("{path}?action=start")),
            Request::new("DELETE", "/compute/"),
            Request::new("POST", "/compute/?action=stop"),
            Request::new("DELETE", "/"),
            Request::new("POST", "/mixin/os_tpl/"),
            Request::new("PUT", "/mixin/os_tpl/"),
            Request::new("DELETE", "/-/"),
            Request::new("POST", "/-/"),
            Request::new("PATCH", path.clone()),
        ] {
            let answer = ledger.send(request.clone()).await;
            assert!(is_refused(&answer), "{} {}", request.method, request.target);
        }
        assert_eq!(listing(&service).await, before);

        let response = ledger.send(creation("oct-0a1b2c3d-1")).await.unwrap();
        let own = ledger
            .resolve(response.header("location").unwrap())
            .unwrap();
        assert!(ledger.owns(&own) && !ledger.owns(&path));
        assert_eq!(ledger.open(), std::slice::from_ref(&own));
        let deleted = ledger.send(Request::new("DELETE", own)).await.unwrap();
        assert_eq!(deleted.status, 200);
        assert!(ledger.open().is_empty());
        assert_eq!(listing(&service).await, before);
    });
}

#[test]
fn a_whole_collection_is_touched_only_when_it_holds_nothing_foreign() {
    block_on(async {
        let service = service();
        let ledger = with_ledger(&service).permit_collections(true);
        ledger.send(creation("oct-0a1b2c3d-1")).await.unwrap();
        let path = foreign(&service, "somebody's").await;
        let answer = ledger.send(Request::new("DELETE", "/compute/")).await;
        assert!(
            matches!(answer, Err(TransportError::Foreign(_))),
            "{answer:?}"
        );
        assert_eq!(listing(&service).await.len(), 2);
        let direct = in_process(service.clone());
        direct.send(Request::new("DELETE", path)).await.unwrap();
        let answer = ledger
            .send(Request::new("DELETE", "/compute/"))
            .await
            .unwrap();
        assert_eq!(answer.status, 200);
        assert!(listing(&service).await.is_empty());
    });
}

#[test]
fn only_entities_with_a_marker_of_the_run_are_taken_over() {
    block_on(async {
        let service = service();
        let ledger = with_ledger(&service);
        let stranger = foreign(&service, "somebody's").await;
        let older = foreign(&service, "oct-99999999-1").await;
        let own = foreign(&service, "oct-0a1b2c3d-7").await;
        assert!(ledger.adopt(&stranger).await.is_err());
        assert!(ledger.adopt(&older).await.is_err());
        assert!(ledger.adopt("/compute/").await.is_err());
        assert!(ledger.adopt(&own).await.is_ok());
        assert!(ledger.owns(&own) && !ledger.owns(&stranger) && !ledger.owns(&older));
    });
}

/// Paths that an engine gone wrong might ask for; `{n}` is a foreign entity.
fn targets() -> impl Strategy<Value = String> {
    let names = prop_oneof![
        Just("/compute/"),
        Just("/compute"),
        Just("/"),
        Just("/-/"),
        Just("/.well-known/org/ogf/occi/-/"),
        Just("/mixin/os_tpl/"),
        Just("/network/../compute/{n}"),
        Just("/compute//{n}"),
        Just("/compute/./{n}"),
        Just("/%63ompute/{n}"),
        Just("/compute/{n}"),
        Just("/compute/{n}/"),
        Just("/compute/{n}?action=start"),
        Just("/compute/?action=stop"),
    ];
    names.prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Acceptance check 4 of the design: whatever is asked, foreign entities stay as they are.
    #[test]
    fn foreign_entities_survive_anything(
        requests in prop::collection::vec(
            (prop_oneof![Just("PUT"), Just("POST"), Just("DELETE"), Just("PATCH")], targets(), 0..100_usize),
            1..40,
        ),
    ) {
        block_on(async {
            let service = service();
            let mut paths = Vec::new();
            for n in 0..100 {
                paths.push(foreign(&service, &format!("foreign {n}")).await);
            }
            let before = listing(&service).await;
            let ledger = with_ledger(&service);
            for (method, target, which) in requests {
                let id = paths.get(which).unwrap().rsplit('/').next().unwrap();
                let mut request = Request::new(method, target.replace("{n}", id))
                    .with_header("Content-Type", "text/plain");
                request.body = Bytes::from_static(b"X-OCCI-Attribute: occi.core.title=\"taken\"\r\n");
                let _ = ledger.send(request).await;
            }
            assert_eq!(listing(&service).await, before);
        });
    }
}

/// A case that tries to touch a foreign entity ends as an error of the tool, not as a verdict.
#[test]
fn a_transport_that_answers_with_a_foreign_location_gains_nothing_bound() {
    struct Liar(AtomicU32);
    impl Transport for Liar {
        fn send(&self, _: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Box::pin(async {
                Ok(Response {
                    status: 201,
                    headers: vec![("location".to_owned(), b"/compute/".to_vec())],
                    ..Default::default()
                })
            })
        }
        fn base(&self) -> &str {
            "http://liar.invalid"
        }
    }
    block_on(async {
        let ledger = Ledger::new(Arc::new(Liar(AtomicU32::new(0))), RUN);
        ledger.allow_creation("/compute/");
        ledger.send(creation("oct-0a1b2c3d-1")).await.unwrap();
        assert!(ledger.open().is_empty(), "a collection is nobody's entity");
        let answer = ledger.send(Request::new("DELETE", "/compute/")).await;
        assert!(is_refused(&answer));
    });
}

/// An endpoint that says of everything to be deleted that it is not there, and keeps it.
struct Denying(Arc<dyn Transport>);

impl Transport for Denying {
    fn send(&self, mut request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let is_deletion = request.method == "DELETE";
            if is_deletion {
                request.method = "GET";
            }
            let mut answer = self.0.send(request).await?;
            if is_deletion {
                answer.status = 404;
            }
            Ok(answer)
        })
    }

    fn base(&self) -> &str {
        self.0.base()
    }
}

#[test]
fn what_is_denied_and_still_there_is_not_gone() {
    block_on(async {
        let service = service();
        let ledger = Ledger::new(Arc::new(Denying(in_process(service.clone()))), RUN);
        ledger.allow_creation("/compute/");
        let created = ledger.send(creation("oct-0a1b2c3d-1")).await.unwrap();
        let location = created.header("location").unwrap();
        let path = location.strip_prefix(ledger.base()).unwrap();
        let deletion = Request::new("DELETE", path).with_header("Accept", "text/plain");
        assert_eq!(ledger.send(deletion).await.unwrap().status, 404);
        assert!(ledger.owns(path));
        let swept = ledger.sweep().await;
        assert_eq!(swept.kept.len(), 1, "{swept:?}");
        assert_eq!(swept.kept[0].why, "DELETE is answered with 404");
    });
}

/// An endpoint that adds something to every title.
struct Adding(Arc<dyn Transport>);

impl Transport for Adding {
    fn send(&self, mut request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let text = String::from_utf8_lossy(&request.body);
        let text = text.replace("oct-0a1b2c3d-1", "oct-0a1b2c3d-1 (new)");
        request.body = Bytes::from(text);
        self.0.send(request)
    }

    fn base(&self) -> &str {
        self.0.base()
    }
}

/// What nobody could prove, because its title is another one, is still found at the end.
#[test]
fn what_bears_the_marker_and_more_is_found() {
    block_on(async {
        let service = service();
        let ledger = Ledger::new(Arc::new(Adding(in_process(service.clone()))), RUN);
        ledger.allow_creation("/compute/");
        let created = ledger.send(creation("oct-0a1b2c3d-1")).await.unwrap();
        let location = created.header("location").unwrap();
        let path = location.strip_prefix(ledger.base()).unwrap();
        assert!(!ledger.prove(path).await.unwrap());
        let swept = ledger.sweep().await;
        assert_eq!(swept.deleted, [location], "{swept:?}");
        let gone = Request::new("GET", path).with_header("Accept", "text/plain");
        assert_eq!(in_process(service).send(gone).await.unwrap().status, 404);
    });
}
