//! The writer of generation C.
//!
//! Every type has a name in this syntax, so types that a model says in place get one. What the
//! syntax cannot say is listed: descriptions of kinds and mixins, all about parameters but their
//! types, locations, versions, conditions (it has OCL only), and more.

mod category;
mod configuration;
mod loss;
mod states;
mod types;

use occi_model::{
    Model,
    model::{Annotation, CategoryRef, Extension, ExtensionId},
};

use self::types::Types;
use super::escape::quoted;
use crate::format::{Loss, Subject, Written, WrittenFile, occiware::NAME_KEY};

/// Scheme of Core, which shipped tools give the types `String`, `Boolean` and `Integer`.
const CORE: &str = "http://schemas.ogf.org/occi/core#";

/// Scheme of Infrastructure, which they give types such as `Mac`.
const INFRASTRUCTURE: &str = "http://schemas.ogf.org/occi/infrastructure#";

/// Writes each extension and each configuration to a text of its own.
pub(crate) fn write(subject: &Subject<'_>) -> Written {
    let mut written = Written::default();
    for &id in subject.extensions {
        let extension = subject.model.extension(id);
        let mut writer = Writer {
            model: subject.model,
            id,
            extension,
            types: Types::new(subject.model, id),
            out: String::new(),
            losses: Vec::new(),
        };
        writer.file();
        written.files.push(WrittenFile {
            name: format!("{}.occi", extension.name),
            text: writer.out,
        });
        written.losses.append(&mut writer.losses);
    }
    for one in subject.configurations {
        let (text, mut losses) = configuration::write(subject.model, one);
        let plain = format!("{}.occi", one.name);
        let is_taken = written.files.iter().any(|file| file.name == plain);
        written.files.push(WrittenFile {
            name: if is_taken {
                format!("{}-configuration.occi", one.name)
            } else {
                plain
            },
            text,
        });
        written.losses.append(&mut losses);
    }
    written
}

struct Writer<'m> {
    model: &'m Model,
    id: ExtensionId,
    extension: &'m Extension,
    types: Types<'m>,
    out: String,
    losses: Vec<Loss>,
}

/// Whether a text can stand as a name: a word of letters, digits, `_` and `-`.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// How the name of a category was spelt, when its term is that in lower case.
fn spelt<'a>(term: &str, annotations: &'a [Annotation]) -> Option<&'a str> {
    let name = &*annotations.iter().find(|one| &*one.key == NAME_KEY)?.value;
    (is_name(name) && name.to_lowercase() == term).then_some(name)
}

/// A name made of a text that is none.
fn name_of(text: &str) -> String {
    if is_name(text) {
        return text.to_owned();
    }
    let mut name: String = text
        .chars()
        .map(|one| match one {
            _ if one.is_ascii_alphanumeric() || matches!(one, '_' | '-') => one,
            _ => '_',
        })
        .collect();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name.insert(0, 'n');
    }
    if name.ends_with('-') {
        name.push('_');
    }
    name
}

impl<'m> Writer<'m> {
    fn file(&mut self) {
        let extension = self.extension;
        self.push(&format!(
            "extension {} : {}",
            name_of(&extension.name),
            quoted(extension.scheme.as_str())
        ));
        self.clause(1, "description", extension.description.as_deref());
        self.clause(1, "specification", extension.specification.as_deref());
        for (used, alias) in &extension.uses {
            let scheme = self.model.extension(*used).scheme.as_str();
            self.line(1, &format!("import {}", quoted(&format!("{scheme}/"))));
            if let Some(alias) = alias {
                self.push(&format!(" as {}", name_of(alias)));
            }
        }
        self.lose_of_extension();
        let (model, id) = (self.model, self.id);
        for (kind, _) in model.kinds().filter(|(_, kind)| kind.extension == id) {
            self.push("\n");
            self.kind(kind);
        }
        for (mixin, _) in model.mixins().filter(|(_, mixin)| mixin.extension == id) {
            self.push("\n");
            self.mixin(mixin);
        }
        self.declare_types();
        self.push("\n");
    }

    // ---- text

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Starts a line at a depth.
    fn line(&mut self, depth: usize, text: &str) {
        self.out.push('\n');
        for _ in 0..depth {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
    }

    /// A clause with a string, on a line of its own, when there is something to say.
    fn clause(&mut self, depth: usize, word: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(depth, &format!("{word} {}", quoted(text)));
        }
    }

    fn lose(&mut self, what: &str, why: impl Into<String>) {
        self.losses.push(Loss {
            what: what.to_owned(),
            why: why.into(),
        });
    }

    // ---- references

    /// The name of a category or an action: as it was spelt, or else its term.
    fn name(&self, category: CategoryRef) -> String {
        let (term, annotations) = match category {
            CategoryRef::Kind(id) => {
                let kind = self.model.kind(id);
                (kind.id.term(), &kind.annotations)
            }
            CategoryRef::Mixin(id) => {
                let mixin = self.model.mixin(id);
                (mixin.id.term(), &mixin.annotations)
            }
            CategoryRef::Action(id) => {
                let action = self.model.action(id);
                (action.id.term(), &action.annotations)
            }
        };
        spelt(term, annotations).map_or_else(|| name_of(term), str::to_owned)
    }

    /// A category as it is written in this extension; `prefixed`: also its own ones with the name
    /// of the extension, as `applies` wants it.
    fn reference(&self, category: CategoryRef, prefixed: bool) -> String {
        let extension = match category {
            CategoryRef::Kind(id) => self.model.kind(id).extension,
            CategoryRef::Mixin(id) => self.model.mixin(id).extension,
            CategoryRef::Action(_) => self.id,
        };
        let name = self.name(category);
        if extension == self.id && !prefixed {
            return name;
        }
        let extension = name_of(&self.model.extension(extension).name);
        format!("{extension}.{name}")
    }

    fn references(&self, categories: impl Iterator<Item = CategoryRef>, prefixed: bool) -> String {
        let written: Vec<String> = categories
            .map(|category| self.reference(category, prefixed))
            .collect();
        written.join(", ")
    }

    fn annotations<'a>(&mut self, depth: usize, annotations: impl Iterator<Item = &'a Annotation>) {
        let written: Vec<String> = annotations
            .map(|one| format!("(key {} value {})", quoted(&one.key), quoted(&one.value)))
            .collect();
        if !written.is_empty() {
            self.line(depth, &format!("annotations {{ {} }}", written.join(", ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_any_text() {
        for (text, name) in [
            ("compute", "compute"),
            ("kind", "kind"),
            ("a-b_c", "a-b_c"),
            ("2.x", "n2_x"),
            ("é", "n_"),
            ("", "n"),
            ("a-", "a-_"),
        ] {
            assert_eq!(name_of(text), name);
            assert!(is_name(&name_of(text)), "{text}");
        }
    }
}
