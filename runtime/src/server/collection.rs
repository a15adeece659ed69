//! Collections: members, listings, deletion (D.7).

use std::sync::Arc;

use occi_model::KindId;
use occi_rendering::{MediaType, write_locations};

use super::{
    Fault, answer::Answer, ask::Ask, engine::Engine, filter::Filter, page::Page, render,
    routing::Target, shape::MixinRef,
};
use crate::store::Record;

impl Engine {
    /// The instances of a kind and of the kinds below it (D-19), in order of creation.
    pub(crate) fn members_of_kind(&self, kind: KindId) -> Vec<Arc<Record>> {
        let below = &self.facts(kind).below;
        let mut members = match below.as_slice() {
            [only] => self.store.of_kind(only.as_str()),
            several => {
                let mut members: Vec<Arc<Record>> = several
                    .iter()
                    .flat_map(|id| self.store.of_kind(id.as_str()))
                    .collect();
                members.sort_by_key(|record| record.order);
                members
            }
        };
        #[cfg(feature = "defects")]
        members.extend(self.listed_ghosts(below));
        members.shrink_to_fit();
        members
    }

    /// The instances that carry a mixin.
    pub(crate) fn members_of_mixin(&self, mixin: &MixinRef) -> Vec<Arc<Record>> {
        self.store.with_mixin(mixin.id(&self.model).as_str())
    }

    /// The keys of the JSON form of a collection (D-71): of a kind the one that fits, else both.
    /// Entity and the like have instances of both classes below them.
    pub(crate) fn keys(&self, target: &Target) -> (bool, bool) {
        match target {
            Target::Kind(kind) if self.model.is_link(*kind) => (false, true),
            Target::Kind(kind) if self.model.is_a(*kind, self.model.core().resource) => {
                (true, false)
            }
            _ => (true, true),
        }
    }
}

/// GET on a collection or an unbound path.
///
/// # Errors
///
/// As the filter and the page have them; 406 when the rendering cannot carry the listing.
pub(crate) fn get(ask: Ask<'_>, target: &Target, media: MediaType) -> Result<Answer, Fault> {
    let engine = ask.engine;
    let filter = Filter::of(ask)?;
    let page = Page::of(ask)?;
    let members = match target {
        Target::Kind(kind) => engine.members_of_kind(*kind),
        Target::Mixin(mixin) => engine.members_of_mixin(mixin),
        Target::Unbound(path) => engine.store.below(path),
        _ => Vec::new(),
    };
    let mut members: Vec<Arc<Record>> = members
        .into_iter()
        .filter(|record| filter.matches(ask, record))
        .collect();
    if let (Target::Unbound(path), MediaType::UriList) = (target, media) {
        return namespace(ask, path, &members, page);
    }
    if let Some(page) = page {
        members = page.cut(members);
    }
    let rendered = render::collection(ask, media, members, engine.keys(target))?;
    Ok(Answer::ok(media, rendered))
}

/// The state of the namespace below an unbound path: collections, then instances (D.7).
fn namespace(
    ask: Ask<'_>,
    path: &str,
    members: &[Arc<Record>],
    page: Option<Page>,
) -> Result<Answer, Fault> {
    let base = ask.base();
    let collections = ask.engine.locations();
    let mut urls: Vec<String> = collections
        .iter()
        .filter(|location| location.starts_with(path) && !super::filter::is_filtered(ask))
        .map(String::as_str)
        .chain(members.iter().map(|record| record.location.as_str()))
        .map(|location| format!("{base}{location}"))
        .collect();
    if let Some(page) = page {
        urls = page.cut(urls);
    }
    let rendered = write_locations(MediaType::UriList, urls.iter().map(String::as_str))?;
    Ok(Answer::ok(MediaType::UriList, rendered))
}
