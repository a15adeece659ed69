//! The parser that pest makes of `occi.pest`.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the derive writes the type `Rule`, without documentation and public"
)]

#[derive(pest_derive::Parser)]
#[grammar = "occi.pest"]
pub(crate) struct OcciParser;
