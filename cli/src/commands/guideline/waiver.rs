//! `occi guideline waiver`.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use occi_grammar::{
    guideline::waiver::waiver,
    results::{self, Everything, stestr},
};

use super::input::Format;
use crate::{
    exit::{Failure, Outcome},
    output::errln,
};

/// Find the failures of a run that come from unknown response properties alone
///
/// The results must hold every test with its traceback: a subunit stream, a repository of stestr,
/// or JUnit XML.
#[derive(Debug, Args)]
pub(crate) struct Waiver {
    /// File with the results, folder with a repository of stestr, or - for the standard input
    #[arg(value_name = "RESULT")]
    results: PathBuf,

    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

impl Waiver {
    pub(crate) fn run(self) -> Outcome {
        let path = self.results.as_path();
        let source: Box<dyn Read> = if path == Path::new("-") {
            Box::new(io::stdin())
        } else {
            let file = if path.is_dir() {
                stestr::stream(path, None).map_err(Failure::world)?
            } else {
                path.to_owned()
            };
            Box::new(File::open(&file).map_err(|error| {
                Failure::world(format!("cannot read `{}`: {error}", file.display()))
            })?)
        };
        let (_, run) = results::read(source, None, &Everything)
            .map_err(|error| Failure::refused(format!("`{}`: {error}", path.display())))?;
        if run.damages > 0 {
            errln!("warning: {} pieces of the record are damaged", run.damages);
        }
        self.format.print(&waiver(&run))
    }
}
