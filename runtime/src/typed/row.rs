//! The table of a generated type: which field holds which attribute.
//!
//! [`entity!`](crate::entity) writes what an entity and its requests have in common from one table.
//! Fields go in and out in rows of up to twelve, so that a compiler has one call to look at for a
//! row, and not one for each field.

use super::{AttributeValue, FieldError, FieldWriter, Fields};

/// A field of a generated type: a value that must be there, or `Option` of one.
pub trait Field: Sized {
    /// Takes the value out.
    ///
    /// # Errors
    ///
    /// When it is missing and must not be, or has another type.
    fn take(fields: &mut Fields, name: &str) -> Result<Self, FieldError>;

    /// Puts the value, if there is one.
    fn put(self, fields: &mut FieldWriter, name: &str);
}

impl<T: AttributeValue> Field for T {
    fn take(fields: &mut Fields, name: &str) -> Result<Self, FieldError> {
        fields.required(name)
    }

    fn put(self, fields: &mut FieldWriter, name: &str) {
        fields.put(name, self);
    }
}

impl<T: AttributeValue> Field for Option<T> {
    fn take(fields: &mut Fields, name: &str) -> Result<Self, FieldError> {
        fields.optional(name)
    }

    fn put(self, fields: &mut FieldWriter, name: &str) {
        fields.put_optional(name, self);
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
            fn take(fields: &mut Fields, [$($name),+]: [&str; $length]) -> Result<Self, FieldError> {
                Ok(($($field::take(fields, $name)?,)+))
            }

            #[expect(non_snake_case, reason = "a field has the name of its type")]
            fn put(self, fields: &mut FieldWriter, [$($name),+]: [&str; $length]) {
                let ($($field,)+) = self;
                $($field.put(fields, $name);)+
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
