//! Actions: their identifiers, their owners, and which are only restated.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    lower::Lowering,
    rules::{actions as rules, attributes, names},
    scope::Scope,
    tour::Tour,
    work::{ActionWork, KindWork, MixinWork},
};
use crate::{
    draft::ActionDraft,
    model::{ActionId, KindId, MixinId, Owner},
    name::{CategoryId, Scheme},
};

/// An action as one owner writes it, before it is known whose it is.
struct Candidate<'d> {
    draft: &'d ActionDraft,
    extension: usize,
    owner: Owner,
    id: Option<CategoryId>,
    /// The scheme as written, and the one that convention gives.
    schemes: Option<(Scheme, Scheme)>,
}

/// Makes the actions, and tells each kind and mixin which it has.
pub(super) fn lower<'d>(
    scope: &Scope<'d>,
    tour: &Tour,
    kinds: &mut [KindWork<'d>],
    mixins: &mut [MixinWork<'d>],
    lowering: &mut Lowering<'_, '_, 'd>,
) -> Vec<ActionWork<'d>> {
    let mut candidates = Vec::new();
    for (at, kind) in scope.kinds.iter().enumerate() {
        let owner = (
            Owner::Kind(KindId::at(at)),
            kind.extension,
            kind.scheme.as_ref(),
            kind.id.as_ref(),
        );
        collect(&kind.draft.actions, owner, lowering, &mut candidates);
    }
    for (at, mixin) in scope.mixins.iter().enumerate() {
        let owner = (
            Owner::Mixin(MixinId::at(at)),
            mixin.extension,
            mixin.scheme.as_ref(),
            mixin.id.as_ref(),
        );
        collect(&mixin.draft.actions, owner, lowering, &mut candidates);
    }
    let (holders, refused) = holders(scope, tour, &candidates, lowering);
    let mut actions: Vec<ActionWork<'d>> = Vec::with_capacity(candidates.len());
    let mut ids: Vec<Option<ActionId>> = vec![None; candidates.len()];
    for (at, candidate) in candidates.iter().enumerate() {
        if holders[at] != at {
            continue;
        }
        ids[at] = Some(ActionId::at(actions.len()));
        let draft = candidate.draft;
        if let Some((written, expected)) = &candidate.schemes
            && !refused.contains(&at)
        {
            rules::m041_scheme(
                draft,
                candidate.id.as_ref(),
                written,
                expected,
                lowering.report,
            );
        }
        let parameters = lowering.attributes(candidate.extension, &draft.parameters);
        attributes::m013_unique(
            parameters
                .iter()
                .map(|one| (&*one.draft.name.value, one.draft.name.origin)),
            || format!("the action `{}`", draft.term.value),
            lowering.report,
        );
        actions.push(ActionWork {
            draft,
            extension: candidate.extension,
            owner: candidate.owner,
            id: candidate.id.clone(),
            parameters,
        });
    }
    for (at, candidate) in candidates.iter().enumerate() {
        let Some(id) = ids[holders[at]] else { continue };
        let own = match candidate.owner {
            Owner::Kind(kind) => &mut kinds[kind.index()].actions,
            Owner::Mixin(mixin) => &mut mixins[mixin.index()].actions,
        };
        if holders[at] == at || !own.contains(&id) {
            own.push(id);
        }
    }
    actions
}

fn collect<'d>(
    drafts: &'d [ActionDraft],
    (owner, extension, scheme, owner_id): (Owner, usize, Option<&Scheme>, Option<&CategoryId>),
    lowering: &mut Lowering<'_, '_, 'd>,
    candidates: &mut Vec<Candidate<'d>>,
) {
    for draft in drafts {
        names::e0224_versions("action", &draft.term, draft.versions, lowering.report);
        if !lowering.profile.admits(draft.versions) {
            continue;
        }
        let term = names::m001_term(lowering.profile, &draft.term, lowering.report);
        let conventional = || {
            scheme
                .zip(owner_id)
                .map(|(scheme, id)| scheme.of_actions(&id.to_term()))
        };
        let scheme = match draft.scheme.as_ref() {
            Some(own) => names::m002_scheme(own, lowering.report),
            None => conventional(),
        };
        let schemes = draft
            .scheme
            .as_ref()
            .and(scheme.clone())
            .zip(conventional());
        candidates.push(Candidate {
            draft,
            extension,
            owner,
            id: scheme
                .zip(term)
                .map(|(scheme, term)| CategoryId::new(&scheme, &term)),
            schemes,
        });
    }
}

/// For each candidate the one that defines the action: itself, or that of an ancestor which it
/// restates (D-12). And the candidates that may not define theirs, which has been said.
fn holders(
    scope: &Scope<'_>,
    tour: &Tour,
    candidates: &[Candidate<'_>],
    lowering: &mut Lowering<'_, '_, '_>,
) -> (Vec<usize>, BTreeSet<usize>) {
    let mut holders: Vec<usize> = (0..candidates.len()).collect();
    let mut refused = BTreeSet::new();
    let mut first: HashMap<&CategoryId, usize> = HashMap::with_capacity(candidates.len());
    // Candidates that share an identifier, by the first of them.
    let mut shared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let Some(id) = &candidate.id else { continue };
        if let Some((_, entry)) = scope.identifiers.get(id)
            && entry.index.is_some()
        {
            lowering.report.push(names::m003_identifier(
                id,
                candidate.draft.term.origin,
                entry.origin,
            ));
        }
        match first.get(id) {
            Some(&first) => shared.entry(first).or_insert_with(|| vec![first]).push(at),
            None => {
                first.insert(id, at);
            }
        }
    }
    for group in shared.values() {
        // The topmost kind of the group; ancestors have smaller subtrees inside theirs.
        let top = group
            .iter()
            .copied()
            .reduce(
                |top, at| match (candidates[top].owner, candidates[at].owner) {
                    // Of two of one kind the first stays: a kind is below itself.
                    (Owner::Kind(old), Owner::Kind(new))
                        if old != new && tour.is_below(old.index(), new.index()) =>
                    {
                        at
                    }
                    _ => top,
                },
            )
            .unwrap_or(group[0]);
        for &at in group.iter().filter(|&&at| at != top) {
            let (one, owner) = (&candidates[at], &candidates[top]);
            match (one.owner, owner.owner) {
                (same, also) if same == also => {
                    refused.insert(at);
                    if let Some(id) = &one.id {
                        lowering.report.push(names::m003_identifier(
                            id,
                            one.draft.term.origin,
                            owner.draft.term.origin,
                        ));
                    }
                }
                (Owner::Kind(sub), Owner::Kind(ancestor))
                    if tour.is_below(sub.index(), ancestor.index())
                        && restates(one.draft, owner.draft) =>
                {
                    holders[at] = top;
                }
                _ => {
                    refused.insert(at);
                    rules::m040_owner(one.draft, owner.draft, one.id.as_ref(), lowering.report);
                }
            }
        }
    }
    (holders, refused)
}

/// Whether a restated action says nothing else than the first: no parameters, or the same names.
fn restates(one: &ActionDraft, first: &ActionDraft) -> bool {
    let names = |draft: &ActionDraft| {
        let mut names: Vec<String> = draft
            .parameters
            .iter()
            .map(|parameter| parameter.name.value.clone())
            .collect();
        names.sort();
        names
    };
    one.parameters.is_empty() || names(one) == names(first)
}
