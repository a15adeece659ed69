//! What every request says about itself and its sender.

use occi_rendering::MediaType;
use serde_json::json;

use super::{
    super::{Scenario, scenario},
    START,
};
use crate::{
    client::{
        Seen, Stop,
        operation::{Answer, Operation},
        scene::{COMPUTE, Scene, members},
    },
    verdict::{Code, Verdict},
};

/// Does what clients do every day, as far as this one can; gives everything that was asked.
async fn day(scene: &mut Scene<'_>) -> Result<Vec<Seen>, Stop> {
    let path = scene.given(COMPUTE, "one").await?;
    let location = scene.url(&path);
    let all = [
        Operation::Discover {},
        Operation::Create {
            kind: COMPUTE.to_owned(),
            mixins: Vec::new(),
            attributes: members(json!({ "occi.core.title": "two" })),
        },
        Operation::Get {
            location: location.clone(),
        },
        Operation::List {
            kind: COMPUTE.to_owned(),
            category: None,
            attributes: members(json!({})),
            page: None,
        },
        Operation::Update {
            location: location.clone(),
            attributes: members(json!({ "occi.core.title": "three" })),
        },
        Operation::Action {
            location: location.clone(),
            action: START.to_owned(),
            parameters: members(json!({})),
        },
        Operation::Delete { location },
    ];
    let mut any = false;
    for operation in all {
        match scene.tried(operation).await {
            Ok(answer) => any |= matches!(answer, Answer::Result(_)),
            Err(Stop::Other(Verdict::Unsupported, _)) => {}
            Err(stop) => return Err(stop),
        }
    }
    let seen = scene.stage.seen();
    if any && !seen.is_empty() {
        Ok(seen)
    } else {
        let why = "nothing that was asked of the client brought a result".to_owned();
        Err(Stop::Other(Verdict::Inconclusive, why))
    }
}

/// The first request for which something does not hold.
fn each(
    scene: &Scene<'_>,
    seen: &[Seen],
    expected: &str,
    holds: impl Fn(&Seen) -> bool,
) -> Result<(), Stop> {
    match seen.iter().find(|seen| !holds(seen)) {
        None => Ok(()),
        Some(wrong) => {
            let what = format!("{} {}", wrong.method, wrong.target);
            Err(scene.failed(Code::WrongHeader, &what, expected, wrong.to_string()))
        }
    }
}

/// The versions that a request says in `User-Agent`.
fn versions(seen: &Seen) -> Vec<String> {
    let agent = seen.header("user-agent").unwrap_or_default();
    let words = agent.split([' ', '(', ')', ';', ',']);
    words
        .filter(|word| word.starts_with("OCCI/"))
        .map(str::to_owned)
        .collect()
}

/// Whether a version has the form `OCCI/X.Y`.
fn is_version(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    word.strip_prefix("OCCI/")
        .and_then(|rest| rest.split_once('.'))
        .is_some_and(|(major, minor)| digits(major) && digits(minor))
}

pub(super) fn everyday() -> Vec<Scenario> {
    vec![
        scenario(
            ("HTTP-008", "accept"),
            "Every request names the media types that the client reads",
            &["HTTP-008"],
            "requests",
            |scene| {
                Box::pin(async move {
                    let seen = day(scene).await?;
                    each(scene, &seen, "`Accept`", |seen| {
                        seen.header("accept").is_some()
                    })
                })
            },
        ),
        scenario(
            ("HTTP-009", "content-type"),
            "Every request with a payload names its type",
            &["HTTP-009"],
            "requests",
            |scene| {
                Box::pin(async move {
                    let seen = day(scene).await?;
                    each(scene, &seen, "`Content-Type`, a type of OCCI", |seen| {
                        let told = seen.header("content-type");
                        seen.body.is_empty() || told.and_then(MediaType::parse).is_some()
                    })
                })
            },
        ),
        scenario(
            ("HTTP-010", "user-agent"),
            "Every request says the version of OCCI in User-Agent",
            &["HTTP-010"],
            "requests",
            |scene| {
                Box::pin(async move {
                    let seen = day(scene).await?;
                    each(scene, &seen, "`User-Agent` with `OCCI/1.2`", |seen| {
                        !versions(seen).is_empty()
                    })
                })
            },
        ),
        scenario(
            ("HTTP-011", "user-agent"),
            "A version in User-Agent has the form OCCI/X.Y",
            &["HTTP-011"],
            "requests",
            |scene| {
                Box::pin(async move {
                    let seen = day(scene).await?;
                    if seen.iter().all(|seen| versions(seen).is_empty()) {
                        let why = "no request says a version".to_owned();
                        return Err(Stop::Other(Verdict::NotApplicable, why));
                    }
                    each(scene, &seen, "`OCCI/X.Y`", |seen| {
                        versions(seen).iter().all(|word| is_version(word))
                    })
                })
            },
        ),
        scenario(
            ("HTTP-151", "slash"),
            "Paths of collections end with a slash",
            &["HTTP-151"],
            "requests",
            |scene| {
                Box::pin(async move {
                    let seen = day(scene).await?;
                    let collections = scene.collections();
                    each(scene, &seen, "a path that ends with a slash", |seen| {
                        !collections.contains(&format!("{}/", seen.path()))
                    })
                })
            },
        ),
    ]
}
