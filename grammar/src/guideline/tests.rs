//! `occi guideline tests`: everything but reading the file and printing.

use std::{collections::BTreeSet, fmt::Write as _};

use occi_model::{
    Fault, Faults, Origin,
    guideline::{Found, Inventory, Line, ListOptions, State, code, suite_fault},
};
use serde::Serialize;

use super::{
    read::read,
    view::{TestAnswer, json, test_answer},
};
use crate::source::Sources;

/// The form of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TestsFormat {
    /// `name[id]`, as the result server prints it.
    #[default]
    Lines,
    /// JSON: an array of the tests, each with its capability and the line.
    Json,
    /// Full names of an inventory, for `tempest run --load-list`, which selects exactly
    /// (Tempest). Each name once.
    LoadList,
    /// Regular expressions, for `tempest run --include-list`: anchored, dots escaped.
    IncludeList,
}

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
    /// The form of the answer.
    pub format: TestsFormat,
    /// The tests that the suite has. A load list needs it; the other forms then tell which
    /// tests the suite does not have.
    pub inventory: Option<Inventory>,
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

/// Lists the tests of a target (lists of the RefStack service). `name` is what messages call the file,
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
                let lines = target.tests(&options);
                if lines.is_empty() {
                    faults.push(nothing(target.name(), &options));
                }
                if let Some(inventory) = &request.inventory {
                    faults.extend(
                        lines
                            .iter()
                            .filter_map(|line| suite_fault(line.capability, line.test, inventory)),
                    );
                }
                Some(form(&lines, request))
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

#[derive(Serialize)]
struct Row<'g> {
    line: String,
    capability: &'g str,
    #[serde(flatten)]
    test: TestAnswer<'g>,
}

fn form(lines: &[Line<'_>], request: &TestsRequest) -> String {
    let joined = |lines: BTreeSet<String>| {
        lines.into_iter().fold(String::new(), |mut text, line| {
            text.push_str(&line);
            text.push('\n');
            text
        })
    };
    match request.format {
        TestsFormat::Lines => {
            let mut text = String::new();
            for line in lines {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{line}");
            }
            text
        }
        TestsFormat::Json => {
            let rows: Vec<Row<'_>> = lines
                .iter()
                .map(|line| Row {
                    line: line.to_string(),
                    capability: line.capability.name.value.as_str(),
                    test: test_answer(line.test),
                })
                .collect();
            json(&rows)
        }
        TestsFormat::LoadList => {
            let nothing = Inventory::default();
            let inventory = request.inventory.as_ref().unwrap_or(&nothing);
            joined(
                lines
                    .iter()
                    .flat_map(|line| match inventory.find(line.test) {
                        Found::Listed(tests) | Found::Renamed(tests) | Found::OtherId(tests) => {
                            tests
                        }
                        Found::Gone => Vec::new(),
                    })
                    .map(|test| test.line().to_owned())
                    .collect(),
            )
        }
        // An inventory knows names that the guideline does not.
        TestsFormat::IncludeList => joined(
            lines
                .iter()
                .flat_map(|line| {
                    let listed = match request.inventory.as_ref().map(|i| i.find(line.test)) {
                        Some(
                            Found::Listed(tests) | Found::Renamed(tests) | Found::OtherId(tests),
                        ) => tests.iter().map(|test| test.name().to_owned()).collect(),
                        Some(Found::Gone) => Vec::new(),
                        None => vec![line.name.to_string()],
                    };
                    listed.into_iter().map(|name| pattern(&name))
                })
                .collect(),
        ),
    }
}

/// A pattern that finds one test with any attributes: the name, then a bracket or the end.
fn pattern(name: &str) -> String {
    let mut pattern = String::from("^");
    for c in name.chars() {
        if !(c.is_alphanumeric() || c == '_') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push_str("(\\[|$)");
    pattern
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
