//! Whole runs of `occi conform`: their folders, going on with them, endpoints that offer a part.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use crate::{
    conform::{text, url},
    support::{Server, occi, request, root, run},
};

#[test]
fn a_run_fills_its_folder_with_every_report() {
    let server = Server::start(&["infrastructure", "--memory"]);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let network = || {
        run(&[
            "conform",
            &url(&server),
            "--kind",
            "network",
            "--out",
            &text(&out),
            "--quiet",
        ])
    };
    let said = network();
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    let results: serde_json::Value = serde_json::from_str(&read("results.json")).unwrap();
    let cases = results["cases"].as_array().unwrap().len();
    assert!(cases > 100, "{cases}");
    assert!(read("junit.xml").contains("<testsuites"));
    assert!(read("results.tap").starts_with(&format!("TAP version 14\n1..{cases}\n")));
    let ctrf: serde_json::Value = serde_json::from_str(&read("ctrf.json")).unwrap();
    assert_eq!(ctrf["results"]["summary"]["tests"], cases);
    assert!(read("report.html").contains("<!DOCTYPE html>"));
    let json = |name: &str| -> serde_json::Value { serde_json::from_str(&read(name)).unwrap() };
    let passed = results["tally"]["pass"].as_u64().unwrap();
    let refstack = json("refstack.json");
    let members: Vec<&String> = refstack.as_object().unwrap().keys().collect();
    assert_eq!(members, ["cpid", "duration_seconds", "results"]);
    let passes = refstack["results"].as_array().unwrap();
    assert_eq!(passes.len() as u64, passed, "passes only");
    assert!(passes.iter().all(|one| one["name"].is_string()));
    let summary = json("summary.json");
    let statistics = &summary["levels"]["must"]["statistics"];
    assert!(statistics["pass"].as_u64().unwrap() > 50, "{statistics}");
    assert_eq!(statistics["fail"], 0);
    let supported = summary["features"]["supported"].as_array().unwrap();
    assert!(
        supported
            .iter()
            .any(|name| name == "infrastructure-network-create")
    );
    assert!(
        !out.join("badge.svg").exists(),
        "a part of the cases deserves no badge"
    );
    let transcripts = fs::read_dir(out.join("transcript")).unwrap().count();
    assert!(transcripts > 100, "{transcripts}");
    // A second run does not write over the first.
    let again = network();
    assert_eq!(again.code, 2, "{}", again.err);

    let case = "k:infrastructure#network/cre.min@json";
    let said = run(&[
        "conform",
        "replay",
        case,
        &url(&server),
        "--against",
        &text(&out),
    ]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("=== request 1\nPOST /network/"),
        "{}",
        said.out
    );
    assert!(said.out.contains("\nthe same as in "), "{}", said.out);
    let once = folder.path().join("once");
    let said = run(&[
        "conform",
        "replay",
        case,
        &url(&server),
        "--out",
        &text(&once),
    ]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let kept = fs::read_to_string(once.join("results.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    let ids = kept["cases"].as_array().unwrap().iter();
    assert!(ids.map(|one| &one["id"]).any(|id| id == case), "{kept}");
}

/// What a draw writes is definitions, each otherwise than the original, the same for a seed.
#[test]
fn a_draw_of_changed_definitions_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let draw = |name: &str, seed: &str| -> Vec<String> {
        let into = folder.path().join(name);
        let said = run(&[
            "conform",
            "self-test",
            "--write",
            &text(&into),
            "--mutants",
            "4",
            "--seed",
            seed,
        ]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        let names = ["001.occi", "002.occi", "003.occi", "004.occi"];
        assert_eq!(fs::read_dir(&into).unwrap().count(), names.len());
        let files = names.map(|name| into.join(name));
        for file in &files {
            let checked = run(&["check", &text(file), "--allow", "warnings"]);
            assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
        }
        files.map(|file| fs::read_to_string(file).unwrap()).into()
    };
    let drawn = draw("one", "3");
    assert_eq!(draw("again", "3"), drawn);
    assert_ne!(draw("other", "4"), drawn);
    let different: BTreeSet<&String> = drawn.iter().collect();
    assert_eq!(different.len(), drawn.len());
}

/// A run in another order has the same verdicts; a server that lost something has lost cases.
#[test]
fn runs_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let before = text(&folder.path().join("before"));
    let again = text(&folder.path().join("again"));
    let after = text(&folder.path().join("after"));
    let disc = ["--model", "infrastructure", "--family", "disc"];
    let server = Server::start(&["infrastructure", "--memory"]);
    let address = url(&server);
    let one = [&["conform", &address, "--out", &before][..], &disc].concat();
    assert_eq!(run(&one).code, 0);
    let other = [
        &["conform", &address, "--shuffle", "7", "--out", &again][..],
        &disc,
    ]
    .concat();
    assert_eq!(run(&other).code, 0);
    let said = run(&["conform", "compare", &before, &again]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("\n0 lost, 0 gained, "), "{}", said.out);

    let file = folder.path().join("infrastructure.occi");
    fs::write(&file, PART).unwrap();
    let broken = Server::start(&[&text(&file), "--memory"]);
    let address = url(&broken);
    let changed = [&["conform", &address, "--out", &after][..], &disc].concat();
    assert_eq!(run(&changed).code, 1);
    let page = folder.path().join("comparison.html");
    let said = run(&[
        "conform",
        "compare",
        &before,
        &after,
        "--markdown",
        "--html",
        &text(&page),
    ]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    for line in [
        "### Passed, and do not any more (",
        "- `k:infrastructure#network/disc`: pass → fail – `",
        "- `k:infrastructure#compute/disc`: pass → not-applicable – `",
    ] {
        assert!(said.out.contains(line), "{line}: {}", said.out);
    }
    let page = fs::read_to_string(page).unwrap();
    for part in [
        "<h2>Passed, and do not any more (",
        "<td><code>k:infrastructure#network/disc</code></td><td class=\"pass\">pass</td>\
         <td class=\"fail\">fail</td>",
        ".pass, .conformant {",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // What has improved since then.
    let said = run(&["conform", "compare", &after, &before]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("Pass now: "), "{}", said.out);

    let said = run(&["conform", "compare", &before, &text(&file)]);
    assert_eq!(said.code, 3, "{}{}", said.out, said.err);
    assert!(
        said.err.contains("no results of `occi conform`"),
        "{}",
        said.err
    );
}

/// What fails becomes a known deviation, with which a run ends well; when it passes, the run says
/// so, and it is taken out again.
#[test]
fn known_deviations_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (first, later) = (folder.path().join("first"), folder.path().join("later"));
    let cloud = folder.path().join("cloud.toml");
    fs::write(&cloud, "# Ours.\n[target]\nname = \"Cloud\"\n").unwrap();
    let cloud = text(&cloud);
    let disc = ["--model", "infrastructure", "--family", "disc"];
    let keep = |run_folder: &Path, more: &[&str]| {
        let folder = text(run_folder);
        let command = ["conform", "expectations", &folder, "--target-file", &cloud];
        run(&[&command[..], more].concat())
    };

    let part = folder.path().join("infrastructure.occi");
    fs::write(&part, PART).unwrap();
    let broken = Server::start(&[&text(&part), "--memory"]);
    let address = url(&broken);
    let command = ["conform", &address, "--out"];
    assert_eq!(
        run(&[&command[..], &[&text(&first)], &disc].concat()).code,
        1
    );
    let because = ["--add", "--reason", "a rename", "--until", "2999-12-31"];
    let said = keep(&first, &because);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("+ k:infrastructure#network/disc\n"),
        "{}",
        said.out
    );
    let known = ["--target-file", &cloud];
    let again = run(&[&["conform", &address][..], &known, &disc].concat());
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);

    let mended = Server::start(&["infrastructure", "--memory"]);
    let address = url(&mended);
    let out = text(&later);
    let whole = [&["conform", &address, "--out", &out][..], &known, &disc].concat();
    assert_eq!(run(&whole).code, 1, "an entry is stale");
    let said = keep(&later, &["--remove", "--dry-run"]);
    assert!(said.out.contains("not changed"), "{}", said.out);
    let said = keep(&later, &["--remove"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(
        fs::read_to_string(&cloud).unwrap(),
        "# Ours.\n[target]\nname = \"Cloud\"\n"
    );

    assert_eq!(keep(&later, &[]).code, 2, "neither adds nor removes");
    assert_eq!(keep(&later, &["--add"]).code, 2, "no reason");
}

/// Templates that the endpoint offers.
fn templates(server: &Server) -> usize {
    let accept = [("accept", "text/plain")];
    let answer = request(&server.address, "GET", "/-/", &accept, "");
    let lines = answer.body.lines();
    lines
        .filter(|line| line.contains("urn:occi:templates#"))
        .count()
}

/// A run that was killed after an action had made templates goes on without being told of what: what
/// it left is deleted before the endpoint is asked what it offers.
#[test]
fn a_killed_run_goes_on_without_a_model() {
    let server = Server::start(&["infrastructure", "--memory"]);
    let folder = tempfile::tempdir().unwrap();
    let out = text(&folder.path().join("run"));
    let address = url(&server);
    let arguments = [
        "conform",
        &address,
        "--select",
        "k:infrastructure#compute/act.cell/save/**",
        "--select",
        "k:infrastructure#compute/act.param/save/**",
        "--out",
        &out,
    ];
    let mut child = occi()
        .args(arguments)
        .args(["--rate", "30/s"])
        .spawn()
        .unwrap();
    for _ in 0..400 {
        if templates(&server) > 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(templates(&server) > 0, "it was killed too early");
    let resumed: Vec<&str> = arguments.into_iter().chain(["--resume"]).collect();
    let said = run(&resumed);
    assert!(!said.err.contains("other cases"), "{}", said.err);
    // What was made without a marker, because its name was under test, waits for a word.
    let left = templates(&server);
    let clean = run(&["conform", "clean", &out, "--without-marker"]);
    assert_eq!(clean.code, 0, "{}{}", clean.out, clean.err);
    assert_eq!(templates(&server), 0, "{left} before: {}", clean.out);
    assert!(matches!(said.code, 0 | 4), "{}{}", said.out, said.err);
}

const PART: &str = r#"
extension infrastructure "http://schemas.ogf.org/occi/infrastructure#";

use core;

/// A network without tags, and nothing else of the standard.
kind network "Network Resource" : core.resource at "/network/" {
    occi.network.vlan: integer(0..=4095);
    readonly always occi.network.state: enum { active, inactive, error } = inactive;
    readonly occi.network.state.message: string;
    action up;
    action down;
    states occi.network.state {
        initial final inactive { up -> active | error; }
        active { down -> inactive | error; }
        error;
    }
}
"#;

const OWN: &str = r#"
extension gadgets "http://example.com/gadgets#";

use core;
use infrastructure;

/// A kind that the standard does not have.
kind gadget "Gadget" : core.resource at "/gadget/" {
    com.example.gadget.size: integer(1..=3);
}
"#;

/// A server that offers a part of the standard, differently, and something of its own: what it has
/// is tested by the standard, what it has not is no failure, and both are told.
#[test]
fn an_endpoint_that_offers_a_part_is_tested_by_the_standard() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("infrastructure.occi"), PART).unwrap();
    let file = folder.path().join("gadgets.occi");
    fs::write(&file, OWN).unwrap();
    let server = Server::start(&[&text(&file), "--memory"]);
    let said = run(&["conform", &url(&server), "--report", "json"]);
    assert!(said.err.contains("by the standard"), "{}", said.err);
    assert_eq!(said.code, 1, "{}", said.err);
    let results: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let cases = results["cases"].as_array().unwrap();
    let verdict = |id: &str| {
        let found = cases.iter().find(|case| case["id"] == id);
        found.map(|case| case["verdict"].as_str().unwrap().to_owned())
    };
    let of = |id| verdict(id).unwrap_or_else(|| panic!("no {id}"));
    assert_eq!(of("k:infrastructure#network/cre.min@json"), "pass");
    assert_eq!(of("k:infrastructure#network/act.cell/up/inactive"), "pass");
    assert_eq!(
        of("k:infrastructure#network/disc"),
        "fail",
        "it lacks the label"
    );
    assert_eq!(of("k:gadgets#gadget/cre.min@json"), "pass");
    assert_eq!(of("k:infrastructure#compute/disc"), "not-applicable");
    assert_eq!(
        of("k:infrastructure#storage/cre.min@json"),
        "not-applicable"
    );
    let differences = results["differences"].to_string();
    for word in ["occi.network.label", "compute"] {
        assert!(differences.contains(word), "{word}: {differences}");
    }
}

/// Nothing can be made where no kind has a location: Core is listed, and stands in for nothing.
#[test]
fn an_endpoint_where_nothing_can_be_made_is_not_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bare.occi");
    fs::write(
        &file,
        "extension bare \"http://example.com/bare#\";\nuse core;\n\
         abstract kind thing : core.resource { com.example.size: integer; }\n",
    )
    .unwrap();
    let server = Server::start(&[&text(&file), "--memory"]);
    let said = run(&["conform", &url(&server), "--model", "discovered"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains(": conformant; "), "{}", said.out);
}

/// The client of the project in both renderings, and one in another language.
#[test]
fn clients_are_tested_through_a_harness() {
    let own = env!("CARGO_BIN_EXE_occi");
    for rendering in ["text", "json"] {
        let harness = ["--", own, "conform", "harness", "--rendering", rendering];
        let said = run(&[&["conform", "client", "--report", "json"][..], &harness].concat());
        assert_eq!(said.code, 0, "{rendering}: {}{}", said.out, said.err);
        let results: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert!(results["tally"]["pass"].as_u64().unwrap() > 40);
        assert_eq!(results["tally"]["unsupported"], 0);
    }
    let python = std::process::Command::new("python3")
        .arg("--version")
        .output();
    if !python.is_ok_and(|said| said.status.success()) {
        eprintln!("skipped: the harness in Python, since there is no python3");
        return;
    }
    let example = text(&root().join("examples/client-harness/harness.py"));
    let said = run(&[
        "conform", "client", "--report", "json", "--", "python3", &example,
    ]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let results: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(results["tally"]["pass"].as_u64().unwrap() > 35);
    assert!(results["tally"]["unsupported"].as_u64().unwrap() > 3);

    let nobody = run(&["conform", "client", "--", "/nowhere/harness"]);
    assert_eq!(nobody.code, 2, "{}", nobody.err);
}

/// The readers and writers of the project; messages that are printed are taken again.
#[test]
fn readers_and_writers_are_tested_through_a_harness() {
    let own = env!("CARGO_BIN_EXE_occi");
    let harness = ["--", own, "conform", "harness"];
    let folder = tempfile::tempdir().unwrap();
    let out = text(&folder.path().join("run"));
    let asked = ["conform", "rendering", "--report", "json", "--out", &out];
    let said = run(&[&asked[..], &harness].concat());
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let results: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(results["tally"]["pass"].as_u64().unwrap() > 300);
    let matrix = fs::read_to_string(folder.path().join("run/report.html")).unwrap();
    assert!(matrix.contains("TXT-052"), "{matrix}");

    let stored = "w:reader/TXT-052/escapes@plain";
    let printed = run(&["conform", "rendering", "--print", "--select", stored]);
    assert_eq!(printed.code, 0, "{}", printed.err);
    let file = folder.path().join("vectors.jsonl");
    let again = |text: String, select: &str| {
        fs::write(&file, text).unwrap();
        let name = super::conform::text(&file);
        let asked = [
            "conform",
            "rendering",
            "--vectors",
            &name,
            "--select",
            select,
        ];
        run(&[&asked[..], &harness].concat())
    };
    // The same id twice is no file of further messages; another one is.
    assert_eq!(again(printed.out.clone(), "**").code, 2);
    let mine = printed.out.replace(stored, "w:mine/escapes");
    let said = again(mine.clone(), "w:mine/**");
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("1 cases: 1 pass"), "{}", said.out);
    // What it says is what counts.
    let other = mine.replace(
        "\"attributes\":{\"occi.core.title\":\"a",
        "\"attributes\":{\"occi.core.title\":\"b",
    );
    assert_ne!(other, mine);
    let said = again(other, "w:mine/**");
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    let said = again("{}\n".to_owned(), "**");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("vectors.jsonl:1"), "{}", said.err);
}

/// Readers in another language: one that knows listings alone, and a client, which reads nothing
/// that it is given.
#[test]
fn readers_in_another_language_are_tested() {
    let python = std::process::Command::new("python3")
        .arg("--version")
        .output();
    if !python.is_ok_and(|said| said.status.success()) {
        eprintln!("skipped: the harnesses in Python, since there is no python3");
        return;
    }
    for (name, passes) in [("reader-harness", 13), ("client-harness", 0)] {
        let harness = text(&root().join("examples").join(name).join("harness.py"));
        let asked = ["conform", "rendering", "--report", "json", "--", "python3"];
        let said = run(&[&asked[..], &[&harness]].concat());
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        let results: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(
            results["tally"]["pass"].as_u64().unwrap_or(0),
            passes,
            "{name}"
        );
        assert!(results["tally"]["unsupported"].as_u64().unwrap() > 300);
    }
}

/// What a change of a definition changes in its cases.
#[test]
fn the_cases_of_two_definitions_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        super::conform::text(&path)
    };
    let text = "extension test \"http://example.com/test#\";\nuse core;\n\
         kind one : core.resource at \"/one/\" { com.example.size: integer(1..10); }\n";
    let before = file("before.occi", text);
    let wider = text
        .replace("1..10", "1..20")
        .replace("; }", "; com.example.name: string; }");
    let after = file("after.occi", &wider);
    let list = |name: &str, other: &str| {
        let said = run(&[
            "conform",
            "http://127.0.0.1:1",
            "--list",
            "--model",
            name,
            "--since",
            other,
        ]);
        assert_eq!(said.code, 0, "{}", said.err);
        said.out
    };
    assert_eq!(list(&before, &before), "");
    let told = list(&after, &before);
    for line in [
        "+ k:test#one/fil/com.example.name\n",
        "~ k:test#one/val.bad/com.example.size/above\n",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!told.contains("\n- "), "{told}");
    assert!(list(&before, &after).contains("- k:test#one/fil/com.example.name\n"));
}

/// A fault that breaks no row of the list asks for no case that names one.
#[test]
fn the_self_test_ends_well_where_everything_is_found() {
    for fault in ["slow-answers", "created-without-location"] {
        let said = run(&["conform", "self-test", "--fault", fault]);
        assert_eq!(said.code, 0, "{fault}: {}{}", said.out, said.err);
        assert!(said.out.contains("faults found: 1 of 1\n"), "{}", said.out);
    }
}
