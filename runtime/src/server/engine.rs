//! The engine: what a service holds, and what every part of it asks.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
    sync::{Arc, LazyLock, atomic::AtomicBool},
};

use http::HeaderValue;
use occi_model::{
    ActionId, Attribute, AttributeName, CategoryId, CategoryRef, KindId, Model, expr::Reach,
};
use occi_rendering::{MediaType, Mode, Style};

use super::{
    ActionHandler, Authenticator, Handler, MixinHandler, conventions,
    defect::Defects,
    gone::Gone,
    locks::Locks,
    log::Log,
    query::Cache,
    shape::{MixinRef, Shape, Shapes, state},
};
use crate::store::{Record, Store, UserMixin};

macro_rules! core_names {
    ($($(#[$meta:meta])* $name:ident = $text:literal;)*) => {
        $(
            $(#[$meta])*
            pub(crate) static $name: LazyLock<AttributeName> = LazyLock::new(|| core_name($text));
        )*
    };
}

core_names! {
    /// `occi.core.id`
    ID = "occi.core.id";
    /// `occi.core.source`
    SOURCE = "occi.core.source";
    /// `occi.core.target`
    TARGET = "occi.core.target";
    /// `occi.core.source.kind`
    SOURCE_KIND = "occi.core.source.kind";
    /// `occi.core.target.kind`
    TARGET_KIND = "occi.core.target.kind";
}

#[expect(clippy::expect_used, reason = "the literals above are attribute names")]
fn core_name(text: &'static str) -> AttributeName {
    AttributeName::new(text).expect("a literal of this file")
}

/// A category that a request names.
#[derive(Clone, Debug)]
pub(crate) enum Category {
    /// A kind.
    Kind(KindId),
    /// A mixin.
    Mixin(MixinRef),
    /// An action.
    Action(ActionId),
}

/// What the engine works out about a kind once.
#[derive(Debug)]
pub(crate) struct KindFacts {
    /// Identifiers of the kind and of all kinds below it: what its collection shows (D-19).
    pub(crate) below: Vec<CategoryId>,
    /// Where new instances lie: a path that ends in `/` (D-85).
    pub(crate) home: String,
    /// The actions that each state allows, when no mixin adds any.
    pub(crate) offered: Vec<(Arc<str>, Vec<ActionId>)>,
    /// The actions that are always allowed, when the kind has no states.
    pub(crate) free: Vec<ActionId>,
    /// Whether its instances are links.
    pub(crate) is_link: bool,
    /// What its instances without mixins are made of.
    pub(crate) shape: Arc<Shape>,
}

/// What a service consists of.
pub(crate) struct Engine {
    pub(crate) model: Arc<Model>,
    pub(crate) store: Arc<dyn Store>,
    /// By kind.
    pub(crate) handlers: Vec<Arc<dyn Handler>>,
    /// By kind, whether somebody gave the handler.
    pub(crate) taken_over: Vec<bool>,
    /// By identifier of the mixin.
    pub(crate) mixin_handlers: HashMap<CategoryId, Arc<dyn MixinHandler>>,
    /// By kind and action, in place of the kind's handler.
    pub(crate) action_handlers: HashMap<(KindId, ActionId), Arc<dyn ActionHandler>>,
    /// By kind.
    pub(crate) kinds: Vec<KindFacts>,
    /// By kind and mixins.
    pub(crate) shapes: Shapes,
    /// All definitions of an attribute name anywhere in the model; filters are typed by them.
    pub(crate) definitions: HashMap<AttributeName, Vec<Arc<Attribute>>>,
    pub(crate) server: HeaderValue,
    pub(crate) base_url: Option<String>,
    pub(crate) body_limit: usize,
    pub(crate) mode: Mode,
    pub(crate) root_deletion: bool,
    /// Whether clients may choose ids (D-116).
    pub(crate) client_ids: bool,
    /// The rendering of answers when the client does not care (D-88).
    pub(crate) preferred: MediaType,
    pub(crate) style: Style,
    /// Where instances were, if that is told (D-103).
    pub(crate) gone: Option<Gone>,
    pub(crate) authenticator: Option<Arc<dyn Authenticator>>,
    /// Who is told of each request.
    pub(crate) log: Option<Log>,
    /// Whether everything is answered with 503.
    pub(crate) maintenance: AtomicBool,
    /// Mixins, and the links that an instance loses with them.
    pub(crate) carried: Vec<(CategoryId, CategoryId)>,
    pub(crate) cache: Cache,
    /// Work on one instance is serial.
    pub(crate) locks: Locks,
    /// Held for reading while mixins are attached, for writing while definitions change.
    pub(crate) definitions_lock: tokio::sync::RwLock<()>,
    /// What the conditions of the model look at besides their own instance.
    pub(crate) relations: Reach,
    /// Held while what such conditions look at is checked and committed; taken after the lock of
    /// definitions.
    pub(crate) relations_lock: tokio::sync::Mutex<()>,
    pub(crate) defects: Defects,
    /// Deleted records that a seeded defect keeps.
    #[cfg(feature = "defects")]
    pub(crate) ghosts: std::sync::Mutex<Vec<Arc<Record>>>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("server", &self.server)
            .field("base_url", &self.base_url)
            .field("body_limit", &self.body_limit)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// The category of an identifier: of the model, under a misprint of the documents, or a
    /// mixin of a user.
    pub(crate) fn find(&self, identifier: &str) -> Option<Category> {
        let found = self.model.find(identifier).or_else(|| {
            (self.mode == Mode::Lenient)
                .then(|| conventions::category(identifier))
                .flatten()
                .and_then(|meant| self.model.find(meant))
        });
        match found {
            Some(CategoryRef::Kind(id)) => Some(Category::Kind(id)),
            Some(CategoryRef::Mixin(id)) => Some(Category::Mixin(MixinRef::Model(id))),
            Some(CategoryRef::Action(id)) => Some(Category::Action(id)),
            None => self
                .user_mixin(|mixin| mixin.id == *identifier)
                .map(|mixin| Category::Mixin(MixinRef::User(mixin))),
        }
    }

    /// The user-defined mixin that fits.
    pub(crate) fn user_mixin(&self, fits: impl Fn(&UserMixin) -> bool) -> Option<Arc<UserMixin>> {
        self.store.user_mixins().into_iter().find(|m| fits(m))
    }

    /// The kind of a record. The build makes sure that the model has the kinds of all records;
    /// Core's entity stands in for one that it has not.
    pub(crate) fn kind_of(&self, record: &Record) -> KindId {
        self.model
            .find_kind(record.kind.as_str())
            .unwrap_or_else(|| self.model.core().entity)
    }

    /// The mixins of a record. One that is no longer defined is passed over.
    pub(crate) fn mixins_of(&self, record: &Record) -> Vec<MixinRef> {
        record
            .mixins
            .iter()
            .filter_map(|id| match self.find(id.as_str()) {
                Some(Category::Mixin(mixin)) => Some(mixin),
                _ => None,
            })
            .collect()
    }

    /// The facts about a kind.
    pub(crate) fn facts(&self, kind: KindId) -> &KindFacts {
        &self.kinds[kind.index()]
    }

    /// Whether a creation of this kind is anything but what the engine proposes. A seeded defect is
    /// shown by the checks of what handlers give back.
    pub(crate) fn is_taken_over(&self, kind: KindId) -> bool {
        self.taken_over[kind.index()]
            || !self.mixin_handlers.is_empty()
            || self.defects != Defects::default()
    }

    /// The handler of a kind.
    pub(crate) fn handler(&self, kind: KindId) -> &dyn Handler {
        &*self.handlers[kind.index()]
    }

    /// The actions that a record offers now (D-32), in the order of the kind.
    pub(crate) fn offered(&self, record: &Record) -> Cow<'_, [ActionId]> {
        self.offered_of(self.kind_of(record), record)
    }

    /// As [`Self::offered`], where the kind is known.
    pub(crate) fn offered_of(&self, kind: KindId, record: &Record) -> Cow<'_, [ActionId]> {
        if record
            .mixins
            .iter()
            .any(|id| self.brings_actions(id.as_str()))
        {
            return self
                .shape(kind, &self.mixins_of(record))
                .map(|shape| shape.applicable(&record.attributes))
                .unwrap_or_default()
                .into();
        }
        let facts = self.facts(kind);
        let Some(machine) = &self.model.kind(kind).states else {
            return facts.free.as_slice().into();
        };
        let state = if self.defects.has(super::defect::Defect::OfferedActionsStale) {
            Some(&*machine.initial)
        } else {
            state(machine, &record.attributes)
        };
        facts
            .offered
            .iter()
            .find(|(name, _)| Some(&**name) == state)
            .map_or(&[][..], |(_, actions)| actions)
            .into()
    }

    fn brings_actions(&self, mixin: &str) -> bool {
        // A user's mixin has no capabilities of its own, but may depend on one that has.
        let Some(Category::Mixin(mixin)) = self.find(mixin) else {
            return false;
        };
        mixin.closure(&self.model).iter().any(|&id| {
            let mixin = self.model.mixin(id);
            !mixin.actions.is_empty() || mixin.states.is_some()
        })
    }
}

/// The mixins of a model that carry links, with the kinds of these.
pub(crate) fn carried(model: &Model) -> Vec<(CategoryId, CategoryId)> {
    let known = |mixin, kind| {
        let mixin = model.mixin(model.find_mixin(mixin)?).id.clone();
        Some((mixin, model.kind(model.find_kind(kind)?).id.clone()))
    };
    let all = conventions::CARRIED.iter();
    all.filter_map(|(mixin, kind)| known(mixin, kind)).collect()
}

/// Works out the facts about every kind.
pub(crate) fn facts(model: &Model) -> Vec<KindFacts> {
    let mut all: Vec<KindFacts> = model
        .kinds()
        .map(|(id, kind)| {
            let home = kind
                .lineage
                .iter()
                .find_map(|&ancestor| model.kind(ancestor).location.as_ref())
                .map_or_else(
                    || format!("/{}/", kind.id.term()),
                    |location| format!("{}/", location.as_str().trim_end_matches('/')),
                );
            let mut offered = Vec::new();
            let mut free = Vec::new();
            match &kind.states {
                None => free.clone_from(&kind.all_actions),
                Some(machine) => {
                    for state in &machine.states {
                        let actions = kind
                            .all_actions
                            .iter()
                            .copied()
                            .filter(|&action| {
                                !machine.governs(action)
                                    || machine.transition(&state.name, action).is_some()
                            })
                            .collect();
                        offered.push((Arc::clone(&state.name), actions));
                    }
                }
            }
            KindFacts {
                below: Vec::new(),
                home,
                offered,
                free,
                is_link: model.is_link(id),
                shape: Arc::new(Shape::of_kind(model, id)),
            }
        })
        .collect();
    for (_, kind) in model.kinds() {
        for &ancestor in &kind.lineage {
            all[ancestor.index()].below.push(kind.id.clone());
        }
    }
    all
}

/// Collects the definitions of every attribute name.
pub(crate) fn definitions(model: &Model) -> HashMap<AttributeName, Vec<Arc<Attribute>>> {
    let mut all: HashMap<AttributeName, Vec<Arc<Attribute>>> = HashMap::new();
    let of_kinds = model.kinds().flat_map(|(_, kind)| &kind.attributes);
    let of_mixins = model.mixins().flat_map(|(_, mixin)| &mixin.attributes);
    for attribute in of_kinds.chain(of_mixins) {
        let list = all.entry(attribute.name.clone()).or_default();
        if !list
            .iter()
            .any(|present| present.value_type == attribute.value_type)
        {
            list.push(Arc::clone(attribute));
        }
    }
    all
}
