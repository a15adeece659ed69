//! The ledger on disk: what a run is about to create, has created and has deleted (9.2).
//!
//! One JSON object a line, written before the request that it speaks of is sent, so that whoever
//! finds the file after the run was killed knows what may be left.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use occi_model::CategoryId;
use serde::{Deserialize, Serialize};

/// Version of the shape of the file.
const FORMAT: u32 = 1;

/// Longest ledger that is read, in bytes: a run of 100,000 creations needs about 30 MB.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Longest path that is believed, in bytes.
const MAX_PATH: usize = 8192;

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Entry {
    /// The first line: which run, against what.
    Run {
        format: u32,
        run: String,
        endpoint: String,
    },
    /// A creation is about to be sent to a collection. Without a marker when the title is what
    /// the case tests.
    Intent {
        number: u64,
        collection: String,
        marker: Option<String>,
    },
    /// The creation was refused.
    Refused { number: u64 },
    /// The creation made the entity at the path.
    Created { number: u64, path: String },
    /// An entity that nobody spoke of turned out to bear the run's marker.
    Found { path: String },
    /// The entity is deleted.
    Gone { path: String },
    /// A user mixin is about to be added.
    Tag { id: String },
    /// The user mixin or template is removed, or was refused.
    Untagged { id: String },
    /// An action that makes a template is about to be sent to an instance or collection.
    Saving { path: String },
    /// What that action made is known.
    Saved { path: String },
    /// An action made the template.
    Template { id: String },
}

/// A ledger file that is being written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
}

impl Journal {
    /// Starts the file of a run; it must not be there yet.
    ///
    /// # Errors
    ///
    /// When the file is there or cannot be written.
    pub fn create(path: &Path, run: &str, endpoint: &str) -> io::Result<Self> {
        let file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .open(path)?;
        let journal = Self {
            path: path.to_owned(),
            file: Mutex::new(file),
        };
        journal.write(&Entry::Run {
            format: FORMAT,
            run: run.to_owned(),
            endpoint: endpoint.to_owned(),
        })?;
        Ok(journal)
    }

    /// Goes on with the file of an earlier run.
    ///
    /// # Errors
    ///
    /// When it is not there or cannot be written.
    pub fn go_on(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().append(true).open(path)?;
        // A line that a kill cut off ends here; it said nothing that was acted upon.
        let text = std::fs::read(path)?;
        if text.last().is_some_and(|byte| *byte != b'\n') {
            file.write_all(b"\n")?;
        }
        Ok(Self {
            path: path.to_owned(),
            file: Mutex::new(file),
        })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a line; it is with the operating system when this returns, so that the end of the
    /// process loses nothing.
    pub(super) fn write(&self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_string(entry)?;
        line.push('\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())
    }
}

/// What a ledger file says is still there, or may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The eight letters of the run.
    pub run: String,
    /// The endpoint: scheme, host, port.
    pub endpoint: String,
    /// Entities that were created and not deleted, the oldest first.
    pub open: Vec<Open>,
    /// Creations whose outcome nobody wrote down.
    pub unclear: Vec<Unclear>,
    /// User mixins that may be there.
    pub tags: Vec<CategoryId>,
    /// Templates that actions made.
    pub templates: Vec<CategoryId>,
    /// Instances and collections of which templates were asked for, and nobody wrote down which
    /// were made.
    pub saving: Vec<String>,
}

/// An entity of an earlier run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its path.
    pub path: String,
    /// Whether it was created with a marker of the run.
    pub marked: bool,
}

/// A creation of an earlier run that may have made something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The number under which it was announced.
    pub number: u64,
    /// The collection it was sent to.
    pub collection: String,
    /// Whether it carried a marker of the run, by which its entity can be found.
    pub marked: bool,
}

impl Record {
    /// Whether nothing is left to be deleted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
            && self.unclear.is_empty()
            && self.tags.is_empty()
            && self.templates.is_empty()
            && self.saving.is_empty()
    }
}

/// Why a file is no ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It is too long.
    #[error("the ledger has {0} bytes; at most {MAX_BYTES} are read")]
    TooLong(usize),
    /// A line is none of a ledger.
    #[error("line {line}: {reason}")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The first line does not name the run.
    #[error(
        "the first line does not say which run this is; a ledger begins with {{\"entry\":\"run\""
    )]
    NoRun,
}

