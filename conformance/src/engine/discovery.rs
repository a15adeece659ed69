//! What the endpoint says about itself in its query interface.

use std::collections::BTreeMap;

use occi_model::{
    CategoryId, Model,
    core::{LINK, RESOURCE},
};
use occi_rendering::{AttributeDescription, CategoryDescription, Mode, read_categories};

use super::facts::payload;
use crate::{
    case::Rendering,
    target::is_named,
    transport::{Response, TransportError},
};

/// Categories by identifier.
pub(super) type Categories = BTreeMap<CategoryId, CategoryDescription>;

/// An answer of the query interface in one rendering, asked for once in a run.
#[derive(Debug)]
pub(super) struct QueryAnswer {
    pub(super) response: Result<Response, TransportError>,
    pub(super) categories: Result<Categories, String>,
}

impl QueryAnswer {
    /// Reads an answer.
    pub(super) fn new(response: Result<Response, TransportError>) -> Self {
        let categories = match &response {
            Ok(response) if response.is_success() => read(response),
            Ok(response) => Err(format!("status {}", response.status)),
            Err(error) => Err(error.to_string()),
        };
        Self {
            response,
            categories,
        }
    }

    /// Whether it is a readable answer of the type asked for.
    pub(super) fn serves(&self, rendering: Rendering) -> bool {
        let typed = self.response.as_ref().is_ok_and(|response| {
            response.media_type().as_deref() == Some(rendering.media().as_str())
        });
        typed && self.categories.is_ok()
    }
}

fn read(response: &Response) -> Result<Categories, String> {
    let payload = payload(response).ok_or_else(|| {
        format!(
            "content type {}",
            response.header("content-type").unwrap_or("missing")
        )
    })?;
    let read = read_categories(&payload, Mode::Lenient).map_err(|error| error.to_string())?;
    Ok(read
        .value
        .into_iter()
        .map(|category| (category.id.clone(), category))
        .collect())
}

/// What is offered.
#[derive(Clone, Debug, Default)]
pub(super) struct Discovery {
    pub(super) categories: Categories,
    /// Whether JSON is read and written.
    pub(super) json: bool,
    /// Templates that may be used, by family; of other families all.
    pub(super) pinned: BTreeMap<String, Vec<String>>,
}

/// Whether a creation has to give an attribute.
fn is_asked_for(attribute: &AttributeDescription) -> bool {
    attribute.required && attribute.json().default.is_none()
}

impl Discovery {
    /// Whether a category is offered. `resource` and `link` of Core are listed everywhere; where
    /// they have no location, no instance can be of just these
    /// (HTTP-004 names their collections).
    pub(super) fn offers(&self, category: &CategoryId) -> bool {
        let is_of_core = [RESOURCE, LINK].contains(&category.as_str());
        self.categories
            .get(category)
            .is_some_and(|listed| !is_of_core || listed.location.is_some())
    }

    /// The templates of a family: what depends on it, and needs no values that only its provider
    /// knows; those that the target file names in any case.
    pub(super) fn templates(&self, family: &CategoryId) -> Vec<&CategoryId> {
        let pinned = self.pinned.iter().find(|(name, _)| is_named(family, name));
        self.categories
            .values()
            .filter(|category| category.id != *family && category.rel.contains(family))
            .filter(|category| match pinned {
                Some((_, some)) => some.iter().any(|name| is_named(&category.id, name)),
                None => !category.attributes.iter().any(is_asked_for),
            })
            .map(|category| &category.id)
            .collect()
    }

    /// The path of a category's collection: what the endpoint says, else what the model says.
    pub(super) fn location(
        &self,
        model: &Model,
        category: &CategoryId,
        resolve: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let told = self
            .categories
            .get(category)
            .and_then(|description| description.location.as_deref())
            .and_then(resolve);
        told.or_else(|| {
            let location = if let Some(kind) = model.find_kind(category.as_str()) {
                model.kind(kind).location.as_ref()
            } else {
                let mixin = model.find_mixin(category.as_str())?;
                model.mixin(mixin).location.as_ref()
            };
            location.map(ToString::to_string)
        })
    }
}
