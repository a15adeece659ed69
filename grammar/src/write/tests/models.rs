//! Whole definitions: kinds below each other, links, mixins, actions, state machines, types.

use occi_model::{
    Access, Draft, Origin, VersionRange,
    draft::{
        ActionDraft, AttributeDraft, ConstraintDraft, DefaultDraft, ExprDraft, ExtensionDraft,
        KindDraft, LengthDraft, MixinDraft, NamedTypeDraft, RangeDraft, Reference, SettingDraft,
        StateDraft, StatesDraft, TransitionDraft, TriggerDraft, TypeDraft, UseDraft,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    conditions::condition,
    types::{annotations, at, literals, text, value_of, value_type, versions},
};
use crate::{MemoryResolver, builtin, load};

/// Terms of kinds; the first has the attributes that conditions speak of.
const KINDS: [&str; 5] = ["thing", "use", "kind", "x-1", "2nd"];

/// Names of states.
const STATES: [&str; 5] = ["off", "initial", "final", "light blue", "event"];

fn named(name: &str) -> occi_model::Located<Reference> {
    at(Reference::name(name))
}

fn attribute(name: String, value_type: TypeDraft) -> AttributeDraft {
    AttributeDraft {
        name: at(name),
        value_type: at(value_type),
        access: Access::Mutable,
        required: false,
        always: false,
        default: None,
        unit: None,
        description: None,
        deprecated: None,
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

/// Attributes without names of their own: `x0`, `x1`, …
pub(crate) fn attributes() -> impl Strategy<Value = Vec<AttributeDraft>> {
    let texts = (option::of(text()), option::of(text()), option::of(text()));
    let one = (
        value_type(),
        select(&[Access::Mutable, Access::CreateOnly, Access::ReadOnly][..]),
        any::<(bool, bool, bool)>(),
        texts,
        versions(),
        annotations(),
    );
    vec(one, 0..4).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(
                |(number, (value_type, access, flags, texts, versions, annotations))| {
                    let (required, always, defaulted) = flags;
                    let (unit, description, deprecated) = texts;
                    let default = match &value_type {
                        TypeDraft::Mac | TypeDraft::Uri => {
                            Some(DefaultDraft::Generated { template: None })
                        }
                        other => value_of(other).map(DefaultDraft::Value),
                    };
                    // What one version has cannot be the default of all.
                    let default = match &value_type {
                        TypeDraft::Enum(literals) if literals[0].versions != VersionRange::ALL => {
                            None
                        }
                        _ => default.filter(|_| defaulted),
                    };
                    AttributeDraft {
                        access,
                        required,
                        always,
                        default: default.map(at).map(Box::new),
                        unit,
                        description,
                        deprecated,
                        versions,
                        annotations,
                        ..attribute(format!("x{number}"), value_type)
                    }
                },
            )
            .collect()
    })
}

/// Puts attributes under a prefix.
fn under(prefix: &str, mut attributes: Vec<AttributeDraft>) -> Vec<AttributeDraft> {
    for attribute in &mut attributes {
        attribute.name = at(format!("{prefix}{}", attribute.name.value));
    }
    attributes
}

/// Actions; the owner gives them their terms.
fn actions() -> impl Strategy<Value = Vec<ActionDraft>> {
    let one = (
        option::of(text()),
        option::of(text()),
        option::of(text()),
        any::<bool>(),
        attributes(),
        annotations(),
    );
    vec(one, 0..3).prop_map(|all| {
        all.into_iter()
            .map(
                |(title, description, returns, own, mut parameters, annotations)| {
                    for parameter in &mut parameters {
                        parameter.access = Access::Mutable;
                        parameter.always = false;
                    }
                    ActionDraft {
                        term: at(String::new()),
                        scheme: own.then(|| at("http://example.com/acts#".to_owned())),
                        title,
                        description,
                        parameters,
                        returns,
                        versions: VersionRange::ALL,
                        annotations,
                    }
                },
            )
            .collect()
    })
}

/// A state machine as numbers: of states, of the final ones, and of transitions.
type Machine = (
    usize,
    u8,
    Vec<(usize, u8, usize, Option<usize>, Option<usize>)>,
);

fn machine() -> impl Strategy<Value = Option<Machine>> {
    let state = 0..STATES.len();
    let transition = (
        state.clone(),
        0..6_u8,
        state.clone(),
        option::of(state.clone()),
        option::of(state),
    );
    option::of((2..=STATES.len(), any::<u8>(), vec(transition, 0..6)))
}

/// The machine over an attribute, with the attribute.
fn states(name: &str, machine: Machine, actions: &[ActionDraft]) -> (AttributeDraft, StatesDraft) {
    let (count, finals, wanted) = machine;
    let name_of = |at: usize| STATES[at % count].to_owned();
    let mut states: Vec<StateDraft> = (0..count)
        .map(|number| StateDraft {
            name: at(name_of(number)),
            initial: number == 0,
            is_final: finals & (1 << number) != 0,
            // There is a way to every state.
            transitions: (number + 1 < count)
                .then(|| TransitionDraft {
                    trigger: TriggerDraft::Event(None),
                    to: at(name_of(number + 1)),
                    via: None,
                    failure: None,
                    versions: VersionRange::ALL,
                })
                .into_iter()
                .collect(),
            versions: VersionRange::ALL,
        })
        .collect();
    for (from, cause, to, via, failure) in wanted {
        let trigger = match actions.get(usize::from(cause)) {
            Some(action) => TriggerDraft::Action(action.term.clone()),
            None => TriggerDraft::Event((cause % 2 == 0).then(|| "disk full".to_owned())),
        };
        let from = &mut states[from % count];
        // In one state an action has one transition.
        let is_taken = matches!(trigger, TriggerDraft::Action(_))
            && from.transitions.iter().any(|one| one.trigger == trigger);
        if !is_taken {
            from.transitions.push(TransitionDraft {
                trigger,
                to: at(name_of(to)),
                via: via.map(|via| at(name_of(via))),
                failure: failure.map(|failure| at(name_of(failure))),
                versions: VersionRange::ALL,
            });
        }
    }
    let literals = (0..count).map(|number| occi_model::draft::LiteralDraft {
        name: at(name_of(number)),
        description: None,
        versions: VersionRange::ALL,
    });
    let shown = AttributeDraft {
        access: Access::ReadOnly,
        ..attribute(name.to_owned(), TypeDraft::Enum(literals.collect()))
    };
    let draft = StatesDraft {
        attribute: at(name.to_owned()),
        states,
    };
    (shown, draft)
}

fn conditions() -> impl Strategy<Value = Vec<(ExprDraft, String, bool)>> {
    vec((condition(), text(), any::<bool>()), 0..4)
}

fn constraints(conditions: Vec<(ExprDraft, String, bool)>) -> Vec<ConstraintDraft> {
    const NAMES: [&str; 4] = ["small", "not", "or", "require"];
    let named = |(number, (condition, message, named)): (usize, (ExprDraft, String, bool))| {
        ConstraintDraft {
            name: named.then(|| at(NAMES[number % NAMES.len()].to_owned())),
            condition,
            message,
            origin: Origin::Unknown,
        }
    };
    conditions.into_iter().enumerate().map(named).collect()
}

/// What kinds and mixins have in common.
#[derive(Clone, Debug)]
struct Category {
    title: Option<String>,
    description: Option<String>,
    located: bool,
    /// What it is marked as, and which others it names.
    flags: (bool, bool),
    others: Vec<usize>,
    attributes: Vec<AttributeDraft>,
    actions: Vec<ActionDraft>,
    machine: Option<Machine>,
    conditions: Vec<(ExprDraft, String, bool)>,
    annotations: Vec<occi_model::draft::Annotation>,
}

fn category() -> impl Strategy<Value = Category> {
    (
        (option::of(text()), option::of(text()), any::<bool>()),
        any::<(bool, bool)>(),
        vec(0..8_usize, 0..3),
        attributes(),
        actions(),
        machine(),
        conditions(),
        annotations(),
    )
        .prop_map(
            |(head, flags, others, attributes, actions, machine, conditions, annotations)| {
                let (title, description, located) = head;
                Category {
                    title,
                    description,
                    located,
                    flags,
                    others,
                    attributes,
                    actions,
                    machine,
                    conditions,
                    annotations,
                }
            },
        )
}

impl Category {
    /// Gives attributes and actions names that nothing else has; makes the machine.
    fn named(&mut self, name: &str) -> Option<StatesDraft> {
        let prefix = format!("com.example.{name}.");
        self.attributes = under(&prefix, std::mem::take(&mut self.attributes));
        for (number, action) in self.actions.iter_mut().enumerate() {
            // One is called like a word of the language.
            let is_first = name == "k0" && number == 0;
            action.term = at(if is_first {
                "event".to_owned()
            } else {
                format!("{name}-{number}")
            });
        }
        let machine = self.machine.take()?;
        let (shown, draft) = states(&format!("{prefix}state"), machine, &self.actions);
        self.attributes.push(shown);
        Some(draft)
    }

    fn kind(mut self, number: usize, roots: &mut Vec<Root>) -> KindDraft {
        let choice = self.others.first().copied().unwrap_or(0);
        let (parent, root) = match (number, choice) {
            (0, _) => (None, Root::Thing),
            (_, 0 | 1) => (None, Root::Resource),
            (_, 2 | 3) => (None, Root::Link),
            (_, choice) => (Some(choice % number), roots[choice % number]),
        };
        let states = self.named(&format!("k{number}"));
        let mut attributes = self.attributes;
        if number == 0 {
            attributes.extend([
                attribute(
                    "com.example.number".to_owned(),
                    TypeDraft::Integer(RangeDraft::default()),
                ),
                attribute(
                    "com.example.text".to_owned(),
                    TypeDraft::String {
                        pattern: None,
                        length: LengthDraft::default(),
                    },
                ),
                attribute(
                    "com.example.list".to_owned(),
                    TypeDraft::List {
                        item: Box::new(at(TypeDraft::Hash(Vec::new()))),
                        length: LengthDraft::default(),
                        unique: false,
                    },
                ),
            ]);
        }
        roots.push(root);
        let has_number = root == Root::Thing;
        let is_link = root == Root::Link;
        let ends = |at: usize| {
            self.others
                .get(at)
                .filter(|_| is_link)
                .map(|_| named(KINDS[0]))
                .into_iter()
                .collect()
        };
        KindDraft {
            term: at(KINDS[number].to_owned()),
            scheme: self
                .flags
                .1
                .then(|| at(format!("http://example.com/own{number}#"))),
            title: self.title,
            description: self.description,
            parent: Some(match parent {
                Some(parent) => named(KINDS[parent]),
                None => at(Reference::Name {
                    qualifier: Some("base".to_owned()),
                    name: if is_link { "link" } else { "resource" }.to_owned(),
                }),
            }),
            is_abstract: self.flags.0,
            location: (self.located && !self.flags.0).then(|| at(format!("/k{number}/"))),
            attributes,
            actions: self.actions,
            states,
            constraints: if has_number {
                constraints(self.conditions)
            } else {
                Vec::new()
            },
            source: ends(1),
            target: ends(2),
            versions: VersionRange::ALL,
            annotations: self.annotations,
        }
    }

    fn mixin(mut self, number: usize, kinds: usize) -> MixinDraft {
        let states = self.named(&format!("m{number}"));
        // Of the first kind alone it is known that it has the attributes of conditions.
        let of_thing = self.others.first().is_some_and(|one| one % 2 == 0);
        let applies = if of_thing {
            vec![named(KINDS[0])]
        } else {
            let mut others = self.others.clone();
            others.sort_unstable();
            others.dedup_by_key(|one| *one % kinds);
            let mut terms: Vec<&str> = others.iter().map(|one| KINDS[one % kinds]).collect();
            terms.sort_unstable();
            terms.dedup();
            terms.into_iter().map(named).collect()
        };
        let depends = (number > 0 && self.flags.0 && of_thing)
            .then(|| named("m0"))
            .into_iter()
            .collect();
        MixinDraft {
            term: at(format!("m{number}")),
            scheme: self
                .located
                .then(|| at(format!("http://example.com/t/m{number}#"))),
            title: self.title,
            description: self.description,
            depends,
            applies,
            exclusive: self.flags.0,
            overriding: self.flags.1,
            location: self.located.then(|| at(format!("/m{number}/"))),
            attributes: self.attributes,
            settings: of_thing
                .then(|| SettingDraft {
                    name: at("com.example.number".to_owned()),
                    value: at(occi_model::Value::Integer(-7)),
                })
                .into_iter()
                .collect(),
            actions: self.actions,
            states,
            constraints: if of_thing {
                constraints(self.conditions)
            } else {
                Vec::new()
            },
            versions: VersionRange::ALL,
            annotations: self.annotations,
        }
    }
}

/// What a kind descends from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    /// The first kind.
    Thing,
    Resource,
    Link,
}

