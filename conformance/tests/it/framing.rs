//! How requests are delimited on a connection: readers of HTTP that are too lax, or know too little,
//! are found out. The self-test's defective servers have no connection, so that these stand here.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use occi::server::Service;
use occi_conformance::{
    Http,
    engine::Settings,
    run::{RunResult, Selection, run},
    verdict::Verdict,
};
use occi_model::{Model, Profile};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{server::block_on, support::infrastructure};

/// What a reader of HTTP makes of chunks.
#[derive(Clone, Copy, PartialEq)]
enum Chunks {
    /// It closes the connection, as it does at everything unusual.
    Refused,
    /// It knows none of them: without a length there is no body.
    Unknown,
    /// It takes what it can get.
    Lax,
}

/// The fields of a request as a lax reader sees them: a blank before the colon is none, and a
/// carriage return ends a line.
fn fields(head: &str) -> Vec<(String, String)> {
    head.split(['\r', '\n'])
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect()
}

/// The body that a lax reader takes out of chunks: it looks for digits where a size should be, and
/// does not mind an end.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n")?;
        let (line, tail) = rest.split_at(end);
        let digits: String = String::from_utf8_lossy(line)
            .chars()
            .filter(char::is_ascii_hexdigit)
            .collect();
        let size = usize::from_str_radix(&digits, 16).ok()?;
        let chunk = tail.get(2..2 + size)?;
        if chunk.is_empty() {
            return Some(body);
        }
        body.extend(chunk);
        rest = tail.get(2 + size + 2..)?;
        if rest.is_empty() {
            // Cut off, and who cares.
            return Some(body);
        }
    }
}

/// The request in what has come; `None`: more has to come.
fn request(octets: &[u8], ended: bool, chunks: Chunks) -> Option<http::Request<Bytes>> {
    let end = octets.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&octets[..end]).into_owned();
    let rest = &octets[end + 4..];
    let (start, lines) = head.split_once("\r\n")?;
    let fields = fields(lines);
    let has = |name: &str| fields.iter().any(|(key, _)| key == name);
    let body = if has("transfer-encoding") {
        match chunks {
            Chunks::Unknown | Chunks::Refused => Vec::new(),
            Chunks::Lax if ended || rest.ends_with(b"\r\n") => unchunked(rest)?,
            Chunks::Lax => return None,
        }
    } else {
        let length = fields.iter().find(|(key, _)| key == "content-length");
        // A number that is none says nothing; what has come is the body, then.
        let length = length.map_or(Ok(0), |(_, value)| value.parse());
        match length {
            Ok(length) if rest.len() >= length => rest[..length].to_vec(),
            Ok(_) if !ended => return None,
            _ => rest.to_vec(),
        }
    };
    let mut words = start.split(' ');
    let mut built = http::Request::builder()
        .method(words.next()?)
        .uri(words.next()?);
    for (name, value) in fields {
        if name != "content-length" && name != "transfer-encoding" {
            built = built.header(name, value);
        }
    }
    built.body(Bytes::from(body)).ok()
}

/// Whether a message is the most usual one: of one host, of a length that it says, and nothing odd.
fn is_usual(octets: &[u8]) -> bool {
    let text = String::from_utf8_lossy(octets).into_owned();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let lines: Vec<&str> = head.split("\r\n").skip(1).collect();
    let values = |name: &str| -> Vec<&str> {
        let named = lines.iter().filter_map(|line| line.split_once(": "));
        named
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .collect()
    };
    let is_odd = |line: &&str| {
        line.starts_with(' ')
            || line.contains(" :")
            || line.contains('\r')
            || line.contains("chunked")
    };
    let length_is_said = match values("content-length").as_slice() {
        [] => body.is_empty(),
        [length] => length.parse() == Ok(body.len()),
        _ => false,
    };
    values("host").len() == 1 && !lines.iter().any(is_odd) && length_is_said
}

