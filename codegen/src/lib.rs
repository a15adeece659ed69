//! Generators of Rust servers, clients and conformance tests from OCCI definitions.
//!
//! # What it is
//!
//! A validated [`Model`](occi_model::Model) goes in, named texts come out. [`generate`] gives the
//! modules of a model as [`Files`], [`generate_text`] the same modules as one text, and
//! [`generate_crate`] a whole crate around them. These three are pure: they read no clock, no
//! environment and no disk, and the same model gives the same bytes.
//!
//! What touches the world stands apart: [`Files::write_to`] writes an output directory,
//! [`Builder`] is the door for build scripts. The macro `occi::model!` and the command line are
//! the other two doors to the same code.
//!
//! ```no_run
//! use occi_codegen::{CrateName, CrateSettings, Runtime, generate_crate};
//!
//! # fn model() -> occi_model::Model { unimplemented!() }
//! let name = CrateName::new("my-cloud")?;
//! let settings = CrateSettings::new(name, Runtime::detect());
//! let files = generate_crate(&model(), &settings);
//! let written = files.write_to("my-cloud".as_ref())?;
//! println!("{} files written", written.written.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How
//!
//! Model → plan (every Rust name and type is decided once, collisions are found there) → text,
//! module by module → files. Rust goes out as text that is formatted from the start: building
//! and printing syntax trees costs a hundred times more (measured: 250 to 400 us per kind against
//! 2 to 3), and the tests parse what was written. Texts of a model enter the output only as
//! identifiers made by one function, as escaped literals, or as cleaned documentation.
//!
//! # Whom it may use
//!
//! `occi-model`, and `occi-grammar` for reading definitions. Never the runtime, except in tests.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod docs;
mod driver;
mod emit;
mod files;
mod name;
mod package;
mod plan;
mod settings;
mod text;

pub use driver::{BuildError, Builder, Generated, WriteError, Written};
pub use emit::{generate, generate_text};
pub use files::Files;
pub use package::{CrateSettings, generate_crate};
pub use settings::{
    CrateName, Layout, Pattern, Runtime, RustAttribute, RustName, RustPath, RustTypePath, Settings,
    SettingsError,
};
