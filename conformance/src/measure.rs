//! Scoring criteria that can be measured instead of voted (section 12.4).

use std::collections::BTreeSet;

use occi_model::{
    Attribute, CategoryId, CategoryRef, Model,
    guideline::{Capability, Guideline, Measured, State, TestName},
};

use crate::{
    case::{Case, Step},
    catalogue::Catalogue,
};

/// For how many earlier guidelines a capability must have been there to be stable: more than two
/// releases, this one counted.
const STABLE: usize = 2;

/// What can be measured of each capability of a guideline, in the order of the file.
///
/// `before` are the earlier guidelines, the oldest first; `models` the definitions that the cases
/// come from. Measured are:
///
/// * `complete`: of each family of cases that belong to what its tests belong to (section 12.2), the
///   guideline has a test;
/// * `stable`: the last two earlier guidelines have it;
/// * `discover`: for each category of its tests, a case looks for it in the query interface;
/// * `doc`: each category of its tests has a title and a description, and each of their attributes
///   and parameters a description;
/// * `sticky`: the last earlier guideline requires it;
/// * `atomic`: none of its tests makes an instance of another kind than its own.
///
/// What cannot be said (no test is of a category, there are no earlier guidelines) is left out.
#[must_use]
pub fn measure(
    guideline: &Guideline,
    before: &[Guideline],
    models: &[Model],
    catalogue: &Catalogue,
) -> Vec<Measured> {
    let named: BTreeSet<&str> = guideline.capabilities().iter().flat_map(names).collect();
    guideline
        .capabilities()
        .iter()
        .map(|capability| {
            let of = Tests::of(capability, catalogue);
            let name = capability.name.value.as_str();
            let marks = [
                ("complete", of.complete(catalogue, &named)),
                ("stable", stable(name, before)),
                ("discover", of.discoverable(catalogue)),
                ("doc", of.documented(models)),
                (
                    "sticky",
                    before.last().map(|last| is(name, last, State::Required)),
                ),
                ("atomic", of.atomic()),
            ];
            Measured {
                capability: name.to_owned(),
                marks: marks
                    .into_iter()
                    .filter_map(|(key, met)| Some((key, met?)))
                    .collect(),
            }
        })
        .collect()
}

fn stable(name: &str, before: &[Guideline]) -> Option<bool> {
    let last = before.get(before.len().checked_sub(STABLE)?..)?;
    let has = |guideline: &Guideline| {
        [State::Required, State::Advisory, State::Deprecated]
            .into_iter()
            .any(|state| is(name, guideline, state))
    };
    Some(last.iter().all(has))
}

/// Whether a capability is in a state in a component of a guideline.
fn is(name: &str, guideline: &Guideline, state: State) -> bool {
    guideline.components().iter().any(|component| {
        let names = component.capabilities.get(state);
        names.iter().any(|known| known.value.as_str() == name)
    })
}

/// The names of the tests of a capability.
fn names(capability: &Capability) -> impl Iterator<Item = &str> {
    let tests = capability.tests.iter();
    tests.flat_map(|test| test.names().map(TestName::as_str))
}

/// The cases that a capability names.
struct Tests<'c> {
    cases: Vec<&'c Case>,
    categories: BTreeSet<&'c CategoryId>,
}

impl<'c> Tests<'c> {
    fn of(capability: &Capability, catalogue: &'c Catalogue) -> Self {
        let names: BTreeSet<&str> = names(capability).collect();
        let cases: Vec<&Case> = catalogue
            .cases
            .iter()
            .filter(|case| names.contains(case.id.as_str()))
            .collect();
        let categories = cases
            .iter()
            .filter_map(|case| case.category.as_ref())
            .collect();
        Self { cases, categories }
    }

    fn complete(&self, catalogue: &Catalogue, named: &BTreeSet<&str>) -> Option<bool> {
        // Guidelines have names of their own for what the catalogue calls by longer ones.
        let own: BTreeSet<&String> = self
            .cases
            .iter()
            .flat_map(|case| &case.capabilities)
            .collect();
        let of_capability = |case: &&Case| case.capabilities.iter().any(|one| own.contains(one));
        let mut derived = BTreeSet::new();
        let mut tested = BTreeSet::new();
        for case in catalogue.cases.iter().filter(of_capability) {
            derived.insert(case.id.family());
            if named.contains(case.id.as_str()) {
                tested.insert(case.id.family());
            }
        }
        (!derived.is_empty()).then(|| derived.is_subset(&tested))
    }

    fn discoverable(&self, catalogue: &Catalogue) -> Option<bool> {
        let looked_for: BTreeSet<&CategoryId> = catalogue
            .cases
            .iter()
            .filter(|case| case.id.family() == "disc")
            .filter_map(|case| case.category.as_ref())
            .collect();
        (!self.categories.is_empty()).then(|| self.categories.is_subset(&looked_for))
    }

    fn documented(&self, models: &[Model]) -> Option<bool> {
        let documented = |id: &&CategoryId| {
            let mut found = models.iter().filter_map(|model| {
                let category = model.find(id.as_str())?;
                Some(is_documented(model, category))
            });
            found.next().unwrap_or(false)
        };
        (!self.categories.is_empty()).then(|| self.categories.iter().all(documented))
    }

    fn atomic(&self) -> Option<bool> {
        let own = |case: &&Case| {
            case.steps.iter().all(|step| match step {
                Step::Fixture(fixture) => case.category.as_ref() == Some(&fixture.kind),
                _ => true,
            })
        };
        (!self.categories.is_empty()).then(|| self.cases.iter().all(own))
    }
}

fn is_documented(model: &Model, category: CategoryRef) -> bool {
    let (title, description, attributes) = match category {
        CategoryRef::Kind(id) => {
            let kind = model.kind(id);
            (&kind.title, &kind.description, &kind.attributes)
        }
        CategoryRef::Mixin(id) => {
            let mixin = model.mixin(id);
            (&mixin.title, &mixin.description, &mixin.attributes)
        }
        CategoryRef::Action(id) => {
            let action = model.action(id);
            (&action.title, &action.description, &action.parameters)
        }
    };
    let says = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    says(title)
        && says(description)
        && attributes
            .iter()
            .map(AsRef::<Attribute>::as_ref)
            .all(|attribute| attribute.is_setting || says(&attribute.description))
}
