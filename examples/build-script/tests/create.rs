//! A device from creation to deletion, on a server in this process.

use example_build_script::gpu::{
    Gpu, GpuClaim, GpuPatch, GpuRelease, GpuState, NewGpu, Providers, ReleaseErase, Sliced, Vendor,
};
use occi::{Entity, client::Client};

#[tokio::test]
async fn a_device_is_created_claimed_and_released() -> Result<(), Box<dyn std::error::Error>> {
    // A stub with nothing filled in is a whole server.
    let service = Providers::new().service().build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(service.serve(listener, async {
        let _ = stopped.await;
    }));

    let cloud = Client::new(format!("http://{address}"))?;
    let new = NewGpu::builder(48u16)?
        .title("card 0")
        .vendor(Vendor::Amd)
        .mixin(Sliced { slices: 4 })
        .build();
    let device = cloud.create(new).await?;
    assert_eq!(device.memory, 48);
    assert_eq!(device.vendor, Some(Vendor::Amd));
    assert_eq!(device.state, GpuState::Idle);
    assert_eq!(device.mixin::<Sliced>()?, Some(Sliced { slices: 4 }));

    let device = cloud.act(&device, GpuClaim).await?;
    assert_eq!(device.state, GpuState::Busy);
    let patch = GpuPatch::default().title("card zero");
    let device = cloud.update(&device, patch).await?;
    assert_eq!(device.title.as_deref(), Some("card zero"));
    let release = GpuRelease {
        erase: Some(ReleaseErase::Thorough),
    };
    let device = cloud.act(&device, release).await?;
    assert_eq!(device.state, GpuState::Idle);

    assert_eq!(
        cloud.list_all::<Gpu>().await?,
        std::slice::from_ref(&device)
    );
    cloud.delete(&device).await?;
    let gone = cloud.get::<Gpu>(device.location()).await;
    assert!(gone.is_err_and(|error| error.is_not_found()));

    let _ = stop.send(());
    server.await??;
    Ok(())
}
