//! `occi conform`: plans, folders, target files, interruptions, signatures, https.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::{Server, occi, request, run};

pub(crate) fn url(server: &Server) -> String {
    format!("http://{}", server.address)
}

pub(crate) fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn creation(term: &str, title: &str) -> String {
    format!(
        "Category: {term}; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n\
         X-OCCI-Attribute: occi.core.title=\"{title}\"\r\n"
    )
}

/// Resources of somebody else.
fn fill(server: &Server) {
    for (path, term) in [("/compute/", "compute"), ("/network/", "network")] {
        for n in 0..4 {
            let body = creation(term, &format!("foreign {n}"));
            let fields = [("content-type", "text/plain"), ("accept", "text/plain")];
            let made = request(&server.address, "POST", path, &fields, &body);
            assert_eq!(made.status, 201);
        }
    }
}

/// Everything that the server shows of two kinds.
fn everything(server: &Server) -> Vec<String> {
    let mut all = Vec::new();
    for path in ["/compute/", "/network/"] {
        let list = request(
            &server.address,
            "GET",
            path,
            &[("accept", "text/uri-list")],
            "",
        );
        for line in list.body.lines() {
            let entity = line.split_once("//").unwrap().1;
            let path = &entity[entity.find('/').unwrap()..];
            let json = [("accept", "application/occi+json")];
            all.push(request(&server.address, "GET", path, &json, "").body);
        }
    }
    all.sort();
    all
}

