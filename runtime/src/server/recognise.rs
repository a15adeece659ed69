//! The categories of a request: which kind, which mixins (D-22 steps 1 and 2).

use occi_model::{CategoryId, KindId, Model};
use occi_rendering::{CategoryTag, Class};

use super::{
    Fault,
    engine::{Category, Engine},
    shape::MixinRef,
};

/// The categories of a request, told apart.
#[derive(Debug, Default)]
pub(crate) struct Recognised {
    /// The kind; at most one.
    pub(crate) kind: Option<KindId>,
    /// Mixins in order of the request, each once.
    pub(crate) mixins: Vec<MixinRef>,
}

impl Engine {
    /// Tells the categories of a request apart.
    ///
    /// # Errors
    ///
    /// 404 for an unknown category; 400 for a wrong class, an action, several kinds.
    pub(crate) fn recognise<'a>(
        &self,
        tags: impl IntoIterator<Item = (&'a CategoryId, Option<Class>)>,
    ) -> Result<Recognised, Fault> {
        let mut found = Recognised::default();
        for (id, class) in tags {
            let category = self.find(id.as_str()).ok_or_else(|| match class {
                Some(Class::Kind) => unknown_of("kind", id),
                Some(Class::Mixin) => unknown_of("mixin", id),
                _ => unknown(id),
            })?;
            let real = match category {
                Category::Kind(_) => Class::Kind,
                Category::Mixin(_) => Class::Mixin,
                Category::Action(_) => Class::Action,
            };
            if let Some(said) = class.filter(|&said| said != real) {
                return Err(Fault::bad_request(
                    "wrong-class",
                    format!("`{id}` is a {}, not a {}", real.as_str(), said.as_str()),
                ));
            }
            match category {
                Category::Kind(kind) => match found.kind {
                    Some(other) if other != kind => {
                        return Err(Fault::bad_request(
                            "several-kinds",
                            format!(
                                "an instance has exactly one kind, not both `{}` and `{id}`",
                                self.model.kind(other).id
                            ),
                        ));
                    }
                    _ => found.kind = Some(kind),
                },
                Category::Mixin(mixin) => {
                    if !contains(&self.model, &found.mixins, &mixin) {
                        found.mixins.push(mixin);
                    }
                }
                Category::Action(_) => {
                    return Err(Fault::bad_request(
                        "unexpected-action",
                        format!(
                            "action `{id}` has no place here; invoke it by POST with ?action={}",
                            id.term()
                        ),
                    ));
                }
            }
        }
        Ok(found)
    }

    /// The same for tags of a message.
    ///
    /// # Errors
    ///
    /// As [`Self::recognise`].
    pub(crate) fn recognise_tags(&self, tags: &[CategoryTag]) -> Result<Recognised, Fault> {
        self.recognise(tags.iter().map(|tag| (&tag.id, tag.class)))
    }

    /// Attaches mixins to those that are there: the new list, and which were added.
    ///
    /// A member of an exclusive family replaces an earlier one (D-21).
    ///
    /// # Errors
    ///
    /// 403 for a mixin that does not apply, 409 for two new members of one exclusive family.
    pub(crate) fn attach(
        &self,
        kind: KindId,
        mut present: Vec<MixinRef>,
        new: &[MixinRef],
    ) -> Result<(Vec<MixinRef>, Vec<MixinRef>), Fault> {
        let model = &self.model;
        let mut added: Vec<MixinRef> = Vec::new();
        for mixin in new {
            if !mixin.applies_to(model, kind) {
                return Err(Fault::forbidden(
                    "mixin-not-applicable",
                    format!(
                        "mixin `{}` does not apply to a `{}`",
                        mixin.id(model),
                        model.kind(kind).id
                    ),
                ));
            }
            let families: Vec<_> = mixin.families(model).collect();
            let rival = |other: &MixinRef| {
                other.id(model) != mixin.id(model)
                    && other
                        .families(model)
                        .any(|family| families.contains(&family))
            };
            if let Some(other) = new.iter().find(|&other| rival(other)) {
                return Err(Fault::conflict(
                    "exclusive-mixins",
                    format!(
                        "`{}` and `{}` belong to one family, of which an instance carries at most one",
                        mixin.id(model),
                        other.id(model)
                    ),
                ));
            }
            if contains(model, &present, mixin) {
                continue;
            }
            present.retain(|other| !rival(other));
            present.push(mixin.clone());
            added.push(mixin.clone());
        }
        Ok((present, added))
    }
}

/// Whether a list holds a mixin.
pub(crate) fn contains(model: &Model, list: &[MixinRef], mixin: &MixinRef) -> bool {
    list.iter().any(|other| other.id(model) == mixin.id(model))
}

/// 404 for an identifier that names nothing.
pub(crate) fn unknown(id: &CategoryId) -> Fault {
    unknown_of("category", id)
}

fn unknown_of(class: &'static str, id: &CategoryId) -> Fault {
    let code = match class {
        "kind" => "unknown-kind",
        "mixin" => "unknown-mixin",
        _ => "unknown-category",
    };
    Fault::not_found(
        code,
        format!("{class} `{id}` is not known; the query interface /-/ lists what is"),
    )
}
