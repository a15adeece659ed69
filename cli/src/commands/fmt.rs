//! `occi fmt`: puts definitions into the one style.

use std::{fs, path::PathBuf};

use clap::Args;
use occi_grammar::fmt::{self, Unformatted};

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, outln},
    source::print_faults,
};

/// Format definitions; comments are kept and nothing changes its meaning
#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Files with definitions
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Change nothing; name the files that are not formatted and end with exit code 1
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(crate) fn run(self) -> Outcome {
        let mut exit = Exit::Success;
        for file in &self.files {
            let name = file.display().to_string();
            let bytes = fs::read(file)
                .map_err(|error| Failure::world(format!("cannot read `{name}`: {error}")))?;
            let Ok(text) = String::from_utf8(bytes) else {
                return Err(Failure::refused(format!("`{name}` is not UTF-8 text")));
            };
            match fmt::format(&name, &text) {
                Ok(formatted) if formatted == text => {}
                Ok(_) if self.check => {
                    exit = Exit::Refused;
                    outln!("{name}");
                }
                Ok(formatted) => {
                    fs::write(file, formatted).map_err(|error| {
                        Failure::world(format!("cannot write `{name}`: {error}"))
                    })?;
                    outln!("{name}");
                }
                Err(Unformatted { faults, sources }) => {
                    exit = Exit::Refused;
                    print_faults(&faults, &sources);
                    errln!("{name}: not formatted");
                }
            }
        }
        Ok(exit)
    }
}
