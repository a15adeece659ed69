//! Results of test runs in every form that tools leave behind.
//!
//! [`read`] finds out the form and gives a [`Run`]: the outcome of each test for
//! [`judge`](occi_model::guideline::judge::judge()), and what was wrong with the record. Forms:
//! [`subunit`] of version 2 (live or at rest) and of version 1, the repository of stestr
//! ([`stestr`]), uploads to the result server, JUnit XML, results of our own conformance runs.
//!
//! Everything is read as a stream. With [`TargetTests`] only what a target asks for is kept, so
//! that memory does not depend on the length of the stream.

mod detect;
mod json;
mod junit;
mod run;
pub mod stestr;
mod stream;
pub mod subunit;
mod wanted;

use std::{
    fmt,
    io::{self, BufRead, BufReader, Cursor, ErrorKind, Read},
    str::FromStr,
};

use detect::Shown;
pub use run::{Everything, Run, Wanted};
pub use wanted::TargetTests;

/// The form of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Subunit, version 2.
    SubunitV2,
    /// Subunit, version 1.
    SubunitV1,
    /// What is uploaded to the result server: passes only.
    Refstack,
    /// JUnit XML.
    Junit,
    /// `results.json` of a conformance run.
    Conformance,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = detect::WORDS;
        let word = words.iter().find(|(_, format)| format == self);
        f.write_str(word.map_or("", |(word, _)| word))
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words = detect::WORDS;
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, format)) => Ok(*format),
            None => Err(format!(
                "known forms are {}",
                words.map(|(word, _)| word).join(", ")
            )),
        }
    }
}

/// Why results cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is not one byte.
    #[error("the results are empty")]
    Empty,
    /// The form is unknown.
    #[error(
        "these are no results of a known form: neither subunit, nor JUnit XML, nor JSON of the result server or of a conformance run"
    )]
    Unknown,
    /// The source fails.
    #[error("cannot read the results: {0}")]
    Io(#[from] io::Error),
    /// The JSON is wrong.
    #[error("the results are no JSON that is understood: {0}")]
    Json(#[from] serde_json::Error),
    /// The XML is wrong.
    #[error("the results are no JUnit XML: {0}")]
    Xml(#[from] quick_xml::Error),
    /// The results have another form than they were said to have.
    #[error("the results were said to be {said}, but they are {found}")]
    Other {
        /// What was said.
        said: Format,
        /// What they are.
        found: Format,
    },
}

/// Reads results. Their form is found out, unless it is told.
///
/// # Errors
///
/// When there is nothing that could be judged. Damage within a stream is no error: it is told in
/// the [`Run`].
pub fn read(
    mut source: impl Read,
    said: Option<Format>,
    wanted: &impl Wanted,
) -> Result<(Format, Run), ReadError> {
    let (shown, head) = match said {
        Some(Format::SubunitV2) => (Shown::Subunit2, Vec::new()),
        Some(Format::SubunitV1) => (Shown::Subunit1, Vec::new()),
        Some(Format::Junit) => (Shown::Junit, Vec::new()),
        Some(Format::Refstack | Format::Conformance) => (Shown::Json, Vec::new()),
        None => head(&mut source)?,
    };
    let source = Cursor::new(head).chain(source);
    Ok(match shown {
        Shown::Subunit2 => (
            Format::SubunitV2,
            stream::read(source, stream::Version::Two, wanted)?,
        ),
        Shown::Subunit1 => (
            Format::SubunitV1,
            stream::read(source, stream::Version::One, wanted)?,
        ),
        Shown::Json => {
            let (found, run) = json::read(without_mark(source)?, wanted)?;
            if let Some(said) = said.filter(|said| *said != found) {
                return Err(ReadError::Other { said, found });
            }
            (found, run)
        }
        Shown::Junit => (Format::Junit, junit::read(without_mark(source)?, wanted)?),
        Shown::Nothing => return Err(ReadError::Unknown),
    })
}

/// The first bytes, as many as are needed to know the form: a live stream is not waited for.
fn head(source: &mut impl Read) -> Result<(Shown, Vec<u8>), ReadError> {
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = match source.read(&mut piece) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        head.extend_from_slice(piece.get(..count).unwrap_or_default());
        let shown = Shown::by(&head);
        if count == 0 && head.is_empty() {
            return Err(ReadError::Empty);
        }
        let text = matches!(shown, Shown::Json | Shown::Junit);
        if (shown != Shown::Nothing && !text) || count == 0 || head.len() >= detect::HEAD {
            return Ok((shown, head));
        }
    }
}

/// Without the byte order mark that some tools write.
fn without_mark(source: impl Read) -> io::Result<impl BufRead> {
    let mut source = BufReader::new(source);
    if source.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
        source.consume(3);
    }
    Ok(source)
}
