//! What a hostile peer sends over a socket: each gets its status, nothing is stored, and the server
//! lives on.

use std::fmt::Write as _;

use occi::server::{Credentials, Service};

use crate::{serving::Live, support::*};

const COMPUTE: &str =
    "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n";

const CLOSE: &str = "Host: cloud.example\r\nConnection: close\r\n";

/// Sends each request on a connection of its own; tells what was answered otherwise. Then nothing
/// may be stored, and the server must answer.
async fn each(requests: impl IntoIterator<Item = (Vec<u8>, &'static str)>) {
    let service = service();
    let live = Live::start(service.clone()).await;
    let mut wrong = String::new();
    for (request, status) in requests {
        let answer = live.bytes(&request).await;
        if !answer.starts_with(&format!("HTTP/1.1 {status}"))
            || answer.matches("HTTP/1.1").count() != 1
        {
            let shown = String::from_utf8_lossy(&request[..request.len().min(300)]).into_owned();
            let _ = writeln!(wrong, "{shown}\nwants {status}, got {answer}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let uris = service.get("/").accept("text/uri-list").send().await;
    assert!(!uris.text().contains("/compute/urn"), "{}", uris.text());
    assert_eq!(service.get("/compute/").send().await.text(), "");
    let query = live.bytes(&get("/-/", "200").0).await;
    assert!(query.starts_with("HTTP/1.1 200 OK"), "{query}");
    live.stop().await;
}

/// A POST of a body, with more header fields.
fn post(path: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut request =
        format!("POST {path} HTTP/1.1\r\n{CLOSE}{fields}Content-Length: {length}\r\n\r\n")
            .into_bytes();
    request.extend_from_slice(body);
    request
}

/// A GET of a path, and the status it shall get.
fn get(path: &str, status: &'static str) -> (Vec<u8>, &'static str) {
    let request = format!("GET {path} HTTP/1.1\r\n{CLOSE}\r\n");
    (request.into_bytes(), status)
}

const PLAIN: &str = "Content-Type: text/plain\r\n";
const JSON: &str = "Content-Type: application/occi+json\r\n";

#[tokio::test]
async fn two_lengths_are_no_length() {
    // RFC 9112 6.1, 6.3: what two peers may read differently is refused, and the connection ends.
    let hidden = format!(
        "POST /compute/ HTTP/1.1\r\n{CLOSE}{PLAIN}Content-Length: {}\r\n\r\n{COMPUTE}",
        COMPUTE.len()
    );
    let with = |fields: &str, body: &str| {
        format!("POST /compute/ HTTP/1.1\r\nHost: x\r\n{PLAIN}{fields}\r\n{body}{hidden}")
            .into_bytes()
    };
    let chunks = "0\r\n\r\n";
    each([
        (
            with(
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                chunks,
            ),
            "400",
        ),
        (
            with(
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                chunks,
            ),
            "400",
        ),
        (
            with("Content-Length: 5\r\nContent-Length: 6\r\n", "12345"),
            "400",
        ),
        (with("Content-Length: 5, 6\r\n", "12345"), "400"),
        (with("Content-Length: +5\r\n", "12345"), "400"),
        (with("Content-Length: 0x5\r\n", "12345"), "400"),
        (
            with("Content-Length: 99999999999999999999999\r\n", ""),
            "400",
        ),
        (with("Transfer-Encoding: gzip\r\n", ""), "400"),
        (
            with("Transfer-Encoding: chunked, identity\r\n", chunks),
            "400",
        ),
        (with("Transfer-Encoding : chunked\r\n", chunks), "400"),
        (with("Transfer-Encoding: chunked\r\n", "zz\r\n"), "400"),
        (
            with("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n"),
            "400",
        ),
    ])
    .await;
}

#[tokio::test]
async fn nothing_gets_into_the_head_of_an_answer() {
    let live = Live::start(service()).await;
    for host in ["evil.example\"; x=\"", "a b", "evil.example/path", "<evil>"] {
        let request = post("/compute/", PLAIN, COMPUTE.as_bytes());
        let request = String::from_utf8(request)
            .unwrap()
            .replace("cloud.example", host);
        let answer = live.bytes(request.as_bytes()).await;
        assert!(!answer.contains(host), "{answer}");
    }
    // A title with the end of a line, in each rendering that can carry one in a request.
    for body in [
        r#"{"kind":"http://schemas.ogf.org/occi/infrastructure#compute","title":"a\r\nX-Evil: 1"}"#,
        r#"{"kind":"http://schemas.ogf.org/occi/infrastructure#compute","attributes":{"occi.core.summary":"a\nSet-Cookie: b"}}"#,
    ] {
        let fields = format!("{JSON}Accept: text/occi\r\n");
        let answer = live
            .bytes(&post("/compute/", &fields, body.as_bytes()))
            .await;
        let (head, _) = answer.split_once("\r\n\r\n").unwrap();
        let evil = |line: &str| line.starts_with("X-Evil") || line.starts_with("Set-Cookie");
        assert!(!head.lines().any(evil), "{answer}");
    }
    live.stop().await;
}

#[tokio::test]
async fn fields_with_controls_are_refused() {
    let field = |value: &str| {
        format!("POST /compute/ HTTP/1.1\r\n{CLOSE}Content-Type: text/occi\r\nCategory: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.title=\"{value}\"\r\nContent-Length: 0\r\n\r\n").into_bytes()
    };
    let body = |value: &str| {
        post(
            "/compute/",
            PLAIN,
            format!("{COMPUTE}X-OCCI-Attribute: occi.core.title=\"{value}\"\r\n").as_bytes(),
        )
    };
    each([
        (field("a\0b"), "400"),
        (field("a\rb"), "400"),
        (field("a\x7fb"), "400"),
        (field("a\x1bb"), "400"),
        (field("a\n b: c"), "400"),
        (body("a\0b"), "400"),
        (body("a\rb"), "400"),
        (body("a\x1bb"), "400"),
    ])
    .await;
}

#[tokio::test]
async fn what_is_no_utf_8_is_refused() {
    // D-67, RFC 8259 8.1
    let mut text = COMPUTE.as_bytes().to_vec();
    text.extend_from_slice(b"X-OCCI-Attribute: occi.core.title=\"\xff\xfe\"\r\n");
    let json =
        b"{\"kind\":\"http://schemas.ogf.org/occi/infrastructure#compute\",\"title\":\"\xc3\x28\"}";
    let mut field = format!("POST /compute/ HTTP/1.1\r\n{CLOSE}Content-Type: text/occi\r\n{COMPUTE}X-OCCI-Attribute: occi.core.title=\"").into_bytes();
    field.extend_from_slice(b"\xed\xa0\x80\"\r\nContent-Length: 0\r\n\r\n");
    each([
        (post("/compute/", PLAIN, &text), "400"),
        (post("/compute/", JSON, json), "400"),
        (post("/compute/", JSON, br#"{"kind":"http://schemas.ogf.org/occi/infrastructure#compute","title":"\ud800"}"#), "400"),
        (field, "400"),
    ])
    .await;
}

#[tokio::test]
async fn categories_that_contradict_each_other_are_refused() {
    let network = COMPUTE.replace("compute;", "network;");
    let category = |line: &str| {
        post(
            "/compute/",
            PLAIN,
            format!("{COMPUTE}{line}\r\n").as_bytes(),
        )
    };
    let template = |term: &str, of: &str| {
        format!(
            "Category: {term}; scheme=\"http://schemas.ogf.org/occi/infrastructure/{of}#\"; class=\"mixin\""
        )
    };
    each([
        (category(network.trim()), "400"),
        (category(&COMPUTE.trim().replace("class=\"kind\"", "class=\"mixin\"")), "400"),
        (category(&COMPUTE.trim().replace("class=\"kind\"", "class=\"action\"")), "400"),
        (category(&COMPUTE.trim().replace("compute;", "compute; scheme=\"http://a/#\";")), "400"),
        (category(&template("ipnetwork", "network")), "403"),
        (category(&template("nonesuch", "network")), "404"),
        (post("/network/", PLAIN, COMPUTE.as_bytes()), "400"),
        (post("/compute/", PLAIN, b"X-OCCI-Attribute: occi.core.title=\"x\"\r\n"), "400"),
        (post("/compute/", JSON, br#"{"kind":"http://schemas.ogf.org/occi/infrastructure#compute","kind":"http://schemas.ogf.org/occi/infrastructure#network"}"#), "400"),
    ])
    .await;
}

#[tokio::test]
async fn numbers_beyond_all_bounds_are_refused() {
    let digits = "9".repeat(10_000);
    let text = |value: &str| {
        post(
            "/compute/",
            PLAIN,
            format!("{COMPUTE}X-OCCI-Attribute: {value}\r\n").as_bytes(),
        )
    };
    let json = |value: &str| {
        post("/compute/", JSON, format!("{{\"kind\":\"http://schemas.ogf.org/occi/infrastructure#compute\",\"attributes\":{{{value}}}}}").as_bytes())
    };
    each([
        (text(&format!("occi.compute.cores={digits}")), "400"),
        (text("occi.compute.cores=9223372036854775808"), "400"),
        (text("occi.compute.cores=-9223372036854775809"), "400"),
        (text("occi.compute.cores=1.5"), "400"),
        (text(&format!("occi.compute.memory={digits}.0")), "400"),
        (text("occi.compute.memory=1e999"), "400"),
        (text("occi.compute.memory=NaN"), "400"),
        (text("occi.compute.memory=inf"), "400"),
        (json(&format!("\"occi.compute.cores\":{digits}")), "400"),
        (json("\"occi.compute.cores\":18446744073709551616"), "400"),
        (json("\"occi.compute.memory\":1e999"), "400"),
        (json("\"occi.compute.memory\":-1"), "400"),
        (json("\"occi.compute.memory\":NaN"), "400"),
    ])
    .await;
    each([
        // Beyond the end, however far, is empty (HTTP-044); too large a page is 413 (HTTP-043).
        get("/compute/?page=99999999999999999999999", "200"),
        get("/compute/?number=99999999999999999999999", "413"),
        get("/compute/?page=-1", "400"),
        get("/compute/?number=1e3", "400"),
    ])
    .await;
}

#[tokio::test]
async fn paths_are_not_walked() {
    let put = |path: &str, status| {
        let request = String::from_utf8(post(path, PLAIN, COMPUTE.as_bytes())).unwrap();
        (request.replacen("POST", "PUT", 1).into_bytes(), status)
    };
    let long = format!("/compute/{}", "a".repeat(20_000));
    each([
        get("/compute/../-/", "404"),
        get("/compute/%2e%2e/-/", "404"),
        get("/%2e%2e/%2e%2e/etc/passwd", "404"),
        get("/..%2f..%2fetc/passwd", "404"),
        get("/compute/%00", "404"),
        get("//compute/", "404"),
        get("/compute//", "404"),
        get("/%63ompute/", "404"),
        get("/compute/\\..\\", "404"),
        get("/-/%0d%0aX-Evil:1", "404"),
        get("compute", "400"),
        get("", "400"),
        put("/compute/../x", "400"),
        put("/compute/./x", "400"),
        put("/-/x", "400"),
        put("/.well-known/org/ogf/occi/-/x", "400"),
        put("/compute/", "405"),
        put("/network/x", "409"),
        put(&long, "400"),
    ])
    .await;
}

#[tokio::test]
async fn a_million_attributes_are_too_many() {
    let mut text = COMPUTE.to_owned();
    let mut json = String::from(
        "{\"kind\":\"http://schemas.ogf.org/occi/infrastructure#compute\",\"attributes\":{",
    );
    for number in 0..1_000_000 {
        let _ = write!(text, "X-OCCI-Attribute: a.a{number}=1\r\n");
        let _ = write!(json, "\"a.a{number}\":1,");
    }
    json.push_str("\"a\":1}}");
    // As many as fit into a body that is taken.
    let short = &text[..900_000];
    let short = &short[..short.rfind('\n').unwrap() + 1];
    let field = "X-OCCI-Attribute: a=1\r\n".repeat(1_000);
    let fields = format!(
        "POST /compute/ HTTP/1.1\r\n{CLOSE}Content-Type: text/occi\r\n{COMPUTE}{field}Content-Length: 0\r\n\r\n"
    );
    each([
        (post("/compute/", PLAIN, text.as_bytes()), "413"),
        (post("/compute/", JSON, json.as_bytes()), "413"),
        (post("/compute/", PLAIN, short.as_bytes()), "400"),
        (fields.into_bytes(), "431"),
    ])
    .await;
}

#[tokio::test]
async fn a_stranger_is_refused_before_the_body() {
    // D.14: the head alone is sent; the answer does not wait for a body.
    let credentials = Credentials::new().user("alice", "wonderland");
    let service = Service::builder(infrastructure())
        .authenticator(credentials)
        .build()
        .unwrap();
    let live = Live::start(service).await;
    let head = |fields: &str| format!("POST /compute/ HTTP/1.1\r\nHost: x\r\n{PLAIN}{fields}\r\n");
    for fields in [
        "Content-Length: 1000000\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 1000000\r\nExpect: 100-continue\r\n",
        "Content-Length: 100000000\r\n",
    ] {
        let answer = live.first(head(fields).as_bytes()).await;
        assert!(
            answer.starts_with("HTTP/1.1 401 Unauthorized"),
            "{fields}{answer}"
        );
    }
    let known = "Authorization: Basic YWxpY2U6d29uZGVybGFuZA==\r\nContent-Length: 9\r\nExpect: 100-continue\r\n";
    let answer = live.first(head(known).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 100 Continue"), "{answer}");
    live.stop().await;
}
