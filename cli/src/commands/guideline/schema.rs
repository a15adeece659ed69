//! `occi guideline schema`.

use clap::Args;
use occi_grammar::guideline::{SCHEMAS, schema};
use occi_model::guideline::SchemaVersion;

use crate::{
    exit::{Exit, Failure, Outcome},
    output::out,
};

/// Print the JSON Schema of the format
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Version of the format: 1.6 or 2.0
    #[arg(value_name = "VERSION", default_value = "2.0", value_parser = version)]
    schema: SchemaVersion,
}

fn version(text: &str) -> Result<SchemaVersion, String> {
    let known = SCHEMAS.iter().find(|version| version.as_str() == text);
    known.copied().ok_or_else(|| {
        let known: Vec<&str> = SCHEMAS.iter().map(|version| version.as_str()).collect();
        format!("there are schemas of {}", known.join(", "))
    })
}

impl Schema {
    pub(crate) fn run(self) -> Outcome {
        let text = schema(self.schema).ok_or_else(|| Failure::internal("no such schema"))?;
        out!("{text}");
        Ok(Exit::Success)
    }
}
