//! One performance of a case: its entities, its steps, its cleanup.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use bytes::Bytes;
use occi_model::{AttributeName, CategoryId, Value};

use super::{
    Patience, Runner,
    agreement::{self, Agreement},
    discovery::Discovery,
    facts::Facts,
    message::{self, Message},
    passive::Shape,
    transcript,
};
use crate::{
    case::{Body, Call, Case, Choice, Datum, Filter, Payload, Rendering, Step, Target, Var},
    transport::{Framing, Request, Response, Transport, TransportError},
    verdict::{CaseResult, Code, Exchange, Failure, Verdict},
};

/// How often a deletion is tried in the cleanup.
const CLEANUP_TRIES: u32 = 3;

/// Why the steps of a case end early.
pub(super) enum Stop {
    /// An assertion does not hold.
    Failed(Failure),
    /// What the case needs could not be made.
    Blocked(String),
    /// Nobody can say.
    Inconclusive(String),
    /// A feature that the endpoint does not have.
    Unsupported(String),
    /// It must not be done here.
    NotRun(String),
    /// The tool failed.
    Error(String),
    /// A tolerated answer leaves nothing more to look at.
    Done,
}

/// An entity of the case.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) kind: CategoryId,
    pub(super) marker: String,
    /// Where it is; `None`: it was refused.
    pub(super) path: Option<String>,
    pub(super) id: Option<String>,
}

/// What was read of an entity.
#[derive(Clone, Debug)]
pub(super) struct Shot {
    pub(super) facts: Facts,
    pub(super) response: Response,
    pub(super) rendering: Rendering,
}

impl Shot {
    /// The state that is shown in an attribute.
    pub(super) fn state(&self, attribute: &AttributeName) -> &str {
        let shown = self.facts.attributes.get(attribute.as_str());
        shown.and_then(Value::as_str).unwrap_or("no state")
    }
}

/// The last answer.
#[derive(Clone, Debug)]
pub(super) struct Last {
    pub(super) call: Call,
    pub(super) rendering: Rendering,
    pub(super) response: Response,
}

/// A case while it is performed.
pub(super) struct Performance<'r> {
    pub(super) runner: &'r Runner,
    pub(super) discovery: &'r Discovery,
    pub(super) case: &'r Case,
    pub(super) entities: BTreeMap<Var, Made>,
    pub(super) shots: BTreeMap<Var, Shot>,
    pub(super) last: Option<Last>,
    /// Whether the endpoint closed the connection in place of the last answer.
    pub(super) hung_up: bool,
    pub(super) notes: Vec<String>,
    pub(super) kept: BTreeMap<Var, Response>,
    pub(super) remembered: BTreeMap<CategoryId, BTreeSet<String>>,
    pub(super) tag: Option<Tag>,
    /// Paths in order of creation.
    pub(super) created: Vec<String>,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) agreement: Agreement,
    /// The states that entities were waited for; at first they are in their initial ones.
    pub(super) states: BTreeMap<Var, String>,
    pub(super) step: usize,
}

/// A tag of the run's own.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) scheme: String,
    pub(super) term: String,
    pub(super) location: String,
}

/// Performs a case and cleans up after it.
pub(super) async fn run(runner: &Runner, discovery: &Discovery, case: &Case) -> CaseResult {
    let mut performance = Performance {
        runner,
        discovery,
        case,
        entities: BTreeMap::new(),
        shots: BTreeMap::new(),
        last: None,
        hung_up: false,
        notes: Vec::new(),
        kept: BTreeMap::new(),
        remembered: BTreeMap::new(),
        tag: None,
        created: Vec::new(),
        exchanges: Vec::new(),
        agreement: Agreement::default(),
        states: BTreeMap::new(),
        step: 0,
    };
    let ended = performance.steps().await;
    performance.clean_up().await;
    performance.result(ended)
}

