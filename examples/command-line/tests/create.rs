//! The generated crate with its one hand-written file, on a server in this process: what
//! `docs/generated-code.md` shows, too.

use std::{
    future::Future,
    sync::Arc,
    sync::atomic::{AtomicUsize, Ordering},
};

use gpu_cloud::{
    gpu::{
        Gpu, GpuClaim, GpuPatch, GpuRelease, GpuState, Gpulink, GpulinkPatch, NewGpu, NewGpulink,
        Providers, ReleaseErase, Sliced, Vendor,
    },
    infrastructure::{Compute, ComputeStart, ComputeState, NewCompute, Size},
};
use occi::{
    Action, Entity, FieldError, Instance, Link, Mixin, NewEntity,
    client::{Client, ClientError},
    server::{ActionProvider, Context, Fault, MixinProvider, Outcome, ServiceBuilder},
    values::FaultClass,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Serves while `work` is done.
async fn with_server<F: Future<Output = Result<()>>>(
    service: ServiceBuilder,
    work: impl FnOnce(Client, String) -> F,
) -> Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(service.build()?.serve(listener, async {
        let _ = stopped.await;
    }));
    let url = format!("http://{address}");
    work(Client::new(url.clone())?, url).await?;
    let _ = stop.send(());
    server.await??;
    Ok(())
}

#[tokio::test]
async fn the_scaffold_is_where_a_cloud_says_what_it_does() -> Result<()> {
    let service = gpu_cloud::providers::service();
    with_server(service, |cloud, _| async move {
        let device = cloud.create(NewGpu::builder(8u16)?.build()).await?;
        assert_eq!(device.state, GpuState::Idle);
        // `gpu-cloud/src/providers.rs` keeps accounts.
        let device = cloud.act(&device, GpuClaim).await?;
        assert_eq!(device.state, GpuState::Busy);
        assert_eq!(gpu_cloud::providers::claims(), 1);
        Ok(())
    })
    .await
}

#[test]
fn facets_are_checked_where_values_are_given() -> Result<()> {
    let memory = Size::new(1.7)?;
    let new = NewCompute::builder().cores(2)?.memory(memory).build();
    assert_eq!(new.cores, Some(2));
    assert_eq!(new.memory.map(Size::get), Some(1.7));

    let fault = Size::new(0.0).map_err(|fault| fault.class);
    assert_eq!(fault, Err(FaultClass::Below));
    assert!("much".parse::<Size>().is_err());

    let refused = NewGpu::builder(2048u16);
    assert_eq!(
        refused.map(drop).map_err(|error| error.to_string()),
        Err("attribute `com.example.gpu.memory`: 2048 is not an integer from 1 to 1024".to_owned())
    );
    let patch = gpu_cloud::infrastructure::ComputePatch::default();
    assert!(matches!(patch.cores(0), Err(FieldError::Facet { .. })));
    assert!(Sliced::new(17u16).is_err());
    assert_eq!(Sliced::new(4u16)?, Sliced { slices: 4 });
    Ok(())
}

#[tokio::test]
async fn the_client_offers_what_the_state_allows() -> Result<()> {
    with_server(Providers::new().service(), |cloud, _| async move {
        let mut device = cloud.create(NewGpu::builder(8u16)?.build()).await?;
        assert!(device.can_release().is_none(), "it is idle");
        if let Some(claim) = device.can_claim() {
            device = claim.call(&cloud, GpuClaim).await?;
        }
        assert_eq!(device.state, GpuState::Busy);
        assert!(device.can_claim().is_none() && device.can_release().is_some());

        // The definition and the server both have a say.
        device.state = GpuState::Idle;
        device.actions = vec![occi::CategoryId::parse(GpuRelease::ID)?];
        assert!(device.can_claim().is_none() && device.can_release().is_none());

        // What the definition does not know, the server decides.
        device.state = GpuState::from("overheated");
        device.actions.clear();
        assert!(device.can_claim().is_some() && device.can_release().is_some());
        Ok(())
    })
    .await
}

