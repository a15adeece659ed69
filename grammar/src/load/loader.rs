//! Reading a text, then what it imports, then the next.

use std::collections::BTreeMap;

use occi_model::{
    Draft, Fault, Faults, Located, Origin, SourceId,
    draft::{ConfigurationDraft, ExtensionDraft, Reference, UseDraft},
};

use super::{
    Loaded, MAX_SOURCE_BYTES, Resolved, Resolver, derived::Lost, forgive, levels::Levels,
    resolver::ResolveError,
};
use crate::{
    builtin, code,
    format::{self, Format, ReadOptions, code as format_code},
    lower,
    source::Sources,
    syntax,
};

/// How deep imports may be nested; bounds recursion.
const MAX_IMPORTS: usize = 100;

/// The extension that every other builds upon.
const CORE: &str = "core";
pub(super) const CORE_SCHEME: &str = "http://schemas.ogf.org/occi/core#";
const CORE_TERMS: [&str; 3] = ["entity", "link", "resource"];

/// A text whose imports are being read.
struct Frame {
    key: String,
    /// The import that is being followed.
    import: Origin,
}

pub(super) struct Loader<'r> {
    pub(super) resolver: &'r mut dyn Resolver,
    pub(super) options: ReadOptions,
    pub(super) sources: Sources,
    pub(super) faults: Vec<Fault>,
    files: Vec<std::path::PathBuf>,
    pub(super) lost: Lost,
    levels: Levels,
    pub(super) extensions: Vec<ExtensionDraft>,
    /// Configurations of the entry.
    pub(super) configurations: Vec<ConfigurationDraft>,
    /// Positions of the entry's extensions.
    entries: Vec<usize>,
    /// Format of the entry.
    entry_format: Option<Format>,
    /// Texts that were read, by key; with the positions of their extensions.
    read: BTreeMap<String, Vec<usize>>,
    stack: Vec<Frame>,
    /// How many imports were found nowhere.
    not_found: usize,
}

impl<'r> Loader<'r> {
    pub(super) fn new(resolver: &'r mut dyn Resolver, options: ReadOptions) -> Self {
        Self {
            resolver,
            options,
            sources: Sources::new(),
            faults: Vec::new(),
            files: Vec::new(),
            lost: Lost::default(),
            levels: Levels::default(),
            extensions: Vec::new(),
            configurations: Vec::new(),
            entries: Vec::new(),
            entry_format: None,
            read: BTreeMap::new(),
            stack: Vec::new(),
            not_found: 0,
        }
    }

    pub(super) fn finish(self) -> (Loaded, Lost, Levels) {
        let loaded = Loaded {
            draft: Draft {
                extensions: self.extensions,
                configurations: self.configurations,
            },
            entries: self.entries,
            format: self.entry_format,
            sources: self.sources,
            faults: self.faults.into_iter().collect::<Faults>(),
            files_read: self.files,
        };
        (loaded, self.lost, self.levels)
    }

    pub(super) fn entry(&mut self, entry: &str) {
        self.lost.entry = match self.resolver.entry(entry) {
            Ok(resolved) => match self.text(resolved) {
                Some(entries) => {
                    self.entries = entries;
                    false
                }
                None => true,
            },
            Err(error) => {
                self.unreadable(&error, Origin::Unknown);
                true
            }
        };
    }

    pub(super) fn unreadable(&mut self, error: &ResolveError, origin: Origin) {
        let code = match error {
            ResolveError::Ambiguous { .. } => format_code::AMBIGUOUS,
            ResolveError::Missing(_) | ResolveError::Io { .. } => code::READ,
        };
        let mut fault = Fault::new(code, origin, error.to_string());
        if let Some(cause) = std::error::Error::source(error) {
            fault.message = format!("{}: {cause}", fault.message);
        }
        self.faults.push(fault);
    }

    /// The text as characters; faults when it is too large or no UTF-8.
    fn decode(&mut self, resolved: &mut Resolved) -> Option<SourceId> {
        let bytes = std::mem::take(&mut resolved.bytes);
        let (text, fault) = if bytes.len() > MAX_SOURCE_BYTES {
            let message = format!(
                "`{}` is larger than {} MiB",
                resolved.name,
                MAX_SOURCE_BYTES >> 20
            );
            (String::new(), Some((code::SIZE, 0, message, None)))
        } else {
            match format::decode(bytes) {
                Ok(text) => (text, None),
                Err(fault) => {
                    let message = format!("`{}`: {}", resolved.name, fault.message);
                    let fault_at = (code::ENCODING, fault.at, message, fault.help);
                    (fault.text, Some(fault_at))
                }
            }
        };
        let source = match &resolved.path {
            Some(path) => self.sources.add_file(&*resolved.name, path, text),
            None => self.sources.add(&*resolved.name, text),
        };
        let Some((code, at, message, help)) = fault else {
            return Some(source);
        };
        let mut fault = Fault::new(code, Origin::span(source, at..at), message);
        fault.help = help.map(str::to_owned);
        self.faults.push(fault);
        None
    }

