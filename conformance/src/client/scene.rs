//! One case with a client: what it is asked to do, and what it is seen to do.

use std::{collections::BTreeSet, sync::Arc};

use bytes::Bytes;
use occi_model::{AttributeName, Model};
use occi_rendering::{EntityMessage, MediaType, Mode, Payload, RawValue, read_entities};
use serde_json::{Map, Value};

use super::{
    Stop,
    driver::Driver,
    operation::{Answer, Command, Operation},
    scenario::Scenario,
    stage::{Seen, Stage},
};
use crate::{
    case::Case,
    engine::{payload_of_answer, quoted},
    transport::{Request, Response},
    verdict::{CaseResult, Code, Exchange, Failure, Verdict},
};

/// A kind of infrastructure that scenarios use.
pub(super) const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";
/// Another.
pub(super) const NETWORK: &str = "http://schemas.ogf.org/occi/infrastructure#network";

/// A case that is being played.
#[derive(Debug)]
pub(super) struct Scene<'s> {
    driver: &'s mut Driver,
    pub(super) stage: &'s Stage,
    model: &'s Arc<Model>,
    said: Vec<String>,
    step: usize,
}

impl<'s> Scene<'s> {
    pub(super) fn new(driver: &'s mut Driver, stage: &'s Stage, model: &'s Arc<Model>) -> Self {
        Self {
            driver,
            stage,
            model,
            said: Vec::new(),
            step: 0,
        }
    }

    /// Plays a scenario.
    pub(super) async fn play(&mut self, scenario: &Scenario) -> Result<(), Stop> {
        let start = Command::Start {
            endpoint: format!("{}/", self.stage.base()),
        };
        match self.say(&start).await? {
            Answer::Result(_) => {}
            other => {
                let why = format!("the harness does not start: {other:?}");
                return Err(Stop::Other(Verdict::Error, why));
            }
        }
        (scenario.play)(self).await
    }

    /// The result of the case, with everything that was said.
    pub(super) fn result(&self, case: &Case, outcome: Result<(), Stop>) -> CaseResult {
        let (verdict, reason, failure) = match outcome {
            Ok(()) => (Verdict::Pass, None, None),
            Err(Stop::Failed(failure)) => (Verdict::Fail, None, Some(failure)),
            Err(Stop::Other(verdict, reason)) => (verdict, Some(reason), None),
        };
        let mut result = CaseResult::new(case, verdict, reason);
        result.failure = failure;
        let words = [case.id.as_str(), "--"].into_iter();
        let words = words.chain(self.driver.program().iter().map(String::as_str));
        let mut command = "occi conform client --select".to_owned();
        for word in words {
            command.push(' ');
            command.push_str(&quoted(word));
        }
        let told = Exchange {
            request: self.said.join("\n"),
            response: String::new(),
            reproduce: command,
        };
        let seen = self.stage.exchanges().into_iter();
        result.transcript = std::iter::once(told)
            .chain(seen.map(|(request, response)| Exchange {
                request: request.to_string(),
                response: shown(&response),
                reproduce: String::new(),
            }))
            .collect();
        result
    }

