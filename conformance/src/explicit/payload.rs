//! Statements about what a request or a fixture carries.

use occi_model::AttributeName;

use super::{Given, Script, var};
use crate::case::{Body, Call, Datum, Filter, Payload, Step, Var};

impl Script {
    fn carries(&mut self, statement: &str, payload: Payload) {
        match self.last() {
            Some(Step::Call(call)) => call.payload = payload,
            _ => self.misplaced(statement),
        }
    }

    /// The entity that the request before carries; begun where it carries nothing yet.
    fn carried(&mut self) -> Option<&mut Body> {
        match self.last()? {
            Step::Fixture(fixture) => Some(&mut fixture.body),
            Step::Call(Call { payload, .. }) => {
                if *payload == Payload::Nothing {
                    *payload = Payload::Entity(Body::default());
                }
                match payload {
                    Payload::Entity(body) | Payload::WithLink { link: body, .. } => Some(body),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The request carries an entity of which nothing is said.
    pub fn empty(&mut self) {
        self.carries("empty", Payload::Entity(Body::default()));
    }

    /// The kind of the entity that is carried.
    pub fn kind(&mut self, kind: &str) {
        let Some(kind) = self.category(kind) else {
            return;
        };
        match self.carried() {
            Some(body) => body.kind = Some(kind),
            None => self.misplaced("kind"),
        }
    }

    /// A mixin of the entity that is carried.
    pub fn mixin(&mut self, mixin: &str) {
        let Some(mixin) = self.category(mixin) else {
            return;
        };
        match self.carried() {
            Some(body) => body.mixins.push(mixin),
            None => self.misplaced("mixin"),
        }
    }

    /// A template that the endpoint offers, for the entity that is carried: the family, and which
    /// of it, from 0.
    pub fn template(&mut self, family: &str, nth: usize) {
        let Some(family) = self.category(family) else {
            return;
        };
        match self.carried() {
            Some(body) => body.templates.push((family, nth)),
            None => self.misplaced("template"),
        }
    }

    /// An attribute of the entity that is carried.
    pub fn attribute(&mut self, name: &str, value: impl Into<Given>) {
        let (name, datum) = (self.name(name), self.datum(value));
        let (Some(name), Some(datum)) = (name, datum) else {
            return;
        };
        match self.carried() {
            Some(body) => body.attributes.push((name, datum)),
            None => self.misplaced("attribute"),
        }
    }

    /// The entity of the request carries a link inside, of which the statements behind this one
    /// speak.
    pub fn inside(&mut self) {
        match self.last() {
            Some(Step::Call(Call { payload, .. })) if matches!(payload, Payload::Entity(_)) => {
                if let Payload::Entity(entity) = std::mem::replace(payload, Payload::Nothing) {
                    let link = Body::default();
                    *payload = Payload::WithLink { entity, link };
                }
            }
            _ => self.misplaced("inside"),
        }
    }

    /// The request invokes an action.
    pub fn invocation(&mut self, action: &str) {
        if let Some(action) = self.category(action) {
            let parameters = Vec::new();
            self.carries("invocation", Payload::Invocation { action, parameters });
        }
    }

    /// A parameter of the action that is invoked, or of the last one that a fixture is driven by.
    pub fn parameter(&mut self, name: &str, value: impl Into<Given>) {
        let (name, datum) = (self.name(name), self.datum(value));
        let (Some(name), Some(datum)) = (name, datum) else {
            return;
        };
        match self.parameters() {
            Some(parameters) => parameters.push((name, datum)),
            None => self.misplaced("parameter"),
        }
    }

    fn parameters(&mut self) -> Option<&mut Vec<(AttributeName, Datum)>> {
        match self.last()? {
            Step::Call(Call {
                payload: Payload::Invocation { parameters, .. },
                ..
            }) => Some(parameters),
            Step::Fixture(fixture) => fixture.drive.last_mut().map(|drive| &mut drive.parameters),
            _ => None,
        }
    }

    /// The request carries locations of entities of the case, each of which is a
    /// [`member`](Self::member).
    pub fn locations(&mut self) {
        self.carries("locations", Payload::Locations(Vec::new()));
    }

    /// An entity whose location is carried, or that pages must hold.
    pub fn member(&mut self, name: &'static str) {
        match self.members() {
            Some(members) => members.push(var(name)),
            None => self.misplaced("member"),
        }
    }

    fn members(&mut self) -> Option<&mut Vec<Var>> {
        match self.last()? {
            Step::Call(Call {
                payload: Payload::Locations(members),
                ..
            }) => Some(members),
            Step::Pages { entities, .. } => Some(entities),
            _ => None,
        }
    }

    /// The collection is filtered by a kind or mixin.
    pub fn filter_by_category(&mut self, category: &str) {
        if let Some(category) = self.category(category) {
            let filter = Payload::Filter(Filter::Category(category));
            self.carries("filter_by_category", filter);
        }
    }

    /// The collection is filtered by a value of an attribute.
    pub fn filter_by_value(&mut self, name: &str, value: impl Into<Given>) {
        let (name, value) = (self.name(name), self.datum(value));
        if let (Some(name), Some(value)) = (name, value) {
            let of = None;
            let filter = Payload::Filter(Filter::Attribute { name, value, of });
            self.carries("filter_by_value", filter);
        }
    }

    /// The entity whose marker the value of the filter is.
    pub fn filter_of(&mut self, entity: &'static str) {
        match self.last() {
            Some(Step::Call(Call {
                payload: Payload::Filter(Filter::Attribute { of, .. }),
                ..
            })) => *of = Some(var(entity)),
            _ => self.misplaced("filter_of"),
        }
    }

    /// The request carries the octets that were read under a name.
    pub fn as_read(&mut self, read: &'static str) {
        self.carries("as_read", Payload::AsRead(var(read)));
    }

    /// The request carries these octets, under this content type.
    pub fn raw(&mut self, content_type: &'static str, text: &str) {
        let text = text.to_owned();
        self.carries("raw", Payload::Raw { content_type, text });
    }
}
