//! Questions about instances: what a kind with these mixins has, and what may be set.

use std::{collections::HashMap, sync::Arc};

use super::{
    Access, Action, ActionId, Attribute, CategoryRef, DefaultValue, Kind, KindId, Mixin, MixinId,
    Model,
};
use crate::types::ValueType;

/// Why two categories cannot be together on one instance (D-11, D-21); answered with 409.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MixinConflict {
    /// The mixin does not apply to the kind (D-08).
    #[error("the mixin `{mixin}` does not apply to the kind `{kind}`")]
    NotApplicable {
        /// Identifier of the mixin.
        mixin: String,
        /// Identifier of the kind.
        kind: String,
    },
    /// Both depend on one exclusive mixin (D-21).
    #[error("`{first}` and `{second}` exclude each other: both depend on `{family}`")]
    Exclusive {
        /// Identifier of the mixin named first.
        first: String,
        /// Identifier of the mixin named second.
        second: String,
        /// Identifier of the exclusive mixin.
        family: String,
    },
    /// Both have an attribute of that name, of types that do not fit (D-11).
    #[error(
        "the attribute `{attribute}` of `{mixin}` is of another type than that of the instance"
    )]
    Attribute {
        /// Name of the attribute.
        attribute: String,
        /// Identifier of the mixin whose attribute does not fit.
        mixin: String,
    },
    /// Both have an action of that term (GFD.223 10.3.2).
    #[error("the actions `{first}` and `{second}` have the same term")]
    Action {
        /// Identifier of one action.
        first: String,
        /// Identifier of the other.
        second: String,
    },
}

/// The access that allows a client less.
const fn stricter(one: Access, other: Access) -> Access {
    match (one, other) {
        (Access::ReadOnly, _) | (_, Access::ReadOnly) => Access::ReadOnly,
        (Access::CreateOnly, _) | (_, Access::CreateOnly) => Access::CreateOnly,
        (Access::Mutable, Access::Mutable) => Access::Mutable,
    }
}

impl Model {
    /// The attributes that an instance of `kind` with the attached `mixins` has: those of the
    /// kind's chain, then those of the closure of the mixins, each name once (D-09).
    ///
    /// Where a mixin restates an attribute, the narrower type and the stricter access hold,
    /// `required` and `always` add up, and its default wins (D-11). Among mixins a later one wins over an earlier one, a
    /// mixin over those it depends on, and one of an overriding family over all (D-20).
    #[must_use]
    pub fn attributes_of(&self, kind: KindId, mixins: &[MixinId]) -> Vec<Arc<Attribute>> {
        let mut all = self.kind(kind).all_attributes.clone();
        if mixins.is_empty() {
            return all;
        }
        let mut places: HashMap<&str, usize> = HashMap::new();
        let inherited: Vec<Arc<Attribute>> = all.clone();
        for (at, attribute) in inherited.iter().enumerate() {
            places.insert(attribute.name.as_str(), at);
        }
        for mixin in self.by_precedence(mixins) {
            for attribute in &self.mixin(mixin).attributes {
                match places.get(attribute.name.as_str()) {
                    Some(&at) => all[at] = self.tightened(&all[at], attribute),
                    None => {
                        places.insert(attribute.name.as_str(), all.len());
                        all.push(Arc::clone(attribute));
                    }
                }
            }
        }
        all
    }

    /// The attached mixins and what they depend on, each once, those whose defaults win last.
    fn by_precedence(&self, mixins: &[MixinId]) -> Vec<MixinId> {
        let mut winners_first = Vec::new();
        for overriding in [true, false] {
            for &mixin in mixins.iter().rev() {
                for &member in &self.mixin(mixin).closure {
                    if self.is_overriding(member) == overriding && !winners_first.contains(&member)
                    {
                        winners_first.push(member);
                    }
                }
            }
        }
        winners_first.reverse();
        winners_first
    }

    /// Whether the defaults of `mixin` win over what the client gives: it, or something it
    /// depends on, is marked overriding (D-20).
    #[must_use]
    pub fn is_overriding(&self, mixin: MixinId) -> bool {
        self.mixin(mixin)
            .closure
            .iter()
            .any(|&one| self.mixin(one).overriding)
    }

