//! Family `tag`: the life of a user mixin. One set of cases for a model, not for a kind.

use occi_model::{KindId, Model};

use super::{
    Catalogue,
    recipe::{Extent, IT, Recipe},
    scope::{Names, Scope, versions_of},
};
use crate::{
    case::{
        Assertion, Case, CaseId, Choice, Fact, Fixture, Hazard, Need, Prefix, Step, TagStep, Var,
    },
    oracle::Situation,
    values::NoValue,
};

const OTHER: Var = Var::named("other");
const SEEN: Var = Var::named("seen");

/// The cases of a model: `8`.
pub(super) fn model(model: &Model, names: &Names, all: &mut Catalogue) {
    let kind = taggable(model);
    let parts = [
        "add",
        "location",
        "associate",
        "replace",
        "dissociate",
        "delete",
        "reserved",
        "collision",
    ];
    for part in parts {
        let id = CaseId::new(Prefix::Protocol, "user-mixins", "tag", &[part], None);
        let made = match kind {
            Some(kind) => case(&Scope::new(model, names, kind), id.clone(), part),
            None => Err("no kind of the model can be instantiated"),
        };
        all.add(id, made);
    }
}

/// A kind to be tagged: of an extension rather than of Core, and with few required attributes.
fn taggable(model: &Model) -> Option<KindId> {
    let core = model.kind(model.core().entity).extension;
    model
        .kinds()
        .filter(|(id, kind)| !kind.is_abstract && kind.location.is_some() && !model.is_link(*id))
        .min_by_key(|(id, kind)| {
            let required = kind.all_attributes.iter().filter(|a| a.required).count();
            (kind.extension == core, required, id.index())
        })
        .map(|(id, _)| id)
}

fn case(scope: &Scope<'_>, id: CaseId, part: &str) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let other = Step::Fixture(Fixture {
        entity: OTHER,
        kind: scope.kind.id.clone(),
        body: recipe.body.clone(),
        drive: Vec::new(),
    });
    let read = || Step::Read {
        entity: IT,
        rendering: Choice::Run,
        into: SEEN,
    };
    let check = |fact| Step::Check {
        read: SEEN,
        facts: vec![fact],
    };
    let tagged = |entity, present| Step::Tagged { entity, present };
    let expect = |situation| Step::Expect(Assertion::Answer(situation));
    let (title, rows, steps): (_, &[&'static str], Vec<Step>) = match part {
        "add" => (
            "A user mixin that is added is shown in the query interface.",
            &["CORE-083", "HTTP-062", "HTTP-066"],
            vec![
                Step::UserMixin(TagStep::Add),
                Step::UserMixin(TagStep::Shown(1)),
            ],
        ),
        "location" => (
            "The location of a new user mixin is an empty collection.",
            &["HTTP-067"],
            vec![
                Step::UserMixin(TagStep::Add),
                Step::UserMixin(TagStep::Empty),
            ],
        ),
        "associate" => (
            "An instance joins a user mixin and shows it.",
            &["CORE-034", "CORE-039", "CORE-054"],
            with(
                recipe.clone(),
                scope,
                vec![
                    Step::Tag { entity: IT },
                    tagged(IT, true),
                    read(),
                    check(Fact::Tagged(true)),
                ],
            ),
        ),
        "replace" => (
            "PUT on the location of a user mixin makes its members exactly those named.",
            &["HTTP-113"],
            with(
                recipe.clone(),
                scope,
                vec![
                    other,
                    Step::Tag { entity: IT },
                    Step::UserMixin(TagStep::Members("PUT", OTHER)),
                    expect(Situation::Associate),
                    tagged(OTHER, true),
                    tagged(IT, false),
                    read(),
                    check(Fact::Tagged(false)),
                ],
            ),
        ),
        "dissociate" => (
            "An instance leaves a user mixin and stays.",
            &["CORE-055", "HTTP-142", "HTTP-143"],
            with(
                recipe.clone(),
                scope,
                vec![
                    other,
                    Step::Tag { entity: IT },
                    Step::UserMixin(TagStep::Members("POST", OTHER)),
                    expect(Situation::Associate),
                    Step::UserMixin(TagStep::Members("DELETE", IT)),
                    expect(Situation::Dissociate),
                    tagged(IT, false),
                    tagged(OTHER, true),
                    read(),
                    check(Fact::Tagged(false)),
                ],
            ),
        ),
        "delete" => (
            "A user mixin that is removed is gone from the query interface and from its members.",
            &["CORE-083", "HTTP-070", "HTTP-072", "HTTP-074"],
            with(
                recipe.clone(),
                scope,
                vec![
                    Step::Tag { entity: IT },
                    Step::UserMixin(TagStep::Remove),
                    expect(Situation::RemoveMixin),
                    Step::UserMixin(TagStep::Shown(0)),
                    read(),
                    check(Fact::Tagged(false)),
                ],
            ),
        ),
        "reserved" => (
            "A user mixin under the scheme of the standard is refused.",
            &["HTTP-068"],
            vec![
                Step::UserMixin(TagStep::AddReserved),
                expect(Situation::ReservedScheme),
                Step::UserMixin(TagStep::Shown(0)),
            ],
        ),
        _ => (
            "A user mixin that exists already is not added twice.",
            &["HTTP-068"],
            vec![
                Step::UserMixin(TagStep::Add),
                Step::UserMixin(TagStep::AddAgain),
                expect(Situation::MixinExists),
                Step::UserMixin(TagStep::Shown(1)),
            ],
        ),
    };
    let mut case = scope
        .case(id, title.to_owned(), "tag")
        .citing(rows)
        .hazardous(Hazard::Namespace)
        .doing(steps);
    case.category = None;
    case.capabilities = vec!["occi-user-mixins".to_owned()];
    case.versions = versions_of(scope.model.profile());
    case.needs = vec![Need::UserMixins];
    let needs_entity = case
        .steps
        .iter()
        .any(|step| matches!(step, Step::Fixture(_)));
    if needs_entity {
        case = case
            .needing(recipe.needs)
            .needing([Need::Offers(scope.kind.id.clone())])
            .after(recipe.after);
    }
    Ok(case)
}

fn with(recipe: Recipe, scope: &Scope<'_>, steps: Vec<Step>) -> Vec<Step> {
    let mut all = recipe.into_fixture(scope.kind, Vec::new());
    all.extend(steps);
    all
}
