//! Requests that create instances and links.

use occi_rendering::{EntityMessage, RawValue};
use serde_json::json;

use super::super::{Scenario, scenario};
use crate::client::{
    Seen, Stop,
    operation::Operation,
    scene::{COMPUTE, NETWORK, Scene, members, text_of},
};

const NETWORKINTERFACE: &str = "http://schemas.ogf.org/occi/infrastructure#networkinterface";
const IPNETWORK: &str = "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork";

/// Lets the client create a compute instance; gives the request.
async fn creation(scene: &mut Scene<'_>) -> Result<Seen, Stop> {
    let path = scene
        .created(
            COMPUTE,
            &[],
            json!({ "occi.core.title": "one", "occi.compute.cores": 2 }),
        )
        .await?;
    let truth = scene.truth(&path).await?;
    for (name, expected) in [
        ("occi.core.title", json!("one")),
        ("occi.compute.cores", json!(2)),
    ] {
        let found = truth.get(name).cloned().unwrap_or_default();
        let (expected, shown) = (expected.to_string(), found.to_string());
        scene.expect(shown == expected, name, expected, shown)?;
    }
    is_sent(scene)
}

/// The request that created something.
fn is_sent(scene: &Scene<'_>) -> Result<Seen, Stop> {
    scene.last("POST", "one that creates", |seen| seen.query().is_empty())
}

pub(super) fn creating() -> Vec<Scenario> {
    vec![
        scenario(
            ("CORE-048", "kind"),
            "A creation request names the kind by term and scheme",
            &["CORE-048"],
            "create",
            |scene| {
                Box::pin(async move {
                    let seen = creation(scene).await?;
                    let entity = scene.entity(&seen)?;
                    let kinds = scene.kinds(&entity);
                    let named = kinds.iter().any(|kind| kind == COMPUTE);
                    scene.expect(named, "kind", COMPUTE, kinds.join(" "))
                })
            },
        ),
        scenario(
            ("CORE-050", "mixin"),
            "A creation request names a mixin and gives its attributes",
            &["CORE-050"],
            "create",
            |scene| {
                Box::pin(async move {
                    let attributes = json!({
                        "occi.network.address": "192.168.0.0/24",
                        "occi.network.allocation": "dynamic",
                    });
                    let path = scene.created(NETWORK, &[IPNETWORK], attributes).await?;
                    let seen = is_sent(scene)?;
                    let entity = scene.entity(&seen)?;
                    let ids = entity
                        .categories
                        .iter()
                        .map(|category| category.id.to_string());
                    let ids: Vec<String> = ids.collect();
                    let named = ids.iter().any(|id| id == IPNETWORK);
                    scene.expect(named, "mixins", IPNETWORK, ids.join(" "))?;
                    let truth = scene.truth(&path).await?;
                    let found = truth
                        .get("occi.network.address")
                        .cloned()
                        .unwrap_or_default();
                    let is_same = found == "192.168.0.0/24";
                    scene.expect(
                        is_same,
                        "occi.network.address",
                        "192.168.0.0/24",
                        found.to_string(),
                    )
                })
            },
        ),
        scenario(
            ("HTTP-115", "rendering"),
            "A creation request has one full rendering of an entity, by the grammar of the standard",
            &["HTTP-115"],
            "create",
            |scene| {
                Box::pin(async move {
                    let seen = creation(scene).await?;
                    let entity = scene.entity(&seen)?;
                    let title = text_of(&entity.attributes, "occi.core.title");
                    let found = title.clone().unwrap_or_default();
                    scene.expect(
                        title.as_deref() == Some("one"),
                        "occi.core.title",
                        "one",
                        found,
                    )?;
                    // A number is no text, in any rendering.
                    let cores = entity
                        .attributes
                        .iter()
                        .find(|(name, _)| *name == *"occi.compute.cores");
                    let is_number = matches!(cores, Some((_, RawValue::Number(two))) if two == "2");
                    scene.expect(
                        is_number,
                        "occi.compute.cores",
                        "the number 2",
                        format!("{cores:?}"),
                    )
                })
            },
        ),
        scenario(
            ("HTTP-116", "one-kind"),
            "A creation request names exactly one kind",
            &["HTTP-116"],
            "create",
            |scene| {
                Box::pin(async move {
                    let seen = creation(scene).await?;
                    let kinds = scene.kinds(&scene.entity(&seen)?);
                    scene.expect(kinds.len() == 1, "kinds", "one", kinds.join(" "))
                })
            },
        ),
        scenario(
            ("HTTP-118", "location"),
            "Creation is posted to the location of the kind",
            &["HTTP-118"],
            "create",
            |scene| {
                Box::pin(async move {
                    let seen = creation(scene).await?;
                    let collection = scene.collection(COMPUTE)?;
                    scene.expect(
                        seen.path() == collection,
                        "path",
                        collection.clone(),
                        seen.path(),
                    )
                })
            },
        ),
        scenario(
            ("HTTP-130", "link"),
            "The creation of a link names its kind, its source and its target",
            &["HTTP-130"],
            "link",
            |scene| {
                Box::pin(async move {
                    let source = scene.given(COMPUTE, "source").await?;
                    let target = scene.given(NETWORK, "target").await?;
                    let result = scene
                        .done(Operation::Link {
                            kind: NETWORKINTERFACE.to_owned(),
                            source: scene.url(&source),
                            target: scene.url(&target),
                            attributes: members(json!({
                                "occi.networkinterface.interface": "eth0",
                                "occi.networkinterface.mac": "00:80:41:ae:fd:7e",
                            })),
                        })
                        .await?;
                    let path = scene.location(&result)?;
                    let collection = scene.collection(NETWORKINTERFACE)?;
                    let seen = scene.last("POST", "one that creates the link", |seen| {
                        seen.query().is_empty() && seen.path() == collection
                    })?;
                    let entity = scene.entity(&seen)?;
                    let kinds = scene.kinds(&entity);
                    scene.expect(
                        kinds == [NETWORKINTERFACE],
                        "kind",
                        NETWORKINTERFACE,
                        kinds.join(" "),
                    )?;
                    let truth = scene.truth(&path).await?;
                    for (name, wanted) in
                        [("occi.core.source", &source), ("occi.core.target", &target)]
                    {
                        let named = end(&entity, name).and_then(|end| scene.path(&end));
                        let found = named.clone().unwrap_or_default();
                        scene.expect(
                            named.as_ref() == Some(wanted),
                            name,
                            wanted.clone(),
                            found,
                        )?;
                        let kept = truth
                            .get(name)
                            .and_then(|value| value.as_str())
                            .unwrap_or_default();
                        let is_kept = scene.path(kept).as_ref() == Some(wanted);
                        scene.expect(is_kept, name, wanted.clone(), kept)?;
                    }
                    Ok(())
                })
            },
        ),
    ]
}

/// An end of a link in a request, wherever its rendering has it.
fn end(entity: &EntityMessage, name: &str) -> Option<String> {
    text_of(&entity.attributes, name)
}
