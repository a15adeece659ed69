//! A recorded HTTP answer: status line, header fields, content (RFC 9112).

use std::{borrow::Cow, ops::Range};

use occi_rendering::MediaType;

/// An answer whose content is a rendering.
#[derive(Debug)]
pub(super) struct Answer<'t> {
    pub(super) media: MediaType,
    pub(super) headers: Vec<(&'t str, &'t [u8])>,
    content: Cow<'t, [u8]>,
    /// Where the pieces of the content stand in the text.
    pub(super) pieces: Vec<(usize, usize)>,
}

/// Why a text is no answer that lists categories.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) place: Range<usize>,
}

impl<'t> Answer<'t> {
    pub(super) fn parse(text: &'t str) -> Result<Self, Refusal> {
        let mut at = 0;
        let mut headers: Vec<(&str, &[u8])> = Vec::new();
        let mut is_chunked = false;
        let mut content_type = None;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let start = at;
            at += line.len();
            let line = line.trim_end_matches(['\r', '\n']);
            if line.is_empty() {
                break;
            }
            if number == 0 {
                let status = line.split(' ').nth(1).unwrap_or_default();
                if !(status.len() == 3 && status.starts_with('2')) {
                    return Err(Refusal {
                        message: format!("the answer is `{line}`, no success"),
                        place: start..start + line.len(),
                    });
                }
                continue;
            }
            let Some((name, value)) = line.split_once(':') else {
                return Err(Refusal {
                    message: "a header field without a colon".to_owned(),
                    place: start..start + line.len(),
                });
            };
            let value = value.trim_matches([' ', '\t']);
            if name.eq_ignore_ascii_case("transfer-encoding") {
                is_chunked = value.eq_ignore_ascii_case("chunked");
            } else if name.eq_ignore_ascii_case("content-type") {
                content_type = Some((value, start..start + line.len()));
            }
            headers.push((name, value.as_bytes()));
        }
        let media = match content_type {
            None => MediaType::TextPlain,
            Some((value, place)) => MediaType::parse(value)
                .filter(|media| *media != MediaType::UriList)
                .ok_or_else(|| Refusal {
                    message: format!("the content is `{value}`, no rendering of categories"),
                    place,
                })?,
        };
        if media == MediaType::TextOcci {
            // The header fields are the content; their values are pieces of the whole text.
            return Ok(Self {
                media,
                headers,
                content: Cow::Borrowed(text.as_bytes()),
                pieces: Vec::new(),
            });
        }
        let (content, pieces) = if is_chunked {
            chunks(text, at)?
        } else {
            let body = text.get(at..).unwrap_or_default();
            (Cow::Borrowed(body.as_bytes()), vec![(0, at)])
        };
        Ok(Self {
            media,
            headers,
            content,
            pieces,
        })
    }

    pub(super) fn content(&self) -> &[u8] {
        &self.content
    }
}

/// A content, and where its pieces stand in the text.
type Content<'t> = (Cow<'t, [u8]>, Vec<(usize, usize)>);

/// The content that was sent in chunks (RFC 9112 7.1), from the offset on.
fn chunks(text: &str, mut at: usize) -> Result<Content<'_>, Refusal> {
    let bytes = text.as_bytes();
    let mut content = Vec::new();
    let mut pieces = Vec::new();
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == b'\n');
        let line = text.get(at..at + length.unwrap_or(rest.len()));
        let digits = line.map(|line| line.split(';').next().unwrap_or_default().trim());
        let size = digits.and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let (Some(length), Some(size)) = (length, size) else {
            return Err(Refusal {
                message: "a chunk of the content has no size: the record is not whole".to_owned(),
                place: at.min(text.len())..at.min(text.len()),
            });
        };
        at += length + 1;
        if size == 0 {
            return Ok((Cow::Owned(content), pieces));
        }
        let Some(chunk) = at.checked_add(size).and_then(|end| bytes.get(at..end)) else {
            return Err(Refusal {
                message: format!("a chunk of {size} bytes ends too early: the record is not whole"),
                place: at.min(text.len())..text.len(),
            });
        };
        pieces.push((content.len(), at));
        content.extend_from_slice(chunk);
        at += size;
        // The line break behind the chunk.
        at += bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take(2)
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
    }
}
