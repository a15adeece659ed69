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
    /// reStructuredText (docutils), as the group published its pages.
    Restructured,
}

/// The capabilities of a component in one state, each with its project.
struct Part<'g> {
    component: &'g str,
    state: &'static str,
    capabilities: Vec<(&'g str, &'g str)>,
}

/// What every form of the page says.
struct Content<'g> {
    overview: Overview<'g>,
    platforms: PlatformList<'g>,
    parts: Vec<Part<'g>>,
    sections: SectionList<'g>,
    capabilities: Vec<CapabilityAnswer<'g>>,
}

#[derive(Template)]
#[template(path = "guideline.html")]
struct Html<'g> {
    page: Content<'g>,
}

#[derive(Template)]
#[template(path = "guideline.md")]
struct Markdown<'g> {
    page: Content<'g>,
}

#[derive(Template)]
#[template(path = "guideline.rst")]
struct Restructured<'g> {
    page: Content<'g>,
}

impl Restructured<'_> {
    /// The line under a title: as long as the title in the file, backslashes included.
    fn line(mark: &str, title: &str) -> String {
        mark.repeat(2 * title.chars().count())
    }
}

impl Content<'_> {
    fn facts(&self) -> Vec<(&'static str, String)> {
        facts(&self.overview)
    }
}

/// A guideline of any schema as a page.
#[must_use]
pub fn guideline_page(guideline: &Guideline, format: PageFormat) -> String {
    let capabilities = guideline
        .capabilities()
        .iter()
        .filter_map(|capability| view::capability(guideline, capability.name.value.as_str()))
        .collect();
    let content = Content {
        overview: view::overview(guideline),
        platforms: view::platforms(guideline),
        parts: parts(guideline),
        sections: view::sections(guideline, None),
        capabilities,
    };
    match format {
        PageFormat::Html => render(&Html { page: content }),
        PageFormat::Markdown => render(&Markdown { page: content }),
        PageFormat::Restructured => render(&Restructured { page: content }),
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
