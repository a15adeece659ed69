//! The tree of kinds: parents, closures of attributes and actions.

use std::{collections::HashMap, sync::Arc};

use super::{
    lower::Lowering,
    report::Report,
    rules::kinds as rules,
    scope::{Class, Scope},
    work::{AttributeWork, KindWork, Parent, Work},
};
use crate::{
    codes,
    core::ENTITY,
    draft::Reference,
    model::{ActionId, Attribute},
    origin::Located,
};

/// Longest chain of parents.
pub(super) const MAX_LINEAGE: usize = 64;

/// Longest list that is searched from end to end rather than by a hash table.
const FEW: usize = 24;

/// The parent of each kind, without cycles, and an order with parents before children.
pub(super) fn parents(scope: &Scope<'_>, report: &mut Report) -> (Vec<Parent>, Vec<usize>) {
    let mut parents: Vec<Parent> = scope
        .kinds
        .iter()
        .map(|kind| {
            let is_root = kind.id.as_ref().is_some_and(|id| *id == ENTITY);
            match &kind.draft.parent {
                None if is_root => Parent::Root,
                None => {
                    rules::m020_parent(kind.draft, report);
                    Parent::Broken
                }
                Some(parent) if is_root => {
                    rules::m021_root(kind.draft, parent, report);
                    Parent::Root
                }
                Some(parent) => scope
                    .resolve(kind.extension, Class::Kind, parent, codes::M021, report)
                    .map_or(Parent::Broken, Parent::Of),
            }
        })
        .collect();
    let order = ordered(scope, &mut parents, report);
    (parents, order)
}

/// Sorts parents before children; cuts cycles and chains that are too long.
fn ordered(scope: &Scope<'_>, parents: &mut [Parent], report: &mut Report) -> Vec<usize> {
    // Length of the chain, once known.
    let mut depth: Vec<Option<usize>> = vec![None; parents.len()];
    let mut underway = vec![false; parents.len()];
    let mut order = Vec::with_capacity(parents.len());
    let mut path = Vec::new();
    for start in 0..parents.len() {
        let mut kind = start;
        while depth[kind].is_none() && !underway[kind] {
            underway[kind] = true;
            path.push(kind);
            match parents[kind] {
                Parent::Of(parent) => kind = parent,
                Parent::Root | Parent::Broken => break,
            }
        }
        if depth[kind].is_none() && !path.is_empty() && path.last() != Some(&kind) {
            // The walk came back to a kind of its own path.
            let from = path
                .iter()
                .position(|&on_path| on_path == kind)
                .unwrap_or(0);
            rules::m021_cycle(scope, &path[from..], report);
            for &member in &path[from..] {
                parents[member] = Parent::Broken;
            }
        } else if depth[kind].is_none() && parents[kind] == Parent::Of(kind) {
            rules::m021_cycle(scope, &[kind], report);
            parents[kind] = Parent::Broken;
        }
        while let Some(kind) = path.pop() {
            underway[kind] = false;
            let above = match parents[kind] {
                Parent::Of(parent) => depth[parent].unwrap_or(0),
                Parent::Root | Parent::Broken => 0,
            };
            if above >= MAX_LINEAGE {
                rules::e0221_lineage(scope.kinds[kind].draft, report);
                parents[kind] = Parent::Broken;
                depth[kind] = Some(1);
            } else {
                depth[kind] = Some(above + 1);
            }
            order.push(kind);
        }
    }
    order
}

/// The kinds with what they have themselves.
pub(super) fn lower<'d>(
    scope: &Scope<'d>,
    parents: &[Parent],
    lowering: &mut Lowering<'_, '_, 'd>,
) -> Vec<KindWork<'d>> {
    let mut kinds = Vec::with_capacity(scope.kinds.len());
    for (kind, &parent) in scope.kinds.iter().zip(parents) {
        let draft = kind.draft;
        let ends = |ends: &[Located<Reference>], report: &mut Report| -> Vec<_> {
            ends.iter()
                .filter_map(|end| {
                    scope
                        .resolve(kind.extension, Class::Kind, end, codes::E0204, report)
                        .map(|found| (found, end.origin))
                })
                .collect()
        };
        let source = ends(&draft.source, lowering.report);
        let target = ends(&draft.target, lowering.report);
        kinds.push(KindWork {
            draft,
            extension: kind.extension,
            id: kind.id.clone(),
            parent,
            lineage: Vec::new(),
            complete: false,
            location: lowering.location(draft.location.as_ref()),
            attributes: lowering.attributes(kind.extension, &draft.attributes),
            all_attributes: Vec::new(),
            actions: Vec::new(),
            all_actions: Vec::new(),
            source,
            target,
            own_states: None,
            states: None,
            constraints: Vec::new(),
            all_constraints: Vec::new(),
        });
    }
    kinds
}

/// Closes each kind over its ancestors: lineage, attributes, actions.
pub(super) fn close(work: &mut Work<'_>) {
    for at in 0..work.order.len() {
        let kind = work.order[at];
        let (mut lineage, mut all_attributes, mut all_actions, complete) =
            match work.kinds[kind].parent {
                Parent::Of(parent) => {
                    let parent = &work.kinds[parent];
                    (
                        parent.lineage.clone(),
                        parent.all_attributes.clone(),
                        parent.all_actions.clone(),
                        parent.complete,
                    )
                }
                Parent::Root => (Vec::new(), Vec::new(), Vec::new(), true),
                Parent::Broken => (Vec::new(), Vec::new(), Vec::new(), false),
            };
        lineage.insert(0, kind);
        let own = &mut work.kinds[kind];
        merge_attributes(&mut all_attributes, &mut own.attributes);
        merge_actions(&mut all_actions, &own.actions);
        own.lineage = lineage;
        own.all_attributes = all_attributes;
        own.all_actions = all_actions;
        own.complete = complete;
    }
}

/// Puts own attributes over inherited ones: a restated one takes the place of the inherited.
fn merge_attributes(all: &mut Vec<Arc<Attribute>>, own: &mut [AttributeWork<'_>]) {
    let inherited = all.len();
    let by_name: Option<HashMap<String, usize>> = (inherited > FEW && !own.is_empty()).then(|| {
        all.iter()
            .enumerate()
            .map(|(at, attribute)| (attribute.name.as_str().to_owned(), at))
            .collect()
    });
    all.reserve(own.len());
    for attribute in own {
        let Some(made) = &attribute.made else {
            continue;
        };
        let name = made.name.as_str();
        let at = match &by_name {
            Some(by_name) => by_name.get(name).copied(),
            None => all[..inherited].iter().position(|one| one.name == *name),
        };
        match at {
            Some(at) => {
                attribute.restates = Some(std::mem::replace(&mut all[at], Arc::clone(made)));
            }
            None => all.push(Arc::clone(made)),
        }
    }
}

/// Adds own actions after inherited ones; restated ones are there already.
fn merge_actions(all: &mut Vec<ActionId>, own: &[ActionId]) {
    let inherited = all.len();
    for &action in own {
        // Ids of inherited actions that are restated are rare; the list is short.
        if !all[..inherited].contains(&action) {
            all.push(action);
        }
    }
}
