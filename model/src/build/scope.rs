//! What each extension of a draft calls what: the tables that references are looked up in.
//!
//! Everything that the profile does not admit is left out here, but its names are remembered, so
//! that a reference to it can be told from one to nothing.

use std::collections::HashMap;

use super::{report::Report, rules::names};
use crate::{
    codes,
    core::{ENTITY, LINK, RESOURCE},
    draft::{Draft, ExtensionDraft, KindDraft, MixinDraft, NamedTypeDraft},
    fault::Fault,
    name::{CategoryId, Scheme, Term},
    origin::{Located, Origin},
    version::{Profile, VersionRange},
};

/// What a reference can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Kind,
    Mixin,
    Type,
}

impl Class {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Mixin => "mixin",
            Self::Type => "type",
        }
    }
}

/// A thing with a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Number of the thing among those of its class; `None`: the profile does not have it.
    pub(super) index: Option<usize>,
    /// Where its name is written.
    pub(super) origin: Origin,
    /// Versions that have it.
    pub(super) versions: VersionRange,
}

/// The things of one class in one extension, by name. More than one entry: the name says which
/// only together with a scheme, or with a profile.
pub(super) type Names<'d> = HashMap<&'d str, Vec<Entry>>;

/// An import that was found.
pub(super) struct Import<'d> {
    pub(super) extension: usize,
    pub(super) alias: Option<&'d str>,
}

/// One extension and its names.
pub(super) struct ExtensionScope<'d> {
    pub(super) draft: &'d ExtensionDraft,
    pub(super) scheme: Option<Scheme>,
    pub(super) imports: Vec<Import<'d>>,
    /// Names and aliases of imports that were not found; what they would have brought is unknown.
    pub(super) lost: Vec<&'d str>,
    pub(super) kinds: Names<'d>,
    pub(super) mixins: Names<'d>,
    pub(super) types: Names<'d>,
}

impl<'d> ExtensionScope<'d> {
    pub(super) fn names(&self, class: Class) -> &Names<'d> {
        match class {
            Class::Kind => &self.kinds,
            Class::Mixin => &self.mixins,
            Class::Type => &self.types,
        }
    }
}

/// A kind, mixin or type that the profile has.
pub(super) struct Kept<'d, D> {
    pub(super) draft: &'d D,
    pub(super) extension: usize,
    /// Its identifier; `None`: scheme or term are malformed, or it is a type.
    pub(super) id: Option<CategoryId>,
    pub(super) scheme: Option<Scheme>,
}

/// All names of a draft.
pub(super) struct Scope<'d> {
    pub(super) profile: Profile,
    pub(super) extensions: Vec<ExtensionScope<'d>>,
    /// The kinds of Core first, then in source order.
    pub(super) kinds: Vec<Kept<'d, KindDraft>>,
    /// In source order.
    pub(super) mixins: Vec<Kept<'d, MixinDraft>>,
    /// In source order.
    pub(super) types: Vec<Kept<'d, NamedTypeDraft>>,
    /// Kinds and mixins by identifier.
    pub(super) identifiers: HashMap<CategoryId, (Class, Entry)>,
}

impl<'d> Scope<'d> {
    pub(super) fn new(draft: &'d Draft, profile: Profile, report: &mut Report) -> Self {
        let mut scope = Self {
            profile,
            extensions: Vec::with_capacity(draft.extensions.len()),
            kinds: Vec::new(),
            mixins: Vec::new(),
            types: Vec::new(),
            identifiers: HashMap::new(),
        };
        if draft.extensions.is_empty() {
            report.push(Fault::new(
                codes::E0216,
                Origin::Unknown,
                "the definition holds no extension",
            ));
        }
        for extension in &draft.extensions {
            let scheme = names::m002_scheme(&extension.scheme, report);
            names::e0214_identifier("an extension", &extension.name, report);
            scope.extensions.push(ExtensionScope {
                draft: extension,
                scheme,
                imports: Vec::new(),
                lost: Vec::new(),
                kinds: HashMap::with_capacity(extension.kinds.len()),
                mixins: HashMap::with_capacity(extension.mixins.len()),
                types: HashMap::with_capacity(extension.types.len()),
            });
        }
        scope.import(draft, report);
        scope.add_types(report);
        scope.add_kinds(report);
        scope.add_mixins(report);
        scope
    }

