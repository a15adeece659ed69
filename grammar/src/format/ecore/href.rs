//! References of XMI: a document and a path in it (the OCCIware metamodel).

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Href<'t> {
    /// The document; `None`: the one that holds the reference.
    pub(super) document: Option<&'t str>,
    /// The part of it.
    pub(super) fragment: Fragment<'t>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fragment<'t> {
    /// The root element of a number: `/`, `/0`.
    Root(usize),
    /// A way from a root element: `//@kinds[term='a']/@fsm`, `/1/@resources.3`.
    Path(usize, Vec<Step<'t>>),
    /// A classifier of an Ecore package: `//String`.
    Classifier(&'t str),
    /// An `xmi:id`.
    Id(&'t str),
}

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step<'t> {
    /// The feature: the name of the elements.
    pub(super) feature: &'t str,
    /// Which of them.
    pub(super) at: At<'t>,
}

/// Which of several elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At<'t> {
    /// The only one: `@fsm`.
    Only,
    /// By position, from 0: `@types.13`.
    Index(usize),
    /// By the value of an attribute: `@kinds[term='a']`.
    Key(&'t str, &'t str),
}

impl<'t> Href<'t> {
    /// Takes a reference apart; every text is one.
    pub(super) fn parse(text: &'t str) -> Self {
        match text.split_once('#') {
            Some((document, fragment)) => Self {
                document: (!document.is_empty()).then_some(document),
                fragment: Fragment::parse(fragment),
            },
            None => Self {
                document: None,
                fragment: Fragment::parse(text),
            },
        }
    }
}

impl<'t> Fragment<'t> {
    fn parse(text: &'t str) -> Self {
        let Some(rest) = text.strip_prefix('/') else {
            return if text.is_empty() {
                Self::Root(0)
            } else {
                Self::Id(text)
            };
        };
        let mut segments = segments(rest);
        let root = match segments.next().unwrap_or("") {
            "" => 0,
            digits => match digits.parse() {
                Ok(root) => root,
                Err(_) => return Self::Id(text),
            },
        };
        let mut steps = Vec::new();
        for segment in segments {
            match Step::parse(segment) {
                Some(step) => steps.push(step),
                None if segment.is_empty() => {}
                None if steps.is_empty() => return Self::Classifier(segment),
                None => return Self::Id(text),
            }
        }
        if steps.is_empty() {
            Self::Root(root)
        } else {
            Self::Path(root, steps)
        }
    }
}

impl<'t> Step<'t> {
    fn parse(segment: &'t str) -> Option<Self> {
        let segment = segment.strip_prefix('@')?;
        if let Some((feature, predicate)) = segment.split_once('[') {
            let predicate = predicate.strip_suffix(']')?;
            let (key, value) = predicate.split_once('=')?;
            let value = value
                .strip_prefix('\'')
                .and_then(|value| value.strip_suffix('\''))
                .or_else(|| value.strip_prefix('"')?.strip_suffix('"'))?;
            return Some(Self {
                feature,
                at: At::Key(key, value),
            });
        }
        match segment.rsplit_once('.') {
            Some((feature, index)) => Some(Self {
                feature,
                at: At::Index(index.parse().ok()?),
            }),
            None => Some(Self {
                feature: segment,
                at: At::Only,
            }),
        }
    }
}

/// The segments of a path; a `/` between brackets separates nothing.
fn segments(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.split(move |character| {
        match character {
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
        character == '/' && !inside
    })
}

/// The references of a list, separated by blanks outside of quotes, each with its offset.
///
/// A word that only names a class (`occi:Kind`), which EMF puts before a reference into another
/// document, is none.
pub(super) fn list(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut quoted = false;
    let words = text.split(move |character: char| {
        if character == '\'' {
            quoted = !quoted;
        }
        character.is_whitespace() && !quoted
    });
    words
        .filter(|word| !word.is_empty())
        .filter(|word| word.contains(['/', '#']) || !word.contains(':'))
        .map(|word| {
            let at = (word.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
            (at, word)
        })
}

/// Whether a document is named by a scheme rather than by the place of a file.
///
/// `http://schemas.ogf.org/occi/core` is; `Core.xmi`, `platform:/plugin/p/model/Core.occie` and
/// `file:/D:\models\Core.occie` are not.
pub(super) fn is_scheme(document: &str) -> bool {
    document
        .split_once(':')
        .is_some_and(|(scheme, _)| match scheme {
            // A single letter is a drive of Windows.
            "platform" | "file" | "jar" | "pathmap" => false,
            other => {
                other.len() > 1
                    && other.starts_with(|first: char| first.is_ascii_alphabetic())
                    && other
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
            }
        })
}

/// What imports the document: its scheme, or its place.
pub(super) fn import(document: &str) -> String {
    if is_scheme(document) {
        format!("{document}#")
    } else {
        document.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key<'t>(feature: &'t str, value: &'t str) -> Step<'t> {
        Step {
            feature,
            at: At::Key("term", value),
        }
    }

    fn index(feature: &str, index: usize) -> Step<'_> {
        Step {
            feature,
            at: At::Index(index),
        }
    }

    #[test]
    fn all_forms_are_taken_apart() {
        let core = Some("http://schemas.ogf.org/occi/core");
        for (text, document, fragment) in [
            (
                "//@kinds[term='a']",
                None,
                Fragment::Path(0, vec![key("kinds", "a")]),
            ),
            (
                "//@types.13",
                None,
                Fragment::Path(0, vec![index("types", 13)]),
            ),
            (
                "//@kinds[term='a/b']/@fsm/@ownedState.1",
                None,
                Fragment::Path(
                    0,
                    vec![
                        key("kinds", "a/b"),
                        Step {
                            feature: "fsm",
                            at: At::Only,
                        },
                        index("ownedState", 1),
                    ],
                ),
            ),
            (
                "/0/@resources.3",
                None,
                Fragment::Path(0, vec![index("resources", 3)]),
            ),
            (
                "/2/@kinds.0",
                None,
                Fragment::Path(2, vec![index("kinds", 0)]),
            ),
            (
                "#//@kinds[term='X']",
                None,
                Fragment::Path(0, vec![key("kinds", "X")]),
            ),
            ("#/", None, Fragment::Root(0)),
            ("#/1", None, Fragment::Root(1)),
            (
                "http://schemas.ogf.org/occi/core#/",
                core,
                Fragment::Root(0),
            ),
            (
                "http://schemas.ogf.org/occi/core#//@types.0",
                core,
                Fragment::Path(0, vec![index("types", 0)]),
            ),
            (
                "../OCCI.ecore#//String",
                Some("../OCCI.ecore"),
                Fragment::Classifier("String"),
            ),
            ("_uEZL8H6g", None, Fragment::Id("_uEZL8H6g")),
            ("//@types.x", None, Fragment::Classifier("@types.x")),
            ("", None, Fragment::Root(0)),
        ] {
            assert_eq!(Href::parse(text), Href { document, fragment }, "{text}");
        }
    }

    #[test]
    fn lists_are_taken_apart_with_places() {
        let text = " //@kinds[term='a b']  occi:Kind C.occie#//@kinds.1";
        let found: Vec<_> = list(text).collect();
        assert_eq!(
            found,
            [(1, "//@kinds[term='a b']"), (33, "C.occie#//@kinds.1")]
        );
    }

    #[test]
    fn documents_are_schemes_or_files() {
        for (document, expected) in [
            (
                "http://schemas.ogf.org/occi/core",
                "http://schemas.ogf.org/occi/core#",
            ),
            (
                "http:://schemas.occiware.org/m",
                "http:://schemas.occiware.org/m#",
            ),
            ("urn:x", "urn:x#"),
            ("Core.xmi", "Core.xmi"),
            ("../p/Core.occie", "../p/Core.occie"),
            (
                "platform:/plugin/p/Core.occie",
                "platform:/plugin/p/Core.occie",
            ),
            ("file:/D:\\a\\Core.occie", "file:/D:\\a\\Core.occie"),
            ("D:\\a\\Core.occie", "D:\\a\\Core.occie"),
        ] {
            assert_eq!(import(document), expected);
        }
    }
}
