//! The stores: one contract, kept in memory and on disk.

#![cfg(feature = "store-redb")]

mod agreement;
mod contract;
mod crash;
mod open;
mod support;
