//! Documents about guidelines: pages that need nothing else, no scripts and no network.

mod difference;
mod guideline;
mod history;

use std::fmt;

pub use difference::difference_page;
pub use guideline::{PageFormat, guideline_page};
pub use history::history_page;

/// The rule for texts in Markdown (CommonMark 0.31, 2.4): what could be markup, or HTML, gets a
/// backslash; a line break becomes a blank, so that a text cannot begin a block of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Markdown;

impl askama::filters::Escaper for Markdown {
    fn write_escaped_str<W: fmt::Write>(&self, dest: W, text: &str) -> fmt::Result {
        let markup = ['\\', '`', '*', '_', '[', ']', '<', '>', '|', '#', '&', '~'];
        escaped(dest, text, &markup)
    }
}

/// The rule for texts in reStructuredText (docutils): what could be markup gets a backslash.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Restructured;

impl askama::filters::Escaper for Restructured {
    fn write_escaped_str<W: fmt::Write>(&self, dest: W, text: &str) -> fmt::Result {
        escaped(dest, text, &['\\', '`', '*', '_', '|'])
    }
}

/// One line, without control characters; what could be markup gets a backslash.
fn escaped(mut dest: impl fmt::Write, text: &str, markup: &[char]) -> fmt::Result {
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => dest.write_char(' ')?,
            c if c.is_control() => {}
            c => {
                if markup.contains(&c) {
                    dest.write_char('\\')?;
                }
                dest.write_char(c)?;
            }
        }
    }
    Ok(())
}

/// The page of a template. Templates write into strings, which cannot fail.
fn render(template: &impl askama::Template) -> String {
    template.render().unwrap_or_default()
}
