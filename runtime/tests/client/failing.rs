//! What goes wrong between client and server.

use std::time::Duration;

use occi::client::{Client, ClientError};

use crate::{
    cloud::{Compute, NewCompute},
    fake::{Fake, Reply, json_compute},
};

async fn refusal(reply: Reply) -> ClientError {
    let fake = Fake::start().await.on("GET /vm/1", reply).await;
    let client = fake.builder().retries(0).build().unwrap();
    client.get::<Compute>("/vm/1").await.unwrap_err()
}

#[tokio::test]
async fn the_words_of_the_server_are_passed_on() {
    // D-81, D-113
    let error = refusal(
        Reply::json(
            r#"{"error": {"status": 404, "code": "unknown-location", "message": "nothing here"}}"#,
        )
        .status(404),
    )
    .await;
    assert!(error.is_not_found());
    let ClientError::Status {
        request,
        code,
        message,
        ..
    } = &error
    else {
        panic!("{error:?}");
    };
    assert!(request.starts_with("GET http://127.0.0.1:") && request.ends_with("/vm/1"));
    assert_eq!(code.as_deref(), Some("unknown-location"));
    assert_eq!(message, "nothing here");
    assert!(
        error
            .to_string()
            .ends_with("/vm/1: 404 Not Found (unknown-location): nothing here")
    );

    for (reply, message) in [
        (Reply::text("nothing here\r\n").status(409), "nothing here"),
        (
            Reply::json(r#"{"code": 1, "message": "nothing here"}"#).status(400),
            "nothing here",
        ),
        (
            Reply::json(r#"{"status": 400, "error": "nothing here"}"#).status(400),
            "nothing here",
        ),
        (
            Reply::new(403, "text/occi", "Forbidden").header("X-OCCI-Error", "nothing here"),
            "nothing here",
        ),
        (
            Reply::new(500, "text/html", "<h1>oops</h1>"),
            "Internal Server Error",
        ),
        (Reply::new(401, "", ""), "Unauthorized"),
    ] {
        let error = refusal(reply).await;
        assert!(
            error.to_string().ends_with(&format!(": {message}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn credentials_are_sent_and_never_shown() {
    let fake = Fake::start()
        .await
        .on(
            "GET /vm/1",
            Reply::text("bad token s3cret-token, bad header hunter22").status(401),
        )
        .await;
    let client = fake
        .builder()
        .bearer("s3cret-token")
        .header("X-Auth-Token", "hunter22")
        .build()
        .unwrap();
    let error = client.get::<Compute>("/vm/1").await.unwrap_err();
    for shown in [error.to_string(), format!("{error:?} {client:?}")] {
        assert!(
            !shown.contains("s3cret") && !shown.contains("hunter22"),
            "{shown}"
        );
    }
    assert!(
        error.to_string().ends_with("bad token ***, bad header ***"),
        "{error}"
    );
    let request = fake.last("GET /vm/1");
    assert_eq!(request.header("authorization"), "Bearer s3cret-token");
    assert_eq!(request.header("x-auth-token"), "hunter22");
}

#[tokio::test]
async fn credentials_in_the_base_url_become_basic_ones() {
    let fake = Fake::start().await;
    let url = fake.url.replace("http://", "http://Aladdin:open%20sesame@");
    let client = Client::new(url).unwrap();
    client.discover().await.unwrap();
    assert_eq!(
        fake.last("GET /-/").header("authorization"),
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
    let error = client.get::<Compute>("/vm/1").await.unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("sesame"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder(&url).retries(1).build().unwrap();
    let error = client.discover().await.unwrap_err();
    assert!(
        matches!(error, ClientError::Unreachable { .. }),
        "{error:?}"
    );
    let message = error.to_string();
    assert!(
        message.contains(&format!("GET {url}/-/")) && message.contains("refused"),
        "{message}"
    );
    assert!(message.contains("is the server running"), "{message}");
}

#[tokio::test]
async fn a_slow_answer_runs_out_of_time() {
    let fake = Fake::start()
        .await
        .on(
            "GET /vm/1",
            Reply::json(json_compute("1", "active")).after(Duration::from_secs(20)),
        )
        .await;
    let limit = Duration::from_millis(200);
    let client = fake.builder().timeout(limit).build().unwrap();
    let error = client.get::<Compute>("/vm/1").await.unwrap_err();
    assert!(
        matches!(error, ClientError::TimedOut { limit: seen, .. } if seen == limit),
        "{error:?}"
    );
    assert_eq!(fake.lines(), ["GET /-/", "GET /vm/1"]);
}

#[tokio::test]
async fn idempotent_requests_are_repeated() {
    for trouble in [
        Reply::text("busy").status(503),
        Reply::text("busy").status(429).header("retry-after", "0"),
        Reply::text("gateway").status(502),
        Reply::json("{\"kind\"").cut(),
    ] {
        let shown = format!("{trouble:?}");
        let fake = Fake::start()
            .await
            .on(
                "GET /vm/1",
                vec![
                    trouble.clone(),
                    trouble,
                    Reply::json(json_compute("1", "active")),
                ],
            )
            .await;
        fake.client().get::<Compute>("/vm/1").await.unwrap();
        assert_eq!(fake.lines().len(), 4, "{shown}");
    }
}

#[tokio::test]
async fn repetitions_end() {
    let fake = Fake::start()
        .await
        .on("GET /vm/1", Reply::text("busy").status(503))
        .await;
    let client = fake.builder().retries(1).build().unwrap();
    let error = client.get::<Compute>("/vm/1").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(fake.lines(), ["GET /-/", "GET /vm/1", "GET /vm/1"]);
}

#[tokio::test]
async fn a_creation_is_not_repeated() {
    for trouble in [
        Reply::text("busy").status(503),
        Reply::json("{\"kind\"").cut(),
    ] {
        let fake = Fake::start().await.on("POST /vm/", trouble).await;
        fake.client()
            .create(NewCompute::default())
            .await
            .unwrap_err();
        assert_eq!(fake.lines(), ["GET /-/", "POST /vm/"]);
    }
}

#[tokio::test]
async fn a_redirected_creation_is_an_error() {
    let fake = Fake::start()
        .await
        .on(
            "POST /vm/",
            Reply::text("").status(301).header("location", "/vms/"),
        )
        .await;
    let error = fake
        .client()
        .create(NewCompute::default())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("redirects to /vms/"), "{error}");
    assert_eq!(fake.lines(), ["GET /-/", "POST /vm/"]);
}
