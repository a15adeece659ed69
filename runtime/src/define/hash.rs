//! Hashes as structs.

use occi_model::{Members, Value};

use crate::typed::AttributeValue;

/// The members of a hash.
///
/// # Errors
///
/// What was expected, when the value is no hash.
pub fn members(value: Value) -> Result<Members, String> {
    match value {
        Value::Hash(members) => Ok(members.into_map()),
        _ => Err("a hash".to_owned()),
    }
}

/// Takes a member that may be missing.
///
/// # Errors
///
/// What was expected, when the member has another type.
pub fn member_optional<T: AttributeValue>(
    members: &mut Members,
    name: &str,
) -> Result<Option<T>, String> {
    members
        .shift_remove(name)
        .map(T::from_value)
        .transpose()
        .map_err(|expected| format!("a hash whose member `{name}` is {expected}"))
}

/// Takes a member that must be there.
///
/// # Errors
///
/// What was expected, when the member is missing or has another type.
pub fn member_required<T: AttributeValue>(members: &mut Members, name: &str) -> Result<T, String> {
    member_optional(members, name)?.ok_or_else(|| format!("a hash with the member `{name}`"))
}

/// Puts a member.
pub fn put_member<T: AttributeValue>(members: &mut Members, name: &str, value: T) {
    members.insert(name.to_owned(), value.into_value());
}

/// Refuses members that nobody took.
///
/// # Errors
///
/// What was expected, when there are some.
pub fn no_more(members: &Members) -> Result<(), String> {
    match members.keys().next() {
        Some(name) => Err(format!("a hash without the member `{name}`")),
        None => Ok(()),
    }
}
