//! The page of a history, with a picture: one row per capability, one column per guideline.

use askama::Template;
use occi_model::guideline::History;

use super::render;
use crate::guideline::view::{Answer, table};

#[derive(Template)]
#[template(path = "history.html")]
struct Page<'h> {
    history: &'h History,
}

struct Row<'h> {
    name: &'h str,
    y: usize,
    baseline: usize,
    cells: Vec<Cell<'h>>,
}

struct Cell<'h> {
    x: usize,
    colour: &'static str,
    mark: char,
    state: &'static str,
    guideline: &'h str,
}

/// Where the squares begin, in pixels: right of the names, below the ids.
const LEFT: usize = 330;
const TOP: usize = 80;
/// From one square to the next.
const STEP: usize = 18;

/// Colour and letter of a state: the letter tells it where colours do not.
const LEGEND: [(&str, &str, char); 4] = [
    ("required", "#0b5d1e", 'r'),
    ("advisory", "#0b4a8f", 'a'),
    ("deprecated", "#8a4b00", 'd'),
    ("removed", "#666666", 'x'),
];

#[expect(clippy::unused_self, reason = "templates call methods")]
impl<'h> Page<'h> {
    fn legend(&self) -> [(&'static str, &'static str, char); 4] {
        LEGEND
    }

    fn width(&self) -> usize {
        LEFT + STEP * self.history.guidelines.len() + 80
    }

    fn height(&self) -> usize {
        TOP + STEP * self.history.capabilities.len()
    }

    fn columns(&self) -> Vec<(usize, &'h str)> {
        self.history
            .guidelines
            .iter()
            .enumerate()
            .map(|(at, id)| (LEFT + STEP * at + 12, id.as_str()))
            .collect()
    }

    fn rows(&self) -> Vec<Row<'h>> {
        self.history
            .capabilities
            .iter()
            .enumerate()
            .map(|(at, capability)| Row {
                name: &capability.name,
                y: TOP + STEP * at,
                baseline: TOP + STEP * at + 11,
                cells: capability
                    .states
                    .iter()
                    .zip(&self.history.guidelines)
                    .enumerate()
                    .filter_map(|(column, (state, guideline))| {
                        let state = (*state)?;
                        let (_, colour, mark) = LEGEND.iter().find(|(name, ..)| *name == state)?;
                        Some(Cell {
                            x: LEFT + STEP * column,
                            colour,
                            mark: *mark,
                            state,
                            guideline,
                        })
                    })
                    .collect(),
            })
            .collect()
    }

    fn steps(&self) -> Vec<(&'h str, Vec<(&'static str, String)>)> {
        self.history
            .capabilities
            .iter()
            .map(|capability| {
                let steps = capability
                    .steps(&self.history.guidelines)
                    .into_iter()
                    .map(|step| (step.to.unwrap_or("gone"), step.guideline))
                    .collect();
                (capability.name.as_str(), steps)
            })
            .collect()
    }
}

/// A history as a page for a browser.
#[must_use]
pub fn history_page(history: &History) -> String {
    render(&Page { history })
}

impl Answer for History {
    fn text(&self) -> String {
        let mut rows = vec![["capability".to_owned(), "steps".to_owned()]];
        rows.extend(self.capabilities.iter().map(|capability| {
            let steps: Vec<String> = capability
                .steps(&self.guidelines)
                .into_iter()
                .map(|step| format!("{} {}", step.to.unwrap_or("gone"), step.guideline))
                .collect();
            [capability.name.clone(), steps.join(", ")]
        }));
        table(&rows)
    }
}