    /// Resolves the `use`s: an extension's name or scheme, of one that stands earlier.
    fn import(&mut self, draft: &'d Draft, report: &mut Report) {
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        for (at, extension) in draft.extensions.iter().enumerate() {
            match by_name.get(&*extension.name.value) {
                Some(&first) => report.push(
                    Fault::new(
                        codes::E0207,
                        extension.name.origin,
                        format!("two extensions are named `{}`", extension.name.value),
                    )
                    .with_place(draft.extensions[first].name.origin, "the first one")
                    .with_help("give one of them another name"),
                ),
                None => {
                    by_name.insert(&extension.name.value, at);
                }
            }
        }
        for (at, extension) in draft.extensions.iter().enumerate() {
            by_name.entry(&extension.scheme.value).or_insert(at);
        }
        for (at, extension) in draft.extensions.iter().enumerate() {
            let mut aliases: HashMap<&str, Origin> = HashMap::new();
            for import in &extension.uses {
                let written = &import.extension;
                let alias = import.alias.as_ref();
                if let Some(alias) = alias {
                    names::e0214_identifier("an import", alias, report);
                    if let Some(first) = aliases.insert(&alias.value, alias.origin) {
                        report.push(
                            Fault::new(
                                codes::E0207,
                                alias.origin,
                                format!("two imports are called `{}`", alias.value),
                            )
                            .with_place(first, "the first one")
                            .with_help("give one of them another alias"),
                        );
                    }
                }
                match by_name.get(&*written.value) {
                    Some(&found) if found < at => self.extensions[at].imports.push(Import {
                        extension: found,
                        alias: alias.map(|alias| &*alias.value),
                    }),
                    found => {
                        let own = &mut self.extensions[at];
                        own.lost.push(&written.value);
                        own.lost.extend(alias.map(|alias| &*alias.value));
                        report.push(lost_import(written, found.is_some(), &by_name));
                    }
                }
            }
        }
    }

    fn add_types(&mut self, report: &mut Report) {
        for at in 0..self.extensions.len() {
            for draft in &self.extensions[at].draft.types {
                if report.is_full() {
                    return;
                }
                names::e0214_identifier("a type", &draft.name, report);
                names::e0224_versions("type", &draft.name, draft.versions, report);
                let kept = self.profile.admits(draft.versions);
                let entry = Entry {
                    index: kept.then_some(self.types.len()),
                    origin: draft.name.origin,
                    versions: draft.versions,
                };
                let entries = self.extensions[at]
                    .types
                    .entry(&draft.name.value)
                    .or_default();
                if kept && let Some(first) = entries.iter().find(|first| first.index.is_some()) {
                    report.push(
                        Fault::new(
                            codes::E0207,
                            draft.name.origin,
                            format!("two types are named `{}`", draft.name.value),
                        )
                        .with_place(first.origin, "the first one")
                        .with_help("give one of them another name"),
                    );
                } else {
                    entries.push(entry);
                }
                if kept {
                    self.types.push(Kept {
                        draft,
                        extension: at,
                        id: None,
                        scheme: None,
                    });
                }
            }
        }
    }

