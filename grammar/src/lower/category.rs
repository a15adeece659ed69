//! Kinds, mixins and their members.

use occi_model::{
    Located,
    draft::{
        Access, ActionDraft, AttributeDraft, ConstraintDraft, DefaultDraft, KindDraft, MixinDraft,
        Reference, SettingDraft, StatesDraft,
    },
};

use super::{
    Lowering,
    lead::{Holds, Said},
};
use crate::{
    code,
    syntax::{
        self,
        tree::{
            Action, Attribute, Category, Class, Clause, Default as WrittenDefault, DefaultForm,
            Lead, Member, MemberForm, Role, Span, Text,
        },
    },
};

/// What the modifiers of an attribute say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Modifiers {
    pub(super) required: bool,
    pub(super) always: bool,
    pub(super) access: Access,
}

/// The head of a category.
#[derive(Default)]
struct Head {
    title: Option<String>,
    scheme: Option<Located<String>>,
    parent: Option<Located<Reference>>,
    location: Option<Located<String>>,
}

/// The body of a category.
#[derive(Default)]
struct Body {
    attributes: Vec<AttributeDraft>,
    actions: Vec<ActionDraft>,
    states: Option<(StatesDraft, Span)>,
    constraints: Vec<ConstraintDraft>,
    settings: Vec<SettingDraft>,
    depends: Vec<Located<Reference>>,
    applies: Vec<Located<Reference>>,
    source: Vec<Located<Reference>>,
    target: Vec<Located<Reference>>,
}

