//! The stores: one contract, kept in memory and on disk.

#![cfg(feature = "store-redb")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod agreement;
mod contract;
mod crash;
mod open;
mod support;
