//! Verdicts and what they roll up to (section 10).

use std::{collections::BTreeMap, fmt, time::Duration};

use serde::{Deserialize, Serialize};

use crate::case::{Case, CaseId, Level};

/// What became of a case; the strongest first (section 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The tool failed: a panic, an invalid case, a safety stop. The run is invalid.
    Error,
    /// An assertion does not hold.
    Fail,
    /// A prerequisite failed.
    Blocked,
    /// A timeout without bound, connection trouble, an unclear outcome.
    Inconclusive,
    /// Filtered, or too hazardous for the endpoint.
    NotRun,
    /// Holds, with at least one tolerated answer.
    PassNoted,
    /// All assertions hold with preferred answers.
    Pass,
    /// An optional feature that the endpoint does not have.
    Unsupported,
    /// The category or version is not offered, and nobody requires it.
    NotApplicable,
}

impl Verdict {
    /// All of them, the strongest first.
    pub const ALL: [Self; 9] = [
        Self::Error,
        Self::Fail,
        Self::Blocked,
        Self::Inconclusive,
        Self::NotRun,
        Self::PassNoted,
        Self::Pass,
        Self::Unsupported,
        Self::NotApplicable,
    ];

    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Fail => "fail",
            Self::Blocked => "blocked",
            Self::Inconclusive => "inconclusive",
            Self::NotRun => "not-run",
            Self::PassNoted => "pass-noted",
            Self::Pass => "pass",
            Self::Unsupported => "unsupported",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Whether it counts against the endpoint.
    #[must_use]
    pub const fn counts_against(self) -> bool {
        matches!(self, Self::Error | Self::Fail | Self::Blocked)
    }

    /// Whether all assertions hold.
    #[must_use]
    pub const fn is_pass(self) -> bool {
        matches!(self, Self::Pass | Self::PassNoted)
    }

    /// Whether a case that comes after cannot say anything.
    #[must_use]
    pub const fn blocks(self) -> bool {
        matches!(
            self,
            Self::Error | Self::Fail | Self::Blocked | Self::Inconclusive
        )
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a case failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Stable code: `wrong-status`, `wrong-fact`, `stored`, `ignored`, `unparsable`, `5xx`, ….
    pub code: &'static str,
    /// Number of the step, counted from 1.
    pub step: usize,
    /// What was looked at.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub actual: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "[{}] step {}, {}: expected {}, found {}",
            self.code, self.step, self.what, self.expected, self.actual
        )
    }
}

/// One request with its answer, redacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Request line and header fields, then the body.
    pub request: String,
    /// Status line and header fields, then the body; or why there is none.
    pub response: String,
    /// A shell command that sends the same request.
    pub reproduce: String,
}

/// The result of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseResult {
    /// The case.
    pub id: CaseId,
    /// Its uuid, `id-` before it.
    pub uuid: String,
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: Level,
    /// Its requirements.
    pub requirements: Vec<&'static str>,
    /// Its capabilities.
    pub capabilities: Vec<String>,
    /// Values chosen.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<&'static str, String>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, for every verdict but pass and fail: the blocking case, the missing category, ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The case that blocks this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_by: Option<CaseId>,
    /// Why the failure is expected at this endpoint, when the target says so (section 11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Tolerated answers with their reasons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// What was sent and answered.
    #[serde(skip)]
    pub transcript: Vec<Exchange>,
    /// How long it took; not part of what two runs are compared by.
    #[serde(skip)]
    pub duration: Duration,
}

impl CaseResult {
    /// A result without anything but a verdict.
    #[must_use]
    pub fn new(case: &Case, verdict: Verdict, reason: Option<String>) -> Self {
        Self {
            id: case.id.clone(),
            uuid: format!("id-{}", case.uuid()),
            title: case.title.clone(),
            level: case.level,
            requirements: case.requirements.clone(),
            capabilities: case.capabilities.clone(),
            params: case.params.clone(),
            verdict,
            reason,
            blocked_by: None,
            expected: None,
            notes: Vec::new(),
            failure: None,
            transcript: Vec::new(),
            duration: Duration::ZERO,
        }
    }

    /// The failure, or else the reason.
    #[must_use]
    pub fn explanation(&self) -> String {
        self.failure
            .as_ref()
            .map(ToString::to_string)
            .or_else(|| self.reason.clone())
            .unwrap_or_default()
    }
}

/// How many results have which verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Tally(BTreeMap<Verdict, usize>);

impl Tally {
    /// Counts results.
    pub fn of<'a>(results: impl IntoIterator<Item = &'a CaseResult>) -> Self {
        let mut tally = Self::default();
        for result in results {
            *tally.0.entry(result.verdict).or_default() += 1;
        }
        tally
    }

    /// How many have this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.0.get(&verdict).copied().unwrap_or(0)
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// The verdict of the group: its strongest; a group with no pass and no fail does not apply.
    #[must_use]
    pub fn roll_up(&self) -> Verdict {
        self.0
            .iter()
            .find(|(_, count)| **count > 0)
            .map_or(Verdict::NotApplicable, |(verdict, _)| *verdict)
    }
}

/// The headline of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Headline {
    /// Every must case passes or does not apply, and none was left out.
    Conformant,
    /// No failure, but something was not run, inconclusive, or an unsupported SHOULD.
    Partial,
    /// A failure at must level.
    NotConformant,
    /// The tool failed.
    Invalid,
}

impl Headline {
    /// The headline of results.
    #[must_use]
    pub fn of(results: &[CaseResult]) -> Self {
        let must = || results.iter().filter(|result| result.level == Level::Must);
        if results
            .iter()
            .any(|result| result.verdict == Verdict::Error)
        {
            Self::Invalid
        } else if must().any(|result| result.verdict.counts_against()) {
            Self::NotConformant
        } else if must().any(|result| {
            matches!(
                result.verdict,
                Verdict::NotRun | Verdict::Inconclusive | Verdict::Unsupported
            )
        }) || results
            .iter()
            .any(|r| r.level == Level::Should && r.verdict == Verdict::Unsupported)
        {
            Self::Partial
        } else {
            Self::Conformant
        }
    }

    /// The words in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Conformant => "conformant",
            Self::Partial => "partial",
            Self::NotConformant => "not conformant",
            Self::Invalid => "invalid",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(verdicts: &[(Verdict, usize)]) -> Tally {
        Tally(verdicts.iter().copied().collect())
    }

    #[test]
    fn the_strongest_verdict_wins() {
        assert_eq!(tally(&[]).roll_up(), Verdict::NotApplicable);
        assert_eq!(
            tally(&[(Verdict::Pass, 9), (Verdict::PassNoted, 1)]).roll_up(),
            Verdict::PassNoted
        );
        assert_eq!(
            tally(&[
                (Verdict::Pass, 9),
                (Verdict::Blocked, 5),
                (Verdict::Fail, 1)
            ])
            .roll_up(),
            Verdict::Fail
        );
        assert_eq!(
            tally(&[(Verdict::NotApplicable, 9), (Verdict::Pass, 1)]).roll_up(),
            Verdict::Pass
        );
        assert!(Verdict::ALL.is_sorted());
    }
}
