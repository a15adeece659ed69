//! `occi guideline fmt`.

use std::path::PathBuf;

use clap::Args;
use occi_grammar::{Sources, guideline::edit};

use super::input;
use crate::{
    exit::{Exit, Outcome},
    output::{errln, out, outln},
    source,
};

/// Put guidelines of any schema into one layout; keys keep their order, values every character
#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Files with guidelines
    #[arg(required = true, value_name = "GUIDELINE")]
    files: Vec<PathBuf>,

    /// Change nothing; name the files that are not formatted and end with exit code 1
    #[arg(long)]
    check: bool,

    /// Print the formatted text and change nothing
    #[arg(long, conflicts_with = "check")]
    stdout: bool,
}

impl Fmt {
    pub(crate) fn run(self) -> Outcome {
        let mut exit = Exit::Success;
        for file in &self.files {
            let name = file.display().to_string();
            let bytes = input::bytes(file)?;
            let mut sources = Sources::new();
            let source = sources.add(&*name, String::from_utf8_lossy(&bytes));
            match edit::format(&bytes, source) {
                Ok(text) if self.stdout => out!("{text}"),
                Ok(text) if text.as_bytes() == bytes => {}
                Ok(_) if self.check => {
                    exit = Exit::Refused;
                    outln!("{name}");
                }
                Ok(text) => {
                    input::write(file, &text, false)?;
                    outln!("{name}");
                }
                Err(faults) => {
                    exit = Exit::Refused;
                    source::print_faults(&faults, &sources);
                    errln!("{name}: not formatted");
                }
            }
        }
        Ok(exit)
    }
}
