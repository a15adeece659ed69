//! Faults of servers that lack something altogether.

use occi_rendering::HEADER_FIELD_LIMIT;
use serde_json::json;

use super::{
    fault::{
        Fault,
        Work::{Answer, Instead, Request},
    },
    message::Given,
};

const USER_DATA: &str = "http://schemas.ogf.org/occi/infrastructure/compute#user_data";

pub(super) const FAULTS: &[Fault] = &[
    Fault::new(
        "updates-answer-nothing",
        Answer(|asked, given| {
            if asked.is_update() && given.is_success() {
                given.set_body("");
            }
        }),
    ),
    Fault::new(
        "updates-answer-without-title",
        Answer(|asked, given| {
            if asked.is_update() {
                given.entities(|entity| {
                    entity.remove("title");
                });
            }
        }),
    ),
    Fault::new(
        "links-of-updates-ignored",
        Request(|asked| {
            if asked.is("POST") && asked.is_update() {
                asked.drop_field("Link");
            }
        }),
    ),
    Fault::new(
        "ends-found-by-path-only",
        Answer(|asked, given| {
            let filter = asked.header("X-OCCI-Attribute").unwrap_or_default();
            let by_other = ["source", "target"].iter().any(|end| {
                filter.contains(&format!("occi.core.{end}=\""))
                    && !filter.contains(&format!("occi.core.{end}=\"/"))
            });
            if asked.is("GET") && by_other && given.is_success() {
                given.set_body("");
            }
        }),
    ),
    Fault::new(
        "actions-not-there",
        Instead(|asked| asked.is_action().then(|| Given::plain(404, "no action"))),
    ),
    Fault::new(
        "listings-in-text-are-empty",
        Answer(|asked, given| {
            if asked.is("GET") && asked.is_collection() && !given.is_json() {
                given.set_body("");
                given.drop_header("x-occi-location");
            }
        }),
    ),
    Fault::new(
        "nothing-there-is-200",
        Answer(|asked, given| {
            if asked.is("GET") && given.response.status == 404 {
                *given = Given::plain(200, "");
            }
        }),
    ),
    Fault::new(
        "foreign-targets-fail",
        Answer(|asked, given| {
            if asked.is("POST") && asked.body().contains("other.invalid") {
                given.response.status = 500;
            }
        }),
    ),
    Fault::new(
        "future-versions-served",
        Request(|asked| {
            let told = asked.header("User-Agent").unwrap_or_default();
            if told.contains("OCCI/9") {
                asked.set_header("User-Agent", "client OCCI/1.2");
            }
        }),
    ),
    Fault::new(
        "only-the-newest-version-served",
        Instead(|asked| {
            let told = asked.header("User-Agent").unwrap_or_default();
            (!told.contains("OCCI/1.2")).then(|| Given::plain(501, "OCCI/1.2 only"))
        }),
    ),
    Fault::new(
        "json-actions-elsewhere",
        Answer(|asked, given| {
            if asked.is_query_interface() {
                given.json(|json| {
                    if let Some(object) = json.as_object_mut() {
                        object.remove("actions");
                    }
                });
            }
        }),
    ),
    Fault::new(
        "method-not-allowed-without-allow",
        Answer(|_, given| {
            if given.response.status == 405 {
                given.drop_header("allow");
            }
        }),
    ),
    Fault::new(
        "created-without-location",
        Answer(|_, given| {
            if given.response.status == 201 {
                given.drop_header("location");
            }
        }),
    ),
    Fault::new(
        "created-is-a-bare-200",
        Answer(|_, given| {
            if given.response.status == 201 {
                given.drop_header("location");
                given.response.status = 200;
                given.set_body("OK");
                given.set_header("content-type", "text/plain");
            }
        }),
    ),
    Fault::new(
        "fields-without-end",
        Answer(|_, given| {
            let long = "x".repeat(HEADER_FIELD_LIMIT + 1);
            given.set_header("x-trace", &long);
        }),
    ),
    Fault::new(
        "mixins-that-nobody-offers",
        Answer(|asked, given| {
            if asked.is_query_interface() {
                given.lines(|line| !line.contains("user_data;"));
                given.categories("mixins", |mixin| {
                    if mixin.get("term").is_some_and(|term| term == "user_data") {
                        mixin.insert("term".to_owned(), json!("other_data"));
                    }
                });
            }
            given.entities(|entity| {
                if entity
                    .get("kind")
                    .and_then(|kind| kind.as_str())
                    .is_some_and(|kind| kind.ends_with("#compute"))
                {
                    entity.insert("mixins".to_owned(), json!([USER_DATA]));
                }
            });
        }),
    ),
    Fault::new(
        "two-kinds-shown",
        Answer(|asked, given| {
            if asked.is_entity() && given.media() == "text/plain" && given.is_success() {
                let other = "Category: network; \
                             scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; \
                             class=\"kind\"\r\n";
                let body = given.body();
                if body.starts_with("Category: compute;") {
                    given.set_body(format!("{other}{body}"));
                }
            }
        }),
    ),
    Fault::new(
        "uri-lists-with-blanks",
        Answer(|_, given| {
            if given.media() == "text/uri-list" {
                let body = given.body().replace("\r\n", " \r\nnot a url\r\n");
                given.set_body(body);
            }
        }),
    ),
];
