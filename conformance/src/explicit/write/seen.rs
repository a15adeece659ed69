//! What is looked at, as statements.

use occi_model::CategoryId;

use super::writer::{Writer, atom, name, named, number, text, truth};
use crate::case::{Assertion, Fact};

impl Writer {
    pub(super) fn expect(&mut self, assertion: &Assertion) {
        match assertion {
            Assertion::Answer(situation) => {
                self.uses("oracle::Situation");
                self.say("expect", &[atom(format!("Situation::{situation:?}"))]);
            }
            Assertion::TypeAsAsked => self.say("expect_type", &[]),
            Assertion::Allow => self.say("expect_allow", &[]),
            Assertion::Location(var) => self.say("expect_location", &[named(var)]),
            Assertion::Field(field, test) => {
                let test = self.test(test);
                self.say("expect_field", &[text(field), test]);
            }
            Assertion::Text(test) => {
                let test = self.test(test);
                self.say("expect_text", &[test]);
            }
            Assertion::Json(pointer, test) => {
                let test = self.test(test);
                self.say("expect_part", &[text(pointer), test]);
            }
            Assertion::LikeKept(var) => self.say("expect_like", &[named(var)]),
            Assertion::Shows(shown) => {
                let category = self.category(&shown.id);
                self.say("expect_shown", &[category]);
            }
        }
    }

    pub(super) fn fact(&mut self, fact: &Fact) {
        match fact {
            Fact::Kind(kind) => self.of_category("is_a", kind),
            Fact::Mixin(mixin) => self.of_category("has_mixin", mixin),
            Fact::LacksMixin(mixin) => self.of_category("lacks_mixin", mixin),
            Fact::Tagged(present) => self.say("tagged", &[truth(*present)]),
            Fact::Template {
                family,
                nth,
                present,
            } => {
                let family = self.category(family);
                self.say("has_template", &[family, number(*nth), truth(*present)]);
            }
            Fact::OneTemplate { family } => self.of_category("one_template", family),
            Fact::Value(attribute, datum) => {
                let datum = self.datum(datum);
                self.say("value", &[name(attribute), datum]);
            }
            Fact::Shown(attribute) => self.say("shown", &[name(attribute)]),
            Fact::Absent(attribute) => self.say("absent", &[name(attribute)]),
            Fact::AbsentOr(attribute, datum) => {
                let datum = self.datum(datum);
                self.say("absent_or", &[name(attribute), datum]);
            }
            Fact::Valid => self.say("valid", &[]),
            Fact::Offers(actions) => {
                self.say("offers", &[]);
                for action in actions {
                    self.of_category("offered", action);
                }
            }
            Fact::Initial { attribute, state } => {
                self.say("initially", &[name(attribute), text(state)]);
            }
            Fact::Follows { attribute, state } => {
                self.say("follows", &[name(attribute), text(state)]);
            }
            Fact::IdIsNot(id) => self.say("id_is_not", &[text(id)]),
            Fact::ShowsLink(var) => self.say("shows_link", &[named(var)]),
            Fact::LacksLink(var) => self.say("lacks_link", &[named(var)]),
        }
    }

    pub(super) fn of_category(&mut self, method: &str, category: &CategoryId) {
        let category = self.category(category);
        self.say(method, &[category]);
    }
}
