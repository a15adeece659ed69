//! Levels of warnings that a text sets by marks: `#[allow("W0012")]`, `#[deny("W0012")]`.
//!
//! They are no part of the draft: a level is about the text, as a comment is. Collected here,
//! with the stretch of the text that each speaks of; put into effect when all faults are known.

use std::ops::Range;

use occi_model::{Fault, Origin, SourceId, fault::Severity};

use crate::{
    code, explain,
    lints::Lint,
    syntax::{
        MAX_FAULTS,
        tree::{
            Argument, Attribute, Category, Clause, Configuration, HashMember, Item, Lead, List,
            Literal, Mark, Member, MemberForm, NamedType, Part, PartForm, Reference, Span, State,
            Text, Transition, Type, TypeForm, Value,
        },
    },
};

/// One mark `allow` or `deny`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    /// Whether the warning is denied; else it is allowed.
    pub(crate) denied: bool,
    /// What the level is set for.
    pub(crate) lint: Lint,
    /// The mark.
    pub(crate) mark: Origin,
    /// The text.
    pub(crate) source: SourceId,
    /// The bytes that it speaks of: what stands before the item, and the item; on the line that
    /// names the extension, the whole text.
    pub(crate) scope: Range<u32>,
}

/// The marks that set levels.
pub(super) const LEVELS: [&str; 2] = ["allow", "deny"];

/// Collects the levels that a text sets, and the faults of those that name no warning.
pub(super) struct Walk {
    source: SourceId,
    faults: Vec<Fault>,
    levels: Vec<Level>,
}

/// A part of the tree that may hold levels: those before it, and those of its parts.
pub(super) trait Walked {
    fn walk(&self, walk: &mut Walk);
}

macro_rules! walked {
    ($($type:ty: $how:expr;)*) => {
        $(impl Walked for $type {
            fn walk(&self, walk: &mut Walk) {
                $how(walk, self);
            }
        })*
    };
}

walked! {
    Member<'_>: Walk::member;
    Part<'_>: Walk::part;
    State<'_>: Walk::state;
    Transition<'_>: |walk: &mut Walk, transition| {
        walk.transition(transition);
    };
    HashMember<'_>: Walk::hash_member;
    Literal<'_>: Walk::literal;
    (Lead<'_>, Attribute<'_>): Walk::parameter;
    Argument<'_>: |_, _| ();
    Reference<'_>: |_, _| ();
    Value<'_>: |_, _| ();
    (Text<'_>, Value<'_>): |_, _| ();
}

impl Walk {
    pub(super) const fn new(source: SourceId) -> Self {
        Self {
            source,
            faults: Vec::new(),
            levels: Vec::new(),
        }
    }

    /// The levels; the faults are added to others.
    pub(super) fn finish(mut self, faults: &mut Vec<Fault>) -> Vec<Level> {
        faults.append(&mut self.faults);
        self.levels
    }

