//! What a path stands for (D.1).

use std::sync::Arc;

use occi_model::{CategoryRef, KindId};

use super::{engine::Engine, shape::MixinRef};
use crate::store::Record;

/// Path of the query interface.
pub(crate) const QUERY: &str = "/-/";
/// Its second path, for discovery (D.6).
pub(crate) const WELL_KNOWN: &str = "/.well-known/org/ogf/occi/-/";

/// What a path stands for.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// Q: the query interface.
    Query,
    /// I: an instance.
    Entity(Arc<Record>),
    /// K: the collection of a kind.
    Kind(KindId),
    /// M: the collection of a mixin.
    Mixin(MixinRef),
    /// U: a path above instances or collections, with its final slash.
    Unbound(String),
    /// Nothing is there.
    Nothing,
}

impl Target {
    /// The methods of the path class (D.2).
    pub(crate) fn allow(&self) -> &'static str {
        match self {
            Self::Query => "GET, HEAD, POST, DELETE, OPTIONS",
            Self::Entity(_) | Self::Mixin(_) => "GET, HEAD, POST, PUT, DELETE, OPTIONS",
            Self::Kind(_) => "GET, HEAD, POST, DELETE, OPTIONS",
            Self::Unbound(path) if path == "/" => "GET, HEAD, POST, DELETE, OPTIONS",
            Self::Unbound(_) => "GET, HEAD, DELETE, OPTIONS",
            Self::Nothing => "PUT, OPTIONS",
        }
    }
}

impl Engine {
    /// What a path stands for. A missing final slash of a collection does not matter (D-84).
    pub(crate) fn route(&self, path: &str) -> Target {
        if let Some(record) = self.store.get(path) {
            return Target::Entity(record);
        }
        #[cfg(feature = "defects")]
        if let Some(ghost) = self.ghost(path) {
            return Target::Entity(ghost);
        }
        let slashed = if path.ends_with('/') {
            path.to_owned()
        } else {
            format!("{path}/")
        };
        if slashed == QUERY || slashed == WELL_KNOWN {
            return Target::Query;
        }
        if let Some(bound) = self.bound(&slashed) {
            return bound;
        }
        if slashed == "/" || self.is_above(&slashed) {
            return Target::Unbound(slashed);
        }
        Target::Nothing
    }

    /// The collection that is bound to a path with its final slash.
    pub(crate) fn bound(&self, slashed: &str) -> Option<Target> {
        // A location without final slash is unusual but legal (M025 warns only).
        let of_model = self
            .model
            .at_location(slashed)
            .or_else(|| self.model.at_location(slashed.trim_end_matches('/')));
        match of_model {
            Some(CategoryRef::Kind(id)) => Some(Target::Kind(id)),
            Some(CategoryRef::Mixin(id)) => Some(Target::Mixin(MixinRef::Model(id))),
            Some(CategoryRef::Action(_)) => None,
            None => self
                .user_mixin(|mixin| mixin.location == slashed)
                .map(|mixin| Target::Mixin(MixinRef::User(mixin))),
        }
    }

    /// The locations of all collections, in the order of the query interface.
    pub(crate) fn locations(&self) -> Vec<String> {
        let of_kinds = self.model.kinds().filter_map(|(_, k)| k.location.as_ref());
        let of_mixins = self.model.mixins().filter_map(|(_, m)| m.location.as_ref());
        let of_users = self.store.user_mixins();
        of_kinds
            .chain(of_mixins)
            .map(|location| format!("{}/", location.as_str().trim_end_matches('/')))
            .chain(of_users.iter().map(|mixin| mixin.location.clone()))
            .collect()
    }

    fn is_above(&self, slashed: &str) -> bool {
        self.locations()
            .iter()
            .any(|location| location.starts_with(slashed))
            || !self.store.below(slashed).is_empty()
    }
}
