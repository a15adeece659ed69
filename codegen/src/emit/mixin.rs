//! A mixin: the struct of its values.

use super::{Out, describe};
use crate::{
    docs::code,
    plan::{MixinPlan, Plan},
    text::string,
};

/// The module of a mixin.
pub(super) fn module<'p, 'm>(plan: &'p Plan<'m>, mixin: &'p MixinPlan<'m>) -> Out<'p, 'm> {
    let mut out = Out::new(plan, mixin.place.clone());
    body(&mut out, mixin);
    super::values_of_module(&mut out);
    out
}

/// A mixin and its actions.
pub(super) fn body(out: &mut Out<'_, '_>, mixin: &MixinPlan<'_>) {
    emit(out, mixin);
    let plan = out.plan;
    for (kind, action) in &mixin.actions {
        if let Some(kind) = plan.kind(*kind) {
            super::action::emit(out, &kind.place, &kind.name, action);
        }
    }
}

fn emit(out: &mut Out<'_, '_>, mixin: &MixinPlan<'_>) {
    let rt = out.rt;
    let name = &mixin.name;
    let fields = &mixin.fields;
    let is_unit = fields.is_empty();

    out.item();
    out.code.docs(&docs(out, mixin));
    out.values_struct(name, fields, "Attribute");
    out.checked_struct(name, fields, &format!("<Self as {rt}::Mixin>::MIXIN"));
    super::template::constructors(out, mixin);

    out.item();
    out.code
        .open(format_args!("impl {rt}::Mixin for {name} {{"));
    out.code.assign(
        "const MIXIN: &'static str",
        &string(mixin.mixin.id.as_str()),
    );
    out.code.blank();
    let underscore = if is_unit { "_" } else { "" };
    out.code.function(
        "fn from_fields",
        &[format!("{underscore}fields: &mut {rt}::Fields")],
        &format!("Result<Self, {rt}::FieldError>"),
    );
    if is_unit {
        out.code.fixed("Ok(Self)");
    } else {
        out.code.open(format_args!("Ok(Self {{"));
        for field in fields {
            out.read_field(field, field.attribute.required);
        }
        out.code.close("})");
    }
    out.code.close("}");
    out.code.blank();
    if is_unit {
        out.code.line(format_args!(
            "fn write(self, _fields: &mut {rt}::FieldWriter) {{}}"
        ));
    } else {
        out.code.open(format_args!(
            "fn write(self, fields: &mut {rt}::FieldWriter) {{"
        ));
        for field in fields {
            out.write_field(field, field.attribute.required);
        }
        out.code.close("}");
    }
    out.code.close("}");
    super::fit::applies(out, mixin);
}

fn docs(out: &Out<'_, '_>, mixin: &MixinPlan<'_>) -> Vec<String> {
    let model = out.plan.model;
    let definition = mixin.mixin;
    let lines = describe::titled(
        definition.title.as_deref(),
        definition.description.as_deref(),
        &format!("The mixin {}.", code(definition.id.as_str())),
    );
    let mut facts = vec![describe::identifier("Mixin", &definition.id)];
    for depends in &definition.depends {
        facts.push(describe::identifier(
            "Depends on",
            &model.mixin(*depends).id,
        ));
    }
    for applies in &definition.applies {
        facts.push(describe::identifier("Applies to", &model.kind(*applies).id));
    }
    if let Some(location) = &definition.location {
        facts.push(format!("Location: {}", code(location.as_str())));
    }
    for setting in definition.attributes.iter().filter(|a| a.is_setting) {
        if let Some(value) = setting.default_value() {
            facts.push(format!(
                "Sets {} to {}",
                code(setting.name.as_str()),
                code(&value.to_string())
            ));
        }
    }
    for constraint in &definition.constraints {
        facts.push(describe::condition(constraint));
    }
    facts.extend(describe::versions(definition.versions));
    describe::with_facts(lines, facts)
}
