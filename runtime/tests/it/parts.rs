//! Providers of less than a kind: of mixins and of single actions; and what every provider has at
//! hand: the transaction, and whether the client still waits.

use std::sync::{Arc, Mutex};

use occi::{
    Attributes, CategoryId, Instance, Value,
    server::{
        ActionHandler, BoxFuture, Context, Fault, Handler, MixinHandler, Outcome, Service,
        SetupError,
    },
};
use serde_json::json;

use crate::support::*;

const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";
const NETWORK: &str = "http://schemas.ogf.org/occi/infrastructure#network";
const IP: &str = "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork";
const START: &str = "http://schemas.ogf.org/occi/infrastructure/compute/action#start";

fn name(text: &str) -> occi::AttributeName {
    occi::AttributeName::new(text).unwrap()
}

/// Gives addresses out, and takes them back.
#[derive(Clone, Default)]
struct Addresses(Arc<Mutex<Vec<&'static str>>>);

impl Addresses {
    fn note(&self, what: &'static str) {
        self.0.lock().unwrap().push(what);
    }

    fn taken(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl MixinHandler for Addresses {
    fn attach<'a>(
        &'a self,
        _: &'a Context,
        mut instance: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            self.note("attach");
            if instance.get("occi.core.title") == Some(&Value::from("full")) {
                return Err(Fault::conflict("no-address", "no address is free"));
            }
            instance.set(name("occi.network.address"), Some("10.0.0.1/24".into()));
            Ok(instance)
        })
    }

    fn update<'a>(
        &'a self,
        _: &'a Context,
        instance: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            self.note("update");
            Ok(instance)
        })
    }

    fn detach<'a>(
        &'a self,
        _: &'a Context,
        instance: Instance,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            self.note("detach");
            assert!(instance.get("occi.network.address").is_some());
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_mixin_has_a_provider_of_its_own() {
    let addresses = Addresses::default();
    let service = Service::builder(infrastructure())
        .mixin_handler(IP, addresses.clone())
        .build()
        .unwrap();
    let body = |title: &str| json!({ "kind": NETWORK, "mixins": [IP], "title": title });
    let post = |path: &str, body: serde_json::Value| service.post(path).json(&body).send();

    let path = post("/network/", body("one")).await.expect(201).location();
    let address =
        |network: serde_json::Value| network["attributes"]["occi.network.address"].clone();
    assert_eq!(address(read(&service, &path).await), "10.0.0.1/24");
    post("/network/", body("full"))
        .await
        .refused(409, "no-address");
    assert_eq!(addresses.taken(), ["attach", "attach"]);
    assert_eq!(service.get("/network/").send().await.paths().len(), 1);

    post(&path, json!({ "summary": "s" })).await.expect(200);
    assert_eq!(addresses.taken(), ["update"]);
    // Associated and taken off at the location of the mixin.
    let plain = network(&service).await;
    let at = |path: &str| format!("X-OCCI-Location: {path}");
    let joined = service.post("/mixin/ipnetwork/").plain(&at(&plain));
    joined.send().await.expect(200);
    assert_eq!(addresses.taken(), ["attach"]);
    assert_eq!(address(read(&service, &plain).await), "10.0.0.1/24");
    let left = service.delete("/mixin/ipnetwork/").plain(&at(&plain));
    left.send().await.expect(200);
    assert_eq!(addresses.taken(), ["detach"]);
    service.delete(&plain).send().await.expect(200);
    assert!(addresses.taken().is_empty(), "it had no mixin any more");
    service.delete(&path).send().await.expect(200);
    assert_eq!(addresses.taken(), ["detach"]);
}

/// Starts machines; what else is done to them is somebody else's.
struct Starter;

impl ActionHandler for Starter {
    fn act<'a>(
        &'a self,
        cx: &'a Context,
        _: Instance,
        action: &'a CategoryId,
        _: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        assert_eq!(*action, *START);
        Box::pin(async move {
            let mut instance = cx.proposed().clone();
            instance.set(name("occi.core.summary"), Some("started".into()));
            Ok(Outcome::Instance(instance))
        })
    }
}

struct Refusing;

impl Handler for Refusing {
    fn act<'a>(
        &'a self,
        _: &'a Context,
        _: Instance,
        action: &'a CategoryId,
        _: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        Box::pin(async move { Err(Fault::conflict("refused", action.term())) })
    }
}

