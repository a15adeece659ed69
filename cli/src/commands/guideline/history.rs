//! `occi guideline history`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use occi_grammar::guideline::{history_page, view::Answer as _};
use occi_model::guideline::History;

use super::input;
use crate::{
    exit::{Exit, Outcome},
    output::out,
};

/// Say which capability entered, advanced, was deprecated and removed, and in which guideline
#[derive(Debug, Args)]
pub(crate) struct Chronicle {
    /// Files with the guidelines of one programme, in any order
    #[arg(required = true, value_name = "GUIDELINE")]
    files: Vec<PathBuf>,

    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A page for browsers, with a picture.
    Html,
}

impl Chronicle {
    pub(crate) fn run(self) -> Outcome {
        let mut guidelines = Vec::new();
        for file in &self.files {
            guidelines.push(input::load(file, false)?);
        }
        let history = History::of(&guidelines);
        match self.format {
            Form::Text => out!("{}", history.text()),
            Form::Json => out!("{}", history.json()),
            Form::Html => out!("{}", history_page(&history)),
        }
        Ok(Exit::Success)
    }
}
