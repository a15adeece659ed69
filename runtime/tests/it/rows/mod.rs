//! The requirements row by row: what no test of a single subject names.
//!
//! Text is taken apart here by a small reader of its own, so that a fault that the readers and
//! writers of the renderings share does not hide.

mod claims;
mod extensions;

mod json;
mod protocol;
mod templates;
mod text;

use occi::server::Service;
use serde_json::{Value, json};

use crate::support::*;

/// A compute with a title, tagged, connected to a network by an interface with a MAC address.
pub(super) struct Connected {
    pub(super) service: Service,
    pub(super) compute: String,
    pub(super) network: String,
    pub(super) interface: String,
}

pub(super) const TAG: &str = "http://tags.example.org/alice#blue";
pub(super) const MAC: &str = "02:00:5e:10:00:01";

pub(super) async fn connected() -> Connected {
    let service = service();
    let tag = "Category: blue; scheme=\"http://tags.example.org/alice#\"; class=\"mixin\"; location=\"/tags/blue/\"";
    service.post("/-/").plain(tag).send().await.expect(200);
    let network = network(&service).await;
    let body = json!({
        "kind": kind("compute"),
        "mixins": [TAG],
        "title": "one",
        "summary": "of many",
        "attributes": { "occi.compute.cores": 2, "occi.compute.memory": 4.0 },
    });
    let made = service.post("/compute/").json(&body).send().await;
    let compute = made.expect(201).location();
    let ends = json!({
        "occi.core.source": compute,
        "occi.core.target": network,
        "occi.networkinterface.mac": MAC,
    });
    let path = "/link/networkinterface/";
    let interface = create(&service, path, "networkinterface", ends).await;
    Connected {
        service,
        compute,
        network,
        interface,
    }
}

/// The fields of a body in text: name and value.
pub(super) fn fields(reply: &Reply) -> Vec<(String, String)> {
    let text = reply.text();
    text.split_terminator("\r\n")
        .map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// The values of a field, in order.
pub(super) fn values(fields: &[(String, String)], name: &str) -> Vec<String> {
    fields
        .iter()
        .filter(|(other, _)| other == name)
        .map(|(_, value)| value.clone())
        .collect()
}

/// Splits at a separator outside of quoted strings.
pub(super) fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for letter in text.chars() {
        if letter == separator && !quoted {
            parts.push(String::new());
            continue;
        }
        if escaped {
            escaped = false;
        } else if letter == '\\' && quoted {
            escaped = true;
        } else if letter == '"' {
            quoted = !quoted;
        }
        parts.last_mut().unwrap().push(letter);
    }
    assert!(!quoted, "a quote is open: {text}");
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// The head of a value and its parameters, as they are written.
pub(super) fn parameters(value: &str) -> (String, Vec<(String, String)>) {
    let mut parts = split(value, ';').into_iter();
    let head = parts.next().unwrap();
    let rest = parts.map(|part| {
        let (name, value) = part.split_once('=').unwrap();
        (name.to_owned(), value.to_owned())
    });
    (head, rest.collect())
}

/// The inside of a quoted string.
pub(super) fn quoted(text: &str) -> &str {
    text.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or_else(|| panic!("not quoted: {text}"))
}

/// A parameter of those that [`parameters`] gives.
pub(super) fn parameter<'p>(parameters: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let found = parameters.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value.as_str())
}

/// The values of the attribute fields, as they are written.
pub(super) fn attributes(fields: &[(String, String)]) -> Vec<(String, String)> {
    values(fields, "X-OCCI-Attribute")
        .iter()
        .map(|value| {
            let (name, value) = value.split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// A request body of an extension of the standard.
pub(super) fn body(kind: &str, mixins: &[&str], attributes: Value) -> Value {
    let schemas = |name: &str| format!("http://schemas.ogf.org/occi/{name}");
    let mixins: Vec<String> = mixins.iter().map(|mixin| schemas(mixin)).collect();
    json!({ "kind": schemas(kind), "mixins": mixins, "attributes": attributes })
}

pub(super) async fn made(service: &Service, path: &str, body: Value) -> String {
    let reply = service.post(path).json(&body).send().await;
    reply.expect(201).location()
}

/// The identifiers that the query interface lists under a key of its JSON form.
pub(super) async fn offered(service: &Service, key: &str) -> Vec<String> {
    let all = read(service, "/-/").await;
    let of_key = all[key].as_array().unwrap();
    let id = |one: &Value| {
        let part = |name: &str| one[name].as_str().unwrap().to_owned();
        part("scheme") + &part("term")
    };
    of_key.iter().map(id).collect()
}
