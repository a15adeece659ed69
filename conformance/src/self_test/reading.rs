//! Faults of servers that read requests too narrowly or not at all.

use serde_json::Value as Json;

use super::{
    fault::{
        Fault,
        Work::{Answer, Instead, Request},
    },
    message::{Asked, Given, begins_with},
};

pub(super) const FAULTS: &[Fault] = &[
    Fault::new(
        "odd-requests-crash",
        Instead(|asked| is_odd(asked).then(|| Given::plain(500, "stopped"))),
    ),
    Fault::new(
        "title-is-a-field",
        Answer(|asked, given| {
            if asked.body().contains("X-Injected: yes") {
                given.set_header("X-Injected", "yes");
            }
        }),
    ),
    Fault::new(
        "filter-ignored",
        Request(|asked| {
            if asked.is("GET") && asked.is_collection() {
                asked.drop_header("Category");
                asked.drop_header("X-OCCI-Attribute");
            }
        }),
    ),
    Fault::new(
        "category-filter-ignored",
        Request(|asked| {
            if asked.is("GET") && asked.is_collection() {
                asked.drop_header("Category");
            }
        }),
    ),
    Fault::new(
        "query-filter-ignored",
        Request(|asked| {
            if asked.is_query_interface() && asked.is("GET") {
                asked.drop_header("Category");
            }
        }),
    ),
    Fault::new(
        "query-filter-takes-first-only",
        Request(|asked| {
            if asked.is_query_interface()
                && asked.is("GET")
                && let Some(all) = asked.header("Category")
            {
                let first = all.split(',').next().unwrap_or_default().to_owned();
                asked.set_header("Category", &first);
            }
        }),
    ),
    Fault::new(
        "page-ignored",
        Request(|asked| {
            if asked.is("GET") && asked.query().contains("page=") {
                asked.request.target = asked.path().to_owned();
            }
        }),
    ),
    Fault::new(
        "page-always-first",
        Request(|asked| {
            if asked.is("GET") && asked.query().contains("page=") {
                for page in 2..9 {
                    asked.request.target = asked
                        .request
                        .target
                        .replace(&format!("page={page}"), "page=1");
                }
            }
        }),
    ),
    Fault::new(
        "bad-page-served",
        Request(|asked| {
            let bad = |value: &str| value.parse::<u32>().ok().is_none_or(|page| page == 0);
            let is_bad = asked
                .query()
                .split('&')
                .filter_map(|p| p.split_once('='))
                .any(|(name, v)| matches!(name, "page" | "number") && bad(v));
            if is_bad {
                asked.request.target = asked.path().to_owned();
            }
        }),
    ),
    Fault::new(
        "accept-ignored-on-entities",
        Request(|asked| {
            if asked.is_entity() {
                asked.set_header("Accept", "text/plain");
            }
        }),
    ),
    Fault::new(
        "weights-ignored",
        Request(|asked| {
            if let Some(first) = asked
                .header("Accept")
                .and_then(|all| all.split([',', ';']).next().map(str::to_owned))
                && asked.header("Accept").is_some_and(|a| a.contains(','))
            {
                asked.set_header("Accept", &first);
            }
        }),
    ),
    Fault::new(
        "json-by-default",
        Request(|asked| {
            if asked.header("Accept").is_none_or(|accept| accept == "*/*") {
                asked.set_header("Accept", "application/occi+json");
            }
        }),
    ),
    Fault::new(
        "payload-read-by-accept",
        Request(|asked| {
            if let (Some(accept), Some(_)) = (asked.header("Accept"), asked.header("Content-Type"))
                && asked.is_creation()
            {
                asked.set_header("Content-Type", &accept);
            }
        }),
    ),
    Fault::new(
        "content-type-ignored",
        Request(|asked| {
            if asked
                .header("Content-Type")
                .is_some_and(|t| t.starts_with("image/"))
            {
                asked.set_header("Content-Type", "text/plain");
                asked.set_body(String::new());
            }
        }),
    ),
    Fault::new(
        "content-type-parameters-refused",
        Instead(|asked| {
            let odd = asked
                .header("Content-Type")
                .is_some_and(|t| t.contains("charset"));
            odd.then(|| Given::plain(415, "unknown type"))
        }),
    ),
    Fault::new(
        "inline-links-lost",
        Request(|asked| {
            if asked.is_creation() {
                asked.json(|json| {
                    json.as_object_mut().map(|o| o.remove("links"));
                });
                asked.drop_field("Link");
            }
        }),
    ),
    Fault::new(
        "mixins-at-creation-lost",
        Request(|asked| {
            if asked.is_creation() {
                asked.json(|json| {
                    json.as_object_mut().map(|o| o.remove("mixins"));
                });
                if !asked.body().starts_with('{') {
                    let kept = asked
                        .body()
                        .split_inclusive('\n')
                        .filter(|line| !line.contains("class=\"mixin\""))
                        .collect();
                    asked.set_body(kept);
                }
            }
        }),
    ),
    Fault::new(
        "parameters-lost",
        Request(|asked| {
            if asked.is_action() {
                asked.json(|json| {
                    json.as_object_mut().map(|o| o.remove("attributes"));
                });
                asked.drop_field("X-OCCI-Attribute");
            }
        }),
    ),
    Fault::new(
        "action-by-query-only",
        Request(|asked| {
            if asked.is_action() && asked.is_entity() && !asked.body().is_empty() {
                // Whatever the payload names: what the query names is invoked.
                let term = asked
                    .query()
                    .rsplit('=')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                asked.json(|json| {
                    if let Some(Json::String(action)) = json.get_mut("action")
                        && let Some((scheme, _)) = action.split_once('#')
                    {
                        *action = format!("{scheme}#{term}");
                    }
                });
            }
        }),
    ),
    Fault::new(
        "update-ignored",
        Instead(|asked| (asked.is("POST") && asked.is_update()).then(|| Given::plain(200, "OK"))),
    ),
    Fault::new(
        "full-update-ignored",
        Instead(|asked| (asked.is("PUT") && asked.is_update()).then(|| Given::plain(200, "OK"))),
    ),
    Fault::new(
        "deletion-ignored",
        Instead(|asked| {
            // Only for what is deleted a first time by a case, so that the run can clean up in the end.
            (asked.is("DELETE")
                && asked.is_entity()
                && asked.header("Accept").is_some_and(|a| a.contains("json")))
            .then(|| Given::plain(200, "OK"))
        }),
    ),
    Fault::new(
        "collection-deletion-ignored",
        Instead(|asked| {
            (asked.is("DELETE") && asked.is_collection()).then(|| Given::plain(200, "OK"))
        }),
    ),
    Fault::new(
        "part-deletion-takes-all",
        Request(|asked| {
            if asked.is("DELETE")
                && asked.is_collection()
                && asked.path() != "/"
                && !asked.path().starts_with("/oct-")
            {
                asked.set_body(String::new());
                asked.drop_header("Content-Type");
                asked.drop_header("X-OCCI-Location");
            }
        }),
    ),
    Fault::new(
        "association-ignored",
        Instead(|asked| {
            (asked.is("POST") && asked.names_members()).then(|| Given::plain(200, "OK"))
        }),
    ),
    Fault::new(
        "dissociation-ignored",
        Instead(|asked| {
            (asked.is("DELETE") && asked.names_members()).then(|| Given::plain(200, "OK"))
        }),
    ),
    Fault::new(
        "replacement-adds",
        Request(|asked| {
            if asked.is("PUT") && asked.names_members() {
                asked.request.method = "POST";
            }
        }),
    ),
    Fault::new(
        "one-member-only",
        Request(|asked| {
            if asked.names_members()
                && let Some(last) = asked.body().rfind("X-OCCI-Location:").filter(|at| *at > 0)
            {
                let cut = asked.body().get(..last).unwrap_or_default().to_owned();
                asked.set_body(cut);
            }
        }),
    ),
    Fault::new(
        "json-membership-ignored",
        Instead(|asked| {
            (asked.names_members() && asked.body().starts_with('{'))
                .then(|| Given::plain(200, "OK"))
        }),
    ),
    Fault::new(
        "user-mixins-not-kept",
        Instead(|asked| {
            (asked.is_query_interface() && asked.is("POST")).then(|| Given::plain(200, "OK"))
        }),
    ),
    Fault::new(
        "user-mixins-not-removed",
        Instead(|asked| {
            (asked.is_query_interface() && asked.is("DELETE")).then(|| {
                let mut given = Given::plain(200, "");
                given.drop_header("content-type");
                given
            })
        }),
    ),
    Fault::new(
        "json-mixins-not-read",
        Instead(|asked| {
            (asked.is_query_interface() && asked.is("POST") && asked.body().contains('{'))
                .then(|| Given::plain(200, "{}"))
        }),
    ),
    Fault::new(
        "first-attribute-of-a-line-only",
        Request(|asked| {
            let shorten = |value: &str| {
                value.split("\", occi").next().map(|first| {
                    if first.len() < value.len() {
                        format!("{first}\"")
                    } else {
                        first.to_owned()
                    }
                })
            };
            if let Some(short) = asked.header("X-OCCI-Attribute").and_then(|v| shorten(&v))
                && asked.is_creation()
                && asked
                    .header("X-OCCI-Attribute")
                    .is_some_and(|v| v.contains("summary=\"a"))
            {
                asked.set_header("X-OCCI-Attribute", &short);
            }
        }),
    ),
    Fault::new(
        "first-attribute-of-a-body-line-only",
        Request(|asked| {
            if asked.is_creation() && asked.body().contains("\", occi.core.summary") {
                let body = asked.body();
                let cut = body
                    .split("\", occi.core.summary")
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                asked.set_body(format!("{cut}\"\r\n"));
            }
        }),
    ),
    Fault::new(
        "last-header-of-a-name-only",
        Request(|asked| {
            let mut seen = false;
            let mut kept = Vec::new();
            for (name, value) in &asked.request.headers {
                let twice = name.eq_ignore_ascii_case("X-OCCI-Attribute") && seen;
                seen |= name.eq_ignore_ascii_case("X-OCCI-Attribute");
                if !twice {
                    kept.push((name.clone(), value.clone()));
                }
            }
            asked.request.headers = kept;
        }),
    ),
    Fault::new(
        "values-cut-at-commas",
        Request(|asked| {
            let body = asked.body();
            if asked.is_creation() && !body.starts_with('{') {
                asked.set_body(body.replace("a, b; c=d", "a"));
            }
        }),
    ),
    Fault::new(
        "escapes-read-literally",
        Request(|asked| {
            let body = asked.body();
            if asked.is_creation() && !body.starts_with('{') {
                asked.set_body(body.replace("\\\"", "'").replace("\\\\", "/"));
            }
        }),
    ),
    Fault::new(
        "attributes-searched-in-values",
        Request(|asked| {
            let body = asked.body();
            asked.set_body(body.replace("x, occi.core.id=y", "x"));
        }),
    ),
    Fault::new(
        "semicolons-need-blanks",
        habit(|body| body.contains(";scheme")),
    ),
    Fault::new(
        "blanks-not-passed-over",
        habit(|body| body.contains(" ;  scheme")),
    ),
    Fault::new(
        "field-names-by-letter-case",
        habit(|body| body.contains("category: ")),
    ),
    Fault::new(
        "line-feeds-refused",
        habit(|body| {
            body.contains('\n') && !body.contains("\r\n") && body.contains("X-OCCI-Attribute")
        }),
    ),
    Fault::new(
        "final-line-end-needed",
        habit(|body| body.starts_with("Category") && !body.ends_with('\n')),
    ),
    Fault::new(
        "bare-class-refused",
        habit(|body| body.contains("class=kind")),
    ),
    Fault::new(
        "category-must-be-first",
        habit(|body| body.starts_with("X-OCCI-Attribute") && body.contains("Category:")),
    ),
    Fault::new(
        "extra-parameters-refused",
        habit(|body| {
            body.contains("rel=\"") && body.starts_with("Category") && !body.contains("Link:")
        }),
    ),
    Fault::new(
        "absolute-locations-refused",
        habit(|body| body.contains("X-OCCI-Location: http")),
    ),
    Fault::new(
        "relative-locations-refused",
        habit(|body| body.contains("X-OCCI-Location: /")),
    ),
    Fault::new(
        "json-escapes-refused",
        habit(|body| body.contains("\\u00fc")),
    ),
    Fault::new(
        "links-in-text-refused",
        Request(|asked| {
            if asked.is_creation() && asked.body().lines().any(|line| begins_with(line, "Link")) {
                asked.drop_field("Link");
            }
        }),
    ),
];

