//! What a client makes of answers: every form of the standard, and what is no answer at all.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{Scenario, scenario};
use crate::{
    client::{
        Stop,
        operation::{Answer, Operation},
        scene::{COMPUTE, Scene},
        stage::{Act, Play},
    },
    transport::Response,
    verdict::{Code, Verdict},
};

/// A path below which the sound server has nothing.
const HERE: &str = "/compute/played";

/// How long an answer takes that takes long.
const LONG: Duration = Duration::from_millis(1500);

/// An instance as text, with a line for each value, and with one line for all.
const LINES: &str = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; \
     class=\"kind\"\r\n\
     X-OCCI-Attribute: occi.core.id=\"urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10\"\r\n\
     X-OCCI-Attribute: occi.core.title=\"a, \\\"b\\\"; c\"\r\n\
     X-OCCI-Attribute: occi.compute.cores=4\r\n\
     X-OCCI-Attribute: occi.compute.memory=2.5\r\n\
     X-OCCI-Attribute: occi.compute.state=\"active\"\r\n";
const ONE_LINE: &str = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; \
     class=\"kind\"\r\n\
     X-OCCI-Attribute: occi.core.id=\"urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10\", \
     occi.core.title=\"a, \\\"b\\\"; c\", occi.compute.cores=4, occi.compute.memory=2.5, \
     occi.compute.state=\"active\"\r\n";

fn as_json() -> Value {
    json!({
        "kind": COMPUTE,
        "id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10",
        "title": "a, \"b\"; c",
        "attributes": {
            "occi.core.id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10",
            "occi.core.title": "a, \"b\"; c",
            "occi.compute.cores": 4,
            "occi.compute.memory": 2.5,
            "occi.compute.state": "active",
        },
    })
}

/// An answer of a type.
fn said(content_type: &str, body: impl Into<Bytes>) -> Response {
    Response {
        status: 200,
        headers: vec![("content-type".to_owned(), content_type.as_bytes().to_vec())],
        body: body.into(),
        ..Response::default()
    }
}

/// The fields of a text as header fields.
fn in_header(text: &str) -> Response {
    let mut response = said("text/occi", "OK");
    let fields = text.lines().filter_map(|line| line.split_once(": "));
    response
        .headers
        .extend(fields.map(|(name, value)| (name.to_ascii_lowercase(), value.as_bytes().to_vec())));
    response
}

/// Lets the client read what is played, and gives what it made of it. Where the client does not ask
/// for this type, there is nothing to see.
async fn heard(scene: &mut Scene<'_>, response: Response) -> Result<Map<String, Value>, Stop> {
    let wanted = response.media_type().unwrap_or_default();
    scene
        .stage
        .play(Play::new("GET", HERE, Act::Reply(response)));
    let location = scene.url(HERE);
    let answer = scene.tried(Operation::Get { location }).await?;
    let seen = scene.last("GET", "one of the instance", |seen| seen.path() == HERE)?;
    let accept = seen.header("accept").unwrap_or("*/*").to_ascii_lowercase();
    let family = format!("{}/*", wanted.split('/').next().unwrap_or_default());
    let names = [&*wanted, &*family, "*/*"];
    if !names.iter().any(|name| accept.contains(name)) {
        let why = format!("the client does not ask for {wanted}, but for {accept}");
        return Err(Stop::Other(Verdict::NotApplicable, why));
    }
    match answer {
        Answer::Result(result) => Ok(result),
        other => {
            let found = format!("{other:?}");
            Err(scene.failed(Code::Unparsable, "answer", "the instance", found))
        }
    }
}

/// Fails unless the result is the instance that was played.
fn is_played(scene: &Scene<'_>, result: &Map<String, Value>) -> Result<(), Stop> {
    let kind = result
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default();
    scene.expect(kind == COMPUTE, "kind", COMPUTE, kind)?;
    for (name, expected) in [
        ("occi.core.title", json!("a, \"b\"; c")),
        ("occi.compute.cores", json!(4)),
        ("occi.compute.memory", json!(2.5)),
        ("occi.compute.state", json!("active")),
    ] {
        let found = attribute(result, name);
        let is_same = match (expected.as_f64(), found.as_f64()) {
            (Some(expected), Some(found)) => (expected - found).abs() < f64::EPSILON,
            _ => expected == found,
        };
        scene.expect(is_same, name, expected.to_string(), found.to_string())?;
    }
    Ok(())
}

fn attribute(result: &Map<String, Value>, name: &str) -> Value {
    let all = result.get("attributes").and_then(Value::as_object);
    all.and_then(|all| all.get(name))
        .cloned()
        .unwrap_or_default()
}

