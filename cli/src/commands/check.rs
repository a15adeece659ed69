//! `occi check`: reads definitions and says what is wrong with them.

use clap::Args;
use occi_model::Configuration;

use crate::{
    exit::{Exit, Outcome},
    output::errln,
    source::{FaultFormat, Reading, Strict, print_sarif},
};

/// Check definitions and print every fault
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Files with definitions, or names of built-in ones
    #[arg(required = true, value_name = "DEFINITION")]
    definitions: Vec<String>,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    strict: Strict,
}

impl Check {
    pub(crate) fn run(self) -> Outcome {
        let reading = self.strict.reading(&self.reading);
        let mut exit = Exit::Success;
        let mut readings = Vec::new();
        for definition in &self.definitions {
            let compiled = reading.compile(definition);
            // One log holds the faults of all definitions.
            let is_log = reading.format == FaultFormat::Sarif;
            if !is_log {
                reading.report(&compiled);
            }
            let errors = compiled.faults.iter().filter(|f| f.is_error()).count();
            let warnings = compiled.faults.len() - errors;
            match &compiled.model {
                Some(model) => errln!(
                    "{definition}: fine for OCCI {}: {} kinds, {} mixins, {} actions{}{}",
                    model.profile(),
                    model.kinds().len(),
                    model.mixins().len(),
                    model.actions().len(),
                    instances(&compiled.configurations),
                    count(", ", warnings, "warning"),
                ),
                None => {
                    exit = Exit::Refused;
                    errln!(
                        "{definition}: refused{}{}",
                        count(": ", errors, "error"),
                        count(", ", warnings, "warning"),
                    );
                }
            }
            if is_log {
                readings.push(compiled);
            }
        }
        if reading.format == FaultFormat::Sarif {
            print_sarif(&readings);
        }
        Ok(exit)
    }
}

/// `, 1 configuration with 3 resources and 2 links`, or nothing for none.
fn instances(configurations: &[Configuration]) -> String {
    if configurations.is_empty() {
        return String::new();
    }
    let resources = configurations.iter().map(|one| one.resources.len()).sum();
    let links = configurations.iter().map(Configuration::link_count).sum();
    let many = |number: usize, what: &str| match number {
        0 => format!("no {what}s"),
        _ => count("", number, what),
    };
    format!(
        "{} with {} and {}",
        count(", ", configurations.len(), "configuration"),
        many(resources, "resource"),
        many(links, "link"),
    )
}

/// `, 2 warnings`, or nothing for none.
fn count(before: &str, number: usize, what: &str) -> String {
    match number {
        0 => String::new(),
        1 => format!("{before}1 {what}"),
        _ => format!("{before}{number} {what}s"),
    }
}
