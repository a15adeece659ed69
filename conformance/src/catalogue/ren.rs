//! Families `ren.get`, `ren.list`, `ren.same`: reading in every rendering.

use super::{
    Catalogue, cre,
    disc::name_of,
    recipe::{Extent, IT, Recipe},
    scope::Scope,
};
use crate::{
    case::{Case, CaseId, Choice, Rendering, Step, Var},
    values::NoValue,
};

const PLAIN: Var = Var::named("as text/plain");
const OCCI: Var = Var::named("as text/occi");
const JSON: Var = Var::named("as JSON");

/// The cases of a kind: `e + l + 1`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    for rendering in Rendering::ENTITY {
        let id = scope.case_id("ren.get", &[], Some(rendering));
        all.add(id.clone(), get(scope, id, rendering));
    }
    for rendering in Rendering::LISTING {
        let id = scope.case_id("ren.list", &[], Some(rendering));
        all.add(id.clone(), list(scope, id, rendering));
    }
    let id = scope.case_id("ren.same", &[], None);
    all.add(id.clone(), same(scope, id));
}

fn base(scope: &Scope<'_>, id: CaseId, title: String, feature: &str, recipe: &Recipe) -> Case {
    scope
        .case(id, title, feature)
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
}

fn get(scope: &Scope<'_>, id: CaseId, rendering: Rendering) -> Result<Case, NoValue> {
    let extent = if rendering == Rendering::Json {
        Extent::Full
    } else {
        Extent::Text
    };
    let recipe = scope.recipe(extent)?;
    let facts = cre::facts_of(scope, &recipe);
    let title = format!(
        "A {} is read as {}.",
        name_of(scope.kind),
        rendering.media().as_str()
    );
    let mut case = base(scope, id, title, "read", &recipe)
        .citing(&["CORE-070", "HTTP-014", "HTTP-076", "HTTP-077", "HTTP-154"]);
    match rendering {
        Rendering::Json => case.cite(&["CMP-004", "JSON-001", "JSON-037"]),
        Rendering::Occi => case.cite(&["CMP-003", "TXT-003", "TXT-005"]),
        _ => case.cite(&["CMP-003", "TXT-048", "TXT-049"]),
    }
    Ok(case
        .needing(scope.need_of(rendering))
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            Step::Read {
                entity: IT,
                rendering: Choice::Only(rendering),
                into: PLAIN,
            },
            Step::Check { read: PLAIN, facts },
        ]))
}

fn list(scope: &Scope<'_>, id: CaseId, rendering: Rendering) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let title = format!(
        "The collection of {} lists its members as {}.",
        name_of(scope.kind),
        rendering.media().as_str()
    );
    let mut case = base(scope, id, title, "list", &recipe)
        .citing(&["CORE-053", "CORE-057", "HTTP-014", "HTTP-109", "HTTP-110"]);
    match rendering {
        Rendering::Json => case.cite(&["JSON-026"]),
        Rendering::Occi => case.cite(&["TXT-038"]),
        Rendering::Uri => case.cite(&["TXT-065", "TXT-066"]),
        Rendering::Plain => case.cite(&["TXT-035"]),
    }
    Ok(case
        .needing(scope.need_of(rendering))
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([Step::Listed {
            entity: IT,
            collection: scope.kind.id.clone(),
            rendering: Choice::Only(rendering),
            present: true,
        }]))
}

fn same(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Text)?;
    let title = format!(
        "Every rendering says the same about a {}.",
        name_of(scope.kind)
    );
    let read = |rendering, into| Step::Read {
        entity: IT,
        rendering: Choice::Only(rendering),
        into,
    };
    let agree = |left, right| Step::Same {
        left,
        right,
        except: Vec::new(),
    };
    let json = scope.need_of(Rendering::Json).is_none();
    let mut steps = vec![
        read(Rendering::Plain, PLAIN),
        read(Rendering::Occi, OCCI),
        agree(PLAIN, OCCI),
    ];
    if json {
        steps.push(read(Rendering::Json, JSON));
        steps.push(agree(PLAIN, JSON));
    }
    Ok(base(scope, id, title, "read", &recipe)
        .citing(&["HTTP-154", "JSON-055"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing(steps))
}
