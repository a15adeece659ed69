//! The lexical rules of the text renderings (GFD.223; GFD.185 for 1.1).

use crate::{
    case::Level::Must,
    engine::passive::{Check, Note, Shape, check},
    transport::Response,
};

pub(super) const CHECKS: &[Check] = &[
    check(
        "text-fields",
        Must,
        &["TXT-007", "TXT-006"],
        "A text body consists of the fields Category, Link, X-OCCI-Attribute and X-OCCI-Location.",
    ),
    check(
        "text-lines",
        Must,
        &["TXT-063"],
        "Lines of a text body end with CR and LF.",
    ),
    check(
        "category-form",
        Must,
        &["TXT-016", "TXT-018", "TXT-019", "TXT-020"],
        "A category begins with its term; scheme is quoted; class is kind, mixin or action.",
    ),
    check(
        "category-parameters",
        Must,
        &["TXT-023", "TXT-024", "HTTP-002"],
        "A category's title and location are quoted, its rel is one identifier.",
    ),
    check(
        "category-attributes",
        Must,
        &["TXT-021", "TXT-022", "TXT-025"],
        "The attributes of a category are names with immutable and required in braces.",
    ),
    check(
        "category-actions",
        Must,
        &["TXT-029", "TXT-030"],
        "The actions of a category are identifiers, each with an entry of its own that has none.",
    ),
    check(
        "only-categories",
        Must,
        &["TXT-033", "TXT-034"],
        "The query interface is a sequence of Category fields, one for each category.",
    ),
    check(
        "only-locations",
        Must,
        &["TXT-035", "TXT-037"],
        "A collection in text is a sequence of X-OCCI-Location fields with URLs.",
    ),
    check(
        "entity-fields",
        Must,
        &["TXT-055", "TXT-062"],
        "An instance in text has a category and shows its id.",
    ),
    check(
        "link-fields",
        Must,
        &[
            "TXT-039", "TXT-040", "TXT-041", "TXT-042", "TXT-043", "TXT-045", "TXT-047",
        ],
        "A Link field names target and rel, and self and category where it is no action.",
    ),
    check(
        "text-values",
        Must,
        &["TXT-048", "TXT-049", "TXT-050", "TXT-051"],
        "A value in text is a quoted string, a number, true or false.",
    ),
    check(
        "header-fields",
        Must,
        &["TXT-004", "TXT-012", "TXT-015"],
        "In text/occi each field stands once in the header, on one line.",
    ),
    check(
        "uri-list",
        Must,
        &["TXT-065"],
        "A URI list has one URL or one comment a line.",
    ),
];

/// Looks at a body in text/plain.
pub(super) fn plain(response: &Response, shape: Shape, note: Note<'_>) {
    let text = String::from_utf8_lossy(&response.body);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    if lines.is_empty() || text.trim() == "OK" {
        return;
    }
    let fields: Vec<(&str, &str)> = lines
        .iter()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name, value.trim()))
        .collect();
    let known =
        |name: &str| ["Category", "Link", "X-OCCI-Attribute", "X-OCCI-Location"].contains(&name);
    let strange = fields.iter().find(|(name, _)| !known(name));
    let violation = if fields.len() < lines.len() {
        lines.iter().find(|line| !line.contains(':')).copied()
    } else {
        strange.map(|(name, _)| *name)
    };
    note("text-fields", violation.map(shorten));
    let bare = text
        .split_inclusive('\n')
        .find(|line| !line.ends_with("\r\n"));
    note("text-lines", bare.map(shorten));
    for (name, value) in &fields {
        field(name, value, note);
    }
    let only = |wanted: &str| {
        let other = fields.iter().find(|(name, _)| *name != wanted);
        other.map(|(name, value)| shorten(&format!("{name}: {value}")))
    };
    match shape {
        Shape::Categories => {
            note("only-categories", only("Category"));
            actions(&fields, note);
        }
        Shape::Listing => note("only-locations", only("X-OCCI-Location")),
        Shape::Entity => entity(&fields, note),
        Shape::Free => {}
    }
}

/// Looks at the header fields of an answer in text/occi.
pub(super) fn header(response: &Response, shape: Shape, note: Note<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    let mut violation = None;
    for (name, value) in &response.headers {
        let name = match name.as_str() {
            "category" => "Category",
            "link" => "Link",
            "x-occi-attribute" => "X-OCCI-Attribute",
            "x-occi-location" => "X-OCCI-Location",
            _ => continue,
        };
        let value = String::from_utf8_lossy(value);
        if seen.contains(&name) {
            violation = Some(format!("{name} stands twice"));
        }
        if value.contains(['\r', '\n']) {
            violation = Some(format!("{name} is folded"));
        }
        seen.push(name);
        for part in split(&value, ',') {
            field(name, part, note);
        }
    }
    note("header-fields", violation);
    if shape == Shape::Entity && !seen.contains(&"Category") {
        note("entity-fields", Some("no Category".to_owned()));
    }
}

