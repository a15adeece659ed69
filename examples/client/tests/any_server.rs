//! The programs of the example against a server in this process.

use example_client::{connect, hand_out, offers, patient, remove, take_back, with_memory};
use example_macro::{Rack, service};
use occi::{Value, client::Client};

#[tokio::test]
async fn a_program_without_a_definition_works_a_server() -> Result<(), Box<dyn std::error::Error>> {
    let service = service(Rack::new(3)).build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(service.serve(listener, async {
        let _ = stopped.await;
    }));

    let cloud = connect(&format!("http://{address}"), "secret-token")?;
    let offered = offers(&cloud).await?;
    assert!(
        offered
            .iter()
            .any(|line| line == "http://example.com/occi/gpu#gpu GPU"),
        "{offered:?}"
    );

    let device = hand_out(&cloud, 24).await?;
    let text = |name: &str| device.get(name).map(ToString::to_string);
    assert_eq!(
        device.get("com.example.gpu.state"),
        Some(&Value::from("busy"))
    );
    assert!(text("occi.core.title").is_some_and(|title| title.contains("night shift")));
    let location = device.location.ok_or("no location")?;

    assert_eq!(with_memory(&cloud, 24).await?, [location.as_str()]);
    assert!(with_memory(&cloud, 48).await?.is_empty());
    assert_eq!(patient(&cloud, &location).await?.kind, device.kind);
    take_back(&cloud, &location).await?;
    let idle = patient(&cloud, &location).await?;
    assert_eq!(
        idle.get("com.example.gpu.state"),
        Some(&Value::from("idle"))
    );

    assert_eq!(remove(&cloud, &location).await, "it is gone");
    assert_eq!(remove(&cloud, &location).await, "there was none");
    let refused = remove(&cloud, "/gpu").await;
    assert!(!refused.contains("secret-token"), "{refused}");

    let _ = stop.send(());
    server.await??;
    let nobody = Client::new(format!("http://{address}"))?;
    assert!(
        remove(&nobody, &location)
            .await
            .starts_with("nobody answers")
    );
    Ok(())
}