impl Performance<'_> {
    fn result(self, ended: Result<(), Stop>) -> CaseResult {
        let passed = if self.notes.is_empty() {
            Verdict::Pass
        } else {
            Verdict::PassNoted
        };
        let (verdict, reason, failure) = match ended {
            Ok(()) | Err(Stop::Done) => (passed, None, None),
            Err(Stop::Failed(failure)) => (Verdict::Fail, None, Some(failure)),
            Err(Stop::Blocked(reason)) => (Verdict::Blocked, Some(reason), None),
            Err(Stop::Inconclusive(reason)) => (Verdict::Inconclusive, Some(reason), None),
            Err(Stop::Unsupported(reason)) => (Verdict::Unsupported, Some(reason), None),
            Err(Stop::NotRun(reason)) => (Verdict::NotRun, Some(reason), None),
            Err(Stop::Error(reason)) => (Verdict::Error, Some(reason), None),
        };
        let mut result = CaseResult::new(self.case, verdict, reason);
        result.failure = failure;
        result.notes = self.notes;
        result.transcript = self.exchanges;
        result
    }

    async fn steps(&mut self) -> Result<(), Stop> {
        for (at, step) in self.case.steps.iter().enumerate() {
            self.step = at + 1;
            match step {
                Step::Fixture(fixture) => self.shared_fixture(fixture).await?,
                Step::Tag { entity } => self.attach_tag(entity).await?,
                Step::Call(call) => self.call(call).await?,
                Step::Wire(wire) => self.wire(wire).await?,
                Step::Together(wires) => self.together(wires).await?,
                Step::Keep(var) => {
                    if let Some(last) = &self.last {
                        self.kept.insert(var.clone(), last.response.clone());
                    }
                }
                Step::Expect(assertion) => self.expect(assertion).await?,
                Step::Read {
                    entity,
                    rendering,
                    into,
                } => self.read(entity, *rendering, into).await?,
                Step::Check { read, facts } => self.check(read, facts)?,
                Step::Same {
                    left,
                    right,
                    except,
                } => self.same(left, right, except)?,
                Step::Await {
                    entity,
                    attribute,
                    state,
                } => self.await_state(entity, attribute, state).await?,
                Step::Listed {
                    entity,
                    collection,
                    rendering,
                    present,
                } => {
                    self.listed(entity, collection, *rendering, *present)
                        .await?;
                }
                Step::Tagged { entity, present } => self.tagged(entity, *present).await?,
                Step::Announce { version, rendering } => {
                    self.announce_version(version, *rendering).await?;
                }
                Step::UserMixin(step) => self.user_mixin(step).await?,
                Step::Inline { source, link, kind } => self.inline(source, link, kind).await?,
                Step::Lists { has, lacks, size } => self.lists(has, lacks, *size)?,
                Step::Pages { kind, entities } => self.pages(kind, entities).await?,
                Step::Gone { entity } => self.gone(entity).await?,
                Step::NothingCreated { entity, kind } => {
                    self.nothing_created(entity, kind).await?;
                }
                Step::Remember { kind } => self.remember(kind).await?,
                Step::OwnOnly { kind } => self.own_only(kind).await?,
            }
        }
        Ok(())
    }

    // -- what goes out --------------------------------------------------------------------------

    /// Which rendering a step uses here.
    pub(super) fn choose(&self, choice: Choice) -> Rendering {
        let run = if self.discovery.json && self.runner.model.profile() != occi_model::Profile::V1_1
        {
            Rendering::Json
        } else {
            Rendering::Plain
        };
        match choice {
            Choice::Run => run,
            Choice::Only(rendering) => rendering,
            Choice::Prefer(Rendering::Json) if !self.discovery.json => run,
            Choice::Prefer(rendering) => rendering,
        }
    }

    /// Sends a request, notes the exchange, and looks at the answer in passing.
    pub(super) async fn send(&mut self, request: Request, shape: Shape) -> Result<Response, Stop> {
        let answer = self.runner.ledger.send(request.clone()).await;
        self.answered(&request, answer, shape)
    }

    /// Notes an exchange and looks at the answer in passing.
    pub(super) fn answered(
        &mut self,
        request: &Request,
        answer: Result<Response, TransportError>,
        shape: Shape,
    ) -> Result<Response, Stop> {
        let runner = self.runner;
        let base = runner.ledger.base();
        self.hung_up = false;
        self.noted(request, &answer);
        match answer {
            // Whoever answers what is no message may stand before the server that is tested.
            Ok(response) if !matches!(request.framing, Framing::Length | Framing::Chunks) => {
                Ok(response)
            }
            Ok(response) => {
                runner.passive.observe(
                    &runner.model,
                    Some(self.discovery),
                    base,
                    &self.case.id,
                    (request, &response),
                    agreement::shape(shape, request, &response),
                );
                if let Some(found) = self.agreement.take(&runner.model, base, request, &response) {
                    let at = (&self.case.id, request);
                    runner.passive.note(agreement::CHECK, at, found);
                }
                Ok(response)
            }
            Err(TransportError::Limit(reason)) => Err(Stop::NotRun(format!("limit: {reason}"))),
            Err(TransportError::Safety(reason)) => Err(Stop::Error(format!("safety: {reason}"))),
            Err(error @ TransportError::Foreign(_)) => Err(Stop::NotRun(error.to_string())),
            Err(TransportError::Listed(what)) => Err(self.failed(
                Code::WrongFact,
                "members of the collection",
                "entities that are there",
                what,
            )),
            Err(error) => Err(Stop::Inconclusive(error.to_string())),
        }
    }

    pub(super) fn request(
        &self,
        method: &'static str,
        target: impl Into<String>,
        accept: Rendering,
    ) -> Request {
        self.runner
            .dress(Request::new(method, target), self.case.id.as_str(), accept)
    }

    pub(super) fn entity(&self, var: &Var) -> Result<&Made, Stop> {
        self.entities
            .get(var)
            .ok_or_else(|| Stop::Error(format!("the case has no entity `{var}`")))
    }

    pub(super) fn path(&self, var: &Var) -> Result<String, Stop> {
        self.entity(var)?
            .path
            .clone()
            .ok_or_else(|| Stop::Inconclusive(format!("no one told where `{var}` is")))
    }

    pub(super) fn collection(&self, category: &CategoryId) -> Result<String, Stop> {
        self.runner
            .location_of(self.discovery, category)
            .ok_or_else(|| Stop::Blocked(format!("{category} has no location")))
    }

    /// The value of a datum; `marker` is that of the entity at hand.
    pub(super) fn value(&self, datum: &Datum, marker: &str) -> Result<Value, Stop> {
        Ok(match datum {
            Datum::Value(value) => value.clone(),
            Datum::Marker => Value::from(marker),
            Datum::Marked(tail) => Value::from(format!("{marker}{tail}")),
            Datum::Url(var) => {
                Value::from(format!("{}{}", self.runner.ledger.base(), self.path(var)?))
            }
            Datum::Path(var) => Value::from(self.path(var)?),
            Datum::Beside(var, name) => {
                let path = self.path(var)?;
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                Value::from(format!("{}{folder}/{name}", self.runner.ledger.base()))
            }
        })
    }

    fn values<'b>(
        &self,
        attributes: &'b [(AttributeName, Datum)],
        marker: &str,
    ) -> Result<Vec<(&'b AttributeName, Value)>, Stop> {
        attributes
            .iter()
            .map(|(name, datum)| Ok((name, self.value(datum, marker)?)))
            .collect()
    }

    fn entity_message(
        &self,
        rendering: Rendering,
        body: &Body,
        marker: &str,
    ) -> Result<Message, Stop> {
        let entity = self.written(body, marker)?;
        message::entity(rendering, &entity).map_err(|_| only_json())
    }

    fn written<'b>(&'b self, body: &'b Body, marker: &str) -> Result<message::Entity<'b>, Stop> {
        let mut mixins: Vec<&CategoryId> = body.mixins.iter().collect();
        for (family, nth) in &body.templates {
            mixins.push(self.template(family, *nth)?);
        }
        Ok(message::Entity {
            kind: body.kind.as_ref(),
            mixins,
            attributes: self.values(&body.attributes, marker)?,
        })
    }

    /// A template that the endpoint offers.
    pub(super) fn template(&self, family: &CategoryId, nth: usize) -> Result<&CategoryId, Stop> {
        self.discovery
            .templates(family)
            .get(nth)
            .copied()
            .ok_or_else(|| Stop::NotRun(format!("too few templates of {family} are offered")))
    }

    /// The payload of a call with its content type.
    fn payload(
        &self,
        call: &Call,
        rendering: Rendering,
        marker: &str,
    ) -> Result<Option<(String, Message)>, Stop> {
        let typed = |message| Some((rendering.media().as_str().to_owned(), message));
        Ok(match &call.payload {
            Payload::Nothing => None,
            Payload::Entity(body) => typed(self.entity_message(rendering, body, marker)?),
            Payload::Invocation { action, parameters } => {
                let parameters = self.values(parameters, marker)?;
                typed(message::invocation(rendering, action, &parameters).map_err(|_| only_json())?)
            }
            Payload::WithLink { entity, link } => {
                if rendering != Rendering::Json {
                    return Err(only_json());
                }
                let entity = self.written(entity, marker)?;
                let link = self.written(link, marker)?;
                typed(message::with_link(&entity, &link))
            }
            Payload::Locations(entities) => {
                let base = self.runner.ledger.base();
                let urls = entities
                    .iter()
                    .map(|var| Ok(format!("{base}{}", self.path(var)?)))
                    .collect::<Result<Vec<String>, Stop>>()?;
                typed(message::locations(&urls))
            }
            // It is no payload: its fields go without a type.
            Payload::Filter(_) => None,
            Payload::AsRead(read) => {
                let shot = self
                    .shots
                    .get(read)
                    .ok_or_else(|| Stop::Error(format!("nothing was read as `{read}`")))?;
                let content_type = shot.response.header("content-type").unwrap_or_default();
                Some((
                    content_type.to_owned(),
                    Message {
                        headers: Vec::new(),
                        body: shot.response.body.to_vec(),
                    },
                ))
            }
            Payload::Raw { content_type, text } => {
                let message = if *content_type == Rendering::Occi.media().as_str() {
                    // In the header form the field is a header.
                    let value = text.split_once(": ").map_or("", |(_, value)| value);
                    Message {
                        headers: vec![("Category", value.as_bytes().to_vec())],
                        body: Vec::new(),
                    }
                } else {
                    Message {
                        headers: Vec::new(),
                        body: text.as_bytes().to_vec(),
                    }
                };
                Some(((*content_type).to_owned(), message))
            }
        })
    }

    /// Sends the request of a call; the answer becomes the last one.
    pub(super) async fn call(&mut self, call: &Call) -> Result<(), Stop> {
        let rendering = self.choose(call.rendering);
        if call.target == Target::Query && call.payload == Payload::Nothing {
            return self.query(call, rendering).await;
        }
        let marker = self.marker_for(call)?;
        let mut target = match &call.target {
            Target::Query => "/-/".to_owned(),
            Target::Collection(category) => self.collection(category)?,
            Target::Page(category, query) => format!("{}?{query}", self.collection(category)?),
            Target::Entity(var) => self.path(var)?,
        };
        if let Some(term) = &call.action {
            target.push_str("?action=");
            target.push_str(term);
        }
        let mut request = self.request(call.method, target, rendering);
        if let Some((content_type, message)) = self.payload(call, rendering, &marker)? {
            request = request.with_header("Content-Type", content_type);
            for (name, value) in message.headers {
                request = request.with_header(name, value);
            }
            request.body = Bytes::from(message.body);
        }
        if let Payload::Filter(filter) = &call.payload {
            let (name, value) = match filter {
                Filter::Category(category) => message::filter_by_category(category),
                Filter::Attribute { name, value, of } => {
                    let marker = match of {
                        Some(var) => self.entity(var)?.marker.clone(),
                        None => String::new(),
                    };
                    message::filter_by_value(name, &self.value(value, &marker)?)
                        .map_err(|_| only_json())?
                }
            };
            request = request.with_header(name, value);
        }
        let shape = match (call.method, &call.target, &call.action) {
            (_, Target::Entity(_), None) if call.method != "DELETE" => Shape::Entity,
            ("POST", Target::Collection(_), None) if call.creates.is_some() => Shape::Entity,
            _ => Shape::Free,
        };
        let response = self.send(request, shape).await?;
        if let Some((var, _)) = &call.creates
            && response.is_success()
        {
            self.created(var, &response).await?;
        }
        self.last = Some(Last {
            call: call.clone(),
            rendering,
            response,
        });
        Ok(())
    }

    /// The query interface, which is asked once in a run and looked at by many cases.
    async fn query(&mut self, call: &Call, rendering: Rendering) -> Result<(), Stop> {
        let runner = self.runner;
        let answer = runner.query(rendering).await;
        let request = runner.dress(Request::new("GET", "/-/"), "p:discovery", rendering);
        self.exchanges.push(transcript::exchange(
            runner.ledger.base(),
            &request,
            &answer.response,
        ));
        match &answer.response {
            Ok(response) => {
                runner.passive.observe(
                    &runner.model,
                    Some(self.discovery),
                    runner.ledger.base(),
                    &self.case.id,
                    (&request, response),
                    Shape::Categories,
                );
                self.last = Some(Last {
                    call: call.clone(),
                    rendering,
                    response: response.clone(),
                });
                Ok(())
            }
            Err(error) => Err(Stop::Inconclusive(error.to_string())),
        }
    }

    // -- patience -------------------------------------------------------------------------------

    /// Waits before another look; gives `false` when the time is over.
    pub(super) async fn again(
        &self,
        started: Instant,
        pause: &mut Duration,
        patience: Patience,
    ) -> bool {
        if started.elapsed() + *pause > patience.limit {
            return false;
        }
        tokio::time::sleep(*pause).await;
        *pause = (*pause * 3 / 2).min(Duration::from_secs(5));
        true
    }

    /// A failure at the step at hand.
    pub(super) fn failed(
        &self,
        code: Code,
        what: impl Into<String>,
        expected: impl Into<String>,
        actual: impl Into<String>,
    ) -> Stop {
        Stop::Failed(Failure {
            code,
            step: self.step,
            what: what.into(),
            expected: expected.into(),
            actual: actual.into(),
        })
    }

    // -- cleanup --------------------------------------------------------------------------------

    /// Deletes what the case created, in reverse order, links first by that.
    async fn clean_up(&mut self) {
        let created = std::mem::take(&mut self.created);
        for path in created.iter().rev() {
            let mut pause = self.runner.settings.timeouts.first_pause;
            for _ in 0..CLEANUP_TRIES {
                if !self.runner.ledger.owns(path) {
                    break;
                }
                let request = self.request("DELETE", path.clone(), Rendering::Plain);
                if self.send(request, Shape::Free).await.is_ok() && !self.runner.ledger.owns(path) {
                    break;
                }
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
        }
        if let Some(tag) = self.tag.take() {
            let request = self.tag_request("DELETE", &tag);
            // What cannot be removed has no members any more; it carries the run's own scheme.
            let _ = self.send(request, Shape::Free).await;
        }
    }
}

fn only_json() -> Stop {
    Stop::NotRun("the value can be written in JSON only, which the endpoint lacks".to_owned())
}
