//! The validated metamodel, closed over its imports.
//!
//! A [`Model`] is made by [`Draft::build`](crate::draft::Draft::build) alone, so whoever holds
//! one holds a valid one. Categories live in arenas and refer to each other by id.

mod queries;
mod states;

use std::{collections::HashMap, sync::Arc};

pub use self::{
    queries::MixinConflict,
    states::{State, StateMachine, Transition, Trigger},
};
pub use crate::draft::Access;
use crate::{
    expr::Expr,
    hashing::Seeded,
    name::{AttributeName, CategoryId, Location, Scheme, Term},
    types::ValueType,
    value::Value,
    version::{Profile, VersionRange},
};

/// Categories by what they are found by.
pub(crate) type Index<K> = HashMap<K, CategoryRef, Seeded>;

macro_rules! arena_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The id of a position; arenas are bounded far below `u32::MAX` by the build.
            pub(crate) fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// Position in the model's list.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

arena_id! {
    /// A kind of a model.
    KindId
}
arena_id! {
    /// A mixin of a model.
    MixinId
}
arena_id! {
    /// An action of a model.
    ActionId
}
arena_id! {
    /// An extension of a model.
    ExtensionId
}
arena_id! {
    /// A named type of a model.
    TypeId
}

/// A category of any class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CategoryRef {
    /// A kind.
    Kind(KindId),
    /// A mixin.
    Mixin(MixinId),
    /// An action.
    Action(ActionId),
}

/// A fact about an element that only tools read (the class `Annotation` of the OCCIware
/// metamodel).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Key, once per element.
    pub key: Arc<str>,
    /// Value.
    pub value: Arc<str>,
}

/// An extension.
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    /// Name: `infrastructure`.
    pub name: Arc<str>,
    /// Scheme of its categories, unless they have their own.
    pub scheme: Scheme,
    /// Version of the extension itself: `1.2`.
    pub version: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The document that specifies it: a name or a URI.
    pub specification: Option<String>,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
    /// What it imports, with the alias it uses.
    pub uses: Vec<(ExtensionId, Option<Arc<str>>)>,
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedType {
    /// Name.
    pub name: Arc<str>,
    /// Extension that declares it.
    pub extension: ExtensionId,
    /// What it stands for.
    pub value_type: ValueType,
    /// What it means.
    pub description: Option<String>,
    /// Versions of the standard that have it.
    pub versions: VersionRange,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
}

/// The value an attribute gets when the client gives none.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultValue {
    /// This one.
    Value(Value),
    /// The server makes one; see [`DefaultDraft::Generated`](crate::draft::DefaultDraft).
    Generated {
        /// A text with one `{}` for the least free number.
        template: Option<Arc<str>>,
    },
}

/// An attribute definition, or a parameter of an action (GFD.221 5.3.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Name.
    pub name: AttributeName,
    /// Type.
    pub value_type: ValueType,
    /// The named type it was declared with, if any.
    pub named_type: Option<TypeId>,
    /// Who may set it (D-23).
    pub access: Access,
    /// Whether a client must give it at creation (D-24).
    pub required: bool,
    /// Whether every instance shows it (D-24).
    pub always: bool,
    /// What it becomes when not given.
    pub default: Option<DefaultValue>,
    /// Unit, a label only (D-29).
    pub unit: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Versions of the standard that have it.
    pub versions: VersionRange,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
    /// Whether this is a template value (`set`): the attribute belongs to a kind or to another
    /// mixin, and only its default is given here.
    pub is_setting: bool,
}

impl Attribute {
    /// Whether a client may give a value at creation.
    #[must_use]
    pub fn settable_at_creation(&self) -> bool {
        self.access != Access::ReadOnly
    }

    /// Whether a client may change the value later.
    #[must_use]
    pub fn is_mutable(&self) -> bool {
        self.access == Access::Mutable
    }

    /// The default, when it is a fixed value.
    #[must_use]
    pub fn default_value(&self) -> Option<&Value> {
        match &self.default {
            Some(DefaultValue::Value(value)) => Some(value),
            _ => None,
        }
    }
}

/// Who owns an action: exactly one kind or mixin (D-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A kind.
    Kind(KindId),
    /// A mixin.
    Mixin(MixinId),
}

/// An action (GFD.221 5.3.5).
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Identifier.
    pub id: CategoryId,
    /// Owner.
    pub owner: Owner,
    /// Title.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Parameters.
    pub parameters: Vec<Arc<Attribute>>,
    /// What a caller gets.
    pub returns: Option<String>,
    /// Versions of the standard that have it.
    pub versions: VersionRange,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
}

