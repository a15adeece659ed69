//! Whatever comes in, an answer of the protocol goes out.

use bytes::Bytes;
use http::Request;
use proptest::prelude::*;

use crate::support::*;

const PATHS: &[&str] = &[
    "/",
    "/-/",
    "/-",
    "/compute/",
    "/compute",
    "/compute/a",
    "/network/n",
    "/link/networkinterface/",
    "/mixin/ipnetwork/",
    "/mixin/os_tpl/",
    "/blue/",
    "/vms/",
    "//",
    "/compute//",
    "/..",
    "/%00",
    "/none",
    "/compute/a?action=start",
    "/compute/?action=stop",
    "/?action=",
    "/compute/?page=1&number=2",
    "/compute/?page=0",
    "/-/?page=9",
    "/compute/a?action=%ff",
    "/.well-known/org/ogf/occi/-/",
];

const BODIES: &[&str] = &[
    "",
    "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.compute.cores=2\r\n",
    "Category: blue; scheme=\"http://a.example/#\"; class=\"mixin\"; location=\"/blue/\"",
    "Category: start; scheme=\"http://schemas.ogf.org/occi/infrastructure/compute/action#\"; class=\"action\"",
    "Category: ipnetwork; scheme=\"http://schemas.ogf.org/occi/infrastructure/network#\"; class=\"mixin\"",
    "X-OCCI-Location: /compute/a\nX-OCCI-Location: http://h/network/n",
    "Link: </network/n>; rel=\"http://schemas.ogf.org/occi/infrastructure#network\"; category=\"http://schemas.ogf.org/occi/infrastructure#networkinterface\"",
    r#"{"kind":"http://schemas.ogf.org/occi/infrastructure#compute","attributes":{"occi.compute.memory":1.5,"occi.core.title":null}}"#,
    r#"{"resources":[{"kind":"http://schemas.ogf.org/occi/infrastructure#compute","id":"x"}],"links":[]}"#,
    r#"{"kind":"http://schemas.ogf.org/occi/infrastructure#networkinterface","source":{"location":"/compute/a"},"target":{"location":"/network/n"}}"#,
    r#"{"action":"http://schemas.ogf.org/occi/infrastructure/compute/action#start","attributes":{}}"#,
    r#"["/compute/a"]"#,
    r#"{"mixins":[{"term":"blue","scheme":"http://a.example/#","location":"/blue/"}]}"#,
];

const MEDIA: &[&str] = &[
    "text/plain",
    "text/occi",
    "text/uri-list",
    "application/occi+json",
    "application/json",
    "text/occi+plain",
    "image/png",
    "*/*",
    "text/plain;q=x",
    "",
    ";;;",
];

#[test]
fn a_request_at_work_is_small() {
    // It is moved several times on its way; what a change needs lies in a box of its own.
    let service = service();
    let request = Request::get("/-/").body(Bytes::new()).unwrap();
    let work = service.handle(request);
    assert!(size_of_val(&work) < 4096, "{} bytes", size_of_val(&work));
}

/// A text with a few of its bytes changed, taken out or doubled.
fn mutated(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..4);
    edits.prop_map(move |edits| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte, kind) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}

fn request() -> impl Strategy<Value = Request<Bytes>> {
    let methods = prop::sample::select(vec![
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH",
    ]);
    let media = || prop::option::of(prop::sample::select(MEDIA));
    let body = prop::sample::select(BODIES).prop_flat_map(mutated);
    let fields = prop::collection::vec(prop::sample::select(BODIES).prop_flat_map(mutated), 0..3);
    (
        methods,
        prop::sample::select(PATHS),
        media(),
        media(),
        body,
        fields,
    )
        .prop_map(|(method, path, accept, content, body, fields)| {
            let mut request = Request::builder()
                .method(method)
                .uri(path)
                .header("host", "h");
            if let Some(accept) = accept {
                request = request.header("accept", accept);
            }
            if let Some(content) = content {
                request = request.header("content-type", content);
            }
            // The same texts as header fields, where HTTP can carry them.
            for field in fields {
                let Some(at) = field.iter().position(|&b| b == b':') else {
                    continue;
                };
                let name = http::HeaderName::from_bytes(&field[..at]);
                let value = http::HeaderValue::from_bytes(field[at + 1..].trim_ascii());
                if let (Ok(name), Ok(value)) = (name, value) {
                    request = request.header(name, value);
                }
            }
            request.body(Bytes::from(body)).unwrap()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_request_gets_a_proper_answer(requests in prop::collection::vec(request(), 30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let service = service();
            let known = serde_json::json!({ "kind": kind("compute") });
            service.put("/compute/a").json(&known).send().await.expect(201);
            let known = serde_json::json!({ "kind": kind("network") });
            service.put("/network/n").json(&known).send().await.expect(201);
            for request in requests {
                let told = format!("{request:?}");
                let reply = Reply(service.handle(request).await);
                // A panic inside would be a 500.
                prop_assert!(reply.status() < 500, "{told}\n{reply:?}");
                prop_assert!(reply.header("server").contains("OCCI/1.2"), "{told}");
                prop_assert!(reply.0.headers().contains_key("content-type"), "{told}");
                prop_assert_eq!(reply.status() == 201, reply.0.headers().contains_key("location"), "{}", told);
            }
            Ok(())
        })?;
    }
}
