//! The syntax of the `.occi` language: the grammar, the syntax tree, and reading that goes on
//! after faults.

mod convert;
mod cut;
mod explain;
mod grammar;
mod habit;
mod lex;
mod recover;
mod scan;
#[cfg(test)]
mod tour;
pub mod tree;

use grammar::{OcciParser, Rule};
pub(crate) use habit::type_of;
pub(crate) use lex::{is_word_byte, quoted_length, similar};
pub(crate) use recover::{
    Level, MAX_FAULTS, Reader, arguments, entries, hash_members, instance_parts, literals, members,
    parameters, parts, references, states, transitions, values,
};
pub use recover::{Parsed, parse};

use pest::Parser as _;

/// The comments of a text that are no descriptions, in order, as byte ranges.
///
/// The tree does not hold them; a formatter puts them back by their places.
#[must_use]
pub fn comments(text: &str) -> Vec<std::ops::Range<usize>> {
    scan::comments(text)
}

/// Whether a whole text is a file by the grammar alone (`occi.pest`), read at one go: what
/// [`parse`] has to agree with, and what its speed is held against.
#[must_use]
pub fn is_file(text: &str) -> bool {
    OcciParser::parse(Rule::file, text).is_ok()
}

/// The place of the first token at or after a byte.
pub(crate) fn first_token(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    lex::Tokens::new(text, at).next().map(|token| token.range)
}

/// The bare words of a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    lex::Tokens::new(text, 0)
        .filter(|token| token.kind == lex::Kind::Word)
        .map(|token| &text[token.range])
}
