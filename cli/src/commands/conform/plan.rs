//! `--plan`: what would be run.

use std::io::{self, IsTerminal as _};

use occi_conformance::plan::Plan;

use super::{options::RunArguments, run::Prepared};
use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, outln},
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
    outln!("{}", sum(&plan, prepared));
    Ok(Exit::Success)
}

/// The plan in one line.
fn sum(plan: &Plan, prepared: &Prepared) -> String {
    let time = match plan.least_time(&prepared.settings) {
        Some(time) => format!("at least {} s at this rate", time.as_secs()),
        None => "requests are not held back".to_owned(),
    };
    format!(
        "{} cases, about {} requests, {} entities created and deleted, {time}; {} cases not run \
         here, {} not selected",
        plan.cases.len(),
        plan.requests(),
        plan.created(),
        plan.refused.len(),
        plan.deselected
    )
}

/// Whether a run may begin: who starts one against another machine from a terminal is told what it
/// does, and asked (section 9.4).
pub(super) fn is_agreed(prepared: &Prepared, arguments: &RunArguments) -> Result<bool, Failure> {
    let is_watched = io::stdin().is_terminal() && io::stderr().is_terminal();
    if prepared.endpoint.is_loopback || arguments.safety.yes || !is_watched {
        return Ok(true);
    }
    let plan = Plan::new(&prepared.cases, &prepared.selection, &prepared.settings);
    let url = prepared.endpoint.transport.base();
    errln!("{url}: {}\ngo on? [y/N]", sum(&plan, prepared));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(Failure::world)?;
    Ok(is_yes(&answer))
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_yes_is_yes() {
        for (answer, expected) in [
            ("y\n", true),
            ("Yes\n", true),
            ("\n", false),
            ("", false),
            ("no", false),
        ] {
            assert_eq!(is_yes(answer), expected, "{answer:?}");
        }
    }
}