/// A condition that every instance must meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// Name; `W0282` warns of one that a category gives twice.
    pub name: Option<Arc<str>>,
    /// The condition.
    pub condition: Expr,
    /// What to say when it is not met.
    pub message: String,
}

/// A kind (GFD.221 5.3.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Identifier.
    pub id: CategoryId,
    /// Extension that defines it.
    pub extension: ExtensionId,
    /// Title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Parent; only `core#entity` has none.
    pub parent: Option<KindId>,
    /// Whether it has no instances of its own.
    pub is_abstract: bool,
    /// Path of its collection.
    pub location: Option<Location>,
    /// Own attributes, as the query interface lists them (D-53).
    pub attributes: Vec<Arc<Attribute>>,
    /// Own actions.
    pub actions: Vec<ActionId>,
    /// Own state machine.
    pub own_states: Option<Arc<StateMachine>>,
    /// Own conditions.
    pub constraints: Vec<Arc<Constraint>>,
    /// Links: kinds that the source may have (or kinds below them); empty: any resource.
    pub source: Vec<KindId>,
    /// Links: kinds that the target may have (or kinds below them); empty: any resource.
    pub target: Vec<KindId>,
    /// Versions of the standard that have it.
    pub versions: VersionRange,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
    /// The kind itself, its parent, and so on up to `core#entity`.
    pub lineage: Vec<KindId>,
    /// All attributes that instances have, inherited ones first; a restated one stands once, as
    /// the kind nearest to the instance defines it.
    pub all_attributes: Vec<Arc<Attribute>>,
    /// All actions that instances have, inherited ones first.
    pub all_actions: Vec<ActionId>,
    /// The state machine that governs instances: the own one, or else the nearest inherited one.
    pub states: Option<Arc<StateMachine>>,
    /// All conditions that instances must meet, inherited ones first.
    pub all_constraints: Vec<Arc<Constraint>>,
}

impl Kind {
    /// The effective attribute of that name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Arc<Attribute>> {
        self.all_attributes.iter().find(|a| a.name == *name)
    }
}

/// A mixin (GFD.221 5.3.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Mixin {
    /// Identifier.
    pub id: CategoryId,
    /// Extension that defines it.
    pub extension: ExtensionId,
    /// Title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Mixins it depends on, as written.
    pub depends: Vec<MixinId>,
    /// Kinds it may be attached to; empty: all.
    pub applies: Vec<KindId>,
    /// Whether an instance carries at most one mixin that depends on it (D-21).
    pub exclusive: bool,
    /// Whether defaults of mixins that depend on it win over what the client gives (D-20).
    pub overriding: bool,
    /// Path of its collection.
    pub location: Option<Location>,
    /// Own attributes and template values, as the query interface lists them.
    pub attributes: Vec<Arc<Attribute>>,
    /// Own actions.
    pub actions: Vec<ActionId>,
    /// Own state machine.
    pub states: Option<Arc<StateMachine>>,
    /// Own conditions.
    pub constraints: Vec<Arc<Constraint>>,
    /// Versions of the standard that have it.
    pub versions: VersionRange,
    /// Facts that only tools read.
    pub annotations: Vec<Annotation>,
    /// The mixin itself and everything it depends on, nearest first, each once.
    pub closure: Vec<MixinId>,
}

impl Mixin {
    /// A mixin without any capability (GFD.221 5.3.4).
    #[must_use]
    pub fn is_tag(&self) -> bool {
        self.attributes.is_empty() && self.actions.is_empty()
    }

    /// The own attribute or template value of that name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Arc<Attribute>> {
        self.attributes.iter().find(|a| a.name == *name)
    }
}

/// The validated metamodel of one profile.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) profile: Profile,
    pub(crate) extensions: Vec<Extension>,
    pub(crate) types: Vec<NamedType>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) mixins: Vec<Mixin>,
    pub(crate) actions: Vec<Action>,
    pub(crate) index: Index<CategoryId>,
    pub(crate) locations: Index<Location>,
    pub(crate) core: Core,
}

/// The three kinds that every model has (GFD.221 5.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Core {
    /// `core#entity`
    pub entity: KindId,
    /// `core#resource`
    pub resource: KindId,
    /// `core#link`
    pub link: KindId,
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.profile == other.profile
            && self.extensions == other.extensions
            && self.types == other.types
            && self.kinds == other.kinds
            && self.mixins == other.mixins
            && self.actions == other.actions
    }
}

impl Model {
    /// The profile it was compiled for.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// The extensions, imported ones first; the one that was asked for is last.
    #[must_use]
    pub fn extensions(&self) -> &[Extension] {
        &self.extensions
    }

    /// The named types.
    #[must_use]
    pub fn types(&self) -> &[NamedType] {
        &self.types
    }

