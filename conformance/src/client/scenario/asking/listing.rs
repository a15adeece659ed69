//! Pages and filters.

use occi_rendering::{Mode, read_filter};
use serde_json::json;

use super::super::{Scenario, scenario};
use crate::{
    client::{
        Seen, Stop,
        operation::Operation,
        scene::{NETWORK, Scene, members, text_of},
    },
    verdict::Verdict,
};

/// Lets the client list, and looks whether it found just these.
async fn listed(
    scene: &mut Scene<'_>,
    operation: Operation,
    expected: &[&String],
) -> Result<Vec<Seen>, Stop> {
    let result = scene.done(operation).await?;
    let told = result.get("locations").and_then(|list| list.as_array());
    let mut found: Vec<String> = told
        .into_iter()
        .flatten()
        .filter_map(|location| scene.path(location.as_str()?))
        .collect();
    found.sort();
    let mut wanted: Vec<String> = expected.iter().map(|&path| path.clone()).collect();
    wanted.sort();
    scene.expect(
        found == wanted,
        "locations",
        wanted.join(" "),
        found.join(" "),
    )?;
    let seen = scene.stage.seen().into_iter();
    Ok(seen
        .filter(|seen| seen.method == "GET" && seen.path() == "/network/")
        .collect())
}

fn list(attributes: serde_json::Value, category: Option<&str>, page: Option<u32>) -> Operation {
    Operation::List {
        kind: NETWORK.to_owned(),
        category: category.map(str::to_owned),
        attributes: members(attributes),
        page,
    }
}

async fn networks(scene: &Scene<'_>, count: usize) -> Result<Vec<String>, Stop> {
    let mut all = Vec::new();
    for number in 0..count {
        all.push(scene.given(NETWORK, &format!("network {number}")).await?);
    }
    Ok(all)
}

pub(super) fn listing() -> Vec<Scenario> {
    vec![
        scenario(
            ("HTTP-041", "pages"),
            "Requests for pages have both parameters, and the pages together are everything",
            &["HTTP-041"],
            "list",
            |scene| {
                Box::pin(async move {
                    let all = networks(scene, 5).await?;
                    let all: Vec<&String> = all.iter().collect();
                    let seen = listed(scene, list(json!({}), None, Some(2)), &all).await?;
                    let has = |seen: &Seen, name: &str| {
                        seen.query().split('&').any(|part| part.starts_with(name))
                    };
                    let paged: Vec<&Seen> = seen
                        .iter()
                        .filter(|seen| has(seen, "page=") || has(seen, "number="))
                        .collect();
                    if paged.is_empty() {
                        let why = "the client does not ask for pages".to_owned();
                        return Err(Stop::Other(Verdict::Unsupported, why));
                    }
                    let wrong = paged
                        .iter()
                        .find(|seen| !(has(seen, "page=") && has(seen, "number=")));
                    let found = wrong.map_or_else(String::new, |seen| seen.target.clone());
                    scene.expect(wrong.is_none(), "query", "page and number", found)
                })
            },
        ),
        scenario(
            ("HTTP-055", "category"),
            "A filter does not name the category that the path is of",
            &["HTTP-055"],
            "filter",
            |scene| {
                Box::pin(async move {
                    let all = networks(scene, 2).await?;
                    let all: Vec<&String> = all.iter().collect();
                    let seen = listed(scene, list(json!({}), Some(NETWORK), None), &all).await?;
                    let named = seen.iter().find(|seen| {
                        let fields = seen.headers.iter().map(|(name, value)| (&**name, &**value));
                        read_filter(fields, Mode::Lenient).is_ok_and(|filter| {
                            filter
                                .value
                                .categories
                                .iter()
                                .any(|tag| *tag.id.as_str() == *NETWORK)
                        })
                    });
                    let found = named.map_or_else(String::new, ToString::to_string);
                    scene.expect(
                        named.is_none(),
                        "filter",
                        "nothing, or another category",
                        found,
                    )
                })
            },
        ),
        scenario(
            ("HTTP-056", "header-fields"),
            "A filter is sent as header fields, and the server applies it",
            &["HTTP-056", "HTTP-162"],
            "filter",
            |scene| {
                Box::pin(async move {
                    let all = networks(scene, 3).await?;
                    let one: Vec<&String> = all.iter().skip(1).take(1).collect();
                    let wanted = json!({ "occi.core.title": "network 1" });
                    let seen = listed(scene, list(wanted, None, None), &one).await?;
                    let filtered = seen.iter().any(|seen| {
                        let fields = seen.headers.iter().map(|(name, value)| (&**name, &**value));
                        read_filter(fields, Mode::Strict).is_ok_and(|filter| {
                            text_of(&filter.value.attributes, "occi.core.title").as_deref()
                                == Some("network 1")
                        }) && seen.body.is_empty()
                    });
                    let found = seen.last().map_or_else(String::new, ToString::to_string);
                    scene.expect(
                        filtered,
                        "filter",
                        "X-OCCI-Attribute: occi.core.title=\"network 1\", and no body",
                        found,
                    )
                })
            },
        ),
    ]
}
