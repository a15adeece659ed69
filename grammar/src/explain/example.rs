//! Examples: a wrong and a right one for each code, with what stands around them.
//!
//! They lie in text files. A line `== CODE why` starts a reason; `== CODE wrong …` and
//! `== CODE right …` start an example, in the `.occi` language if not said otherwise. What may
//! follow:
//!
//! * `file`: the text is a whole file of any definition format; `members`: it stands in a kind;
//!   else it is items of a file. `1.1` or `1.2` is the version to compile for.
//! * `guideline SAMPLE`: the right text stands in a sample guideline, the wrong one in its place;
//!   SAMPLE says how the guideline is looked at, see [`Sample`].
//! * `MEDIA READER`: a message in a rendering, and what reads it, see [`Message`].

use occi_model::Profile;
use occi_rendering::MediaType;

/// A part of a definition, a guideline or a message that shows something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The text as it is shown.
    pub text: &'static str,
    /// What stands around it.
    pub context: Context,
    /// The versions it is compiled for.
    pub profile: Profile,
}

/// What an example is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// A whole file of a definition format.
    File,
    /// Items of a file that imports `core`, and `infrastructure` as `infra`.
    Items,
    /// Members of a kind of such a file.
    Members,
    /// A guideline, where the text stands in place of another.
    Guideline {
        /// How the guideline is looked at.
        sample: Sample,
        /// The text of the sample that gives way.
        instead: &'static str,
    },
    /// A message of the protocol.
    Message(Message),
}

/// How a sample of a guideline is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// By itself.
    Alone,
    /// The text is the whole guideline.
    Whole,
    /// By itself; it is of schema 1.2.
    Early,
    /// Beside the two guidelines before it.
    Among,
    /// Beside the tests that a suite has.
    Suite,
    /// As the source of a guideline, beside a catalogue of cases.
    Catalogue,
    /// The text is the target of which the must-pass list is asked.
    Target,
}

/// The media type of a message, and what it is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// The media type.
    pub media: MediaType,
    /// What it is read as.
    pub reader: Reader,
}

/// What a message is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Entities, as in answers and creations.
    Entities,
    /// Categories, as of the query interface.
    Categories,
    /// The invocation of an action.
    Invocation,
    /// Locations of entities.
    Locations,
}

/// The guideline that the samples are changes of.
const GUIDELINE: &str = include_str!("samples/guideline.json");
/// A guideline of schema 1.2.
const EARLY: &str = include_str!("samples/early.json");
/// The source of a guideline.
const AUTHORED: &str = include_str!("samples/source.json");

impl Sample {
    /// The whole sample.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Early => EARLY,
            Self::Catalogue => AUTHORED,
            _ => GUIDELINE,
        }
    }
}

impl Example {
    /// The file that the example is a part of; the text itself where it is whole.
    #[must_use]
    pub fn file(&self) -> String {
        const HEAD: &str = "extension demo \"http://example.com/occi/demo#\";\nuse core;\nuse infrastructure as infra;\n\n";
        match self.context {
            Context::File | Context::Message(_) => self.text.to_owned(),
            Context::Items => format!("{HEAD}{}", self.text),
            Context::Members => format!("{HEAD}kind demo : core.resource {{\n{}\n}}\n", self.text),
            Context::Guideline { sample, instead } => match sample {
                Sample::Whole => self.text.to_owned(),
                Sample::Target => sample.text().to_owned(),
                _ => sample.text().replacen(instead, self.text.trim_end(), 1),
            },
        }
    }
}

/// What a file of examples says of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) why: Option<&'static str>,
    pub(super) wrong: Option<Example>,
    pub(super) right: Option<Example>,
}

/// What a file of examples says, by code.
pub(super) fn read(text: &'static str) -> Vec<(&'static str, Said)> {
    let mut all: Vec<(&'static str, Said)> = Vec::new();
    for part in text.split("\n== ").skip(1) {
        let (head, text) = part.split_once('\n').unwrap_or((part, ""));
        let mut words = head.split(' ');
        let (Some(code), Some(kind)) = (words.next(), words.next()) else {
            continue;
        };
        let at = all
            .iter()
            .position(|(name, _)| *name == code)
            .unwrap_or_else(|| {
                all.push((code, Said::default()));
                all.len() - 1
            });
        let Some((_, said)) = all.get_mut(at) else {
            continue;
        };
        match kind {
            "why" => said.why = Some(text.trim_end()),
            "wrong" => said.wrong = example(text, words),
            "right" => said.right = example(text, words),
            _ => {}
        }
        // What is right in a guideline stands in the sample; what is wrong stands in its place.
        if let Some(Context::Guideline { instead, .. }) =
            said.right.as_mut().map(|right| &mut right.context)
        {
            let right = text.trim_end();
            *instead = right;
            if let Some(Context::Guideline { instead, .. }) =
                said.wrong.as_mut().map(|wrong| &mut wrong.context)
            {
                *instead = right;
            }
        }
    }
    all
}

fn example<'w>(text: &'static str, words: impl Iterator<Item = &'w str>) -> Option<Example> {
    let mut example = Example {
        // A blank line before the next code is for those who read the file.
        text: text.trim_end_matches('\n'),
        context: Context::Items,
        profile: Profile::Union,
    };
    for word in words {
        match (word, &mut example.context) {
            ("file", context) => *context = Context::File,
            ("members", context) => *context = Context::Members,
            ("guideline", context) => {
                *context = Context::Guideline {
                    sample: Sample::Alone,
                    instead: "",
                };
            }
            (word, Context::Guideline { sample, .. }) => *sample = sample_of(word)?,
            (word, Context::Message(message)) => message.reader = reader_of(word)?,
            (word, context) => match media_of(word) {
                Some(media) => {
                    *context = Context::Message(Message {
                        media,
                        reader: Reader::Entities,
                    });
                }
                None => example.profile = word.parse().ok()?,
            },
        }
    }
    Some(example)
}

fn media_of(word: &str) -> Option<MediaType> {
    Some(match word {
        "text" => MediaType::TextPlain,
        "headers" => MediaType::TextOcci,
        "json" => MediaType::OcciJson,
        "uris" => MediaType::UriList,
        _ => return None,
    })
}

fn reader_of(word: &str) -> Option<Reader> {
    Some(match word {
        "entities" => Reader::Entities,
        "categories" => Reader::Categories,
        "invocation" => Reader::Invocation,
        "locations" => Reader::Locations,
        _ => return None,
    })
}

fn sample_of(word: &str) -> Option<Sample> {
    Some(match word {
        "guideline" => Sample::Alone,
        "whole" => Sample::Whole,
        "early" => Sample::Early,
        "guidelines" => Sample::Among,
        "suite" => Sample::Suite,
        "catalogue" => Sample::Catalogue,
        "target" => Sample::Target,
        _ => return None,
    })
}
