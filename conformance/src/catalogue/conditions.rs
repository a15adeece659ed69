//! Meeting the conditions (`require`) of a kind.
//!
//! What a condition says of other instances is not known here: such a condition counts as met only
//! when it is met whatever they are. How that is found out is written in `truth`.

use occi_model::{
    Attribute, AttributeName, Kind, KindId, Mixin, Value,
    expr::{Expr, Operand, Part},
};

use super::{scope::Scope, truth};
use crate::values::{NoValue, Sample};

/// How many values of an attribute are tried.
const TRIES: u32 = 4;

/// Changes or adds values until every condition holds. The value of `fixed` stays.
pub(super) fn settle<'m>(
    scope: &Scope<'m>,
    id: KindId,
    chosen: &mut Vec<(&'m Attribute, Sample)>,
    fixed: Option<&AttributeName>,
) -> Result<(), NoValue> {
    settle_but(
        scope,
        id,
        chosen,
        fixed.map_or(&[], std::slice::from_ref),
        None,
    )
}

/// The same for every condition but one; none of the values in `fixed` is changed.
pub(super) fn settle_but<'m>(
    scope: &Scope<'m>,
    id: KindId,
    chosen: &mut Vec<(&'m Attribute, Sample)>,
    fixed: &[AttributeName],
    but: Option<&Expr>,
) -> Result<(), NoValue> {
    let kind = scope.model.kind(id);
    for _ in 0..=kind.all_constraints.len() {
        let mut others = kind.all_constraints.iter().map(|one| &one.condition);
        let Some(broken) =
            others.find(|condition| Some(*condition) != but && !holds(condition, kind, chosen))
        else {
            return Ok(());
        };
        let mut names = Vec::new();
        mentioned(broken, &mut names);
        names.retain(|name| !fixed.contains(name));
        // A value that meets all at once, else one that meets this: the next round goes on there.
        let all = |tried: &[(&Attribute, Sample)]| {
            let mut others = kind.all_constraints.iter().map(|one| &one.condition);
            others.all(|condition| Some(condition) == but || holds(condition, kind, tried))
        };
        if !mend(scope, id, &names, chosen, &all)
            && !mend(scope, id, &names, chosen, &|tried| {
                holds(broken, kind, tried)
            })
        {
            return Err(if broken.reach().is_local() {
                NOT_MET
            } else {
                OTHERS
            });
        }
    }
    Err(NOT_MET)
}

/// Why there is no request.
const NOT_MET: NoValue = "no values tried meet the conditions of the kind";

/// Why there is no request where a condition is about other instances.
const OTHERS: NoValue =
    "a condition is about other instances, and what is made for the tests need not meet it";

/// Whether the conditions of a mixin hold for values by name, as far as they are about the instance
/// alone.
///
/// # Errors
///
/// Why there is no request that carries the mixin.
pub(super) fn of_mixin(
    mixin: &Mixin,
    kind: &Kind,
    values: &dyn Fn(&AttributeName) -> Option<Value>,
) -> Result<(), NoValue> {
    for constraint in &mixin.constraints {
        let lookup = |name: &AttributeName| {
            let default_of = |attribute: &Attribute| attribute.default_value().cloned();
            values(name)
                .or_else(|| mixin.attribute(name.as_str()).and_then(|a| default_of(a)))
                .or_else(|| kind.attribute(name.as_str()).and_then(|a| default_of(a)))
        };
        if !truth::is_met(&constraint.condition, &lookup) {
            return Err(if constraint.condition.reach().is_local() {
                "no values tried meet the conditions of the mixin"
            } else {
                OTHERS
            });
        }
    }
    Ok(())
}

/// Whether every condition of a kind holds for these values and no others.
pub(super) fn hold(kind: &Kind, values: &dyn Fn(&AttributeName) -> Option<Value>) -> bool {
    kind.all_constraints
        .iter()
        .all(|constraint| truth::is_met(&constraint.condition, values))
}

/// Whether every condition of a kind holds for values by name.
pub(super) fn all_hold(kind: &Kind, values: &[(&AttributeName, Sample)]) -> bool {
    let chosen: Vec<(&Attribute, Sample)> = values
        .iter()
        .filter_map(|(name, sample)| Some((&**kind.attribute(name.as_str())?, sample.clone())))
        .collect();
    kind.all_constraints
        .iter()
        .all(|constraint| holds(&constraint.condition, kind, &chosen))
}

/// What is asked of values.
type Meets<'a> = &'a dyn Fn(&[(&Attribute, Sample)]) -> bool;

/// Changes or adds the value of one attribute so that what is asked is met; tells whether it is.
fn mend<'m>(
    scope: &Scope<'m>,
    id: KindId,
    names: &[AttributeName],
    chosen: &mut Vec<(&'m Attribute, Sample)>,
    meets: Meets<'_>,
) -> bool {
    let kind = scope.model.kind(id);
    for name in names {
        let Some(attribute) = kind
            .attribute(name.as_str())
            .filter(|attribute| attribute.settable_at_creation())
        else {
            continue;
        };
        for n in 0..TRIES {
            let Some(sample) = scope.good_of(id, attribute, n) else {
                break;
            };
            let mut tried = chosen.clone();
            tried.retain(|(other, _)| other.name != attribute.name);
            tried.push((attribute, sample));
            if meets(&tried) {
                *chosen = tried;
                return true;
            }
        }
        if !attribute.required {
            let mut tried = chosen.clone();
            tried.retain(|(other, _)| other.name != attribute.name);
            if meets(&tried) {
                *chosen = tried;
                return true;
            }
        }
    }
    false
}

fn holds(condition: &Expr, kind: &Kind, chosen: &[(&Attribute, Sample)]) -> bool {
    truth::is_met(condition, &|name| value_of(name, kind, chosen))
}

/// Whether a condition is broken by these values.
pub(super) fn is_broken(condition: &Expr, kind: &Kind, chosen: &[(&Attribute, Sample)]) -> bool {
    truth::is_broken(condition, &|name| value_of(name, kind, chosen))
}

fn value_of(name: &AttributeName, kind: &Kind, chosen: &[(&Attribute, Sample)]) -> Option<Value> {
    let given = chosen.iter().find(|(attribute, _)| attribute.name == *name);
    match given {
        Some((_, Sample::Value(value))) => Some(value.clone()),
        // Whatever entity it will be, it is defined.
        Some(_) => Some(Value::from("/")),
        None => kind
            .attribute(name.as_str())
            .and_then(|attribute| attribute.default_value().cloned()),
    }
}

/// The attributes that a condition speaks of, in order.
pub(super) fn mentioned(condition: &Expr, names: &mut Vec<AttributeName>) {
    let mut mention = |name: &AttributeName| {
        if !names.contains(name) {
            names.push(name.clone());
        }
    };
    condition.walk(&mut |part| match part {
        Part::Expr(Expr::Defined(name)) | Part::Operand(Operand::Attribute(name)) => mention(name),
        Part::Expr(Expr::Unique(all, _)) => all.iter().for_each(&mut mention),
        Part::Expr(_) | Part::Operand(_) => {}
    });
}
