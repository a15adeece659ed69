//! Texts in other formats than the language: reading them, finding what they import, following
//! their references into other documents.

use std::collections::BTreeMap;

use occi_model::{
    Fault, Located, Origin, SourceId,
    draft::{ExtensionDraft, Reference, UseDraft},
};

use super::{
    Resolved,
    follow::{self, Class, Which, fragment},
    loader::{CORE_SCHEME, Loader},
    untyped,
};
use crate::{
    builtin, code,
    format::{self, Format, Read, code as format_code},
};

/// What the imports of one text mean: the extensions of each document, by how it is written.
type Documents = BTreeMap<String, Vec<usize>>;

impl Loader<'_> {
    /// The format of a text; a fault when it is none that is read.
    pub(super) fn format(&mut self, source: SourceId, resolved: &Resolved) -> Option<Format> {
        let text = self.sources.get(source)?.text();
        if let Some(format) = format::detect(text) {
            return Some(format);
        }
        if text.trim_start().starts_with('<') {
            // What XML itself is broken by goes before what it is.
            let document = format::xml::parse(text, source);
            let fault = document.root.as_ref().map(|root| {
                let namespace = root.name.namespace.as_deref().unwrap_or("no namespace");
                Fault::new(
                    format_code::UNKNOWN_FORMAT,
                    root.origin,
                    format!(
                        "no definition format has the root element `{}` ({namespace})",
                        root.name.local
                    ),
                )
            });
            let broken = document.faults.iter().any(Fault::is_error);
            let faults = document.faults;
            self.faults.extend(if broken {
                faults
            } else {
                fault.into_iter().collect()
            });
            return None;
        }
        let path = resolved.path.as_deref();
        let promised = path.and_then(format::of_path);
        match promised {
            // A text without any word of XML or JSON is for the language to explain.
            None | Some(Format::Occi) => Some(Format::Occi),
            Some(promised) => {
                let empty = text.trim().is_empty();
                let fault = Fault::new(
                    if empty {
                        format_code::EMPTY
                    } else {
                        format_code::UNKNOWN_FORMAT
                    },
                    Origin::span(source, 0..0),
                    if empty {
                        format!("`{}` is empty", resolved.name)
                    } else {
                        format!(
                            "`{}` is in no definition format, though named like {}",
                            resolved.name,
                            promised.title()
                        )
                    },
                );
                self.faults.push(fault);
                None
            }
        }
    }

    /// Reads a foreign text and all that it imports; gives the positions of its extensions.
    /// `None`: it defines nothing.
    pub(super) fn foreign(
        &mut self,
        source: SourceId,
        resolved: &Resolved,
        format: Format,
    ) -> Option<Vec<usize>> {
        let Some(reader) = format.reader() else {
            self.faults.push(Fault::new(
                format_code::UNKNOWN_FORMAT,
                Origin::span(source, 0..0),
                format!("{} is not read", format.title()),
            ));
            return None;
        };
        let Read {
            extensions,
            mut configurations,
            faults,
        } = reader(self.sources.get(source)?.text(), source);
        let broken = faults.iter().any(Fault::is_error);
        self.lost.foreign |= broken;
        let strict = self.options.strict;
        if !strict {
            self.lost.forgive(source);
        }
        self.forgive(faults);
        if extensions.is_empty() && configurations.is_empty() {
            if !broken {
                self.faults.push(Fault::new(
                    format_code::EMPTY,
                    Origin::span(source, 0..0),
                    format!("`{}` defines nothing", resolved.name),
                ));
            }
            return None;
        }
        let mut text = Text {
            resolved,
            source,
            order: vec![None; extensions.len()],
            waiting: extensions.into_iter().map(Some).collect(),
            documents: Documents::new(),
        };
        for at in 0..text.waiting.len() {
            self.place(&mut text, at);
        }
        for configuration in &mut configurations {
            for used in &mut configuration.uses {
                self.resolve_use(&mut text, used);
            }
            let mut follow = |reference: &mut Reference, origin| {
                self.follow(&mut text, reference, origin);
            };
            follow::configuration(configuration, &mut follow);
        }
        if self.is_entry() {
            self.configurations.append(&mut configurations);
            self.with_core(&mut text);
        }
        Some(text.order.into_iter().flatten().collect())
    }

    /// Brings OCCI Core in when nothing imports it: other formats take it for granted. It stands
    /// first, so that the extensions of the entry stay last.
    fn with_core(&mut self, text: &mut Text<'_>) {
        if self.already_read(CORE_SCHEME).is_some() {
            return;
        }
        let before = self.extensions.len();
        let core = Located::new(CORE_SCHEME.to_owned(), Origin::span(text.source, 0..0));
        let found = self.outside(text, &core, true);
        let added = self.extensions.len() - before;
        self.extensions.rotate_right(added);
        let Some(name) = found
            .first()
            .and_then(|position| self.extensions.get((position + added) % (before + added)))
            .map(|extension| extension.name.value.clone())
        else {
            return;
        };
        for position in text.order.iter_mut().flatten() {
            *position += added;
            if let Some(extension) = self.extensions.get_mut(*position) {
                extension.uses.push(UseDraft {
                    extension: Located::nowhere(name.clone()),
                    alias: None,
                });
            }
        }
    }

    /// Notes faults; strict reading forgives nothing.
    fn forgive(&mut self, faults: Vec<Fault>) {
        let strict = self.options.strict;
        self.faults.extend(faults.into_iter().map(|mut fault| {
            if strict {
                fault.code = format_code::strict(fault.code);
            }
            fault
        }));
    }

    /// Puts an extension of a text behind all that it imports.
    fn place(&mut self, text: &mut Text<'_>, at: usize) {
        let Some(mut draft) = text.waiting.get_mut(at).and_then(Option::take) else {
            return;
        };
        for used in &mut draft.uses {
            self.resolve_use(text, used);
        }
        // Two `use`s of one document are one.
        let mut seen: Vec<String> = Vec::new();
        draft.uses.retain(|used| {
            let new = !seen.contains(&used.extension.value);
            seen.push(used.extension.value.clone());
            new
        });
        let mut follow = |reference: &mut Reference, origin| {
            self.follow(text, reference, origin);
        };
        follow::extension(&mut draft, &mut follow);
        self.follow_states(text, &mut draft);
        untyped::complete(&mut draft, &self.extensions);
        self.rename(&mut draft);
        if let Some(position) = self.push(draft) {
            text.order[at] = Some(position);
        }
    }

    /// Finds what a `use` means, and writes the name of the extension in its place.
    fn resolve_use(&mut self, text: &mut Text<'_>, used: &mut UseDraft) {
        let found = self.document(text, &used.extension, true);
        let extension = found
            .first()
            .and_then(|position| self.extensions.get(*position));
        if let Some(extension) = extension {
            used.extension.value.clone_from(&extension.name.value);
        }
    }

    /// The extensions of a document, read now if they were not before.
    pub(super) fn document(
        &mut self,
        text: &mut Text<'_>,
        written: &Located<String>,
        required: bool,
    ) -> Vec<usize> {
        // The same document may be written with and without its `#`.
        let known = std::iter::once(written.value.clone())
            .chain(candidates(&written.value))
            .find_map(|name| text.documents.get(&name));
        if let Some(known) = known {
            return known.clone();
        }
        let sibling = text.waiting.iter().position(|draft| {
            draft.as_ref().is_some_and(|draft| {
                candidates(&written.value).any(|name| name == draft.scheme.value)
                    || draft.name.value == written.value
            })
        });
        if let Some(sibling) = sibling {
            self.place(text, sibling);
        }
        let own = text.order.iter().flatten().copied().find(|position| {
            self.extensions.get(*position).is_some_and(|extension| {
                candidates(&written.value).any(|name| name == extension.scheme.value)
                    || extension.name.value == written.value
            })
        });
        let found = match own {
            Some(own) => vec![own],
            None => self.outside(text, written, required),
        };
        text.documents.insert(written.value.clone(), found.clone());
        found
    }

    /// A document that is another text.
    fn outside(
        &mut self,
        text: &Text<'_>,
        written: &Located<String>,
        required: bool,
    ) -> Vec<usize> {
        for name in candidates(&written.value) {
            if let Some(known) = self.already_read(&name) {
                return vec![known];
            }
        }
        self.set_import(written.origin);
        for name in candidates(&written.value) {
            let found = match self.resolver.document(&name, text.resolved) {
                Ok(Some(found)) => Some(found),
                Ok(None) => builtin::find(&name).map(Resolved::from),
                Err(error) => {
                    self.unreadable(&error, written.origin);
                    self.lost.import(text.source);
                    return Vec::new();
                }
            };
            let Some(found) = found else { continue };
            let positions = self.read_import(written, found);
            if positions.is_empty() {
                self.lost.import(text.source);
            }
            // The name of a scheme means that extension of the text, a path means them all.
            let named = positions.iter().copied().find(|position| {
                self.extensions
                    .get(*position)
                    .is_some_and(|extension| extension.scheme.value == name)
            });
            return named.map_or(positions, |named| vec![named]);
        }
        if let Some(found) = self.above(text, written) {
            return vec![found];
        }
        self.lost.import(text.source);
        if required || !text.documents.contains_key(&written.value) {
            let fault = self.unknown(written, text.resolved);
            self.faults.push(fault);
        }
        Vec::new()
    }

    /// The extension that has categories of a scheme which is not its own: one below it, such as
    /// `…/infrastructure/credentials#` below `…/infrastructure#` (W0230). Formats that refer by
    /// identifiers only name the scheme of the category.
    fn above(&mut self, text: &Text<'_>, written: &Located<String>) -> Option<usize> {
        let scheme = candidates(&written.value).find(|name| name.ends_with('#'))?;
        let has_it = |draft: &ExtensionDraft| {
            let kinds = draft.kinds.iter().map(|kind| &kind.scheme);
            kinds
                .chain(draft.mixins.iter().map(|mixin| &mixin.scheme))
                .flatten()
                .any(|own| own.value == scheme)
        };
        if let Some(known) = self.extensions.iter().position(has_it) {
            return Some(known);
        }
        let ends = scheme.rmatch_indices('/').map(|(at, _)| at);
        for end in ends.take_while(|end| !scheme[..*end].ends_with(['/', ':'])) {
            let above = format!("{}#", &scheme[..end]);
            if self.already_read(&above).is_some() {
                continue;
            }
            let found = match self.resolver.document(&above, text.resolved) {
                Ok(Some(found)) => Some(found),
                _ => builtin::find(&above).map(Resolved::from),
            };
            // Nothing that does not say the scheme is brought in.
            let found = found.filter(|found| {
                let mut windows = found.bytes.windows(scheme.len());
                windows.any(|window| window == scheme.as_bytes())
            });
            let Some(found) = found else { continue };
            let positions = self.read_import(written, found);
            let known = positions.into_iter().find(|at| {
                let draft = self.extensions.get(*at);
                draft.is_some_and(has_it)
            });
            if known.is_some() {
                return known;
            }
        }
        None
    }

    /// Follows a reference into another document.
    fn follow(&mut self, text: &mut Text<'_>, reference: &mut Reference, origin: Origin) {
        let found = match reference {
            Reference::Name {
                qualifier: Some(qualifier),
                ..
            } => {
                let found = text
                    .documents
                    .get(qualifier)
                    .and_then(|positions| self.extensions.get(*positions.first()?));
                if let Some(extension) = found {
                    qualifier.clone_from(&extension.name.value);
                }
                return;
            }
            Reference::Name { .. } => return,
            Reference::Identifier(identifier) => {
                let Some((document, path)) = identifier.split_once("#/") else {
                    return;
                };
                let path = format!("/{path}");
                let Some(fragment) = fragment(&path) else {
                    return;
                };
                let document = Located::new(document.to_owned(), origin);
                let positions = self.document(text, &document, false);
                positions
                    .get(fragment.root)
                    .or(positions.first().filter(|_| positions.len() == 1))
                    .and_then(|position| self.extensions.get(*position))
                    .and_then(|extension| target(extension, fragment.class, &fragment.which))
            }
        };
        if let Some(found) = found {
            *reference = found;
        }
    }

    /// Gives an extension of a foreign format another name when its own is taken: names are
    /// labels there, and only schemes are meant to be unique.
    fn rename(&self, draft: &mut ExtensionDraft) {
        let taken = |name: &str| {
            self.extensions
                .iter()
                .any(|other| other.name.value == name && other.scheme.value != draft.scheme.value)
        };
        if !taken(&draft.name.value) {
            return;
        }
        let free = (2_u32..)
            .map(|number| format!("{}-{number}", draft.name.value))
            .find(|name| !taken(name));
        if let Some(free) = free {
            draft.name.value = free;
        }
    }

    pub(super) fn push(&mut self, draft: ExtensionDraft) -> Option<usize> {
        if let Some(first) = self
            .extensions
            .iter()
            .find(|other| other.name.value == draft.name.value)
        {
            let fault = Fault::new(
                code::TWO_FILES,
                draft.name.origin,
                format!(
                    "the extension `{}` is defined by two files",
                    draft.name.value
                ),
            )
            .with_place(first.name.origin, "also defined here")
            .with_help("let both imports find the same file, or rename one extension");
            self.faults.push(fault);
            return None;
        }
        let at = self.extensions.len();
        self.extensions.push(draft);
        Some(at)
    }
}

