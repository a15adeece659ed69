//! How many cases a model has: the formula of section 4.2, from the model alone.
//!
//! This is a second implementation that shares no code with the catalogue, so that a case that
//! silently vanishes is found: the length of the catalogue, with what it lists as dropped, must
//! equal the count for every model.

mod protocol;

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{
    Access, Attribute, KindId, Model, OcciVersion, ValueType,
    model::{DefaultValue, Kind, Trigger},
    types::{HashType, LengthRange, NumberRange},
};

pub use protocol::PROTOCOL;

/// Counts by subject (identifier of a kind or mixin) and family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    by_subject: BTreeMap<String, BTreeMap<&'static str, usize>>,
}

impl Count {
    /// Cases of one family of one subject.
    #[must_use]
    pub fn of(&self, subject: &str, family: &str) -> usize {
        self.by_subject
            .get(subject)
            .and_then(|families| families.get(family))
            .copied()
            .unwrap_or(0)
    }

    /// Cases of one family over all subjects.
    #[must_use]
    pub fn of_family(&self, family: &str) -> usize {
        self.by_subject
            .values()
            .filter_map(|families| families.get(family))
            .sum()
    }

    /// All cases.
    #[must_use]
    pub fn total(&self) -> usize {
        self.by_subject.values().flat_map(BTreeMap::values).sum()
    }

    /// The families with their counts, by subject.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeMap<&'static str, usize>)> {
        self.by_subject
            .iter()
            .map(|(subject, families)| (subject.as_str(), families))
    }
}

/// The subject of the cases that a model has once: those of user mixins.
pub const MODEL: &str = "user-mixins";

/// Writing renderings, entity renderings, listing renderings.
const W: usize = 3;
const E: usize = 3;
const L: usize = 4;

/// Counts the cases of the families that exist so far, for the kinds and mixins of every
/// extension but Core, or of Core when the model holds nothing else.
#[must_use]
pub fn count(model: &Model) -> Count {
    let core = model.kind(model.core().entity).extension;
    let alone = model.extensions().len() == 1;
    let mut found = Count::default();
    for (id, kind) in model.kinds() {
        if kind.is_abstract || kind.location.is_none() || (kind.extension == core && !alone) {
            continue;
        }
        found
            .by_subject
            .insert(kind.id.to_string(), of_kind(model, id, kind));
    }
    for (_, mixin) in model.mixins() {
        if mixin.extension != core || alone {
            let mut families = BTreeMap::from([("disc", 1)]);
            if mixin.exclusive {
                families.insert("tpl", 3);
            }
            found.by_subject.insert(mixin.id.to_string(), families);
        }
    }
    for (subject, families) in protocol::count(model) {
        found.by_subject.insert(subject.to_owned(), families);
    }
    found
        .by_subject
        .insert(MODEL.to_owned(), BTreeMap::from([("tag", 8)]));
    found
}