    async fn say(&mut self, command: &Command) -> Result<Answer, Stop> {
        let answer = self.driver.say(command).await;
        let said = serde_json::to_string(command).unwrap_or_default();
        let heard = match &answer {
            Ok(answer) => serde_json::to_string(answer).unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        self.said.push(format!("> {said}\n< {heard}"));
        answer.map_err(|error| Stop::Other(Verdict::Inconclusive, format!("the harness {error}")))
    }

    /// Lets the client do something.
    pub(super) async fn tried(&mut self, operation: Operation) -> Result<Answer, Stop> {
        self.step += 1;
        let name = operation.name();
        let answer = self.say(&Command::Op(operation)).await?;
        if let Answer::Unsupported(why) = &answer {
            let url = why
                .url
                .as_ref()
                .map_or_else(String::new, |url| format!(" ({url})"));
            let reason = format!("{name}: {}{url}", why.message);
            return Err(Stop::Other(Verdict::Unsupported, reason));
        }
        Ok(answer)
    }

    /// The same where it has to succeed.
    pub(super) async fn done(&mut self, operation: Operation) -> Result<Map<String, Value>, Stop> {
        let name = operation.name();
        match self.tried(operation).await? {
            Answer::Result(result) => Ok(result),
            Answer::Error { message, .. } => {
                Err(self.failed(Code::WrongFact, name, "a result", message))
            }
            Answer::Unsupported(why) => Err(Stop::Other(Verdict::Unsupported, why.message)),
        }
    }

    /// Creates an instance through the client; gives the path where it says that it is.
    pub(super) async fn created(
        &mut self,
        kind: &str,
        mixins: &[&str],
        attributes: Value,
    ) -> Result<String, Stop> {
        let result = self
            .done(Operation::Create {
                kind: kind.to_owned(),
                mixins: mixins.iter().map(|&mixin| mixin.to_owned()).collect(),
                attributes: members(attributes),
            })
            .await?;
        self.location(&result)
    }

    /// The path of the `location` of a result.
    pub(super) fn location(&self, result: &Map<String, Value>) -> Result<String, Stop> {
        let told = result.get("location").and_then(Value::as_str);
        let path = told.and_then(|location| self.path(location));
        path.ok_or_else(|| {
            let found = Value::from(result.clone()).to_string();
            self.failed(
                Code::NoLocation,
                "result",
                "`location`, a URL of this server",
                found,
            )
        })
    }

    /// The path of a URL of the stage, or of a path.
    pub(super) fn path(&self, location: &str) -> Option<String> {
        crate::transport::resolve(self.stage.base(), location)
    }

    /// The URL of a path.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.stage.base())
    }

    /// Creates an instance behind the client's back; gives its path.
    pub(super) async fn given(&self, kind: &str, title: &str) -> Result<String, Stop> {
        let mut request = Request::new("POST", self.collection(kind)?)
            .with_header("Content-Type", "application/occi+json")
            .with_header("Accept", "application/occi+json");
        let body = serde_json::json!({
            "kind": kind,
            "attributes": { "occi.core.title": title, "occi.core.summary": "for a test" },
        });
        request.body = Bytes::from(body.to_string());
        let answer = self.ask(request).await?;
        let location = answer.header("location").unwrap_or_default();
        self.path(location)
            .filter(|path| path.len() > 1)
            .ok_or_else(|| wrong_world(&answer))
    }

    /// What the world shows of an entity: its attributes.
    pub(super) async fn truth(&self, path: &str) -> Result<Map<String, Value>, Stop> {
        let request = Request::new("GET", path).with_header("Accept", "text/plain");
        let answer = self.ask(request).await?;
        let payload = payload_of_answer(&answer).ok_or_else(|| wrong_world(&answer))?;
        let read = read_entities(&payload, Mode::Lenient).map_err(|_| wrong_world(&answer))?;
        let attributes = read.value.into_iter().flat_map(|entity| entity.attributes);
        Ok(attributes
            .map(|(name, value)| (name.to_string(), as_json(&value)))
            .collect())
    }

    /// The paths of the members of a collection.
    pub(super) async fn paths(&self, collection: &str) -> Result<Vec<String>, Stop> {
        let request = Request::new("GET", collection).with_header("Accept", "text/uri-list");
        let answer = self.ask(request).await?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        Ok(text.lines().filter_map(|line| self.path(line)).collect())
    }

    /// The path of the collection of a kind.
    pub(super) fn collection(&self, kind: &str) -> Result<String, Stop> {
        let found = self.model.find_kind(kind).map(|id| self.model.kind(id));
        let location = found.and_then(|kind| kind.location.as_ref());
        location.map(ToString::to_string).ok_or_else(|| {
            let why = format!("the definition has no collection of {kind}");
            Stop::Other(Verdict::Error, why)
        })
    }

    async fn ask(&self, request: Request) -> Result<Response, Stop> {
        self.stage
            .ask(request)
            .await
            .map_err(|error| Stop::Other(Verdict::Error, error.to_string()))
    }

    // -- what was seen --------------------------------------------------------------------------

