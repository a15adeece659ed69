//! Values held to a definition before they are sent: fields are public, so that a value can get
//! past the setters that check.

use occi_model::{
    Attribute, Attributes, CategoryId, CategoryRef, MixinId, Model, Value, ValueType,
    types::{FaultClass, ValueFault},
};

use super::{Action, Entity, FieldError};
use crate::define::known;

/// Checks what a client gives to create an `E` with these mixins: each value against every type
/// that the definition gives its attribute, and that mixins have the values which they require.
///
/// What the definition does not know is not checked: the server has the last word.
///
/// # Errors
///
/// The first value that a facet refuses, or that is missing, by the name of its attribute.
pub fn creation<E: Entity>(
    mixins: &[CategoryId],
    attributes: &Attributes,
) -> Result<(), FieldError> {
    for derived in mixins.iter().map(CategoryId::as_str).chain([E::KIND]) {
        known::check(derived, attributes)?;
    }
    let Some(model) = E::model() else {
        return Ok(());
    };
    of_category(model, E::KIND, attributes)?;
    let attached: Vec<MixinId> = mixins
        .iter()
        .filter_map(|id| match model.find(id.as_str()) {
            Some(CategoryRef::Mixin(mixin)) => Some(mixin),
            _ => None,
        })
        .collect();
    for mixin in model.closure_of(&attached) {
        for attribute in &model.mixin(mixin).attributes {
            given(attribute, attributes)?;
            if attribute.required
                && !attribute.is_setting
                && attribute.default.is_none()
                && attributes.get(attribute.name.as_str()).is_none()
            {
                return Err(FieldError::Missing(attribute.name.to_string()));
            }
        }
    }
    Ok(())
}

/// Checks what a client gives to change an `E`.
///
/// # Errors
///
/// The first value that a facet refuses, by the name of its attribute.
pub fn change<E: Entity>(attributes: &Attributes) -> Result<(), FieldError> {
    known::check(E::KIND, attributes)?;
    E::model().map_or(Ok(()), |model| of_category(model, E::KIND, attributes))
}

/// Checks the parameters of an action.
///
/// # Errors
///
/// The first value that a facet refuses, by the name of its parameter.
pub fn parameters<A: Action>(attributes: &Attributes) -> Result<(), FieldError> {
    known::check(A::ID, attributes)?;
    A::model().map_or(Ok(()), |model| of_category(model, A::ID, attributes))
}

fn of_category(model: &Model, category: &str, attributes: &Attributes) -> Result<(), FieldError> {
    super::narrow::attributes_of(model, category)
        .iter()
        .try_for_each(|attribute| given(attribute, attributes))
}

fn given(attribute: &Attribute, attributes: &Attributes) -> Result<(), FieldError> {
    held(attribute.name.as_str(), &attribute.value_type, attributes)
}

/// Checks the value of one attribute, if there is one.
pub(crate) fn held(
    name: &str,
    value_type: &ValueType,
    attributes: &Attributes,
) -> Result<(), FieldError> {
    let refused = attributes
        .get(name)
        .and_then(|value| refused(value_type, value));
    refused.map_or(Ok(()), |fault| {
        Err(FieldError::Facet {
            name: name.to_owned(),
            fault,
        })
    })
}

/// Why a value is surely none of the type. Enums and hashes are open here: the server may know
/// literals and members that the definition does not.
fn refused(value_type: &ValueType, value: &Value) -> Option<ValueFault> {
    let fault = value_type.check(value.clone()).err()?;
    match (fault.class, value_type, value) {
        (FaultClass::Literal | FaultClass::Member, ..) => None,
        (FaultClass::Item, ValueType::List(list), Value::List(items)) => {
            items.iter().find_map(|item| refused(&list.item, item))
        }
        _ => Some(fault),
    }
}