/// Looks at a URI list (RFC 2483).
pub(super) fn uri_list(response: &Response, note: Note<'_>) {
    let text = String::from_utf8_lossy(&response.body);
    let bad = text.lines().find(|line| {
        let is_comment = line.starts_with('#');
        let is_url = line.contains("://") || line.starts_with('/');
        !is_comment && (!is_url || line.contains([' ', ',', '"']))
    });
    note("uri-list", bad.map(shorten));
}

fn field(name: &str, value: &str, note: Note<'_>) {
    match name {
        "Category" => {
            for one in split(value, ',') {
                category(one, note);
            }
        }
        "Link" => {
            for one in split(value, ',') {
                note("link-fields", link(one));
            }
        }
        "X-OCCI-Attribute" => {
            for one in split(value, ',') {
                note("text-values", attribute(one));
            }
        }
        "X-OCCI-Location" => {
            let bad = value.contains(['"', '<', ' ']) || value.is_empty();
            note("only-locations", bad.then(|| shorten(value)));
        }
        _ => {}
    }
}

/// The first part of a field, and its parameters as they are written.
type Parts<'t> = (&'t str, Vec<(&'t str, &'t str)>);

fn parts(value: &str) -> Parts<'_> {
    let mut all = split(value, ';').into_iter();
    let first = all.next().unwrap_or_default();
    let parameters = all
        .filter_map(|parameter| parameter.split_once('='))
        .collect();
    (first, parameters)
}

fn find<'t>(parameters: &[(&'t str, &'t str)], name: &str) -> Option<&'t str> {
    parameters
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, value)| *value)
}

fn unquoted(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"')
}

fn category(value: &str, note: Note<'_>) {
    let (term, parameters) = parts(value);
    let quoted = |name: &str| find(&parameters, name).and_then(unquoted);
    let class = find(&parameters, "class").map(|class| class.trim_matches('"'));
    let violation = if !is_term(term) {
        Some("the term")
    } else if quoted("scheme").is_none_or(|scheme| !scheme.ends_with('#')) {
        Some("the scheme")
    } else if !matches!(class, Some("kind" | "mixin" | "action")) {
        Some("the class")
    } else {
        None
    };
    note(
        "category-form",
        violation.map(|what| format!("{what} of {}", shorten(value))),
    );
    let unwell = |name: &str, well: &dyn Fn(&str) -> bool| {
        find(&parameters, name).is_some_and(|value| unquoted(value).is_none_or(|v| !well(v)))
    };
    let violation = if unwell("title", &|_| true) {
        Some("title")
    } else if unwell("location", &|location| {
        !location.is_empty() && !location.contains(' ')
    }) {
        Some("location")
    } else if unwell("rel", &|rel| rel.contains('#') && !rel.contains(' ')) {
        Some("rel")
    } else {
        None
    };
    note(
        "category-parameters",
        violation.map(|what| format!("{what} of {}", shorten(value))),
    );
    if let Some(list) = find(&parameters, "attributes") {
        let bad = match unquoted(list) {
            None => Some(list),
            Some(list) => list
                .split(' ')
                .filter(|name| !name.is_empty())
                .find(|name| !is_described(name)),
        };
        // A blank may stand between the flags of one attribute.
        note("category-attributes", bad.map(shorten));
    }
}

/// Whether an entry of a list of attributes is a name, with or without flags; flags that a blank
/// tears apart are looked at one by one.
fn is_described(entry: &str) -> bool {
    let (name, flags) = entry.split_once('{').unwrap_or((entry, "}"));
    let is_flag = |flag: &str| matches!(flag.trim_end_matches('}'), "immutable" | "required");
    is_name(name) && (flags == "}" || is_flag(flags)) || is_flag(name)
}

fn actions(fields: &[(&str, &str)], note: Note<'_>) {
    let entries: Vec<Parts<'_>> = fields.iter().map(|(_, value)| parts(value)).collect();
    let text = |parameters: &[(&str, &str)], name: &str| {
        find(parameters, name)
            .map(|value| value.trim_matches('"').to_owned())
            .unwrap_or_default()
    };
    let known: Vec<String> = entries
        .iter()
        .filter(|(_, parameters)| text(parameters, "class") == "action")
        .map(|(term, parameters)| format!("{}{term}", text(parameters, "scheme")))
        .collect();
    for (term, parameters) in &entries {
        let is_action = text(parameters, "class") == "action";
        let named = text(parameters, "actions");
        let unknown = named
            .split(' ')
            .find(|id| !id.is_empty() && !known.iter().any(|k| k == id));
        let violation = if is_action && find(parameters, "actions").is_some() {
            Some(format!("the action {term} has actions"))
        } else {
            unknown.map(|id| format!("{term} names {id}, which has no entry"))
        };
        note("category-actions", violation);
    }
}

fn entity(fields: &[(&str, &str)], note: Note<'_>) {
    let has = |name: &str, begins: &str| {
        fields
            .iter()
            .any(|(field, value)| *field == name && value.starts_with(begins))
    };
    let violation = if !has("Category", "") {
        Some("no Category".to_owned())
    } else if !has("X-OCCI-Attribute", "occi.core.id=") {
        Some("no occi.core.id".to_owned())
    } else {
        None
    };
    note("entity-fields", violation);
}

