//! Enums: closed in the definition, open in the code, because peers know literals that this
//! definition does not. The server checks values before they come here.

use super::{Out, describe};
use crate::{
    docs::{clean, code},
    plan::EnumPlan,
    text::string,
};

/// An enum.
pub(super) fn emit(out: &mut Out<'_, '_>, enumeration: &EnumPlan<'_>) {
    let rt = out.rt;
    let name = &enumeration.name;
    let variants = &enumeration.variants;

    out.item();
    out.code.docs(&describe::value_type(&enumeration.origin));
    out.derive(name, "Clone, Debug, Eq, Hash, PartialEq");
    out.export(name);
    out.code.fixed("#[non_exhaustive]");
    out.code.open(format_args!("pub enum {name} {{"));
    for (variant, literal) in variants {
        let lines = literal
            .description
            .as_deref()
            .map(clean)
            .filter(|lines| !lines.is_empty())
            .unwrap_or_else(|| vec![format!("{}.", code(&literal.name))]);
        let mut facts = Vec::new();
        if literal.description.is_some() {
            facts.push(format!("Literal: {}", code(&literal.name)));
        }
        facts.extend(describe::versions(literal.versions));
        out.code.docs(&describe::with_facts(lines, facts));
        out.field_attributes(name, variant);
        out.code.line(format_args!("{variant},"));
    }
    out.code.doc("A literal that the definition does not know.");
    out.code.fixed("Other(String),");
    out.code.close("}");

    out.item();
    out.code.open(format_args!("{rt}::literals! {{"));
    out.code.open(format_args!("{name} {{"));
    for (variant, literal) in variants {
        out.code
            .line(format_args!("{variant} = {},", string(&literal.name)));
    }
    out.code.close("}");
    out.code.close("}");
}
