//! Families `del`, `del.coll`: deletion.

use occi_model::{MixinId, Value};

use super::{
    Catalogue,
    disc::name_of,
    recipe::{Extent, IT, Recipe},
    scope::Scope,
};
use crate::{
    case::{
        Assertion, Call, Case, CaseId, Choice, Datum, Fixture, Hazard, Need, Payload, Step, Target,
        Var,
    },
    oracle::Situation,
    values::{NoValue, Sample, good},
};

const OTHER: Var = Var::named("other");

/// The cases of a kind: `3`, and `1` for the collection.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    let id = scope.case_id("del", &["gone"], None);
    all.add(id.clone(), gone(scope, id));
    let id = scope.case_id("del", &["twice"], None);
    all.add(id.clone(), twice(scope, id));
    let id = scope.case_id("del", &["mixin"], None);
    all.add(id.clone(), mixin(scope, id));
    let id = scope.case_id("del.coll", &[], None);
    all.add(id.clone(), collection(scope, id));
}

fn base(scope: &Scope<'_>, id: CaseId, title: String, recipe: &Recipe) -> Case {
    scope
        .case(id, title, "delete")
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
}

fn delete(target: Target) -> Step {
    Step::Call(Call {
        method: "DELETE",
        target,
        action: None,
        rendering: Choice::Run,
        payload: Payload::Nothing,
        creates: None,
    })
}

fn listed(scope: &Scope<'_>, entity: Var, present: bool) -> Step {
    Step::Listed {
        entity,
        collection: scope.kind.id.clone(),
        rendering: Choice::Run,
        present,
    }
}

fn gone(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let title = format!(
        "A deleted {} can no longer be read or listed.",
        name_of(scope.kind)
    );
    Ok(base(scope, id, title, &recipe)
        .citing(&["HTTP-105", "HTTP-106", "HTTP-107"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            listed(scope, IT, true),
            delete(Target::Entity(IT)),
            Step::Expect(Assertion::Answer(Situation::Delete)),
            Step::Gone { entity: IT },
            listed(scope, IT, false),
        ]))
}

fn twice(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let title = format!("A {} cannot be deleted twice.", name_of(scope.kind));
    Ok(base(scope, id, title, &recipe)
        .citing(&["HTTP-028", "HTTP-107"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            delete(Target::Entity(IT)),
            Step::Expect(Assertion::Answer(Situation::Delete)),
            delete(Target::Entity(IT)),
            Step::Expect(Assertion::Answer(Situation::DeleteAgain)),
        ]))
}

/// With a mixin of the model when one applies to the kind; else with a tag of the run's own, which
/// makes it a case of hazard class 3.
fn mixin(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let mut recipe = scope.recipe(Extent::Minimal)?;
    let title = format!(
        "A deleted {} has left the collections of its mixins.",
        name_of(scope.kind)
    );
    let case = base(scope, id, title, &recipe).citing(&["HTTP-107"]);
    let Some(mixin) = attachable(scope) else {
        return Ok(case
            .hazardous(Hazard::Namespace)
            .needing([Need::UserMixins])
            .doing(recipe.into_fixture(scope.kind, Vec::new()))
            .doing([
                Step::Tag { entity: IT },
                Step::Tagged {
                    entity: IT,
                    present: true,
                },
                delete(Target::Entity(IT)),
                Step::Expect(Assertion::Answer(Situation::Delete)),
                Step::Tagged {
                    entity: IT,
                    present: false,
                },
            ]));
    };
    let definition = scope.model.mixin(mixin);
    recipe.body.mixins.push(definition.id.clone());
    for attribute in required_of(scope, mixin) {
        if let Some(Sample::Value(value)) = scope.names.good(&definition.id, attribute, 0) {
            recipe.set(&attribute.name, Datum::Value(value));
        }
    }
    let collection = definition.id.clone();
    let listed = |present| Step::Listed {
        entity: IT,
        collection: collection.clone(),
        rendering: Choice::Run,
        present,
    };
    Ok(case
        .with("mixin", definition.id.to_string())
        .needing([Need::Offers(definition.id.clone())])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            listed(true),
            delete(Target::Entity(IT)),
            Step::Expect(Assertion::Answer(Situation::Delete)),
            listed(false),
        ]))
}

/// What a client must give along with a mixin.
fn required_of<'m>(
    scope: &Scope<'m>,
    mixin: MixinId,
) -> impl Iterator<Item = &'m occi_model::Attribute> {
    scope
        .model
        .mixin(mixin)
        .closure
        .iter()
        .flat_map(|id| scope.model.mixin(*id).attributes.iter())
        .map(|attribute| &**attribute)
        .filter(|attribute| {
            attribute.required && !attribute.is_setting && attribute.default.is_none()
        })
}

/// A mixin that an instance of the kind may carry from its creation on: one that stands for itself
/// rather than for a family of templates, and asks for little.
fn attachable(scope: &Scope<'_>) -> Option<MixinId> {
    let model = scope.model;
    model
        .mixins()
        .filter(|(id, mixin)| {
            mixin.location.is_some()
                && model.applies_to(*id, scope.id)
                && mixin.constraints.is_empty()
                && required_of(scope, *id).all(|attribute| {
                    matches!(
                        good(&attribute.value_type, attribute.name.as_str(), 0),
                        Some(Sample::Value(value)) if value != Value::Boolean(false)
                    )
                })
        })
        .min_by_key(|(id, mixin)| {
            let is_base = mixin.exclusive
                || model
                    .mixins()
                    .any(|(other, _)| other != *id && model.depends_on(other, *id));
            (is_base, required_of(scope, *id).count(), id.index())
        })
        .map(|(id, _)| id)
}

fn collection(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let title = format!(
        "Deleting the collection of {} deletes every member.",
        name_of(scope.kind)
    );
    let other = Step::Fixture(Fixture {
        entity: OTHER,
        kind: scope.kind.id.clone(),
        body: recipe.body.clone(),
        drive: Vec::new(),
    });
    Ok(base(scope, id, title, &recipe)
        .citing(&["HTTP-140"])
        .hazardous(Hazard::Collection)
        .doing([Step::OwnOnly {
            kind: scope.kind.id.clone(),
        }])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            other,
            delete(Target::Collection(scope.kind.id.clone())),
            Step::Expect(Assertion::Answer(Situation::Delete)),
            Step::Gone { entity: IT },
            Step::Gone { entity: OTHER },
            listed(scope, IT, false),
        ]))
}
