//! `occi discover` against servers: our own, and ones that misbehave.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use occi_grammar::{FileResolver, compile, format::Format};
use occi_model::{Model, Profile};

use crate::support::{Said, Server, occi, root, run};

const LAB: &str = r#"//! A laboratory.
extension lab "http://example.com/occi/lab#";

use core;
use infrastructure;

/// A graphics card.
kind gpu "Graphics card" : core.resource at "/gpu/" {
    /// Number of cores.
    required com.example.gpu.cores: integer(1..=4096);

    com.example.gpu.memory: float(0.0<..) = 2.0 unit "GiB";

    readonly always com.example.gpu.state: enum { idle, busy };

    action reset (method: enum { soft, hard });

    states com.example.gpu.state {
        initial idle { reset -> busy; }
        busy { event -> idle; }
    }
}

mixin small at "/small/" {
    depends infrastructure.resource_tpl;
    applies infrastructure.compute;
    set occi.compute.cores = 1;
}
"#;

fn model_of(path: &std::path::Path) -> Model {
    let compiled = compile(
        path.to_str().unwrap(),
        &mut FileResolver::new(),
        Profile::Union,
    );
    compiled
        .model
        .unwrap_or_else(|| panic!("{}", compiled.faults))
}

/// What a query interface says of a model.
fn listing(model: &Model, format: Format) -> String {
    let extensions: Vec<_> = model.extension_ids().collect();
    let subject = occi_grammar::format::Subject {
        model,
        extensions: &extensions,
        configurations: &[],
    };
    let written = format.writer().unwrap()(&subject);
    written.files.into_iter().map(|file| file.text).collect()
}

/// A served model comes back: all that a query interface says of it is the same, and what this
/// cannot say is what `occi convert` lists.
#[test]
fn a_served_model_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("lab.occi");
    fs::write(&source, LAB).unwrap();
    let served = model_of(&source);
    let server = Server::start(&[source.to_str().unwrap(), "--memory"]);
    let url = format!("http://{}", server.address);
    for (rendering, format) in [
        ("auto", Format::Json),
        ("json", Format::Json),
        ("text", Format::Text),
    ] {
        let back = folder.path().join(format!("{rendering}.occi"));
        let said = run(&[
            "discover",
            &url,
            "--rendering",
            rendering,
            "-o",
            back.to_str().unwrap(),
        ]);
        assert_eq!(said.code, 0, "{}", said.err);
        let text = fs::read_to_string(&back).unwrap();
        assert!(text.starts_with("extension lab "), "{text}");
        // Infrastructure is served as it is published, so that it is imported.
        assert!(text.contains("\nuse infrastructure;\n"), "{text}");
        assert!(!text.contains("kind compute"), "{text}");
        let found = model_of(&back);
        assert_eq!(
            listing(&found, format),
            listing(&served, format),
            "{rendering}"
        );
    }
    let said = run(&["discover", &url]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("set occi.compute.cores = 1;"),
        "{}",
        said.out
    );
    // The query interface itself may be named.
    for path in ["/", "/-/", "/.well-known/org/ogf/occi/-/"] {
        assert_eq!(run(&["discover", &format!("{url}{path}")]).out, said.out);
    }
    // Another format, with what it cannot hold.
    let ecore = run(&["discover", &url, "--to", "ecore"]);
    assert_eq!(ecore.code, 0, "{}", ecore.err);
    assert!(ecore.out.contains("<occi:Extension"), "{}", ecore.out);
    let text = run(&["discover", &url, "--to", "text"]);
    assert!(text.out.contains("Category: gpu; "), "{}", text.out);
    assert!(
        text.err
            .contains("lost: http://example.com/occi/lab#gpu com.example.gpu.cores: type"),
        "{}",
        text.err
    );
}

/// A definition that is built in comes back as it is, states and conditions included.
#[test]
fn a_published_definition_is_recognised() {
    let server = Server::start(&["infrastructure", "--memory"]);
    let folder = tempfile::tempdir().unwrap();
    let back = folder.path().join("infrastructure.occi");
    let said = run(&[
        "discover",
        &format!("http://{}", server.address),
        "-o",
        back.to_str().unwrap(),
    ]);
    assert_eq!((said.code, &*said.err), (0, ""), "{}", said.err);
    assert_eq!(
        model_of(&back),
        model_of(&root().join("specs/infrastructure.occi"))
    );
}

// ---- servers that misbehave

