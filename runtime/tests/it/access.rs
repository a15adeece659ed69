//! What a service is told to do otherwise than by default: who may use it, and how it answers.

use std::sync::Arc;

use occi::{
    Attributes, CategoryId, Instance,
    server::{BoxFuture, Context, Credentials, Fault, Handler, Outcome, Service, Style},
};
use serde_json::json;
use tokio::sync::Notify;

use crate::support::*;

/// Lets only those change an instance who created it.
struct Separate;

fn owner(instance: &Instance) -> Option<&str> {
    instance.attributes.get("occi.core.summary")?.as_str()
}

impl Handler for Separate {
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        _new: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            let mut instance = cx.proposed().clone();
            let name = occi_model::AttributeName::new("occi.core.summary").unwrap();
            let who = cx.principal().unwrap_or("nobody");
            instance.attributes.insert(name, who.into());
            Ok(instance)
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            if owner(&current) == cx.principal() {
                return Ok(());
            }
            Err(Fault::forbidden("not-yours", "somebody else made this"))
        })
    }
}

fn guarded() -> Service {
    let credentials = Credentials::new()
        .user("alice", "wonder:land")
        .user("bob", "builder")
        .token("t0k3n", "bob");
    Service::builder(infrastructure())
        .handler(
            "http://schemas.ogf.org/occi/infrastructure#compute",
            Separate,
        )
        .authenticator(credentials)
        .build()
        .unwrap()
}

const ALICE: &str = "Basic YWxpY2U6d29uZGVyOmxhbmQ=";
const BOB: &str = "Bearer t0k3n";

#[tokio::test]
async fn who_is_unknown_is_401_with_a_challenge() {
    // CORE-085, HTTP-024, HTTP-159, HTTP-161, TXT-068
    let service = guarded();
    for path in [
        "/-/",
        "/.well-known/org/ogf/occi/-/",
        "/",
        "/compute/",
        "/none",
    ] {
        for wrong in [
            None,
            Some("Basic YWxpY2U6eA=="),
            Some("Bearer x"),
            Some("Basic"),
            Some("x"),
        ] {
            let mut request = service.get(path).in_json();
            if let Some(wrong) = wrong {
                request = request.header("authorization", wrong);
            }
            let reply = request.send().await.refused(401, "unauthorized");
            let challenges: Vec<_> = reply
                .0
                .headers()
                .get_all("www-authenticate")
                .iter()
                .collect();
            assert_eq!(challenges[0], "Basic realm=\"occi\", charset=\"UTF-8\"");
            assert_eq!(challenges[1], "Bearer realm=\"occi\"");
            assert!(reply.header("server").contains("OCCI/1.2"));
        }
    }
    let body = json!({ "kind": kind("compute") });
    service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .expect(401);
    for right in [ALICE, BOB] {
        service
            .get("/-/")
            .header("authorization", right)
            .send()
            .await
            .expect(200);
        let list = service.get("/compute/").header("authorization", right);
        assert!(list.send().await.expect(200).text().is_empty());
    }
    service
        .get("/-/")
        .header("x-auth-token", "t0k3n")
        .send()
        .await
        .expect(200);
}

#[tokio::test]
async fn providers_know_who_asks_and_may_refuse() {
    // HTTP-160, HTTP-161
    let service = guarded();
    let body = json!({ "kind": kind("compute") });
    let made = service
        .post("/compute/")
        .header("authorization", ALICE)
        .json(&body);
    let made = made.send().await.expect(201);
    assert_eq!(made.json()["summary"], "alice");
    let path = made.location();
    let delete = |who: &str| {
        service
            .delete(&path)
            .header("authorization", who)
            .in_json()
            .send()
    };
    delete(BOB).await.refused(403, "not-yours");
    delete(ALICE).await.expect(200);
}

#[tokio::test]
async fn maintenance_is_told_from_the_root_down() {
    // HTTP-038
    let service = service();
    let path = compute(&service).await;
    service.maintain(true);
    for path in ["/", "/-/", path.as_str()] {
        service
            .get(path)
            .in_json()
            .send()
            .await
            .refused(503, "maintenance");
    }
    service.delete(&path).send().await.expect(503);
    service.maintain(false);
    service.get(&path).send().await.expect(200);
}

