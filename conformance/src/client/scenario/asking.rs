//! What a client asks: every request is looked at as the server sees it.

use occi_rendering::{
    EntityMessage, MediaType, Mode, RawValue, read_categories, read_filter, read_invocation,
};
use serde_json::json;

use super::{Scenario, scenario};
use crate::{
    client::{
        Seen, Stop,
        operation::{Answer, Operation},
        scene::{COMPUTE, NETWORK, Scene, members, text_of},
    },
    verdict::{Code, Verdict},
};

const NETWORKINTERFACE: &str = "http://schemas.ogf.org/occi/infrastructure#networkinterface";
const IPNETWORK: &str = "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork";
const START: &str = "http://schemas.ogf.org/occi/infrastructure/compute/action#start";
const STOP: &str = "http://schemas.ogf.org/occi/infrastructure/compute/action#stop";
const TAG: &str = "http://tags.example.org/mine#red";

pub(super) fn scenarios() -> Vec<Scenario> {
    let mut all = everyday();
    all.extend(creating());
    all.extend(changing());
    all.extend(listing());
    all.extend(tagging());
    all
}

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

fn everyday() -> Vec<Scenario> {
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

fn creating() -> Vec<Scenario> {
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

fn changing() -> Vec<Scenario> {
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
                    let payload = scene.payload(&seen)?;
                    let read = read_invocation(&payload, Mode::Strict).map_err(|error| {
                        let wanted = "the rendering of an invocation";
                        scene.failed(Code::Unparsable, "payload", wanted, error.message)
                    })?;
                    let named = read
                        .value
                        .action
                        .map(|id| id.to_string())
                        .unwrap_or_default();
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
                    let payload = scene.payload(&seen)?;
                    let read = read_invocation(&payload, Mode::Strict).map_err(|error| {
                        let wanted = "the rendering of an invocation";
                        scene.failed(Code::Unparsable, "payload", wanted, error.message)
                    })?;
                    let method = text_of(&read.value.attributes, "method").unwrap_or_default();
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

fn listing() -> Vec<Scenario> {
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

/// The categories of a request to the query interface.
fn described(
    scene: &Scene<'_>,
    seen: &Seen,
) -> Result<Vec<occi_rendering::CategoryDescription>, Stop> {
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

fn tagging() -> Vec<Scenario> {
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
