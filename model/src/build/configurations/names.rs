//! Imports, tags, and what the references of a configuration mean.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use crate::{
    build::report::{Report, quoted, with_nearest},
    codes,
    draft::{ConfigurationDraft, Reference, UseDraft},
    fault::{Code, Fault},
    model::{CategoryRef, ExtensionId, KindId, MixinId, Model},
    name::CategoryId,
    origin::{Located, Origin},
};

/// Name of the extension that every other builds upon.
pub(super) const CORE: &str = "core";

/// The kinds and mixins of a model by extension and term.
pub(super) struct Index<'m> {
    pub(super) model: &'m Model,
    terms: HashMap<(ExtensionId, &'m str), Vec<CategoryRef>>,
}

impl<'m> Index<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut terms: HashMap<(ExtensionId, &str), Vec<CategoryRef>> = HashMap::new();
        for (id, kind) in model.kinds() {
            let entry = terms.entry((kind.extension, kind.id.term()));
            entry.or_default().push(CategoryRef::Kind(id));
        }
        for (id, mixin) in model.mixins() {
            let entry = terms.entry((mixin.extension, mixin.id.term()));
            entry.or_default().push(CategoryRef::Mixin(id));
        }
        Self { model, terms }
    }

    fn of<'i>(&'i self, extension: ExtensionId, term: &'i str) -> &'i [CategoryRef] {
        self.terms
            .get(&(extension, term))
            .map_or(&[], Vec::as_slice)
    }

    fn definer(&self, category: CategoryRef) -> Option<ExtensionId> {
        match category {
            CategoryRef::Kind(id) => Some(self.model.kind(id).extension),
            CategoryRef::Mixin(id) => Some(self.model.mixin(id).extension),
            CategoryRef::Action(_) => None,
        }
    }

    pub(super) fn name_of(&self, extension: ExtensionId) -> &'m str {
        &self.model.extension(extension).name
    }
}

/// An import that was found.
pub(super) struct Import<'d> {
    pub(super) draft: &'d UseDraft,
    pub(super) extension: ExtensionId,
    /// Whether it is the extension of the file that holds the configuration.
    is_own: bool,
}

/// A mixin that an instance carries.
pub(super) enum Carried {
    /// Of the model.
    Mixin(MixinId),
    /// Of the configuration.
    Tag(CategoryId),
}

/// What a reference is to name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Kind,
    Mixin,
}

impl Class {
    const fn word(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Mixin => "mixin",
        }
    }

    const fn unknown(self) -> Code {
        match self {
            Self::Kind => codes::E0204,
            Self::Mixin => codes::E0241,
        }
    }

    const fn has(self, category: CategoryRef) -> bool {
        matches!(
            (self, category),
            (Self::Kind, CategoryRef::Kind(_)) | (Self::Mixin, CategoryRef::Mixin(_))
        )
    }
}

/// What a configuration calls what.
pub(super) struct Scope<'d> {
    pub(super) index: &'d Index<'d>,
    pub(super) draft: &'d ConfigurationDraft,
    /// What tells its missing names from those of extensions and of other configurations.
    number: usize,
    pub(super) imports: Vec<Import<'d>>,
    /// Whether an import was not found; what it would have brought is unknown.
    pub(super) lost: bool,
    /// Tags by term.
    pub(super) tags: HashMap<&'d str, Vec<Option<CategoryId>>>,
    pub(super) used: BTreeSet<ExtensionId>,
    /// Whether every name was found.
    pub(super) complete: bool,
}

impl<'d> Scope<'d> {
    pub(super) fn new(
        index: &'d Index<'d>,
        number: usize,
        draft: &'d ConfigurationDraft,
        own: Option<Origin>,
        report: &mut Report,
    ) -> Self {
        let model = index.model;
        let mut scope = Self {
            index,
            draft,
            number: usize::MAX - number,
            imports: Vec::with_capacity(draft.uses.len()),
            lost: false,
            tags: HashMap::new(),
            used: BTreeSet::new(),
            complete: true,
        };
        for import in &draft.uses {
            let written = &*import.extension.value;
            let by_name = model
                .extension_ids()
                .find(|&id| &*model.extension(id).name == written);
            let by_scheme = || {
                model
                    .extension_ids()
                    .find(|&id| model.extension(id).scheme.as_str() == written)
            };
            match by_name.or_else(by_scheme) {
                Some(extension) => scope.imports.push(Import {
                    draft: import,
                    extension,
                    is_own: own == Some(import.extension.origin),
                }),
                None => {
                    scope.lost = true;
                    scope.e0201_import(import, report);
                }
            }
        }
        scope
    }

    fn e0201_import(&self, import: &UseDraft, report: &mut Report) {
        let written = &import.extension;
        let known = self.index.model.extensions().iter().map(|one| &*one.name);
        let near = owned(report.nearest(&written.value, known));
        let fault = Fault::new(
            codes::E0201,
            written.origin,
            format!("there is no extension `{}`", written.value),
        )
        .with_label("imported here");
        report.missing(
            self.number,
            codes::E0201,
            written.value.clone(),
            written.origin,
            |_, _| with_nearest(fault, &near),
        );
    }