    /// The last request of a method for which something holds.
    pub(super) fn last(
        &self,
        method: &str,
        what: &str,
        holds: impl Fn(&Seen) -> bool,
    ) -> Result<Seen, Stop> {
        let seen = self.stage.seen();
        let found = seen
            .iter()
            .rev()
            .find(|seen| seen.method == method && holds(seen));
        found.cloned().ok_or_else(|| {
            let lines: Vec<String> = seen
                .iter()
                .map(|seen| format!("{} {}", seen.method, seen.target))
                .collect();
            self.failed(Code::WrongFact, "requests", what, lines.join(", "))
        })
    }

    /// The one entity of a request, by the grammar of the standard.
    pub(super) fn entity(&self, seen: &Seen) -> Result<EntityMessage, Stop> {
        let payload = self.payload(seen)?;
        let read = read_entities(&payload, Mode::Strict).map_err(|error| {
            self.failed(
                Code::Unparsable,
                "payload",
                "a rendering of an entity",
                error.message,
            )
        })?;
        let found = read.value.len();
        read.value
            .into_iter()
            .next()
            .filter(|_| found == 1)
            .ok_or_else(|| {
                self.failed(
                    Code::WrongFact,
                    "payload",
                    "one entity",
                    format!("{found} entities"),
                )
            })
    }

    /// The payload of a request.
    pub(super) fn payload<'b>(&self, seen: &'b Seen) -> Result<Payload<'b>, Stop> {
        let told = seen.header("content-type");
        let media = told.and_then(MediaType::parse).ok_or_else(|| {
            let found = told.unwrap_or("none").to_owned();
            self.failed(Code::WrongHeader, "`Content-Type`", "a type of OCCI", found)
        })?;
        Ok(Payload {
            media,
            headers: seen
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_slice()))
                .collect(),
            body: &seen.body,
        })
    }

    /// The kinds that an entity of a request names.
    pub(super) fn kinds(&self, entity: &EntityMessage) -> Vec<String> {
        let ids = entity
            .categories
            .iter()
            .map(|category| category.id.to_string());
        ids.filter(|id| self.model.find_kind(id).is_some())
            .collect()
    }

    /// The paths of the collections of the kinds.
    pub(super) fn collections(&self) -> BTreeSet<String> {
        let kinds = self.model.kinds().map(|(_, kind)| kind);
        kinds
            .filter_map(|kind| kind.location.as_ref().map(ToString::to_string))
            .collect()
    }

    // -- verdicts -------------------------------------------------------------------------------

    /// Fails unless something holds.
    pub(super) fn expect(
        &self,
        holds: bool,
        what: &str,
        expected: impl Into<String>,
        actual: impl Into<String>,
    ) -> Result<(), Stop> {
        if holds {
            Ok(())
        } else {
            Err(self.failed(Code::WrongFact, what, expected, actual))
        }
    }

    pub(super) fn failed(
        &self,
        code: Code,
        what: &str,
        expected: impl Into<String>,
        actual: impl Into<String>,
    ) -> Stop {
        Stop::Failed(Failure {
            code,
            step: self.step,
            what: what.to_owned(),
            expected: expected.into(),
            actual: actual.into(),
        })
    }
}

/// The members of a JSON object.
pub(super) fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// The value of an attribute of a request, as text.
pub(super) fn text_of(attributes: &[(AttributeName, RawValue)], name: &str) -> Option<String> {
    let (_, value) = attributes.iter().find(|(key, _)| *key == *name)?;
    match value {
        RawValue::Text(text) | RawValue::Bare(text) | RawValue::Number(text) => Some(text.clone()),
        RawValue::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// A value as a harness would tell it.
fn as_json(value: &RawValue) -> Value {
    match value {
        RawValue::Text(text) | RawValue::Bare(text) => Value::from(text.as_str()),
        RawValue::Number(digits) => serde_json::from_str(digits).unwrap_or_default(),
        RawValue::Boolean(truth) => Value::from(*truth),
        _ => Value::Null,
    }
}

fn wrong_world(answer: &Response) -> Stop {
    let why = format!("the sound server answers {}", answer.status);
    Stop::Other(Verdict::Error, why)
}

fn shown(response: &Response) -> String {
    let mut text = response.status.to_string();
    for (name, value) in &response.headers {
        text += &format!("\n{name}: {}", String::from_utf8_lossy(value));
    }
    format!("{text}\n\n{}", String::from_utf8_lossy(&response.body))
}
