//! From a reference to what it means.

use super::{
    report::{Report, quoted, with_nearest},
    scope::{Class, Entry, Scope},
};
use crate::{
    codes,
    draft::Reference,
    fault::{Code, Fault},
    origin::{Located, Origin},
    version::VersionRange,
};

/// What looking a name up gave, before anything is said about it.
enum Lookup {
    Found(usize),
    Ambiguous(Vec<usize>),
    Dropped(Entry),
    WrongClass(Class, Origin),
    Unknown,
}

impl Scope<'_> {
    /// The thing that a reference in `extension` means. Whatever stands in the way is reported;
    /// `unknown` is the code for a name that is nowhere.
    pub(super) fn resolve(
        &self,
        extension: usize,
        class: Class,
        reference: &Located<Reference>,
        unknown: Code,
        report: &mut Report,
    ) -> Option<usize> {
        let origin = reference.origin;
        match &reference.value {
            Reference::Identifier(text) => {
                let lookup = match self.identifiers.get(&**text) {
                    Some((found, entry)) if *found == class => match entry.index {
                        Some(index) => Lookup::Found(index),
                        None => Lookup::Dropped(*entry),
                    },
                    Some((found, entry)) => Lookup::WrongClass(*found, entry.origin),
                    None => Lookup::Unknown,
                };
                let query = Query {
                    extension,
                    class,
                    qualifier: None,
                    name: text,
                    origin,
                    unknown,
                };
                let found = self.conclude(&query, lookup, report)?;
                self.imported(&query, found, report);
                Some(found)
            }
            Reference::Name {
                qualifier: None,
                name,
            } => {
                let query = Query {
                    extension,
                    class,
                    qualifier: None,
                    name,
                    origin,
                    unknown,
                };
                let lookup = self.unqualified(&query);
                self.conclude(&query, lookup, report)
            }
            Reference::Name {
                qualifier: Some(qualifier),
                name,
            } => {
                let within = self.qualifier(extension, qualifier, origin, report)?;
                let query = Query {
                    extension,
                    class,
                    qualifier: Some(qualifier),
                    name,
                    origin,
                    unknown,
                };
                let lookup = self.among(&[within], &query);
                self.conclude(&query, lookup, report)
            }
        }
    }

    /// A whole identifier, too, names what is the extension's own or directly imported (OCCIware
    /// invariants 34 to 36): otherwise it depends on the imports of others whether it is found.
    fn imported(&self, query: &Query<'_>, found: usize, report: &mut Report) {
        let definer = match query.class {
            Class::Kind => self.kinds[found].extension,
            Class::Mixin => self.mixins[found].extension,
            Class::Type => self.types[found].extension,
        };
        let own = &self.extensions[query.extension];
        let known = definer == query.extension
            || own
                .imports
                .iter()
                .any(|import| import.extension == definer)
            // What a misspelt import was to bring is not known.
            || !own.lost.is_empty();
        if known {
            return;
        }
        let definer = &self.extensions[definer].draft.name.value;
        let (word, name, origin) = (query.class.word(), query.name, query.origin);
        report.missing(
            query.extension,
            query.unknown,
            format!("use {definer};"),
            origin,
            |_, import| {
                Fault::new(
                    query.unknown,
                    origin,
                    format!("the {word} `{name}` is of `{definer}`, which is not imported"),
                )
                .with_help(format!("add `{import}`"))
            },
        );
    }

    /// The extension of a qualifier: an alias, the name of an import, or the extension's own.
    fn qualifier(
        &self,
        extension: usize,
        qualifier: &str,
        origin: Origin,
        report: &mut Report,
    ) -> Option<usize> {
        let own = &self.extensions[extension];
        let by_alias = own
            .imports
            .iter()
            .find(|import| import.alias == Some(qualifier));
        let by_name = || {
            own.imports
                .iter()
                .find(|import| self.extensions[import.extension].draft.name.value == qualifier)
        };
        if let Some(import) = by_alias.or_else(by_name) {
            return Some(import.extension);
        }
        if own.draft.name.value == qualifier {
            return Some(extension);
        }
        // A misspelt import was meant, and has been reported.
        if !report
            .nearest(qualifier, own.lost.iter().copied())
            .is_empty()
        {
            return None;
        }
        report.missing(
            extension,
            codes::E0202,
            qualifier.to_owned(),
            origin,
            |report, _| {
                let fault = Fault::new(
                    codes::E0202,
                    origin,
                    format!("`{qualifier}` is no import of this extension"),
                );
                if self
                    .extensions
                    .iter()
                    .any(|other| other.draft.name.value == qualifier)
                {
                    return fault.with_help(format!("add `use {qualifier};`"));
                }
                let known = own.imports.iter().flat_map(|import| {
                    let name = &*self.extensions[import.extension].draft.name.value;
                    [Some(name), import.alias].into_iter().flatten()
                });
                let near = report.nearest(qualifier, known);
                if near.is_empty() {
                    fault.with_help(format!("import it: `use {qualifier};`"))
                } else {
                    fault.with_help(format!("did you mean {}?", quoted(&near, "or")))
                }
            },
        );
        None
    }

    /// The own extension first, then all imports at once.
    fn unqualified(&self, query: &Query<'_>) -> Lookup {
        match self.among(&[query.extension], query) {
            Lookup::Unknown => {
                let mut imports: Vec<usize> = self.extensions[query.extension]
                    .imports
                    .iter()
                    .map(|import| import.extension)
                    .collect();
                imports.sort_unstable();
                imports.dedup();
                self.among(&imports, query)
            }
            // Something of another class, or of another version, must not hide what is meant.
            lookup @ (Lookup::Dropped(_) | Lookup::WrongClass(..)) => {
                let imports: Vec<usize> = self.extensions[query.extension]
                    .imports
                    .iter()
                    .map(|import| import.extension)
                    .collect();
                match self.among(&imports, query) {
                    found @ (Lookup::Found(_) | Lookup::Ambiguous(_)) => found,
                    _ => lookup,
                }
            }
            lookup => lookup,
        }
    }

    fn among(&self, extensions: &[usize], query: &Query<'_>) -> Lookup {
        let mut found = Vec::new();
        let mut dropped = None;
        for &extension in extensions {
            for entry in self.entries(extension, query.class, query.name) {
                match entry.index {
                    Some(index) if !found.contains(&index) => found.push(index),
                    Some(_) => {}
                    None => dropped = dropped.or(Some(*entry)),
                }
            }
        }
        match (&*found, dropped) {
            ([only], _) => Lookup::Found(*only),
            ([], Some(entry)) => Lookup::Dropped(entry),
            ([], None) => extensions
                .iter()
                .flat_map(|&extension| {
                    [Class::Kind, Class::Mixin, Class::Type]
                        .into_iter()
                        .map(move |class| (extension, class))
                })
                .find_map(|(extension, class)| {
                    let entry = self.entries(extension, class, query.name).first()?;
                    Some(Lookup::WrongClass(class, entry.origin))
                })
                .unwrap_or(Lookup::Unknown),
            _ => Lookup::Ambiguous(found),
        }
    }

    fn entries(&self, extension: usize, class: Class, name: &str) -> &[Entry] {
        self.extensions[extension]
            .names(class)
            .get(name)
            .map_or(&[], Vec::as_slice)
    }

    fn conclude(&self, query: &Query<'_>, lookup: Lookup, report: &mut Report) -> Option<usize> {
        let word = query.class.word();
        let name = query.name;
        let fault = match lookup {
            Lookup::Found(index) => return Some(index),
            Lookup::Unknown => {
                let own = &self.extensions[query.extension];
                let derived = query.qualifier.is_none() && !own.lost.is_empty();
                if !derived {
                    report.missing(
                        query.extension,
                        query.unknown,
                        query.written(),
                        query.origin,
                        |report, written| self.unknown(query, written, report),
                    );
                }
                return None;
            }
            Lookup::Ambiguous(found) => self.ambiguous(query, &found),
            Lookup::Dropped(entry) => Fault::new(
                codes::E0205,
                query.origin,
                format!("profile {} has no {word} `{name}`", self.profile),
            )
            .with_place(entry.origin, span_of_versions(entry.versions))
            .with_help(format!("mark what refers to it {}", marks(entry.versions))),
            Lookup::WrongClass(class, origin) => Fault::new(
                query.unknown,
                query.origin,
                format!("`{name}` is a {}, not a {word}", class.word()),
            )
            .with_label(format!("a {word} is needed here"))
            .with_place(origin, "defined here"),
        };
        report.push(fault);
        None
    }

    fn ambiguous(&self, query: &Query<'_>, found: &[usize]) -> Fault {
        let mut fault = Fault::new(
            codes::E0206,
            query.origin,
            format!("`{}` can mean {} things", query.written(), found.len()),
        );
        let mut names = Vec::new();
        for &index in found {
            let (extension, origin, id) = match query.class {
                Class::Kind => {
                    let kind = &self.kinds[index];
                    (kind.extension, kind.draft.term.origin, kind.id.as_ref())
                }
                Class::Mixin => {
                    let mixin = &self.mixins[index];
                    (mixin.extension, mixin.draft.term.origin, mixin.id.as_ref())
                }
                Class::Type => {
                    let named = &self.types[index];
                    (named.extension, named.draft.name.origin, None)
                }
            };
            let own = &self.extensions[extension].draft.name.value;
            fault = fault.with_place(origin, format!("one, of `{own}`"));
            names.push(match id {
                Some(id) if query.qualifier.is_some() => format!("\"{id}\""),
                _ => format!("{own}.{}", query.name),
            });
        }
        names.sort();
        names.dedup();
        // Two of one extension differ in their schemes only.
        if names.len() < found.len() {
            fault.with_help("write the whole identifier, `\"scheme#term\"`")
        } else {
            fault.with_help(format!("write {}", quoted(&names, "or")))
        }
    }

    fn unknown(&self, query: &Query<'_>, written: &str, report: &mut Report) -> Fault {
        let word = query.class.word();
        let fault = Fault::new(
            query.unknown,
            query.origin,
            format!("there is no {word} `{written}`"),
        );
        let own = &self.extensions[query.extension];
        let identifier = query.name.contains('#');
        if identifier {
            let mut known: Vec<&str> = self
                .identifiers
                .iter()
                .filter(|(_, (class, entry))| *class == query.class && entry.index.is_some())
                .map(|(id, _)| id.as_str())
                .collect();
            known.sort_unstable();
            let near = report.nearest(query.name, known);
            return if near.is_empty() {
                fault
            } else {
                fault.with_help(format!("did you mean {}?", quoted(&near, "or")))
            };
        }
        if query.qualifier.is_none()
            && let Some(elsewhere) = self
                .extensions
                .iter()
                .find(|other| other.names(query.class).contains_key(query.name))
        {
            let name = &elsewhere.draft.name.value;
            return fault.with_help(format!("`{name}` defines it: add `use {name};`"));
        }
        let within: Vec<usize> = match query.qualifier {
            Some(qualifier) => own
                .imports
                .iter()
                .filter(|import| {
                    import.alias == Some(qualifier)
                        || self.extensions[import.extension].draft.name.value == qualifier
                })
                .map(|import| import.extension)
                .collect(),
            None => std::iter::once(query.extension)
                .chain(own.imports.iter().map(|import| import.extension))
                .collect(),
        };
        let mut known: Vec<&str> = within
            .iter()
            .flat_map(|&extension| {
                self.extensions[extension]
                    .names(query.class)
                    .keys()
                    .copied()
            })
            .collect();
        known.sort_unstable();
        let near: Vec<String> = report
            .nearest(query.name, known)
            .into_iter()
            .map(|name| match query.qualifier {
                Some(qualifier) => format!("{qualifier}.{name}"),
                None => name.to_owned(),
            })
            .collect();
        let fault = match query.qualifier {
            Some(qualifier) => fault.with_label(format!("not in `{qualifier}`")),
            None if own.imports.is_empty() => {
                fault.with_label("not in this extension, and it imports none")
            }
            None => fault.with_label("neither in this extension nor in its imports"),
        };
        with_nearest(fault, &near)
    }
}