/// Reads a ledger file. A last line without its end is passed over: the run was killed while it
/// wrote it, before it sent anything.
///
/// # Errors
///
/// When the file is not a ledger: whoever deletes by it must be sure of every word.
pub fn read(bytes: &[u8]) -> Result<Record, RecordError> {
    if bytes.len() > MAX_BYTES {
        return Err(RecordError::TooLong(bytes.len()));
    }
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .and_then(|end| bytes.get(..end))
        .unwrap_or_default();
    let mut reading = Reading::default();
    let lines: Vec<&[u8]> = whole.split(|byte| *byte == b'\n').collect();
    for (at, line) in lines.iter().enumerate() {
        let wrong = |reason: String| RecordError::Line {
            line: at + 1,
            reason,
        };
        match serde_json::from_slice::<Entry>(line) {
            Ok(entry) => reading.take(entry, at == 0).map_err(wrong)?,
            // A line that was cut off and went on from when the run was resumed.
            Err(error) if error.is_eof() && at > 0 && !line.is_empty() => {}
            Err(_) if at == 0 => return Err(RecordError::NoRun),
            Err(error) => return Err(wrong(error.to_string())),
        }
    }
    reading.finish()
}

#[derive(Default)]
struct Reading {
    record: Record,
    intents: std::collections::BTreeMap<u64, Unclear>,
}

impl Reading {
    fn take(&mut self, entry: Entry, first: bool) -> Result<(), String> {
        let is_run = matches!(entry, Entry::Run { .. });
        if first != is_run {
            return Err("the line that names the run stands first, and once".to_owned());
        }
        match entry {
            Entry::Run {
                format,
                run,
                endpoint,
            } => self.begin(format, run, endpoint)?,
            Entry::Intent {
                number,
                collection,
                marker,
            } => {
                own_path(&collection)?;
                if marker
                    .as_ref()
                    .is_some_and(|m| !m.starts_with(&format!("oct-{}-", self.record.run)))
                {
                    return Err("the marker is of another run".to_owned());
                }
                let marked = marker.is_some();
                let unclear = Unclear {
                    number,
                    collection,
                    marked,
                };
                if self.intents.insert(number, unclear).is_some() {
                    return Err(format!("the number {number} stands twice"));
                }
            }
            Entry::Refused { number } => {
                self.settled(number)?;
            }
            Entry::Created { number, path } => {
                own_path(&path)?;
                let marked = self.settled(number)?.marked;
                self.record.open.push(Open { path, marked });
            }
            Entry::Found { path } => {
                own_path(&path)?;
                self.record.open.push(Open { path, marked: true });
            }
            Entry::Gone { path } => self.record.open.retain(|open| open.path != path),
            Entry::Tag { id } => {
                let id = CategoryId::parse(&id).map_err(|error| error.to_string())?;
                self.record.tags.push(id);
            }
            Entry::Untagged { id } => {
                self.record.tags.retain(|tag| tag.as_str() != id);
                self.record.templates.retain(|one| one.as_str() != id);
            }
            Entry::Saving { path } => {
                own_path(&path)?;
                self.record.saving.push(path);
            }
            Entry::Saved { path } => {
                if let Some(at) = self.record.saving.iter().position(|one| *one == path) {
                    self.record.saving.remove(at);
                }
            }
            Entry::Template { id } => {
                let id = CategoryId::parse(&id).map_err(|error| error.to_string())?;
                self.record.templates.push(id);
            }
        }
        Ok(())
    }

    fn begin(&mut self, format: u32, run: String, endpoint: String) -> Result<(), String> {
        if format != FORMAT {
            return Err(format!(
                "the ledger has the format {format}; this program reads {FORMAT}"
            ));
        }
        if run.len() != 8
            || !run
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        {
            return Err(format!("`{run}` is not the name of a run"));
        }
        self.record.run = run;
        self.record.endpoint = endpoint;
        Ok(())
    }

    fn settled(&mut self, number: u64) -> Result<Unclear, String> {
        self.intents
            .remove(&number)
            .ok_or_else(|| format!("nothing was announced with the number {number}"))
    }

