//! Configurations from the command line: checked, loaded by a server, applied to one.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::Path,
};

use crate::support::{Said, Server, request, root, run};

/// The example, in a directory of its own.
fn shop() -> (tempfile::TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("shop.occi");
    fs::copy(root().join("examples/shop.occi"), &file).unwrap();
    (directory, file.to_str().unwrap().to_owned())
}

/// A server that has everything that the example needs.
fn server() -> (Server, String) {
    let server = Server::start(&["crtp-1-1", "--memory"]);
    let url = format!("http://{}", server.address);
    (server, url)
}

fn change(file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(file, text.replace(from, to)).unwrap();
}

/// The locations in a collection.
fn members(server: &Server, path: &str) -> Vec<String> {
    let fields = [("accept", "text/uri-list")];
    let listed = request(&server.address, "GET", path, &fields, "");
    assert_eq!(listed.status, 200, "{listed:?}");
    let path = |url: &str| url.trim_start_matches("http://cloud.test").to_owned();
    listed.body.lines().map(path).collect()
}

fn shown(server: &Server, path: &str) -> serde_json::Value {
    let fields = [("accept", "application/occi+json")];
    let answer = request(&server.address, "GET", path, &fields, "");
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

#[track_caller]
fn applied(url: &str, file: &str, more: &[&str]) -> Said {
    let said = run(&[&["apply", url, file], more].concat());
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    said
}

/// The first line: what is to be done.
fn plan(said: &Said) -> &str {
    said.out.lines().next().unwrap().split(": ").nth(1).unwrap()
}

#[test]
fn check_counts_instances() {
    let (_directory, file) = shop();
    let said = run(&["check", &file]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err
            .contains(", 1 configuration with 3 resources and 2 links\n"),
        "{}",
        said.err
    );
    change(&file, "occi.network.vlan = 7", "occi.network.vlan = 7000");
    let said = run(&["check", &file]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("error[E0254]"), "{}", said.err);
}

#[test]
fn a_server_loads_configurations_once() {
    let (directory, file) = shop();
    let store = directory.path().join("cloud.redb");
    let arguments = [&*file, "--load", "--store", store.to_str().unwrap()];
    let server = Server::start(&arguments);
    let computes = members(&server, "/compute/");
    assert_eq!(computes.len(), 1);
    assert_eq!(shown(&server, &computes[0])["title"], "Web server");
    assert_eq!(members(&server, "/tags/production/").len(), 2);
    let network = "/network/0f1b5f1c-9d5a-4c0b-8f57-3c1d3a6c9a10";
    assert_eq!(
        shown(&server, network)["attributes"]["occi.network.vlan"],
        7
    );
    server.kill();
    let server = Server::start(&arguments);
    assert_eq!(members(&server, "/compute/"), computes);
    assert_eq!(members(&server, "/link/networkinterface/").len(), 1);
}

#[test]
fn a_server_loads_configurations_of_other_files() {
    let (directory, file) = shop();
    let server = Server::start(&["crtp-1-1", "--memory", "--load", &file]);
    assert_eq!(members(&server, "/storage/").len(), 1);
    // A service without the kinds refuses, and does not start.
    let store = directory.path().join("c.redb");
    let store = store.to_str().unwrap();
    let said = run(&[
        "serve",
        "core",
        "--store",
        store,
        "--load",
        &file,
        "--listen",
        "127.0.0.1:0",
    ]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(
        said.err.contains("configuration `shop` is refused"),
        "{}",
        said.err
    );
    // Nothing to load is a mistake.
    let said = run(&[
        "serve",
        "core",
        "--memory",
        "--listen",
        "127.0.0.1:0",
        "--load",
    ]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.err.contains("`core` holds no configuration"),
        "{}",
        said.err
    );
}

#[test]
fn what_was_applied_is_unchanged_then_changed_then_deleted() {
    let (directory, file) = shop();
    let (server, url) = server();
    let record = directory.path().join(".occi-applied.json");

    let said = applied(&url, &file, &["--dry-run"]);
    assert_eq!(
        plan(&said),
        "6 to create, 0 to update, 0 unchanged, 0 to delete"
    );
    assert!(members(&server, "/compute/").is_empty());
    assert!(!record.exists());

    let said = applied(&url, &file, &[]);
    assert_eq!(said.out.matches("\ncreated ").count(), 6, "{}", said.out);
    let computes = members(&server, "/compute/");
    assert!(
        said.out.contains(&format!("created web {}\n", computes[0])),
        "{}",
        said.out
    );
    let web = shown(&server, &computes[0]);
    assert_eq!(web["summary"], "Apache in front of the catalogue.");
    assert_eq!(web["links"].as_array().unwrap().len(), 2);

    let said = applied(&url, &file, &[]);
    assert_eq!(
        plan(&said),
        "0 to create, 0 to update, 6 unchanged, 0 to delete"
    );
    assert!(!said.out.contains("\ncreated "), "{}", said.out);

    change(&file, "occi.network.vlan = 7", "occi.network.vlan = 8");
    let said = applied(&url, &file, &[]);
    assert_eq!(
        plan(&said),
        "0 to create, 1 to update, 5 unchanged, 0 to delete"
    );
    assert!(
        said.out.contains(": occi.network.vlan 7 -> 8\n"),
        "{}",
        said.out
    );
    let network = &members(&server, "/network/")[0];
    assert_eq!(
        shown(&server, network)["attributes"]["occi.network.vlan"],
        8
    );

    // What is gone is created anew, and only that.
    let disk = &members(&server, "/link/storagelink/")[0];
    assert_eq!(
        request(&server.address, "DELETE", disk, &[], "").status,
        200
    );
    let said = applied(&url, &file, &[]);
    assert_eq!(
        plan(&said),
        "1 to create, 0 to update, 5 unchanged, 0 to delete"
    );
    assert_eq!(members(&server, "/link/storagelink/").len(), 1);

    let said = applied(&url, &file, &["--delete"]);
    let deleted: Vec<&str> = said
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("deleted ")?.split(' ').next())
        .collect();
    assert_eq!(
        deleted,
        [
            "web.disk",
            "web.nic",
            "data",
            "net",
            "web",
            "http://example.com/tags#production"
        ]
    );
    for collection in [
        "/compute/",
        "/network/",
        "/storage/",
        "/link/networkinterface/",
    ] {
        assert!(members(&server, collection).is_empty(), "{collection}");
    }
    assert!(!record.exists());
    let said = applied(&url, &file, &["--delete"]);
    assert_eq!(
        plan(&said),
        "0 to create, 0 to update, 0 unchanged, 0 to delete"
    );
}

#[test]
fn a_gone_resource_takes_its_links_with_it_and_comes_back_with_them() {
    let (_directory, file) = shop();
    let (server, url) = server();
    applied(&url, &file, &[]);
    let network = members(&server, "/network/").remove(0);
    assert_eq!(
        request(&server.address, "DELETE", &network, &[], "").status,
        200
    );
    let said = applied(&url, &file, &[]);
    assert_eq!(
        plan(&said),
        "2 to create, 0 to update, 4 unchanged, 0 to delete"
    );
    let nic = members(&server, "/link/networkinterface/").remove(0);
    let target = &shown(&server, &nic)["target"]["location"];
    assert_eq!(target, &serde_json::json!(members(&server, "/network/")[0]));
}

#[test]
fn a_link_follows_its_target() {
    let (_directory, file) = shop();
    let (server, url) = server();
    applied(&url, &file, &[]);
    change(&file, "-> net with", "-> lab with");
    change(
        &file,
        "    resource net ",
        "    resource lab : infra.network;\n\n    resource net ",
    );
    let said = applied(&url, &file, &[]);
    assert_eq!(
        plan(&said),
        "1 to create, 1 to update, 5 unchanged, 0 to delete"
    );
    let networks = members(&server, "/network/");
    let nic = members(&server, "/link/networkinterface/").remove(0);
    let target = &shown(&server, &nic)["target"]["location"];
    assert_eq!(target, &serde_json::json!(networks[1]));
}

#[test]
fn what_the_file_has_no_more_is_deleted_unless_it_shall_stay() {
    let (_directory, file) = shop();
    let (server, url) = server();
    applied(&url, &file, &[]);
    change(
        &file,
        "        link disk \"Catalogue\" : infra.storagelink -> data {\n            occi.storagelink.deviceid = \"/dev/vdb\";\n        }\n",
        "",
    );
    let said = applied(&url, &file, &["--prune", "no"]);
    assert_eq!(
        plan(&said),
        "0 to create, 0 to update, 5 unchanged, 0 to delete"
    );
    assert_eq!(members(&server, "/link/storagelink/").len(), 1);
    let said = applied(&url, &file, &[]);
    assert_eq!(
        plan(&said),
        "0 to create, 0 to update, 5 unchanged, 1 to delete"
    );
    assert!(members(&server, "/link/storagelink/").is_empty());
}

#[test]
fn what_cannot_become_what_it_should_be_stops_everything() {
    let (_directory, file) = shop();
    let (server, url) = server();
    applied(&url, &file, &[]);
    change(&file, "interface = \"eth0\"", "interface = \"eth7\"");
    change(&file, "occi.network.vlan = 7", "occi.network.vlan = 9");
    let said = run(&["apply", &url, &file]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out.contains("`occi.networkinterface.interface` is \"eth0\", should be \"eth7\", and can be given at creation only"),
        "{}",
        said.out
    );
    assert!(said.err.contains("nothing was changed"), "{}", said.err);
    let network = &members(&server, "/network/")[0];
    assert_eq!(
        shown(&server, network)["attributes"]["occi.network.vlan"],
        7
    );
}

#[test]
fn a_refusal_carries_what_the_server_says_and_keeps_what_was_created() {
    let (directory, file) = shop();
    let (server, url) = server();
    // The server knows a condition that the file's definitions do not: the path is another kind's.
    change(
        &file,
        "    resource data \"Data\" : infra.storage with production {",
        "    resource data \"Data\" : infra.storage with production at \"/network/data\" {",
    );
    let said = run(&["apply", &url, &file]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(
        said.err.contains("cannot create `data`: PUT http://"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("409 Conflict (path-of-other-kind)"),
        "{}",
        said.err
    );
    let record = fs::read_to_string(directory.path().join(".occi-applied.json")).unwrap();
    assert!(
        record.contains(&members(&server, "/compute/")[0]),
        "{record}"
    );
    change(&file, " at \"/network/data\"", "");
    let said = applied(&url, &file, &[]);
    assert_eq!(
        plan(&said),
        "4 to create, 0 to update, 2 unchanged, 0 to delete"
    );
    assert_eq!(members(&server, "/compute/").len(), 1);
}

#[test]
fn nobody_there_and_bad_records_have_codes_of_their_own() {
    let (directory, file) = shop();
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}");
    let said = run(&["apply", &url, &file]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.contains("is the server running"), "{}", said.err);
    assert_eq!(run(&["apply", "gopher://x", &file]).code, 2);
    let state = directory.path().join("state.json");
    let state = state.to_str().unwrap();
    fs::write(state, "{}").unwrap();
    let said = run(&["apply", &url, &file, "--state", state]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("is no record of what was applied"),
        "{}",
        said.err
    );
    // A record that cannot be kept stops everything before the first instance.
    let (server, url) = server();
    let nowhere = directory.path().join("missing/state.json");
    let said = run(&["apply", &url, &file, "--state", nowhere.to_str().unwrap()]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err.contains("cannot keep what is created"),
        "{}",
        said.err
    );
    assert!(members(&server, "/compute/").is_empty());
    let said = run(&["apply", &url, "core"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("`core` holds no configuration"),
        "{}",
        said.err
    );
    assert!(
        !Path::new(state)
            .with_file_name(".occi-applied.json")
            .exists()
    );
}

#[test]
fn one_record_holds_several_servers() {
    let (directory, file) = shop();
    let (one, first) = server();
    let (two, second) = server();
    applied(&first, &file, &[]);
    applied(&second, &file, &[]);
    applied(&first, &file, &["--delete"]);
    assert!(members(&one, "/compute/").is_empty());
    assert_eq!(members(&two, "/compute/").len(), 1);
    let record = fs::read_to_string(directory.path().join(".occi-applied.json")).unwrap();
    assert!(
        record.contains(&second) && !record.contains(&first),
        "{record}"
    );
}

/// What another record, or a person, created is adopted: changed as what was created, never
/// deleted.
#[test]
fn what_exists_is_adopted_and_never_deleted() {
    let (directory, file) = shop();
    let (server, url) = server();
    applied(&url, &file, &[]);
    // As if it had been created by somebody else.
    let record = directory.path().join(".occi-applied.json");
    let created = fs::read_to_string(&record).unwrap();
    fs::remove_file(&record).unwrap();

    // Without adoption everything would be created once more.
    let said = run(&["apply", &url, &file, "--plan"]);
    assert!(plan(&said).starts_with("5 to create"), "{}", said.out);
    // Servers choose ids, so that resources are named; their links are found by their ends.
    let options: Vec<String> = [
        ("web", "/compute/"),
        ("net", "/network/"),
        ("data", "/storage/"),
    ]
    .map(|(name, path)| format!("--adopt={name}={}", members(&server, path)[0]))
    .into();
    let mut options: Vec<&str> = options.iter().map(String::as_str).collect();
    options.push("--adopt");
    change(&file, "occi.network.vlan = 7", "occi.network.vlan = 8");
    let said = applied(&url, &file, &options);
    assert_eq!(
        plan(&said),
        "0 to create, 1 to update, 5 unchanged, 0 to delete, 5 to adopt"
    );
    assert!(said.out.contains("\nadopted web "), "{}", said.out);
    assert!(said.out.contains("\nadopted web.nic "), "{}", said.out);
    assert!(said.out.contains("\nupdated net "), "{}", said.out);
    let network = &members(&server, "/network/")[0];
    assert_eq!(
        shown(&server, network)["attributes"]["occi.network.vlan"],
        8
    );
    let adopted = fs::read_to_string(&record).unwrap();
    assert_eq!(adopted.matches("\"adopted\": true").count(), 5, "{adopted}");
    assert!(!created.contains("adopted"), "{created}");
    let said = applied(&url, &file, &[]);
    assert_eq!(
        plan(&said),
        "0 to create, 0 to update, 6 unchanged, 0 to delete"
    );

    let said = applied(&url, &file, &["--delete"]);
    assert_eq!(
        plan(&said),
        "0 to create, 0 to update, 0 unchanged, 0 to delete, 5 to release"
    );
    assert!(!record.exists());
    for collection in ["/compute/", "/network/", "/storage/"] {
        assert_eq!(members(&server, collection).len(), 1, "{collection}");
    }
    assert_eq!(members(&server, "/link/networkinterface/").len(), 1);
}

/// Ids and `unique` conditions say which instance is meant.
#[test]
fn ids_and_unique_values_identify_what_is_adopted() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("rack.occi");
    let text = r#"extension rack "http://example.com/occi/rack#";
use core;
kind rack : core.resource at "/rack/" {
    com.example.rack.row: integer;
    com.example.rack.number: integer;
    require unique(com.example.rack.row, com.example.rack.number) "one rack for each place";
}
configuration racks {
    resource first : rack { com.example.rack.row = 1; com.example.rack.number = 1; }
    resource second : rack { com.example.rack.row = 1; com.example.rack.number = 2; }
    resource third : rack { id "urn:uuid:0f1b5f1c-9d5a-4c0b-8f57-3c1d3a6c9a11"; }
}
"#;
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let server = Server::start(&[file, "--memory", "--load"]);
    let url = format!("http://{}", server.address);
    let before = members(&server, "/rack/");
    // Another number than that of the id: it is that rack all the same.
    change(
        file,
        "3c1d3a6c9a11\";",
        "3c1d3a6c9a11\"; com.example.rack.row = 3;",
    );
    // Another id than before, as of a server that chose it.
    change(file, "resource second", "resource other");
    let said = applied(&url, file, &["--adopt"]);
    assert_eq!(
        plan(&said),
        "0 to create, 1 to update, 2 unchanged, 0 to delete, 3 to adopt"
    );
    assert!(
        said.out
            .contains(&format!("adopt      other {}", before[1])),
        "{}",
        said.out
    );
    assert_eq!(members(&server, "/rack/"), before);
}

#[test]
fn what_cannot_be_adopted_stops_everything() {
    let (_directory, file) = shop();
    let (server, url) = server();
    for (option, code, message) in [
        (
            "--adopt=web",
            2,
            "write `--adopt`, or `--adopt=web=/compute/1`",
        ),
        ("--adopt=wep=/compute/1", 2, "has an instance `wep`"),
        ("--adopt=web=/compute/none", 1, "`web` cannot become"),
    ] {
        let said = run(&["apply", &url, &file, option]);
        assert_eq!(said.code, code, "{}{}", said.out, said.err);
        assert!(said.err.contains(message), "{}", said.err);
    }
    applied(&url, &file, &["--state", &format!("{file}.other")]);
    let network = &members(&server, "/network/")[0];
    let said = run(&["apply", &url, &file, &format!("--adopt=web={network}")]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out.contains("infrastructure#network, not a "),
        "{}",
        said.out
    );
    assert_eq!(members(&server, "/compute/").len(), 1);
}

/// Credentials come out of the environment, reach every request, and are kept nowhere.
#[test]
fn credentials_are_sent_and_not_kept() {
    let (_directory, file) = shop();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut byte = [0];
        while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
            request.push(byte[0]);
        }
        let answer = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8(request).unwrap().to_lowercase()
    });
    let said = crate::support::occi()
        .args(["apply", &url, &file, "--token-env", "OCCI_TEST_TOKEN"])
        .env("OCCI_TEST_TOKEN", "t0ken")
        .output()
        .unwrap();
    assert_eq!(said.status.code(), Some(1));
    let request = server.join().unwrap();
    assert!(
        request.contains("authorization: bearer t0ken\r\n"),
        "{request}"
    );
    let said = run(&["apply", &url, &file, "--token-env", "OCCI_NO_SUCH_VARIABLE"]);
    assert_eq!(said.code, 2, "{}", said.err);
}
