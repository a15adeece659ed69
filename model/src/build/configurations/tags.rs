//! Tags: the mixins of users.

use std::collections::HashMap;

use super::names::Scope;
use crate::{
    build::{
        report::Report,
        rules::{kinds::m025_location, names as rules},
    },
    codes,
    configuration::Tag,
    fault::Fault,
    model::Model,
    name::{CategoryId, Location, RESERVED_SCHEME_BASE},
    origin::{Located, Origin},
};

impl Scope<'_> {
    /// Checks the tags; `None` when one is faulty.
    pub(super) fn tags(&mut self, report: &mut Report) -> Option<Vec<Tag>> {
        let model = self.index.model;
        let mut tags = Vec::with_capacity(self.draft.tags.len());
        let mut taken: HashMap<CategoryId, Origin> = HashMap::new();
        let mut paths: HashMap<Location, Origin> = HashMap::new();
        for draft in &self.draft.tags {
            let mut sound = true;
            let scheme = rules::m002_scheme(&draft.scheme, report);
            let term = rules::m001_term(model.profile(), &draft.term, report);
            let id = scheme
                .zip(term)
                .map(|(scheme, term)| CategoryId::new(&scheme, &term));
            if let Some(id) = &id {
                sound &= m005_reserved(&draft.scheme, report);
                if model.find(id.as_str()).is_some() {
                    sound = false;
                    report.push(
                        Fault::new(
                            codes::M003,
                            draft.term.origin,
                            format!("`{id}` is a category of the model"),
                        )
                        .with_help("give the tag a scheme of its own"),
                    );
                } else if let Some(&first) = taken.get(id) {
                    sound = false;
                    report.push(rules::m003_identifier(id, draft.term.origin, first));
                } else {
                    taken.insert(id.clone(), draft.term.origin);
                }
            }
            if let Some(origin) = draft.capability {
                sound = false;
                report.push(e0243_tag(&draft.term, origin));
            }
            let location = draft.location.as_ref().map(|written| {
                m025_location(written, report)
                    .filter(|path| m024_free(model, path, written.origin, &mut paths, report))
            });
            self.tags
                .entry(&draft.term.value)
                .or_default()
                .push(id.clone().filter(|_| sound));
            if let (Some(id), true, false) = (id, sound, matches!(location, Some(None))) {
                tags.push(Tag {
                    id,
                    title: draft.title.clone(),
                    description: draft.description.clone(),
                    location: location.flatten(),
                });
            }
        }
        (tags.len() == self.draft.tags.len()).then_some(tags)
    }
}

/// M005: a tag lies outside of the reserved base (D-25).
fn m005_reserved(scheme: &Located<String>, report: &mut Report) -> bool {
    let free = !scheme.value.starts_with(RESERVED_SCHEME_BASE);
    if !free {
        report.push(
            Fault::new(
                codes::M005,
                scheme.origin,
                format!("`{}` belongs to the specifications", scheme.value),
            )
            .with_note("mixins of users have schemes of their own (D-25)"),
        );
    }
    free
}

/// M024: the path of a tag's collection is free.
fn m024_free(
    model: &Model,
    path: &Location,
    origin: Origin,
    taken: &mut HashMap<Location, Origin>,
    report: &mut Report,
) -> bool {
    let fault = Fault::new(
        codes::M024,
        origin,
        format!("the location `{path}` is taken"),
    );
    if let Some(category) = model.at_location(path.as_str()) {
        report.push(fault.with_note(format!("`{}` is bound to it", model.id_of(category))));
        return false;
    }
    if let Some(first) = taken.insert(path.clone(), origin) {
        report.push(fault.with_place(first, "taken here"));
        return false;
    }
    true
}

/// E0243: a mixin of a user is a tag (OCCIware 42).
fn e0243_tag(term: &Located<String>, origin: Origin) -> Fault {
    Fault::new(
        codes::E0243,
        origin,
        format!("the mixin `{}` of the configuration is no tag", term.value),
    )
    .with_note("mixins of users have no attributes, actions and dependencies (D-25)")
    .with_help("move the mixin to an extension, and import that")
}
