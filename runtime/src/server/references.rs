//! Attributes that refer to instances: what they name must exist and be of the kind wanted.
//!
//! The ends of links are attributes of this kind too, with rules of their own (`links`).

use occi_model::{Attributes, CategoryId, Value, ValueType};

use super::{
    Fault,
    ask::Ask,
    engine,
    links::{self, Sibling},
    shape::Shape,
};

/// Checks the references among values that a client gives.
///
/// # Errors
///
/// 404 for an instance of this provider that does not exist (D-18), 400 for one of another kind.
pub(crate) fn check(
    ask: Ask<'_>,
    shape: &Shape,
    values: &Attributes,
    siblings: &[Sibling],
) -> Result<(), Fault> {
    let is_link = ask.engine.model.is_link(shape.kind);
    for (name, value) in values {
        if is_link && (*name == *engine::SOURCE || *name == *engine::TARGET) {
            continue;
        }
        let Some(definition) = shape.definition(name.as_str()) else {
            continue;
        };
        for attribute in definition.all() {
            each(&attribute.value_type, value, &mut |said, wanted| {
                one(ask, name.as_str(), said, wanted, siblings)
            })?;
        }
    }
    Ok(())
}

/// Looks at one reference, with the kind that it must name.
type Visit<'v> = dyn FnMut(&str, Option<&CategoryId>) -> Result<(), Fault> + 'v;

/// Visits every reference of a value.
fn each(value_type: &ValueType, value: &Value, visit: &mut Visit<'_>) -> Result<(), Fault> {
    match (value_type, value) {
        (ValueType::Ref(wanted), Value::String(said)) => visit(said, wanted.as_ref()),
        (ValueType::List(list), Value::List(items)) => items
            .iter()
            .try_for_each(|item| each(&list.item, item, visit)),
        (ValueType::Hash(hash), Value::Hash(members)) => hash
            .members
            .iter()
            .filter_map(|member| Some((member, members.get(&*member.name)?)))
            .try_for_each(|(member, value)| each(&member.value_type, value, visit)),
        _ => Ok(()),
    }
}

fn one(
    ask: Ask<'_>,
    name: &str,
    said: &str,
    wanted: Option<&CategoryId>,
    siblings: &[Sibling],
) -> Result<(), Fault> {
    let model = &ask.engine.model;
    let Some(kind) = links::kind_at(ask, said, siblings) else {
        // Of what lies outside nobody here knows the kind.
        if wanted.is_none() && links::is_outside(ask, said) {
            return Ok(());
        }
        return Err(Fault::not_found(
            "dangling-reference",
            format!("`{name}` is `{said}`, which is no instance of this provider"),
        ));
    };
    let fits = wanted
        .and_then(|wanted| model.find_kind(wanted.as_str()))
        .is_none_or(|wanted| model.is_a(kind, wanted));
    if fits {
        Ok(())
    } else {
        let found = &model.kind(kind).id;
        let wanted = wanted.map_or("", CategoryId::as_str);
        Err(Fault::bad_request(
            "wrong-reference",
            format!("`{name}` must be a `{wanted}`; `{said}` is a `{found}`"),
        ))
    }
}
