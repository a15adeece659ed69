//! Templates as constructors: a mixin that brings values starts requests for what it applies to.

use occi_model::{Mixin, Model};

use super::{Out, request};
use crate::{
    name::Scope,
    plan::{KindPlan, MixinPlan},
};

/// The mixins that templates depend on (GFD.224 3.5).
const FAMILIES: [&str; 2] = [
    "http://schemas.ogf.org/occi/infrastructure#os_tpl",
    "http://schemas.ogf.org/occi/infrastructure#resource_tpl",
];

/// A function for each kind that the template applies to.
pub(super) fn constructors(out: &mut Out<'_, '_>, mixin: &MixinPlan<'_>) {
    let plan = out.plan;
    if !plan.settings.client || !is_template(plan.model, mixin.mixin) {
        return;
    }
    let kinds: Vec<&KindPlan<'_>> = kinds(out, mixin);
    if kinds.is_empty() {
        return;
    }
    out.item();
    out.code.open(format_args!("impl {} {{", mixin.name));
    let mut scope = Scope::reserving(["checked", "new"]);
    for field in &mixin.fields {
        scope.try_claim(&field.name);
    }
    for (at, kind) in kinds.iter().enumerate() {
        if at > 0 {
            out.code.blank();
        }
        let name = scope.claim(kind.variable.clone(), "_");
        constructor(out, mixin, kind, &name);
    }
    out.code.close("}");
}

fn constructor(out: &mut Out<'_, '_>, mixin: &MixinPlan<'_>, kind: &KindPlan<'_>, name: &str) {
    let plan = out.plan;
    let at = |name: &str| plan.path(&out.place, &kind.place, name);
    let (new, builder, entity) = (
        at(&kind.new_name()),
        at(&kind.builder_name()),
        at(&kind.name),
    );
    let is_unit = mixin.fields.is_empty();
    let mut parameters: Vec<String> = request::required(kind)
        .map(|field| format!("{}: impl Into<{}>", field.name, out.rust(&field.rust)))
        .collect();
    let arguments: Vec<String> = request::required(kind)
        .map(|field| field.name.clone())
        .collect();
    if !is_unit {
        parameters.insert(0, "self".to_owned());
    }
    out.code.doc(&format!(
        "Starts a request for a [`{}`]({entity}) from this template.",
        kind.name
    ));
    let template = if is_unit { "Self" } else { "self" };
    let call = format!("{new}::builder({})", arguments.join(", "));
    request::allow_many(out, parameters.len());
    if !is_unit {
        out.allow_name(name, false);
    }
    if request::builder_checks(kind) {
        let required: Vec<_> = request::required(kind).filter(|f| f.is_checked).collect();
        out.refusal(&required);
        let result = out.or_refusal(&builder);
        out.code
            .function(&format!("pub fn {name}"), &parameters, &result);
        out.code.line(format_args!("Ok({call}?.mixin({template}))"));
    } else {
        out.code
            .function(&format!("pub fn {name}"), &parameters, &builder);
        out.code.line(format_args!("{call}.mixin({template})"));
    }
    out.code.close("}");
}

/// Whether a mixin brings values, or names a size or an image.
fn is_template(model: &Model, mixin: &Mixin) -> bool {
    let sets = mixin
        .attributes
        .iter()
        .any(|attribute| attribute.is_setting);
    let belongs = mixin.closure.iter().skip(1).any(|&id| {
        let family = &model.mixin(id).id;
        FAMILIES.iter().any(|known| *family == **known)
    });
    sets || belongs
}

/// The kinds that a template is for, as far as its module knows them: those that it, or the
/// nearest mixin it depends on, names, and those below them.
fn kinds<'p, 'm>(out: &Out<'p, 'm>, mixin: &MixinPlan<'m>) -> Vec<&'p KindPlan<'m>> {
    let plan = out.plan;
    let applies = super::fit::nearest(plan, mixin);
    let own = mixin.place.extension;
    let mut extensions = plan.extensions[own].closure.clone();
    extensions.push(own);
    extensions
        .iter()
        .flat_map(|&at| plan.kinds_of(at))
        .filter(|kind| applies.iter().any(|&top| plan.model.is_a(kind.id, top)))
        .collect()
}
