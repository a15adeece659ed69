//! Transcripts: what was sent and answered, without secrets (P9, 9.6).

use crate::{
    transport::{Request, Response, TransportError, framed},
    verdict::Exchange,
};

/// Header fields whose values never leave the process.
const SECRET: [&str; 5] = [
    "authorization",
    "cookie",
    "set-cookie",
    "proxy-authorization",
    "x-auth-token",
];

/// Longest body that is kept, in bytes.
const BODY_LIMIT: usize = 16 * 1024;

/// Notes an exchange.
pub(super) fn exchange(
    base: &str,
    request: &Request,
    answer: &Result<Response, TransportError>,
) -> Exchange {
    let unusual = request.framing.describe();
    let sent = format!(
        "{} {}{}\n{}{}",
        request.method,
        request.target,
        unusual.map_or(String::new(), |unusual| format!(" ({unusual})")),
        headers(&request.headers),
        body(&request.body)
    );
    let received = match answer {
        Ok(response) => format!(
            "{}\n{}{}",
            response.status,
            headers(&response.headers),
            body(&response.body)
        ),
        Err(error) => error.to_string(),
    };
    Exchange {
        request: sent,
        response: received,
        reproduce: match unusual {
            None => curl(base, request),
            Some(_) => octets(base, request),
        },
    }
}

fn is_secret(name: &str) -> bool {
    SECRET
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}

fn shown<'v>(name: &str, value: &'v [u8]) -> std::borrow::Cow<'v, str> {
    if is_secret(name) {
        "(redacted)".into()
    } else {
        String::from_utf8_lossy(value)
    }
}

fn headers(fields: &[(String, Vec<u8>)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        text.push_str(&format!("{name}: {}\n", shown(name, value)));
    }
    text.push('\n');
    text
}

fn body(bytes: &[u8]) -> String {
    let kept = bytes.get(..BODY_LIMIT).unwrap_or(bytes);
    let mut text = String::from_utf8_lossy(kept).into_owned();
    if kept.len() < bytes.len() {
        text.push_str(&format!("\n… ({} bytes in all)", bytes.len()));
    }
    text
}

/// A shell command that sends the request. Secrets are left for the reader to fill in.
fn curl(base: &str, request: &Request) -> String {
    let mut command = format!("curl -i -X {}", request.method);
    for (name, value) in &request.headers {
        let field = format!("{name}: {}", shown(name, value));
        command.push_str(&format!(" -H {}", quoted(&field)));
    }
    if !request.body.is_empty() {
        let text = String::from_utf8_lossy(&request.body);
        command.push_str(&format!(" --data-binary {}", quoted(&text)));
    }
    command.push_str(&format!(
        " {}",
        quoted(&format!("{base}{}", request.target))
    ));
    command
}

/// A shell command that sends a request that no HTTP client would send.
fn octets(base: &str, request: &Request) -> String {
    let mut request = request.clone();
    for (name, value) in &mut request.headers {
        if is_secret(name) {
            *value = b"(redacted)".to_vec();
        }
    }
    let (scheme, authority) = base.split_once("://").unwrap_or(("http", base));
    let Some((sent, cuts)) = framed(request, authority) else {
        return String::new();
    };
    let mut text = String::new();
    for octet in sent {
        match octet {
            b'\r' => text.push_str("\\r"),
            b'\n' => text.push_str("\\n"),
            b'\\' => text.push_str("\\\\"),
            b'%' => text.push_str("%%"),
            b' '..=b'~' => text.push(char::from(octet)),
            _ => text.push_str(&format!("\\{octet:03o}")),
        }
    }
    let (host, port) = authority
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|octet| octet.is_ascii_digit()))
        .unwrap_or((authority, if scheme == "https" { "443" } else { "80" }));
    let to = match (scheme, cuts) {
        ("https", _) => format!("openssl s_client -quiet -connect {host}:{port}"),
        (_, true) => format!("nc -N {host} {port}"),
        (_, false) => format!("nc -w 5 {host} {port}"),
    };
    format!("printf {} | {to}", quoted(&text))
}

/// A text as one word of a POSIX shell.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::transport::Framing;

    #[test]
    fn secrets_are_left_out_everywhere() {
        let canary = "canary-4711";
        let request = Request::new("GET", "/-/")
            .with_header("Authorization", canary)
            .with_header("X-Auth-Token", canary);
        let response = Response {
            status: 200,
            headers: vec![("set-cookie".to_owned(), canary.as_bytes().to_vec())],
            ..Response::default()
        };
        let noted = exchange("http://h", &request, &Ok(response));
        let all = format!("{}{}{}", noted.request, noted.response, noted.reproduce);
        assert!(!all.contains(canary), "{all}");
        assert!(all.contains("(redacted)"));
    }

    #[test]
    fn what_no_client_sends_is_written_octet_by_octet() {
        let mut request = Request::new("POST", "/a%20b/")
            .with_header("Authorization", "canary")
            .with_header("X", "\u{fc}");
        request.framing = Framing::CutLength;
        request.body = Bytes::from_static(b"it's \\");
        assert_eq!(
            octets("http://h", &request),
            "printf 'POST /a%%20b/ HTTP/1.1\\r\\nhost: h\\r\\nauthorization: (redacted)\\r\\n\
             x: \\303\\274\\r\\ncontent-length: 16\\r\\n\\r\\nit'\\''s \\\\' | nc -N h 80"
        );
    }

    #[test]
    fn commands_are_quoted_for_the_shell() {
        let mut request = Request::new("POST", "/a/?action=start");
        request.body = Bytes::from_static(b"it's");
        assert_eq!(
            curl("http://h", &request),
            "curl -i -X POST --data-binary 'it'\\''s' 'http://h/a/?action=start'"
        );
    }
}