fn of_kind(model: &Model, id: KindId, kind: &Kind) -> BTreeMap<&'static str, usize> {
    let link = model.is_a(id, model.core().link);
    let attributes: Vec<&Attribute> = kind
        .all_attributes
        .iter()
        .map(AsRef::as_ref)
        .filter(|a| a.name.as_str() != "occi.core.source.kind")
        .collect();
    let number = |test: &dyn Fn(&Attribute) -> bool| attributes.iter().filter(|a| test(a)).count();
    let mutable = number(&|a| a.access == Access::Mutable);
    let once = number(&|a| a.access == Access::CreateOnly);
    let read_only = number(&|a| a.access == Access::ReadOnly);
    let required = number(&|a| a.required && a.access != Access::ReadOnly && a.default.is_none());
    let state = kind
        .states
        .as_ref()
        .map(|machine| machine.attribute.as_str());
    let defaults = number(&|a| {
        matches!(a.default, Some(DefaultValue::Value(_))) && Some(a.name.as_str()) != state
    });
    let settable = || attributes.iter().filter(|a| a.access != Access::ReadOnly);
    let bad = settable().map(|a| v(&a.value_type, end(link, a))).sum();
    let edge = settable()
        .map(|a| {
            if link && a.name.as_str() == "occi.core.target.kind" {
                1
            } else {
                b(&a.value_type, end(link, a))
            }
        })
        .sum();
    let scalars = number(&|a| {
        let plain = !matches!(
            a.value_type,
            ValueType::List(_) | ValueType::Hash(_) | ValueType::Ref(_)
        );
        let of_end = end(link, a) || (link && a.name.as_str() == "occi.core.target.kind");
        a.access == Access::Mutable && plain && !of_end
    });
    let (mix, mix_no) = mixins(model, id);
    let actions = kind.all_actions.len();
    let parameters = kind
        .all_actions
        .iter()
        .flat_map(|action| &model.action(*action).parameters)
        .map(|p| {
            let missing = usize::from(p.required && p.default.is_none());
            v(&p.value_type, false) + b(&p.value_type, false) + missing
        })
        .sum();
    BTreeMap::from([
        ("disc", 1 + actions),
        ("cre.min", W),
        ("cre.full", W),
        ("cre.miss", required),
        ("ro.cre", read_only),
        ("ro.upd", read_only),
        ("ro.once", once),
        ("val.bad", bad),
        ("val.edge", edge),
        ("val.default", defaults),
        ("upd.one", mutable),
        ("upd.full", 3),
        ("upd.miss", required),
        ("neg", 6 + W),
        ("cond", kind.all_constraints.len() + of_mixins(model, id)),
        ("act.cell", actions * states(kind)),
        ("act.param", parameters),
        ("act.neg", if actions == 0 { 1 } else { 4 }),
        ("act.coll", 2 * actions),
        ("ren.get", E),
        ("ren.list", L),
        ("ren.same", 1),
        ("del", 3),
        ("del.coll", 1),
        ("lnk", if link { 10 } else { 0 }),
        ("lnk.follow", usize::from(link && moves(kind))),
        ("fil", 3 + scalars),
        ("pag", 6),
        ("mix", mix),
        ("mix.no", mix_no),
        ("mix.full", kept(model, id)),
    ])
}

/// The cases of mixins that apply to a kind, and of those that do not.
fn mixins(model: &Model, kind: KindId) -> (usize, usize) {
    let core = model.kind(model.core().entity).extension;
    let alone = model.extensions().len() == 1;
    let (mut applying, mut others) = (0, 0);
    for (mixin_id, mixin) in model.mixins() {
        if mixin.extension == core && !alone {
            continue;
        }
        if !model.applies_to(mixin_id, kind) {
            // What a mixin applies to is a matter of OCCI 1.2.
            others += 2 * usize::from(model.profile().includes(OcciVersion::V1_2));
            continue;
        }
        applying += 5;
        for a in mixin.attributes.iter().filter(|a| !a.is_setting) {
            if a.access != Access::ReadOnly {
                applying += v(&a.value_type, false) + b(&a.value_type, false);
                applying += 2 * usize::from(a.required && a.default.is_none());
            }
            applying += usize::from(matches!(a.default, Some(DefaultValue::Value(_))));
            applying += usize::from(a.access == Access::Mutable);
        }
    }
    (applying, others)
}

/// How many mixins that apply to a kind have attributes that clients may change, and that every
/// instance shows.
fn kept(model: &Model, kind: KindId) -> usize {
    let core = model.kind(model.core().entity).extension;
    let alone = model.extensions().len() == 1;
    let keeps =
        |a: &Attribute| !a.is_setting && a.always && !a.required && a.access == Access::Mutable;
    model
        .mixins()
        .filter(|(id, mixin)| {
            (mixin.extension != core || alone)
                && model.applies_to(*id, kind)
                && mixin.attributes.iter().any(|attribute| keeps(attribute))
        })
        .count()
}

/// How many conditions the mixins have that apply to a kind.
fn of_mixins(model: &Model, kind: KindId) -> usize {
    let core = model.kind(model.core().entity).extension;
    let alone = model.extensions().len() == 1;
    model
        .mixins()
        .filter(|(_, mixin)| mixin.extension != core || alone)
        .filter(|(id, _)| model.applies_to(*id, kind))
        .map(|(_, mixin)| mixin.constraints.len())
        .sum()
}

