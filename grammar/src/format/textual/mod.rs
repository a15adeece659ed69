//! The textual syntaxes of OCCIware: reader of generations B ("OCCIwareDL", 2015) and C (Xtext,
//! 2017 and later), writer of generation C (the OCCIware metamodel).
//!
//! `grammar` is what pest makes of `occiware.pest`; `reader` reads a text piece by piece and goes
//! on after faults (of configurations: `configuration`), with `convert` to turn pieces into the
//! tree of [`super::occiware`] and `explain` to say what is wrong with others; `fold` makes terms
//! of names, `escape` is about strings. `write` says a model.

mod configuration;
mod convert;
mod escape;
mod explain;
mod fold;
mod grammar;
mod reader;
mod write;

pub(crate) use self::{reader::read, write::write};
