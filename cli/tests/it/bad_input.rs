//! Bad input: one clear message with the mend, the documented exit code or status, nothing lost.

use std::{fs, net::TcpListener};

use crate::support::{Server, occi, request, run, send};

#[test]
fn a_broken_definition_is_refused_with_places_and_mends() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("broken.occi");
    fs::write(
        &file,
        "extension broken \"http://example.com/broken#\";\nuse core;\nkind thing : core.resorce at \"/thing/\" {\n    com.example.size: integer(5..=1);\n}\n",
    )
    .unwrap();
    let out = directory.path().join("out");
    let name = file.to_str().unwrap();
    let said = run(&["check", name]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("broken.occi:3:14"), "{}", said.err);
    assert!(
        said.err.contains("did you mean `core.resource`"),
        "{}",
        said.err
    );
    let said = run(&["generate", name, "--out", out.to_str().unwrap()]);
    assert_eq!(said.code, 1);
    assert!(!out.exists(), "a refused definition leaves nothing behind");
    assert_eq!(run(&["serve", name, "--memory"]).code, 1);
}

#[test]
fn a_missing_file_is_named() {
    let said = run(&["check", "no-such.occi"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no-such.occi"), "{}", said.err);
}

#[test]
fn a_wrong_call_ends_with_2() {
    for arguments in [
        &["check"][..],
        &["generate", "infrastructure"],
        &[
            "generate",
            "infrastructure",
            "--out",
            "x",
            "--name",
            "Not A Name",
        ],
        &[
            "generate",
            "infrastructure",
            "--out",
            "x",
            "--runtime",
            "moon",
        ],
        &["serve", "infrastructure", "--listen", "nowhere"],
        &["serve", "infrastructure", "--memory", "--store", "x"],
        &["conform", "not a url"],
        &[
            "conform",
            "http://127.0.0.1:1",
            "--select",
            "k:nothing#like/this",
        ],
        &["nonsense"],
    ] {
        let said = run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
        assert!(!said.err.is_empty());
    }
}

#[test]
fn an_endpoint_that_is_not_there_is_named() {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}");
    let said = run(&[
        "conform",
        &url,
        "--select",
        "k:infrastructure#compute/del/**",
    ]);
    assert_eq!(said.code, 3, "{}{}", said.out, said.err);
    assert!(said.out.contains(&url), "{}", said.out);
}

#[test]
fn a_guideline_with_a_missing_field_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("guideline.json");
    fs::write(&file, "{\n    \"metadata\": {\"id\": \"next\", \"schema\": \"2.0\"},\n    \"components\": {}\n}\n").unwrap();
    let said = run(&["guideline", "tests", file.to_str().unwrap()]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("capabilities"), "{}", said.err);
    assert!(said.err.contains("guideline.json:"), "{}", said.err);
    fs::write(&file, "{\"metadata\": }").unwrap();
    let said = run(&["guideline", "tests", file.to_str().unwrap()]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("guideline.json:1:14"), "{}", said.err);
}

#[test]
fn a_port_in_use_is_named_with_the_mend() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = occi()
        .args(["serve", "infrastructure", "--memory", "--listen", &address])
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{err}");
    assert!(err.contains(&address) && err.contains("--listen"), "{err}");
}

#[test]
fn a_store_that_cannot_be_opened_is_left_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("cloud.redb");
    let name = store.to_str().unwrap();
    fs::write(&store, "these are not the bytes of a store").unwrap();
    let said = run(&[
        "serve",
        "infrastructure",
        "--store",
        name,
        "--listen",
        "127.0.0.1:0",
    ]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.contains("cloud.redb"), "{}", said.err);
    assert_eq!(
        fs::read(&store).unwrap(),
        b"these are not the bytes of a store"
    );

    fs::remove_file(&store).unwrap();
    let server = Server::start(&["infrastructure", "--store", name]);
    let said = run(&[
        "serve",
        "infrastructure",
        "--store",
        name,
        "--listen",
        "127.0.0.1:0",
    ]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.contains("cloud.redb"), "{}", said.err);
    assert_eq!(request(&server.address, "GET", "/-/", &[], "").status, 200);
}

#[test]
fn bad_requests_get_the_status_of_the_reference_and_change_nothing() {
    let server = Server::start(&["infrastructure", "--memory"]);
    let kind = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n";
    let post = |body: &str| {
        request(
            &server.address,
            "POST",
            "/compute/",
            &[("content-type", "text/plain")],
            body,
        )
    };
    let unknown = post(&format!("{kind}X-OCCI-Attribute: occi.compute.coers=2\r\n"));
    assert_eq!(unknown.status, 400, "{unknown:?}");
    assert!(unknown.body.contains("occi.compute.coers"), "{unknown:?}");
    let malformed = request(
        &server.address,
        "POST",
        "/compute/",
        &[
            ("content-type", "text/occi"),
            ("category", "compute; scheme=\"unterminated"),
        ],
        "",
    );
    assert_eq!(malformed.status, 400, "{malformed:?}");
    let oversized = post(&"x".repeat((1 << 20) + 1));
    assert_eq!(oversized.status, 413, "{oversized:?}");
    let no_http = send(&server.address, b"nonsense\r\n\r\n");
    assert_eq!(no_http.status, 400, "{no_http:?}");
    let listed = request(
        &server.address,
        "GET",
        "/compute/",
        &[("accept", "text/uri-list")],
        "",
    );
    assert_eq!((listed.status, listed.body.as_str()), (200, ""));
}
