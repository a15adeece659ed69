//! `occi guideline tests`: everything but reading the file and printing.

use std::fmt::Write as _;

use occi_model::{
    Fault, Faults, Origin,
    guideline::{ListOptions, State, code},
};

use super::read::read;
use crate::source::Sources;

/// What is asked, as it comes from the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestsRequest {
    /// The target: `platform`, `compute`, `object`, `dns`, or any platform, add-on or component
    /// by its own name.
    pub target: String,
    /// Whether each alias has a line of its own.
    pub aliases: bool,
    /// Whether flagged tests are in.
    pub flagged: bool,
    /// States of the capabilities; none: required only.
    pub states: Vec<String>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct TestsListed {
    /// The list, one test per line, each line ended; `None` when a fault is an error. Goes to
    /// the standard output.
    pub text: Option<String>,
    /// Errors (exit code 1) and warnings, for the standard error.
    pub faults: Faults,
    /// The file, for the excerpts of the faults.
    pub sources: Sources,
}

/// Lists the tests of a target (interop-guidelines 7.1). `name` is what messages call the file,
/// `bytes` is its content.
///
/// Without states, flags and aliases this is the must-pass list. A target without a test to
/// list gives an empty text and a warning.
#[must_use]
pub fn list_tests(name: &str, bytes: &[u8], request: &TestsRequest) -> TestsListed {
    let mut sources = Sources::new();
    let source = sources.add(name, String::from_utf8_lossy(bytes));
    let read = read(bytes, source);
    let mut faults = read.faults;
    let options = options(request, &mut faults);
    let text = match (read.guideline, options) {
        (Some(guideline), Some(options)) => match guideline.target(&request.target) {
            Ok(target) => {
                faults.extend(target.elsewhere_faults());
                let mut text = String::new();
                for line in target.tests(&options) {
                    // Writing to a string cannot fail.
                    let _ = writeln!(text, "{line}");
                }
                if text.is_empty() {
                    faults.push(nothing(target.name(), &options));
                }
                Some(text)
            }
            Err(unknown) => {
                faults.push(unknown.fault());
                None
            }
        },
        _ => None,
    };
    faults.sort();
    TestsListed {
        text,
        faults,
        sources,
    }
}

fn options(request: &TestsRequest, faults: &mut Faults) -> Option<ListOptions> {
    let mut options = ListOptions {
        flagged: request.flagged,
        aliases: request.aliases,
        ..ListOptions::default()
    };
    if request.states.is_empty() {
        return Some(options);
    }
    options.states.clear();
    for state in &request.states {
        match state.parse::<State>() {
            Ok(state) => {
                options.states.insert(state);
            }
            Err(error) => {
                faults.push(Fault::new(
                    code::UNKNOWN_WORD,
                    Origin::Unknown,
                    error.to_string(),
                ));
                return None;
            }
        }
    }
    Some(options)
}

fn nothing(target: &str, options: &ListOptions) -> Fault {
    let states: Vec<&str> = options.states.iter().map(|state| state.as_str()).collect();
    Fault::new(
        code::NOTHING_LISTED,
        Origin::Unknown,
        format!("target `{target}` has no {} test", states.join(" or ")),
    )
    .with_help("ask for other states with `--state`, or for flagged tests with `--flagged`")
}