#[test]
fn a_plan_says_what_would_be_run_and_sends_nothing() {
    // Nobody listens there.
    let said = run(&[
        "conform",
        "http://127.0.0.1:1",
        "--plan",
        "--kind",
        "compute",
        "--family",
        "cre",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let cases = said
        .out
        .lines()
        .filter(|line| line.contains("  k:infrastructure#compute/cre."));
    assert!(cases.count() > 3, "{}", said.out);
    let last = said.out.lines().last().unwrap();
    assert!(
        last.contains(" requests, ") && last.contains(" entities created and deleted"),
        "{last}"
    );
    // On a machine of somebody else requests are held back, and actions are not tried.
    let said = run(&[
        "conform",
        "http://occi.invalid",
        "--plan",
        "--kind",
        "compute",
    ]);
    assert!(said.out.contains("at this rate"), "{}", said.out);
    assert!(said.out.contains("not run: hazard class 2"), "{}", said.out);
}

#[test]
fn cases_are_selected_by_what_they_are() {
    let list = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec!["conform", "http://127.0.0.1:1", "--list"];
        all.extend(arguments);
        let said = run(&all);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
        said.out.lines().map(str::to_owned).collect()
    };
    let all = list(&[]);
    let act = list(&["--family", "act", "--kind", "compute"]);
    assert!(
        act.len() > 10
            && act
                .iter()
                .all(|id| id.starts_with("k:infrastructure#compute/act."))
    );
    let reads = list(&["--hazard", "0"]);
    assert!(!reads.is_empty() && reads.len() < all.len());
    assert!(reads.iter().all(|id| !id.contains("/cre.")));
    let requirement = list(&["--requirement", "INF-025"]);
    assert!(
        !requirement.is_empty() && requirement.len() < 20,
        "{requirement:?}"
    );
    let capability = list(&["--capability", "infrastructure-compute-action-start"]);
    let acts = |id: &String| id.contains("/act.");
    assert!(capability.len() > 3 && capability.iter().all(acts));
    let other = |id: &String| id.contains("act.cell/stop");
    assert!(!capability.iter().any(other), "{capability:?}");
    let should = list(&["--level", "should"]);
    assert!(!should.is_empty() && should.len() < all.len() / 2);
    let without = list(&["--exclude", "**@json"]);
    assert!(without.len() < all.len() && without.iter().all(|id| !id.ends_with("@json")));
    let none = run(&[
        "conform",
        "http://127.0.0.1:1",
        "--list",
        "--requirement",
        "NOPE-1",
    ]);
    assert_eq!(none.code, 2, "{}", none.out);
}

/// A key pair, made by the system's openssl; none where there is no such program.
fn keys(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let (private, public) = (folder.join("key.pem"), folder.join("key.pub"));
    let made = |arguments: &[&str]| {
        let status = Command::new("openssl")
            .args(arguments)
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    let private_text = text(&private);
    let is_made = made(&["genpkey", "-algorithm", "ed25519", "-out", &private_text])
        && made(&[
            "pkey",
            "-in",
            &private_text,
            "-pubout",
            "-out",
            &text(&public),
        ]);
    is_made.then_some((private, public))
}

#[test]
fn statements_are_signed_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let Some((private, public)) = keys(folder.path()) else {
        eprintln!("skipped: openssl makes no Ed25519 keys here");
        return;
    };
    let server = Server::start(&["infrastructure", "--memory"]);
    let out = folder.path().join("run");
    let said = run(&[
        "conform",
        &url(&server),
        "--family",
        "disc",
        "--out",
        &text(&out),
        "--sign",
        &text(&private),
    ]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let statement = text(&out.join("statement.dsse.json"));
    let verify = || run(&["conform", "verify", &statement, "--key", &text(&public)]);
    assert_eq!(verify().code, 0, "{}", verify().err);

    let results = out.join("results.json");
    let kept = fs::read_to_string(&results).unwrap();
    fs::write(&results, kept.replacen("\"pass\"", "\"fail\"", 1)).unwrap();
    assert_eq!(verify().code, 1, "other results");
    fs::write(&results, &kept).unwrap();
    let signed = fs::read_to_string(&statement).unwrap();
    let mut envelope: serde_json::Value = serde_json::from_str(&signed).unwrap();
    let payload = envelope["payload"].as_str().unwrap().to_owned();
    envelope["payload"] = format!("{}A{}", &payload[..40], &payload[41..]).into();
    fs::write(&statement, envelope.to_string()).unwrap();
    assert_eq!(verify().code, 1, "another statement");
    fs::write(&statement, signed).unwrap();
    let other = tempfile::tempdir().unwrap();
    let (_, stranger) = keys(other.path()).unwrap();
    let said = run(&["conform", "verify", &statement, "--key", &text(&stranger)]);
    assert_eq!(said.code, 1, "{}", said.out);
    for bad in [
        "",
        "{}",
        "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----",
    ] {
        fs::write(&public, bad).unwrap();
        assert_eq!(verify().code, 1, "{bad}");
    }
}

/// A run in the background that has created something.
fn slow_run(server: &Server, ledger: &Path, more: &[&str]) -> Child {
    let child = occi()
        .args([
            "conform",
            &url(server),
            "--family",
            "cre",
            "--rate",
            "40/s",
            "--concurrency",
            "2",
        ])
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(20) {
        let ledgers = if ledger.is_dir() {
            fs::read_dir(ledger)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect()
        } else {
            vec![ledger.to_owned()]
        };
        let created = |path: &PathBuf| {
            let file = fs::File::open(path).ok()?;
            let lines = BufReader::new(file).lines().map_while(Result::ok);
            Some(lines.filter(|line| line.contains("\"created\"")).count())
        };
        if ledgers.iter().filter_map(created).any(|count| count > 2) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

#[test]
fn what_a_killed_run_left_is_cleaned_up_and_nothing_else() {
    let server = Server::start(&["infrastructure", "--memory"]);
    fill(&server);
    let before = everything(&server);
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.jsonl");
    let mut left = 0;
    for _ in 0..3 {
        let _ = fs::remove_file(&ledger);
        let mut child = slow_run(&server, &ledger, &["--ledger", &text(&ledger)]);
        child.kill().unwrap();
        child.wait().unwrap();
        left += usize::from(everything(&server) != before);
        let dry = run(&["conform", "clean", &text(&ledger), "--dry-run"]);
        assert_eq!(dry.code, 0, "{}", dry.err);
        let said = run(&["conform", "clean", &text(&ledger)]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        assert_eq!(everything(&server), before, "{}", said.out);
        let again = run(&["conform", "clean", &text(&ledger)]);
        assert!(again.out.ends_with("nothing is left\n"), "{}", again.out);
    }
    assert!(left > 0, "no run left anything");
}

#[test]
fn an_interrupted_run_cleans_up_and_goes_on_later() {
    let server = Server::start(&["infrastructure", "--memory"]);
    fill(&server);
    let before = everything(&server);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out_text = text(&out);
    let mut child = slow_run(&server, &out, &["--out", &out_text]);
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert_eq!(everything(&server), before);
    let results = |name: &str| -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(out.join(name)).unwrap()).unwrap()
    };
    assert_eq!(results("results.json")["stopped"], "interrupted");
    let said = run(&[
        "conform",
        &url(&server),
        "--family",
        "cre",
        "--out",
        &out_text,
        "--resume",
    ]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("results of an earlier run"),
        "{}",
        said.out
    );
    assert_eq!(results("results.json")["tally"]["not-run"], 0);
    // With other cases it is another run.
    let said = run(&[
        "conform",
        &url(&server),
        "--model",
        "core",
        "--out",
        &out_text,
        "--resume",
    ]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.err.contains("another catalogue"), "{}", said.err);
}

#[test]
fn credentials_come_from_the_environment_and_appear_nowhere() {
    const CANARY: &str = "canary-4711-secret";
    let folder = tempfile::tempdir().unwrap();
    let users = folder.path().join("users");
    fs::write(&users, format!("tester:{CANARY}\n")).unwrap();
    let server = Server::start(&["infrastructure", "--memory", "--user-file", &text(&users)]);
    let target = folder.path().join("target.toml");
    fs::write(
        &target,
        format!(
            "[target]\nname = \"Example\"\nversion = \"1\"\nurl = \"{}\"\n\n[auth]\n\
             scheme = \"basic\"\nuser-env = \"T_USER\"\npassword-env = \"T_PASSWORD\"\n\n\
             [features]\nuser-mixins = \"switched off\"\n\n\
             [values.\"infrastructure#storage\"]\n\"occi.storage.size\" = 3\n\n\
             [[skip]]\ncases = \"k:infrastructure#storage/del.coll\"\nreason = \"r\"\nuntil = \"2999-01-01\"\n",
            url(&server)
        ),
    )
    .unwrap();
    let out = folder.path().join("run");
    let conform = |password: Option<&str>, more: &[&str]| {
        let mut command = occi();
        command
            .args([
                "conform",
                "--target-file",
                &text(&target),
                "--kind",
                "storage",
            ])
            .args(more)
            .env_remove("T_PASSWORD")
            .env("T_USER", "tester");
        if let Some(password) = password {
            command.env("T_PASSWORD", password);
        }
        command.output().unwrap()
    };
    let output = conform(Some(CANARY), &["--out", &text(&out)]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{shown}");
    let json = fs::read_to_string(out.join("results.json")).unwrap();
    let results: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(results["target"]["name"], "Example");
    assert_eq!(results["tally"]["not-run"], 1, "the one that is skipped");
    let sizes = fs::read_dir(out.join("transcript")).unwrap().any(|entry| {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        text.contains("size\":3")
            || text.contains("occi.storage.size=3")
            || text.contains("size\": 3")
    });
    assert!(sizes, "the pinned size is sent");
    // In no file, neither as it is nor in base64.
    let encoded = "Y2FuYXJ5LTQ3MTE";
    let mut folders = vec![out];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            assert!(
                !text.contains(CANARY) && !text.contains(encoded),
                "{}",
                path.display()
            );
        }
    }
    assert!(files > 50 && !shown.contains(CANARY));
    let output = conform(None, &[]);
    assert_eq!(output.status.code(), Some(2), "no password");
    let output = conform(Some("wrong-password"), &[]);
    assert_eq!(output.status.code(), Some(3), "a wrong password");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("answers 401"), "{shown}");
}

#[test]
fn files_that_mean_nothing_end_a_run_before_it_begins() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    for (text_of_file, says) in [
        ("[target]\nurl = 1", "line 2"),
        (
            "[auth]\nscheme = \"bearer\"\ntoken = \"canary\"",
            "environment variable",
        ),
        (
            "[values.\"infrastructure#storage\"]\n\"occi.storage.size\" = -1.0",
            "occi.storage.size",
        ),
        (
            "[values.\"infrastructure#moon\"]\n\"occi.storage.size\" = 1.0",
            "no such kind",
        ),
        (
            "[[skip]]\ncases = \"k:no/such\"\nreason = \"r\"\nuntil = \"2999-01-01\"",
            "matches no case",
        ),
    ] {
        fs::write(&file, text_of_file).unwrap();
        let said = run(&[
            "conform",
            "http://127.0.0.1:1",
            "--list",
            "--target-file",
            &text(&file),
        ]);
        assert_eq!(said.code, 1, "{text_of_file}: {}", said.out);
        assert!(said.err.contains(says), "{text_of_file}: {}", said.err);
        assert!(!said.err.contains("canary"), "{}", said.err);
    }
    for ledger in ["", "{}", "[[[[", "{\"entry\":\"run\"}", "\u{0}\u{1}"] {
        fs::write(&file, ledger).unwrap();
        let said = run(&["conform", "clean", &text(&file)]);
        assert_eq!(said.code, 1, "{ledger}: {}", said.out);
    }
    // Not one's own machine, and not said twice.
    let said = run(&["conform", "http://occi.invalid", "--safety", "exclusive"]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.err.contains("--i-own-this-endpoint"), "{}", said.err);
    // Passwords do not go over the wire in the clear.
    fs::write(&file, "[auth]\nscheme = \"bearer\"\ntoken-env = \"PATH\"").unwrap();
    let said = run(&[
        "conform",
        "http://occi.invalid",
        "--list",
        "--target-file",
        &text(&file),
    ]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.err.contains("without encryption"), "{}", said.err);
}

