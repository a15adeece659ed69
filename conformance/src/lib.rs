//! OCCI conformance: cases derived from a model, run against a server, judged and reported.
//!
//! # What it is
//!
//! * [`catalogue::catalogue`] is a pure function from a model to its [`case::Case`]s; [`count`]
//!   counts them a second time by the formula.
//! * [`run::run`] runs a selection of them against an endpoint, through a [`Transport`] and below
//!   it a ledger that touches nothing that the run did not create, and gives a
//!   [`run::RunResult`]; [`report`] writes it for people, as JUnit and as JSON.
//! * [`harness()`] makes a test binary of a generated crate out of the same; [`explicit`] writes the
//!   cases out as Rust, to be read and changed.
//! * [`client`] tests clients, and [`vector`] readers and writers of the renderings.
//! * [`guideline`] selects cases by a guideline and hands results to the judge of `occi-model`.
//!
//! ```no_run
//! # async fn demo(model: std::sync::Arc<occi_model::Model>) -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//! use occi_conformance::{Http, engine::Settings, report, run::{Selection, run}};
//!
//! let endpoint = Http::new("http://127.0.0.1:8787")?;
//! let settings = if endpoint.is_loopback() { Settings::loopback() } else { Settings::remote() };
//! let selection = Selection { patterns: vec!["**/cre.*/**".parse()?], ..Selection::default() };
//! let result = run(model, Arc::new(endpoint), &selection, settings, |case| {
//!     eprintln!("{} {}", case.verdict, case.id);
//! })
//! .await;
//! print!("{}", report::terminal(&result));
//! std::process::exit(result.exit_code().into());
//! # }
//! ```
//!
//! # Whom it may use
//!
//! `occi-model`, and `occi-rendering` to read answers. Not the runtime: a client that shared a fault
//! with the server would hide it. Not the compiler either: whoever tests brings a model.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod case;
pub mod catalogue;
pub mod client;
pub mod comparison;
pub mod count;
pub mod deviation;
mod dice;
pub mod engine;
pub mod explicit;
pub mod guideline;
mod harness;
pub mod measure;
pub mod oracle;
pub mod pattern;
pub mod plan;
pub mod report;
pub mod requirement;
pub mod run;
pub mod secrets;
pub mod selection;
pub mod self_test;
pub mod stored;
pub mod target;
pub mod transport;
pub mod values;
pub mod vector;
pub mod verdict;
pub mod walk;

pub use harness::harness;
pub use transport::{Http, InProcess, Transport};
