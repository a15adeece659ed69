//! The report for people: failures with a command that shows them again, then a table, then one
//! line that says it all.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::{
    run::RunResult,
    verdict::{CaseResult, Tally, Verdict},
};

/// How many failures are told at length.
const FAILURES: usize = 20;

/// The results as text.
#[must_use]
pub fn terminal(result: &RunResult) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write(result, &mut text);
    text
}

fn write(result: &RunResult, text: &mut String) -> std::fmt::Result {
    if let Some(reason) = &result.unreachable {
        writeln!(text, "{} cannot be tested: {reason}\n", result.endpoint)?;
    }
    let failures: Vec<&CaseResult> = result
        .cases
        .iter()
        .filter(|case| matches!(case.verdict, Verdict::Fail | Verdict::Error))
        .collect();
    for case in failures.iter().take(FAILURES) {
        failure(case, text)?;
    }
    if failures.len() > FAILURES {
        writeln!(text, "… and {} more failures\n", failures.len() - FAILURES)?;
    }
    notes(result, text)?;
    blocked(result, text)?;
    table(result, text)?;
    for url in &result.leftovers {
        writeln!(text, "left behind: {url}")?;
    }
    let tally = result.tally();
    let parts: Vec<String> = Verdict::ALL
        .into_iter()
        .rev()
        .filter(|verdict| tally.count(*verdict) > 0)
        .map(|verdict| format!("{} {verdict}", tally.count(verdict)))
        .collect();
    writeln!(
        text,
        "{} against {}: {}; {} cases: {} ({:.1} s, run {})",
        result.model,
        result.endpoint,
        result.headline().as_str(),
        tally.total(),
        parts.join(", "),
        result.duration.as_secs_f64(),
        result.run,
    )
}

fn failure(case: &CaseResult, text: &mut String) -> std::fmt::Result {
    writeln!(text, "{} {}", case.verdict.as_str().to_uppercase(), case.id)?;
    writeln!(text, "    {}", case.title)?;
    match &case.failure {
        Some(failure) => {
            writeln!(text, "    step {}: {}", failure.step, failure.what)?;
            writeln!(text, "    expected: {}", failure.expected)?;
            writeln!(text, "    found:    {} [{}]", failure.actual, failure.code)?;
        }
        None => writeln!(text, "    {}", case.explanation())?,
    }
    if !case.requirements.is_empty() {
        let level = case.level.as_str();
        writeln!(text, "    {level}: {}", case.requirements.join(" "))?;
    }
    // The cleanup comes last; what failed is the last request before it.
    let command = case
        .transcript
        .iter()
        .rev()
        .find(|exchange| !exchange.reproduce.starts_with("curl -i -X DELETE"))
        .or(case.transcript.last());
    if let Some(exchange) = command {
        writeln!(text, "    reproduce: {}", exchange.reproduce)?;
    }
    writeln!(text)
}

fn notes(result: &RunResult, text: &mut String) -> std::fmt::Result {
    let mut groups: BTreeMap<&str, Vec<&CaseResult>> = BTreeMap::new();
    for case in &result.cases {
        for note in &case.notes {
            groups.entry(note).or_default().push(case);
        }
    }
    for (note, cases) in groups {
        let first = cases.first().map_or("", |case| case.id.as_str());
        match cases.len() {
            1 => writeln!(text, "note: {note} ({first})")?,
            more => writeln!(text, "note: {note} ({first} and {} more)", more - 1)?,
        }
    }
    Ok(())
}

fn blocked(result: &RunResult, text: &mut String) -> std::fmt::Result {
    let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &result.cases {
        if case.verdict == Verdict::Blocked {
            *causes
                .entry(case.reason.as_deref().unwrap_or_default())
                .or_default() += 1;
        }
    }
    for (cause, count) in causes {
        writeln!(text, "{count} cases: {cause}")?;
    }
    Ok(())
}

/// Passed of run, by subject and family group.
fn table(result: &RunResult, text: &mut String) -> std::fmt::Result {
    let mut groups: BTreeMap<(String, &str), Vec<&CaseResult>> = BTreeMap::new();
    for case in &result.cases {
        let family = case.id.family().split('.').next().unwrap_or_default();
        let family = match case.id.prefix() {
            "p" | "w" => "all",
            _ => family,
        };
        let subject = format!("{}:{}", case.id.prefix(), case.id.subject());
        groups.entry((subject, family)).or_default().push(case);
    }
    let families: BTreeSet<&str> = groups.keys().map(|(_, family)| *family).collect();
    let subjects: BTreeSet<&String> = groups.keys().map(|(subject, _)| subject).collect();
    let width = subjects
        .iter()
        .map(|s| s.chars().count())
        .max()
        .unwrap_or(0);
    write!(text, "\n{:width$}", "")?;
    for family in &families {
        write!(text, " {family:>7}")?;
    }
    writeln!(text)?;
    for subject in subjects {
        write!(text, "{subject:width$}")?;
        for family in &families {
            let cell = groups
                .get(&(subject.clone(), *family))
                .map_or_else(String::new, |cases| {
                    let tally = Tally::of(cases.iter().copied());
                    let passed = tally.count(Verdict::Pass) + tally.count(Verdict::PassNoted);
                    format!("{passed}/{}", tally.total())
                });
            write!(text, " {cell:>7}")?;
        }
        writeln!(text)?;
    }
    writeln!(text)
}
