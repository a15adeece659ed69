//! Faults of servers that answer wrongly: statuses, header fields, listings, entities in JSON.

use serde_json::{Value as Json, json};

use super::{
    fault::{Fault, Work::Answer},
    wording::with_value,
};

pub(super) const FAULTS: &[Fault] = &[
    // -- statuses and headers -----------------------------------------------------------------
    Fault::new(
        "created-is-200",
        Answer(|_, given| {
            if given.response.status == 201 {
                given.response.status = 200;
            }
        }),
    ),
    Fault::new(
        "deleted-is-204",
        Answer(|asked, given| {
            if asked.is("DELETE") && given.response.status == 200 {
                given.response.status = 204;
            }
        }),
    ),
    Fault::new(
        "not-found-is-403",
        Answer(|_, given| {
            if given.response.status == 404 {
                given.response.status = 403;
            }
        }),
    ),
    Fault::new(
        "not-acceptable-is-400",
        Answer(|_, given| {
            if given.response.status == 406 {
                given.response.status = 400;
            }
        }),
    ),
    Fault::new(
        "not-acceptable-is-served",
        Answer(|asked, given| {
            if given.response.status == 406 && asked.is("GET") {
                *given = super::message::Given::plain(200, "OK");
            }
        }),
    ),
    Fault::new(
        "method-not-allowed-is-200",
        Answer(|_, given| {
            if given.response.status == 405 {
                given.response.status = 200;
            }
        }),
    ),
    Fault::new(
        "refusals-are-500",
        Answer(|_, given| {
            if given.response.status == 400 {
                given.response.status = 500;
            }
        }),
    ),
    Fault::new(
        "creation-refusals-are-200",
        Answer(|asked, given| {
            if asked.is_creation() && (400..500).contains(&given.response.status) {
                given.response.status = 200;
            }
        }),
    ),
    Fault::new(
        "update-refusals-are-200",
        Answer(|asked, given| {
            if asked.is_update() && (400..500).contains(&given.response.status) {
                given.response.status = 200;
            }
        }),
    ),
    Fault::new(
        "action-refusals-are-200",
        Answer(|asked, given| {
            if asked.is_action() && (400..500).contains(&given.response.status) {
                given.response.status = 200;
            }
        }),
    ),
    Fault::new(
        "query-refusals-are-200",
        Answer(|asked, given| {
            if asked.is_query_interface() && (400..500).contains(&given.response.status) {
                given.response.status = 200;
            }
        }),
    ),
    Fault::new(
        "filter-refusals-are-200",
        Answer(|asked, given| {
            if asked.is_collection() && asked.is("GET") && given.response.status >= 400 {
                *given = super::message::Given::plain(200, "");
            }
        }),
    ),
    Fault::new(
        "membership-refusals-are-200",
        Answer(|asked, given| {
            if asked.names_members() && given.response.status >= 400 {
                *given = super::message::Given::plain(200, "OK");
            }
        }),
    ),
    Fault::new(
        "uri-list-of-anything",
        Answer(|asked, given| {
            if asked.header("Accept").is_some_and(|a| a == "text/uri-list")
                && given.response.status == 400
                && asked.is("GET")
            {
                *given = super::message::Given::plain(200, "/x\r\n");
                given.set_header("content-type", "text/uri-list");
            }
        }),
    ),
    Fault::new(
        "relative-location",
        Answer(|_, given| {
            if let Some(location) = given.response.header("location").map(str::to_owned) {
                let path = location.splitn(4, '/').nth(3).unwrap_or_default();
                given.set_header("location", &format!("/{path}"));
            }
        }),
    ),
    Fault::new(
        "location-of-the-collection",
        Answer(|_, given| {
            if let Some(location) = given.response.header("location").map(str::to_owned) {
                let folder = location.rsplit_once('/').map_or("", |(folder, _)| folder);
                given.set_header("location", &format!("{folder}/"));
            }
        }),
    ),
    Fault::new("no-server", Answer(|_, given| given.drop_header("server"))),
    Fault::new(
        "server-of-1-0",
        Answer(|_, given| given.set_header("server", "faulty OCCI/1.0")),
    ),
    Fault::new(
        "no-types-named",
        Answer(|_, given| given.drop_header("accept")),
    ),
    Fault::new(
        "json-as-another-type",
        Answer(|_, given| {
            if given.is_json() {
                given.set_header("content-type", "application/json");
            }
        }),
    ),
    Fault::new(
        "no-content-type",
        Answer(|asked, given| {
            if asked.is_entity() {
                given.drop_header("content-type");
            }
        }),
    ),
    Fault::new(
        "allow-names-everything",
        Answer(|_, given| {
            if given.response.status == 405 {
                given.set_header("allow", "GET, POST, PUT, DELETE, PATCH");
            }
        }),
    ),
    Fault::new(
        "errors-tell-internals",
        Answer(|_, given| {
            if given.response.status >= 400 {
                given.set_body("thread 'main' panicked at src/server/handler.rs:42:7");
                given.set_header("content-type", "text/plain");
            }
        }),
    ),
    Fault::new(
        "well-known-path-missing",
        Answer(|asked, given| {
            if asked.path().starts_with("/.well-known") {
                given.response.status = 404;
            }
        }),
    ),
    Fault::new(
        "well-known-path-stale",
        Answer(|asked, given| {
            if asked.path().starts_with("/.well-known") {
                given.lines(|line| !line.contains("compute"));
            }
        }),
    ),
    Fault::new(
        "root-not-served",
        Answer(|asked, given| {
            if asked.path() == "/" {
                given.response.status = 404;
            }
        }),
    ),
    Fault::new(
        "root-lists-nothing",
        Answer(|asked, given| {
            if asked.path() == "/" {
                given.set_body("");
            }
        }),
    ),
    Fault::new(
        "membership-answers-nothing",
        Answer(|asked, given| {
            if asked.names_members() && given.is_success() {
                given.set_body("OK");
            }
        }),
    ),
    // -- listings ---------------------------------------------------------------------------------
    Fault::new(
        "listing-lacks-last",
        Answer(|asked, given| {
            if asked.is("GET") && asked.is_collection() {
                let lines: Vec<String> = given.body().lines().map(str::to_owned).collect();
                let last = lines.last().cloned().unwrap_or_default();
                given.lines(|line| line.trim_end() != last);
                given.json(|json| {
                    for key in ["resources", "links"] {
                        if let Some(Json::Array(all)) = json.get_mut(key) {
                            all.pop();
                        }
                    }
                });
            }
        }),
    ),
    Fault::new(
        "listing-shows-a-stranger",
        Answer(|asked, given| {
            if asked.is("GET") && asked.is_collection() && given.media() == "text/uri-list" {
                let body = format!("{}http://localhost/stranger/1\r\n", given.body());
                given.set_body(body);
            }
        }),
    ),
    Fault::new(
        "listing-in-text-has-categories",
        Answer(|asked, given| {
            if asked.is("GET") && asked.is_collection() && given.media() == "text/plain" {
                let body = format!(
                    "Category: x; scheme=\"http://a/#\"; class=\"kind\"\r\n{}",
                    given.body()
                );
                given.set_body(body);
            }
        }),
    ),
    Fault::new(
        "uri-list-with-commas",
        Answer(|_, given| {
            if given.media() == "text/uri-list" {
                let body = given.body().lines().collect::<Vec<_>>().join(", ");
                given.set_body(body);
            }
        }),
    ),
    Fault::new(
        "empty-collection-is-404",
        Answer(|asked, given| {
            if asked.is("GET")
                && asked.is_collection()
                && given.body().trim().is_empty()
                && given.media() == "text/uri-list"
            {
                given.response.status = 404;
            }
        }),
    ),
    Fault::new(
        "empty-collection-is-null",
        Answer(|_, given| {
            given.json(|json| {
                for key in ["resources", "links"] {
                    if json
                        .get(key)
                        .and_then(Json::as_array)
                        .is_some_and(Vec::is_empty)
                    {
                        *json = Json::Null;
                        return;
                    }
                }
            });
        }),
    ),
    Fault::new(
        "collection-is-an-array",
        Answer(|asked, given| {
            if asked.is("GET") && asked.is_collection() {
                given.json(|json| {
                    if let Some(all) = json.get_mut("resources").or(None) {
                        *json = all.take();
                    }
                });
            }
        }),
    ),
    Fault::new(
        "one-member-without-array",
        Answer(|asked, given| {
            if asked.is("GET") && asked.is_collection() {
                given.json(|json| {
                    for key in ["resources", "links"] {
                        if let Some(Json::Array(all)) = json.get_mut(key)
                            && all.len() == 1
                        {
                            let one = all.remove(0);
                            json[key] = one;
                        }
                    }
                });
            }
        }),
    ),
    // -- entities in JSON -------------------------------------------------------------------------
    Fault::new(
        "ids-are-shared",
        Answer(|_, given| {
            given.entities(|entity| {
                entity.insert(
                    "id".to_owned(),
                    json!("urn:uuid:00000000-0000-4000-8000-000000000000"),
                );
            });
            given.text(|text| {
                with_value(
                    text,
                    "occi.core.id=\"",
                    "urn:uuid:00000000-0000-4000-8000-000000000000",
                )
            });
        }),
    ),
    Fault::new(
        "json-without-id",
        Answer(|_, given| {
            given.entities(|entity| {
                entity.remove("id");
            });
        }),
    ),
    Fault::new(
        "json-mixins-as-text",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Array(all)) = entity.get("mixins")
                    && let Some(first) = all.first().cloned()
                {
                    entity.insert("mixins".to_owned(), first);
                }
            });
        }),
    ),
    Fault::new(
        "json-hides-mixins",
        Answer(|_, given| {
            given.entities(|entity| {
                entity.remove("mixins");
            });
        }),
    ),
    Fault::new(
        "json-hides-actions",
        Answer(|_, given| {
            given.entities(|entity| {
                entity.remove("actions");
            });
        }),
    ),
    Fault::new(
        "json-title-as-attribute",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(title) = entity.remove("title")
                    && let Some(Json::Object(values)) = entity.get_mut("attributes")
                {
                    values.insert("occi.core.title".to_owned(), title);
                }
            });
        }),
    ),
    Fault::new(
        "json-null-values",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Object(values)) = entity.get_mut("attributes") {
                    values.insert("occi.core.summary".to_owned(), Json::Null);
                }
            });
        }),
    ),
    Fault::new(
        "json-nested-names",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Object(values)) = entity.get_mut("attributes")
                    && !values.is_empty()
                {
                    let all = std::mem::take(values);
                    values.insert("occi".to_owned(), Json::Object(all));
                }
            });
        }),
    ),
    Fault::new(
        "json-ends-as-text",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(target) = entity
                    .get("target")
                    .and_then(|t| t.get("location"))
                    .cloned()
                {
                    entity.insert("target".to_owned(), target);
                }
            });
        }),
    ),
    Fault::new(
        "json-target-without-kind",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Object(target)) = entity.get_mut("target") {
                    target.remove("kind");
                }
            });
        }),
    ),
    Fault::new(
        "json-hides-links",
        Answer(|_, given| {
            given.entities(|entity| {
                entity.remove("links");
            });
        }),
    ),
    Fault::new(
        "links-without-target",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Array(links)) = entity.get_mut("links") {
                    for link in links.iter_mut().filter_map(Json::as_object_mut) {
                        link.remove("target");
                    }
                }
            });
        }),
    ),
    Fault::new(
        "names-change-case",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Object(values)) = entity.get_mut("attributes") {
                    let all = std::mem::take(values);
                    values.extend(
                        all.into_iter()
                            .map(|(name, value)| (name.to_ascii_uppercase(), value)),
                    );
                }
            });
        }),
    ),
    Fault::new(
        "long-texts-cut-off",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::String(text)) = entity.get_mut("summary") {
                    *text = text.chars().take(64).collect();
                }
            });
        }),
    ),
    Fault::new(
        "letters-beyond-ascii-lost",
        Answer(|_, given| {
            let plain: String = given
                .body()
                .chars()
                .map(|c| if c.is_ascii() { c } else { '?' })
                .collect();
            given.set_body(plain);
        }),
    ),
    Fault::new(
        "numbers-rounded",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Object(values)) = entity.get_mut("attributes") {
                    for value in values.values_mut() {
                        if let Some(number) = value.as_f64().filter(|n| n.fract() != 0.0) {
                            *value = json!(number.round());
                        }
                    }
                }
            });
        }),
    ),
];
