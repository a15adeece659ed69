//! From the syntax tree to the draft: what every word means in its place.

mod category;
mod condition;
mod configuration;
mod lead;
mod levels;
mod states;
mod types;
mod value;

#[cfg(test)]
pub(crate) use lead::MARKS;
pub(crate) use levels::Level;
pub(crate) use types::BUILT_IN;

use std::{cmp::Ordering, ops::Range};

use occi_model::{
    Code, Fault, Located, Origin, SourceId,
    draft::{
        ConfigurationDraft, ExtensionDraft, KindDraft, MixinDraft, NamedTypeDraft, Reference,
        UseDraft,
    },
};

use self::levels::{Walk, Walked};
use crate::{
    code,
    syntax::{
        self, MAX_FAULTS, Reader,
        tree::{self, Class, File, Item, List, Span, Text},
    },
};

/// What a file says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Lowered {
    /// The extension; `None` when the file does not say which one it holds.
    pub(crate) extension: Option<ExtensionDraft>,
    /// The imports: of the extension, or without one of the configurations.
    pub(crate) uses: Vec<UseDraft>,
    /// The configurations.
    pub(crate) configurations: Vec<ConfigurationDraft>,
}

/// A file that was read.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// What it says.
    pub(crate) lowered: Lowered,
    /// The levels of warnings that it sets.
    pub(crate) levels: Vec<Level>,
    /// What is wrong with it.
    pub(crate) faults: Vec<Fault>,
    /// The pieces that could not be read.
    pub(crate) lost: Vec<Span>,
}

/// Reads one file, and makes its drafts. A file without an extension holds configurations.
///
/// Each piece is lowered as soon as it is read, so that the syntax tree is never there as a whole.
pub(crate) fn read(text: &str, source: SourceId) -> Reading {
    read_by(Reader::new(text, source), text, source)
}

fn read_by<'a>(reader: Reader<'a>, text: &'a str, source: SourceId) -> Reading {
    let mut lowering = Lowering {
        source,
        text,
        reader,
        walk: Walk::new(source),
        faults: Vec::new(),
    };
    let lowered = lowering.file();
    let Lowering {
        mut reader,
        walk,
        mut faults,
        ..
    } = lowering;
    reader.faults.append(&mut faults);
    let levels = walk.finish(&mut reader.faults);
    Reading {
        lowered,
        levels,
        faults: reader.faults,
        lost: reader.lost,
    }
}

struct Lowering<'a> {
    source: SourceId,
    text: &'a str,
    reader: Reader<'a>,
    walk: Walk,
    faults: Vec<Fault>,
}

/// What a file has said so far.
#[derive(Default)]
struct Said {
    extension: Option<(ExtensionDraft, Span)>,
    uses: Vec<UseDraft>,
    types: Vec<NamedTypeDraft>,
    kinds: Vec<KindDraft>,
    mixins: Vec<MixinDraft>,
    configurations: Vec<ConfigurationDraft>,
    /// How many items there were.
    items: usize,
}

impl<'a> Lowering<'a> {
    /// What becomes of each part of a list; those that were left unread are read for it.
    fn each<T: Walked>(
        &mut self,
        list: &List<T>,
        level: &syntax::Level<'a, T>,
        mut take: impl FnMut(&mut Self, &T),
    ) {
        let more = list.more();
        let (before, behind) = list.split_at(more.map_or(0, |more| more.at));
        for part in before {
            take(self, part);
        }
        if let Some(more) = more {
            let mut pieces = self.reader.pieces(more.span, level);
            let mut parts = Vec::new();
            while self.reader.next_piece(&mut pieces, level, &mut parts) {
                for part in parts.drain(..) {
                    part.walk(&mut self.walk);
                    take(self, &part);
                }
            }
        }
        for part in behind {
            take(self, part);
        }
    }

    fn origin(&self, span: Span) -> Origin {
        Origin::span(self.source, span.range())
    }

    fn fault(&self, code: Code, span: Span, message: impl Into<String>) -> Fault {
        Fault::new(code, self.origin(span), message)
    }

    fn report(&mut self, fault: Fault) {
        match self.faults.len().cmp(&MAX_FAULTS) {
            Ordering::Less => self.faults.push(fault),
            Ordering::Equal => self.faults.push(Fault::new(
                code::TOO_MANY,
                fault.origin,
                "too many faults; those behind this place are not shown",
            )),
            Ordering::Greater => {}
        }
    }

