//! Version 2, binary packets between plain text (subunit README, version 2).
//!
//! The reader goes on as python-subunit does, whose decodings are the reference: it believes the
//! length of a packet, good checksum or bad, and takes `0xB3` for the beginning of a packet
//! wherever it is not within a UTF-8 sequence.

use std::io::{self, Read};

use super::{
    buffer::Window,
    crc32::crc32,
    event::{Attachment, Event, PacketError, Sink, Status, Timestamp},
};

/// First byte of a packet.
pub(super) const SIGNATURE: u8 = 0xB3;
/// Longest packet, in bytes: what three bytes of length can say.
pub const MAX_PACKET_BYTES: usize = 4_194_303;
/// Signature, flags and the longest length.
const HEADER: usize = 6;
const CHECKSUM: usize = 4;

const TEST_ID: u16 = 0x0800;
const ROUTE_CODE: u16 = 0x0400;
const TIMESTAMP: u16 = 0x0200;
const RUNNABLE: u16 = 0x0100;
const TAGS: u16 = 0x0080;
const FILE: u16 = 0x0040;
const MIME_TYPE: u16 = 0x0020;
const EOF: u16 = 0x0010;

/// Reads a stream to its end. No more than one packet is in memory at a time.
///
/// # Errors
///
/// Those of the source. What is wrong within the stream is told to the sink.
pub fn read(source: impl Read, sink: &mut impl Sink) -> io::Result<()> {
    let mut window = Window::new(source);
    let mut text = Text::default();
    while window.see(1)? > 0 {
        let seen = window.seen();
        if !text.is_within_character() && seen.first() == Some(&SIGNATURE) {
            packet(&mut window, sink)?;
            continue;
        }
        let length = text.length(seen);
        sink.text(seen.get(..length).unwrap_or_default());
        window.pass(length);
    }
    Ok(())
}

/// Where plain text ends: at a signature that is no part of a character.
#[derive(Default)]
struct Text {
    /// Bytes that the character begun still lacks.
    lacking: u8,
}

impl Text {
    const fn is_within_character(&self) -> bool {
        self.lacking > 0
    }

    fn length(&mut self, bytes: &[u8]) -> usize {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.lacking > 0 && byte & 0xC0 == 0x80 {
                self.lacking -= 1;
                continue;
            }
            if byte == SIGNATURE {
                self.lacking = 0;
                return at;
            }
            self.lacking = match byte {
                0xC2..=0xDF => 1,
                0xE0..=0xEF => 2,
                0xF0..=0xF4 => 3,
                _ => 0,
            };
        }
        bytes.len()
    }
}

fn packet<R: Read>(window: &mut Window<R>, sink: &mut impl Sink) -> io::Result<()> {
    let there = window.see(HEADER)?;
    if there < HEADER {
        let why = PacketError::Short {
            got: there.saturating_sub(1),
            wanted: HEADER - 1,
        };
        sink.damaged(&[SIGNATURE], &why);
        window.pass(there);
        return Ok(());
    }
    let header: [u8; HEADER] = match window.seen().first_chunk() {
        Some(header) => *header,
        None => return Ok(()),
    };
    let length = match packet_length(&header) {
        Ok(length) => length,
        Err(why) => {
            sink.damaged(&header, &why);
            window.pass(HEADER);
            return Ok(());
        }
    };
    let there = window.see(length)?;
    if there < length {
        let why = PacketError::Short {
            got: there.saturating_sub(HEADER),
            wanted: length.saturating_sub(HEADER),
        };
        sink.damaged(&header, &why);
        window.pass(there);
        return Ok(());
    }
    let bytes = window.seen().get(..length).unwrap_or_default();
    match event(bytes) {
        Ok(event) => sink.event(&event),
        Err(why) => sink.damaged(bytes, &why),
    }
    window.pass(length);
    Ok(())
}

fn packet_length(header: &[u8; HEADER]) -> Result<usize, PacketError> {
    let mut rest = header.get(3..).unwrap_or_default();
    let before = rest.len();
    let length = number(&mut rest, "length").map_err(|_| PacketError::Length(u32::MAX))?;
    let least = 3 + (before - rest.len()) + CHECKSUM;
    match usize::try_from(length) {
        Ok(length) if (least..=MAX_PACKET_BYTES).contains(&length) => Ok(length),
        _ => Err(PacketError::Length(length)),
    }
}

/// Parses one whole packet, signature and checksum included.
///
/// # Errors
///
/// When it is not a sound packet of version 2.
pub fn event(packet: &[u8]) -> Result<Event<'_>, PacketError> {
    let Some((body, stored)) = packet.split_last_chunk::<CHECKSUM>() else {
        return Err(PacketError::Overrun("packet"));
    };
    let (calculated, stored) = (crc32(body), u32::from_be_bytes(*stored));
    if calculated != stored {
        return Err(PacketError::Checksum { calculated, stored });
    }
    let rest = &mut body.get(1..).unwrap_or_default();
    let flags = u16::from_be_bytes(chunk(rest, "flags")?);
    if flags >> 12 != 2 {
        return Err(PacketError::Version(flags >> 12));
    }
    number(rest, "length")?;
    let has = |flag: u16| flags & flag != 0;
    let timestamp = has(TIMESTAMP).then(|| moment(rest)).transpose()?;
    let test_id = has(TEST_ID).then(|| text(rest, "test id")).transpose()?;
    let tags = if has(TAGS) { tags(rest)? } else { Vec::new() };
    let mime_type = has(MIME_TYPE)
        .then(|| text(rest, "MIME type"))
        .transpose()?;
    let file = has(FILE).then(|| attachment(rest)).transpose()?;
    let route_code = has(ROUTE_CODE)
        .then(|| text(rest, "route code"))
        .transpose()?;
    if !rest.is_empty() {
        return Err(PacketError::Rest(rest.len()));
    }
    Ok(Event {
        test_id,
        status: Status::of_bits(flags),
        tags,
        runnable: has(RUNNABLE),
        file,
        eof: has(EOF),
        mime_type,
        route_code,
        timestamp,
    })
}

