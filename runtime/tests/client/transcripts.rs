//! The client against answers that five other servers gave, octet by octet as they went over the
//! wire: each exchange is replayed and asked for by the operation of the client that would meet it.
//!
//! The transcripts are no part of the project. Where they are absent, the test says so.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use occi::{
    Attributes, CategoryId, Instance,
    client::{Client, ClientError},
};
use occi_rendering::{MediaType, Mode, Payload, read_categories, read_entities, read_locations};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";

/// Deviations that the readers forgive: server, code, exchanges.
const FORGIVEN: &[(&str, &str, &[&str])] = &[
    ("erocci", "repeated-location", &["40"]),
    ("erocci", "title-not-string", &["04", "05"]),
    (
        "occi-py",
        "attribute-before-category",
        &["25", "26", "32", "34", "51", "52", "56", "64"],
    ),
    (
        "occi-py",
        "parameter-order",
        &["01", "02", "03", "09", "11", "51", "52", "64", "74"],
    ),
    // Its category listing is an array of the older dialect, with definitions as words.
    ("pyssf", "array-at-top", &["04"]),
    ("pyssf", "category-member:related", &["04"]),
    ("pyssf", "definition-as-word", &["04"]),
    ("rocci-server", "field-alias", &["03", "26", "47", "51"]),
    ("rocci-server", "link-empty", &["26", "51"]),
    ("rocci-server", "location-header", &["19"]),
    ("rocci-server", "pattern-string", &["04", "05", "07", "08"]),
    (
        "rocci-server",
        "rel-multiple",
        &["02", "03", "09", "10", "11", "72"],
    ),
];

/// JSON of a draft before the standard, with kinds as objects; the client falls back to text.
const JSON: &str = "JSON of a draft: kinds are objects, attributes are words";
/// A page for people, which the client never asks for.
const PAGE: &str = "HTML";
/// A rendering that the client never asks for.
const XML: &str = "XML";
/// The rendering of listings, for what is no listing; the client never asks for it.
const LIST: &str = "a list of locations where an entity or categories were asked for";
/// The server lost the escapes.
const QUOTES: &str = "quotes inside a quoted value are not escaped";

/// Answers of status 2xx that cannot be taken at face value: server, exchange, error, why.
const UNREADABLE: &[(&str, &str, &str, &str)] = &[
    ("pyssf", "08-query-html", "no rendering", PAGE),
    ("pyssf", "21-list-compute-json", "unreadable", JSON),
    ("pyssf", "23-list-compute-html", "no rendering", PAGE),
    ("pyssf", "27-get-compute-json", "unreadable", JSON),
    ("pyssf", "30-get-compute-html", "no rendering", PAGE),
    ("pyssf", "32-get-compute-escaped", "unreadable", QUOTES),
    ("pyssf", "49-get-link-json", "unreadable", JSON),
    ("pyssf", "53-get-compute-linked-json", "unreadable", JSON),
    ("occi-py", "06-query-urilist", "unreadable", LIST),
    ("occi-py", "31-get-compute-urilist", "unreadable", LIST),
    ("ooi", "06-query-urilist", "unreadable", LIST),
    ("ooi", "31-get-compute-urilist", "unreadable", LIST),
    ("erocci", "01-query-default", "no rendering", PAGE),
    ("erocci", "06-query-urilist", "unreadable", LIST),
    ("erocci", "07-query-xml", "no rendering", XML),
    ("erocci", "08-query-html", "no rendering", PAGE),
    ("erocci", "23-list-compute-xml", "no rendering", XML),
    ("erocci", "24-list-compute-html", "no rendering", PAGE),
    ("erocci", "30-get-compute-xml", "no rendering", XML),
    ("erocci", "31-get-compute-html", "no rendering", PAGE),
    ("erocci", "33-get-compute-escaped", "unreadable", QUOTES),
    ("erocci", "51-get-link-xml", "no rendering", XML),
    ("erocci", "55-get-compute-linked-xml", "no rendering", XML),
];