pub(super) fn scenarios() -> Vec<Scenario> {
    let mut all = forms();
    all.extend(places());
    all.extend(trouble());
    all
}

/// A way to write the instance: its name, the title of its case, the answer.
type Form = (&'static str, &'static str, fn() -> Response);

fn forms() -> Vec<Scenario> {
    let forms: [Form; 4] = [
        (
            "text-lines",
            "The client understands a text with a line for each value",
            || said("text/plain", LINES),
        ),
        (
            "text-one-line",
            "The client understands a text with all values in one line",
            || said("text/plain", ONE_LINE),
        ),
        (
            "header-fields",
            "The client understands header fields, one for each value",
            || in_header(LINES),
        ),
        (
            "header-one-field",
            "The client understands header fields, one for all values",
            || in_header(ONE_LINE),
        ),
    ];
    let mut all: Vec<Scenario> = forms
        .into_iter()
        .map(|(detail, title, made)| {
            scenario(
                ("TXT-011", detail),
                title,
                &["TXT-011"],
                "renderings",
                move |scene| {
                    Box::pin(async move {
                        let result = heard(scene, made()).await?;
                        is_played(scene, &result)
                    })
                },
            )
        })
        .collect();
    all.push(scenario(
        ("reads", "json"),
        "The client understands the rendering in JSON",
        &[],
        "renderings",
        |scene| {
            Box::pin(async move {
                let response = said("application/occi+json", as_json().to_string());
                let result = heard(scene, response).await?;
                is_played(scene, &result)
            })
        },
    ));
    all.push(scenario(
        ("reads", "parameter"),
        "A parameter of the content type changes nothing",
        &[],
        "renderings",
        |scene| {
            Box::pin(async move {
                let response = said("text/plain; charset=utf-8", LINES);
                let result = heard(scene, response).await?;
                is_played(scene, &result)
            })
        },
    ));
    all.push(scenario(
        ("reads", "unknown"),
        "What the client does not know of an instance is no reason to refuse it",
        &[],
        "renderings",
        |scene| {
            Box::pin(async move {
                let mut body = as_json();
                body["attributes"]["com.example.colour"] = json!("red");
                body["mixins"] = json!(["http://example.com/unknown#mixin"]);
                let response = said("application/occi+json", body.to_string());
                let result = heard(scene, response).await?;
                is_played(scene, &result)?;
                let colour = attribute(&result, "com.example.colour");
                scene.expect(
                    colour == "red",
                    "com.example.colour",
                    "red",
                    colour.to_string(),
                )
            })
        },
    ));
    all.push(scenario(
        ("CORE-066", "opaque"),
        "An identifier may be any text",
        &["CORE-066"],
        "renderings",
        |scene| {
            Box::pin(async move {
                let id = "urn:example:rack=7/slot 3#a";
                let mut body = as_json();
                body["id"] = json!(id);
                body["attributes"]["occi.core.id"] = json!(id);
                let response = said("application/occi+json", body.to_string());
                let result = heard(scene, response).await?;
                is_played(scene, &result)
            })
        },
    ));
    all
}

/// Changes the `Location` of an answer.
fn located(change: impl Fn(&str) -> String + Send + Sync + 'static) -> Act {
    Act::Change(Arc::new(move |response| {
        for (name, value) in &mut response.headers {
            if name == "location" {
                *value = change(&String::from_utf8_lossy(value)).into_bytes();
            }
        }
    }))
}