    /// The extensions in use, each once.
    pub(super) fn uses(&self) -> Vec<(ExtensionId, Option<Arc<str>>)> {
        let mut uses: Vec<(ExtensionId, Option<Arc<str>>)> = Vec::new();
        for import in &self.imports {
            let alias = import
                .draft
                .alias
                .as_ref()
                .map(|one| Arc::from(&*one.value));
            let one = (import.extension, alias);
            if !uses.contains(&one) {
                uses.push(one);
            }
        }
        uses
    }

    /// The kind that a reference names.
    pub(super) fn kind(
        &mut self,
        reference: &Located<Reference>,
        report: &mut Report,
    ) -> Option<KindId> {
        match self.resolve(Class::Kind, reference, report) {
            Some(CategoryRef::Kind(id)) => Some(id),
            _ => {
                self.complete = false;
                None
            }
        }
    }

    /// The mixin or tag that a reference names.
    pub(super) fn mixin(
        &mut self,
        reference: &Located<Reference>,
        report: &mut Report,
    ) -> Option<Carried> {
        let tags = match &reference.value {
            Reference::Name {
                qualifier: None,
                name,
            } => self.tags.get(&**name).cloned().unwrap_or_default(),
            // A bare name with a dot may be a tag's.
            Reference::Name {
                qualifier: Some(qualifier),
                name,
            } => self
                .tags
                .get(&*format!("{qualifier}.{name}"))
                .cloned()
                .unwrap_or_default(),
            Reference::Identifier(text) => self
                .tags
                .values()
                .flatten()
                .filter(|id| id.as_ref().is_some_and(|id| id == text.as_str()))
                .cloned()
                .collect(),
        };
        match &*tags {
            [] => {}
            [Some(tag)] => return Some(Carried::Tag(tag.clone())),
            [None] => {
                self.complete = false;
                return None;
            }
            several => {
                self.complete = false;
                let names: Vec<String> = several
                    .iter()
                    .flatten()
                    .map(|id| format!("\"{id}\""))
                    .collect();
                report.push(ambiguous(reference, &names));
                return None;
            }
        }
        match self.resolve(Class::Mixin, reference, report) {
            Some(CategoryRef::Mixin(id)) => Some(Carried::Mixin(id)),
            _ => {
                self.complete = false;
                None
            }
        }
    }

    fn resolve(
        &mut self,
        class: Class,
        reference: &Located<Reference>,
        report: &mut Report,
    ) -> Option<CategoryRef> {
        let within: Vec<ExtensionId> = match &reference.value {
            Reference::Identifier(text) => return self.identifier(class, text, reference, report),
            Reference::Name {
                qualifier: None, ..
            } => self.imports.iter().map(|one| one.extension).collect(),
            Reference::Name {
                qualifier: Some(qualifier),
                ..
            } => vec![self.qualifier(qualifier, reference.origin, report)?],
        };
        let Reference::Name { name, .. } = &reference.value else {
            return None;
        };
        // The extension of the file goes before what it imports.
        let own = self.imports.iter().find(|one| one.is_own);
        let own = own.map(|one| one.extension);
        let mut found: Vec<CategoryRef> = Vec::new();
        let mut other = None;
        let mut extensions: Vec<ExtensionId> = within.clone();
        extensions.sort_unstable_by_key(|&one| (Some(one) != own, one));
        extensions.dedup();
        for extension in extensions {
            for &category in self.index.of(extension, name) {
                if class.has(category) {
                    found.push(category);
                } else {
                    other = Some(category);
                }
            }
            if Some(extension) == own && !found.is_empty() {
                break;
            }
        }
        match *found {
            [only] => {
                self.used.extend(self.index.definer(only));
                Some(only)
            }
            [] => {
                self.unknown(class, reference, &within, other, report);
                None
            }
            _ => {
                let names: Vec<String> = found
                    .iter()
                    .map(|&one| format!("\"{}\"", self.index.model.id_of(one)))
                    .collect();
                report.push(ambiguous(reference, &names));
                None
            }
        }
    }

    /// A whole identifier, of an extension in use.
    fn identifier(
        &mut self,
        class: Class,
        text: &str,
        reference: &Located<Reference>,
        report: &mut Report,
    ) -> Option<CategoryRef> {
        let origin = reference.origin;
        let found = self.index.model.find(text);
        let Some(category) = found.filter(|&one| class.has(one)) else {
            self.unknown(class, reference, &[], found, report);
            return None;
        };
        let definer = self.index.definer(category)?;
        if self.imports.iter().any(|one| one.extension == definer) {
            self.used.insert(definer);
        } else if !self.lost {
            // OCCIware 37 to 40: whether it is found shall not depend on imports of others.
            let name = self.index.name_of(definer);
            report.missing(
                self.number,
                codes::E0242,
                format!("use {name};"),
                origin,
                |_, import| {
                    Fault::new(
                        codes::E0242,
                        origin,
                        format!(
                            "the {} `{text}` is of `{name}`, which is not in use",
                            class.word()
                        ),
                    )
                    .with_help(format!("add `{import}`"))
                },
            );
        }
        Some(category)
    }

