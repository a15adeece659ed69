//! `occi guideline page`.

use clap::{Args, ValueEnum};
use occi_grammar::guideline::{PageFormat, guideline_page};

use super::input::GuidelineFile;
use crate::{
    exit::{Exit, Outcome},
    output::out,
};

/// Print a guideline of any schema as a page, for browsers, in Markdown or in reStructuredText
#[derive(Debug, Args)]
pub(crate) struct Page {
    #[command(flatten)]
    guideline: GuidelineFile,

    /// Form of the page
    #[arg(long, value_name = "FORMAT", default_value = "html")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For browsers; needs nothing else.
    Html,
    /// For people and for sites that are built from it.
    Markdown,
    /// The same in reStructuredText.
    Rst,
}

impl Page {
    pub(crate) fn run(self) -> Outcome {
        let guideline = self.guideline.read()?;
        let format = match self.format {
            Form::Html => PageFormat::Html,
            Form::Markdown => PageFormat::Markdown,
            Form::Rst => PageFormat::Restructured,
        };
        out!("{}", guideline_page(&guideline, format));
        Ok(Exit::Success)
    }
}
