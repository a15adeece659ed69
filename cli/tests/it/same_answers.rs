//! The server of a definition and the generated server of the same definition give the same
//! answers: one script is played to both.

use std::{collections::BTreeMap, future};

use regex::Regex;

use crate::support::{Answer, Server, request, root};

const INFRASTRUCTURE: &str = "http://schemas.ogf.org/occi/infrastructure";

/// Plays the script; gives every answer with what is random made equal.
fn play(address: &str) -> Vec<(String, Answer)> {
    let mut session = Session {
        address,
        names: BTreeMap::new(),
        answers: Vec::new(),
    };
    let text = ("content-type", "text/plain");
    let json = ("content-type", "application/occi+json");
    let want_json = ("accept", "application/occi+json");
    let compute = format!("Category: compute; scheme=\"{INFRASTRUCTURE}#\"; class=\"kind\"\r\n");

    for path in ["/-/", "/.well-known/org/ogf/occi/-/"] {
        for accept in [
            "text/plain",
            "text/occi",
            "application/occi+json",
            "text/uri-list",
        ] {
            session.send("GET", path, &[("accept", accept)], "");
        }
    }
    let created = session.send(
        "POST",
        "/compute/",
        &[text],
        &format!("{compute}X-OCCI-Attribute: occi.core.title=\"say \\\"hi\\\", twice\"\r\nX-OCCI-Attribute: occi.compute.cores=2\r\n"),
    );
    let vm = path_of(&created);
    let created = session.send(
        "POST",
        "/network/",
        &[json, want_json],
        &format!("{{\"kind\": \"{INFRASTRUCTURE}#network\", \"mixins\": [\"{INFRASTRUCTURE}/network#ipnetwork\"], \"attributes\": {{\"occi.network.vlan\": 7, \"occi.network.address\": \"192.168.0.1/24\"}}}}"),
    );
    let net = path_of(&created);
    let created = session.send(
        "POST",
        "/link/networkinterface/",
        &[text],
        &format!("Category: networkinterface; scheme=\"{INFRASTRUCTURE}#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.source=\"{vm}\"\r\nX-OCCI-Attribute: occi.core.target=\"{net}\"\r\n"),
    );
    let link = path_of(&created);
    for entity in [&vm, &net, &link] {
        for accept in [
            "text/plain",
            "text/occi",
            "application/occi+json",
            "text/uri-list",
            "image/png",
        ] {
            session.send("GET", entity, &[("accept", accept)], "");
        }
    }
    for collection in [
        "/compute/",
        "/network/",
        "/mixin/ipnetwork/",
        "/",
        "/nowhere/",
    ] {
        for accept in ["text/plain", "text/uri-list", "application/occi+json"] {
            session.send("GET", collection, &[("accept", accept)], "");
        }
    }
    session.send(
        "POST",
        &vm,
        &[text],
        "X-OCCI-Attribute: occi.compute.memory=4.0\r\n",
    );
    session.send(
        "POST",
        &vm,
        &[text],
        "X-OCCI-Attribute: occi.compute.state=\"active\"\r\n",
    );
    session.send(
        "PUT",
        &vm,
        &[text],
        &format!("{compute}X-OCCI-Attribute: occi.compute.cores=4\r\n"),
    );
    let invoke = |owner: &str, term: &str| {
        format!(
            "Category: {term}; scheme=\"{INFRASTRUCTURE}/{owner}/action#\"; class=\"action\"\r\n"
        )
    };
    for term in [
        "stop", "start", "start", "suspend", "start", "stop", "explode",
    ] {
        session.send(
            "POST",
            &format!("{vm}?action={term}"),
            &[text],
            &invoke("compute", term),
        );
    }
    session.send(
        "POST",
        "/network/?action=up",
        &[text],
        &invoke("network", "up"),
    );
    session.send(
        "POST",
        "/-/",
        &[text],
        "Category: blue; scheme=\"http://tags.example.org/alice#\"; class=\"mixin\"; location=\"/blue/\"\r\n",
    );
    session.send(
        "POST",
        "/blue/",
        &[text],
        &format!("X-OCCI-Location: {vm}\r\n"),
    );
    session.send("GET", "/blue/", &[], "");
    // Requests that are refused, each for its own reason.
    session.send("POST", "/compute/", &[text], "Category: storage\r\n");
    session.send(
        "POST",
        "/compute/",
        &[text],
        &format!("{compute}X-OCCI-Attribute: occi.compute.cores=0\r\n"),
    );
    session.send(
        "POST",
        "/compute/",
        &[text],
        &format!("{compute}X-OCCI-Attribute: com.example.unknown=0\r\n"),
    );
    session.send(
        "POST",
        "/storage/",
        &[json],
        &format!("{{\"kind\": \"{INFRASTRUCTURE}#storage\"}}"),
    );
    session.send("POST", "/storage/", &[json], "{\"kind\": ");
    session.send("POST", "/compute/", &[("content-type", "image/png")], "x");
    session.send("PATCH", &vm, &[text], "");
    session.send("GET", "/-/", &[("user-agent", "probe OCCI/9.9")], "");
    session.send("DELETE", &net, &[], "");
    session.send("GET", &link, &[], "");
    session.send("DELETE", &vm, &[], "");
    session.send("DELETE", &vm, &[], "");
    session.answers
}

