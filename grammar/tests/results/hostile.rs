//! No stream makes a reader panic, hang or grow.

use occi_grammar::results::{
    Everything, Format, read,
    subunit::{Event, PacketError, Sink, crc32, v1, v2},
};
use proptest::prelude::*;

use crate::shared::folder;

/// Counts the bytes that it is told of.
#[derive(Default)]
struct Counter {
    text: usize,
    damaged: usize,
    events: usize,
}

impl Sink for Counter {
    fn event(&mut self, _: &Event<'_>) {
        self.events += 1;
    }

    fn text(&mut self, bytes: &[u8]) {
        assert!(!bytes.is_empty());
        self.text += bytes.len();
    }

    fn damaged(&mut self, _: &[u8], why: &PacketError) {
        assert!(!why.to_string().is_empty());
        self.damaged += 1;
    }
}

fn every_reader(bytes: &[u8]) {
    let mut counter = Counter::default();
    v2::read(bytes, &mut counter).unwrap();
    v1::read(bytes, &mut counter).unwrap();
    for format in [
        None,
        Some(Format::SubunitV2),
        Some(Format::SubunitV1),
        Some(Format::Refstack),
        Some(Format::Conformance),
        Some(Format::Junit),
    ] {
        // Refused or read: both are answers.
        if let Ok((_, run)) = read(bytes, format, &Everything) {
            assert!(run.results.results.len() <= bytes.len() + 1);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        every_reader(&bytes);
    }

    /// Arbitrary fields under a sound length and checksum, so that they are looked at.
    #[test]
    fn arbitrary_fields(flags in 0_u16..0x1000, body in prop::collection::vec(any::<u8>(), 0..48)) {
        let mut packet = vec![0xB3];
        packet.extend((flags | 0x2000).to_be_bytes());
        packet.push(u8::try_from(8 + body.len()).unwrap());
        packet.extend(&body);
        packet.extend(crc32(&packet).to_be_bytes());
        let mut counter = Counter::default();
        v2::read(&*packet, &mut counter).unwrap();
        prop_assert_eq!((counter.events + counter.damaged, counter.text), (1, 0));
        every_reader(&packet);
    }

    /// A stream in pieces is the stream: a live one comes as it likes.
    #[test]
    fn pieces_make_no_difference(size in 1_usize..40) {
        let Some(folder) = folder("subunit") else { return Ok(()) };
        for name in ["all-statuses.subunit", "interleaved-text.subunit", "bad-checksum.subunit"] {
            let bytes = std::fs::read(folder.join(name)).unwrap();
            let pieces = Pieces { bytes: &bytes, size };
            let whole = read(&*bytes, Some(Format::SubunitV2), &Everything).unwrap();
            prop_assert_eq!(read(pieces, Some(Format::SubunitV2), &Everything).unwrap(), whole);
        }
    }
}

/// Gives a few bytes at a time.
struct Pieces<'b> {
    bytes: &'b [u8],
    size: usize,
}

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.size.min(self.bytes.len()).min(into.len());
        let (now, later) = self.bytes.split_at(count);
        into[..count].copy_from_slice(now);
        self.bytes = later;
        Ok(count)
    }
}

/// Every recorded stream with one byte changed, here and there, and cut short.
#[test]
fn recorded_streams_with_damage() {
    let Some(folder) = folder("subunit") else {
        return;
    };
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let whole = std::fs::read(&path).unwrap();
        if whole.len() > 20_000 {
            continue;
        }
        let step = (whole.len() / 60).max(1);
        for at in (0..whole.len()).step_by(step) {
            every_reader(&whole[..at]);
            let mut changed = whole.clone();
            changed[at] ^= 0x91;
            every_reader(&changed);
        }
    }
}

/// A packet that promises four megabytes costs one packet of memory, and one attachment of a
/// gigabyte is not kept.
#[test]
fn a_long_stream_is_not_kept() {
    struct Endless {
        left: usize,
    }
    impl std::io::Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = into.len().min(self.left);
            into[..count].fill(b'x');
            self.left -= count;
            Ok(count)
        }
    }
    let head =
        "test: a.B.c\nfailure: a.B.c [ multipart\nContent-Type: text/plain\ntraceback\n4000000\r\n";
    let source = std::io::Read::chain(head.as_bytes(), Endless { left: 0x400_0000 });
    let source = std::io::Read::chain(source, &b"0\r\n]\n"[..]);
    let (format, run) = read(source, None, &Everything).unwrap();
    assert_eq!((format, run.damages), (Format::SubunitV1, 0));
    let kept = run.results.results[0].outcome.to_string();
    assert!(kept.len() < 64 * 1024, "{}", kept.len());
}
