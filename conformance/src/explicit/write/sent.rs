//! What is sent, as statements.

use occi_model::{AttributeName, CategoryId};

use super::writer::{Writer, atom, call, name, named, number, text};
use crate::{
    case::{Body, Call, Datum, Filter, Fixture, Payload, Target, Var, Wire},
    transport::Framing,
};

impl Writer {
    pub(super) fn fixture(&mut self, fixture: &Fixture) {
        let kind = self.category(&fixture.kind);
        self.say("fixture", &[named(&fixture.entity), kind]);
        self.body(&fixture.body);
        for drive in &fixture.drive {
            let action = self.category(&drive.action);
            let arguments = [action, name(&drive.attribute), text(&drive.to)];
            self.say("driven", &arguments);
            self.given("parameter", &drive.parameters);
        }
    }

    pub(super) fn given(&mut self, method: &str, values: &[(AttributeName, Datum)]) {
        for (attribute, datum) in values {
            let datum = self.datum(datum);
            self.say(method, &[name(attribute), datum]);
        }
    }

    pub(super) fn body(&mut self, body: &Body) {
        if let Some(kind) = &body.kind {
            let kind = self.category(kind);
            self.say("kind", &[kind]);
        }
        for mixin in &body.mixins {
            let mixin = self.category(mixin);
            self.say("mixin", &[mixin]);
        }
        for (family, nth) in &body.templates {
            let family = self.category(family);
            self.say("template", &[family, number(*nth)]);
        }
        self.given("attribute", &body.attributes);
    }

    pub(super) fn call(&mut self, sent: &Call) {
        let place = match &sent.target {
            Target::Query => {
                self.uses("explicit::query_interface");
                atom("query_interface()")
            }
            Target::Collection(category) => {
                self.uses("explicit::collection");
                call("collection", vec![self.category(category)])
            }
            Target::Page(category, query) => {
                self.uses("explicit::page");
                call("page", vec![self.category(category), text(query)])
            }
            Target::Entity(var) => {
                self.uses("explicit::entity");
                call("entity", vec![named(var)])
            }
        };
        let rendering = self.choice(sent.rendering);
        self.say("call", &[text(sent.method), place, rendering]);
        if let Some(term) = &sent.action {
            self.say("action", &[text(term)]);
        }
        self.creates(sent.creates.as_ref());
        self.payload(&sent.payload);
    }

    pub(super) fn creates(&mut self, creates: Option<&(Var, CategoryId)>) {
        if let Some((var, kind)) = creates {
            let kind = self.category(kind);
            self.say("creates", &[named(var), kind]);
        }
    }

    pub(super) fn payload(&mut self, payload: &Payload) {
        match payload {
            Payload::Nothing => {}
            Payload::Entity(body) => {
                if *body == Body::default() {
                    self.say("empty", &[]);
                }
                self.body(body);
            }
            Payload::WithLink { entity, link } => {
                if *entity == Body::default() {
                    self.say("empty", &[]);
                }
                self.body(entity);
                self.say("inside", &[]);
                self.body(link);
            }
            Payload::Invocation { action, parameters } => {
                let action = self.category(action);
                self.say("invocation", &[action]);
                self.given("parameter", parameters);
            }
            Payload::Locations(entities) => {
                self.say("locations", &[]);
                for var in entities {
                    self.say("member", &[named(var)]);
                }
            }
            Payload::Filter(Filter::Category(category)) => {
                let category = self.category(category);
                self.say("filter_by_category", &[category]);
            }
            Payload::Filter(Filter::Attribute {
                name: attribute,
                value,
                of,
            }) => {
                let value = self.datum(value);
                self.say("filter_by_value", &[name(attribute), value]);
                if let Some(of) = of {
                    self.say("filter_of", &[named(of)]);
                }
            }
            Payload::AsRead(var) => self.say("as_read", &[named(var)]),
            Payload::Raw {
                content_type,
                text: octets,
            } => self.say("raw", &[text(content_type), text(octets)]),
        }
    }

    pub(super) fn wire(&mut self, wire: &Wire) {
        self.say("wire", &[text(wire.method), text(&wire.target)]);
        for (field, value) in &wire.headers {
            self.say("header", &[text(field), text(value)]);
        }
        match lines(&wire.body) {
            Some(lines) => {
                for line in lines {
                    self.say("line", &[text(line)]);
                }
            }
            None => self.say("body", &[text(&wire.body)]),
        }
        self.creates(wire.creates.as_ref());
        if wire.anonymous {
            self.say("anonymously", &[]);
        }
        if wire.framing != Framing::Length {
            self.uses("transport::Framing");
            self.say("framed", &[atom(format!("Framing::{:?}", wire.framing))]);
        }
    }
}

/// The lines of a body that consists of such, without their ends.
fn lines(body: &str) -> Option<Vec<&str>> {
    let Some(ended) = body.strip_suffix("\r\n") else {
        return body.is_empty().then(Vec::new);
    };
    let lines: Vec<&str> = ended.split("\r\n").collect();
    let whole = lines.iter().all(|line| !line.contains(['\r', '\n']));
    whole.then_some(lines)
}
