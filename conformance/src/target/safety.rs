//! How careful a run is, as a target file says it.

use std::time::Duration;

use serde::Deserialize;

use crate::engine::Safety;

/// Who else uses the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Others do.
    Shared,
    /// It is there for tests.
    Dedicated,
    /// It belongs to this run alone.
    Exclusive,
}

impl From<Class> for Safety {
    fn from(class: Class) -> Self {
        match class {
            Class::Shared => Self::Shared,
            Class::Dedicated => Self::Dedicated,
            Class::Exclusive => Self::Exclusive,
        }
    }
}

/// Requests in a second: `5/s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(u32);

impl Rate {
    /// The least time between two requests.
    #[must_use]
    pub fn pace(self) -> Duration {
        Duration::from_secs(1) / self.0
    }
}

impl std::str::FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.strip_suffix("/s")
            .and_then(|number| number.parse().ok())
            .filter(|number| (1..=1_000_000).contains(number))
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no rate; write for example \"5/s\""))
    }
}

/// Time limits; none: the usual ones (section 9.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeLimits {
    /// Of a connection attempt.
    pub connect: Option<Duration>,
    /// Of a request.
    pub request: Option<Duration>,
    /// Until a state is seen after an action.
    pub state_change: Option<Duration>,
    /// Until a deletion is seen.
    pub delete_visible: Option<Duration>,
    /// Until a listing agrees with what was created.
    pub list_consistent: Option<Duration>,
    /// Until an answer, before `p:passive/answer-time` calls it slow.
    pub answer: Option<Duration>,
    /// Of the whole run.
    pub run: Option<Duration>,
    /// Whether the service has done its work when it answers: what is not so at once, or after the
    /// limits above, is a failure.
    pub synchronous: bool,
}

/// Longest time limit: a day.
const LONGEST: f64 = 86_400.0;

/// Seconds as a file gives them.
pub(super) fn seconds(number: f64) -> Result<Duration, String> {
    if number > 0.0 && number <= LONGEST {
        Duration::try_from_secs_f64(number).map_err(|error| error.to_string())
    } else {
        Err(format!(
            "{number} is no time limit in seconds: above 0, at most {LONGEST}"
        ))
    }
}
