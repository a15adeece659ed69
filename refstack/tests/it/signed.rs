//! Signed uploads.

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use occi_refstack::{Keys, SigningKey};

use crate::support::{Answer, ONE, Service, passes};

fn key() -> SigningKey {
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let text = BASE64.encode(der.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    SigningKey::from_pem(pem.as_bytes()).unwrap()
}

async fn send(service: &Service, body: &str, signature: &str, key: &str) -> Answer {
    let fields = [("x-signature", signature), ("x-public-key", key)];
    service
        .ask("POST", "/v1/results", &fields, body.to_owned())
        .await
}

#[tokio::test]
async fn signatures_of_registered_keys_are_believed() {
    let (known, other) = (key(), key());
    let public = known.public_key().unwrap().to_string();
    let keys = Keys::parse(&format!("{public} Example Cloud\n")).unwrap();
    let service = Service::with(keys, true);
    let body = passes(&[("a", ONE)]);
    let signature = known.sign(body.as_bytes()).unwrap().to_string();

    let answer = send(&service, &body, &signature, &public).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let listed = service.get("/v1/results?signed=1").await.json();
    assert_eq!(listed["results"].as_array().unwrap().len(), 1);
    assert!(service.get("/").await.body.contains("Example Cloud"));

    // The same with another body, another key, a key that nobody registered, none, half of it.
    let changed = body.replace('7', "8");
    assert_eq!(
        send(&service, &changed, &signature, &public).await.status,
        400
    );
    let theirs = other.public_key().unwrap().to_string();
    assert_eq!(send(&service, &body, &signature, &theirs).await.status, 400);
    let signature = other.sign(body.as_bytes()).unwrap().to_string();
    assert_eq!(send(&service, &body, &signature, &theirs).await.status, 401);
    assert_eq!(service.upload(&body).await.status, 401);
    assert_eq!(send(&service, &body, "zz", &public).await.status, 400);
    assert_eq!(send(&service, &body, "00", "ssh-rsa x").await.status, 400);
    let half = [("x-signature", "00")];
    let answer = service
        .ask("POST", "/v1/results", &half, body.clone())
        .await;
    assert_eq!(answer.status, 400);
}
