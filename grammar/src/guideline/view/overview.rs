//! The whole of a guideline in short.

use std::{collections::BTreeSet, fmt::Write as _};

use occi_model::guideline::Guideline;
use serde::Serialize;

use super::Answer;

/// How many capabilities a component has in each state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComponentCounts<'g> {
    /// Name of the component.
    pub name: &'g str,
    /// Required ones.
    pub required: usize,
    /// Advisory ones.
    pub advisory: usize,
    /// Deprecated ones.
    pub deprecated: usize,
    /// Removed ones.
    pub removed: usize,
}

/// A source of tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SuiteAnswer<'g> {
    /// Name of the suite.
    pub name: &'g str,
    /// Its URL.
    pub repository: &'g str,
    /// Its revision, branch or release.
    pub reference: Option<&'g str>,
}

/// The whole of a guideline in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overview<'g> {
    /// Its id.
    pub id: &'g str,
    /// The schema version of its file.
    pub schema: &'g str,
    /// Its status, where it has one.
    pub status: Option<&'g str>,
    /// Month or day for which approval was planned.
    pub target_approval: Option<&'g str>,
    /// The guideline that it replaces.
    pub replaces: Option<&'g str>,
    /// Releases that it covers.
    pub releases: Vec<&'g str>,
    /// Least score of a required capability.
    pub cutoff_score: Option<u32>,
    /// Sum of the weights of all criteria.
    pub weights: u64,
    /// The names that can be asked for as a target.
    pub targets: Vec<String>,
    /// Its components.
    pub components: Vec<ComponentCounts<'g>>,
    /// How many capabilities are defined.
    pub capabilities: usize,
    /// How many tests they have, each as often as it is listed.
    pub tests: usize,
    /// How many names these tests have, aliases not counted.
    pub distinct_names: usize,
    /// How many ids these tests have.
    pub distinct_ids: usize,
    /// How many of the tests are flagged.
    pub flagged: usize,
    /// How many of the tests have aliases.
    pub with_aliases: usize,
    /// Projects with designated sections.
    pub sections: Vec<&'g str>,
    /// Sources of its tests.
    pub test_repositories: Vec<SuiteAnswer<'g>>,
}

/// Counts a guideline.
#[must_use]
pub fn overview(guideline: &Guideline) -> Overview<'_> {
    let metadata = guideline.metadata();
    let approval = metadata.approval.as_ref();
    let scoring = metadata.scoring.as_ref();
    let tests = || guideline.capabilities().iter().flat_map(|c| &c.tests);
    let names: BTreeSet<_> = tests().map(|test| &test.name.value).collect();
    let ids: BTreeSet<_> = tests()
        .filter_map(|test| test.id.as_ref()?.value.uuid())
        .collect();
    Overview {
        id: metadata.id.value.as_str(),
        schema: guideline.schema().as_str(),
        status: approval.map(|a| a.status.value.as_str()),
        target_approval: approval.and_then(|a| Some(a.target.as_ref()?.value.as_str())),
        replaces: approval.and_then(|a| Some(a.replaces.as_ref()?.value.as_str())),
        releases: approval
            .iter()
            .flat_map(|a| &a.releases)
            .map(|release| release.value.as_str())
            .collect(),
        cutoff_score: scoring.and_then(|s| Some(s.cutoff.as_ref()?.value)),
        weights: scoring
            .iter()
            .flat_map(|s| &s.criteria)
            .map(|criterion| u64::from(criterion.weight.value))
            .sum(),
        targets: guideline.target_names(),
        components: guideline
            .components()
            .iter()
            .map(|component| ComponentCounts {
                name: component.name.value.as_str(),
                required: component.capabilities.required.len(),
                advisory: component.capabilities.advisory.len(),
                deprecated: component.capabilities.deprecated.len(),
                removed: component.capabilities.removed.len(),
            })
            .collect(),
        capabilities: guideline.capabilities().len(),
        tests: tests().count(),
        distinct_names: names.len(),
        distinct_ids: ids.len(),
        flagged: tests().filter(|test| test.is_flagged()).count(),
        with_aliases: tests().filter(|test| !test.aliases.is_empty()).count(),
        sections: guideline
            .designated_sections()
            .iter()
            .map(|sections| sections.project.value.as_str())
            .collect(),
        test_repositories: guideline
            .test_repositories()
            .iter()
            .map(|suite| SuiteAnswer {
                name: suite.name.value.as_str(),
                repository: &suite.repository.value,
                reference: suite.reference.as_ref().map(|text| text.value.as_str()),
            })
            .collect(),
    }
}

impl Answer for Overview<'_> {
    fn text(&self) -> String {
        let mut out = String::new();
        let mut line = |what: &str, text: &str| {
            if !text.is_empty() {
                let text = crate::diagnostic::escape(text);
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{what:<18}{text}");
            }
        };
        line("guideline", self.id);
        line("schema", self.schema);
        line("status", self.status.unwrap_or_default());
        line("target approval", self.target_approval.unwrap_or_default());
        line("replaces", self.replaces.unwrap_or_default());
        line("releases", &self.releases.join(", "));
        if let Some(cutoff) = self.cutoff_score {
            line("cut-off score", &format!("{cutoff} of {}", self.weights));
        }
        line("targets", &self.targets.join(", "));
        for component in &self.components {
            line(
                "component",
                &format!(
                    "{}: {} required, {} advisory, {} deprecated, {} removed",
                    component.name,
                    component.required,
                    component.advisory,
                    component.deprecated,
                    component.removed
                ),
            );
        }
        line("capabilities", &self.capabilities.to_string());
        line(
            "tests",
            &format!(
                "{} ({} names, {} ids), {} flagged, {} with aliases",
                self.tests, self.distinct_names, self.distinct_ids, self.flagged, self.with_aliases
            ),
        );
        line("sections", &self.sections.join(", "));
        for suite in &self.test_repositories {
            let reference = suite.reference.unwrap_or_default();
            line(
                "test repository",
                format!("{} {} {reference}", suite.name, suite.repository).trim_end(),
            );
        }
        out
    }
}