#[tokio::test]
async fn deleted_instances_are_gone_where_that_is_told() {
    // HTTP-035, D-103
    for (told, status) in [(false, 404), (true, 410)] {
        let service = Service::builder(infrastructure())
            .tell_gone(told)
            .build()
            .unwrap();
        let path = compute(&service).await;
        service.delete(&path).send().await.expect(200);
        service.get(&path).send().await.expect(status);
        service.delete(&path).send().await.expect(status);
        service.get("/compute/other").send().await.expect(404);
        // The path is free again.
        let body = json!({ "kind": kind("compute") });
        service.put(&path).json(&body).send().await.expect(201);
        service.get(&path).send().await.expect(200);
    }
}

#[tokio::test]
async fn clients_choose_ids_where_they_may() {
    // D-78, D-116
    let service = Service::builder(infrastructure())
        .client_ids(true)
        .build()
        .unwrap();
    let with = |id: &str| json!({ "kind": kind("compute"), "id": id });
    let post = |body: serde_json::Value| service.post("/compute/").json(&body).send();
    let made = post(with("urn:example:one")).await.expect(201);
    assert_eq!(made.json()["id"], "urn:example:one");
    assert_eq!(
        read(&service, &made.location()).await["id"],
        "urn:example:one"
    );
    post(with("urn:example:one")).await.refused(409, "id-taken");
    for wrong in ["Compute_17", "urn:", ":x", "urn:a b", "urn:<x>", "1:x"] {
        post(with(wrong)).await.refused(400, "invalid-id");
    }
    let twice = json!({ "resources": [with("urn:example:two"), with("urn:example:two")] });
    post(twice).await.refused(409, "id-taken");
    let text = format!(
        "Category: compute; scheme=\"{INFRA}\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.id=\"urn:example:three\"\r\n"
    );
    service
        .put("/compute/three")
        .plain(&text)
        .send()
        .await
        .expect(201);
    assert_eq!(
        read(&service, "/compute/three").await["id"],
        "urn:example:three"
    );
    // Who gives none gets one, and who may not choose is not heard.
    let id = post(json!({ "kind": kind("compute") }))
        .await
        .expect(201)
        .json()["id"]
        .clone();
    assert!(id.as_str().unwrap().starts_with("urn:uuid:"));
    let plain = crate::support::service();
    let body = with("urn:example:one");
    let made = plain.post("/compute/").json(&body).send().await.expect(201);
    assert_ne!(made.json()["id"], "urn:example:one");
}

#[tokio::test]
async fn json_can_be_the_default() {
    // D-88
    let service = Service::builder(infrastructure())
        .json_by_default(true)
        .build()
        .unwrap();
    for (accept, media) in [
        (None, "application/occi+json"),
        (Some("*/*"), "application/occi+json"),
        (Some("image/png, */*;q=0.1"), "application/occi+json"),
        (Some("text/plain"), "text/plain; charset=utf-8"),
        (Some("text/plain, */*;q=0.1"), "text/plain; charset=utf-8"),
        (Some("text/occi"), "text/occi; charset=utf-8"),
    ] {
        for (path, status) in [("/-/", 200), ("/compute/", 200), ("/none", 404)] {
            let mut request = service.get(path);
            if let Some(accept) = accept {
                request = request.accept(accept);
            }
            let reply = request.send().await.expect(status);
            let found = reply.header("content-type");
            assert_eq!(
                found.split(';').next(),
                media.split(';').next(),
                "{accept:?} {path}"
            );
        }
    }
}

#[tokio::test]
async fn answers_are_written_in_the_chosen_style() {
    // D-69, D-80
    let style = Style {
        locations: true,
        avoid_commas: true,
    };
    let service = Service::builder(infrastructure())
        .style(style)
        .build()
        .unwrap();
    let network = network(&service).await;
    let body = json!({
        "kind": kind("compute"),
        "title": "a, b; c",
        "summary": "d, e",
        "links": [{ "kind": kind("networkinterface"), "target": { "location": network } }],
    });
    let made = service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .expect(201);
    let path = made.location();
    let entity = read(&service, &path).await;
    assert_eq!(entity["location"], path);
    assert_eq!(entity["title"], "a, b; c");
    let link = &entity["links"][0]["location"];
    assert!(
        link.as_str()
            .unwrap()
            .starts_with("/link/networkinterface/"),
        "{link}"
    );
    assert_eq!(
        read(&service, "/compute/").await["resources"][0]["location"],
        path
    );
    let text = service.get(&path).send().await.expect(200).text();
    assert!(text.contains("occi.core.title=\"a b c\"\r\n"), "{text}");
    assert!(text.contains("occi.core.summary=\"d, e\"\r\n"), "{text}");
    let tag = "Category: red; scheme=\"http://tags.example.org/a#\"; class=\"mixin\"; title=\"x, y\"; location=\"/red/\"";
    let shown = service
        .post("/-/")
        .plain(tag)
        .accept("text/plain")
        .send()
        .await
        .expect(200);
    assert!(shown.text().contains("title=\"x y\""), "{}", shown.text());
    let plain = crate::support::service();
    let path = compute(&plain).await;
    assert!(read(&plain, &path).await["location"].is_null());
}

