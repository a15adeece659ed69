//! `occi demo`: the whole way in one command, from the definition to the verdict.

mod exchange;
mod server;

use std::path::PathBuf;

use clap::Args;
use occi_model::Profile;

use super::{conform, generate};
use crate::{
    exit::{Failure, Outcome},
    output::outln,
    source::{FaultFormat, Reading},
};

/// Generate, build and start a service, talk to it, run its conformance cases, stop it
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Directory for the generated crate [default: a temporary one]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Serve the definition without building the generated crate
    #[arg(long)]
    interpreted: bool,
}

/// The definition that the demonstration is about.
const DEFINITION: &str = "infrastructure";

impl Demo {
    pub(crate) fn run(self) -> Outcome {
        let reading = Reading {
            includes: Vec::new(),
            profile: Profile::Union,
            format: FaultFormat::Human,
            allow: Vec::new(),
            deny: Vec::new(),
            strict: false,
        };
        let model = reading.model(DEFINITION)?;
        outln!(
            "1. The definition `{DEFINITION}`: {} kinds, {} mixins, {} actions.",
            model.kinds().len(),
            model.mixins().len(),
            model.actions().len()
        );

        let temporary = tempfile::tempdir()
            .map_err(|error| Failure::world(format!("no temporary directory: {error}")))?;
        let out = self
            .out
            .unwrap_or_else(|| temporary.path().join("my-cloud"));
        let written = generate::write(&model, &out, "my-cloud", None)?;
        outln!(
            "2. Generated a crate of {} files: types, client, server, conformance tests.\n   {}",
            written.written.len() + written.unchanged.len() + written.kept.len(),
            out.display()
        );

        let server = if self.interpreted {
            outln!("3. Serving the definition without a compile step.");
            server::Running::interpreted(DEFINITION)?
        } else {
            outln!("3. Building the generated crate and starting its server.");
            server::Running::generated(&out, "my-cloud")?
        };
        outln!("   {}", server.url());

        let runtime = conform::runtime()?;
        outln!("4. A life in both renderings.\n");
        runtime.block_on(exchange::life_of_a_compute(server.url()))?;

        outln!("5. The conformance cases of the definition, against the same server.\n");
        let exit = conform::judge_own(&runtime, model, server.url())?;
        server.stop()?;
        outln!("6. Stopped.");
        Ok(exit)
    }
}
