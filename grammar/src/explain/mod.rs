//! The page of each fault code: what it means, why, and an example that has it beside one that
//! has not.
//!
//! What and why are those of the tables of codes; the examples lie in `examples.txt`. A test
//! compiles every one of them.

use std::fmt::Write as _;

use occi_model::{Code, Profile, codes};

use crate::code;

/// A part of a definition that shows something.
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
    /// A whole file.
    File,
    /// Items of a file that imports `core`, and `infrastructure` as `infra`.
    Items,
    /// Members of a kind of such a file.
    Members,
}

impl Example {
    /// The file that the example is a part of.
    #[must_use]
    pub fn file(&self) -> String {
        const HEAD: &str = "extension demo \"http://example.com/occi/demo#\";\nuse core;\nuse infrastructure as infra;\n\n";
        match self.context {
            Context::File => self.text.to_owned(),
            Context::Items => format!("{HEAD}{}", self.text),
            Context::Members => format!("{HEAD}kind demo : core.resource {{\n{}}}\n", self.text),
        }
    }
}

/// What is said about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The code.
    pub code: Code,
    /// A few words.
    pub title: &'static str,
    /// What it means and what to do.
    pub explanation: &'static str,
    /// The document and section, or the decision, that the rule comes from; the language's own
    /// codes come from `docs/language.md`.
    pub source: &'static str,
    /// A definition with exactly this fault, where a short one can have it.
    pub wrong: Option<Example>,
    /// The definition without the fault.
    pub right: Option<Example>,
}

const EXAMPLES: &str = include_str!("examples.txt");

/// All pages, by number: the rules of the metamodel, and the language.
pub fn pages() -> Vec<Page> {
    let examples = examples();
    let example = |code: Code, kind: &str| {
        examples
            .iter()
            .find(|(name, found, _)| *name == code.to_string() && *found == kind)
            .map(|(_, _, example)| *example)
    };
    let page = |code, title, explanation, source| Page {
        code,
        title,
        explanation,
        source,
        wrong: example(code, "wrong"),
        right: example(code, "right"),
    };
    let model = codes::CODES
        .iter()
        .map(|info| page(info.code, info.name, info.explanation, info.source));
    let language = code::ALL.iter().map(|entry| {
        page(
            entry.code,
            entry.title,
            entry.explanation,
            "docs/language.md",
        )
    });
    let mut pages: Vec<Page> = model.chain(language).collect();
    pages.sort_by_key(|page| page.code.number);
    pages
}

/// The page of a code. Numbers are given once, so that `E0012`, a denied warning, has the page
/// of `W0012`.
#[must_use]
pub fn page(code: Code) -> Option<Page> {
    pages()
        .into_iter()
        .find(|page| page.code.number == code.number)
}

impl Page {
    /// The page for people; ends with a newline.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}: {}\n\n{}\n", self.code, self.title, self.explanation);
        for (word, example) in [("Wrong", self.wrong), ("Right", self.right)] {
            let Some(example) = example else { continue };
            let _ = match example.profile {
                Profile::Union => writeln!(out, "\n{word}:\n"),
                profile => writeln!(out, "\n{word} in OCCI {profile}:\n"),
            };
            for line in example.text.lines() {
                let _ = writeln!(out, "    {line}");
            }
        }
        let _ = writeln!(out, "\nSource: {}", self.source);
        out
    }
}

/// The examples: code, `wrong` or `right`, text.
///
/// A line `== CODE KIND [file|members] [PROFILE]` starts one.
fn examples() -> Vec<(&'static str, &'static str, Example)> {
    EXAMPLES
        .split("\n== ")
        .skip(1)
        .filter_map(|part| {
            let (head, text) = part.split_once('\n')?;
            let mut words = head.split(' ');
            let (code, kind) = (words.next()?, words.next()?);
            let mut example = Example {
                text,
                context: Context::Items,
                profile: Profile::Union,
            };
            for word in words {
                match word {
                    "file" => example.context = Context::File,
                    "members" => example.context = Context::Members,
                    _ => example.profile = word.parse().ok()?,
                }
            }
            Some((code, kind, example))
        })
        .collect()
}

#[cfg(test)]
mod tests;
