//! Whole processes: what a user waits for.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use crate::{clock, compiler::millis};

/// CPU time of one process that must succeed.
fn cpu_of(command: &mut Command) -> Result<Duration, Box<dyn std::error::Error>> {
    let before = clock::children();
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("{command:?} ended with {status}").into());
    }
    Ok(clock::children().saturating_sub(before))
}

/// `occi check` and `occi generate` of the infrastructure definition.
pub(crate) fn run(occi: &Path, definition: &Path) -> Result<(), Box<dyn std::error::Error>> {
    const ROUNDS: usize = 21;
    let mut check = Vec::new();
    let mut generate = Vec::new();
    let mut both = Vec::new();
    for _ in 0..ROUNDS {
        let out = tempfile::tempdir()?;
        let checked = cpu_of(Command::new(occi).arg("check").arg(definition))?;
        let generated = cpu_of(
            Command::new(occi)
                .args(["generate", "--name", "bench"])
                .arg(definition)
                .arg("--out")
                .arg(out.path().join("crate")),
        )?;
        both.push(checked + generated);
        check.push(checked);
        generate.push(generated);
    }
    println!(
        "occi check {:.1} ms, occi generate {:.1} ms, together {:.1} ms of process time (target: under 50)",
        millis(clock::median(check)),
        millis(clock::median(generate)),
        millis(clock::median(both)),
    );
    Ok(())
}
