//! Updates and actions.

use occi_rendering::{InvocationMessage, Mode, read_invocation};
use serde_json::json;

use super::{
    super::{Scenario, scenario},
    START,
};
use crate::{
    client::{
        Seen, Stop,
        operation::Operation,
        scene::{COMPUTE, Scene, members, text_of},
    },
    verdict::{Code, Verdict},
};

const STOP: &str = "http://schemas.ogf.org/occi/infrastructure/compute/action#stop";

pub(super) fn changing() -> Vec<Scenario> {
    vec![
        scenario(
            ("CORE-003", "update"),
            "An update changes what it says and nothing else",
            &["CORE-003"],
            "update",
            |scene| {
                Box::pin(async move {
                    let path = scene.given(COMPUTE, "before").await?;
                    let before = scene.truth(&path).await?;
                    update(scene, &path).await?;
                    let after = scene.truth(&path).await?;
                    let title = after.get("occi.core.title").cloned().unwrap_or_default();
                    scene.expect(
                        title == "after",
                        "occi.core.title",
                        "after",
                        title.to_string(),
                    )?;
                    let changed: Vec<&String> = before
                        .iter()
                        .filter(|(name, value)| {
                            *name != "occi.core.title" && after.get(*name) != Some(value)
                        })
                        .map(|(name, _)| name)
                        .collect();
                    scene.expect(
                        changed.is_empty(),
                        "other attributes",
                        "as they were",
                        format!("{changed:?}"),
                    )
                })
            },
        ),
        scenario(
            ("HTTP-097", "fetch-first"),
            "A client that replaces an instance fetches it first",
            &["HTTP-097"],
            "update",
            |scene| {
                Box::pin(async move {
                    let path = scene.given(COMPUTE, "before").await?;
                    update(scene, &path).await?;
                    let seen = scene.stage.seen();
                    let own = seen.iter().filter(|seen| seen.path() == path);
                    let methods: Vec<&str> = own.map(|seen| &*seen.method).collect();
                    let put = methods.iter().position(|method| *method == "PUT");
                    let get = methods.iter().position(|method| *method == "GET");
                    let is_first = put.is_none_or(|put| get.is_some_and(|get| get < put));
                    scene.expect(
                        is_first,
                        "order of requests",
                        "GET before PUT",
                        methods.join(" "),
                    )
                })
            },
        ),
        scenario(
            ("HTTP-099", "invocation"),
            "An action request holds the rendering of an invocation",
            &["HTTP-099"],
            "action",
            |scene| {
                Box::pin(async move {
                    let seen = invocation(scene, false).await?;
                    let read = read_strictly(scene, &seen)?;
                    let named = read.action.map(|id| id.to_string()).unwrap_or_default();
                    scene.expect(named == START, "action", START, named)
                })
            },
        ),
        scenario(
            ("HTTP-104", "parameters"),
            "An action request carries the parameters",
            &["HTTP-104"],
            "action",
            |scene| {
                Box::pin(async move {
                    let seen = invocation(scene, true).await?;
                    let read = read_strictly(scene, &seen)?;
                    let method = text_of(&read.attributes, "method").unwrap_or_default();
                    scene.expect(method == "graceful", "method", "graceful", method.clone())
                })
            },
        ),
        scenario(
            ("JSON-011", "action"),
            "An invocation in JSON is an object with the text `action`",
            &["JSON-011"],
            "action",
            |scene| {
                Box::pin(async move {
                    let seen = invocation(scene, false).await?;
                    if !scene.payload(&seen)?.media.is_json() {
                        return Err(other_rendering());
                    }
                    let read: serde_json::Value =
                        serde_json::from_slice(&seen.body).unwrap_or_default();
                    let action = read.get("action").and_then(|action| action.as_str());
                    let body = String::from_utf8_lossy(&seen.body);
                    scene.expect(
                        action == Some(START),
                        "payload",
                        format!("`action` is {START}"),
                        body,
                    )
                })
            },
        ),
        scenario(
            ("TXT-061", "one-category"),
            "An invocation in text has exactly one category",
            &["TXT-061"],
            "action",
            |scene| {
                Box::pin(async move {
                    let seen = invocation(scene, false).await?;
                    let payload = scene.payload(&seen)?;
                    if payload.media.is_json() {
                        return Err(other_rendering());
                    }
                    let body = String::from_utf8_lossy(&seen.body).to_ascii_lowercase();
                    let lines = body.lines().filter(|line| line.starts_with("category:"));
                    let fields = seen.headers.iter().filter(|(name, _)| name == "category");
                    let count = lines.count() + fields.count();
                    scene.expect(count == 1, "categories", "1", count.to_string())
                })
            },
        ),
    ]
}

/// The invocation of a request, by the grammar of the standard.
fn read_strictly(scene: &Scene<'_>, seen: &Seen) -> Result<InvocationMessage, Stop> {
    let payload = scene.payload(seen)?;
    let read = read_invocation(&payload, Mode::Strict).map_err(|error| {
        let wanted = "the rendering of an invocation";
        scene.failed(Code::Unparsable, "payload", wanted, error.message)
    })?;
    Ok(read.value)
}

fn other_rendering() -> Stop {
    let why = "the client speaks the other rendering".to_owned();
    Stop::Other(Verdict::NotApplicable, why)
}

async fn update(scene: &mut Scene<'_>, path: &str) -> Result<(), Stop> {
    let location = scene.url(path);
    let attributes = members(json!({ "occi.core.title": "after" }));
    scene
        .done(Operation::Update {
            location,
            attributes,
        })
        .await?;
    Ok(())
}

/// Lets the client start an instance, or start and stop it with a parameter; gives the last request.
async fn invocation(scene: &mut Scene<'_>, stops: bool) -> Result<Seen, Stop> {
    let path = scene.given(COMPUTE, "one").await?;
    let mut wanted = vec![("start", START, json!({}), "active")];
    if stops {
        wanted.push(("stop", STOP, json!({ "method": "graceful" }), "inactive"));
    }
    let mut last = None;
    for (term, action, parameters, state) in wanted {
        scene
            .done(Operation::Action {
                location: scene.url(&path),
                action: action.to_owned(),
                parameters: members(parameters),
            })
            .await?;
        let seen = scene.last("POST", "an action on the instance", |seen| {
            seen.path() == path && seen.query() == format!("action={term}")
        })?;
        let truth = scene.truth(&path).await?;
        let found = truth.get("occi.compute.state").cloned().unwrap_or_default();
        scene.expect(
            found == state,
            "occi.compute.state",
            state,
            found.to_string(),
        )?;
        last = Some(seen);
    }
    last.ok_or_else(|| Stop::Other(Verdict::Error, "nothing was invoked".to_owned()))
}
