//! Proof that an entity is one that the run made: its marker, as the entity itself shows it.
//!
//! Read by hand rather than by a reader of a rendering: the answer of a server whose rendering is
//! faulty still tells whose the entity is, and a marker that stands in a link of a foreign entity
//! is none of its own.

use super::{Request, Response};

const NAMES: [&str; 2] = ["occi.core.title", "occi.core.summary"];

/// The marker that a creation request carries: `oct-<run>-` and the number behind it.
pub(super) fn marker_in(request: &Request, prefix: &str) -> Option<String> {
    let headers = request.headers.iter().map(|(_, value)| value.as_slice());
    headers.chain([&*request.body]).find_map(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let (_, rest) = text.split_once(prefix)?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then(|| format!("{prefix}{digits}"))
    })
}

/// Whether the title or the summary of the entity shown meets a condition.
pub(super) fn shows(response: &Response, holds: impl Fn(&str) -> bool) -> bool {
    if !response.is_success() {
        return false;
    }
    if let Ok(serde_json::Value::Object(entity)) = serde_json::from_slice(&response.body) {
        let of = |name: &str| entity.get(name).and_then(serde_json::Value::as_str);
        return of("title").is_some_and(&holds) || of("summary").is_some_and(&holds);
    }
    let body = String::from_utf8_lossy(&response.body).into_owned();
    let in_body = body.lines().filter_map(|line| {
        let (field, value) = line.split_once(':')?;
        is_attribute(field).then(|| value.to_owned())
    });
    let in_headers = response
        .headers
        .iter()
        .filter(|(name, _)| is_attribute(name))
        .map(|(_, value)| String::from_utf8_lossy(value).into_owned());
    in_body.chain(in_headers).any(|value| {
        NAMES.iter().any(|name| {
            value
                .split_once(&format!("{name}=\""))
                .and_then(|(_, rest)| rest.split_once('"'))
                .is_some_and(|(text, _)| holds(text))
        })
    })
}

fn is_attribute(field: &str) -> bool {
    field.trim().eq_ignore_ascii_case("x-occi-attribute")
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn answer(body: &str) -> Response {
        Response {
            status: 200,
            body: Bytes::from(body.to_owned()),
            ..Response::default()
        }
    }

    #[test]
    fn the_title_proves_and_the_title_of_a_link_does_not() {
        let mine = |text: &str| text == "oct-0a1b2c3d-7";
        for (body, proves) in [
            (
                "X-OCCI-Attribute: occi.core.title=\"oct-0a1b2c3d-7\"\r\n",
                true,
            ),
            (
                "x-occi-attribute: a.b=1, occi.core.summary=\"oct-0a1b2c3d-7\"",
                true,
            ),
            (
                "X-OCCI-Attribute: occi.core.title=\"oct-0a1b2c3d-77\"",
                false,
            ),
            (
                "Link: </x>; rel=\"y\"; occi.core.title=\"oct-0a1b2c3d-7\"",
                false,
            ),
            ("{\"title\": \"oct-0a1b2c3d-7\"}", true),
            ("{\"links\": [{\"title\": \"oct-0a1b2c3d-7\"}]}", false),
            ("oct-0a1b2c3d-7", false),
        ] {
            assert_eq!(shows(&answer(body), mine), proves, "{body}");
        }
    }

    #[test]
    fn a_request_tells_its_marker() {
        let mut request = Request::new("POST", "/compute/");
        request.body = Bytes::from_static(b"{\"title\": \"oct-0a1b2c3d-12\"}");
        assert_eq!(
            marker_in(&request, "oct-0a1b2c3d-").as_deref(),
            Some("oct-0a1b2c3d-12")
        );
        assert_eq!(marker_in(&request, "oct-ffffffff-"), None);
    }
}
