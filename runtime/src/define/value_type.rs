//! Rust types whose type in a definition is known.

use std::net::IpAddr;

use indexmap::IndexMap;
use occi_model::{
    Value,
    table::{RangeTable, TypeTable},
};

use crate::typed::AttributeValue;

/// A Rust type that can be the type of an attribute in a definition.
///
/// Derive `Value` for enums, for structs with named fields (hashes), and for structs with one
/// unnamed field (another type with facets).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of an attribute",
    label = "no type of OCCI",
    note = "`#[derive(occi::Value)]` makes enums and structs types of attributes",
    note = "there are also `String`, `bool`, integers up to 64 bits, `f64`, `std::net::IpAddr`, `Vec<T>` and `IndexMap<String, occi::Value>`"
)]
pub trait DefinedType: AttributeValue {
    /// The type in a definition.
    const TYPE: TypeTable;
}

macro_rules! integer {
    ($($type:ty),+) => {$(
        impl DefinedType for $type {
            const TYPE: TypeTable = TypeTable::Integer(RangeTable {
                // `From` is no const function; every type here fits.
                min: Some((<$type>::MIN as i64, false)),
                max: Some((<$type>::MAX as i64, false)),
                ..RangeTable::UNBOUNDED
            });
        }
    )+};
}

integer!(i32, i16, i8, u32, u16, u8);

impl DefinedType for i64 {
    const TYPE: TypeTable = TypeTable::Integer(RangeTable::UNBOUNDED);
}

impl DefinedType for f64 {
    const TYPE: TypeTable = TypeTable::Float(RangeTable::UNBOUNDED);
}

impl DefinedType for bool {
    const TYPE: TypeTable = TypeTable::Boolean;
}

impl DefinedType for String {
    const TYPE: TypeTable = TypeTable::String(None, (None, None));
}

impl DefinedType for IpAddr {
    const TYPE: TypeTable = TypeTable::IpAddress;
}

impl<T: DefinedType> DefinedType for Vec<T> {
    const TYPE: TypeTable = TypeTable::List(&T::TYPE, (None, None), false);
}

/// A hash that takes any member.
impl DefinedType for IndexMap<String, Value> {
    const TYPE: TypeTable = TypeTable::Hash(&[]);
}