/// Answers one request and closes the connection.
async fn converse(mut socket: TcpStream, service: Service, chunks: Chunks) -> std::io::Result<()> {
    let mut octets = Vec::new();
    let request = loop {
        let mut more = [0; 4096];
        let read = socket.read(&mut more).await?;
        octets.extend(&more[..read]);
        if let Some(request) = request(&octets, read == 0, chunks) {
            break request;
        }
        if read == 0 {
            return Ok(());
        }
    };
    if chunks == Chunks::Refused && !is_usual(&octets) {
        return Ok(());
    }
    let both = octets.windows(2).any(|pair| pair == b"\r\n")
        && request.headers().contains_key("x-injected");
    let text = String::from_utf8_lossy(&octets).into_owned();
    // A field that goes on, and a length beside chunks, are too much for it.
    let broken = text.contains("\r\n b\r\n")
        || (text.contains("content-length") && text.contains("chunked"));
    let (status, mut head, body) = if broken {
        (500, String::new(), Bytes::new())
    } else {
        let answer = service.handle(request).await;
        let (parts, body) = answer.into_parts();
        let mut head = String::new();
        for (name, value) in &parts.headers {
            if name != http::header::CONTENT_LENGTH {
                head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
            }
        }
        (parts.status.as_u16(), head, body)
    };
    if both {
        head.push_str("x-injected: yes\r\n");
    }
    let start = format!(
        "HTTP/1.1 {status} Said\r\n{head}connection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(start.as_bytes()).await?;
    socket.write_all(&body).await?;
    socket.shutdown().await
}

fn judged(model: &Arc<Model>, chunks: Chunks) -> RunResult {
    block_on(async {
        let service = Service::builder(model.clone()).build().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(converse(socket, service.clone(), chunks));
            }
        });
        let selection = Selection {
            patterns: vec![
                "p:robust/HTTP-022/**".parse().unwrap(),
                "w:http/chunks".parse().unwrap(),
            ],
            ..Selection::default()
        };
        let endpoint = Arc::new(Http::new(&url).unwrap());
        let result = run(
            model.clone(),
            endpoint,
            &selection,
            Settings::in_process(),
            |_| {},
        )
        .await;
        server.abort();
        result
    })
}

fn verdicts(result: &RunResult) -> BTreeMap<String, Verdict> {
    result
        .cases
        .iter()
        .filter(|case| matches!(case.id.subject(), "robust" | "http"))
        .map(|case| (case.id.to_string(), case.verdict))
        .collect()
}

/// What fails, by the last part of the ids.
fn failing(result: &RunResult) -> Vec<String> {
    verdicts(result)
        .into_iter()
        .filter(|(_, verdict)| *verdict == Verdict::Fail)
        .filter_map(|(id, _)| id.rsplit('/').next().map(str::to_owned))
        .collect()
}

#[test]
fn a_lax_reader_is_found_out_by_every_message_that_is_none() {
    let result = judged(&infrastructure(Profile::Union), Chunks::Lax);
    assert_eq!(
        failing(&result),
        [
            "bad-chunk",
            "blank-before-colon",
            "carriage-return",
            "cut-chunks",
            "cut-length",
            "folded-field",
            "length-and-chunks",
            "negative",
            "no-host",
            "no-number",
            "two-hosts",
            "two-lengths",
        ]
    );
    assert!(result.leftovers.is_empty(), "{:?}", result.leftovers);
}

/// To hang up refuses what is no message. What is one has to be answered.
#[test]
fn a_reader_may_hang_up_on_what_is_no_message() {
    let result = judged(&infrastructure(Profile::Union), Chunks::Refused);
    assert_eq!(failing(&result), ["chunks"]);
    let passed = verdicts(&result)
        .into_values()
        .filter(|v| *v == Verdict::Pass);
    assert!(passed.count() >= 12);
    assert!(result.leftovers.is_empty(), "{:?}", result.leftovers);
}

#[test]
fn a_reader_that_knows_no_chunks_is_found_out_by_chunks() {
    let result = judged(&infrastructure(Profile::Union), Chunks::Unknown);
    assert!(failing(&result).contains(&"chunks".to_owned()));
    assert!(result.leftovers.is_empty(), "{:?}", result.leftovers);
}
