//! Patterns over case ids: `k:infrastructure#compute/cre.*/**`.

use std::{fmt, str::FromStr};

/// A pattern. Elements are separated by `/`; within one, `*` stands for any characters; the
/// element `**` stands for any number of elements, none included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    elements: Vec<String>,
}

/// A text that is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a pattern; write for example k:infrastructure#compute/cre.*/** or **@json")]
pub struct PatternError(pub String);

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        if text.is_empty() || text.split('/').any(str::is_empty) {
            return Err(PatternError(text.to_owned()));
        }
        Ok(Self {
            elements: text.split('/').map(str::to_owned).collect(),
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.elements.join("/"))
    }
}

impl Pattern {
    /// Whether an id matches.
    #[must_use]
    pub fn matches(&self, id: &str) -> bool {
        // A last element such as `**@json` speaks of the rendering of ids of any length.
        if let [only] = self.elements.as_slice()
            && let Some(tail) = only.strip_prefix("**@")
        {
            return id.rsplit_once('@').is_some_and(|(_, r)| element(tail, r));
        }
        let parts: Vec<&str> = id.split('/').collect();
        path(&self.elements, &parts)
    }
}

/// Whether elements match parts. Works through the parts from the left and remembers the last
/// `**`, so that time stays within the product of both lengths.
fn path(elements: &[String], parts: &[&str]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while from < parts.len() {
        let matched = match (elements.get(at), parts.get(from)) {
            (Some(wanted), _) if wanted == "**" => {
                retry = Some((at + 1, from));
                at += 1;
                continue;
            }
            (Some(wanted), Some(part)) => element(wanted, part),
            _ => false,
        };
        if matched {
            at += 1;
            from += 1;
        } else if let Some((after, start)) = retry {
            retry = Some((after, start + 1));
            at = after;
            from = start + 1;
        } else {
            return false;
        }
    }
    elements.iter().skip(at).all(|wanted| wanted == "**")
}

/// Whether one element matches one part.
fn element(wanted: &str, part: &str) -> bool {
    let mut pieces = wanted.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = part.strip_prefix(first) else {
        return false;
    };
    let mut last: Option<&str> = None;
    for piece in pieces {
        if let Some(previous) = last.replace(piece) {
            match rest.find(previous) {
                Some(at) => rest = rest.get(at + previous.len()..).unwrap_or_default(),
                None => return false,
            }
        }
    }
    match last {
        None => rest.is_empty(),
        Some(tail) => rest.ends_with(tail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_people_expect() {
        for (pattern, id, expected) in [
            ("**", "k:a#b/c/d", true),
            ("k:a#b/cre.*/**", "k:a#b/cre.min@json", true),
            ("k:a#b/cre.*/**", "k:a#b/cre.miss/x", true),
            ("k:a#b/cre.*", "k:a#b/cre.miss/x", false),
            ("k:a#*/disc/**", "k:a#b/disc", true),
            ("k:a#*/disc/**", "k:a#b/disc/start", true),
            ("**/start/**", "k:a#b/act.cell/start/on", true),
            ("**/start", "k:a#b/act.cell/start/on", false),
            ("**@json", "k:a#b/cre.min@json", true),
            ("**@json", "k:a#b/cre.min@plain", false),
            ("**/a/**/b", "x/a/a/c/b", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b", "xxbxxa", false),
            ("abc", "abcd", false),
        ] {
            let parsed: Pattern = pattern.parse().unwrap();
            assert_eq!(parsed.matches(id), expected, "{pattern} on {id}");
        }
    }

    #[test]
    fn odd_patterns_are_refused() {
        for text in ["", "/a", "a//b", "a/"] {
            assert!(text.parse::<Pattern>().is_err(), "{text}");
        }
    }
}
