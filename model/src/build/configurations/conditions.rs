//! The conditions of kind and mixins, as far as they can be judged before the server acts.

use std::collections::BTreeMap;

use super::{shape::Known, values::Reader};
use crate::{
    build::report::Report,
    codes,
    fault::Fault,
    model::{Constraint, Model},
    name::CategoryId,
    value::Value,
};

/// E0258: an instance meets the conditions of its kind and its mixins, with the values that it
/// will have after creation. A condition on a value that only the server knows is not judged; those
/// on other instances are judged when all of them are known (`around`).
pub(super) fn e0258_conditions(model: &Model, reader: &Reader<'_>, report: &mut Report) {
    let shape = &reader.shape;
    let carries = |mixin: &CategoryId| {
        model
            .find_mixin(mixin.as_str())
            .is_some_and(|mixin| shape.closure.contains(&mixin))
    };
    for constraint in &shape.constraints {
        if !is_met(constraint, reader, &carries) {
            report.push(
                Fault::new(
                    codes::E0258,
                    reader.place(),
                    format!("`{}`: {}", reader.name(), constraint.message),
                )
                .with_label("does not meet the condition")
                .with_help("change the values that the condition speaks of"),
            );
        }
    }
}

/// Whether a condition is met, or cannot be judged.
fn is_met(
    constraint: &Constraint,
    reader: &Reader<'_>,
    carries: &dyn Fn(&CategoryId) -> bool,
) -> bool {
    if !constraint.condition.reach().is_local() {
        return true;
    }
    let mut values: BTreeMap<&str, Value> = BTreeMap::new();
    for name in constraint.condition.attributes() {
        match reader.known(name.as_str()) {
            Known::Value(value) => {
                values.insert(name.as_str(), value);
            }
            Known::Nothing => {}
            Known::Unknown => return true,
        }
    }
    constraint
        .condition
        .eval(|name| values.get(name.as_str()), carries)
}
