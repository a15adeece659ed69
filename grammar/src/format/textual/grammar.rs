//! The parser that pest makes of `occiware.pest`.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the derive writes the type `Rule`, without documentation and public"
)]

#[derive(pest_derive::Parser)]
#[grammar = "format/textual/occiware.pest"]
pub(crate) struct TextualParser;