fn link(value: &str) -> Option<String> {
    let (target, parameters) = parts(value);
    let url = target.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
    let quoted = |name: &str| find(&parameters, name).and_then(unquoted);
    let Some(url) = url else {
        return Some(format!("no target in {}", shorten(value)));
    };
    if quoted("rel").is_none_or(|rel| !rel.contains('#')) {
        return Some(format!("no rel in {}", shorten(value)));
    }
    if let Some((_, term)) = url.split_once("?action=") {
        let fits = quoted("rel").is_some_and(|rel| rel.ends_with(&format!("#{term}")));
        return (!fits).then(|| format!("{url} is not its rel"));
    }
    ["self", "category"]
        .into_iter()
        .find(|name| quoted(name).is_none())
        .map(|name| format!("no {name} in {}", shorten(value)))
}

fn attribute(value: &str) -> Option<String> {
    let well = value.split_once('=').is_some_and(|(name, value)| {
        let number =
            value.parse::<f64>().is_ok() && !value.contains(['e', 'E', 'n', 'N', 'i', 'I']);
        let string = unquoted(value).is_some() && value.len() > 1;
        is_name(name) && (number || string || matches!(value, "true" | "false"))
    });
    (!well).then(|| shorten(value))
}

fn is_term(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn is_name(text: &str) -> bool {
    is_term(text) && !text.ends_with('.') && !text.contains("..")
}

fn shorten(text: &str) -> String {
    text.chars().take(120).collect()
}

/// Splits at a separator outside quotes; blanks around the parts are taken off.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if c == separator && !quoted => {
                parts.push(text[start..at].trim());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn violations(body: &str, shape: Shape) -> Vec<&'static str> {
        let response = Response {
            status: 200,
            headers: vec![("content-type".to_owned(), b"text/plain".to_vec())],
            body: Bytes::from(body.to_owned()),
            ..Response::default()
        };
        let mut found = Vec::new();
        plain(&response, shape, &mut |check, violation| {
            if violation.is_some() {
                found.push(check);
            }
        });
        found
    }

    const KIND: &str = "Category: thing; scheme=\"http://a/#\"; class=\"kind\"; title=\"A; b, \\\"c\\\"\"; attributes=\"a.b{required immutable} a.c\"; actions=\"http://a/x#go\"\r\nCategory: go; scheme=\"http://a/x#\"; class=\"action\"\r\n";
    const ENTITY: &str = "Category: thing; scheme=\"http://a/#\"; class=\"kind\"\r\nLink: </x/1>; rel=\"http://a/#thing\"; self=\"/l/1\"; category=\"http://a/#link\"\r\nLink: </t/1?action=go>; rel=\"http://a/x#go\"\r\nX-OCCI-Attribute: occi.core.id=\"1\"\r\nX-OCCI-Attribute: a.b=1.5\r\nX-OCCI-Attribute: a.c=true\r\n";

    #[test]
    fn what_the_grammar_says_passes() {
        assert_eq!(violations(KIND, Shape::Categories), Vec::<&str>::new());
        assert_eq!(violations(ENTITY, Shape::Entity), Vec::<&str>::new());
        let list = "X-OCCI-Location: http://a/1\r\n";
        assert_eq!(violations(list, Shape::Listing), Vec::<&str>::new());
    }

    #[test]
    fn each_rule_is_broken_by_one_change() {
        for (from, to, check) in [
            ("Category: thing", "Category: -thing", "category-form"),
            ("class=\"kind\"", "class=\"type\"", "category-form"),
            (
                "\"http://a/#\"; class=\"kind\"",
                "http://a/#; class=\"kind\"",
                "category-form",
            ),
            (
                "title=\"A; b, \\\"c\\\"\"",
                "title=A",
                "category-parameters",
            ),
            ("{required immutable}", "{wanted}", "category-attributes"),
            (
                "http://a/x#go\"\r\nCat",
                "http://a/x#stop\"\r\nCat",
                "category-actions",
            ),
            ("Category: go", "X-OCCI-Location: go", "only-categories"),
            ("\r\n", "\n", "text-lines"),
            ("Category: go", "Categories: go", "text-fields"),
        ] {
            let broken = KIND.replace(from, to);
            assert!(
                violations(&broken, Shape::Categories).contains(&check),
                "{check}"
            );
        }
        for (from, to, check) in [
            ("occi.core.id", "occi.core.name", "entity-fields"),
            ("rel=\"http://a/#thing\"", "rel=thing", "link-fields"),
            ("self=\"/l/1\"; ", "", "link-fields"),
            ("x#go", "x#stop", "link-fields"),
            ("=1.5", "=1,5", "text-values"),
            ("=true", "=True", "text-values"),
        ] {
            let broken = ENTITY.replace(from, to);
            assert!(
                violations(&broken, Shape::Entity).contains(&check),
                "{check}"
            );
        }
        assert_eq!(
            violations("X-OCCI-Location: \"/a\"\r\n", Shape::Listing),
            ["only-locations"]
        );
    }
}
