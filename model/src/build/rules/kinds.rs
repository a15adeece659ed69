//! Rules of kinds: parents, locations, ends of links.

use std::collections::HashMap;

use crate::{
    build::{
        kinds::MAX_LINEAGE,
        report::Report,
        rules::attributes,
        scope::Scope,
        work::{Parent, Work},
    },
    codes,
    core::{ENTITY, LINK, RESOURCE},
    draft::{KindDraft, Reference},
    fault::Fault,
    name::Location,
    origin::{Located, Origin},
};

/// Paths that the protocol itself uses: the root and the query interface (GFD.223 4, 5).
const TAKEN: [&str; 3] = ["/", "/-/", "/.well-known/org/ogf/occi/-/"];

/// M014: a restated attribute keeps its type or narrows it (D-11).
pub(in crate::build) fn m014_restated(work: &Work<'_>, report: &mut Report) {
    for kind in &work.kinds {
        for attribute in &kind.attributes {
            let (Some(made), Some(base)) = (&attribute.made, &attribute.restates) else {
                continue;
            };
            if let Err(reason) = attributes::narrows(work, &made.value_type, &base.value_type) {
                let defined = match kind.parent {
                    Parent::Of(parent) => work.definition(parent, made.name.as_str()),
                    Parent::Root | Parent::Broken => None,
                };
                let of = match defined {
                    Some((ancestor, _)) => {
                        format!("the kind `{}`", work.kinds[ancestor].draft.term.value)
                    }
                    None => "its parent".to_owned(),
                };
                let place = defined.map(|(_, place)| place);
                report.push(attributes::incompatible(
                    codes::M014,
                    attribute,
                    base,
                    &of,
                    place,
                    &reason,
                ));
            }
        }
    }
}

/// M020: every kind but `core#entity` has a parent (D-06).
pub(in crate::build) fn m020_parent(draft: &KindDraft, report: &mut Report) {
    report.push(
        Fault::new(
            codes::M020,
            draft.term.origin,
            format!("the kind `{}` has no parent", draft.term.value),
        )
        .with_note("only `core#entity` has none (GFD.221 5.3.3, D-06)")
        .with_help("write `: core.resource` or `: core.link` after its name"),
    );
}

/// M021: `core#entity` is the root of all kinds (D-06).
pub(in crate::build) fn m021_root(
    draft: &KindDraft,
    parent: &Located<Reference>,
    report: &mut Report,
) {
    report.push(
        Fault::new(
            codes::M021,
            parent.origin,
            format!(
                "`{}` is the root of all kinds and cannot have a parent",
                draft.term.value
            ),
        )
        .with_help("remove the parent"),
    );
}

/// M021: the chain of parents is no circle (D-06). The circle is reported once, at its first
/// kind in source order.
pub(in crate::build) fn m021_cycle(scope: &Scope<'_>, circle: &[usize], report: &mut Report) {
    let first = circle
        .iter()
        .enumerate()
        .min_by_key(|(_, kind)| **kind)
        .map_or(0, |(at, _)| at);
    let mut names: Vec<&str> = Vec::new();
    let mut fault = None;
    for step in 0..circle.len() {
        let draft = scope.kinds[circle[(first + step) % circle.len()]].draft;
        names.push(&draft.term.value);
        let origin = draft
            .parent
            .as_ref()
            .map_or(draft.term.origin, |parent| parent.origin);
        fault = Some(match fault {
            None => Fault::new(codes::M021, origin, "").with_label("leads back to this kind"),
            Some(fault) if step < 8 => Fault::with_place(fault, origin, "by way of this"),
            Some(fault) => fault,
        });
    }
    if let Some(mut fault) = fault {
        let start = names[0];
        names.truncate(8);
        let way = names.join("` : `");
        fault.message = format!("the kind `{start}` is its own ancestor: `{way}` : …");
        report.push(
            fault
                .with_note("following `parent` reaches `core#entity` (D-06)")
                .with_help("give one of them another parent"),
        );
    }
}

/// M022: only resources and links can be extended (D-07).
pub(in crate::build) fn m022_base(work: &Work<'_>, report: &mut Report) {
    let Some(entity) = work.scope.kind(ENTITY) else {
        return;
    };
    for kind in &work.kinds {
        let is_base = kind
            .id
            .as_ref()
            .is_none_or(|id| *id == RESOURCE || *id == LINK);
        if kind.parent == Parent::Of(entity) && !is_base {
            let origin = kind
                .draft
                .parent
                .as_ref()
                .map_or(kind.draft.term.origin, |parent| parent.origin);
            report.push(
                Fault::new(
                    codes::M022,
                    origin,
                    format!(
                        "the kind `{}` is neither a resource nor a link",
                        kind.draft.term.value
                    ),
                )
                .with_label("`core#entity` itself cannot be extended")
                .with_note("new kinds are sub-types of Resource or Link (GFD.221 5.5, D-07)")
                .with_help("write `core.resource` or `core.link`"),
            );
        }
    }
}

