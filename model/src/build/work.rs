//! The model under construction: what the rules look at.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    scope::Scope,
    tour::{KindSet, Tour},
};
use crate::{
    core::{ENTITY, LINK, RESOURCE},
    draft::{ActionDraft, AttributeDraft, KindDraft, MixinDraft},
    model::{ActionId, Attribute, Constraint, Owner, StateMachine},
    name::{CategoryId, Location},
    origin::Origin,
    types::ValueType,
};

/// An attribute or parameter.
pub(super) struct AttributeWork<'d> {
    pub(super) draft: &'d AttributeDraft,
    /// `None`: its name or its type is faulty, which has been said.
    pub(super) made: Option<Arc<Attribute>>,
    /// The inherited attribute that it stands in for.
    pub(super) restates: Option<Arc<Attribute>>,
}

/// Where a kind comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parent {
    /// It is `core#entity`.
    Root,
    Of(usize),
    /// Missing, unknown, or part of a cycle, which has been said.
    Broken,
}

/// A kind.
pub(super) struct KindWork<'d> {
    pub(super) draft: &'d KindDraft,
    pub(super) extension: usize,
    pub(super) id: Option<CategoryId>,
    pub(super) parent: Parent,
    /// The kind itself, its parent, and so on, as far as known.
    pub(super) lineage: Vec<usize>,
    /// Whether the lineage reaches `core#entity`; if not, nothing can be said to be missing.
    pub(super) complete: bool,
    pub(super) location: Option<Location>,
    pub(super) attributes: Vec<AttributeWork<'d>>,
    pub(super) all_attributes: Vec<Arc<Attribute>>,
    pub(super) actions: Vec<ActionId>,
    pub(super) all_actions: Vec<ActionId>,
    /// Kinds at its source, each with the place that names it.
    pub(super) source: Vec<(usize, Origin)>,
    /// Kinds at its target, likewise.
    pub(super) target: Vec<(usize, Origin)>,
    pub(super) own_states: Option<Arc<StateMachine>>,
    pub(super) states: Option<Arc<StateMachine>>,
    pub(super) constraints: Vec<Arc<Constraint>>,
    pub(super) all_constraints: Vec<Arc<Constraint>>,
}

/// A mixin.
pub(super) struct MixinWork<'d> {
    pub(super) draft: &'d MixinDraft,
    pub(super) extension: usize,
    pub(super) id: Option<CategoryId>,
    /// Mixins it depends on, as far as known.
    pub(super) depends: Vec<usize>,
    /// The mixin itself and everything it depends on, nearest first.
    pub(super) closure: Vec<usize>,
    /// Kinds it applies to, as far as known.
    pub(super) applies: Vec<usize>,
    /// Whether everything it depends on and applies to is known.
    pub(super) complete: bool,
    /// The kinds that its instances can be of: `applies`, or else those of what it depends on.
    pub(super) reach: KindSet,
    pub(super) location: Option<Location>,
    pub(super) attributes: Vec<AttributeWork<'d>>,
    /// Template values.
    pub(super) settings: Vec<Arc<Attribute>>,
    pub(super) actions: Vec<ActionId>,
    pub(super) states: Option<Arc<StateMachine>>,
    pub(super) constraints: Vec<Arc<Constraint>>,
}

/// An action.
pub(super) struct ActionWork<'d> {
    pub(super) draft: &'d ActionDraft,
    pub(super) extension: usize,
    pub(super) owner: Owner,
    pub(super) id: Option<CategoryId>,
    pub(super) parameters: Vec<AttributeWork<'d>>,
}

/// Everything.
pub(super) struct Work<'d> {
    pub(super) scope: Scope<'d>,
    pub(super) named: Vec<Option<ValueType>>,
    pub(super) kinds: Vec<KindWork<'d>>,
    /// Numbers of the kinds, parents before children.
    pub(super) order: Vec<usize>,
    pub(super) tour: Tour,
    pub(super) mixins: Vec<MixinWork<'d>>,
    pub(super) actions: Vec<ActionWork<'d>>,
    /// Names of attributes that other versions have.
    pub(super) dropped: BTreeSet<&'d str>,
}

/// A category with what the rules of names need.
pub(super) struct CategoryView<'w> {
    pub(super) id: &'w CategoryId,
    pub(super) extension: usize,
    pub(super) origin: Origin,
    /// An action by convention below an owner that is not published.
    pub(super) derived_from_accused: bool,
}

impl<'d> Work<'d> {
    /// All categories with well-formed identifiers: kinds, mixins, actions.
    pub(super) fn categories(&self) -> impl Iterator<Item = CategoryView<'_>> {
        let kinds = self.kinds.iter().filter_map(|kind| {
            Some(CategoryView {
                id: kind.id.as_ref()?,
                extension: kind.extension,
                origin: kind.draft.term.origin,
                derived_from_accused: false,
            })
        });
        let mixins = self.mixins.iter().filter_map(|mixin| {
            Some(CategoryView {
                id: mixin.id.as_ref()?,
                extension: mixin.extension,
                origin: mixin.draft.term.origin,
                derived_from_accused: false,
            })
        });
        let actions = self.actions.iter().filter_map(|action| {
            let derived = action.draft.scheme.is_none()
                && self
                    .owner_id(action.owner)
                    .is_some_and(|owner| !super::rules::names::is_published(owner));
            Some(CategoryView {
                id: action.id.as_ref()?,
                extension: action.extension,
                origin: action.draft.term.origin,
                derived_from_accused: derived,
            })
        });
        kinds.chain(mixins).chain(actions)
    }

    /// The identifier of an action's owner.
    pub(super) fn owner_id(&self, owner: Owner) -> Option<&CategoryId> {
        match owner {
            Owner::Kind(kind) => self.kinds[kind.index()].id.as_ref(),
            Owner::Mixin(mixin) => self.mixins[mixin.index()].id.as_ref(),
        }
    }

    /// The term of an action's owner, for messages.
    pub(super) fn owner_term(&self, owner: Owner) -> &'d str {
        match owner {
            Owner::Kind(kind) => &self.kinds[kind.index()].draft.term.value,
            Owner::Mixin(mixin) => &self.mixins[mixin.index()].draft.term.value,
        }
    }

    pub(super) fn action(&self, id: ActionId) -> &ActionWork<'d> {
        &self.actions[id.index()]
    }

    /// The numbers of `core#entity`, `core#resource` and `core#link`.
    pub(super) fn core(&self) -> Option<[usize; 3]> {
        Some([
            self.scope.kind(ENTITY)?,
            self.scope.kind(RESOURCE)?,
            self.scope.kind(LINK)?,
        ])
    }

    /// The kind of a lineage that defines an attribute, and where.
    pub(super) fn definition(&self, kind: usize, name: &str) -> Option<(usize, Origin)> {
        self.kinds[kind].lineage.iter().find_map(|&ancestor| {
            let attribute = self.kinds[ancestor]
                .attributes
                .iter()
                .find(|attribute| attribute.draft.name.value == name)?;
            Some((ancestor, attribute.draft.value_type.origin))
        })
    }
}