    /// Reads a text and all that it imports; gives the positions of its extensions, `None` when
    /// it cannot be read.
    fn text(&mut self, mut resolved: Resolved) -> Option<Vec<usize>> {
        if let Some(path) = &resolved.path {
            self.files.push(path.clone());
        }
        let key = resolved.key.clone();
        self.read.insert(key.clone(), Vec::new());
        let source = self.decode(&mut resolved)?;
        let format = self.format(source, &resolved)?;
        if self.stack.is_empty() {
            self.entry_format = Some(format);
        }
        self.stack.push(Frame {
            key: key.clone(),
            import: Origin::Unknown,
        });
        let positions = match format {
            Format::Occi => self.language(source, &resolved),
            foreign => self.foreign(source, &resolved, foreign),
        };
        self.stack.pop();
        let positions = positions?;
        self.read.insert(key, positions.clone());
        Some(positions)
    }

    /// Reads a text of the language and all that it imports; gives the position of its
    /// extension, none for a text of configurations.
    fn language(&mut self, source: SourceId, resolved: &Resolved) -> Option<Vec<usize>> {
        let text = self.sources.get(source)?.text();
        let mut read = lower::read(text, source);
        self.faults.append(&mut read.faults);
        self.lost.pieces(&read.lost, text);
        self.levels.extend(read.levels);
        let lowered = read.lowered;
        let mut imported = Vec::new();
        for used in &lowered.uses {
            self.set_import(used.extension.origin);
            match self.import(&used.extension, resolved) {
                Some(at) => imported.push(at),
                None => self.lost.import(source),
            }
        }
        let is_read = lowered.extension.is_some() || !lowered.configurations.is_empty();
        let annotated = lowered
            .extension
            .iter()
            .map(|draft| &draft.annotations)
            .chain(lowered.configurations.iter().map(|one| &one.annotations));
        let forgiven = annotated
            .flat_map(|annotations| forgive::marked(annotations, &mut self.faults))
            .collect();
        self.lost.forgive_rules(source, forgiven);
        // Those of imports were not asked for.
        if self.is_entry() {
            self.configurations.extend(lowered.configurations);
        }
        let Some(mut draft) = lowered.extension else {
            return is_read.then(Vec::new);
        };
        if let Some(fault) = self.missing_core(&draft, &imported) {
            self.faults.push(fault);
            // Going on as if it were imported, so that nothing follows from this.
            let core = Located::nowhere(CORE.to_owned());
            if self.import(&core, resolved).is_some() {
                draft.uses.push(UseDraft {
                    extension: core,
                    alias: None,
                });
            }
        }
        self.push(draft).map(|at| vec![at])
    }

    /// Notes the import that is being followed, for the faults of cycles.
    pub(super) fn set_import(&mut self, origin: Origin) {
        if let Some(frame) = self.stack.last_mut() {
            frame.import = origin;
        }
    }

    /// Whether the text that is being read is the one that was asked for.
    pub(super) fn is_entry(&self) -> bool {
        self.stack.len() == 1
    }

    /// Follows `use name;`.
    fn import(&mut self, name: &Located<String>, from: &Resolved) -> Option<usize> {
        // A scheme means the extension that has it, wherever that came from.
        if let Some(known) = self.already_read(&name.value) {
            return Some(known);
        }
        // Looking for each costs a walk through directories.
        if self.not_found >= syntax::MAX_FAULTS {
            return None;
        }
        let found = match self.resolver.import(&name.value, from) {
            Ok(found) => found,
            Err(error) => {
                self.unreadable(&error, name.origin);
                return None;
            }
        };
        let Some(resolved) = found else {
            let Some(builtin) = builtin::find(&name.value) else {
                let fault = self.unknown(name, from);
                self.faults.push(fault);
                self.not_found += 1;
                if self.not_found == syntax::MAX_FAULTS {
                    self.faults.push(Fault::new(
                        code::TOO_MANY,
                        name.origin,
                        "too many faults; the imports behind this one were not looked for",
                    ));
                }
                return None;
            };
            // A foreign text may have brought the same extension under its own name.
            return self.already_read(builtin.scheme).or_else(|| {
                self.read_import(name, Resolved::from(builtin))
                    .first()
                    .copied()
            });
        };
        let positions = self.read_import(name, resolved);
        let is_meant = |at: &&usize| {
            self.extensions.get(**at).is_some_and(|extension| {
                extension.name.value == name.value || extension.scheme.value == name.value
            })
        };
        let at = positions.iter().find(is_meant).or(positions.first())?;
        let at = *at;
        let extension = self.extensions.get(at)?;
        if extension.name.value == name.value || extension.scheme.value == name.value {
            return Some(at);
        }
        let fault = Fault::new(
            code::IMPORT_NAME,
            name.origin,
            format!(
                "the file of `{}` defines the extension `{}`",
                name.value, extension.name.value
            ),
        )
        .with_place(extension.name.origin, "named here")
        .with_help("give the file and the extension the same name");
        self.faults.push(fault);
        None
    }

