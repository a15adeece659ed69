//! Writing of categories as text: the query interface (B.2, B.10).

use occi_model::{AttributeName, CategoryId, CategoryRef, Model, model::Attribute};

use super::{
    lex::push_uri,
    write::{CATEGORY, Text, push_category, push_quoted_title, without_separators},
};
use crate::{
    media::MediaType,
    message::{CategoryDescription, Class},
    write::{CategoriesView, Rendered, Style, WriteError},
};

/// Writes full category renderings, in the order given.
pub(crate) fn write_categories(
    media: MediaType,
    categories: &CategoriesView<'_>,
    style: Style,
) -> Result<Rendered, WriteError> {
    let mut text = Text::new(media)?;
    if let Some((model, refs)) = &categories.of_model {
        for &category in refs {
            push_of_model(text.begin(CATEGORY), model, category, style);
            text.end();
        }
    }
    for &category in &categories.of_users {
        push_of_user(text.begin(CATEGORY), category, style);
        text.end();
    }
    text.finish()
}

/// The parameters after the class, each left out when it has nothing to say (B.10 rules 1, 3, 4,
/// 10, 13).
struct Tail<'a, A, C> {
    title: Option<&'a str>,
    rel: Option<&'a CategoryId>,
    location: Option<&'a str>,
    attributes: A,
    actions: C,
}

impl<'a, A, C> Tail<'a, A, C>
where
    A: Iterator<Item = (&'a AttributeName, bool, bool)>,
    C: Iterator<Item = &'a CategoryId>,
{
    fn push(self, out: &mut Vec<u8>, style: Style) {
        if let Some(title) = self.title.filter(|title| !title.is_empty()) {
            out.extend_from_slice(b"; title=");
            if style.avoid_commas {
                push_quoted_title(out, &without_separators(title));
            } else {
                push_quoted_title(out, title);
            }
        }
        if let Some(rel) = self.rel {
            out.extend_from_slice(b"; rel=\"");
            out.extend_from_slice(rel.as_str().as_bytes());
            out.push(b'"');
        }
        if let Some(location) = self.location.filter(|location| !location.is_empty()) {
            out.extend_from_slice(b"; location=\"");
            push_uri(out, location);
            out.push(b'"');
        }
        let mut is_first = true;
        for (name, mutable, required) in self.attributes {
            let before: &[u8] = if is_first { b"; attributes=\"" } else { b" " };
            is_first = false;
            out.extend_from_slice(before);
            out.extend_from_slice(name.as_str().as_bytes());
            // B.10 rule 5.
            out.extend_from_slice(match (mutable, required) {
                (true, false) => b"",
                (false, false) => b"{immutable}",
                (true, true) => b"{required}",
                (false, true) => b"{required immutable}",
            });
        }
        if !is_first {
            out.push(b'"');
        }
        let mut is_first = true;
        for id in self.actions {
            let before: &[u8] = if is_first { b"; actions=\"" } else { b" " };
            is_first = false;
            out.extend_from_slice(before);
            out.extend_from_slice(id.as_str().as_bytes());
        }
        if !is_first {
            out.push(b'"');
        }
    }
}

/// An attribute's name and its flags on the wire: immutable means that a client cannot change
/// the value later, whoever sets it at first (D-23).
fn flags(attribute: &Attribute) -> (&AttributeName, bool, bool) {
    (&attribute.name, attribute.is_mutable(), attribute.required)
}

fn push_of_model(out: &mut Vec<u8>, model: &Model, category: CategoryRef, style: Style) {
    let action_id = |&action| &model.action(action).id;
    match category {
        CategoryRef::Kind(id) => {
            let kind = model.kind(id);
            push_category(out, &kind.id, "kind");
            Tail {
                title: kind.title.as_deref(),
                rel: kind.parent.map(|parent| &model.kind(parent).id),
                location: kind.location.as_ref().map(AsRef::as_ref),
                attributes: kind.attributes.iter().map(|a| flags(a)),
                actions: kind.actions.iter().map(action_id),
            }
            .push(out, style);
        }
        CategoryRef::Mixin(id) => {
            let mixin = model.mixin(id);
            push_category(out, &mixin.id, "mixin");
            Tail {
                title: mixin.title.as_deref(),
                // TXT-031: the first of `depends`, never `applies`.
                rel: mixin.depends.first().map(|&first| &model.mixin(first).id),
                location: mixin.location.as_ref().map(AsRef::as_ref),
                attributes: mixin.attributes.iter().map(|a| flags(a)),
                actions: mixin.actions.iter().map(action_id),
            }
            .push(out, style);
        }
        CategoryRef::Action(id) => {
            let action = model.action(id);
            push_category(out, &action.id, "action");
            Tail {
                title: action.title.as_deref(),
                rel: None,
                location: None,
                attributes: action.parameters.iter().map(|a| flags(a)),
                actions: std::iter::empty(),
            }
            .push(out, style);
        }
    }
}

fn push_of_user(out: &mut Vec<u8>, category: &CategoryDescription, style: Style) {
    push_category(
        out,
        &category.id,
        category.class.unwrap_or(Class::Mixin).as_str(),
    );
    Tail {
        title: category.title.as_deref(),
        rel: category.rel.first(),
        location: category.location.as_deref(),
        attributes: category
            .attributes
            .iter()
            .map(|a| (&a.name, a.mutable, a.required)),
        actions: category.actions.iter(),
    }
    .push(out, style);
}
