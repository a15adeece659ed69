//! Designated sections: code that a product must run.

use std::fmt::Write as _;

use occi_model::guideline::{Guideline, Target};
use serde::Serialize;

use super::Answer;

/// A section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionAnswer<'g> {
    /// Its name, a display text.
    pub name: &'g str,
    /// What it is.
    pub description: &'g str,
    /// Whether the code must be used.
    pub designated: bool,
    /// Further remarks.
    pub comment: Option<&'g str>,
}

/// The sections of a project in one state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionsAnswer<'g> {
    /// The project.
    pub project: &'g str,
    /// The state of the block.
    pub state: &'static str,
    /// The components that name the project, each with the state there.
    pub components: Vec<(&'g str, &'static str)>,
    /// What to do.
    pub guidance: &'g str,
    /// Further remarks.
    pub comment: Option<&'g str>,
    /// The sections.
    pub sections: Vec<SectionAnswer<'g>>,
}

/// Designated sections by project, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SectionList<'g> {
    /// One block for each project and state.
    pub blocks: Vec<SectionsAnswer<'g>>,
}

/// The designated sections of a guideline; of a target, those that its components name. Before
/// schema 2.0 components name none, so that a target has them all.
#[must_use]
pub fn sections<'g>(guideline: &'g Guideline, target: Option<&Target<'g>>) -> SectionList<'g> {
    let named = |project: &str| -> Vec<(&'g str, &'static str)> {
        guideline
            .components()
            .iter()
            .filter(|component| {
                target.is_none_or(|target| {
                    target
                        .components()
                        .iter()
                        .any(|c| c.name.value == component.name.value)
                })
            })
            .flat_map(|component| {
                component
                    .designated_sections
                    .iter()
                    .filter(|(_, names)| names.iter().any(|name| name.value == project))
                    .map(|(state, _)| (component.name.value.as_str(), state.as_str()))
            })
            .collect()
    };
    let none_named = guideline.components().iter().all(|c| {
        c.designated_sections
            .iter()
            .all(|(_, names)| names.is_empty())
    });
    let mut blocks = Vec::new();
    for sections in guideline.designated_sections() {
        let project = sections.project.value.as_str();
        let components = named(project);
        if target.is_some() && components.is_empty() && !none_named {
            continue;
        }
        blocks.extend(sections.blocks.iter().map(|block| {
            SectionsAnswer {
                project,
                state: block.state.value.as_str(),
                components: components.clone(),
                guidance: &block.guidance,
                comment: block.comment.as_deref(),
                sections: block
                    .sections
                    .iter()
                    .map(|section| SectionAnswer {
                        name: &section.name.value,
                        description: &section.description,
                        designated: section.designated,
                        comment: section.comment.as_deref(),
                    })
                    .collect(),
            }
        }));
    }
    SectionList { blocks }
}

impl Answer for SectionList<'_> {
    fn text(&self) -> String {
        let escape = crate::diagnostic::escape;
        let mut out = String::new();
        for block in &self.blocks {
            let mut say = |indent: usize, what: &str, text: &str| {
                if !text.is_empty() {
                    // Writing to a string cannot fail.
                    let _ = writeln!(out, "{:indent$}{what}{}", "", escape(text));
                }
            };
            say(0, "", &format!("{} ({})", block.project, block.state));
            for (component, state) in &block.components {
                say(2, "", &format!("{state} in {component}"));
            }
            say(2, "guidance: ", block.guidance);
            say(2, "comment: ", block.comment.unwrap_or_default());
            for section in &block.sections {
                let mark = if section.designated { "[x] " } else { "[ ] " };
                say(
                    2,
                    mark,
                    &format!("{}: {}", section.name, section.description),
                );
                say(6, "", section.comment.unwrap_or_default());
            }
        }
        out
    }
}
