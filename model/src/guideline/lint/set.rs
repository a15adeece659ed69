//! What is wrong between several guidelines: the life cycle, the number of approved ones,
//! references from one file to another.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    fault::{Fault, Faults},
    guideline::{
        build::Guideline,
        code,
        parts::{Component, ComponentRef},
        words::{SchemaVersion, State, Status},
    },
    origin::Origin,
};

/// A guideline and the name of its file without folders.
#[derive(Clone, Copy, Debug)]
pub struct Filed<'g> {
    /// The guideline.
    pub guideline: &'g Guideline,
    /// Such as `2020.06.json`.
    pub file: &'g str,
}

impl Filed<'_> {
    fn id(&self) -> &str {
        self.guideline.metadata().id.value.as_str()
    }

    /// The programme: `dns` of `dns.2020.06`, nothing of the powered guidelines.
    fn programme(&self) -> &str {
        let id = self.id();
        let letters = id
            .split('.')
            .take_while(|part| !part.starts_with(|c: char| c.is_ascii_digit()) && *part != "next")
            .map(|part| part.len() + 1)
            .sum::<usize>();
        id.get(..letters.saturating_sub(1)).unwrap_or_default()
    }

    fn replaces(&self) -> Option<&str> {
        let approval = self.guideline.metadata().approval.as_ref()?;
        approval.replaces.as_ref().map(|text| text.value.as_str())
    }

    fn status(&self) -> Option<Status> {
        let approval = self.guideline.metadata().approval.as_ref()?;
        Some(approval.status.value)
    }
}

/// What one file shows besides its content: the name against the id and the source
/// (published guidelines).
#[must_use]
pub fn lint_file(filed: Filed<'_>) -> Faults {
    let mut faults = Faults::new();
    let metadata = filed.guideline.metadata();
    let Some(stem) = filed.file.strip_suffix(".json") else {
        return faults;
    };
    // Only names of the published pattern bind: a working copy may be called anything.
    if !is_guideline_name(stem) {
        return faults;
    }
    if filed.id() != stem {
        faults.push(
            Fault::new(
                code::FILE_AND_ID,
                metadata.id.origin,
                format!("the file `{}` has the id `{}`", filed.file, filed.id()),
            )
            .with_replacement(stem),
        );
    }
    let source = &metadata.source;
    let last = source.value.rsplit('/').next().unwrap_or_default();
    if last.ends_with(".json") && last != filed.file {
        faults.push(
            Fault::new(
                code::SOURCE_OF_ANOTHER,
                source.origin,
                format!("the source of `{}` is `{last}`", filed.file),
            )
            .with_help("point it at this guideline"),
        );
    }
    faults
}

