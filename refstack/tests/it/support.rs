//! A service in memory with two guidelines, asked without a network.

use std::{fs, path::Path};

use axum::{Router, body::Body};
use http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use occi_refstack::{Keys, Library, Server, Store, router};
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;

pub(crate) const ONE: &str = "9a438d88-10c6-4bcd-8b5b-5b6e25e1346f";
pub(crate) const TWO: &str = "585e934c-448e-43c4-acbf-d06a9b899997";

/// A guideline with a required capability of two tests, one of which has another name and is
/// flagged in the draft.
fn guideline(id: &str, status: &str, flagged: bool) -> String {
    let mut two = json!({ "idempotent_id": format!("id-{TWO}"), "aliases": ["m.Old.test_two"] });
    if flagged {
        two["flagged"] = json!({ "reason": "[D401] bug", "action": "none", "date": "2026-01-01" });
    }
    json!({
        "metadata": {
            "id": id, "schema": "2.0", "reference": "r", "source": "s", "scoring": {},
            "os_trademark_approval": { "target_approval": "2026.01", "replaces": "2025.06", "releases": [], "status": status }
        },
        "platforms": { "OpenStack Powered Compute": { "description": "d", "components": [{ "name": "c" }] } },
        "components": {
            "c": { "description": "d", "capabilities": { "required": ["cap-a"], "advisory": [], "deprecated": [], "removed": [] } }
        },
        "capabilities": { "cap-a": {
            "achievements": [], "admin": false, "description": "does <this>", "project": "nova", "name": "A",
            "tests": { "m.C.test_one": { "idempotent_id": format!("id-{ONE}") }, "m.C.test_two": two }
        } },
        "designated_sections": {},
        "test_repositories": {},
    })
    .to_string()
}

/// A folder in the layout of the working group.
pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let add_ons = folder.path().join("add-ons/guidelines");
    fs::create_dir_all(&add_ons).unwrap();
    let write = |path: &Path, text: String| fs::write(path, text).unwrap();
    let top = folder.path();
    write(
        &top.join("2026.01.json"),
        guideline("2026.01", "approved", false),
    );
    write(&top.join("next.json"), guideline("next", "draft", true));
    write(
        &add_ons.join("dns.2026.01.json"),
        guideline("2026.01", "approved", false),
    );
    write(&top.join("broken.json"), "{".into());
    folder
}

pub(crate) struct Service {
    router: Router,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) fields: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Service {
    pub(crate) fn new() -> Self {
        Self::with(Keys::default(), false)
    }

    pub(crate) fn with(keys: Keys, signed_only: bool) -> Self {
        let folder = folder();
        let (library, skipped) = Library::read(folder.path()).unwrap();
        assert_eq!(skipped.len(), 1, "the broken file is told");
        Self {
            router: router(Server {
                library,
                store: Store::in_memory().unwrap(),
                keys,
                signed_only,
                base_url: None,
            }),
        }
    }

    pub(crate) async fn ask(
        &self,
        method: &str,
        target: &str,
        fields: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status.as_u16(),
            fields: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[("host", "rs.test:80")], "").await
    }

    pub(crate) async fn upload(&self, body: &str) -> Answer {
        let fields = [("host", "rs.test:80"), ("content-type", "application/json")];
        self.ask("POST", "/v1/results/", &fields, body.to_owned())
            .await
    }
}

/// An upload with these passes.
pub(crate) fn passes(names: &[(&str, &str)]) -> String {
    let results: Vec<Json> = names
        .iter()
        .map(|(name, uuid)| json!({ "name": name, "uuid": uuid }))
        .collect();
    json!({ "cpid": "cloud-of-somebody", "duration_seconds": 7, "results": results }).to_string()
}
