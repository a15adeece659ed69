//! Results on their way: a file that grows with each case, by which an interrupted run goes on.
//!
//! One JSON object a line. The first says what was tested, so that results of one endpoint never
//! pass for those of another.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    catalogue::Catalogue,
    verdict::{CaseResult, Exchange, Failure, Tally, Verdict},
};

/// Version of the shape of the file.
const FORMAT: u32 = 1;

/// Longest file that is read, in bytes.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;

/// What was tested: results go on only where all of it is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Version of the file.
    pub format: u32,
    /// The eight letters of the run.
    pub run: String,
    /// The endpoint.
    pub endpoint: String,
    /// Digest of the catalogue: SHA-256 in hexadecimal.
    pub catalogue: String,
}

impl Subject {
    /// What a run tests.
    #[must_use]
    pub fn new(run: &str, endpoint: &str, catalogue: &Catalogue) -> Self {
        Self {
            format: FORMAT,
            run: run.to_owned(),
            endpoint: endpoint.to_owned(),
            catalogue: catalogue_digest(catalogue),
        }
    }
}

/// Digest of a catalogue: two with the same have the same cases with the same steps.
#[must_use]
pub fn catalogue_digest(catalogue: &Catalogue) -> String {
    use sha2::Digest as _;
    let mut digest = sha2::Sha256::new();
    for case in &catalogue.cases {
        digest.update(case.id.as_str());
        digest.update(format!("{:?}", case.steps));
    }
    digest
        .finalize()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// A file that is being written.
#[derive(Debug)]
pub struct Stored {
    file: Mutex<File>,
}

impl Stored {
    /// Starts a file; it must not be there yet.
    ///
    /// # Errors
    ///
    /// When it is there or cannot be written.
    pub fn create(path: &Path, subject: &Subject) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .open(path)?;
        file.write_all(format!("{}\n", serde_json::to_string(subject)?).as_bytes())?;
        Ok(Self {
            file: Mutex::new(file),
        })
    }

    /// Goes on with a file.
    ///
    /// # Errors
    ///
    /// When it is not there or cannot be written.
    pub fn go_on(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().append(true).open(path)?;
        // Ends a line that was cut off.
        file.write_all(b"\n")?;
        Ok(Self {
            file: Mutex::new(file),
        })
    }

    /// Writes a result.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write(&self, result: &CaseResult) -> io::Result<()> {
        let line = Line {
            id: result.id.to_string(),
            verdict: result.verdict,
            reason: result.reason.clone(),
            blocked_by: result.blocked_by.as_ref().map(ToString::to_string),
            attempts: result.attempts.clone(),
            notes: result.notes.clone(),
            failure: result.failure.clone(),
            transcript: if result.verdict.is_pass() {
                Vec::new()
            } else {
                result.transcript.clone()
            },
            seconds: result.duration.as_secs_f64(),
        };
        let line = format!("{}\n", serde_json::to_string(&line)?);
        self.file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write_all(line.as_bytes())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    verdict: Verdict,
    reason: Option<String>,
    blocked_by: Option<String>,
    #[serde(default, skip_serializing_if = "Tally::is_empty")]
    attempts: Tally,
    notes: Vec<String>,
    failure: Option<Failure>,
    transcript: Vec<Exchange>,
    seconds: f64,
}

/// Why results cannot be gone on with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoredError {
    /// It is too long.
    #[error("the results have {0} bytes; at most {MAX_BYTES} are read")]
    TooLong(usize),
    /// The first line does not say what was tested.
    #[error("the first line does not say what was tested: {0}")]
    NoSubject(String),
    /// They are of something else.
    #[error("the results are of another {what}: {theirs}, not {ours}; start a new run")]
    Other {
        /// What differs.
        what: &'static str,
        /// What the file says.
        theirs: String,
        /// What it should say.
        ours: String,
    },
    /// A line that is no result of the catalogue.
    #[error("line {line}: {reason}")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

/// Reads what was tested.
///
/// # Errors
///
/// When the first line does not say it.
pub fn subject(bytes: &[u8]) -> Result<Subject, StoredError> {
    if bytes.len() > MAX_BYTES {
        return Err(StoredError::TooLong(bytes.len()));
    }
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let subject: Subject =
        serde_json::from_slice(first).map_err(|error| StoredError::NoSubject(error.to_string()))?;
    let named = subject.run.len() == 8
        && subject
            .run
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if subject.format != FORMAT || !named {
        let why = format!("format {}, run {:?}", subject.format, subject.run);
        return Err(StoredError::NoSubject(why));
    }
    Ok(subject)
}

/// Reads the results of an interrupted run of a catalogue. What says nothing final (a case that was
/// not run, or ended without a verdict) is left out, so that it is run again.
///
/// # Errors
///
/// When the file is of another run, or a line is no result.
pub fn read(
    bytes: &[u8],
    ours: &Subject,
    cases: &Catalogue,
) -> Result<Vec<CaseResult>, StoredError> {
    let theirs = subject(bytes)?;
    for (what, theirs, ours) in [
        ("endpoint", &theirs.endpoint, &ours.endpoint),
        ("catalogue", &theirs.catalogue, &ours.catalogue),
    ] {
        if theirs != ours {
            return Err(StoredError::Other {
                what,
                theirs: theirs.clone(),
                ours: ours.clone(),
            });
        }
    }
    let mut results: Vec<CaseResult> = Vec::new();
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    for (at, text) in lines.iter().enumerate().skip(1) {
        let wrong = |reason: String| StoredError::Line {
            line: at + 1,
            reason,
        };
        if text.is_empty() {
            continue;
        }
        let line: Line = match serde_json::from_slice(text) {
            Ok(line) => line,
            // A kill cut it off.
            Err(error) if error.is_eof() => continue,
            Err(error) => return Err(wrong(error.to_string())),
        };
        if let Some(result) = result(line, cases).map_err(wrong)? {
            results.retain(|earlier| earlier.id != result.id);
            results.push(result);
        }
    }
    Ok(results)
}

fn result(line: Line, cases: &Catalogue) -> Result<Option<CaseResult>, String> {
    if line.id.starts_with("p:passive/") {
        return Ok(None);
    }
    let case = cases
        .find(&line.id)
        .ok_or_else(|| format!("the catalogue has no case `{}`", line.id))?;
    if matches!(
        line.verdict,
        Verdict::NotRun | Verdict::Inconclusive | Verdict::Error | Verdict::Blocked
    ) {
        return Ok(None);
    }
    if (line.verdict == Verdict::Fail) != line.failure.is_some() {
        return Err("a failure says what failed, and nothing else does".to_owned());
    }
    let mut result = CaseResult::new(case, line.verdict, line.reason);
    result.attempts = line.attempts;
    result.notes = line.notes;
    result.transcript = line.transcript;
    result.duration =
        Duration::try_from_secs_f64(line.seconds).map_err(|error| format!("`seconds`: {error}"))?;
    result.failure = line.failure;
    Ok(Some(result))
}
