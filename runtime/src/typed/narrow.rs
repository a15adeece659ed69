//! Values that facets narrow, and records: what generated types of values call.

use std::sync::{Arc, OnceLock};

use occi_model::{
    Attribute, CategoryRef, Members, Model, Value, ValueType,
    types::{FaultClass, ValueFault},
};

use super::{AttributeValue, FieldError};

/// A named type of a definition, found when it is first needed.
#[derive(Debug)]
pub struct NamedType {
    model: fn() -> &'static Arc<Model>,
    extension: &'static str,
    name: &'static str,
    found: OnceLock<Option<ValueType>>,
}

impl NamedType {
    /// The type of that name, of that extension.
    #[must_use]
    pub const fn new(
        model: fn() -> &'static Arc<Model>,
        extension: &'static str,
        name: &'static str,
    ) -> Self {
        Self {
            model,
            extension,
            name,
            found: OnceLock::new(),
        }
    }

    /// Generated code names a type of its own model; one that is not there refuses nothing.
    fn value_type(&self) -> Option<&ValueType> {
        let find = || {
            let model = (self.model)();
            let named = model.types().iter().find(|named| {
                *named.name == *self.name
                    && *model.extension(named.extension).name == *self.extension
            })?;
            Some(named.value_type.clone())
        };
        self.found.get_or_init(find).as_ref()
    }

    /// Gives the value back, if it is one of the type.
    ///
    /// # Errors
    ///
    /// Which facet refuses it.
    pub fn check<T: AttributeValue>(&self, value: T) -> Result<T, ValueFault> {
        match self.value_type() {
            Some(value_type) => check(value_type, value),
            None => Ok(value),
        }
    }

    /// Reads a text, and checks what it says.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or a facet refuses it.
    pub fn parse<T: AttributeValue>(&self, text: &str) -> Result<T, ValueFault> {
        let value = T::from_value(Value::from(text)).map_err(|expected| ValueFault {
            found: format!("{text:?}"),
            expected,
            class: FaultClass::Type,
        })?;
        self.check(value)
    }
}

fn check<T: AttributeValue>(value_type: &ValueType, value: T) -> Result<T, ValueFault> {
    let checked = value_type.check(value.into_value())?;
    T::from_value(checked).map_err(|expected| ValueFault {
        found: "a value".to_owned(),
        expected,
        class: FaultClass::Type,
    })
}

/// Gives the value of an attribute or parameter of a category back, if it is one of its type.
///
/// # Errors
///
/// Which facet refuses it.
pub fn checked<T: AttributeValue>(
    model: &Model,
    category: &str,
    name: &str,
    value: T,
) -> Result<T, FieldError> {
    let mut attributes = attributes_of(model, category).iter();
    match attributes.find(|attribute| attribute.name == *name) {
        Some(attribute) => check(&attribute.value_type, value).map_err(|fault| FieldError::Facet {
            name: name.to_owned(),
            fault,
        }),
        None => Ok(value),
    }
}

/// The attributes, or parameters, of a category. Generated code names categories of its own model;
/// another one has none.
pub(super) fn attributes_of<'m>(model: &'m Model, category: &str) -> &'m [Arc<Attribute>] {
    match model.find(category) {
        Some(CategoryRef::Kind(kind)) => &model.kind(kind).all_attributes,
        Some(CategoryRef::Mixin(mixin)) => &model.mixin(mixin).attributes,
        Some(CategoryRef::Action(action)) => &model.action(action).parameters,
        None => &[],
    }
}

/// Reads a value into a type that `new` makes of another one.
///
/// # Errors
///
/// What was expected.
pub fn narrowed<V: AttributeValue, T>(
    value: Value,
    new: impl FnOnce(V) -> Result<T, ValueFault>,
) -> Result<T, String> {
    new(V::from_value(value)?).map_err(|fault| fault.expected)
}

