//! Faults as text: for people, one line each, and for programs.
//!
//! All three forms print faults in the order they are given, so [`Faults::sort`] comes first.
//! Text of the sources is untrusted: control characters and characters that change the
//! direction of writing are shown by a sign or an escape, never sent to a terminal.

mod escape;
#[cfg(feature = "render")]
mod excerpt;
mod json;
mod plain;
mod sarif;

use occi_model::{Fault, Faults, Severity};

pub use escape::escape;
pub(crate) use escape::is_harmful;

use crate::source::Sources;

/// How [`render`] prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether ANSI colours are written.
    pub color: bool,
    /// Width of the terminal in columns; excerpts are cut to it.
    pub width: usize,
    /// How many faults are printed at most; the rest is counted.
    pub limit: usize,
}

impl Default for RenderOptions {
    /// No colour, 100 columns, 20 faults.
    fn default() -> Self {
        Self {
            color: false,
            width: 100,
            limit: 20,
        }
    }
}

/// The faults for people, with excerpts of the sources (feature `render`; without it, one line
/// per fault). Ends with a newline unless there is no fault.
#[must_use]
pub fn render(faults: &Faults, sources: &Sources, options: &RenderOptions) -> String {
    let mut out = String::new();
    for fault in chosen(faults, options.limit) {
        #[cfg(feature = "render")]
        {
            out.push_str(&excerpt::fault(fault, sources, options));
            out.push_str("\n\n");
        }
        #[cfg(not(feature = "render"))]
        plain::fault(fault, sources, &mut out);
    }
    rest(faults, options.limit, &mut out);
    out
}

/// One line per fault: `path:line:col: error[E0012]: message`; faults without a place start
/// with `error`. Columns count characters from 1.
#[must_use]
pub fn one_line(faults: &Faults, sources: &Sources, limit: usize) -> String {
    let mut out = String::new();
    for fault in chosen(faults, limit) {
        plain::fault(fault, sources, &mut out);
    }
    rest(faults, limit, &mut out);
    out
}

/// One JSON object per line and fault, without a limit.
///
/// Members: `code`, `severity` (`error`, `warning`), `message`, `place`, `label`, `labels`
/// (`place`, `text`), `notes`, `help`, `suggestion` (`place`, `replacement`, `text`). A place is
/// null or has `path`, `line`, `column`, `end_line`, `end_column` (lines and columns from 1,
/// columns in characters) and `start`, `end` (bytes from 0).
#[must_use]
pub fn json_lines(faults: &Faults, sources: &Sources) -> String {
    let mut out = String::new();
    for fault in faults {
        out.push_str(&json::fault(fault, sources).to_string());
        out.push('\n');
    }
    out
}

/// A log of the Static Analysis Results Interchange Format, SARIF 2.1.0, about several readings,
/// without a limit. Columns count characters from 1.
#[must_use]
pub fn sarif<'a>(readings: impl IntoIterator<Item = (&'a Faults, &'a Sources)>) -> String {
    sarif::log(readings)
}

/// The faults that are printed when not all are: errors go before warnings, since a warning must
/// not hide what refuses the definition. They keep their order.
fn chosen(faults: &Faults, limit: usize) -> Vec<&Fault> {
    let errors = faults.iter().filter(|fault| fault.is_error()).count();
    let mut warnings = limit.saturating_sub(errors);
    let admitted = |fault: &&Fault| {
        fault.is_error() || {
            let fits = warnings > 0;
            warnings = warnings.saturating_sub(1);
            fits
        }
    };
    faults.iter().filter(admitted).take(limit).collect()
}

/// Says how many faults were not printed.
fn rest(faults: &Faults, limit: usize, out: &mut String) {
    let rest = faults.len().saturating_sub(limit);
    if rest > 0 {
        let noun = if rest == 1 { "fault" } else { "faults" };
        out.push_str(&format!("... and {rest} more {noun}\n"));
    }
}

const fn severity(fault: &Fault) -> &'static str {
    match fault.code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[cfg(test)]
mod tests;
