//! `occi guideline`: questions to interop guidelines, and changes of them.

mod alias;
mod capabilities;
mod convert;
mod diff;
mod flag;
mod fmt;
mod history;
mod input;
mod lint;
mod lock;
mod measure;
mod next;
mod page;
mod platforms;
mod schema;
mod score;
mod sections;
mod serve;
mod show;
mod tests;
mod unused;
mod waiver;

use clap::Subcommand;

pub(super) use input::inventory;

use crate::exit::Outcome;

/// Ask questions of interop guidelines, check them, and edit them
#[derive(Debug, Subcommand)]
pub(crate) enum Guideline {
    Show(show::Show),
    Tests(tests::Tests),
    Capabilities(capabilities::Capabilities),
    Platforms(platforms::Platforms),
    Sections(sections::Sections),
    Lint(lint::Lint),
    Lock(lock::Lock),
    Fmt(fmt::Fmt),
    Diff(diff::Diff),
    Next(next::NextDraft),
    Convert(convert::Convert),
    Measure(measure::Measure),
    Score(score::Score),
    Unused(unused::Unused),
    Flag(flag::Flag),
    Alias(alias::Alias),
    Page(page::Page),
    History(history::Chronicle),
    Waiver(waiver::Waiver),
    Serve(serve::Serve),
    Schema(schema::Schema),
}

impl Guideline {
    pub(crate) fn run(self) -> Outcome {
        match self {
            Self::Show(command) => command.run(),
            Self::Tests(command) => command.run(),
            Self::Capabilities(command) => command.run(),
            Self::Platforms(command) => command.run(),
            Self::Sections(command) => command.run(),
            Self::Lint(command) => command.run(),
            Self::Lock(command) => command.run(),
            Self::Fmt(command) => command.run(),
            Self::Diff(command) => command.run(),
            Self::Next(command) => command.run(),
            Self::Convert(command) => command.run(),
            Self::Measure(command) => command.run(),
            Self::Score(command) => command.run(),
            Self::Unused(command) => command.run(),
            Self::Flag(command) => command.run(),
            Self::Alias(command) => command.run(),
            Self::Page(command) => command.run(),
            Self::History(command) => command.run(),
            Self::Waiver(command) => command.run(),
            Self::Serve(command) => command.run(),
            Self::Schema(command) => command.run(),
        }
    }
}
