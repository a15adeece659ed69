//! Assertions about answers and about what was read.

use std::time::Instant;

use occi_model::{AttributeName, CategoryId, Kind, Value};

use super::{
    facts::{self, difference, is_end, same_value},
    passive::Shape,
    performance::{Last, Performance, Shot, Stop},
    shows,
};
use crate::{
    case::{Assertion, Choice, Datum, Fact, Payload, Rendering, Target, Var},
    oracle::{Grading, Situation},
    transport::{Response, Transport as _, resolve},
    verdict::Code,
};

impl Performance<'_> {
    pub(super) async fn expect(&mut self, assertion: &Assertion) -> Result<(), Stop> {
        if self.hung_up {
            return self.after_hanging_up(assertion);
        }
        let last = self
            .last
            .clone()
            .ok_or_else(|| Stop::Error("nothing was sent yet".to_owned()))?;
        match assertion {
            Assertion::Answer(situation) => self.answer(&last, *situation).await,
            Assertion::TypeAsAsked => self.type_as_asked(last.rendering, &last.response),
            Assertion::Allow => match last.response.header("allow") {
                Some(methods) if methods.contains("GET") => Ok(()),
                found => Err(self.failed(
                    Code::WrongFact,
                    "Allow",
                    "the methods of the path, GET among them",
                    found.unwrap_or("none"),
                )),
            },
            Assertion::Field(name, test) => {
                let found = Self::field(&last.response, name);
                self.test(name, found.as_deref(), test)
            }
            Assertion::Text(test) => {
                let body = String::from_utf8_lossy(&last.response.body);
                self.test("the body", Some(&body), test)
            }
            Assertion::Json(pointer, test) => {
                let found = Self::part(&last.response, pointer);
                self.test(&format!("{pointer} of the answer"), found.as_deref(), test)
            }
            Assertion::LikeKept(kept) => self.like_kept(&last.response, kept),
            Assertion::Location(var) => self.location(&last, var),
            Assertion::Shows(shown) => {
                let answer = self.runner.query(last.rendering).await;
                let what = format!("query interface as {}", last.rendering.media().as_str());
                let categories = answer.categories.as_ref().map_err(|error| {
                    self.failed(Code::Unparsable, what.clone(), "a readable answer", error)
                })?;
                let Some(category) = categories.get(&shown.id) else {
                    return Err(self.failed(
                        Code::Hidden,
                        what,
                        shown.id.as_str(),
                        "it is not listed",
                    ));
                };
                shows::compare(shown, category, last.rendering).map_err(
                    |(part, expected, actual)| {
                        self.failed(Code::WrongFact, format!("{what}, {part}"), expected, actual)
                    },
                )
            }
        }
    }

    /// A connection that was closed in place of an answer refuses the request, and says nothing else.
    fn after_hanging_up(&self, assertion: &Assertion) -> Result<(), Stop> {
        match assertion {
            Assertion::Answer(situation) if !situation.may_hang_up() => {
                let graded = situation.graded();
                Err(self.failed(
                    Code::WrongStatus,
                    graded.situation,
                    graded.describe(),
                    "the connection was closed",
                ))
            }
            _ => Ok(()),
        }
    }

    async fn answer(&mut self, last: &Last, situation: Situation) -> Result<(), Stop> {
        let graded = situation.graded();
        let status = last.response.status;
        match graded.grade(status) {
            Grading::Preferred => Ok(()),
            Grading::Tolerated(reason) if self.runner.settings.strict => Err(self.failed(
                Code::Tolerated,
                graded.situation,
                graded.describe(),
                format!("{status}, which is only tolerated: {reason}"),
            )),
            Grading::Tolerated(reason) => {
                self.notes
                    .push(format!("{}: {status}; {reason}", graded.situation));
                let refused = (400..500).contains(&status);
                if refused && !situation.is_refusal() {
                    return Err(Stop::Done);
                }
                Ok(())
            }
            Grading::Wrong => {
                let code = match status {
                    500..=599 => Code::ServerError,
                    200..=299 if situation.is_refusal() => self.stored_or_ignored(last).await,
                    _ => Code::WrongStatus,
                };
                let body = String::from_utf8_lossy(&last.response.body);
                let message: String = body.chars().take(200).collect();
                Err(self.failed(
                    code,
                    graded.situation,
                    graded.describe(),
                    format!("{status} {message:?}"),
                ))
            }
        }
    }

    /// What became of values that should have been refused (section 6): mending the one is unlike
    /// mending the other.
    async fn stored_or_ignored(&mut self, last: &Last) -> Code {
        let Payload::Entity(body) = &last.call.payload else {
            return Code::Accepted;
        };
        let var = match (&last.call.creates, &last.call.target) {
            (Some((var, _)), _) | (None, Target::Entity(var)) => var.clone(),
            _ => return Code::Accepted,
        };
        let (Ok(path), Ok(made)) = (self.path(&var), self.entity(&var).cloned()) else {
            return Code::Accepted;
        };
        let rendering = self.choose(Choice::Run);
        let request = self.request("GET", path, rendering);
        let Ok(response) = self.send(request, Shape::Free).await else {
            return Code::Accepted;
        };
        let base = self.runner.ledger.base();
        let Ok(facts) = facts::entity(&self.runner.model, base, &response) else {
            return Code::Accepted;
        };
        let kept = body.attributes.iter().all(|(name, datum)| {
            let sent = self.value(datum, &made.marker).ok();
            let shown = facts.attributes.get(name.as_str());
            matches!((sent, shown), (Some(sent), Some(shown))
                if same_value(base, name.as_str(), &sent, shown))
        });
        if kept { Code::Stored } else { Code::Ignored }
    }

    fn type_as_asked(&self, rendering: Rendering, response: &Response) -> Result<(), Stop> {
        let asked = rendering.media().as_str();
        match response.media_type() {
            Some(found) if found == asked => Ok(()),
            found => Err(self.failed(
                Code::WrongType,
                "Content-Type",
                asked,
                found.unwrap_or_else(|| "none".to_owned()),
            )),
        }
    }

    /// The location of a new entity (D-96, HTTP-119 to HTTP-122, HTTP-080).
    fn location(&mut self, last: &Last, var: &Var) -> Result<(), Stop> {
        const WHAT: &str = "Location";
        let Some(location) = last.response.header("location") else {
            let base = self.runner.ledger.base();
            if last.response.status == 200
                && facts::entity(&self.runner.model, base, &last.response).is_ok()
            {
                return self.tolerate(
                    WHAT,
                    "a Location",
                    "HTTP-120: in 1.2 a creation answered 200 may carry the rendering alone",
                );
            }
            return Err(self.failed(Code::NoLocation, WHAT, "an absolute URL", "none"));
        };
        let Some(path) = self.runner.ledger.resolve(location) else {
            return Err(self.failed(Code::WrongFact, WHAT, "a URL of this endpoint", location));
        };
        if path.ends_with('/') {
            return Err(self.failed(Code::WrongFact, WHAT, "no slash at the end", location));
        }
        if self.entity(var)?.path.as_deref() != Some(path.as_str()) {
            return Err(self.failed(Code::WrongFact, WHAT, "the URL of the new entity", location));
        }
        if !location.contains("://") {
            return self.tolerate(
                WHAT,
                "an absolute URL",
                "HTTP-122: an absolute URL is a SHOULD",
            );
        }
        Ok(())
    }

    /// Notes a tolerated answer, or fails on it in a strict run.
    fn tolerate(&mut self, what: &str, expected: &str, reason: &str) -> Result<(), Stop> {
        if self.runner.settings.strict {
            return Err(self.failed(Code::Tolerated, what, expected, reason));
        }
        self.notes.push(format!("{what}: {reason}"));
        Ok(())
    }

    /// Reads an entity: 200, in the type asked for, one entity.
    pub(super) async fn read(
        &mut self,
        entity: &Var,
        choice: Choice,
        into: &Var,
    ) -> Result<(), Stop> {
        let rendering = self.choose(choice);
        let path = self.path(entity)?;
        let what = format!("GET {path} as {}", rendering.media().as_str());
        // A new entity may take its time to be seen.
        let patience = self.runner.settings.timeouts.list_consistent;
        let (started, mut pause) = (Instant::now(), self.runner.settings.timeouts.first_pause);
        let response = loop {
            let request = self.request("GET", path.clone(), rendering);
            let response = self.send(request, Shape::Entity).await?;
            if response.status != 404 || !self.again(started, &mut pause, patience).await {
                break response;
            }
        };
        if response.status != 200 {
            let code = if response.status >= 500 {
                Code::ServerError
            } else {
                Code::WrongStatus
            };
            return Err(self.failed(code, what, "200", response.status.to_string()));
        }
        self.type_as_asked(rendering, &response)?;
        let facts = facts::entity(&self.runner.model, self.runner.ledger.base(), &response)
            .map_err(|error| self.failed(Code::Unparsable, what, "one entity", error))?;
        if let Some(made) = self.entities.get_mut(entity)
            && made.id.is_none()
        {
            made.id = facts.id().map(str::to_owned);
        }
        self.shots.insert(
            into.clone(),
            Shot {
                facts,
                response,
                rendering,
            },
        );
        Ok(())
    }

    pub(super) fn shot(&self, var: &Var) -> Result<&Shot, Stop> {
        self.shots
            .get(var)
            .ok_or_else(|| Stop::Error(format!("nothing was read as `{var}`")))
    }

    pub(super) fn check(&mut self, read: &Var, facts: &[Fact]) -> Result<(), Stop> {
        let shot = self.shot(read)?.clone();
        facts.iter().try_for_each(|fact| self.fact(&shot, fact))
    }

    fn fact(&mut self, shot: &Shot, fact: &Fact) -> Result<(), Stop> {
        let facts = &shot.facts;
        let form = shot.rendering.media().as_str();
        let wrong = |this: &Self, what: String, expected: String, actual: String| {
            Err(this.failed(
                Code::WrongFact,
                format!("{what} as {form}"),
                expected,
                actual,
            ))
        };
        match fact {
            Fact::Kind(kind) => {
                if facts.kinds.len() == 1 && facts.kinds.contains(kind) {
                    return Ok(());
                }
                wrong(
                    self,
                    "kind".into(),
                    kind.to_string(),
                    format!("{:?}", facts.kinds),
                )
            }
            Fact::Mixin(mixin) => {
                if facts.mixins.contains(mixin) {
                    return Ok(());
                }
                wrong(
                    self,
                    "mixins".into(),
                    mixin.to_string(),
                    format!("{:?}", facts.mixins),
                )
            }
            Fact::LacksMixin(mixin) => self.carries(shot, mixin, false),
            Fact::Tagged(present) => self.carries(shot, &self.tag_id()?, *present),
            Fact::Template {
                family,
                nth,
                present,
            } => self.carries(shot, self.template(family, *nth)?, *present),
            Fact::OneTemplate { family } => {
                let found: Vec<&str> = self
                    .discovery
                    .templates(family)
                    .into_iter()
                    .filter(|id| facts.mixins.contains(*id))
                    .map(CategoryId::term)
                    .collect();
                if found.len() == 1 {
                    return Ok(());
                }
                let expected = format!("one template of {family}");
                wrong(self, "mixins".into(), expected, found.join(" "))
            }
            Fact::Value(name, datum) => self.shows_value(shot, name, datum),
            Fact::Shown(name) => match facts.attributes.get(name.as_str()) {
                Some(_) => Ok(()),
                None => wrong(self, name.to_string(), "a value".into(), "none".into()),
            },
            Fact::Absent(name) => match facts.attributes.get(name.as_str()) {
                None => Ok(()),
                Some(value) => wrong(self, name.to_string(), "no value".into(), value.to_string()),
            },
            Fact::AbsentOr(name, datum) => {
                if facts.attributes.contains_key(name.as_str()) {
                    self.shows_value(shot, name, datum)
                } else {
                    Ok(())
                }
            }
            Fact::Valid => {
                if let Some(first) = facts.unfit.first() {
                    return wrong(self, "values".into(), "their types".into(), first.clone());
                }
                match self.missing(shot) {
                    Some(name) => wrong(self, name, "always shown (D-24)".into(), "none".into()),
                    None => Ok(()),
                }
            }
            Fact::Initial { attribute, state } => self.state(
                shot,
                (attribute, state),
                "INF-034: a server may move a new instance on by itself",
            ),
            Fact::Follows { attribute, state } => self.state(
                shot,
                (attribute, state),
                "D-37: the ways of links bear no labels, so that a server chooses when to take them",
            ),
            Fact::Offers(actions) => {
                let mut expected: Vec<&str> = actions.iter().map(CategoryId::term).collect();
                // Actions of mixins are not the matter here.
                let of_kind = |id: &CategoryId| self.is_of_kind(shot, id);
                let mut found: Vec<&str> = facts
                    .actions
                    .iter()
                    .filter(|id| of_kind(id))
                    .map(CategoryId::term)
                    .collect();
                expected.sort_unstable();
                found.sort_unstable();
                if expected == found {
                    return Ok(());
                }
                wrong(
                    self,
                    "actions offered".into(),
                    expected.join(" "),
                    found.join(" "),
                )
            }
            Fact::IdIsNot(text) => {
                if facts.id() != Some(text) {
                    return Ok(());
                }
                wrong(
                    self,
                    "id".into(),
                    "one of the server's own".into(),
                    (*text).into(),
                )
            }
            Fact::ShowsLink(var) | Fact::LacksLink(var) => {
                let made = self.entity(var)?;
                let shows = facts.links.iter().any(|link| {
                    (link.path.is_some() && link.path == made.path)
                        || (link.id.is_some() && link.id == made.id)
                });
                let wanted = matches!(fact, Fact::ShowsLink(_));
                if shows == wanted {
                    return Ok(());
                }
                let path = made.path.clone().unwrap_or_default();
                let expected = if wanted { path } else { format!("not {path}") };
                let found = format!("{:?}", facts.links);
                wrong(self, "links".into(), expected, found)
            }
        }
    }

    fn carries(&self, shot: &Shot, mixin: &CategoryId, present: bool) -> Result<(), Stop> {
        if shot.facts.mixins.contains(mixin) == present {
            return Ok(());
        }
        let expected = if present { "" } else { "not " };
        Err(self.failed(
            Code::WrongFact,
            format!("mixins as {}", shot.rendering.media().as_str()),
            format!("{expected}{mixin}"),
            format!("{:?}", shot.facts.mixins),
        ))
    }

    fn shows_value(&self, shot: &Shot, name: &AttributeName, datum: &Datum) -> Result<(), Stop> {
        let what = format!("{name} as {}", shot.rendering.media().as_str());
        // The marker is that of whatever entity was read; the title tells which.
        let marker = self
            .entities
            .values()
            .find(|made| made.id.is_some() && made.id.as_deref() == shot.facts.id())
            .map(|made| made.marker.clone())
            .unwrap_or_default();
        let expected = self.value(datum, &marker)?;
        let Some(found) = shot.facts.attributes.get(name.as_str()) else {
            return Err(self.failed(Code::WrongFact, what, expected.to_string(), "no value"));
        };
        let base = self.runner.ledger.base();
        let by_id = || {
            // An end may be shown as the id of the entity (D-14).
            is_end(name.as_str())
                && matches!(datum, Datum::Url(var) | Datum::Path(var)
                    if self.entity(var).is_ok_and(|made| made.id.as_deref() == found.as_str()))
        };
        if same_value(base, name.as_str(), &expected, found)
            || by_id()
            || names_same(base, datum, &expected, found)
        {
            return Ok(());
        }
        Err(self.failed(
            Code::WrongFact,
            what,
            expected.to_string(),
            found.to_string(),
        ))
    }

    /// The state of an instance; another one that is no dead end is tolerated.
    fn state(
        &mut self,
        shot: &Shot,
        (name, state): (&AttributeName, &str),
        why: &str,
    ) -> Result<(), Stop> {
        let found = shot.state(name).to_owned();
        if found == state {
            return Ok(());
        }
        let known = self.states_of(shot).contains(&found);
        if known {
            return self.tolerate(&format!("{name} is {found}"), state, why);
        }
        Err(self.failed(Code::WrongFact, name.as_str(), state, found))
    }

    pub(super) fn model_kind(&self, shot: &Shot) -> Option<&Kind> {
        let kind = shot.facts.kinds.first()?;
        let id = self.runner.model.find_kind(kind.as_str())?;
        Some(self.runner.model.kind(id))
    }

    /// States that a client can see after creation: all that are no dead end.
    fn states_of(&self, shot: &Shot) -> Vec<String> {
        self.model_kind(shot)
            .and_then(|kind| kind.states.as_ref())
            .map(|machine| {
                machine
                    .states
                    .iter()
                    .filter(|state| machine.transitions.iter().any(|t| t.from == state.name))
                    .map(|state| state.name.to_string())
                    .collect()
            })
            .unwrap_or_default()
    }

    fn is_of_kind(&self, shot: &Shot, action: &CategoryId) -> bool {
        self.model_kind(shot).is_some_and(|kind| {
            kind.all_actions
                .iter()
                .any(|id| self.runner.model.action(*id).id == *action)
        }) || self.runner.model.find(action.as_str()).is_none()
    }

    fn missing(&self, shot: &Shot) -> Option<String> {
        self.model_kind(shot)?
            .all_attributes
            .iter()
            .find(|attribute| {
                attribute.always && !shot.facts.attributes.contains_key(attribute.name.as_str())
            })
            .map(|attribute| attribute.name.to_string())
    }

    pub(super) fn same(
        &mut self,
        left: &Var,
        right: &Var,
        except: &[AttributeName],
    ) -> Result<(), Stop> {
        let base = self.runner.ledger.base();
        let skipped = |name: &str| except.iter().any(|other| *other == *name);
        let found = difference(
            base,
            &self.shot(left)?.facts,
            &self.shot(right)?.facts,
            &skipped,
        );
        match found {
            None => Ok(()),
            Some((what, before, after)) => Err(self.failed(
                Code::WrongFact,
                format!("{what}: `{left}` against `{right}`"),
                before,
                after,
            )),
        }
    }
}

/// Whether a value names the same entity as the one that was sent: by URL or by path.
fn names_same(base: &str, datum: &Datum, expected: &Value, found: &Value) -> bool {
    matches!(datum, Datum::Url(_) | Datum::Path(_))
        && match (expected.as_str(), found.as_str()) {
            (Some(expected), Some(found)) => {
                resolve(base, expected).is_some_and(|path| Some(path) == resolve(base, found))
            }
            _ => false,
        }
}
