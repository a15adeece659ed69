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
    fn write_escaped_str<W: fmt::Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\t' => dest.write_char(' ')?,
                c if c.is_control() => {}
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' => {
                    dest.write_char('\\')?;
                    dest.write_char(c)?;
                }
                c => dest.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The page of a template. Templates write into strings, which cannot fail.
fn render(template: &impl askama::Template) -> String {
    template.render().unwrap_or_default()
}
