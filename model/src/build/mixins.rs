//! Mixins: dependencies and their closure, the kinds they reach, template values.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    lower::Lowering,
    report::Report,
    rules::{attributes, mixins as rules, profile},
    scope::{Class, Scope},
    tour::{Holders, KindSet, Tour},
    work::{MixinWork, Work},
};
use crate::{
    codes,
    draft::SettingDraft,
    model::{Attribute, DefaultValue},
};

/// Most mixins that one mixin may depend on, directly or not.
const MAX_CLOSURE: usize = 256;

/// The mixins with what they have themselves, closed over `depends`.
pub(super) fn lower<'d>(
    scope: &Scope<'d>,
    tour: &Tour,
    lowering: &mut Lowering<'_, '_, 'd>,
) -> Vec<MixinWork<'d>> {
    let mut mixins: Vec<MixinWork<'d>> = scope
        .mixins
        .iter()
        .map(|mixin| {
            let draft = mixin.draft;
            let mut complete = true;
            let mut resolve = |class, references: &[_], code| {
                let mut found = Vec::with_capacity(references.len());
                let mut seen = BTreeSet::new();
                for reference in references {
                    match scope.resolve(mixin.extension, class, reference, code, lowering.report) {
                        Some(index) if seen.insert(index) => found.push(index),
                        Some(_) => {}
                        None => complete = false,
                    }
                }
                found
            };
            let depends = resolve(Class::Mixin, &draft.depends, codes::M030);
            let applies = resolve(Class::Kind, &draft.applies, codes::M031);
            MixinWork {
                draft,
                extension: mixin.extension,
                id: mixin.id.clone(),
                depends,
                closure: Vec::new(),
                applies,
                complete,
                reach: KindSet::default(),
                location: lowering.location(draft.location.as_ref()),
                attributes: lowering.attributes(mixin.extension, &draft.attributes),
                settings: Vec::new(),
                actions: Vec::new(),
                states: None,
                constraints: Vec::new(),
            }
        })
        .collect();
    cut_cycles(&mut mixins, lowering.report);
    for at in 0..mixins.len() {
        let closure = closure(&mixins, at);
        let complete = closure.iter().all(|&one| mixins[one].complete);
        if closure.len() > MAX_CLOSURE {
            rules::e0221_closure(mixins[at].draft, MAX_CLOSURE, lowering.report);
        }
        let applies: Vec<usize> = if mixins[at].applies.is_empty() {
            let inherited: BTreeSet<usize> = closure
                .iter()
                .flat_map(|&one| mixins[one].applies.iter().copied())
                .collect();
            inherited.into_iter().collect()
        } else {
            mixins[at].applies.clone()
        };
        let mixin = &mut mixins[at];
        mixin.reach = KindSet::new(tour, &applies);
        mixin.complete = complete;
        mixin.closure = closure;
    }
    mixins
}

/// Removes the dependencies that close a circle, each with one fault.
fn cut_cycles(mixins: &mut [MixinWork<'_>], report: &mut Report) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; mixins.len()];
    for start in 0..mixins.len() {
        if marks[start] != Mark::New {
            continue;
        }
        // Mixins of the current path, each with the number of its next dependency.
        let mut path = vec![(start, 0)];
        marks[start] = Mark::Open;
        while let Some((mixin, next)) = path.last_mut() {
            let mixin = *mixin;
            let Some(&on) = mixins[mixin].depends.get(*next) else {
                marks[mixin] = Mark::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match marks[on] {
                Mark::Done => {}
                Mark::New => {
                    marks[on] = Mark::Open;
                    path.push((on, 0));
                }
                Mark::Open => {
                    let from = path.iter().position(|&(one, _)| one == on).unwrap_or(0);
                    let circle: Vec<&MixinWork<'_>> =
                        path[from..].iter().map(|&(one, _)| &mixins[one]).collect();
                    rules::m030_cycle(&circle, report);
                    let at = path[path.len() - 1].1 - 1;
                    mixins[mixin].depends.remove(at);
                    mixins[mixin].complete = false;
                    if let Some((_, next)) = path.last_mut() {
                        *next -= 1;
                    }
                }
            }
        }
    }
}

/// The mixin and everything it depends on, nearest first, each once; cut one beyond the limit.
fn closure(mixins: &[MixinWork<'_>], start: usize) -> Vec<usize> {
    let mut found = vec![start];
    let mut seen = BTreeSet::from([start]);
    let mut at = 0;
    while let Some(&mixin) = found.get(at) {
        for &on in &mixins[mixin].depends {
            if found.len() <= MAX_CLOSURE && seen.insert(on) {
                found.push(on);
            }
        }
        at += 1;
    }
    found
}

/// Notes which mixins rest on kinds whose ancestors are not all known.
pub(super) fn close(work: &mut Work<'_>) {
    for mixin in &mut work.mixins {
        mixin.complete &= mixin
            .reach
            .roots()
            .iter()
            .all(|&kind| work.kinds[kind].complete);
    }
}

/// Which kinds define the attributes that mixins speak of.
pub(super) struct AttributeHolders<'d> {
    by_name: HashMap<&'d str, Holders>,
}

impl<'d> AttributeHolders<'d> {
    pub(super) fn new(work: &Work<'d>) -> Self {
        let mut by_name: HashMap<&'d str, Holders> = HashMap::new();
        for mixin in &work.mixins {
            for attribute in &mixin.attributes {
                by_name.entry(&attribute.draft.name.value).or_default();
            }
            for setting in &mixin.draft.settings {
                by_name.entry(&setting.name.value).or_default();
            }
        }
        if !by_name.is_empty() {
            for (at, kind) in work.kinds.iter().enumerate() {
                for attribute in &kind.attributes {
                    if let Some(holders) = by_name.get_mut(&*attribute.draft.name.value) {
                        holders.add(&work.tour, at);
                    }
                }
            }
            for holders in by_name.values_mut() {
                holders.sort();
            }
        }
        Self { by_name }
    }

    /// The kinds that define the attribute and have instances in common with the mixin.
    pub(super) fn of(&self, work: &Work<'d>, mixin: usize, name: &str) -> Vec<usize> {
        self.by_name
            .get(name)
            .map(|holders| holders.touching(&work.tour, &work.mixins[mixin].reach))
            .unwrap_or_default()
    }
}

/// The attribute of a kind by its name.
pub(super) fn own_attribute<'w>(
    work: &'w Work<'_>,
    kind: usize,
    name: &str,
) -> Option<&'w Arc<Attribute>> {
    work.kinds[kind]
        .attributes
        .iter()
        .find(|attribute| attribute.draft.name.value == name)?
        .made
        .as_ref()
}

