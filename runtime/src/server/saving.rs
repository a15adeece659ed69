//! Templates that actions make (GFD.224 3.1, INF-030 to INF-033).

use std::sync::Arc;

use occi_model::{Attributes, CategoryId, Value};

use super::{conventions, engine::Engine};
use crate::store::UserMixin;

/// Scheme of templates that are made here.
const SCHEME: &str = "urn:occi:templates#";

/// The templates that the success of an action makes: one per instance, independent of it.
pub(crate) fn templates(
    engine: &Engine,
    action: &CategoryId,
    parameters: &Attributes,
    instances: usize,
) -> Vec<Arc<UserMixin>> {
    let Some(saving) = conventions::saving(action.as_str()) else {
        return Vec::new();
    };
    let Some(family) = engine.model.find_mixin(saving.family) else {
        return Vec::new();
    };
    let family = engine.model.mixin(family);
    let home = family
        .location
        .as_ref()
        .map_or("/mixins/", |location| location.as_str())
        .trim_end_matches('/');
    let kinds = family.applies.iter();
    let applies: Vec<CategoryId> = kinds
        .map(|&kind| engine.model.kind(kind).id.clone())
        .collect();
    (0..instances)
        .filter_map(|_| {
            let term = uuid::Uuid::now_v7();
            let id = CategoryId::parse(&format!("{SCHEME}{term}")).ok()?;
            let mut mixin = UserMixin::new(id, format!("{home}/{term}/"));
            mixin.title = parameters
                .get(saving.title)
                .and_then(Value::as_str)
                .filter(|title| !title.is_empty())
                .map(str::to_owned);
            mixin.depends = Some(family.id.clone());
            // Said, so that who discovers the template knows without asking for its family.
            mixin.applies = applies.clone();
            Some(Arc::new(mixin))
        })
        .collect()
}
