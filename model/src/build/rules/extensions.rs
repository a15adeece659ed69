//! Rules of extensions: what they call their own.
//!
//! The standard knows no extensions, only categories, so nothing here is an error: peers that
//! model OCCI in extensions (the metamodel of OCCIware) refuse what these rules warn of.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    build::{report::Report, scope::Scope, work::Work},
    codes,
    fault::Fault,
    name::CategoryId,
    origin::Origin,
    version::{OcciVersion, VersionRange},
};

/// A kind has the scheme of its extension, a mixin that scheme or one below it (OCCIware
/// invariants 11, 19, 31, 32).
///
/// "Below" is meant by segments of the path: `http://example.com/gpus#` is not below
/// `http://example.com/gpu#`. What lies under the reserved base is not looked at: the documents
/// that publish it decide, and inventions there are refused (M005).
pub(in crate::build) fn w0230_scheme(work: &Work<'_>, report: &mut Report) {
    let kinds = work.kinds.iter().map(|kind| {
        let draft = kind.draft;
        (
            kind.id.as_ref(),
            kind.extension,
            (&draft.term, draft.scheme.as_ref()),
            false,
        )
    });
    let mixins = work.mixins.iter().map(|mixin| {
        let draft = mixin.draft;
        (
            mixin.id.as_ref(),
            mixin.extension,
            (&draft.term, draft.scheme.as_ref()),
            true,
        )
    });
    for (id, extension, (term, written), below) in kinds.chain(mixins) {
        let (Some(id), Some(written)) = (id, written) else {
            continue;
        };
        let Some(expected) = &work.scope.extensions[extension].scheme else {
            continue;
        };
        let scheme = id.to_scheme();
        let base = expected.as_str().trim_end_matches('#');
        let is_below = scheme
            .as_str()
            .strip_prefix(base)
            .is_some_and(|rest| rest.starts_with('/'));
        if scheme == *expected || (below && is_below) || scheme.is_reserved() {
            continue;
        }
        let (word, help) = if below {
            (
                "mixin",
                format!(
                    "leave the scheme out, or write one below: `\"{base}/{}#\"`",
                    term.value
                ),
            )
        } else {
            ("kind", "leave the scheme out".to_owned())
        };
        report.push(
            Fault::new(
                codes::W0230,
                written.origin,
                format!(
                    "the {word} `{}` is not in the scheme of its extension",
                    term.value
                ),
            )
            .with_label(format!("the extension has `{expected}`"))
            .with_place(
                work.scope.extensions[extension].draft.scheme.origin,
                "the scheme of the extension",
            )
            .with_note(
                "OCCI allows any scheme; tools on the metamodel of OCCIware refuse the extension (invariants 11, 19, 31, 32)",
            )
            .with_help(help),
        );
    }
}

/// Each extension of a model has a scheme of its own (OCCIware invariant 30): `use` finds an
/// extension by its scheme too, and would find the first.
pub(in crate::build) fn w0231_shared(scope: &Scope<'_>, report: &mut Report) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (at, extension) in scope.extensions.iter().enumerate() {
        let Some(scheme) = &extension.scheme else {
            continue;
        };
        let first = match seen.entry(scheme.as_str()) {
            Entry::Vacant(entry) => {
                entry.insert(at);
                continue;
            }
            Entry::Occupied(entry) => scope.extensions[*entry.get()].draft,
        };
        let draft = extension.draft;
        report.push(
            Fault::new(
                codes::W0231,
                draft.scheme.origin,
                format!(
                    "`{}` and `{}` share the scheme `{scheme}`",
                    draft.name.value, first.name.value
                ),
            )
            .with_place(
                first.scheme.origin,
                format!("the scheme of `{}`", first.name.value),
            )
            .with_note("a scheme belongs to one extension (OCCIware invariant 30)")
            .with_help(format!(
                "choose a scheme for `{}` that no other extension has",
                draft.name.value
            )),
        );
    }
}

/// The kinds and mixins of an extension differ in their terms, without regard to letter case
/// (OCCIware invariant 33, and the keys of its kinds and mixins).
///
/// Those of one scheme are left to M003 and M004, those that no version of OCCI has together are
/// left alone.
pub(in crate::build) fn w0232_term(work: &Work<'_>, report: &mut Report) {
    type Holder<'w> = (&'w CategoryId, Origin, VersionRange);
    let kinds = work.kinds.iter().map(|kind| {
        let draft = kind.draft;
        (
            kind.id.as_ref(),
            kind.extension,
            &draft.term,
            draft.versions,
        )
    });
    let mixins = work.mixins.iter().map(|mixin| {
        let draft = mixin.draft;
        (
            mixin.id.as_ref(),
            mixin.extension,
            &draft.term,
            draft.versions,
        )
    });
    // Two of one extension can only differ in scheme where one has a scheme of its own.
    let mut has_own = vec![false; work.scope.extensions.len()];
    for kind in &work.kinds {
        has_own[kind.extension] |= kind.draft.scheme.is_some();
    }
    for mixin in &work.mixins {
        has_own[mixin.extension] |= mixin.draft.scheme.is_some();
    }
    let mut seen: HashMap<(usize, String), Vec<Holder<'_>>> = HashMap::new();
    for (id, extension, term, versions) in kinds.chain(mixins) {
        let Some(id) = id else { continue };
        if !has_own[extension] {
            continue;
        }
        let holders = seen
            .entry((extension, term.value.to_ascii_lowercase()))
            .or_default();
        let twin = holders.iter().find(|(other, _, others)| {
            !other.scheme().eq_ignore_ascii_case(id.scheme()) && meet(*others, versions)
        });
        if let Some((other, place, _)) = twin {
            report.push(
                Fault::new(
                    codes::W0232,
                    term.origin,
                    format!("the extension has two categories of the term `{}`", term.value),
                )
                .with_label(format!("`{id}`"))
                .with_place(*place, format!("`{other}`"))
                .with_note(
                    "their identifiers differ, but not the names they are referred to by (OCCIware invariant 33)",
                )
                .with_help("choose another term; until then a reference takes the whole identifier"),
            );
        }
        holders.push((id, term.origin, versions));
    }
}

/// Whether some version of OCCI has both.
fn meet(one: VersionRange, other: VersionRange) -> bool {
    OcciVersion::ALL
        .into_iter()
        .any(|version| one.contains(version) && other.contains(version))
}
