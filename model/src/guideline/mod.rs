//! The interop guideline model: capabilities, components, platforms, must-pass tests, verdicts.
//!
//! A guideline says which capabilities a product must have to use a mark, and by which tests
//! they are shown. The format is the one of the OpenStack Interop Working Group; guidelines of
//! OCCI use the same one, so that one judge serves both.
//!
//! A reader fills a [`GuidelineDraft`]; [`GuidelineDraft::build`] checks what the parts say
//! about each other and makes a [`Guideline`]. Nothing else makes one. Questions are asked of
//! the guideline: [`Guideline::target`] finds what a result is judged against,
//! [`Target::tests`] lists its tests, [`judge::judge`] gives the verdict, and
//! [`Guideline::lint`] finds what is legal but wrong.
//!
//! There is no parsing of files here and no input or output.

pub mod author;
mod build;
pub mod code;
mod convert;
mod diff;
mod history;
mod id;
mod inventory;
pub mod judge;
mod lint;
mod list;
mod measured;
mod name;
mod next;
mod parts;
#[cfg(test)]
mod sample;
mod target;
mod words;

pub use build::{Built, Guideline, GuidelineDraft};
pub use convert::{ConvertError, Converted, convert};
pub use diff::{
    ChangedCapability, ChangedSections, ChangedTest, Difference, FieldChange, StateChange,
    TestChange,
};
pub use history::{CapabilityHistory, History, Step};
pub use id::{IdForm, IdempotentId, TestUuid};
pub use inventory::{Found, Inventory, SuiteTest};
pub use lint::{Filed, lint_file, lint_life_cycle, lint_set, suite_fault};
pub use list::{Line, ListOptions};
pub use measured::Measured;
pub use name::{
    AddOnName, CapabilityName, ComponentName, CriterionKey, GuidelineId, GuidelineNameError,
    PlatformName, ProjectName, SuiteName, TestName,
};
pub use next::{Next, NextError, NextRequest, next};
pub use parts::{
    AddOn, Approval, Capability, Component, ComponentRef, Criterion, DesignatedSection,
    DesignatedSections, Flag, FlagReason, Metadata, Platform, Scoring, SectionBlock, Test,
    TestRepository,
};
pub use target::{Target, TargetKind, UnknownTarget};
pub use words::{ByState, SchemaVersion, SectionState, State, Status, UnknownWord};
