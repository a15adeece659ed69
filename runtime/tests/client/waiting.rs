//! Waiting for a state.

use std::time::Duration;

use occi::client::ClientError;

use crate::{
    cloud::{Compute, ComputeState},
    fake::{Fake, Reply, json_compute},
};

async fn wait(states: &[&str], limit: Duration) -> (Result<Compute, ClientError>, usize) {
    let mut replies = vec![Reply::json(json_compute("1", "inactive"))];
    replies.extend(
        states
            .iter()
            .map(|state| Reply::json(json_compute("1", state))),
    );
    let fake = Fake::start().await.on("GET /vm/1", replies).await;
    let client = fake.client();
    let compute: Compute = client.get("/vm/1").await.unwrap();
    let result = client.wait_for(&compute, ComputeState::Active, limit).await;
    (result, fake.lines().len() - 2)
}

const LONG: Duration = Duration::from_secs(20);

#[tokio::test]
async fn the_state_is_looked_at_until_it_is_there() {
    let (result, looks) = wait(&["inactive", "starting", "active"], LONG).await;
    assert_eq!(result.unwrap().state, ComputeState::Active);
    assert_eq!(looks, 3);
}

#[tokio::test]
async fn the_error_state_ends_the_wait_at_once() {
    let (result, looks) = wait(&["inactive", "error", "active"], LONG).await;
    let error = result.unwrap_err();
    assert!(
        matches!(&error, ClientError::Failed { found, wanted, .. } if found == "error" && wanted == "active"),
        "{error:?}"
    );
    assert_eq!(looks, 2);
}

#[tokio::test]
async fn the_wait_ends_at_its_limit() {
    let (result, looks) = wait(&["inactive"], Duration::from_millis(250)).await;
    let error = result.unwrap_err();
    assert!(
        matches!(&error, ClientError::StillWaiting { found, .. } if found == "inactive"),
        "{error:?}"
    );
    assert!((2..=4).contains(&looks), "{looks}");
}
