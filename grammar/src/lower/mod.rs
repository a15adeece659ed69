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
pub(crate) use levels::{Level, levels};
pub(crate) use types::BUILT_IN;

use std::{cmp::Ordering, ops::Range};

use occi_model::{
    Code, Fault, Located, Origin, SourceId,
    draft::{ConfigurationDraft, ExtensionDraft, NamedTypeDraft, Reference, UseDraft},
};

use crate::{
    code,
    syntax::{
        self, Parsed,
        tree::{self, Class, Item, Span, Text},
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

/// Makes the drafts of one file. A file without an extension holds configurations.
///
/// Faults are added to those of the syntax.
pub(crate) fn lower(
    parsed: &Parsed<'_>,
    text: &str,
    source: SourceId,
    faults: &mut Vec<Fault>,
) -> Lowered {
    let limit = faults.len() + syntax::MAX_FAULTS;
    let mut lowering = Lowering {
        source,
        faults,
        limit,
    };
    lowering.file(parsed, text)
}

struct Lowering<'f> {
    source: SourceId,
    faults: &'f mut Vec<Fault>,
    /// How many faults there may be before the rest is kept silent.
    limit: usize,
}

impl Lowering<'_> {
    fn origin(&self, span: Span) -> Origin {
        Origin::span(self.source, span.range())
    }

    fn fault(&self, code: Code, span: Span, message: impl Into<String>) -> Fault {
        Fault::new(code, self.origin(span), message)
    }

    fn report(&mut self, fault: Fault) {
        match self.faults.len().cmp(&self.limit) {
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

    fn references(&mut self, references: &[tree::Reference<'_>]) -> Vec<Located<Reference>> {
        references
            .iter()
            .map(|reference| self.reference(reference))
            .collect()
    }

    fn file(&mut self, parsed: &Parsed<'_>, text: &str) -> Lowered {
        let mut draft: Option<ExtensionDraft> = None;
        let mut first: Option<Span> = None;
        let mut uses = Vec::new();
        let mut types = Vec::new();
        let mut kinds = Vec::new();
        let mut mixins = Vec::new();
        let mut configurations = Vec::new();
        for (at, item) in parsed.file.items.iter().enumerate() {
            match item {
                Item::Extension(extension) => {
                    if let Some(first) = first {
                        let fault = self
                            .fault(
                                code::SECOND_EXTENSION,
                                extension.span,
                                "a file holds one extension",
                            )
                            .with_place(self.origin(first), "the extension of this file")
                            .with_help("move the second one to a file of its own");
                        self.report(fault);
                        continue;
                    }
                    if at > 0 {
                        let fault = self
                            .fault(
                                code::SECOND_EXTENSION,
                                extension.span,
                                "the extension must be named before everything else",
                            )
                            .with_help("move this line to the top of the file");
                        self.report(fault);
                    }
                    first = Some(extension.span);
                    draft = Some(self.extension(extension, &parsed.file.docs));
                }
                Item::Use(import) => uses.push(self.import(import)),
                Item::NamedType(named) => types.push(self.named_type(named)),
                Item::Category(category) => match category.class {
                    Class::Kind => kinds.push(self.kind(category)),
                    Class::Mixin => mixins.push(self.mixin(category)),
                },
                Item::Configuration(configuration) => configurations.push(configuration),
            }
        }
        let defines = !(types.is_empty() && kinds.is_empty() && mixins.is_empty());
        let mut known = uses.clone();
        if let Some(draft) = &mut draft {
            draft.uses.clone_from(&uses);
            draft.types = types;
            draft.kinds = kinds;
            draft.mixins = mixins;
            // Configurations know what their file defines.
            known.push(UseDraft {
                extension: draft.name.clone(),
                alias: None,
            });
        } else if (defines || configurations.is_empty()) && !lost_item(parsed, text) {
            self.no_extension(parsed, text);
        }
        let mut configurations: Vec<ConfigurationDraft> = configurations
            .into_iter()
            .map(|configuration| self.configuration(configuration, &known))
            .collect();
        if draft.is_none() {
            self.describe(&parsed.file.docs, &mut configurations);
        }
        Lowered {
            extension: draft,
            uses,
            configurations,
        }
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

    fn no_extension(&mut self, parsed: &Parsed<'_>, text: &str) {
        let start = syntax::first_token(text, 0).unwrap_or(Range { start: 0, end: 0 });
        let origin = Origin::span(self.source, start);
        let mut fault = Fault::new(
            code::NO_EXTENSION,
            origin,
            "the file does not say which extension it holds",
        )
        .with_help("start with a line such as `extension gpu \"http://example.com/occi/gpu#\";`");
        if parsed.file.items.is_empty() && parsed.lost.is_empty() {
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

    fn named_type(&mut self, named: &tree::NamedType<'_>) -> NamedTypeDraft {
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

/// Whether the line that names the extension, or a configuration, is among what could not be read.
fn lost_item(parsed: &Parsed<'_>, text: &str) -> bool {
    parsed.lost.iter().any(|span| {
        text.get(span.range()).is_some_and(|lost| {
            lost.contains("exten") || lost.contains("config") || span.end as usize == text.len()
        })
    })
}

#[cfg(test)]
mod tests;