    /// The ids of the extensions, in the order of [`Self::extensions`].
    pub fn extension_ids(&self) -> impl ExactSizeIterator<Item = ExtensionId> + use<> {
        (0..self.extensions.len()).map(ExtensionId::at)
    }

    /// The ids of the named types, in the order of [`Self::types`].
    pub fn type_ids(&self) -> impl ExactSizeIterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(TypeId::at)
    }

    /// The kinds with their ids: the three of Core, then in source order.
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = (KindId, &Kind)> {
        self.kinds
            .iter()
            .enumerate()
            .map(|(at, item)| (KindId::at(at), item))
    }

    /// The mixins with their ids, in source order.
    pub fn mixins(&self) -> impl ExactSizeIterator<Item = (MixinId, &Mixin)> {
        self.mixins
            .iter()
            .enumerate()
            .map(|(at, item)| (MixinId::at(at), item))
    }

    /// The actions with their ids, in source order.
    pub fn actions(&self) -> impl ExactSizeIterator<Item = (ActionId, &Action)> {
        self.actions
            .iter()
            .enumerate()
            .map(|(at, item)| (ActionId::at(at), item))
    }

    /// The kinds of Core.
    #[must_use]
    pub const fn core(&self) -> Core {
        self.core
    }

    /// The kind of an id. Ids of another model give another kind, or panic.
    #[must_use]
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[id.index()]
    }

    /// The mixin of an id.
    #[must_use]
    pub fn mixin(&self, id: MixinId) -> &Mixin {
        &self.mixins[id.index()]
    }

    /// The action of an id.
    #[must_use]
    pub fn action(&self, id: ActionId) -> &Action {
        &self.actions[id.index()]
    }

    /// The extension of an id.
    #[must_use]
    pub fn extension(&self, id: ExtensionId) -> &Extension {
        &self.extensions[id.index()]
    }

    /// The named type of an id.
    #[must_use]
    pub fn named_type(&self, id: TypeId) -> &NamedType {
        &self.types[id.index()]
    }

    /// The category of an identifier, of any class.
    #[must_use]
    pub fn find(&self, identifier: &str) -> Option<CategoryRef> {
        self.index.get(identifier).copied()
    }

    /// The kind of an identifier.
    #[must_use]
    pub fn find_kind(&self, identifier: &str) -> Option<KindId> {
        match self.find(identifier)? {
            CategoryRef::Kind(id) => Some(id),
            _ => None,
        }
    }

    /// The mixin of an identifier.
    #[must_use]
    pub fn find_mixin(&self, identifier: &str) -> Option<MixinId> {
        match self.find(identifier)? {
            CategoryRef::Mixin(id) => Some(id),
            _ => None,
        }
    }

    /// The action of an identifier.
    #[must_use]
    pub fn find_action(&self, identifier: &str) -> Option<ActionId> {
        match self.find(identifier)? {
            CategoryRef::Action(id) => Some(id),
            _ => None,
        }
    }

    /// The kind or mixin bound to a location.
    #[must_use]
    pub fn at_location(&self, location: &str) -> Option<CategoryRef> {
        self.locations.get(location).copied()
    }

    /// The identifier of a category.
    #[must_use]
    pub fn id_of(&self, category: CategoryRef) -> &CategoryId {
        match category {
            CategoryRef::Kind(id) => &self.kind(id).id,
            CategoryRef::Mixin(id) => &self.mixin(id).id,
            CategoryRef::Action(id) => &self.action(id).id,
        }
    }

    /// Whether `kind` is `ancestor` or lies below it.
    #[must_use]
    pub fn is_a(&self, kind: KindId, ancestor: KindId) -> bool {
        self.kind(kind).lineage.contains(&ancestor)
    }

    /// Whether instances of `kind` are links.
    #[must_use]
    pub fn is_link(&self, kind: KindId) -> bool {
        self.is_a(kind, self.core.link)
    }

    /// Whether `mixin` may be attached to instances of `kind` (D-08).
    #[must_use]
    pub fn applies_to(&self, mixin: MixinId, kind: KindId) -> bool {
        let applies = &self.mixin(mixin).applies;
        applies.is_empty() || applies.iter().any(|&ancestor| self.is_a(kind, ancestor))
    }

    /// Whether `mixin` is `ancestor` or depends on it, directly or not.
    #[must_use]
    pub fn depends_on(&self, mixin: MixinId, ancestor: MixinId) -> bool {
        self.mixin(mixin).closure.contains(&ancestor)
    }
}

impl Kind {
    /// The term of its identifier.
    #[must_use]
    pub fn term(&self) -> Term {
        self.id.to_term()
    }
}