    /// The template values of `mixins` that win over what the client gives (D-20, case 1), each
    /// name once.
    #[must_use]
    pub fn overriding_values(&self, mixins: &[MixinId]) -> Vec<Arc<Attribute>> {
        let mut found: Vec<Arc<Attribute>> = Vec::new();
        for mixin in self.by_precedence(mixins).into_iter().rev() {
            if !self.is_overriding(mixin) {
                continue;
            }
            for attribute in &self.mixin(mixin).attributes {
                let has_value = attribute.default_value().is_some();
                if has_value && found.iter().all(|one| one.name != attribute.name) {
                    found.push(Arc::clone(attribute));
                }
            }
        }
        found
    }

    /// An attribute as a mixin restates it.
    fn tightened(&self, base: &Arc<Attribute>, over: &Arc<Attribute>) -> Arc<Attribute> {
        if over.is_setting {
            // Only the default is given; the rest stays as it is.
            let mut attribute = Attribute::clone(base);
            attribute.default.clone_from(&over.default);
            return Arc::new(attribute);
        }
        if base.is_setting {
            // A value given for an attribute that comes with another mixin.
            let mut attribute = Attribute::clone(over);
            attribute.default.clone_from(&base.default);
            return Arc::new(attribute);
        }
        let narrower = if self.narrows(&over.value_type, &base.value_type) {
            &over.value_type
        } else {
            &base.value_type
        };
        let default = match (&over.default, &base.default) {
            (Some(default), _) | (None, Some(default)) => Some(default.clone()),
            (None, None) => None,
        };
        // A default that the narrower type does not take is none.
        let default = default.filter(|default| match default {
            DefaultValue::Value(value) => narrower.check(value.clone()).is_ok(),
            DefaultValue::Generated { .. } => true,
        });
        Arc::new(Attribute {
            value_type: narrower.clone(),
            access: stricter(base.access, over.access),
            required: base.required || over.required,
            always: base.always || over.always,
            default,
            ..Attribute::clone(over)
        })
    }

    fn narrows(&self, one: &ValueType, other: &ValueType) -> bool {
        let is_a = |kind: &crate::CategoryId, ancestor: &crate::CategoryId| match (
            self.find_kind(kind.as_str()),
            self.find_kind(ancestor.as_str()),
        ) {
            (Some(kind), Some(ancestor)) => self.is_a(kind, ancestor),
            _ => false,
        };
        one.narrows(other, &is_a).is_ok()
    }

    /// The actions that an instance of `kind` with the attached `mixins` has: those of the
    /// kind's chain, then those of the closure of the mixins, each once.
    #[must_use]
    pub fn actions_of(&self, kind: KindId, mixins: &[MixinId]) -> Vec<ActionId> {
        let mut all = self.kind(kind).all_actions.clone();
        for mixin in self.closure_of(mixins) {
            for &action in &self.mixin(mixin).actions {
                if !all.contains(&action) {
                    all.push(action);
                }
            }
        }
        all
    }

    /// The mixins and everything they depend on, in order, each once (D-09).
    #[must_use]
    pub fn closure_of(&self, mixins: &[MixinId]) -> Vec<MixinId> {
        let mut all = Vec::new();
        for &mixin in mixins {
            for &member in &self.mixin(mixin).closure {
                if !all.contains(&member) {
                    all.push(member);
                }
            }
        }
        all
    }

