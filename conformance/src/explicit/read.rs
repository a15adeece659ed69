//! Statements that read something, and look at what came.

use occi_model::CategoryId;

use super::{Given, Script, var};
use crate::{
    case::{Assertion, Choice, Fact, Step, Test, Var},
    oracle::Situation,
};

impl Script {
    /// The status of the last answer is one of the graded set of a situation.
    pub fn expect(&mut self, situation: Situation) {
        self.step(Step::Expect(Assertion::Answer(situation)));
    }

    /// The last answer is of the type that was asked for.
    pub fn expect_type(&mut self) {
        self.step(Step::Expect(Assertion::TypeAsAsked));
    }

    /// The last answer names the methods that are allowed.
    pub fn expect_allow(&mut self) {
        self.step(Step::Expect(Assertion::Allow));
    }

    /// The answer to a creation tells where the entity is.
    pub fn expect_location(&mut self, name: &'static str) {
        self.step(Step::Expect(Assertion::Location(var(name))));
    }

    /// What a header field of the last answer says.
    pub fn expect_field(&mut self, name: &'static str, test: Test) {
        self.step(Step::Expect(Assertion::Field(name, test)));
    }

    /// What the body of the last answer says.
    pub fn expect_text(&mut self, test: Test) {
        self.step(Step::Expect(Assertion::Text(test)));
    }

    /// What a part of the last answer, which is JSON, says; the part is named by a JSON pointer.
    pub fn expect_part(&mut self, pointer: &'static str, test: Test) {
        self.step(Step::Expect(Assertion::Json(pointer, test)));
    }

    /// The last answer has the lines of one that was kept, in any order.
    pub fn expect_like(&mut self, kept: &'static str) {
        self.step(Step::Expect(Assertion::LikeKept(var(kept))));
    }

    /// The query interface, which was asked before, shows a category with all that the model says
    /// of it.
    pub fn expect_shown(&mut self, category: &str) {
        let at = self.case.as_ref().map_or(0, |case| case.steps.len());
        if let Some(category) = self.category(category) {
            self.shown.insert(at, category);
            // In its place until the model is known.
            self.step(Step::Expect(Assertion::TypeAsAsked));
        }
    }

    /// Reads an entity.
    pub fn read(&mut self, name: &'static str, rendering: Choice, into: &'static str) {
        self.step(Step::Read {
            entity: var(name),
            rendering,
            into: var(into),
        });
    }

    /// Looks at what was read; the statements behind this one say what must hold.
    pub fn check(&mut self, read: &'static str) {
        self.step(Step::Check {
            read: var(read),
            facts: Vec::new(),
        });
    }

    fn fact(&mut self, statement: &str, fact: Option<Fact>) {
        let Some(fact) = fact else {
            return;
        };
        match self.last() {
            Some(Step::Check { facts, .. }) => facts.push(fact),
            _ => self.misplaced(statement),
        }
    }

    fn about_category(
        &mut self,
        statement: &str,
        category: &str,
        fact: impl FnOnce(CategoryId) -> Fact,
    ) {
        let fact = self.category(category).map(fact);
        self.fact(statement, fact);
    }

    /// It has exactly this kind.
    pub fn is_a(&mut self, kind: &str) {
        self.about_category("is_a", kind, Fact::Kind);
    }

    /// It carries the mixin.
    pub fn has_mixin(&mut self, mixin: &str) {
        self.about_category("has_mixin", mixin, Fact::Mixin);
    }

    /// It does not carry the mixin.
    pub fn lacks_mixin(&mut self, mixin: &str) {
        self.about_category("lacks_mixin", mixin, Fact::LacksMixin);
    }

    /// It carries the user mixin of the case, or does not.
    pub fn tagged(&mut self, present: bool) {
        self.fact("tagged", Some(Fact::Tagged(present)));
    }

    /// It carries a template that the endpoint offers, or does not: the family, and which of it,
    /// from 0.
    pub fn has_template(&mut self, family: &str, nth: usize, present: bool) {
        self.about_category("has_template", family, |family| Fact::Template {
            family,
            nth,
            present,
        });
    }

    /// It carries one template of a family, and no more.
    pub fn one_template(&mut self, family: &str) {
        self.about_category("one_template", family, |family| Fact::OneTemplate {
            family,
        });
    }

    /// The attribute has this value.
    pub fn value(&mut self, name: &str, value: impl Into<Given>) {
        let (name, datum) = (self.name(name), self.datum(value));
        let fact = name
            .zip(datum)
            .map(|(name, datum)| Fact::Value(name, datum));
        self.fact("value", fact);
    }

    /// The attribute has a value.
    pub fn shown(&mut self, name: &str) {
        let fact = self.name(name).map(Fact::Shown);
        self.fact("shown", fact);
    }

    /// The attribute has no value.
    pub fn absent(&mut self, name: &str) {
        let fact = self.name(name).map(Fact::Absent);
        self.fact("absent", fact);
    }

    /// The attribute has no value, or this one.
    pub fn absent_or(&mut self, name: &str, value: impl Into<Given>) {
        let (name, datum) = (self.name(name), self.datum(value));
        let fact = name
            .zip(datum)
            .map(|(name, datum)| Fact::AbsentOr(name, datum));
        self.fact("absent_or", fact);
    }

    /// What is shown is defined by its kind and mixins, has its type and lies inside its facets,
    /// and nothing that they ask for is missing.
    pub fn valid(&mut self) {
        self.fact("valid", Some(Fact::Valid));
    }

