//! From a listing to drafts of extensions.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use occi_model::{
    CategoryId, Fault, Located, VersionRange,
    draft::{
        AttributeDraft, DefaultDraft, ExtensionDraft, KindDraft, MixinDraft, Reference,
        SettingDraft, UseDraft,
    },
};
use occi_rendering::{AttributeDescription, AttributePlaces, CategoryDescription, Class};

use super::{
    Listed, Rendering,
    attribute::{AttributeReader, fit, is_setting, setting_value},
    family::{Edge, Family, families},
    known::CORE,
    listing::Listing,
    origins::Origins,
    types::{self, referred},
};
use crate::format::code;

/// Makes the extensions of a listing, imported ones before those that import them.
pub(super) fn lower(
    listed: Vec<Listed>,
    rendering: Rendering,
    origins: &Origins,
    faults: &mut Vec<Fault>,
) -> Vec<ExtensionDraft> {
    let mut listing = Listing::new(listed, rendering, origins, faults);
    listing.relate();
    listing.without_inherited();
    let imported = listing.compare();
    listing.complete(&imported);
    listing.own_actions();
    if let Some(known) = listing.all_known(&imported) {
        return known;
    }
    listing.drafts(&imported)
}

impl Listing<'_> {
    /// The known definitions themselves, when nothing else is listed: a definition that only
    /// imports others cannot be said.
    fn all_known(&self, imported: &[bool]) -> Option<Vec<ExtensionDraft>> {
        let mut listed = BTreeSet::new();
        for one in &self.categories {
            if one.category.class == Some(Class::Action) {
                continue;
            }
            let known = self.library.of_scheme(one.category.id.scheme())?;
            if !imported.get(known).copied().unwrap_or(false) {
                return None;
            }
            listed.insert(known);
        }
        let known = |at: &usize| self.library.all.get(*at);
        let is_top = |at: &usize| {
            let mut others = listed.iter().filter(|other| *other != at);
            !others.any(|other| known(other).is_some_and(|other| other.imports.contains(at)))
        };
        let first = self.categories.first()?;
        let origin = self.origins.at(&first.places.scheme);
        let drafts = listed.iter().filter(|at| is_top(at)).filter_map(known);
        Some(drafts.filter_map(|known| known.draft(origin)).collect())
    }

    /// The extensions, without what is imported.
    fn drafts(mut self, imported: &[bool]) -> Vec<ExtensionDraft> {
        let own: Vec<usize> = (0..self.categories.len())
            .filter(|at| {
                let category = &self.categories[*at].category;
                let known = self.library.of_scheme(category.id.scheme());
                category.class != Some(Class::Action)
                    && known.is_none_or(|known| !imported.get(known).copied().unwrap_or(false))
            })
            .collect();
        let families = self.families(&own);
        let mut family_of: HashMap<String, usize> = HashMap::new();
        for (at, family) in families.iter().enumerate() {
            for scheme in &family.schemes {
                family_of.insert(scheme.clone(), at);
            }
        }
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); families.len()];
        for &at in &own {
            if let Some(&family) = family_of.get(self.categories[at].category.id.scheme()) {
                members[family].push(at);
            }
        }
        let mut drafts = Vec::with_capacity(families.len());
        let mut needs: Vec<BTreeSet<usize>> = Vec::with_capacity(families.len());
        for (family, members) in families.iter().zip(&members) {
            let (draft, referred) = self.extension(family, members);
            let mut needed = BTreeSet::new();
            let mut known = BTreeSet::from([CORE]);
            for id in referred {
                match family_of.get(id.scheme()) {
                    Some(&other) => {
                        needed.insert(other);
                    }
                    None => known.extend(self.library.category(&id).map(|(at, _)| at)),
                }
            }
            needed.remove(&drafts.len());
            let uses = |name: String| UseDraft {
                extension: Located::new(name, draft.scheme.origin),
                alias: None,
            };
            let mut draft = draft.clone();
            self.give_way(&mut draft, &known);
            draft.uses = known
                .iter()
                .filter_map(|at| self.library.all.get(*at))
                .map(|known| uses(known.name.to_owned()))
                .chain(
                    needed
                        .iter()
                        .map(|other| uses(families[*other].name.clone())),
                )
                .collect();
            drafts.push(draft);
            needs.push(needed);
        }
        imported_first(drafts, &needs)
    }

    /// The families of the categories: the known extensions that what is listed wins over, each
    /// under its own name, and those of other schemes.
    fn families(&self, own: &[usize]) -> Vec<Family> {
        let mut found: Vec<Family> = Vec::new();
        let mut others: Vec<&str> = Vec::new();
        let mut edges: Vec<Edge<'_>> = Vec::new();
        for &at in own {
            let category = &self.categories[at].category;
            let scheme = category.id.scheme();
            if let Some(known) = self
                .library
                .of_scheme(scheme)
                .and_then(|at| self.library.all.get(at))
            {
                match found.iter_mut().find(|family| family.name == known.name) {
                    Some(family) => {
                        family.schemes.insert(scheme.to_owned());
                    }
                    None => found.push(Family {
                        scheme: known.scheme.to_owned(),
                        name: known.name.to_owned(),
                        schemes: BTreeSet::from([scheme.to_owned()]),
                    }),
                }
                continue;
            }
            others.push(scheme);
            edges.extend(
                category
                    .rel
                    .iter()
                    .chain(&category.applies)
                    .map(|id| (scheme, id)),
            );
        }
        found.extend(families(others.iter().copied(), &edges));
        found
    }

    /// One extension without its imports, and the categories that it refers to.
    fn extension(
        &mut self,
        family: &Family,
        members: &[usize],
    ) -> (ExtensionDraft, Vec<CategoryId>) {
        let first = members.first().map(|first| &self.categories[*first]);
        let origin = first.map_or(self.origins.start(), |first| {
            self.origins.at(&first.places.scheme)
        });
        let mut draft = ExtensionDraft {
            name: Located::new(family.name.clone(), origin),
            scheme: Located::new(family.scheme.clone(), origin),
            version: None,
            description: None,
            uses: Vec::new(),
            types: Vec::new(),
            kinds: Vec::new(),
            mixins: Vec::new(),
            annotations: Vec::new(),
            specification: None,
        };
        let mut referred = Vec::new();
        for &at in members {
            let one = self.categories[at].clone();
            referred.extend(one.category.rel.iter().cloned());
            referred.extend(one.category.applies.iter().cloned());
            match one.category.class {
                Some(Class::Kind) => {
                    let mut kind = self.kind(&one, &family.scheme);
                    kind.is_abstract &= !self.unbound.contains(&at);
                    draft.kinds.push(kind);
                }
                Some(Class::Mixin) => draft.mixins.push(self.mixin(&one, &family.scheme)),
                _ => {}
            }
            referred.extend(self.referred_by_types(&one.category));
        }
        (draft, referred)
    }

    /// Kinds that known types of the attributes refer to.
    pub(super) fn referred_by_types(&self, category: &CategoryDescription) -> Vec<CategoryId> {
        category
            .attributes
            .iter()
            .filter_map(|one| {
                let (known, _) = self.library.attribute(&category.id, one.name.as_str())?;
                referred(&known.value_type).cloned()
            })
            .collect()
    }

    fn kind(&mut self, one: &Listed, own_scheme: &str) -> KindDraft {
        let Listed { category, places } = one;
        let parent = category
            .rel
            .first()
            .map(|parent| self.reference(parent, places.rel.first().unwrap_or(&places.term)));
        let bases = self.bases(&category.id);
        let attributes = category
            .attributes
            .iter()
            .zip(&places.attributes)
            .map(|(one, places)| self.attribute(&category.id, &bases, one, places))
            .collect();
        KindDraft {
            term: self
                .origins
                .located(category.id.term().to_owned(), &places.term),
            scheme: self.scheme(one, own_scheme),
            title: title(category),
            description: None,
            parent,
            // Whatever has instances is bound to a path (GFD.185 3.3.1).
            is_abstract: category.location.is_none(),
            location: self.location(one),
            attributes,
            actions: self.actions(one),
            states: None,
            constraints: Vec::new(),
            source: Vec::new(),
            target: Vec::new(),
            versions: VersionRange::default(),
            annotations: Vec::new(),
        }
    }

    fn mixin(&mut self, one: &Listed, own_scheme: &str) -> MixinDraft {
        let Listed { category, places } = one;
        let bases = self.bases(&category.id);
        let mut settings = Vec::new();
        let mut own = Vec::new();
        for (attribute, places) in category.attributes.iter().zip(&places.attributes) {
            let name = attribute.name.as_str();
            let base = self
                .inherited(&bases, name)
                .map(|(_, base)| base)
                .or_else(|| self.of_known_kind(category, &bases, name));
            let value = base
                .filter(|base| is_setting(attribute, base))
                .and_then(|_| setting_value(attribute, places, self.origins));
            match value {
                Some(value) => settings.push(SettingDraft {
                    name: self
                        .origins
                        .located(attribute.name.to_string(), &places.name),
                    value,
                }),
                None => own.push((attribute, places)),
            }
        }
        let attributes = own
            .into_iter()
            .map(|(one, places)| self.attribute(&category.id, &bases, one, places))
            .collect();
        let references = |ids: &[CategoryId], at: &[Range<usize>]| {
            ids.iter()
                .enumerate()
                .map(|(index, id)| self.reference(id, at.get(index).unwrap_or(&places.term)))
                .collect()
        };
        MixinDraft {
            term: self
                .origins
                .located(category.id.term().to_owned(), &places.term),
            scheme: self.scheme(one, own_scheme),
            title: title(category),
            description: None,
            depends: references(&category.rel, &places.rel),
            applies: references(&category.applies, &places.applies),
            exclusive: false,
            overriding: false,
            location: self.location(one),
            attributes,
            settings,
            actions: self.actions(one),
            states: None,
            constraints: Vec::new(),
            versions: VersionRange::default(),
            annotations: Vec::new(),
        }
    }

    /// An attribute of a category. One that restates another may be narrower, not wider (D-11):
    /// in the field it is written without the facets, or with others.
    fn attribute(
        &mut self,
        category: &CategoryId,
        bases: &[CategoryId],
        description: &AttributeDescription,
        places: &AttributePlaces,
    ) -> AttributeDraft {
        let name = description.name.as_str();
        let base = self
            .inherited(bases, name)
            .map(|(owner, base)| (owner.clone(), base.clone()));
        let base = base
            .or_else(|| self.of_any_kind(category, name))
            .or_else(|| {
                let listed = self.listed(category)?;
                let known = self.of_known_kind(listed, bases, name)?;
                Some((category.clone(), known.clone()))
            });
        let mut draft = self.reader(|reader| reader.draft(category, description, places));
        let Some((owner, base)) = base else {
            return draft;
        };
        let at = AttributePlaces::at(places.name.clone());
        let inherited = self.reader(|reader| {
            let told = reader.faults.len();
            let inherited = reader.draft(&owner, &base, &at);
            // What is wrong with the other one is told where that stands.
            reader.faults.truncate(told);
            inherited
        });
        let types = [&draft, &inherited].map(|one| types::value_type(&one.value_type.value));
        let [Some(own), Some(wanted)] = types else {
            return draft;
        };
        if own.narrows(&wanted, &|_, _| true).is_ok() {
            return draft;
        }
        if description.json().pattern.is_some()
            || description.json().json_type != base.json().json_type
        {
            let fault = Fault::new(
                code::WIDER,
                self.origins.at(&places.json_type),
                format!("`{name}` of `{category}` is wider than that of `{owner}`"),
            )
            .with_label("the inherited type counts");
            self.faults.push(fault);
        }
        draft.value_type = inherited.value_type;
        if let Some(default) = &mut draft.default
            && let DefaultDraft::Value(value) = &mut default.value
        {
            *value = fit(value.clone(), &draft.value_type.value);
        }
        draft
    }

    /// The attribute of a known kind that a mixin restates which depends on a known one and does not
    /// say what it applies to: every kind. Where the kind is listed without it, there is none.
    fn of_known_kind(
        &self,
        category: &CategoryDescription,
        bases: &[CategoryId],
        name: &str,
    ) -> Option<&AttributeDescription> {
        let is_known = bases
            .iter()
            .any(|base| self.library.category(base).is_some());
        if category.class != Some(Class::Mixin) || !is_known {
            return None;
        }
        self.attribute_of(self.library.kind_with(name)?, name)
    }

    /// The attribute of the first listed kind that has one of that name: a mixin that does not say
    /// what it applies to may be attached to it.
    fn of_any_kind(
        &mut self,
        category: &CategoryId,
        name: &str,
    ) -> Option<(CategoryId, AttributeDescription)> {
        if self
            .by_id
            .get(category)
            .and_then(|at| self.categories.get(*at))?
            .category
            .class
            != Some(Class::Mixin)
        {
            return None;
        }
        if self.kind_attributes.is_empty() {
            for one in &self.categories {
                if one.category.class == Some(Class::Kind) {
                    for attribute in &one.category.attributes {
                        self.kind_attributes
                            .entry(attribute.name.to_string())
                            .or_insert_with(|| one.category.id.clone());
                    }
                }
            }
        }
        let owner = self.kind_attributes.get(name)?.clone();
        let attribute = self.attribute_of(&owner, name)?.clone();
        Some((owner, attribute))
    }

    /// Leaves the paths of imported definitions to these.
    fn give_way(&mut self, draft: &mut ExtensionDraft, known: &BTreeSet<usize>) {
        let mut imported = known.clone();
        for at in known {
            imported.extend(
                self.library
                    .all
                    .get(*at)
                    .iter()
                    .flat_map(|one| &one.imports),
            );
        }
        let taken: HashMap<&str, &CategoryId> = imported
            .iter()
            .filter_map(|at| self.library.all.get(*at))
            .flat_map(|known| &known.categories)
            .filter_map(|category| Some((category.location.as_deref()?, &category.id)))
            .collect();
        let kinds = draft.kinds.iter_mut().map(|kind| &mut kind.location);
        let mixins = draft.mixins.iter_mut().map(|mixin| &mut mixin.location);
        for location in kinds.chain(mixins) {
            let Some(found) = location else { continue };
            let Some(owner) = taken.get(&*found.value) else {
                continue;
            };
            let fault = Fault::new(
                code::SHARED_LOCATION,
                found.origin,
                format!("`{}` is the path of `{owner}` already", found.value),
            )
            .with_label("left out here");
            self.faults.push(fault);
            *location = None;
        }
    }

    pub(super) fn reader<T>(&mut self, read: impl FnOnce(&mut AttributeReader<'_>) -> T) -> T {
        read(&mut AttributeReader {
            rendering: self.rendering,
            library: self.library,
            origins: self.origins,
            faults: self.faults,
        })
    }

    fn reference(&self, id: &CategoryId, place: &Range<usize>) -> Located<Reference> {
        self.origins
            .located(Reference::Identifier(id.to_string()), place)
    }

    fn scheme(&self, one: &Listed, own: &str) -> Option<Located<String>> {
        let scheme = one.category.id.scheme();
        (scheme != own).then(|| self.origins.located(scheme.to_owned(), &one.places.scheme))
    }

    fn location(&self, one: &Listed) -> Option<Located<String>> {
        let location = one.category.location.clone()?;
        Some(self.origins.located(location, &one.places.location))
    }
}

pub(super) fn title(category: &CategoryDescription) -> Option<String> {
    category.title.clone().filter(|title| !title.is_empty())
}

/// The drafts in an order in which each follows those that it needs; circles cannot be.
fn imported_first(drafts: Vec<ExtensionDraft>, needs: &[BTreeSet<usize>]) -> Vec<ExtensionDraft> {
    let mut slots: Vec<Option<ExtensionDraft>> = drafts.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(slots.len());
    for start in 0..slots.len() {
        let mut open = vec![(start, false)];
        let mut seen = BTreeSet::new();
        while let Some((at, is_done)) = open.pop() {
            if is_done {
                ordered.extend(slots[at].take());
            } else if slots[at].is_some() && seen.insert(at) {
                open.push((at, true));
                open.extend(needs[at].iter().rev().map(|next| (*next, false)));
            }
        }
    }
    ordered
}
