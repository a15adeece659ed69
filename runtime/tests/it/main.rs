//! The engine as its peers see it. Each test names the decisions (D-nn) and requirements it shows.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "requests read better with their values in place"
)]

mod access;
mod acting;
mod conditional;
mod conditions;
mod creating;
mod deleting;
mod discovering;
mod enduring;
mod extensions;
mod following;
mod hostile;
mod linking;
mod listing;
mod loading;
mod parts;
#[cfg(feature = "store-redb")]
mod persisting;
mod protocol;
mod providing;
mod reading;
mod rows;
#[cfg(feature = "defects")]
mod seeding;
mod serving;
mod storing;
mod support;
mod tagging;
mod updating;
mod values;
