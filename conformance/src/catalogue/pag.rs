//! Family `pag`: pages of the kind's collection.

use super::{
    Catalogue,
    disc::name_of,
    recipe::{Extent, IT},
    scope::Scope,
};
use crate::{
    case::{Assertion, Call, Case, CaseId, Choice, Fixture, Payload, Rendering, Step, Target, Var},
    oracle::Situation,
    values::NoValue,
};

const OTHERS: [Var; 2] = [Var::named("second"), Var::named("third")];

/// The cases of a kind: `6`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    let id = scope.case_id("pag", &["one"], None);
    all.add(id.clone(), one(scope, id));
    let id = scope.case_id("pag", &["union"], None);
    all.add(id.clone(), union(scope, id));
    let queries: [(&str, &str, &str, &[_], Situation, bool); 4] = [
        (
            "beyond",
            "page=1000000&number=100",
            "A page of {} beyond the end is empty.",
            &["HTTP-044"],
            Situation::Read,
            true,
        ),
        (
            "zero",
            "page=0&number=-1",
            "A page of {} that is not positive is refused.",
            &["HTTP-022"],
            Situation::BadPage,
            false,
        ),
        (
            "not-a-number",
            "page=first&number=10",
            "A page of {} that is no number is refused.",
            &["HTTP-022"],
            Situation::BadPage,
            false,
        ),
        (
            "limit",
            "page=1&number=100000000",
            "A page of {} that is too large is refused.",
            &["HTTP-043"],
            Situation::LargePage,
            false,
        ),
    ];
    for (detail, query, title, rows, situation, empty) in queries {
        let id = scope.case_id("pag", &[detail], None);
        let title = title.replace("{}", name_of(scope.kind));
        let case = scope
            .case(id.clone(), title, "page")
            .citing(rows)
            .reading()
            .doing([
                get(scope, query),
                Step::Expect(Assertion::Answer(situation)),
            ])
            .doing(empty.then(|| Step::Lists {
                has: Vec::new(),
                lacks: Vec::new(),
                size: Some(0),
            }));
        all.add(id, Ok(case));
    }
}

fn get(scope: &Scope<'_>, query: &'static str) -> Step {
    Step::Call(Call {
        method: "GET",
        target: Target::Page(scope.kind.id.clone(), query),
        action: None,
        rendering: Choice::Only(Rendering::Uri),
        payload: Payload::Nothing,
        creates: None,
    })
}

/// Three members, so that a page is less than all of them.
fn members(scope: &Scope<'_>, id: CaseId, title: String) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let others = OTHERS.map(|entity| {
        Step::Fixture(Fixture {
            entity,
            kind: scope.kind.id.clone(),
            body: recipe.body.clone(),
            drive: Vec::new(),
        })
    });
    Ok(scope
        .case(id, title, "page")
        .citing(&["CORE-059", "HTTP-040", "HTTP-042"])
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing(others))
}

fn one(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let title = format!(
        "A page of {} of size one has one member.",
        name_of(scope.kind)
    );
    Ok(members(scope, id, title)?.doing([
        get(scope, "page=1&number=1"),
        Step::Expect(Assertion::Answer(Situation::Read)),
        Step::Lists {
            has: Vec::new(),
            lacks: Vec::new(),
            size: Some(1),
        },
    ]))
}

fn union(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let title = format!(
        "The pages of {} have the size asked for, and together hold every member once.",
        name_of(scope.kind)
    );
    let [second, third] = OTHERS;
    Ok(members(scope, id, title)?.doing([Step::Pages {
        kind: scope.kind.id.clone(),
        entities: vec![IT, second, third],
    }]))
}