fn moment(rest: &mut &[u8]) -> Result<Timestamp, PacketError> {
    let seconds = u32::from_be_bytes(chunk(rest, "time stamp")?);
    Ok(Timestamp {
        seconds: seconds.into(),
        nanoseconds: number(rest, "time stamp")?,
    })
}

fn tags<'a>(rest: &mut &'a [u8]) -> Result<Vec<&'a str>, PacketError> {
    let count = number(rest, "number of tags")?;
    let mut tags = Vec::new();
    for _ in 0..count {
        tags.push(text(rest, "tag")?);
    }
    Ok(tags)
}

fn attachment<'a>(rest: &mut &'a [u8]) -> Result<Attachment<'a>, PacketError> {
    let name = text(rest, "file name")?;
    let length = number(rest, "length of the file content")?;
    Ok(Attachment {
        name,
        bytes: take(rest, length, "file content")?,
    })
}

fn text<'a>(rest: &mut &'a [u8], what: &'static str) -> Result<&'a str, PacketError> {
    let length = number(rest, what)?;
    let bytes = take(rest, length, what)?;
    if bytes.contains(&0) {
        return Err(PacketError::Nul(what));
    }
    std::str::from_utf8(bytes).map_err(|_| PacketError::NotUtf8(what))
}

fn take<'a>(rest: &mut &'a [u8], length: u32, what: &'static str) -> Result<&'a [u8], PacketError> {
    let (bytes, tail) = usize::try_from(length)
        .ok()
        .and_then(|length| rest.split_at_checked(length))
        .ok_or(PacketError::Overrun(what))?;
    *rest = tail;
    Ok(bytes)
}

fn chunk<const N: usize>(rest: &mut &[u8], what: &'static str) -> Result<[u8; N], PacketError> {
    let (bytes, tail) = rest
        .split_first_chunk::<N>()
        .ok_or(PacketError::Overrun(what))?;
    *rest = tail;
    Ok(*bytes)
}

/// A number: the two top bits of its first byte tell how many bytes follow; big endian.
fn number(rest: &mut &[u8], what: &'static str) -> Result<u32, PacketError> {
    let [first] = chunk(rest, what)?;
    let mut value = u32::from(first & 0x3F);
    for _ in 0..first >> 6 {
        let [byte] = chunk(rest, what)?;
        value = (value << 8) | u32::from(byte);
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The packet that the description of the protocol prints: `foo` exists.
    const FOO: [u8; 12] = [
        0xb3, 0x29, 0x01, 0x0c, 0x03, 0x66, 0x6f, 0x6f, 0x08, 0x55, 0x5f, 0x1b,
    ];

    #[test]
    fn the_packet_of_the_description() {
        let event = event(&FOO).unwrap();
        assert_eq!(event.test_id, Some("foo"));
        assert_eq!(event.status, Some(Status::Exists));
        assert!(event.runnable && !event.eof && event.timestamp.is_none());
    }

    #[test]
    fn every_damaged_bit_of_a_packet_is_noticed() {
        for bit in 0..FOO.len() * 8 {
            let mut packet = FOO;
            packet[bit / 8] ^= 1 << (bit % 8);
            // The signature is not looked at here; it is under the checksum all the same.
            assert!(event(&packet).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn numbers_of_every_length() {
        for (bytes, expected) in [
            (&[0x3F][..], 63),
            (&[0x40, 0x40], 64),
            (&[0x7F, 0xFF], 16383),
            (&[0x80, 0x40, 0x00], 16384),
            (&[0xC0, 0x40, 0x00, 0x00], 4_194_304),
            (&[0xFF, 0xFF, 0xFF, 0xFF], (1 << 30) - 1),
        ] {
            let mut rest = bytes;
            assert_eq!(number(&mut rest, "number"), Ok(expected));
            assert!(rest.is_empty());
            let mut short = &bytes[..bytes.len() - 1];
            assert!(number(&mut short, "number").is_err());
        }
    }

    #[test]
    fn a_signature_within_a_character_begins_no_packet() {
        let mut text = Text::default();
        // U+00F3 is C3 B3.
        assert_eq!(text.length("aó".as_bytes()), 3);
        assert_eq!(text.length(b"a\xB3"), 1);
        // Torn over two pieces.
        assert_eq!(text.length(b"a\xC3"), 2);
        assert!(text.is_within_character());
        assert_eq!(text.length(b"\xB3b\xB3"), 2);
    }
}
