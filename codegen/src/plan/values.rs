//! Types of values: which enums, records and narrowed types there are, where they stand, and what
//! they and their parts are called.

use std::{collections::BTreeMap, sync::Arc};

use occi_model::{
    ActionId, Attribute, CategoryRef, Model, ValueType,
    model::{ExtensionId, NamedType, TypeId},
    types::{EnumType, HashType, Member},
};

use super::{
    EnumPlan, MemberPlan, NarrowPlan, Origin, Place, RecordPlan, RustType, types::has_facets,
};
use crate::{
    name::{Role, Scope, identifier},
    settings::Settings,
};

/// What the plan holds of types of values.
#[derive(Debug, Default)]
pub(crate) struct ValueTypes<'m> {
    /// In order of discovery: by extension, then by category.
    pub(crate) enums: Vec<EnumPlan<'m>>,
    /// In the same order.
    pub(crate) records: Vec<RecordPlan<'m>>,
    /// In the same order.
    pub(crate) narrow: Vec<NarrowPlan<'m>>,
    /// Which of them stand in each module.
    pub(crate) at: BTreeMap<Place, AtPlace>,
}

/// The types of values that stand in a module, by their positions.
#[derive(Debug, Default)]
pub(crate) struct AtPlace {
    pub(crate) enums: Vec<usize>,
    pub(crate) records: Vec<usize>,
    pub(crate) narrow: Vec<usize>,
}

/// What is innermost in a type, through all lists, and has a Rust type of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Leaf {
    Enum(usize),
    Record(usize),
}

/// The types found so far, by what declares them.
#[derive(Debug)]
pub(super) struct Types<'m> {
    model: &'m Model,
    settings: &'m Settings,
    plans: ValueTypes<'m>,
    /// What is innermost in a named type.
    leaves: BTreeMap<TypeId, Leaf>,
    /// What a named type is as a whole, where that is not what its parts say.
    wholes: BTreeMap<TypeId, RustType>,
    anonymous: BTreeMap<(CategoryRef, &'m str), Leaf>,
}

/// The enum inside a type, if there is one.
pub(super) fn enum_in(value_type: &ValueType) -> Option<&Arc<EnumType>> {
    match value_type {
        ValueType::Enum(enumeration) => Some(enumeration),
        ValueType::List(list) => enum_in(&list.item),
        _ => None,
    }
}

/// The hash with known members inside a type, if there is one.
fn hash_in(value_type: &ValueType) -> Option<&Arc<HashType>> {
    match value_type {
        ValueType::Hash(hash) if !hash.members.is_empty() => Some(hash),
        ValueType::List(list) => hash_in(&list.item),
        _ => None,
    }
}

/// Where new types get their names.
pub(super) struct Naming<'a> {
    pub(super) place: &'a Place,
    pub(super) scope: &'a mut Scope,
    pub(super) notes: &'a mut Vec<String>,
}

impl Naming<'_> {
    fn claim(&mut self, wanted: &[String], what: &str) -> String {
        let name = claim_or(self.scope, wanted);
        if let Some(first) = wanted.first() {
            note(self.notes, first, &name, what);
        }
        name
    }
}

impl<'m> Types<'m> {
    pub(super) fn new(model: &'m Model, settings: &'m Settings) -> Self {
        Self {
            model,
            settings,
            plans: ValueTypes::default(),
            leaves: BTreeMap::new(),
            wholes: BTreeMap::new(),
            anonymous: BTreeMap::new(),
        }
    }

