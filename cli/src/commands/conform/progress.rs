//! How a run goes on: a bar with what is running, on a terminal; and the files that grow with it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use indicatif::{ProgressBar, ProgressStyle};
use occi_conformance::{
    case::{Case, CaseId},
    run::Observer,
    verdict::{CaseResult, Verdict},
};

use super::folder::Folder;

/// Watches a run.
pub(super) struct Watch {
    bar: ProgressBar,
    state: Mutex<State>,
    folder: Option<Folder>,
}

#[derive(Default)]
struct State {
    running: BTreeMap<CaseId, ()>,
    failed: usize,
    /// Why a file of the folder could not be written; told once.
    broken: Option<String>,
}

impl Watch {
    /// Watches so many cases. The bar is drawn on the standard error, and only on a terminal.
    pub(super) fn new(cases: usize, is_quiet: bool, folder: Option<Folder>) -> Self {
        let bar = if is_quiet {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(u64::try_from(cases).unwrap_or(u64::MAX))
        };
        // The template is a constant that a test reads.
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        Self {
            bar,
            state: Mutex::default(),
            folder,
        }
    }

    fn show(&self, state: &State) {
        let first = state.running.keys().next().map_or("", CaseId::as_str);
        let more = match state.running.len() {
            0 | 1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let failed = match state.failed {
            0 => String::new(),
            count => format!("{count} failed; "),
        };
        self.bar.set_message(format!("{failed}{first}{more}"));
    }
}

/// Shape of the bar.
const TEMPLATE: &str = "{pos}/{len} {bar:30} {elapsed} {wide_msg}";

impl Observer for Watch {
    fn started(&self, case: &Case) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.running.insert(case.id.clone(), ());
        self.show(&state);
    }

    fn ended(&self, result: &CaseResult) {
        let written = self.folder.as_ref().map(|folder| folder.add(result));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.running.remove(&result.id);
        state.failed += usize::from(result.verdict == Verdict::Fail);
        if let Some(Err(error)) = written
            && state.broken.is_none()
        {
            let text = format!("warning: the run's folder cannot be written: {error}");
            self.bar.suspend(|| crate::output::errln!("{text}"));
            state.broken = Some(text);
        }
        self.bar.inc(1);
        self.show(&state);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_the_bar_is_one() {
        assert!(ProgressStyle::with_template(TEMPLATE).is_ok());
    }
}
