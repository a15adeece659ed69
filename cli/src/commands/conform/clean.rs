//! `occi conform clean`: deletes what a run left that was killed.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use occi_conformance::transport::{
    Ledger, Metered, Transport as _,
    journal::{Journal, Record},
};

use super::{
    endpoint::Endpoint,
    folder::{ledgers_in, read_ledger, state},
    options::EndpointArguments,
    runtime,
};
use crate::{
    exit::{Exit, Failure, Outcome},
    output::outln,
};

/// Delete what a run left behind that was killed
///
/// Each entity is read first, and deleted only when it shows the marker of the run. Without a
/// ledger the command lists those in the user's state folder that still name something.
#[derive(Debug, Args)]
pub(super) struct Clean {
    /// Ledger of the run, or the folder of the run
    #[arg(value_name = "LEDGER")]
    ledger: Option<PathBuf>,

    #[command(flatten)]
    endpoint: EndpointArguments,

    /// Delete also what was created without a marker, because its title was under test; its URL is
    /// all there is to go by
    #[arg(long)]
    without_marker: bool,

    /// Say what would be deleted, and delete nothing
    #[arg(long)]
    dry_run: bool,
}

impl Clean {
    pub(super) fn run(self) -> Outcome {
        let Some(path) = &self.ledger else {
            return list();
        };
        let ledgers = if path.is_dir() {
            ledgers_in(path).map_err(Failure::world)?
        } else {
            vec![path.clone()]
        };
        if ledgers.is_empty() {
            let what = format!("`{}` holds no ledger", path.display());
            return Err(Failure::refused(what));
        }
        let mut exit = Exit::Success;
        for ledger in ledgers {
            if self.clean(&ledger)? == Exit::Leftovers {
                exit = Exit::Leftovers;
            }
        }
        Ok(exit)
    }

    fn clean(&self, path: &Path) -> Outcome {
        let record = read_ledger(path)?;
        if self.dry_run {
            print(&record);
            return Ok(Exit::Success);
        }
        if record.is_empty() {
            outln!("{}: nothing is left", path.display());
            return Ok(Exit::Success);
        }
        let endpoint = Endpoint::new(Some(&record.endpoint), &self.endpoint)?;
        let meter = Arc::new(Metered::new(endpoint.transport, endpoint.credentials));
        let mut ledger = Ledger::new(meter, &record.run);
        let journal = Journal::go_on(path)
            .map_err(|error| Failure::world(format!("`{}`: {error}", path.display())))?;
        ledger.set_journal(Arc::new(journal));
        let swept = runtime()?.block_on(ledger.clean(&record, self.without_marker));
        for url in &swept.deleted {
            outln!("deleted {url}");
        }
        for url in &swept.gone {
            outln!("not there any more: {url}");
        }
        for kept in &swept.kept {
            outln!(
                "left: {} ({})",
                kept.what,
                endpoint.secrets.redact(&kept.why)
            );
        }
        outln!(
            "{} deleted, {} not there any more, {} left at {}",
            swept.deleted.len(),
            swept.gone.len(),
            swept.kept.len(),
            ledger.base()
        );
        Ok(if swept.kept.is_empty() {
            Exit::Success
        } else {
            Exit::Leftovers
        })
    }
}

fn print(record: &Record) {
    for open in &record.open {
        outln!("would delete {}{}", record.endpoint, open.path);
    }
    for unclear in &record.unclear {
        outln!(
            "would search {}{} for entities of the run",
            record.endpoint,
            unclear.collection
        );
    }
    for tag in &record.tags {
        outln!("would remove the user mixin {tag}");
    }
    for template in &record.templates {
        outln!("would remove the template {template}");
    }
    for path in &record.saving {
        outln!(
            "would search the query interface for templates of {}{path}",
            record.endpoint
        );
    }
}

/// Lists the ledgers of the state folder that still name something.
fn list() -> Outcome {
    let folder = state();
    let ledgers = match fs::exists(&folder) {
        Ok(true) => ledgers_in(&folder).map_err(Failure::world)?,
        _ => Vec::new(),
    };
    for path in &ledgers {
        match read_ledger(path) {
            Ok(record) => outln!(
                "{}: run {} at {}, {} entities, {} creations without a known outcome",
                path.display(),
                record.run,
                record.endpoint,
                record.open.len(),
                record.unclear.len()
            ),
            Err(failure) => outln!("{failure}"),
        }
    }
    if ledgers.is_empty() {
        outln!("no ledger in {}", folder.display());
    }
    Ok(Exit::Success)
}