/// Starts machines in its own time.
struct Slow {
    booted: Arc<Notify>,
    /// What becomes of it.
    end: Result<&'static str, &'static str>,
}

impl Handler for Slow {
    fn act<'a>(
        &'a self,
        cx: &'a Context,
        _current: Instance,
        _action: &'a CategoryId,
        _parameters: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        let (booted, end) = (Arc::clone(&self.booted), self.end);
        Box::pin(async move {
            cx.later(async move {
                booted.notified().await;
                end.map(str::to_owned).map_err(Fault::internal)
            })?;
            // Accepted: it is still what it was.
            Ok(Outcome::State("inactive".to_owned()))
        })
    }
}

#[tokio::test]
async fn a_provider_may_answer_first_and_work_later() {
    // GFD.185 3.6.3, D-34: the state on the way is shown until the work is done.
    for (end, reached) in [
        (Ok("active"), "active"),
        (Err("no host"), "error"),
        (Ok("none"), "inactive"),
    ] {
        let booted = Arc::new(Notify::new());
        let slow = Slow {
            booted: Arc::clone(&booted),
            end,
        };
        let id = "http://schemas.ogf.org/occi/infrastructure#compute";
        let service = Service::builder(infrastructure())
            .handler(id, slow)
            .build()
            .unwrap();
        let path = compute(&service).await;
        let target = network(&service).await;
        let link = interface(&service, &path, &target).await;
        let start =
            json!({ "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#start" });
        let url = format!("{path}?action=start");
        let reply = service.post(&url).json(&start).send().await.expect(200);
        assert_eq!(reply.json()["attributes"]["occi.compute.state"], "inactive");
        booted.notify_one();
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        let entity = read(&service, &path).await;
        assert_eq!(entity["attributes"]["occi.compute.state"], reached);
        if let Err(message) = end {
            assert_eq!(entity["attributes"]["occi.compute.state.message"], message);
        }
        // Its links follow.
        let state =
            read(&service, &link).await["attributes"]["occi.networkinterface.state"].clone();
        assert_eq!(state == "active", reached == "active", "{state}");
    }
}

#[tokio::test]
async fn work_of_a_refused_request_never_begins() {
    let booted = Arc::new(Notify::new());
    let slow = Slow {
        booted: Arc::clone(&booted),
        end: Ok("active"),
    };
    let id = "http://schemas.ogf.org/occi/infrastructure#compute";
    let service = Service::builder(infrastructure())
        .handler(id, slow)
        .build()
        .unwrap();
    let path = compute(&service).await;
    let stop =
        json!({ "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#stop" });
    let url = format!("{path}?action=stop");
    service.post(&url).json(&stop).send().await.expect(409);
    assert_eq!(Arc::strong_count(&booted), 2, "work is waiting");
}

#[tokio::test]
async fn providers_tell_what_happens_without_a_request() {
    let service = service();
    let path = compute(&service).await;
    let state = async || read(&service, &path).await["attributes"]["occi.compute.state"].clone();
    let told = |name: &str| Outcome::State(name.to_owned());
    service.report(&path, &told("error")).await.unwrap();
    assert_eq!(state().await, "error");
    assert_eq!(
        service
            .report(&path, &told("none"))
            .await
            .unwrap_err()
            .status,
        500
    );
    assert_eq!(
        service
            .report("/compute/none", &told("active"))
            .await
            .unwrap_err()
            .status,
        404
    );
    assert_eq!(state().await, "error");
    service.report(&path, &Outcome::Unchanged).await.unwrap();
    let resource = json!({ "kind": "http://schemas.ogf.org/occi/core#resource" });
    let stateless = created(&service, "/resource/", &resource).await;
    assert_eq!(
        service
            .report(&stateless, &told("active"))
            .await
            .unwrap_err()
            .status,
        500
    );
}
