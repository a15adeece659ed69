//! `occi conform`: conformance cases against a live endpoint.

mod clean;
mod client;
mod compare;
mod endpoint;
mod expectations;
mod folder;
mod harness;
mod harnessed;
mod judged;
mod offered;
mod options;
mod plan;
mod progress;
mod rendering;
mod replay;
mod report;
mod run;
mod self_test;
mod sign;

use std::sync::Arc;

use clap::{Args, Subcommand};
use occi_conformance::{
    Http,
    engine::{Required, Safety, Settings},
    report as reports,
    run::{Selection, run as run_all},
};
use occi_model::Model;
use tokio::runtime::Runtime;

use crate::{
    exit::{Exit, Failure, Outcome},
    output::out,
};

/// Run conformance cases against an endpoint and judge it
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Conform {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    run: options::RunArguments,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "one value for the whole process")]
enum Command {
    Clean(clean::Clean),
    Client(client::ClientTest),
    Compare(compare::Compare),
    Expectations(expectations::Expectations),
    Harness(harness::Harness),
    Rendering(rendering::RenderingTest),
    Replay(replay::Replay),
    SelfTest(self_test::SelfTest),
    Verify(sign::Verify),
}

impl Conform {
    pub(crate) fn run(self) -> Outcome {
        match self.command {
            None => run::run(&self.run),
            Some(Command::Clean(command)) => command.run(),
            Some(Command::Client(command)) => command.run(),
            Some(Command::Compare(command)) => command.run(),
            Some(Command::Expectations(command)) => command.run(),
            Some(Command::Harness(command)) => command.run(),
            Some(Command::Rendering(command)) => command.run(),
            Some(Command::Replay(command)) => command.run(),
            Some(Command::SelfTest(command)) => command.run(),
            Some(Command::Verify(command)) => command.run(),
        }
    }
}

/// Runs every case of a model against a server of one's own and prints the report.
pub(crate) fn judge_own(runtime: &Runtime, model: Model, url: &str) -> Outcome {
    let http = Http::new(url).map_err(Failure::internal)?;
    let settings = Settings {
        safety: Safety::Exclusive,
        required: Required::Everything,
        ..Settings::loopback()
    };
    let result = runtime.block_on(run_all(
        Arc::new(model),
        Arc::new(http),
        &Selection::default(),
        settings,
        |_| (),
    ));
    out!("{}", reports::terminal(&result));
    Ok(exit(result.exit_code()))
}

/// A runtime for the requests of one command.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::world)
}

fn exit(code: u8) -> Exit {
    match code {
        0 => Exit::Success,
        1 => Exit::Refused,
        3 => Exit::World,
        4 => Exit::Leftovers,
        _ => Exit::Internal,
    }
}
