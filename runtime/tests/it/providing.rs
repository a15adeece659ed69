//! The provider seam: what handlers may do, and what happens when they fail.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use http::StatusCode;
use occi::{
    Attributes, CategoryId, Instance, Value,
    server::{BoxFuture, Context, Fault, Handler, Outcome, Service},
};
use serde_json::json;

use crate::support::*;

const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";
const LINK: &str = "http://schemas.ogf.org/occi/infrastructure#networkinterface";

fn name(text: &str) -> occi::AttributeName {
    occi::AttributeName::new(text).unwrap()
}

/// What a handler was asked, in order.
type Log = Arc<Mutex<Vec<String>>>;

/// Notes every call; behaves as `how` says.
struct Noting {
    log: Log,
    how: fn(&str, &Context, Instance) -> Result<Instance, Fault>,
}

impl Noting {
    fn note(&self, call: &str, instance: &Instance) {
        let place = instance.location.clone().unwrap_or_default();
        let term = instance.kind.term();
        self.log
            .lock()
            .unwrap()
            .push(format!("{call} {term} {}", place.len().min(1)));
    }
}

impl Handler for Noting {
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        new: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            self.note("create", &new);
            (self.how)("create", cx, new)
        })
    }

    fn update<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
        changes: Attributes,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            self.note("update", &current);
            self.log
                .lock()
                .unwrap()
                .extend(changes.keys().map(ToString::to_string));
            (self.how)("update", cx, current)
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            self.note("delete", &current);
            (self.how)("delete", cx, current).map(|_| ())
        })
    }
}

fn proposed(_: &str, cx: &Context, _: Instance) -> Result<Instance, Fault> {
    Ok(cx.proposed().clone())
}

fn noting(how: fn(&str, &Context, Instance) -> Result<Instance, Fault>) -> (Service, Log) {
    let log = Log::default();
    let handler = || Noting {
        log: Arc::clone(&log),
        how,
    };
    let service = Service::builder(infrastructure())
        .handler(COMPUTE, handler())
        .handler(LINK, handler())
        .build()
        .unwrap();
    (service, log)
}

fn taken(log: &Log) -> Vec<String> {
    std::mem::take(&mut log.lock().unwrap())
}

#[tokio::test]
async fn handlers_see_the_completed_request() {
    fn check(call: &str, cx: &Context, given: Instance) -> Result<Instance, Fault> {
        if call == "create" && given.kind.term() == "compute" {
            assert_eq!(given.id, None);
            assert_eq!(given.get("occi.compute.cores"), Some(&Value::Integer(2)));
            assert_eq!(given.get("occi.compute.state"), None, "not for clients");
            assert_eq!(
                cx.proposed().get("occi.compute.state"),
                Some(&Value::from("inactive"))
            );
            assert_eq!(given.links.len(), 1);
            assert_eq!(given.links[0].link.kind, *LINK);
            assert_eq!(
                given.links[0].target_kind.as_ref().unwrap(),
                &kind("network").as_str()
            );
        }
        Ok(cx.proposed().clone())
    }
    let (service, log) = noting(check);
    let n = network(&service).await;
    let body = json!({
        "kind": COMPUTE,
        "attributes": { "occi.compute.cores": 2 },
        "links": [{ "kind": LINK, "target": { "location": n } }],
    });
    let path = created(&service, "/compute/", &body).await;
    assert_eq!(
        taken(&log),
        ["create compute 0", "create networkinterface 0"]
    );
    service
        .post(&path)
        .json(&json!({ "title": "x" }))
        .send()
        .await
        .expect(200);
    assert_eq!(taken(&log), ["update compute 1", "occi.core.title"]);
    service.delete(&path).send().await.expect(200);
    assert_eq!(
        taken(&log),
        ["delete networkinterface 1", "delete compute 1"],
        "links first"
    );
}

#[tokio::test]
async fn handlers_change_what_is_stored() {
    fn change(call: &str, cx: &Context, _: Instance) -> Result<Instance, Fault> {
        let mut instance = cx.proposed().clone();
        if call == "create" {
            instance.set(name("occi.compute.hostname"), Some(Value::from("vm1")));
            instance.set(name("occi.compute.state"), Some(Value::from("active")));
        }
        Ok(instance)
    }
    let (service, _) = noting(change);
    let path = compute(&service).await;
    let vm = read(&service, &path).await;
    assert_eq!(vm["attributes"]["occi.compute.hostname"], "vm1");
    assert_eq!(vm["attributes"]["occi.compute.state"], "active");
    assert_eq!(vm["actions"].as_array().unwrap().len(), 4, "{vm}");
}

