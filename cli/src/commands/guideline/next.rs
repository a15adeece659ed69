//! `occi guideline next`.

use std::path::PathBuf;

use clap::Args;
use occi_model::guideline::{NextRequest, next};

use super::input::{self, GuidelineFile};
use crate::exit::{Failure, Outcome};

/// Print the next draft, made from a guideline by the rules of the life cycle
///
/// What was removed is gone, what was deprecated is removed; what you name is advanced from
/// advisory to required or deprecated. Flags are dropped, as rule D312 wants. Each change is told
/// on standard error.
#[derive(Debug, Args)]
pub(crate) struct NextDraft {
    #[command(flatten)]
    guideline: GuidelineFile,

    /// Month for which approval is planned, such as 2020.11
    #[arg(long, value_name = "YYYY.MM")]
    target_approval: String,

    /// A release that the draft covers; may be given several times [default: those of the
    /// guideline]
    #[arg(long = "release", value_name = "RELEASE")]
    releases: Vec<String>,

    /// An advisory capability that becomes required; may be given several times
    #[arg(long, value_name = "CAPABILITY")]
    advance: Vec<String>,

    /// A required capability that becomes deprecated; may be given several times
    #[arg(long, value_name = "CAPABILITY")]
    deprecate: Vec<String>,

    /// Keep the flags
    #[arg(long)]
    keep_flags: bool,

    /// Listing of the suite, as `tempest run --list-tests` prints it; may be given several times.
    /// Renamed tests get their new name, the old one becomes an alias
    #[arg(long, value_name = "FILE")]
    inventory: Vec<PathBuf>,
}

impl NextDraft {
    pub(crate) fn run(self) -> Outcome {
        let guideline = self.guideline.read()?;
        let request = NextRequest {
            target_approval: self.target_approval,
            releases: self.releases,
            advance: self.advance,
            deprecate: self.deprecate,
            keep_flags: self.keep_flags,
            inventory: input::inventory(&self.inventory)?,
        };
        let next = next(&guideline, &request).map_err(Failure::refused)?;
        input::made(next.draft, &next.changes)
    }
}
