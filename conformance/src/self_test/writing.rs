//! Faults of servers that answer wrongly.

use serde_json::{Value as Json, json};

use super::{
    fault::{Fault, Work::Answer},
    message::begins_with,
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
            })
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
            })
        }),
    ),
    Fault::new(
        "json-hides-mixins",
        Answer(|_, given| {
            given.entities(|entity| {
                entity.remove("mixins");
            })
        }),
    ),
    Fault::new(
        "json-hides-actions",
        Answer(|_, given| {
            given.entities(|entity| {
                entity.remove("actions");
            })
        }),
    ),
    Fault::new(
        "json-title-as-attribute",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(title) = entity.remove("title") {
                    if let Some(Json::Object(values)) = entity.get_mut("attributes") {
                        values.insert("occi.core.title".to_owned(), title);
                    }
                }
            })
        }),
    ),
    Fault::new(
        "json-null-values",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Object(values)) = entity.get_mut("attributes") {
                    values.insert("occi.core.summary".to_owned(), Json::Null);
                }
            })
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
            })
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
            })
        }),
    ),
    Fault::new(
        "json-target-without-kind",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::Object(target)) = entity.get_mut("target") {
                    target.remove("kind");
                }
            })
        }),
    ),
    Fault::new(
        "json-hides-links",
        Answer(|_, given| {
            given.entities(|entity| {
                entity.remove("links");
            })
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
            })
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
            })
        }),
    ),
    Fault::new(
        "long-texts-cut-off",
        Answer(|_, given| {
            given.entities(|entity| {
                if let Some(Json::String(text)) = entity.get_mut("summary") {
                    *text = text.chars().take(64).collect();
                }
            })
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
            })
        }),
    ),
    // -- text -------------------------------------------------------------------------------------
    Fault::new(
        "decimal-comma",
        Answer(|_, given| given.text(decimal_comma)),
    ),
    Fault::new(
        "strings-not-quoted",
        Answer(|_, given| given.text(|text| without_quotes(text, "occi.core.title=\""))),
    ),
    Fault::new(
        "scheme-not-quoted",
        Answer(|_, given| given.text(|text| without_quotes(text, "scheme=\""))),
    ),
    Fault::new(
        "class-in-capitals",
        Answer(|_, given| given.text(|text| text.replace("class=\"kind\"", "class=\"Kind\""))),
    ),
    Fault::new(
        "line-feeds-only",
        Answer(|_, given| {
            if given.media() == "text/plain" {
                let body = given.body().replace("\r\n", "\n");
                given.set_body(body);
            }
        }),
    ),
    Fault::new(
        "strange-field",
        Answer(|_, given| {
            if given.media() == "text/plain" && given.body().contains("Category:") {
                let body = format!("X-Powered-By: pride\r\n{}", given.body());
                given.set_body(body);
            }
        }),
    ),
    Fault::new(
        "text-hides-id",
        Answer(|_, given| given.lines(|line| !line.contains("occi.core.id="))),
    ),
    Fault::new(
        "text-hides-links",
        Answer(|_, given| {
            given.lines(|line| !begins_with(line, "Link") || line.contains("?action="))
        }),
    ),
    Fault::new(
        "text-hides-actions",
        Answer(|_, given| given.lines(|line| !line.contains("?action="))),
    ),
    Fault::new(
        "action-links-of-another-name",
        Answer(|_, given| given.text(|text| text.replace("?action=", "?action=do-"))),
    ),
    Fault::new(
        "links-without-self",
        Answer(|_, given| given.text(|text| text.replace("; self=", "; me="))),
    ),
    Fault::new(
        "header-without-ok",
        Answer(|_, given| {
            if given.media() == "text/occi" {
                given.set_body("");
            }
        }),
    ),
    Fault::new(
        "header-fields-twice",
        Answer(|_, given| {
            if given.media() == "text/occi"
                && let Some(id) = given.response.header("category").map(str::to_owned)
            {
                given
                    .response
                    .headers
                    .push(("category".to_owned(), id.into_bytes()));
            }
        }),
    ),
    Fault::new(
        "header-cut-off",
        Answer(|asked, given| {
            if given.response.status == 406
                && asked.header("Accept").is_some_and(|a| a == "text/occi")
            {
                *given = super::message::Given::plain(200, "OK");
                given.set_header("content-type", "text/occi");
                given.set_header("x-occi-attribute", "occi.core.summary=\"xxx");
            }
        }),
    ),
    // -- the query interface ----------------------------------------------------------------------
    Fault::new(
        "discovery-hides-actions",
        Answer(|asked, given| {
            if asked.is_query_interface() {
                given.json(|json| {
                    json.as_object_mut()
                        .map(|o| o.insert("actions".to_owned(), json!([])));
                });
                given.lines(|line| !line.contains("class=\"action\""));
            }
        }),
    ),
    Fault::new(
        "discovery-hides-mixins",
        Answer(|asked, given| {
            if asked.is_query_interface() {
                given.json(|json| {
                    json.as_object_mut()
                        .map(|o| o.insert("mixins".to_owned(), json!([])));
                });
                given.lines(|line| !line.contains("class=\"mixin\""));
            }
        }),
    ),
    Fault::new(
        "discovery-has-other-lines",
        Answer(|asked, given| {
            if asked.is_query_interface() && given.media() == "text/plain" {
                let body = format!("{}X-OCCI-Location: /compute/\r\n", given.body());
                given.set_body(body);
            }
        }),
    ),
    Fault::new(
        "titles-not-quoted",
        Answer(|asked, given| {
            if asked.is_query_interface() {
                given.text(|text| without_quotes(text, "title=\""));
            }
        }),
    ),
    Fault::new(
        "flags-of-another-name",
        Answer(|asked, given| {
            if asked.is_query_interface() {
                given.text(|text| {
                    text.replace("{required}", "{mandatory}")
                        .replace("{immutable}", "{fixed}")
                });
            }
        }),
    ),
    Fault::new(
        "kinds-as-object",
        Answer(|_, given| {
            given.json(|json| {
                if json.get("kinds").is_some() {
                    json["kinds"] = json!({});
                }
            })
        }),
    ),
    Fault::new(
        "parents-as-arrays",
        Answer(|_, given| {
            given.categories("kinds", |kind| {
                if let Some(parent) = kind.remove("parent") {
                    kind.insert("parent".to_owned(), json!([parent]));
                }
            })
        }),
    ),
    Fault::new(
        "actions-with-locations",
        Answer(|_, given| {
            given.categories("actions", |action| {
                action.insert("location".to_owned(), json!("/actions/"));
            })
        }),
    ),
    Fault::new(
        "types-of-another-name",
        Answer(|_, given| {
            given.categories("kinds", |kind| {
                for description in descriptions(kind) {
                    if description.get("type").is_some_and(|t| t == "number") {
                        description["type"] = json!("integer");
                    }
                }
            })
        }),
    ),
    Fault::new(
        "flags-as-text",
        Answer(|_, given| {
            given.categories("kinds", |kind| {
                for description in descriptions(kind) {
                    description["mutable"] = json!("true");
                }
            })
        }),
    ),
    Fault::new(
        "locations-shared",
        Answer(|_, given| {
            given.categories("kinds", |kind| {
                if kind.contains_key("location") {
                    kind.insert("location".to_owned(), json!("/all/"));
                }
            })
        }),
    ),
    Fault::new(
        "action-entries-missing",
        Answer(|asked, given| {
            if asked.is_query_interface() {
                given.lines(|line| !line.contains("class=\"action\""));
            }
        }),
    ),
];