    /// Whether `mixins` can be attached together to an instance of `kind`: each applies to it
    /// (D-08), no two of one exclusive family (D-21), attributes and actions fit (D-11).
    ///
    /// # Errors
    ///
    /// The first conflict, in order of `mixins`.
    pub fn check_mixins(&self, kind: KindId, mixins: &[MixinId]) -> Result<(), MixinConflict> {
        let id = |mixin: MixinId| self.mixin(mixin).id.to_string();
        for (at, &mixin) in mixins.iter().enumerate() {
            if !self.applies_to(mixin, kind) {
                return Err(MixinConflict::NotApplicable {
                    mixin: id(mixin),
                    kind: self.kind(kind).id.to_string(),
                });
            }
            for &earlier in &mixins[..at] {
                if earlier != mixin
                    && let Some(family) = self.exclusive_family(earlier, mixin)
                {
                    return Err(MixinConflict::Exclusive {
                        first: id(earlier),
                        second: id(mixin),
                        family: id(family),
                    });
                }
            }
        }
        let mut attributes: HashMap<&str, &Arc<Attribute>> = self
            .kind(kind)
            .all_attributes
            .iter()
            .map(|attribute| (attribute.name.as_str(), attribute))
            .collect();
        let mut actions: HashMap<&str, ActionId> = self
            .kind(kind)
            .all_actions
            .iter()
            .map(|&action| (self.action(action).id.term(), action))
            .collect();
        for mixin in self.closure_of(mixins) {
            for attribute in &self.mixin(mixin).attributes {
                let name = attribute.name.as_str();
                let base = *attributes.entry(name).or_insert(attribute);
                let fits = self.narrows(&attribute.value_type, &base.value_type)
                    || self.narrows(&base.value_type, &attribute.value_type);
                if !fits {
                    return Err(MixinConflict::Attribute {
                        attribute: name.to_owned(),
                        mixin: id(mixin),
                    });
                }
            }
            for &action in &self.mixin(mixin).actions {
                let first = *actions
                    .entry(self.action(action).id.term())
                    .or_insert(action);
                if first != action {
                    return Err(MixinConflict::Action {
                        first: self.action(first).id.to_string(),
                        second: self.action(action).id.to_string(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The exclusive mixin that both depend on without being it, nearest to the first (D-21).
    #[must_use]
    pub fn exclusive_family(&self, one: MixinId, other: MixinId) -> Option<MixinId> {
        let families = |mixin: MixinId| {
            self.mixin(mixin)
                .closure
                .iter()
                .copied()
                .filter(move |&member| member != mixin && self.mixin(member).exclusive)
        };
        families(one).find(|&family| families(other).any(|also| also == family))
    }

    /// Whether a client may give a value for the attribute: at creation, or (`creating` false)
    /// in an update (D-23). `false` where the instance has no such attribute.
    #[must_use]
    pub fn is_settable(
        &self,
        kind: KindId,
        mixins: &[MixinId],
        name: &str,
        creating: bool,
    ) -> bool {
        let of_kind = self.kind(kind).attribute(name);
        let closure = self.closure_of(mixins);
        let of_mixins = closure
            .iter()
            .filter_map(|&mixin| self.mixin(mixin).attribute(name));
        match of_kind
            .into_iter()
            .chain(of_mixins)
            .map(|one| one.access)
            .reduce(stricter)
        {
            Some(Access::Mutable) => true,
            Some(Access::CreateOnly) => creating,
            Some(Access::ReadOnly) | None => false,
        }
    }

    /// The kind and all kinds below it, in the model's order.
    pub fn kinds_below(&self, kind: KindId) -> impl Iterator<Item = KindId> + '_ {
        self.kinds()
            .filter(move |(_, one)| one.lineage.contains(&kind))
            .map(|(id, _)| id)
    }

    /// The kinds that have instances of their own, in the model's order.
    pub fn instantiable_kinds(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        self.kinds().filter(|(_, kind)| !kind.is_abstract)
    }

    /// The mixins that may be attached to instances of `kind`, in the model's order (D-08).
    pub fn mixins_for(&self, kind: KindId) -> impl Iterator<Item = (MixinId, &Mixin)> {
        self.mixins()
            .filter(move |(id, _)| self.applies_to(*id, kind))
    }

    /// The action of that term which an instance of `kind` with the attached `mixins` has
    /// (`?action=TERM`, GFD.223 10.3.2).
    #[must_use]
    pub fn action_by_term(
        &self,
        kind: KindId,
        mixins: &[MixinId],
        term: &str,
    ) -> Option<(ActionId, &Action)> {
        self.actions_of(kind, mixins)
            .into_iter()
            .map(|id| (id, self.action(id)))
            .find(|(_, action)| action.id.term() == term)
    }

    /// Every category with its identifier: kinds, mixins, then actions, each in the model's
    /// order.
    pub fn categories(&self) -> impl Iterator<Item = (CategoryRef, &crate::CategoryId)> {
        let kinds = self
            .kinds()
            .map(|(id, kind)| (CategoryRef::Kind(id), &kind.id));
        let mixins = self
            .mixins()
            .map(|(id, mixin)| (CategoryRef::Mixin(id), &mixin.id));
        let actions = self
            .actions()
            .map(|(id, action)| (CategoryRef::Action(id), &action.id));
        kinds.chain(mixins).chain(actions)
    }
}
