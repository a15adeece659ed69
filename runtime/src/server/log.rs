//! What a service tells of each request that it answers.

use std::{fmt, sync::Arc, time::Duration};

use http::{Method, StatusCode};

/// Where the log of a service goes.
pub(crate) type Log = Arc<dyn Fn(&Logged<'_>) + Send + Sync>;

/// A request that was answered.
///
/// As text it is one line: who, method, path, status, bytes of the answer's body, seconds. Nothing
/// in it is secret: neither header fields nor the query are there.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Logged<'a> {
    /// Name of the caller, where the service asks for one and knows it.
    pub principal: Option<&'a str>,
    /// Method.
    pub method: &'a Method,
    /// Path, as it was sent, without query.
    pub path: &'a str,
    /// Status of the answer.
    pub status: StatusCode,
    /// Length of the answer's body, in bytes.
    pub length: usize,
    /// From the head of the request to the answer, the body of the request included.
    pub time: Duration,
}

impl fmt::Display for Logged<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whatever a name or path holds, a line stays a line, and a word a word.
        let word = |f: &mut fmt::Formatter<'_>, text: &str| {
            if text.bytes().all(|b| b.is_ascii_graphic()) {
                return f.write_str(text);
            }
            text.chars().try_for_each(|c| match c {
                ' ' => f.write_str("\\u{20}"),
                c => write!(f, "{}", c.escape_debug()),
            })
        };
        word(f, self.principal.unwrap_or("-"))?;
        write!(f, " {} ", self.method)?;
        word(f, self.path)?;
        let seconds = self.time.as_secs();
        let micros = self.time.subsec_micros();
        let status = self.status.as_str();
        write!(f, " {status} {} {seconds}.{micros:06}", self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_one_line_of_six_words() {
        let logged = Logged {
            principal: Some("al ice\n\"x\""),
            method: &Method::GET,
            path: "/compute/1",
            status: StatusCode::OK,
            length: 618,
            time: Duration::from_micros(1_000_250),
        };
        assert_eq!(
            logged.to_string(),
            "al\\u{20}ice\\n\\\"x\\\" GET /compute/1 200 618 1.000250"
        );
        let nobody = Logged {
            principal: None,
            ..logged
        };
        assert_eq!(nobody.to_string(), "- GET /compute/1 200 618 1.000250");
    }
}
