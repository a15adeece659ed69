//! Rules of mixins: dependencies, kinds they apply to, attributes they share with them.

use crate::{
    build::{
        mixins::{AttributeHolders, own_attribute},
        report::{Report, with_nearest},
        rules::attributes,
        work::{MixinWork, Work},
    },
    codes,
    draft::{MixinDraft, SettingDraft},
    fault::Fault,
};

/// M030: a mixin does not depend on itself (D-10). The circle is reported once.
pub(in crate::build) fn m030_cycle(circle: &[&MixinWork<'_>], report: &mut Report) {
    let Some(first) = circle.first() else { return };
    let name = &first.draft.term.value;
    let way: Vec<&str> = circle
        .iter()
        .take(8)
        .map(|mixin| &*mixin.draft.term.value)
        .collect();
    let mut fault = Fault::new(
        codes::M030,
        first.draft.term.origin,
        format!(
            "the mixin `{name}` depends on itself: `{}` -> …",
            way.join("` -> `")
        ),
    )
    .with_note("`depends` has no cycles (D-10)")
    .with_help("remove one of the dependencies");
    for mixin in circle.iter().skip(1).take(8) {
        fault = fault.with_place(mixin.draft.term.origin, "by way of this");
    }
    report.push(fault);
}

/// M032: a mixin and one it depends on have kinds in common (D-10).
pub(in crate::build) fn m032_disjoint(work: &Work<'_>, report: &mut Report) {
    for mixin in &work.mixins {
        if mixin.applies.is_empty() || !mixin.complete {
            continue;
        }
        for &on in &mixin.depends {
            let other = &work.mixins[on];
            if other.applies.is_empty() || mixin.reach.meets(&work.tour, &other.reach) {
                continue;
            }
            let origin = mixin
                .draft
                .applies
                .first()
                .map_or(mixin.draft.term.origin, |kind| kind.origin);
            let place = other
                .draft
                .applies
                .first()
                .map_or(other.draft.term.origin, |kind| kind.origin);
            report.push(
                Fault::new(
                    codes::M032,
                    origin,
                    format!(
                        "`{}` applies to other kinds than `{}`, which it depends on",
                        mixin.draft.term.value, other.draft.term.value
                    ),
                )
                .with_label("nothing in common")
                .with_place(
                    place,
                    format!("`{}` applies to these", other.draft.term.value),
                )
                .with_note("`applies` is not inherited through `depends` (D-10)")
                .with_help("let both apply to the same kinds, or take the dependency away"),
            );
        }
    }
}

/// M033: the text rendering shows the first dependency only (GFD.229 5.5.2).
pub(in crate::build) fn m033_depends(work: &Work<'_>, report: &mut Report) {
    for mixin in &work.mixins {
        if let [first, second, ..] = &*mixin.draft.depends {
            report.push(
                Fault::new(
                    codes::M033,
                    second.origin,
                    format!(
                        "`{}` depends on more than one mixin",
                        mixin.draft.term.value
                    ),
                )
                .with_label("not shown in text")
                .with_place(first.origin, "`rel` carries this one only")
                .with_note("the text rendering has one `rel` per category (GFD.229 5.5.2)")
                .with_help(
                    "put the mixin first that clients have to know, or let one depend on the other",
                ),
            );
        }
    }
}

/// M034: what a mixin restates of its kinds and dependencies, it keeps or narrows (D-11).
pub(in crate::build) fn m034_restated(
    work: &Work<'_>,
    holders: &AttributeHolders<'_>,
    report: &mut Report,
) {
    for (at, mixin) in work.mixins.iter().enumerate() {
        for attribute in &mixin.attributes {
            let (Some(made), Some(_)) = (&attribute.made, &attribute.restates) else {
                continue;
            };
            let name = made.name.as_str();
            let depended = mixin.closure.iter().skip(1).find_map(|&on| {
                let other = &work.mixins[on];
                let base = other
                    .attributes
                    .iter()
                    .find(|one| one.draft.name.value == name)?;
                let base_made = base.made.as_ref()?;
                let reason =
                    attributes::narrows(work, &made.value_type, &base_made.value_type).err()?;
                let of = format!("the mixin `{}`", other.draft.term.value);
                Some((base_made, of, base.draft.value_type.origin, reason))
            });
            let found = depended.or_else(|| {
                holders.of(work, at, name).into_iter().find_map(|kind| {
                    let base = own_attribute(work, kind, name)?;
                    let reason =
                        attributes::narrows(work, &made.value_type, &base.value_type).err()?;
                    let of = format!("the kind `{}`", work.kinds[kind].draft.term.value);
                    let (_, place) = work.definition(kind, name)?;
                    Some((base, of, place, reason))
                })
            });
            if let Some((base, of, place, reason)) = found {
                report.push(attributes::incompatible(
                    codes::M034,
                    attribute,
                    base,
                    &of,
                    Some(place),
                    &reason,
                ));
            }
        }
    }
}

/// `set` gives a value to an attribute that instances have (D-20).
pub(in crate::build) fn e0218_setting(
    work: &Work<'_>,
    mixin: usize,
    setting: &SettingDraft,
    report: &mut Report,
) {
    let name = &setting.name.value;
    let own = &work.mixins[mixin];
    let fault = Fault::new(
        codes::E0218,
        setting.name.origin,
        format!("no instance that `{}` applies to has an attribute `{name}`", own.draft.term.value),
    )
    .with_label("nothing to set")
    .with_note(
        "`set` gives a default to an attribute of a kind that the mixin applies to, or of a mixin it depends on (D-20)",
    );
    if let Some(owner) = work.mixins.iter().find(|other| {
        other
            .attributes
            .iter()
            .any(|one| one.draft.name.value == *name)
    }) {
        let owner = &owner.draft.term.value;
        report.push(fault.with_help(format!(
            "the mixin `{owner}` has it: add `depends {owner};`"
        )));
        return;
    }
    let near: Vec<String> = {
        let roots = own.reach.roots();
        let known = roots
            .iter()
            .flat_map(|&kind| work.kinds[kind].all_attributes.iter())
            .map(|attribute| attribute.name.as_str())
            .chain(
                work.kinds
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| own.reach.touches(&work.tour, *at))
                    .flat_map(|(_, kind)| kind.attributes.iter())
                    .map(|attribute| &*attribute.draft.name.value),
            );
        report
            .nearest(name, known)
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    report.push(with_nearest(fault, &near));
}

/// A mixin depends on a bounded number of others.
pub(in crate::build) fn e0221_closure(draft: &MixinDraft, limit: usize, report: &mut Report) {
    report.push(
        Fault::new(
            codes::E0221,
            draft.term.origin,
            format!(
                "the mixin `{}` depends on more than {limit} others",
                draft.term.value
            ),
        )
        .with_help("use fewer dependencies"),
    );
}
