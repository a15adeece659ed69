//! JSON results: those of the result server, passes only, and those of conformance runs. Both
//! are read item by item.

use std::{fmt, io::Read, marker::PhantomData};

use occi_model::guideline::judge::{Coverage, Missing, Outcome};
use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{
    Format,
    run::{Collector, Run, Wanted},
};

/// Reads either form; which one, the keys tell: `results` or `cases`.
pub(super) fn read(
    source: impl Read,
    wanted: &impl Wanted,
) -> Result<(Format, Run), serde_json::Error> {
    let mut top = Top {
        collector: Collector::new(wanted, Coverage::Whole),
        format: None,
    };
    let mut deserializer = serde_json::Deserializer::from_reader(source);
    (&mut top).deserialize(&mut deserializer)?;
    deserializer.end()?;
    let Some(format) = top.format else {
        return Err(serde_json::Error::custom(
            "neither `results`, as of the result server, nor `cases`, as of a conformance run",
        ));
    };
    let mut run = top.collector.finish();
    if format == Format::Refstack {
        run.results.coverage = Coverage::PassesOnly;
    }
    Ok((format, run))
}

struct Top<'w, W> {
    collector: Collector<'w, W>,
    format: Option<Format>,
}

impl<'de, W: Wanted> DeserializeSeed<'de> for &mut Top<'_, W> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, W: Wanted> Visitor<'de> for &mut Top<'_, W> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `results` or `cases`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let format = match key.as_str() {
                "results" => Format::Refstack,
                "cases" => Format::Conformance,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if self.format.replace(format).is_some() {
                return Err(A::Error::custom("more than one list of results"));
            }
            let collector = &mut self.collector;
            match format {
                Format::Refstack => map.next_value_seed(Items::new(|pass: Pass| {
                    pass.collect(collector);
                }))?,
                _ => map.next_value_seed(Items::new(|case: Case| case.collect(collector)))?,
            }
        }
        Ok(())
    }
}

/// A list whose items are handed on one by one.
struct Items<T, F> {
    each: F,
    item: PhantomData<T>,
}

impl<T, F: FnMut(T)> Items<T, F> {
    const fn new(each: F) -> Self {
        Self {
            each,
            item: PhantomData,
        }
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Items<T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Items<T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of results")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            (self.each)(item);
        }
        Ok(())
    }
}

/// The name with the id behind it, as runs report it.
fn reported(name: String, id: Option<&str>) -> String {
    match id {
        Some(id) if !name.contains('[') => {
            let id = id.strip_prefix("id-").unwrap_or(id);
            format!("{name}[id-{id}]")
        }
        _ => name,
    }
}

/// An item of an upload to the result server (RefStack API v1): neither field is required.
#[derive(Deserialize)]
struct Pass {
    name: Option<String>,
    uuid: Option<String>,
}

impl Pass {
    fn collect<W: Wanted>(self, collector: &mut Collector<'_, W>) {
        match self.name {
            Some(name) => {
                collector.outcome(&reported(name, self.uuid.as_deref()), Outcome::Passed);
            }
            None => collector.damage(|| "a result without a name".to_owned()),
        }
    }
}

/// A case of a conformance run.
#[derive(Deserialize)]
struct Case {
    id: String,
    uuid: Option<String>,
    verdict: String,
    reason: Option<String>,
    #[serde(default)]
    notes: Vec<String>,
    failure: Option<Failure>,
}

#[derive(Deserialize)]
struct Failure {
    code: String,
    step: u64,
    what: String,
    expected: String,
    actual: String,
}

impl Case {
    /// The mapping of conformance-design 12.3.
    fn collect<W: Wanted>(self, collector: &mut Collector<'_, W>) {
        let why = match &self.failure {
            Some(failure) => format!(
                "[{}] step {}, {}: expected {}, found {}",
                failure.code, failure.step, failure.what, failure.expected, failure.actual
            ),
            None => self.reason.unwrap_or_default(),
        };
        let outcome = match self.verdict.as_str() {
            "pass" => Outcome::Passed,
            "pass-noted" => Outcome::Tolerated(self.notes.join("; ")),
            "fail" => Outcome::Failed(why),
            "blocked" => Outcome::Missing(Missing::Blocked(why)),
            "inconclusive" | "error" => Outcome::Missing(Missing::Inconclusive(why)),
            "not-run" => Outcome::Missing(Missing::NotRun(why)),
            "not-applicable" | "unsupported" => Outcome::Missing(Missing::NotOffered(why)),
            other => {
                collector.damage(|| format!("case `{}` has the verdict `{other}`", self.id));
                return;
            }
        };
        collector.outcome(&reported(self.id, self.uuid.as_deref()), outcome);
    }
}

#[cfg(test)]
mod tests {
    use super::{super::run::Everything, *};

    #[test]
    fn uploads_hold_passes_only() {
        let text = r#"{"cpid": "x", "duration_seconds": 0, "results": [
            {"name": "a.B.c", "uuid": "9a438d88-10c6-4bcd-8b5b-5b6e25e1346f"}, {"name": "a.B.d(x)"}, {}]}"#;
        let (format, run) = read(text.as_bytes(), &Everything).unwrap();
        assert_eq!(format, Format::Refstack);
        assert_eq!(run.results.coverage, Coverage::PassesOnly);
        let names: Vec<_> = run
            .results
            .results
            .iter()
            .map(|result| (result.name.as_str(), result.id.is_some()))
            .collect();
        assert_eq!(names, [("a.B.c", true), ("a.B.d(x)", false)]);
        assert_eq!(run.damage, ["a result without a name"]);
    }

    #[test]
    fn every_verdict_of_a_conformance_run() {
        let cases = [
            ("pass", "passed"),
            (
                "fail",
                "failed: [wrong-status] step 1, status: expected 200, found 500",
            ),
            ("not-run", "not run: why"),
            ("unsupported", "not offered: why"),
            ("blocked", "blocked: why"),
            ("inconclusive", "inconclusive: why"),
        ];
        let list: Vec<_> = cases
            .iter()
            .map(|(verdict, _)| {
                let mut case = serde_json::json!({
                    "id": format!("k:x#{verdict}/a"), "uuid": "id-x", "verdict": verdict, "reason": "why", "more": {},
                });
                if *verdict == "fail" {
                    case["failure"] = serde_json::json!({
                        "code": "wrong-status", "step": 1, "what": "status", "expected": "200", "actual": "500",
                    });
                }
                case
            })
            .collect();
        let text = serde_json::json!({ "schema": "1", "cases": list }).to_string();
        let (format, run) = read(text.as_bytes(), &Everything).unwrap();
        assert_eq!(format, Format::Conformance);
        let outcomes: Vec<_> = run
            .results
            .results
            .iter()
            .map(|result| result.outcome.to_string())
            .collect();
        assert_eq!(outcomes, cases.map(|(_, outcome)| outcome));
    }

    #[test]
    fn other_json_is_refused_with_its_place() {
        for (text, says) in [
            ("[]", "line 1"),
            ("{\n\"results\": 1}", "line 2"),
            ("{}", "neither `results`"),
            ("{\"results\": []} x", "trailing"),
            ("{\"results\": [", "EOF"),
            ("{\"results\": [], \"cases\": []}", "more than one"),
        ] {
            let error = read(text.as_bytes(), &Everything).unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