/// The report as a browser shows it; needs a headless Chromium.
#[test]
fn the_html_report_works_in_a_browser() {
    let names = [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ];
    let found = names.into_iter().find(|name| {
        let version = Command::new(name)
            .arg("--version")
            .stderr(Stdio::null())
            .output();
        version.is_ok_and(|output| output.status.success())
    });
    let Some(browser) = found else {
        eprintln!("skipped: there is no headless Chromium here");
        return;
    };
    // A server with fewer kinds than the guideline asks for gives failures.
    let server = Server::start(&["core", "--memory"]);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let guideline = crate::support::root().join("specs/guidelines/occi-infrastructure.json");
    run(&[
        "conform",
        &url(&server),
        "--guideline",
        &text(&guideline),
        "--out",
        &text(&out),
    ]);
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--virtual-time-budget=2000",
            "--dump-dom",
        ])
        .arg(format!("file://{}", text(&out.join("report.html"))))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        dom.contains("id=\"headline\">not conformant<"),
        "{dom:.2000}"
    );
    // The script has run: it shows the filters, which are hidden without it.
    assert!(
        dom.contains("<p class=\"filters\">"),
        "the script did not run"
    );
    assert!(dom.matches("<article id=\"f-").count() > 3);
    assert!(dom.contains("<table class=\"matrix\">"));
    assert!(dom.contains("curl -i -X GET"));
    let console = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!console.contains("CONSOLE"), "{console}");
}
