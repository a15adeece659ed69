//! Families `ro.cre`, `ro.upd`, `ro.once`: what a client may not set.

use occi_model::{Attribute, Value, ValueType};

use super::{
    Catalogue, cre,
    disc::name_of,
    recipe::{Extent, IT},
    scope::{ID, Scope},
};
use crate::{
    case::{Assertion, Body, Call, Case, CaseId, Choice, Datum, Fact, Payload, Step, Target, Var},
    oracle::Situation,
    values::{NoValue, Sample},
};

const BEFORE: Var = Var::named("before");
const AFTER: Var = Var::named("after");

/// An id that no server mints.
const FOREIGN_ID: &str = "urn:uuid:0c0ffee0-0000-4000-8000-000000000000";

/// The cases of a kind: `2·|I| + |C|`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    for attribute in scope.read_only() {
        let id = scope.case_id("ro.cre", &[attribute.name.as_str()], None);
        all.add(id.clone(), at_creation(scope, id, attribute));
        let id = scope.case_id("ro.upd", &[attribute.name.as_str()], None);
        all.add(id.clone(), at_update(scope, id, attribute));
    }
    for attribute in scope.settable().filter(|attribute| !attribute.is_mutable()) {
        let id = scope.case_id("ro.once", &[attribute.name.as_str()], None);
        all.add(id.clone(), once(scope, id, attribute));
    }
}

/// A value that the server would not have chosen itself.
fn foreign(scope: &Scope<'_>, attribute: &Attribute) -> Result<Value, NoValue> {
    if attribute.name == *ID {
        return Ok(Value::from(FOREIGN_ID));
    }
    if let (Some(machine), ValueType::Enum(literals)) = (scope.machine(), &attribute.value_type)
        && machine.attribute == attribute.name
    {
        return literals
            .literals
            .iter()
            .find(|literal| literal.name != machine.initial)
            .map(|literal| Value::from(&*literal.name))
            .ok_or("the state machine has one state only");
    }
    match scope
        .good(attribute, 1)
        .or_else(|| scope.good(attribute, 0))
    {
        Some(Sample::Value(value)) => Ok(value),
        _ => Err("a read-only reference has no value that a client could make up"),
    }
}

fn at_creation(scope: &Scope<'_>, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
    let value = foreign(scope, attribute)?;
    let mut recipe = scope.recipe(Extent::Minimal)?;
    recipe.set(&attribute.name, Datum::Value(value.clone()));
    let rendering = scope.rendering_for(attribute);
    let base = |title: String| {
        scope
            .case(id, title, "create")
            .citing(&["CORE-005"])
            .with("value", value.to_string())
    };
    if attribute.name == *ID {
        // D-116: ignored, whatever its form.
        let title = format!(
            "An id in the creation of a {} is not taken over.",
            name_of(scope.kind)
        );
        let creation = recipe.creation(scope.kind, rendering);
        return Ok(base(title)
            .citing(&["CORE-072"])
            .needing(recipe.needs)
            .after(recipe.after)
            .doing(recipe.fixtures)
            .doing([
                creation,
                Step::Expect(Assertion::Answer(Situation::CreateOne)),
                Step::Read {
                    entity: IT,
                    rendering,
                    into: AFTER,
                },
                Step::Check {
                    read: AFTER,
                    facts: vec![Fact::IdIsNot(FOREIGN_ID)],
                },
            ]));
    }
    let title = format!(
        "A {} with the read-only attribute {} is refused.",
        name_of(scope.kind),
        attribute.name
    );
    let case = base(title)
        .needing(recipe.needs.clone())
        .after(recipe.after.clone());
    Ok(cre::refused(
        scope,
        case,
        &recipe,
        rendering,
        Situation::Immutable,
    ))
}

fn at_update(scope: &Scope<'_>, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
    let value = foreign(scope, attribute)?;
    let recipe = scope.recipe(Extent::Minimal)?;
    let title = format!(
        "The read-only attribute {} of a {} is not changed by an update.",
        attribute.name,
        name_of(scope.kind)
    );
    let (situation, citing): (_, &[_]) = if attribute.name == *ID {
        (Situation::OtherId, &["CORE-072", "JSON-010"])
    } else {
        (Situation::Immutable, &["CORE-004", "HTTP-027", "JSON-048"])
    };
    let case = scope
        .case(id, title, "update")
        .citing(citing)
        .with("value", value.to_string())
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
        .doing(recipe.into_fixture(scope.kind, Vec::new()));
    Ok(case.doing(refused_update(
        scope,
        attribute,
        Datum::Value(value),
        situation,
    )))
}

fn once(scope: &Scope<'_>, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
    let first = scope.good(attribute, 0).ok_or("it has no good value")?;
    let second = scope
        .good(attribute, 1)
        .ok_or("it has one good value only, so that no change can be asked for")?;
    let mut recipe = scope.recipe_with(Extent::Minimal, attribute, first)?;
    let second = scope.datum(attribute, second, &mut recipe)?;
    let title = format!(
        "The attribute {} of a {} cannot be changed after creation.",
        attribute.name,
        name_of(scope.kind)
    );
    let case = scope
        .case(id, title, "update")
        .citing(&["CORE-004", "HTTP-027", "JSON-048"])
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
        .doing(recipe.into_fixture(scope.kind, Vec::new()));
    Ok(case.doing(refused_update(
        scope,
        attribute,
        second,
        Situation::Immutable,
    )))
}

/// An update that must be refused and change nothing.
fn refused_update(
    scope: &Scope<'_>,
    attribute: &Attribute,
    value: Datum,
    situation: Situation,
) -> [Step; 5] {
    let rendering = scope.rendering_for(attribute);
    [
        Step::Read {
            entity: IT,
            rendering: Choice::Run,
            into: BEFORE,
        },
        Step::Call(Call {
            method: "POST",
            target: Target::Entity(IT),
            action: None,
            rendering,
            payload: Payload::Entity(Body {
                attributes: vec![(attribute.name.clone(), value)],
                ..Body::default()
            }),
            creates: None,
        }),
        Step::Expect(Assertion::Answer(situation)),
        Step::Read {
            entity: IT,
            rendering: Choice::Run,
            into: AFTER,
        },
        Step::Same {
            left: BEFORE,
            right: AFTER,
            except: Vec::new(),
        },
    ]
}
