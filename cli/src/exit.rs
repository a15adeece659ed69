//! Exit codes, and failures that end a command.

use std::{fmt, process::ExitCode};

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Fine.
    Success,
    /// The input has errors, or the verdict is "no".
    Refused,
    /// The call itself is wrong.
    Usage,
    /// The endpoint cannot be reached, or disk or network failed.
    World,
    /// Entities were left behind.
    Leftovers,
    /// A fault of this program.
    Internal,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::World => 3,
            Exit::Leftovers => 4,
            Exit::Internal => 5,
        })
    }
}

/// Why a command ends early: one message with what happened and what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    message: String,
}

impl Failure {
    /// The input is refused.
    pub(crate) fn refused(message: impl fmt::Display) -> Self {
        Self::new(Exit::Refused, message)
    }

    /// The call is wrong.
    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Disk or network failed.
    pub(crate) fn world(message: impl fmt::Display) -> Self {
        Self::new(Exit::World, message)
    }

    /// This program failed.
    pub(crate) fn internal(message: impl fmt::Display) -> Self {
        Self::new(Exit::Internal, message)
    }

    /// The same for a command that cannot tell: neither yes nor no.
    pub(crate) fn without_verdict(self) -> Self {
        Self {
            exit: Exit::World,
            ..self
        }
    }

    fn new(exit: Exit, message: impl fmt::Display) -> Self {
        Self {
            exit,
            message: message.to_string(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What every command gives back.
pub(crate) type Outcome = Result<Exit, Failure>;
