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

/// What kind of failure it is: a stable word in reports (section 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// Sometimes so and sometimes otherwise.
    Flaky,
    /// Done, though it had to be refused; whether anything is stored cannot be read back.
    Accepted,
    /// The server failed where it had to refuse or to comply.
    #[serde(rename = "5xx")]
    ServerError,
    /// Something is there and is not shown.
    Hidden,
    /// Said to be done, or not refused, and nothing came of it.
    Ignored,
    /// Created without a `Location`.
    NoLocation,
    /// What every answer must be like.
    Passive,
    /// Later than a bound.
    Slow,
    /// Stored, though it had to be refused.
    Stored,
    /// Tolerated in general, and not in a strict run.
    Tolerated,
    /// No payload of its type.
    Unparsable,
    /// Another value, member or number.
    WrongFact,
    /// A header field that is missing, or says something else.
    WrongHeader,
    /// Another status.
    WrongStatus,
    /// Another content type.
    WrongType,
    /// One that a later release tells of.
    #[serde(other)]
    Other,
}

impl Code {
    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Flaky => "flaky",
            Self::ServerError => "5xx",
            Self::Hidden => "hidden",
            Self::Ignored => "ignored",
            Self::NoLocation => "no-location",
            Self::Passive => "passive",
            Self::Slow => "slow",
            Self::Stored => "stored",
            Self::Tolerated => "tolerated",
            Self::Unparsable => "unparsable",
            Self::WrongFact => "wrong-fact",
            Self::WrongHeader => "wrong-header",
            Self::WrongStatus => "wrong-status",
            Self::WrongType => "wrong-type",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a case failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind of failure it is.
    pub code: Code,
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
    /// How often it was performed with which verdict, when it was more than once.
    #[serde(skip_serializing_if = "Tally::is_empty")]
    pub attempts: Tally,
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
            attempts: Tally::default(),
            notes: Vec::new(),
            failure: None,
            transcript: Vec::new(),
            duration: Duration::ZERO,
        }
    }

    /// The result of several performances of a case: that of the first when all have the same
    /// verdict, else a failure (section 10). `None` when there are none.
    #[must_use]
    pub fn of_all(all: Vec<Self>) -> Option<Self> {
        let attempts = Tally::of(&all);
        let verdict = all.first()?.verdict;
        if attempts.count(verdict) == attempts.total() {
            let mut result = all.into_iter().next()?;
            if attempts.total() > 1 {
                result.attempts = attempts;
            }
            return Some(result);
        }
        // What went worst says most.
        let worst = all.into_iter().min_by_key(|result| result.verdict)?;
        let step = worst.failure.as_ref().map_or(0, |failure| failure.step);
        Some(Self {
            verdict: Verdict::Fail.min(worst.verdict),
            failure: Some(Failure {
                code: Code::Flaky,
                step,
                what: format!("{} performances", attempts.total()),
                expected: "the same verdict each time".to_owned(),
                actual: format!("{attempts}; the worst: {}", worst.explanation()),
            }),
            attempts,
            ..worst
        })
    }

    /// Whether performances of it differed.
    #[must_use]
    pub fn is_flaky(&self) -> bool {
        self.failure
            .as_ref()
            .is_some_and(|failure| failure.code == Code::Flaky)
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
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

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (verdict, count)) in self.0.iter().enumerate() {
            write!(f, "{}{count} {verdict}", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
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
    use occi_model::Profile;

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

    #[test]
    fn performances_that_differ_are_a_failure() {
        let model = occi_grammar::compile(
            "test",
            &mut occi_grammar::MemoryResolver::new().with(
                "test",
                "extension test \"http://example.com/test#\";\nuse core;\n",
            ),
            Profile::Union,
        );
        let model = model.model.unwrap();
        let cases = crate::catalogue::catalogue(&model, &crate::catalogue::Options::default());
        let case = cases.cases.first().unwrap();
        let passed = || CaseResult::new(case, Verdict::Pass, None);
        assert_eq!(CaseResult::of_all(Vec::new()), None);
        assert_eq!(CaseResult::of_all(vec![passed()]), Some(passed()));

        let twice = CaseResult::of_all(vec![passed(), passed()]).unwrap();
        assert_eq!(
            (twice.verdict, twice.failure.clone()),
            (Verdict::Pass, None)
        );
        assert_eq!(twice.attempts.to_string(), "2 pass");

        let slow = CaseResult::new(case, Verdict::Inconclusive, Some("too slow".to_owned()));
        let mixed = CaseResult::of_all(vec![passed(), slow, passed()]).unwrap();
        assert_eq!(mixed.verdict, Verdict::Fail);
        assert!(mixed.is_flaky());
        assert_eq!(
            mixed.failure.unwrap().actual,
            "1 inconclusive, 2 pass; the worst: too slow"
        );
    }
}
