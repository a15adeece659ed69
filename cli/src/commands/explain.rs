//! `occi explain`: what a code means.

use clap::Args;
use occi_grammar::explain::{self, Topic};

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{out, outln},
};

/// Explain a code with a wrong and a right example, or list all codes
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, such as E0021, or trailing-semicolon of a message; all are listed without it
    #[arg(value_name = "CODE", conflicts_with = "all")]
    code: Option<String>,

    /// Print every page, as one document in Markdown
    #[arg(long)]
    all: bool,
}

impl Explain {
    pub(crate) fn run(self) -> Outcome {
        if self.all {
            out!("{}", explain::document());
            return Ok(Exit::Success);
        }
        let Some(code) = self.code else {
            for page in explain::pages() {
                outln!("{}  {}", page.topic, page.title);
            }
            return Ok(Exit::Success);
        };
        let page = code
            .parse::<Topic>()
            .ok()
            .and_then(explain::about)
            .ok_or_else(|| {
                Failure::usage(format!(
                    "there is no code `{code}`; `occi explain` lists all"
                ))
            })?;
        out!("{}", page.text());
        Ok(Exit::Success)
    }
}
