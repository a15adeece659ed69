//! Parameters in the query of a request.

use std::{collections::BTreeSet, str::FromStr};

use http::Uri;
use occi_model::guideline::{ListOptions, State, judge::Matching};

use crate::{answer::Refusal, store::Filter};

/// The parameters of a request, each at most once and each known.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the query of a URI; `known` are the parameters that there are.
    pub(crate) fn of(uri: &Uri, known: &[&str]) -> Result<Self, Refusal> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let query = uri.query().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !known.contains(&&*name) {
                return Err(Refusal::wrong(format!(
                    "the parameter `{name}` is unknown; known are {}",
                    known.join(", ")
                )));
            }
            if pairs.iter().any(|(given, _)| *given == name) {
                return Err(Refusal::wrong(format!(
                    "the parameter `{name}` comes twice"
                )));
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(pairs))
    }

    /// The value of a parameter; an empty one counts as none, because clients send those.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let pair = self.0.iter().find(|(given, _)| given == name)?;
        (!pair.1.is_empty()).then_some(&*pair.1)
    }

    fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, Refusal>
    where
        T::Err: ToString,
    {
        self.get(name)
            .map(str::parse)
            .transpose()
            .map_err(|error: T::Err| {
                Refusal::wrong(format!("the parameter `{name}`: {}", error.to_string()))
            })
    }

    /// True for `true`, `yes` and `1`, whatever the letters' case; false for every other value.
    fn flag(&self, name: &str, otherwise: bool) -> bool {
        self.get(name).map_or(otherwise, |value| {
            let value = value.to_ascii_lowercase();
            matches!(&*value, "true" | "yes" | "1")
        })
    }

    /// The number of a page.
    pub(crate) fn page(&self) -> Result<usize, Refusal> {
        match self.parsed("page")? {
            Some(0) => Err(Refusal::wrong("pages are counted from 1")),
            page => Ok(page.unwrap_or(1)),
        }
    }

    /// Which uploads are wanted.
    pub(crate) fn filter(&self) -> Result<Filter, Refusal> {
        let filter = Filter {
            from: self.parsed("start_date")?,
            until: self.parsed("end_date")?,
            cpid: self.get("cpid").map(str::to_owned),
            signed: self.flag("signed", false),
        };
        match (filter.from, filter.until) {
            (Some(from), Some(until)) if until < from => {
                Err(Refusal::wrong("`end_date` is before `start_date`"))
            }
            _ => Ok(filter),
        }
    }

    /// Which tests of a target are wanted. Unless one asks otherwise, all states, flagged tests
    /// and aliases are in.
    pub(crate) fn list_options(&self) -> Result<ListOptions, Refusal> {
        let states = match self.get("type") {
            None => State::ALL.iter().copied().collect(),
            Some(list) => list
                .split(',')
                .map(|word| {
                    let word = word.trim();
                    word.parse().map_err(|_| {
                        Refusal::wrong(format!(
                            "`{word}` is no state; states are required, advisory, deprecated, removed"
                        ))
                    })
                })
                .collect::<Result<BTreeSet<State>, Refusal>>()?,
        };
        Ok(ListOptions {
            states,
            flagged: self.flag("flag", true),
            aliases: self.flag("alias", true),
        })
    }

    /// How results are found.
    pub(crate) fn matching(&self) -> Result<Matching, Refusal> {
        match self.get("matching") {
            None | Some("id") => Ok(Matching::ById),
            Some("name") => Ok(Matching::ByName),
            Some(other) => Err(Refusal::wrong(format!(
                "`{other}` is no way of matching; there are `id` and `name`"
            ))),
        }
    }

    /// The target; unless one asks otherwise, the platform.
    pub(crate) fn target(&self) -> &str {
        self.get("target").unwrap_or("platform")
    }
}
