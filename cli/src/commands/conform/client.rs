//! `occi conform client`: a client under test, behind a harness.

use std::sync::Arc;

use clap::Args;
use occi_conformance::{
    Transport,
    client::{ClientRun, Driver, cases},
    run::new_name,
};
use occi_grammar::{MemoryResolver, builtin, compile};
use occi_model::{Model, Profile};

use super::{
    harnessed::{Harnessed, ended},
    self_test::built_in,
};
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

    #[command(flatten)]
    harnessed: Harnessed,
}

impl ClientTest {
    pub(super) fn run(self) -> Outcome {
        let cases = cases();
        let chosen = self.harnessed.chosen(&cases)?;
        if self.harnessed.list {
            for case in chosen {
                outln!("{}", case.id);
            }
            return Ok(Exit::Success);
        }
        let model = Arc::new(infrastructure()?);
        let name = new_name();
        let world = model.clone();
        let run = ClientRun {
            harness: || Driver::start(&self.program, self.harnessed.patience()),
            model,
            world: move || Some(Arc::new(built_in(world.clone())?) as Arc<dyn Transport>),
            selection: self.harnessed.selection(),
            name: name.clone(),
        };
        self.harnessed
            .carry_out((&name, "client"), cases, run.start(ended))
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
