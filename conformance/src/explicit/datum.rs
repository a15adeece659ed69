//! Values that statements give.

use occi_model::Value;

use super::{Script, var};
use crate::case::Datum;

/// A value in a request or in an expectation: a text, a number, `true` or `false`, or one of
/// [`marker`], [`marked`], [`url`], [`path`], [`beside`] and [`json`].
#[derive(Clone, Debug)]
pub struct Given(Result<Datum, String>);

/// The marker of the entity at hand, by which the run knows it as its own.
#[must_use]
pub const fn marker() -> Given {
    Given(Ok(Datum::Marker))
}

/// The marker, followed by a text.
#[must_use]
pub const fn marked(tail: &'static str) -> Given {
    Given(Ok(Datum::Marked(tail)))
}

/// The absolute URL of an entity of the case.
#[must_use]
pub const fn url(entity: &'static str) -> Given {
    Given(Ok(Datum::Url(var(entity))))
}

/// The path of an entity of the case.
#[must_use]
pub const fn path(entity: &'static str) -> Given {
    Given(Ok(Datum::Path(var(entity))))
}

/// The absolute URL beside an entity of the case, with another last part of its path.
#[must_use]
pub const fn beside(entity: &'static str, name: &'static str) -> Given {
    Given(Ok(Datum::Beside(var(entity), name)))
}

/// A value as JSON writes it, for lists and hashes: `json("[1, 2]")`.
#[must_use]
pub fn json(text: &str) -> Given {
    let read = serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
    Given(read.map(Datum::Value))
}

macro_rules! given {
    ($($from:ty),*) => {$(
        impl From<$from> for Given {
            fn from(value: $from) -> Self {
                Self(Ok(Datum::Value(Value::from(value))))
            }
        }
    )*};
}

given!(&str, String, i64, f64, bool);

impl From<i32> for Given {
    fn from(value: i32) -> Self {
        i64::from(value).into()
    }
}

impl Script {
    pub(super) fn datum(&mut self, given: impl Into<Given>) -> Option<Datum> {
        let Given(datum) = given.into();
        self.parsed(datum)
    }
}
