//! What goes with what: the kinds that a mixin applies to, the resources that a link may join.

use occi_model::KindId;

use super::Out;
use crate::plan::{Field, KindPlan, MixinPlan, Plan};

/// An end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Source,
    Target,
}

/// What may stand at an end.
pub(super) enum Takes<'p, 'm> {
    /// Instances of one kind.
    Only(&'p KindPlan<'m>),
    /// Instances of several.
    Some(Vec<&'p KindPlan<'m>>),
    /// Any resource.
    Any,
}

impl End {
    /// The end that an attribute of a link names.
    pub(super) fn of(field: &Field<'_>) -> Option<Self> {
        match field.attribute.name.as_str() {
            "occi.core.source" => Some(Self::Source),
            "occi.core.target" => Some(Self::Target),
            _ => None,
        }
    }

    /// The runtime's trait of what may stand there.
    pub(super) const fn role(self) -> &'static str {
        match self {
            Self::Source => "SourceOf",
            Self::Target => "TargetOf",
        }
    }

    /// What may stand there.
    pub(super) fn takes<'p, 'm>(self, plan: &'p Plan<'m>, link: &KindPlan<'m>) -> Takes<'p, 'm> {
        let named = match self {
            Self::Source => &link.kind.source,
            Self::Target => &link.kind.target,
        };
        if named.is_empty() || names_all_resources(plan, named) {
            return Takes::Any;
        }
        match (named.as_slice(), below(plan, named).as_slice()) {
            // Kinds below it may come from another definition.
            ([named], [only]) if *named == only.id => Takes::Only(only),
            (_, all) => Takes::Some(all.to_vec()),
        }
    }
}

/// Lets the resources that a link may join stand at its ends.
pub(super) fn ends(out: &mut Out<'_, '_>, link: &KindPlan<'_>) {
    if !out.plan.settings.client {
        return;
    }
    let rt = out.rt;
    let mut markers = Vec::new();
    for end in [End::Source, End::Target] {
        if let Takes::Some(kinds) = end.takes(out.plan, link) {
            for kind in kinds {
                let resource = out.plan.path(&out.place, &kind.place, &kind.name);
                let role = end.role();
                markers.push((format!("impl {rt}::{role}<{}>", link.name), resource));
            }
        }
    }
    write(out, &markers);
}

/// Lets a kind carry the mixins, and stand at the ends of the links, of extensions that somebody
/// else generated and that know nothing of it.
pub(super) fn elsewhere(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let plan = out.plan;
    let is_elsewhere = |extension: usize| plan.extensions[extension].path.is_some();
    if !plan.settings.client || !plan.extensions.iter().any(|it| it.path.is_some()) {
        return;
    }
    let rt = out.rt;
    let mut markers = Vec::new();
    for mixin in plan.mixins.iter().flatten() {
        if is_elsewhere(mixin.place.extension) {
            let named = nearest(plan, mixin);
            if !covers(plan, &named, kind) && is_below(kind, &named) {
                let mixin = plan.path(&out.place, &mixin.place, &mixin.name);
                markers.push((format!("impl {rt}::AppliesTo<{}>", kind.name), mixin));
            }
        }
    }
    for link in plan.kinds.iter().flatten().filter(|link| link.is_link) {
        if is_elsewhere(link.place.extension) {
            for end in [End::Source, End::Target] {
                if let Takes::Some(kinds) = end.takes(plan, link)
                    && kinds.iter().any(|one| one.id == kind.id)
                {
                    let link = plan.path(&out.place, &link.place, &link.name);
                    let role = end.role();
                    markers.push((format!("impl {rt}::{role}<{link}>"), kind.name.clone()));
                }
            }
        }
    }
    write(out, &markers);
}

/// Lets a mixin be attached to what it applies to.
pub(super) fn applies(out: &mut Out<'_, '_>, mixin: &MixinPlan<'_>) {
    let plan = out.plan;
    if !plan.settings.client {
        return;
    }
    let rt = out.rt;
    let named = nearest(plan, mixin);
    let all = |bound: &&str| format!("impl<K: {rt}::{bound}> {rt}::AppliesTo<K>");
    let mut markers: Vec<(String, String)> = bounds(plan, &named)
        .iter()
        .map(|bound| (all(bound), mixin.name.clone()))
        .collect();
    for kind in below(plan, &named) {
        if !covers(plan, &named, kind) {
            let kind = plan.path(&out.place, &kind.place, &kind.name);
            markers.push((format!("impl {rt}::AppliesTo<{kind}>"), mixin.name.clone()));
        }
    }
    write(out, &markers);
}

/// An implementation for each: of what, and for what.
fn write(out: &mut Out<'_, '_>, markers: &[(String, String)]) {
    for (head, who) in markers {
        out.item();
        out.code.marker(head, who);
    }
}

/// The traits whose kinds are named as a whole: kinds of Core have no types of their own.
fn bounds(plan: &Plan<'_>, named: &[KindId]) -> &'static [&'static str] {
    let core = plan.model.core();
    let names = |kind: KindId| named.contains(&kind);
    let (resources, links) = (names(core.resource), names(core.link));
    if named.is_empty() || names(core.entity) || (resources && links) {
        &["Entity"]
    } else if resources {
        &["Resource"]
    } else if links {
        &["Link"]
    } else {
        &[]
    }
}

/// Whether a kind is among those that are named as a whole.
fn covers(plan: &Plan<'_>, named: &[KindId], kind: &KindPlan<'_>) -> bool {
    bounds(plan, named).iter().any(|bound| match *bound {
        "Resource" => kind.is_resource,
        "Link" => kind.is_link,
        _ => true,
    })
}

/// The kinds that a mixin names, or else those of the nearest mixin that it depends on.
pub(super) fn nearest(plan: &Plan<'_>, mixin: &MixinPlan<'_>) -> Vec<KindId> {
    let mut closure = mixin.mixin.closure.iter();
    closure
        .find_map(|&id| Some(&plan.model.mixin(id).applies).filter(|kinds| !kinds.is_empty()))
        .cloned()
        .unwrap_or_default()
}

fn names_all_resources(plan: &Plan<'_>, named: &[KindId]) -> bool {
    let core = plan.model.core();
    named.contains(&core.resource) || named.contains(&core.entity)
}

/// The kinds with types that are one of these, or below one.
fn below<'p, 'm>(plan: &'p Plan<'m>, named: &[KindId]) -> Vec<&'p KindPlan<'m>> {
    let is_one = |kind: &&KindPlan<'_>| !kind.kind.is_abstract && is_below(kind, named);
    plan.kinds.iter().flatten().filter(is_one).collect()
}

fn is_below(kind: &KindPlan<'_>, named: &[KindId]) -> bool {
    kind.kind.lineage.iter().any(|above| named.contains(above))
}
