//! TLS, credentials, states that come later, and giving up: the client against the server of this
//! crate.

use std::{sync::Arc, time::Duration};

use occi::{
    Attributes, CategoryId, Instance,
    client::{Client, ClientError},
    server::{BoxFuture, Context, Credentials, Fault, Handler, Outcome, Service},
    typed::Entity as _,
};
use occi_grammar::{MemoryResolver, compile};
use occi_model::{Model, Profile};
use tokio::{io, net::TcpListener, task::JoinHandle};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

use crate::{
    cloud::{Compute, ComputeStart, ComputeState, NewCompute},
    fake::{Fake, Reply, json_compute},
};

const CERTIFICATE: &[u8] = include_bytes!("tls/cert.pem");
const KEY: &[u8] = include_bytes!("tls/key.pem");

/// Tasks that end with the test.
struct Running(Vec<JoinHandle<()>>);

impl Drop for Running {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

fn model() -> Arc<Model> {
    let text = include_str!("../../../specs/infrastructure.occi");
    let mut files = MemoryResolver::new().with("infrastructure.occi", text);
    let compiled = compile("infrastructure.occi", &mut files, Profile::Union);
    Arc::new(
        compiled
            .model
            .unwrap_or_else(|| panic!("{}", compiled.faults)),
    )
}

/// Serves; gives the port.
async fn serve(service: Service) -> (u16, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        let served = service.serve(listener, std::future::pending::<()>()).await;
        served.unwrap();
    });
    (port, task)
}

/// Puts TLS before a server, as a proxy does; gives the port.
async fn secure(inner: u16) -> (u16, JoinHandle<()>) {
    let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not trust us breaks off here.
                let Ok(mut outer) = acceptor.accept(socket).await else {
                    return;
                };
                let mut inner = tokio::net::TcpStream::connect(("127.0.0.1", inner))
                    .await
                    .unwrap();
                let _ = io::copy_bidirectional(&mut outer, &mut inner).await;
            });
        }
    });
    (port, task)
}

#[tokio::test]
async fn https_is_spoken_to_servers_that_are_trusted() {
    let credentials = Credentials::new().user("alice", "s3cret");
    let service = Service::builder(model())
        .base_url("https://cloud.example.org")
        .authenticator(credentials)
        .build()
        .unwrap();
    let (inner, served) = serve(service).await;
    let (port, secured) = secure(inner).await;
    let _running = Running(vec![served, secured]);
    let url = format!("https://127.0.0.1:{port}/");
    let trusting = || Client::builder(&url).root_certificate_pem(CERTIFICATE);
    let client = trusting().basic_auth("alice", "s3cret").build().unwrap();
    let vm = client.create(NewCompute::default()).await.unwrap();
    let listed = client.namespace("/compute/").await.unwrap();
    assert_eq!(listed, [vm.location.as_str()]);
    assert_eq!(client.get::<Compute>(&vm.location).await.unwrap(), vm);
    client.delete(&vm).await.unwrap();

    let unknown = trusting().build().unwrap().discover().await.unwrap_err();
    assert_eq!(unknown.status().unwrap().as_u16(), 401, "{unknown}");
    let stranger = Client::new(&url).unwrap().discover().await.unwrap_err();
    assert!(
        matches!(stranger, ClientError::Unreachable { .. }),
        "{stranger:?}"
    );
}

/// Starts machines in its own time.
struct Slow;

impl Handler for Slow {
    fn act<'a>(
        &'a self,
        cx: &'a Context,
        _current: Instance,
        _action: &'a CategoryId,
        _parameters: Attributes,
    ) -> BoxFuture<'a, Result<Outcome, Fault>> {
        Box::pin(async move {
            cx.later(async {
                tokio::time::sleep(Duration::from_millis(250)).await;
                Ok("active".to_owned())
            })?;
            Ok(Outcome::State("inactive".to_owned()))
        })
    }
}

#[tokio::test]
async fn a_state_that_comes_later_is_waited_for() {
    let service = Service::builder(model())
        .handler(Compute::KIND, Slow)
        .build()
        .unwrap();
    let (port, served) = serve(service).await;
    let _running = Running(vec![served]);
    let client = Client::new(format!("http://127.0.0.1:{port}")).unwrap();
    let vm = client.create(NewCompute::default()).await.unwrap();
    let vm = client.act(&vm, ComputeStart::default()).await.unwrap();
    assert_eq!(vm.state, ComputeState::Inactive);
    let limit = Duration::from_secs(20);
    let vm = client
        .wait_for(&vm, ComputeState::Active, limit)
        .await
        .unwrap();
    assert_eq!(vm.state, ComputeState::Active);
}

#[tokio::test]
async fn who_gives_up_sends_nothing_more() {
    let fake = Fake::start()
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "inactive")))
        .await;
    let client = fake.client();
    let vm: Compute = client.get("/vm/1").await.unwrap();
    let limit = Duration::from_secs(60);
    let wait = client.wait_for(&vm, ComputeState::Active, limit);
    tokio::time::timeout(Duration::from_millis(150), wait)
        .await
        .unwrap_err();
    let before = fake.lines().len();
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(fake.lines().len(), before);
}

#[tokio::test]
async fn no_change_is_lost_between_clients() {
    let (port, served) = serve(Service::builder(model()).build().unwrap()).await;
    let _running = Running(vec![served]);
    let client = Client::new(format!("http://127.0.0.1:{port}")).unwrap();
    let vm = client
        .create(NewCompute {
            cores: Some(1),
            ..NewCompute::default()
        })
        .await
        .unwrap();
    let cores = occi_model::AttributeName::new("occi.compute.cores").unwrap();
    let add = || {
        client.modify(&vm.location, |current| {
            let mut changes = Instance::new(current.kind.clone());
            let now = match current.attributes.get(&cores) {
                Some(occi_model::Value::Integer(now)) => *now,
                other => panic!("{other:?}"),
            };
            changes.attributes.insert(cores.clone(), (now + 1).into());
            changes
        })
    };
    let (one, two, three) = tokio::join!(add(), add(), add());
    for done in [one, two, three] {
        done.unwrap();
    }
    assert_eq!(
        client.get::<Compute>(&vm.location).await.unwrap().cores,
        Some(4)
    );
}