    /// Reads the text of an import, unless it was read before; gives the positions of its
    /// extensions.
    pub(super) fn read_import(&mut self, name: &Located<String>, found: Resolved) -> Vec<usize> {
        if self.stack.iter().any(|frame| frame.key == found.key) {
            self.cycle(name, &found.key);
            return Vec::new();
        }
        if let Some(known) = self.read.get(&found.key) {
            return known.clone();
        }
        if self.stack.len() > MAX_IMPORTS {
            self.faults.push(Fault::new(
                code::IMPORT_DEPTH,
                name.origin,
                format!("imports are more than {MAX_IMPORTS} deep"),
            ));
            return Vec::new();
        }
        self.text(found).unwrap_or_default()
    }

    /// An extension that is imported by its scheme and was read before.
    pub(super) fn already_read(&self, scheme: &str) -> Option<usize> {
        self.extensions
            .iter()
            .position(|extension| extension.scheme.value == scheme)
    }

    pub(super) fn unknown(&self, name: &Located<String>, from: &Resolved) -> Fault {
        let mut known: Vec<String> = self.resolver.known(from);
        known.extend(builtin::ALL.iter().map(|builtin| builtin.name.to_owned()));
        known.sort();
        known.dedup();
        let fault = Fault::new(
            code::IMPORT,
            name.origin,
            format!("there is no extension `{}`", name.value),
        )
        .with_label("looked for in the include directories, beside the file, and built in");
        let places = self.resolver.places(from);
        let fault = match &*places {
            [] => fault,
            places => fault.with_note(format!("looked in {}", places.join(", "))),
        };
        let near: Vec<&str> = known.iter().map(String::as_str).collect();
        if let Some(near) = syntax::similar(&name.value, &near) {
            fault.with_replacement(near)
        } else if name.value.contains('#') {
            fault.with_help("no definition in these places has this scheme; import by name, or name the directory of the file as an include directory")
        } else {
            fault.with_help(format!(
                "write `{}.occi`, or name its directory as an include directory",
                name.value
            ))
        }
    }

    fn cycle(&mut self, name: &Located<String>, key: &str) {
        let start = self
            .stack
            .iter()
            .position(|frame| frame.key == key)
            .unwrap_or(0);
        let ring = &self.stack[start..];
        let mut fault = Fault::new(
            code::CYCLE,
            name.origin,
            if ring.len() == 1 {
                format!("`{}` imports itself", name.value)
            } else {
                format!("importing `{}` here closes a cycle", name.value)
            },
        )
        .with_help("move what both need to an extension of its own, and import that");
        for frame in &ring[..ring.len() - 1] {
            fault = fault.with_place(frame.import, "the cycle goes through this import");
        }
        self.faults.push(fault);
    }

    /// The fault of an extension that uses names of Core without importing it.
    fn missing_core(&self, draft: &ExtensionDraft, imported: &[usize]) -> Option<Fault> {
        if draft.name.value == CORE
            || draft.scheme.value == CORE_SCHEME
            || draft.uses.iter().any(|used| {
                matches!(&*used.extension.value, CORE | CORE_SCHEME)
                    || used.alias.as_ref().is_some_and(|alias| alias.value == CORE)
            })
        {
            return None;
        }
        let known = |term: &str| {
            let defines = |extension: &ExtensionDraft| {
                extension.kinds.iter().any(|kind| kind.term.value == term)
            };
            defines(draft)
                || imported
                    .iter()
                    .filter_map(|at| self.extensions.get(*at))
                    .any(defines)
        };
        let is_core = |reference: &&Located<Reference>| match &reference.value {
            Reference::Name {
                qualifier: Some(qualifier),
                ..
            } => qualifier == CORE,
            Reference::Name {
                qualifier: None,
                name,
            } => CORE_TERMS.contains(&&**name) && !known(name),
            Reference::Identifier(identifier) => identifier
                .strip_prefix(CORE_SCHEME)
                .is_some_and(|term| CORE_TERMS.contains(&term)),
        };
        let kinds = draft
            .kinds
            .iter()
            .flat_map(|kind| kind.parent.iter().chain(&kind.source).chain(&kind.target));
        let first = kinds
            .chain(draft.mixins.iter().flat_map(|mixin| &mixin.applies))
            .find(is_core)?;
        let fault = Fault::new(
            code::CORE,
            first.origin,
            format!("`{}` belongs to `core`, which is not imported", first.value),
        );
        Some(self.with_import(fault, draft))
    }

    /// Suggests the line `use core;` behind the one that names the extension.
    fn with_import(&self, fault: Fault, draft: &ExtensionDraft) -> Fault {
        let place = draft
            .scheme
            .origin
            .source()
            .zip(draft.scheme.origin.range());
        let end = place.and_then(|(source, range)| {
            let text = self.sources.get(source)?.text();
            let semicolon = text.get(range.end..)?.find(';')?;
            Some(Origin::span(
                source,
                range.end + semicolon + 1..range.end + semicolon + 1,
            ))
        });
        let Some(origin) = end else {
            return fault.with_help("write `use core;`");
        };
        Fault {
            suggestion: Some(occi_model::fault::Suggestion {
                origin,
                replacement: "\n\nuse core;".to_owned(),
                text: "import it".to_owned(),
            }),
            ..fault
        }
    }
}
