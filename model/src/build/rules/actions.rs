//! Rules of actions: owners, schemes, terms.

use std::collections::HashMap;

use crate::{
    build::{
        report::Report,
        rules::names::is_published,
        tour::Holders,
        work::{Parent, Work},
    },
    codes,
    draft::ActionDraft,
    fault::Fault,
    model::ActionId,
    name::{CategoryId, Scheme},
};

/// M040: an action has one owner (D-12). A kind may restate an action of an ancestor, with the
/// same parameters or without.
pub(in crate::build) fn m040_owner(
    second: &ActionDraft,
    first: &ActionDraft,
    id: Option<&CategoryId>,
    report: &mut Report,
) {
    let name = id.map_or(&*second.term.value, CategoryId::as_str);
    report.push(
        Fault::new(
            codes::M040,
            second.term.origin,
            format!("the action `{name}` has two owners"),
        )
        .with_label("the second")
        .with_place(first.term.origin, "the first")
        .with_note("an action is bound to exactly one kind or mixin (GFD.221 5.3.5, D-12)")
        .with_help("give it a scheme of its own; an inherited action may be restated with the same parameters"),
    );
}

/// M041: by convention the scheme of an action is made of its owner's identifier (D-13). A
/// restated action carries the scheme of the ancestor that defines it, and is not looked at;
/// nor is one whose identifier a document of OCCI states, as those of agreements (D-47).
pub(in crate::build) fn m041_scheme(
    draft: &ActionDraft,
    id: Option<&CategoryId>,
    written: &Scheme,
    expected: &Scheme,
    report: &mut Report,
) {
    if written != expected && !id.is_some_and(is_published) {
        let origin = draft
            .scheme
            .as_ref()
            .map_or(draft.term.origin, |scheme| scheme.origin);
        report.push(
            Fault::new(
                codes::M041,
                origin,
                format!(
                    "the scheme of the action `{}` is not the conventional one",
                    draft.term.value
                ),
            )
            .with_note(format!("by convention it is `{expected}` (D-13)"))
            .with_help("leave the scheme out, unless a published document gives this one"),
        );
    }
}

/// M042: actions of one instance differ in their terms, because `?action=` carries the term only
/// (GFD.223 10.3.2).
///
/// Looked at are the chain of a kind, the closure of a mixin, and both together where the mixin
/// applies. Two mixins that know nothing of each other are not: whether they meet on an instance
/// is decided at run time, by refusing the second (409).
pub(in crate::build) fn m042_term(work: &Work<'_>, report: &mut Report) {
    let mut found = Vec::new();
    for kind in &work.kinds {
        let inherited = match kind.parent {
            Parent::Of(parent) => &*work.kinds[parent].all_actions,
            Parent::Root | Parent::Broken => &[],
        };
        clashes(work, &kind.actions, inherited, &mut found);
    }
    let mut holders: HashMap<&str, (Holders, HashMap<usize, ActionId>)> = HashMap::new();
    for mixin in &work.mixins {
        for &action in &mixin.actions {
            holders
                .entry(&work.action(action).draft.term.value)
                .or_default();
        }
    }
    if !holders.is_empty() {
        for (at, kind) in work.kinds.iter().enumerate() {
            for &action in &kind.actions {
                if let Some((kinds, actions)) =
                    holders.get_mut(&*work.action(action).draft.term.value)
                {
                    kinds.add(&work.tour, at);
                    actions.insert(at, action);
                }
            }
        }
        for (kinds, _) in holders.values_mut() {
            kinds.sort();
        }
    }
    for mixin in &work.mixins {
        let depended: Vec<ActionId> = mixin
            .closure
            .iter()
            .skip(1)
            .flat_map(|&on| work.mixins[on].actions.iter().copied())
            .collect();
        clashes(work, &mixin.actions, &depended, &mut found);
        // What it brings along meets kinds that the one it comes from does not apply to.
        let brought = mixin.closure.iter().flat_map(|&from| {
            work.mixins[from]
                .actions
                .iter()
                .map(move |&action| (from, action))
        });
        for (from, action) in brought {
            let Some((kinds, actions)) = holders.get(&*work.action(action).draft.term.value) else {
                continue;
            };
            let source = &work.mixins[from];
            let is_own = std::ptr::eq(source, mixin);
            let clash = kinds
                .touching(&work.tour, &mixin.reach)
                .into_iter()
                .find(|&kind| is_own || !source.reach.touches(&work.tour, kind));
            if let Some(other) = clash.and_then(|kind| actions.get(&kind)) {
                found.push((action, *other));
            }
        }
    }
    for (one, other) in found {
        let (one, other) = (work.action(one), work.action(other));
        report.push(
            Fault::new(
                codes::M042,
                one.draft.term.origin,
                format!(
                    "two actions of one instance have the term `{}`: of `{}` and of `{}`",
                    one.draft.term.value,
                    work.owner_term(one.owner),
                    work.owner_term(other.owner)
                ),
            )
            .with_label("ambiguous")
            .with_place(other.draft.term.origin, "the other one")
            .with_note("`?action=` carries the term only (GFD.223 10.3.2)")
            .with_help(
                "rename one of them; an inherited action needs no second definition, and may be restated by its whole identifier",
            ),
        );
    }
}

/// Own actions whose term another own or inherited one has.
fn clashes(
    work: &Work<'_>,
    own: &[ActionId],
    inherited: &[ActionId],
    found: &mut Vec<(ActionId, ActionId)>,
) {
    const FEW: usize = 64;
    let term = |action: ActionId| &*work.action(action).draft.term.value;
    // Two definitions of one identifier have been reported as such.
    let same_id = |one: ActionId, other: ActionId| {
        let (one, other) = (&work.action(one).id, &work.action(other).id);
        one.is_some() && one == other
    };
    if own.len() * (own.len() + inherited.len()) <= FEW {
        for (at, &one) in own.iter().enumerate() {
            let earlier = inherited.iter().chain(&own[..at]);
            if let Some(&other) = earlier
                .filter(|&&other| other != one && !same_id(one, other))
                .find(|&&other| term(other) == term(one))
            {
                found.push((one, other));
            }
        }
        return;
    }
    let mut seen: HashMap<&str, ActionId> = HashMap::new();
    for &action in inherited {
        seen.entry(term(action)).or_insert(action);
    }
    for &one in own {
        match seen.get(term(one)) {
            Some(&other) if other != one && !same_id(one, other) => found.push((one, other)),
            Some(_) => {}
            None => {
                seen.insert(term(one), one);
            }
        }
    }
}
