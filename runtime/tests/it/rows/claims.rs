//! Conformance to the Compute Resource Templates Profile (GFD.222) is claimed on every answer.

use occi::server::Service;
use occi_model::Profile;
use serde_json::json;

use super::*;

async fn claims(service: &Service) -> Vec<String> {
    let answers = [
        service.get("/-/").send().await.expect(200),
        service.get("/none").send().await.expect(404),
        service
            .post("/compute/")
            .plain("nonsense")
            .send()
            .await
            .expect(400),
    ];
    let first = answers[0].header("server").to_owned();
    for answer in &answers {
        assert_eq!(answer.header("server"), first);
    }
    let claims = first.split(' ').filter(|word| word.starts_with("OCCI"));
    claims.map(str::to_owned).collect()
}

#[tokio::test]
async fn every_answer_claims_the_profile() {
    // CRTP-017 to CRTP-021
    for (file, profile, expected) in [
        (
            "crtp-1-1.occi",
            Profile::V1_2,
            vec!["OCCI/1.2", "OCCI-CRTP-EP/1.1"],
        ),
        (
            "crtp-1-0.occi",
            Profile::V1_1,
            vec!["OCCI/1.1", "OCCI-CRTP-EP/1.0"],
        ),
        ("infrastructure.occi", Profile::V1_2, vec!["OCCI/1.2"]),
    ] {
        let model = compiled(file, profile);
        let service = Service::builder(model).build().unwrap();
        assert_eq!(claims(&service).await, expected, "{file}");
    }
}

#[tokio::test]
async fn without_the_memory_templates_the_claim_is_the_basic_one() {
    // CRTP-019, CRTP-020, D-41
    let templates = |terms: &[&str]| {
        let mixins: String = terms
            .iter()
            .map(|term| {
                format!(
                    "mixin {term} \"{term}\" at \"/tpl/{term}/\" {{ depends infrastructure.resource_tpl; applies infrastructure.compute; }}\n"
                )
            })
            .collect();
        let text = format!(
            "extension sizes \"http://schemas.ogf.org/occi/infrastructure/compute/template/1.1#\" version \"1.1\";\nuse core;\nuse infrastructure;\n{mixins}"
        );
        Service::builder(written(&text)).build().unwrap()
    };
    let service = templates(&["small", "medium", "large"]);
    assert_eq!(
        claims(&service).await,
        ["OCCI/1.2", "OCCI/1.1", "OCCI-CRTP/1.1"]
    );
    let service = templates(&["small", "medium"]);
    assert_eq!(claims(&service).await, ["OCCI/1.2", "OCCI/1.1"]);
    // A claim is no version token (D-87): a client may announce it.
    let body = json!({ "kind": kind("compute") });
    let request = service
        .post("/compute/")
        .header("user-agent", "x OCCI-CRTP/9.0");
    request.json(&body).send().await.expect(201);
}
