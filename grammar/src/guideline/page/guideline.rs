//! The page of a guideline, as the group published them: status, releases, the capabilities of
//! each component by state, designated sections, tests.

use askama::Template;
use occi_model::guideline::Guideline;

use super::render;
use crate::guideline::view::{self, CapabilityAnswer, Overview, PlatformList, SectionList};

/// The form of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFormat {
    /// For browsers.
    Html,
    /// Markdown (CommonMark, with tables).
    Markdown,
}

/// The capabilities of a component in one state, each with its project.
struct Part<'g> {
    component: &'g str,
    state: &'static str,
    capabilities: Vec<(&'g str, &'g str)>,
}

#[derive(Template)]
#[template(path = "guideline.html")]
struct Html<'g> {
    overview: Overview<'g>,
    platforms: PlatformList<'g>,
    parts: Vec<Part<'g>>,
    sections: SectionList<'g>,
    capabilities: Vec<CapabilityAnswer<'g>>,
}

#[derive(Template)]
#[template(path = "guideline.md")]
struct Text<'g> {
    overview: Overview<'g>,
    platforms: PlatformList<'g>,
    parts: Vec<Part<'g>>,
    sections: SectionList<'g>,
    capabilities: Vec<CapabilityAnswer<'g>>,
}

impl Html<'_> {
    fn facts(&self) -> Vec<(&'static str, String)> {
        facts(&self.overview)
    }
}

impl Text<'_> {
    fn facts(&self) -> Vec<(&'static str, String)> {
        facts(&self.overview)
    }
}

/// A guideline of any schema as a page.
#[must_use]
pub fn guideline_page(guideline: &Guideline, format: PageFormat) -> String {
    let overview = view::overview(guideline);
    let platforms = view::platforms(guideline);
    let parts = parts(guideline);
    let sections = view::sections(guideline, None);
    let capabilities = guideline
        .capabilities()
        .iter()
        .filter_map(|capability| view::capability(guideline, capability.name.value.as_str()))
        .collect();
    match format {
        PageFormat::Html => render(&Html {
            overview,
            platforms,
            parts,
            sections,
            capabilities,
        }),
        PageFormat::Markdown => render(&Text {
            overview,
            platforms,
            parts,
            sections,
            capabilities,
        }),
    }
}

fn parts(guideline: &Guideline) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for component in guideline.components() {
        for (state, names) in component.capabilities.iter() {
            if names.is_empty() {
                continue;
            }
            let mut capabilities: Vec<(&str, &str)> = names
                .iter()
                .map(|name| {
                    let name = name.value.as_str();
                    let project = guideline
                        .capability(name)
                        .map_or("", |capability| capability.project.value.as_str());
                    (name, project)
                })
                .collect();
            capabilities.sort_unstable();
            parts.push(Part {
                component: component.name.value.as_str(),
                state: state.as_str(),
                capabilities,
            });
        }
    }
    parts
}

fn facts(overview: &Overview<'_>) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Status", overview.status.unwrap_or_default().to_owned()),
        ("Replaces", overview.replaces.unwrap_or_default().to_owned()),
        (
            "Target of approval",
            overview.target_approval.unwrap_or_default().to_owned(),
        ),
        ("Releases", overview.releases.join(", ")),
        ("Schema", overview.schema.to_owned()),
    ];
    if let Some(cutoff) = overview.cutoff_score {
        facts.push(("Cut-off score", format!("{cutoff} of {}", overview.weights)));
    }
    facts.extend(overview.test_repositories.iter().map(|suite| {
        let reference = suite.reference.unwrap_or_default();
        (
            "Tests",
            format!("{} {} {reference}", suite.name, suite.repository)
                .trim_end()
                .to_owned(),
        )
    }));
    facts.retain(|(_, value)| !value.is_empty());
    facts
}
