//! The provider has the last word, on a server in this process.

use example_macro::{
    Rack,
    gpu::{Gpu, NewGpu, NewGpulink, Vendor},
    infrastructure::{Compute, NewCompute},
    service,
};
use occi::client::Client;

#[tokio::test]
async fn a_rack_takes_as_many_devices_as_it_has_room_for() -> Result<(), Box<dyn std::error::Error>>
{
    let service = service(Rack::new(1)).build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(service.serve(listener, async {
        let _ = stopped.await;
    }));

    let cloud = Client::new(format!("http://{address}"))?;
    let new = NewGpu::builder(24u16)?.vendor("nvidia").build();
    let device: Gpu = cloud.create(new.clone()).await?;
    assert_eq!(device.vendor, Some(Vendor::Nvidia));
    assert_eq!(
        device.title.as_deref(),
        Some(format!("card at {}", device.location).as_str())
    );
    let refused = cloud
        .create(new.clone())
        .await
        .map(drop)
        .map_err(|e| e.to_string());
    assert!(refused.is_err_and(|message| message.contains("no slot is free")));

    let machine: Compute = cloud
        .create(NewCompute::builder().cores(2)?.build())
        .await?;
    let link = NewGpulink::between(&machine, &device).slot(3u16)?.build();
    let link = cloud.link(link).await?;
    assert_eq!(link.source, machine.location);
    assert_eq!(link.slot, Some(3));

    cloud.delete(&device).await?;
    cloud.create(new).await?;

    let _ = stop.send(());
    server.await??;
    Ok(())
}
