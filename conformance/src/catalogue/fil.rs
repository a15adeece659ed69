//! Family `fil`: filters of the kind's collection.

use occi_model::{Attribute, AttributeName, CategoryId, Value};

use super::{
    Catalogue,
    disc::name_of,
    recipe::{Extent, IT, Recipe},
    scope::{Scope, TARGET_KIND, TITLE},
};
use crate::{
    case::{
        Assertion, Call, Case, CaseId, Choice, Datum, Filter, Fixture, Payload, Rendering, Step,
        Target, Var,
    },
    oracle::Situation,
    values::NoValue,
};

const OTHER: Var = Var::named("other");
const TRIES: u32 = 5;

/// The cases of a kind: `3 + |M scalar|`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    let id = scope.case_id("fil", &["category"], None);
    all.add(id.clone(), by_category(scope, id));
    let id = scope.case_id("fil", &["unknown-attribute"], None);
    all.add(id.clone(), unknown_attribute(scope, id));
    let id = scope.case_id("fil", &["unknown-category"], None);
    all.add(id.clone(), unknown_category(scope, id));
    for attribute in filterable(scope) {
        let id = scope.case_id("fil", &[attribute.name.as_str()], None);
        all.add(id.clone(), by_attribute(scope, id, attribute));
    }
}

/// What has a scalar value of its own; the ends of a link and what is said of them are references.
fn filterable<'m>(scope: &Scope<'m>) -> impl Iterator<Item = &'m Attribute> {
    scope.mutable().filter(|attribute| {
        let says_the_kind = scope.is_link && attribute.name == *TARGET_KIND;
        let is_reference = matches!(attribute.value_type, occi_model::ValueType::Ref(_));
        attribute.value_type.is_scalar()
            && !is_reference
            && !says_the_kind
            && !scope.is_end(attribute)
    })
}

fn base(scope: &Scope<'_>, id: CaseId, title: String, recipe: &Recipe) -> Case {
    scope
        .case(id, title, "filter")
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
}

fn get(scope: &Scope<'_>, filter: Filter) -> Step {
    Step::Call(Call {
        method: "GET",
        target: Target::Collection(scope.kind.id.clone()),
        action: None,
        rendering: Choice::Only(Rendering::Uri),
        payload: Payload::Filter(filter),
        creates: None,
    })
}

fn by_category(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let title = format!(
        "The collection of {} filtered by the kind itself holds its members.",
        name_of(scope.kind)
    );
    Ok(base(scope, id, title, &recipe)
        .citing(&["CORE-059"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            get(scope, Filter::Category(scope.kind.id.clone())),
            Step::Expect(Assertion::Answer(Situation::Read)),
            Step::Lists {
                has: vec![IT],
                lacks: Vec::new(),
                size: None,
            },
        ]))
}

fn by_attribute(scope: &Scope<'_>, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
    let (recipe, other, wanted) = if attribute.name == *TITLE {
        let recipe = scope.recipe(Extent::Minimal)?;
        let other = recipe.body.clone();
        (recipe, other, Datum::Marker)
    } else {
        let sample = scope.good(attribute, 0).ok_or("it has no good value")?;
        let recipe = scope.recipe_with(Extent::Minimal, attribute, sample)?;
        let other = (1..TRIES)
            .map_while(|n| scope.good(attribute, n))
            .find_map(|sample| scope.recipe_with(Extent::Minimal, attribute, sample).ok())
            .ok_or("there is no second good value to tell apart")?;
        let wanted = recipe
            .get(&attribute.name)
            .cloned()
            .ok_or("the value is not part of the request")?;
        (recipe, other.body, wanted)
    };
    let title = format!(
        "The collection of {} filtered by {} holds what has the value, and nothing else.",
        name_of(scope.kind),
        attribute.name
    );
    let other = Step::Fixture(Fixture {
        entity: OTHER,
        kind: scope.kind.id.clone(),
        body: other,
        drive: Vec::new(),
    });
    Ok(base(scope, id, title, &recipe)
        .citing(&["CORE-059", "HTTP-049", "HTTP-050", "HTTP-054"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            other,
            get(
                scope,
                Filter::Attribute {
                    name: attribute.name.clone(),
                    value: wanted,
                    of: Some(IT),
                },
            ),
            Step::Expect(Assertion::Answer(Situation::Read)),
            Step::Lists {
                has: vec![IT],
                lacks: vec![OTHER],
                size: None,
            },
        ]))
}

fn unknown_attribute(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let name = AttributeName::new("com.example.no-such-attribute")
        .map_err(|_| "the name is not well-formed")?;
    let title = format!(
        "A filter of {} by an attribute that nothing defines is refused.",
        name_of(scope.kind)
    );
    let filter = Filter::Attribute {
        name,
        value: Datum::Value(Value::from("x")),
        of: None,
    };
    Ok(scope
        .case(id, title, "filter")
        .citing(&["HTTP-029"])
        .reading()
        .doing([
            get(scope, filter),
            Step::Expect(Assertion::Answer(Situation::UnknownAttribute)),
        ]))
}

fn unknown_category(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let unknown = CategoryId::parse("http://example.com/occi/none#no-such-category")
        .map_err(|_| "the identifier is not well-formed")?;
    let title = format!(
        "A filter of {} by a category that nobody offers is refused.",
        name_of(scope.kind)
    );
    Ok(scope
        .case(id, title, "filter")
        .citing(&["HTTP-028"])
        .reading()
        .doing([
            get(scope, Filter::Category(unknown)),
            Step::Expect(Assertion::Answer(Situation::UnknownCategory)),
        ]))
}
