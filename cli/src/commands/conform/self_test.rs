//! `occi conform self-test`: whether the cases find what is wrong.

use std::{sync::Arc, time::Instant};

use clap::Args;
use occi::server::Service;
use occi_conformance::{
    InProcess,
    catalogue::{Catalogue, Options, catalogue},
    engine::Settings,
    run::{Selection, run_catalogue},
    self_test::{Caught, Subject, faults, mutants, never_caught},
    verdict::Verdict,
};
use occi_grammar::{MemoryResolver, builtin, load};
use occi_model::{Model, Profile};

use super::runtime;
use crate::{
    exit::{Exit, Failure, Outcome},
    output::outln,
};

/// Run the cases against servers with faults, and print which cases find which
///
/// The servers are made in this process: sound ones behind a layer that spoils what is said, and
/// sound ones of definitions that were changed at random. A fault that no case finds is a hole in
/// the suite.
#[derive(Debug, Args)]
pub(super) struct SelfTest {
    /// Definition, by the name of a built-in one
    #[arg(long, value_name = "NAME", default_value = "infrastructure")]
    model: String,

    /// Changed definitions that are drawn
    #[arg(long, value_name = "NUMBER", default_value_t = 40)]
    mutants: usize,

    /// What the draw begins with; the same number draws the same
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,

    /// Faults by name only, all without
    #[arg(long, value_name = "NAME")]
    fault: Vec<String>,

    /// Print every case that finds a fault, not three
    #[arg(long)]
    full: bool,
}

/// Makes the built-in server.
struct BuiltIn;

impl Subject for BuiltIn {
    type Server = InProcess;

    fn serve(&self, model: Arc<Model>) -> Option<InProcess> {
        let service = Service::builder(model).build().ok()?;
        Some(InProcess::new(move |request| {
            let service = service.clone();
            async move { service.handle(request).await }
        }))
    }
}

impl SelfTest {
    pub(super) fn run(self) -> Outcome {
        let text = builtin::find(&self.model)
            .ok_or_else(|| Failure::usage(format!("no definition `{}` is built in", self.model)))?
            .text;
        let draft = load("entry", &mut MemoryResolver::new().with("entry", text)).draft;
        let model = draft
            .build(Profile::Union)
            .model
            .map(Arc::new)
            .ok_or_else(|| Failure::internal("a built-in definition does not build"))?;
        let cases = Arc::new(catalogue(&model, &Options::default()));
        let runtime = runtime()?;
        let begun = Instant::now();
        let sound = runtime.block_on(self.sound(&model, &cases))?;
        let all = runtime.block_on(faults(
            &BuiltIn,
            &model,
            &cases,
            |fault| self.fault.is_empty() || self.fault.iter().any(|name| name == fault.name),
            |_| vec![Selection::default()],
            |caught| self.print(caught),
        ));
        let drawn = runtime.block_on(mutants(
            &BuiltIn,
            &draft,
            Profile::Union,
            &cases,
            (self.seed, self.mutants),
            |caught| self.print(caught),
        ));
        self.sum_up(&cases, &all, &drawn);
        outln!("{:.0} s", begun.elapsed().as_secs_f64());
        let missed = all.iter().any(|caught| caught.cases.is_empty());
        Ok(if missed || !sound {
            Exit::Refused
        } else {
            Exit::Success
        })
    }

    /// No case may fail on the sound server.
    async fn sound(&self, model: &Arc<Model>, cases: &Arc<Catalogue>) -> Result<bool, Failure> {
        let server = BuiltIn
            .serve(model.clone())
            .ok_or_else(|| Failure::internal("the built-in server does not start"))?;
        let result = run_catalogue(
            model.clone(),
            cases.clone(),
            Arc::new(server),
            &Selection::default(),
            Settings::in_process(),
            |_| {},
        )
        .await;
        let tally = result.tally();
        outln!(
            "without a fault: {} of {} cases pass, {} fail",
            tally.count(Verdict::Pass),
            tally.total(),
            tally.count(Verdict::Fail)
        );
        Ok(result.exit_code() == 0)
    }

    fn print(&self, caught: &Caught) {
        let shown = if self.full { usize::MAX } else { 3 };
        let first: Vec<&str> = caught
            .cases
            .iter()
            .take(shown)
            .map(String::as_str)
            .collect();
        let trouble = caught
            .trouble
            .as_ref()
            .map_or_else(String::new, |trouble| format!("; the tool: {trouble}"));
        outln!(
            "{:<40} {:>4}  {}{trouble}",
            caught.name,
            caught.cases.len(),
            first.join(" ")
        );
    }

    fn sum_up(&self, cases: &Catalogue, all: &[Caught], drawn: &[Caught]) {
        let found = |some: &[Caught]| some.iter().filter(|c| !c.cases.is_empty()).count();
        outln!("faults found: {} of {}", found(all), all.len());
        outln!(
            "changed definitions found: {} of {} (--seed {})",
            found(drawn),
            drawn.len(),
            self.seed
        );
        let everything: Vec<Caught> = all.iter().chain(drawn).cloned().collect();
        let never = never_caught(cases, &everything);
        if self.fault.is_empty() {
            outln!(
                "cases that found nothing: {} of {}",
                never.len(),
                cases.cases.len()
            );
            if self.full {
                for id in never {
                    outln!("  {id}");
                }
            }
        }
    }
}