/// Notes which attributes of mixins restate one of a kind or of a dependency.
pub(super) fn restate(work: &mut Work<'_>, holders: &AttributeHolders<'_>) {
    for mixin in 0..work.mixins.len() {
        for at in 0..work.mixins[mixin].attributes.len() {
            let name = &work.mixins[mixin].attributes[at].draft.name.value;
            let base = depended(work, mixin, name).or_else(|| {
                let kinds = holders.of(work, mixin, name);
                kinds
                    .into_iter()
                    .find_map(|kind| own_attribute(work, kind, name).cloned())
            });
            work.mixins[mixin].attributes[at].restates = base;
        }
    }
}

/// The attribute of that name which a dependency of the mixin defines.
fn depended(work: &Work<'_>, mixin: usize, name: &str) -> Option<Arc<Attribute>> {
    work.mixins[mixin].closure.iter().skip(1).find_map(|&on| {
        let attributes = &work.mixins[on].attributes;
        let attribute = attributes.iter().find(|one| one.draft.name.value == name)?;
        attribute.made.clone()
    })
}

/// Makes the template values: `set` gives the default of an attribute of another category.
pub(super) fn settings(work: &mut Work<'_>, holders: &AttributeHolders<'_>, report: &mut Report) {
    for mixin in 0..work.mixins.len() {
        let draft = work.mixins[mixin].draft;
        let mut made = Vec::with_capacity(draft.settings.len());
        for setting in &draft.settings {
            let name = &*setting.name.value;
            let target = depended(work, mixin, name).or_else(|| {
                let kinds = holders.of(work, mixin, name);
                kinds
                    .into_iter()
                    .find_map(|kind| own_attribute(work, kind, name).cloned())
            });
            match target {
                Some(target) => made.extend(make(setting, &target, work, mixin, report)),
                // What other versions have is set in other versions.
                None if work.dropped.contains(name) => {}
                None => {
                    let own = &work.mixins[mixin];
                    let whole = own.complete && work.kinds.iter().all(|kind| kind.complete);
                    // A name that nothing has is wrong, wherever the unknown would have led.
                    let known = work.scope.extensions[own.extension].lost.is_empty()
                        && (whole || !is_anywhere(work, name))
                        && !is_faulty(work, mixin, name, holders);
                    if known {
                        rules::e0218_setting(work, mixin, setting, report);
                    }
                }
            }
        }
        work.mixins[mixin].settings = made;
    }
}

/// Whether any kind or mixin has an attribute of that name.
fn is_anywhere(work: &Work<'_>, name: &str) -> bool {
    let kinds = work.kinds.iter().flat_map(|kind| &kind.attributes);
    let mixins = work.mixins.iter().flat_map(|mixin| &mixin.attributes);
    kinds.chain(mixins).any(|one| one.draft.name.value == name)
}

/// Whether the attribute is there, only faulty in itself.
fn is_faulty(work: &Work<'_>, mixin: usize, name: &str, holders: &AttributeHolders<'_>) -> bool {
    !holders.of(work, mixin, name).is_empty()
        || work.mixins[mixin].closure.iter().any(|&on| {
            work.mixins[on]
                .attributes
                .iter()
                .any(|one| one.draft.name.value == name)
        })
}

fn make(
    setting: &SettingDraft,
    target: &Attribute,
    work: &Work<'_>,
    mixin: usize,
    report: &mut Report,
) -> Option<Arc<Attribute>> {
    let written = (&setting.value.value, setting.value.origin);
    let value = attributes::m015_value(&setting.name, &target.value_type, written, report);
    value.map(|value| {
        let origin = setting.value.origin;
        profile::w0236_default_that_text_cannot_carry(&setting.name, &value, origin, report);
        Arc::new(Attribute {
            default: Some(DefaultValue::Value(value)),
            required: false,
            deprecated: None,
            versions: work.mixins[mixin].draft.versions,
            annotations: Vec::new(),
            is_setting: true,
            ..target.clone()
        })
    })
}
