//! Configurations brought to a server: what they describe is created, changed, or deleted again.
//!
//! Servers choose the ids and locations of instances (D-78), so that nothing on the server tells
//! which instance a name of the configuration stands for. What was created is kept in an
//! [`Applied`], which whoever applies stores; whether it still exists is asked of the server.
//!
//! What exists already can be taken over, see [`Adoption`]; it is changed as what was created is,
//! and never deleted.
//!
//! [`Client::plan`] compares and changes nothing; [`Client::apply`] does what the plan says, step
//! by step: tags, resources, their links, and at last what the configuration does not have any
//! more, links first.

mod adopt;
mod plan;
mod record;
mod run;

pub use self::{
    adopt::Adoption,
    plan::{Action, Change, Plan, Step},
    record::{Applied, AppliedInstance, AppliedResource, Record, RecordError},
    run::ApplyError,
};

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What was done: `created`, `adopted`, `updated`, `deleted`, `released`.
    pub word: &'static str,
    /// The name of the instance, or the identifier of the tag.
    pub name: String,
    /// Where the instance is, or was.
    pub location: Option<String>,
}