/// Whether the server moves instances of a kind by itself.
fn moves(kind: &Kind) -> bool {
    kind.states.as_ref().is_some_and(|machine| {
        let mut ways = machine.transitions.iter();
        ways.any(|way| way.trigger == Trigger::Event(None))
    })
}

/// Whether an attribute is an end of a link.
fn end(link: bool, attribute: &Attribute) -> bool {
    link && matches!(
        attribute.name.as_str(),
        "occi.core.source" | "occi.core.target"
    )
}

/// `|S(k)|`: states that actions of the kind reach from the initial one.
fn states(kind: &Kind) -> usize {
    let Some(machine) = &kind.states else {
        return 0;
    };
    let mut reached = BTreeSet::from([&*machine.initial]);
    loop {
        let more: Vec<&str> = machine
            .transitions
            .iter()
            .filter(|t| {
                matches!(t.trigger, Trigger::Action(action) if kind.all_actions.contains(&action))
                    && reached.contains(&*t.from)
                    && !reached.contains(&*t.to)
            })
            .map(|t| &*t.to)
            .collect();
        if more.is_empty() {
            return reached.len();
        }
        reached.extend(more);
    }
}

/// `v(a)`: the bad classes of a type, by the table of section 5.
fn v(value_type: &ValueType, end: bool) -> usize {
    1 + match value_type {
        ValueType::String(facets) => usize::from(facets.pattern.is_some()) + lengths(facets.length),
        ValueType::Integer(range) => 1 + bounds(range) + digits(range),
        ValueType::Float(range) | ValueType::Number(range) => bounds(range) + digits(range),
        ValueType::Enum(_)
        | ValueType::Uri
        | ValueType::IpAddress
        | ValueType::IpNetwork
        | ValueType::IpPrefix { .. }
        | ValueType::Mac
        | ValueType::Token
        | ValueType::DateTime
        | ValueType::Duration => 1,
        // Dangling and wrong-kind of the two ends of a link belong to the family `lnk`.
        ValueType::Ref(kind) => {
            1 + if end {
                0
            } else {
                1 + usize::from(kind.is_some())
            }
        }
        ValueType::List(list) => 1 + lengths(list.length) + usize::from(list.unique),
        ValueType::Hash(hash) => members(hash),
        _ => 0,
    }
}

/// `b(a)`: the valid edges of a type.
fn b(value_type: &ValueType, end: bool) -> usize {
    match value_type {
        ValueType::String(facets) => match (lengths(facets.length), facets.pattern.is_some()) {
            (0, true) => 0,
            (0, false) => 4,
            (ends, _) => ends + 1,
        },
        ValueType::Integer(range) => bounds(range) + digits(range),
        ValueType::Float(range) | ValueType::Number(range) => bounds(range) + digits(range),
        ValueType::Boolean => 2,
        ValueType::Enum(literals) => literals.literals.len(),
        ValueType::Uri
        | ValueType::IpAddress
        | ValueType::IpNetwork
        | ValueType::IpPrefix { .. }
        | ValueType::Mac
        | ValueType::Token
        | ValueType::DateTime
        | ValueType::Duration => 1,
        // The absolute form of an end is what every other case of the link sends.
        ValueType::Ref(_) => {
            if end {
                1
            } else {
                2
            }
        }
        ValueType::List(list) => usize::from(list.length.min.unwrap_or(0) == 0),
        ValueType::Hash(hash) => {
            usize::from(hash.members.iter().any(|member| member.default.is_some()))
        }
        _ => 0,
    }
}

fn bounds<N>(range: &NumberRange<N>) -> usize {
    usize::from(range.min.is_some()) + usize::from(range.max.is_some())
}

fn digits<N>(range: &NumberRange<N>) -> usize {
    usize::from(range.total_digits.is_some()) + usize::from(range.fraction_digits.is_some())
}

fn lengths(range: LengthRange) -> usize {
    usize::from(range.min.is_some_and(|min| min > 0)) + usize::from(range.max.is_some())
}

fn members(hash: &HashType) -> usize {
    if hash.members.is_empty() {
        return 0;
    }
    1 + usize::from(hash.members.iter().any(|member| member.required))
}