    fn add_kinds(&mut self, report: &mut Report) {
        let mut entries = Vec::new();
        for (at, extension) in self.extensions.iter().enumerate() {
            for draft in &extension.draft.kinds {
                if report.is_full() {
                    return;
                }
                let own = (&draft.term, draft.scheme.as_ref(), draft.versions);
                let (id, scheme, kept) = self.identify("kind", at, own, report);
                entries.push((
                    Kept {
                        draft,
                        extension: at,
                        id,
                        scheme,
                    },
                    kept,
                ));
            }
        }
        let rank = |kept: &Kept<'d, KindDraft>| match kept.id.as_ref().map(CategoryId::as_str) {
            Some(ENTITY) => 0,
            Some(RESOURCE) => 1,
            Some(LINK) => 2,
            _ => 3,
        };
        entries.sort_by_key(|(kept, _)| rank(kept));
        for (kind, kept) in entries {
            if report.is_full() {
                return;
            }
            let entry = Entry {
                index: kept.then_some(self.kinds.len()),
                origin: kind.draft.term.origin,
                versions: kind.draft.versions,
            };
            let names = &mut self.extensions[kind.extension].kinds;
            names.entry(&kind.draft.term.value).or_default().push(entry);
            self.remember(Class::Kind, kind.id.as_ref(), entry, report);
            if kept {
                self.kinds.push(kind);
            }
        }
    }

    fn add_mixins(&mut self, report: &mut Report) {
        for at in 0..self.extensions.len() {
            for draft in &self.extensions[at].draft.mixins {
                if report.is_full() {
                    return;
                }
                let own = (&draft.term, draft.scheme.as_ref(), draft.versions);
                let (id, scheme, kept) = self.identify("mixin", at, own, report);
                let entry = Entry {
                    index: kept.then_some(self.mixins.len()),
                    origin: draft.term.origin,
                    versions: draft.versions,
                };
                let names = &mut self.extensions[at].mixins;
                names.entry(&draft.term.value).or_default().push(entry);
                self.remember(Class::Mixin, id.as_ref(), entry, report);
                if kept {
                    self.mixins.push(Kept {
                        draft,
                        extension: at,
                        id,
                        scheme,
                    });
                }
            }
        }
    }

    /// The identifier of a category, its scheme, and whether the profile has it.
    fn identify(
        &self,
        class: &str,
        extension: usize,
        (term, scheme, versions): (&Located<String>, Option<&Located<String>>, VersionRange),
        report: &mut Report,
    ) -> (Option<CategoryId>, Option<Scheme>, bool) {
        names::e0224_versions(class, term, versions, report);
        let kept = self.profile.admits(versions);
        let (scheme, term) = if kept {
            let scheme = match scheme {
                Some(own) => names::m002_scheme(own, report),
                None => self.extensions[extension].scheme.clone(),
            };
            (scheme, names::m001_term(self.profile, term, report))
        } else {
            let scheme = match scheme {
                Some(own) => Scheme::new(&*own.value).ok(),
                None => self.extensions[extension].scheme.clone(),
            };
            (scheme, Term::new(&*term.value).ok())
        };
        let id = scheme
            .as_ref()
            .zip(term.as_ref())
            .map(|(scheme, term)| CategoryId::new(scheme, term));
        (id, scheme, kept)
    }

    fn remember(
        &mut self,
        class: Class,
        id: Option<&CategoryId>,
        entry: Entry,
        report: &mut Report,
    ) {
        let Some(id) = id else { return };
        match self.identifiers.get(id) {
            Some((_, first)) if first.index.is_some() => {
                if entry.index.is_some() {
                    report.push(names::m003_identifier(id, entry.origin, first.origin));
                }
            }
            _ => {
                self.identifiers.insert(id.clone(), (class, entry));
            }
        }
    }

    /// The kind of an identifier, when the model has it.
    pub(super) fn kind(&self, identifier: &str) -> Option<usize> {
        match self.identifiers.get(identifier) {
            Some((Class::Kind, entry)) => entry.index,
            _ => None,
        }
    }
}

fn lost_import(written: &Located<String>, later: bool, known: &HashMap<&str, usize>) -> Fault {
    let name = &written.value;
    if later {
        return Fault::new(
            codes::E0208,
            written.origin,
            format!("`{name}` cannot be imported here: it is this extension or builds on it"),
        )
        .with_label("leads back here")
        .with_help("move what both need into an extension of its own");
    }
    let mut names: Vec<&str> = known.keys().copied().collect();
    names.sort_unstable();
    let near = Report::default().nearest(name, names);
    let fault = Fault::new(
        codes::E0201,
        written.origin,
        format!("there is no extension `{name}`"),
    )
    .with_label("imported here");
    let near: Vec<String> = near.into_iter().map(str::to_owned).collect();
    super::report::with_nearest(fault, &near)
}
