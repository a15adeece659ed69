//! How a request is delimited on its connection (RFC 9112), well or badly.
//!
//! The HTTP library writes well-formed messages only, as it should. What a case frames otherwise is
//! written here octet by octet; the answer is read by the library all the same, behind a stream
//! that puts these octets in the place of its own.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{Request, in_process::to_http};

/// How a request says where it ends, and where it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Framing {
    /// As everybody does: `Content-Length` is the length of the body. The only one that can be sent
    /// in process.
    #[default]
    Length,
    /// In chunks (RFC 9112 7.1), as is everybody's right.
    Chunks,
    /// `Content-Length` is greater than what comes before the client closes its side.
    CutLength,
    /// In chunks, and the client closes its side before the last one.
    CutChunks,
    /// The size of a chunk is no number.
    BadChunk,
    /// `Content-Length` is no number.
    NoNumber,
    /// `Content-Length` is negative.
    Negative,
    /// Two different values of `Content-Length`.
    TwoLengths,
    /// In chunks, with a `Content-Length` that is another one.
    LengthAndChunks,
    /// No `Host`.
    NoHost,
    /// Two of `Host`.
    TwoHosts,
    /// A blank between the name of a field and its colon.
    BlankBeforeColon,
    /// A field that goes on in the next line.
    FoldedField,
    /// A carriage return alone in the value of a field.
    CarriageReturn,
}

impl Framing {
    /// Every framing that is not the usual one.
    pub const UNUSUAL: [Self; 13] = [
        Self::Chunks,
        Self::CutLength,
        Self::CutChunks,
        Self::BadChunk,
        Self::NoNumber,
        Self::Negative,
        Self::TwoLengths,
        Self::LengthAndChunks,
        Self::NoHost,
        Self::TwoHosts,
        Self::BlankBeforeColon,
        Self::FoldedField,
        Self::CarriageReturn,
    ];

    /// What is unusual about it, as the end of a sentence; `None` for the usual one.
    #[must_use]
    pub const fn describe(self) -> Option<&'static str> {
        Some(match self {
            Self::Length => return None,
            Self::Chunks => "sent in chunks",
            Self::CutLength => "cut off before the length that it says",
            Self::CutChunks => "cut off before the last chunk",
            Self::BadChunk => "with a chunk whose size is no number",
            Self::NoNumber => "with a Content-Length that is no number",
            Self::Negative => "with a negative Content-Length",
            Self::TwoLengths => "with two different values of Content-Length",
            Self::LengthAndChunks => "sent in chunks with a Content-Length beside",
            Self::NoHost => "without Host",
            Self::TwoHosts => "with two fields Host",
            Self::BlankBeforeColon => "with a blank before the colon of a field",
            Self::FoldedField => "with a field that goes on in the next line",
            Self::CarriageReturn => "with a carriage return alone in a field",
        })
    }

    /// Whether the client closes its side of the connection after it.
    const fn cuts(self) -> bool {
        matches!(self, Self::CutLength | Self::CutChunks)
    }

    /// The octets of a request, and whether the client closes its side after them.
    pub(super) fn write(self, request: &http::Request<Bytes>) -> (Vec<u8>, bool) {
        let mut octets = Vec::new();
        let start = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri());
        octets.extend(start.bytes());
        for (name, value) in request.headers() {
            let times = match (self, name) {
                (Self::NoHost, &http::header::HOST) => 0,
                (Self::TwoHosts, &http::header::HOST) => 2,
                _ => 1,
            };
            for _ in 0..times {
                octets.extend(name.as_str().bytes());
                octets.extend(b": ");
                octets.extend(value.as_bytes());
                octets.extend(b"\r\n");
            }
        }
        let body = request.body();
        for line in self.lines(body.len()) {
            octets.extend(line.bytes());
            octets.extend(b"\r\n");
        }
        octets.extend(b"\r\n");
        match self {
            Self::Chunks | Self::LengthAndChunks => chunks(body, "", &mut octets),
            Self::CutChunks => {
                chunks(body, "", &mut octets);
                octets.truncate(octets.len() - LAST_CHUNK.len());
            }
            Self::BadChunk => chunks(body, "x", &mut octets),
            _ => octets.extend(body),
        }
        (octets, self.cuts())
    }

    /// The fields that it adds, for a body of so many octets.
    fn lines(self, length: usize) -> Vec<String> {
        let chunked = || "transfer-encoding: chunked".to_owned();
        let length_of = |length: usize| format!("content-length: {length}");
        match self {
            Self::Chunks | Self::CutChunks | Self::BadChunk => vec![chunked()],
            Self::CutLength => vec![length_of(length + 10)],
            Self::NoNumber => vec!["content-length: many".to_owned()],
            Self::Negative => vec![format!("content-length: -{length}")],
            Self::TwoLengths => vec![length_of(length), length_of(length + 1)],
            Self::LengthAndChunks => vec![length_of(length), chunked()],
            Self::BlankBeforeColon => {
                vec![length_of(length), "x-conformance-odd : yes".to_owned()]
            }
            Self::FoldedField => {
                vec![length_of(length), "x-conformance-odd: a\r\n b".to_owned()]
            }
            Self::CarriageReturn => {
                vec![
                    length_of(length),
                    "x-conformance-odd: a\rx-injected: yes".to_owned(),
                ]
            }
            Self::Length | Self::NoHost | Self::TwoHosts => vec![length_of(length)],
        }
    }
}

