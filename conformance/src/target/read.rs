//! Reading a target file.

use std::{collections::BTreeMap, fmt::Display};

use chrono::NaiveDate;
use occi_model::{AttributeName, Value};
use serde::Deserialize;

use super::{
    Auth, Feature, Pinned, TargetFile, TimeLimits,
    safety::{self, Class},
};
use crate::{deviation::Deviation, pattern::Pattern};

/// Longest file that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Why a target file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// It is too long.
    #[error("the file has {0} bytes; at most {MAX_BYTES} are read")]
    TooLong(usize),
    /// It is not UTF-8.
    #[error("the file is not UTF-8")]
    NotText,
    /// It is not TOML of the right shape; the text names the place.
    #[error("{0}")]
    Shape(String),
    /// A value means nothing.
    #[error("{key}: {reason}")]
    Value {
        /// The key.
        key: String,
        /// What is wrong with its value.
        reason: String,
    },
}

/// Reads a target file.
///
/// # Errors
///
/// When it is not TOML, has unknown keys, or says what means nothing.
pub fn read(bytes: &[u8]) -> Result<TargetFile, TargetError> {
    if bytes.len() > MAX_BYTES {
        return Err(TargetError::TooLong(bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| TargetError::NotText)?;
    let file: File = toml::from_str(text).map_err(|error| {
        let mut shape = error.to_string().trim_end().to_owned();
        // Whoever writes a password into the file hears why there is no such key.
        if ["`password`", "`token`", "`user`", "`value`"]
            .iter()
            .any(|key| shape.contains(&format!("unknown field {key}")))
        {
            shape.push_str("\ncredentials do not stand in the file; name an environment variable");
            shape = without_excerpt(&shape);
        }
        TargetError::Shape(shape)
    })?;
    file.checked()
}

/// A message of the TOML reader without the line that it quotes: a credential may stand there.
fn without_excerpt(message: &str) -> String {
    message
        .lines()
        .filter(|line| !line.contains(" | ") && !line.trim_end().ends_with('|'))
        .collect::<Vec<_>>()
        .join("\n")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    target: Identity,
    #[serde(default)]
    features: BTreeMap<String, Said>,
    #[serde(default)]
    auth: Auth,
    #[serde(default)]
    tls: TlsTable,
    #[serde(default)]
    safety: SafetyTable,
    #[serde(default)]
    time: TimeTable,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, toml::Value>>,
    #[serde(default)]
    templates: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    deviation: Vec<Entry>,
    #[serde(default)]
    skip: Vec<Entry>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Identity {
    name: Option<String>,
    version: Option<String>,
    organisation: Option<String>,
    contact: Option<String>,
    url: Option<String>,
    model: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Flag(bool),
    Reason(String),
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TlsTable {
    authorities: Option<std::path::PathBuf>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SafetyTable {
    class: Option<Class>,
    #[serde(default)]
    allow_actions: bool,
    #[serde(default)]
    allow_namespace: bool,
    max_entities: Option<usize>,
    max_created: Option<usize>,
    rate: Option<String>,
    concurrency: Option<usize>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TimeTable {
    connect: Option<f64>,
    request: Option<f64>,
    state_change: Option<f64>,
    delete_visible: Option<f64>,
    list_consistent: Option<f64>,
    answer: Option<f64>,
    run: Option<f64>,
    #[serde(default)]
    synchronous: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    cases: String,
    reason: String,
    until: String,
    issue: Option<String>,
    #[serde(default)]
    flaky: bool,
}

fn wrong(key: impl Into<String>, reason: impl Display) -> TargetError {
    TargetError::Value {
        key: key.into(),
        reason: reason.to_string(),
    }
}

impl File {
    fn checked(self) -> Result<TargetFile, TargetError> {
        self.auth.check().map_err(|error| wrong("auth", error))?;
        if let Auth::Header { name, .. } = &self.auth
            && http::HeaderName::from_bytes(name.as_bytes()).is_err()
        {
            return Err(wrong("auth.name", "not a name of a header field"));
        }
        let rate = self.safety.rate.as_deref().map(str::parse).transpose();
        for (key, number) in [
            ("safety.max-entities", self.safety.max_entities),
            ("safety.max-created", self.safety.max_created),
            ("safety.concurrency", self.safety.concurrency),
        ] {
            if number == Some(0) {
                return Err(wrong(key, "at least 1"));
            }
        }
        if self.safety.concurrency.is_some_and(|number| number > 256) {
            return Err(wrong("safety.concurrency", "at most 256"));
        }
        Ok(TargetFile {
            name: self.target.name,
            version: self.target.version,
            organisation: self.target.organisation,
            contact: self.target.contact,
            url: self.target.url,
            model: self.target.model,
            lacks: features(self.features)?,
            auth: self.auth,
            authorities: self.tls.authorities,
            class: self.safety.class,
            allow_actions: self.safety.allow_actions,
            allow_namespace: self.safety.allow_namespace,
            max_entities: self.safety.max_entities,
            max_created: self.safety.max_created,
            rate: rate.map_err(|reason| wrong("safety.rate", reason))?,
            concurrency: self.safety.concurrency,
            time: self.time.checked()?,
            values: values(self.values)?,
            templates: self.templates,
            deviations: entries("deviation", self.deviation)?,
            skips: entries("skip", self.skip)?,
        })
    }
}

impl TimeTable {
    fn checked(self) -> Result<TimeLimits, TargetError> {
        let of = |name: &str, number: Option<f64>| {
            number
                .map(safety::seconds)
                .transpose()
                .map_err(|reason| wrong(format!("time.{name}"), reason))
        };
        Ok(TimeLimits {
            connect: of("connect", self.connect)?,
            request: of("request", self.request)?,
            state_change: of("state-change", self.state_change)?,
            delete_visible: of("delete-visible", self.delete_visible)?,
            list_consistent: of("list-consistent", self.list_consistent)?,
            answer: of("answer", self.answer)?,
            run: of("run", self.run)?,
            synchronous: self.synchronous,
        })
    }
}

fn features(said: BTreeMap<String, Said>) -> Result<Vec<(Feature, String)>, TargetError> {
    let mut lacks = Vec::new();
    for (name, said) in said {
        let known = Feature::ALL.iter().find(|(_, known, _)| *known == name);
        let Some((feature, ..)) = known else {
            let names: Vec<&str> = Feature::ALL.iter().map(|(_, name, _)| *name).collect();
            let reason = format!("no such feature; there are {}", names.join(", "));
            return Err(wrong(format!("features.{name}"), reason));
        };
        match said {
            Said::Flag(true) => {}
            Said::Flag(false) => lacks.push((*feature, "declared as not there".to_owned())),
            Said::Reason(reason) => lacks.push((*feature, reason)),
        }
    }
    Ok(lacks)
}

fn values(
    said: BTreeMap<String, BTreeMap<String, toml::Value>>,
) -> Result<Vec<Pinned>, TargetError> {
    let mut pinned = Vec::new();
    for (category, attributes) in said {
        for (name, value) in attributes {
            let key = format!("values.{category:?}.{name:?}");
            let attribute = AttributeName::new(name).map_err(|error| wrong(key.clone(), error))?;
            let value = match value {
                toml::Value::String(text) => Value::from(text),
                toml::Value::Integer(number) => Value::Integer(number),
                toml::Value::Float(number) if number.is_finite() => Value::Float(number),
                toml::Value::Boolean(flag) => Value::Boolean(flag),
                _ => return Err(wrong(key, "a text, a number or a boolean is expected")),
            };
            pinned.push(Pinned {
                category: category.clone(),
                attribute,
                value,
            });
        }
    }
    Ok(pinned)
}

fn entries(table: &str, said: Vec<Entry>) -> Result<Vec<Deviation>, TargetError> {
    said.into_iter()
        .enumerate()
        .map(|(at, entry)| {
            let key = |name: &str| format!("{table}[{at}].{name}");
            if entry.reason.trim().is_empty() {
                return Err(wrong(key("reason"), "every entry says why"));
            }
            Ok(Deviation {
                cases: entry
                    .cases
                    .parse::<Pattern>()
                    .map_err(|error| wrong(key("cases"), error))?,
                until: entry
                    .until
                    .parse::<NaiveDate>()
                    .map_err(|error| wrong(key("until"), format!("{error}; write 2027-12-31")))?,
                reason: entry.reason,
                issue: entry.issue,
                flaky: entry.flaky,
            })
        })
        .collect()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
