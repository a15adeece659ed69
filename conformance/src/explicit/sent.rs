//! Statements that send something, or make what a case needs.

use super::{Script, var};
use crate::{
    case::{Body, Call, Choice, Drive, Fixture, Payload, Step, TagStep, Target, Wire},
    transport::Framing,
};

/// Where a request goes.
#[derive(Clone, Debug)]
pub struct Place(Where);

#[derive(Clone, Debug)]
enum Where {
    Query,
    Collection(String),
    Page(String, &'static str),
    Entity(&'static str),
}

/// The query interface.
#[must_use]
pub const fn query_interface() -> Place {
    Place(Where::Query)
}

/// The collection of a kind or mixin, where the endpoint says that it is.
#[must_use]
pub fn collection(category: &str) -> Place {
    Place(Where::Collection(category.to_owned()))
}

/// A page of the collection of a kind, by the query that asks for it: `page=1&number=2`.
#[must_use]
pub fn page(category: &str, query: &'static str) -> Place {
    Place(Where::Page(category.to_owned(), query))
}

/// An entity of the case.
#[must_use]
pub const fn entity(name: &'static str) -> Place {
    Place(Where::Entity(name))
}

impl Script {
    /// Makes an entity that the case needs; [`kind`](Self::kind), [`attribute`](Self::attribute) and
    /// others say with what. Where that fails, the case says nothing.
    pub fn fixture(&mut self, name: &'static str, kind: &str) {
        if let Some(kind) = self.category(kind) {
            self.step(Step::Fixture(Fixture {
                entity: var(name),
                kind,
                body: Body::default(),
                drive: Vec::new(),
            }));
        }
    }

    /// Brings the fixture to a state: an action, the state attribute, and the state it leads to.
    pub fn driven(&mut self, action: &str, attribute: &str, to: &str) {
        let (action, attribute) = (self.category(action), self.name(attribute));
        let (Some(action), Some(attribute)) = (action, attribute) else {
            return;
        };
        match self.last() {
            Some(Step::Fixture(fixture)) => fixture.drive.push(Drive {
                action,
                parameters: Vec::new(),
                attribute,
                to: to.to_owned(),
            }),
            _ => self.misplaced("driven"),
        }
    }

    /// Adds a user mixin of the run's own and attaches it to an entity.
    pub fn tag(&mut self, name: &'static str) {
        self.step(Step::Tag { entity: var(name) });
    }

    /// Sends a request; what it carries is said by the statements behind it.
    pub fn call(&mut self, method: &'static str, place: Place, rendering: Choice) {
        let target = match place.0 {
            Where::Query => Some(Target::Query),
            Where::Collection(category) => self.category(&category).map(Target::Collection),
            Where::Page(category, query) => self
                .category(&category)
                .map(|category| Target::Page(category, query)),
            Where::Entity(name) => Some(Target::Entity(var(name))),
        };
        if let Some(target) = target {
            self.step(Step::Call(Call {
                method,
                target,
                action: None,
                rendering,
                payload: Payload::Nothing,
                creates: None,
            }));
        }
    }

    /// The request has the query `action=` with this term.
    pub fn action(&mut self, term: &str) {
        match self.last() {
            Some(Step::Call(call)) => call.action = Some(term.to_owned()),
            _ => self.misplaced("action"),
        }
    }

    /// The request creates an entity if it succeeds: its name in the case, and its kind.
    pub fn creates(&mut self, name: &'static str, kind: &str) {
        let Some(kind) = self.category(kind) else {
            return;
        };
        match self.last() {
            Some(Step::Call(Call { creates, .. }) | Step::Wire(Wire { creates, .. })) => {
                *creates = Some((var(name), kind));
            }
            _ => self.misplaced("creates"),
        }
    }

    /// Sends a request that is written out; places as `<<path it>>` are filled in, see
    /// [`Wire`](crate::case::Wire).
    pub fn wire(&mut self, method: &'static str, target: &str) {
        self.step(Step::Wire(Wire {
            method,
            target: target.to_owned(),
            headers: Vec::new(),
            body: String::new(),
            creates: None,
            anonymous: false,
            framing: Framing::Length,
        }));
    }

    /// A header field of the request that is written out.
    pub fn header(&mut self, name: &'static str, value: &str) {
        match self.last() {
            Some(Step::Wire(wire)) => wire.headers.push((name, value.to_owned())),
            _ => self.misplaced("header"),
        }
    }

    /// A line of the body of the request that is written out; its end is added.
    pub fn line(&mut self, text: &str) {
        self.body(&format!("{text}\r\n"));
    }

    /// The body of the request that is written out, or more of it.
    pub fn body(&mut self, text: &str) {
        match self.last() {
            Some(Step::Wire(wire)) => wire.body.push_str(text),
            _ => self.misplaced("body"),
        }
    }

    /// The request that is written out goes without the credentials of the run.
    pub fn anonymously(&mut self) {
        match self.last() {
            Some(Step::Wire(wire)) => wire.anonymous = true,
            _ => self.misplaced("anonymously"),
        }
    }

    /// The request that is written out is framed in a way of its own.
    pub fn framed(&mut self, framing: Framing) {
        match self.last() {
            Some(Step::Wire(wire)) => wire.framing = framing,
            _ => self.misplaced("framed"),
        }
    }

    /// The so many requests before, all written out, are sent at the same time.
    pub fn together(&mut self, number: usize) {
        let Some(case) = self.case() else {
            return;
        };
        let from = case.steps.len().saturating_sub(number);
        let sent = case.steps.split_off(from).into_iter();
        let wires: Vec<Wire> = sent
            .filter_map(|step| match step {
                Step::Wire(wire) => Some(wire),
                _ => None,
            })
            .collect();
        if wires.len() == number {
            self.step(Step::Together(wires));
        } else {
            self.misplaced("together");
        }
    }

    /// Keeps the last answer under a name.
    pub fn keep(&mut self, name: &'static str) {
        self.step(Step::Keep(var(name)));
    }

    /// Asks the query interface as a client of a version: `OCCI/99.0`.
    pub fn announce(&mut self, version: &'static str, rendering: Choice) {
        self.step(Step::Announce { version, rendering });
    }

    /// Does something with the user mixin of the case.
    pub fn user_mixin(&mut self, step: TagStep) {
        self.step(Step::UserMixin(step));
    }

    /// Names an entity at the location of the user mixin, with the method.
    pub fn user_mixin_member(&mut self, method: &'static str, name: &'static str) {
        self.user_mixin(TagStep::Members(method, var(name)));
    }
}