/// A text whose extensions are being put in order.
pub(super) struct Text<'r> {
    resolved: &'r Resolved,
    source: SourceId,
    /// Extensions that have no place yet.
    waiting: Vec<Option<ExtensionDraft>>,
    /// Position of each extension that has one.
    order: Vec<Option<usize>>,
    documents: Documents,
}

/// What the name of a document may stand for: `http://a/core/ecore` is how Ecore calls the
/// package of the scheme `http://a/core#`.
fn candidates(written: &str) -> impl Iterator<Item = String> {
    let bare = written.strip_suffix('/').unwrap_or(written);
    let bare = bare.strip_suffix('#').unwrap_or(bare);
    let is_scheme = bare.contains(':') && !bare.starts_with("platform:");
    let package = bare.strip_suffix("/ecore").filter(|_| is_scheme);
    [
        is_scheme.then(|| format!("{bare}#")),
        package.map(|package| format!("{package}#")),
        Some(if is_scheme { written } else { bare }.to_owned()),
    ]
    .into_iter()
    .flatten()
}

/// What a fragment names in an extension.
fn target(extension: &ExtensionDraft, class: Class, which: &Which<'_>) -> Option<Reference> {
    let identifier = |term: &Located<String>, scheme: Option<&Located<String>>| {
        let scheme = scheme.unwrap_or(&extension.scheme);
        Reference::Identifier(format!("{}{}", scheme.value, term.value))
    };
    let is = |at: usize, name: &str| match *which {
        Which::At(wanted) => at == wanted,
        Which::Named(wanted) => name.eq_ignore_ascii_case(wanted),
    };
    match class {
        Class::Kind => extension
            .kinds
            .iter()
            .enumerate()
            .find(|(at, kind)| is(*at, &kind.term.value))
            .map(|(_, kind)| identifier(&kind.term, kind.scheme.as_ref())),
        Class::Mixin => extension
            .mixins
            .iter()
            .enumerate()
            .find(|(at, mixin)| is(*at, &mixin.term.value))
            .map(|(_, mixin)| identifier(&mixin.term, mixin.scheme.as_ref())),
        Class::Type => extension
            .types
            .iter()
            .enumerate()
            .find(|(at, named)| is(*at, &named.name.value))
            .map(|(_, named)| Reference::Name {
                qualifier: Some(extension.name.value.clone()),
                name: named.name.value.clone(),
            }),
    }
}
