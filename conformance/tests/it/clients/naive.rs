//! A small client, written for itself, that does nothing wrong but for one defect.

use std::time::Duration;

use bytes::Bytes;
use occi_conformance::{
    Http, Transport as _,
    client::{Answer, Command, Operation, Unsupported},
    transport::{Request, Response},
};
use occi_model::CategoryId;
use occi_rendering::{
    CategoryDescription, MediaType, Mode, Payload, RawValue, read_categories, read_entities,
    read_locations,
};
use serde_json::{Map, Value, json};

use super::defect::{Defect, Spoken};

/// Why there is no result: a status where there is one, and words.
type Wrong = (Option<u16>, String);

/// The client.
pub(super) struct Naive {
    spoken: Spoken,
    defect: Option<Defect>,
    endpoint: Option<Http>,
}

impl Naive {
    pub(super) const fn new(spoken: Spoken, defect: Option<Defect>) -> Self {
        Self {
            spoken,
            defect,
            endpoint: None,
        }
    }

    fn has(&self, defect: Defect) -> bool {
        self.defect == Some(defect)
    }

    pub(super) async fn carry_out(&mut self, command: Command) -> Answer {
        let done = match command {
            Command::Probe { op } => {
                return Answer::Unsupported(Unsupported {
                    message: format!("there is no {op}"),
                    url: None,
                });
            }
            Command::Start { endpoint } => {
                self.endpoint = Some(Http::new(endpoint.trim_end_matches('/')).unwrap());
                Ok(json!({ "client": "naive" }))
            }
            Command::Op(operation) => self.done(operation).await,
            Command::Read { .. } | Command::Write { .. } => {
                return Answer::Unsupported(Unsupported {
                    message: "it is a client".to_owned(),
                    url: None,
                });
            }
        };
        match done {
            Ok(Value::Object(result)) => Answer::Result(result),
            Ok(_) => Answer::Result(Map::new()),
            Err(_) if self.has(Defect::ErrorsAsResults) => Answer::Result(Map::new()),
            Err((status, message)) => Answer::Error {
                message,
                status: status.filter(|_| !self.has(Defect::StatusHidden)),
            },
        }
    }

    fn base(&self) -> &str {
        self.endpoint.as_ref().unwrap().base()
    }

    // -- requests -------------------------------------------------------------------------------

