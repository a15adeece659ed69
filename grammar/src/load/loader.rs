//! Reading a text, then what it imports, then the next.

use std::collections::BTreeMap;

use occi_model::{
    Draft, Fault, Faults, Located, Origin, SourceId,
    draft::{ExtensionDraft, Reference, UseDraft},
};

use super::{Loaded, MAX_SOURCE_BYTES, Resolved, Resolver, derived::Lost, resolver::ResolveError};
use crate::{builtin, code, lower, source::Sources, syntax};

/// How deep imports may be nested; bounds recursion.
const MAX_IMPORTS: usize = 100;

/// The extension that every other builds upon.
const CORE: &str = "core";
const CORE_SCHEME: &str = "http://schemas.ogf.org/occi/core#";
const CORE_TERMS: [&str; 3] = ["entity", "link", "resource"];

/// A text whose imports are being read.
struct Frame {
    key: String,
    /// The import that is being followed.
    import: Origin,
}

pub(super) struct Loader<'r> {
    resolver: &'r mut dyn Resolver,
    sources: Sources,
    faults: Vec<Fault>,
    files: Vec<std::path::PathBuf>,
    lost: Lost,
    extensions: Vec<ExtensionDraft>,
    /// Texts that were read, by key; with the position of their extension if they have one.
    read: BTreeMap<String, Option<usize>>,
    stack: Vec<Frame>,
}

impl<'r> Loader<'r> {
    pub(super) fn new(resolver: &'r mut dyn Resolver) -> Self {
        Self {
            resolver,
            sources: Sources::new(),
            faults: Vec::new(),
            files: Vec::new(),
            lost: Lost::default(),
            extensions: Vec::new(),
            read: BTreeMap::new(),
            stack: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> (Loaded, Lost) {
        let loaded = Loaded {
            draft: Draft {
                extensions: self.extensions,
                configurations: Vec::new(),
            },
            sources: self.sources,
            faults: self.faults.into_iter().collect::<Faults>(),
            files_read: self.files,
        };
        (loaded, self.lost)
    }

    pub(super) fn entry(&mut self, entry: &str) {
        self.lost.entry = match self.resolver.entry(entry) {
            Ok(resolved) => self.text(resolved).is_none(),
            Err(error) => {
                self.unreadable(&error, Origin::Unknown);
                true
            }
        };
    }

    fn unreadable(&mut self, error: &ResolveError, origin: Origin) {
        let mut fault = Fault::new(code::READ, origin, error.to_string());
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
            (String::new(), Some((code::SIZE, 0, message)))
        } else {
            match String::from_utf8(bytes) {
                Ok(text) => (text, None),
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    let message = format!("byte {valid} of `{}` is not UTF-8", resolved.name);
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    (text, Some((code::ENCODING, valid, message)))
                }
            }
        };
        let source = match &resolved.path {
            Some(path) => self.sources.add_file(&*resolved.name, path, text),
            None => self.sources.add(&*resolved.name, text),
        };
        let Some((code, at, message)) = fault else {
            return Some(source);
        };
        self.faults
            .push(Fault::new(code, Origin::span(source, at..at), message));
        None
    }

    /// Reads a text and all that it imports; gives the position of its extension.
    fn text(&mut self, mut resolved: Resolved) -> Option<usize> {
        if let Some(path) = &resolved.path {
            self.files.push(path.clone());
        }
        let key = resolved.key.clone();
        self.read.insert(key.clone(), None);
        let source = self.decode(&mut resolved)?;
        let mut faults = std::mem::take(&mut self.faults);
        let draft = {
            let text = self.sources.get(source)?.text();
            let mut parsed = syntax::parse(text, source);
            faults.append(&mut parsed.faults);
            self.lost.pieces(&parsed, text);
            lower::lower(&parsed, text, source, &mut faults)
        };
        self.faults = faults;
        let uses: Vec<UseDraft> = draft
            .as_ref()
            .map_or_else(Vec::new, |draft| draft.uses.clone());
        self.stack.push(Frame {
            key: key.clone(),
            import: Origin::Unknown,
        });
        let mut imported = Vec::new();
        for used in &uses {
            if let Some(frame) = self.stack.last_mut() {
                frame.import = used.extension.origin;
            }
            match self.import(&used.extension, &resolved) {
                Some(at) => imported.push(at),
                None => self.lost.import(source),
            }
        }
        let Some(mut draft) = draft else {
            self.stack.pop();
            return None;
        };
        if let Some(fault) = self.missing_core(&draft, &imported) {
            self.faults.push(fault);
            // Going on as if it were imported, so that nothing follows from this.
            let core = Located::nowhere(CORE.to_owned());
            if self.import(&core, &resolved).is_some() {
                draft.uses.push(UseDraft {
                    extension: core,
                    alias: None,
                });
            }
        }
        self.stack.pop();
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
        self.read.insert(key, Some(at));
        Some(at)
    }

    /// Follows `use name;`.
    fn import(&mut self, name: &Located<String>, from: &Resolved) -> Option<usize> {
        let origin = name.origin;
        let found = match self.resolver.import(&name.value, from) {
            Ok(Some(resolved)) => Some(resolved),
            Ok(None) => None,
            Err(error) => {
                self.unreadable(&error, origin);
                return None;
            }
        };
        let found = found.or_else(|| {
            builtin::find(&name.value).map(|builtin| Resolved {
                name: format!("builtin:{}.occi", builtin.name),
                key: format!("builtin:{}.occi", builtin.name),
                path: None,
                bytes: builtin.text.as_bytes().to_vec(),
            })
        });
        let Some(resolved) = found else {
            return self.already_read(&name.value).or_else(|| {
                let fault = self.unknown(name, from);
                self.faults.push(fault);
                None
            });
        };
        if self.stack.iter().any(|frame| frame.key == resolved.key) {
            self.cycle(name, &resolved.key);
            return None;
        }
        let at = match self.read.get(&resolved.key) {
            Some(at) => (*at)?,
            None if self.stack.len() >= MAX_IMPORTS => {
                self.faults.push(Fault::new(
                    code::IMPORT_DEPTH,
                    origin,
                    format!("imports are more than {MAX_IMPORTS} deep"),
                ));
                return None;
            }
            None => self.text(resolved)?,
        };
        let extension = self.extensions.get(at)?;
        if extension.name.value == name.value || extension.scheme.value == name.value {
            return Some(at);
        }
        let fault = Fault::new(
            code::IMPORT_NAME,
            origin,
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

    /// An extension that is imported by its scheme and was read before.
    fn already_read(&self, scheme: &str) -> Option<usize> {
        self.extensions
            .iter()
            .position(|extension| extension.scheme.value == scheme)
    }

    fn unknown(&self, name: &Located<String>, from: &Resolved) -> Fault {
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
        let near: Vec<&str> = known.iter().map(String::as_str).collect();
        if let Some(near) = syntax::similar(&name.value, &near) {
            fault.with_replacement(near)
        } else if name.value.contains('#') {
            fault.with_help("only built-in extensions are found by their scheme; import by name")
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
