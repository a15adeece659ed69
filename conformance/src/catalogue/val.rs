//! Families `val.bad`, `val.edge`, `val.default`: values at creation.

use occi_model::Attribute;

use super::{
    Catalogue, cre,
    disc::name_of,
    recipe::{Extent, IT},
    scope::{Scope, TARGET_KIND},
};
use crate::{
    case::{Assertion, Case, CaseId, Choice, Datum, Fact, Rendering, Step, Var},
    oracle::Situation,
    values::{Edge, NoValue, Sample, bad, edges},
};

const SEEN: Var = Var::named("seen");
const SEEN_AS_TEXT: Var = Var::named("seen as text");

/// The cases of a kind: `Σ v(a) + Σ b(a)` over what a client may set, and `|D|`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    for attribute in scope.settable() {
        let name = attribute.name.as_str();
        for bad in bad(&attribute.value_type, name, scope.is_end(attribute)) {
            let id = scope.case_id("val.bad", &[name, bad.class], None);
            let made = bad
                .value
                .and_then(|sample| refused(scope, id.clone(), attribute, bad.class, sample));
            all.add(id, made);
        }
        for edge in edges_of(scope, attribute) {
            let id = scope.case_id("val.edge", &[name, &edge.name], None);
            let made = edge
                .value
                .and_then(|sample| taken(scope, id.clone(), attribute, &edge.name, sample));
            all.add(id, made);
        }
    }
    for attribute in scope.defaulted() {
        let id = scope.case_id("val.default", &[attribute.name.as_str()], None);
        all.add(id.clone(), default(scope, id, attribute));
    }
}

/// The edges of an attribute. The kind of a link's target names a category, whose only form is its
/// identifier.
fn edges_of(scope: &Scope<'_>, attribute: &Attribute) -> Vec<Edge> {
    if scope.is_link && attribute.name == *TARGET_KIND {
        return vec![Edge {
            name: "identifier".to_owned(),
            value: scope.good(attribute, 0).ok_or("no kind fits the target"),
        }];
    }
    edges(
        &attribute.value_type,
        attribute.name.as_str(),
        scope.is_end(attribute),
    )
}

/// Bad values travel in the rendering of the run, lists only in JSON (D-58).
fn rendering_of(sample: &Sample) -> Choice {
    match sample {
        Sample::Value(occi_model::Value::List(_) | occi_model::Value::Hash(_)) => {
            Choice::Prefer(Rendering::Json)
        }
        _ => Choice::Run,
    }
}

fn refused(
    scope: &Scope<'_>,
    id: CaseId,
    attribute: &Attribute,
    class: &str,
    sample: Sample,
) -> Result<Case, NoValue> {
    let rendering = rendering_of(&sample);
    let shown = describe(&sample);
    let recipe = scope.recipe_with_bad(attribute, sample)?;
    let title = format!(
        "A {} whose {} is bad ({class}) is refused.",
        name_of(scope.kind),
        attribute.name
    );
    let need = (rendering != Choice::Run)
        .then(|| scope.need_of(Rendering::Json))
        .flatten();
    let case = scope
        .case(id, title, "create")
        .citing(&["CORE-021", "HTTP-022", "JSON-043"])
        .with("value", shown)
        .needing(recipe.needs.clone())
        .needing(need)
        .after(recipe.after.clone());
    let situation = match class {
        "dangling" | "wrong-kind" => Situation::BadReference,
        _ if scope.is_end(attribute) => Situation::BadReference,
        _ => Situation::BadValue,
    };
    Ok(cre::refused(scope, case, &recipe, rendering, situation))
}