    fn accept(&self) -> &'static str {
        match self.spoken {
            Spoken::Text => "text/plain, text/occi;q=0.5",
            Spoken::Json => "application/occi+json",
        }
    }

    /// Sends a request, follows what has moved, and refuses what is refused.
    async fn send(&self, mut request: Request) -> Result<Response, Wrong> {
        for _ in 0..5 {
            let response = self.sent(&request).await?;
            let moved = response.status == 301 && !self.has(Defect::FollowsNothing);
            match response.header("location") {
                Some(to) if moved => {
                    request.target = self.path(to);
                    request.method = "GET";
                    request.body = Bytes::new();
                }
                _ if response.status < 300 => return Ok(response),
                _ => return Err((Some(response.status), "refused".to_owned())),
            }
        }
        Err((None, "it moves without end".to_owned()))
    }

    async fn sent(&self, request: &Request) -> Result<Response, Wrong> {
        let mut request = request.clone();
        let is_said = request.headers.iter().any(|(name, _)| name == "Accept");
        if !self.has(Defect::NoAccept) && !is_said {
            request = request.with_header("Accept", self.accept());
        }
        let agent = match self.defect {
            Some(Defect::NoVersion) => "naive/1",
            Some(Defect::OddVersion) => "naive/1 OCCI/one",
            _ => "naive/1 OCCI/1.2",
        };
        request = request.with_header("User-Agent", agent);
        if self.has(Defect::NoSlash) && request.target.len() > 3 {
            request.target = request.target.trim_end_matches('/').to_owned();
        }
        let patience = Duration::from_millis(if self.has(Defect::Impatient) {
            500
        } else {
            15_000
        });
        let sending = self.endpoint.as_ref().unwrap().send(request);
        match tokio::time::timeout(patience, sending).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err((None, error.to_string())),
            Err(_) => Err((None, "it takes too long".to_owned())),
        }
    }

    fn path(&self, location: &str) -> String {
        location
            .strip_prefix(self.base())
            .unwrap_or(location)
            .to_owned()
    }

    async fn offered(&self) -> Result<Vec<CategoryDescription>, Wrong> {
        let answer = self.send(Request::new("GET", "/-/")).await?;
        let read = read_categories(&payload(&answer)?, Mode::Lenient);
        Ok(read.map_err(|error| (None, error.message))?.value)
    }

    async fn collection(&self, kind: &str) -> Result<String, Wrong> {
        let offered = self.offered().await?;
        let own = offered.into_iter().find(|one| one.id.as_str() == kind);
        let location = own.and_then(|own| own.location);
        let location = location.ok_or((None, format!("{kind} is not offered")))?;
        Ok(self.path(&location))
    }

    /// An entity as it is sent.
    fn entity(
        &self,
        kind: &str,
        mixins: &[String],
        values: &Map<String, Value>,
    ) -> (&'static str, String) {
        let values = values
            .iter()
            .filter(|(name, _)| !(self.has(Defect::NoSource) && *name == "occi.core.source"));
        match self.spoken {
            Spoken::Json => {
                let mut body = json!({ "kind": kind, "mixins": mixins });
                let mut rest = Map::new();
                for (name, value) in values {
                    match name.as_str() {
                        "occi.core.source" => body["source"] = json!({ "location": value }),
                        "occi.core.target" => body["target"] = json!({ "location": value }),
                        _ => {
                            rest.insert(name.clone(), value.clone());
                        }
                    }
                }
                body["attributes"] = Value::Object(rest);
                ("application/occi+json", body.to_string())
            }
            Spoken::Text => {
                let mut body = if self.has(Defect::TermOnly) {
                    format!("Category: {}; class=\"kind\"\r\n", term(kind))
                } else {
                    category(kind, "kind")
                };
                if self.has(Defect::TwoKinds) {
                    body += &category("http://schemas.ogf.org/occi/infrastructure#storage", "kind");
                }
                body.extend(mixins.iter().map(|mixin| category(mixin, "mixin")));
                for (name, value) in values {
                    let value = match value {
                        Value::Number(number) if self.has(Defect::NumbersAsText) => {
                            json!(number.to_string())
                        }
                        value => value.clone(),
                    };
                    body += &format!("X-OCCI-Attribute: {name}={value}\r\n");
                }
                ("text/plain", body)
            }
        }
    }

    fn with(&self, request: Request, (media, body): (&'static str, String)) -> Request {
        let mut request = if self.has(Defect::NoContentType) {
            request
        } else {
            request.with_header("Content-Type", media)
        };
        request.body = Bytes::from(body);
        request
    }

    async fn create(
        &self,
        kind: &str,
        mixins: &[String],
        values: &Map<String, Value>,
    ) -> Result<Value, Wrong> {
        let collection = self.collection(kind).await?;
        let mixins = if self.has(Defect::MixinForgotten) {
            &[]
        } else {
            mixins
        };
        let target = if self.has(Defect::PostElsewhere) {
            "/".to_owned()
        } else {
            collection.clone()
        };
        let request = self.with(
            Request::new("POST", target),
            self.entity(kind, mixins, values),
        );
        let mut answer = self.send(request).await?;
        if self.has(Defect::OddSuccess) && answer.status == 201 {
            return Err((None, "201 is not 200".to_owned()));
        }
        let mut location = answer.header("location").map(str::to_owned);
        while answer.status == 202 && !self.has(Defect::AcceptedIsDone) {
            tokio::time::sleep(Duration::from_millis(10)).await;
            let at = location.clone().unwrap_or_default();
            let request = Request::new("GET", self.path(&at));
            answer = self.sent(&request).await?;
            location = answer.header("location").map(str::to_owned);
        }
        let location = location.ok_or((None, "no location".to_owned()))?;
        let location = if self.has(Defect::LocationBuilt) {
            format!(
                "{collection}{}",
                location.rsplit('/').next().unwrap_or_default()
            )
        } else if self.has(Defect::RelativeAsText) && location.starts_with('/') {
            format!("{collection}{}", location.trim_start_matches('/'))
        } else {
            self.path(&location)
        };
        Ok(json!({ "location": format!("{}{location}", self.base()) }))
    }

    async fn get(&self, location: &str) -> Result<Value, Wrong> {
        let answer = self.send(Request::new("GET", self.path(location))).await?;
        if self.has(Defect::OddSuccess) {
            return Err((None, "200 is not 201".to_owned()));
        }
        let told = answer.header("content-type").unwrap_or_default();
        if self.has(Defect::ExactType) && told != "text/plain" {
            return Err((None, format!("{told} is not text/plain")));
        }
        let answer = self.misread(answer);
        let payload = payload(&answer)?;
        if self.has(Defect::NoJson) && payload.media.is_json() {
            return Err((None, "JSON is not read".to_owned()));
        }
        let read = read_entities(&payload, Mode::Lenient).map_err(|error| (None, error.message))?;
        let entity = read
            .value
            .into_iter()
            .next()
            .ok_or((None, "nothing".to_owned()))?;
        let mut values = Map::new();
        for (name, value) in &entity.attributes {
            let value = match value {
                RawValue::Text(text) | RawValue::Bare(text) => json!(text),
                RawValue::Number(digits) => serde_json::from_str(digits).unwrap(),
                RawValue::Boolean(truth) => json!(truth),
                _ => Value::Null,
            };
            if self.has(Defect::KnownOnly) && name.as_str().starts_with("com.") {
                return Err((None, format!("{name} is not known")));
            }
            let is_id = name.as_str() == "occi.core.id";
            if self.has(Defect::UuidOnly) && is_id && !value.to_string().contains("urn:uuid:") {
                return Err((None, format!("{value} is no UUID")));
            }
            values.insert(name.to_string(), value);
        }
        let ids: Vec<String> = entity
            .categories
            .iter()
            .map(|one| one.id.to_string())
            .collect();
        Ok(json!({
            "kind": ids.first(), "mixins": ids.get(1..), "attributes": values,
        }))
    }

    /// An answer as one reads it who knows one form of lists only.
    fn misread(&self, mut answer: Response) -> Response {
        let line = "x-occi-attribute";
        let cut = |text: &str| text.split(", ").next().unwrap_or_default().to_owned();
        if self.has(Defect::FirstOfLine) {
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            let lines: Vec<String> = text
                .lines()
                .map(|one| {
                    if one.to_ascii_lowercase().starts_with(line) {
                        cut(one)
                    } else {
                        one.to_owned()
                    }
                })
                .collect();
            answer.body = Bytes::from(lines.join("\r\n") + "\r\n");
            for (name, value) in &mut answer.headers {
                if name == line {
                    *value = cut(&String::from_utf8_lossy(value)).into_bytes();
                }
            }
        }
        if self.has(Defect::LastLine) {
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            let is_value = |one: &&str| one.to_ascii_lowercase().starts_with(line);
            let last = text.lines().rfind(is_value);
            let kept: String = text
                .lines()
                .filter(|one| !is_value(one) || Some(*one) == last)
                .map(|one| format!("{one}\r\n"))
                .collect();
            answer.body = Bytes::from(kept);
            let count = answer
                .headers
                .iter()
                .filter(|(name, _)| name == line)
                .count();
            let mut at = 0;
            answer.headers.retain(|(name, _)| {
                at += usize::from(name == line);
                name != line || at == count
            });
        }
        answer
    }

    async fn list(
        &self,
        kind: &str,
        other: Option<&str>,
        values: &Map<String, Value>,
        page: Option<u32>,
    ) -> Result<Value, Wrong> {
        let collection = self.collection(kind).await?;
        let (mut found, mut number) = (Vec::new(), 1);
        loop {
            let target = match page {
                None => collection.clone(),
                Some(_) if self.has(Defect::PageOnly) => format!("{collection}?page={number}"),
                Some(size) => format!("{collection}?page={number}&number={size}"),
            };
            let mut request = Request::new("GET", target).with_header("Accept", "text/uri-list");
            if !self.has(Defect::FilterForgotten) {
                for (name, value) in values {
                    request = request.with_header("X-OCCI-Attribute", format!("{name}={value}"));
                }
            }
            if let Some(other) =
                other.filter(|other| *other != kind || self.has(Defect::FilterOfPath))
            {
                let field = format!("{}; scheme=\"{}\"", term(other), scheme(other));
                request = request.with_header("Category", field);
            }
            let answer = self.send(request).await?;
            let here = if answer.body.is_empty() && answer.header("x-occi-location").is_none() {
                Vec::new()
            } else {
                self.locations(&answer)?
            };
            let more =
                !here.is_empty() && page.is_some() && !here.iter().any(|one| found.contains(one));
            found.extend(here);
            if !more {
                break;
            }
            number += 1;
        }
        found.dedup();
        Ok(json!({ "locations": found }))
    }

    /// The members that an answer lists, or shows in full.
    fn locations(&self, answer: &Response) -> Result<Vec<String>, Wrong> {
        let payload = payload(answer)?;
        if let Ok(read) = read_locations(&payload, Mode::Lenient)
            && !read.value.is_empty()
        {
            return Ok(read.value);
        }
        let read = read_entities(&payload, Mode::Lenient).map_err(|error| (None, error.message))?;
        Ok(read
            .value
            .into_iter()
            .filter_map(|entity| entity.location)
            .collect())
    }

    async fn act(
        &self,
        location: &str,
        action: &str,
        values: &Map<String, Value>,
    ) -> Result<Value, Wrong> {
        let target = format!("{}?action={}", self.path(location), term(action));
        let nothing = Map::new();
        let values = if self.has(Defect::ParametersForgotten) {
            &nothing
        } else {
            values
        };
        let content = match self.spoken {
            Spoken::Json if self.has(Defect::ActionForgotten) => (
                "application/occi+json",
                json!({ "attributes": values }).to_string(),
            ),
            Spoken::Json => (
                "application/occi+json",
                json!({ "action": action, "attributes": values }).to_string(),
            ),
            Spoken::Text => {
                let mut body = category(action, "action");
                if self.has(Defect::TwoCategories) {
                    body += &category("http://schemas.ogf.org/occi/infrastructure#compute", "kind");
                }
                body.extend(
                    values
                        .iter()
                        .map(|(name, value)| format!("X-OCCI-Attribute: {name}={value}\r\n")),
                );
                ("text/plain", body)
            }
        };
        self.send(self.with(Request::new("POST", target), content))
            .await?;
        Ok(json!({}))
    }

    async fn update(&self, location: &str, values: &Map<String, Value>) -> Result<Value, Wrong> {
        if self.has(Defect::UpdateForgotten) {
            return Ok(json!({}));
        }
        let path = self.path(location);
        let kind = "http://schemas.ogf.org/occi/infrastructure#compute";
        let method = if self.has(Defect::UpdateReplaces) {
            "PUT"
        } else {
            "POST"
        };
        self.send(self.with(Request::new(method, path), self.entity(kind, &[], values)))
            .await?;
        Ok(json!({}))
    }

    async fn tag(
        &self,
        method: &'static str,
        mixin: &str,
        location: Option<&str>,
    ) -> Result<Value, Wrong> {
        let at = location.filter(|_| !self.has(Defect::TagWithoutLocation));
        let at = at.map_or_else(String::new, |at| format!("; location=\"{at}\""));
        let id = if self.has(Defect::UntagNothing) && location.is_none() {
            "http://tags.example.org/mine#blue"
        } else {
            mixin
        };
        let line = category(id, "mixin");
        let body = format!("{}{at}\r\n", line.trim_end());
        self.send(self.with(Request::new(method, "/-/"), ("text/plain", body)))
            .await?;
        Ok(json!({}))
    }

    async fn done(&self, operation: Operation) -> Result<Value, Wrong> {
        match operation {
            Operation::Discover {} => {
                let offered = self.offered().await?;
                let ids: Vec<String> = offered.iter().map(|one| one.id.to_string()).collect();
                Ok(json!({ "categories": ids }))
            }
            Operation::Create {
                kind,
                mixins,
                attributes,
            } => self.create(&kind, &mixins, &attributes).await,
            Operation::Link {
                kind,
                source,
                target,
                attributes,
            } => {
                let mut values = attributes;
                for (name, end) in [("source", source), ("target", target)] {
                    values.insert(format!("occi.core.{name}"), json!(self.path(&end)));
                }
                self.create(&kind, &[], &values).await
            }
            Operation::Get { location } => self.get(&location).await,
            Operation::List {
                kind,
                category,
                attributes,
                page,
            } => {
                self.list(&kind, category.as_deref(), &attributes, page)
                    .await
            }
            Operation::Update {
                location,
                attributes,
            } => self.update(&location, &attributes).await,
            Operation::Action {
                location,
                action,
                parameters,
            } => self.act(&location, &action, &parameters).await,
            Operation::Delete { location } => {
                let answer = self
                    .send(Request::new("DELETE", self.path(&location)))
                    .await?;
                if self.has(Defect::OddSuccess) && answer.status == 204 {
                    return Err((None, "204 is not 200".to_owned()));
                }
                Ok(json!({}))
            }
            Operation::Tag { mixin, location } => self.tag("POST", &mixin, Some(&location)).await,
            Operation::Untag { mixin } => self.tag("DELETE", &mixin, None).await,
        }
    }
}

fn term(id: &str) -> String {
    CategoryId::parse(id).unwrap().term().to_string()
}

fn scheme(id: &str) -> String {
    CategoryId::parse(id).unwrap().scheme().to_string()
}

fn category(id: &str, class: &str) -> String {
    format!(
        "Category: {}; scheme=\"{}\"; class=\"{class}\"\r\n",
        term(id),
        scheme(id)
    )
}

fn payload(answer: &Response) -> Result<Payload<'_>, Wrong> {
    let told = answer.header("content-type").unwrap_or_default();
    let media = MediaType::parse(told).ok_or((None, format!("`{told}` is no rendering")))?;
    Ok(Payload {
        media,
        headers: answer
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect(),
        body: &answer.body,
    })
}
