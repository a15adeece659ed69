//! The compiler on models of any size: read, checked, generated, formatted.

use std::time::Duration;

use occi_codegen::{Settings, generate};
use occi_grammar::{MemoryResolver, compile};
use occi_model::Profile;

use crate::{clock, definitions::definition};

/// What one pass cost, in CPU time of its thread.
pub(crate) struct Cost {
    /// Reading and checking.
    pub(crate) read: Duration,
    /// Generating and formatting.
    pub(crate) generate: Duration,
    /// Bytes of Rust that came out.
    pub(crate) bytes: usize,
}

impl Cost {
    pub(crate) fn total(&self) -> Duration {
        self.read + self.generate
    }
}

/// One pass over a model of `kinds` kinds.
pub(crate) fn pass(kinds: usize) -> Result<Cost, Box<dyn std::error::Error>> {
    let mut resolver = MemoryResolver::new().with("large", definition(kinds));
    let start = clock::thread();
    let compiled = compile("large", &mut resolver, Profile::Union);
    let model = compiled.model.ok_or_else(|| {
        format!(
            "the benchmark's definition is refused:\n{}",
            compiled.faults
        )
    })?;
    let read = clock::thread().saturating_sub(start);
    let start = clock::thread();
    let files = generate(&model, &Settings::default());
    let generate = clock::thread().saturating_sub(start);
    Ok(Cost {
        read,
        generate,
        bytes: files.iter().map(|(_, text)| text.len()).sum(),
    })
}

/// Prints the cost of one size; the median of `rounds` passes.
pub(crate) fn report(kinds: usize, rounds: usize) -> Result<Duration, Box<dyn std::error::Error>> {
    let costs = (0..rounds)
        .map(|_| pass(kinds))
        .collect::<Result<Vec<_>, _>>()?;
    let total = clock::median(costs.iter().map(Cost::total).collect());
    let read = clock::median(costs.iter().map(|cost| cost.read).collect());
    let generate = clock::median(costs.iter().map(|cost| cost.generate).collect());
    let bytes = costs.first().map_or(0, |cost| cost.bytes);
    println!(
        "{kinds:>6} kinds: {:>8.1} ms  (read and check {:.1}, generate and format {:.1}; {} KB of Rust)",
        millis(total),
        millis(read),
        millis(generate),
        bytes / 1024,
    );
    Ok(total)
}

pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
