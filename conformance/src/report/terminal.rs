//! The report for people: failures with a command that shows them again, then a table, then one
//! line that says it all.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::groups::by_requirement;
use crate::{
    case::Level,
    run::RunResult,
    verdict::{CaseResult, Exchange, Tally, Verdict},
};

/// Lines that a failure takes.
const LINES_OF_A_FAILURE: usize = 8;

/// How much room the report has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: usize,
    /// Lines.
    pub height: usize,
}

impl Size {
    /// Where there is no screen: failures are told at length, twenty of them.
    pub const PAPER: Self = Self {
        width: 240,
        height: 20 * LINES_OF_A_FAILURE + 60,
    };
}

/// The results as text, for a file or a pipe.
#[must_use]
pub fn terminal(result: &RunResult) -> String {
    terminal_within(result, Size::PAPER)
}

/// The results as text that fits a screen: as many failures as there is room for beside what is
/// said in any case; lines that are too long end in `…`.
#[must_use]
pub fn terminal_within(result: &RunResult, size: Size) -> String {
    let mut rest = String::new();
    // Writing to a string does not fail.
    let _ = summary(result, &mut rest);
    // One line is the shell's next prompt.
    let room = size.height.saturating_sub(rest.lines().count() + 2);
    let mut text = String::new();
    let _ = write(result, (room / LINES_OF_A_FAILURE).max(1), &mut text);
    text.push_str(&rest);
    let mut fitted = String::new();
    for line in text.lines() {
        match line.char_indices().nth(size.width) {
            // A command that cannot be copied is of no use; it may take several lines.
            Some(_) if line.trim_start().starts_with("reproduce: ") => fitted.push_str(line),
            Some(_) => {
                fitted.extend(line.chars().take(size.width.saturating_sub(1)));
                fitted.push('…');
            }
            None => fitted.push_str(line),
        }
        fitted.push('\n');
    }
    fitted
}

fn write(result: &RunResult, most: usize, text: &mut String) -> std::fmt::Result {
    if let Some(reason) = &result.unreachable {
        writeln!(text, "{} cannot be tested: {reason}\n", result.endpoint)?;
    }
    let failures: Vec<&CaseResult> = result
        .cases
        .iter()
        .filter(|case| matches!(case.verdict, Verdict::Fail | Verdict::Error))
        .collect();
    for case in failures.iter().take(most) {
        failure(case, text)?;
    }
    if failures.len() > most {
        writeln!(text, "… and {} more failures\n", failures.len() - most)?;
    }
    Ok(())
}

/// How many differences from the standard are told; a report of programs has them all.
const DIFFERENCES: usize = 5;

fn differences(result: &RunResult, text: &mut String) -> std::fmt::Result {
    let all = &result.differences;
    if all.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "offered otherwise than by the standard: {} features",
        all.len()
    )?;
    for line in all.iter().take(DIFFERENCES) {
        writeln!(text, "  {line}")?;
    }
    if all.len() > DIFFERENCES {
        writeln!(text, "  … and {} more", all.len() - DIFFERENCES)?;
    }
    writeln!(text)
}

fn summary(result: &RunResult, text: &mut String) -> std::fmt::Result {
    notes(result, text)?;
    blocked(result, text)?;
    for (id, reason) in &result.stale {
        writeln!(text, "expected to fail, but passed: {id} ({reason})")?;
    }
    if result.shared_fixtures {
        writeln!(text, "cases that only read shared their fixtures")?;
    }
    let excused = result.cases.iter().filter(|case| case.expected.is_some());
    match excused.count() {
        0 => {}
        count => writeln!(
            text,
            "{count} failures do not count: known deviations, or provisional cases"
        )?,
    }
    differences(result, text)?;
    table(result, text)?;
    requirements(result, text)?;
    for left in &result.kept {
        writeln!(text, "left behind: {} ({})", left.what, left.why)?;
    }
    if let Some(reason) = &result.stopped {
        writeln!(text, "the run ended before its end: {reason}")?;
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
    )?;
    let resumed = match result.resumed {
        0 => String::new(),
        count => format!("; {count} results of an earlier run"),
    };
    writeln!(
        text,
        "{:.0} cases in a second, {:.1} requests for each, {} requests{resumed}",
        result.cases_per_second(),
        result.requests_per_case(),
        result.requests,
    )
}

/// How many requirements of each level pass, fail, and are not shown here.
fn requirements(result: &RunResult, text: &mut String) -> std::fmt::Result {
    let groups = by_requirement(&result.cases);
    let mut parts = Vec::new();
    for level in [Level::Must, Level::Should, Level::May] {
        let of = |wanted: &dyn Fn(Verdict) -> bool| {
            let groups = groups.iter().filter(|group| group.row.level == level);
            groups.filter(|group| wanted(group.verdict())).count()
        };
        let (all, passed) = (of(&|_| true), of(&Verdict::is_pass));
        if all > 0 {
            let failed = of(&Verdict::counts_against);
            parts.push(format!(
                "{}: {passed} of {all} pass, {failed} fail",
                level.as_str()
            ));
        }
    }
    writeln!(text, "requirements; {}", parts.join("; "))
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
    let mut commands = case
        .transcript
        .iter()
        .rev()
        .filter(|exchange| !exchange.reproduce.is_empty());
    let last = commands.clone().next();
    let is_cleanup = |exchange: &Exchange| exchange.reproduce.starts_with("curl -i -X DELETE");
    let command = commands.find(|exchange| !is_cleanup(exchange)).or(last);
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
