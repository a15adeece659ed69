//! The verdict as a page.

use askama::Template;
use occi_model::guideline::{
    State,
    judge::{CapabilityVerdict, Counts, TestVerdict},
};

use super::{Answer, Judgement, found_by, mend, word};

#[derive(Template)]
#[template(path = "judgement.html")]
struct Page<'a> {
    guideline: &'a str,
    target: &'a str,
    answer: String,
    class: &'static str,
    why: Option<String>,
    results: String,
    matched: &'static str,
    states: Vec<StateRow<'a>>,
    remarks: Vec<String>,
}

struct StateRow<'a> {
    state: &'static str,
    counts: Counts,
    percent: String,
    unflagged_percent: String,
    capabilities: Vec<CapabilityRow<'a>>,
}

struct CapabilityRow<'a> {
    name: &'a str,
    class: &'static str,
    passed: usize,
    total: usize,
    description: &'a str,
    /// Whether it is shown unfolded.
    open: bool,
    tests: Vec<TestRow<'a>>,
}

struct TestRow<'a> {
    name: &'a str,
    id: &'a str,
    passed: bool,
    flagged: bool,
    word: &'static str,
    why: Option<String>,
    found: Option<String>,
    mend: Option<String>,
}

impl Judgement<'_> {
    /// A page that stands alone: no script, no style sheet, no picture from elsewhere. Texts of
    /// results and guideline are escaped.
    ///
    /// # Errors
    ///
    /// When the template fails, which writing to memory does not.
    pub fn html(&self) -> Result<String, askama::Error> {
        let answer = self.answer();
        let verdict = &self.verdict;
        let why = match &answer {
            Answer::CannotJudge(doubt) => Some(doubt.to_string()),
            _ => None,
        };
        let damage = self.run.damage.iter().map(|d| format!("damaged: {d}"));
        let warnings = verdict.warnings.iter().map(ToString::to_string);
        let elsewhere = verdict.elsewhere.iter().map(|component| {
            format!(
                "component {} is defined in another guideline and not judged",
                component.name.value
            )
        });
        Page {
            guideline: self.guideline.metadata().id.value.as_str(),
            target: verdict.target,
            class: match answer {
                Answer::Compliant => "yes",
                Answer::NotCompliant => "no",
                Answer::CannotJudge(_) => "open",
            },
            answer: answer.to_string(),
            why,
            results: self.about_results(),
            matched: self.matching_word(),
            states: State::ALL
                .iter()
                .filter_map(|state| self.state(*state))
                .collect(),
            remarks: damage.chain(warnings).chain(elsewhere).collect(),
        }
        .render()
    }

    fn state(&self, state: State) -> Option<StateRow<'_>> {
        let counts = *self.verdict.counts.get(state);
        let percent =
            |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.1} %"));
        (counts.capabilities > 0).then(|| StateRow {
            state: state.as_str(),
            counts,
            percent: percent(counts.pass_percent()),
            unflagged_percent: percent(counts.unflagged_pass_percent()),
            capabilities: self
                .verdict
                .capabilities
                .iter()
                .filter(|capability| capability.state == state)
                .map(capability_row)
                .collect(),
        })
    }
}

fn capability_row<'a>(capability: &'a CapabilityVerdict<'_>) -> CapabilityRow<'a> {
    let counts = &capability.counts;
    CapabilityRow {
        name: capability.name.as_str(),
        class: if capability.conclusion.is_met() {
            "yes"
        } else if counts.passed > 0 || counts.unflagged() == 0 {
            "open"
        } else {
            "no"
        },
        passed: counts.passed,
        total: counts.tests,
        description: capability
            .capability
            .map_or("not defined any more", |known| known.description.as_str()),
        open: capability.state == State::Required && counts.unflagged_passed() < counts.unflagged(),
        tests: capability.tests.iter().map(test_row).collect(),
    }
}

fn test_row<'a>(test: &'a TestVerdict<'_>) -> TestRow<'a> {
    let passed = test.outcome.is_pass();
    TestRow {
        name: test.test.name.value.as_str(),
        id: test.test.id.as_ref().map_or("", |id| id.value.as_written()),
        passed,
        flagged: test.test.is_flagged(),
        word: word(&test.outcome),
        why: (!passed).then(|| test.outcome.to_string()),
        found: found_by(test),
        mend: mend(test.test, &test.outcome),
    }
}
