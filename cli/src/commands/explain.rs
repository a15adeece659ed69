//! `occi explain`: what a fault code means.

use std::str::FromStr;

use clap::Args;
use occi_grammar::explain;
use occi_model::Code;

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{out, outln},
};

/// Explain a fault code with a wrong and a right example, or list all codes
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, such as E0021; all codes are listed without it
    #[arg(value_name = "CODE", value_parser = Code::from_str)]
    code: Option<Code>,
}

impl Explain {
    pub(crate) fn run(self) -> Outcome {
        let Some(code) = self.code else {
            for page in explain::pages() {
                outln!("{}  {}", page.code, page.title);
            }
            return Ok(Exit::Success);
        };
        let page = explain::page(code).ok_or_else(|| {
            Failure::usage(format!("there is no code {code}; `occi explain` lists all"))
        })?;
        out!("{}", page.text());
        Ok(Exit::Success)
    }
}
