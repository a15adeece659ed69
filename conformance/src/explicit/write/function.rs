//! A case as a function.

use std::fmt::Write as _;

use super::{
    super::layout::statement,
    comment,
    writer::{Writer, atom, name, named, number, text, truth},
};
use crate::{
    case::{Case, Grade, Hazard, Need, Step, TagStep},
    requirement,
};

impl Writer {
    pub(super) fn function(&mut self, case: &Case, name: &str) -> String {
        let mut head = comment(&case.title);
        for id in &case.requirements {
            if let Some(row) = requirement::find(id) {
                head.push_str("///\n");
                head.push_str(&comment(&format!(
                    "{id} ({}): {}",
                    row.level.as_str(),
                    row.text
                )));
            }
        }
        let _ = write!(head, "#[test]\nfn {name}() {{\n");
        self.out.clear();
        let arguments = [text(case.id.as_str()), text(&case.title)];
        statement("let mut case = Script::new", &arguments, &mut self.out);
        for id in &case.requirements {
            self.say("row", &[text(id)]);
        }
        self.conditions(case);
        for step in &case.steps {
            // A request, a fixture, a reading begins something new.
            let begins = matches!(
                step,
                Step::Fixture(_) | Step::Call(_) | Step::Wire(_) | Step::Read { .. }
            );
            if begins {
                self.out.push('\n');
            }
            self.step(step);
        }
        self.out.push_str("    run(case);\n}\n");
        head + &self.out
    }

    pub(super) fn conditions(&mut self, case: &Case) {
        for need in &case.needs {
            match need {
                Need::Offers(category) => {
                    let category = self.category(category);
                    self.say("needs_kind", &[category]);
                }
                Need::Renders(rendering) => {
                    let rendering = self.rendering(*rendering);
                    self.say("needs_rendering", &[rendering]);
                }
                Need::UserMixins => self.say("needs_user_mixins", &[]),
                Need::Login => self.say("needs_login", &[]),
                Need::Framing => self.say("needs_connection", &[]),
                Need::Templates(family, count) => {
                    let family = self.category(family);
                    self.say("needs_templates", &[family, number(*count)]);
                }
            }
        }
        if let Some(category) = &case.category {
            let category = self.category(category);
            self.say("about", &[category]);
        }
        if case.hazard != Hazard::Read {
            self.uses("case::Hazard");
            self.say("hazard", &[atom(format!("Hazard::{:?}", case.hazard))]);
        }
        if case.grade == Grade::Provisional {
            self.say("provisional", &[]);
        }
    }

    pub(super) fn step(&mut self, step: &Step) {
        match step {
            Step::Fixture(fixture) => self.fixture(fixture),
            Step::Tag { entity } => self.say("tag", &[named(entity)]),
            Step::Call(call) => self.call(call),
            Step::Wire(wire) => self.wire(wire),
            Step::Together(wires) => {
                for wire in wires {
                    self.wire(wire);
                }
                self.say("together", &[number(wires.len())]);
            }
            Step::Keep(var) => self.say("keep", &[named(var)]),
            Step::Expect(assertion) => self.expect(assertion),
            Step::Read {
                entity,
                rendering,
                into,
            } => {
                let rendering = self.choice(*rendering);
                self.say("read", &[named(entity), rendering, named(into)]);
            }
            Step::Check { read, facts } => {
                self.say("check", &[named(read)]);
                for fact in facts {
                    self.fact(fact);
                }
            }
            Step::Same {
                left,
                right,
                except,
            } => {
                self.say("same", &[named(left), named(right)]);
                for attribute in except {
                    self.say("except", &[name(attribute)]);
                }
            }
            Step::Await {
                entity,
                attribute,
                state,
            } => self.say("wait_for", &[named(entity), name(attribute), text(state)]),
            Step::Listed {
                entity,
                collection,
                rendering,
                present,
            } => {
                let collection = self.category(collection);
                let rendering = self.choice(*rendering);
                let arguments = [named(entity), collection, rendering, truth(*present)];
                self.say("listed", &arguments);
            }
            Step::Tagged { entity, present } => {
                self.say("listed_by_tag", &[named(entity), truth(*present)]);
            }
            Step::Announce { version, rendering } => {
                let rendering = self.choice(*rendering);
                self.say("announce", &[text(version), rendering]);
            }
            Step::UserMixin(step) => self.user_mixin(step),
            Step::Inline { source, link, kind } => {
                let kind = self.category(kind);
                self.say("inline", &[named(source), named(link), kind]);
            }
            Step::Lists { has, lacks, size } => {
                self.say("lists", &[]);
                for var in has {
                    self.say("holds", &[named(var)]);
                }
                for var in lacks {
                    self.say("lacks", &[named(var)]);
                }
                if let Some(size) = size {
                    self.say("size", &[number(*size)]);
                }
            }
            Step::Pages { kind, entities } => {
                let kind = self.category(kind);
                self.say("pages", &[kind]);
                for var in entities {
                    self.say("member", &[named(var)]);
                }
            }
            Step::Gone { entity } => self.say("gone", &[named(entity)]),
            Step::NothingCreated { entity, kind } => {
                let kind = self.category(kind);
                self.say("nothing_created", &[named(entity), kind]);
            }
            Step::Remember { kind } => {
                let kind = self.category(kind);
                self.say("remember", &[kind]);
            }
            Step::OwnOnly { kind } => {
                let kind = self.category(kind);
                self.say("own_only", &[kind]);
            }
        }
    }

    pub(super) fn user_mixin(&mut self, step: &TagStep) {
        if let TagStep::Members(method, var) = step {
            return self.say("user_mixin_member", &[text(method), named(var)]);
        }
        self.uses("case::TagStep");
        self.say("user_mixin", &[atom(format!("TagStep::{step:?}"))]);
    }
}
