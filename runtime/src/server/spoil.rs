//! Seeded defects that sit behind the writers: they spoil what was written. Only under the feature
//! `defects`.

use std::sync::{Arc, PoisonError};

use occi_model::{CategoryId, CategoryRef};
use occi_rendering::{MediaType, Rendered};
use serde_json::Value as Json;

use super::{
    defect::{Defect, Defects},
    engine::Engine,
};
use crate::store::Record;

/// Spoils an entity.
pub(crate) fn entity(defects: Defects, media: MediaType, mut rendered: Rendered) -> Rendered {
    if defects.has(Defect::QuotesNotEscaped) && !media.is_json() {
        let strip = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes)
                .replace("\\\"", "\"")
                .into_bytes()
        };
        rendered.body = strip(&rendered.body);
        for (_, value) in &mut rendered.headers {
            *value = strip(value);
        }
    }
    if defects.has(Defect::NumbersAsStrings) && media.is_json() {
        rendered.body = in_json(&rendered.body, |json| {
            if let Some(Json::Object(values)) = json.get_mut("attributes") {
                for value in values.values_mut().filter(|value| value.is_number()) {
                    *value = Json::String(value.to_string());
                }
            }
        });
    }
    rendered
}

/// Spoils the selection of categories.
pub(crate) fn categories(engine: &Engine, mut all: Vec<CategoryRef>) -> Vec<CategoryRef> {
    if engine.defects.has(Defect::DiscoveryHidesCategory) {
        let last = engine.model.kinds().last().map(|(id, _)| id);
        all.retain(|category| !matches!(category, CategoryRef::Kind(id) if Some(*id) == last));
    }
    all
}

/// Spoils the query interface.
pub(crate) fn discovery(defects: Defects, media: MediaType, mut rendered: Rendered) -> Rendered {
    let hides_attribute = defects.has(Defect::DiscoveryHidesAttribute);
    let hides_flag = defects.has(Defect::DiscoveryHidesFlag);
    if !hides_attribute && !hides_flag {
        return rendered;
    }
    if media.is_json() {
        rendered.body = in_json(&rendered.body, |json| {
            let lists = json
                .as_object_mut()
                .into_iter()
                .flat_map(|o| o.values_mut());
            for category in lists.filter_map(Json::as_array_mut).flatten() {
                let Some(Json::Object(attributes)) = category.get_mut("attributes") else {
                    continue;
                };
                if hides_attribute && let Some(last) = attributes.keys().next_back().cloned() {
                    attributes.remove(&last);
                }
                if hides_flag {
                    for description in attributes.values_mut() {
                        description["mutable"] = Json::Bool(true);
                        description["required"] = Json::Bool(false);
                    }
                }
            }
        });
        return rendered;
    }
    let spoil = |bytes: &[u8]| {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        if hides_flag {
            for flag in ["{immutable}", "{required}", "{required immutable}"] {
                text = text.replace(flag, "");
            }
        }
        if hides_attribute {
            text = without_last_attributes(&text);
        }
        text.into_bytes()
    };
    rendered.body = spoil(&rendered.body);
    for (_, value) in &mut rendered.headers {
        *value = spoil(value);
    }
    rendered
}

/// Drops the last name of every `attributes` parameter that has several.
fn without_last_attributes(text: &str) -> String {
    const MARK: &str = "attributes=\"";
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let (before, tail) = rest.split_at(at + MARK.len());
        let (list, after) = tail.split_at(tail.find('"').unwrap_or(tail.len()));
        let cut = list.trim_end_matches("{required immutable}");
        let cut = cut.rfind(' ').map_or(list, |space| &list[..space]);
        out.push_str(before);
        out.push_str(cut);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn in_json(body: &[u8], change: impl FnOnce(&mut Json)) -> Vec<u8> {
    let Ok(mut json) = serde_json::from_slice(body) else {
        return body.to_vec();
    };
    change(&mut json);
    serde_json::to_vec(&json).unwrap_or_else(|_| body.to_vec())
}

impl Engine {
    /// Remembers deleted records, when a defect keeps them.
    pub(crate) fn haunt(&self, deleted: &[Arc<Record>]) {
        if self.defects.has(Defect::DeleteLeavesListed)
            || self.defects.has(Defect::DeleteLeavesReadable)
        {
            let mut ghosts = self.ghosts.lock().unwrap_or_else(PoisonError::into_inner);
            ghosts.extend(deleted.iter().cloned());
        }
    }

    /// A deleted record that can still be read.
    pub(crate) fn ghost(&self, location: &str) -> Option<Arc<Record>> {
        if !self.defects.has(Defect::DeleteLeavesReadable) {
            return None;
        }
        let ghosts = self.ghosts.lock().unwrap_or_else(PoisonError::into_inner);
        ghosts.iter().find(|r| r.location == location).cloned()
    }

    /// Deleted records that are still listed.
    pub(crate) fn listed_ghosts(&self, kinds: &[CategoryId]) -> Vec<Arc<Record>> {
        if !self.defects.has(Defect::DeleteLeavesListed) {
            return Vec::new();
        }
        let ghosts = self.ghosts.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = ghosts.iter().filter(|r| kinds.contains(&r.kind));
        listed.cloned().collect()
    }
}
