//! Family `lnk`: what only links have.

use occi_model::{AttributeName, CategoryId, Value};

use super::{
    Catalogue, cre,
    disc::name_of,
    recipe::{Extent, IT, Recipe, mark},
    scope::{SOURCE, Scope, TARGET, TARGET_KIND},
};
use crate::{
    case::{
        Assertion, Call, Case, CaseId, Choice, Datum, Fact, Fixture, Need, Payload, Rendering,
        Step, Target, Var,
    },
    oracle::Situation,
    values::NoValue,
};

const SEEN: Var = Var::named("seen");
pub(super) const START: Var = Var::named("source");
const END: Var = Var::named("target");
/// A path below which nothing is.
const NOWHERE: &str = "no-such-entity";

type Maker = fn(&Scope<'_>, CaseId) -> Result<Case, NoValue>;

/// The cases of a link kind: `10`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    if !scope.is_link {
        return;
    }
    let makers: [(&str, Maker); 10] = [
        ("inline", inline),
        ("direct", direct),
        ("dangling-source", |scope, id| dangling(scope, id, SOURCE)),
        ("dangling-target", |scope, id| dangling(scope, id, TARGET)),
        ("wrong-source", |scope, id| wrong_kind(scope, id, SOURCE)),
        ("wrong-target", |scope, id| wrong_kind(scope, id, TARGET)),
        ("target-kind", target_kind),
        ("shown", shown),
        ("delete", deleted),
        ("delete-end", end_deleted),
    ];
    for (detail, make) in makers {
        let id = scope.case_id("lnk", &[detail], None);
        all.add(id.clone(), make(scope, id));
    }
}

fn base(scope: &Scope<'_>, id: CaseId, title: String, feature: &str, recipe: &Recipe) -> Case {
    scope
        .case(id, title, feature)
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
}

/// A case about a link that is there.
fn of_link(
    scope: &Scope<'_>,
    (id, title, feature): (CaseId, String, &str),
    rows: &[&'static str],
    steps: impl IntoIterator<Item = Step>,
) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    Ok(base(scope, id, title, feature, &recipe)
        .citing(rows)
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing(steps))
}

/// What a link shows: its kind and its ends.
fn shows_ends(scope: &Scope<'_>) -> Result<Step, NoValue> {
    Ok(check(vec![
        Fact::Kind(scope.kind.id.clone()),
        Fact::Value(attribute(scope, SOURCE)?, Datum::Url(START)),
        Fact::Value(attribute(scope, TARGET)?, Datum::Url(END)),
    ]))
}

fn read(entity: Var) -> Step {
    Step::Read {
        entity,
        rendering: Choice::Run,
        into: SEEN,
    }
}

fn check(facts: Vec<Fact>) -> Step {
    Step::Check { read: SEEN, facts }
}

fn delete(entity: Var) -> Step {
    Step::Call(Call {
        method: "DELETE",
        target: Target::Entity(entity),
        action: None,
        rendering: Choice::Run,
        payload: Payload::Nothing,
        creates: None,
    })
}

/// The entity that stands at the start of the link, as the recipe makes it.
fn source_kind(recipe: &Recipe) -> Result<CategoryId, NoValue> {
    recipe
        .fixtures
        .iter()
        .find_map(|step| match step {
            Step::Fixture(fixture) if fixture.entity == START => Some(fixture.kind.clone()),
            _ => None,
        })
        .ok_or("no kind fits the source")
}

/// Moves the fixture of the source out: an inline link is created with it.
fn inline(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let mut recipe = scope.recipe(Extent::Minimal)?;
    let kind = source_kind(&recipe)?;
    let mut start = None;
    recipe.fixtures.retain(|step| match step {
        Step::Fixture(fixture) if fixture.entity == START => {
            start = Some(fixture.body.clone());
            false
        }
        _ => true,
    });
    let body = start.ok_or("no kind fits the source")?;
    let title = format!(
        "A {} is created along with its source.",
        name_of(scope.kind)
    );
    let mut link = recipe.body.clone();
    link.attributes.retain(|(name, _)| *name != *SOURCE);
    Ok(base(scope, id, title, "attach", &recipe)
        .citing(&["JSON-051"])
        .needing(scope.need_of(Rendering::Json))
        .doing(recipe.fixtures.clone())
        .doing([
            Step::Call(Call {
                method: "POST",
                target: Target::Collection(kind.clone()),
                action: None,
                rendering: Choice::Prefer(Rendering::Json),
                payload: Payload::WithLink { entity: body, link },
                creates: Some((START, kind)),
            }),
            Step::Expect(Assertion::Answer(Situation::CreateOne)),
            // In the rendering of the creation, so that what that was answered with is compared,
            // links and all.
            Step::Read {
                entity: START,
                rendering: Choice::Prefer(Rendering::Json),
                into: SEEN,
            },
            Step::Inline {
                source: START,
                link: IT,
                kind: scope.kind.id.clone(),
            },
            read(IT),
            shows_ends(scope)?,
        ]))
}

fn attribute(scope: &Scope<'_>, name: &str) -> Result<AttributeName, NoValue> {
    scope
        .kind
        .attribute(name)
        .map(|attribute| attribute.name.clone())
        .ok_or("the link kind lacks an end")
}

