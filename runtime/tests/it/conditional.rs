//! Conditional requests (RFC 9110 section 13) and concurrent changes, over real HTTP.

use std::sync::Arc;

use occi::server::Service;
use serde_json::json;

use crate::{serving::Live, support::*};

/// Sends a request over a connection of its own; gives the whole answer.
async fn send(live: &Live, method: &str, path: &str, fields: &[(&str, &str)], body: &str) -> Seen {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
    for (name, value) in fields {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        request.push_str("Content-Type: application/occi+json\r\n");
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    Seen(live.raw(&request).await)
}

const JSON: (&str, &str) = ("Accept", "application/occi+json");

struct Seen(String);

impl Seen {
    fn status(&self) -> u16 {
        self.0[9..12].parse().unwrap()
    }

    fn field(&self, name: &str) -> Option<&str> {
        let (head, _) = self.0.split_once("\r\n\r\n").unwrap();
        head.lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }

    fn etag(&self) -> String {
        let tag = self.field("etag").unwrap_or_else(|| panic!("{}", self.0));
        assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 2);
        tag.to_owned()
    }

    fn body(&self) -> &str {
        self.0.split_once("\r\n\r\n").unwrap().1
    }

    #[track_caller]
    fn expect(self, status: u16) -> Self {
        assert_eq!(self.status(), status, "{}", self.0);
        self
    }
}

async fn started() -> (Live, Service, String) {
    let service = service();
    let path = compute(&service).await;
    (Live::start(service.clone()).await, service, path)
}

#[tokio::test]
async fn reads_are_saved_while_nothing_changed() {
    let (live, service, path) = started().await;
    let mut tags = Vec::new();
    for media in [
        "text/plain",
        "text/occi",
        "application/occi+json",
        "application/json",
    ] {
        let accept = ("Accept", media);
        let first = send(&live, "GET", &path, &[accept], "").await.expect(200);
        assert_eq!(first.field("vary"), Some("Accept"));
        let tag = first.etag();
        let weak = format!("W/{tag}");
        for known in [tag.as_str(), "\"other\" ,  W/\"x\"", weak.as_str(), "*"] {
            for method in ["GET", "HEAD"] {
                let fields = [accept, ("If-None-Match", known)];
                let again = send(&live, method, &path, &fields, "").await;
                if known.contains("other") {
                    again.expect(200);
                    continue;
                }
                let again = again.expect(304);
                assert_eq!(again.etag(), tag);
                assert_eq!(again.body(), "");
                assert_eq!(again.field("content-type"), None);
            }
        }
        assert!(!tags.contains(&tag), "one tag for two renderings");
        tags.push(tag);
    }
    let known = [("If-None-Match", tags[0].as_str())];
    // A change of the instance makes another tag, and so does one of a link that it shows.
    let body = json!({ "summary": "s" });
    service.post(&path).json(&body).send().await.expect(200);
    let changed = send(&live, "GET", &path, &known, "").await.expect(200);
    let n = network(&service).await;
    let link = interface(&service, &path, &n).await;
    let linked = send(&live, "GET", &path, &[], "").await.etag();
    assert_ne!(linked, changed.etag());
    let body = json!({ "attributes": { "occi.networkinterface.mac": "02:00:00:00:00:01" } });
    service.post(&link).json(&body).send().await.expect(200);
    let relinked = send(&live, "GET", &path, &[], "").await.etag();
    assert_ne!(relinked, linked);
    service.delete(&link).send().await.expect(200);
    assert_eq!(
        send(&live, "GET", &path, &[], "").await.etag(),
        changed.etag()
    );
    live.stop().await;
}

#[tokio::test]
async fn changes_happen_only_to_what_the_client_knows() {
    let (live, service, path) = started().await;
    // Read as text, written as JSON.
    let old = send(&live, "GET", &path, &[], "").await.etag();
    let say = |title: &str| json!({ "title": title }).to_string();
    let first = send(&live, "POST", &path, &[JSON, ("If-Match", &old)], &say("1")).await;
    let new = first.expect(200).etag();
    let before = read(&service, &path).await;
    let start =
        json!({ "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#start" });
    let full = json!({ "kind": kind("compute"), "title": "2" }).to_string();
    let action = format!("{path}?action=start");
    let weak = format!("W/{new}");
    for wrong in [old.as_str(), "\"\"", weak.as_str()] {
        for (method, path, body) in [
            ("POST", &path, say("2")),
            ("PUT", &path, full.clone()),
            ("POST", &action, start.to_string()),
            ("DELETE", &path, String::new()),
        ] {
            let fields = [JSON, ("If-Match", wrong)];
            let refused = send(&live, method, path, &fields, &body).await.expect(412);
            assert!(
                refused.body().contains("precondition-failed"),
                "{}",
                refused.0
            );
        }
    }
    for (name, wrong) in [("If-None-Match", "*"), ("If-None-Match", new.as_str())] {
        let fields = [JSON, (name, wrong)];
        send(&live, "POST", &path, &fields, &say("2"))
            .await
            .expect(412);
        send(&live, "DELETE", &path, &fields, "").await.expect(412);
    }
    send(&live, "GET", &path, &[("If-Match", &old)], "")
        .await
        .expect(412);
    assert_eq!(read(&service, &path).await, before, "refused, yet changed");
    // One tag of several is enough, in several fields, too.
    let fields = [JSON, ("If-Match", "\"x\""), ("If-Match", &new)];
    let acted = send(&live, "POST", &action, &fields, &start.to_string()).await;
    let now = acted.expect(200).etag();
    let put = send(&live, "PUT", &path, &[JSON, ("If-Match", &now)], &full).await;
    // What is stored is not what was sent.
    assert_eq!(put.expect(200).field("etag"), None);
    send(&live, "DELETE", &path, &[("If-Match", "*")], "")
        .await
        .expect(200);
    send(&live, "DELETE", &path, &[("If-Match", "*")], "")
        .await
        .expect(404);
    live.stop().await;
}

