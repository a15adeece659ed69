//! Moments as the interface writes them.

use std::{
    fmt,
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, NaiveDateTime};
use serde::{Deserialize, Serialize};

const FORM: &str = "%Y-%m-%d %H:%M:%S";

/// A second in UTC, written `2015-04-24 01:23:56`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(i64);

/// A text that is no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no moment; write it like `2015-04-24 01:23:56`, in UTC")]
pub struct NotAMoment(pub String);

impl Moment {
    /// This second by the clock of the system.
    #[must_use]
    pub fn now() -> Self {
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |passed| passed.as_secs());
        Self(i64::try_from(seconds).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::from_timestamp(self.0, 0) {
            Some(moment) => write!(f, "{}", moment.format(FORM)),
            None => write!(f, "{} seconds after 1970", self.0),
        }
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        NaiveDateTime::parse_from_str(text, FORM)
            .map(|moment| Self(moment.and_utc().timestamp()))
            .map_err(|_| NotAMoment(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_back() {
        let text = "2015-04-24 01:23:56";
        let moment: Moment = text.parse().unwrap();
        assert_eq!(moment, Moment(1_429_838_636));
        assert_eq!(moment.to_string(), text);
        for text in [
            "",
            "2015-04-24",
            "2015-04-24T01:23:56",
            "2015-13-01 00:00:00",
            "9",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
        assert!(Moment(i64::MAX).to_string().contains("after 1970"));
    }
}
