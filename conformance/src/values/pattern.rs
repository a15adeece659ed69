//! Strings that match a regular expression, and the nearest that do not.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How many strings are tried in all.
const BOUND: usize = 400;

/// How many repetitions above the least are tried.
const EXTRA: u32 = 12;

/// Strings that match the expression: short ones, the same each time, without doubles.
pub(super) fn matching(pattern: &str) -> impl Iterator<Item = String> {
    let found =
        regex_syntax::parse(pattern).map_or_else(|_| Vec::new(), |hir| strings(&hir, BOUND));
    let mut seen = std::collections::BTreeSet::new();
    found
        .into_iter()
        .filter(move |text| seen.insert(text.clone()))
}

/// Strings close to `good` that may not match: the caller tests them.
pub(super) fn near(good: &str) -> impl Iterator<Item = String> {
    const PROBES: [&str; 8] = [" ", "!", "~", "Z", "z", "0", "\u{e9}", "\n"];
    let mut found = Vec::new();
    for probe in PROBES {
        found.push(format!("{good}{probe}"));
        found.push(format!("{probe}{good}"));
    }
    let mut shorter = good.chars();
    shorter.next_back();
    found.push(shorter.as_str().to_owned());
    for probe in PROBES {
        found.push(probe.to_owned());
    }
    found.push(String::new());
    found.into_iter()
}

fn strings(hir: &Hir, bound: usize) -> Vec<String> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0)
            .map_or_else(|_| Vec::new(), |text| vec![text.to_owned()]),
        HirKind::Class(class) => characters(class, bound),
        HirKind::Repetition(repetition) => {
            let items = strings(&repetition.sub, 8);
            let most = repetition
                .max
                .unwrap_or(u32::MAX)
                .min(repetition.min.saturating_add(EXTRA));
            let mut found = Vec::new();
            // At least one repetition first: an empty string is seldom what an author means.
            let order = (repetition.min.max(1)..=most).chain((repetition.min == 0).then_some(0));
            for count in order {
                if count == 0 {
                    found.push(String::new());
                    continue;
                }
                for item in &items {
                    if found.len() >= bound {
                        return found;
                    }
                    found.push(item.repeat(count as usize));
                }
            }
            found
        }
        HirKind::Capture(capture) => strings(&capture.sub, bound),
        HirKind::Alternation(branches) => {
            let each = (bound / branches.len().max(1)).max(1);
            let mut found: Vec<String> = branches
                .iter()
                .flat_map(|branch| strings(branch, each))
                .collect();
            found.truncate(bound);
            found
        }
        HirKind::Concat(parts) => {
            let mut found = vec![String::new()];
            for part in parts {
                let tails = strings(part, 12);
                found = found
                    .iter()
                    .flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}")))
                    .take(bound)
                    .collect();
            }
            found
        }
    }
}

/// Characters of a class, ordinary ones first.
fn characters(class: &Class, bound: usize) -> Vec<String> {
    let within = |wanted: char| match class {
        Class::Unicode(class) => class
            .iter()
            .any(|range| range.start() <= wanted && wanted <= range.end()),
        Class::Bytes(class) => u8::try_from(wanted).is_ok_and(|byte| {
            class
                .iter()
                .any(|range| range.start() <= byte && byte <= range.end())
        }),
    };
    let ordinary = ('a'..='z').chain('0'..='9').chain('A'..='Z');
    let mut found: Vec<String> = ordinary
        .chain('!'..='~')
        .filter(|letter| within(*letter))
        .take(bound.min(36))
        .map(String::from)
        .collect();
    if found.is_empty()
        && let Class::Unicode(class) = class
        && let Some(range) = class.iter().next()
    {
        found.push(range.start().to_string());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_matches() {
        for pattern in [
            "[a-z]+",
            "[^\\s;,]+",
            "(ab|cd)*x?",
            "[0-9a-f]{2}(:[0-9a-f]{2}){5}",
            "\\d{3}-\\w+",
            "(?:[A-Z][a-z]{1,4} )+end",
        ] {
            let regex = regex::Regex::new(&format!("^(?:{pattern})$")).unwrap();
            let found: Vec<_> = matching(pattern).take(10).collect();
            assert!(found.len() >= 2, "{pattern}: {found:?}");
            for text in found {
                assert!(regex.is_match(&text), "{pattern}: {text:?}");
            }
        }
    }
}
