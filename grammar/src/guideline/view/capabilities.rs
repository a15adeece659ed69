//! The capabilities of a guideline or of a target, and one of them in full.

use std::fmt::Write as _;

use occi_model::guideline::{Capability, Component, Flag, Guideline, State, Target, Test};
use serde::Serialize;

use super::{Answer, table};

/// Why a test does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlagAnswer<'g> {
    /// Number of the code of the reason: 401 for `D401`.
    pub code: Option<u16>,
    /// The reason without its code; empty in schema 1.2.
    pub reason: &'g str,
    /// What is done about it.
    pub action: &'g str,
    /// The day on which it was proposed.
    pub date: &'g str,
}

/// A test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TestAnswer<'g> {
    /// Its name.
    pub name: &'g str,
    /// Its id as written; none in schema 1.2.
    pub idempotent_id: Option<&'g str>,
    /// Its other names.
    pub aliases: Vec<&'g str>,
    /// Why it does not count.
    pub flagged: Option<FlagAnswer<'g>>,
}

/// A capability in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CapabilityAnswer<'g> {
    /// Its name.
    pub name: &'g str,
    /// The component and the state in it, for each component that names it.
    pub states: Vec<(&'g str, &'static str)>,
    /// The project that offers it.
    pub project: &'g str,
    /// What it is.
    pub description: &'g str,
    /// Whether it needs administrator rights.
    pub admin: bool,
    /// The guideline that first required it.
    pub required_since: Option<&'g str>,
    /// The criteria that it meets.
    pub achievements: Vec<&'g str>,
    /// The sum of their weights; `None` without criteria in the guideline.
    pub score: Option<u64>,
    /// Its tests.
    pub tests: Vec<TestAnswer<'g>>,
}

/// A capability in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CapabilityRow<'g> {
    /// The component that names it; `None`: no component does.
    pub component: Option<&'g str>,
    /// Its state there.
    pub state: Option<&'static str>,
    /// Its name.
    pub name: &'g str,
    /// The project that offers it; `None` where the name is not defined.
    pub project: Option<&'g str>,
    /// How many tests it has.
    pub tests: usize,
    /// How many of them are flagged.
    pub flagged: usize,
    /// The sum of the weights of its achievements.
    pub score: Option<u64>,
}

/// The capabilities of a guideline or target: by component, then by state, strongest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CapabilityList<'g> {
    /// One row for each component and capability.
    pub rows: Vec<CapabilityRow<'g>>,
}

/// The sum of the weights of the achievements.
fn score(guideline: &Guideline, capability: &Capability) -> Option<u64> {
    let criteria = &guideline.metadata().scoring.as_ref()?.criteria;
    if criteria.is_empty() {
        return None;
    }
    let met = criteria.iter().filter(|criterion| {
        capability
            .achievements
            .iter()
            .any(|key| key.value == criterion.key.value.as_str())
    });
    Some(met.map(|criterion| u64::from(criterion.weight.value)).sum())
}

/// The capabilities of the components of a target, or of all components with those that no
/// component names; only those in one of the states, unless there are none.
#[must_use]
pub fn capabilities<'g>(
    guideline: &'g Guideline,
    target: Option<&Target<'g>>,
    states: &[State],
) -> CapabilityList<'g> {
    let components: Vec<&Component> = match target {
        Some(target) => target.components().to_vec(),
        None => guideline.components().iter().collect(),
    };
    let mut rows = Vec::new();
    for component in components {
        for (state, names) in component.capabilities.iter() {
            if !states.is_empty() && !states.contains(&state) {
                continue;
            }
            let start = rows.len();
            for name in names {
                let name = name.value.as_str();
                let place = Some((component.name.value.as_str(), state.as_str()));
                rows.push(row(guideline, place, name));
            }
            if let Some(added) = rows.get_mut(start..) {
                added.sort_by(|a, b| a.name.cmp(b.name));
            }
        }
    }
    if target.is_none() && states.is_empty() {
        for capability in guideline.capabilities() {
            let name = capability.name.value.as_str();
            if !rows.iter().any(|row| row.name == name) {
                rows.push(row(guideline, None, name));
            }
        }
    }
    CapabilityList { rows }
}

