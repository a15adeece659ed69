//! Rust types whose type in a definition is known.

use std::net::IpAddr;

use indexmap::IndexMap;
use occi_model::{
    Value,
    table::{NamedTypeTable, RangeTable, TypeTable},
};

use super::agree::same;
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
    /// The type where it is used in a definition: itself, or its name.
    const TYPE: TypeTable;
    /// The type itself.
    const SHAPE: TypeTable = Self::TYPE;
    /// The named type of an extension, when it is one.
    const NAMED: Option<NamedTypeTable> = None;
}

/// The named type that `T` is in the extension of this name.
///
/// # Panics
///
/// When `T` has no name, or has it in another extension; in a constant that is a fault of
/// compilation.
#[must_use]
pub const fn named<T: DefinedType>(extension: &str) -> NamedTypeTable {
    let Some(named) = T::NAMED else {
        panic!("the type has no name: write `#[occi(extension = \"…\")]` at it");
    };
    match T::TYPE {
        TypeTable::Named(owner, _) if same(owner, extension) => named,
        _ => panic!("the type says that it belongs to another extension"),
    }
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
    const SHAPE: TypeTable = TypeTable::List(&T::SHAPE, (None, None), false);
}

/// A hash that takes any member.
impl DefinedType for IndexMap<String, Value> {
    const TYPE: TypeTable = TypeTable::Hash(&[]);
}