/// The octets of a request as it is framed, and whether the client closes its side after them;
/// `None`: it cannot be written at all.
pub(crate) fn framed(request: Request, authority: &str) -> Option<(Vec<u8>, bool)> {
    let framing = request.framing;
    let request = to_http(request, authority).ok()?;
    Some(framing.write(&request))
}

/// The last chunk, and the end of the message.
const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// Writes a body in chunks, each of whose sizes has something before it.
fn chunks(body: &[u8], before: &str, octets: &mut Vec<u8>) {
    for chunk in body.chunks(16) {
        octets.extend(format!("{before}{:x}\r\n", chunk.len()).bytes());
        octets.extend(chunk);
        octets.extend(b"\r\n");
    }
    octets.extend(LAST_CHUNK);
}

/// A stream whose first octets are others than those that are written to it: these are swallowed.
pub(super) struct Instead<S> {
    stream: S,
    octets: Vec<u8>,
    written: usize,
    cuts: bool,
}

impl<S> Instead<S> {
    pub(super) fn new(stream: S, (octets, cuts): (Vec<u8>, bool)) -> Self {
        Self {
            stream,
            octets,
            written: 0,
            cuts,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Instead<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        swallowed: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        while let Some(rest) = this.octets.get(this.written..)
            && !rest.is_empty()
        {
            match ready!(Pin::new(&mut this.stream).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                more => this.written += more,
            }
        }
        if this.cuts {
            ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
            this.cuts = false;
        }
        Poll::Ready(Ok(swallowed.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Instead<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        read: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(framing: Framing) -> String {
        let request = http::Request::post("/compute/")
            .header("host", "h")
            .body(Bytes::from_static(b"a body of twenty-two.."))
            .unwrap();
        String::from_utf8(framing.write(&request).0).unwrap()
    }

    #[test]
    fn each_is_written_in_a_way_of_its_own() {
        let all: std::collections::BTreeSet<String> =
            Framing::UNUSUAL.into_iter().map(written).collect();
        assert_eq!(all.len(), Framing::UNUSUAL.len());
        let start = "POST /compute/ HTTP/1.1\r\nhost: h\r\n";
        assert_eq!(
            written(Framing::Chunks),
            format!(
                "{start}transfer-encoding: chunked\r\n\r\n10\r\na body of twenty\r\n6\r\n-two..\r\n\
                 0\r\n\r\n"
            )
        );
        assert_eq!(
            written(Framing::CutLength),
            format!("{start}content-length: 32\r\n\r\na body of twenty-two..")
        );
        assert!(written(Framing::CutChunks).ends_with("-two..\r\n"));
    }
}
