//! Descriptions and marks.

use occi_model::{OcciVersion, VersionRange, draft::Annotation};

use super::{Lowering, levels::LEVELS};
use crate::{
    code,
    syntax::tree::{Lead, Mark, Span},
};

/// What an item can carry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holds {
    description: bool,
    versions: bool,
    deprecation: bool,
    annotations: bool,
}

impl Holds {
    pub(super) const NOTHING: Self = Self {
        description: false,
        versions: false,
        deprecation: false,
        annotations: false,
    };
    pub(super) const DESCRIPTION: Self = Self {
        description: true,
        ..Self::NOTHING
    };
    pub(super) const VERSIONS: Self = Self {
        versions: true,
        ..Self::NOTHING
    };
    pub(super) const VERSIONED: Self = Self {
        description: true,
        versions: true,
        ..Self::NOTHING
    };
    pub(super) const EXTENSION: Self = Self {
        description: true,
        annotations: true,
        ..Self::NOTHING
    };
    pub(super) const ANNOTATED: Self = Self {
        annotations: true,
        ..Self::VERSIONED
    };
    pub(super) const ATTRIBUTE: Self = Self {
        deprecation: true,
        ..Self::ANNOTATED
    };
}

/// What stood before an item.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) description: Option<String>,
    pub(super) versions: VersionRange,
    pub(super) deprecated: Option<String>,
    pub(super) annotations: Vec<Annotation>,
}

/// The lines of a description as one text.
pub(super) fn join<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut joined: Option<String> = None;
    for line in lines {
        match &mut joined {
            None => joined = Some(line.to_owned()),
            Some(text) => {
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    joined
}

/// The marks.
pub(crate) const MARKS: [&str; 7] = [
    "since",
    "until",
    "deprecated",
    "doc",
    "allow",
    "deny",
    ANNOTATION,
];

/// The mark that takes two texts, and stands as often as there are keys.
const ANNOTATION: &str = "annotation";

impl Lowering<'_> {
    /// Reads what stands before `what`, and reports what it cannot carry.
    pub(super) fn lead(&mut self, lead: &Lead<'_>, holds: Holds, what: &str) -> Said {
        if lead.docs.is_empty() && lead.marks.is_empty() {
            return Said::default();
        }
        let mut said = Said::default();
        let mut lines: Vec<(Span, &str)> =
            lead.docs.iter().map(|doc| (doc.span, doc.text)).collect();
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for mark in &lead.marks {
            let name = &*mark.name.value;
            if name == ANNOTATION {
                if holds.annotations {
                    said.annotations.extend(self.annotation(mark));
                } else {
                    self.misplaced(mark, what);
                }
                continue;
            }
            self.one_text(mark);
            if name == "doc" {
                if let Some(text) = self.argument(mark) {
                    lines.push((mark.span, text));
                }
                continue;
            }
            if LEVELS.contains(&name) {
                // About the text, not about what it defines: `levels` collects them.
                continue;
            }
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == name) {
                self.doubled(*first, mark.span, &format!("the mark `{name}`"));
                continue;
            }
            seen.push((name, mark.span));
            let fits = match name {
                "since" | "until" => holds.versions,
                "deprecated" => holds.deprecation,
                _ => {
                    self.unknown(mark);
                    continue;
                }
            };
            if !fits {
                self.misplaced(mark, what);
                continue;
            }
            match name {
                "since" => said.versions.since = self.version(mark),
                "until" => said.versions.until = self.version(mark),
                _ => said.deprecated = self.argument(mark).map(str::to_owned),
            }
        }
        lines.sort_by_key(|(span, _)| *span);
        if let (false, Some((span, _))) = (holds.description, lines.first()) {
            let fault = self
                .fault(
                    code::LOST_DESCRIPTION,
                    *span,
                    format!("a description of {what} is not kept"),
                )
                .with_help("write it as a comment: `//`");
            self.report(fault);
        } else {
            said.description = join(lines.into_iter().map(|(_, line)| line));
        }
        said
    }

    fn misplaced(&mut self, mark: &Mark<'_>, what: &str) {
        let fault = self.fault(
            code::MARK_PLACE,
            mark.span,
            format!("`{}` cannot be said of {what}", mark.name.value),
        );
        self.report(fault);
    }

    /// `#[annotation("key", "value")]`
    fn annotation(&mut self, mark: &Mark<'_>) -> Option<Annotation> {
        if let (Some(key), Some(value)) = (&mark.argument, &mark.second) {
            return Some(Annotation {
                key: self.text(key),
                value: value.value.to_string(),
            });
        }
        let fault = self
            .fault(
                code::MARK,
                mark.span,
                "the mark `annotation` needs a key and a value",
            )
            .with_help("write `#[annotation(\"key\", \"value\")]`");
        self.report(fault);
        None
    }

    /// Reports the second text of a mark that takes one.
    fn one_text(&mut self, mark: &Mark<'_>) {
        let name = &*mark.name.value;
        if let Some(second) = &mark.second
            && MARKS.contains(&name)
        {
            let fault = self
                .fault(
                    code::MARK,
                    second.span,
                    format!("the mark `{name}` takes one text"),
                )
                .with_help(format!("write `#[{name}(\"…\")]`"));
            self.report(fault);
        }
    }

    fn unknown(&mut self, mark: &Mark<'_>) {
        let name = &*mark.name.value;
        let mut fault = self
            .fault(
                code::MARK,
                mark.name.span,
                format!("there is no mark `{name}`"),
            )
            .with_help(format!(
                "the marks are {}",
                MARKS.map(|m| format!("`{m}`")).join(", ")
            ));
        if let Some(near) = crate::syntax::similar(name, &MARKS) {
            fault = fault.with_replacement(near);
        }
        self.report(fault);
    }

    /// The text in the parentheses of a mark.
    fn argument<'m>(&mut self, mark: &'m Mark<'_>) -> Option<&'m str> {
        let argument = mark.argument.as_ref().map(|text| &*text.value);
        if argument.is_none() {
            let name = &mark.name.value;
            let fault = self
                .fault(
                    code::MARK,
                    mark.span,
                    format!("the mark `{name}` needs a text"),
                )
                .with_help(format!("write `#[{name}(\"…\")]`"));
            self.report(fault);
        }
        argument
    }

    fn version(&mut self, mark: &Mark<'_>) -> Option<OcciVersion> {
        let text = self.argument(mark)?;
        match text.parse() {
            Ok(version) => Some(version),
            Err(error) => {
                let span = mark.argument.as_ref().map_or(mark.span, |text| text.span);
                let fault = self.fault(code::VERSION, span, error.to_string());
                self.report(fault);
                None
            }
        }
    }
}
