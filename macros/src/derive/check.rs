//! The rules of the metamodel, applied to what a derive sees; faults go to the tokens at fault.

use occi_model::{
    Draft, Profile,
    draft::{
        ActionDraft, ConstraintDraft, ExtensionDraft, KindDraft, MixinDraft, NamedTypeDraft,
        Reference,
    },
    fault::{Fault, Severity},
    origin::{Located, Origin, SourceId},
    version::VersionRange,
};
use proc_macro2::Span;

use super::{condition::Condition, entry::Faults, field::Field};

const CORE: &str = "http://schemas.ogf.org/occi/core#";

/// The tokens behind the places of a draft.
#[derive(Default)]
pub(super) struct Places(Vec<Span>);

impl Places {
    /// The place of a token.
    pub(super) fn at(&mut self, span: Span) -> Origin {
        self.0.push(span);
        let index = self.0.len() - 1;
        Origin::span(SourceId(0), index..index + 1)
    }

    fn span(&self, origin: Origin) -> Option<Span> {
        self.0.get(origin.range()?.start).copied()
    }
}

/// What is checked.
pub(super) enum Subject {
    Kind(Box<KindDraft>),
    Mixin(Box<MixinDraft>),
    Type(Box<NamedTypeDraft>),
}

/// Adds what the rules say against the subject, and tells whether that was nothing. Kinds and
/// mixins of others are not known here: those that the subject refers to stand in without members.
pub(super) fn check(
    subject: Subject,
    scheme: &str,
    whole: Span,
    places: &Places,
    faults: &mut Faults,
) -> bool {
    let mut extension = extension("derived", scheme, &["core"]);
    match subject {
        Subject::Kind(kind) => extension.kinds.push(*kind),
        Subject::Mixin(mixin) => extension.mixins.push(*mixin),
        Subject::Type(named) => extension.types.push(*named),
    }
    let draft = Draft {
        extensions: vec![core(), extension],
        configurations: Vec::new(),
    };
    let found: Vec<Fault> = draft
        .build(Profile::Union)
        .faults
        .into_iter()
        .filter(|fault| fault.code.severity == Severity::Error)
        .collect();
    for fault in &found {
        // The extension around it has the subject's scheme, and so its faults.
        let again = |one: &&Fault| one.origin != Origin::Unknown && one.message == fault.message;
        if fault.origin == Origin::Unknown && found.iter().any(|one| again(&one)) {
            continue;
        }
        let mut message = format!("{} [{}]", fault.message, fault.code);
        if let Some(help) = &fault.help {
            message = format!("{message}\nhelp: {help}");
        }
        faults.add(places.span(fault.origin).unwrap_or(whole), message);
    }
    found.is_empty()
}

/// Adds what the rules say against a type alone.
pub(super) fn named_type(named: NamedTypeDraft, whole: Span, places: &Places, faults: &mut Faults) {
    let scheme = "http://example.com/derived#";
    let subject = Subject::Type(Box::new(named));
    check(subject, scheme, whole, places, faults);
}

/// Adds what the rules say against conditions of a kind or mixin that is itself in order. A
/// condition that speaks of what is not known here (other attributes, other resources, values of
/// types that the derive does not see) is left to the whole definition.
pub(super) fn conditions(
    subject: impl Fn(ConstraintDraft) -> Subject,
    conditions: &[Condition],
    fields: &[Field],
    is_closed: bool,
    scheme: &str,
    faults: &mut Faults,
) {
    for condition in conditions {
        let Some(names) = condition.own_names() else {
            continue;
        };
        let known = |name: &&str| {
            let field = fields.iter().find(|field| field.name.value() == **name);
            field.map_or(is_closed, Field::is_known)
        };
        if names.iter().all(known) {
            // Places inside the text cannot be shown: what is wrong stands at the whole of it.
            let draft = condition.draft(&mut Places::default());
            let places = Places::default();
            check(subject(draft), scheme, condition.span(), &places, faults);
        }
    }
}

/// An extension without categories.
fn extension(name: &str, scheme: &str, uses: &[&str]) -> ExtensionDraft {
    ExtensionDraft {
        name: Located::nowhere(name.to_owned()),
        scheme: Located::nowhere(scheme.to_owned()),
        version: None,
        description: None,
        specification: None,
        annotations: Vec::new(),
        uses: uses
            .iter()
            .map(|name| occi_model::draft::UseDraft {
                extension: Located::nowhere((*name).to_owned()),
                alias: None,
            })
            .collect(),
        types: Vec::new(),
        kinds: Vec::new(),
        mixins: Vec::new(),
    }
}

/// A reference to one of the kinds of Core.
pub(super) fn core_kind(term: &str) -> Located<Reference> {
    Located::nowhere(Reference::Identifier(format!("{CORE}{term}")))
}

/// A kind without members.
pub(super) fn kind(term: Located<String>, parent: Option<Located<Reference>>) -> KindDraft {
    KindDraft {
        term,
        scheme: None,
        title: None,
        description: None,
        parent,
        is_abstract: false,
        location: None,
        attributes: Vec::new(),
        actions: Vec::new(),
        states: None,
        constraints: Vec::new(),
        source: Vec::new(),
        target: Vec::new(),
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

/// An action without parameters.
pub(super) fn action(term: Located<String>) -> ActionDraft {
    ActionDraft {
        term,
        scheme: None,
        title: None,
        description: None,
        parameters: Vec::new(),
        returns: None,
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

fn core() -> ExtensionDraft {
    let term = |text: &str| Located::nowhere(text.to_owned());
    let below = |text: &str| KindDraft {
        location: Some(Located::nowhere(format!("/{text}/"))),
        ..kind(term(text), Some(core_kind("entity")))
    };
    ExtensionDraft {
        kinds: vec![
            KindDraft {
                is_abstract: true,
                ..kind(term("entity"), None)
            },
            below("resource"),
            below("link"),
        ],
        ..extension("core", CORE, &[])
    }
}
