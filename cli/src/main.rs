//! The `occi` command line: one file per command, no logic of its own.
//!
//! # Exit codes
//!
//! | code | meaning |
//! |---|---|
//! | 0 | fine; a conformance run: conformant |
//! | 1 | the input has errors, or the verdict is "no" |
//! | 2 | usage |
//! | 3 | the endpoint cannot be reached, or the world failed (disk, port); of `judge`: no verdict |
//! | 4 | a conformance run left entities behind |
//! | 5 | a fault of this program |

// They panic when nobody reads; `out!` and `err!` do not.
#![deny(clippy::print_stderr, clippy::print_stdout)]

mod commands;
mod connection;
mod exit;
mod output;
mod reading;
mod source;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::output::errln;

/// Quicker for a server, which makes and drops a hundred small things for each request; larger for
/// the compiler, where a growing list is there twice for a moment.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Compiler of OCCI definitions: servers, clients and conformance tests from one source.
#[derive(Debug, Parser)]
#[command(
    name = "occi",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "one value for the whole process")]
enum Command {
    Check(commands::check::Check),
    Fmt(commands::fmt::Fmt),
    Explain(commands::explain::Explain),
    Generate(commands::generate::Generate),
    Serve(commands::serve::Serve),
    Apply(commands::apply::Apply),
    Conform(commands::conform::Conform),
    Compare(commands::compare::Compare),
    Convert(commands::convert::Convert),
    Discover(commands::discover::Discover),
    #[command(subcommand)]
    Guideline(commands::guideline::Guideline),
    Judge(commands::judge::Judge),
    Demo(commands::demo::Demo),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Check(command) => command.run(),
        Command::Fmt(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Generate(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Apply(command) => command.run(),
        Command::Conform(command) => command.run(),
        Command::Compare(command) => command.run(),
        Command::Convert(command) => command.run(),
        Command::Discover(command) => command.run(),
        Command::Guideline(command) => command.run(),
        Command::Judge(command) => command.run(),
        Command::Demo(command) => command.run(),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => {
            errln!("error: {failure}");
            failure.exit.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_of_every_command_agree() {
        super::Cli::command().debug_assert();
    }
}
