//! Examples: a wrong and a right one for each code, with what stands around them.
//!
//! They lie in text files. A line `== CODE why` starts a reason; `== CODE wrong …` and
//! `== CODE right …` start an example, in the `.occi` language if not said otherwise. What may
//! follow:
//!
//! * `file`: the text is a whole file of any definition format; `members`: it stands in a kind;
//!   else it is items of a file. `1.1` or `1.2` is the version to compile for.
//! * `files`: a command line, `$ occi check FILE`, and files, each behind a line `--- FILE`.
//! * `guideline SAMPLE`: the right text stands in a sample guideline, the wrong one in its place;
//!   SAMPLE says how the guideline is looked at, see [`Sample`].
//! * `MEDIA READER`: a message in a rendering, and what reads it, see [`Message`].
//! * `told`: the text is not read by a test; `== CODE untested` says why.
//! * `beside CODE`: another code is reported of the wrong example as well.
//!
//! What no page has room for is abbreviated, see [`Example::bytes`].

use occi_model::Profile;
use occi_rendering::MediaType;

use crate::{Compiled, ResolveError, Resolved, Resolver, compile, format::peek::peek};

/// A part of a definition, a guideline or a message that shows something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The text as it is shown.
    pub text: &'static str,
    /// What stands around it.
    pub context: Context,
    /// The versions it is compiled for.
    pub profile: Profile,
    /// A code that is reported of it beside that of its page.
    pub beside: Option<&'static str>,
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
    /// A command line and files.
    Files,
    /// Something that no reader of texts reports, as it is shown.
    Told,
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
    /// The text is the target of which the must-pass list is asked, as options.
    Target,
    /// The must-pass list of the first platform is asked of it.
    List,
    /// The text says which status the guidelines have, each in a line: `FILE: STATUS`.
    Set,
    /// As the locked guideline of a catalogue of cases.
    Locked,
    /// By the JSON Schema of its version.
    Schema,
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
/// What the lock of that source makes of it.
const LOCKED: &str = include_str!("samples/locked.json");

impl Sample {
    /// The whole sample.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Early => EARLY,
            Self::Catalogue => AUTHORED,
            Self::Locked => LOCKED,
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
            Context::File | Context::Files | Context::Told | Context::Message(_) => {
                self.text.to_owned()
            }
            Context::Items => format!("{HEAD}{}", self.text),
            Context::Members => format!("{HEAD}kind demo : core.resource {{\n{}\n}}\n", self.text),
            Context::Guideline { sample, instead } => match sample {
                Sample::Whole => self.text.to_owned(),
                Sample::Target | Sample::Set => sample.text().to_owned(),
                _ => sample.text().replacen(instead, self.text.trim_end(), 1),
            },
        }
    }
}

impl Example {
    /// The file with everything that is abbreviated written out: `⟨3 × x {n}, ⟩` is
    /// `x 1, x 2, x 3, `, where `{n+1}` is the number after, and `⟨bytes FF FE⟩` are these bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        written_out(&self.file())
    }

    /// Whether the text has an abbreviation.
    #[must_use]
    pub fn is_abbreviated(&self) -> bool {
        self.text.contains(OPEN)
    }

    /// What the compiler makes of it and says of it; `None` where it is no definition.
    #[must_use]
    pub fn compiled(&self) -> Option<Compiled> {
        let (entry, mut files) = match self.context {
            Context::File | Context::Items | Context::Members => {
                ("demo.occi", vec![("demo.occi".to_owned(), self.bytes())])
            }
            Context::Files => self.files(),
            Context::Told | Context::Guideline { .. } | Context::Message(_) => return None,
        };
        files.sort();
        Some(compile(entry, &mut Directory(files), self.profile))
    }

    /// The file that the command line names, and all files by name.
    fn files(&self) -> (&'static str, Vec<(String, Vec<u8>)>) {
        let (command, files) = self.text.split_once('\n').unwrap_or((self.text, ""));
        let entry = command.strip_prefix("$ occi check ").unwrap_or(command);
        let bytes = written_out(&format!("\n{files}"));
        let written = String::from_utf8_lossy(&bytes);
        let files = written.split("\n--- ").skip(1).map(|part| {
            let (name, text) = part.split_once('\n').unwrap_or((part, ""));
            (name.to_owned(), text.as_bytes().to_vec())
        });
        (entry, files.collect())
    }
}

/// The files of an example, side by side.
struct Directory(Vec<(String, Vec<u8>)>);

impl Directory {
    fn get(&self, wanted: impl Fn(&str, &[u8]) -> bool) -> Option<Resolved> {
        let found = self.0.iter().find(|(name, bytes)| wanted(name, bytes));
        found.map(|(name, bytes)| Resolved {
            name: name.clone(),
            key: name.clone(),
            path: None,
            bytes: bytes.clone(),
        })
    }
}

impl Resolver for Directory {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        self.get(|name, _| name == entry)
            .ok_or_else(|| ResolveError::Missing(entry.to_owned()))
    }

    fn import(&mut self, wanted: &str, _: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        let by_name = self.get(|name, _| name.strip_suffix(".occi") == Some(wanted));
        if by_name.is_some() || !wanted.contains('#') {
            return Ok(by_name);
        }
        let has_scheme = |bytes: &[u8]| {
            let text = str::from_utf8(bytes).unwrap_or_default();
            peek(text).iter().any(|one| one.scheme == wanted)
        };
        let found = self.0.iter().filter(|(_, bytes)| has_scheme(bytes));
        let files: Vec<String> = found.map(|(name, _)| name.clone()).collect();
        match &*files {
            [] => Ok(None),
            [only] => Ok(self.get(|name, _| name == only)),
            _ => Err(ResolveError::Ambiguous {
                name: wanted.to_owned(),
                files,
            }),
        }
    }
}

/// What begins an abbreviation.
const OPEN: char = '⟨';

fn written_out(text: &str) -> Vec<u8> {
    let mut parts = text.split(OPEN);
    let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (short, rest) = part.split_once('⟩').unwrap_or((part, ""));
        if let Some(bytes) = short.strip_prefix("bytes ") {
            out.extend(
                bytes
                    .split(' ')
                    .filter_map(|byte| u8::from_str_radix(byte, 16).ok()),
            );
        } else if let Some((times, text)) = short.split_once(" × ") {
            let times: usize = times.parse().unwrap_or_default();
            if text.contains("{n") {
                for n in 1..=times {
                    let numbered = text.replace("{n+1}", &(n + 1).to_string());
                    out.extend(numbered.replace("{n}", &n.to_string()).as_bytes());
                }
            } else {
                out.extend(text.repeat(times).as_bytes());
            }
        }
        out.extend(rest.as_bytes());
    }
    out
}

/// What a file of examples says of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) untested: Option<&'static str>,
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
            "untested" => said.untested = Some(text.trim_end()),
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

fn example(text: &'static str, mut words: impl Iterator<Item = &'static str>) -> Option<Example> {
    let mut example = Example {
        // A blank line before the next code is for those who read the file.
        text: text.trim_end_matches('\n'),
        context: Context::Items,
        profile: Profile::Union,
        beside: None,
    };
    while let Some(word) = words.next() {
        match (word, &mut example.context) {
            ("beside", _) => example.beside = words.next(),
            ("file", context) => *context = Context::File,
            ("files", context) => *context = Context::Files,
            ("told", context) => *context = Context::Told,
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
        "list" => Sample::List,
        "set" => Sample::Set,
        "locked" => Sample::Locked,
        "schema" => Sample::Schema,
        _ => return None,
    })
}
