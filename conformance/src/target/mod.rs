//! The target file: what whoever runs an endpoint says about it (section 8.1).
//!
//! TOML. Unknown keys are errors, and so is a credential that stands in the file itself: files of
//! this sort are shared.

mod auth;
pub mod expectations;
mod read;
mod safety;

use std::{collections::BTreeMap, path::PathBuf};

use occi_model::{AttributeName, CategoryId, Model, Value};

pub use auth::{Auth, AuthError, Credential};
pub use read::{MAX_BYTES, TargetError, read};
pub use safety::{Class, Rate, TimeLimits};

use crate::deviation::Deviation;

/// What a target file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TargetFile {
    /// Name of the product.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Who makes or runs it.
    pub organisation: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// URL of the endpoint.
    pub url: Option<String>,
    /// Definition that the cases come from.
    pub model: Option<String>,
    /// Optional features that the endpoint does not have, with the reason.
    pub lacks: Vec<(Feature, String)>,
    /// How requests are authenticated.
    pub auth: Auth,
    /// PEM file with the certificates that the endpoint's own must come from.
    pub authorities: Option<PathBuf>,
    /// Who else uses the endpoint.
    pub class: Option<Class>,
    /// On a shared endpoint: actions on the run's own entities are allowed.
    pub allow_actions: bool,
    /// On a shared endpoint: user mixins of the run's own are allowed.
    pub allow_namespace: bool,
    /// Entities of the run that exist at one time.
    pub max_entities: Option<usize>,
    /// Creations of the whole run.
    pub max_created: Option<usize>,
    /// Requests in a second.
    pub rate: Option<Rate>,
    /// Cases at the same time.
    pub concurrency: Option<usize>,
    /// Time limits.
    pub time: TimeLimits,
    /// Values that requests give, because the endpoint accepts no others.
    pub values: Vec<Pinned>,
    /// Templates that requests use, by family as `infrastructure#os_tpl` or in full, because the
    /// endpoint accepts no others.
    pub templates: BTreeMap<String, Vec<String>>,
    /// Cases that are expected to fail.
    pub deviations: Vec<Deviation>,
    /// Cases that are not run: they crash the endpoint, or cost too much.
    pub skips: Vec<Deviation>,
}

/// A value that requests give an attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinned {
    /// The kind, mixin or action, as `infrastructure#storage` or in full.
    pub category: String,
    /// The attribute.
    pub attribute: AttributeName,
    /// The value.
    pub value: Value,
}

/// An optional feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Collections in pages.
    Pagination,
    /// Mixins that clients add.
    UserMixins,
    /// Filters on collections.
    Filters,
    /// Actions on collections.
    CollectionActions,
}

impl Feature {
    /// All of them with their names in target files and the families of their cases.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 4] = [
        (Self::Pagination, "pagination", &["pag"]),
        (Self::UserMixins, "user-mixins", &["tag"]),
        (Self::Filters, "filters", &["fil"]),
        (Self::CollectionActions, "collection-actions", &["act.coll"]),
    ];

    /// The name in target files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(feature, ..)| *feature == self)
            .map_or("", |(_, name, _)| name)
    }

    /// Whether a case is about the feature.
    #[must_use]
    pub fn has(self, case: &crate::case::Case) -> bool {
        let family = case.id.family();
        let by_tag = self == Self::UserMixins && case.id.subject() == "user-mixins";
        by_tag
            || Self::ALL
                .iter()
                .any(|(feature, _, families)| *feature == self && families.contains(&family))
    }
}

impl Pinned {
    /// The value as the attribute of a model's kinds takes it.
    ///
    /// # Errors
    ///
    /// When no kind, mixin or action, or none of its attributes or parameters is meant, or the value lies outside of its facets:
    /// a run would then fail for what the file says.
    pub fn checked(&self, model: &Model) -> Result<Self, TargetError> {
        let wrong = |reason: String| TargetError::Value {
            key: format!("values.{:?}.{:?}", self.category, self.attribute.as_str()),
            reason,
        };
        let name = self.attribute.as_str();
        let kind = model.kinds().find(|(_, kind)| self.is_for(&kind.id));
        let mixin = model.mixins().find(|(_, mixin)| self.is_for(&mixin.id));
        let action = model.actions().find(|(_, action)| self.is_for(&action.id));
        let attribute = match (kind, mixin, action) {
            (Some((id, kind)), ..) => {
                if model.is_link(id) && matches!(name, "occi.core.source" | "occi.core.target") {
                    return Err(wrong(
                        "the ends of links are instances that the run makes itself".to_owned(),
                    ));
                }
                kind.attribute(name)
            }
            (None, Some((_, mixin)), _) => mixin.attribute(name),
            (None, None, Some((_, action))) => action
                .parameters
                .iter()
                .find(|one| one.name == self.attribute),
            (None, None, None) => {
                return Err(wrong(
                    "the definition has no such kind, mixin or action".to_owned(),
                ));
            }
        };
        let attribute = attribute
            .ok_or_else(|| wrong("the category has no such attribute or parameter".to_owned()))?;
        let value = attribute
            .value_type
            .check(self.value.clone())
            .map_err(|fault| wrong(fault.to_string()))?;
        Ok(Self {
            value,
            ..self.clone()
        })
    }

    /// Whether the value is for a category.
    #[must_use]
    pub fn is_for(&self, category: &CategoryId) -> bool {
        is_named(category, &self.category)
    }
}

/// Whether a category is meant by a name: in full, or by the end of its identifier.
pub(crate) fn is_named(category: &CategoryId, name: &str) -> bool {
    let id = category.as_str();
    id == name
        || id
            .strip_suffix(name)
            .is_some_and(|before| before.ends_with('/'))
}
