//! Derived types over HTTP, on a server in this process.

use example_rust_first::{
    Claim, Erase, Gpu, GpuLink, GpuLinkPatch, GpuPatch, GpuState, NewGpu, NewGpuLink, Rack,
    Release, Sliced, Vendor,
    infrastructure::{Compute, NewCompute},
    service,
};
use occi::{
    client::{Client, ClientError},
    define::Managed,
};

fn new() -> NewGpu {
    NewGpu {
        memory: 24,
        vendor: Some(Vendor::Nvidia),
    }
}

/// The client refused a value, and sent nothing.
fn is_invalid<T>(outcome: Result<T, ClientError>, attribute: &str) {
    match outcome.map(drop) {
        Err(ClientError::Invalid(error)) => {
            let error = error.to_string();
            assert!(error.contains(attribute), "{error}");
        }
        other => panic!("{attribute}: {other:?}"),
    }
}

#[tokio::test]
async fn derived_types_are_a_service_and_a_client() -> Result<(), Box<dyn std::error::Error>> {
    let service = service(Rack::new(1)).build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(service.serve(listener, async {
        let _ = stopped.await;
    }));

    let cloud = Client::new(format!("http://{address}"))?;
    let request = new()
        .creation()
        .title("card")
        .summary("the only one")
        .mixin(Sliced { slices: 4 });
    let device: Managed<Gpu> = cloud.create(request).await?;
    assert_eq!(device.memory, 24);
    assert_eq!(device.vendor, Some(Vendor::Nvidia));
    assert_eq!(device.state, GpuState::Idle);
    assert_eq!(device.summary(), Some("the only one"));
    assert_eq!(device.mixin::<Sliced>()?, Some(Sliced { slices: 4 }));

    // The provider has the last word.
    let refused = cloud.create(new().creation()).await.map(drop);
    assert!(refused.is_err_and(|error| error.to_string().contains("no slot is free")));

    // The definition refuses what does not fit, before anything is sent.
    let large = NewGpu {
        memory: 2000,
        vendor: None,
    };
    is_invalid(
        cloud.create(large.creation()).await,
        "com.example.gpu.memory",
    );
    let sliced = new().creation().mixin(Sliced { slices: 1 });
    is_invalid(cloud.create(sliced).await, "com.example.gpu.slices");

    let device = cloud.act(&device, Claim {}).await?;
    assert_eq!(device.state, GpuState::Busy);
    assert!(
        cloud.act(&device, Claim {}).await.is_err(),
        "it is busy already"
    );
    let erase = Some(Erase::Thorough);
    let device = cloud.act(&device, Release { erase }).await?;
    assert_eq!(device.state, GpuState::Idle);

    let change = GpuPatch::default().change().title("renamed");
    let device = cloud.update(&device, change).await?;
    assert_eq!(device.title.as_deref(), Some("renamed"));

    let machine: Compute = cloud
        .create(NewCompute::builder().cores(2)?.build())
        .await?;
    let link = NewGpuLink { slot: Some(3) }.between(&machine, &device);
    let link: Managed<GpuLink> = cloud.link(link).await?;
    assert_eq!(link.source(), machine.location);
    assert_eq!(link.slot, Some(3));
    let elsewhere = GpuLinkPatch { slot: Some(32) }.change();
    is_invalid(
        cloud.update(&link, elsewhere).await,
        "com.example.gpulink.slot",
    );

    cloud.delete(&device).await?;
    cloud.create(new().creation()).await?;

    let _ = stop.send(());
    server.await??;
    Ok(())
}