    /// The extension of a qualifier: an alias, or the name of an import.
    fn qualifier(
        &self,
        qualifier: &str,
        origin: Origin,
        report: &mut Report,
    ) -> Option<ExtensionId> {
        let alias = |one: &Import<'_>| one.draft.alias.as_ref().map(|alias| alias.value.clone());
        let by_alias = self
            .imports
            .iter()
            .find(|one| alias(one).as_deref() == Some(qualifier));
        let by_name = || {
            self.imports
                .iter()
                .find(|one| self.index.name_of(one.extension) == qualifier)
        };
        if let Some(import) = by_alias.or_else(by_name) {
            return Some(import.extension);
        }
        if self.lost {
            return None;
        }
        let mut known: Vec<String> = self.imports.iter().filter_map(alias).collect();
        known.extend(
            self.imports
                .iter()
                .map(|one| self.index.name_of(one.extension).to_owned()),
        );
        report.missing(
            self.number,
            codes::E0202,
            qualifier.to_owned(),
            origin,
            |report, _| {
                let fault = Fault::new(
                    codes::E0202,
                    origin,
                    format!("`{qualifier}` is no import of this configuration"),
                );
                let near = owned(report.nearest(qualifier, known.iter().map(String::as_str)));
                if near.is_empty() {
                    fault.with_help(format!("import it: `use {qualifier};`"))
                } else {
                    fault.with_help(format!("did you mean {}?", quoted(&near, "or")))
                }
            },
        );
        None
    }

    /// Reports a name that nothing has.
    fn unknown(
        &self,
        class: Class,
        reference: &Located<Reference>,
        within: &[ExtensionId],
        other: Option<CategoryRef>,
        report: &mut Report,
    ) {
        if self.lost {
            return;
        }
        let model = self.index.model;
        let word = class.word();
        let written = reference.value.to_string();
        if let Some(other) = other {
            let is = match other {
                CategoryRef::Kind(_) => "kind",
                CategoryRef::Mixin(_) => "mixin",
                CategoryRef::Action(_) => "action",
            };
            report.push(
                Fault::new(
                    class.unknown(),
                    reference.origin,
                    format!("`{written}` is a {is}, not a {word}"),
                )
                .with_label(format!("a {word} is needed here")),
            );
            return;
        }
        let ids = |class: Class| -> Vec<(ExtensionId, &CategoryId)> {
            match class {
                Class::Kind => model
                    .kinds()
                    .map(|(_, one)| (one.extension, &one.id))
                    .collect(),
                Class::Mixin => model
                    .mixins()
                    .map(|(_, one)| (one.extension, &one.id))
                    .collect(),
            }
        };
        report.missing(
            self.number,
            class.unknown(),
            written,
            reference.origin,
            |report, written| {
                let fault = Fault::new(
                    class.unknown(),
                    reference.origin,
                    format!("there is no {word} `{written}`"),
                );
                let (qualifier, name) = match &reference.value {
                    Reference::Identifier(text) => {
                        let known = ids(class);
                        let known = known.iter().map(|(_, id)| id.as_str());
                        let near = owned(report.nearest(text, known));
                        return if near.is_empty() {
                            fault
                        } else {
                            fault.with_help(format!("did you mean {}?", quoted(&near, "or")))
                        };
                    }
                    Reference::Name { qualifier, name } => (qualifier, name),
                };
                let known = ids(class);
                let elsewhere = known
                    .iter()
                    .find(|(definer, id)| id.term() == name && !within.contains(definer));
                if let (None, Some((definer, _))) = (qualifier, elsewhere) {
                    let name = self.index.name_of(*definer);
                    return fault.with_help(format!("`{name}` defines it: add `use {name};`"));
                }
                let mut known: Vec<&str> = known
                    .iter()
                    .filter(|(definer, _)| within.contains(definer))
                    .map(|(_, id)| id.term())
                    .collect();
                if class == Class::Mixin && qualifier.is_none() {
                    known.extend(self.tags.keys());
                }
                known.sort_unstable();
                let near: Vec<String> = report
                    .nearest(name, known)
                    .into_iter()
                    .map(|near| match qualifier {
                        Some(qualifier) => format!("{qualifier}.{near}"),
                        None => near.to_owned(),
                    })
                    .collect();
                let fault = match qualifier {
                    Some(qualifier) => fault.with_label(format!("not in `{qualifier}`")),
                    None => fault.with_label("in no extension that is in use"),
                };
                with_nearest(fault, &near)
            },
        );
    }
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

fn ambiguous(reference: &Located<Reference>, names: &[String]) -> Fault {
    Fault::new(
        codes::E0206,
        reference.origin,
        format!("`{}` can mean {} things", reference.value, names.len()),
    )
    .with_help(format!("write {}", quoted(names, "or")))
}
