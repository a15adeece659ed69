//! Templates that actions make (GFD.224 3.1, INF-030): mixins that nobody posted, and that stay in
//! the query interface when the instance they were made from is gone.
//!
//! A template belongs to the run when it was not there before the run asked for one, and either the
//! answer names it or its title bears the marker of the run. On an endpoint where whole collections
//! may be touched, what an action on a whole collection brought is the run's as well.

use std::collections::BTreeMap;

use super::{Ledger, judge::payload_of};
use crate::{
    engine::payload_of_answer,
    transport::{Request, Response, TransportError, journal::Entry},
};

/// The term of the action that makes templates.
const SAVE: &str = "save";

/// The parameter of it that becomes the title, which a provider may ignore (INF-031).
pub(crate) const TITLE_OF_SAVED: (&str, &str) = (SAVE, "name");

/// Mixins that depend on another one, with their titles: templates, and what looks like them.
pub(in crate::transport) type Templates = BTreeMap<String, Option<String>>;

impl Ledger {
    /// The templates that are offered before a request that may make one; none when it makes none.
    pub(super) async fn before_saving(
        &self,
        request: &Request,
    ) -> Result<Option<Templates>, TransportError> {
        let query = request
            .target
            .split_once('?')
            .map_or("", |(_, query)| query);
        let saves = query.strip_prefix("action=") == Some(SAVE);
        if request.method != "POST" || !saves || payload_of(request).is_none() {
            return Ok(None);
        }
        let before = self.templates().await?;
        let path = request.path().to_owned();
        self.enter(&Entry::Saving { path })?;
        Ok(Some(before))
    }

    /// Notes the templates that a request made.
    pub(super) async fn note_templates(
        &self,
        request: &Request,
        response: &Response,
        before: &Templates,
    ) {
        if response.is_success() {
            // What cannot be read now is looked for by the cleaning up, through the file.
            let Ok(after) = self.templates().await else {
                return;
            };
            let named = payload_of_answer(response)
                .and_then(|payload| {
                    occi_rendering::read_categories(&payload, occi_rendering::Mode::Lenient).ok()
                })
                .map(|read| read.value)
                .unwrap_or_default();
            let whole = request.path().ends_with('/') && self.collections_permitted;
            for (id, title) in after.iter().filter(|(id, _)| !before.contains_key(*id)) {
                let is_named = named.iter().any(|category| category.id.as_str() == id);
                if is_named || whole || self.is_marked(title.as_deref()) {
                    self.own_template(id);
                }
            }
        }
        let path = request.path().to_owned();
        let _ = self.enter(&Entry::Saved { path });
    }

    /// Takes a template for the run's.
    pub(in crate::transport) fn own_template(&self, id: &str) {
        let _ = self.enter(&Entry::Template { id: id.to_owned() });
        let mut state = self.state();
        state.templates.insert(id.to_owned());
        state.open_tags.insert(id.to_owned(), true);
    }

    /// Whether a title bears the marker of the run.
    pub(in crate::transport) fn is_marked(&self, title: Option<&str>) -> bool {
        title.is_some_and(|title| title.starts_with(&self.marker))
    }

    /// The mixins of the query interface that depend on others, with their titles.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub(in crate::transport) async fn templates(&self) -> Result<Templates, TransportError> {
        self.wait_for_slot().await;
        let request = Request::new("GET", "/-/").with_header("Accept", "text/plain");
        let response = self.inner.send(request).await?;
        let read = payload_of_answer(&response)
            .filter(|_| response.is_success())
            .and_then(|payload| {
                occi_rendering::read_categories(&payload, occi_rendering::Mode::Lenient).ok()
            })
            .ok_or_else(|| {
                let status = response.status;
                TransportError::Unclear(format!("the query interface cannot be read ({status})"))
            })?;
        let is_mixin =
            |class: Option<occi_rendering::Class>| class == Some(occi_rendering::Class::Mixin);
        let templates = read
            .value
            .into_iter()
            .filter(|category| is_mixin(category.class) && !category.rel.is_empty());
        Ok(templates
            .map(|category| (category.id.to_string(), category.title))
            .collect())
    }
}