fn descriptions(kind: &mut serde_json::Map<String, Json>) -> impl Iterator<Item = &mut Json> {
    kind.get_mut("attributes")
        .and_then(Json::as_object_mut)
        .into_iter()
        .flat_map(|all| all.values_mut())
}

/// Puts a value in place of every one that follows a mark, up to the next quote.
fn with_value(text: &str, mark: &str, value: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(mark) {
        out.push_str(before);
        out.push_str(mark);
        out.push_str(value);
        rest = after
            .find('"')
            .and_then(|at| after.get(at..))
            .unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Takes the quotes off every value that follows a mark, which ends in one.
fn without_quotes(text: &str, mark: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(mark) {
        out.push_str(before);
        out.push_str(mark.trim_end_matches('"'));
        let (value, tail) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(value);
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Writes numbers with a decimal comma.
fn decimal_comma(text: &str) -> String {
    let mut out: Vec<char> = Vec::new();
    let all: Vec<char> = text.chars().collect();
    let mut quoted = false;
    for (at, &c) in all.iter().enumerate() {
        quoted ^= c == '"';
        let digit = |at: Option<usize>| {
            at.and_then(|at| all.get(at))
                .is_some_and(char::is_ascii_digit)
        };
        let between = digit(at.checked_sub(1)) && digit(Some(at + 1));
        out.push(if c == '.' && !quoted && between {
            ','
        } else {
            c
        });
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helpers_do_what_they_say() {
        assert_eq!(decimal_comma("a=1.5; b=\"1.5\""), "a=1,5; b=\"1.5\"");
        assert_eq!(
            without_quotes("x; scheme=\"a\"; b=\"c\"", "scheme=\""),
            "x; scheme=a; b=\"c\""
        );
        assert_eq!(
            with_value("i=\"1\" i=\"2\"", "i=\"", "x"),
            "i=\"x\" i=\"x\""
        );
    }
}