#[tokio::test]
async fn a_refusal_is_passed_on_and_nothing_is_stored() {
    fn refuse(_: &str, _: &Context, _: Instance) -> Result<Instance, Fault> {
        Err(Fault::conflict("no-room", "the host is full"))
    }
    let (service, _) = noting(refuse);
    let body = json!({ "kind": COMPUTE });
    let reply = service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .refused(409, "no-room");
    assert!(reply.text().contains("the host is full"));
    assert!(service.get("/").send().await.text().is_empty());
}

#[tokio::test]
async fn a_failure_in_the_middle_leaves_nothing_behind() {
    // HTTP-036
    fn fail_links(call: &str, cx: &Context, given: Instance) -> Result<Instance, Fault> {
        match (call, given.kind.term()) {
            ("create", "networkinterface") => panic!("the switch caught fire"),
            _ => Ok(cx.proposed().clone()),
        }
    }
    let (service, log) = noting(fail_links);
    let n = network(&service).await;
    let body = json!({ "kind": COMPUTE, "links": [{ "kind": LINK, "target": { "location": n } }] });
    let reply = service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .refused(500, "internal");
    assert!(
        !reply.text().contains("fire"),
        "the peer learns nothing about the inside"
    );
    assert_eq!(service.get("/").send().await.paths(), [n.as_str()]);
    // The provider is told to take back what it made.
    assert_eq!(
        taken(&log),
        [
            "create compute 0",
            "create networkinterface 0",
            "delete compute 1"
        ]
    );
}

#[tokio::test]
async fn answers_that_do_not_fit_are_500_and_not_stored() {
    fn misfit(_: &str, cx: &Context, given: Instance) -> Result<Instance, Fault> {
        let mut instance = cx.proposed().clone();
        match given.get("occi.core.title").and_then(Value::as_str) {
            Some("type") => instance.set(name("occi.compute.cores"), Some(Value::from("many"))),
            Some("unknown") => instance.set(name("a.b"), Some(Value::from("x"))),
            Some("kind") => instance.kind = CategoryId::parse(LINK).unwrap(),
            Some("mixin") => instance
                .mixins
                .push(CategoryId::parse("http://a.example/#b").unwrap()),
            _ => {}
        }
        Ok(instance)
    }
    let (service, _) = noting(misfit);
    for title in ["type", "unknown", "kind", "mixin"] {
        let body = json!({ "kind": COMPUTE, "title": title });
        service
            .post("/compute/")
            .json(&body)
            .send()
            .await
            .refused(500, "internal");
    }
    assert!(service.get("/").send().await.text().is_empty());
    let body = json!({ "kind": COMPUTE, "title": "fine" });
    service
        .post("/compute/")
        .json(&body)
        .send()
        .await
        .expect(201);
}

#[tokio::test]
async fn a_failing_deletion_keeps_everything() {
    fn keep(call: &str, cx: &Context, _: Instance) -> Result<Instance, Fault> {
        match call {
            "delete" => Err(Fault::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "try later",
            )),
            _ => Ok(cx.proposed().clone()),
        }
    }
    let (service, _) = noting(keep);
    let (path, n) = (compute(&service).await, network(&service).await);
    let ends = json!({ "occi.core.source": path, "occi.core.target": n });
    create(
        &service,
        "/link/networkinterface/",
        "networkinterface",
        ends,
    )
    .await;
    let before = read(&service, &path).await;
    service
        .delete(&path)
        .in_json()
        .send()
        .await
        .refused(503, "busy");
    service
        .delete("/compute/")
        .in_json()
        .send()
        .await
        .refused(503, "busy");
    assert_eq!(read(&service, &path).await, before);
}

/// Acts as `0` says.
struct Acting(fn(&Context, &CategoryId, &Attributes, Instance) -> Result<Outcome, Fault>);

impl Handler for Acting {
    fn act<'a>(
        &'a self,
        cx: &'a Context,
        current: Instance,
        action: &'a CategoryId,
        parameters: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        Box::pin(async move { (self.0)(cx, action, &parameters, current) })
    }
}