    /// It offers no actions but those that [`offered`](Self::offered) behind this statement name.
    pub fn offers(&mut self) {
        self.fact("offers", Some(Fact::Offers(Vec::new())));
    }

    /// An action that it offers.
    pub fn offered(&mut self, action: &str) {
        let Some(action) = self.category(action) else {
            return;
        };
        let Some(Step::Check { facts, .. }) = self.last() else {
            return self.misplaced("offered");
        };
        match facts.last_mut() {
            Some(Fact::Offers(actions)) => actions.push(action),
            _ => self.misplaced("offered"),
        }
    }

    /// It is in its first state, or has moved on by itself.
    pub fn initially(&mut self, attribute: &str, state: &str) {
        let fact = self.name(attribute).map(|attribute| Fact::Initial {
            attribute,
            state: state.to_owned(),
        });
        self.fact("initially", fact);
    }

    /// It is in the state that it follows its source to.
    pub fn follows(&mut self, attribute: &str, state: &str) {
        let fact = self.name(attribute).map(|attribute| Fact::Follows {
            attribute,
            state: state.to_owned(),
        });
        self.fact("follows", fact);
    }

    /// Its id is not this text.
    pub fn id_is_not(&mut self, text: &'static str) {
        self.fact("id_is_not", Some(Fact::IdIsNot(text)));
    }

    /// The resource shows the link.
    pub fn shows_link(&mut self, link: &'static str) {
        self.fact("shows_link", Some(Fact::ShowsLink(var(link))));
    }

    /// The resource does not show the link.
    pub fn lacks_link(&mut self, link: &'static str) {
        self.fact("lacks_link", Some(Fact::LacksLink(var(link))));
    }

    /// What was read at two times, or in two renderings, is the same.
    pub fn same(&mut self, left: &'static str, right: &'static str) {
        self.step(Step::Same {
            left: var(left),
            right: var(right),
            except: Vec::new(),
        });
    }

    /// An attribute that may differ all the same.
    pub fn except(&mut self, attribute: &str) {
        let Some(name) = self.name(attribute) else {
            return;
        };
        match self.last() {
            Some(Step::Same { except, .. }) => except.push(name),
            _ => self.misplaced("except"),
        }
    }

    /// Waits until an entity is in a state.
    pub fn wait_for(&mut self, name: &'static str, attribute: &str, state: &str) {
        if let Some(attribute) = self.name(attribute) {
            self.step(Step::Await {
                entity: var(name),
                attribute,
                state: state.to_owned(),
            });
        }
    }

    /// The collection of a kind or mixin holds an entity, or does not.
    pub fn listed(&mut self, name: &'static str, category: &str, rendering: Choice, present: bool) {
        if let Some(collection) = self.category(category) {
            self.step(Step::Listed {
                entity: var(name),
                collection,
                rendering,
                present,
            });
        }
    }

    /// The collection of the user mixin holds an entity, or does not.
    pub fn listed_by_tag(&mut self, name: &'static str, present: bool) {
        self.step(Step::Tagged {
            entity: var(name),
            present,
        });
    }

    /// Finds the link that was created along with a resource, and gives it a name.
    pub fn inline(&mut self, source: &'static str, link: &'static str, kind: &str) {
        if let Some(kind) = self.category(kind) {
            self.step(Step::Inline {
                source: var(source),
                link: var(link),
                kind,
            });
        }
    }

    /// Looks at the last answer as a listing; the statements behind this one say what it holds.
    pub fn lists(&mut self) {
        self.step(Step::Lists {
            has: Vec::new(),
            lacks: Vec::new(),
            size: None,
        });
    }

    /// The listing holds an entity.
    pub fn holds(&mut self, name: &'static str) {
        match self.last() {
            Some(Step::Lists { has, .. }) => has.push(var(name)),
            _ => self.misplaced("holds"),
        }
    }

    /// The listing does not hold an entity.
    pub fn lacks(&mut self, name: &'static str) {
        match self.last() {
            Some(Step::Lists { lacks, .. }) => lacks.push(var(name)),
            _ => self.misplaced("lacks"),
        }
    }

    /// The listing has so many members.
    pub fn size(&mut self, number: usize) {
        match self.last() {
            Some(Step::Lists { size, .. }) => *size = Some(number),
            _ => self.misplaced("size"),
        }
    }

    /// The pages of the collection of a kind hold all that [`member`](Self::member) behind this
    /// statement names, and none twice.
    pub fn pages(&mut self, kind: &str) {
        if let Some(kind) = self.category(kind) {
            self.step(Step::Pages {
                kind,
                entities: Vec::<Var>::new(),
            });
        }
    }

    /// An entity cannot be read any more.
    pub fn gone(&mut self, name: &'static str) {
        self.step(Step::Gone { entity: var(name) });
    }

    /// A creation that was refused has left nothing behind.
    pub fn nothing_created(&mut self, name: &'static str, kind: &str) {
        if let Some(kind) = self.category(kind) {
            self.step(Step::NothingCreated {
                entity: var(name),
                kind,
            });
        }
    }

    /// Remembers the members of a collection, so that a new one can be told.
    pub fn remember(&mut self, kind: &str) {
        if let Some(kind) = self.category(kind) {
            self.step(Step::Remember { kind });
        }
    }

    /// Goes on only where a collection holds nothing that is not of the run.
    pub fn own_only(&mut self, kind: &str) {
        if let Some(kind) = self.category(kind) {
            self.step(Step::OwnOnly { kind });
        }
    }
}
