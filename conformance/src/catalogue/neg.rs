//! Family `neg`: requests that no server may take.

use occi_model::{AttributeName, Value};

use super::{
    Catalogue, cre,
    disc::name_of,
    recipe::{Extent, IT, Recipe},
    scope::Scope,
};
use crate::{
    case::{Assertion, Call, Case, CaseId, Choice, Datum, Need, Payload, Rendering, Step, Target},
    oracle::Situation,
    values::NoValue,
};

/// The cases of a kind: `6 + w`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    let id = scope.case_id("neg", &["unknown-attribute"], None);
    all.add(id.clone(), unknown_attribute(scope, id));
    let id = scope.case_id("neg", &["other-kind"], None);
    all.add(id.clone(), other_kind(scope, id));
    for rendering in Rendering::ENTITY {
        let id = scope.case_id("neg", &["malformed"], Some(rendering));
        let (content_type, text) = malformed(scope, rendering);
        let title = format!(
            "A malformed payload of type {content_type} creates no {}.",
            name_of(scope.kind)
        );
        let case = raw(
            scope,
            id.clone(),
            title,
            content_type,
            text,
            Situation::Malformed,
        )
        .map(|case| case.needing(scope.need_of(rendering)));
        all.add(id, case);
    }
    let kind_id = scope.kind.id.as_str();
    for (detail, text) in [
        ("shape-top", "[1, \"two\", null]".to_owned()),
        (
            "shape-attributes",
            format!("{{\"kind\": \"{kind_id}\", \"attributes\": [\"occi.core.title\"]}}"),
        ),
        (
            "shape-mixins",
            format!("{{\"kind\": \"{kind_id}\", \"mixins\": {{\"a\": 1}}}}"),
        ),
    ] {
        let id = scope.case_id("neg", &[detail], None);
        let title = format!(
            "JSON of a wrong shape ({detail}) creates no {}.",
            name_of(scope.kind)
        );
        let case = raw(
            scope,
            id.clone(),
            title,
            Rendering::Json.media().as_str(),
            text,
            Situation::WrongShape,
        )
        .map(|case| case.needing(scope.need_of(Rendering::Json)));
        all.add(id, case);
    }
    let id = scope.case_id("neg", &["two-kinds"], None);
    let other = another_kind(scope);
    let text = format!(
        "Category: {}; scheme=\"{}\"; class=\"kind\"\r\nCategory: {}; scheme=\"{}\"; class=\"kind\"\r\n",
        scope.kind.id.term(),
        scope.kind.id.scheme(),
        other.term(),
        other.scheme(),
    );
    let title = format!(
        "A request with two kinds creates no {}.",
        name_of(scope.kind)
    );
    let case = raw(
        scope,
        id.clone(),
        title,
        Rendering::Plain.media().as_str(),
        text,
        Situation::TwoKinds,
    );
    all.add(id, case);
}

fn base(scope: &Scope<'_>, id: CaseId, title: String, recipe: &Recipe) -> Case {
    scope
        .case(id, title, "create")
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
}

fn unknown_attribute(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let name = AttributeName::new("com.example.no-such-attribute")
        .map_err(|_| "the name is not well-formed")?;
    let mut recipe = scope.recipe(Extent::Minimal)?;
    recipe.set(&name, Datum::Value(Value::from("x")));
    let title = format!(
        "A {} with an attribute that nothing defines is refused.",
        name_of(scope.kind)
    );
    let case = base(scope, id, title, &recipe).citing(&["HTTP-029"]);
    Ok(cre::refused(
        scope,
        case,
        &recipe,
        Choice::Run,
        Situation::UnknownAttribute,
    ))
}

/// A kind that the endpoint has besides the one at hand; the base of resources or links else.
fn another_kind(scope: &Scope<'_>) -> occi_model::CategoryId {
    let core = scope.model.core();
    let fallback = if scope.id == core.resource {
        core.link
    } else {
        core.resource
    };
    let other = scope
        .makeable(|id| {
            id != scope.id && !scope.model.is_a(scope.id, id) && !scope.model.is_a(id, scope.id)
        })
        .unwrap_or(fallback);
    scope.model.kind(other).id.clone()
}

fn other_kind(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let other = another_kind(scope);
    let location = scope
        .model
        .find_kind(other.as_str())
        .and_then(|id| scope.model.kind(id).location.as_ref());
    if location.is_none() {
        return Err("no other kind has a location");
    }
    let recipe = scope.recipe(Extent::Minimal)?;
    let kind = scope.kind.id.clone();
    let title = format!(
        "A {} sent to the location of {} is refused.",
        name_of(scope.kind),
        other.term()
    );
    Ok(base(scope, id, title, &recipe)
        .citing(&["HTTP-117"])
        .needing([Need::Offers(other.clone())])
        .doing(recipe.fixtures.clone())
        .doing([
            Step::Call(Call {
                method: "POST",
                target: Target::Collection(other),
                action: None,
                rendering: Choice::Run,
                payload: Payload::Entity(recipe.body.clone()),
                creates: Some((IT, kind.clone())),
            }),
            Step::Expect(Assertion::Answer(Situation::OtherKind)),
            Step::NothingCreated { entity: IT, kind },
        ]))
}

/// A payload cut in the middle of a quoted string.
fn malformed(scope: &Scope<'_>, rendering: Rendering) -> (&'static str, String) {
    let (term, scheme) = (scope.kind.id.term(), scope.kind.id.scheme());
    match rendering {
        Rendering::Json => (
            rendering.media().as_str(),
            format!("{{\"kind\": \"{scheme}{term}\", \"title\": \"cut"),
        ),
        // In the header form the category is a header field; the engine sends the text so.
        Rendering::Occi => (
            rendering.media().as_str(),
            format!("Category: {term}; scheme=\"{scheme}"),
        ),
        _ => (
            rendering.media().as_str(),
            format!("Category: {term}; scheme=\"{scheme}\r\n"),
        ),
    }
}

fn raw(
    scope: &Scope<'_>,
    id: CaseId,
    title: String,
    content_type: &'static str,
    text: String,
    situation: Situation,
) -> Result<Case, NoValue> {
    let mut recipe = scope.recipe(Extent::Minimal)?;
    recipe.fixtures.clear();
    let kind = scope.kind.id.clone();
    let citing: &[_] = match situation {
        Situation::TwoKinds => &["CORE-068"],
        Situation::WrongShape => &["JSON-057"],
        _ if content_type.ends_with("json") => &["HTTP-022", "JSON-057"],
        _ => &["HTTP-022"],
    };
    Ok(base(scope, id, title, &recipe).citing(citing).doing([
        Step::Remember { kind: kind.clone() },
        Step::Call(Call {
            method: "POST",
            target: Target::Collection(kind.clone()),
            action: None,
            rendering: Choice::Run,
            payload: Payload::Raw { content_type, text },
            creates: Some((IT, kind.clone())),
        }),
        Step::Expect(Assertion::Answer(situation)),
        Step::NothingCreated { entity: IT, kind },
    ]))
}