/// `2020.06`, `next`, `dns.2020.06`, `orchestration.next`.
fn is_guideline_name(stem: &str) -> bool {
    let last = stem.rsplit('.').next().unwrap_or_default();
    let month = stem.len() >= 7 && {
        let tail = stem.get(stem.len() - 7..).unwrap_or_default();
        tail.bytes().enumerate().all(|(at, byte)| match at {
            4 => byte == b'.',
            _ => byte.is_ascii_digit(),
        })
    };
    (last == "next" || month)
        && stem
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// What the guidelines of a set say against each other. The faults of each guideline are those
/// of its own source, so that the set is read into one map of sources.
///
/// Rules: A4.5 and A4.6 (life cycle, against the guideline that is replaced), C6 (at most two
/// approved), references to components of other files, a draft older than what is approved.
#[must_use]
pub fn lint_set(set: &[Filed<'_>]) -> Faults {
    let mut faults = Faults::new();
    let by_id: BTreeMap<&str, &Filed<'_>> = set.iter().map(|filed| (filed.id(), filed)).collect();
    for filed in set {
        if let Some(before) = filed.replaces().and_then(|id| by_id.get(id))
            && before.id() != filed.id()
        {
            faults.extend(lint_life_cycle(before.guideline, filed.guideline));
        }
        references(filed, set, &mut faults);
    }
    approved(set, &mut faults);
    stale(set, &mut faults);
    faults.sort();
    faults
}

fn references(filed: &Filed<'_>, set: &[Filed<'_>], faults: &mut Faults) {
    let guideline = filed.guideline;
    let of_platforms = guideline.platforms().iter().flat_map(|p| &p.components);
    let of_add_ons = guideline.add_ons().iter().flat_map(|a| {
        a.components
            .iter()
            .chain(&a.required_platform_components)
            .chain(&a.optional_platform_components)
    });
    for reference in of_platforms.chain(of_add_ons) {
        let Some(source) = &reference.source else {
            continue;
        };
        let file = source.value.rsplit('/').next().unwrap_or_default();
        let Some(other) = set.iter().find(|other| other.file == file) else {
            continue;
        };
        if other
            .guideline
            .component(reference.name.value.as_str())
            .is_none()
        {
            faults.push(no_such_component(reference, source.origin, other));
        }
    }
}

fn no_such_component(reference: &ComponentRef, source: Origin, other: &Filed<'_>) -> Fault {
    let known: Vec<&str> = other
        .guideline
        .components()
        .iter()
        .map(|component| component.name.value.as_str())
        .collect();
    Fault::new(
        code::WRONG_REFERENCE,
        reference.name.origin,
        format!(
            "`{}` has no component `{}`",
            other.file, reference.name.value
        ),
    )
    .with_place(source, "said to be there")
    .with_help(format!("its components are {}", known.join(", ")))
}

/// Only the two latest approved guidelines are valid (rule C6).
fn approved(set: &[Filed<'_>], faults: &mut Faults) {
    let mut programmes: BTreeMap<&str, BTreeMap<&str, &Filed<'_>>> = BTreeMap::new();
    for filed in set {
        if filed.status() == Some(Status::Approved) {
            let ids = programmes.entry(filed.programme()).or_default();
            ids.insert(filed.id(), filed);
        }
    }
    for ids in programmes.values() {
        let number = ids.len();
        for filed in ids.values().rev().skip(2) {
            let Some(approval) = &filed.guideline.metadata().approval else {
                continue;
            };
            faults.push(
                Fault::new(
                    code::TOO_MANY_APPROVED,
                    approval.status.origin,
                    format!(
                        "`{}` is approved beside newer ones: {number} are, and two may be",
                        filed.id()
                    ),
                )
                .with_note("Interop WG, process 2017A, rule C6")
                .with_replacement(Status::Superseded.as_str()),
            );
        }
    }
}

/// A draft whose month of approval is not after the newest approved guideline.
fn stale(set: &[Filed<'_>], faults: &mut Faults) {
    for filed in set.iter().filter(|f| f.status() == Some(Status::Draft)) {
        let Some(target) = month_of(filed) else {
            continue;
        };
        let newest = set
            .iter()
            .filter(|other| {
                other.programme() == filed.programme() && other.status() == Some(Status::Approved)
            })
            .filter_map(|other| Some((month_of(other)?, other.id())))
            .max();
        let Some((month, id)) = newest.filter(|(month, _)| *month >= target) else {
            continue;
        };
        let place = filed
            .guideline
            .metadata()
            .approval
            .as_ref()
            .and_then(|approval| approval.target.as_ref())
            .map_or(Origin::Unknown, |target| target.origin);
        faults.push(
            Fault::new(
                code::STALE_DRAFT,
                place,
                format!(
                    "the draft `{}` is for {target}, but `{id}` of {month} is approved already",
                    filed.id()
                ),
            )
            .with_help("begin the draft anew from the newest approved guideline"),
        );
    }
}

/// `YYYY.MM` of the target of approval, whatever stands before or after it.
fn month_of(filed: &Filed<'_>) -> Option<String> {
    let approval = filed.guideline.metadata().approval.as_ref()?;
    let text = &approval.target.as_ref()?.value;
    let start = text.find(|c: char| c.is_ascii_digit())?;
    Some(text.get(start..start + 7)?.replace('-', "."))
}

/// The rules of the life cycle between a guideline and the one that it replaces
/// (Interop WG, process 2017A): nothing is required that was not advisory (A4.6), nothing is removed
/// that was not deprecated (A4.5). The faults accuse the newer guideline.
#[must_use]
pub fn lint_life_cycle(before: &Guideline, after: &Guideline) -> Faults {
    let mut faults = Faults::new();
    for component in after.components() {
        let Some(old) = counterpart(before, after, component) else {
            continue;
        };
        let states = states_of(old);
        let mut named = BTreeSet::new();
        for (state, names) in component.capabilities.iter() {
            for name in names {
                let text = name.value.as_str();
                named.insert(text);
                let was = states.get(text).copied();
                let fault = match (state, was) {
                    (State::Required, None | Some(State::Removed)) => Fault::new(
                        code::NOT_ADVISORY_BEFORE,
                        name.origin,
                        format!("`{text}` is required without having been advisory before"),
                    )
                    .with_note("Interop WG, process 2017A, rule A4.6")
                    .with_help("list it as advisory for one guideline"),
                    (State::Removed, None | Some(State::Required | State::Advisory)) => Fault::new(
                        code::NOT_DEPRECATED_BEFORE,
                        name.origin,
                        format!("`{text}` is removed without having been deprecated before"),
                    )
                    .with_note("Interop WG, process 2017A, rule A4.5")
                    .with_help("list it as deprecated for one guideline"),
                    _ => continue,
                };
                faults.push(fault);
            }
        }
        for (name, state) in states {
            if state == State::Required && !named.contains(name) {
                faults.push(
                    Fault::new(
                        code::NOT_DEPRECATED_BEFORE,
                        component.name.origin,
                        format!(
                            "`{name}`, required before, is gone from component `{}` without having been deprecated",
                            component.name.value
                        ),
                    )
                    .with_note("Interop WG, process 2017A, rule A4.5")
                    .with_help("list it as deprecated for one guideline"),
                );
            }
        }
    }
    faults.sort();
    faults
}

/// The component of the older guideline: of the same name, or the one that became it with
/// schema 2.0 (Interop WG, schemas 1.6 and 2.0).
pub(in crate::guideline) fn counterpart<'g>(
    before: &'g Guideline,
    after: &Guideline,
    component: &Component,
) -> Option<&'g Component> {
    let name = component.name.value.as_str();
    if let Some(same) = before.component(name) {
        return Some(same);
    }
    const RENAMED: [(&str, &str); 2] = [
        ("compute", "os_powered_compute"),
        ("object", "os_powered_storage"),
    ];
    let old = before.schema() < SchemaVersion::V2_0;
    let new = after.schema() < SchemaVersion::V2_0;
    RENAMED.iter().find_map(|(legacy, modern)| {
        let other = match (old, new) {
            (true, false) if name == *modern => legacy,
            (false, true) if name == *legacy => modern,
            _ => return None,
        };
        before.component(other)
    })
}

fn states_of(component: &Component) -> BTreeMap<&str, State> {
    let mut states = BTreeMap::new();
    for (state, names) in component.capabilities.iter() {
        for name in names {
            states.entry(name.value.as_str()).or_insert(state);
        }
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        guideline::{
            Approval, GuidelineId,
            sample::{built, capability, component, draft, platform, reference},
        },
        origin::Located,
    };

    fn guideline(id: &str, target: &str, status: Status, states: &[(State, &[&str])]) -> Guideline {
        let names: BTreeSet<&str> = states
            .iter()
            .filter(|(state, _)| *state != State::Removed)
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        let capabilities = names
            .iter()
            .map(|name| capability(name, Vec::new()))
            .collect();
        let mut draft = draft(vec![component("c", states)], capabilities);
        draft.metadata.id = Located::nowhere(GuidelineId::new(id).unwrap());
        draft.metadata.approval = Some(Approval {
            target: Some(Located::nowhere(target.to_owned())),
            replaces: Some(Located::nowhere("2018.02".to_owned())),
            releases: Vec::new(),
            status: Located::nowhere(status),
        });
        built(draft)
    }

    fn texts(faults: &Faults) -> Vec<String> {
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_life_cycle_is_checked_against_what_is_replaced() {
        let old = guideline(
            "2018.02",
            "2018.02",
            Status::Superseded,
            &[
                (State::Required, &["stays", "dropped", "vanished"]),
                (State::Advisory, &["advanced"]),
                (State::Deprecated, &["leaves"]),
            ],
        );
        let new = guideline(
            "2018.11",
            "2018.11",
            Status::Approved,
            &[
                (State::Required, &["stays", "advanced", "sudden"]),
                (State::Removed, &["dropped", "leaves"]),
            ],
        );
        let set = [
            Filed {
                guideline: &old,
                file: "2018.02.json",
            },
            Filed {
                guideline: &new,
                file: "2018.11.json",
            },
        ];
        assert_eq!(
            texts(&lint_set(&set)),
            [
                "[W0356] `sudden` is required without having been advisory before",
                "[W0357] `dropped` is removed without having been deprecated before",
                "[W0357] `vanished`, required before, is gone from component `c` without having been deprecated",
            ]
        );
    }

    #[test]
    fn a_third_approved_guideline_and_a_stale_draft_are_found() {
        let all = ["2018.11", "2019.06", "2019.11"]
            .map(|month| guideline(month, month, Status::Approved, &[]));
        let next = guideline("next", "2018.08", Status::Draft, &[]);
        let other = guideline("dns.next", "2018.08", Status::Draft, &[]);
        let set: Vec<Filed<'_>> = all
            .iter()
            .chain([&next, &other])
            .map(|guideline| Filed {
                guideline,
                file: "",
            })
            .collect();
        assert_eq!(
            texts(&lint_set(&set)),
            [
                "[W0353] the draft `next` is for 2018.08, but `2019.11` of 2019.11 is approved already",
                "[W0355] `2018.11` is approved beside newer ones: 3 are, and two may be",
            ]
        );
    }

    #[test]
    fn a_component_that_the_other_file_does_not_have_is_found() {
        let powered = guideline("2017.09", "2017.09", Status::Approved, &[]);
        let mut nfv = draft(Vec::new(), Vec::new());
        let source = Some("https://example.org/raw/2017.09.json");
        nfv.platforms = vec![platform("P", vec![reference("os_powered_compute", source)])];
        let nfv = built(nfv);
        let set = [
            Filed {
                guideline: &powered,
                file: "2017.09.json",
            },
            Filed {
                guideline: &nfv,
                file: "nfv.next.json",
            },
        ];
        assert_eq!(
            texts(&lint_set(&set)),
            ["[W0354] `2017.09.json` has no component `os_powered_compute`"]
        );
    }

    #[test]
    fn the_name_of_a_file_binds_its_id_and_source() {
        let mut draft = draft(Vec::new(), Vec::new());
        draft.metadata.source = Located::nowhere("https://e.org/dns.next.json".to_owned());
        let guideline = built(draft);
        let of = |file| {
            texts(&lint_file(Filed {
                guideline: &guideline,
                file,
            }))
        };
        assert_eq!(
            of("2018.02.json"),
            [
                "[W0351] the file `2018.02.json` has the id `next`",
                "[W0352] the source of `2018.02.json` is `dns.next.json`",
            ]
        );
        assert!(of("my-copy.json").is_empty() && of("2018.02.txt").is_empty());
    }
}
