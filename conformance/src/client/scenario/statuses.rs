//! The fourteen status codes that a client understands (HTTP-020).

use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;

use super::{Scenario, scenario};
use crate::{
    client::{
        Stop,
        operation::{Answer, Operation},
        scene::{COMPUTE, Scene},
        stage::{Act, Play},
    },
    transport::Response,
};

/// The statuses of refusals, and how they are named.
const REFUSALS: [(u16, &str); 11] = [
    (400, "400"),
    (401, "401"),
    (403, "403"),
    (404, "404"),
    (405, "405"),
    (406, "406"),
    (409, "409"),
    (413, "413"),
    (500, "500"),
    (501, "501"),
    (503, "503"),
];

/// What the answer with a status has besides.
const fn field_of(status: u16) -> Option<(&'static str, &'static str)> {
    match status {
        401 => Some(("www-authenticate", "Basic realm=\"test\"")),
        405 => Some(("allow", "GET, HEAD")),
        _ => None,
    }
}

pub(super) fn scenarios() -> Vec<Scenario> {
    let mut all: Vec<Scenario> = REFUSALS
        .into_iter()
        .map(|(status, name)| {
            scenario(
                ("HTTP-020", name),
                "The client says that it was refused, and with which status",
                &["HTTP-020"],
                "statuses",
                move |scene| Box::pin(refused(scene, status)),
            )
        })
        .collect();
    all.push(scenario(
        ("HTTP-020", "200"),
        "The client takes 200 with a rendering",
        &["HTTP-020"],
        "statuses",
        |scene| {
            Box::pin(async move {
                let path = scene.given(COMPUTE, "one").await?;
                let location = scene.url(&path);
                scene.done(Operation::Get { location }).await?;
                Ok(())
            })
        },
    ));
    all.push(scenario(
        ("HTTP-020", "201"),
        "The client takes 201 with a location",
        &["HTTP-020"],
        "statuses",
        |scene| {
            Box::pin(async move {
                let created = scene.created(COMPUTE, &[], json!({ "occi.core.title": "one" }));
                let path = created.await?;
                scene.truth(&path).await?;
                Ok(())
            })
        },
    ));
    all.push(scenario(
        ("HTTP-020", "204"),
        "The client takes 204 for a deletion that was carried out",
        &["HTTP-020"],
        "statuses",
        |scene| {
            Box::pin(async move {
                let path = scene.given(COMPUTE, "one").await?;
                let change = |response: &mut Response| {
                    response.status = 204;
                    response.body = Bytes::new();
                    response.headers.retain(|(name, _)| name != "content-type");
                };
                scene
                    .stage
                    .play(Play::new("DELETE", &*path, Act::Change(Arc::new(change))));
                let location = scene.url(&path);
                scene.done(Operation::Delete { location }).await?;
                Ok(())
            })
        },
    ));
    all
}

/// Lets the client read what is refused.
async fn refused(scene: &mut Scene<'_>, status: u16) -> Result<(), Stop> {
    let path = scene.given(COMPUTE, "one").await?;
    let mut headers = vec![("content-type".to_owned(), b"text/plain".to_vec())];
    let field = field_of(status);
    headers.extend(field.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())));
    let response = Response {
        status,
        headers,
        body: Bytes::from_static(b"not this time"),
        ..Response::default()
    };
    scene
        .stage
        .play(Play::new("GET", &*path, Act::Reply(response)));
    let location = scene.url(&path);
    let expected = format!("an error with the status {status}");
    match scene.tried(Operation::Get { location }).await? {
        Answer::Error {
            status: told,
            message,
        } => {
            let found = told.map_or_else(|| "no status".to_owned(), |told| told.to_string());
            scene.expect(
                told == Some(status),
                "answer",
                expected,
                format!("{found} ({message})"),
            )
        }
        other => scene.expect(false, "answer", expected, format!("{other:?}")),
    }
}