/// One question to the names.
struct Query<'q> {
    extension: usize,
    class: Class,
    qualifier: Option<&'q str>,
    name: &'q str,
    origin: Origin,
    unknown: Code,
}

impl Query<'_> {
    fn written(&self) -> String {
        match self.qualifier {
            Some(qualifier) => format!("{qualifier}.{}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// "in OCCI 1.2 and later", for labels.
pub(super) fn span_of_versions(versions: VersionRange) -> String {
    match (versions.since, versions.until) {
        (Some(since), None) => format!("in OCCI {since} and later only"),
        (None, Some(until)) => format!("in OCCI {until} and earlier only"),
        (Some(since), Some(until)) => format!("in OCCI {since} to {until} only"),
        (None, None) => "in every version".to_owned(),
    }
}

/// The marks of the language that say a range: `#[since("1.2")]`.
pub(super) fn marks(versions: VersionRange) -> String {
    match (versions.since, versions.until) {
        (Some(since), None) => format!("`#[since(\"{since}\")]`"),
        (None, Some(until)) => format!("`#[until(\"{until}\")]`"),
        (Some(since), Some(until)) => {
            format!("`#[since(\"{since}\")]` and `#[until(\"{until}\")]`")
        }
        (None, None) => "with its versions".to_owned(),
    }
}