#[tokio::test]
async fn creation_at_a_path_only_when_nothing_is_there() {
    // D-104
    let (live, service, _) = started().await;
    let full = json!({ "kind": kind("compute"), "title": "first" }).to_string();
    let path = "/compute/mine";
    let nothing = [JSON, ("If-None-Match", "*")];
    send(&live, "PUT", path, &[JSON, ("If-Match", "*")], &full)
        .await
        .expect(412);
    send(&live, "PUT", path, &nothing, &full).await.expect(201);
    send(&live, "PUT", path, &nothing, &full).await.expect(412);
    let live = Arc::new(live);
    let racing: Vec<_> = (0..8)
        .map(|_| {
            let (live, full) = (Arc::clone(&live), full.clone());
            tokio::spawn(async move {
                let nothing = [JSON, ("If-None-Match", "*")];
                send(&live, "PUT", "/compute/raced", &nothing, &full)
                    .await
                    .status()
            })
        })
        .collect();
    let mut statuses = Vec::new();
    for task in racing {
        statuses.push(task.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 412, 412, 412, 412, 412, 412, 412]);
    assert_eq!(service.get("/compute/").send().await.paths().len(), 3);
    Arc::into_inner(live).unwrap().stop().await;
}

#[tokio::test]
async fn what_has_no_tag_and_what_cannot_be_read() {
    let (live, service, path) = started().await;
    let body = json!({ "kind": kind("compute") }).to_string();
    for place in ["/compute/", "/-/", "/"] {
        let listing = send(&live, "GET", place, &[], "").await.expect(200);
        assert_eq!(listing.field("etag"), None);
        send(&live, "GET", place, &[("If-Match", "*")], "")
            .await
            .expect(200);
        send(&live, "GET", place, &[("If-Match", "\"a\"")], "")
            .await
            .expect(412);
        send(&live, "GET", place, &[("If-None-Match", "\"a\"")], "")
            .await
            .expect(200);
    }
    send(&live, "POST", "/compute/", &[("If-Match", "\"a\"")], &body)
        .await
        .expect(412);
    send(&live, "DELETE", "/compute/", &[("If-Match", "\"a\"")], "")
        .await
        .expect(412);
    for wrong in ["a", "\"a", "\"a\" \"b\"", "*, \"a\"", "\u{e9}"] {
        for field in ["If-Match", "If-None-Match"] {
            let fields = [(field, wrong)];
            send(&live, "GET", &path, &fields, "").await.expect(400);
            send(&live, "DELETE", &path, &fields, "").await.expect(400);
        }
    }
    // A refusal for another reason comes first.
    send(&live, "GET", "/nothing", &[("If-Match", "\"a\"")], "")
        .await
        .expect(404);
    send(&live, "PUT", "/compute/", &[("If-Match", "\"a\"")], "")
        .await
        .expect(405);
    assert_eq!(service.get("/compute/").send().await.paths(), [path]);
    live.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_update_is_lost() {
    const CLIENTS: usize = 8;
    const EACH: usize = 5;
    let (live, service, path) = started().await;
    let body = json!({ "attributes": { "occi.compute.cores": 1 } });
    service.post(&path).json(&body).send().await.expect(200);
    let live = Arc::new(live);
    // Counting is read, then written: only a condition saves it.
    let counting: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (live, path) = (Arc::clone(&live), path.clone());
            tokio::spawn(async move {
                let mut refused = 0;
                let mut done = 0;
                while done < EACH {
                    let seen = send(&live, "GET", &path, &[JSON], "").await.expect(200);
                    let instance: serde_json::Value = serde_json::from_str(seen.body()).unwrap();
                    let cores = instance["attributes"]["occi.compute.cores"]
                        .as_u64()
                        .unwrap();
                    let body = json!({ "attributes": { "occi.compute.cores": cores + 1 } });
                    let tag = seen.etag();
                    let fields = [JSON, ("If-Match", tag.as_str())];
                    let answer = send(&live, "POST", &path, &fields, &body.to_string()).await;
                    match answer.status() {
                        200 => done += 1,
                        412 => refused += 1,
                        _ => panic!("{}", answer.0),
                    }
                }
                refused
            })
        })
        .collect();
    // Without condition each names its own attribute: none undoes another's.
    let others = [
        json!({ "title": "t" }),
        json!({ "summary": "s" }),
        json!({ "attributes": { "occi.compute.memory": 4.0 } }),
        json!({ "attributes": { "occi.compute.hostname": "h" } }),
    ];
    let telling: Vec<_> = others
        .iter()
        .map(|body| {
            let (live, path, body) = (Arc::clone(&live), path.clone(), body.to_string());
            tokio::spawn(async move {
                send(&live, "POST", &path, &[JSON], &body).await.expect(200);
            })
        })
        .collect();
    for task in telling {
        task.await.unwrap();
    }
    for task in counting {
        task.await.unwrap();
    }
    let after = read(&service, &path).await;
    let attributes = &after["attributes"];
    assert_eq!(attributes["occi.compute.cores"], 1 + CLIENTS * EACH);
    assert_eq!(attributes["occi.compute.memory"], 4.0);
    assert_eq!(attributes["occi.compute.hostname"], "h");
    assert_eq!(
        (&after["title"], &after["summary"]),
        (&json!("t"), &json!("s"))
    );
    Arc::into_inner(live).unwrap().stop().await;
}