    fn report(&mut self, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        }
    }

    pub(super) fn item(&mut self, item: &Item<'_>) {
        match item {
            Item::Extension(extension) => self.marks(&extension.lead, 0..u32::MAX),
            Item::Use(import) => self.lead(&import.lead, import.span.end),
            Item::NamedType(named) => self.named_type(named),
            Item::Category(category) => self.category(category),
            Item::Configuration(configuration) => self.configuration(configuration),
        }
    }

    fn configuration(&mut self, configuration: &Configuration<'_>) {
        let name = configuration.name.span.end;
        let end = end_of(&configuration.parts, |part| part.span.end, name);
        self.lead(&configuration.lead, end);
        configuration.parts.iter().for_each(|part| self.part(part));
    }

    fn part(&mut self, part: &Part<'_>) {
        self.lead(&part.lead, part.span.end);
        if let PartForm::Instance(instance) = &part.form {
            instance.parts.iter().for_each(|part| self.part(part));
        }
    }

    fn named_type(&mut self, named: &NamedType<'_>) {
        self.lead(&named.lead, named.value_type.span.end);
        self.value_type(&named.value_type);
    }

    fn category(&mut self, category: &Category<'_>) {
        if !category.lead.marks.is_empty() {
            let clauses = category.clauses.iter().map(|clause| match clause {
                Clause::Title(text) | Clause::Scheme(text) | Clause::Location(text) => text.span,
                Clause::Parent(reference) => reference.span,
            });
            let end = last(clauses, category.term.span);
            let end = end_of(&category.members, |member| member.span.end, end);
            self.lead(&category.lead, end);
        }
        for member in &category.members {
            self.member(member);
        }
    }

    fn member(&mut self, member: &Member<'_>) {
        self.lead(&member.lead, member.span.end);
        match &member.form {
            MemberForm::Attribute(attribute) => self.value_type(&attribute.value_type),
            MemberForm::Action(action) => {
                for parameter in &action.parameters {
                    self.parameter(parameter);
                }
            }
            MemberForm::States(states) => states.states.iter().for_each(|one| self.state(one)),
            MemberForm::Require(..) | MemberForm::References(..) | MemberForm::Set(..) => {}
        }
    }

    fn parameter(&mut self, (lead, parameter): &(Lead<'_>, Attribute<'_>)) {
        let defaults = parameter.defaults.iter().map(|default| default.span);
        let units = parameter.units.iter().map(|unit| unit.span);
        let end = last(defaults.chain(units), parameter.value_type.span);
        self.lead(lead, end);
        self.value_type(&parameter.value_type);
    }

    fn state(&mut self, state: &State<'_>) {
        let mut end = end_of(&state.transitions, |_| 0, state.name.span.end);
        for transition in &state.transitions {
            end = end.max(self.transition(transition));
        }
        self.lead(&state.lead, end);
    }

    /// Gives where the transition ends.
    fn transition(&mut self, transition: &Transition<'_>) -> u32 {
        let others = transition.failures.iter().chain(&transition.vias);
        let end = last(others.map(|text| text.span), transition.to.span);
        self.lead(&transition.lead, end);
        end
    }

    fn value_type(&mut self, value_type: &Type<'_>) {
        match &value_type.form {
            TypeForm::Enum(literals) => literals.iter().for_each(|one| self.literal(one)),
            TypeForm::Hash(members) => members.iter().for_each(|one| self.hash_member(one)),
            TypeForm::List(item, _) => self.value_type(item),
            TypeForm::Plain(..) => {}
        }
    }

    fn literal(&mut self, literal: &Literal<'_>) {
        self.lead(&literal.lead, literal.name.span.end);
    }

    fn hash_member(&mut self, member: &HashMember<'_>) {
        self.lead(&member.lead, member.value_type.span.end);
        self.value_type(&member.value_type);
    }

    /// The levels before something that ends at a byte.
    fn lead(&mut self, lead: &Lead<'_>, end: u32) {
        let docs = lead.docs.first().map(|doc| doc.span.start);
        let marks = lead.marks.first().map(|mark| mark.span.start);
        if let Some(start) = marks.map(|mark| docs.unwrap_or(mark).min(mark)) {
            self.marks(lead, start..end);
        }
    }

    fn marks(&mut self, lead: &Lead<'_>, scope: Range<u32>) {
        let before = self.levels.len();
        for mark in &lead.marks {
            if !LEVELS.contains(&&*mark.name.value) {
                continue;
            }
            let Some(lint) = self.lint(mark) else {
                continue;
            };
            let level = Level {
                denied: mark.name.value == "deny",
                lint,
                mark: self.origin(mark.span),
                source: self.source,
                scope: scope.clone(),
            };
            let twice = |first: &&Level| first.lint == lint && first.denied == level.denied;
            match self.levels[before..].iter().find(twice) {
                Some(first) => {
                    let message = format!("`{lint}` is named twice");
                    let fault = Fault::new(code::DOUBLED, level.mark, message)
                        .with_place(first.mark, "first said here")
                        .with_help("keep one of them");
                    self.report(fault);
                }
                None => self.levels.push(level),
            }
        }
    }

    fn origin(&self, span: Span) -> Origin {
        Origin::span(self.source, span.range())
    }

    /// What a mark sets the level for.
    fn lint(&mut self, mark: &Mark<'_>) -> Option<Lint> {
        let name = &mark.name.value;
        let Some(argument) = &mark.argument else {
            let message = format!("the mark `{name}` needs the code of a warning");
            let fault = Fault::new(code::MARK, self.origin(mark.span), message)
                .with_help(format!("write `#[{name}(\"W0012\")]`"));
            self.report(fault);
            return None;
        };
        match argument.value.parse() {
            Ok(lint) => Some(lint),
            Err(_) => {
                let origin = self.origin(argument.span);
                self.report(no_warning(name, &argument.value, origin));
                None
            }
        }
    }
}

/// The end of the last of several spans and of one more.
fn last(spans: impl Iterator<Item = Span>, one: Span) -> u32 {
    spans.map(|span| span.end).fold(one.end, u32::max)
}

/// The end of a list, or what is before it when that is empty.
fn end_of<T>(list: &List<T>, end: impl Fn(&T) -> u32, before: u32) -> u32 {
    let read = list.last().map_or(before, |part| end(part).max(before));
    list.more().map_or(read, |more| read.max(more.span.end))
}

/// The fault of a level for something that is no warning, with the warning that may be meant.
fn no_warning(mark: &str, text: &str, origin: Origin) -> Fault {
    let fault = |message: String| Fault::new(code::LEVEL, origin, message);
    let number = text
        .trim()
        .trim_start_matches(['E', 'e', 'W', 'w'])
        .parse()
        .ok();
    let known = number.and_then(explain::code_of);
    match known {
        Some(code) if code.severity == Severity::Warning => fault(format!(
            "`{text}` is not the code of a warning, `{code}` is"
        ))
        .with_replacement(format!("\"{code}\"")),
        Some(code) => fault(format!("`{code}` is an error, which cannot be {}", participle(mark)))
            .with_label("only warnings have a level")
            .with_help(format!(
                "remove the mark; `occi explain {code}` shows how to do without the error"
            )),
        None if matches!(text, "warning" | "all" | "Warnings" | "WARNINGS") => {
            fault(format!("`{text}` is no warning")).with_replacement("\"warnings\"")
        }
        None => fault(format!("there is no warning `{text}`")).with_help(
            "write the code of a warning, such as `W0012`, or `warnings` for all; `occi explain` lists the codes",
        ),
    }
}

fn participle(mark: &str) -> &'static str {
    if mark == "deny" { "denied" } else { "allowed" }
}
