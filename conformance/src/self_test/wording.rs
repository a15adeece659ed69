//! Faults of servers that write wrongly: text, and the query interface.

use serde_json::{Value as Json, json};

use super::{
    fault::{Fault, Work::Answer},
    message::begins_with,
};

pub(super) const FAULTS: &[Fault] = &[
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
            given.lines(|line| !begins_with(line, "Link") || line.contains("?action="));
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
        Answer(|_, given| {
            for (name, value) in &mut given.response.headers {
                if name.eq_ignore_ascii_case("x-occi-attribute") {
                    value.truncate(8_000);
                }
            }
        }),
    ),
    Fault::new(
        "mixins-for-kinds",
        Answer(|_, given| {
            given.entities(|entity| {
                if entity.contains_key("kind") {
                    entity["kind"] = json!("http://schemas.ogf.org/occi/infrastructure#os_tpl");
                }
            });
        }),
    ),
    Fault::new(
        "links-do-not-follow",
        Answer(|_, given| {
            for name in ["networkinterface", "storagelink"] {
                let state = format!("occi.{name}.state");
                given.text(|text| {
                    text.replace(
                        &format!("{state}=\"active\""),
                        &format!("{state}=\"inactive\""),
                    )
                });
                given.entities(|entity| {
                    let shown = entity
                        .get_mut("attributes")
                        .and_then(|attributes| attributes.get_mut(&state));
                    if let Some(shown) = shown.filter(|shown| **shown == "active") {
                        *shown = json!("inactive");
                    }
                });
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
            });
        }),
    ),
    Fault::new(
        "parents-as-arrays",
        Answer(|_, given| {
            given.categories("kinds", |kind| {
                if let Some(parent) = kind.remove("parent") {
                    kind.insert("parent".to_owned(), json!([parent]));
                }
            });
        }),
    ),
    Fault::new(
        "actions-with-locations",
        Answer(|_, given| {
            given.categories("actions", |action| {
                action.insert("location".to_owned(), json!("/actions/"));
            });
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
            });
        }),
    ),
    Fault::new(
        "flags-as-text",
        Answer(|_, given| {
            given.categories("kinds", |kind| {
                for description in descriptions(kind) {
                    description["mutable"] = json!("true");
                }
            });
        }),
    ),
    Fault::new(
        "locations-shared",
        Answer(|_, given| {
            given.categories("kinds", |kind| {
                if kind.contains_key("location") {
                    kind.insert("location".to_owned(), json!("/all/"));
                }
            });
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
pub(super) fn with_value(text: &str, mark: &str, value: &str) -> String {
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