fn places() -> Vec<Scenario> {
    vec![
        scenario(
            ("TXT-037", "relative"),
            "A relative location is one at this server",
            &["TXT-037"],
            "create",
            |scene| {
                Box::pin(async move {
                    let base = scene.stage.base().to_owned();
                    let act = located(move |location| location.replace(&base, ""));
                    scene.stage.play(Play::new("POST", "/compute/", act));
                    let path = scene
                        .created(COMPUTE, &[], json!({ "occi.core.title": "one" }))
                        .await?;
                    let places = scene.paths("/compute/").await?;
                    let is_there = places.contains(&path);
                    scene.expect(is_there, "location", places.join(" "), path.clone())
                })
            },
        ),
        scenario(
            ("HTTP-006", "elsewhere"),
            "An instance is where the server says, not below the location of its kind",
            &["HTTP-006"],
            "create",
            |scene| {
                Box::pin(async move {
                    let real = scene.given(COMPUTE, "one").await?;
                    let place = format!("{}/elsewhere/7", scene.stage.base());
                    scene.stage.play(Play::new(
                        "POST",
                        "/compute/",
                        located(move |_| place.clone()),
                    ));
                    scene
                        .stage
                        .play(Play::new("GET", "/elsewhere/7", Act::As(real)));
                    let created = scene.created(COMPUTE, &[], json!({ "occi.core.title": "one" }));
                    let path = created.await?;
                    scene.expect(
                        path == "/elsewhere/7",
                        "location",
                        "/elsewhere/7",
                        path.clone(),
                    )?;
                    let location = scene.url(&path);
                    scene.done(Operation::Get { location }).await?;
                    let seen = scene.last("GET", "one of the instance", |seen| seen.path() == path);
                    seen.map(|_| ())
                })
            },
        ),
        scenario(
            ("HTTP-157", "accepted"),
            "A creation that is answered 202 is followed to its end",
            &["HTTP-157"],
            "create",
            |scene| {
                Box::pin(async move {
                    let real = scene.given(COMPUTE, "one").await?;
                    let to = |status: u16, path: &str| Response {
                        status,
                        headers: vec![("location".to_owned(), scene.url(path).into_bytes())],
                        ..Response::default()
                    };
                    let accepted = to(202, "/pending/1");
                    let (still, done) = (to(202, "/pending/1"), to(301, &real));
                    let stage = scene.stage;
                    stage.play(Play::new("POST", "/compute/", Act::Reply(accepted)));
                    let mut once = Play::new("GET", "/pending/1", Act::Reply(still));
                    once.times = 1;
                    stage.play(once);
                    stage.play(Play::new("GET", "/pending/1", Act::Reply(done)));
                    let created = scene.created(COMPUTE, &[], json!({ "occi.core.title": "one" }));
                    let path = created.await?;
                    scene.expect(path == real, "location", real.clone(), path.clone())
                })
            },
        ),
    ]
}

/// Something that is no answer: its name, the title of its case, the answer and whether it is cut.
type Trouble = (&'static str, &'static str, fn() -> (Response, bool));

fn trouble() -> Vec<Scenario> {
    let kinds: [Trouble; 4] = [
        ("cut", "An answer that breaks off is no result", || {
            (said("application/occi+json", as_json().to_string()), true)
        }),
        ("half", "JSON that ends in the middle is no result", || {
            let mut text = as_json().to_string();
            text.truncate(text.len() / 2);
            (said("application/occi+json", text), false)
        }),
        ("page", "A page for people is no result", || {
            let page = "<!DOCTYPE html><html><body>Welcome</body></html>";
            (said("text/html", page), false)
        }),
        ("empty", "An empty answer is no result", || {
            (said("application/occi+json", ""), false)
        }),
    ];
    let mut all: Vec<Scenario> = kinds
        .into_iter()
        .map(|(detail, title, made)| {
            scenario(("care", detail), title, &[], "care", move |scene| {
                Box::pin(async move {
                    let (response, cut) = made();
                    let mut play = Play::new("GET", HERE, Act::Reply(response));
                    play.cut = cut;
                    scene.stage.play(play);
                    let location = scene.url(HERE);
                    let answer = scene.tried(Operation::Get { location }).await?;
                    let is_error = matches!(answer, Answer::Error { .. });
                    scene.expect(is_error, "answer", "an error", format!("{answer:?}"))
                })
            })
        })
        .collect();
    all.push(scenario(
        ("care", "slow"),
        "An answer that takes its time is waited for",
        &[],
        "care",
        |scene| {
            Box::pin(async move {
                let real = scene.given(COMPUTE, "one").await?;
                let mut play = Play::new("GET", HERE, Act::As(real));
                play.delay = LONG;
                scene.stage.play(play);
                let location = scene.url(HERE);
                let result = scene.done(Operation::Get { location }).await?;
                let title = attribute(&result, "occi.core.title");
                scene.expect(title == "one", "occi.core.title", "one", title.to_string())
            })
        },
    ));
    all.push(scenario(
        ("care", "moved"),
        "An instance that has moved is followed",
        &[],
        "care",
        |scene| {
            Box::pin(async move {
                let real = scene.given(COMPUTE, "one").await?;
                let moved = Response {
                    status: 301,
                    headers: vec![("location".to_owned(), scene.url(&real).into_bytes())],
                    ..Response::default()
                };
                scene.stage.play(Play::new("GET", HERE, Act::Reply(moved)));
                let location = scene.url(HERE);
                let result = scene.done(Operation::Get { location }).await?;
                let title = attribute(&result, "occi.core.title");
                scene.expect(title == "one", "occi.core.title", "one", title.to_string())
            })
        },
    ));
    all
}
