//! Families `cre.min`, `cre.full`, `cre.miss`: creation.

use super::{
    Catalogue,
    disc::name_of,
    recipe::{Extent, IT, Recipe},
    scope::Scope,
};
use crate::{
    case::{Assertion, Case, CaseId, Choice, Datum, Fact, Rendering, Step, Var},
    oracle::Situation,
    values::NoValue,
};

const SEEN: Var = Var::named("seen");

/// The cases of a kind: `2w + |R|`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    for rendering in Rendering::ENTITY {
        let id = scope.case_id("cre.min", &[], Some(rendering));
        all.add(id.clone(), minimal(scope, id, rendering));
        let id = scope.case_id("cre.full", &[], Some(rendering));
        all.add(id.clone(), full(scope, id, rendering));
    }
    for attribute in scope.required() {
        let id = scope.case_id("cre.miss", &[attribute.name.as_str()], None);
        let made = scope.recipe(Extent::Minimal).map(|mut recipe| {
            recipe.omit(&attribute.name);
            let title = format!(
                "A {} without {} is refused.",
                name_of(scope.kind),
                attribute.name
            );
            let case = scope
                .case(id.clone(), title, "create")
                .citing(&["CORE-019", "HTTP-022", "JSON-047"])
                .needing(recipe.needs.clone())
                .after(recipe.after.clone());
            refused(scope, case, &recipe, Choice::Run, Situation::Missing)
        });
        all.add(id, made);
    }
}

fn minimal(scope: &Scope<'_>, id: CaseId, rendering: Rendering) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let title = format!(
        "A {} with only the required attributes is created by {}.",
        name_of(scope.kind),
        rendering.media().as_str()
    );
    let mut facts = facts_of(scope, &recipe);
    if let Some(machine) = scope.machine() {
        facts.push(Fact::Initial {
            attribute: machine.attribute.clone(),
            state: machine.initial.to_string(),
        });
    }
    let case = scope
        .case(id, title, "create")
        .citing(&[
            "CORE-023", "CORE-053", "CORE-068", "HTTP-085", "HTTP-119", "HTTP-121", "HTTP-122",
        ])
        .citing(by_rendering(rendering, scope.is_link));
    let case = created(scope, case, recipe, rendering, facts);
    Ok(case.doing([Step::Listed {
        entity: IT,
        collection: scope.kind.id.clone(),
        rendering: Choice::Only(rendering),
        present: true,
    }]))
}

fn full(scope: &Scope<'_>, id: CaseId, rendering: Rendering) -> Result<Case, NoValue> {
    let extent = if rendering == Rendering::Json {
        Extent::Full
    } else {
        Extent::Text
    };
    let recipe = scope.recipe(extent)?;
    let title = format!(
        "A {} with every attribute that a client may set is created by {}.",
        name_of(scope.kind),
        rendering.media().as_str()
    );
    let facts = facts_of(scope, &recipe);
    let case = scope
        .case(id, title, "create")
        .citing(&["CORE-002", "CORE-029", "CORE-070", "HTTP-077"])
        .citing(by_rendering(rendering, scope.is_link));
    Ok(created(scope, case, recipe, rendering, facts))
}

const fn by_rendering(rendering: Rendering, is_link: bool) -> &'static [&'static str] {
    match (rendering, is_link) {
        (Rendering::Json, false) => &["JSON-049"],
        (Rendering::Json, true) => &["JSON-050"],
        (Rendering::Occi, _) => &["TXT-003", "TXT-004"],
        _ => &["TXT-006"],
    }
}

/// What a creation promises: the kind, the values given, everything inside its facets.
pub(super) fn facts_of(scope: &Scope<'_>, recipe: &Recipe) -> Vec<Fact> {
    let mut facts = vec![Fact::Kind(scope.kind.id.clone()), Fact::Valid];
    facts.extend(
        recipe
            .body
            .attributes
            .iter()
            .map(|(name, value)| Fact::Value(name.clone(), value.clone())),
    );
    facts
}

fn created(
    scope: &Scope<'_>,
    case: Case,
    recipe: Recipe,
    rendering: Rendering,
    facts: Vec<Fact>,
) -> Case {
    let creation = recipe.creation(scope.kind, Choice::Only(rendering));
    case.needing(recipe.needs)
        .needing(scope.need_of(rendering))
        .after(recipe.after.into_iter().filter(|id| {
            // Creation stands by itself in each rendering; only its fixtures are prerequisites.
            id.family() != "cre.min" || id.subject() != scope.subject()
        }))
        .doing(recipe.fixtures)
        .doing([
            creation,
            Step::Expect(Assertion::Answer(Situation::CreateOne)),
            Step::Expect(Assertion::Location(IT)),
            Step::Read {
                entity: IT,
                rendering: Choice::Only(rendering),
                into: SEEN,
            },
            Step::Check { read: SEEN, facts },
        ])
}

/// A creation that must be refused and leave nothing.
pub(super) fn refused(
    scope: &Scope<'_>,
    case: Case,
    recipe: &Recipe,
    rendering: Choice,
    situation: Situation,
) -> Case {
    let marked = recipe
        .body
        .attributes
        .iter()
        .any(|(_, value)| matches!(value, Datum::Marker));
    let kind = scope.kind.id.clone();
    let remember = (!marked).then(|| Step::Remember { kind: kind.clone() });
    case.doing(recipe.fixtures.clone()).doing(remember).doing([
        recipe.creation(scope.kind, rendering),
        Step::Expect(Assertion::Answer(situation)),
        Step::NothingCreated { entity: IT, kind },
    ])
}
