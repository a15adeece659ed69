//! Streams of subunit, version 2, as a run of Tempest writes them: each test is enumerated, begins,
//! leaves a log of some lines, and ends; a few are skipped, or fail with a traceback.

use std::io::{self, Write};

use occi_grammar::results::subunit::crc32;

const TEST_ID: u16 = 0x0800;
const TIMESTAMP: u16 = 0x0200;
const RUNNABLE: u16 = 0x0100;
const TAGS: u16 = 0x0080;
const FILE: u16 = 0x0040;
const MIME_TYPE: u16 = 0x0020;
const EOF: u16 = 0x0010;
/// Statuses of events (subunit README, version 2).
const EXISTS: u16 = 1;
const IN_PROGRESS: u16 = 2;
const SUCCESS: u16 = 3;
const SKIP: u16 = 5;
const FAIL: u16 = 6;

/// Line of a log, as a run has hundreds for each test.
const LOG: &str = "2026-01-01 12:00:00,000 4711 INFO     [tempest.lib.common.rest_client] Request \
    (ServersTestJSON:test_list): 200 GET http://127.0.0.1:8774/v2.1/servers 0.042s\n";

/// A stream of at least this many bytes: first the tests of these names, then others that each
/// have a name of their own.
pub(crate) fn write(names: &[String], bytes: u64, out: &mut impl Write) -> io::Result<()> {
    let mut written = 0;
    let mut number: u32 = 0;
    let mut test = Vec::new();
    while written < bytes || usize::try_from(number).is_ok_and(|at| at < names.len()) {
        test.clear();
        let known = usize::try_from(number).ok().and_then(|at| names.get(at));
        let name = known.cloned().unwrap_or_else(|| other(number));
        events(&mut test, &name, number);
        out.write_all(&test)?;
        written += u64::try_from(test.len()).unwrap_or(u64::MAX);
        number += 1;
    }
    Ok(())
}

/// The name of a test that nobody asks for.
fn other(number: u32) -> String {
    let module = number / 50;
    format!(
        "tempest.api.module_{module}.ModuleTest.test_{number}[id-{number:08x}-10c6-4bcd-8b5b-5b6e25e1346f,smoke]"
    )
}

fn events(out: &mut Vec<u8>, name: &str, number: u32) {
    packet(out, name, EXISTS | RUNNABLE, "");
    packet(out, name, IN_PROGRESS | RUNNABLE | TIMESTAMP | TAGS, "");
    let lines = 2 + usize::try_from(number % 13).unwrap_or_default();
    packet(out, name, FILE | MIME_TYPE | TAGS, &LOG.repeat(lines));
    let status = match number % 20 {
        7 => {
            packet(out, name, FILE | MIME_TYPE | EOF, &LOG.repeat(4));
            FAIL
        }
        13 => SKIP,
        _ => SUCCESS,
    };
    packet(out, name, status | RUNNABLE | TIMESTAMP | TAGS, "");
}

/// One packet; an attachment with the end of the file is a traceback, another a log.
fn packet(out: &mut Vec<u8>, name: &str, flags: u16, content: &str) {
    let flags = flags | TEST_ID;
    let mut body = Vec::with_capacity(name.len() + content.len() + 64);
    if flags & TIMESTAMP != 0 {
        body.extend(1_767_268_800_u32.to_be_bytes());
        body.extend(encoded(123_456_000));
    }
    string(&mut body, name);
    if flags & TAGS != 0 {
        body.extend(encoded(1));
        string(&mut body, "worker-0");
    }
    if flags & MIME_TYPE != 0 {
        string(&mut body, "text/plain;charset=utf8");
    }
    if flags & FILE != 0 {
        let traceback = flags & EOF != 0;
        string(
            &mut body,
            if traceback {
                "traceback"
            } else {
                "pythonlogging:''"
            },
        );
        string(&mut body, content);
    }
    let from = out.len();
    out.push(0xB3);
    out.extend((flags | 0x2000).to_be_bytes());
    // The length counts itself.
    let rest = 3 + body.len() + 4;
    let length = (1..=4)
        .map(|octets| encoded(rest + octets))
        .zip(1..)
        .find(|(encoded, octets)| encoded.len() == *octets);
    out.extend(length.map(|(encoded, _)| encoded).unwrap_or_default());
    out.extend(body);
    let sum = crc32(out.get(from..).unwrap_or_default());
    out.extend(sum.to_be_bytes());
}

fn string(out: &mut Vec<u8>, text: &str) {
    out.extend(encoded(text.len()));
    out.extend(text.as_bytes());
}

/// A number: the two top bits tell how many octets follow the first.
fn encoded(value: usize) -> Vec<u8> {
    let value = u32::try_from(value).unwrap_or(u32::MAX);
    let more: u8 = match value {
        0..64 => 0,
        64..16_384 => 1,
        16_384..4_194_304 => 2,
        _ => 3,
    };
    let mut octets = value.to_be_bytes().to_vec();
    octets.drain(..usize::from(3 - more));
    if let Some(first) = octets.first_mut() {
        *first |= more << 6;
    }
    octets
}