/// Takes the members of a hash, one after the other.
#[derive(Debug)]
pub struct MemberReader(Members);

impl MemberReader {
    /// Starts with all members.
    ///
    /// # Errors
    ///
    /// When the value is no hash.
    pub fn new(value: Value) -> Result<Self, String> {
        match value {
            Value::Hash(members) => Ok(Self(members.into_map())),
            _ => Err("a hash".to_owned()),
        }
    }

    /// Takes a member that may be missing.
    ///
    /// # Errors
    ///
    /// What was expected, when it is something else.
    pub fn optional<T: AttributeValue>(&mut self, name: &str) -> Result<Option<T>, String> {
        self.0
            .shift_remove(name)
            .map(T::from_value)
            .transpose()
            .map_err(|expected| format!("a hash of which the member `{name}` is {expected}"))
    }

    /// Takes a member that must be there.
    ///
    /// # Errors
    ///
    /// What was expected, when it is missing or something else.
    pub fn required<T: AttributeValue>(&mut self, name: &str) -> Result<T, String> {
        self.optional(name)?
            .ok_or_else(|| format!("a hash with a member `{name}`"))
    }

    /// The members that nobody took.
    #[must_use]
    pub fn rest(self) -> Members {
        self.0
    }
}

/// Puts members into a hash.
#[derive(Debug)]
pub struct MemberWriter(Members);

impl MemberWriter {
    /// Starts with the members that have no field of their own.
    #[must_use]
    pub const fn new(rest: Members) -> Self {
        Self(rest)
    }

    /// Puts a member.
    pub fn put<T: AttributeValue>(&mut self, name: &str, value: T) {
        self.0.insert(name.to_owned(), value.into_value());
    }

    /// Puts a member if there is one.
    pub fn put_optional<T: AttributeValue>(&mut self, name: &str, value: Option<T>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// The hash.
    #[must_use]
    pub fn finish(self) -> Value {
        Value::Hash(self.0.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_nobody_knows_come_back() {
        let hash: Members = [
            ("a".to_owned(), Value::Integer(1)),
            ("new".to_owned(), Value::Boolean(true)),
        ]
        .into_iter()
        .collect();
        let mut reader = MemberReader::new(Value::Hash(hash.clone().into())).unwrap();
        let a: i64 = reader.required("a").unwrap();
        assert_eq!(reader.optional::<i64>("b"), Ok(None));
        assert_eq!(
            reader.required::<i64>("b"),
            Err("a hash with a member `b`".to_owned())
        );
        assert_eq!(
            reader.optional::<i64>("new"),
            Err("a hash of which the member `new` is an integer from -9223372036854775808 to 9223372036854775807".to_owned())
        );
        let mut reader = MemberReader::new(Value::Hash(hash.clone().into())).unwrap();
        let _: Option<i64> = reader.optional("a").unwrap();
        let mut writer = MemberWriter::new(reader.rest());
        writer.put("a", a);
        let Value::Hash(written) = writer.finish() else {
            panic!("no hash");
        };
        assert_eq!(written.len(), 2);
        assert!(written.iter().all(|(name, value)| hash[name] == *value));
        assert!(MemberReader::new(Value::Integer(1)).is_err());
    }

    #[test]
    fn a_model_says_which_facet_refuses() {
        let model = crate::core::model_of(&[], occi_model::Profile::Union).unwrap();
        let link = "http://schemas.ogf.org/occi/core#link";
        let source = |text: &str| checked(&model, link, "occi.core.source", text.to_owned());
        assert_eq!(source("/a"), Ok("/a".to_owned()));
        let Err(FieldError::Facet { name, fault }) = source("a b") else {
            panic!("it was taken");
        };
        assert_eq!(name, "occi.core.source");
        assert_eq!(fault.class, FaultClass::Format);
        // What the model does not know, it does not refuse.
        assert_eq!(checked(&model, link, "no.such", 1_i64), Ok(1));
    }
}
