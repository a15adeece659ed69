//! The page of a difference.

use askama::Template;
use occi_model::guideline::{ChangedTest, Difference};

use super::render;
use crate::guideline::difference;

#[derive(Template)]
#[template(path = "difference.html")]
struct Page<'d> {
    difference: &'d Difference,
}

impl Page<'_> {
    /// Class and words of a change.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn test(&self, changed: &ChangedTest) -> (&'static str, String) {
        let (sign, words) = difference::test(&changed.change);
        match sign {
            '+' if words.is_empty() => ("plus", "added".to_owned()),
            '-' if words.is_empty() => ("minus", "taken away".to_owned()),
            '+' => ("plus", words),
            '-' => ("minus", words),
            _ => ("changed", words),
        }
    }
}

/// A difference as a page for a browser.
#[must_use]
pub fn difference_page(difference: &Difference) -> String {
    render(&Page { difference })
}
