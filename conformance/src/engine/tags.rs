//! Steps about user mixins of the run's own.

use bytes::Bytes;
use occi_model::CategoryId;
use occi_rendering::{Mode, read_categories};

use super::{
    facts::payload,
    message,
    passive::Shape,
    performance::{Last, Performance, Stop, Tag},
};
use crate::{
    case::{Call, Choice, Payload, Rendering, TagStep, Target, Var},
    transport::{Request, Response, Transport as _},
    verdict::Code,
};

impl Performance<'_> {
    /// The identifier of the case's user mixin.
    pub(super) fn tag_id(&self) -> Result<CategoryId, Stop> {
        let tag = self.own_tag()?;
        CategoryId::parse(&format!("{}{}", tag.scheme, tag.term))
            .map_err(|error| Stop::Error(error.to_string()))
    }

    pub(super) fn own_tag(&self) -> Result<Tag, Stop> {
        self.tag
            .clone()
            .ok_or_else(|| Stop::Error("the case has no tag".to_owned()))
    }

    /// A request to the query interface about a user mixin.
    pub(super) fn tag_request(&self, method: &'static str, tag: &Tag) -> Request {
        let mut request = self
            .request(method, "/-/", Rendering::Plain)
            .with_header("Content-Type", Rendering::Plain.media().as_str());
        request.body = Bytes::from(message::tag(&tag.scheme, &tag.term, &tag.location).body);
        request
    }

    /// Adds a user mixin of the run's own and attaches it to an entity.
    pub(super) async fn attach_tag(&mut self, entity: &Var) -> Result<(), Stop> {
        self.add_tag().await?;
        let response = self.name_members("POST", entity).await?;
        if response.is_success() {
            Ok(())
        } else {
            Err(Stop::Blocked(format!(
                "attaching a tag is answered with {}",
                response.status
            )))
        }
    }

    async fn add_tag(&mut self) -> Result<(), Stop> {
        let tag = self.fresh_tag(self.runner.ledger.tag_scheme().to_owned());
        let response = self
            .send(self.tag_request("POST", &tag), Shape::Free)
            .await?;
        if !response.is_success() {
            return Err(Stop::Unsupported(format!(
                "user mixins are answered with {}",
                response.status
            )));
        }
        self.tag = Some(tag);
        Ok(())
    }

    /// Names an entity at the location of the tag.
    async fn name_members(&mut self, method: &'static str, entity: &Var) -> Result<Response, Stop> {
        let tag = self.own_tag()?;
        let url = format!("{}{}", self.runner.ledger.base(), self.path(entity)?);
        let mut request = self
            .request(method, tag.location, Rendering::Plain)
            .with_header("Content-Type", Rendering::Plain.media().as_str());
        request.body = Bytes::from(message::locations(&[url]).body);
        self.send(request, Shape::Free).await
    }

    /// Asks the query interface as a client of a version of the protocol.
    pub(super) async fn announce_version(
        &mut self,
        version: &str,
        choice: Choice,
    ) -> Result<(), Stop> {
        let mut request = self.request("GET", "/-/", self.choose(choice));
        let is_agent = |name: &str| name.eq_ignore_ascii_case("user-agent");
        request.headers.retain(|(name, _)| !is_agent(name));
        let request = request.with_header("User-Agent", format!("occi-conformance {version}"));
        let response = self.send(request, Shape::Free).await?;
        self.tag_answered("GET", response);
        Ok(())
    }

    fn tag_answered(&mut self, method: &'static str, response: Response) {
        self.last = Some(Last {
            call: Call {
                method,
                target: Target::Query,
                action: None,
                rendering: Choice::Only(Rendering::Plain),
                payload: Payload::Nothing,
                creates: None,
            },
            rendering: Rendering::Plain,
            response,
        });
    }

    /// A user mixin that nobody has defined yet, with a place that the ledger may clean up.
    fn fresh_tag(&mut self, scheme: String) -> Tag {
        let number = self.runner.next_number();
        Tag {
            scheme,
            term: format!("tag-{number}"),
            location: self.runner.ledger.allow_tag(number),
        }
    }

    pub(super) async fn user_mixin(&mut self, step: &TagStep) -> Result<(), Stop> {
        match step {
            TagStep::Name => {
                self.tag = Some(self.fresh_tag(self.runner.ledger.tag_scheme().to_owned()));
                Ok(())
            }
            TagStep::Add => self.add_tag().await,
            TagStep::AddAgain => {
                let tag = self.own_tag()?;
                let response = self
                    .send(self.tag_request("POST", &tag), Shape::Free)
                    .await?;
                self.tag_answered("POST", response);
                Ok(())
            }
            TagStep::Put => {
                let tag = self.fresh_tag(self.runner.ledger.tag_scheme().to_owned());
                let response = self
                    .send(self.tag_request("PUT", &tag), Shape::Free)
                    .await?;
                if response.is_success() {
                    self.tag = Some(tag);
                }
                self.tag_answered("PUT", response);
                Ok(())
            }
            TagStep::AddReserved => {
                let tag = self.fresh_tag(self.runner.ledger.reserved_scheme().to_owned());
                let response = self
                    .send(self.tag_request("POST", &tag), Shape::Free)
                    .await?;
                self.tag = Some(tag);
                self.tag_answered("POST", response);
                Ok(())
            }
            TagStep::Remove => {
                let tag = self.own_tag()?;
                let request = self.tag_request("DELETE", &tag);
                let response = self.send(request, Shape::Free).await?;
                self.tag_answered("DELETE", response);
                Ok(())
            }
            TagStep::Members(method, entity) => {
                let response = self.name_members(method, entity).await?;
                self.tag_answered(method, response);
                Ok(())
            }
            TagStep::Shown(times) => self.tag_shown(*times).await,
            TagStep::Empty => self.tag_empty().await,
        }
    }

    /// How often the query interface shows the tag, asked anew.
    async fn tag_shown(&mut self, times: usize) -> Result<(), Stop> {
        let id = self.tag_id()?;
        let what = "user mixin in the query interface";
        let request = self.request("GET", "/-/", Rendering::Plain);
        let response = self.send(request, Shape::Categories).await?;
        let read = payload(&response)
            .ok_or_else(|| format!("status {}", response.status))
            .and_then(|payload| {
                read_categories(&payload, Mode::Lenient).map_err(|error| error.to_string())
            })
            .map_err(|error| self.failed(Code::Unparsable, what, "a readable answer", error))?;
        let found = read.value.iter().filter(|shown| shown.id == id).count();
        if found == times {
            return Ok(());
        }
        let entries = |count: usize| format!("{count} entries");
        Err(self.failed(Code::WrongFact, what, entries(times), entries(found)))
    }

    async fn tag_empty(&mut self) -> Result<(), Stop> {
        let tag = self.own_tag()?;
        let what = "location of a new user mixin";
        let request = self.request("GET", tag.location.clone(), Rendering::Uri);
        let response = self.send(request, Shape::Listing).await?;
        match response.status {
            200 | 204 if response.body.trim_ascii().is_empty() => Ok(()),
            200 | 204 => Err(self.failed(Code::WrongFact, what, "no member", "members")),
            status => Err(self.failed(Code::WrongStatus, what, "200", status.to_string())),
        }
    }
}
