//! The seam between generated types and the runtime: traits that generated (or derived) structs
//! implement, and the helpers that their implementations call.
//!
//! Generated code only names its fields; reading, checking and writing happen here.

mod applicable;
mod check;
mod convert;
mod fit;
mod generated;
mod narrow;
mod row;

use std::sync::Arc;

pub use occi_model::Members;
use occi_model::{AttributeName, Attributes, CategoryId, Model, Value, types::ValueFault};

pub(crate) use self::check::held;
pub use self::{
    applicable::Applicable,
    check::{change, creation, parameters},
    convert::{enum_value, parsed_value, text_value},
    fit::{AppliesTo, SourceOf, TargetOf},
    generated::{attach, mixin, model},
    narrow::{MemberReader, MemberWriter, NamedType, checked, narrowed},
    row::{Field, Needed, Row, Slot},
};
use crate::{EntityId, Instance};

/// A Rust type that can stand for an attribute value.
pub trait AttributeValue: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// Gives a description of what was expected, when the value is something else.
    fn from_value(value: Value) -> Result<Self, String>;

    /// Writes the value.
    fn into_value(self) -> Value;
}

/// A value that is missing, or is not what the definition says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// The definition requires a value.
    #[error("attribute `{0}` is missing")]
    Missing(String),
    /// The value has another type.
    #[error("attribute `{name}`: found {found}, expected {expected}")]
    Type {
        /// Name of the attribute.
        name: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// The value has the type, but a facet refuses it.
    #[error("attribute `{name}`: {fault}")]
    Facet {
        /// Name of the attribute.
        name: String,
        /// Which facet, and what it wants.
        fault: ValueFault,
    },
    /// The instance is of another kind.
    #[error("an instance of `{found}` is not a `{expected}`")]
    Kind {
        /// Identifier that was found.
        found: String,
        /// Identifier that was expected.
        expected: String,
    },
    /// The instance has no id.
    #[error("the instance has no id")]
    NoId,
}

/// Takes typed values out of an instance, one after the other.
#[derive(Debug)]
pub struct Fields {
    attributes: Attributes,
}

impl Fields {
    /// Starts with all attributes.
    #[must_use]
    pub const fn new(attributes: Attributes) -> Self {
        Self { attributes }
    }

    /// Takes an optional value.
    ///
    /// # Errors
    ///
    /// When the value has another type.
    pub fn optional<T: AttributeValue>(&mut self, name: &str) -> Result<Option<T>, FieldError> {
        let Some((value, found)) = self.take(name) else {
            return Ok(None);
        };
        match T::from_value(value) {
            Ok(value) => Ok(Some(value)),
            Err(expected) => Err(FieldError::Type {
                name: name.to_owned(),
                found,
                expected,
            }),
        }
    }

    /// Takes a value, and how it was written.
    fn take(&mut self, name: &str) -> Option<(Value, String)> {
        let value = self.attributes.shift_remove(name)?;
        let found = value.to_string();
        Some((value, found))
    }

    /// Fills the slots of a row, each with the value of its name.
    fn fill(&mut self, slots: &mut [(&str, &mut dyn Slot)]) -> Result<(), FieldError> {
        slots
            .iter_mut()
            .try_for_each(|(name, slot)| slot.fill(self, name))
    }

    /// Takes a value that must be there.
    ///
    /// # Errors
    ///
    /// When there is none, or it has another type.
    pub fn required<T: AttributeValue>(&mut self, name: &str) -> Result<T, FieldError> {
        match self.optional(name)? {
            Some(value) => Ok(value),
            None => Err(FieldError::Missing(name.to_owned())),
        }
    }

    /// Takes the values of a row.
    ///
    /// # Errors
    ///
    /// When one of them is missing and must not be, or has another type.
    pub fn row<R: Row<LENGTH>, const LENGTH: usize>(
        &mut self,
        names: [&str; LENGTH],
    ) -> Result<R, FieldError> {
        R::take(self, names)
    }

    /// What no field took: attributes of mixins, and those unknown to the definition.
    #[must_use]
    pub fn rest(self) -> Attributes {
        self.attributes
    }
}

/// Puts typed values into attributes; the names come from a definition and are well-formed.
#[derive(Debug, Default)]
pub struct FieldWriter {
    attributes: Attributes,
}

impl FieldWriter {
    /// Starts with attributes that have no field of their own.
    #[must_use]
    pub const fn new(rest: Attributes) -> Self {
        Self { attributes: rest }
    }

    /// Puts a value.
    pub fn put<T: AttributeValue>(&mut self, name: &str, value: T) {
        self.put_value(name, value.into_value());
    }

    fn put_value(&mut self, name: &str, value: Value) {
        // A generated name passed the compiler's rule M010; another one is left out.
        if let Ok(name) = AttributeName::new(name) {
            self.attributes.insert(name, value);
        }
    }

    /// Puts the values of a row, each under its name.
    fn put_all(&mut self, values: &mut [(&str, Option<Value>)]) {
        for (name, value) in values {
            if let Some(value) = value.take() {
                self.put_value(name, value);
            }
        }
    }