/// Named types: one is called like a built-in one.
fn types() -> impl Strategy<Value = Vec<NamedTypeDraft>> {
    let one = (
        prop_oneof![
            value_type(),
            literals().prop_map(TypeDraft::Enum),
            Just(TypeDraft::Named(Reference::name("string"))),
        ],
        option::of(text()),
        annotations(),
    );
    vec(one, 0..3).prop_map(|all| {
        let boolean = (TypeDraft::Boolean, None, Vec::new());
        let names = ["string", "Vlan", "enum", "type"];
        std::iter::once(boolean)
            .chain(all)
            .zip(names)
            .map(
                |((value_type, description, annotations), name)| NamedTypeDraft {
                    name: at(name.to_owned()),
                    value_type: at(value_type),
                    description,
                    versions: VersionRange::ALL,
                    annotations,
                },
            )
            .collect()
    })
}

/// Core, and an extension on it without a fault.
pub(super) fn draft() -> impl Strategy<Value = Draft> {
    let texts = (option::of(text()), option::of(text()), option::of(text()));
    (
        vec(category(), 1..=KINDS.len()),
        vec(category(), 0..4),
        types(),
        texts,
        annotations(),
    )
        .prop_map(|(kinds, mixins, types, texts, annotations)| {
            let (version, description, specification) = texts;
            let mut roots = Vec::new();
            let count = kinds.len();
            let kinds: Vec<KindDraft> = kinds
                .into_iter()
                .enumerate()
                .map(|(number, kind)| kind.kind(number, &mut roots))
                .collect();
            let mixins = mixins
                .into_iter()
                .enumerate()
                .map(|(number, mixin)| mixin.mixin(number, count))
                .collect();
            let core = builtin::find("core").unwrap();
            let mut files = MemoryResolver::new().with("core", core.text);
            let mut draft = load("core", &mut files).draft;
            draft.extensions.push(ExtensionDraft {
                name: at("t".to_owned()),
                scheme: at("http://example.com/t#".to_owned()),
                version,
                description,
                specification,
                uses: vec![UseDraft {
                    extension: at("core".to_owned()),
                    alias: Some(at("base".to_owned())),
                }],
                types,
                kinds,
                mixins,
                annotations,
            });
            draft
        })
}