    fn finish(mut self) -> Result<Record, RecordError> {
        if self.record.run.is_empty() {
            return Err(RecordError::NoRun);
        }
        self.record.unclear = self.intents.into_values().collect();
        Ok(self.record)
    }
}

/// Whether a text can be a path that a run noted. What a path that is odd in other ways means is for
/// the [`Ledger`](super::Ledger) to judge, which touches none that may mean another one.
fn own_path(path: &str) -> Result<(), String> {
    if path.starts_with('/') && path.len() <= MAX_PATH && !path.contains(char::is_control) {
        Ok(())
    } else {
        Err(format!("{path:?} is not the path of an entity"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str =
        "{\"entry\":\"run\",\"format\":1,\"run\":\"0a1b2c3d\",\"endpoint\":\"http://h\"}\n";

    fn ledger(lines: &[&str]) -> Result<Record, RecordError> {
        let mut text = START.to_owned();
        for line in lines {
            text.push_str(line);
            text.push('\n');
        }
        read(text.as_bytes())
    }

    const INTENT: &str =
        r#"{"entry":"intent","number":1,"collection":"/compute/","marker":"oct-0a1b2c3d-1"}"#;

    #[test]
    fn what_was_created_and_not_deleted_is_open() {
        let created = r#"{"entry":"created","number":1,"path":"/compute/a"}"#;
        let record = ledger(&[INTENT]).unwrap();
        assert_eq!(
            record.unclear.len(),
            1,
            "nobody wrote down what became of it"
        );
        let record = ledger(&[INTENT, created]).unwrap();
        let open = Open {
            path: "/compute/a".to_owned(),
            marked: true,
        };
        assert_eq!((record.open, record.unclear), (vec![open], Vec::new()));
        let gone = r#"{"entry":"gone","path":"/compute/a"}"#;
        assert!(ledger(&[INTENT, created, gone]).unwrap().is_empty());
        let refused = r#"{"entry":"refused","number":1}"#;
        assert!(ledger(&[INTENT, refused]).unwrap().is_empty());
    }

    #[test]
    fn what_a_kill_cut_off_is_passed_over() {
        let text = format!("{START}{INTENT}\n{{\"entry\":\"created\",\"nu");
        assert_eq!(read(text.as_bytes()).unwrap().unclear.len(), 1);
        // The same, when the run went on afterwards.
        let text = format!("{text}\n{{\"entry\":\"found\",\"path\":\"/compute/b\"}}\n");
        assert_eq!(read(text.as_bytes()).unwrap().open.len(), 1);
    }

    #[test]
    fn hostile_ledgers_are_refused() {
        let deep = "[".repeat(100_000);
        for (line, why) in [
            ("{}", "missing field"),
            ("nonsense", "expected"),
            ("", "EOF"),
            (&*deep, "invalid type"),
            (r#"{"entry":"shred","path":"/"}"#, "unknown variant"),
            (
                r#"{"entry":"gone","path":"/a","force":true}"#,
                "unknown field",
            ),
            (r#"{"entry":"found","path":"compute/1"}"#, "not the path"),
            (
                r#"{"entry":"found","path":"/a\r\nDELETE /b"}"#,
                "not the path",
            ),
            (
                r#"{"entry":"created","number":7,"path":"/a"}"#,
                "nothing was announced",
            ),
            (
                r#"{"entry":"intent","number":-1,"collection":"/c/","marker":null}"#,
                "invalid value",
            ),
            (
                r#"{"entry":"intent","number":1,"collection":"/c/","marker":"oct-ffffffff-1"}"#,
                "another run",
            ),
            (r#"{"entry":"tag","id":"no category"}"#, ""),
            (START.trim_end(), "stands first"),
        ] {
            let error = ledger(&[line]).unwrap_err().to_string();
            assert!(error.starts_with("line 2: "), "{line:.60}: {error}");
            assert!(error.contains(why), "{line:.60}: {error}");
        }
        for bytes in [
            &b""[..],
            b"\n",
            b"\xff\xfe",
            b"{\"entry\":\"gone\",\"path\":\"/a\"}\n",
        ] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
        for run in ["", "short", "0A1B2C3D", "../../..", "0a1b2c3d9"] {
            let text = START.replace("0a1b2c3d", run);
            assert!(read(text.as_bytes()).is_err(), "{run}");
        }
    }
}
