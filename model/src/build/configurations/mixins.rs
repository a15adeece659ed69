//! The mixins and tags of an instance.

use super::names::{Carried, Scope};
use crate::{
    build::report::{Report, quoted},
    codes,
    draft::EntityDraft,
    fault::Fault,
    model::{KindId, MixinConflict, MixinId, Model},
    name::CategoryId,
    origin::Origin,
};

/// What an instance carries.
pub(super) struct Attached {
    /// Mixins of the model, in order.
    pub(super) mixins: Vec<MixinId>,
    /// Identifiers of all, tags included, in order.
    pub(super) identifiers: Vec<CategoryId>,
    /// Whether every name was found, and all fit; if not, nothing can be said to be missing.
    pub(super) complete: bool,
}

/// Finds the mixins, and checks that they fit together on an instance of the kind.
pub(super) fn attach(
    model: &Model,
    kind: Option<KindId>,
    draft: &EntityDraft,
    scope: &mut Scope<'_>,
    report: &mut Report,
) -> Attached {
    let mut attached = Attached {
        mixins: Vec::with_capacity(draft.mixins.len()),
        identifiers: Vec::with_capacity(draft.mixins.len()),
        complete: kind.is_some(),
    };
    let mut places: Vec<Origin> = Vec::with_capacity(draft.mixins.len());
    for reference in &draft.mixins {
        let Some(carried) = scope.mixin(reference, report) else {
            attached.complete = false;
            continue;
        };
        let id = match &carried {
            Carried::Mixin(mixin) => model.mixin(*mixin).id.clone(),
            Carried::Tag(id) => id.clone(),
        };
        if let Some(at) = attached.identifiers.iter().position(|one| *one == id) {
            report.push(
                Fault::new(
                    codes::E0250,
                    reference.origin,
                    format!("`{}` carries `{id}` twice", draft.name.value),
                )
                .with_place(places[at], "the first time")
                .with_note("an instance has each mixin once (OCCIware 25)")
                .with_help("remove one of them"),
            );
            continue;
        }
        if let (Carried::Mixin(mixin), Some(kind)) = (&carried, kind)
            && !model.applies_to(*mixin, kind)
        {
            attached.complete = false;
            e0251_applies(model, *mixin, kind, reference.origin, report);
            continue;
        }
        if let Carried::Mixin(mixin) = carried {
            attached.mixins.push(mixin);
        }
        attached.identifiers.push(id);
        places.push(reference.origin);
    }
    if let (Some(kind), true) = (kind, attached.complete)
        && let Err(conflict) = model.check_mixins(kind, &attached.mixins)
    {
        attached.complete = false;
        e0252_conflict(&conflict, &attached, &places, draft, report);
    }
    attached
}

/// E0251: each mixin applies to the kind (D-08, OCCIware 24).
fn e0251_applies(model: &Model, mixin: MixinId, kind: KindId, origin: Origin, report: &mut Report) {
    let mixin = model.mixin(mixin);
    let kind = model.kind(kind);
    let applies: Vec<&str> = mixin
        .applies
        .iter()
        .map(|&one| model.kind(one).id.term())
        .collect();
    report.push(
        Fault::new(
            codes::E0251,
            origin,
            format!("`{}` does not apply to `{}`", mixin.id, kind.id),
        )
        .with_label(format!("applies to {}", quoted(&applies, "and")))
        .with_note("a mixin applies to the kinds it names and to those below them (D-08)")
        .with_help("remove the mixin, or choose a kind that it applies to"),
    );
}

/// E0252: the mixins fit together (D-11, D-21).
fn e0252_conflict(
    conflict: &MixinConflict,
    attached: &Attached,
    places: &[Origin],
    draft: &EntityDraft,
    report: &mut Report,
) {
    let place = |id: &str| {
        let at = attached.identifiers.iter().position(|one| *one == id)?;
        places.get(at).copied()
    };
    let (accused, other, help) = match conflict {
        MixinConflict::Exclusive { first, second, .. } => (
            place(second),
            place(first),
            "an instance carries one member of an exclusive family (D-21): keep one of them",
        ),
        MixinConflict::Attribute { mixin, .. } => (
            place(mixin),
            None,
            "attributes of one name have one type, or a narrower one (D-11)",
        ),
        MixinConflict::NotApplicable { mixin, .. } => (place(mixin), None, "remove the mixin"),
        MixinConflict::Action { .. } => (
            None,
            None,
            "`?action=TERM` carries the term only (GFD.223 10.3.2): remove one of the mixins",
        ),
    };
    let mut fault = Fault::new(
        codes::E0252,
        accused.unwrap_or(draft.name.origin),
        conflict.to_string(),
    )
    .with_help(help);
    if let Some(other) = other {
        fault = fault.with_place(other, "the other one");
    }
    report.push(fault);
}
