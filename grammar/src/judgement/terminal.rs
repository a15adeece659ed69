//! The verdict for a terminal.

use std::fmt::Write as _;

use occi_model::guideline::{
    State,
    judge::{Counts, TestVerdict},
};

use super::{Answer, Judgement, found_by, mend, word};
use crate::diagnostic::escape;

/// Lines of an explanation that are shown unless all are wanted.
const LINES: usize = 12;
/// Warnings that are shown.
const WARNINGS: usize = 20;

impl Judgement<'_> {
    /// Plain text, harmless whatever the results hold. `whole` shows explanations of any length.
    #[must_use]
    pub fn terminal(&self, whole: bool) -> String {
        let mut out = String::new();
        let answer = self.answer();
        line(
            &mut out,
            0,
            &format!(
                "{}: {} of guideline {}",
                answer.to_string().to_uppercase(),
                self.verdict.target,
                self.guideline.metadata().id.value
            ),
        );
        if let Answer::CannotJudge(doubt) = &answer {
            line(&mut out, 0, &format!("why: {doubt}"));
        }
        line(&mut out, 0, &format!("results: {}", self.about_results()));
        line(&mut out, 0, &format!("matched: {}", self.matching_word()));
        for (state, counts) in self.verdict.counts.iter() {
            if counts.capabilities > 0 {
                line(&mut out, 0, &state_line(state, counts));
            }
        }
        self.not_passed(&mut out, false, "not passed, and needed:", whole);
        self.not_passed(
            &mut out,
            true,
            "not passed, but flagged, so that they do not count:",
            whole,
        );
        self.other_names(&mut out);
        self.remarks(&mut out);
        out
    }

    fn not_passed(&self, out: &mut String, flagged: bool, title: &str, whole: bool) {
        let mut titled = false;
        let required = self
            .verdict
            .capabilities
            .iter()
            .filter(|capability| capability.state == State::Required);
        for capability in required {
            let tests: Vec<&TestVerdict<'_>> = capability
                .tests
                .iter()
                .filter(|test| test.test.is_flagged() == flagged && !test.outcome.is_pass())
                .collect();
            if tests.is_empty() {
                continue;
            }
            if !titled {
                out.push('\n');
                line(out, 0, title);
                titled = true;
            }
            let counts = &capability.counts;
            line(
                out,
                2,
                &format!(
                    "{}: {} of {} passed",
                    capability.name, counts.passed, counts.tests
                ),
            );
            for test in tests {
                one_test(out, test, whole);
            }
        }
    }

    fn other_names(&self, out: &mut String) {
        let mut titled = false;
        for capability in &self.verdict.capabilities {
            for test in capability
                .tests
                .iter()
                .filter(|test| test.outcome.is_pass())
            {
                let Some(by) = found_by(test) else { continue };
                if !titled {
                    out.push('\n');
                    line(out, 0, "passed under another name:");
                    titled = true;
                }
                line(out, 2, test.test.name.value.as_str());
                line(out, 4, &by);
            }
        }
    }

    fn remarks(&self, out: &mut String) {
        let damage = self
            .run
            .damage
            .iter()
            .map(|damage| format!("damaged: {damage}"));
        let more = self.run.damages.saturating_sub(self.run.damage.len());
        let more = (more > 0).then(|| format!("damaged: {more} more pieces"));
        let warnings = self.verdict.warnings.iter().take(WARNINGS);
        let warnings = warnings.map(|warning| format!("warning: {warning}"));
        let unsaid = self.verdict.warnings.len().saturating_sub(WARNINGS);
        let unsaid = (unsaid > 0)
            .then(|| format!("warning: {unsaid} more of the kind; --format json has them all"));
        let elsewhere = self.verdict.elsewhere.iter().map(|component| {
            format!(
                "not judged: component {}, defined in another guideline",
                component.name.value
            )
        });
        let hint = self.hint().map(|hint| format!("hint: {hint}"));
        let remarks: Vec<String> = damage
            .chain(more)
            .chain(warnings)
            .chain(unsaid)
            .chain(elsewhere)
            .chain(hint)
            .collect();
        if !remarks.is_empty() {
            out.push('\n');
        }
        for remark in remarks {
            line(out, 0, &remark);
        }
    }
}

fn state_line(state: State, counts: &Counts) -> String {
    let percent = |value: Option<f64>| {
        value.map_or_else(
            || "nothing to count".to_owned(),
            |value| format!("{value:.1} %"),
        )
    };
    let capabilities = if counts.capabilities == 1 {
        "capability"
    } else {
        "capabilities"
    };
    format!(
        "{state}: {} {capabilities}, {} of {} tests passed ({}); without flagged ones {} of {} ({})",
        counts.capabilities,
        counts.passed,
        counts.tests,
        percent(counts.pass_percent()),
        counts.unflagged_passed(),
        counts.unflagged(),
        percent(counts.unflagged_pass_percent()),
    )
}

fn one_test(out: &mut String, test: &TestVerdict<'_>, whole: bool) {
    line(out, 4, test.test.name.value.as_str());
    let why = test.outcome.to_string();
    let lines: Vec<&str> = why.lines().collect();
    if whole || lines.len() <= LINES {
        for text in &lines {
            line(out, 6, text);
        }
    } else {
        // The beginning says what became of the test, the end names the exception.
        line(
            out,
            6,
            lines.first().copied().unwrap_or(word(&test.outcome)),
        );
        line(
            out,
            6,
            &format!(
                "… {} lines, all of them with --whole …",
                lines.len() - LINES
            ),
        );
        for text in lines.iter().skip(lines.len() - LINES + 1) {
            line(out, 6, text);
        }
    }
    if let Some(by) = found_by(test) {
        line(out, 6, &format!("found {by}"));
    }
    if let Some(mend) = mend(test.test, &test.outcome) {
        line(out, 6, &format!("mend: {mend}"));
    }
}

fn line(out: &mut String, indent: usize, text: &str) {
    // Tracebacks are indented by blanks; a tab is harmless, but the escape would show it.
    let text = text.replace('\t', "    ");
    let _ = writeln!(out, "{:indent$}{}", "", escape(&text));
}
