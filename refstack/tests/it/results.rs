//! Uploads, lists, verdicts.

use crate::support::{ONE, Service, TWO, passes};

#[tokio::test]
async fn an_upload_is_answered_listed_and_judged() {
    let service = Service::new();
    let empty = service.get("/v1/results").await.json();
    assert_eq!(empty["pagination"]["total_pages"], 1);

    let answer = service
        .upload(&passes(&[("m.C.test_one", ONE), ("m.Old.test_two", TWO)]))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let id = answer.json()["test_id"].as_str().unwrap().to_owned();
    let url = format!("http://rs.test:80/results/{id}");
    assert_eq!(answer.json()["url"], url.as_str());

    let listed = service.get("/v1/results/?page=1").await.json();
    let first = &listed["results"][0];
    assert_eq!(
        (&first["id"], &first["url"]),
        (&id.as_str().into(), &url.as_str().into())
    );
    assert_eq!(
        first["created_at"].as_str().unwrap().len(),
        "2015-04-24 01:23:56".len()
    );

    let one = service.get(&format!("/v1/results/{id}")).await;
    assert_eq!(
        one.json()["results"],
        serde_json::json!(["m.C.test_one", "m.Old.test_two"])
    );
    // The id of a cloud is its owner's affair.
    assert!(!one.body.contains("cloud-of-somebody") && !listed.to_string().contains("cloud-of"));

    for matching in ["id", "name"] {
        let target = format!("/v1/results/{id}/judgement?target=compute&matching={matching}");
        let verdict = service.get(&target).await;
        assert_eq!(verdict.status, 200, "{}", verdict.body);
        assert_eq!(verdict.json()["answer"], "compliant", "{}", verdict.body);
    }
    let page = service.get(&format!("/results/{id}?target=compute")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    // The newest guideline that is no draft is chosen.
    assert!(
        page.body.contains("<option selected>2026.01.json</option>"),
        "{}",
        page.body
    );
    let frame = format!("/results/{id}/judgement?guideline=2026.01.json");
    assert!(page.body.contains(&frame), "{}", page.body);
    assert!(service.get(&frame).await.body.contains("compliant"));
    assert!(service.get("/").await.body.contains(&id));
}

#[tokio::test]
async fn what_is_missing_is_not_compliant_unless_flagged() {
    let service = Service::new();
    let answer = service.upload(&passes(&[("m.C.test_one", ONE)])).await;
    let id = answer.json()["test_id"].as_str().unwrap().to_owned();
    for (guideline, expected) in [("2026.01", "not compliant"), ("next.json", "compliant")] {
        let target = format!("/v1/results/{id}/judgement?guideline={guideline}&target=compute");
        assert_eq!(
            service.get(&target).await.json()["answer"],
            expected,
            "{guideline}"
        );
    }
}

#[tokio::test]
async fn wrong_uploads_are_refused_and_nothing_is_kept() {
    let service = Service::new();
    for (body, status) in [
        ("", 400),
        ("{}", 400),
        (
            r#"{"cpid": "c", "duration_seconds": 0, "results": []}"#,
            400,
        ),
        (
            r#"{"cpid": "c", "duration_seconds": 0, "results": [{"name": "a", "uuid": "id-1"}]}"#,
            400,
        ),
        (&"[".repeat(100_000), 400),
        (&" ".repeat(16 * 1024 * 1024 + 1), 413),
    ] {
        let answer = service.upload(body).await;
        assert_eq!(answer.status, status, "{:.80}", answer.body);
        assert!(!answer.json()["detail"].as_str().unwrap().is_empty());
    }
    assert_eq!(
        service.get("/v1/results").await.json()["results"],
        serde_json::json!([])
    );
}

#[tokio::test]
async fn lists_are_filtered_and_wrong_filters_refused() {
    let service = Service::new();
    for _ in 0..21 {
        assert_eq!(service.upload(&passes(&[("a", ONE)])).await.status, 201);
    }
    let count = async |query: &str| {
        let answer = service.get(&format!("/v1/results/?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        answer.json()["results"].as_array().unwrap().len()
    };
    assert_eq!(count("page=1").await, 20);
    assert_eq!(count("page=2").await, 1);
    assert_eq!(
        count("start_date=2015-04-24+01%3A23%3A56&end_date=").await,
        20
    );
    assert_eq!(count("end_date=2015-04-24%2001:23:56").await, 0);
    assert_eq!(count("cpid=other").await, 0);
    assert_eq!(count("cpid=cloud-of-somebody&page=2").await, 1);
    assert_eq!(count("signed=true").await, 0);
    for query in [
        "page=0",
        "page=3",
        "page=-1",
        "page=x",
        "page=99999999999999999999",
        "start_date=yesterday",
        "start_date=2016-01-01%2000:00:00&end_date=2015-01-01%2000:00:00",
        "product_id=1",
    ] {
        let answer = service.get(&format!("/v1/results?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
    }
}

#[tokio::test]
async fn what_there_is_not_is_404_and_what_cannot_be_done_405() {
    let service = Service::new();
    for path in [
        "/v1/results/1",
        "/v1/results/00000000-0000-0000-0000-000000000000",
        "/results/x",
    ] {
        assert_eq!(service.get(path).await.status, 404, "{path}");
    }
    for method in ["DELETE", "PUT"] {
        let answer = service.ask(method, "/v1/results/1", &[], "").await;
        assert_eq!(answer.status, 405);
    }
    let schema = service.get("/v1/results/schema").await;
    assert_eq!(
        (schema.status, schema.json()["type"].as_str()),
        (200, Some("object"))
    );
}

#[tokio::test]
async fn names_of_tests_and_hosts_are_never_markup() {
    let service = Service::new();
    let body = passes(&[("<script>alert(1)</script>", ONE)]);
    let fields = [
        ("host", "x\"><script>"),
        ("content-type", "application/json"),
    ];
    let answer = service.ask("POST", "/v1/results", &fields, body).await;
    let url = answer.json()["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("/results/"), "{url}");
    let page = service.get(&format!("{url}?target=compute")).await;
    assert!(!page.body.contains("<script"), "{}", page.body);
    assert!(
        page.fields["content-security-policy"]
            .to_str()
            .unwrap()
            .starts_with("default-src 'none'")
    );
    let wrong = service.get(&format!("{url}?target=%3Cscript%3E")).await;
    assert_eq!(wrong.fields["content-type"], "application/json");
    assert_eq!(wrong.fields["x-content-type-options"], "nosniff");
}
