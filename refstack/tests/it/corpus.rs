//! The guidelines that were published, where their files are at hand.

use std::{fs, path::Path};

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use occi_refstack::{Keys, Library, Server, Store, router};
use tower::ServiceExt as _;

/// Lists that the RefStack service gave out, and the questions that they answer.
const LISTS: &[(&str, &str)] = &[
    ("2018.11", "platform"),
    ("2018.11", "compute"),
    ("2018.11", "object"),
    ("2019.06", "platform"),
    ("2019.06", "compute"),
    ("2019.06", "object"),
];

#[tokio::test]
async fn lists_equal_those_of_the_original_line_for_line() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/interop");
    if !corpus.is_dir() {
        eprintln!("skipped: {} is not there", corpus.display());
        return;
    }
    let (library, _) = Library::read(&corpus).unwrap();
    assert!(library.len() >= 14, "{}", library.len());
    assert_eq!(library.usual().unwrap().file, "2020.06.json");
    let service = router(Server {
        library,
        store: Store::in_memory().unwrap(),
        keys: Keys::default(),
        signed_only: false,
        base_url: None,
    });
    let mut compared = 0;
    for (version, target) in LISTS {
        for (alias, word) in [("false", "no-alias"), ("true", "alias")] {
            let file = format!("refstack-lists/{version}.{target}.required.no-flag.{word}.txt");
            let Ok(expected) = fs::read_to_string(corpus.join(&file)) else {
                continue;
            };
            let uri = format!(
                "/v1/guidelines/{version}/tests?target={target}&type=required&alias={alias}&flag=false"
            );
            let request = Request::get(uri).body(Body::empty()).unwrap();
            let answer = service.clone().oneshot(request).await.unwrap();
            let body = answer.into_body().collect().await.unwrap().to_bytes();
            let lines = String::from_utf8(body.to_vec()).unwrap();
            assert_eq!(
                lines.lines().collect::<Vec<_>>(),
                expected.lines().collect::<Vec<_>>(),
                "{file}"
            );
            compared += 1;
        }
    }
    assert!(compared == 9, "{compared}");
}
