//! What a client may change about an instance.

use super::Out;
use crate::plan::{Field, KindPlan};

pub(super) fn emit(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let rt = out.rt;
    let name = kind.patch_name();
    let entity = &kind.name;
    let fields = || mutable(kind);

    out.item();
    out.code.doc(&format!(
        "What a client changes about a [`{entity}`]; what is not given stays."
    ));
    out.derive(&name, "Clone, Debug, Default, PartialEq");
    out.export(&name);
    out.code
        .fixed("#[must_use = \"a patch changes nothing before it is sent or applied\"]");
    out.code.open(format_args!("pub struct {name} {{"));
    for field in fields() {
        out.brief(kind, field);
        out.declare_field(&name, field, false);
    }
    out.code.doc("Values for attributes of mixins.");
    out.code.line(format_args!("pub other: {rt}::Attributes,"));
    out.code.close("}");

    if out.plan.settings.client && fields().next().is_some() {
        out.item();
        out.code.open(format_args!("impl {name} {{"));
        for (at, field) in fields().enumerate() {
            if at > 0 {
                out.code.blank();
            }
            out.setter(field, "self", entity);
        }
        out.code.close("}");
    }
}

fn mutable<'k, 'm>(kind: &'k KindPlan<'m>) -> impl Iterator<Item = &'k Field<'m>> {
    kind.fields
        .iter()
        .filter(|field| field.attribute.is_mutable())
}