#[tokio::test]
async fn an_action_has_a_provider_of_its_own() {
    let service = Service::builder(infrastructure())
        .handler(COMPUTE, Refusing)
        .action_handler(COMPUTE, START, Starter)
        .build()
        .unwrap();
    let path = compute(&service).await;
    let act = |term: &'static str| {
        let id = format!("http://schemas.ogf.org/occi/infrastructure/compute/action#{term}");
        let ask = service.post(&format!("{path}?action={term}"));
        ask.json(&json!({ "action": id })).send()
    };
    let vm = act("start").await.expect(200).json();
    assert_eq!(vm["attributes"]["occi.compute.state"], "active");
    assert_eq!(vm["summary"], "started");
    act("stop").await.refused(409, "refused");
    // From here it does not lead on: nobody is asked.
    act("start").await.refused(409, "action-not-applicable");

    let unknown = |builder: occi::server::ServiceBuilder| builder.build().map(drop).unwrap_err();
    let builder = || Service::builder(infrastructure());
    assert_eq!(
        unknown(builder().mixin_handler(COMPUTE, Addresses::default())),
        SetupError::UnknownMixin(COMPUTE.to_owned())
    );
    assert_eq!(
        unknown(builder().action_handler(COMPUTE, IP, Starter)),
        SetupError::UnknownAction(IP.to_owned())
    );
}

/// Counts the machines in the summary of a network, which is named in their titles.
struct Counting;

impl Handler for Counting {
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        new: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            let Some(Value::String(place)) = new.get("occi.core.title") else {
                return Ok(cx.proposed().clone());
            };
            let Some(mut network) = cx.read(place) else {
                return Err(Fault::conflict("no-network", "there is no such network"));
            };
            let count = match network.get("occi.core.summary") {
                Some(Value::String(text)) => text.parse().unwrap_or(0),
                _ => 0,
            };
            // Others look and change, too.
            tokio::task::yield_now().await;
            let count = (count + 1).to_string();
            network.set(name("occi.core.summary"), Some(count.into()));
            cx.change(network)?;
            assert!(
                cx.read(place)
                    .is_some_and(|n| n.get("occi.core.summary").is_some())
            );
            if new.get("occi.core.summary").is_some() {
                return Err(Fault::conflict("too-late", "after the change"));
            }
            Ok(cx.proposed().clone())
        })
    }
}

#[tokio::test]
async fn a_provider_changes_other_instances_in_the_same_transaction() {
    let service = Service::builder(infrastructure())
        .handler(COMPUTE, Counting)
        .build()
        .unwrap();
    let place = network(&service).await;
    let count = || async { read(&service, &place).await["summary"].clone() };
    let body = json!({ "kind": COMPUTE, "title": place });
    let post = async |body: serde_json::Value| {
        let mut reply = service.post("/compute/").json(&body).send().await;
        // Somebody else changed the network meanwhile: read again, and ask again.
        while reply.status() == 409 && reply.text().contains("changed-meanwhile") {
            reply = service.post("/compute/").json(&body).send().await;
        }
        reply
    };
    for _ in 0..3 {
        post(body.clone()).await.expect(201);
    }
    assert_eq!(count().await, "3");
    // Refused: neither of them is changed.
    let refused = json!({ "kind": COMPUTE, "title": place, "summary": "s" });
    post(refused).await.refused(409, "too-late");
    assert_eq!(count().await, "3");
    // All at once: no machine is counted twice or not at all.
    let all = (0..5).map(|_| post(body.clone()));
    for reply in futures_util::future::join_all(all).await {
        reply.expect(201);
    }
    assert_eq!(count().await, "8");
    let elsewhere = json!({ "kind": COMPUTE, "title": "/network/none" });
    post(elsewhere).await.refused(409, "no-network");
}

/// Says when the client has gone.
struct Patient(Mutex<Option<tokio::sync::oneshot::Sender<bool>>>);

impl Handler for Patient {
    fn create<'a>(
        &'a self,
        cx: &'a Context,
        _: Instance,
    ) -> BoxFuture<'a, Result<Instance, Fault>> {
        Box::pin(async move {
            let gone = cx.cancellation();
            let before = gone.is_cancelled();
            gone.cancelled().await;
            if let Some(tell) = self.0.lock().unwrap().take() {
                let _ = tell.send(!before && gone.is_cancelled());
            }
            Ok(cx.proposed().clone())
        })
    }
}

#[tokio::test]
async fn a_provider_learns_that_its_client_has_gone() {
    use tokio::io::AsyncWriteExt as _;

    let (tell, told) = tokio::sync::oneshot::channel();
    let service = Service::builder(infrastructure())
        .handler(COMPUTE, Patient(Mutex::new(Some(tell))))
        .build()
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(service.serve(listener, async {
        let _ = stopped.await;
    }));
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let category = format!("Category: compute; scheme=\"{INFRA}\"; class=\"kind\"");
    let request = format!(
        "POST /compute/ HTTP/1.1\r\nHost: a\r\nContent-Type: text/occi\r\n{category}\r\nContent-Length: 0\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    drop(socket);
    let told = tokio::time::timeout(std::time::Duration::from_secs(10), told).await;
    assert_eq!(told.unwrap(), Ok(true));
    let _ = stop.send(());
    server.await.unwrap().unwrap();
}
