//! The page of each code: what it means, why it is asked for, an example that has the fault
//! beside one that has not, and where the rule comes from.
//!
//! What and where from are those of the tables of codes; reasons and examples lie in the text
//! files here, one for each family. A test looks for every fault in its example.

mod example;

use std::{fmt, fmt::Write as _, str::FromStr};

use occi_model::{Code, Profile, codes, guideline::code as guideline};
use occi_rendering::codes as rendering;

use crate::{code, format::code as format};

pub use example::{Context, Example, Message, Reader, Sample};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A fault of a definition or a guideline.
    Fault(Code),
    /// A deviation or an error of a message of the protocol, by name: `trailing-semicolon`.
    Deviation(&'static str),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(code) => code.fmt(f),
            Self::Deviation(name) => f.write_str(name),
        }
    }
}

/// A text that is no topic.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no code `{0}`; `occi explain` lists all")]
pub struct UnknownTopic(String);

impl FromStr for Topic {
    type Err = UnknownTopic;

    /// A code as messages show it: `E0021`, `W0012`, or `E0012` for a denied `W0012`; the name of
    /// a deviation, with or without the part behind its colon.
    fn from_str(text: &str) -> Result<Self, UnknownTopic> {
        let unknown = || UnknownTopic(text.to_owned());
        if let Ok(code) = text.parse::<Code>() {
            return code_of(code.number).map(Self::Fault).ok_or_else(unknown);
        }
        rendering::find(text)
            .map(|found| Self::Deviation(found.code))
            .ok_or_else(unknown)
    }
}

/// The families of codes, each in one table of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Rules of the metamodel, names and values.
    Model,
    /// The definition language.
    Language,
    /// Guidelines.
    Guideline,
    /// Definition formats of others.
    Format,
    /// Messages of the protocol.
    Rendering,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Model,
        Self::Language,
        Self::Guideline,
        Self::Format,
        Self::Rendering,
    ];

    /// A heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Model => "Rules of the metamodel",
            Self::Language => "The definition language",
            Self::Guideline => "Guidelines",
            Self::Format => "Definition formats of others",
            Self::Rendering => "Messages of the protocol",
        }
    }
}

/// What is said about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is about.
    pub topic: Topic,
    /// The family of the code.
    pub family: Family,
    /// A few words.
    pub title: &'static str,
    /// What it means and what to do.
    pub explanation: &'static str,
    /// Why it is asked for.
    pub why: Option<&'static str>,
    /// The document and section, or the decision, that the rule comes from; the language's own
    /// codes come from `docs/language.md`.
    pub source: &'static str,
    /// Something with exactly this fault, where a short one can have it.
    pub wrong: Option<Example>,
    /// The same without the fault.
    pub right: Option<Example>,
    /// Why no test reads the examples, where none does.
    pub untested: Option<&'static str>,
}

/// The examples of each family.
const EXAMPLES: [(Family, &str); 6] = [
    (Family::Model, include_str!("model.txt")),
    (Family::Language, include_str!("language.txt")),
    (Family::Guideline, include_str!("guideline.txt")),
    (Family::Format, include_str!("format.txt")),
    (Family::Format, include_str!("occiware.txt")),
    (Family::Rendering, include_str!("rendering.txt")),
];

/// All pages: those of faults by number, then those of deviations by name.
#[must_use]
pub fn pages() -> Vec<Page> {
    let mut pages = without_examples();
    for (_, text) in EXAMPLES {
        for (name, said) in example::read(text) {
            let page = pages.iter_mut().find(|page| page.topic.to_string() == name);
            if let Some(page) = page {
                page.why = said.why;
                page.wrong = said.wrong;
                page.right = said.right;
                page.untested = said.untested;
            }
        }
    }
    pages
}

/// What the tables of codes say.
fn without_examples() -> Vec<Page> {
    let page = |topic, family, title, explanation, source| Page {
        topic,
        family,
        title,
        explanation,
        why: None,
        source,
        wrong: None,
        right: None,
        untested: None,
    };
    let of = |family| {
        move |info: &codes::CodeInfo| {
            page(
                Topic::Fault(info.code),
                family,
                info.name,
                info.explanation,
                info.source,
            )
        }
    };
    let model = codes::CODES.iter().map(of(Family::Model));
    let guideline = guideline::CODES.iter().map(of(Family::Guideline));
    let language = code::ALL.iter().map(|entry| {
        page(
            Topic::Fault(entry.code),
            Family::Language,
            entry.title,
            entry.explanation,
            "docs/language.md",
        )
    });
    let format = format::ALL.iter().map(|entry| {
        page(
            Topic::Fault(entry.code),
            Family::Format,
            entry.title,
            entry.explanation,
            entry.source,
        )
    });
    let rendering = rendering::CODES.iter().map(|code| {
        let json = code.meaning.starts_with("JSON: ");
        page(
            Topic::Deviation(code.code),
            Family::Rendering,
            code.meaning,
            if code.forgiven {
                "Forgiven where it is certain what is meant, refused in strict mode."
            } else {
                "Refused: what is meant is not certain."
            },
            if json { "GFD.226" } else { "GFD.229, GFD.185" },
        )
    });
    let mut pages: Vec<Page> = model
        .chain(guideline)
        .chain(language)
        .chain(format)
        .chain(rendering)
        .collect();
    pages.sort_by_key(|page| match page.topic {
        Topic::Fault(code) => (code.number, ""),
        Topic::Deviation(name) => (u16::MAX, name),
    });
    pages
}

