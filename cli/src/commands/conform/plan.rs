//! `--plan`: what would be run.

use occi_conformance::plan::Plan;

use super::run::Prepared;
use crate::{
    exit::{Exit, Outcome},
    output::outln,
};

/// What each hazard class touches (section 9.1).
const HAZARDS: [&str; 6] = [
    "only reads",
    "creates and deletes its own entities",
    "changes the state of its own entities",
    "uses the shared namespace",
    "touches whole collections",
    "tries what a provider must refuse",
];

/// Prints the plan. Nothing is sent.
pub(super) fn print(prepared: &Prepared) -> Outcome {
    let plan = Plan::new(&prepared.cases, &prepared.selection, &prepared.settings);
    for case in &plan.cases {
        outln!(
            "{:>4} requests {:>2} created  hazard {}  {}",
            case.requests,
            case.created,
            case.hazard,
            case.id
        );
    }
    for (id, reason) in &plan.refused {
        outln!("   not run: {reason}  {id}");
    }
    outln!();
    for (class, words) in (0_u8..).zip(HAZARDS) {
        match plan.of_hazard(class) {
            0 => {}
            count => outln!("{count:>5} cases of hazard {class}: {words}"),
        }
    }
    let time = match plan.least_time(&prepared.settings) {
        Some(time) => format!("at least {} s at this rate", time.as_secs()),
        None => "requests are not held back".to_owned(),
    };
    outln!(
        "{} cases, about {} requests, {} entities created and deleted, {time}; {} cases not run \
         here, {} not selected",
        plan.cases.len(),
        plan.requests(),
        plan.created(),
        plan.refused.len(),
        plan.deselected
    );
    Ok(Exit::Success)
}
