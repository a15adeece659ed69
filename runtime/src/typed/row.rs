//! The table of a generated type: which field holds which attribute.
//!
//! [`entity!`](crate::entity) writes what an entity and its requests have in common from one table.
//! Fields go in and out in rows of up to twelve, so that a compiler has one call to look at for a
//! row, and not one for each field. What a row does with its fields is done by code that knows none
//! of their types: rows differ from kind to kind, and each is compiled anew.

use occi_model::Value;

use super::{AttributeValue, FieldError, FieldWriter, Fields};

/// Where the value of a field is read to.
pub trait Slot {
    /// Takes the value out.
    ///
    /// # Errors
    ///
    /// When it is missing and must not be, or has another type.
    fn fill(&mut self, fields: &mut Fields, name: &str) -> Result<(), FieldError>;
}

impl<T: AttributeValue> Slot for Option<T> {
    fn fill(&mut self, fields: &mut Fields, name: &str) -> Result<(), FieldError> {
        *self = fields.optional(name)?;
        Ok(())
    }
}

/// The slot of a value that must be there.
#[derive(Debug)]
pub struct Needed<T>(Option<T>);

impl<T> Default for Needed<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: AttributeValue> Slot for Needed<T> {
    fn fill(&mut self, fields: &mut Fields, name: &str) -> Result<(), FieldError> {
        self.0 = Some(fields.required(name)?);
        Ok(())
    }
}

/// A field of a generated type: a value that must be there, or `Option` of one.
pub trait Field: Sized {
    /// Where it is read to.
    type Slot: Slot + Default;

    /// The field of a slot that was [filled](Slot::fill).
    ///
    /// # Panics
    ///
    /// When the slot was not filled and its field is one that must be there.
    fn of(slot: Self::Slot) -> Self;

    /// The value, if there is one.
    fn value(self) -> Option<Value>;
}

impl<T: AttributeValue> Field for T {
    type Slot = Needed<T>;

    fn of(slot: Needed<T>) -> Self {
        match slot.0 {
            Some(value) => value,
            // A row reads fields after all of its slots were filled, and filling this one fails
            // where there is no value.
            None => unreachable!("the slot was filled"),
        }
    }

    fn value(self) -> Option<Value> {
        Some(self.into_value())
    }
}

impl<T: AttributeValue> Field for Option<T> {
    type Slot = Self;

    fn of(slot: Self) -> Self {
        slot
    }

    fn value(self) -> Option<Value> {
        self.map(T::into_value)
    }
}

/// Fields that go in and out together.
pub trait Row<const LENGTH: usize>: Sized {
    /// Takes the values of these names out.
    ///
    /// # Errors
    ///
    /// When one of them is missing and must not be, or has another type.
    fn take(fields: &mut Fields, names: [&str; LENGTH]) -> Result<Self, FieldError>;

    /// Puts the values under these names.
    fn put(self, fields: &mut FieldWriter, names: [&str; LENGTH]);
}

macro_rules! row {
    ($length:literal: $($field:ident $name:ident),+) => {
        impl<$($field: Field),+> Row<$length> for ($($field,)+) {
            #[inline(never)]
            #[expect(non_snake_case, reason = "a slot has the name of the type of its field")]
            fn take(fields: &mut Fields, [$($name),+]: [&str; $length]) -> Result<Self, FieldError> {
                $(let mut $field = $field::Slot::default();)+
                fields.fill(&mut [$(($name, &mut $field)),+])?;
                Ok(($($field::of($field),)+))
            }

            #[inline(never)]
            #[expect(non_snake_case, reason = "a field has the name of its type")]
            fn put(self, fields: &mut FieldWriter, [$($name),+]: [&str; $length]) {
                let ($($field,)+) = self;
                fields.put_all(&mut [$(($name, $field.value())),+]);
            }
        }
    };
}

row!(1: A a);
row!(2: A a, B b);
row!(3: A a, B b, C c);
row!(4: A a, B b, C c, D d);
row!(5: A a, B b, C c, D d, E e);
row!(6: A a, B b, C c, D d, E e, F f);
row!(7: A a, B b, C c, D d, E e, F f, G g);
row!(8: A a, B b, C c, D d, E e, F f, G g, H h);
row!(9: A a, B b, C c, D d, E e, F f, G g, H h, I i);
row!(10: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j);
row!(11: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k);
row!(12: A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l);
