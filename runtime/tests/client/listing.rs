//! Collections, page by page.

use futures_util::{StreamExt as _, TryStreamExt as _};
use occi::client::Client;

use crate::{
    cloud::Compute,
    fake::{Fake, Reply, json_compute, text_compute},
};

fn small_pages(fake: &Fake) -> Client {
    fake.builder().page_size(2).build().unwrap()
}

fn json_page(names: &[&str]) -> Reply {
    let members: Vec<_> = names
        .iter()
        .map(|name| json_compute(name, "active"))
        .collect();
    Reply::json(format!(r#"{{"resources": [{}]}}"#, members.join(",")))
}

fn text_page(names: &[&str]) -> Reply {
    Reply::text(
        names
            .iter()
            .map(|name| format!("X-OCCI-Location: http://inside.example/vm/{name}\r\n"))
            .collect::<String>(),
    )
}

fn uris(names: &[&str]) -> Reply {
    Reply::new(
        200,
        "text/uri-list",
        names
            .iter()
            .map(|name| format!("http://inside.example/vm/{name}\r\n"))
            .collect::<String>(),
    )
}

async fn locations(client: &Client) -> Vec<String> {
    let all = client.list_all::<Compute>().await.unwrap();
    all.into_iter().map(|compute| compute.location).collect()
}

#[tokio::test]
async fn pages_are_asked_for_one_after_the_other() {
    // D-102
    let fake = Fake::start()
        .await
        .on("GET /vm/?page=1&number=2", json_page(&["1", "2"]))
        .await
        .on("GET /vm/?page=1&number=2 text/uri-list", uris(&["1", "2"]))
        .await
        .on("GET /vm/?page=2&number=2", json_page(&["3"]))
        .await
        .on("GET /vm/?page=2&number=2 text/uri-list", uris(&["3"]))
        .await;
    assert_eq!(
        locations(&small_pages(&fake)).await,
        ["/vm/1", "/vm/2", "/vm/3"]
    );
}

#[tokio::test]
async fn no_more_pages_are_asked_for_than_are_taken() {
    let fake = Fake::start()
        .await
        .on("GET /vm/?page=1&number=2", json_page(&["1", "2"]))
        .await
        .on("GET /vm/?page=1&number=2 text/uri-list", uris(&["1", "2"]))
        .await;
    let first: Vec<Compute> = small_pages(&fake)
        .list()
        .take(2)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(first.len(), 2);
    assert!(
        !fake.lines().iter().any(|line| line.contains("page=2")),
        "{:?}",
        fake.lines()
    );
}

#[tokio::test]
async fn a_text_listing_is_read_member_by_member() {
    let fake = Fake::start_text()
        .await
        .on("GET /vm/?page=1&number=2", text_page(&["2", "1"]))
        .await
        .on("GET /vm/?page=2&number=2", Reply::text(""))
        .await
        .on("GET /vm/1", Reply::text(text_compute("1", "active")))
        .await
        .on("GET /vm/2", Reply::text(text_compute("2", "active")))
        .await;
    assert_eq!(locations(&small_pages(&fake)).await, ["/vm/2", "/vm/1"]);
}

#[tokio::test]
async fn members_that_were_deleted_meanwhile_are_left_out() {
    let fake = Fake::start_text()
        .await
        .on("GET /vm/?page=1&number=100", text_page(&["1", "2"]))
        .await
        .on("GET /vm/2", Reply::text(text_compute("2", "active")))
        .await;
    assert_eq!(locations(&fake.client()).await, ["/vm/2"]);
}

#[tokio::test]
async fn servers_that_ignore_paging_are_noticed() {
    for all in [&["1", "2"][..], &["1", "2", "3"]] {
        let fake = Fake::start()
            .await
            .on("GET /vm/?page=1&number=2", json_page(all))
            .await
            .on("GET /vm/?page=2&number=2", json_page(all))
            .await
            .on("GET /vm/?page=1&number=2 text/uri-list", uris(all))
            .await
            .on("GET /vm/?page=2&number=2 text/uri-list", uris(all))
            .await;
        assert_eq!(locations(&small_pages(&fake)).await.len(), all.len());
    }
}

#[tokio::test]
async fn servers_that_refuse_paging_are_asked_for_everything() {
    let fake = Fake::start_text()
        .await
        .on(
            "GET /vm/?page=1&number=100",
            Reply::text("what?").status(400),
        )
        .await
        .on("GET /vm/", text_page(&["1"]))
        .await
        .on("GET /vm/1", Reply::text(text_compute("1", "active")))
        .await;
    assert_eq!(locations(&fake.client()).await, ["/vm/1"]);
}

#[tokio::test]
async fn a_page_that_is_too_large_is_made_smaller() {
    // D.9: 413
    let fake = Fake::start_text()
        .await
        .on(
            "GET /vm/?page=1&number=2",
            Reply::text("too many").status(413),
        )
        .await
        .on("GET /vm/?page=1&number=1", text_page(&["1"]))
        .await
        .on("GET /vm/?page=2&number=1", Reply::new(204, "", ""))
        .await
        .on("GET /vm/1", Reply::text(text_compute("1", "active")))
        .await;
    assert_eq!(locations(&small_pages(&fake)).await, ["/vm/1"]);
}

#[tokio::test]
async fn empty_collections_come_in_several_forms() {
    for reply in [
        Reply::json(r#"{"resources": []}"#),
        Reply::json("{}"),
        Reply::json("[]"),
        Reply::new(204, "", ""),
        Reply::text(""),
        Reply::new(200, "text/occi", "OK"),
    ] {
        let shown = format!("{reply:?}");
        let fake = Fake::start()
            .await
            .on("GET /vm/?page=1&number=100", reply)
            .await;
        assert!(locations(&fake.client()).await.is_empty(), "{shown}");
    }
}

#[tokio::test]
async fn json_listings_of_locations_are_read_too() {
    // D-73
    let fake = Fake::start()
        .await
        .on(
            "GET /vm/?page=1&number=100",
            Reply::json(r#"["http://h/vm/1"]"#),
        )
        .await
        .on("GET /vm/1", Reply::json(json_compute("1", "active")))
        .await;
    assert_eq!(locations(&fake.client()).await, ["/vm/1"]);
}

#[tokio::test]
async fn locations_in_the_rendering_need_no_second_listing() {
    // D-80
    let member = json_compute("1", "active").replacen('{', r#"{"location": "/vm/here","#, 1);
    let fake = Fake::start()
        .await
        .on(
            "GET /vm/?page=1&number=100",
            Reply::json(format!(r#"{{"resources": [{member}]}}"#)),
        )
        .await;
    assert_eq!(locations(&fake.client()).await, ["/vm/here"]);
    assert_eq!(fake.lines().len(), 2);
}

#[tokio::test]
async fn ids_and_locations_that_differ_are_brought_together() {
    let fake = Fake::start()
        .await
        .on("GET /vm/?page=1&number=100", json_page(&["1", "2"]))
        .await
        .on(
            "GET /vm/?page=1&number=100 text/uri-list",
            uris(&["b", "a"]),
        )
        .await
        .on("GET /vm/a", Reply::json(json_compute("1", "active")))
        .await
        .on("GET /vm/b", Reply::json(json_compute("2", "active")))
        .await;
    assert_eq!(locations(&fake.client()).await, ["/vm/a", "/vm/b"]);
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let fake = Fake::start_text()
        .await
        .on("GET /vm/?page=1&number=2", text_page(&["1", "2"]))
        .await
        .on("GET /vm/?page=2&number=2", Reply::text("oops").status(500))
        .await
        .on("GET /vm/1", Reply::text(text_compute("1", "active")))
        .await
        .on("GET /vm/2", Reply::text(text_compute("2", "active")))
        .await;
    let client = small_pages(&fake);
    let seen: Vec<_> = client
        .list::<Compute>()
        .map(|member| member.is_ok())
        .collect()
        .await;
    assert_eq!(seen, [true, true, false]);
}

#[tokio::test]
async fn entities_of_kinds_below_are_left_out() {
    // D-19
    let below = json_compute("2", "active").replace("infrastructure#compute", "gpu#compute");
    let page = format!(
        r#"{{"resources": [{below}, {}]}}"#,
        json_compute("1", "active")
    );
    let fake = Fake::start()
        .await
        .on("GET /vm/?page=1&number=100", Reply::json(page))
        .await
        .on(
            "GET /vm/?page=1&number=100 text/uri-list",
            uris(&["1", "2"]),
        )
        .await;
    let client = fake.client();
    assert_eq!(locations(&client).await, ["/vm/1"]);
    assert_eq!(client.list_instances("/vm/").await.unwrap().len(), 2);
}
