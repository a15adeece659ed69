//! A client and a server whose types a build script made from `gpu.occi`.

// What is generated is compiled as part of this crate, so this crate's lints look at it.
#![deny(warnings, clippy::pedantic)]

occi::include_generated!("gpu");