/// The code of a number; each number is given once.
#[must_use]
pub fn code_of(number: u16) -> Option<Code> {
    let model = codes::CODES.iter().map(|info| info.code);
    let language = code::ALL.iter().map(|entry| entry.code);
    let guideline = guideline::CODES.iter().map(|info| info.code);
    let format = format::ALL.iter().map(|entry| entry.code);
    let mut all = model.chain(language).chain(guideline).chain(format);
    all.find(|code| code.number == number)
}

/// The page of a topic.
#[must_use]
pub fn about(topic: Topic) -> Option<Page> {
    pages().into_iter().find(|page| page.topic == topic)
}

/// The page of a fault. Numbers are given once, so that `E0012`, a denied warning, has the page
/// of `W0012`.
#[must_use]
pub fn page(code: Code) -> Option<Page> {
    about(Topic::Fault(code_of(code.number)?))
}

impl Page {
    /// The page for people; ends with a newline.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}: {}\n\n{}\n", self.topic, self.title, self.explanation);
        if let Some(why) = self.why {
            let _ = writeln!(out, "\nWhy: {why}");
        }
        for (word, example) in self.examples() {
            let _ = writeln!(out, "\n{word}{}:\n", shown_as(&example));
            for line in example.text.lines() {
                let _ = writeln!(out, "    {line}");
            }
        }
        for note in self.notes() {
            let _ = writeln!(out, "\n{note}");
        }
        let _ = writeln!(out, "\nSource: {}", self.source);
        out
    }

    /// The page as a section of a document in Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "### `{}`: {}\n\n{}\n",
            self.topic, self.title, self.explanation
        );
        if let Some(why) = self.why {
            let _ = writeln!(out, "\n{why}");
        }
        for (word, example) in self.examples() {
            let _ = writeln!(
                out,
                "\n{word}{}:\n\n```text\n{}\n```",
                shown_as(&example),
                example.text
            );
        }
        for note in self.notes() {
            let _ = writeln!(out, "\n{note}");
        }
        let _ = writeln!(out, "\nSource: {}", self.source);
        out
    }

    /// What has to be known to read the examples.
    fn notes(&self) -> impl Iterator<Item = String> {
        let abbreviated = self
            .examples()
            .any(|(_, example)| example.is_abbreviated())
            .then(|| {
                "`⟨3 × x⟩` stands for `xxx`, numbered by `{n}`; `⟨bytes FF⟩` for a byte.".to_owned()
            });
        let beside = self.wrong.and_then(|example| example.beside);
        let beside = beside.map(|code| format!("`{code}` is reported of it as well."));
        abbreviated
            .into_iter()
            .chain(beside)
            .chain(self.untested.map(str::to_owned))
    }

    fn examples(&self) -> impl Iterator<Item = (&'static str, Example)> {
        [("Wrong", self.wrong), ("Right", self.right)]
            .into_iter()
            .filter_map(|(word, example)| Some((word, example?)))
    }
}

/// All pages as one document in Markdown, by family.
#[must_use]
pub fn document() -> String {
    let pages = pages();
    let mut out = "# Codes\n".to_owned();
    for family in Family::ALL {
        let _ = writeln!(out, "\n## {}", family.title());
        for page in pages.iter().filter(|page| page.family == family) {
            let _ = write!(out, "\n{}", page.markdown());
        }
    }
    out
}

/// What has to be known of an example beside its text.
fn shown_as(example: &Example) -> &'static str {
    match example.context {
        Context::Guideline { sample, .. } => match sample {
            Sample::Alone | Sample::Whole => "",
            Sample::List => ", of which the tests of `P` are listed",
            Sample::Set => ", in a directory of guidelines",
            Sample::Locked => ", in a locked guideline",
            Sample::Early => " in schema 1.2",
            Sample::Schema => ", with `--schema`",
            Sample::Among => ", beside the guidelines before it",
            Sample::Suite => ", beside the tests of the suite",
            Sample::Catalogue => ", in the source of a guideline",
            Sample::Target => ", as the target of a list",
        },
        Context::Message(message) if message.reader == Reader::Locations => ", naming entities",
        _ => match example.profile {
            Profile::Union => "",
            Profile::V1_1 => " in OCCI 1.1",
            Profile::V1_2 => " in OCCI 1.2",
        },
    }
}