/// One line of `exchanges.tsv`, with the answer.
struct Exchange {
    name: String,
    method: String,
    path: String,
    answer: Vec<u8>,
}

/// The operation of the client that meets an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Discover,
    List,
    Get,
    Create,
    Act,
    Update,
    Replace,
    Delete,
}

impl Exchange {
    /// None for what the client never sends: other methods, work on the mixins of users.
    fn operation(&self) -> Option<Operation> {
        let slug = self.name.split_once('-').unwrap().1;
        let is = |starts: &[&str]| starts.iter().any(|start| slug.starts_with(start));
        let is_query = self.path.ends_with("/-/");
        Some(match self.method.as_str() {
            "GET" if is_query => Operation::Discover,
            "GET" if is(&["list", "filter", "page", "mixin-list", "error-accept"]) => {
                Operation::List
            }
            "GET" => Operation::Get,
            "POST" if self.path.contains("?action=") => Operation::Act,
            "POST" if is(&["create", "link", "error"]) => Operation::Create,
            "POST" if is(&["update"]) => Operation::Update,
            "PUT" if is(&["update", "create"]) => Operation::Replace,
            "DELETE" if is(&["delete"]) => Operation::Delete,
            _ => return None,
        })
    }

    fn status(&self) -> Option<u16> {
        std::str::from_utf8(self.answer.get(9..12)?)
            .ok()?
            .parse()
            .ok()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/transcripts")
}

fn exchanges(peer: &str) -> Vec<Exchange> {
    let folder = folder().join(peer);
    let table = fs::read_to_string(folder.join("exchanges.tsv")).unwrap();
    table
        .lines()
        .skip(1)
        .map(|line| {
            let mut columns = line.split('\t');
            let mut next = || columns.next().unwrap().to_owned();
            let (name, method, target) = (next(), next(), next());
            let path = match target.split_once("://") {
                Some((_, rest)) => rest[rest.find('/').unwrap()..].to_owned(),
                None => target,
            };
            let answer = fs::read(folder.join(format!("{name}.response.http"))).unwrap();
            Exchange {
                name,
                method,
                path,
                answer,
            }
        })
        .collect()
}

/// What the replaying server says now.
struct Script {
    /// The answer that is tried, and to what.
    method: String,
    path: String,
    answer: Vec<u8>,
    /// The query interface in text.
    query: Vec<u8>,
    /// An instance in text: what a client reads afterwards.
    instance: Vec<u8>,
}

impl Script {
    fn answer(&self, method: &str, target: &str) -> &[u8] {
        let path = |target: &str| target.split('?').next().unwrap_or_default().to_owned();
        let (asked, tried) = (path(target), path(&self.path));
        let is_tried = method == self.method && (asked == tried || method == "POST");
        let both_query = tried.ends_with("/-/") && asked.ends_with("/-/");
        if is_tried || both_query {
            &self.answer
        } else if asked.ends_with("/-/") {
            &self.query
        } else {
            &self.instance
        }
    }
}

/// Answers one request and closes.
async fn reply(mut socket: TcpStream, script: &Mutex<Script>) -> std::io::Result<()> {
    let mut seen = Vec::new();
    let length = |head: &str| {
        head.lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.parse().ok())
            .unwrap_or(0)
    };
    loop {
        let mut part = [0; 4096];
        let count = socket.read(&mut part).await?;
        if count == 0 {
            return Ok(());
        }
        seen.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&seen);
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() >= length(head)
        {
            let mut words = head.split(' ');
            let (method, target) = (words.next().unwrap(), words.next().unwrap());
            let answer = script.lock().unwrap().answer(method, target).to_vec();
            socket.write_all(&answer).await?;
            return socket.shutdown().await;
        }
    }
}

