//! The formatter of the `.occi` language: one style, comments kept, the meaning untouched.
//!
//! It works on the tokens with what stands between them, and decides about blanks, line breaks
//! and trailing commas alone. Layout depends on the tokens, the comments and blank lines, never
//! on how wide the text was before, so that a formatted text stays as it is.

mod doc;
mod layout;
mod token;

use occi_model::{Fault, Faults, Origin, SourceId};

use crate::{
    code,
    lower::{self, Lowered},
    source::Sources,
};

/// Why a text was not formatted.
#[derive(Debug)]
pub struct Unformatted {
    /// The faults of the language in it.
    pub faults: Faults,
    /// The text, for printing the faults.
    pub sources: Sources,
}

/// Formats the text of one file, called `name` in messages.
///
/// Lines have at most 100 columns where that is possible, blocks are indented by four blanks.
/// Imports are not read, and rules of the metamodel not checked.
///
/// # Errors
///
/// A text with faults of the language is left alone. A result that would not mean the same is
/// an internal fault (`E0199`), and not given out either.
pub fn format(name: &str, text: &str) -> Result<String, Unformatted> {
    let refuse = |faults: Vec<Fault>| {
        let mut sources = Sources::default();
        sources.add(name, text);
        let mut faults: Faults = faults.into_iter().collect();
        faults.sort();
        Unformatted { faults, sources }
    };
    let mut faults = Vec::new();
    let before = draft(text, &mut faults);
    if faults.iter().any(Fault::is_error) {
        return Err(refuse(faults));
    }
    let formatted = layout::format(text);
    let mut faults = Vec::new();
    let after = draft(&formatted, &mut faults);
    if before == after && !faults.iter().any(Fault::is_error) {
        return Ok(formatted);
    }
    let fault = Fault::new(
        code::INTERNAL,
        Origin::Unknown,
        "formatting would change what the definition means; please report this",
    );
    Err(refuse(vec![fault]))
}

/// The layout of a text that has no faults of the syntax.
pub(crate) fn layout(text: &str) -> String {
    layout::format(text)
}

/// What a text says by itself, places left out.
fn draft(text: &str, faults: &mut Vec<Fault>) -> Lowered {
    let mut read = lower::read(text, SourceId(0));
    faults.append(&mut read.faults);
    let mut draft = read.lowered;
    if let Some(extension) = &mut draft.extension {
        let kinds = extension.kinds.iter_mut().map(|one| &mut one.constraints);
        let mixins = extension.mixins.iter_mut().map(|one| &mut one.constraints);
        for constraint in kinds.chain(mixins).flatten() {
            constraint.origin = Origin::Unknown;
        }
    }
    let configurations = draft.configurations.iter_mut();
    for resource in configurations.flat_map(|one| &mut one.resources) {
        resource.entity.origin = Origin::Unknown;
        for link in &mut resource.links {
            link.entity.origin = Origin::Unknown;
        }
    }
    draft
}

#[cfg(test)]
mod tests;
