//! Configurations: one rule per test, each broken in one place.

mod invariants;
mod names;
mod rules;

use crate::{
    build::testing::{at, core, place, reference, sample, setting, text},
    codes,
    configuration::{Configuration, LinkTarget},
    draft::{
        Access, Annotation, Built, ConfigurationDraft, ConstraintDraft, Draft, EntityDraft,
        ExprDraft, InstanceDraft, LinkEndDraft, LinkInstanceDraft, TagDraft, UseDraft,
    },
    fault::Code,
    model::Model,
    origin::Origin,
    value::Value,
    version::Profile,
};

fn entity(name: &str, kind: &str) -> EntityDraft {
    EntityDraft {
        name: text(name),
        id: None,
        kind: reference(kind),
        title: None,
        location: None,
        description: None,
        mixins: Vec::new(),
        attributes: Vec::new(),
        annotations: Vec::new(),
        origin: place(),
    }
}

fn resource(name: &str, kind: &str) -> InstanceDraft {
    InstanceDraft {
        entity: entity(name, kind),
        summary: None,
        links: Vec::new(),
    }
}

fn link(name: &str, kind: &str, target: &str) -> LinkInstanceDraft {
    LinkInstanceDraft {
        entity: entity(name, kind),
        target: at(LinkEndDraft::Name(target.to_owned())),
    }
}

fn import(name: &str) -> UseDraft {
    UseDraft {
        extension: text(name),
        alias: None,
    }
}

fn tag(term: &str) -> TagDraft {
    TagDraft {
        term: text(term),
        scheme: text("http://example.com/tags#"),
        title: None,
        description: None,
        location: None,
        capability: None,
    }
}

/// A configuration without a fault: `card` (a gpu with `small` and a tag, wired to `rack`) and
/// `rack` (a resource).
fn shop() -> ConfigurationDraft {
    let mut card = resource("card", "gpu.gpu");
    card.entity.title = Some(text("The card"));
    card.entity.mixins = vec![reference("small"), reference("favourite")];
    card.entity.attributes = vec![setting("com.example.gpu.vendor", "red")];
    card.links = vec![link("cable", "wire", "rack")];
    ConfigurationDraft {
        name: text("shop"),
        description: None,
        location: None,
        uses: vec![import("core"), import("gpu")],
        tags: vec![tag("favourite")],
        resources: vec![card, resource("rack", "resource")],
        texts: false,
        annotations: Vec::new(),
    }
}

fn draft(configurations: Vec<ConfigurationDraft>) -> Draft {
    Draft {
        extensions: vec![core(), sample()],
        configurations,
    }
}

#[track_caller]
fn sound(built: Built) -> (Model, Vec<Configuration>) {
    assert!(built.faults.is_empty(), "{}", built.faults);
    (built.model.unwrap(), built.configurations)
}

/// Asserts that the change gives exactly one fault: this code and message, at the place that the
/// change returns.
#[track_caller]
fn breaks(code: Code, message: &str, change: impl FnOnce(&mut Draft) -> Origin) {
    let mut draft = draft(vec![shop()]);
    let origin = change(&mut draft);
    let built = draft.build(Profile::Union);
    let found: Vec<(Code, Origin, &str)> = built
        .faults
        .iter()
        .map(|fault| (fault.code, fault.origin, &*fault.message))
        .collect();
    assert_eq!(found, [(code, origin, message)]);
    assert_eq!(built.configurations.is_empty(), built.faults.has_errors());
    assert_eq!(built.model.is_none(), built.faults.has_errors());
}

/// The first configuration.
fn first(draft: &mut Draft) -> &mut ConfigurationDraft {
    &mut draft.configurations[0]
}

/// The resource `card`.
fn card(draft: &mut Draft) -> &mut InstanceDraft {
    &mut first(draft).resources[0]
}