/// Counts what it is asked.
#[derive(Clone, Debug, Default)]
struct Asked(Arc<AtomicUsize>);

impl ActionProvider<GpuRelease> for Asked {
    async fn act(
        &self,
        cx: &Context,
        device: &Gpu,
        how: GpuRelease,
    ) -> std::result::Result<Outcome, Fault> {
        self.0.fetch_add(1, Ordering::SeqCst);
        assert_eq!(device.state, GpuState::Busy);
        assert_eq!(how.erase, Some(ReleaseErase::Thorough));
        Ok(cx.outcome())
    }
}

impl MixinProvider<Sliced> for Asked {
    async fn attach(
        &self,
        _: &Context,
        instance: &Instance,
        sliced: Sliced,
    ) -> std::result::Result<Sliced, Fault> {
        assert_eq!(instance.kind, *Gpu::KIND);
        if sliced.slices > 8 {
            return Err(Fault::conflict("too-many", "at most eight slices"));
        }
        Ok(sliced)
    }
}

#[tokio::test]
async fn a_provider_may_be_of_an_action_or_a_mixin() -> Result<()> {
    let asked = Asked::default();
    let service = Providers::new()
        .mixin::<Sliced>(asked.clone())
        .action::<GpuRelease>(asked.clone())
        .service();
    with_server(service, |cloud, _| async move {
        let new = NewGpu::builder(8u16)?;
        let many = new.clone().mixin(Sliced::new(9u16)?).build();
        let refused = cloud.create(many).await.map(drop);
        assert!(matches!(refused, Err(ClientError::Status { .. })));
        let device = cloud.create(new.mixin(Sliced::new(4u16)?).build()).await?;
        assert_eq!(device.mixin::<Sliced>()?, Some(Sliced { slices: 4 }));

        // The state does not allow it: the provider is never asked.
        let release = || GpuRelease {
            erase: Some(ReleaseErase::Thorough),
        };
        assert!(cloud.act(&device, release()).await.is_err());
        assert_eq!(asked.0.load(Ordering::SeqCst), 0);
        let device = cloud.act(&device, GpuClaim).await?;
        let device = cloud.act(&device, release()).await?;
        assert_eq!(device.state, GpuState::Idle);
        assert_eq!(asked.0.load(Ordering::SeqCst), 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn several_extensions_share_a_server_and_a_client() -> Result<()> {
    with_server(Providers::new().service(), |cloud, _| async move {
        let machine = cloud
            .create(NewCompute::builder().cores(2)?.build())
            .await?;
        let new = NewGpu::builder(48u16)?.vendor(Vendor::Amd).build();
        let device = cloud.create(new).await?;
        // The ends are a machine of one extension and a device of the other.
        let link = NewGpulink::between(&machine, &device).slot(3u16)?.build();
        let link: Gpulink = cloud.link(link).await?;
        assert_eq!(is_link(&link), (&machine.location, &device.location));

        let machine = cloud.act(&machine, ComputeStart).await?;
        assert_eq!(machine.state, ComputeState::Active);
        let device = cloud
            .update(&device, GpuPatch::default().title("card"))
            .await?;
        assert_eq!(cloud.list_all::<Compute>().await?.len(), 1);
        assert_eq!(cloud.list_all::<Gpu>().await?, [device]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_got_past_the_setters_is_not_sent() -> Result<()> {
    with_server(Providers::new().service(), |cloud, _| async move {
        let machine = cloud.create(NewCompute::default()).await?;
        let card = cloud.create(NewGpu::builder(8u16)?.build()).await?;
        let device = cloud
            .link(NewGpulink::between(&machine, &card).build())
            .await?;
        let patch = GpulinkPatch {
            slot: Some(99),
            ..GpulinkPatch::default()
        };
        let refused = cloud
            .update(&device, patch)
            .await
            .map_err(|error| error.to_string());
        let expected =
            "attribute `com.example.gpulink.slot`: 99 is not an integer from 0 to 31; nothing was sent";
        assert_eq!(refused.map(drop), Err(expected.to_owned()));

        let sent = |new: NewGpu| {
            let cloud = cloud.clone();
            async move { cloud.create(new).await.map(drop) }
        };
        let sliced = NewGpu::builder(8u16)?.mixin(Sliced { slices: 99 }).build();
        assert!(matches!(
            sent(sliced).await,
            Err(ClientError::Invalid(fault)) if fault.to_string().contains("com.example.gpu.slices")
        ));
        let mut bare = NewGpu::builder(8u16)?.build();
        bare.mixins.push(occi::CategoryId::parse(Sliced::MIXIN)?);
        let missing = FieldError::Missing("com.example.gpu.slices".to_owned());
        assert_eq!(sent(bare).await, Err(ClientError::Invalid(missing)));
        // The server may know more literals than the definition; this one does not.
        let vendor = Vendor::Other("matrox".to_owned());
        let new = NewGpu::builder(8u16)?.vendor(vendor).build();
        assert!(matches!(sent(new).await, Err(ClientError::Status { .. })));
        Ok(())
    })
    .await
}

fn is_link(link: &Gpulink) -> (&String, &String) {
    fn link_only<L: Link>(_: &L) {}
    link_only(link);
    (&link.source, &link.target)
}

#[test]
fn what_the_definition_does_not_know_comes_back() -> Result<()> {
    let name = |text: &str| occi::AttributeName::new(text);
    let mut instance = NewGpu::builder(8u16)?.build().into_instance();
    instance.id = Some(occi::EntityId::mint());
    instance.location = Some("/gpu/1".to_owned());
    instance.mixins = vec![occi::CategoryId::parse("http://example.com/new#mixin")?];
    instance.set(name("com.example.gpu.state")?, Some("melting".into()));
    instance.set(name("com.example.new")?, Some(7.into()));
    let device = Gpu::from_instance(instance.clone())?;
    assert_eq!(device.state, GpuState::Other("melting".to_owned()));
    assert_eq!(device.mixins, instance.mixins);
    assert_eq!(device.other.get("com.example.new"), Some(&7.into()));
    let written = device.into_instance();
    assert_eq!(written.mixins, instance.mixins);
    for (name, value) in &instance.attributes {
        assert_eq!(written.attributes.get(name), Some(value), "{name}");
    }
    Ok(())
}

#[test]
fn every_piece_of_the_guide_stands_in_this_crate() {
    let guide = include_str!("../../../docs/generated-code.md");
    let sources = [
        include_str!("create.rs"),
        include_str!("../gpu-cloud/src/gpu/gpu_kind.rs"),
        include_str!("../gpu-cloud/src/gpu/gpulink.rs"),
        include_str!("../gpu-cloud/src/gpu/sliced.rs"),
        include_str!("../gpu-cloud/src/infrastructure/types.rs"),
        include_str!("../../gpu.occi"),
    ];
    let lines = |text: &str| -> Vec<String> { text.lines().map(|l| l.trim().to_owned()).collect() };
    let mut pieces = 0;
    for piece in guide.split("\n```").skip(1).step_by(2) {
        let (language, piece) = piece.split_once('\n').unwrap_or((piece, ""));
        if !matches!(language, "rust" | "occi") {
            continue;
        }
        // A piece of something longer shows with `…` that more comes.
        for part in lines(piece).split(|line| line == "…") {
            let found = part.is_empty()
                || sources
                    .iter()
                    .any(|source| lines(source).windows(part.len()).any(|at| at == part));
            assert!(found, "not in this crate:\n{}", part.join("\n"));
        }
        pieces += 1;
    }
    assert!(pieces > 8, "{pieces} pieces found");
}
