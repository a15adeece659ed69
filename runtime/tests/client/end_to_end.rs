//! The typed client against the server of this crate, in both renderings and on both stores.

use std::{sync::Arc, time::Duration};

use futures_util::TryStreamExt as _;
use occi::{
    Instance, LinkInstance,
    client::{Client, ClientError, Rendering},
    server::Service,
    store::{MemoryStore, RedbStore, Store},
    typed::{Entity as _, NewEntity as _, category},
};
use occi_grammar::{MemoryResolver, compile};
use occi_model::Profile;

use crate::cloud::{
    Compute, ComputePatch, ComputeStart, ComputeState, ComputeStop, Network, Networkinterface,
    NewCompute, NewNetwork, NewNetworkinterface,
};

/// A running server; it ends when it is dropped.
struct Running {
    url: String,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(store: Arc<dyn Store>) -> Running {
    let text = include_str!("../../../specs/infrastructure.occi");
    let mut files = MemoryResolver::new().with("infrastructure.occi", text);
    let compiled = compile("infrastructure.occi", &mut files, Profile::Union);
    let model = compiled
        .model
        .unwrap_or_else(|| panic!("{}", compiled.faults));
    let service = Service::builder(Arc::new(model))
        .store(store)
        .build()
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        service
            .serve(listener, std::future::pending::<()>())
            .await
            .unwrap();
    });
    Running { url, task }
}

/// Runs a test in each rendering.
async fn in_both_renderings(test: impl AsyncFn(Client)) {
    for rendering in [Rendering::Json, Rendering::Text, Rendering::Automatic] {
        let server = serve(Arc::new(MemoryStore::new())).await;
        let client = Client::builder(&server.url).rendering(rendering);
        test(client.page_size(2).build().unwrap()).await;
    }
}

#[tokio::test]
async fn a_compute_lives_and_dies() {
    in_both_renderings(async |cloud| {
        let vm = cloud
            .create(NewCompute {
                title: Some("say \"hi\", twice; ünïcode".to_owned()),
                cores: Some(2),
                memory: Some(4.0),
                ..NewCompute::default()
            })
            .await
            .unwrap();
        assert_eq!(vm.title.as_deref(), Some("say \"hi\", twice; ünïcode"));
        assert_eq!((vm.cores, vm.memory), (Some(2), Some(4.0)));
        assert_eq!(vm.state, ComputeState::Inactive);
        assert!(vm.location.starts_with("/compute/"), "{}", vm.location);
        assert!(vm.actions.iter().any(|action| action.term() == "start"));

        assert_eq!(cloud.get::<Compute>(&vm.location).await.unwrap(), vm);
        assert_eq!(cloud.get::<Compute>(vm.id.as_str()).await.unwrap(), vm);

        let vm = cloud
            .update(
                &vm,
                ComputePatch {
                    cores: Some(8),
                    ..ComputePatch::default()
                },
            )
            .await
            .unwrap();
        assert_eq!((vm.cores, vm.memory), (Some(8), Some(4.0)));

        let vm = cloud.act(&vm, ComputeStart::default()).await.unwrap();
        assert_eq!(vm.state, ComputeState::Active);
        let vm = cloud
            .wait_for(&vm, ComputeState::Active, Duration::from_secs(5))
            .await
            .unwrap();
        let refused = cloud.act(&vm, ComputeStart::default()).await.unwrap_err();
        assert_eq!(refused.status().unwrap().as_u16(), 409, "{refused}");
        let stop = ComputeStop {
            method: Some("graceful".to_owned()),
        };
        let vm = cloud.act(&vm, stop).await.unwrap();
        assert_eq!(vm.state, ComputeState::Inactive);

        cloud.delete(&vm).await.unwrap();
        assert!(cloud.delete(&vm).await.unwrap_err().is_not_found());
        assert!(
            cloud
                .get::<Compute>(&vm.location)
                .await
                .unwrap_err()
                .is_not_found()
        );
        let by_id = cloud.get::<Compute>(vm.id.as_str()).await.unwrap_err();
        assert!(by_id.is_not_found(), "{by_id:?}");
    })
    .await;
}

