//! The data types that older models take from metamodels: `../OCCI.ecore#//String`.

use super::super::occiware::tree::Basic;

/// The data type of `OCCI.ecore` or of Ecore itself, by the name of its classifier.
pub(super) fn basic(name: &str) -> Option<Basic> {
    Some(match name {
        "String" | "EString" | "EChar" | "ECharacterObject" | "Name" | "AttributeName" | "OCL"
        | "EJavaObject" => Basic::Text,
        "Integer" | "EInt" | "EIntegerObject" | "ELong" | "ELongObject" | "EShort"
        | "EShortObject" | "EByte" | "EByteObject" | "EBigInteger" => Basic::Integer,
        "EFloat" | "EFloatObject" | "EDouble" | "EDoubleObject" => Basic::Float,
        "Number" | "EBigDecimal" => Basic::Number,
        "Boolean" | "EBoolean" | "EBooleanObject" => Basic::Boolean,
        "URI" | "Scheme" => Basic::Uri,
        "EDate" => Basic::DateTime,
        _ => return None,
    })
}
