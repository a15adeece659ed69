//! `occi conform client`: a client under test, behind a harness.

use std::{path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use occi_conformance::{
    Transport,
    catalogue::Catalogue,
    client::{ClientRun, ClientRunError, Driver, cases},
    pattern::Pattern,
    report as reports,
    run::{Selection, new_name},
    stored::Subject,
    verdict::CaseResult,
};
use occi_grammar::{MemoryResolver, builtin, compile};
use occi_model::{Model, Profile};

use super::{exit, folder::Folder, report::Report, runtime, self_test::built_in};
use crate::{
    exit::{Exit, Failure, Outcome},
    output::outln,
};

/// Test a client, in whatever language, through a harness
///
/// The harness is a program that reads operations from its standard input, a JSON object a line, has
/// the client carry them out, and writes an answer for each to its standard output. The client talks
/// to a server that is made here; the cases look at what it asks, and at what it makes of the answers.
#[derive(Debug, Args)]
pub(super) struct ClientTest {
    /// The harness, with its arguments
    #[arg(value_name = "PROGRAM", last = true, required_unless_present = "list")]
    program: Vec<String>,

    /// Only cases whose id matches; `*` is one part of an id, `**` any number
    #[arg(long, value_name = "PATTERN")]
    select: Vec<Pattern>,

    /// Only cases of a requirement, such as HTTP-008 or 'HTTP-*'
    #[arg(long, value_name = "ID")]
    requirement: Vec<Pattern>,

    /// List the ids of the cases, and run none
    #[arg(long)]
    list: bool,

    /// How long an answer of the harness is waited for, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    patience: u32,

    /// How the results are printed
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    report: Report,

    /// Folder that is made for the run: transcripts, and a report of each form
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl ClientTest {
    pub(super) fn run(self) -> Outcome {
        let mut selection = Selection {
            patterns: self.select.clone(),
            ..Selection::default()
        };
        selection.filter.requirements.clone_from(&self.requirement);
        let cases = cases();
        let chosen: Vec<_> = cases.iter().filter(|case| selection.has(case)).collect();
        if chosen.is_empty() {
            return Err(Failure::usage(
                "no case matches; --list without a selection lists the ids of all",
            ));
        }
        if self.list {
            for case in chosen {
                outln!("{}", case.id);
            }
            return Ok(Exit::Success);
        }
        let model = Arc::new(infrastructure()?);
        let name = new_name();
        let folder = match &self.out {
            Some(path) => {
                let catalogue = Catalogue {
                    cases,
                    dropped: Vec::new(),
                };
                let subject = Subject::new(&name, "client", &catalogue);
                Some(Folder::create(path, &subject)?)
            }
            None => None,
        };
        let world = model.clone();
        let patience = Duration::from_secs(self.patience.into());
        let run = ClientRun {
            harness: || Driver::start(&self.program, patience),
            model,
            world: move || Some(Arc::new(built_in(world.clone())?) as Arc<dyn Transport>),
            selection,
            name,
        };
        let result = runtime()?
            .block_on(run.start(|_: &CaseResult| ()))
            .map_err(|error| match error {
                ClientRunError::Harness(_) => Failure::usage(error),
                other => Failure::world(other),
            })?;
        let target = reports::Target {
            name: Some(result.endpoint.clone()),
            ..reports::Target::default()
        };
        if let Some(folder) = &folder {
            for case in &result.cases {
                folder.add(case).map_err(Failure::world)?;
            }
            folder.finish(&result, &target)?;
        }
        self.report.print(&result, &target)?;
        Ok(exit(result.exit_code()))
    }
}

/// The definition of the servers that clients talk to.
fn infrastructure() -> Result<Model, Failure> {
    let no_definition = || Failure::internal("the definition of infrastructure does not build");
    let text = builtin::find("infrastructure")
        .ok_or_else(no_definition)?
        .text;
    let mut resolver = MemoryResolver::new().with("infrastructure", text);
    let compiled = compile("infrastructure", &mut resolver, Profile::Union);
    compiled.model.ok_or_else(no_definition)
}
