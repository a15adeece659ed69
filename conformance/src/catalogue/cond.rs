//! Family `cond`: what breaks a condition (`require`) of the kind is refused. Those of mixins are
//! beside the mixins.

use std::sync::Arc;

use occi_model::{
    Attribute, Value,
    expr::{Expr, Operand, Part},
    model::Constraint,
};

use super::{
    Catalogue,
    conditions::{is_broken, mentioned, settle_but},
    cre,
    disc::name_of,
    recipe::Extent,
    scope::Scope,
};
use crate::{
    case::{Case, CaseId, Choice, Rendering},
    oracle::Situation,
    values::{NoValue, Sample, edges},
};

/// How many good values of an attribute are tried beside its edges.
pub(super) const TRIES: u32 = 4;

/// How many combinations of values are tried at most.
pub(super) const COMBINATIONS: usize = 4096;

/// The cases of a kind: one for each of its conditions.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    let conditions = &scope.kind.all_constraints;
    for (at, constraint) in conditions.iter().enumerate() {
        let id = scope.case_id("cond", &[&label(conditions, at)], None);
        all.add(id.clone(), refused(scope, id, constraint));
    }
}

/// How ids name a condition: by its name, where no other has it, which stays when conditions change
/// places; else by its number.
pub(super) fn label(conditions: &[Arc<Constraint>], at: usize) -> String {
    let name = conditions.get(at).and_then(|one| one.name.as_deref());
    let is_its_own = |name: &&str| {
        let named = conditions
            .iter()
            .filter(|one| one.name.as_deref() == Some(*name));
        named.count() == 1
    };
    name.filter(is_its_own)
        .map_or_else(|| (at + 1).to_string(), str::to_owned)
}

fn refused(scope: &Scope<'_>, id: CaseId, constraint: &Constraint) -> Result<Case, NoValue> {
    let chosen = scope.conditioned(scope.id, (Extent::Minimal, None))?;
    let broken = breaking(scope, &constraint.condition, chosen)?;
    let is_scalar = broken.iter().all(|(one, _)| one.value_type.is_scalar());
    let recipe = scope.recipe_of_values(broken)?;
    let title = format!(
        "A {} that breaks a condition is refused: {}.",
        name_of(scope.kind),
        constraint.message.trim_end_matches('.')
    );
    let (rendering, need) = if is_scalar {
        (Choice::Run, None)
    } else {
        let json = Rendering::Json;
        (Choice::Prefer(json), scope.need_of(json))
    };
    let case = scope
        .case(id, title, "create")
        .citing(&["HTTP-022"])
        .needing(recipe.needs.clone())
        .needing(need)
        .after(recipe.after.clone());
    Ok(cre::refused(
        scope,
        case,
        &recipe,
        rendering,
        Situation::BadValue,
    ))
}

/// For how many of those that break the condition values are sought that meet all others.
const MENDED: usize = 256;

type Chosen<'m> = Vec<(&'m Attribute, Sample)>;

/// Changes values, each of which is good by itself, so that the condition is broken, and no other
/// where that can be.
fn breaking<'m>(
    scope: &'m Scope<'_>,
    condition: &Expr,
    chosen: Chosen<'m>,
) -> Result<Chosen<'m>, NoValue> {
    let mut names = Vec::new();
    mentioned(condition, &mut names);
    let settable: Vec<&Attribute> = names
        .iter()
        .filter_map(|name| scope.kind.attribute(name.as_str()))
        .map(|attribute| &**attribute)
        .filter(|attribute| attribute.settable_at_creation())
        .collect();
    let beside = beside(condition);
    let mut found = vec![chosen];
    for attribute in settable {
        let mut more = Vec::new();
        for values in &found {
            for value in values_of(scope, attribute, &beside) {
                let mut changed = values.clone();
                changed.retain(|(other, _)| other.name != attribute.name);
                changed.extend(value.map(|value| (attribute, value)));
                more.push(changed);
            }
        }
        found.extend(more);
        found.truncate(COMBINATIONS);
    }
    let breaks = |values: &&Chosen<'m>| is_broken(condition, scope.kind, values);
    found
        .iter()
        .filter(breaks)
        .take(MENDED)
        .find_map(|values| {
            let mut values = values.clone();
            settle_but(scope, scope.id, &mut values, &names, Some(condition)).ok()?;
            Some(values)
        })
        .or_else(|| found.iter().find(breaks).cloned())
        .ok_or("no values tried break the condition and are good each by itself")
}

/// The numbers of a condition, and those next to them.
pub(super) fn beside(condition: &Expr) -> Vec<Value> {
    let mut found = Vec::new();
    condition.walk(&mut |part| {
        let Part::Operand(Operand::Literal(value)) = part else {
            return;
        };
        match value {
            Value::Integer(number) => {
                let next = [number.checked_sub(1), Some(*number), number.checked_add(1)];
                found.extend(next.into_iter().flatten().map(Value::from));
                if let Ok(number) = i32::try_from(*number) {
                    let number = f64::from(number);
                    found.extend([number - 0.5, number + 0.5].map(Value::from));
                }
            }
            Value::Float(number) => {
                let next = [-1.0, -0.5, 0.0, 0.5, 1.0];
                found.extend(next.map(|by| Value::from(number + by)));
            }
            _ => {}
        }
    });
    found
}

/// The values of an attribute that are tried: none, where it may be left out; good ones; those
/// beside the numbers of the condition; edges.
fn values_of(scope: &Scope<'_>, attribute: &Attribute, beside: &[Value]) -> Vec<Option<Sample>> {
    let may_lack = !attribute.required || attribute.default.is_some();
    let none = may_lack.then_some(None);
    let good = (0..TRIES).map_while(|n| scope.good(attribute, n));
    let edges = edges(
        &attribute.value_type,
        attribute.name.as_str(),
        scope.is_end(attribute),
    );
    let edges = edges.into_iter().filter_map(|edge| edge.value.ok());
    let fits = |value: &Value| attribute.value_type.check(value.clone()).ok();
    let beside = beside.iter().filter_map(fits).map(Sample::from);
    none.into_iter()
        .chain(good.chain(beside).chain(edges).map(Some))
        .collect()
}
