//! Named types that take some values of another type only: whoever holds one holds a valid one.

use super::{Out, describe};
use crate::{
    docs::one_line,
    plan::{NarrowPlan, Origin, RustType},
    text::string,
};

/// A narrowed type.
pub(super) fn emit(out: &mut Out<'_, '_>, narrow: &NarrowPlan<'_>) {
    let rt = out.rt;
    let name = &narrow.name;
    let inner = out.rust(&narrow.inner);
    let is_text = narrow.inner == RustType::Plain("String");
    let expected = one_line(&narrow.named.value_type.describe());

    out.item();
    let mut docs = describe::value_type(&Origin::Named(narrow.named));
    docs.extend([String::new(), format!("Holds {expected}.")]);
    out.code.docs(&docs);
    out.derive(
        name,
        match (is_text, narrow.inner.is_eq()) {
            (true, _) => "Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd",
            (false, true) => "Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd",
            (false, false) => "Clone, Copy, Debug, PartialEq, PartialOrd",
        },
    );
    out.export(name);
    out.code.line(format_args!("pub struct {name}({inner});"));

    out.item();
    out.code.open(format_args!("impl {name} {{"));
    out.code.function(
        "fn value_type",
        &[],
        &format!("&'static {rt}::typed::NamedType"),
    );
    let extension = &out.plan.model.extension(narrow.named.extension).name;
    out.code.assign(
        &format!("static TYPE: {rt}::typed::NamedType"),
        &format!(
            "{rt}::typed::NamedType::new({}, {}, {})",
            out.shown("model"),
            string(extension),
            string(&narrow.named.name)
        ),
    );
    out.code.fixed("&TYPE");
    out.code.close("}");
    out.code.blank();
    out.code.doc("Checks the value.");
    out.code.doc("");
    out.code.doc("# Errors");
    out.code.doc("");
    out.code.doc(&format!(
        "Which facet refuses it, when it is not {expected}."
    ));
    let parameter = if is_text {
        "value: impl Into<String>".to_owned()
    } else {
        format!("value: {inner}")
    };
    let refusal = format!("Result<Self, {rt}::values::ValueFault>");
    out.code.function("pub fn new", &[parameter], &refusal);
    let value = if is_text { "value.into()" } else { "value" };
    out.code
        .line(format_args!("Self::value_type().check({value}).map(Self)"));
    out.code.close("}");
    out.code.blank();
    out.code.doc("The value.");
    out.code.fixed("#[must_use]");
    if is_text {
        out.code
            .open(format_args!("pub fn as_str(&self) -> &str {{"));
        out.code.fixed("&self.0");
    } else {
        out.code
            .open(format_args!("pub const fn get(self) -> {inner} {{"));
        out.code.fixed("self.0");
    }
    out.code.close("}");
    out.code.close("}");

    out.item();
    out.code.open(format_args!("{rt}::narrowed! {{"));
    out.code.line(format_args!("{name}({inner})"));
    out.code.close("}");
}