    pub(super) fn finish(self) -> ValueTypes<'m> {
        let mut plans = self.plans;
        let at = &mut plans.at;
        for (index, it) in plans.enums.iter().enumerate() {
            at.entry(it.place.clone()).or_default().enums.push(index);
        }
        for (index, it) in plans.records.iter().enumerate() {
            at.entry(it.place.clone()).or_default().records.push(index);
        }
        for (index, it) in plans.narrow.iter().enumerate() {
            at.entry(it.place.clone()).or_default().narrow.push(index);
        }
        plans
    }

    /// Plans the named types of an extension that are types of their own; says whether there is
    /// one.
    pub(super) fn add_named(&mut self, extension: ExtensionId, naming: &mut Naming<'_>) -> bool {
        let before = self.number();
        let model = self.model;
        for (at, named) in model.type_ids().zip(model.types()) {
            if named.extension == extension {
                self.add_one_named(at, named, naming);
            }
        }
        self.number() > before
    }

    fn number(&self) -> usize {
        self.plans.enums.len() + self.plans.records.len() + self.plans.narrow.len()
    }

    fn add_one_named(&mut self, at: TypeId, named: &'m NamedType, naming: &mut Naming<'_>) {
        let key = format!(
            "{}.{}",
            self.model.extension(named.extension).name,
            named.name
        );
        if let Some(path) = self.settings.replacements.get(&key) {
            let path = path.as_str().to_owned();
            self.wholes.insert(at, RustType::Custom(path));
            return;
        }
        let wanted = self.settings.renames.get(&key).map_or_else(
            || identifier(&named.name, Role::Type),
            |name| name.as_str().to_owned(),
        );
        let wanted = [wanted.clone(), format!("{wanted}Type")];
        let what = format!("type `{}`", named.name);
        if let Some(literals) = enum_in(&named.value_type) {
            // An alias of another named enum is that enum.
            let leaf = self
                .find_named_enum(literals, named.extension)
                .unwrap_or_else(|| {
                    let name = naming.claim(&wanted, &what);
                    self.push_enum(naming.place, name, Origin::Named(named), literals)
                });
            self.leaves.insert(at, leaf);
        } else if let Some(hash) = hash_in(&named.value_type) {
            let leaf = self
                .find_named_record(hash, named.extension)
                .unwrap_or_else(|| {
                    let name = naming.claim(&wanted, &what);
                    self.push_record(naming, &name, Origin::Named(named), hash)
                });
            self.leaves.insert(at, leaf);
        } else if is_narrow(&named.value_type) {
            let inner = RustType::of(&named.value_type, None);
            let whole = RustType::Narrow {
                at: self.plans.narrow.len(),
                is_eq: inner.is_eq(),
            };
            self.plans.narrow.push(NarrowPlan {
                place: naming.place.clone(),
                name: naming.claim(&wanted, &what),
                named,
                inner,
            });
            self.wholes.insert(at, whole);
        }
    }

    /// Plans what an attribute or parameter declares in place.
    pub(super) fn add_anonymous(
        &mut self,
        owner: CategoryRef,
        attribute: &'m Attribute,
        wanted: &[String],
        naming: &mut Naming<'_>,
    ) {
        if self.replaced(owner, attribute).is_some()
            || self.named_leaf(attribute, naming.place.extension).is_some()
            || attribute
                .named_type
                .is_some_and(|named| self.wholes.contains_key(&named))
        {
            return;
        }
        let what = format!("the values of `{}`", attribute.name);
        let origin = Origin::Attribute(attribute);
        let leaf = if let Some(literals) = enum_in(&attribute.value_type) {
            let name = naming.claim(wanted, &what);
            self.push_enum(naming.place, name, origin, literals)
        } else if let Some(hash) = hash_in(&attribute.value_type) {
            let name = naming.claim(wanted, &what);
            self.push_record(naming, &name, origin, hash)
        } else {
            return;
        };
        self.anonymous
            .insert((owner, attribute.name.as_str()), leaf);
    }

    /// The type of an attribute or parameter that `owner` defines.
    pub(super) fn rust_type(
        &self,
        owner: CategoryRef,
        attribute: &Attribute,
        extension: usize,
    ) -> RustType {
        if let Some(path) = self.replaced(owner, attribute) {
            return path;
        }
        if let Some(id) = attribute.named_type
            && self.model.named_type(id).value_type == attribute.value_type
            && let Some(whole) = self.wholes.get(&id)
        {
            return whole.clone();
        }
        let leaf = self
            .anonymous
            .get(&(owner, attribute.name.as_str()))
            .copied()
            .or_else(|| self.named_leaf(attribute, extension));
        RustType::of(&attribute.value_type, leaf)
    }

    /// The type that the user puts in the place of one attribute's.
    fn replaced(&self, owner: CategoryRef, attribute: &Attribute) -> Option<RustType> {
        if self.settings.replacements.is_empty() {
            return None;
        }
        let owner = match owner {
            CategoryRef::Kind(id) => &self.model.kind(id).id,
            CategoryRef::Mixin(id) => &self.model.mixin(id).id,
            CategoryRef::Action(id) => &self.model.action(id).id,
        };
        let key = format!("{owner}/{}", attribute.name);
        let path = self.settings.replacements.get(&key)?;
        Some(RustType::Custom(path.as_str().to_owned()))
    }

    fn push_enum(
        &mut self,
        place: &Place,
        name: String,
        origin: Origin<'m>,
        literals: &'m Arc<EnumType>,
    ) -> Leaf {
        // `Other` holds what the definition does not know.
        let mut scope = Scope::reserving(["Other", "Self_"]);
        let variants = literals
            .literals
            .iter()
            .map(|literal| {
                let wanted = identifier(&literal.name, Role::Variant);
                let variant = claim_or(
                    &mut scope,
                    &[
                        wanted.clone(),
                        format!("{}Literal", wanted.trim_end_matches('_')),
                    ],
                );
                (variant, literal)
            })
            .collect();
        self.plans.enums.push(EnumPlan {
            place: place.clone(),
            name,
            origin,
            variants,
        });
        Leaf::Enum(self.plans.enums.len() - 1)
    }

    fn push_record(
        &mut self,
        naming: &mut Naming<'_>,
        name: &str,
        origin: Origin<'m>,
        hash: &'m Arc<HashType>,
    ) -> Leaf {
        let at = self.plans.records.len();
        // It comes before those inside it.
        self.plans.records.push(RecordPlan {
            place: naming.place.clone(),
            name: name.to_owned(),
            origin,
            members: Vec::new(),
        });
        // `other` holds what the definition does not know.
        let mut scope = Scope::reserving(["new", "other"]);
        let mut members = Vec::with_capacity(hash.members.len());
        for member in &hash.members {
            let leaf = self.leaf_of_member(naming, name, member);
            members.push(MemberPlan {
                member,
                name: scope.claim(identifier(&member.name, Role::Field), "_"),
                rust: RustType::of(&member.value_type, leaf),
            });
        }
        self.plans.records[at].members = members;
        Leaf::Record(at)
    }

    fn leaf_of_member(
        &mut self,
        naming: &mut Naming<'_>,
        record: &str,
        member: &'m Member,
    ) -> Option<Leaf> {
        let extension = self.model.extension_ids().nth(naming.place.extension)?;
        let wanted = [format!("{record}{}", identifier(&member.name, Role::Type))];
        let what = format!("the values of the member `{}`", member.name);
        if let Some(literals) = enum_in(&member.value_type) {
            let known = self.find_named_enum(literals, extension);
            return Some(known.unwrap_or_else(|| {
                let name = naming.claim(&wanted, &what);
                self.push_enum(naming.place, name, Origin::Member(member), literals)
            }));
        }
        let hash = hash_in(&member.value_type)?;
        let known = self.find_named_record(hash, extension);
        Some(known.unwrap_or_else(|| {
            let name = naming.claim(&wanted, &what);
            self.push_record(naming, &name, Origin::Member(member), hash)
        }))
    }

    /// What is innermost in the named type that an attribute was declared with, directly or
    /// inside a list.
    fn named_leaf(&self, attribute: &Attribute, extension: usize) -> Option<Leaf> {
        if let Some(known) = attribute.named_type.and_then(|id| self.leaves.get(&id)) {
            return Some(*known);
        }
        let id = self.model.extension_ids().nth(extension)?;
        if let Some(literals) = enum_in(&attribute.value_type) {
            return self.find_named_enum(literals, id);
        }
        // Two records that merely look alike are two; only a list loses the name of its items.
        match &attribute.value_type {
            ValueType::List(list) => self.find_named_record(hash_in(&list.item)?, id),
            _ => None,
        }
    }

    /// A planned named enum with these literals under the name that the type itself carries.
    fn find_named_enum(&self, literals: &EnumType, extension: ExtensionId) -> Option<Leaf> {
        let name = literals.name.as_ref()?;
        self.find_named(extension, |named| {
            named.name == *name && enum_in(&named.value_type).is_some_and(|e| **e == *literals)
        })
    }

    /// A planned named record with these members.
    fn find_named_record(&self, hash: &HashType, extension: ExtensionId) -> Option<Leaf> {
        self.find_named(extension, |named| {
            hash_in(&named.value_type).is_some_and(|h| **h == *hash)
        })
    }

    /// What is innermost in a planned named type; those of the extension itself come first.
    fn find_named(
        &self,
        extension: ExtensionId,
        is_it: impl Fn(&NamedType) -> bool,
    ) -> Option<Leaf> {
        let found = |own: bool| {
            self.leaves
                .iter()
                .map(|(id, leaf)| (self.model.named_type(*id), leaf))
                .find(|(named, _)| (named.extension == extension) == own && is_it(named))
                .map(|(_, leaf)| *leaf)
        };
        found(true).or_else(|| found(false))
    }
}

/// Whether a named type becomes a type that takes some values only.
fn is_narrow(value_type: &ValueType) -> bool {
    let scalar = matches!(
        value_type,
        ValueType::Integer(_) | ValueType::Float(_) | ValueType::Number(_) | ValueType::String(_)
    );
    scalar && has_facets(value_type)
}

/// Parameters belong to their action.
pub(super) fn action_ref(id: ActionId) -> CategoryRef {
    CategoryRef::Action(id)
}

/// The first of the names that is free, else the last with a number.
pub(super) fn claim_or(scope: &mut Scope, wanted: &[String]) -> String {
    for name in wanted {
        if scope.try_claim(name) {
            return name.clone();
        }
    }
    scope.claim(wanted.last().cloned().unwrap_or_default(), "")
}

/// Notes that something is not called what one would expect.
pub(super) fn note(notes: &mut Vec<String>, wanted: &str, name: &str, what: &str) {
    if wanted != name {
        notes.push(format!(
            "{what} is `{name}` in Rust, because `{wanted}` is taken"
        ));
    }
}