fn taken(
    scope: &Scope<'_>,
    id: CaseId,
    attribute: &Attribute,
    edge: &str,
    sample: Sample,
) -> Result<Case, NoValue> {
    let shown = describe(&sample);
    let recipe = scope.recipe_with(Extent::Minimal, attribute, sample)?;
    // Both renderings read the value back: a writer that spoils it may be either one. Strings go
    // out as text, where quoting matters.
    let scalar = attribute.value_type.is_scalar();
    let rendering = match (scalar, attribute.value_type.is_text()) {
        (false, _) => Choice::Prefer(Rendering::Json),
        (true, true) => Choice::Prefer(Rendering::Plain),
        (true, false) => Choice::Run,
    };
    let value = recipe
        .get(&attribute.name)
        .cloned()
        .ok_or("the value is not part of the request")?;
    let value = as_shown(attribute, value)?;
    let fact = vec![Fact::Value(attribute.name.clone(), value)];
    let title = format!(
        "A {} whose {} is at an edge ({edge}) is created, and the value is kept exactly.",
        name_of(scope.kind),
        attribute.name
    );
    let mut case = scope
        .case(id, title, "create")
        .citing(&["CORE-002"])
        .with("value", shown)
        .needing(recipe.needs.clone())
        .after(recipe.after.clone());
    if edge == "quotes" {
        case.cite(&["TXT-052", "TXT-053", "TXT-054"]);
    }
    let need = (!scalar).then(|| scope.need_of(Rendering::Json)).flatten();
    let creation = recipe.creation(scope.kind, rendering);
    let mut steps = vec![
        creation,
        Step::Expect(Assertion::Answer(Situation::CreateOne)),
        Step::Read {
            entity: IT,
            rendering: if scalar {
                Choice::Run
            } else {
                Choice::Prefer(Rendering::Json)
            },
            into: SEEN,
        },
        Step::Check {
            read: SEEN,
            facts: fact.clone(),
        },
    ];
    if scalar {
        steps.push(Step::Read {
            entity: IT,
            rendering: Choice::Only(Rendering::Plain),
            into: SEEN_AS_TEXT,
        });
        steps.push(Step::Check {
            read: SEEN_AS_TEXT,
            facts: fact,
        });
    }
    Ok(case.needing(need).doing(recipe.fixtures).doing(steps))
}

/// A given value as it is shown: with the members, too, that it leaves out and that have defaults.
pub(super) fn as_shown(attribute: &Attribute, given: Datum) -> Result<Datum, NoValue> {
    match given {
        Datum::Value(value) => attribute
            .value_type
            .check(value)
            .map(Datum::Value)
            .map_err(|_| "the value is not of its type"),
        other => Ok(other),
    }
}

fn default(scope: &Scope<'_>, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
    let value = attribute.default_value().ok_or("it has no fixed default")?;
    let mut recipe = scope.recipe(Extent::Minimal)?;
    recipe.omit(&attribute.name);
    let title = format!(
        "A {} without {} gets the default.",
        name_of(scope.kind),
        attribute.name
    );
    let case = scope
        .case(id, title, "create")
        .citing(&["CORE-020", "JSON-046"])
        .with("value", value.to_string())
        .needing(recipe.needs.clone())
        .after(recipe.after.clone());
    let creation = recipe.creation(scope.kind, Choice::Run);
    Ok(case.doing(recipe.fixtures).doing([
        creation,
        Step::Expect(Assertion::Answer(Situation::CreateOne)),
        Step::Read {
            entity: IT,
            rendering: Choice::Run,
            into: SEEN,
        },
        Step::Check {
            read: SEEN,
            facts: vec![Fact::Value(
                attribute.name.clone(),
                Datum::Value(value.clone()),
            )],
        },
    ]))
}

/// A sample for reports.
pub(super) fn describe(sample: &Sample) -> String {
    match sample {
        Sample::Value(value) => {
            let text = value.to_string();
            if text.chars().count() > 80 {
                let start: String = text.chars().take(60).collect();
                format!("{start}… ({} characters)", text.chars().count())
            } else {
                text
            }
        }
        Sample::Entity(_) => "the absolute URL of an entity".to_owned(),
        Sample::EntityPath(_) => "the absolute path of an entity".to_owned(),
        Sample::Unfit(kind) => format!("an entity that is no {}", kind.term()),
    }
}
