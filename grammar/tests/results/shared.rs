//! The recorded streams and runs, where they are at hand.

use std::path::{Path, PathBuf};

use occi_grammar::{
    guideline,
    results::subunit::{Event, PacketError, Sink, Status, Timestamp, v1},
};
use occi_model::{SourceId, guideline::Guideline};
use serde_json::Value as Json;

/// A folder of recorded files; `None`, with a message, where it is absent.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/corpus")
        .join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no recorded files at {}", folder.display());
    None
}

pub(crate) fn json(path: &Path) -> Json {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

pub(crate) fn guideline(folder: &Path, name: &str) -> Guideline {
    let bytes = std::fs::read(folder.join(name)).unwrap();
    guideline::read(&bytes, SourceId(0)).guideline.unwrap()
}

/// An event that owns what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) test_id: Option<String>,
    pub(crate) status: Option<&'static str>,
    pub(crate) tags: Vec<String>,
    pub(crate) runnable: bool,
    pub(crate) file: Option<(String, Vec<u8>)>,
    pub(crate) eof: bool,
    pub(crate) mime_type: Option<String>,
    pub(crate) route_code: Option<String>,
    pub(crate) timestamp: Option<Timestamp>,
}

/// Records a stream as python-subunit tells it: text as a file, damage as a pseudo-test.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) seen: Vec<Seen>,
    within_text: bool,
}

impl Sink for Recorder {
    fn event(&mut self, event: &Event<'_>) {
        self.within_text = false;
        let mut tags: Vec<String> = event.tags.iter().map(|tag| (*tag).to_owned()).collect();
        tags.sort();
        self.seen.push(Seen {
            test_id: event.test_id.map(str::to_owned),
            status: event.status.map(Status::as_str),
            tags,
            runnable: event.runnable,
            file: event
                .file
                .map(|file| (file.name.to_owned(), file.bytes.to_owned())),
            eof: event.eof,
            mime_type: event.mime_type.map(str::to_owned),
            route_code: event.route_code.map(str::to_owned),
            timestamp: event.timestamp,
        });
    }

    fn text(&mut self, bytes: &[u8]) {
        if self.within_text
            && let Some((_, text)) = self.seen.last_mut().and_then(|seen| seen.file.as_mut())
        {
            text.extend_from_slice(bytes);
            return;
        }
        self.within_text = true;
        self.seen.push(Seen {
            file: Some(("stdout".to_owned(), bytes.to_owned())),
            runnable: true,
            ..Seen::default()
        });
    }

    fn damaged(&mut self, packet: &[u8], why: &PacketError) {
        self.within_text = false;
        let pseudo = |name: &str, bytes: &[u8], mime_type: &str, status| Seen {
            test_id: Some("subunit.parser".to_owned()),
            status,
            runnable: true,
            file: Some((name.to_owned(), bytes.to_owned())),
            eof: true,
            mime_type: Some(mime_type.to_owned()),
            ..Seen::default()
        };
        let binary = "application/octet-stream";
        self.seen.push(pseudo("Packet data", packet, binary, None));
        self.seen.push(pseudo(
            "Parser Error",
            why.to_string().as_bytes(),
            "text/plain;charset=utf8",
            Some("fail"),
        ));
    }
}

/// The moment of `2026-03-01T12:00:00.000000Z`, by the reader of version 1.
pub(crate) fn moment(text: &str) -> Timestamp {
    let stream = format!("time: {}\ntest: t\n", text.replace('T', " "));
    let mut recorder = Recorder::default();
    v1::read(stream.as_bytes(), &mut recorder).unwrap();
    recorder.seen[0].timestamp.unwrap()
}

/// To microseconds, as the expectations have it.
pub(crate) fn micro(at: Timestamp) -> (i64, u32) {
    (at.seconds, at.nanoseconds / 1000)
}

/// A MIME type without the differences of spelling: blanks and quotes.
pub(crate) fn plain(mime_type: &str) -> String {
    mime_type.replace([' ', '"'], "")
}