fn direct(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let title = format!(
        "A {} created by itself names both of its ends.",
        name_of(scope.kind)
    );
    Ok(base(scope, id, title, "attach", &recipe)
        .citing(&["CORE-076", "JSON-013", "JSON-050"])
        .doing(recipe.fixtures.clone())
        .doing([
            recipe.creation(scope.kind, Choice::Run),
            Step::Expect(Assertion::Answer(Situation::CreateOne)),
            read(IT),
            shows_ends(scope)?,
        ]))
}

fn dangling(scope: &Scope<'_>, id: CaseId, end: &str) -> Result<Case, NoValue> {
    let mut recipe = scope.recipe(Extent::Minimal)?;
    let name = attribute(scope, end)?;
    let kept = recipe
        .get(&name)
        .cloned()
        .ok_or("the link has no such end")?;
    let Datum::Url(var) = kept else {
        return Err("the end is no entity");
    };
    recipe.set(&name, Datum::Beside(var, NOWHERE));
    let title = format!(
        "A {} whose {name} leads nowhere is refused.",
        name_of(scope.kind)
    );
    let row = if end == SOURCE {
        "CORE-077"
    } else {
        "CORE-078"
    };
    let case = base(scope, id, title, "attach", &recipe).citing(&[row]);
    Ok(cre::refused(
        scope,
        case,
        &recipe,
        Choice::Run,
        Situation::BadReference,
    ))
}

fn wrong_kind(scope: &Scope<'_>, id: CaseId, end: &str) -> Result<Case, NoValue> {
    let model = scope.model;
    let mut recipe = scope.recipe(Extent::Minimal)?;
    let name = attribute(scope, end)?;
    let allowed = if end == SOURCE {
        &scope.kind.source
    } else {
        &scope.kind.target
    };
    let resource = model.core().resource;
    // Where any resource may stand, a link may not.
    let unfit = scope
        .makeable(|kind| {
            model.is_a(kind, resource)
                && !allowed.is_empty()
                && !allowed.iter().any(|&one| model.is_a(kind, one))
        })
        .or_else(|| scope.makeable(|kind| !model.is_a(kind, resource)))
        .ok_or("every kind of the model fits")?;
    // Exactly this kind: one of its descendants may fit.
    let var = Var::named("unfit");
    let made = scope.recipe_of(unfit, &var)?;
    let definition = model.kind(unfit);
    let mut body = made.body;
    mark(definition, &mut body);
    let unfit = definition.id.clone();
    recipe.needs.extend(made.needs);
    recipe.needs.push(Need::Offers(unfit.clone()));
    recipe.after.extend(made.after);
    recipe.fixtures.extend(made.fixtures);
    recipe.fixtures.push(Step::Fixture(Fixture {
        entity: var.clone(),
        kind: unfit.clone(),
        body,
        drive: Vec::new(),
    }));
    recipe.set(&name, Datum::Url(var));
    let title = format!(
        "A {} whose {name} is a {} is refused.",
        name_of(scope.kind),
        unfit.term()
    );
    let row = if end == SOURCE {
        "CORE-077"
    } else {
        "CORE-076"
    };
    let case = base(scope, id, title, "attach", &recipe).citing(&[row]);
    Ok(cre::refused(
        scope,
        case,
        &recipe,
        Choice::Run,
        Situation::BadReference,
    ))
}

fn target_kind(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let name = attribute(scope, TARGET_KIND)
        .map_err(|_| "the version has no attribute for the kind of the target")?;
    let given = scope
        .kind
        .attribute(TARGET_KIND)
        .and_then(|attribute| scope.good(attribute, 0));
    let Some(crate::values::Sample::Value(kind)) = given else {
        return Err("no kind fits the target");
    };
    let mut recipe = scope.recipe(Extent::Minimal)?;
    recipe.set(&name, Datum::Value(Value::clone(&kind)));
    let title = format!("A {} tells the kind of its target.", name_of(scope.kind));
    Ok(base(scope, id, title, "attach", &recipe)
        .citing(&["CORE-080"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([read(IT), check(vec![Fact::Value(name, Datum::Value(kind))])]))
}

fn shown(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let title = format!("The source of a {} shows it.", name_of(scope.kind));
    of_link(
        scope,
        (id, title, "attach"),
        &["CORE-070", "CORE-076"],
        [read(START), check(vec![Fact::ShowsLink(IT)])],
    )
}

fn deleted(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let title = format!(
        "A deleted {} has left its source, and both ends stay.",
        name_of(scope.kind)
    );
    let steps = [
        // Also so that the link is known by its id.
        read(IT),
        delete(IT),
        Step::Expect(Assertion::Answer(Situation::Delete)),
        Step::Gone { entity: IT },
        read(START),
        check(vec![Fact::LacksLink(IT)]),
        read(END),
    ];
    let rows = &["CORE-074", "HTTP-107"];
    of_link(scope, (id, title, "detach"), rows, steps)
}

fn end_deleted(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let title = format!(
        "Deleting the source of a {} deletes the link.",
        name_of(scope.kind)
    );
    let steps = [
        delete(START),
        Step::Expect(Assertion::Answer(Situation::Delete)),
        Step::Gone { entity: IT },
        read(END),
    ];
    let rows = &["CORE-075", "HTTP-107"];
    of_link(scope, (id, title, "detach"), rows, steps)
}
