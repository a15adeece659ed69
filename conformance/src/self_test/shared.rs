//! Faults of servers that many use at a time, that restart, that keep doors.

use std::time::Duration;

use serde_json::{Map, Value as Json};

use super::{
    fault::{
        Fault,
        Work::{self, Answer, Request},
    },
    login,
    message::{Asked, Given},
    script::{Memory, Script},
};
use crate::transport::{Request as Sent, Response, Transport, TransportError};

/// How long a slow server takes for an answer.
pub(super) const SLOW: Duration = Duration::from_millis(1200);

/// How long a server that loses updates holds what it has read.
const HELD: Duration = Duration::from_millis(3);

/// After how many requests a server restarts.
const UPTIME: usize = 3;

pub(super) const FAULTS: &[Fault] = &[
    Fault::new("lost-update", Work::Script(Script::LostUpdate)),
    Fault::new(
        "state-change-lost-on-restart",
        Work::Script(Script::RestartLoss),
    ),
    Fault::new("slow-answers", Work::Script(Script::Slow)),
    Fault::new(
        "login-skipped-on-creation",
        Request(|asked| {
            if asked.is_creation() {
                login::admit(&mut asked.request);
            }
        }),
    ),
    Fault::new(
        "login-skipped-on-change",
        Request(|asked| {
            if asked.is_update() {
                login::admit(&mut asked.request);
            }
        }),
    ),
    Fault::new(
        "login-skipped-on-deletion",
        Request(|asked| {
            if asked.is("DELETE") && asked.is_entity() {
                login::admit(&mut asked.request);
            }
        }),
    ),
    Fault::new(
        "login-refused-without-challenge",
        Answer(|_, given| {
            if given.response.status == 401 {
                given.drop_header("www-authenticate");
            }
        }),
    ),
    Fault::new(
        "login-refused-as-bad-request",
        Answer(|_, given| {
            if given.response.status == 401 {
                given.response.status = 400;
            }
        }),
    ),
];

/// What an instance is, in JSON.
async fn now(inner: &impl Transport, asked: &Asked) -> Result<Option<Json>, TransportError> {
    let request = Sent::new("GET", asked.path()).with_header("Accept", JSON);
    let response = inner.send(request).await?;
    Ok(serde_json::from_slice(&response.body).ok())
}

const JSON: &str = "application/occi+json";

/// An update of a part, carried out on what was read a moment before.
pub(super) async fn lost_update(
    inner: &impl Transport,
    asked: Asked,
) -> Result<Response, TransportError> {
    let mut asked = asked;
    let is_json = asked.header("Content-Type").is_some_and(|t| t == JSON);
    if asked.is("POST") && asked.is_update() && is_json {
        let before = now(inner, &asked).await?;
        tokio::time::sleep(HELD).await;
        if let Some(Json::Object(mut whole)) = before
            && let Ok(Json::Object(part)) = serde_json::from_slice(&asked.request.body)
        {
            merge(&mut whole, part);
            asked.set_body(Json::Object(whole).to_string());
            asked.request.method = "PUT";
        }
    }
    inner.send(asked.request).await
}

fn merge(whole: &mut Map<String, Json>, part: Map<String, Json>) {
    for (name, value) in part {
        match (whole.get_mut(&name), value) {
            (Some(Json::Object(old)), Json::Object(new)) => merge(old, new),
            (_, value) => {
                whole.insert(name, value);
            }
        }
    }
}

/// Some reads after an action, an instance is again as it was before.
pub(super) async fn restart_loss(
    inner: &impl Transport,
    memory: &Memory,
    asked: Asked,
) -> Result<Response, TransportError> {
    if asked.is_entity()
        && asked.is_action()
        && let Some(before) = now(inner, &asked).await?
    {
        memory.keep(asked.path(), before["attributes"].clone());
    }
    let path = asked.path().to_owned();
    let reads = asked.is("GET") && asked.is_entity();
    let mut given = Given {
        response: inner.send(asked.request).await?,
    };
    if reads
        && memory.count() % UPTIME == UPTIME - 1
        && let Some(before) = memory.kept(&path)
    {
        given.entities(|entity| {
            entity.insert("attributes".to_owned(), before.clone());
        });
    }
    Ok(given.response)
}

/// The query interface in header fields comes late.
pub(super) async fn slow(inner: &impl Transport, asked: Asked) -> Result<Response, TransportError> {
    if asked.is_query_interface() && asked.header("Accept").is_some_and(|a| a == "text/occi") {
        tokio::time::sleep(SLOW).await;
    }
    inner.send(asked.request).await
}
