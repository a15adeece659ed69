//! What every type of values has, whatever it looks like inside: the way to text, and the ways
//! from and to values of the runtime.

use super::Out;

/// `Display`, by one expression.
pub(super) fn display(out: &mut Out<'_, '_>, name: &str, write: &str) {
    out.item();
    out.code
        .open(format_args!("impl ::std::fmt::Display for {name} {{"));
    out.code.function(
        "fn fmt",
        &[
            "&self".to_owned(),
            "f: &mut ::std::fmt::Formatter<'_>".to_owned(),
        ],
        "::std::fmt::Result",
    );
    out.code.line(format_args!("{write}"));
    out.code.close("}");
    out.code.close("}");
}

/// `AttributeValue`: one expression each way.
pub(super) fn attribute_value(out: &mut Out<'_, '_>, name: &str, from: &str, into: &str) {
    attribute_value_by(
        out,
        name,
        |out| out.code.fixed(from),
        |out| out.code.fixed(into),
    );
}

/// `AttributeValue`, by what writes the body of each way: from `value`, and from `self`.
pub(super) fn attribute_value_by<'p, 'm>(
    out: &mut Out<'p, 'm>,
    name: &str,
    from: impl FnOnce(&mut Out<'p, 'm>),
    into: impl FnOnce(&mut Out<'p, 'm>),
) {
    let rt = out.rt;
    out.item();
    out.code
        .open(format_args!("impl {rt}::AttributeValue for {name} {{"));
    out.code.function(
        "fn from_value",
        &[format!("value: {rt}::Value")],
        "Result<Self, String>",
    );
    from(out);
    out.code.close("}");
    out.code.blank();
    out.code
        .open(format_args!("fn into_value(self) -> {rt}::Value {{"));
    into(out);
    out.code.close("}");
    out.code.close("}");
}