/// A reader that refuses what a writer may do.
const fn habit(refused: fn(&str) -> bool) -> super::fault::Work {
    super::fault::Work::Habit(refused)
}

/// Whether the request would be read by nobody.
pub(super) fn refuses(asked: &Asked, refused: fn(&str) -> bool) -> Option<Given> {
    let has_body = !asked.request.body.is_empty();
    (has_body && refused(&asked.body())).then(|| Given::plain(400, "cannot be read"))
}

/// Whether it is a request that nobody sends in good faith.
fn is_odd(asked: &Asked) -> bool {
    let request = &asked.request;
    let body = asked.body();
    let types = request
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let lines = body.lines().filter(|line| line.starts_with("Category"));
    let target = request.target.to_ascii_lowercase();
    !["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"].contains(&request.method)
        || std::str::from_utf8(&request.body).is_err()
        || body.contains(['\0', '\u{7f}'])
        || body.len() > 1_000_000
        || ["[[[[[[[[", "1e99999", ": =", "com.aaaaaaaa", "\\r\\nX-"]
            .iter()
            .any(|odd| body.contains(odd))
        || ["/..", "%2f", "%00"].iter().any(|odd| target.contains(odd))
        || types.count() > 1
        || lines.count() > 100
        || request
            .headers
            .iter()
            .any(|(_, value)| value.len() > 20_000)
}
