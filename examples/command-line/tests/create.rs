//! The generated crate with its one hand-written file, on a server in this process.

use gpu_cloud::gpu::{GpuState, NewGpu, NewGpuBuilder};
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
    let create = |new: NewGpuBuilder| cloud.create(new.build());
    let device = create(NewGpu::builder(8u16)).await?;
    assert_eq!(device.state, GpuState::Idle);
    // `gpu-cloud/src/providers.rs` refuses what the definition would allow.
    let refused = create(NewGpu::builder(1024u16)).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("no device of 1024 GiB")));

    let _ = stop.send(());
    server.await??;
    Ok(())
}