    /// Puts a value if there is one.
    pub fn put_optional<T: AttributeValue>(&mut self, name: &str, value: Option<T>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// Puts the values of a row.
    pub fn put_row<R: Row<LENGTH>, const LENGTH: usize>(&mut self, names: [&str; LENGTH], row: R) {
        row.put(self, names);
    }

    /// The attributes.
    #[must_use]
    pub fn finish(self) -> Attributes {
        self.attributes
    }
}

/// A typed view of the instances of one kind.
pub trait Entity: Clone + Send + Sync + Sized + 'static {
    /// Identifier of the kind.
    const KIND: &'static str;
    /// Default location of the kind's collection; empty when it has none.
    const LOCATION: &'static str;
    /// What a client gives at creation.
    type New: NewEntity<Entity = Self>;
    /// What a client may change.
    type Patch: Patch<Entity = Self>;

    /// The model that defines the kind, where the type knows it: a client holds what it sends to
    /// it. Default: none.
    #[must_use]
    fn model() -> Option<&'static Arc<Model>> {
        None
    }

    /// Reads an instance of this kind.
    ///
    /// # Errors
    ///
    /// When a value is missing or has another type.
    fn from_instance(instance: Instance) -> Result<Self, FieldError>;

    /// Writes the instance.
    fn into_instance(self) -> Instance;

    /// Id.
    fn id(&self) -> &EntityId;

    /// Location: an absolute path, or a URL.
    fn location(&self) -> &str;
}

/// A kind that is a resource.
pub trait Resource: Entity {}

/// A kind that is a link.
pub trait Link: Entity {}

/// A kind with a state machine.
pub trait Stateful: Entity {
    /// The states.
    type State: AttributeValue + PartialEq + Clone + Send + Sync;

    /// The present state.
    fn state(&self) -> &Self::State;
}

/// What a client gives to create an instance.
pub trait NewEntity: Send + Sized + 'static {
    /// What it becomes.
    type Entity: Entity<New = Self>;

    /// Reads a validated creation request.
    ///
    /// # Errors
    ///
    /// When a value is missing or has another type.
    fn from_instance(instance: Instance) -> Result<Self, FieldError>;

    /// Writes the request.
    fn into_instance(self) -> Instance;
}

/// What a client changes about an instance; what is not given stays.
pub trait Patch: Send + Sized + 'static {
    /// What it changes.
    type Entity: Entity<Patch = Self>;

    /// Reads validated changes.
    ///
    /// # Errors
    ///
    /// When a value has another type.
    fn from_attributes(attributes: Attributes) -> Result<Self, FieldError>;

    /// Writes the changes.
    fn into_attributes(self) -> Attributes;
}

/// An action with its parameters.
pub trait Action: Send + Sized + 'static {
    /// Identifier of the action.
    const ID: &'static str;
    /// The kind that defines it.
    type Entity: Entity;

    /// The model that defines the action, where the type knows it; see [`Entity::model`].
    #[must_use]
    fn model() -> Option<&'static Arc<Model>> {
        None
    }

    /// Reads validated parameters.
    ///
    /// # Errors
    ///
    /// When a value is missing or has another type.
    fn from_attributes(attributes: Attributes) -> Result<Self, FieldError>;

    /// Writes the parameters.
    fn into_attributes(self) -> Attributes;
}

/// The typed attributes of a mixin.
pub trait Mixin: Sized {
    /// Identifier of the mixin.
    const MIXIN: &'static str;

    /// Takes the mixin's attributes out of an instance's.
    ///
    /// # Errors
    ///
    /// When a value is missing or has another type.
    fn from_fields(fields: &mut Fields) -> Result<Self, FieldError>;

    /// Writes the mixin's attributes.
    fn write(self, fields: &mut FieldWriter);
}

/// Checks that an instance is of kind `expected`, and gives its id and location.
///
/// # Errors
///
/// When it is of another kind or has no id.
pub fn identity(
    instance: &Instance,
    expected: &'static str,
) -> Result<(EntityId, String), FieldError> {
    kind_is(instance, expected)?;
    let id = instance.id.clone().ok_or(FieldError::NoId)?;
    let location = instance.location.clone().unwrap_or_default();
    Ok((id, location))
}

/// Checks that an instance is of kind `expected`.
///
/// # Errors
///
/// When it is of another kind.
pub fn kind_is(instance: &Instance, expected: &'static str) -> Result<(), FieldError> {
    if instance.kind == *expected {
        Ok(())
    } else {
        Err(FieldError::Kind {
            found: instance.kind.to_string(),
            expected: expected.to_owned(),
        })
    }
}

/// A category identifier from generated code.
///
/// # Panics
///
/// When the text is no identifier; the compiler's rules M001 and M002 exclude that for generated
/// code.
#[must_use]
pub fn category(identifier: &'static str) -> CategoryId {
    match CategoryId::parse(identifier) {
        Ok(id) => id,
        Err(error) => panic!("generated code holds an ill-formed identifier: {error}"),
    }
}
