//! Instances that exist already and are taken over instead of created.
//!
//! What identifies an instance is, in this order: the path that whoever adopts names; the path
//! that the configuration gives it; its id (GFD.221 5.4); the values that a condition `unique(…)`
//! of its kind or its mixins demands to differ; of a link, what it connects.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{
    AttributeName, CategoryId, Model, Value,
    configuration::ConfiguredEntity,
    expr::{Expr, Part},
};

use crate::{
    Instance,
    client::{Client, ClientError},
    wire::{SOURCE, TARGET},
};

/// Which instances that exist already are taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adoption {
    /// Whether instances are looked for on the server.
    pub search: bool,
    /// Paths of instances by their names in the configuration: `web`, or `web.nic` of a link.
    pub named: BTreeMap<String, String>,
}

/// What was found.
pub(super) enum Found {
    Nothing,
    One(String, Box<Instance>),
    /// Something that cannot be adopted, and why.
    Unfit(String),
}

/// Looks for instances, each collection once.
pub(super) struct Finder<'f> {
    client: &'f Client,
    model: &'f Model,
    adoption: &'f Adoption,
    /// Paths of the collections that the server offers.
    collections: BTreeMap<CategoryId, String>,
    listed: BTreeMap<CategoryId, Vec<Instance>>,
    /// Paths of instances that stand for a name already.
    taken: BTreeSet<String>,
}

impl<'f> Finder<'f> {
    pub(super) fn new(
        client: &'f Client,
        model: &'f Model,
        adoption: &'f Adoption,
        collections: BTreeMap<CategoryId, String>,
        taken: BTreeSet<String>,
    ) -> Self {
        Self {
            client,
            model,
            adoption,
            collections,
            listed: BTreeMap::new(),
            taken,
        }
    }

    /// The instance that a name of the configuration stands for; of a link with its ends, as far
    /// as they exist.
    pub(super) async fn find(
        &mut self,
        name: &str,
        entity: &ConfiguredEntity,
        ends: Option<(Option<&str>, Option<&str>)>,
    ) -> Result<Found, ClientError> {
        if let Some(path) = self.adoption.named.get(name) {
            return self.named(path).await;
        }
        if !self.adoption.search {
            return Ok(Found::Nothing);
        }
        if let Some(path) = &entity.location {
            return match self.look(path.as_str()).await? {
                Some(found) => Ok(self.take(path.as_str(), found)),
                None => Ok(Found::Nothing),
            };
        }
        let kind = &self.model.kind(entity.kind).id;
        self.list(kind).await?;
        let of_kind: Vec<&Instance> = self
            .listed
            .get(kind)
            .into_iter()
            .flatten()
            .filter(|one| one.kind == *kind && !self.is_taken(one))
            .collect();
        let by_id = of_kind.iter().filter(|one| {
            let id = one.id.as_ref().map(crate::EntityId::as_str);
            id.or_else(|| one.get("occi.core.id").and_then(Value::as_str)) == Some(&entity.id)
        });
        let mut found: Vec<&Instance> = by_id.copied().collect();
        if found.is_empty() {
            let identities = self.identities(entity, ends);
            found = of_kind
                .iter()
                .copied()
                .filter(|one| identities.iter().any(|identity| self.has(one, identity)))
                .collect();
        }
        match *found.as_slice() {
            [] => Ok(Found::Nothing),
            [one] => {
                let one = one.clone();
                let path = one.location.clone().unwrap_or_default();
                Ok(self.take(&path, one))
            }
            ref several => {
                let paths = several.iter().filter_map(|one| one.location.as_deref());
                Ok(Found::Unfit(format!(
                    "it may be any of {}; say which one is meant",
                    paths.collect::<Vec<_>>().join(", ")
                )))
            }
        }
    }

    async fn named(&mut self, path: &str) -> Result<Found, ClientError> {
        let path = self.client.place(path);
        if self.taken.contains(&path) {
            return Ok(Found::Unfit(format!("{path} stands for another name")));
        }
        Ok(match self.look(&path).await? {
            Some(found) => self.take(&path, found),
            None => Found::Unfit(format!(
                "there is no instance at {path} that could be adopted"
            )),
        })
    }

    fn take(&mut self, path: &str, found: Instance) -> Found {
        let path = self.client.place(path);
        self.taken.insert(path.clone());
        Found::One(path, Box::new(found))
    }

    fn is_taken(&self, one: &Instance) -> bool {
        let path = one.location.as_deref().map(|path| self.client.place(path));
        path.is_none_or(|path| self.taken.contains(&path))
    }

    async fn list(&mut self, kind: &CategoryId) -> Result<(), ClientError> {
        if self.listed.contains_key(kind) {
            return Ok(());
        }
        let listed = match self.collections.get(kind) {
            Some(path) => self.client.list_instances(path).await?,
            None => Vec::new(),
        };
        self.listed.insert(kind.clone(), listed);
        Ok(())
    }

    /// The instance at a location, if there is one.
    pub(super) async fn look(&self, location: &str) -> Result<Option<Instance>, ClientError> {
        match self.client.get_instance(location).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The lists of values each of which no two instances share.
    fn identities(
        &self,
        entity: &ConfiguredEntity,
        ends: Option<(Option<&str>, Option<&str>)>,
    ) -> Vec<Vec<(AttributeName, Value)>> {
        let value = |name: &AttributeName| -> Option<Value> {
            let (source, target) = ends.unwrap_or_default();
            if *name == *SOURCE {
                return source.map(Value::from);
            }
            if *name == *TARGET {
                return target.map(Value::from);
            }
            entity.attributes.get(name).cloned()
        };
        let mixins = entity
            .mixins
            .iter()
            .filter_map(|id| self.model.find_mixin(id.as_str()))
            .flat_map(|id| &self.model.mixin(id).closure)
            .flat_map(|id| &self.model.mixin(*id).constraints);
        let mut lists: Vec<Vec<AttributeName>> = Vec::new();
        for constraint in self
            .model
            .kind(entity.kind)
            .all_constraints
            .iter()
            .chain(mixins)
        {
            constraint.condition.walk(&mut |part| {
                if let Part::Expr(Expr::Unique(names, _)) = part {
                    lists.push(names.clone());
                }
            });
        }
        if ends.is_some() {
            lists.push(vec![SOURCE.clone(), TARGET.clone()]);
        }
        lists
            .iter()
            .filter_map(|names| {
                let values = names.iter().map(|name| Some((name.clone(), value(name)?)));
                values.collect::<Option<_>>()
            })
            .collect()
    }

    fn has(&self, one: &Instance, identity: &[(AttributeName, Value)]) -> bool {
        identity.iter().all(|(name, wanted)| {
            let Some(value) = one.get(name.as_str()) else {
                return false;
            };
            match (value.as_str(), wanted.as_str()) {
                (Some(end), Some(wanted)) if *name == *SOURCE || *name == *TARGET => {
                    self.client.place(end) == self.client.place(wanted)
                }
                _ => value.same_as(wanted),
            }
        })
    }
}
