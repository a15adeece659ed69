//! Which schemes make one extension.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use occi_model::CategoryId;

use crate::{builtin, format::name};

/// One extension to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::format) struct Family {
    /// The scheme that stands for it.
    pub(in crate::format) scheme: String,
    /// Its name.
    pub(in crate::format) name: String,
    /// Its schemes.
    pub(in crate::format) schemes: BTreeSet<String>,
}

/// A reference from a category of one scheme to one of another.
pub(in crate::format) type Edge<'l> = (&'l str, &'l CategoryId);

/// The families of schemes, in order of their first scheme.
///
/// A scheme belongs to the shortest one that it lies below: a mixin may have a scheme below that
/// of its extension (W0230). Families that refer to each other in a circle are one.
pub(in crate::format) fn families<'l>(
    schemes: impl Iterator<Item = &'l str> + Clone,
    edges: &[Edge<'_>],
) -> Vec<Family> {
    let mut order: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for scheme in schemes {
        if seen.insert(scheme) {
            order.push(scheme);
        }
    }
    // Sorted, what lies below a scheme follows it; only other longer names stand between.
    let bases: BTreeSet<&str> = seen.iter().map(|scheme| base(scheme)).collect();
    let root_of = |scheme: &str| -> String {
        let own = base(scheme);
        own.match_indices('/')
            .map(|(at, _)| &own[..at])
            .find(|prefix| bases.contains(prefix))
            .map_or_else(|| scheme.to_owned(), |prefix| format!("{prefix}#"))
    };
    let mut heads: Vec<String> = Vec::new();
    let mut positions: HashMap<String, usize> = HashMap::new();
    // The head of each scheme, in their order.
    let own: Vec<usize> = order
        .iter()
        .map(|scheme| {
            let root = root_of(scheme);
            *positions.entry(root.clone()).or_insert_with(|| {
                heads.push(root);
                heads.len() - 1
            })
        })
        .collect();
    let of_scheme: HashMap<&str, usize> = order.iter().copied().zip(own.iter().copied()).collect();
    let mut links: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); heads.len()];
    for (from, to) in edges {
        if let (Some(from), Some(to)) = (of_scheme.get(from), of_scheme.get(to.scheme()))
            && from != to
        {
            links[*from].insert(*to);
        }
    }
    let component = components(&links);
    let mut names = Names::default();
    let mut merged: BTreeMap<usize, Family> = BTreeMap::new();
    for (scheme, head) in order.iter().zip(&own) {
        let family = merged.entry(component[*head]).or_insert_with(|| Family {
            scheme: heads[*head].clone(),
            name: names.free(&heads[*head]),
            schemes: BTreeSet::new(),
        });
        family.schemes.insert((*scheme).to_owned());
    }
    merged.into_values().collect()
}

/// A scheme without its `#`.
fn base(scheme: &str) -> &str {
    scheme.trim_end_matches('#')
}

/// For each node the least node of its strongly connected component (Kosaraju's two passes,
/// without recursion: a listing may have any number of schemes).
fn components(links: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); links.len()];
    for (from, targets) in links.iter().enumerate() {
        for to in targets {
            back[*to].push(from);
        }
    }
    let mut finished = Vec::with_capacity(links.len());
    let mut seen = vec![false; links.len()];
    for start in 0..links.len() {
        let mut open = vec![(start, false)];
        while let Some((node, is_done)) = open.pop() {
            if is_done {
                finished.push(node);
            } else if !std::mem::replace(&mut seen[node], true) {
                open.push((node, true));
                open.extend(links[node].iter().map(|next| (*next, false)));
            }
        }
    }
    let mut component = vec![usize::MAX; links.len()];
    for &start in finished.iter().rev() {
        let mut members = Vec::new();
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if component[node] == usize::MAX {
                component[node] = start;
                members.push(node);
                open.extend(&back[node]);
            }
        }
        let least = members.iter().copied().min().unwrap_or(start);
        for node in members {
            component[node] = least;
        }
    }
    component
}

/// Names that are taken.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    /// The last number that was put behind a name.
    numbers: HashMap<String, usize>,
}

impl Names {
    fn is_free(&self, name: &str) -> bool {
        builtin::find(name).is_none() && !self.taken.contains(name)
    }

    /// A name out of a scheme that nothing else has: its last word, where that is taken with a
    /// word of the host before it, else with a number behind it.
    fn free(&mut self, scheme: &str) -> String {
        let word = name::of_scheme(scheme);
        let mut chosen = word.clone();
        if !self.is_free(&chosen) {
            chosen = with_host(scheme, &word).unwrap_or(chosen);
        }
        if !self.is_free(&chosen) {
            let number = self.numbers.entry(chosen.clone()).or_insert(1);
            loop {
                *number += 1;
                let numbered = format!("{chosen}-{number}");
                if !self.taken.contains(&numbered) {
                    chosen = numbered;
                    break;
                }
            }
        }
        self.taken.insert(chosen.clone());
        chosen
    }
}

/// The word behind that of the host's owner: `example-tpl` for `http://cloud.example.org/tpl#`.
fn with_host(scheme: &str, word: &str) -> Option<String> {
    let host = scheme.split_once("//")?.1.split(['/', ':', '#']).next()?;
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.pop();
    let owner = labels.pop()?;
    Some(name::fit(&format!("{owner}-{word}")).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(schemes: &[&str], edges: &[(&str, &str)]) -> Vec<(String, usize)> {
        let targets: Vec<CategoryId> = edges
            .iter()
            .map(|(_, to)| CategoryId::parse(to).unwrap())
            .collect();
        let edges: Vec<Edge<'_>> = edges
            .iter()
            .zip(&targets)
            .map(|((from, _), to)| (*from, to))
            .collect();
        families(schemes.iter().copied(), &edges)
            .into_iter()
            .map(|family| (family.name, family.schemes.len()))
            .collect()
    }

    #[test]
    fn schemes_below_a_listed_one_belong_to_it() {
        let found = names(
            &[
                "http://example.com/occi/cloud/os_tpl#",
                "http://example.com/occi/cloud#",
                "http://example.com/occi/clouds#",
            ],
            &[],
        );
        assert_eq!(found, [("cloud".to_owned(), 2), ("clouds".to_owned(), 1)]);
    }

    #[test]
    fn circles_are_one_extension() {
        let (a, b, c) = ("http://e.com/a#", "http://e.com/b#", "http://e.com/c#");
        let edges = [
            (a, "http://e.com/b#x"),
            (b, "http://e.com/a#y"),
            (c, "http://e.com/a#y"),
        ];
        assert_eq!(
            names(&[a, b, c], &edges),
            [("a".to_owned(), 2), ("c".to_owned(), 1)]
        );
    }

    #[test]
    fn names_are_free() {
        let found = names(
            &[
                "http://schemas.example.org/occi/infrastructure#",
                "http://other.org/occi/tpl#",
                "http://another.example.net/tpl#",
                "urn:x/tpl#",
            ],
            &[],
        );
        let found: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            found,
            ["example-infrastructure", "tpl", "example-tpl", "tpl-2"]
        );
    }
}
