//! Verdicts: does a set of results satisfy a target of a guideline, and if not, why.
//!
//! One judge for Tempest runs and for conformance runs of OCCI; nothing here knows which world
//! a guideline comes from (conformance-design 12.3).

mod matching;
mod results;
#[cfg(test)]
mod tests;
mod verdict;

pub use matching::{MatchedBy, Matching, Warning};
pub use results::{ClassResult, Coverage, Missing, Outcome, ResultSet, TestResult};
pub use verdict::{CapabilityVerdict, Conclusion, Counts, TestVerdict, Verdict, judge};