/// M023: a kind without instances is bound to no path (GFD.223 4).
pub(in crate::build) fn m023_abstract(work: &Work<'_>, report: &mut Report) {
    for kind in &work.kinds {
        let is_entity = kind.id.as_ref().is_some_and(|id| *id == ENTITY);
        if let Some(location) = &kind.draft.location
            && (kind.draft.is_abstract || is_entity)
        {
            report.push(
                Fault::new(
                    codes::M023,
                    location.origin,
                    format!("the abstract kind `{}` has a location", kind.draft.term.value),
                )
                .with_note(
                    "the kind of a type that cannot be instantiated is not bound to a path (GFD.223 4)",
                )
                .with_help("remove the location, or `abstract`"),
            );
        }
    }
}

/// M024: a path is bound to one category, and not to one that the protocol uses (GFD.223 4).
pub(in crate::build) fn m024_location(work: &Work<'_>, report: &mut Report) {
    let mut bound: HashMap<&str, (&str, Origin)> = HashMap::new();
    let kinds = work.kinds.iter().map(|kind| {
        (
            &kind.draft.term.value,
            kind.location.as_ref(),
            kind.draft.location.as_ref(),
        )
    });
    let mixins = work.mixins.iter().map(|mixin| {
        (
            &mixin.draft.term.value,
            mixin.location.as_ref(),
            mixin.draft.location.as_ref(),
        )
    });
    for (term, location, written) in kinds.chain(mixins) {
        let (Some(location), Some(written)) = (location, written) else {
            continue;
        };
        let path = location.as_str();
        if TAKEN.contains(&path) {
            report.push(
                Fault::new(
                    codes::M024,
                    written.origin,
                    format!("`{path}` is a path of the protocol itself"),
                )
                .with_note("the root lists everything, `/-/` is the query interface (GFD.223 4)")
                .with_help(format!("choose another path, such as `/{term}/`")),
            );
        } else if let Some((other, place)) = bound.insert(path, (term, written.origin)) {
            report.push(
                Fault::new(
                    codes::M024,
                    written.origin,
                    format!("`{path}` is bound to `{other}` and to `{term}`"),
                )
                .with_place(place, format!("bound to `{other}` here"))
                .with_help(format!("choose another path, such as `/{term}/`")),
            );
        }
    }
}

/// M025: the path of a collection starts and ends with `/` (GFD.185 3.3.1).
///
/// A path without its first slash is read with it: there is no other reading. One without its
/// last slash is kept, as peers have it.
pub(in crate::build) fn m025_location(
    written: &Located<String>,
    report: &mut Report,
) -> Option<Location> {
    let rooted = if written.value.starts_with('/') {
        written.value.clone()
    } else {
        format!("/{}", written.value)
    };
    match Location::new(rooted) {
        Ok(location) => {
            if location.as_str() != written.value || !location.is_collection() {
                let mended = if location.is_collection() {
                    location.to_string()
                } else {
                    format!("{location}/")
                };
                report.push(
                    Fault::new(
                        codes::M025,
                        written.origin,
                        format!(
                            "the location `{}` does not start and end with `/`",
                            written.value
                        ),
                    )
                    .with_note("locations of collections do (GFD.185 3.3.1)")
                    .with_replacement(format!("{mended:?}")),
                );
            }
            Some(location)
        }
        Err(error) => {
            report.push(
                Fault::new(codes::E0217, written.origin, error.to_string())
                    .with_help("write an absolute path such as `/compute/`"),
            );
            None
        }
    }
}

/// A chain of parents has a bounded length.
pub(in crate::build) fn e0221_lineage(draft: &KindDraft, report: &mut Report) {
    report.push(
        Fault::new(
            codes::E0221,
            draft.term.origin,
            format!(
                "the kind `{}` has more than {MAX_LINEAGE} ancestors",
                draft.term.value
            ),
        )
        .with_help("use a flatter tree of kinds"),
    );
}

/// Ends belong to links, and are resources (GFD.221 5.4.3).
pub(in crate::build) fn e0222_ends(work: &Work<'_>, report: &mut Report) {
    let Some([_, resource, link]) = work.core() else {
        return;
    };
    for (at, kind) in work.kinds.iter().enumerate() {
        let drafts = [
            (&kind.draft.source, "source"),
            (&kind.draft.target, "target"),
        ];
        for (ends, word) in drafts {
            let Some(end) = ends.first() else { continue };
            if kind.complete && !work.tour.is_below(at, link) {
                report.push(
                    Fault::new(
                        codes::E0222,
                        end.origin,
                        format!("`{}` is no link and has no {word}", kind.draft.term.value),
                    )
                    .with_help("derive it from `core.link`, or remove the end"),
                );
            }
        }
        for (found, word) in [(&kind.source, "source"), (&kind.target, "target")] {
            for &(end, place) in found {
                let other = &work.kinds[end];
                if other.complete && !work.tour.is_below(end, resource) {
                    report.push(
                        Fault::new(
                            codes::E0222,
                            place,
                            format!(
                                "`{}` is no resource and cannot be a {word}",
                                other.draft.term.value
                            ),
                        )
                        .with_place(other.draft.term.origin, "defined here")
                        .with_note("links connect resources (GFD.221 5.4.3)"),
                    );
                }
            }
        }
    }
}
