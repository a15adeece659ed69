//! The generated crate with its one hand-written file, on a server in this process.

use gpu_cloud::gpu::{GpuClaim, GpuState, NewGpu};
use occi::client::Client;

#[tokio::test]
async fn the_scaffold_is_where_a_cloud_says_what_it_does() -> Result<(), Box<dyn std::error::Error>>
{
    let service = gpu_cloud::providers::service().build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(service.serve(listener, async {
        let _ = stopped.await;
    }));

    let cloud = Client::new(format!("http://{address}"))?;
    let device = cloud.create(NewGpu::builder(8u16).build()).await?;
    assert_eq!(device.state, GpuState::Idle);
    // `gpu-cloud/src/providers.rs` keeps accounts.
    let device = cloud.act(&device, GpuClaim).await?;
    assert_eq!(device.state, GpuState::Busy);
    assert_eq!(gpu_cloud::providers::claims(), 1);

    let _ = stop.send(());
    server.await??;
    Ok(())
}
