//! `occi conform`: conformance cases against a live endpoint.

use std::{fs, path::PathBuf, sync::Arc};

use clap::{Args, ValueEnum};
use occi_conformance::{
    Http,
    catalogue::{Catalogue, Options, catalogue},
    engine::{Required, Safety, Settings},
    guideline,
    pattern::Pattern,
    report,
    run::{RunResult, Selection, run, run_catalogue},
};
use occi_grammar::{Sources, guideline::read};
use occi_model::{
    Model,
    guideline::{
        Guideline,
        judge::{Matching, Verdict, judge},
    },
};
use tokio::runtime::Runtime;

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, out, outln},
    source::{self, Reading},
};

/// Run conformance cases against an endpoint and judge it
#[derive(Debug, Args)]
pub(crate) struct Conform {
    /// URL of the endpoint, such as http://127.0.0.1:8787
    #[arg(value_name = "URL")]
    url: String,

    /// Definition that the cases come from: a file, or the name of a built-in one
    #[arg(long, value_name = "DEFINITION", default_value = "infrastructure")]
    model: String,

    #[command(flatten)]
    reading: Reading,

    /// Run only cases whose id matches; `*` is one part of an id, `**` any number
    #[arg(long, value_name = "PATTERN")]
    select: Vec<Pattern>,

    /// List the ids of the cases that would be run, and run none
    #[arg(long)]
    list: bool,

    /// Run the cases of a guideline and judge its capabilities
    #[arg(long, value_name = "FILE", conflicts_with = "select")]
    guideline: Option<PathBuf>,

    /// What of the guideline is judged [default: its first platform]
    #[arg(long, value_name = "TARGET", requires = "guideline")]
    target: Option<String>,

    /// How the results are printed
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    report: Report,

    /// Who else uses the endpoint [default: dedicated on this machine, else shared]
    #[arg(long, value_name = "CLASS")]
    safety: Option<SafetyClass>,

    /// On a shared endpoint: allow actions on the run's own entities
    #[arg(long)]
    allow_actions: bool,

    /// Count tolerated answers as failures
    #[arg(long)]
    strict: bool,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Report {
    /// For people.
    Terminal,
    /// JUnit XML.
    Junit,
    /// JSON.
    Json,
}

/// Who else uses an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SafetyClass {
    /// Others do.
    Shared,
    /// It is there for tests.
    Dedicated,
    /// It belongs to this run alone.
    Exclusive,
}

impl Conform {
    pub(crate) fn run(self) -> Outcome {
        let model = Arc::new(self.reading.model(&self.model)?);
        let http = Http::new(&self.url).map_err(Failure::usage)?;
        let mut settings = if http.is_loopback() {
            Settings::loopback()
        } else {
            Settings::remote()
        };
        if let Some(class) = self.safety {
            settings.safety = match class {
                SafetyClass::Shared => Safety::Shared,
                SafetyClass::Dedicated => Safety::Dedicated,
                SafetyClass::Exclusive => Safety::Exclusive,
            };
        }
        settings.allow_actions = self.allow_actions;
        settings.strict = self.strict;
        let runtime = runtime()?;
        let cases = Arc::new(catalogue(&model, &Options::default()));
        let Some(path) = &self.guideline else {
            let selection = Selection {
                patterns: self.select,
                names: None,
            };
            if self.list {
                return list(&cases, &selection);
            }
            if !cases.cases.iter().any(|case| selection.has(case)) {
                return Err(Failure::usage(
                    "no case matches; --list without --select lists the ids of all",
                ));
            }
            let result = runtime.block_on(run_catalogue(
                model,
                cases,
                Arc::new(http),
                &selection,
                settings,
                |_| (),
            ));
            self.report.print(&result)?;
            return Ok(exit(result.exit_code()));
        };

        let guideline = read_guideline(path)?;
        let name = match &self.target {
            Some(name) => name.clone(),
            None => guideline
                .platforms()
                .first()
                .map(|platform| platform.name.value.to_string())
                .ok_or_else(|| {
                    Failure::usage("the guideline has no platform; --target names what is judged")
                })?,
        };
        let target = guideline.target(&name).map_err(Failure::usage)?;
        let selection = guideline::selection(&guideline, &target);
        if self.list {
            return list(&cases, &selection);
        }
        settings.required = guideline::required(&cases, &selection);
        let result = runtime.block_on(run_catalogue(
            model,
            cases,
            Arc::new(http),
            &selection,
            settings,
            |_| (),
        ));
        self.report.print(&result)?;
        let verdict = judge(&target, &guideline::results(&result), Matching::ById);
        print_verdict(&verdict, self.report);
        let run = exit(match result.exit_code() {
            // What a guideline does not count decides nothing.
            1 => 0,
            code => code,
        });
        Ok(match run {
            Exit::Success if verdict.conclusion.is_met() => Exit::Success,
            Exit::Success => Exit::Refused,
            other => other,
        })
    }
}

/// Prints the ids of the selected cases.
fn list(cases: &Catalogue, selection: &Selection) -> Outcome {
    for case in cases.cases.iter().filter(|case| selection.has(case)) {
        outln!("{}", case.id);
    }
    Ok(Exit::Success)
}

impl Report {
    fn print(self, result: &RunResult) -> Result<(), Failure> {
        match self {
            Self::Terminal => out!("{}", report::terminal(result)),
            Self::Junit => out!("{}", report::junit(result).map_err(Failure::internal)?),
            Self::Json => out!("{}", report::json(result)),
        }
        Ok(())
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
    let result = runtime.block_on(run(
        Arc::new(model),
        Arc::new(http),
        &Selection::default(),
        settings,
        |_| (),
    ));
    Report::Terminal.print(&result)?;
    Ok(exit(result.exit_code()))
}

/// A runtime for the requests of one command.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::world)
}

fn read_guideline(path: &PathBuf) -> Result<Guideline, Failure> {
    let name = path.display().to_string();
    let bytes = fs::read(path)
        .map_err(|error| Failure::refused(format!("cannot read `{name}`: {error}")))?;
    let mut sources = Sources::new();
    let id = sources.add(&name, String::from_utf8_lossy(&bytes));
    let read = read(&bytes, id);
    source::print_faults(&read.faults, &sources);
    read.guideline
        .ok_or_else(|| Failure::refused(format!("`{name}` is refused")))
}

/// The verdict of a guideline: on the standard output for people, else on the standard error, so
/// that a report for programs stays one document.
fn print_verdict(verdict: &Verdict<'_>, report: Report) {
    let mut lines = Vec::new();
    for capability in &verdict.capabilities {
        lines.push(format!(
            "{:<48} {:<10} {:>4} of {:<4} {}",
            capability.name.as_str(),
            capability.state.to_string(),
            capability.counts.passed,
            capability.counts.tests,
            capability.conclusion
        ));
    }
    lines.push(format!("\n{}: {}", verdict.target, verdict.conclusion));
    for line in lines {
        if report == Report::Terminal {
            outln!("{line}");
        } else {
            errln!("{line}");
        }
    }
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