struct Session<'a> {
    address: &'a str,
    /// Random parts in the order in which they were first seen.
    names: BTreeMap<String, usize>,
    answers: Vec<(String, Answer)>,
}

impl Session<'_> {
    fn send(&mut self, method: &str, target: &str, fields: &[(&str, &str)], body: &str) -> Answer {
        let answer = request(self.address, method, target, fields, body);
        let what = self.mask(&format!("{method} {target} {fields:?}"));
        let mut masked = answer.clone();
        masked.body = self.mask(&answer.body);
        masked.fields = answer
            .fields
            .iter()
            .filter(|(name, _)| name != "date")
            .map(|(name, value)| {
                // Each server gives its own name before the versions that both claim.
                let value = match name.as_str() {
                    "server" => value.split_once(' ').unwrap().1,
                    // A tag is a digest of the instance, random id included.
                    "etag" => "one",
                    _ => value,
                };
                (name.clone(), self.mask(value))
            })
            .collect();
        self.answers.push((what, masked));
        answer
    }

    /// Writes `#n` for the n-th random id or address.
    fn mask(&mut self, text: &str) -> String {
        let random = Regex::new(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{2}(?::[0-9a-f]{2}){5}",
        )
        .unwrap();
        random
            .replace_all(text, |found: &regex::Captures<'_>| {
                let next = self.names.len();
                let number = *self.names.entry(found[0].to_owned()).or_insert(next);
                format!("#{number}")
            })
            .into_owned()
    }
}

fn path_of(created: &Answer) -> String {
    assert_eq!(created.status, 201, "{created:?}");
    let url = created.field("location").unwrap();
    url.strip_prefix("http://cloud.test").unwrap().to_owned()
}

#[test]
fn interpreted_and_generated_servers_answer_alike() {
    let definition = root().join("specs/infrastructure.occi");
    let interpreted = Server::start(&[definition.to_str().unwrap(), "--memory"]);
    let expected = play(&interpreted.address);

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
        .unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let service = my_cloud::providers::service().build().unwrap();
    let server = runtime.spawn(service.serve(listener, future::pending()));
    let generated = play(&address);
    server.abort();

    assert!(
        expected.len() > 60,
        "the script has {} steps",
        expected.len()
    );
    let statuses: Vec<u16> = expected.iter().map(|(_, answer)| answer.status).collect();
    for status in [200, 201, 400, 403, 404, 405, 406, 409, 415, 501] {
        assert!(
            statuses.contains(&status),
            "no step of the script ends with {status}"
        );
    }
    for (expected, generated) in expected.iter().zip(&generated) {
        assert_eq!(expected, generated);
    }
    assert_eq!(expected.len(), generated.len());
}