impl Body {
    /// Gives back what growing took in advance: most categories have one of a thing, or a few.
    fn shrink(&mut self) {
        self.attributes.shrink_to_fit();
        self.actions.shrink_to_fit();
        self.constraints.shrink_to_fit();
        self.settings.shrink_to_fit();
        for references in [
            &mut self.depends,
            &mut self.applies,
            &mut self.source,
            &mut self.target,
        ] {
            references.shrink_to_fit();
        }
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn kind(&mut self, category: &Category<'a>) -> KindDraft {
        let lead = self.lead(&category.lead, Holds::ANNOTATED, "a kind");
        let modifiers = self.category_modifiers(category, &["abstract"], "a kind");
        let head = self.head(category);
        let body = self.body(category);
        KindDraft {
            term: self.text(&category.term),
            scheme: head.scheme,
            title: head.title,
            description: lead.description,
            parent: head.parent,
            is_abstract: modifiers.contains(&"abstract"),
            location: head.location,
            attributes: body.attributes,
            actions: body.actions,
            states: body.states.map(|(states, _)| states),
            constraints: body.constraints,
            source: body.source,
            target: body.target,
            versions: lead.versions,
            annotations: lead.annotations,
        }
    }

    pub(super) fn mixin(&mut self, category: &Category<'a>) -> MixinDraft {
        let lead = self.lead(&category.lead, Holds::ANNOTATED, "a mixin");
        let modifiers = self.category_modifiers(category, &["exclusive", "overriding"], "a mixin");
        let head = self.head(category);
        let body = self.body(category);
        MixinDraft {
            term: self.text(&category.term),
            scheme: head.scheme,
            title: head.title,
            description: lead.description,
            depends: body.depends,
            applies: body.applies,
            exclusive: modifiers.contains(&"exclusive"),
            overriding: modifiers.contains(&"overriding"),
            location: head.location,
            attributes: body.attributes,
            settings: body.settings,
            actions: body.actions,
            states: body.states.map(|(states, _)| states),
            constraints: body.constraints,
            versions: lead.versions,
            annotations: lead.annotations,
        }
    }

    /// The modifiers that fit, each once.
    fn category_modifiers<'c>(
        &mut self,
        category: &'c Category<'a>,
        known: &[&str],
        what: &str,
    ) -> Vec<&'c str> {
        let mut seen: Vec<&Text<'_>> = Vec::new();
        for modifier in &category.modifiers {
            if let Some(first) = seen.iter().find(|first| first.value == modifier.value) {
                self.doubled(first.span, modifier.span, &format!("`{}`", modifier.value));
            } else if known.contains(&&*modifier.value) {
                seen.push(modifier);
            } else {
                self.misfit(modifier, known, what);
            }
        }
        seen.into_iter().map(|text| &*text.value).collect()
    }

    fn misfit(&mut self, modifier: &Text<'_>, known: &[&str], what: &str) {
        let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
        let fault = self
            .fault(
                code::MODIFIER,
                modifier.span,
                format!("`{}` cannot be said of {what}", modifier.value),
            )
            .with_help(format!("{what} may be {}", known.join(", ")));
        self.report(fault);
    }

    fn head(&mut self, category: &Category<'a>) -> Head {
        let mut head = Head::default();
        let mut spans: [Option<Span>; 4] = [None; 4];
        for clause in &category.clauses {
            let (slot, span, what) = match clause {
                Clause::Title(text) => (0, text.span, "the title"),
                Clause::Scheme(text) => (1, text.span, "the scheme"),
                Clause::Parent(reference) => (2, reference.span, "the parent"),
                Clause::Location(text) => (3, text.span, "the location"),
            };
            if let Some(first) = spans[slot] {
                self.doubled(first, span, what);
                continue;
            }
            spans[slot] = Some(span);
            match clause {
                Clause::Title(text) => head.title = Some(text.value.to_string()),
                Clause::Scheme(text) => head.scheme = Some(self.text(text)),
                Clause::Location(text) => head.location = Some(self.text(text)),
                Clause::Parent(reference) if category.class == Class::Mixin => {
                    let fault = self
                        .fault(code::CLAUSE, reference.span, "a mixin has no parent")
                        .with_help(
                            "name mixins that it builds on by `depends a;`, kinds that it may be attached to by `applies k;`",
                        );
                    self.report(fault);
                }
                Clause::Parent(reference) => head.parent = Some(self.reference(reference)),
            }
        }
        head
    }

    fn body(&mut self, category: &Category<'a>) -> Body {
        let mut body = Body::default();
        self.each(&category.members, &syntax::members(), |lowering, member| {
            lowering.member(member, category.class, &mut body);
        });
        body.shrink();
        body
    }

    fn member(&mut self, member: &Member<'a>, class: Class, body: &mut Body) {
        match &member.form {
            MemberForm::Attribute(attribute) => {
                let said = self.lead(&member.lead, Holds::ATTRIBUTE, "an attribute");
                let modifiers = self.modifiers(
                    &attribute.modifiers,
                    &["required", "always", "readonly", "createonly"],
                    "an attribute",
                );
                body.attributes
                    .push(self.attribute(attribute, said, modifiers));
            }
            MemberForm::Action(action) => body.actions.push(self.action(&member.lead, action)),
            MemberForm::States(states) => {
                self.lead(&member.lead, Holds::NOTHING, "a state machine");
                let draft = self.states(states);
                if let Some((_, first)) = &body.states {
                    self.doubled(*first, states.attribute.span, "the state machine");
                } else {
                    body.states = Some((draft, states.attribute.span));
                }
            }
            MemberForm::Require(name, condition, message) => {
                self.lead(&member.lead, Holds::NOTHING, "a condition");
                if let Some(condition) = self.condition(condition) {
                    body.constraints.push(ConstraintDraft {
                        condition,
                        message: message.value.to_string(),
                        origin: self.origin(member.span),
                        name: name.as_ref().map(|name| self.text(name)),
                    });
                }
            }
            MemberForm::References(role, references) => {
                let (word, belongs, into) = match role {
                    Role::Depends => ("depends", Class::Mixin, &mut body.depends),
                    Role::Applies => ("applies", Class::Mixin, &mut body.applies),
                    Role::Source => ("source", Class::Kind, &mut body.source),
                    Role::Target => ("target", Class::Kind, &mut body.target),
                };
                self.lead(&member.lead, Holds::NOTHING, &format!("`{word}`"));
                if belongs == class {
                    into.extend(self.references(references));
                } else {
                    self.wrong_class(member.span, word, belongs);
                }
            }
            MemberForm::Set(name, value) => {
                self.lead(&member.lead, Holds::NOTHING, "`set`");
                if class == Class::Kind {
                    self.wrong_class(member.span, "set", Class::Mixin);
                } else if let Some(set) = self.value(value) {
                    body.settings.push(SettingDraft {
                        name: self.text(name),
                        value: Located::new(set, self.origin(value.span)),
                    });
                }
            }
        }
    }

    fn wrong_class(&mut self, span: Span, word: &str, belongs: Class) {
        let (fits, help) = match belongs {
            Class::Mixin => (
                "mixins",
                match word {
                    "set" => "give the attribute a default: `name: type = value;`",
                    "depends" => "a kind inherits from its parent: `kind a : parent`",
                    _ => "say `applies` in the mixin",
                },
            ),
            Class::Kind => ("kinds of links", "remove it"),
        };
        let fault = self
            .fault(
                code::CLAUSE,
                span,
                format!("`{word}` belongs to {fits} only"),
            )
            .with_help(help);
        self.report(fault);
    }

    pub(super) fn modifiers(
        &mut self,
        written: &[Text<'_>],
        known: &[&str],
        what: &str,
    ) -> Modifiers {
        let mut modifiers = Modifiers::default();
        let mut seen: Vec<&Text<'_>> = Vec::new();
        for modifier in written {
            if let Some(first) = seen.iter().find(|first| first.value == modifier.value) {
                self.doubled(first.span, modifier.span, &format!("`{}`", modifier.value));
                continue;
            }
            if !known.contains(&&*modifier.value) {
                self.misfit(modifier, known, what);
                continue;
            }
            match &*modifier.value {
                "required" => modifiers.required = true,
                "always" => modifiers.always = true,
                access => {
                    if modifiers.access != Access::Mutable {
                        let fault = self
                            .fault(
                                code::MODIFIER,
                                modifier.span,
                                "`readonly` and `createonly` contradict each other",
                            )
                            .with_note("readonly: only the server sets it; createonly: a client sets it at creation (D-23)")
                            .with_help("keep one of them");
                        self.report(fault);
                    }
                    modifiers.access = if access == "readonly" {
                        Access::ReadOnly
                    } else {
                        Access::CreateOnly
                    };
                }
            }
            seen.push(modifier);
        }
        modifiers
    }

    fn attribute(
        &mut self,
        attribute: &Attribute<'a>,
        said: Said,
        modifiers: Modifiers,
    ) -> AttributeDraft {
        let default = self
            .once(&attribute.defaults, |default| default.span, "the default")
            .cloned();
        let unit = self
            .once(&attribute.units, |unit| unit.span, "the unit")
            .map(|unit| unit.value.to_string());
        AttributeDraft {
            name: self.text(&attribute.name),
            value_type: self.value_type(&attribute.value_type),
            access: modifiers.access,
            required: modifiers.required,
            always: modifiers.always,
            default: default
                .and_then(|default| self.default(&default))
                .map(Box::new),
            unit,
            description: said.description,
            deprecated: said.deprecated,
            versions: said.versions,
            annotations: said.annotations,
        }
    }

    fn default(&mut self, default: &WrittenDefault<'a>) -> Option<Located<DefaultDraft>> {
        let value = match &default.form {
            DefaultForm::Value(value) => DefaultDraft::Value(self.value(value)?),
            DefaultForm::Generated(template) => {
                if let Some(text) = template
                    && text.value.matches("{}").count() != 1
                {
                    let fault = self
                        .fault(
                            code::ARGUMENT,
                            text.span,
                            "the text of `generated` needs one `{}`",
                        )
                        .with_help("`{}` becomes the least free number: `generated(\"eth{}\")`");
                    self.report(fault);
                }
                DefaultDraft::Generated {
                    template: template.as_ref().map(|text| text.value.to_string()),
                }
            }
        };
        Some(Located::new(value, self.origin(default.span)))
    }

    fn action(&mut self, lead: &Lead<'_>, action: &Action<'a>) -> ActionDraft {
        let said = self.lead(lead, Holds::ANNOTATED, "an action");
        let mut parameters = Vec::with_capacity(action.parameters.len());
        self.each(
            &action.parameters,
            &syntax::parameters(),
            |lowering, (lead, parameter)| {
                let said = lowering.lead(lead, Holds::ATTRIBUTE, "a parameter");
                let modifiers =
                    lowering.modifiers(&parameter.modifiers, &["required"], "a parameter");
                parameters.push(lowering.attribute(parameter, said, modifiers));
            },
        );
        ActionDraft {
            term: self.text(&action.term),
            scheme: action.scheme.as_ref().map(|scheme| self.text(scheme)),
            title: action.title.as_ref().map(|title| title.value.to_string()),
            description: said.description,
            parameters,
            versions: said.versions,
            annotations: said.annotations,
            returns: action.returns.as_ref().map(|text| text.value.to_string()),
        }
    }
}
