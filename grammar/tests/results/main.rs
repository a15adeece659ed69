//! Results of test runs, against recorded streams and genuine runs.

#![allow(clippy::unwrap_used)]

mod decode;
mod hostile;
mod runs;
mod shared;
mod speed;