/// Runs the operation; tells what the client understood.
async fn run(
    client: &Client,
    operation: Operation,
    exchange: &Exchange,
) -> Result<String, ClientError> {
    let path = exchange.path.split('?').next().unwrap();
    let compute = || Instance::new(CategoryId::parse(COMPUTE).unwrap());
    let told =
        |instance: Instance| format!("{} {}", instance.kind.term(), instance.attributes.len());
    Ok(match operation {
        Operation::Discover => format!("{} categories", client.discover().await?.len()),
        Operation::List => format!("{} members", client.list_instances(path).await?.len()),
        Operation::Get => told(client.get_instance(path).await?),
        Operation::Create => {
            let made = client.create_instance(compute()).await?;
            format!("made {}", made.location.unwrap_or_default())
        }
        Operation::Act => {
            let start = "http://schemas.ogf.org/occi/infrastructure/compute/action#start";
            let action = CategoryId::parse(start).unwrap();
            client.act_at(path, &action, &Attributes::new()).await?;
            String::new()
        }
        Operation::Update => told(client.update_instance(path, compute()).await?),
        Operation::Replace => told(client.replace_instance(path, compute()).await?),
        Operation::Delete => {
            client.delete_at(path).await?;
            String::new()
        }
    })
}

/// What stands in a raw answer, by means of their own.
struct Raw {
    fields: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Raw {
    fn of(answer: &[u8]) -> Self {
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let fields: Vec<(String, Vec<u8>)> = head
            .split("\r\n")
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().as_bytes().to_vec()))
            .collect();
        let mut body = answer[end + 4..].to_vec();
        if fields.iter().any(|(name, _)| name == "transfer-encoding") {
            body = unchunked(&body);
        }
        Self { fields, body }
    }

    fn media(&self) -> Option<MediaType> {
        let (_, value) = self
            .fields
            .iter()
            .find(|(name, _)| name == "content-type")?;
        MediaType::parse(std::str::from_utf8(value).ok()?)
    }

    /// The deviations that a lenient reader names.
    fn deviations(&self, operation: Operation) -> BTreeSet<&'static str> {
        let Some(media) = self.media() else {
            return BTreeSet::new();
        };
        let payload = Payload {
            media,
            headers: self
                .fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_slice()))
                .collect(),
            body: &self.body,
        };
        let found = match operation {
            Operation::Discover => read_categories(&payload, Mode::Lenient).map(|r| r.deviations),
            Operation::List if !media.is_json() => {
                read_locations(&payload, Mode::Lenient).map(|r| r.deviations)
            }
            _ => read_entities(&payload, Mode::Lenient).map(|r| r.deviations),
        };
        let found = found.unwrap_or_default();
        found.iter().map(|deviation| deviation.code).collect()
    }

    /// How many instances a list of locations names: all are absolute URLs.
    fn members(&self) -> usize {
        let mut text = String::from_utf8_lossy(&self.body).into_owned();
        for (name, value) in &self.fields {
            if name.contains("location") {
                text.push(' ');
                text.push_str(&String::from_utf8_lossy(value));
            }
        }
        let parts = text.split([' ', ',', '\n', '\r']);
        let urls = parts.filter(|part| part.starts_with("http"));
        urls.collect::<BTreeSet<_>>().len()
    }

    /// How many lines of a body describe categories.
    fn categories(&self) -> usize {
        let text = String::from_utf8_lossy(&self.body).to_lowercase();
        let lines = text.lines();
        lines.filter(|line| line.starts_with("category:")).count()
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).unwrap();
        let size = usize::from_str_radix(size.trim(), 16).unwrap();
        if size == 0 {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
    body
}

fn name_of(error: &ClientError) -> &'static str {
    match error {
        ClientError::Broken { .. } => "broken",
        ClientError::Status { .. } => "status",
        ClientError::NoRendering { .. } => "no rendering",
        ClientError::Unreadable { .. } => "unreadable",
        ClientError::NotOne { .. } => "not one",
        ClientError::NoEntity { .. } => "no entity",
        ClientError::Nowhere { .. } => "nowhere",
        ClientError::NotOffered { .. } => "not offered",
        _ => "other",
    }
}