#[tokio::test]
async fn collections_are_listed_over_several_pages() {
    in_both_renderings(async |cloud| {
        assert!(cloud.list_all::<Compute>().await.unwrap().is_empty());
        let mut made = Vec::new();
        for cores in 1..=5 {
            let new = NewCompute {
                cores: Some(cores),
                ..NewCompute::default()
            };
            made.push(cloud.create(new).await.unwrap());
        }
        let listed: Vec<Compute> = cloud.list().try_collect().await.unwrap();
        assert_eq!(listed, made);
    })
    .await;
}

#[tokio::test]
async fn links_connect_two_resources() {
    in_both_renderings(async |cloud| {
        let vm = cloud.create(NewCompute::default()).await.unwrap();
        let network = cloud
            .create(NewNetwork {
                label: Some("blue".to_owned()),
            })
            .await
            .unwrap();
        let link: Networkinterface = cloud
            .link(NewNetworkinterface::between(&vm, &network))
            .await
            .unwrap();
        assert_eq!(
            (&link.source, &link.target),
            (&vm.location, &network.location)
        );
        assert_eq!(
            cloud.get::<Networkinterface>(&link.location).await.unwrap(),
            link
        );

        let vm: Compute = cloud.get(&vm.location).await.unwrap();
        let [shown] = &vm.links[..] else {
            panic!("{:?}", vm.links);
        };
        assert_eq!(shown.target, network.location);
        assert_eq!(shown.target_kind.as_ref().unwrap(), &Network::KIND);
        assert_eq!(shown.link.id.as_ref(), Some(&link.id));

        cloud.delete(&vm).await.unwrap();
        let gone = cloud
            .get::<Networkinterface>(&link.location)
            .await
            .unwrap_err();
        assert!(gone.is_not_found(), "{gone:?}");
    })
    .await;
}

#[tokio::test]
async fn links_are_made_along_with_their_source() {
    in_both_renderings(async |cloud| {
        let network = cloud.create(NewNetwork::default()).await.unwrap();
        let vm = cloud
            .create(NewCompute {
                links: vec![LinkInstance {
                    target: network.location.clone(),
                    target_kind: Some(category(Network::KIND)),
                    link: Instance::new(category(Networkinterface::KIND)),
                }],
                ..NewCompute::default()
            })
            .await
            .unwrap();
        let links: Vec<Networkinterface> = cloud.list_all().await.unwrap();
        assert_eq!(links.len(), 1);
        assert_eq!(
            (&links[0].source, &links[0].target),
            (&vm.location, &network.location)
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_refused_with_a_reason() {
    in_both_renderings(async |cloud| {
        let mut instance = NewCompute::default().into_instance();
        instance.set(
            occi::AttributeName::new("occi.compute.cores").unwrap(),
            Some(occi::Value::Integer(-1)),
        );
        let error = cloud.create_instance(instance).await.unwrap_err();
        let ClientError::Status {
            status, message, ..
        } = &error
        else {
            panic!("{error:?}");
        };
        assert_eq!(status.as_u16(), 400);
        assert!(message.contains("occi.compute.cores"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn what_was_made_is_there_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    let made = {
        let server = serve(Arc::new(RedbStore::open(&path).unwrap())).await;
        let cloud = Client::new(&server.url).unwrap();
        let new = NewCompute {
            memory: Some(0.1),
            ..NewCompute::default()
        };
        cloud.create(new).await.unwrap()
    };
    // The server lets go of the file when its last connection has ended.
    let store = loop {
        match RedbStore::open(&path) {
            Ok(store) => break store,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    let server = serve(Arc::new(store)).await;
    let cloud = Client::new(&server.url).unwrap();
    assert_eq!(cloud.list_all::<Compute>().await.unwrap(), [made]);
}