#[tokio::test]
async fn handlers_decide_what_an_action_did() {
    fn act(
        cx: &Context,
        action: &CategoryId,
        parameters: &Attributes,
        current: Instance,
    ) -> Result<Outcome, Fault> {
        match action.term() {
            "start" => Ok(Outcome::State("error".to_owned())),
            "stop" => {
                assert_eq!(parameters.get("method"), Some(&Value::from("poweroff")));
                let mut instance = cx.proposed().clone();
                instance.set(name("occi.compute.state.message"), Some(Value::from("off")));
                Ok(Outcome::Instance(instance))
            }
            "suspend" => Ok(Outcome::Unchanged),
            "restart" => Ok(Outcome::State("flying".to_owned())),
            _ => {
                assert_eq!(current.kind, *COMPUTE);
                Err(Fault::bad_request(
                    "no-image-store",
                    "there is no image store",
                ))
            }
        }
    }
    // New computes are active at once, so that most actions apply.
    struct Both;
    impl Handler for Both {
        fn create<'a>(
            &'a self,
            cx: &'a Context,
            _: Instance,
        ) -> BoxFuture<'a, Result<Instance, Fault>> {
            let mut instance = cx.proposed().clone();
            let start = instance.get("occi.core.title") != Some(&Value::from("inactive"));
            if start {
                instance.set(name("occi.compute.state"), Some(Value::from("active")));
            }
            Box::pin(async { Ok(instance) })
        }
        fn act<'a>(
            &'a self,
            cx: &'a Context,
            current: Instance,
            action: &'a CategoryId,
            parameters: Attributes,
        ) -> BoxFuture<'a, Result<Outcome, Fault>> {
            Box::pin(async move { Acting(act).0(cx, action, &parameters, current) })
        }
    }
    let service = Service::builder(infrastructure())
        .handler(COMPUTE, Both)
        .build()
        .unwrap();
    let invoke = |path: String, term: &str, attributes: serde_json::Value| {
        let action = format!("http://schemas.ogf.org/occi/infrastructure/compute/action#{term}");
        let body = json!({ "action": action, "attributes": attributes });
        service
            .post(&format!("{path}?action={term}"))
            .json(&body)
            .send()
    };
    let state = |vm: &serde_json::Value| vm["attributes"]["occi.compute.state"].clone();
    let path = compute(&service).await;
    invoke(path.clone(), "restart", json!({}))
        .await
        .refused(500, "internal");
    invoke(path.clone(), "save", json!({}))
        .await
        .refused(400, "no-image-store");
    assert_eq!(
        service.get("/-/").in_json().send().await.json()["mixins"]
            .as_array()
            .unwrap()
            .len(),
        6
    );
    let same = invoke(path.clone(), "suspend", json!({}))
        .await
        .expect(200)
        .json();
    assert_eq!(state(&same), "active");
    let off = invoke(path.clone(), "stop", json!({ "method": "poweroff" }))
        .await
        .expect(200)
        .json();
    assert_eq!(state(&off), "inactive");
    assert_eq!(off["attributes"]["occi.compute.state.message"], "off");
    let broken = invoke(path.clone(), "start", json!({}))
        .await
        .expect(200)
        .json();
    assert_eq!(state(&broken), "error", "D-33");
    assert!(broken.get("actions").is_none_or(|a| a == &json!([])));
    invoke(path.clone(), "start", json!({}))
        .await
        .refused(409, "action-not-applicable");
    service.delete(&path).send().await.expect(200);
}

#[tokio::test]
async fn work_on_one_instance_is_serial() {
    static INSIDE: AtomicUsize = AtomicUsize::new(0);
    struct Slow;
    impl Handler for Slow {
        fn update<'a>(
            &'a self,
            cx: &'a Context,
            _: Instance,
            _: Attributes,
        ) -> BoxFuture<'a, Result<Instance, Fault>> {
            Box::pin(async move {
                assert_eq!(INSIDE.fetch_add(1, Ordering::SeqCst), 0);
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
                INSIDE.fetch_sub(1, Ordering::SeqCst);
                Ok(cx.proposed().clone())
            })
        }
    }
    let service = Service::builder(infrastructure())
        .handler(COMPUTE, Slow)
        .build()
        .unwrap();
    let path = compute(&service).await;
    // Each names another attribute; no update is lost.
    let bodies = [
        json!({ "title": "t" }),
        json!({ "summary": "s" }),
        json!({ "attributes": { "occi.compute.cores": 2 } }),
        json!({ "attributes": { "occi.compute.memory": 2.0 } }),
        json!({ "attributes": { "occi.compute.hostname": "h" } }),
    ];
    let requests = bodies
        .iter()
        .map(|body| service.post(&path).json(body).send());
    for reply in futures_util::future::join_all(requests).await {
        reply.expect(200);
    }
    let vm = read(&service, &path).await;
    assert_eq!((&vm["title"], &vm["summary"]), (&json!("t"), &json!("s")));
    assert_eq!(vm["attributes"].as_object().unwrap().len(), 4);
}

#[tokio::test]
async fn a_link_to_a_vanishing_end_does_not_dangle() {
    // D-16 under concurrency: whatever comes first, no link without its ends stays.
    let (service, _) = noting(proposed);
    for _ in 0..20 {
        let (c, n) = (compute(&service).await, network(&service).await);
        let body = json!({
            "kind": LINK, "source": { "location": c }, "target": { "location": n },
        });
        let link = service.post("/link/networkinterface/").json(&body).send();
        let gone = service.delete(&n).send();
        let (link, gone) = tokio::join!(link, gone);
        gone.expect(200);
        assert!(
            matches!(link.status(), 201 | 404 | 409 | 500),
            "{}",
            link.text()
        );
        let left = service.get("/link/").send().await;
        assert!(left.text().is_empty(), "{}", left.text());
    }
}