fn row<'g>(
    guideline: &'g Guideline,
    place: Option<(&'g str, &'static str)>,
    name: &'g str,
) -> CapabilityRow<'g> {
    let capability = guideline.capability(name);
    let tests = capability.map_or(&[][..], |capability| &capability.tests);
    CapabilityRow {
        component: place.map(|(component, _)| component),
        state: place.map(|(_, state)| state),
        name,
        project: capability.map(|capability| capability.project.value.as_str()),
        tests: tests.len(),
        flagged: tests.iter().filter(|test| test.is_flagged()).count(),
        score: capability.and_then(|capability| score(guideline, capability)),
    }
}

/// One capability in full; `None`: it is not defined.
#[must_use]
pub fn capability<'g>(guideline: &'g Guideline, name: &str) -> Option<CapabilityAnswer<'g>> {
    let capability = guideline.capability(name)?;
    let states = guideline
        .components()
        .iter()
        .flat_map(|component| {
            component
                .capabilities
                .iter()
                .filter(|(_, names)| names.iter().any(|known| known.value == name))
                .map(|(state, _)| (component.name.value.as_str(), state.as_str()))
        })
        .collect();
    Some(CapabilityAnswer {
        name: capability.name.value.as_str(),
        states,
        project: capability.project.value.as_str(),
        description: &capability.description,
        admin: capability.admin.value,
        required_since: capability
            .required_since
            .as_ref()
            .map(|text| text.value.as_str()),
        achievements: capability
            .achievements
            .iter()
            .map(|key| key.value.as_str())
            .collect(),
        score: score(guideline, capability),
        tests: capability.tests.iter().map(test_answer).collect(),
    })
}

pub(in crate::guideline) fn test_answer(test: &Test) -> TestAnswer<'_> {
    TestAnswer {
        name: test.name.value.as_str(),
        idempotent_id: test.id.as_ref().map(|id| id.value.as_written()),
        aliases: test
            .aliases
            .iter()
            .map(|name| name.value.as_str())
            .collect(),
        flagged: test.flag.as_ref().map(|flag| match &flag.value {
            Flag::Bare => FlagAnswer {
                code: None,
                reason: "",
                action: "",
                date: "",
            },
            Flag::Stated {
                reason,
                action,
                date,
            } => FlagAnswer {
                code: reason.value.code(),
                reason: reason.value.text(),
                action: &action.value,
                date: &date.value,
            },
        }),
    }
}

impl Answer for CapabilityList<'_> {
    fn text(&self) -> String {
        let heading = [
            "component",
            "state",
            "capability",
            "project",
            "tests",
            "flagged",
            "score",
        ];
        let mut rows = vec![heading.map(str::to_owned)];
        rows.extend(self.rows.iter().map(|row| {
            let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
            [
                or_dash(row.component),
                or_dash(row.state),
                row.name.to_owned(),
                or_dash(row.project),
                row.tests.to_string(),
                row.flagged.to_string(),
                row.score
                    .map_or_else(|| "-".to_owned(), |score| score.to_string()),
            ]
        }));
        table(&rows)
    }
}

impl Answer for CapabilityAnswer<'_> {
    fn text(&self) -> String {
        let mut out = String::new();
        let escape = crate::diagnostic::escape;
        let mut line = |what: &str, text: &str| {
            if !text.is_empty() {
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{what:<18}{}", escape(text));
            }
        };
        line("capability", self.name);
        line("project", self.project);
        line("description", self.description);
        for (component, state) in &self.states {
            line("state", &format!("{state} in {component}"));
        }
        line("required since", self.required_since.unwrap_or_default());
        line("admin", if self.admin { "yes" } else { "" });
        line("achievements", &self.achievements.join(", "));
        if let Some(score) = self.score {
            line("score", &score.to_string());
        }
        for test in &self.tests {
            let id = test.idempotent_id.unwrap_or_default();
            line("test", format!("{} {id}", test.name).trim_end());
            for alias in &test.aliases {
                line("  alias", alias);
            }
            if let Some(flag) = &test.flagged {
                let code = flag
                    .code
                    .map_or_else(String::new, |code| format!("D{code} "));
                let reason = if flag.reason.is_empty() && code.is_empty() {
                    "without a reason"
                } else {
                    flag.reason
                };
                line("  flagged", &format!("{code}{reason}"));
                line("    action", flag.action);
                line("    date", flag.date);
            }
        }
        out
    }
}
