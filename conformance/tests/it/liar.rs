//! Servers that answer creations with the URLs of foreign entities: nothing foreign is touched.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use occi::server::Service;
use occi_conformance::{
    InProcess,
    engine::Settings,
    run::{Selection, run},
    transport::Request,
    verdict::Verdict,
};
use occi_model::Profile;

use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

/// How a server lies about a creation that it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lie {
    /// It creates nothing and names a foreign entity.
    Foreign,
    /// It creates the entity and names a foreign one.
    ForeignBesides,
    /// It creates nothing, names a foreign entity, and shows the title of the request there.
    Disguised,
}

const KINDS: [&str; 3] = ["compute", "network", "storage"];

async fn fill(service: &Service) -> Vec<String> {
    let transport = in_process(service.clone());
    let mut paths = Vec::new();
    for n in 0..60 {
        let kind = KINDS[n % KINDS.len()];
        let size = if kind == "storage" {
            "X-OCCI-Attribute: occi.storage.size=1.0\r\n"
        } else {
            ""
        };
        let mut request = Request::new("POST", format!("/{kind}/"))
            .with_header("Content-Type", "text/plain")
            .with_header("Accept", "text/plain");
        request.body = Bytes::from(format!(
            "Category: {kind}; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
             X-OCCI-Attribute: occi.core.title=\"somebody's {n}\"\r\n{size}"
        ));
        let response = transport.send(request).await.unwrap();
        assert_eq!(response.status, 201);
        let location = response.header("location").unwrap();
        paths.push(location.strip_prefix(transport.base()).unwrap().to_owned());
    }
    paths
}

async fn read(service: &Service, paths: &[String]) -> Vec<Bytes> {
    let transport = in_process(service.clone());
    let mut all = Vec::new();
    for path in paths {
        let request = Request::new("GET", path.clone()).with_header("Accept", "text/plain");
        let response = transport.send(request).await.unwrap();
        assert_eq!(response.status, 200, "{path}");
        all.push(response.body);
    }
    all
}

/// The title that a request gives, in whatever rendering.
fn title_in(body: &Bytes) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let at = text.find("oct-")?;
    Some(
        text[at..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect(),
    )
}

fn lying_server(lie: Lie, safety: Settings) {
    let model = infrastructure(Profile::Union);
    let service = Service::builder(model.clone()).build().unwrap();
    let foreign = block_on(fill(&service));
    let before = block_on(read(&service, &foreign));
    let touched: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let disguise: Arc<Mutex<Option<String>>> = Arc::default();
    let next = Arc::new(AtomicUsize::new(0));
    let liar = {
        let (service, foreign, touched) = (service.clone(), foreign.clone(), touched.clone());
        InProcess::new(move |request: http::Request<Bytes>| {
            let (service, foreign) = (service.clone(), foreign.clone());
            let (touched, disguise, next) = (touched.clone(), disguise.clone(), next.clone());
            async move {
                let path = request.uri().path().to_owned();
                let reads = request.method() == "GET";
                if !reads && foreign.contains(&path) {
                    let seen = format!("{} {}", request.method(), request.uri());
                    touched.lock().unwrap().insert(seen);
                }
                let creates = request.method() == "POST"
                    && request.uri().query().is_none()
                    && KINDS.iter().any(|kind| path == format!("/{kind}/"));
                if creates {
                    *disguise.lock().unwrap() = title_in(request.body());
                    let at = next.fetch_add(1, Ordering::Relaxed) % foreign.len();
                    if lie == Lie::ForeignBesides {
                        service.handle(request).await;
                    }
                    return http::Response::builder()
                        .status(201)
                        .header("Server", "OCCI/1.2")
                        .header(
                            "Location",
                            format!("http://in-process.invalid{}", foreign[at]),
                        )
                        .body(Bytes::new())
                        .unwrap();
                }
                let mut answer = service.handle(request).await;
                let shown = disguise.lock().unwrap().clone();
                if lie == Lie::Disguised
                    && reads
                    && foreign.contains(&path)
                    && let Some(title) = shown
                {
                    let text = String::from_utf8_lossy(answer.body()).into_owned();
                    let start = text.find("somebody's").unwrap();
                    let end = start + text[start..].find('"').unwrap();
                    let text = format!("{}{title}{}", &text[..start], &text[end..]);
                    *answer.body_mut() = Bytes::from(text);
                }
                answer
            }
        })
    };
    let selection = Selection {
        patterns: vec!["k:**".parse().unwrap()],
        ..Selection::default()
    };
    let result = block_on(run(model, Arc::new(liar), &selection, safety, |_| {}));
    assert_eq!(*touched.lock().unwrap(), BTreeSet::new(), "{lie:?}");
    assert_eq!(block_on(read(&service, &foreign)), before, "{lie:?}");
    let told = result
        .cases
        .iter()
        .filter(|case| case.id.family() == "cre.min" && case.id.subject() != "core#resource");
    for case in told {
        assert_eq!(case.verdict, Verdict::Fail, "{lie:?} {}", case.id);
    }
    // No fault of the tool: the lie is the server's.
    assert!(result.cases.iter().all(|c| c.verdict != Verdict::Error));
}

#[test]
fn a_foreign_location_is_not_believed() {
    lying_server(Lie::Foreign, Settings::in_process());
}

#[test]
fn a_foreign_location_beside_a_new_entity_is_not_believed() {
    lying_server(Lie::ForeignBesides, Settings::in_process());
}

#[test]
fn what_was_there_before_the_run_is_never_its_own() {
    lying_server(Lie::Disguised, Settings::in_process());
}
