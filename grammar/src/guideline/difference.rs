//! A difference between two guidelines as text and JSON.

use std::fmt::Write as _;

use occi_model::guideline::{Difference, FieldChange, StateChange, TestChange};

use super::view::Answer;
use crate::diagnostic::escape;

fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("none")
}

/// `compute: advisory -> required`.
pub(super) fn state(change: &StateChange) -> String {
    format!(
        "{}: {} -> {}",
        change.component,
        or_none(change.from),
        or_none(change.to)
    )
}

/// `admin: false -> true`.
pub(super) fn field(change: &FieldChange) -> String {
    format!(
        "{}: {} -> {}",
        change.field,
        or_none(change.from.as_deref()),
        or_none(change.to.as_deref())
    )
}

/// A sign for the margin and the words after the name of the test.
pub(super) fn test(change: &TestChange) -> (char, String) {
    match change {
        TestChange::Added => ('+', String::new()),
        TestChange::Removed => ('-', String::new()),
        TestChange::MovedTo { capabilities } => {
            ('-', format!("moved to {}", capabilities.join(", ")))
        }
        TestChange::MovedFrom { capabilities } => {
            ('+', format!("moved from {}", capabilities.join(", ")))
        }
        TestChange::Renamed { from } => ('~', format!("was {from}")),
        TestChange::Flagged { reason } if reason.is_empty() => ('~', "flagged".to_owned()),
        TestChange::Flagged { reason } => ('~', format!("flagged: {reason}")),
        TestChange::Unflagged => ('~', "not flagged any more".to_owned()),
        TestChange::FlagChanged { reason } => ('~', format!("flagged otherwise: {reason}")),
        TestChange::Aliases { added, removed } => {
            let mut parts: Vec<String> = added.iter().map(|n| format!("alias {n} added")).collect();
            parts.extend(removed.iter().map(|n| format!("alias {n} taken away")));
            ('~', parts.join(", "))
        }
        TestChange::Id { from, to } => ('~', format!("id {from} -> {to}")),
    }
}

impl Answer for Difference {
    fn text(&self) -> String {
        let mut out = String::new();
        let mut line = |indent: usize, text: &str| {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{:indent$}{}", "", escape(text));
        };
        line(0, &format!("{} -> {}", self.from, self.to));
        if self.is_empty() {
            line(0, "no difference");
        }
        for change in &self.fields {
            line(2, &field(change));
        }
        for capability in &self.capabilities {
            line(0, &format!("capability {}", capability.name));
            for change in &capability.states {
                line(2, &state(change));
            }
            for change in &capability.fields {
                line(2, &field(change));
            }
            for changed in &capability.tests {
                let (sign, words) = test(&changed.change);
                let text = format!("{sign} {} {words}", changed.name);
                line(2, text.trim_end());
            }
        }
        for sections in &self.sections {
            line(0, &format!("designated sections of {}", sections.project));
            for change in &sections.states {
                line(2, &state(change));
            }
            if !sections.texts.is_empty() {
                line(2, &format!("~ {} block", sections.texts.join(", ")));
            }
        }
        out
    }
}
