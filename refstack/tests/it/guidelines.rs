//! Guidelines and test lists.

use serde_json::json;

use crate::support::{ONE, Service, TWO};

#[tokio::test]
async fn guidelines_are_listed_by_program() {
    let service = Service::new();
    for path in ["/v1/guidelines", "/v1/guidelines/"] {
        let answer = service.get(path).await;
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.json(),
            json!({
                "powered": [
                    { "name": "2026.01.json", "file": "2026.01.json" },
                    { "name": "next.json", "file": "next.json" },
                ],
                "dns": [{ "name": "2026.01.json", "file": "dns.2026.01.json" }],
            })
        );
    }
}

#[tokio::test]
async fn a_guideline_comes_as_it_is() {
    let service = Service::new();
    for name in ["2026.01.json", "2026.01"] {
        let answer = service.get(&format!("/v1/guidelines/{name}")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.fields["content-type"], "application/json");
        assert_eq!(answer.json()["metadata"]["id"], "2026.01");
        // Not written anew: the keys have the order of the file.
        assert!(
            answer.body.starts_with(r#"{"capabilities""#),
            "{}",
            answer.body
        );
    }
    let answer = service.get("/v1/guidelines/2019.01").await;
    assert_eq!(answer.status, 404);
    assert!(
        answer.json()["detail"]
            .as_str()
            .unwrap()
            .contains("2026.01.json")
    );
}

#[tokio::test]
async fn test_lists_are_lines() {
    let service = Service::new();
    let one = format!("m.C.test_one[id-{ONE}]");
    let two = format!("m.C.test_two[id-{TWO}]");
    let old = format!("m.Old.test_two[id-{TWO}]");
    for (query, expected) in [
        ("2026.01/tests?target=compute", vec![&one, &two, &old]),
        (
            "2026.01.json/tests?target=compute&type=required&alias=false",
            vec![&one, &two],
        ),
        (
            "next/tests?target=compute&flag=false&alias=true",
            vec![&one],
        ),
        (
            "next/tests?target=compute&flag=True&alias=no",
            vec![&one, &two],
        ),
        ("next/tests?target=compute&type=advisory,removed", vec![]),
        // `platform`, the default, is the only platform that there is.
        ("dns.2026.01/tests?alias=0&type=", vec![&one, &two]),
    ] {
        let answer = service.get(&format!("/v1/guidelines/{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert_eq!(answer.fields["content-type"], "text/plain; charset=utf-8");
        assert_eq!(answer.body.lines().collect::<Vec<_>>(), expected, "{query}");
    }
}

#[tokio::test]
async fn wrong_questions_are_refused_with_what_there_is() {
    let service = Service::new();
    for (query, status, says) in [
        (
            "/v1/guidelines/2026.01/tests?target=nothing",
            400,
            "OpenStack Powered Compute",
        ),
        ("/v1/guidelines/1999.01/tests", 404, "dns.2026.01.json"),
        ("/v1/guidelines/2026.01/tests?type=wanted", 400, "advisory"),
        ("/v1/guidelines/2026.01/tests?targt=compute", 400, "target"),
        ("/v1/guidelines/2026.01/tests?flag=1&flag=0", 400, "twice"),
        ("/v1/guidelines/..%2F..%2Fetc%2Fpasswd", 404, "no guideline"),
        ("/v1/vendors", 404, "nothing here"),
    ] {
        let answer = service.get(query).await;
        assert_eq!(answer.status, status, "{query}: {}", answer.body);
        let problem = answer.json();
        assert_eq!(problem["code"], status);
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(says), "{query}: {detail}");
    }
}
