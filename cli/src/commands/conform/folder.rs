//! The folder of a run, and the ledger of a run that has none.
//!
//! | file | holds |
//! |---|---|
//! | `ledger-RUN.jsonl` | what the run was about to create, created and deleted |
//! | `results.jsonl` | results as they came, for `--resume` |
//! | `transcript/` | what each case said and heard, a file a case |
//! | `results.json`, `summary.json`, `refstack.json`, `junit.xml`, `results.tap`, `ctrf.json`, `report.html`, `badge.svg`, `statement.dsse.json` | the reports |

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use occi_conformance::{
    catalogue::Catalogue,
    report,
    run::RunResult,
    stored::{self, Stored, Subject},
    transport::journal::{self, Journal, Record},
    verdict::CaseResult,
};
use occi_grammar::{
    judgement::upload::{CloudId, upload},
    results::{self, Everything, Format},
};

use crate::{exit::Failure, reading};

/// The folder of a run.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: PathBuf,
    stored: Arc<Stored>,
}

fn world(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
    move |error| Failure::world(format!("`{}`: {error}", path.display()))
}

impl Folder {
    /// Makes the folder of a new run.
    pub(super) fn create(path: &Path, subject: &Subject) -> Result<Self, Failure> {
        let transcripts = path.join("transcript");
        let results = path.join("results.jsonl");
        if results.exists() {
            return Err(Failure::usage(format!(
                "`{}` holds a run already; --resume goes on with it",
                path.display()
            )));
        }
        fs::create_dir_all(&transcripts).map_err(world(&transcripts))?;
        Ok(Self {
            path: path.to_owned(),
            stored: Arc::new(Stored::create(&results, subject).map_err(world(&results))?),
        })
    }

    /// Goes on with a folder: gives the results that are there.
    pub(super) fn resume(
        path: &Path,
        subject: &Subject,
        cases: &Catalogue,
    ) -> Result<(Self, Vec<CaseResult>), Failure> {
        let file = path.join("results.jsonl");
        let bytes = reading::read(&file, stored::MAX_BYTES)?;
        let earlier = stored::read(&bytes, subject, cases)
            .map_err(|error| Failure::refused(format!("`{}`: {error}", file.display())))?;
        let folder = Self {
            path: path.to_owned(),
            stored: Arc::new(Stored::go_on(&file).map_err(world(&file))?),
        };
        Ok((folder, earlier))
    }

    /// Ledgers of earlier sittings that still name something.
    pub(super) fn open_ledgers(path: &Path) -> Result<Vec<(PathBuf, Record)>, Failure> {
        let mut open = Vec::new();
        for ledger in ledgers_in(path).map_err(world(path))? {
            let record = read_ledger(&ledger)?;
            if !record.is_empty() {
                open.push((ledger, record));
            }
        }
        Ok(open)
    }

    /// Starts the ledger of a run.
    pub(super) fn ledger(&self, run: &str, endpoint: &str) -> Result<Arc<Journal>, Failure> {
        let path = self.path.join(format!("ledger-{run}.jsonl"));
        let journal = Journal::create(&path, run, endpoint).map_err(world(&path))?;
        Ok(Arc::new(journal))
    }

    /// Writes down what a case said and how it ended.
    pub(super) fn add(&self, result: &CaseResult) -> io::Result<()> {
        if !result.transcript.is_empty() {
            let path = self.path.join("transcript").join(report::file_name(result));
            fs::write(path, report::transcript(result))?;
        }
        self.stored.write(result)
    }

    /// Writes every report; gives the text of `results.json`.
    pub(super) fn finish(
        &self,
        result: &RunResult,
        target: &report::Target,
    ) -> Result<String, Failure> {
        let json = report::json_of(result, target);
        self.write("results.json", &json)?;
        let junit = report::junit(result).map_err(Failure::internal)?;
        self.write("junit.xml", &junit)?;
        self.write("results.tap", &report::tap(result))?;
        self.write("ctrf.json", &report::ctrf(result))?;
        self.write("summary.json", &report::summary(result, target))?;
        self.write("refstack.json", &refstack(result, &json)?)?;
        let html = report::html(result).map_err(Failure::internal)?;
        self.write("report.html", &html)?;
        // A run that left something out has none.
        if let Ok(badge) = report::badge(result, &result.model) {
            self.write("badge.svg", &badge)?;
        }
        Ok(json)
    }

    /// Writes a file of the folder.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        let path = self.path.join(name);
        fs::write(&path, text).map_err(world(&path))
    }
}

/// The passes in the form of RefStack; the endpoint's host stands for the cloud, as it does there.
fn refstack(result: &RunResult, json: &str) -> Result<String, Failure> {
    let (_, run) = results::read(json.as_bytes(), Some(Format::Conformance), &Everything)
        .map_err(Failure::internal)?;
    let cloud = CloudId::of_endpoint(&result.endpoint).unwrap_or_else(|_| CloudId::known(""));
    upload(&run, &cloud, result.duration.as_secs()).map_err(Failure::internal)
}

/// The ledgers in a folder, sorted by name.
pub(super) fn ledgers_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with("ledger-") && name.ends_with(".jsonl")) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a ledger.
pub(super) fn read_ledger(path: &Path) -> Result<Record, Failure> {
    let bytes = reading::read(path, journal::MAX_BYTES)?;
    journal::read(&bytes)
        .map_err(|error| Failure::refused(format!("`{}`: {error}", path.display())))
}

/// Where the ledgers of runs without a folder are: in the user's state folder.
pub(super) fn state() -> PathBuf {
    let state = env::var_os("XDG_STATE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state")))
        .unwrap_or_else(env::temp_dir);
    state.join("occi")
}

/// Starts a ledger at a path of the caller's choice, or in the state folder.
pub(super) fn lone_ledger(
    path: Option<&Path>,
    run: &str,
    endpoint: &str,
) -> Result<Arc<Journal>, Failure> {
    let path = match path {
        Some(path) => path.to_owned(),
        None => {
            let mut folder = state();
            // A home that cannot be written to keeps nobody from being careful.
            if fs::create_dir_all(&folder).is_err() {
                folder = env::temp_dir();
            }
            folder.join(format!("ledger-{run}.jsonl"))
        }
    };
    let journal = Journal::create(&path, run, endpoint).map_err(world(&path))?;
    Ok(Arc::new(journal))
}