#[tokio::test]
async fn the_client_reads_what_five_servers_said() {
    if !folder().is_dir() {
        eprintln!("skipped: {} is absent", folder().display());
        return;
    }
    let mut forgiven: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let mut unreadable = Vec::new();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for peer in ["pyssf", "occi-py", "ooi", "rocci-server", "erocci"] {
        let exchanges = exchanges(peer);
        let of = |part: &str| {
            let found = exchanges.iter().find(|e| e.name.ends_with(part)).unwrap();
            found.answer.clone()
        };
        let script = Arc::new(Mutex::new(Script {
            method: String::new(),
            path: String::new(),
            answer: Vec::new(),
            query: of("02-query-plain"),
            instance: of("-get-compute-plain"),
        }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::clone(&script);
        let server = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                // A client may hang up early.
                let _ = reply(socket, &shared).await;
            }
        });
        for exchange in &exchanges {
            let Some(operation) = exchange.operation() else {
                continue;
            };
            tried += 1;
            {
                let mut script = script.lock().unwrap();
                script.method.clone_from(&exchange.method);
                script.path.clone_from(&exchange.path);
                script.answer.clone_from(&exchange.answer);
            }
            let client = Client::builder(&url).retries(0).build().unwrap();
            let outcome = run(&client, operation, exchange).await;
            let place = format!("{peer}/{}", exchange.name);
            let Some(status) = exchange.status() else {
                if !matches!(outcome, Err(ClientError::Broken { .. })) {
                    wrong.push(format!("{place}: no answer gave {outcome:?}"));
                }
                continue;
            };
            if !(200..300).contains(&status) {
                match outcome {
                    Err(ClientError::Status {
                        status: seen,
                        message,
                        ..
                    }) if seen == status && !message.trim().is_empty() => {}
                    other => wrong.push(format!("{place}: {status} gave {other:?}")),
                }
                continue;
            }
            let raw = Raw::of(&exchange.answer);
            match outcome {
                Ok(told) => {
                    let expected = match operation {
                        Operation::List if raw.media().is_some_and(|media| !media.is_json()) => {
                            format!("{} members", raw.members())
                        }
                        Operation::Discover if raw.media() == Some(MediaType::TextPlain) => {
                            format!("{} categories", raw.categories())
                        }
                        _ => told.clone(),
                    };
                    if told != expected {
                        wrong.push(format!("{place}: {told} instead of {expected}"));
                    }
                    for code in raw.deviations(operation) {
                        let number = exchange.name.split('-').next().unwrap();
                        forgiven
                            .entry((peer, code))
                            .or_default()
                            .push(number.to_owned());
                    }
                }
                Err(error) => {
                    unreadable.push((peer, exchange.name.clone(), name_of(&error), error));
                }
            }
        }
        server.abort();
    }
    assert!(tried > 350, "only {tried} exchanges were tried");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let seen: Vec<_> = unreadable
        .iter()
        .map(|(peer, name, error, _)| (*peer, name.as_str(), *error))
        .collect();
    let expected: Vec<_> = UNREADABLE
        .iter()
        .map(|&(peer, name, error, _)| (peer, name, error))
        .collect();
    let listed: Vec<String> = unreadable
        .iter()
        .map(|(peer, name, error, detail)| {
            format!("(\"{peer}\", \"{name}\", \"{error}\", \"{detail}\"),")
        })
        .collect();
    assert_eq!(seen, expected, "{}", listed.join("\n"));
    let expected: BTreeMap<(&str, &str), Vec<String>> = FORGIVEN
        .iter()
        .map(|&(peer, code, exchanges)| {
            let exchanges = exchanges.iter().map(|&name| name.to_owned()).collect();
            ((peer, code), exchanges)
        })
        .collect();
    let listed: Vec<String> = forgiven
        .iter()
        .map(|((peer, code), exchanges)| format!("(\"{peer}\", \"{code}\", &{exchanges:?}),"))
        .collect();
    assert_eq!(forgiven, expected, "{}", listed.join("\n"));
}