    fn text(&self, text: &Text<'_>) -> Located<String> {
        Located::new(text.value.to_string(), self.origin(text.span))
    }

    /// Reports every value after the first; gives back the first.
    fn once<'t, T>(
        &mut self,
        values: &'t [T],
        span: impl Fn(&T) -> Span,
        what: &str,
    ) -> Option<&'t T> {
        let (first, others) = values.split_first()?;
        for other in others {
            self.doubled(span(first), span(other), what);
        }
        Some(first)
    }

    fn doubled(&mut self, first: Span, second: Span, what: &str) {
        let fault = self
            .fault(code::DOUBLED, second, format!("{what} is said twice"))
            .with_place(self.origin(first), "first said here")
            .with_help("keep one of them");
        self.report(fault);
    }

    /// A reference: a bare name is split at its first dot, a quoted one is an identifier when
    /// it has a `#`.
    fn reference(&mut self, reference: &tree::Reference<'_>) -> Located<Reference> {
        let text = &reference.text;
        let name = |qualifier: Option<&str>, name: &str| Reference::Name {
            qualifier: qualifier.map(str::to_owned),
            name: name.to_owned(),
        };
        let value = if let Some(tail) = &reference.tail {
            if let Some(qualifier) = text.value.strip_suffix('.') {
                name(Some(qualifier), &tail.value)
            } else {
                let fault = self
                    .fault(
                        code::NAME,
                        reference.span,
                        "a name and a string stand side by side",
                    )
                    .with_help(
                        "a reference is `name`, `alias.name`, `alias.\"name\"` or \"scheme#term\"",
                    );
                self.report(fault);
                name(None, &text.value)
            }
        } else if text.quoted {
            if text.value.contains('#') {
                Reference::Identifier(text.value.to_string())
            } else {
                name(None, &text.value)
            }
        } else {
            match text.value.split_once('.') {
                Some((qualifier, rest)) => name(Some(qualifier), rest),
                None => name(None, &text.value),
            }
        };
        Located::new(value, self.origin(reference.span))
    }

    fn references(&mut self, references: &List<tree::Reference<'a>>) -> Vec<Located<Reference>> {
        let mut found = Vec::with_capacity(references.len());
        self.each(references, &syntax::references(), |lowering, reference| {
            found.push(lowering.reference(reference));
        });
        found
    }

    fn file(&mut self) -> Lowered {
        let mut said = Said::default();
        let mut file = File::default();
        while self.reader.item(&mut file) {
            self.items(&mut file, &mut said);
        }
        self.items(&mut file, &mut said);
        let defines = !(said.types.is_empty() && said.kinds.is_empty() && said.mixins.is_empty());
        if said.extension.is_none()
            && (defines || said.configurations.is_empty())
            && !self.lost_item()
        {
            self.no_extension(said.items == 0);
        }
        let mut known = said.uses.clone();
        let extension = said.extension.map(|(mut draft, _)| {
            draft.uses.clone_from(&said.uses);
            draft.types = said.types;
            draft.kinds = said.kinds;
            draft.mixins = said.mixins;
            // Configurations know what their file defines.
            known.push(UseDraft {
                extension: draft.name.clone(),
                alias: None,
            });
            draft
        });
        for configuration in &mut said.configurations {
            configuration.uses.clone_from(&known);
        }
        if extension.is_none() {
            self.describe(&file.docs, &mut said.configurations);
        }
        Lowered {
            extension,
            uses: said.uses,
            configurations: said.configurations,
        }
    }

    /// Lowers what was read of a file.
    fn items(&mut self, file: &mut File<'a>, said: &mut Said) {
        for item in file.items.drain(..) {
            self.walk.item(&item);
            match &item {
                Item::Extension(extension) => self.one_extension(extension, &file.docs, said),
                Item::Use(import) => said.uses.push(self.import(import)),
                Item::NamedType(named) => said.types.push(self.named_type(named)),
                Item::Category(category) => match category.class {
                    Class::Kind => said.kinds.push(self.kind(category)),
                    Class::Mixin => said.mixins.push(self.mixin(category)),
                },
                Item::Configuration(configuration) => {
                    said.configurations.push(self.configuration(configuration));
                }
            }
            said.items += 1;
        }
    }

    /// The extension, unless there is one already.
    fn one_extension(
        &mut self,
        extension: &tree::Extension<'_>,
        docs: &[tree::Doc<'_>],
        said: &mut Said,
    ) {
        if let Some((_, first)) = &said.extension {
            let fault = self
                .fault(
                    code::SECOND_EXTENSION,
                    extension.span,
                    "a file holds one extension",
                )
                .with_place(self.origin(*first), "the extension of this file")
                .with_help("move the second one to a file of its own");
            self.report(fault);
            return;
        }
        if said.items > 0 {
            let fault = self
                .fault(
                    code::SECOND_EXTENSION,
                    extension.span,
                    "the extension must be named before everything else",
                )
                .with_help("move this line to the top of the file");
            self.report(fault);
        }
        said.extension = Some((self.extension(extension, docs), extension.span));
    }

    /// Without an extension, `//!` describes the configuration of the file.
    fn describe(&mut self, docs: &[tree::Doc<'_>], configurations: &mut [ConfigurationDraft]) {
        let description = lead::join(docs.iter().map(|doc| doc.text));
        match (description, configurations) {
            (Some(text), [only]) => {
                only.description = Some(match only.description.take() {
                    Some(more) => format!("{text}\n{more}"),
                    None => text,
                });
            }
            (Some(_), [_, _, ..]) => {
                let fault = self
                    .fault(
                        code::LOST_DESCRIPTION,
                        docs[0].span,
                        "a description of several configurations is not kept",
                    )
                    .with_help("write it as a comment: `//`, or describe each with `///`");
                self.report(fault);
            }
            _ => {}
        }
    }

    fn no_extension(&mut self, is_empty: bool) {
        let start = syntax::first_token(self.text, 0).unwrap_or(Range { start: 0, end: 0 });
        let origin = Origin::span(self.source, start);
        let mut fault = Fault::new(
            code::NO_EXTENSION,
            origin,
            "the file does not say which extension it holds",
        )
        .with_help("start with a line such as `extension gpu \"http://example.com/occi/gpu#\";`");
        if is_empty && self.reader.lost.is_empty() {
            fault = fault.with_label("the file defines nothing");
        }
        self.report(fault);
    }

    fn extension(
        &mut self,
        extension: &tree::Extension<'_>,
        docs: &[tree::Doc<'_>],
    ) -> ExtensionDraft {
        let lead = self.lead(&extension.lead, lead::Holds::EXTENSION, "an extension");
        let mut description = lead::join(docs.iter().map(|doc| doc.text));
        if let Some(more) = lead.description {
            description = Some(match description {
                Some(text) => format!("{text}\n{more}"),
                None => more,
            });
        }
        let version = self
            .once(&extension.versions, |text| text.span, "the version")
            .map(|version| version.value.to_string());
        let specification = self
            .once(
                &extension.specifications,
                |text| text.span,
                "the specification",
            )
            .map(|specification| specification.value.to_string());
        ExtensionDraft {
            name: self.text(&extension.name),
            scheme: self.text(&extension.scheme),
            version,
            description,
            specification,
            annotations: lead.annotations,
            uses: Vec::new(),
            types: Vec::new(),
            kinds: Vec::new(),
            mixins: Vec::new(),
        }
    }

    fn import(&mut self, import: &tree::Use<'_>) -> UseDraft {
        self.lead(&import.lead, lead::Holds::NOTHING, "an import");
        UseDraft {
            extension: self.text(&import.extension),
            alias: import.alias.as_ref().map(|alias| self.text(alias)),
        }
    }

    /// Whether the line that names the extension, or a configuration, is among what could not be
    /// read.
    fn lost_item(&self) -> bool {
        self.reader.lost.iter().any(|span| {
            self.text.get(span.range()).is_some_and(|lost| {
                lost.contains("exten")
                    || lost.contains("config")
                    || span.end as usize == self.text.len()
            })
        })
    }

    fn named_type(&mut self, named: &tree::NamedType<'a>) -> NamedTypeDraft {
        let lead = self.lead(&named.lead, lead::Holds::ANNOTATED, "a type");
        NamedTypeDraft {
            name: self.text(&named.name),
            value_type: self.value_type(&named.value_type),
            description: lead.description,
            versions: lead.versions,
            annotations: lead.annotations,
        }
    }
}

#[cfg(test)]
mod tests;
