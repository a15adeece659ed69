//! Telling faults of their own from faults that only follow from others.
//!
//! A statement that could not be read leaves a hole: whoever names what it defined would be
//! accused of naming nothing. One mistake, one fault: such accusations are left out.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{Fault, SourceId};

use crate::{
    lower::BUILT_IN,
    source::Sources,
    syntax::{self, tree::Span},
};

/// Faults of name resolution in the model: unknown extensions, qualifiers, types, kinds, ….
const RESOLUTION: std::ops::Range<u16> = 200..300;

/// What the model says of an import that it does not have, which the reader has said already. What
/// such an import would have brought is unknown to the model too, and it says nothing of that.
const IMPORT: [u16; 2] = [201, 208];

/// What could not be read.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// Whether there is no draft of the entry at all.
    pub(super) entry: bool,
    /// Whether a foreign text has faults that may have cost it parts of its definition.
    pub(super) foreign: bool,
    /// Rules that texts may break with a warning, by their numbers.
    forgiven: BTreeMap<SourceId, BTreeSet<u16>>,
    /// Names in statements that could not be read.
    names: BTreeSet<String>,
    /// Texts with an import that could not be had.
    imports: BTreeSet<SourceId>,
}

impl Lost {
    /// Remembers the names in the pieces that are missing in the tree.
    pub(super) fn pieces(&mut self, lost: &[Span], text: &str) {
        for span in lost {
            let piece = text.get(span.range()).unwrap_or_default();
            for word in syntax::words(piece) {
                if !BUILT_IN.contains(&word) && !self.names.contains(word) {
                    self.names.insert(word.to_owned());
                }
            }
        }
    }

    /// Remembers that an import of a text is missing.
    pub(super) fn import(&mut self, source: SourceId) {
        self.imports.insert(source);
    }

    /// Remembers a foreign text, whose author did not write for this compiler.
    pub(super) fn forgive(&mut self, source: SourceId) {
        self.forgive_rules(source, occi_model::draft::forgiven::RULES.into());
    }

    /// Remembers which rules a text may break with a warning.
    pub(super) fn forgive_rules(&mut self, source: SourceId, numbers: BTreeSet<u16>) {
        self.forgiven.insert(source, numbers);
    }

    /// Whether the fault is a warning because its text may break the rule.
    pub(super) fn forgives(&self, fault: &Fault) -> bool {
        fault
            .origin
            .source()
            .and_then(|source| self.forgiven.get(&source))
            .is_some_and(|numbers| numbers.contains(&fault.code.number))
    }

    /// Whether the fault follows from what is missing.
    pub(super) fn explains(&self, fault: &Fault, sources: &Sources) -> bool {
        if IMPORT.contains(&fault.code.number)
            && fault
                .origin
                .source()
                .is_none_or(|source| self.imports.contains(&source))
            && !self.imports.is_empty()
        {
            return true;
        }
        if RESOLUTION.contains(&fault.code.number)
            && !self.imports.is_empty()
            && fault
                .message
                .split('`')
                .skip(1)
                .step_by(2)
                .any(is_elsewhere)
        {
            return true;
        }
        if self.foreign && RESOLUTION.contains(&fault.code.number) {
            return true;
        }
        if self.names.is_empty() {
            return false;
        }
        // The name that is accused, and the names that the message quotes.
        let accused = sources
            .excerpt(fault.origin)
            .filter(|text| text.len() < 256)
            .map(|text| text.trim_matches('"'));
        accused
            .into_iter()
            .chain(fault.message.split('`').skip(1).step_by(2))
            .any(|name| self.has(name))
    }

    /// Whether a name, or its last part behind a qualifier or a scheme, is missing.
    fn has(&self, name: &str) -> bool {
        self.names.contains(name)
            || name
                .split_once('.')
                .is_some_and(|(_, rest)| self.names.contains(rest))
            || name
                .rsplit_once('#')
                .is_some_and(|(_, term)| self.names.contains(term))
    }
}

/// Whether a name is a place in another document, as foreign formats write it: `a.occie#//@kinds.1`.
fn is_elsewhere(name: &str) -> bool {
    name.split_once("#//")
        .is_some_and(|(document, _)| !document.is_empty())
}

/// Adds what only the language knows to a fault of the model: an unknown type may be a built-in
/// one, misspelt or called as other languages call it.
pub(super) fn mend(fault: Fault) -> Fault {
    /// Unknown type.
    const TYPE: u16 = 203;
    if fault.code.number != TYPE || fault.suggestion.is_some() || fault.help.is_some() {
        return fault;
    }
    let near = fault
        .message
        .split('`')
        .nth(1)
        .and_then(|name| syntax::type_of(name).or_else(|| syntax::similar(name, &BUILT_IN)));
    match near {
        Some(near) => fault.with_replacement(near),
        None => fault,
    }
}