/// What a server says: to which line of the request, which answer.
type Script = Vec<(&'static str, String)>;

/// A server that answers by the first entry whose words are all in the request, and keeps what
/// it was asked.
struct Scripted {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Scripted {
    fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let ends = Arc::new(AtomicBool::new(false));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let thread = std::thread::spawn({
            let (ends, asked) = (Arc::clone(&ends), Arc::clone(&asked));
            move || {
                for stream in listener.incoming() {
                    if ends.load(Ordering::SeqCst) {
                        break;
                    }
                    answer(stream.unwrap(), &script, &asked, &ends);
                }
            }
        });
        Self {
            address,
            asked,
            ends,
            thread: Some(thread),
        }
    }

    fn discover(&self, arguments: &[&str]) -> Said {
        let url = format!("http://{}", self.address);
        let mut all = vec!["discover", &*url, "--timeout", "1"];
        all.extend(arguments);
        run(&all)
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(&self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(mut stream: TcpStream, script: &Script, asked: &Mutex<Vec<String>>, ends: &AtomicBool) {
    let mut request = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while !request.ends_with("\r\n\r\n") {
        if reader.read_line(&mut request).unwrap_or(0) == 0 {
            return;
        }
    }
    let found = script
        .iter()
        .find(|(words, _)| words.split('+').all(|word| request.contains(word)));
    asked.lock().unwrap().push(request);
    match found {
        Some((_, text)) if text == "wait" => {
            while !ends.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        Some((_, text)) => stream.write_all(text.as_bytes()).unwrap(),
        None => stream
            .write_all(reply("404 Not Found", "text/plain", "").as_bytes())
            .unwrap(),
    }
}

fn reply(status: &str, media: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn redirect(target: &str) -> String {
    reply(
        &format!("302 Found\r\nLocation: {target}"),
        "text/plain",
        "",
    )
}

const TAG: &str =
    "Category: tag; scheme=\"http://example.com/tags#\"; class=\"mixin\"; location=\"/tag/\"\n";

#[test]
fn what_is_no_listing_is_said_so() {
    let cases: [(Script, i32, &str); 11] = [
        (
            vec![("GET", reply("200 OK", "text/html", "<html>Hello</html>"))],
            1,
            "is `text/html`, which lists no categories; is this the base URL of an OCCI server?",
        ),
        (
            vec![("GET", reply("200 OK", "text/plain", "<html>Hello</html>"))],
            1,
            "no definition format has the root element `html`",
        ),
        (
            vec![(
                "GET",
                reply("401 Unauthorized", "text/plain", "who are you?"),
            )],
            3,
            "401 Unauthorized: who are you?",
        ),
        (
            vec![(
                "GET",
                reply(
                    "503 Service Unavailable\r\nRetry-After: 0",
                    "text/plain",
                    "later",
                ),
            )],
            3,
            "503 Service Unavailable: later",
        ),
        (vec![], 3, "404 Not Found"),
        (
            vec![("GET", reply("200 OK", "application/occi+json", ""))],
            1,
            "its answer is empty",
        ),
        (
            vec![(
                "GET",
                reply("200 OK", "application/occi+json", "{\"kinds\": [}"),
            )],
            1,
            "E0671",
        ),
        (
            vec![("GET", reply("200 OK", "application/occi+json", "{}"))],
            1,
            "E0674",
        ),
        (
            vec![
                ("GET /-/ ", redirect("/a/-/")),
                ("GET /a/-/ ", redirect("/-/")),
            ],
            3,
            "redirects in a circle, back to http://",
        ),
        (
            vec![("GET", redirect("http://other.example/-/"))],
            3,
            "redirects to http://other.example/-/; use that as the base URL",
        ),
        (vec![("GET", "wait".to_owned())], 3, "no answer within 1s"),
    ];
    for (script, code, message) in cases {
        let shown = format!("{script:?}");
        let said = Scripted::start(script).discover(&[]);
        assert_eq!(said.code, code, "{shown}\n{}", said.err);
        assert!(said.err.contains(message), "{shown}\n{}", said.err);
        assert_eq!(said.out, "", "{shown}");
    }
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let said = run(&["discover", &format!("http://{closed}")]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("no connection"), "{}", said.err);
}

/// Text is asked for where JSON is not to be had, or cannot be read.
#[test]
fn text_is_second_best() {
    for script in [
        vec![
            (
                "GET /-/ +accept: application",
                reply("406 Not Acceptable", "text/plain", ""),
            ),
            (
                "GET /-/ +accept: text/plain",
                reply("200 OK", "text/plain", TAG),
            ),
        ],
        vec![
            (
                "GET /-/ +accept: application",
                reply("200 OK", "application/json", "[1]"),
            ),
            (
                "GET /-/ +accept: text/plain",
                reply("200 OK", "text/plain", TAG),
            ),
        ],
        vec![
            (
                "GET /-/ +accept: application",
                reply("200 OK", "text/html", "<p>"),
            ),
            (
                "GET /-/ +accept: text/plain",
                reply("200 OK", "text/plain", TAG),
            ),
        ],
        vec![(
            "GET /.well-known/org/ogf/occi/-/ ",
            reply("200 OK", "text/plain", TAG),
        )],
        vec![
            ("GET /-/ ", redirect("/a")),
            ("GET /a ", reply("200 OK", "text/plain", TAG)),
        ],
    ] {
        let said = Scripted::start(script).discover(&[]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.contains("mixin tag at \"/tag/\";"), "{}", said.out);
    }
    // Not when JSON was asked for.
    let server = Scripted::start(vec![("GET", reply("200 OK", "application/json", "[1]"))]);
    assert_eq!(server.discover(&["--rendering", "json"]).code, 1);
}

#[test]
fn credentials_are_sent_and_not_shown() {
    let refusal = reply("403 Forbidden", "text/plain", "s3cret is wrong");
    let server = Scripted::start(vec![("GET", refusal)]);
    let url = format!("http://{}", server.address);
    for (arguments, expected) in [
        (
            &["--user", "alice", "--password-env", "OCCI_TEST_SECRET"][..],
            "authorization: Basic YWxpY2U6czNjcmV0",
        ),
        (
            &["--token-env", "OCCI_TEST_SECRET"][..],
            "authorization: Bearer s3cret",
        ),
        (
            &["--header", "X-Auth-Token: s3cret"][..],
            "x-auth-token: s3cret",
        ),
    ] {
        let output = occi()
            .args(["discover", &url])
            .args(arguments)
            .env("OCCI_TEST_SECRET", "s3cret")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3));
        let shown = String::from_utf8(output.stderr).unwrap();
        assert!(shown.contains("403 Forbidden: *** is wrong"), "{shown}");
        let asked = server.asked.lock().unwrap().pop().unwrap();
        assert!(asked.contains(expected), "{asked}");
    }
    for (arguments, message) in [
        (
            &["--token-env", "OCCI_NO_SUCH_VARIABLE"][..],
            "no environment variable",
        ),
        (&["--header", "nothing"][..], "no header field"),
        (&["--user", "alice"][..], "--password-env"),
        (&["--to", "compatible-one"][..], "not written"),
        (&["--to", "nothing"][..], "is no format"),
        (&["--cacert", "/no/such/file"][..], "cannot read"),
    ] {
        let said = server.discover(arguments);
        assert_eq!(said.code, 2, "{arguments:?} {}", said.err);
        assert!(said.err.contains(message), "{arguments:?} {}", said.err);
    }
    assert_eq!(run(&["discover", "gopher://h"]).code, 2);
}

/// Servers of the field, as they were recorded.
#[test]
fn recorded_servers_are_discovered() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/transcripts");
    if !folder.exists() {
        eprintln!("skipped: the transcripts are not here");
        return;
    }
    for (server, files) in [
        ("pyssf", 1),
        ("occi-py", 1),
        ("ooi", 6),
        ("rocci-server", 11),
        ("erocci", 3),
    ] {
        let recorded = |name: &str| {
            let path = folder.join(server).join(format!("{name}.response.http"));
            String::from_utf8(fs::read(path).unwrap()).unwrap()
        };
        let fake = Scripted::start(vec![
            ("GET /-/ +accept: application", recorded("04-query-json")),
            ("GET /-/ +accept: text/plain", recorded("02-query-plain")),
        ]);
        let target = tempfile::tempdir().unwrap();
        let said = fake.discover(&["-o", target.path().to_str().unwrap()]);
        assert_eq!(said.code, 0, "{server}\n{}", said.err);
        let mut found: Vec<_> = fs::read_dir(target.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        found.sort();
        assert_eq!(found.len(), files, "{server}: {found:?}");
        // What was written is a definition.
        for path in found {
            let said = run(&["check", path.to_str().unwrap(), "--allow", "warnings"]);
            assert_eq!(said.code, 0, "{server}\n{}", said.err);
        }
    }
}
