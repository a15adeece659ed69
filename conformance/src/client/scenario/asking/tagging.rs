//! Mixins of users.

use occi_rendering::{CategoryDescription, Mode, read_categories};

use super::super::{Scenario, scenario};
use crate::{
    client::{Seen, Stop, operation::Operation, scene::Scene},
    verdict::Code,
};

const TAG: &str = "http://tags.example.org/mine#red";

/// The categories of a request to the query interface.
fn described(scene: &Scene<'_>, seen: &Seen) -> Result<Vec<CategoryDescription>, Stop> {
    let payload = scene.payload(seen)?;
    let read = read_categories(&payload, Mode::Strict).map_err(|error| {
        scene.failed(
            Code::Unparsable,
            "payload",
            "the rendering of a category",
            error.message,
        )
    })?;
    Ok(read.value)
}

async fn tag(scene: &mut Scene<'_>) -> Result<(), Stop> {
    let location = "/tags/red/".to_owned();
    scene
        .done(Operation::Tag {
            mixin: TAG.to_owned(),
            location,
        })
        .await?;
    Ok(())
}

pub(super) fn tagging() -> Vec<Scenario> {
    vec![
        scenario(
            ("HTTP-063", "rendering"),
            "A request to add a mixin has its full rendering, with a location",
            &["HTTP-063", "HTTP-065"],
            "tag",
            |scene| {
                Box::pin(async move {
                    tag(scene).await?;
                    let seen = scene.last("POST", "one to the query interface", is_query)?;
                    let all = described(scene, &seen)?;
                    let own = all.iter().find(|one| one.id.as_str() == TAG);
                    let body = String::from_utf8_lossy(&seen.body).into_owned();
                    let told = own.and_then(|own| own.location.as_deref());
                    let at = told.and_then(|location| scene.path(location));
                    scene.expect(
                        at.as_deref() == Some("/tags/red/"),
                        "mixin",
                        format!("{TAG} at /tags/red/"),
                        body,
                    )
                })
            },
        ),
        scenario(
            ("HTTP-071", "category"),
            "A request to remove a mixin names it",
            &["HTTP-071"],
            "tag",
            |scene| {
                Box::pin(async move {
                    tag(scene).await?;
                    scene
                        .done(Operation::Untag {
                            mixin: TAG.to_owned(),
                        })
                        .await?;
                    let seen = scene.last("DELETE", "one to the query interface", is_query)?;
                    let all = described(scene, &seen)?;
                    let named = all.iter().any(|one| one.id.as_str() == TAG);
                    let body = String::from_utf8_lossy(&seen.body).into_owned();
                    scene.expect(named, "mixin", TAG, body)
                })
            },
        ),
    ]
}

fn is_query(seen: &Seen) -> bool {
    matches!(seen.path(), "/-/" | "/.well-known/org/ogf/occi/-/")
}
