//! `occi guideline serve` and signed uploads: the whole path from a stream to a report.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use crate::support::{occi, request, root, run};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut child = occi()
            .args(["guideline", "serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().rsplit('/').next().unwrap().to_owned();
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn guidelines() -> String {
    let folder = root().join("specs/guidelines");
    folder.to_str().unwrap().to_owned()
}

#[test]
fn results_outlive_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("results.redb");
    let store = store.to_str().unwrap();
    let body = r#"{"cpid": "c", "duration_seconds": 0, "results": [{"name": "a.B.c"}]}"#;
    let upload = {
        let server = Server::start(&[&guidelines(), "--store", store]);
        let answer = request(&server.address, "POST", "/v1/results/", &[], body);
        assert_eq!(answer.status, 201, "{}", answer.body);
        // It is killed, not stopped: what was answered is on disk.
        serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()
    };
    let server = Server::start(&[&guidelines(), "--store", store]);
    let listed = request(&server.address, "GET", "/v1/results?page=1", &[], "");
    assert!(
        listed.body.contains(upload["test_id"].as_str().unwrap()),
        "{}",
        listed.body
    );
    // One process at a time.
    let second = run(&[
        "guideline",
        "serve",
        &guidelines(),
        "--store",
        store,
        "--listen",
        "127.0.0.1:0",
    ]);
    assert_eq!(second.code, 3, "{}", second.err);
}

#[test]
fn a_signed_upload_is_believed_when_its_key_is_registered() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (key, fields, keys, stream) = (path("key.pem"), path("fields"), path("keys"), path("run"));
    let made = Command::new("openssl")
        .args(["genrsa", "-out", &key, "2048"])
        .stderr(Stdio::null())
        .status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: openssl is not there to make a key");
        return;
    }
    let guideline = format!("{}/occi-infrastructure.json", guidelines());
    fs::write(&stream, "test: a.B.c\nsuccess: a.B.c\n").unwrap();
    let said = run(&[
        "judge",
        &stream,
        "--guideline",
        &guideline,
        "--format",
        "refstack",
        "--cpid",
        "c",
        "--duration",
        "9",
        "--sign",
        &key,
        "--headers",
        &fields,
    ]);
    assert!(
        said.out.contains("\"duration_seconds\": 9"),
        "{}{}",
        said.out,
        said.err
    );
    let fields = fs::read_to_string(&fields).unwrap();
    let fields: Vec<(&str, &str)> = fields
        .lines()
        .map(|line| line.split_once(": ").unwrap())
        .collect();
    fs::write(&keys, format!("{} us\n", fields[1].1)).unwrap();
    let server = Server::start(&[&guidelines(), "--memory", "--keys", &keys, "--signed-only"]);
    let upload = |body: &str, fields: &[(&str, &str)]| {
        request(&server.address, "POST", "/v1/results", fields, body).status
    };
    assert_eq!(upload(&said.out, &fields), 201);
    assert_eq!(upload(&said.out.replace('9', "8"), &fields), 400);
    assert_eq!(upload(&said.out, &[]), 401);
}

#[test]
fn what_cannot_be_served_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    let serve = |arguments: &[&str]| {
        run(&[
            &["guideline", "serve", "--listen", "127.0.0.1:0", "--memory"],
            arguments,
        ]
        .concat())
    };
    let said = serve(&[empty]);
    assert!(
        said.code == 1 && said.err.contains("no guideline"),
        "{}",
        said.err
    );
    assert_eq!(serve(&["/nowhere/at/all"]).code, 3);
    let keys = folder.path().join("keys");
    fs::write(&keys, "ssh-ed25519 AAAA me\n").unwrap();
    let said = serve(&[&guidelines(), "--keys", keys.to_str().unwrap()]);
    assert!(
        said.code == 1 && said.err.contains("line 1"),
        "{}",
        said.err
    );
    assert_eq!(serve(&[&guidelines(), "--signed-only"]).code, 2);
}
